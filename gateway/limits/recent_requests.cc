#include "gateway/limits/recent_requests.h"

#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/problems.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

constexpr absl::Duration kKept = absl::Minutes(10);
constexpr size_t kMost = 100'000;

}  // namespace

bool RecentRequests::Note(const std::string& key, absl::Time now) {
  const std::scoped_lock lock(mutex_);
  while (!order_.empty() && (order_.front().first + kKept <= now || order_.size() >= kMost)) {
    keys_.erase(order_.front().second);
    order_.pop_front();
  }
  if (!keys_.insert(key).second) return false;
  order_.emplace_back(now, key);
  return true;
}

void RecentRequests::Forget(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  if (keys_.erase(key) == 0) return;
  // Failures are young: looked for from the end.
  for (auto it = order_.rbegin(); it != order_.rend(); ++it) {
    if (it->second != key) continue;
    order_.erase(std::next(it).base());
    return;
  }
}

absl::StatusOr<std::string> RepeatKey(std::string_view app, std::string_view person,
                                      std::string_view request_id, std::string_view content) {
  if (!IsUuid(request_id)) {
    return MakeProblem(problems::kInvalidValue,
                       {{"place", "context.request_id"}, {"expected", "send a UUID"}});
  }
  // Lengths first, so that no two sets of parts join to the same bytes.
  const Sha256Digest digest = Sha256(ToAbsl(
      StrCat(app.size(), "|", person.size(), "|", request_id.size(), "|", app, person, request_id, content)));
  return std::string(DigestBytes(digest));
}

}  // namespace schoolgate::gateway
