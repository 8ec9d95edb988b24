#include "core/roster/bundle_table.h"

#include <utility>

#include "absl/strings/ascii.h"

namespace schoolgate {
namespace {

std::string HeaderKey(std::string_view name) {
  std::string key(TrimBlanks(name));
  absl::AsciiStrToLower(&key);
  return key;
}

size_t AddFile(std::string_view name, ImportReport& report) {
  report.files.push_back({.name = name, .present = true});
  return report.files.size() - 1;
}

}  // namespace

BundleTable::BundleTable(std::string_view file, std::string content, ImportReport& report)
    : content_(std::move(content)), report_(report), file_(AddFile(file, report)), reader_(content_) {
  CsvRow header;
  if (!reader_.Next(header)) return;
  width_ = header.cells.size();
  for (size_t i = 0; i < width_; ++i) header_.emplace(HeaderKey(header.cells[i]), i);
  reader_.ExpectCells(width_);
}

BundleColumn BundleTable::Column(std::initializer_list<std::string_view> names) const {
  BundleColumn column{.name = *names.begin()};
  for (std::string_view name : names) {
    auto at = header_.find(HeaderKey(name));
    if (at == header_.end()) continue;
    column.at = at->second;
    break;
  }
  return column;
}

bool BundleTable::Next() {
  if (!reader_.Next(row_)) return false;
  broken_ = repaired_ = false;
  shift_from_ = std::string_view::npos;
  ++report_.files[file_].rows;
  CheckForm();
  return true;
}

void BundleTable::CheckForm() {
  bool repaired = false, unreadable = false;
  for (std::string& cell : row_.cells) {
    const TextEncoding encoding = RepairEncoding(cell);
    repaired |= encoding == TextEncoding::kRepaired;
    unreadable |= encoding == TextEncoding::kUnreadable;
  }
  if (unreadable) {
    Report(ImportReason::kUnreadableBytes);
  } else if (repaired) {
    Report(ImportReason::kRepairedEncoding);
  }

  excess_with_empty_ = static_cast<ptrdiff_t>(row_.cells.size()) - static_cast<ptrdiff_t>(width_);
  while (row_.cells.size() > width_ && TrimBlanks(row_.cells.back()).empty()) row_.cells.pop_back();
  excess_ = static_cast<ptrdiff_t>(row_.cells.size()) - static_cast<ptrdiff_t>(width_);
  if (excess_ != 0) {
    Report(ImportReason::kWrongCellCount);
  } else if (row_.malformed) {
    Report(ImportReason::kStrayQuotes);
  } else if (excess_with_empty_ != 0) {
    Report(ImportReason::kExtraEmptyCells);
  }
}

void BundleTable::ShiftFrom(const BundleColumn& column) {
  if (excess_ == 0) Report(ImportReason::kWrongCellCount);
  excess_ = excess_with_empty_;
  shift_from_ = column.at;
}

std::string_view BundleTable::Get(const BundleColumn& column) const {
  if (!column.present()) return {};
  size_t at = column.at;
  if (at >= shift_from_ && excess_ > 0) at += static_cast<size_t>(excess_);
  if (at >= row_.cells.size()) return {};
  return TrimBlanks(row_.cells[at]);
}

void BundleTable::ReportAt(size_t line, ImportReason reason, const BundleColumn& column) {
  ImportFile& file = report_.files[file_];
  const ImportIssue issue{file.name, line, column.name, reason};
  switch (SeverityOf(reason)) {
    case ImportSeverity::kBroken:
      if (!broken_) ++file.broken;
      broken_ = true;
      break;
    case ImportSeverity::kRepaired:
      if (!repaired_) ++file.repaired;
      repaired_ = true;
      break;
    case ImportSeverity::kReference: {
      const auto [known, first] =
          references_.emplace(std::pair(static_cast<int>(reason), column.at), report_.issues.size());
      if (!first) {
        ++report_.issues[known->second].count;
        return;
      }
      break;
    }
  }
  report_.issues.push_back(issue);
}

}  // namespace schoolgate
