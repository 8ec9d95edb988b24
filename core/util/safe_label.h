// Text that may stand in a log line, a metric label or an error: a literal of the program, or a name the
// district registered in its configuration. There is no way to make one from what a caller or a vendor wrote
// except the greppable Registered(), whose callers are few and reviewed.
#ifndef SCHOOLGATE_CORE_UTIL_SAFE_LABEL_H_
#define SCHOOLGATE_CORE_UTIL_SAFE_LABEL_H_

#include <string>
#include <string_view>

namespace schoolgate {

class SafeLabel {
 public:
  // Only literals: the constructor runs at compile time.
  template <size_t N>
  consteval SafeLabel(const char (&literal)[N]) : view_(literal, N - 1) {}  // NOLINT: implicit by design

  // REQUIRES: `name` comes from configuration, policy or a constant table, and outlives the label.
  static SafeLabel Registered(std::string_view name) { return SafeLabel(name, 0); }

  std::string_view view() const { return view_; }

 private:
  SafeLabel(std::string_view view, int) : view_(view) {}
  std::string_view view_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_UTIL_SAFE_LABEL_H_
