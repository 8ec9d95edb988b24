#include "core/roster/oneroster_values.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "core/roster/csv.h"

namespace schoolgate {
namespace {

std::string Fold(std::string_view text) {
  std::string folded;
  for (char c : text) {
    if (!absl::ascii_isspace(c)) folded.push_back(absl::ascii_tolower(c));
  }
  return folded;
}

// Takes between `least` and `most` digits off the front; -1 when there are fewer.
int TakeNumber(std::string_view& text, size_t least, size_t most) {
  int value = 0;
  size_t digits = 0;
  while (digits < most && !text.empty() && absl::ascii_isdigit(text.front())) {
    value = value * 10 + (text.front() - '0');
    text.remove_prefix(1);
    ++digits;
  }
  return digits < least ? -1 : value;
}

bool TakeChar(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

constexpr std::string_view kStaffRoles[] = {
    "teacher",
    "administrator",
    "aide",
    "proctor",
    "principal",
    "counselor",
    "staff",
    "faculty",
    "professor",
    "adjunct",
    "districtadministrator",
    "siteadministrator",
    "instructor",
    "advisor",
    "lecturer",
    "substitute",
    "systemadministrator",
    "paraprofessional",
    "assistantprincipal",
    "teacherassistant",
    "coach",
    "nurse",
    "librarian",
    "support",
    "techsupport",
};

bool HasAny(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

IdKind KindOfId(std::string_view type) {
  const std::string folded = Fold(type);
  if (HasAny(folded, {"state", "ssid", "suid"})) return IdKind::kState;
  if (HasAny(folded, {"local", "district", "sis", "student", "school"})) return IdKind::kLocal;
  return IdKind::kOther;
}

}  // namespace

std::optional<PersonKind> ParseRole(std::string_view role) {
  const std::string folded = Fold(role);
  if (folded == "student" || folded == "learner") return PersonKind::kStudent;
  if (folded == "guardian" || folded == "parent" || folded == "relative") return PersonKind::kGuardian;
  if (std::find(std::begin(kStaffRoles), std::end(kStaffRoles), folded) != std::end(kStaffRoles))
    return PersonKind::kStaff;
  return std::nullopt;
}

std::optional<PersonFlag> ParseFlag(std::string_view flag) {
  const std::string folded = Fold(flag);
  if (folded == "directory_opt_out") return kDirectoryOptOut;
  if (folded == "ai_consent_withheld") return kAiConsentWithheld;
  if (folded == "custody_restriction") return kCustodyRestriction;
  if (folded == "special_protection") return kSpecialProtection;
  if (folded == "staff_course_1") return kStaffCourse1;
  if (folded == "staff_course_2") return kStaffCourse2;
  if (folded == "staff_course_3") return kStaffCourse3;
  return std::nullopt;
}

Sex ParseSex(std::string_view sex) {
  const std::string folded = Fold(sex);
  if (folded == "female" || folded == "f") return Sex::kFemale;
  if (folded == "male" || folded == "m") return Sex::kMale;
  if (folded == "other" || folded == "x") return Sex::kOther;
  return Sex::kUnspecified;
}

std::optional<BirthDate> ParseDate(std::string_view date) {
  int year = -1, month = -1, day = -1;
  std::string_view rest = date;
  if (rest.find('/') != std::string_view::npos) {
    month = TakeNumber(rest, 1, 2);
    if (!TakeChar(rest, '/')) return std::nullopt;
    day = TakeNumber(rest, 1, 2);
    if (!TakeChar(rest, '/')) return std::nullopt;
    year = TakeNumber(rest, 4, 4);
  } else {
    year = TakeNumber(rest, 4, 4);
    if (!TakeChar(rest, '-')) return std::nullopt;
    month = TakeNumber(rest, 2, 2);
    if (!TakeChar(rest, '-')) return std::nullopt;
    day = TakeNumber(rest, 2, 2);
  }
  if (!rest.empty() && rest.front() != 'T' && rest.front() != ' ') return std::nullopt;
  if (year < 1900 || year > 2100 || month < 1 || day < 1) return std::nullopt;
  const BirthDate parsed{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                         std::chrono::day(static_cast<unsigned>(day))};
  if (!parsed.ok()) return std::nullopt;
  return parsed;
}

std::vector<std::string_view> SplitList(std::string_view list) {
  std::vector<std::string_view> items;
  while (!list.empty()) {
    const size_t comma = std::min(list.find(','), list.size());
    const std::string_view item = TrimBlanks(list.substr(0, comma));
    if (!item.empty()) items.push_back(item);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return items;
}

std::vector<PersonId> ParseUserIds(std::string_view user_ids) {
  std::vector<PersonId> ids;
  for (std::string_view item : SplitList(user_ids)) {
    if (!item.empty() && item.front() == '{') item.remove_prefix(1);
    if (!item.empty() && item.back() == '}') item.remove_suffix(1);
    const size_t colon = item.find(':');
    const std::string_view type =
        colon == std::string_view::npos ? std::string_view() : item.substr(0, colon);
    const std::string_view value =
        TrimBlanks(colon == std::string_view::npos ? item : item.substr(colon + 1));
    if (!value.empty()) ids.push_back({value, KindOfId(type)});
  }
  return ids;
}

std::string ParseGrade(std::string_view grades) {
  const std::vector<std::string_view> items = SplitList(grades);
  if (items.empty()) return {};
  std::string grade(items.front());
  if (grade.size() == 1 && absl::ascii_isdigit(grade[0])) grade.insert(0, 1, '0');
  return grade;
}

bool IsAboveSchool(std::string_view org_type) {
  const std::string folded = Fold(org_type);
  for (std::string_view type : {"district", "local", "state", "national", "region", "ministryofeducation"}) {
    if (folded == type) return true;
  }
  return false;
}

bool IsDistrict(std::string_view org_type) {
  const std::string folded = Fold(org_type);
  return folded == "district" || folded == "local";
}

}  // namespace schoolgate
