// The kind PolicyTest: cases of what requests are to get, which `policy test` runs.
//
//   spec:
//     cases:
//       - name: a student's name leaves as a code
//         given:
//           {tool: tutor, role: student, grade: 6, found: [{element: student.name, about: student}]}
//         expect:
//           verdict: send
//           elements: [{element: student.name, treatment: pseudonymize, clause: "Exhibit B, Student Name"}]
//
// What is absent under `expect` is not looked at. Values only. Thread: immutable once read.
#ifndef SCHOOLGATE_POLICY_POLICY_CASE_H_
#define SCHOOLGATE_POLICY_POLICY_CASE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "core/finding/finding.h"
#include "core/roster/roster.h"
#include "core/vocabulary/vocabulary.h"
#include "policy/grades.h"
#include "policy/policy.h"
#include "policy/reader.h"

namespace schoolgate::policy {

// Something found in the request's text.
struct FoundEntry {
  v1::DataElement element = v1::DATA_ELEMENT_UNSPECIFIED;
  SubjectKind about = SubjectKind::kNone;
  PersonFlags flags = 0;  // of the person it is about
  bool small_group = false;
};

struct ElementExpectation {
  Place place;
  v1::DataElement element = v1::DATA_ELEMENT_UNSPECIFIED;
  std::optional<SubjectKind> about;  // none: whoever it is about
  v1::Treatment treatment = v1::TREATMENT_UNSPECIFIED;
  std::string clause;  // empty: any
};

struct PolicyCase {
  Place place;
  std::string name;

  Located tool;
  std::string model;
  std::string purpose;
  v1::CallerRole role = v1::CALLER_ROLE_UNSPECIFIED;
  bool known = true;  // the roster knows who asks
  std::optional<int> grade;
  GradeSet grades = 0;  // of a teacher's classes
  std::optional<int> age;
  std::vector<Located> schools;
  std::vector<Located> classes;
  int staff_course = 0;
  PersonFlags flags = 0;               // of who asks
  std::optional<absl::CivilDay> date;  // none: the day the tests run for
  std::vector<FoundEntry> found;
  std::vector<v1::MediaKind> media;
  std::vector<std::string> survey_topics;
  bool approved = false;

  v1::Verdict verdict = v1::VERDICT_UNSPECIFIED;
  v1::Route route = v1::ROUTE_UNSPECIFIED;
  std::string reason;
  std::string clause;  // behind verdict and route
  std::vector<ElementExpectation> elements;
};

struct PolicyTestDocument {
  Place place;
  std::string name;
  std::string description;
  std::string canonical;  // what `spec` says, for the hash
  std::vector<PolicyCase> cases;
};

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_POLICY_CASE_H_
