#include "core/roster/csv.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "absl/strings/ascii.h"

namespace schoolgate {
namespace {

bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

// Bytes 0x80 to 0x9F of Windows-1252 (the WHATWG encoding index); 0 where undefined.
constexpr std::array<uint16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// The length of the UTF-8 sequence at the start of `text`, 0 if there is none (RFC 3629: no overlong forms,
// no surrogates).
size_t SequenceLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t first = byte(0);
  if (first < 0x80) return first == 0 ? 0 : 1;
  size_t length = 0;
  uint8_t low = 0x80, high = 0xBF;  // what the second byte may be
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
  }
  if (length == 0 || text.size() < length || byte(1) < low || byte(1) > high) return 0;
  for (size_t i = 2; i < length; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
  }
  return length;
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t length = SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

void AppendUtf8(uint16_t code, std::string& out) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

}  // namespace

CsvReader::CsvReader(std::string_view content, char delimiter) : content_(content), delimiter_(delimiter) {
  if (content_.substr(0, 3) == "\xEF\xBB\xBF") content_.remove_prefix(3);
}

void CsvReader::SkipLineEnd(size_t& at) const {
  if (at < content_.size() && content_[at] == '\r') ++at;  // CR, or the first half of CRLF
  if (at < content_.size() && content_[at] == '\n') ++at;
}

// `at` stands on the opening quote; afterwards it stands behind the closing one. False when the quote does
// not close, or closes in the middle of a cell.
bool CsvReader::ParseQuoted(size_t& at, std::string& cell) const {
  for (++at; at < content_.size(); ++at) {
    if (content_[at] != '"') {
      cell.push_back(content_[at]);
    } else if (at + 1 < content_.size() && content_[at + 1] == '"') {
      cell.push_back('"');
      ++at;
    } else {
      ++at;
      return at == content_.size() || content_[at] == delimiter_ || IsLineEnd(content_[at]);
    }
  }
  return false;
}

// The row at at_ by the standard. On failure nothing has moved.
bool CsvReader::ParseRow(CsvRow& row) {
  row.cells.clear();
  const char cell_ends[] = {delimiter_, '\r', '\n', '\0'};
  size_t at = at_;
  while (true) {
    std::string& cell = row.cells.emplace_back();
    if (at < content_.size() && content_[at] == '"') {
      if (!ParseQuoted(at, cell)) return false;
    } else {
      const size_t end = std::min(content_.find_first_of(cell_ends, at), content_.size());
      cell.assign(content_.substr(at, end - at));
      at = end;
    }
    if (at == content_.size() || content_[at] != delimiter_) break;
    ++at;
  }
  const std::string_view read = content_.substr(at_, at - at_);
  size_t lines = 0;
  for (size_t i = 0; i < read.size(); ++i)
    lines += read[i] == '\n' || (read[i] == '\r' && (i + 1 == read.size() || read[i + 1] != '\n'));
  if (lines > 0 && expected_ > 0 && row.cells.size() != expected_) return false;
  SkipLineEnd(at);
  at_ = at;
  line_ += lines + 1;
  return true;
}

// The line at at_ alone: quotes that do not pair are dropped, the others still shield commas.
void CsvReader::ParseLine(CsvRow& row) {
  row.cells.clear();
  size_t end = std::min(content_.find_first_of("\r\n", at_), content_.size());
  const std::string_view line = content_.substr(at_, end - at_);
  const char quote_ends[] = {'"', delimiter_, '\0'};
  for (size_t at = 0;;) {
    std::string& cell = row.cells.emplace_back();
    size_t stop = std::min(line.find(delimiter_, at), line.size());
    if (at < line.size() && line[at] == '"') {
      size_t close = line.find(quote_ends, at + 1);
      if (close == std::string_view::npos && line.size() > at + 1 && line.back() == '"')
        close = line.size() - 1;
      if (close != std::string_view::npos) stop = close + 1;
    }
    for (char c : line.substr(at, stop - at)) {
      if (c != '"') cell.push_back(c);
    }
    if (stop == line.size()) break;
    at = stop + 1;
  }
  SkipLineEnd(end);
  at_ = end;
  ++line_;
}

bool CsvReader::Next(CsvRow& row) {
  while (at_ < content_.size() && IsLineEnd(content_[at_])) {
    SkipLineEnd(at_);
    ++line_;
  }
  if (at_ >= content_.size()) return false;
  row.line = line_;
  row.malformed = !ParseRow(row);
  if (row.malformed) ParseLine(row);
  return true;
}

std::string_view TrimBlanks(std::string_view text) {
  while (!text.empty() && absl::ascii_isspace(text.front())) text.remove_prefix(1);
  while (!text.empty() && absl::ascii_isspace(text.back())) text.remove_suffix(1);
  return text;
}

TextEncoding RepairEncoding(std::string& text) {
  if (IsUtf8(text)) return TextEncoding::kUtf8;
  TextEncoding result = TextEncoding::kRepaired;
  std::string out;
  out.reserve(text.size() + 8);
  for (char c : text) {
    const uint8_t byte = static_cast<uint8_t>(c);
    const uint16_t code = byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte;
    if (code == 0) result = TextEncoding::kUnreadable;
    AppendUtf8(code == 0 ? uint16_t{' '} : code, out);
  }
  text = std::move(out);
  return result;
}

}  // namespace schoolgate
