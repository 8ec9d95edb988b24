#include "redaction/detect/text/known_lists.h"

#include <algorithm>

namespace schoolgate::redaction {
namespace {

// Their sizes are taken from the arrays: counting so many characters is beyond what compilers do in a
// constant.
constexpr char kHistory[] =
#include "redaction/detect/words/figures_history.inc"
    ;
constexpr char kScience[] =
#include "redaction/detect/words/figures_science.inc"
    ;
constexpr char kArts[] =
#include "redaction/detect/words/figures_arts.inc"
    ;
constexpr char kMore[] =
#include "redaction/detect/words/figures_more.inc"
    ;
constexpr char kThings[] =
#include "redaction/detect/words/things.inc"
    ;
constexpr char kWorks[] =
#include "redaction/detect/words/works.inc"
    ;

template <size_t kSize>
constexpr std::string_view View(const char (&text)[kSize]) {
  return {text, kSize - 1};
}

constexpr std::string_view kFigureLists[] = {View(kHistory), View(kScience), View(kArts), View(kMore)};

// Calls `each` for the names of a list, which semicolons and line ends separate.
template <typename Each>
void ForEachName(std::string_view list, Each each) {
  for (size_t at = 0; at < list.size();) {
    const size_t end = std::min(list.find_first_of(";\n", at), list.size());
    if (end > at) each(list.substr(at, end - at));
    at = end + 1;
  }
}

}  // namespace

void ForEachListedFigure(absl::FunctionRef<void(std::string_view name)> each) {
  for (const std::string_view list : kFigureLists) ForEachName(list, each);
}

void ForEachListedThing(absl::FunctionRef<void(std::string_view name)> each) {
  ForEachName(View(kThings), each);
}

// A line is "title;title|person;~person": the mark is for people called as anybody may be.
void ForEachListedWork(absl::FunctionRef<void(uint16_t work, std::string_view name)> title,
                       absl::FunctionRef<void(uint16_t work, std::string_view name, bool ordinary)> person) {
  const std::string_view works = View(kWorks);
  uint16_t work = 0;
  for (size_t at = 0; at < works.size();) {
    const size_t end = std::min(works.find('\n', at), works.size());
    const std::string_view line = works.substr(at, end - at);
    at = end + 1;
    const size_t bar = line.find('|');
    if (bar == line.npos) continue;
    ForEachName(line.substr(0, bar), [&](std::string_view name) { title(work, name); });
    ForEachName(line.substr(bar + 1), [&](std::string_view name) {
      const bool ordinary = name.starts_with('~');
      person(work, ordinary ? name.substr(1) : name, ordinary);
    });
    ++work;
  }
}

void ForEachListedFirstWord(absl::FunctionRef<void(std::string_view word)> each) {
  const auto first = [&](std::string_view name) { each(name.substr(0, name.find(' '))); };
  ForEachListedFigure(first);
  ForEachListedThing(first);
  ForEachListedWork([&](uint16_t, std::string_view name) { first(name); },
                    [&](uint16_t, std::string_view name, bool) { first(name); });
}

}  // namespace schoolgate::redaction
