// The files of an export besides users.csv.

#include "absl/strings/ascii.h"
#include "core/roster/oneroster_internal.h"
#include "core/roster/oneroster_values.h"
#include "core/util/problem.h"
#include "core/util/problems.h"

namespace schoolgate {
namespace {

// The person a row is about; reports what keeps it from saying so.
std::optional<PersonIndex> PersonOf(BundleTable& table, const BundleColumn& column, RosterImport& import) {
  const std::string_view id = table.Get(column);
  if (id.empty()) {
    table.Report(ImportReason::kMissingReference, column);
    return std::nullopt;
  }
  const auto person = import.builder.FindPerson(id);
  if (!person) table.Report(ImportReason::kUnknownPerson, column);
  return person;
}

// The sourcedId of a row that others refer to; empty, and reported, where it is missing.
std::string_view IdOf(BundleTable& table, const BundleColumn& column) {
  const std::string_view id = table.Get(column);
  if (id.empty()) table.Report(ImportReason::kMissingSourcedId, column);
  return id;
}

bool Says(std::string_view cell, std::string_view word) {  // `word` in lower case
  std::string lower(cell);
  absl::AsciiStrToLower(&lower);
  return lower == word;
}

FileDay DayOf(const BundleTable& table, const BundleColumn& column) {
  return ParseDate(table.Get(column)).value_or(FileDay{});
}

}  // namespace

bool IsDeleted(std::string_view status) { return Says(status, "tobedeleted"); }

std::optional<SchoolIndex> SchoolOf(std::string_view org_id, BundleTable& table, const BundleColumn& column,
                                    RosterImport& import) {
  if (org_id.empty() || import.above_school.contains(std::string(org_id))) return std::nullopt;
  if (const auto known = import.builder.FindSchool(org_id)) return known;
  if (import.has_orgs) table.Report(ImportReason::kUnknownSchool, column);
  return import.builder.AddSchool(org_id, "");
}

absl::Status ReadManifest(BundleTable& table) {
  const BundleColumn name = table.Column({"propertyName"});
  const BundleColumn value = table.Column({"value"});
  while (table.Next()) {
    if (table.Get(name) == "file.users" && Says(table.Get(value), "delta"))
      return MakeProblem(problems::kRosterNotComplete, {{"file", "users.csv"}});
  }
  return absl::OkStatus();
}

void ReadOrgs(BundleTable& table, RosterImport& import) {
  const BundleColumn source_id = table.Column({"sourcedId"});
  const BundleColumn name = table.Column({"name"});
  const BundleColumn type = table.Column({"type"});
  import.has_orgs = true;
  while (table.Next()) {
    const std::string_view id = IdOf(table, source_id);
    if (id.empty()) continue;
    if (IsAboveSchool(table.Get(type))) {
      import.above_school.emplace(id);
      if (IsDistrict(table.Get(type))) import.builder.AddDistrict(table.Get(name));
    } else {
      import.builder.AddSchool(id, table.Get(name));
    }
  }
}

void ReadCourses(BundleTable& table, RosterImport& import) {
  const BundleColumn source_id = table.Column({"sourcedId"});
  const BundleColumn title = table.Column({"title"});
  while (table.Next()) {
    if (const std::string_view id = IdOf(table, source_id); !id.empty())
      import.course_titles.emplace(id, table.Get(title));
  }
}

void ReadClasses(BundleTable& table, RosterImport& import) {
  const BundleColumn source_id = table.Column({"sourcedId"});
  const BundleColumn title = table.Column({"title"});
  const BundleColumn course = table.Column({"courseSourcedId"});
  const BundleColumn school = table.Column({"schoolSourcedId", "orgSourcedId"});
  const BundleColumn code = table.Column({"classCode"});
  const BundleColumn subjects = table.Column({"subjects"});
  const BundleColumn terms = table.Column({"termSourcedIds", "termSourcedId"});
  while (table.Next()) {
    const std::string_view id = IdOf(table, source_id);
    if (id.empty()) continue;
    std::string_view course_title;
    if (auto at = import.course_titles.find(std::string(table.Get(course)));
        at != import.course_titles.end()) {
      course_title = at->second;
    }
    const std::string_view own = table.Get(title);
    const ClassIndex index = import.builder.AddClass(id, own.empty() ? course_title : own,
                                                     SchoolOf(table.Get(school), table, school, import));
    const std::string term_text = TermsOf(table.Get(terms), import);
    import.builder.DescribeClass(index, {.course = course_title,
                                         .code = table.Get(code),
                                         .subjects = table.Get(subjects),
                                         .terms = term_text});
  }
}

void ReadRoles(BundleTable& table, RosterImport& import) {
  const BundleColumn user = table.Column({"userSourcedId"});
  const BundleColumn role = table.Column({"role"});
  const BundleColumn org = table.Column({"orgSourcedId"});
  const BundleColumn grade = table.Column({"grade", "grades"});
  const BundleColumn status = table.Column({"status"});
  import.has_roles = true;
  while (table.Next()) {
    const std::string_view id = table.Get(user);
    if (id.empty()) {
      table.Report(ImportReason::kMissingReference, user);
      continue;
    }
    RoleFacts& facts = import.roles[std::string(id)];
    const auto kind = ParseRole(table.Get(role));
    if (!kind) {
      table.Report(ImportReason::kUnknownRole, role);
      continue;
    }
    // A role that ended still tells what the person is to us; only its school no longer counts.
    facts.student |= *kind == PersonKind::kStudent;
    facts.staff |= *kind == PersonKind::kStaff;
    facts.guardian |= *kind == PersonKind::kGuardian;
    if (facts.grade.empty()) facts.grade = std::string(table.Get(grade));
    if (!table.Get(org).empty() && !IsDeleted(table.Get(status))) facts.orgs.emplace_back(table.Get(org));
  }
}

void ReadRelationships(BundleTable& table, RosterImport& import) {
  const BundleColumn user = table.Column({"userSourcedId"});
  const BundleColumn other = table.Column({"relationshipUserSourcedId"});
  while (table.Next()) {
    for (const BundleColumn& column : {user, other}) {
      if (table.Get(column).empty()) table.Report(ImportReason::kMissingReference, column);
    }
    if (table.row_broken()) continue;
    // Contacts have no row in roles.csv: being someone's contact is what makes them a guardian.
    import.roles[std::string(table.Get(other))].guardian = true;
    import.relationships.push_back(
        {table.line(), std::string(table.Get(user)), std::string(table.Get(other))});
  }
}

void RelatePeople(BundleTable& relationships, RosterImport& import) {
  for (const Relationship& row : import.relationships) {
    const auto user = import.builder.FindPerson(row.user);
    const auto other = import.builder.FindPerson(row.other);
    if (user && other) {
      import.builder.Relate(*user, *other);
    } else {
      relationships.ReportAt(row.line, ImportReason::kUnknownPerson,
                             relationships.Column({user ? "relationshipUserSourcedId" : "userSourcedId"}));
    }
  }
}

void ReadDemographics(BundleTable& table, RosterImport& import) {
  const BundleColumn source_id = table.Column({"sourcedId", "userSourcedId"});
  const BundleColumn birth_date = table.Column({"birthDate"});
  const BundleColumn sex = table.Column({"sex"});
  while (table.Next()) {
    const auto person = PersonOf(table, source_id, import);
    const std::string_view written = table.Get(birth_date);
    const auto date = ParseDate(written);
    if (!written.empty() && !date) table.Report(ImportReason::kBadDate, birth_date);
    if (!person || table.excess() != 0) continue;
    if (date) import.builder.SetBirthDate(*person, *date);
    import.builder.SetSex(*person, ParseSex(table.Get(sex)));
  }
}

void ReadEnrollments(BundleTable& table, RosterImport& import) {
  const BundleColumn class_id = table.Column({"classSourcedId"});
  const BundleColumn user = table.Column({"userSourcedId"});
  const BundleColumn role = table.Column({"role"});
  const BundleColumn school = table.Column({"schoolSourcedId"});
  const BundleColumn status = table.Column({"status"});
  const BundleColumn begins = table.Column({"beginDate"});
  const BundleColumn ends = table.Column({"endDate"});
  while (table.Next()) {
    const std::string_view id = table.Get(class_id);
    if (id.empty()) table.Report(ImportReason::kMissingReference, class_id);
    const auto kind = ParseRole(table.Get(role));
    if (!kind) table.Report(ImportReason::kUnknownRole, role);
    const auto person = PersonOf(table, user, import);
    if (table.row_broken() || !kind || !person || IsDeleted(table.Get(status))) continue;
    const auto school_index = SchoolOf(table.Get(school), table, school, import);
    auto class_index = import.builder.FindClass(id);
    if (!class_index) {
      table.Report(ImportReason::kUnknownClass, class_id);
      class_index = import.builder.AddClass(id, "", school_index);
    }
    if (school_index) import.builder.AddToSchool(*person, *school_index);
    // Reading a class's records is for staff: a student or guardian whose enrollment says "teacher" does not
    // get that.
    const bool teaches =
        *kind == PersonKind::kStaff && import.builder.person(*person).kind == PersonKind::kStaff;
    import.builder.Enroll(*class_index, *person, teaches ? ClassRole::kTeacher : ClassRole::kStudent,
                          DayOf(table, begins), DayOf(table, ends));
  }
}

void ReadAddresses(BundleTable& table, RosterImport& import) {
  const BundleColumn user = table.Column({"userSourcedId"});
  const BundleColumn street = table.Column({"street"});
  const BundleColumn city = table.Column({"city"});
  const BundleColumn state = table.Column({"state"});
  const BundleColumn postal_code = table.Column({"postalCode"});
  while (table.Next()) {
    if (table.excess() > 0) table.ShiftFrom(city);  // an unquoted comma stands in the street, if anywhere
    const auto person = PersonOf(table, user, import);
    if (!person) continue;
    import.builder.AddAddress(*person,
                              {table.Get(street), table.Get(city), table.Get(state), table.Get(postal_code)});
  }
}

void ReadFlags(BundleTable& table, RosterImport& import) {
  const BundleColumn user = table.Column({"userSourcedId"});
  const BundleColumn flag = table.Column({"flag"});
  const BundleColumn since = table.Column({"since"});
  while (table.Next()) {
    const auto person = PersonOf(table, user, import);
    const auto parsed = ParseFlag(table.Get(flag));
    if (!parsed) table.Report(ImportReason::kUnknownFlag, flag);
    if (!table.Get(since).empty() && !ParseDate(table.Get(since)))
      table.Report(ImportReason::kBadFlagDate, since);
    if (person && parsed) import.builder.SetFlag(*person, *parsed);
  }
}

}  // namespace schoolgate
