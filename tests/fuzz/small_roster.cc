#include "tests/fuzz/small_roster.h"

#include <memory>
#include <utility>

#include "core/roster/roster_builder.h"

namespace schoolgate::fuzz {
namespace {

RosterSnapshot SmallRoster() {
  RosterBuilder builder;
  const auto add = [&](PersonKind kind, std::string_view id, std::string_view given, std::string_view family,
                       std::string_view username = "", bool active = true) {
    return builder.AddPerson({.kind = kind,
                              .source_id = id,
                              .given = given,
                              .family = family,
                              .username = username,
                              .active = active});
  };
  const SchoolIndex alder = builder.AddSchool("org-1", "Alder Middle School");
  const SchoolIndex birch = builder.AddSchool("org-2", "Birch Elementary School");
  const ClassIndex algebra = builder.AddClass("c1", "Algebra", alder);
  const ClassIndex reading = builder.AddClass("c2", "Reading", birch);

  const PersonIndex ana = add(PersonKind::kStudent, "s100001", "Ana", "Reyes Ortega", "areyes001");
  builder.AddId(ana, IdKind::kLocal, "604824");
  builder.AddId(ana, IdKind::kState, "4817702936");
  builder.AddEmail(ana, "areyes001@students.alder.example");
  builder.SetBirthDate(ana, BirthDate(std::chrono::year(2012), std::chrono::June, std::chrono::day(21)));
  const PersonIndex rosa = add(PersonKind::kGuardian, "g200001", "Rosa", "Reyes");
  builder.AddPhone(rosa, "(950) 555-0142");
  builder.AddEmail(rosa, "rosa.reyes@mail.example");
  builder.AddAddress(rosa, {"98 Green First Parkway", "Grand Bend", "TX", "78834"});
  builder.Relate(ana, rosa);
  const PersonIndex miguel = add(PersonKind::kStaff, "t300001", "Miguel", "Reyes", "mreyes");
  const PersonIndex jaime = add(PersonKind::kStudent, "s100002", "Jaime", "Sosa", "jsosa002");
  const PersonIndex other_jaime = add(PersonKind::kStudent, "s100003", "Jaime", "Sosa", "jsosa003");
  add(PersonKind::kStudent, "s100004", "Grace", "Park", "gpark004");
  add(PersonKind::kStudent, "s100005", "Will", "Hunter", "whunter005");
  const PersonIndex kate = add(PersonKind::kStudent, "s100006", "Katherine", "Dalton", "kdalton006");
  builder.AddId(kate, IdKind::kLocal, "0060577");
  const PersonIndex maria =
      add(PersonKind::kStudent, "s100007", "María José", "de la Cruz Flores", "mdelac007");
  builder.SetBirthDate(maria, BirthDate(std::chrono::year(2015), std::chrono::March, std::chrono::day(4)));
  add(PersonKind::kStudent, "s100008", "Thị Hương", "Nguyễn", "tnguyen08");
  add(PersonKind::kStudent, "s100009", "小明", "王");
  add(PersonKind::kStudent, "s100010", "Oskar", "O'Leary");
  const PersonIndex debra = add(PersonKind::kStaff, "t300002", "Debra", "Van der Berg", "dvanderberg");
  add(PersonKind::kStudent, "s100011", "Tobias", "Ivanov-Lund", "tivanov11", /*active=*/false);

  builder.Enroll(algebra, miguel, ClassRole::kTeacher);
  builder.Enroll(algebra, ana, ClassRole::kStudent);
  builder.Enroll(algebra, jaime, ClassRole::kStudent);
  builder.Enroll(reading, debra, ClassRole::kTeacher);
  builder.Enroll(reading, other_jaime, ClassRole::kStudent);
  builder.Enroll(reading, maria, ClassRole::kStudent);
  return std::move(builder).Build("fuzz", absl::UnixEpoch());
}

}  // namespace

const redaction::Detector& SmallDetector() {
  static const auto* const kDetector =
      new std::shared_ptr<const redaction::Detector>(redaction::Detector::Create(SmallRoster()));
  return **kDetector;
}

redaction::DetectionContext AskedBy(size_t caller) {
  const size_t people = SmallDetector().roster().people().size();
  return {.caller = static_cast<int32_t>(caller % (people + 1)) - 1, .today = absl::CivilDay(2026, 10, 1)};
}

}  // namespace schoolgate::fuzz
