#ifndef SCHOOLGATE_CORE_ROSTER_BUNDLE_TABLE_H_
#define SCHOOLGATE_CORE_ROSTER_BUNDLE_TABLE_H_

// One CSV file of a roster export, read row by row and by column name. What is wrong with a row's form
// (number of cells, quotes, encoding) is found here and reported; what is wrong with its meaning is reported
// by the reader of that file. Not thread-safe. Views of cells last until the next row.

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "core/roster/csv.h"
#include "core/roster/import_report.h"

namespace schoolgate {

// A column as this import knows it: where it stands in the file (npos: it does not) and what a report calls
// it.
struct BundleColumn {
  size_t at = std::string_view::npos;
  std::string_view name;
  bool present() const { return at != std::string_view::npos; }
};

class BundleTable {
 public:
  // `file` is one of our own literals. `report` gets this file's entry and outlives the table.
  BundleTable(std::string_view file, std::string content, ImportReport& report);
  BundleTable(const BundleTable&) = delete;
  BundleTable& operator=(const BundleTable&) = delete;

  // The first of these names that the header has; letter case does not matter. The first name is the one
  // reported.
  BundleColumn Column(std::initializer_list<std::string_view> names) const;

  bool Next();

  // The cell, without surrounding blanks; empty where the row has none.
  std::string_view Get(const BundleColumn& column) const;
  const std::vector<std::string>& cells() const { return row_.cells; }

  // The number of cells the row has too many (negative: too few); 0 also where the extra cells stand empty at
  // the end.
  ptrdiff_t excess() const { return excess_; }
  // As above, empty cells at the end included.
  ptrdiff_t excess_with_empty() const { return excess_with_empty_; }
  // Reads the columns from `column` on further right, by the cells the row has too many: for a row with an
  // unquoted comma before them. Such a row is broken.
  void ShiftFrom(const BundleColumn& column);

  bool row_broken() const { return broken_; }
  size_t line() const { return row_.line; }

  void Report(ImportReason reason, const BundleColumn& column = {}) { ReportAt(row_.line, reason, column); }
  void ReportAt(size_t line, ImportReason reason, const BundleColumn& column);

 private:
  void CheckForm();

  const std::string content_;
  ImportReport& report_;
  const size_t file_;  // into report_.files
  CsvReader reader_;
  absl::flat_hash_map<std::string, size_t> header_;
  size_t width_ = 0;
  CsvRow row_;
  ptrdiff_t excess_ = 0, excess_with_empty_ = 0;
  size_t shift_from_ = std::string_view::npos;
  bool broken_ = false, repaired_ = false;
  absl::flat_hash_map<std::pair<int, size_t>, size_t> references_;  // (reason, column) -> into report_.issues
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_ROSTER_BUNDLE_TABLE_H_
