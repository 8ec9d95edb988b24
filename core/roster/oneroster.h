#ifndef SCHOOLGATE_CORE_ROSTER_ONEROSTER_H_
#define SCHOOLGATE_CORE_ROSTER_ONEROSTER_H_

// Imports a folder of OneRoster CSV files as a Roster.
//
// Understood: OneRoster 1.1 CSV tables (1EdTech, final release 2017), the 1.2 changes that concern people
// (roles.csv, preferred names), the 1.0 spellings (userId, agents, grade, birthdate), Microsoft School Data
// Sync 2.1 (roles.csv, relationships.csv), the gradebook's categories.csv, lineItems.csv and results.csv
// where the export has them (about 130 bytes a result), and two extension files of ours:
//   addresses.csv  userSourcedId,street,city,state,postalCode
//   flags.csv      userSourcedId,flag,since   flag: directory_opt_out | ai_consent_withheld |
//   custody_restriction |
//                                             special_protection; since: YYYY-MM-DD or empty
// Any other column or file is not read, passwords in particular.
//
// Broken rows do not stop an import: they are reported with file and line, and people in them become
// quarantined Persons whose names and ids are still detected. The import fails (a Problem) when users.csv is
// missing, empty or has no usable header, when the manifest says it holds changes only, or when too many rows
// are broken.
//
// Blocking, seconds for a large district: not for the event loop. Holds one file's bytes at a time beside the
// roster.

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/roster/import_report.h"
#include "core/roster/roster.h"

namespace schoolgate {

struct ImportOptions {
  double max_broken_share = 0.05;  // of the rows of users.csv, and of the rows of all files together
  absl::Time loaded_at = absl::Now();
};

struct ImportResult {
  RosterSnapshot roster;
  ImportReport report;
};

// `failed_report`, where given, gets the report of an import that failed, to show what has to be mended.
absl::StatusOr<ImportResult> ImportOneRoster(const std::string& dir, const ImportOptions& options,
                                             ImportReport* failed_report = nullptr);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_ROSTER_ONEROSTER_H_
