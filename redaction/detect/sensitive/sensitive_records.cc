// Fields that are private whatever stands in them: "Diagnosis: ...", {"allergies": [...]}, a table's column
// "Disability", and the flags beside a name: "frl": "R".
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "core/util/strings.h"
#include "redaction/detect/sensitive/sensitive_scan.h"
#include "redaction/detect/text/char_set.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

using namespace v1;  // NOLINT(google-build-using-namespace): a table of its constants

enum class FieldKind : uint8_t {
  kText,   // words say what it is
  kFlag,   // yes or a code
  kLunch,  // F or R
};

struct Field {
  std::string_view key;  // folded words, without those of kFillers
  DataElement element;
  FieldKind kind;
};

constexpr Field kFields[] = {
#include "redaction/detect/words/sensitive_fields.inc"
};

constexpr std::string_view kFillers[] = {
    "status",  "code",      "codes",   "flag",    "flags", "indicator", "ind",  "desc",  "description",
    "primary", "secondary", "student", "current", "is",    "has",       "name", "known", "list"};
constexpr std::string_view kNothing[] = {
    "none",    "no",  "n",   "na",      "null",  "false", "0",   "nka",  "nkda",   "unknown",  "ninguno",
    "ninguna", "see", "tbd", "pending", "blank", "not",   "nil", "nada", "denied", "negative", "nothing"};
// Begin what is said of a value, not a value: "sertraline, per mother", "at home", "dx at age 8".
constexpr std::string_view kAboutIt[] = {"per",  "at", "as",   "by", "since", "if",
                                         "when", "dx", "from", "on", "en",    "segun"};
constexpr std::string_view kYes[] = {"y", "yes",    "t",        "true",    "x",         "si",
                                     "1", "active", "eligible", "current", "identified"};
constexpr std::string_view kLunchCodes[] = {"f", "r", "free", "reduced", "red", "gratis", "frl", "reducido"};

constexpr size_t kLongestKey = 48;
constexpr size_t kMostKeyWords = 4;
constexpr size_t kMostValueWords = 8;
constexpr size_t kMostPieces = 12;
constexpr size_t kLongestHead = 1000;
constexpr size_t kLongestRow = 4000;
constexpr size_t kMostColumns = 64;

using FieldTable = absl::flat_hash_map<absl::string_view, const Field*>;

const FieldTable& Fields() {
  static const auto* const kTable = [] {
    auto* table = new FieldTable();
    for (const Field& field : kFields) table->emplace(ToAbsl(field.key), &field);
    return table;
  }();
  return *kTable;
}

// A word of any field's key, or one that says nothing in it.
bool IsKeyWord(std::string_view word) {
  static const auto* const kText = [] {  // the words are views of it
    auto* all = new std::string();
    for (const Field& field : kFields) *all += StrCat(field.key, " ");
    for (const std::string_view filler : kFillers) *all += StrCat(filler, " ");
    return all;
  }();
  static const Words* const kWords = MakeWords(*kText);
  return kWords->contains(word);
}

// The field a key names: "primaryDisability", "lunch_status", "504 Plan?".
const Field* FieldOf(std::string_view cased) {
  if (cased.empty() || cased.size() > kLongestKey) return nullptr;
  char buffer[2 * kLongestKey];
  size_t size = 0;
  size_t word = 0;  // where the last word begins
  char last = ' ';
  const auto end_word = [&] {
    const std::string_view last_word(buffer + word, size - word);
    if (!last_word.empty() && !IsKeyWord(last_word)) return false;
    if (IsOneOf(last_word, kFillers)) size = word;
    while (size > 0 && buffer[size - 1] == ' ') --size;
    if (size > 0) buffer[size++] = ' ';
    word = size;
    return true;
  };
  for (const char c : cased) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool letter =
        upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<uint8_t>(c) >= 0x80;
    if ((!letter || (upper && last >= 'a' && last <= 'z')) && !end_word()) return nullptr;
    if (letter) buffer[size++] = upper ? static_cast<char>(c + 32) : c;
    last = c;
  }
  if (!end_word() || size == 0) return nullptr;
  const auto found = Fields().find(absl::string_view(buffer, size - 1));
  return found == Fields().end() ? nullptr : found->second;
}

class RecordFinder {
 public:
  RecordFinder(const Text& text, std::vector<SensitiveMention>& out) : text_(text), out_(out) {}

  void Run(std::string_view key) {
    if (const Field* field = FieldOf(key)) {
      Pieces(*field, 0, text_.size());
      return;
    }
    static constexpr CharSet kAfterKey(":\"'=?*>");
    for (size_t at = 0; at + 1 < text_.size(); ++at) {
      if (kAfterKey.Has(text_.At(text_[at].end))) Pair(at);
    }
    Tables();
    // The heads of a table are nobody's.
    std::erase_if(out_, [&](const SensitiveMention& mention) {
      const auto next = std::partition_point(heads_.begin(), heads_.end(),
                                             [&](const auto& head) { return head.second <= mention.begin; });
      return next != heads_.end() && next->first <= mention.begin;
    });
  }

 private:
  // The line over a table's columns.
  struct Head {
    char mark = 0;  // between its cells; 0: there is no table
    size_t cells = 0;
    std::array<const Field*, kMostColumns> fields{};
  };

  // A key ends with token `at`; its value, on the same line, is read.
  void Pair(size_t at) {
    const std::string_view gap = text_.GapBefore(at + 1);
    const bool tag = gap.starts_with('>') && text_.Before(text_[at].begin) == '<';
    if (!tag && gap.find_first_of(":=") == gap.npos) return;
    if (gap.size() > 12 || gap.find_first_of("\n,;|{}") != gap.npos) return;
    size_t first = at;
    while (first > 0 && at - first + 1 < kMostKeyWords) {
      const std::string_view before = text_.GapBefore(first);
      if (before.size() != 1 ||
          (before[0] != ' ' && before[0] != '_' && before[0] != '-' && before[0] != '/' && before[0] != '.'))
        break;
      --first;
    }
    const std::string_view cased = text_.view().cased();
    for (; first <= at; ++first) {
      const Field* field = FieldOf(cased.substr(text_[first].begin, text_[at].end - text_[first].begin));
      if (field == nullptr) continue;
      Pieces(*field, at + 1, text_.size());
      return;
    }
  }

  // The parts of a value that begins with token `from`, up to the line's end or the next key.
  void Pieces(const Field& field, size_t from, size_t limit) {
    if (from >= limit) return;
    const std::string_view opening = text_.GapBefore(from);
    const bool quoted = opening.ends_with('"') || opening.ends_with('\'');
    const bool list = opening.find('[') != opening.npos;
    // A bare JSON value is true or a number: a word in its place would be no JSON.
    if (opening.starts_with('"') && opening.find(':') != opening.npos && !quoted && !list) return;
    size_t begin = from;
    size_t pieces = 0;
    for (size_t at = from; at < limit && at - begin < kMostValueWords + 1 && pieces < kMostPieces; ++at) {
      const std::string_view after = at + 1 < limit ? text_.GapBefore(at + 1) : std::string_view("\n");
      const bool ends = after.find_first_of("\n|}\t]<") != after.npos || after.find("   ") != after.npos ||
                        after.find(". ") != after.npos ||
                        (quoted && !list && after.find(opening.back()) != after.npos);
      const bool parts = after.find_first_of(",;\"/+&") != after.npos || after.find(" -") != after.npos;
      if (!ends && !parts) {
        if (after.find(':') != after.npos) return;  // the next key
        continue;
      }
      Value(field, begin, at);
      if (ends || (field.kind != FieldKind::kText)) return;
      begin = at + 1;
      ++pieces;
    }
  }

  void Value(const Field& field, size_t first, size_t last) {
    if (last - first >= kMostValueWords || !IsPrivate(field, first, last) || IsRedacted(text_, last)) return;
    SensitiveMention mention;
    mention.first = static_cast<uint32_t>(first);
    mention.last = static_cast<uint32_t>(last);
    mention.begin = text_[first].begin;
    mention.end = text_[last].end;
    mention.element = field.element;
    mention.certainty = Certainty::kValue;
    mention.recognizer = "sensitive.field";
    mention.weight = WeighSurroundings(text_, mention, false);
    out_.push_back(mention);
  }

  bool IsPrivate(const Field& field, size_t first, size_t last) const {
    const std::string_view word = text_.Word(first);
    if (IsOneOf(word, kNothing) || (last > first && IsOneOf(word, kAboutIt))) return false;
    switch (field.kind) {
      case FieldKind::kLunch:
        return last - first < 2 && (IsOneOf(word, kLunchCodes) || (word != "x" && IsOneOf(word, kYes)));
      case FieldKind::kFlag:
        return first == last && IsOneOf(word, kYes);
      case FieldKind::kText:
        if (IsOneOf(word, kYes)) return false;
        for (size_t at = first; at <= last; ++at) {
          if (text_[at].shape != Shape::kDigits && text_[at].size() > 1) return true;
        }
        return false;
    }
    return false;
  }

  void Tables() {
    const std::string_view folded = text_.view().folded();
    static constexpr CharSet kMarks("\t|,;");
    if (!kMarks.AnyIn(folded)) return;
    Head head;
    for (size_t begin = 0; begin < folded.size();) {
      const size_t end = std::min(folded.find('\n', begin), folded.size());
      const bool below = head.mark != 0;
      Row(begin, end, head);
      if (!below && head.mark != 0) heads_.emplace_back(begin, end);
      begin = end + 1;
    }
  }

  // A head says what stands below it; a line without the mark ends the table.
  void Row(size_t begin, size_t end, Head& head) {
    const std::string_view line = text_.view().cased().substr(begin, end - begin);
    if (head.mark == 0) {
      if (line.size() <= kLongestHead) ReadHead(line, head);
      return;
    }
    if (line.size() > kLongestRow || line.find(head.mark) == line.npos) {
      head.mark = 0;
      return;
    }
    // Commas stand in sentences too: those of a table are as many as its head's.
    const bool common = head.mark == ',' || head.mark == ';';
    if (common && CountCells(line, head.mark) != head.cells) return;
    ForEachCell(line, head.mark, [&](size_t column, size_t from, size_t to) {
      if (column < kMostColumns && head.fields[column] != nullptr)
        Cell(*head.fields[column], begin + from, begin + to);
    });
  }

  static void ReadHead(std::string_view line, Head& head) {
    for (const char mark : {'\t', '|', ',', ';'}) {
      const size_t one = line.find(mark);
      if (one == line.npos || line.find(mark, one + 1) == line.npos) continue;
      bool prose = false;
      std::array<std::string_view, kMostColumns> cells;
      head.cells = 0;
      ForEachCell(line, mark, [&](size_t column, size_t from, size_t to) {
        prose |= to - from > kLongestKey || line.substr(from, 5) == " and " || line.substr(from, 4) == " or ";
        if (column < kMostColumns) cells[column] = line.substr(from, to - from);
        ++head.cells;
      });
      if (prose) return;
      head.fields.fill(nullptr);
      for (size_t column = 0; column < std::min(head.cells, kMostColumns); ++column) {
        head.fields[column] = FieldOf(cells[column]);
        if (head.fields[column] != nullptr) head.mark = mark;
      }
      return;
    }
  }

  static size_t CountCells(std::string_view line, char mark) {
    size_t cells = 0;
    ForEachCell(line, mark, [&](size_t, size_t, size_t) { ++cells; });
    return cells;
  }

  void Cell(const Field& field, size_t begin, size_t end) {
    const size_t first = text_.TokenAt(begin);
    size_t last = first;
    if (first >= text_.size() || text_[first].begin >= end) return;
    while (last + 1 < text_.size() && text_[last + 1].begin < end && last - first <= kMostValueWords) ++last;
    Pieces(field, first, last + 1);
  }

  // Quoted cells may hold the mark.
  template <typename Each>
  static void ForEachCell(std::string_view line, char mark, Each each) {
    size_t begin = 0;
    size_t column = 0;
    bool quoted = false;
    for (size_t at = 0; at <= line.size(); ++at) {
      while (at < line.size() && line[at] != mark && line[at] != '"') ++at;
      if (at < line.size() && line[at] == '"') quoted = !quoted;
      if (at < line.size() && (line[at] != mark || quoted)) continue;
      each(column++, begin, at);
      begin = at + 1;
    }
  }

  const Text& text_;
  std::vector<SensitiveMention>& out_;
  std::vector<std::pair<size_t, size_t>> heads_;  // folded, the lines that head tables
};

}  // namespace

void FindRecordValues(const Text& text, std::string_view key, std::vector<SensitiveMention>& out) {
  RecordFinder(text, out).Run(key);
}

}  // namespace schoolgate::redaction
