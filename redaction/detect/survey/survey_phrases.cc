#include "redaction/detect/survey/survey_phrases.h"

#include <algorithm>
#include <utility>

namespace schoolgate::redaction {
namespace {

constexpr size_t kWindow = 32;  // words a phrase may take, gaps and all: the bits of a mask

constexpr std::string_view kLists[] = {
#include "redaction/detect/words/survey_english.inc"
#include "redaction/detect/words/survey_spanish.inc"
};

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The piece of `text` before the next `mark`, which is taken off.
std::string_view Take(std::string_view& text, char mark) {
  const size_t end = std::min(text.find(mark), text.size());
  const std::string_view piece = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return Trim(piece);
}

// Of a section's phrases without a sign.
std::pair<SurveyCue, SurveyTopic> SectionOf(std::string_view name) {
  static constexpr std::pair<std::string_view, SurveyCue> kSections[] = {{"address", SurveyCue::kAddress},
                                                                         {"others", SurveyCue::kOthers},
                                                                         {"lesson", SurveyCue::kLesson},
                                                                         {"help", SurveyCue::kHelp},
                                                                         {"eligible", SurveyCue::kEligible}};
  for (const auto& [section, cue] : kSections) {
    if (section == name) return {cue, SurveyTopic::kIncome};
  }
  for (size_t topic = 0; topic < kSurveyTopicCount; ++topic) {
    const auto each = static_cast<SurveyTopic>(topic);
    if (SurveyTopicName(each) == name) return {SurveyCue::kTopic, each};
  }
  return {SurveyCue::kTopic, SurveyTopic::kPolitics};
}

SurveyCue CueOf(char sign, SurveyCue otherwise) {
  switch (sign) {
    case '!':
      return SurveyCue::kAlways;
    case '+':
      return SurveyCue::kPersonal;
    case '-':
      return SurveyCue::kEveryday;
    case '#':
      return SurveyCue::kOption;
    case '~':
      return SurveyCue::kExcludes;
    default:
      return otherwise;
  }
}

}  // namespace

bool SurveyPhrase::Element::Takes(std::string_view word) const {
  if (std::binary_search(words.begin(), words.end(), word)) return true;
  return std::any_of(stems.begin(), stems.end(),
                     [&](std::string_view stem) { return word.starts_with(stem); });
}

const SurveyPhrases& SurveyPhrases::Get() {
  static const auto* const kPhrases = new SurveyPhrases();
  return *kPhrases;
}

SurveyPhrases::SurveyPhrases() {
  for (const std::string_view list : kLists) Read(list);
  for (uint32_t number = 0; number < phrases_.size(); ++number) {
    const SurveyPhrase::Element& first = phrases_[number].elements.front();
    for (const std::string_view word : first.words) by_word_[word].push_back(number);
    for (const std::string_view stem : first.stems) {
      std::vector<uint32_t>& numbers = by_stem_[stem.substr(0, kStem)];
      if (numbers.empty() || numbers.back() != number) numbers.push_back(number);
    }
  }
}

void SurveyPhrases::Read(std::string_view list) {
  std::pair<SurveyCue, SurveyTopic> section;
  while (!list.empty()) {
    std::string_view line = Take(list, '\n');
    if (line.empty()) continue;
    if (line.front() == '[') {
      section = SectionOf(line.substr(1, line.size() - 2));
    } else if (line.find('=') != std::string_view::npos) {
      const std::string_view name = Take(line, '=');
      SurveyPhrase::Element& known = classes_[name];
      const SurveyPhrase::Element more = ElementOf(Trim(line));
      known.words.insert(known.words.end(), more.words.begin(), more.words.end());
      known.stems.insert(known.stems.end(), more.stems.begin(), more.stems.end());
      std::sort(known.words.begin(), known.words.end());
    } else {
      const SurveyCue cue = CueOf(line.front(), section.first);
      if (std::string_view("!+-#~").find(line.front()) != std::string_view::npos) line.remove_prefix(1);
      while (!line.empty()) AddPhrase(Take(line, ','), cue, section.second);
    }
  }
}

SurveyPhrase::Element SurveyPhrases::ElementOf(std::string_view written) const {
  SurveyPhrase::Element element;
  while (!written.empty()) {
    const std::string_view one = Take(written, '|');
    if (one.empty()) continue;
    if (one.front() == '@') {
      const auto known = classes_.find(one);
      if (known == classes_.end()) continue;
      element.words.insert(element.words.end(), known->second.words.begin(), known->second.words.end());
      element.stems.insert(element.stems.end(), known->second.stems.begin(), known->second.stems.end());
    } else if (one.back() == '*') {
      element.stems.push_back(one.substr(0, one.size() - 1));
    } else {
      element.words.push_back(one);
    }
  }
  std::sort(element.words.begin(), element.words.end());
  return element;
}

void SurveyPhrases::AddPhrase(std::string_view written, SurveyCue cue, SurveyTopic topic) {
  SurveyPhrase phrase{.cue = cue, .topic = topic, .elements = {}};
  uint32_t skips = 0;
  while (!written.empty()) {
    const std::string_view piece = Take(written, ' ');
    if (piece == "." || piece == "_" || piece == "__") {
      skips += piece == "." ? 1 : piece == "_" ? 3 : 8;
    } else if (!piece.empty()) {
      phrase.elements.push_back(ElementOf(piece));
      phrase.elements.back().skips = std::exchange(skips, 0);
    }
  }
  if (!phrase.elements.empty()) phrases_.push_back(std::move(phrase));
}

void SurveyPhrases::ForEachAt(const std::vector<std::string_view>& words, size_t at,
                              absl::FunctionRef<void(const SurveyPhrase&, size_t)> each) const {
  const size_t window = std::min(words.size() - at, kWindow);
  const auto try_phrase = [&](const SurveyPhrase& phrase) {
    uint32_t ends = 2;  // bit i: what was read so far may end before words[at + i]
    for (size_t number = 1; number < phrase.elements.size() && ends != 0; ++number) {
      const SurveyPhrase::Element& element = phrase.elements[number];
      uint32_t begins = ends;
      for (uint32_t skip = 0; skip < element.skips; ++skip) begins |= begins << 1;
      ends = 0;
      for (size_t word = 1; word < window && begins >> word != 0; ++word) {
        if ((begins >> word & 1) != 0 && word + 1 < kWindow && element.Takes(words[at + word]))
          ends |= uint32_t{2} << word;
      }
    }
    if (ends != 0) each(phrase, at + static_cast<size_t>(__builtin_ctz(ends)));
  };
  if (const auto found = by_word_.find(words[at]); found != by_word_.end()) {
    for (const uint32_t number : found->second) try_phrase(phrases_[number]);
  }
  if (words[at].size() < kStem) return;
  if (const auto found = by_stem_.find(words[at].substr(0, kStem)); found != by_stem_.end()) {
    for (const uint32_t number : found->second) {
      if (phrases_[number].elements.front().Takes(words[at])) try_phrase(phrases_[number]);
    }
  }
}

}  // namespace schoolgate::redaction
