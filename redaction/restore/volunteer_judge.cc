#include "redaction/restore/volunteer_judge.h"

#include <algorithm>

namespace schoolgate::redaction {

VolunteerJudge::VolunteerJudge(const Detector& detector, const Findings& request,
                               const DetectionContext& context, const StandInTable& ours)
    : detector_(detector), context_(context), ours_(ours), our_texts_(ours.Texts()) {
  for (const Finding& finding : request) known_.insert(finding.subject.key);
}

// A part of a surrogate is ours too: detection may see less of it than stands there.
bool VolunteerJudge::IsOurs(std::string_view found) const {
  return std::any_of(our_texts_.begin(), our_texts_.end(), [found](const std::string& stand_in) {
    return stand_in.find(found) != std::string::npos;
  });
}

Findings VolunteerJudge::Look(std::string_view text) const {
  const Slot slot{.text = text};
  Findings findings = detector_.Detect({&slot, 1}, context_);
  std::erase_if(findings, [&](const Finding& finding) {
    const Subject& subject = finding.subject;
    return subject.kind == SubjectKind::kNone || known_.contains(subject.key) ||
           IsOurs(text.substr(static_cast<size_t>(finding.begin),
                              static_cast<size_t>(finding.end - finding.begin)));
  });
  return findings;
}

void VolunteerJudge::Note(const Finding& finding) {
  if (!seen_.emplace(finding.element, finding.subject.key).second) return;
  if (finding.subject.kind == SubjectKind::kStudent) students_.insert(finding.subject.key);
}

Volunteered VolunteerJudge::Told() const {
  Volunteered told;
  for (const auto& [element, subject] : seen_) ++told.elements[element];
  told.students.assign(students_.begin(), students_.end());
  told.altered = altered_;
  return told;
}

}  // namespace schoolgate::redaction
