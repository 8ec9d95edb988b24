// What policy is told of a request's own parts, beside its findings. Pure; any thread. Results view the walk.
#ifndef SCHOOLGATE_GATEWAY_WALK_FACTS_H_
#define SCHOOLGATE_GATEWAY_WALK_FACTS_H_

#include <span>
#include <string_view>
#include <vector>

#include "policy/policy.h"
#include "redaction/walk/walk.h"

namespace schoolgate::gateway {

// The parts that are no text.
std::vector<policy::MediaFact> MediaFactsOf(const redaction::Walk& walk);

// The protected topics (20 U.S.C. 1232h(b)) that the texts of a survey ask about.
std::vector<std::string_view> SurveyTopicsOf(std::span<const redaction::Slot> slots);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_WALK_FACTS_H_
