#include "policy/exhibit_b.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/roster/csv.h"
#include "core/util/strings.h"
#include "policy/exhibit_b_entries.h"

namespace schoolgate::policy {
namespace {

constexpr size_t kMaxBytes = 1 << 20;
constexpr size_t kMaxApps = 50;

// The letters and digits of a cell, in lower case: worksheets differ in blanks, dashes and line breaks.
std::string KeyOf(std::string_view cell) {
  std::string key;
  for (const char c : cell) {
    if (c >= 'A' && c <= 'Z') {
      key.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      key.push_back(c);
    }
  }
  return key;
}

// One line, without control characters.
std::string OneLine(std::string_view cell) {
  std::string line;
  for (const char c : cell) {
    const bool blank = static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    if (!blank) {
      line.push_back(c);
    } else if (!line.empty() && line.back() != ' ') {
      line.push_back(' ');
    }
  }
  return std::string(TrimBlanks(line));
}

std::string_view CellAt(const CsvRow& row, size_t column) {
  return column < row.cells.size() ? std::string_view(row.cells[column]) : std::string_view();
}

enum class Mark { kNo, kYes, kUnclear };

Mark MarkOf(std::string_view cell) {
  const std::string_view text = TrimBlanks(cell);
  // The check marks and checked boxes of office programs; then the empty ones.
  for (const std::string_view sign :
       {"\u2713", "\u2714", "\u2705", "\u2611", "\u2612", "\u2717", "\u2718", "\u25a0"}) {
    if (text.starts_with(sign)) return Mark::kYes;
  }
  for (const std::string_view sign : {"\u2610", "\u25a1", "\u2013", "\u2014"}) {
    if (text.starts_with(sign)) return Mark::kNo;
  }
  const std::string key = KeyOf(text);
  for (const std::string_view word :
       {"x", "xx", "y", "yes", "true", "t", "1", "checked", "check", "used", "collected"}) {
    if (key == word) return Mark::kYes;
  }
  for (const std::string_view word :
       {"", "n", "no", "false", "f", "0", "na", "notused", "notcollected", "unchecked", "none"}) {
    if (key == word) return Mark::kNo;
  }
  return Mark::kUnclear;
}

// Where the worksheet keeps what.
struct Layout {
  size_t category = 0;
  size_t element = 0;
  std::vector<size_t> marks;
  std::vector<std::string> apps;  // parallel to marks where there is one for each app
};

bool IsRemark(std::string_view key) {
  return key.starts_with("note") || key.starts_with("comment") || key.starts_with("purpose") ||
         key.starts_with("description");
}

bool IsCheckTitle(std::string_view key) {
  return key.starts_with("check") || key.find("usedby") != std::string_view::npos || key == "used" ||
         key == "collected";
}

// The header, if this row is it. One column of marks is for all apps whatever its title says.
std::optional<Layout> LayoutOf(const CsvRow& row) {
  Layout layout;
  bool has_category = false, has_element = false;
  std::vector<size_t> checks, apps;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const std::string key = KeyOf(row.cells[i]);
    if (!has_category && key.starts_with("category")) {
      layout.category = i;
      has_category = true;
    } else if (!has_element && (key.starts_with("element") || key.starts_with("dataelement"))) {
      layout.element = i;
      has_element = true;
    } else if (IsCheckTitle(key)) {
      checks.push_back(i);
    } else if (!key.empty() && !IsRemark(key)) {
      apps.push_back(i);
    }
  }
  if (!has_category || !has_element) return std::nullopt;
  layout.marks = checks.empty() ? apps : checks;
  if (layout.marks.size() > 1) {
    for (const size_t column : layout.marks) layout.apps.push_back(OneLine(row.cells[column]));
  }
  return layout.marks.empty() ? std::nullopt : std::optional(std::move(layout));
}

// The California form has the apps' names in a row of their own below "Check if Used by Your System".
void TakeAppNames(const CsvRow& row, Layout& layout) {
  std::vector<size_t> marks;
  std::vector<std::string> apps;
  for (size_t i = layout.marks.front(); i < row.cells.size(); ++i) {
    const std::string name = OneLine(row.cells[i]);
    if (name.empty() || MarkOf(name) != Mark::kUnclear) continue;
    marks.push_back(i);
    apps.push_back(name);
  }
  if (apps.size() < 2) return;
  layout.marks = std::move(marks);
  layout.apps = std::move(apps);
}

const ExhibitCategory* CategoryOf(std::string_view cell) {
  const std::string key = KeyOf(cell);
  // "Other" and "None" are whole words; the others may have more behind them.
  for (const ExhibitCategory& category : ExhibitCategories()) {
    const bool whole =
        category.category == v1::EXHIBIT_B_CATEGORY_OTHER || category.category == v1::EXHIBIT_B_CATEGORY_NONE;
    if (whole ? key == category.key
              : key.starts_with(category.key) ||
                    (!category.other_key.empty() && key.starts_with(category.other_key))) {
      return &category;
    }
  }
  return nullptr;
}

// The entries of a category that a line of a cell names.
std::vector<const ExhibitEntry*> EntriesIn(std::string_view line, v1::ExhibitBCategory category) {
  const std::string key = KeyOf(line);
  std::vector<const ExhibitEntry*> found;
  for (const ExhibitEntry& entry : ExhibitEntries()) {
    if (entry.category != category) continue;
    const bool begins = entry.key.starts_with('^');
    const bool fits =
        begins ? key.starts_with(entry.key.substr(1)) : key.find(entry.key) != std::string::npos;
    if (fits) found.push_back(&entry);
  }
  return found;
}

bool AsksToSpecify(std::string_view line) {
  const std::string key = KeyOf(line);
  return key.starts_with("other") || key.find("specify") != std::string::npos ||
         key.find("pleaselist") != std::string::npos;
}

class Builder {
 public:
  explicit Builder(Worksheet& sheet) : sheet_(sheet) {}

  void Add(size_t line, std::string_view category_cell, std::string_view element_cell,
           const std::vector<size_t>& apps) {
    const ExhibitCategory* category = CategoryOf(category_cell);
    if (category == nullptr) {
      return Unmapped(
          line,
          "its category is none of the 24 of Exhibit B; find the element it means, and add a row for it");
    }
    if (category->category == v1::EXHIBIT_B_CATEGORY_NONE) {
      return Unmapped(line,
                      "it says that no student data is collected; if that is so, no other row may be marked");
    }
    const std::vector<std::string_view> lines = LinesOf(element_cell);
    std::vector<const ExhibitEntry*> entries;
    for (const std::string_view text : lines) Append(EntriesIn(text, category->category), entries);
    // One entry broken over several lines; and a category that is its only entry.
    if (entries.empty()) entries = EntriesIn(element_cell, category->category);
    if (lines.empty()) entries = OnlyEntryOf(category->category);
    if (lines.empty() && entries.empty())
      Unmapped(line, StrCat(category->name, ": it names no element; add a row for each it means"));
    for (const std::string_view text : lines) {
      if (AsksToSpecify(text)) {
        Unmapped(line,
                 StrCat(category->name,
                        ": what was specified there has to be read; add a row for the element it means"));
        if (lines.size() == 1) return;
      } else if (EntriesIn(text, category->category).empty() && !ContinuesOneOf(entries, text)) {
        Unmapped(line,
                 StrCat(category->name,
                        ": nothing of Exhibit B is called that; find the element it means, and add a row"));
      }
    }
    for (const ExhibitEntry* entry : entries) Grant(*entry, *category, apps);
  }

 private:
  static std::vector<std::string_view> LinesOf(std::string_view cell) {
    std::vector<std::string_view> lines;
    for (size_t begin = 0; begin < cell.size();) {
      const size_t end = std::min(cell.find_first_of("\r\n", begin), cell.size());
      const std::string_view text = TrimBlanks(cell.substr(begin, end - begin));
      if (!text.empty()) lines.push_back(text);
      begin = end + 1;
    }
    return lines;
  }

  static void Append(const std::vector<const ExhibitEntry*>& more,
                     std::vector<const ExhibitEntry*>& entries) {
    for (const ExhibitEntry* entry : more) {
      if (std::find(entries.begin(), entries.end(), entry) == entries.end()) entries.push_back(entry);
    }
  }

  // Whether a line of a cell is a piece of what the NDPA calls one of the entries.
  static bool ContinuesOneOf(const std::vector<const ExhibitEntry*>& entries, std::string_view text) {
    const std::string key = KeyOf(text);
    return std::any_of(entries.begin(), entries.end(), [&key](const ExhibitEntry* entry) {
      return KeyOf(entry->text).find(key) != std::string::npos;
    });
  }

  static std::vector<const ExhibitEntry*> OnlyEntryOf(v1::ExhibitBCategory category) {
    std::vector<const ExhibitEntry*> found;
    for (const ExhibitEntry& entry : ExhibitEntries()) {
      if (entry.category == category) found.push_back(&entry);
    }
    if (found.size() != 1) found.clear();
    return found;
  }

  void Grant(const ExhibitEntry& entry, const ExhibitCategory& category, const std::vector<size_t>& apps) {
    // Several entries may stand for one element of one category: they become one row of the schedule, for
    // every app of either, which is no more than the element was granted.
    const auto same =
        std::find_if(sheet_.granted.begin(), sheet_.granted.end(), [&](const GrantedElement& granted) {
          return granted.element == entry.element && granted.apps == apps;
        });
    if (same == sheet_.granted.end()) {
      sheet_.granted.push_back(GrantedElement{.element = entry.element,
                                              .treatment = entry.treatment,
                                              .category = category.name,
                                              .entries = {entry.text},
                                              .remark = entry.remark,
                                              .apps = apps});
      return;
    }
    const bool listed =
        std::find(same->entries.begin(), same->entries.end(), entry.text) != same->entries.end();
    if (!listed && same->category == category.name) same->entries.push_back(entry.text);
  }

  void Unmapped(size_t line, std::string reason) {
    const auto same = [line, &reason](const UnmappedRow& row) {
      return row.line == line && row.reason == reason;
    };
    if (std::none_of(sheet_.unmapped.begin(), sheet_.unmapped.end(), same)) {
      sheet_.unmapped.push_back(UnmappedRow{line, std::move(reason)});
    }
  }

  Worksheet& sheet_;
};

// The rows below the header.
Worksheet ReadRows(CsvReader& reader, Layout layout) {
  Worksheet sheet;
  std::string category;
  CsvRow row;
  bool first = true;
  Builder builder(sheet);
  while (reader.Next(row)) {
    const std::string_view category_cell = TrimBlanks(CellAt(row, layout.category));
    const std::string_view element_cell = TrimBlanks(CellAt(row, layout.element));
    if (first && category_cell.empty() && element_cell.empty()) {
      TakeAppNames(row, layout);
      first = false;
      continue;
    }
    first = false;
    // A blank category goes on with the one above.
    if (!category_cell.empty()) category = OneLine(category_cell);
    std::vector<size_t> apps;
    bool marked = false;
    for (size_t i = 0; i < layout.marks.size(); ++i) {
      const Mark mark = MarkOf(CellAt(row, layout.marks[i]));
      if (mark == Mark::kUnclear) {
        sheet.unmapped.push_back(
            UnmappedRow{row.line, "its mark is neither a yes nor a no; ask the vendor which"});
        break;
      }
      if (mark != Mark::kYes) continue;
      marked = true;
      if (!layout.apps.empty()) apps.push_back(i);
    }
    if (row.malformed) {
      sheet.unmapped.push_back(
          UnmappedRow{row.line, "its quotes do not pair, so its cells may be wrong; mend the file"});
      continue;
    }
    if (!marked) continue;
    if (apps.size() == layout.apps.size()) apps.clear();
    builder.Add(row.line, category, element_cell, apps);
  }
  sheet.apps = std::move(layout.apps);
  std::stable_sort(sheet.unmapped.begin(), sheet.unmapped.end(),
                   [](const UnmappedRow& a, const UnmappedRow& b) { return a.line < b.line; });
  return sheet;
}

}  // namespace

absl::StatusOr<Worksheet> ReadExhibitB(std::string content) {
  if (content.size() > kMaxBytes)
    return absl::InvalidArgumentError("the worksheet has more than a million bytes");
  if (RepairEncoding(content) == TextEncoding::kUnreadable) {
    return absl::InvalidArgumentError("the worksheet is not text; save it as CSV");
  }
  for (const char delimiter : {',', ';', '\t'}) {
    CsvReader reader(content, delimiter);
    CsvRow row;
    while (reader.Next(row)) {
      std::optional<Layout> layout = LayoutOf(row);
      if (!layout) continue;
      if (layout->apps.size() > kMaxApps)
        return absl::InvalidArgumentError("the worksheet has more than 50 columns of marks");
      return ReadRows(reader, *std::move(layout));
    }
  }
  return absl::InvalidArgumentError(
      "the file has no row with the titles 'Category of Data', 'Elements' and 'Check if Used by Your "
      "System'; is it a filled "
      "Exhibit B worksheet?");
}

}  // namespace schoolgate::policy
