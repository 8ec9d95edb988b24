#include "core/util/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace schoolgate {
namespace {

spdlog::logger& Logger() {
  static const std::shared_ptr<spdlog::logger> logger = [] {
    auto made = spdlog::stderr_logger_mt("schoolgate");
    made->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
    return made;
  }();
  return *logger;
}

void AppendQuoted(fmt::memory_buffer& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
  }
  out.push_back('"');
}

void Write(spdlog::level::level_enum level, SafeLabel event, std::initializer_list<LogField> fields) {
  spdlog::logger& logger = Logger();
  if (!logger.should_log(level)) return;
  fmt::memory_buffer line;
  fmt::format_to(std::back_inserter(line), R"("event":)");
  AppendQuoted(line, event.view());
  for (const LogField& field : fields) {
    line.push_back(',');
    AppendQuoted(line, field.key.view());
    line.push_back(':');
    if (const SafeLabel* label = std::get_if<SafeLabel>(&field.value)) {
      AppendQuoted(line, label->view());
    } else if (const int64_t* number = std::get_if<int64_t>(&field.value)) {
      fmt::format_to(std::back_inserter(line), "{}", *number);
    } else if (const double* real = std::get_if<double>(&field.value)) {
      fmt::format_to(std::back_inserter(line), "{}", *real);
    } else {
      fmt::format_to(std::back_inserter(line), "{}", std::get<bool>(field.value));
    }
  }
  logger.log(level, "{}", fmt::string_view(line.data(), line.size()));
}

}  // namespace

void SetLogLevel(LogLevel level) {
  static constexpr spdlog::level::level_enum kLevels[] = {spdlog::level::debug, spdlog::level::info,
                                                          spdlog::level::warn, spdlog::level::err};
  Logger().set_level(kLevels[static_cast<int>(level)]);
}

void LogDebug(SafeLabel event, std::initializer_list<LogField> fields) {
  Write(spdlog::level::debug, event, fields);
}
void LogInfo(SafeLabel event, std::initializer_list<LogField> fields) {
  Write(spdlog::level::info, event, fields);
}
void LogWarn(SafeLabel event, std::initializer_list<LogField> fields) {
  Write(spdlog::level::warn, event, fields);
}
void LogError(SafeLabel event, std::initializer_list<LogField> fields) {
  Write(spdlog::level::err, event, fields);
}

}  // namespace schoolgate
