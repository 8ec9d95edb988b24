#include "gateway/walk_facts.h"

#include "redaction/detect/survey/survey_topics.h"

namespace schoolgate::gateway {

std::vector<policy::MediaFact> MediaFactsOf(const redaction::Walk& walk) {
  std::vector<policy::MediaFact> facts;
  facts.reserve(walk.media().size());
  for (const redaction::MediaPart& part : walk.media()) facts.push_back({part.kind, part.path});
  return facts;
}

std::vector<std::string_view> SurveyTopicsOf(std::span<const redaction::Slot> slots) {
  redaction::SurveyTopics topics;
  for (const redaction::Slot& slot : slots) topics |= redaction::FindSurveyTopics(slot.text);
  return topics.Names();
}

}  // namespace schoolgate::gateway
