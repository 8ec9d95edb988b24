#include "redaction/detect/survey/survey_topics.h"

#include <algorithm>
#include <array>

#include "redaction/detect/survey/survey_phrases.h"
#include "redaction/detect/survey/survey_sentences.h"
#include "redaction/detect/text/normalized_view.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kItemWords = 6;  // of an item that is hardly more than its topic: "Annual household income"
constexpr size_t kPartWords = 4;  // of each part of a row of heads or options
constexpr size_t kOpenItemWords = 14;  // of an item that goes on a sentence: "In the past year, have you:"
constexpr size_t kLessonReach = 10;    // words between a lesson and what it is on
constexpr size_t kHelpReach = 2;
constexpr size_t kOptions = 2;  // that ask
constexpr size_t kBands = 3;    // amounts that bands of income have, at least

// What is said of the people a sentence or the items under it are for.
struct Stem {
  bool addressed = false;
  bool lesson = false;
  bool open = false;  // it ends with a colon: its items go on with it
  SurveyTopics excluded;
  std::array<uint8_t, kSurveyTopicCount> options{};
  size_t amounts = 0;
};

struct Mention {
  SurveyTopic topic;
  SurveyCue cue;
  size_t begin, end;  // words
};

class TopicFinder {
 public:
  void Read(const SurveySentence& sentence);
  SurveyTopics Found() const;

 private:
  void Collect(const SurveySentence& sentence);
  bool IsTaught(const Mention& mention) const;
  bool Asks(const Mention& mention, const SurveySentence& sentence) const;

  // Of the sentence at hand.
  std::vector<Mention> mentions_;
  std::vector<size_t> lessons_, helps_;  // where a lesson's words end; where a help's begin
  SurveyTopics excluded_;
  bool addressed_ = false, others_ = false;

  Stem stem_;  // the last sentence that was no item
  SurveyTopics found_;
  bool eligible_ = false;
};

void TopicFinder::Collect(const SurveySentence& sentence) {
  mentions_.clear();
  lessons_.clear();
  helps_.clear();
  excluded_ = {};
  addressed_ = sentence.spanish_question;
  others_ = false;
  for (size_t at = 0; at < sentence.words.size(); ++at) {
    SurveyPhrases::Get().ForEachAt(sentence.words, at, [&](const SurveyPhrase& phrase, size_t end) {
      switch (phrase.cue) {
        case SurveyCue::kAddress:
          addressed_ = true;
          break;
        case SurveyCue::kOthers:
          others_ = true;
          break;
        case SurveyCue::kLesson:
          lessons_.push_back(end);
          break;
        case SurveyCue::kHelp:
          helps_.push_back(at);
          break;
        case SurveyCue::kEligible:
          eligible_ = true;
          break;
        case SurveyCue::kExcludes:
          excluded_.Add(phrase.topic);
          break;
        default:
          mentions_.push_back({phrase.topic, phrase.cue, at, end});
          break;
      }
    });
  }
}

bool TopicFinder::IsTaught(const Mention& mention) const {
  const auto before = [&](size_t end) { return end <= mention.begin && mention.begin - end <= kLessonReach; };
  const auto behind = [&](size_t begin) { return begin >= mention.end && begin - mention.end <= kHelpReach; };
  return std::any_of(lessons_.begin(), lessons_.end(), before) ||
         std::any_of(helps_.begin(), helps_.end(), behind);
}

bool TopicFinder::Asks(const Mention& mention, const SurveySentence& sentence) const {
  if (mention.cue == SurveyCue::kAlways) return true;
  const bool item =
      !addressed_ && (sentence.words.size() <= kItemWords || sentence.longest_part <= kPartWords);
  const bool goes_on =
      !addressed_ && stem_.open && stem_.addressed && sentence.words.size() <= kOpenItemWords;
  if (mention.cue == SurveyCue::kPersonal) return addressed_ || goes_on || (item && !others_);
  const bool stem_counts = item || goes_on;
  if (IsTaught(mention) || (stem_counts && stem_.lesson)) return false;
  if (mention.cue == SurveyCue::kTopic) return addressed_ || goes_on || (item && !others_);
  if (excluded_.Has(mention.topic) || (stem_counts && stem_.excluded.Has(mention.topic))) return false;
  return mention.cue == SurveyCue::kEveryday && (addressed_ || goes_on);
}

void TopicFinder::Read(const SurveySentence& sentence) {
  Collect(sentence);
  for (const Mention& mention : mentions_) {
    if (Asks(mention, sentence)) found_.Add(mention.topic);
  }
  const bool item = !addressed_ && !sentence.opens_list && !sentence.question &&
                    sentence.words.size() <= kOpenItemWords && sentence.longest_part <= kOpenItemWords;
  if (!item) {
    stem_ = {};
    stem_.addressed = addressed_;
    stem_.lesson = !lessons_.empty();
    stem_.open = sentence.opens_list;
    stem_.excluded = excluded_;
  }
  const bool choices = sentence.words.size() <= kItemWords || sentence.longest_part <= kPartWords;
  for (const Mention& mention : mentions_) {
    if (!choices || mention.cue != SurveyCue::kOption || stem_.lesson || !lessons_.empty() ||
        excluded_.Has(mention.topic))
      continue;
    uint8_t& options = stem_.options[static_cast<size_t>(mention.topic)];
    if (options < kOptions && ++options == kOptions) found_.Add(mention.topic);
  }
  stem_.amounts = std::min(stem_.amounts + sentence.amounts, kBands);
  const bool spent =
      stem_.lesson || stem_.excluded.Has(SurveyTopic::kIncome) || excluded_.Has(SurveyTopic::kIncome);
  if (stem_.amounts == kBands && !spent) found_.Add(SurveyTopic::kIncome);
}

SurveyTopics TopicFinder::Found() const {
  if (!eligible_) return found_;
  SurveyTopics rest;
  for (size_t topic = 0; topic < kSurveyTopicCount; ++topic) {
    const auto each = static_cast<SurveyTopic>(topic);
    if (each != SurveyTopic::kIncome && found_.Has(each)) rest.Add(each);
  }
  return rest;
}

}  // namespace

std::string_view SurveyTopicName(SurveyTopic topic) {
  static constexpr std::array<std::string_view, kSurveyTopicCount> kNames = {
      "politics",         "mental_health",           "sex",      "illegal_behavior",
      "family_appraisal", "privileged_relationship", "religion", "income"};
  return kNames[static_cast<size_t>(topic)];
}

std::vector<std::string_view> SurveyTopics::Names() const {
  std::vector<std::string_view> names;
  for (size_t topic = 0; topic < kSurveyTopicCount; ++topic) {
    const auto each = static_cast<SurveyTopic>(topic);
    if (Has(each)) names.push_back(SurveyTopicName(each));
  }
  return names;
}

SurveyTopics FindSurveyTopics(std::string_view utf8_text) {
  const NormalizedView view(utf8_text);
  SurveySentences sentences(view);
  SurveySentence sentence;
  TopicFinder finder;
  while (sentences.Next(sentence)) finder.Read(sentence);
  return finder.Found();
}

}  // namespace schoolgate::redaction
