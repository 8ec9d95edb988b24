// A few fictional people and a shorthand for what is found in a text; for the tests of this folder.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEST_PEOPLE_H_
#define SCHOOLGATE_REDACTION_DETECT_TEST_PEOPLE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/roster/roster_builder.h"
#include "core/vocabulary/vocabulary.h"
#include "redaction/detect/detector.h"

namespace schoolgate::redaction {

inline RosterSnapshot TestRoster() {
  RosterBuilder builder;
  const auto add = [&](PersonKind kind, std::string_view id, std::string_view given, std::string_view family,
                       std::string_view username = "") {
    return builder.AddPerson(
        {.kind = kind, .source_id = id, .given = given, .family = family, .username = username});
  };
  const SchoolIndex school = builder.AddSchool("org-1", "Alder Middle School");
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
  const PersonIndex teacher = add(PersonKind::kStaff, "t300001", "Miguel", "Reyes", "mreyes");
  const ClassIndex algebra = builder.AddClass("c1", "Algebra", school);
  builder.Enroll(algebra, teacher, ClassRole::kTeacher);
  builder.Enroll(algebra, ana, ClassRole::kStudent);

  const PersonIndex jaime1 = add(PersonKind::kStudent, "s100002", "Jaime", "Sosa", "jsosa002");
  add(PersonKind::kStudent, "s100003", "Jaime", "Sosa", "jsosa003");
  builder.Enroll(algebra, jaime1, ClassRole::kStudent);
  add(PersonKind::kStudent, "s100004", "Grace", "Park", "gpark004");
  add(PersonKind::kStudent, "s100005", "Will", "Hunter", "whunter005");
  const PersonIndex kate = add(PersonKind::kStudent, "s100006", "Katherine", "Dalton", "kdalton006");
  builder.AddId(kate, IdKind::kLocal, "0060577");
  add(PersonKind::kStudent, "s100007", "María José", "de la Cruz Flores", "mdelac007");
  add(PersonKind::kStudent, "s100008", "Ju-won", "Moon", "jmoon.08");
  add(PersonKind::kStudent, "s100009", "Yareli", "Ávila");
  add(PersonKind::kStaff, "t300002", "Debra", "Rocha", "drocha");
  add(PersonKind::kStaff, "t300003", "Travis", "West");
  add(PersonKind::kStudent, "s100010", "Oskar", "O'Leary");
  return std::move(builder).Build("test", absl::UnixEpoch());
}

inline const Detector& TestDetector() {
  static const auto* const kDetector = new std::shared_ptr<const Detector>(Detector::Create(TestRoster()));
  return **kDetector;
}

inline Findings Detect(std::string_view text, std::string_view cue = "", SlotKind kind = SlotKind::kText,
                       int32_t caller = -1) {
  const Slot slot{.index = 0, .kind = kind, .text = text, .cue = cue};
  DetectionContext context;
  context.today = absl::CivilDay(2026, 10, 1);
  context.caller = caller;
  return TestDetector().Detect({&slot, 1}, context);
}

// "student.name=Ana Reyes" for each finding.
inline std::vector<std::string> Found(std::string_view text, std::string_view cue = "",
                                      SlotKind kind = SlotKind::kText, int32_t caller = -1) {
  std::vector<std::string> out;
  for (const Finding& finding : Detect(text, cue, kind, caller)) {
    out.push_back(std::string(ElementId(finding.element)) + "=" +
                  std::string(text.substr(static_cast<size_t>(finding.begin),
                                          static_cast<size_t>(finding.end - finding.begin))));
  }
  return out;
}

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEST_PEOPLE_H_
