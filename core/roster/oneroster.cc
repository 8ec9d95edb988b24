#include "core/roster/oneroster.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/crypto/digest.h"
#include "core/roster/oneroster_internal.h"
#include "core/util/files.h"
#include "core/util/problem.h"
#include "core/util/problems.h"
#include "core/util/status.h"

namespace schoolgate {
namespace {

constexpr std::string_view kNoGuardians =
    "names, e-mails and phones of parents are found only by general patterns and treated as unknown people";
constexpr std::string_view kNoStaff =
    "names of teachers are treated as unknown people, and a caller's own classes are not known";
constexpr std::string_view kNoBirthDates =
    "children under 13 are not recognised as such, and a date of birth is found only beside words that "
    "announce it";
constexpr std::string_view kNoAddresses =
    "home addresses are found only by their form, not by who lives there";
constexpr std::string_view kNoFlags =
    "directory opt-outs, withheld AI consent, custody restrictions and special protection are not applied";
constexpr std::string_view kNoEnrollments =
    "nobody's own students are known: a first name alone is harder to place, and access by class cannot be "
    "checked";
constexpr std::string_view kNoIds = "their id numbers are found only beside words that announce them";

// Opens the files of one export and remembers, in order, what was read for the version.
class Bundle {
 public:
  Bundle(const std::string& dir, RosterImport& import) : dir_(dir), import_(import) {}

  // The table of a file; null where the export has none, which the report shows if the file is `expected`.
  absl::StatusOr<std::unique_ptr<BundleTable>> Open(std::string_view name, bool expected = true) {
    const std::string path = absl::StrCat(dir_, "/", std::string(name));
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
      if (expected) import_.report.files.push_back({.name = name});
      return nullptr;
    }
    absl::StatusOr<std::string> read = ReadFile(path);
    if (!read.ok()) return MakeProblem(problems::kRosterFileUnreadable, {{"file", name}});
    std::string content = *std::move(read);
    hasher_.Update(absl::StrCat(std::string(name), "\n", content.size(), "\n"));
    hasher_.Update(content);
    return std::make_unique<BundleTable>(name, std::move(content), import_.report);
  }

  std::string Version() {
    const Sha256Digest digest = hasher_.Finish();
    return HexEncode(DigestBytes(digest));
  }

 private:
  const std::string& dir_;
  RosterImport& import_;
  Sha256Hasher hasher_;
};

absl::Status ReadFiles(Bundle& bundle, RosterImport& import) {
  using Reader = void (*)(BundleTable&, RosterImport&);
  const auto read = [&](std::string_view name, Reader reader, bool expected) -> absl::Status {
    SG_ASSIGN_OR_RETURN(auto table, bundle.Open(name, expected));
    if (table != nullptr) reader(*table, import);
    return absl::OkStatus();
  };

  SG_ASSIGN_OR_RETURN(auto manifest, bundle.Open("manifest.csv", false));
  if (manifest != nullptr) SG_RETURN_IF_ERROR(ReadManifest(*manifest));
  SG_RETURN_IF_ERROR(read("academicSessions.csv", ReadAcademicSessions, false));
  SG_RETURN_IF_ERROR(read("orgs.csv", ReadOrgs, true));
  SG_RETURN_IF_ERROR(read("courses.csv", ReadCourses, false));
  SG_RETURN_IF_ERROR(read("classes.csv", ReadClasses, true));
  SG_RETURN_IF_ERROR(read("roles.csv", ReadRoles, false));
  SG_ASSIGN_OR_RETURN(auto relationships, bundle.Open("relationships.csv", false));
  if (relationships != nullptr) ReadRelationships(*relationships, import);

  SG_ASSIGN_OR_RETURN(auto users, bundle.Open("users.csv"));
  if (users == nullptr) return MakeProblem(problems::kRosterFileMissing, {{"file", "users.csv"}});
  SG_RETURN_IF_ERROR(ReadUsers(*users, import));
  users.reset();

  if (relationships != nullptr) RelatePeople(*relationships, import);
  SG_RETURN_IF_ERROR(read("demographics.csv", ReadDemographics, true));
  SG_RETURN_IF_ERROR(read("enrollments.csv", ReadEnrollments, true));
  SG_RETURN_IF_ERROR(read("addresses.csv", ReadAddresses, true));
  SG_RETURN_IF_ERROR(read("flags.csv", ReadFlags, true));
  SG_RETURN_IF_ERROR(read("categories.csv", ReadCategories, false));
  SG_RETURN_IF_ERROR(read("lineItems.csv", ReadLineItems, false));
  return read("results.csv", ReadResults, false);
}

absl::Status CheckBrokenShare(const ImportReport& report, double limit) {
  const auto check = [&](std::string_view file, size_t broken, size_t rows) -> absl::Status {
    if (static_cast<double>(broken) <= limit * static_cast<double>(rows)) return absl::OkStatus();
    return MakeProblem(problems::kRosterTooBroken, {{"file", file},
                                                    {"broken", absl::StrCat(broken)},
                                                    {"rows", absl::StrCat(rows)},
                                                    {"limit", absl::StrFormat("%g", limit * 100)}});
  };
  const ImportFile& users = *report.FindFile("users.csv");
  SG_RETURN_IF_ERROR(check(users.name, users.broken, users.rows));
  return check("*.csv", report.broken(), report.rows());
}

// Where a student lives is known also from the family.
bool HasHome(const Roster& roster, const Person& student) {
  if (!student.addresses.empty()) return true;
  return std::any_of(student.related.begin(), student.related.end(),
                     [&](PersonIndex guardian) { return !roster.person(guardian).addresses.empty(); });
}

void CountPeople(const Roster& roster, ImportReport& report) {
  size_t no_birth_date = 0, no_address = 0, no_id = 0, enrolled = 0;
  for (const Person& person : roster.people()) {
    report.inactive += !person.active;
    report.quarantined += person.quarantined;
    enrolled += !person.classes.empty();
    switch (person.kind) {
      case PersonKind::kStudent:
        ++report.students;
        no_birth_date += !person.birth_date;
        no_address += !HasHome(roster, person);
        no_id += person.ids.empty();
        break;
      case PersonKind::kGuardian:
        ++report.guardians;
        break;
      case PersonKind::kStaff:
        ++report.staff;
        break;
    }
  }
  report.schools = roster.schools().size();
  report.classes = roster.classes().size();

  const auto lacking = [&](size_t students, std::string_view what, std::string_view lost) {
    if (students > 0) report.lost.push_back({what, lost, students == report.students ? 0 : students});
  };
  if (report.guardians == 0) report.lost.push_back({"guardians (users.csv)", kNoGuardians});
  if (report.staff == 0) report.lost.push_back({"staff (users.csv)", kNoStaff});
  lacking(no_id, "student ids (users.csv identifier, userIds)", kNoIds);
  lacking(no_birth_date, "birth dates (demographics.csv)", kNoBirthDates);
  lacking(no_address, "home addresses (addresses.csv)", kNoAddresses);
  const ImportFile* flags = report.FindFile("flags.csv");
  if (!flags->present) report.lost.push_back({"flags (flags.csv)", kNoFlags});
  if (enrolled == 0) report.lost.push_back({"enrollments (enrollments.csv)", kNoEnrollments});
}

}  // namespace

absl::StatusOr<ImportResult> ImportOneRoster(const std::string& dir, const ImportOptions& options,
                                             ImportReport* failed_report) {
  RosterImport import;
  Bundle bundle(dir, import);
  absl::Status status = ReadFiles(bundle, import);
  if (status.ok()) status = CheckBrokenShare(import.report, options.max_broken_share);
  if (!status.ok()) {
    if (failed_report != nullptr) *failed_report = std::move(import.report);
    return status;
  }
  ImportResult result;
  result.roster = std::move(import.builder).Build(bundle.Version(), options.loaded_at);
  result.report = std::move(import.report);
  CountPeople(*result.roster, result.report);
  return result;
}

}  // namespace schoolgate
