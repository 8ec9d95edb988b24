#include "redaction/detect/survey/survey_sentences.h"

#include <algorithm>

#include "redaction/detect/text/characters.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostWords = 200;
constexpr size_t kLeastIncome = 5000;  // what a band of a year's income ends with, at least

bool IsWordByte(char c) { return IsLetter(c) || IsDigit(c); }

// "don't", "parents'", "I've": what an apostrophe cuts off.
bool IsContraction(std::string_view word) {
  static constexpr std::string_view kTails[] = {"s", "t", "m", "d", "ve", "re", "ll"};
  return std::find(std::begin(kTails), std::end(kTails), word) != std::end(kTails);
}

// Digits, with commas between thousands.
size_t AmountOf(std::string_view number) {
  size_t value = 0;
  for (const char c : number) {
    if (IsDigit(c)) value = std::min<size_t>(value * 10 + static_cast<size_t>(c - '0'), 1'000'000'000);
  }
  return value;
}

}  // namespace

SurveySentences::Gap SurveySentences::ReadGap(SurveySentence& sentence) {
  Gap gap = Gap::kNone;
  const auto at_least = [&](Gap other) { gap = std::max(gap, other); };
  for (; at_ < folded_.size() && !IsWordByte(folded_[at_]); ++at_) {
    const char c = folded_[at_];
    const char next = at_ + 1 < folded_.size() ? folded_[at_ + 1] : '\n';
    const char last = at_ > 0 ? folded_[at_ - 1] : '\n';
    switch (c) {
      case '\n':
      case '\r':
      case '\t':
      case '|':
      case ';':
      case '!':
        at_least(Gap::kSentence);
        break;
      case '?':
        sentence.question = true;
        at_least(Gap::kSentence);
        break;
      case '.':
        // Dots that leave open how it goes on do not end it.
        at_least(next == '.' || last == '.' ? Gap::kPart : Gap::kSentence);
        break;
      case '"':
        at_least(next == ',' || last == ',' || last == ':' || next == ':' ? Gap::kSentence : Gap::kPart);
        break;
      case ':':
        sentence.opens_list = true;
        [[fallthrough]];
      case ',':
      case '(':
      case ')':
      case '[':
      case ']':
      case '{':
      case '}':
      case '*':
      case '/':
        at_least(Gap::kPart);
        break;
      case '$':
        money_ = true;
        break;
      default:
        if (folded_.substr(at_, 2) == "\xC2\xBF") {  // U+00BF
          spanish_question_ = true;
          at_least(Gap::kSentence);
        } else if (static_cast<signed char>(c) < 0) {
          at_least(Gap::kPart);
        }
        break;
    }
  }
  return gap;
}

void SurveySentences::ReadWord(SurveySentence& sentence) {
  const size_t begin = at_;
  const bool digits = IsDigit(folded_[at_]);
  const auto is_upper = [&](size_t at) { return cased_[at] >= 'A' && cased_[at] <= 'Z'; };
  while (at_ < folded_.size()) {
    const char c = folded_[at_];
    const bool thousands = digits && c == ',' && at_ + 3 < folded_.size() && IsDigit(folded_[at_ + 1]) &&
                           IsDigit(folded_[at_ + 2]) && IsDigit(folded_[at_ + 3]);
    if (thousands) {
      at_ += 4;
      continue;
    }
    if (!IsWordByte(c) || IsDigit(c) != digits) break;
    // "parentIncome"
    if (at_ > begin && is_upper(at_) && !is_upper(at_ - 1) && IsLetter(folded_[at_ - 1])) break;
    ++at_;
  }
  const std::string_view word = folded_.substr(begin, at_ - begin);
  const bool after_apostrophe = begin > 1 && folded_[begin - 1] == '\'' && IsWordByte(folded_[begin - 2]);
  if (after_apostrophe && IsContraction(word)) return;
  if (digits && money_ && AmountOf(word) >= kLeastIncome) ++sentence.amounts;
  money_ = false;
  sentence.words.push_back(word);
}

bool SurveySentences::Next(SurveySentence& sentence) {
  sentence.words.clear();
  sentence.longest_part = sentence.amounts = 0;
  sentence.spanish_question = false;
  size_t part = 0;  // words before this one
  while (at_ < folded_.size()) {
    const size_t words = sentence.words.size();
    sentence.opens_list = sentence.question = false;
    const Gap gap = ReadGap(sentence);
    if (words > 0 && (gap == Gap::kSentence || words >= kMostWords)) {
      sentence.longest_part = std::max(sentence.longest_part, words - part);
      return true;
    }
    if (words > 0 && gap == Gap::kPart) {
      sentence.longest_part = std::max(sentence.longest_part, words - part);
      part = words;
    }
    if (at_ >= folded_.size()) break;
    if (words == 0) {
      sentence.spanish_question = spanish_question_;
      spanish_question_ = false;
    }
    ReadWord(sentence);
  }
  sentence.longest_part = std::max(sentence.longest_part, sentence.words.size() - part);
  return !sentence.words.empty();
}

}  // namespace schoolgate::redaction
