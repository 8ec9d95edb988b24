// Grades as policies name them, and sets of them. Constants and pure functions; any thread.
//
// A grade is its place in the order PK, K, 1 … 12. Who has none (staff, or a pupil whose grade the roster
// does not say) counts as being in every grade: limits only tighten, so such a caller gets the strictest of
// all.
#ifndef SCHOOLGATE_POLICY_GRADES_H_
#define SCHOOLGATE_POLICY_GRADES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace schoolgate::policy {

inline constexpr int kGradeCount = 14;
// The column of those without a grade in tables of grades.
inline constexpr int kNoGrade = kGradeCount;

// Bit n: grade n.
using GradeSet = uint16_t;
inline constexpr GradeSet kAllGrades = (1u << kGradeCount) - 1;

// "6", "6-8", "K-2" of a policy file; nothing for other text.
std::optional<GradeSet> GradesFromText(std::string_view text);
// The grade a OneRoster code (CEDS "Grade Level") means: "KG", "03", "PK" and "TK" (both PK).
std::optional<int> GradeFromRoster(std::string_view code);
std::string_view GradeName(int grade);
// The grade of such a name; nothing for other text.
std::optional<int> GradeFromName(std::string_view name);
// "grades 6-8, 10", "grade K", "all grades".
std::string DescribeGrades(GradeSet grades);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_GRADES_H_
