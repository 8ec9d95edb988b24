#include "gateway/review/reviewers.h"

#include <algorithm>

#include "gateway/auth/authenticator.h"
#include "policy/compile.h"
#include "policy/documents.h"

namespace schoolgate::gateway {
namespace {

const policy::DistrictDocument& DistrictOf(const policy::PolicySet& policy) {
  // A set without a DistrictPolicy has no groups; its times are those of one that says nothing.
  static const policy::DistrictDocument kNone;
  const auto& districts = policy.documents().districts;
  return districts.empty() ? kNone : districts.front();
}

}  // namespace

bool Reviewers::InGroup(int32_t person, std::string_view group) const {
  if (person < 0 || group.empty()) return false;
  const auto& groups = DistrictOf(policy_).groups;
  return std::any_of(groups.begin(), groups.end(), [&](const policy::GroupEntry& entry) {
    return entry.name.text == group &&
           std::any_of(entry.members.begin(), entry.members.end(), [&](const policy::Located& member) {
             return FindPerson(roster_, member.text) == person;
           });
  });
}

bool Reviewers::MayDecide(int32_t person, std::string_view tool, absl::Time held, absl::Time now) const {
  const policy::ToolTable* table = policy_.Table(tool);
  if (table == nullptr) return false;
  const policy::DistrictDocument& district = DistrictOf(policy_);
  const auto named = [](const policy::Located& own,
                        const policy::Located& district_wide) -> std::string_view {
    return own.text.empty() ? district_wide.text : own.text;
  };
  return InGroup(person, named(table->tool().reviewers, district.reviewers)) ||
         (Escalated(held, now) && InGroup(person, named(table->tool().deputies, district.deputies)));
}

bool Reviewers::InAnyGroup(int32_t person) const {
  const auto& groups = DistrictOf(policy_).groups;
  return std::any_of(groups.begin(), groups.end(),
                     [&](const policy::GroupEntry& entry) { return InGroup(person, entry.name.text); });
}

bool Reviewers::Escalated(absl::Time held, absl::Time now) const {
  return now >= held + absl::Hours(DistrictOf(policy_).escalate_hours);
}

absl::Duration Reviewers::wait() const { return absl::Hours(DistrictOf(policy_).expire_hours); }

}  // namespace schoolgate::gateway
