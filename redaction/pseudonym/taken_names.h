// Names no surrogate may be: everybody's on the roster, with each given name they go by before each family
// name, and those of public figures and of the people in books that detection knows (detect/words). Compared
// without case and accents, in either order.
//
// Of one roster snapshot, which outlives it. Read at first use, or when Build is called, which takes about a
// microsecond a person: off the event loop. Any thread. Holds hashes, no names.
#ifndef SCHOOLGATE_REDACTION_PSEUDONYM_TAKEN_NAMES_H_
#define SCHOOLGATE_REDACTION_PSEUDONYM_TAKEN_NAMES_H_

#include <atomic>
#include <cstdint>
#include <mutex>

#include "absl/container/flat_hash_set.h"
#include "core/roster/roster.h"
#include "redaction/pseudonym/surrogates.h"

namespace schoolgate::redaction {

class TakenNames {
 public:
  explicit TakenNames(const Roster& roster) : roster_(roster) {}

  bool built() const { return built_.load(std::memory_order_acquire); }
  void Build() const;
  bool IsTaken(const NameParts& name) const;

 private:
  const Roster& roster_;
  mutable std::mutex mutex_;  // guards people_ until built_
  mutable std::atomic<bool> built_ = false;
  mutable absl::flat_hash_set<uint64_t> people_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_PSEUDONYM_TAKEN_NAMES_H_
