#include "tests/fuzz/properties.h"

#include "absl/container/flat_hash_map.h"
#include "core/roster/roster.h"
#include "redaction/walk/utf8.h"
#include "tests/fuzz/small_roster.h"

namespace schoolgate::fuzz {
namespace {

SubjectKind KindOf(const Person& person) {
  switch (person.kind) {
    case PersonKind::kStudent:
      return SubjectKind::kStudent;
    case PersonKind::kGuardian:
      return SubjectKind::kGuardian;
    case PersonKind::kStaff:
      return SubjectKind::kStaff;
  }
  return SubjectKind::kNone;
}

bool IsOnRoster(SubjectKind kind) {
  return kind == SubjectKind::kStudent || kind == SubjectKind::kGuardian || kind == SubjectKind::kStaff;
}

void ExpectSoundSubject(const Subject& subject) {
  const auto people = SmallDetector().roster().people();
  if (!IsOnRoster(subject.kind)) {
    FUZZ_EXPECT(subject.person == -1, subject.key);
    FUZZ_EXPECT(!subject.key.empty(), "");
    return;
  }
  FUZZ_EXPECT(subject.person >= 0 && static_cast<size_t>(subject.person) < people.size(), subject.key);
  const Person& person = people[static_cast<size_t>(subject.person)];
  FUZZ_EXPECT(subject.kind == KindOf(person), subject.key);
  FUZZ_EXPECT(subject.key == PersonKey(person), subject.key);
}

}  // namespace

Boundaries::Boundaries(std::string_view text) : begins_(text.size() + 1, false) {
  for (size_t at = 0; at < text.size();) {
    begins_[at] = true;
    const redaction::Utf8Char c = redaction::FirstUtf8Char(text.substr(at));
    at += c.valid ? c.length : 1;
  }
  begins_[text.size()] = true;
}

void ExpectSound(std::span<const redaction::Slot> slots, const Findings& findings) {
  absl::flat_hash_map<std::string, const Subject*> by_key;
  size_t at = 0;
  for (const redaction::Slot& slot : slots) {
    const Boundaries boundaries(slot.text);
    int64_t last = 0;
    for (; at < findings.size() && findings[at].slot == slot.index; ++at) {
      const Finding& finding = findings[at];
      FUZZ_EXPECT(slot.kind != redaction::SlotKind::kIdentifier, slot.text);
      FUZZ_EXPECT(finding.begin >= last, slot.text);
      FUZZ_EXPECT(finding.begin < finding.end, slot.text);
      FUZZ_EXPECT(finding.end <= static_cast<int64_t>(slot.text.size()), slot.text);
      FUZZ_EXPECT(boundaries.Has(static_cast<size_t>(finding.begin)), slot.text);
      FUZZ_EXPECT(boundaries.Has(static_cast<size_t>(finding.end)), slot.text);
      FUZZ_EXPECT(finding.element != v1::DATA_ELEMENT_UNSPECIFIED, slot.text);
      FUZZ_EXPECT(!finding.recognizer.empty(), slot.text);
      FUZZ_EXPECT(finding.confidence > 0 && finding.confidence <= 1, slot.text);
      ExpectSoundSubject(finding.subject);
      const Subject*& known = by_key[finding.subject.key];
      if (known == nullptr) known = &finding.subject;
      FUZZ_EXPECT(known->kind == finding.subject.kind && known->person == finding.subject.person,
                  finding.subject.key);
      last = finding.end;
    }
  }
  // Those left over belong to no slot, or were not sorted.
  FUZZ_EXPECT(at == findings.size(), "");
}

}  // namespace schoolgate::fuzz
