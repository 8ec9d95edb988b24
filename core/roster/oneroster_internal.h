#ifndef SCHOOLGATE_CORE_ROSTER_ONEROSTER_INTERNAL_H_
#define SCHOOLGATE_CORE_ROSTER_ONEROSTER_INTERNAL_H_

// What the readers of the single files share; private to oneroster*.cc. One import, one thread.

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "core/roster/bundle_table.h"
#include "core/roster/import_report.h"
#include "core/roster/roster_builder.h"

namespace schoolgate {

// What roles.csv and relationships.csv say about a user before users.csv is read.
struct RoleFacts {
  bool student = false, staff = false, guardian = false;
  std::string grade;
  std::vector<std::string> orgs;
};

// A row of relationships.csv, kept until both people are known.
struct Relationship {
  size_t line = 0;
  std::string user, other;
};

struct RosterImport {
  RosterBuilder builder;
  ImportReport report;
  bool has_orgs = false;
  absl::flat_hash_set<std::string> above_school;  // ids of districts and the like
  bool has_roles = false;
  absl::flat_hash_map<std::string, RoleFacts> roles;
  std::vector<Relationship> relationships;
  absl::flat_hash_map<std::string, std::string> course_titles;
  absl::flat_hash_map<std::string, std::string> terms;  // "Fall 2026 (2026-08-20 to 2026-12-18)"
  absl::flat_hash_map<std::string, std::string> categories;
};

// The school of an id, made on the way where orgs.csv does not describe it; nothing for a district and the
// like.
std::optional<SchoolIndex> SchoolOf(std::string_view org_id, BundleTable& table, const BundleColumn& column,
                                    RosterImport& import);

// oneroster_users.cc
absl::Status ReadUsers(BundleTable& table, RosterImport& import);

// A row that is marked as deleted.
bool IsDeleted(std::string_view status);

// oneroster_gradebook.cc
void ReadAcademicSessions(BundleTable& table, RosterImport& import);
void ReadCategories(BundleTable& table, RosterImport& import);
void ReadLineItems(BundleTable& table, RosterImport& import);
void ReadResults(BundleTable& table, RosterImport& import);
// "Fall 2026 (2026-08-20 to 2026-12-18), …" of a list of sessions' ids.
std::string TermsOf(std::string_view session_ids, const RosterImport& import);

// oneroster_files.cc; those that come before users.csv ...
absl::Status ReadManifest(BundleTable& table);
void ReadOrgs(BundleTable& table, RosterImport& import);
void ReadCourses(BundleTable& table, RosterImport& import);
void ReadClasses(BundleTable& table, RosterImport& import);
void ReadRoles(BundleTable& table, RosterImport& import);
void ReadRelationships(BundleTable& table, RosterImport& import);
// ... and those that come after it.
void RelatePeople(BundleTable& relationships, RosterImport& import);
void ReadDemographics(BundleTable& table, RosterImport& import);
void ReadEnrollments(BundleTable& table, RosterImport& import);
void ReadAddresses(BundleTable& table, RosterImport& import);
void ReadFlags(BundleTable& table, RosterImport& import);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_ROSTER_ONEROSTER_INTERNAL_H_
