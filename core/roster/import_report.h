#ifndef SCHOOLGATE_CORE_ROSTER_IMPORT_REPORT_H_
#define SCHOOLGATE_CORE_ROSTER_IMPORT_REPORT_H_

// What an import found wrong, and what protection that costs. Values only; any thread.
// Holds no personal data: file and column names come from our own list, reasons from an enum, never from the
// input.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace schoolgate {

enum class ImportReason {
  // Broken rows: quarantined, and counted against ImportOptions::max_broken_share.
  kWrongCellCount,
  kMissingSourcedId,
  kDuplicateSourcedId,
  kUnknownRole,
  kMissingName,
  kBadDate,
  kUnreadableBytes,
  kMissingReference,
  kUnknownFlag,
  // Read all the same.
  kStrayQuotes,
  kExtraEmptyCells,
  kRepairedEncoding,
  kBadFlagDate,
  kUnreadValue,
  // References to a row that is not there, counted per file and column under the first such line.
  kUnknownPerson,
  kUnknownSchool,
  kUnknownClass,
  kUnknownLineItem,
};

enum class ImportSeverity { kBroken, kRepaired, kReference };

ImportSeverity SeverityOf(ImportReason reason);
std::string_view DescribeReason(ImportReason reason);  // "the role is missing or not one OneRoster knows"

struct ImportIssue {
  std::string_view file;    // "users.csv"
  size_t line = 0;          // 1-based; the first one when `count` is more than 1
  std::string_view column;  // "role"; empty when the row as a whole is meant
  ImportReason reason = ImportReason::kWrongCellCount;
  size_t count = 1;
};

struct ImportFile {
  std::string_view name;
  bool present = false;
  size_t rows = 0;  // without the header
  size_t broken = 0;
  size_t repaired = 0;
};

// A protection the gate cannot give because the export lacks something.
struct LostProtection {
  std::string_view missing;  // "birth dates (demographics.csv)"
  std::string_view lost;     // what that costs, in plain words
  size_t people = 0;         // whom it concerns; 0 for everyone
};

struct ImportReport {
  std::vector<ImportFile> files;
  std::vector<ImportIssue> issues;
  std::vector<LostProtection> lost;
  size_t students = 0, guardians = 0, staff = 0;  // quarantined people included
  size_t inactive = 0, quarantined = 0;
  size_t schools = 0, classes = 0;

  size_t rows() const;
  size_t broken() const;
  const ImportFile* FindFile(std::string_view name) const;
};

// The report as a text for a terminal: files, people, protection lost, then the issues by file and reason
// with the first lines of each.
std::string RenderReport(const ImportReport& report);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_ROSTER_IMPORT_REPORT_H_
