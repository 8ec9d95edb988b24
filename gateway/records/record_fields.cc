#include "gateway/records/record_fields.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_format.h"
#include "core/util/strings.h"
#include "redaction/transform/generalize.h"

namespace schoolgate::gateway {
namespace {

std::string Text(std::string_view text) { return std::string(text); }

std::string NumberText(double number) { return absl::StrFormat("%.10g", number); }

std::string_view ScoreStatusText(ScoreStatus status) {
  switch (status) {
    case ScoreStatus::kExempt:
      return "exempt";
    case ScoreStatus::kFullyGraded:
      return "fully graded";
    case ScoreStatus::kNotSubmitted:
      return "not submitted";
    case ScoreStatus::kPartiallyGraded:
      return "partially graded";
    case ScoreStatus::kSubmitted:
      return "submitted";
    case ScoreStatus::kUnspecified:
      break;
  }
  return "";
}

// "12 Oak St, Springdale, WA 99173": as people write it, and as a coarser address is made from.
std::string AddressText(const Address& address) {
  std::string text(address.street);
  const auto add = [&text](std::string_view separator, std::string_view part) {
    if (part.empty()) return;
    if (!text.empty()) text += separator;
    text += part;
  };
  add(", ", address.city);
  add(", ", address.state);
  add(" ", address.postal_code);
  return text;
}

std::string_view SexText(Sex sex) {
  switch (sex) {
    case Sex::kFemale:
      return "female";
    case Sex::kMale:
      return "male";
    case Sex::kOther:
      return "other";
    case Sex::kUnspecified:
      break;
  }
  return "";
}

std::string FullName(const Person& person) {
  std::string name(person.given);
  if (!name.empty() && !person.family.empty()) name += ' ';
  return name += person.family;
}

v1::DataElement OwnId(PersonKind kind) {
  return kind == PersonKind::kStudent ? v1::DATA_ELEMENT_STUDENT_ID_LOCAL : v1::DATA_ELEMENT_STAFF_ID;
}

}  // namespace

std::string RecordKey(v1::RecordKind kind, std::string_view first, std::string_view second) {
  // Lengths keep "a|b" and "c" apart from "a" and "b|c".
  return StrCat(v1::RecordKind_Name(kind), "|", first.size(), "|", first, "|", second);
}

std::string RecordFields::DayText(FileDay day) const {
  if (!day.ok()) return "";
  return absl::StrFormat("%04d-%02d-%02d", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                         static_cast<unsigned>(day.day()));
}

Subject RecordFields::SubjectOf(PersonIndex index) const {
  static constexpr SubjectKind kKinds[] = {SubjectKind::kStudent, SubjectKind::kGuardian,
                                           SubjectKind::kStaff};
  const Person& person = roster_.person(index);
  Subject subject;
  subject.kind = kKinds[static_cast<size_t>(person.kind)];
  subject.person = static_cast<int32_t>(index);
  subject.key = PersonKey(person);
  return subject;
}

int32_t RecordFields::TeacherOf(ClassIndex index) const {
  const absl::Span<const ClassMember> members = roster_.class_info(index).members;  // teachers first
  if (members.empty() || members.front().role != ClassRole::kTeacher) return -1;
  const Person& teacher = roster_.person(members.front().person);
  return teacher.active && !teacher.quarantined ? static_cast<int32_t>(members.front().person) : -1;
}

void RecordFields::Tell(v1::DataElement element, Subject subject, const Ruling& ruling) {
  Finding finding;
  finding.element = element;
  finding.subject = std::move(subject);
  told_.push_back(std::move(finding));
  rulings_.push_back(ruling);
}

bool RecordFields::Crosses(v1::DataElement element, const Subject& subject) {
  const Ruling ruling = judge_.On(element, subject);
  // Of somebody whose record stays behind nothing is told.
  Tell(element, ruling.crosses() ? subject : Subject(), ruling);
  return ruling.crosses();
}

// Whoever may be named by their id, by their id's code or by nothing but our own: it goes as our own.
bool RecordFields::PersonCrosses(PersonIndex index) {
  const v1::DataElement id = OwnId(roster_.person(index).kind);
  const Subject subject = SubjectOf(index);
  Ruling ruling = judge_.On(id, subject);
  if (ruling.crosses()) ruling.treatment = v1::TREATMENT_PSEUDONYMIZE;
  Tell(id, ruling.crosses() ? subject : Subject(), ruling);
  return ruling.crosses();
}

void RecordFields::Add(DraftRecord& record, v1::DataElement element, std::string_view name,
                       const Subject& subject, std::string value, bool prose) {
  if (value.empty()) return;
  Ruling ruling = judge_.On(element, subject);
  // What cannot be made coarser, and prose of which a part would give away the rest, stays.
  const bool coarser = ruling.treatment == v1::TREATMENT_GENERALIZE;
  if ((coarser && (prose || !redaction::Generalize(element, value))) ||
      (prose && ruling.treatment == v1::TREATMENT_PSEUDONYMIZE)) {
    ruling.treatment = v1::TREATMENT_REDACT;
  }
  if (prose && ruling.crosses()) {
    // Told of once it is known what stands in it.
    record.fields.push_back({element, name, std::move(value), subject, ruling, prose});
    return;
  }
  Tell(element, subject, ruling);
  if (ruling.crosses()) record.fields.push_back({element, name, std::move(value), subject, ruling, prose});
}

void RecordFields::AddNames(const Person& person, const Subject& subject, v1::DataElement element,
                            DraftRecord& record) {
  if (judge_.On(element, subject).treatment != v1::TREATMENT_ALLOW) {
    // One code for the whole of it, or nothing.
    Add(record, element, "name", subject, FullName(person));
    return;
  }
  Add(record, element, "givenName", subject, Text(person.given));
  Add(record, element, "middleName", subject, Text(person.middle));
  Add(record, element, "familyName", subject, Text(person.family));
  Add(record, element, "preferredGivenName", subject, Text(person.preferred_given));
  Add(record, element, "preferredMiddleName", subject, Text(person.preferred_middle));
  Add(record, element, "preferredFamilyName", subject, Text(person.preferred_family));
}

void RecordFields::AddGuardians(const Person& student, DraftRecord& record) {
  for (const PersonIndex index : student.related) {
    const Person& guardian = roster_.person(index);
    if (!guardian.active || guardian.quarantined || guardian.kind != PersonKind::kGuardian) continue;
    const Subject subject = SubjectOf(index);
    Add(record, v1::DATA_ELEMENT_GUARDIAN_NAME, "guardianName", subject, FullName(guardian));
    for (const std::string_view email : guardian.emails) {
      Add(record, v1::DATA_ELEMENT_GUARDIAN_CONTACT_EMAIL, "guardianEmail", subject, Text(email));
    }
    for (const std::string_view phone : guardian.phones) {
      Add(record, v1::DATA_ELEMENT_GUARDIAN_CONTACT_PHONE, "guardianPhone", subject, Text(phone));
    }
    for (const Address& address : guardian.addresses) {
      Add(record, v1::DATA_ELEMENT_GUARDIAN_CONTACT_ADDRESS, "guardianAddress", subject,
          AddressText(address));
    }
  }
}

DraftRecord RecordFields::PersonRecord(const Person& person, const Subject& subject) {
  DraftRecord record;
  record.key = subject.key;
  const bool student = person.kind == PersonKind::kStudent;
  AddNames(person, subject, student ? v1::DATA_ELEMENT_STUDENT_NAME : v1::DATA_ELEMENT_STAFF_NAME, record);
  for (const PersonId& id : person.ids) {
    const bool state = student && id.kind == IdKind::kState;
    Add(record, state ? v1::DATA_ELEMENT_STUDENT_ID_STATE : OwnId(person.kind),
        state ? "stateIdentifier" : "identifier", subject, Text(id.value));
  }
  for (const std::string_view email : person.emails) {
    Add(record, student ? v1::DATA_ELEMENT_STUDENT_CONTACT_EMAIL : v1::DATA_ELEMENT_STAFF_CONTACT_EMAIL,
        "email", subject, Text(email));
  }
  for (const std::string_view phone : person.phones) {
    Add(record, student ? v1::DATA_ELEMENT_STUDENT_CONTACT_PHONE : v1::DATA_ELEMENT_STAFF_CONTACT_PHONE,
        "phone", subject, Text(phone));
  }
  if (!student) return record;
  Add(record, v1::DATA_ELEMENT_STUDENT_USERNAME, "username", subject, Text(person.username));
  for (const Address& address : person.addresses) {
    Add(record, v1::DATA_ELEMENT_STUDENT_CONTACT_ADDRESS, "address", subject, AddressText(address));
  }
  Add(record, v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE, "birthDate", subject,
      DayText(person.birth_date.value_or(FileDay{})));
  Add(record, v1::DATA_ELEMENT_DEMOGRAPHICS_GENDER, "sex", subject, Text(SexText(person.sex)));
  Add(record, v1::DATA_ELEMENT_ENROLLMENT_GRADE_LEVEL, "grades", subject, Text(person.grade));
  for (const SchoolIndex school : person.schools) {
    Add(record, v1::DATA_ELEMENT_ENROLLMENT_SCHOOL, "school", subject, Text(roster_.school(school).name));
  }
  AddGuardians(person, record);
  return record;
}

std::optional<DraftRecord> RecordFields::Draft(v1::RecordKind kind, const RecordRef& ref) {
  const Subject nobody;
  DraftRecord record;
  const auto class_key = [&](ClassIndex index) {
    return RecordKey(v1::RECORD_KIND_CLASS, roster_.class_info(index).id);
  };
  switch (kind) {
    case v1::RECORD_KIND_PERSON: {
      if (!PersonCrosses(ref.index)) return std::nullopt;
      record = PersonRecord(roster_.person(ref.index), SubjectOf(ref.index));
      break;
    }
    case v1::RECORD_KIND_CLASS: {
      if (!Crosses(v1::DATA_ELEMENT_SCHEDULE, nobody)) return std::nullopt;
      const ClassInfo& info = roster_.class_info(ref.index);
      record.key = class_key(ref.index);
      record.writer = TeacherOf(ref.index);
      const auto add = [&](std::string_view name, std::string value, bool prose) {
        Add(record, v1::DATA_ELEMENT_SCHEDULE, name, nobody, std::move(value), prose);
      };
      add("title", Text(info.title), true);
      add("courseTitle", Text(info.course), true);
      add("classCode", Text(info.code), true);
      add("subjects", Text(info.subjects), true);
      for (const std::string_view grade : info.grades) add("grades", Text(grade), false);
      add("terms", Text(info.terms), true);
      if (info.school) add("school", Text(roster_.school(*info.school).name), false);
      break;
    }
    case v1::RECORD_KIND_ENROLLMENT: {
      const Person& person = roster_.person(ref.within);
      const Subject subject = SubjectOf(ref.within);
      if (!PersonCrosses(ref.within) || !Crosses(v1::DATA_ELEMENT_SCHEDULE, subject)) return std::nullopt;
      record.key = RecordKey(kind, roster_.class_info(ref.index).id, person.source_id);
      record.person = subject.key;
      record.school_class = class_key(ref.index);
      for (const ClassMembership& membership : person.classes) {
        if (membership.class_index != ref.index) continue;
        const bool teaches = membership.role == ClassRole::kTeacher;
        Add(record, v1::DATA_ELEMENT_SCHEDULE, "role", subject, teaches ? "teacher" : "student");
        Add(record, v1::DATA_ELEMENT_SCHEDULE, "beginDate", subject, DayText(membership.begins));
        Add(record, v1::DATA_ELEMENT_SCHEDULE, "endDate", subject, DayText(membership.ends));
      }
      break;
    }
    case v1::RECORD_KIND_LINE_ITEM: {
      if (!Crosses(v1::DATA_ELEMENT_SCHEDULE, nobody)) return std::nullopt;
      const LineItem& item = roster_.line_items()[ref.index];
      record.key = RecordKey(kind, item.id);
      record.school_class = class_key(item.class_index);
      record.writer = TeacherOf(item.class_index);
      const auto add = [&](std::string_view name, std::string value, bool prose) {
        Add(record, v1::DATA_ELEMENT_SCHEDULE, name, nobody, std::move(value), prose);
      };
      add("title", Text(item.title), true);
      add("category", Text(item.category), true);
      add("dueDate", DayText(item.due_on), false);
      if (item.least < item.most) {
        add("resultValueMin", NumberText(item.least), false);
        add("resultValueMax", NumberText(item.most), false);
      }
      break;
    }
    case v1::RECORD_KIND_RESULT: {
      const LineItem& item = roster_.line_items()[ref.index];
      const Result& result = item.results[ref.within];
      const Subject subject = SubjectOf(result.student);
      if (!PersonCrosses(result.student) || !Crosses(v1::DATA_ELEMENT_TRANSCRIPT, subject)) {
        return std::nullopt;
      }
      record.key = RecordKey(kind, item.id, result.id);
      record.person = subject.key;
      record.school_class = class_key(item.class_index);
      record.writer = TeacherOf(item.class_index);
      record.line_item = RecordKey(v1::RECORD_KIND_LINE_ITEM, item.id);
      if (!std::isnan(result.score)) {
        std::string score = NumberText(result.score);
        // A coarser score is one of its scale.
        if (judge_.On(v1::DATA_ELEMENT_TRANSCRIPT, subject).treatment == v1::TREATMENT_GENERALIZE &&
            item.least < item.most) {
          score += StrCat(" of ", NumberText(item.least), "-", NumberText(item.most));
        }
        Add(record, v1::DATA_ELEMENT_TRANSCRIPT, "score", subject, std::move(score));
      }
      Add(record, v1::DATA_ELEMENT_TRANSCRIPT, "scoreStatus", subject, Text(ScoreStatusText(result.status)));
      Add(record, v1::DATA_ELEMENT_TRANSCRIPT, "scoreDate", subject, DayText(result.scored_on));
      Add(record, v1::DATA_ELEMENT_ASSESSMENT, "comment", subject, Text(result.comment), true);
      break;
    }
    default:
      return std::nullopt;
  }
  record.kind = kind;
  return record;
}

}  // namespace schoolgate::gateway
