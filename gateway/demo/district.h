#ifndef SCHOOLGATE_GATEWAY_DEMO_DISTRICT_H_
#define SCHOOLGATE_GATEWAY_DEMO_DISTRICT_H_

// Makes the sample district: Maple Hollow Unified School District, about 2,000 people nobody has ever met, as
// a folder of OneRoster 1.1 CSV files with the addresses.csv and flags.csv extensions
// (core/roster/oneroster.h). The demo, the tests and first tries with `inspect` use it in the place of a real
// export.
//
// Everything in it is generated: names are drawn from lists of common given and family names, e-mails end in
// .example, phones are 555-01xx, the town does not exist. The same seed gives the same bytes. Blocking; any
// thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace schoolgate::gateway {

struct DistrictOptions {
  uint64_t seed = 1;
  int students = 900;  // guardians and staff follow from them
};

// People of every sample district, whatever its seed: two students of grade 7 and the teacher of a class of
// both.
inline constexpr std::string_view kDemoTeacherId = "stf-700112";
inline constexpr std::string_view kDemoTeacherName = "Dana Whitfield";
inline constexpr std::string_view kDemoTeacherEmail = "dana.whitfield@maplehollow.example";
inline constexpr std::string_view kDemoFirstStudentId = "stu-200417";
inline constexpr std::string_view kDemoFirstStudentName = "Maya Okafor-Reyes";
inline constexpr std::string_view kDemoSecondStudentId = "stu-200431";
inline constexpr std::string_view kDemoSecondStudentName = "Liam Nguyen";
inline constexpr std::string_view kDemoClassId = "cls-hrm-07-A-science";
inline constexpr std::string_view kDemoSchoolId = "org-hrm";

// Writes the bundle into `dir`, which is made if missing; files of an earlier bundle there are replaced.
absl::Status GenerateSampleDistrict(const std::string& dir, const DistrictOptions& options);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_DEMO_DISTRICT_H_
