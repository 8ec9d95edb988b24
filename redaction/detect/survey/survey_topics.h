// Which of the eight topics that the Protection of Pupil Rights Amendment protects (20 U.S.C. 1232h(b),
// 34 CFR 98.4) a survey asks students or their families about: a draft, a list of items, a sheet of questions
// and answers, in English and Spanish. For texts of requests whose purpose is a survey; elsewhere the same
// words say little.
//
// The lists behind it (words/survey_*.inc) follow the Department of Education's guidance on the amendment and
// the items of the surveys schools use (YRBS, CHKS, PHQ, GAD, SDQ). A survey's title, a lesson on a topic and
// what a school offers against a problem ask nobody about themselves. "Sex: M / F" and gender are questions
// of any form and not taken for sex behavior. Income counts unless the text says that it decides who is
// eligible for a program or for assistance, which the law leaves free.
//
// A pure function; any thread. Time is linear in the text, which is shorter than 4 GiB.
#ifndef SCHOOLGATE_REDACTION_DETECT_SURVEY_SURVEY_TOPICS_H_
#define SCHOOLGATE_REDACTION_DETECT_SURVEY_SURVEY_TOPICS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace schoolgate::redaction {

// In the order of the law.
enum class SurveyTopic : uint8_t {
  kPolitics,      // affiliations or beliefs of the student or the parents
  kMentalHealth,  // mental or psychological problems of the student or the family
  kSex,           // sex behavior or attitudes
  kIllegal,       // illegal, antisocial, self-incriminating or demeaning behavior
  kFamily,        // critical appraisals of people in close family relationships
  kPrivileged,    // privileged relationships: lawyers, physicians, ministers
  kReligion,      // practices, affiliations or beliefs of the student or the parents
  kIncome,        // other than what the law asks to decide who is eligible
};
inline constexpr size_t kSurveyTopicCount = 8;

// "politics", "mental_health", "sex", "illegal_behavior", "family_appraisal", "privileged_relationship",
// "religion", "income": stable, for records, policy files and messages.
std::string_view SurveyTopicName(SurveyTopic topic);

// A set of them.
class SurveyTopics {
 public:
  void Add(SurveyTopic topic) { bits_ |= BitOf(topic); }
  bool Has(SurveyTopic topic) const { return (bits_ & BitOf(topic)) != 0; }
  bool empty() const { return bits_ == 0; }
  SurveyTopics& operator|=(SurveyTopics other) {
    bits_ |= other.bits_;
    return *this;
  }
  friend bool operator==(SurveyTopics, SurveyTopics) = default;

  // Their names, in the order of the law.
  std::vector<std::string_view> Names() const;

 private:
  static constexpr uint32_t BitOf(SurveyTopic topic) { return 1U << static_cast<uint32_t>(topic); }
  uint32_t bits_ = 0;
};

// A request's texts are asked one by one, and what they give is put together with |=.
SurveyTopics FindSurveyTopics(std::string_view utf8_text);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_SURVEY_SURVEY_TOPICS_H_
