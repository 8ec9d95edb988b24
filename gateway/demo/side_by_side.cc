#include "gateway/demo/side_by_side.h"

#include <algorithm>

#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

bool StartsCodePoint(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

size_t Width(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), StartsCodePoint));
}

// The bytes of the first `count` code points.
size_t BytesOf(std::string_view text, size_t count) {
  size_t at = 0;
  while (at < text.size() && (count > 0 || !StartsCodePoint(text[at]))) {
    if (StartsCodePoint(text[at])) --count;
    ++at;
  }
  return at;
}

void WrapLine(std::string_view line, size_t width, std::vector<std::string>& out) {
  while (Width(line) > width) {
    const size_t limit = BytesOf(line, width);
    size_t cut = line.rfind(' ', limit);
    if (cut == std::string_view::npos || cut == 0) cut = limit;
    out.emplace_back(line.substr(0, cut));
    line.remove_prefix(cut);
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  }
  out.emplace_back(line);
}

std::string Padded(std::string_view text, size_t width) {
  const size_t used = Width(text);
  return StrCat(text, std::string(used < width ? width - used : 0, ' '));
}

}  // namespace

std::vector<std::string> WrapText(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  while (true) {
    const size_t end = text.find('\n');
    WrapLine(text.substr(0, end), width, lines);
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

std::string SideBySide(std::string_view left_heading, std::string_view left, std::string_view right_heading,
                       std::string_view right, size_t width) {
  const std::vector<std::string> left_lines = WrapText(left, width);
  const std::vector<std::string> right_lines = WrapText(right, width);
  const std::string rule(width, '-');
  std::string out = StrCat(Padded(left_heading, width), " | ", right_heading, "\n", rule, "-+-", rule, "\n");
  for (size_t i = 0; i < std::max(left_lines.size(), right_lines.size()); ++i) {
    const std::string_view l = i < left_lines.size() ? std::string_view(left_lines[i]) : "";
    const std::string_view r = i < right_lines.size() ? std::string_view(right_lines[i]) : "";
    out += StrCat(Padded(l, width), " | ", r, "\n");
  }
  return out;
}

}  // namespace schoolgate::gateway
