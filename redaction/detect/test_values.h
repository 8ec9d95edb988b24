// What the patterns find in a text, names and what is said of people left out; for the tests of this folder.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEST_VALUES_H_
#define SCHOOLGATE_REDACTION_DETECT_TEST_VALUES_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "redaction/detect/test_people.h"

namespace schoolgate::redaction {

struct ValueCase {
  std::string_view text;
  std::vector<std::string> found;  // what must be covered, in this order; nothing else may be
};

// Whatever element and owner: what a pattern is for is that the value is gone.
inline std::vector<std::string> FoundValues(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string& found : Found(text)) {
    const size_t equals = found.find('=');
    const std::string element = found.substr(0, equals);
    if (element.ends_with(".name") || element.starts_with("special.") || element == "conduct") continue;
    out.push_back(found.substr(equals + 1));
  }
  return out;
}

inline void CheckValues(const std::vector<ValueCase>& cases) {
  for (const ValueCase& c : cases) EXPECT_EQ(FoundValues(c.text), c.found) << c.text;
}

inline void CheckNothing(const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) EXPECT_EQ(FoundValues(text), std::vector<std::string>()) << text;
}

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEST_VALUES_H_
