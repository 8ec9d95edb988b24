// The phrases behind survey_topics.h, ready to be looked up by their first word; private to this folder. Made
// at first use, then read by any thread. words/survey_english.inc says how they are written.
#ifndef SCHOOLGATE_REDACTION_DETECT_SURVEY_SURVEY_PHRASES_H_
#define SCHOOLGATE_REDACTION_DETECT_SURVEY_SURVEY_PHRASES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "redaction/detect/survey/survey_topics.h"

namespace schoolgate::redaction {

// What a phrase is evidence of.
enum class SurveyCue : uint8_t {
  kAlways,    // asks, wherever it stands
  kPersonal,  // asks where somebody is addressed, or in an item that is hardly more than the phrase
  kTopic,     // the same, unless it is spoken of as a lesson or a help against it
  kEveryday,  // only where somebody is addressed, and nothing of a lesson, nor what the topic excludes
  kOption,    // an answer to choose: two of them ask
  kExcludes,  // of the topic: takes the everyday phrases their meaning in this sentence
  kAddress,   // somebody is asked, or speaks of themselves
  kOthers,    // others are spoken of
  kLesson,    // a lesson on what follows
  kHelp,      // a lesson on, or a help against, what stands before
  kEligible,  // the text decides who is eligible for a program
};

struct SurveyPhrase {
  struct Element {
    std::vector<std::string_view> words;  // sorted
    std::vector<std::string_view> stems;
    uint32_t skips = 0;  // how many words may stand before it
    bool Takes(std::string_view word) const;
  };
  SurveyCue cue = SurveyCue::kTopic;
  SurveyTopic topic = SurveyTopic::kPolitics;
  std::vector<Element> elements;
};

class SurveyPhrases {
 public:
  static const SurveyPhrases& Get();

  // Calls `each(phrase, end)` for the phrases that begin at words[at]; `end` is the word after the shortest.
  void ForEachAt(const std::vector<std::string_view>& words, size_t at,
                 absl::FunctionRef<void(const SurveyPhrase& phrase, size_t end)> each) const;

 private:
  static constexpr size_t kStem = 3;  // letters by which phrases that begin with a stem are found
  SurveyPhrases();
  void Read(std::string_view list);
  void AddPhrase(std::string_view written, SurveyCue cue, SurveyTopic topic);
  SurveyPhrase::Element ElementOf(std::string_view written) const;

  absl::flat_hash_map<std::string_view, SurveyPhrase::Element> classes_;  // "@kin"
  std::vector<SurveyPhrase> phrases_;
  absl::flat_hash_map<std::string_view, std::vector<uint32_t>> by_word_, by_stem_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_SURVEY_SURVEY_PHRASES_H_
