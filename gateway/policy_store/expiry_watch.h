// Says what of the policy in force runs out: as metrics always, and in the log once a day from 60 days before
// (policy/expiries.h).
//
// Thread: the housekeeping thread's. Owner: whoever keeps house; the gate outlives it.
#ifndef SCHOOLGATE_GATEWAY_POLICY_STORE_EXPIRY_WATCH_H_
#define SCHOOLGATE_GATEWAY_POLICY_STORE_EXPIRY_WATCH_H_

#include <string>

#include "absl/time/civil_time.h"
#include "gateway/gate.h"

namespace schoolgate::gateway {

class ExpiryWatch {
 public:
  explicit ExpiryWatch(Gate& gate) : gate_(gate) {}

  // Does something when the day or the policy has changed.
  void Look();

 private:
  Gate& gate_;
  absl::CivilDay day_;
  std::string hash_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_POLICY_STORE_EXPIRY_WATCH_H_
