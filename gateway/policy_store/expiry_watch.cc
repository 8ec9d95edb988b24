#include "gateway/policy_store/expiry_watch.h"

#include <memory>
#include <optional>
#include <vector>

#include "core/util/log.h"
#include "policy/expiries.h"

namespace schoolgate::gateway {

void ExpiryWatch::Look() {
  const std::shared_ptr<const Snapshots> with = gate_.snapshots();
  const absl::CivilDay today = gate_.Today();
  if (today == day_ && with->policy->hash() == hash_) return;
  day_ = today;
  hash_ = std::string(with->policy->hash());
  const std::vector<policy::Expiry> expiries = policy::ExpiriesOf(with->policy->documents(), today);
  std::vector<DaysLeft> all;
  for (const policy::Expiry& expiry : expiries) {
    const SafeLabel what = SafeLabel::Registered(expiry.what);
    const SafeLabel name = SafeLabel::Registered(expiry.name);
    all.push_back({what, name, expiry.days_left});
    if (const std::optional<int> due = policy::WarningDue(expiry.days_left)) {
      LogWarn("policy_runs_out",
              {{"what", what}, {"name", name}, {"days_left", expiry.days_left}, {"warning", *due}});
    }
  }
  gate_.metrics().SetDaysLeft(all);
}

}  // namespace schoolgate::gateway
