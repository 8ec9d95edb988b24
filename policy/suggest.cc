#include "policy/suggest.h"

#include <algorithm>
#include <cstddef>

#include "core/util/strings.h"

namespace schoolgate::policy {
namespace {

constexpr size_t kMaxWord = 64;  // words of a policy file are shorter; the distance costs their product

size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

std::string Folded(std::string_view word) {
  std::string folded;
  for (const char c : word) {
    if (c == '-' || c == ' ') {
      folded.push_back('_');
    } else {
      folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
  }
  return folded;
}

}  // namespace

std::string Suggest(std::string_view written, const std::vector<std::string_view>& candidates) {
  if (written.empty() || written.size() > kMaxWord) return "";
  const std::string folded = Folded(written);
  std::string_view best;
  size_t best_distance = std::max<size_t>(1, written.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kMaxWord) continue;
    const size_t distance = Distance(folded, Folded(candidate));
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best.empty() ? "" : StrCat("did you mean '", best, "'?");
}

}  // namespace schoolgate::policy
