#include "policy/grades.h"

#include <algorithm>
#include <iterator>

#include "core/util/strings.h"

namespace schoolgate::policy {
namespace {

constexpr std::string_view kNames[kGradeCount] = {"PK", "K", "1", "2", "3",  "4",  "5",
                                                  "6",  "7", "8", "9", "10", "11", "12"};

}  // namespace

std::optional<int> GradeFromName(std::string_view name) {
  const auto found = std::find(std::begin(kNames), std::end(kNames), name);
  if (found == std::end(kNames)) return std::nullopt;
  return static_cast<int>(found - std::begin(kNames));
}

std::optional<GradeSet> GradesFromText(std::string_view text) {
  const size_t dash = text.find('-');
  const std::optional<int> first = GradeFromName(text.substr(0, dash));
  const std::optional<int> last =
      dash == std::string_view::npos ? first : GradeFromName(text.substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  const unsigned below = (1u << *first) - 1;
  const unsigned upto = (1u << (*last + 1)) - 1;
  return static_cast<GradeSet>(upto & ~below);
}

std::optional<int> GradeFromRoster(std::string_view code) {
  if (code == "KG" || code == "Kindergarten") return GradeFromName("K");
  if (code == "PR" || code == "IT" || code == "TK") return GradeFromName("PK");
  if (code.size() == 2 && code[0] == '0') code.remove_prefix(1);
  return GradeFromName(code);
}

std::string_view GradeName(int grade) { return kNames[grade]; }

std::string DescribeGrades(GradeSet grades) {
  if (grades == kAllGrades) return "all grades";
  std::string list;
  int count = 0;
  for (int first = 0; first < kGradeCount; ++first) {
    if ((grades >> first & 1) == 0) continue;
    int last = first;
    while (last + 1 < kGradeCount && (grades >> (last + 1) & 1) != 0) ++last;
    list += StrCat(list.empty() ? "" : ", ", kNames[first]);
    if (last > first) list += StrCat("-", kNames[last]);
    count += last - first + 1;
    first = last;
  }
  return StrCat(count == 1 ? "grade " : "grades ", list);
}

}  // namespace schoolgate::policy
