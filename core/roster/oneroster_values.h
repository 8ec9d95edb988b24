#ifndef SCHOOLGATE_CORE_ROSTER_ONEROSTER_VALUES_H_
#define SCHOOLGATE_CORE_ROSTER_ONEROSTER_VALUES_H_

// The values inside OneRoster cells: roles, flags, dates, lists, user ids. Pure functions; results view their
// argument.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/roster/roster.h"

namespace schoolgate {

// A role of OneRoster 1.1 or 1.2 or of School Data Sync; case and blanks do not matter.
std::optional<PersonKind> ParseRole(std::string_view role);

std::optional<PersonFlag> ParseFlag(std::string_view flag);

Sex ParseSex(std::string_view sex);

// YYYY-MM-DD, alone or before a time, or M/D/YYYY as spreadsheets write it; a real day of the years 1900 to
// 2100.
std::optional<BirthDate> ParseDate(std::string_view date);

// The items of a comma-separated list, without blanks and empty items.
std::vector<std::string_view> SplitList(std::string_view list);

// "{Local:604824},{State:1234567890}", or a bare id.
std::vector<PersonId> ParseUserIds(std::string_view user_ids);

// The first grade of a list, single digits as two: "9" becomes "09", the code of CEDS.
std::string ParseGrade(std::string_view grades);

// Types of orgs.csv above the school: they are organisations, but nobody's school.
bool IsAboveSchool(std::string_view org_type);
// Those of them that people in its schools speak of by name, unlike the state.
bool IsDistrict(std::string_view org_type);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_ROSTER_ONEROSTER_VALUES_H_
