#include "redaction/detect/protected_terms.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "redaction/detect/text/normalized_view.h"

namespace schoolgate::redaction {
namespace {

bool OnRoster(const Subject& subject) {
  return subject.kind != SubjectKind::kNone && subject.kind != SubjectKind::kUnknown;
}

// Of a word: an ASCII letter or digit, or part of a character beyond ASCII.
bool InWord(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80;
}

// Source bytes [begin, end) of each occurrence.
using Spans = std::vector<std::pair<int64_t, int64_t>>;

Spans Occurrences(std::string_view text, std::span<const std::string> folded_terms) {
  const NormalizedView view(text);
  const std::string_view folded = view.folded();
  Spans spans;
  for (const std::string& term : folded_terms) {
    if (term.empty()) continue;
    for (size_t at = folded.find(term); at != std::string_view::npos;
         at = folded.find(term, at + term.size())) {
      const size_t end = at + term.size();
      if ((at > 0 && InWord(folded[at - 1])) || (end < folded.size() && InWord(folded[end]))) continue;
      spans.emplace_back(view.SourceBegin(at), view.SourceEnd(end));
    }
  }
  return spans;
}

}  // namespace

void KeepProtectedTerms(std::span<const Slot> slots, std::span<const std::string> terms, Findings& findings) {
  std::vector<std::string> folded;
  folded.reserve(terms.size());
  for (const std::string& term : terms) folded.emplace_back(NormalizedView(term).folded());
  int32_t slot = -1;
  Spans spans;
  std::erase_if(findings, [&](const Finding& finding) {
    if (OnRoster(finding.subject)) return false;
    if (finding.slot != slot) {
      slot = finding.slot;
      const auto of =
          std::find_if(slots.begin(), slots.end(), [slot](const Slot& s) { return s.index == slot; });
      spans = of == slots.end() ? Spans() : Occurrences(of->text, folded);
    }
    return std::any_of(spans.begin(), spans.end(), [&finding](const auto& span) {
      return span.first <= finding.begin && finding.end <= span.second;
    });
  });
}

}  // namespace schoolgate::redaction
