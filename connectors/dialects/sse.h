// Server-sent events, read from bytes that arrive cut anywhere: inside a line, a CRLF or a UTF-8 sequence.
// Lines end in LF, CRLF or CR; comments, ids and retry times are skipped; data lines of one event are joined
// with LF. Source: WHATWG HTML, "Server-sent events", 9.2.6.
//
// Ownership: one SseParser reads one stream; thread-compatible. Sizes are bytes.
#ifndef SCHOOLGATE_CONNECTORS_DIALECTS_SSE_H_
#define SCHOOLGATE_CONNECTORS_DIALECTS_SSE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace schoolgate::connectors {

class SseParser {
 public:
  // An event longer than this ends the stream as VENDOR_GARBAGE.
  static constexpr size_t kMaxEventBytes = size_t{8} << 20;

  // `event` is called for each whole event that has data, with the event's type ("" if it has none) and data.
  // Its error ends the feed.
  using OnEvent = absl::FunctionRef<absl::Status(std::string_view type, std::string_view data)>;
  absl::Status Feed(std::string_view bytes, OnEvent event);

  // The data of an event that the stream's end cut off before its empty line.
  std::string_view PendingData();

  // Lines that are none of the format's fields: a stream of nothing else is no event stream.
  int64_t unknown_lines() const { return unknown_lines_; }

 private:
  absl::Status Line(std::string_view line, OnEvent event);

  std::string partial_;  // a line's beginning
  std::string type_;
  std::string data_;
  bool has_data_ = false;
  bool skip_lf_ = false;  // the last byte was the CR of what may be a CRLF
  bool at_start_ = true;
  int64_t unknown_lines_ = 0;
};

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_DIALECTS_SSE_H_
