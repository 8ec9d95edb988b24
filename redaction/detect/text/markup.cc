#include "redaction/detect/text/markup.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "redaction/detect/text/char_set.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kLongestTag = 160;
constexpr size_t kMostTags = 8;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsLetter(char c) { return IsAsciiLetter(c) || static_cast<signed char>(c) < 0; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

struct Tag {
  size_t length = 0;
  bool closes = false;
  std::string_view name;
};

Tag TagAt(std::string_view text, size_t at) {
  static constexpr std::array<std::string_view, 19> kStyles = {
      "b",   "i",   "em",  "strong", "u",      "s",  "span", "font", "mark", "small",
      "big", "sub", "sup", "wbr",    "strike", "tt", "ins",  "del",  "kbd"};
  Tag tag;
  size_t end = at + 1;
  if (end < text.size() && text[end] == '/') {
    tag.closes = true;
    ++end;
  }
  const size_t name = end;
  while (end < text.size() && end - name < 7 && IsAsciiLetter(text[end])) ++end;
  tag.name = text.substr(name, end - name);
  char lower[8] = {};
  for (size_t i = 0; i < tag.name.size(); ++i) lower[i] = static_cast<char>(tag.name[i] | 0x20);
  if (std::find(kStyles.begin(), kStyles.end(), std::string_view(lower, tag.name.size())) == kStyles.end())
    return {};
  // Attributes of style only: others may hold a name or a link.
  if (end < text.size() && text[end] == ' ') {
    const std::string_view rest = text.substr(end + 1, kLongestTag);
    const bool style = rest.starts_with("style=") || rest.starts_with("class=") ||
                       rest.starts_with("color=") || rest.starts_with("face=") || rest.starts_with("size=") ||
                       rest.starts_with("lang=") || rest.starts_with("dir=") || rest.starts_with("/>");
    const size_t close = rest.find_first_of("<>@");
    if (!style || close == std::string_view::npos || rest[close] != '>') return {};
    end += 1 + close;
  } else if (end < text.size() && text[end] == '/') {
    ++end;
  }
  if (end >= text.size() || text[end] != '>') return {};
  tag.length = end + 1 - at;
  return tag;
}

// The tag that ends right before `at`.
Tag TagBefore(std::string_view text, size_t floor, size_t at, size_t& begin) {
  if (at <= floor || text[at - 1] != '>') return {};
  const size_t from = at - floor > kLongestTag ? at - kLongestTag : floor;
  const size_t found = text.substr(from, at - from).rfind('<');
  if (found == std::string_view::npos) return {};
  const size_t open = from + found;
  const Tag tag = TagAt(text, open);
  if (open + tag.length != at) return {};
  begin = open;
  return tag;
}

}  // namespace

StyleTags StyleTagsAt(std::string_view text, size_t at) {
  StyleTags out;
  for (size_t count = 0; count < kMostTags && at + out.length < text.size(); ++count) {
    if (text[at + out.length] != '<') break;
    const Tag tag = TagAt(text, at + out.length);
    if (tag.length == 0) break;
    if (count == 0) out.closes_first = tag.closes;
    out.opens_last = !tag.closes && tag.name != "wbr";
    out.length += tag.length;
  }
  return out;
}

size_t EmphasisAt(std::string_view text, size_t at) {
  const char mark = text[at];
  if (at > 0 && text[at - 1] == mark) return 0;  // inside a longer run
  size_t end = at;
  while (end < text.size() && end - at < 4 && text[end] == mark) ++end;
  const size_t length = end - at;
  if (length > 3 || (mark == '~' && length != 2)) return 0;
  const char before = at > 0 ? text[at - 1] : ' ';
  const char after = end < text.size() ? text[end] : ' ';
  const bool letter_before = IsLetter(before);
  const bool letter_after = IsLetter(after);
  if (letter_before && letter_after) {
    return length > 1 ? length : 0;  // one may stand for a letter: "M*ria"
  }
  const auto edge = [](char c) {
    return IsBlank(c) || (!IsDigit(c) && !IsLetter(c) && c != '_' && c != '\\');
  };
  if ((letter_before && edge(after)) || (letter_after && edge(before))) return length;
  return 0;
}

void BalanceMarkup(std::string_view text, size_t floor, size_t& begin, size_t& end) {
  static constexpr CharSet kMarkup("<*~");
  if (!kMarkup.AnyIn(text.substr(begin, end - begin))) return;  // nearly always
  // Tags left open or closed in the span.
  size_t opened = 0;
  size_t closed = 0;
  for (size_t at = begin; at < end; ++at) {
    if (text[at] != '<') continue;
    const Tag tag = TagAt(text, at);
    if (tag.length == 0 || tag.name == "wbr") continue;
    if (!tag.closes) {
      ++opened;
    } else if (opened > 0) {
      --opened;
    } else {
      ++closed;
    }
    at += tag.length - 1;
  }
  for (; closed > 0; --closed) {
    size_t open = begin;
    const Tag tag = TagBefore(text, floor, begin, open);
    if (tag.length == 0 || tag.closes) break;
    begin = open;
  }
  for (; opened > 0; --opened) {
    const Tag tag = end < text.size() && text[end] == '<' ? TagAt(text, end) : Tag{};
    if (tag.length == 0 || !tag.closes) break;
    end += tag.length;
  }
  // Emphasis marks: an odd number of runs means one half is outside.
  for (const char mark : {'*', '~'}) {
    size_t runs = 0;
    for (size_t at = begin; at < end; ++at) {
      if (text[at] == mark && (at == begin || text[at - 1] != mark)) ++runs;
    }
    if (runs == 0) continue;
    size_t before = begin;
    while (before > floor && text[before - 1] == mark && begin - before < 3) --before;
    size_t after = end;
    while (after < text.size() && text[after] == mark && after - end < 3) ++after;
    if (runs % 2 == 0 && (before == begin || after == end)) continue;
    begin = before;
    end = after;
  }
}

}  // namespace schoolgate::redaction
