// What a survey's items ask about, for the tests of this folder.
#ifndef SCHOOLGATE_REDACTION_DETECT_SURVEY_TEST_SURVEYS_H_
#define SCHOOLGATE_REDACTION_DETECT_SURVEY_TEST_SURVEYS_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/detect/survey/survey_topics.h"

namespace schoolgate::redaction {

// The topics' names, "," between them.
inline std::string TopicsOf(std::string_view text) {
  std::string names;
  for (const std::string_view name : FindSurveyTopics(text).Names()) {
    if (!names.empty()) names += ",";
    names += name;
  }
  return names;
}

inline void CheckAsks(std::string_view topic, const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) EXPECT_EQ(TopicsOf(text), topic) << text;
}

// The same for one item a line.
inline void CheckItems(std::string_view topic, std::string_view lines) {
  for (size_t at = 0; at < lines.size();) {
    const size_t end = std::min(lines.find('\n', at), lines.size());
    if (end > at) CheckAsks(topic, {lines.substr(at, end - at)});
    at = end + 1;
  }
}

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_SURVEY_TEST_SURVEYS_H_
