// Guarded<T> holds what people wrote. It cannot be printed, formatted, compared or converted by accident;
// reading it takes a Reveal() that says why, so every place that sees people's text is found with one grep.
//
// Ownership: a value type, move-only. Thread-compatible.
#ifndef SCHOOLGATE_CORE_GUARD_GUARDED_H_
#define SCHOOLGATE_CORE_GUARD_GUARDED_H_

#include <utility>

namespace schoolgate {

// The reasons for which the gate reads people's text.
enum class RevealFor {
  kDecoding,   // turning a caller's or a vendor's bytes into a canonical message
  kPlanning,   // reading the structural fields: tool, model, purpose
  kDetection,  // finding personal data
  kTransform,  // replacing it
  kDigest,     // salted digests for the audit log
  kEncoding,   // turning a treated message into a vendor's bytes
  kRestoring,  // putting real values back into an answer
  kReplying,   // turning an answer into the caller's bytes
  kTesting,
};

template <typename T>
class Guarded {
 public:
  Guarded() = default;
  explicit Guarded(T value) : value_(std::move(value)) {}
  Guarded(Guarded&&) noexcept = default;
  Guarded& operator=(Guarded&&) noexcept = default;
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  const T& Reveal(RevealFor) const { return value_; }
  T& RevealMutable(RevealFor) { return value_; }

 private:
  T value_{};
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_GUARD_GUARDED_H_
