#include "gateway/records/own_names.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

// A letter alone is an initial, or a word.
constexpr size_t kShortestName = 2;

struct Span {
  size_t begin = 0;
  size_t end = 0;
};

// Bytes of other scripts count as letters: a name never ends within a word.
bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || absl::ascii_isalnum(byte);
}

void FindWord(std::string_view text, std::string_view name, std::vector<Span>& spans) {
  for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    if (at > 0 && IsWordByte(text[at - 1])) continue;
    if (end < text.size() && IsWordByte(text[end])) continue;
    spans.push_back({at, end});
  }
}

bool Overlaps(const Finding& finding, const Span& span) {
  return static_cast<size_t>(finding.begin) < span.end && span.begin < static_cast<size_t>(finding.end);
}

// The span says more: the finding lies within it, or is the same stretch of somebody not known.
bool GivesWay(const Finding& finding, const Span& span) {
  const auto begin = static_cast<size_t>(finding.begin);
  const auto end = static_cast<size_t>(finding.end);
  if (begin == span.begin && end == span.end) {
    return finding.subject.kind == SubjectKind::kUnknown || finding.subject.kind == SubjectKind::kAmbiguous ||
           finding.subject.kind == SubjectKind::kNone;
  }
  return span.begin <= begin && end <= span.end;
}

}  // namespace

Findings WithOwnNames(std::string_view text, const Person& person, const Subject& subject, Findings found) {
  std::vector<Span> spans;
  for (const std::string_view name : {person.given, person.family, person.middle, person.preferred_given,
                                      person.preferred_family, person.preferred_middle}) {
    if (name.size() < kShortestName) continue;
    FindWord(text, name, spans);
    if (const std::string capitals = absl::AsciiStrToUpper(ToAbsl(name)); capitals != name) {
      FindWord(text, capitals, spans);
    }
  }
  // The longer of two that begin together: "García López" before "García".
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  size_t reached = 0;
  for (const Span& span : spans) {
    if (span.begin < reached) continue;
    const bool stays = std::any_of(found.begin(), found.end(), [&span](const Finding& finding) {
      return Overlaps(finding, span) && !GivesWay(finding, span);
    });
    if (stays) continue;
    std::erase_if(found, [&span](const Finding& finding) { return Overlaps(finding, span); });
    Finding own;
    own.slot = 0;
    own.begin = static_cast<int64_t>(span.begin);
    own.end = static_cast<int64_t>(span.end);
    own.element =
        subject.kind == SubjectKind::kStaff ? v1::DATA_ELEMENT_STAFF_NAME : v1::DATA_ELEMENT_STUDENT_NAME;
    own.subject = subject;
    own.recognizer = "records.own_name";
    own.confidence = 1;
    found.push_back(std::move(own));
    reached = span.end;
  }
  std::sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) { return a.begin < b.begin; });
  return found;
}

}  // namespace schoolgate::gateway
