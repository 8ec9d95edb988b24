#include "connectors/dialects/sse.h"

#include "core/util/problems.h"
#include "core/util/status.h"

namespace schoolgate::connectors {

absl::Status SseParser::Feed(std::string_view bytes, OnEvent event) {
  while (!bytes.empty()) {
    if (skip_lf_) {
      skip_lf_ = false;
      if (bytes.front() == '\n') {
        bytes.remove_prefix(1);
        continue;
      }
    }
    const size_t end = bytes.find_first_of("\r\n");
    if (end == std::string_view::npos) {
      if (partial_.size() + data_.size() + bytes.size() > kMaxEventBytes) {
        return MakeProblem(problems::kVendorGarbage);
      }
      partial_.append(bytes);
      return absl::OkStatus();
    }
    skip_lf_ = bytes[end] == '\r';
    if (partial_.empty()) {
      SG_RETURN_IF_ERROR(Line(bytes.substr(0, end), event));
    } else {
      partial_.append(bytes.substr(0, end));
      const std::string line = std::move(partial_);
      partial_.clear();
      SG_RETURN_IF_ERROR(Line(line, event));
    }
    bytes.remove_prefix(end + 1);
  }
  return absl::OkStatus();
}

absl::Status SseParser::Line(std::string_view line, OnEvent event) {
  if (at_start_) {
    at_start_ = false;
    if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  }
  if (line.empty()) {
    absl::Status status;
    if (has_data_) status = event(type_, data_);
    type_.clear();
    data_.clear();
    has_data_ = false;
    return status;
  }
  const size_t colon = line.find(':');
  if (colon == 0) return absl::OkStatus();
  const std::string_view field = line.substr(0, colon);
  std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (field == "data") {
    if (data_.size() + value.size() > kMaxEventBytes) return MakeProblem(problems::kVendorGarbage);
    if (has_data_) data_.push_back('\n');
    data_.append(value);
    has_data_ = true;
  } else if (field == "event") {
    type_ = std::string(value);
  } else if (field != "id" && field != "retry") {
    ++unknown_lines_;
  }
  return absl::OkStatus();
}

std::string_view SseParser::PendingData() {
  if (!partial_.empty()) {
    const std::string line = std::move(partial_);
    partial_.clear();
    // A line that is not empty calls no event.
    Line(line, [](std::string_view, std::string_view) { return absl::OkStatus(); }).IgnoreError();
  }
  return data_;
}

}  // namespace schoolgate::connectors
