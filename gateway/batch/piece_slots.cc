#include "gateway/batch/piece_slots.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "redaction/walk/json_tokens.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::gateway {

using redaction::JsonToken;
using redaction::JsonTokenKind;
using redaction::Slot;
using redaction::SlotKind;

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Finder {
 public:
  Finder(std::string_view bytes, PieceSlots& out) : bytes_(bytes), out_(out) {}

  void Text() {
    Begin(0);
    AddPlain(0, bytes_.size(), {});
    End(bytes_.size());
    out_.texts = 1;
  }

  void Table(const TableHead& head, bool first) {
    Begin(0);
    size_t at = first && bytes_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    size_t column = 0;
    bool head_row = first;
    while (at < bytes_.size()) {
      const std::string_view cue =
          !head_row && column < head.cells.size() ? std::string_view(head.cells[column]) : std::string_view();
      const size_t before = out_.slots.size();
      at = Cell(at, head.delimiter, cue);
      if (head_row && head.is_head) {
        out_.slots.resize(before);
        out_.places.resize(before);
      }
      if (at < bytes_.size() && bytes_[at] == head.delimiter) {
        ++column;
      } else {
        if (bytes_.substr(at).starts_with("\r\n")) ++at;
        column = 0;
        head_row = false;
        ++out_.texts;
      }
      ++at;
    }
    End(bytes_.size());
  }

  void Lines() {
    for (size_t at = 0; at < bytes_.size();) {
      const size_t end = std::min(bytes_.find('\n', at), bytes_.size());
      Line(at, end);
      at = end + 1;
    }
  }

 private:
  void Begin(size_t at) { out_.units.push_back({.begin = at, .first_slot = out_.slots.size()}); }
  void End(size_t at) {
    out_.units.back().end = at;
    out_.units.back().end_slot = out_.slots.size();
  }

  void Add(SlotKind kind, std::string_view text, std::string_view cue, Place place) {
    out_.slots.push_back(
        {.index = static_cast<int32_t>(out_.slots.size()), .kind = kind, .text = text, .cue = cue});
    out_.places.push_back(place);
  }
  void AddPlain(size_t begin, size_t end, std::string_view cue) {
    Add(SlotKind::kText, bytes_.substr(begin, end - begin), cue, {.begin = begin, .end = end});
  }
  // `map` has an entry for each byte of `decoded`, and one for its end.
  void AddDecoded(SlotKind kind, std::string decoded, std::vector<uint32_t> map, std::string_view cue,
                  Place place) {
    place.map = static_cast<int32_t>(out_.maps.size());
    out_.maps.push_back(std::move(map));
    Add(kind, out_.decoded.emplace_back(std::move(decoded)), cue, place);
  }

  // One cell from `at`; gives where the delimiter or line end behind it stands.
  size_t Cell(size_t at, char delimiter, std::string_view cue) {
    const auto ends = [delimiter](char c) { return c == delimiter || c == '\n' || c == '\r'; };
    if (at < bytes_.size() && bytes_[at] == '"') {
      size_t close = at + 1;
      bool doubled = false;
      while (true) {
        close = bytes_.find('"', close);
        if (close == std::string_view::npos || close + 1 >= bytes_.size() || bytes_[close + 1] != '"') break;
        doubled = true;
        close += 2;
      }
      if (close != std::string_view::npos && (close + 1 == bytes_.size() || ends(bytes_[close + 1]))) {
        AddQuoted(at + 1, close, doubled, cue);
        return close + 1;
      }
      // A quote that does not close, or closes before the cell's end: a character like any other.
    }
    size_t end = at;
    while (end < bytes_.size() && !ends(bytes_[end])) ++end;
    if (end > at) {
      Add(SlotKind::kJsonString, bytes_.substr(at, end - at), cue,
          {.begin = at, .end = end, .writing = Writing::kCell});
    }
    return end;
  }

  void AddQuoted(size_t begin, size_t end, bool doubled, std::string_view cue) {
    if (begin == end) return;
    Place place{.begin = begin, .end = end, .writing = Writing::kQuotedCell};
    const std::string_view raw = bytes_.substr(begin, end - begin);
    if (!doubled) {
      Add(SlotKind::kJsonString, raw, cue, place);
      return;
    }
    std::string decoded;
    std::vector<uint32_t> map;
    for (size_t i = 0; i < raw.size(); ++i) {
      decoded.push_back(raw[i]);
      map.push_back(static_cast<uint32_t>(i));
      if (raw[i] == '"') ++i;
    }
    map.push_back(static_cast<uint32_t>(raw.size()));
    AddDecoded(SlotKind::kJsonString, std::move(decoded), std::move(map), cue, place);
  }

  void Line(size_t begin, size_t end) {
    const size_t start = begin == 0 && bytes_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : begin;
    const std::string_view line = bytes_.substr(start, end - start);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
    ++out_.texts;
    if (!redaction::TokenizeJson(line, tokens_)) {
      Begin(begin);
      if (line.find('\\') == std::string_view::npos) {
        AddPlain(start, end, {});
      } else {
        // Escapes could hide a name, so they are seen through here too.
        AddEscaped(SlotKind::kText, start, end, {}, Writing::kPlain);
      }
      End(end);
      return;
    }
    if (const JsonToken* text = TextOfIdAndText(line); text != nullptr) {
      const size_t quote = text->kind == JsonTokenKind::kString ? 1 : 0;
      Begin(start + text->begin - quote);
      AddToken(start, *text, {});
      End(start + text->end + quote);
      return;
    }
    Begin(begin);
    const size_t first = out_.slots.size();
    for (const JsonToken& token : tokens_) {
      AddToken(start, token,
               token.cue < 0 ? std::string_view() : out_.slots[first + static_cast<size_t>(token.cue)].text);
    }
    End(end);
  }

  // Of {"id": ..., "text": ...}, in either order, the text; null if the line is anything else. A number may
  // be the text, as a string will be once a code stands for it.
  const JsonToken* TextOfIdAndText(std::string_view line) const {
    if (tokens_.size() != 4) return nullptr;
    const auto is = [&](size_t i, std::string_view key) {
      const JsonToken& token = tokens_[i];
      return token.kind == JsonTokenKind::kKey && line.substr(token.begin, token.end - token.begin) == key;
    };
    const bool id_first = is(0, "id") && is(2, "text");
    if (!id_first && !(is(0, "text") && is(2, "id"))) return nullptr;
    const JsonToken& text = tokens_[id_first ? 3 : 1];
    const JsonToken& id = tokens_[id_first ? 1 : 3];
    // A list or an object under either key is no such line.
    const auto scalar = [&](const JsonToken& token) {
      const size_t before =
          line.find_last_not_of(" \t", token.begin - (token.kind == JsonTokenKind::kString ? 2 : 1));
      return before != std::string_view::npos && line[before] == ':';
    };
    return scalar(text) && scalar(id) ? &text : nullptr;
  }

  void AddToken(size_t start, const JsonToken& token, std::string_view cue) {
    const size_t begin = start + token.begin;
    const size_t end = start + token.end;
    SlotKind kind = SlotKind::kJsonString;
    if (token.kind == JsonTokenKind::kKey) kind = SlotKind::kJsonKey;
    if (token.kind == JsonTokenKind::kNumber) kind = SlotKind::kJsonNumber;
    const Writing writing = kind == SlotKind::kJsonNumber ? Writing::kJsonNumber : Writing::kJson;
    if (token.escaped) {
      AddEscaped(kind, begin, end, cue, writing);
    } else {
      Add(kind, bytes_.substr(begin, end - begin), cue, {.begin = begin, .end = end, .writing = writing});
    }
  }

  void AddEscaped(SlotKind kind, size_t begin, size_t end, std::string_view cue, Writing writing) {
    constexpr size_t kUnicodeEscape = 6;
    const std::string_view raw = bytes_.substr(begin, end - begin);
    std::string decoded;
    std::vector<uint32_t> map;
    decoded.reserve(raw.size());
    map.reserve(raw.size() + 1);
    for (size_t i = 0; i < raw.size();) {
      if (raw[i] != '\\') {
        decoded.push_back(raw[i]);
        map.push_back(static_cast<uint32_t>(i++));
        continue;
      }
      size_t length = i + 1 < raw.size() && raw[i + 1] == 'u' ? kUnicodeEscape : 2;
      // Two halves of one character are one escape.
      const std::string_view low = raw.substr(std::min(raw.size(), i + kUnicodeEscape), 3);
      if (length == kUnicodeEscape && IsHighSurrogate(raw.substr(i)) && (low == "\\ud" || low == "\\uD")) {
        length += kUnicodeEscape;
      }
      length = std::min(length, raw.size() - i);
      for (const char c : redaction::DecodeJsonEscapes(raw.substr(i, length))) {
        decoded.push_back(c);
        map.push_back(static_cast<uint32_t>(i));
      }
      i += length;
    }
    map.push_back(static_cast<uint32_t>(raw.size()));
    AddDecoded(kind, std::move(decoded), std::move(map), cue,
               {.begin = begin, .end = end, .writing = writing});
  }

  // "\uD800" to "\uDBFF".
  static bool IsHighSurrogate(std::string_view escape) {
    return escape.size() >= 6 && (escape[2] == 'd' || escape[2] == 'D') &&
           std::string_view("89abAB").find(escape[3]) != std::string_view::npos;
  }

  const std::string_view bytes_;
  PieceSlots& out_;
  std::vector<JsonToken> tokens_;
};

}  // namespace

PieceSlots FindSlots(const Piece& piece, FileFormat format) {
  PieceSlots out;
  Finder finder(piece.bytes, out);
  switch (format) {
    case FileFormat::kText:
      finder.Text();
      break;
    case FileFormat::kTable:
      finder.Table(*piece.head, piece.offset == 0);
      break;
    case FileFormat::kJsonLines:
      finder.Lines();
      break;
  }
  return out;
}

std::vector<Unit> FindUnits(const Piece& piece, FileFormat format) {
  if (format == FileFormat::kJsonLines) return FindSlots(piece, format).units;
  return {{.begin = 0, .end = piece.bytes.size()}};
}

}  // namespace schoolgate::gateway
