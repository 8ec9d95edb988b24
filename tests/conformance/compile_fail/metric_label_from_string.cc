// A metric's label does not take a string.
// EXPECT: could not convert .*string.* to .*SafeLabel
#include <string>

#include "gateway/metrics/metrics.h"

namespace schoolgate::gateway {

void Count(Metrics& metrics, const std::string& text) {
#ifdef MUST_NOT_COMPILE
  const ExchangeLabels labels{"chat", text, "none", "none"};
#else
  const ExchangeLabels labels{"chat", SafeLabel::Registered(text), "none", "none"};
#endif
  metrics.CountRequest(labels, "sent");
}

}  // namespace schoolgate::gateway
