// Structured log lines on stderr: one JSON object a line. Values are numbers, booleans or SafeLabels, so a
// person's text cannot get in by accident. Thread safe.
//
//   LogInfo("vendor_call_failed", {{"vendor", SafeLabel::Registered(name)}, {"http_status", 503}});
#ifndef SCHOOLGATE_CORE_UTIL_LOG_H_
#define SCHOOLGATE_CORE_UTIL_LOG_H_

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

#include "core/util/safe_label.h"

namespace schoolgate {

struct LogField {
  SafeLabel key;
  std::variant<int64_t, double, bool, SafeLabel> value;

  LogField(SafeLabel k, int64_t v) : key(k), value(v) {}
  LogField(SafeLabel k, int v) : key(k), value(int64_t{v}) {}
  LogField(SafeLabel k, uint64_t v) : key(k), value(static_cast<int64_t>(v)) {}
  LogField(SafeLabel k, double v) : key(k), value(v) {}
  // No conversion to bool: a pointer to text would be taken for one.
  template <std::same_as<bool> Bool>
  LogField(SafeLabel k, Bool v) : key(k), value(v) {}
  LogField(SafeLabel k, SafeLabel v) : key(k), value(v) {}
  // A literal; an array that is filled at run time does not compile.
  template <size_t N>
  consteval LogField(SafeLabel k, const char (&v)[N]) : key(k), value(SafeLabel(v)) {}
};

enum class LogLevel { kDebug, kInfo, kWarn, kError };

// The least level that is written; kInfo at first.
void SetLogLevel(LogLevel level);

void LogDebug(SafeLabel event, std::initializer_list<LogField> fields = {});
void LogInfo(SafeLabel event, std::initializer_list<LogField> fields = {});
void LogWarn(SafeLabel event, std::initializer_list<LogField> fields = {});
void LogError(SafeLabel event, std::initializer_list<LogField> fields = {});

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_UTIL_LOG_H_
