#include "policy/compile.h"

namespace schoolgate::policy {
namespace {

constexpr std::string_view kClauses[kFlagCount] = {
    "34 CFR 99.37: directory opt-out", "AI consent withheld by the family", "16 CFR 312 (COPPA): under 13",
    "custody restriction", "special protection"};

bool IsName(v1::DataElement element) {
  return element == v1::DATA_ELEMENT_STUDENT_NAME || element == v1::DATA_ELEMENT_GUARDIAN_NAME ||
         element == v1::DATA_ELEMENT_PERSON_NAME;
}

bool IsUnder(v1::DataElement element, std::string_view prefix) {
  return ElementId(element).starts_with(prefix);
}

bool IsContact(v1::DataElement element) {
  return IsUnder(element, "student.contact.") || IsUnder(element, "guardian.contact.") ||
         IsUnder(element, "person.contact.");
}

// What directory information may hold (34 CFR 99.3): a family that opted out has it treated like the rest.
bool IsDirectoryInformation(v1::DataElement element) {
  return FerpaClassOf(element) == v1::FERPA_CLASS_DIRECTORY_INFORMATION || IsName(element) ||
         IsContact(element) || element == v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE;
}

bool TellsWhereabouts(v1::DataElement element) {
  return IsContact(element) || element == v1::DATA_ELEMENT_TRANSPORTATION ||
         element == v1::DATA_ELEMENT_SCHEDULE || IsUnder(element, "enrollment.");
}

v1::Treatment OfFlag(PersonFlag flag, v1::DataElement element, v1::Route route) {
  switch (flag) {
    case kAiConsentWithheld:
      // Whoever runs the model: it is about AI, not about the cloud.
      return v1::TREATMENT_REDACT;
    case kDirectoryOptOut:
      if (route != v1::ROUTE_CLOUD || !IsDirectoryInformation(element)) break;
      return v1::TREATMENT_PSEUDONYMIZE;
    case kUnder13:
      if (route != v1::ROUTE_CLOUD) break;
      if (IsUnder(element, "biometric.") || IsUnder(element, "technology.") ||
          element == v1::DATA_ELEMENT_GOVERNMENT_ID || element == v1::DATA_ELEMENT_USAGE) {
        return v1::TREATMENT_REDACT;
      }
      if (IsContact(element) || IsName(element)) return v1::TREATMENT_PSEUDONYMIZE;
      break;
    case kCustodyRestriction:
      if (route != v1::ROUTE_CLOUD) break;
      if (TellsWhereabouts(element)) return v1::TREATMENT_REDACT;
      if (IsName(element)) return v1::TREATMENT_PSEUDONYMIZE;
      break;
    case kSpecialProtection:
      if (route != v1::ROUTE_CLOUD) break;
      return IsName(element) ? v1::TREATMENT_PSEUDONYMIZE : v1::TREATMENT_REDACT;
    case kStaffCourse1:
    case kStaffCourse2:
    case kStaffCourse3:
      break;  // what staff have learned protects nobody
  }
  return v1::TREATMENT_UNSPECIFIED;
}

}  // namespace

std::string_view FlagClause(int flag_index) { return kClauses[flag_index]; }

FlagRules BuiltInFlagRules(v1::Route route) {
  FlagRules rules;
  for (int flag = 0; flag < kFlagCount; ++flag) {
    for (int n = 0; n < kDataElementCount; ++n) {
      const auto element = static_cast<v1::DataElement>(n);
      Rule& rule = rules[static_cast<size_t>(flag)][static_cast<size_t>(n)];
      rule.treatment = OfFlag(static_cast<PersonFlag>(1 << flag), element, route);
      if (rule.treatment != v1::TREATMENT_UNSPECIFIED) rule.clause = kClauses[flag];
    }
  }
  return rules;
}

}  // namespace schoolgate::policy
