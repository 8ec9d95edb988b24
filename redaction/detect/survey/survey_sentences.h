// A survey's text sentence by sentence, as survey_topics.h reads it; private to this folder. A line, a cell,
// a quoted field and an item are sentences too; a sentence's parts are what commas, colons, brackets and
// boxes part. Names of columns are their words: "household_income", "parentIncome".
//
// Views the text's normalised form, which outlives it. One thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_SURVEY_SURVEY_SENTENCES_H_
#define SCHOOLGATE_REDACTION_DETECT_SURVEY_SURVEY_SENTENCES_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "redaction/detect/text/normalized_view.h"

namespace schoolgate::redaction {

struct SurveySentence {
  std::vector<std::string_view> words;  // folded
  size_t longest_part = 0;              // words
  size_t amounts = 0;                   // of money, as large as a year's income may be
  bool opens_list = false;              // a colon ends it
  bool question = false;                // a question mark does
  bool spanish_question = false;        // "¿" stands before it
};

class SurveySentences {
 public:
  explicit SurveySentences(const NormalizedView& view) : folded_(view.folded()), cased_(view.cased()) {}
  // The next that has words; false at the end of the text. What is longer than 200 words is parted.
  bool Next(SurveySentence& sentence);

 private:
  enum class Gap { kNone, kPart, kSentence };
  // Reads what stands before the next word.
  Gap ReadGap(SurveySentence& sentence);
  void ReadWord(SurveySentence& sentence);

  std::string_view folded_, cased_;
  size_t at_ = 0;
  bool money_ = false;             // the sign of a currency stands before the next word
  bool spanish_question_ = false;  // before the next sentence
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_SURVEY_SURVEY_SENTENCES_H_
