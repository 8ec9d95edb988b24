#include "core/roster/import_report.h"

#include <map>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace schoolgate {
namespace {

constexpr size_t kLinesShown = 10;

struct Group {
  size_t count = 0;
  std::string lines;
  size_t shown = 0;
};

}  // namespace

ImportSeverity SeverityOf(ImportReason reason) {
  switch (reason) {
    case ImportReason::kWrongCellCount:
    case ImportReason::kMissingSourcedId:
    case ImportReason::kDuplicateSourcedId:
    case ImportReason::kUnknownRole:
    case ImportReason::kMissingName:
    case ImportReason::kBadDate:
    case ImportReason::kUnreadableBytes:
    case ImportReason::kMissingReference:
    case ImportReason::kUnknownFlag:
      return ImportSeverity::kBroken;
    case ImportReason::kStrayQuotes:
    case ImportReason::kExtraEmptyCells:
    case ImportReason::kRepairedEncoding:
    case ImportReason::kBadFlagDate:
    case ImportReason::kUnreadValue:
      return ImportSeverity::kRepaired;
    case ImportReason::kUnknownPerson:
    case ImportReason::kUnknownSchool:
    case ImportReason::kUnknownClass:
    case ImportReason::kUnknownLineItem:
      return ImportSeverity::kReference;
  }
  return ImportSeverity::kBroken;
}

std::string_view DescribeReason(ImportReason reason) {
  switch (reason) {
    case ImportReason::kWrongCellCount:
      return "the row has more or fewer cells than the header";
    case ImportReason::kMissingSourcedId:
      return "the sourcedId is empty";
    case ImportReason::kDuplicateSourcedId:
      return "an earlier row has the same sourcedId";
    case ImportReason::kUnknownRole:
      return "the role is missing or not one OneRoster knows";
    case ImportReason::kMissingName:
      return "the row has neither a given nor a family name";
    case ImportReason::kBadDate:
      return "not a date of the form YYYY-MM-DD";
    case ImportReason::kUnreadableBytes:
      return "bytes that are neither UTF-8 nor Windows-1252";
    case ImportReason::kMissingReference:
      return "the row does not say which row of another file it belongs to";
    case ImportReason::kUnknownFlag:
      return "not a flag the gate knows, so it protects nobody";
    case ImportReason::kStrayQuotes:
      return "quotes that do not pair were dropped";
    case ImportReason::kExtraEmptyCells:
      return "extra empty cells at the end were dropped";
    case ImportReason::kRepairedEncoding:
      return "read as Windows-1252, because it is not UTF-8";
    case ImportReason::kBadFlagDate:
      return "the date is unreadable; the flag applies all the same";
    case ImportReason::kUnreadValue:
      return "the value is unreadable and left out; the rest of the row counts";
    case ImportReason::kUnknownPerson:
      return "refers to a person who is not in users.csv";
    case ImportReason::kUnknownSchool:
      return "refers to an organisation that is not in orgs.csv";
    case ImportReason::kUnknownClass:
      return "refers to a class that is not in classes.csv";
    case ImportReason::kUnknownLineItem:
      return "refers to a line item that is not in lineItems.csv";
  }
  return "";
}

size_t ImportReport::rows() const {
  size_t sum = 0;
  for (const ImportFile& file : files) sum += file.rows;
  return sum;
}

size_t ImportReport::broken() const {
  size_t sum = 0;
  for (const ImportFile& file : files) sum += file.broken;
  return sum;
}

const ImportFile* ImportReport::FindFile(std::string_view name) const {
  for (const ImportFile& file : files) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

std::string RenderReport(const ImportReport& report) {
  std::string out = absl::StrFormat(
      "People: %d students, %d guardians, %d staff (%d no longer active, %d quarantined); %d schools, %d "
      "classes\n",
      report.students, report.guardians, report.staff, report.inactive, report.quarantined, report.schools,
      report.classes);

  absl::StrAppendFormat(&out, "\n%-24s %9s %9s %9s\n", "File", "rows", "broken", "repaired");
  for (const ImportFile& file : report.files) {
    if (file.present) {
      absl::StrAppendFormat(&out, "%-24s %9d %9d %9d\n", file.name, file.rows, file.broken, file.repaired);
    } else {
      absl::StrAppendFormat(&out, "%-24s %9s\n", file.name, "missing");
    }
  }

  if (!report.lost.empty()) out += "\nProtection lost\n";
  for (const LostProtection& lost : report.lost) {
    absl::StrAppendFormat(&out, "  No %s", lost.missing);
    if (lost.people > 0)
      absl::StrAppendFormat(&out, " for %d %s", lost.people, lost.people == 1 ? "person" : "people");
    absl::StrAppendFormat(&out, ": %s\n", lost.lost);
  }

  std::map<std::tuple<ImportSeverity, std::string_view, std::string_view, ImportReason>, Group> groups;
  for (const ImportIssue& issue : report.issues) {
    Group& group = groups[{SeverityOf(issue.reason), issue.file, issue.column, issue.reason}];
    group.count += issue.count;
    if (++group.shown > kLinesShown) continue;
    absl::StrAppend(&group.lines, group.shown == 1 ? "" : ", ", issue.line);
    if (issue.count > 1) absl::StrAppend(&group.lines, " and after");
  }
  const ImportSeverity* heading = nullptr;
  for (const auto& [key, group] : groups) {
    const auto& [severity, file, column, reason] = key;
    if (heading == nullptr || *heading != severity) {
      out += severity == ImportSeverity::kBroken
                 ? "\nBroken rows (quarantined: their names and ids are still detected)\n"
             : severity == ImportSeverity::kRepaired ? "\nRepaired rows\n"
                                                     : "\nReferences that lead nowhere\n";
      heading = &severity;
    }
    absl::StrAppendFormat(&out, "  %s%s%s: %s (%d %s %s%s)\n", file, column.empty() ? "" : " ", column,
                          DescribeReason(reason), group.count, group.count == 1 ? "row, line" : "rows, lines",
                          group.lines, group.shown > kLinesShown ? ", ..." : "");
  }
  return out;
}

}  // namespace schoolgate
