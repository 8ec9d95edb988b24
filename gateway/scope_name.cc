#include "gateway/scope_name.h"

#include <cstdint>
#include <string>

namespace schoolgate::gateway {
namespace {

// "2026-27" from July to June: school years turn in summer.
std::string SchoolYear(absl::CivilDay day) {
  const int64_t first = day.month() >= 7 ? day.year() : day.year() - 1;
  const int64_t second = (first + 1) % 100;
  return std::to_string(first) + (second < 10 ? "-0" : "-") + std::to_string(second);
}

}  // namespace

redaction::ScopeName ScopeNameOf(const policy::Plan& plan, const Principal& principal,
                                 const Credentials& credentials, absl::CivilDay today) {
  redaction::ScopeName name;
  name.vendor = plan.destination.vendor;
  name.tool = std::string(plan.tool);
  name.app = principal.app;
  name.person = principal.person;
  name.session = credentials.session;
  name.stable = plan.stable_pseudonyms;
  name.school_year = SchoolYear(today);
  return name;
}

}  // namespace schoolgate::gateway
