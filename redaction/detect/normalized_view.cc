#include "redaction/detect/normalized_view.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "redaction/detect/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

bool IsAscii(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  for (; end - at >= 32; at += 32) {
    uint64_t words[4];
    std::memcpy(words, at, sizeof(words));
    if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080U) != 0) return false;
  }
  return std::all_of(at, end, [](char c) { return static_cast<signed char>(c) >= 0; });
}

void LowerAscii(std::string_view text, std::string& out) {
  out.resize(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    out[at] = static_cast<char>(c + (static_cast<uint8_t>(c - 'A') < 26 ? 32 : 0));
  }
}

struct Escape {
  char32_t character = 0;
  size_t length = 0;  // 0: none here
};

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The UTF-16 unit of the four hexadecimal digits at `at`; -1 if they are not there.
int32_t HexUnit(std::string_view text, size_t at) {
  if (text.size() < at + 4) return -1;
  int32_t value = 0;
  for (size_t i = at; i < at + 4; ++i) {
    const int digit = HexDigit(text[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

// The JSON escape at `at`, which is a backslash: tool results are JSON in a text, where "\u00e9" is a letter
// of a name and
// "\n" stands before one. Several backslashes are JSON within JSON.
Escape BackslashAt(std::string_view text, size_t at) {
  size_t letter = at;
  while (letter < text.size() && letter - at < 8 && text[letter] == '\\') ++letter;
  if (letter == text.size()) return {};
  switch (text[letter]) {
    case 'n':
    case 't':
    case 'r':
    case 'b':
    case 'f':
      return {U' ', letter + 1 - at};
    case '"':
    case '/':
      return {static_cast<char32_t>(text[letter]), letter + 1 - at};
    case 'u':
      break;
    default:
      return {};
  }
  const int32_t unit = HexUnit(text, letter + 1);
  if (unit < 0) return {};
  const size_t end = letter + 5;
  if (unit < 0x20) return {U' ', end - at};
  if (unit < 0xD800 || unit > 0xDFFF) return {static_cast<char32_t>(unit), end - at};
  // The second half of a pair has its own backslashes.
  const std::string_view backslashes = text.substr(at, letter - at);
  if (unit > 0xDBFF || text.substr(end, backslashes.size()) != backslashes) return {};
  const size_t low_at = end + backslashes.size();
  const int32_t low = text.substr(low_at, 1) == "u" ? HexUnit(text, low_at + 1) : -1;
  if (low < 0xDC00 || low > 0xDFFF) return {};
  return {static_cast<char32_t>(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)), low_at + 5 - at};
}

// The HTML entity at `at`, which is an '&'. Only those that stand inside or beside names and values.
Escape EntityAt(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at + 1, 10);
  const size_t end = rest.find(';');
  if (end == std::string_view::npos || end == 0) return {};
  const std::string_view name = rest.substr(0, end);
  if (name[0] == '#') {
    const bool hex = name.size() > 2 && (name[1] == 'x' || name[1] == 'X');
    char32_t value = 0;
    for (const char c : name.substr(hex ? 2 : 1)) {
      const int digit = HexDigit(c);
      if (digit < 0 || digit >= (hex ? 16 : 10)) return {};
      value = value * (hex ? 16 : 10) + static_cast<char32_t>(digit);
      if (value > 0x10FFFF) return {};
    }
    if (name.size() < 2 || value < 0x20) return {};
    return {value, end + 2};
  }
  static constexpr std::pair<std::string_view, char32_t> kNamed[] = {
      {"nbsp", U' '},     {"amp", U'&'},    {"lt", U'<'},     {"gt", U'>'},     {"quot", U'"'},
      {"apos", U'\''},    {"rsquo", U'\''}, {"lsquo", U'\''}, {"ndash", U'-'},  {"mdash", U'-'},
      {"shy", U'\u00AD'}, {"commat", U'@'}, {"aacute", U'a'}, {"eacute", U'e'}, {"iacute", U'i'},
      {"oacute", U'o'},   {"uacute", U'u'}, {"ntilde", U'n'}, {"uuml", U'u'},   {"ouml", U'o'},
      {"auml", U'a'},     {"ccedil", U'c'}, {"agrave", U'a'}, {"egrave", U'e'}, {"Aacute", U'A'},
      {"Eacute", U'E'},   {"Iacute", U'I'}, {"Oacute", U'O'}, {"Uacute", U'U'}, {"Ntilde", U'N'},
      {"atilde", U'a'},   {"otilde", U'o'}, {"acirc", U'a'},  {"ecirc", U'e'},  {"ocirc", U'o'},
      {"euml", U'e'}};
  for (const auto& [known, character] : kNamed) {
    if (name == known) return {character, end + 2};
  }
  return {};
}

}  // namespace

void NormalizedView::Assign(std::string_view source) {
  source_ = source;
  runs_.clear();
  identity_ = IsAscii(source) && std::memchr(source.data(), '&', source.size()) == nullptr &&
              std::memchr(source.data(), '\\', source.size()) == nullptr;
  if (identity_) {
    LowerAscii(source, folded_);
  } else {
    FoldSlowly();
  }
}

void NormalizedView::FoldSlowly() {
  folded_.clear();
  cased_.clear();
  folded_.reserve(source_.size());
  cased_.reserve(source_.size());
  bool one_to_one = false;  // the last run is
  for (size_t at = 0; at < source_.size();) {
    const auto byte = static_cast<uint8_t>(source_[at]);
    const auto here = static_cast<uint32_t>(folded_.size());
    const Escape escape = byte == '&'    ? EntityAt(source_, at)
                          : byte == '\\' ? BackslashAt(source_, at)
                                         : Escape{};
    if (byte < 0x80 && escape.length == 0) {
      if (!one_to_one) runs_.push_back({here, static_cast<uint32_t>(at), 0});
      one_to_one = true;
      AppendFolded(byte, cased_, folded_);
      ++at;
      continue;
    }
    const size_t begin = at;
    char32_t character = escape.character;
    if (escape.length > 0) {
      at += escape.length;
    } else {
      character = DecodeUtf8(source_, at);
    }
    switch (AppendFolded(character, cased_, folded_)) {
      case FoldKind::kText:
        runs_.push_back({here, static_cast<uint32_t>(begin), static_cast<uint32_t>(at - begin)});
        one_to_one = false;
        break;
      case FoldKind::kDropped:
        one_to_one = false;
        break;
      case FoldKind::kMark:
        if (folded_.empty()) {
          one_to_one = false;
          break;
        }
        if (runs_.back().length == 0) {  // the base letter becomes a run of its own
          const Run run = runs_.back();
          const uint32_t last = here - 1;
          const uint32_t base = run.source + (last - run.folded);
          if (run.folded == last) runs_.pop_back();
          runs_.push_back({last, base, static_cast<uint32_t>(at) - base});
        } else {
          runs_.back().length = static_cast<uint32_t>(at) - runs_.back().source;
        }
        one_to_one = false;
        break;
    }
  }
}

const NormalizedView::Run& NormalizedView::RunOf(size_t folded_offset) const {
  auto after = std::upper_bound(runs_.begin(), runs_.end(), folded_offset,
                                [](size_t offset, const Run& run) { return offset < run.folded; });
  return *std::prev(after);
}

size_t NormalizedView::SourceBegin(size_t begin) const {
  if (identity_) return begin;
  const Run& run = RunOf(begin);
  return run.length == 0 ? run.source + (begin - run.folded) : run.source;
}

size_t NormalizedView::SourceEnd(size_t end) const {
  if (identity_) return end;
  const Run& run = RunOf(end - 1);
  return run.length == 0 ? run.source + (end - run.folded) : size_t{run.source} + run.length;
}

}  // namespace schoolgate::redaction
