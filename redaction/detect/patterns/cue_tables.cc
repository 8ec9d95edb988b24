// Tables in a text: CSV, TSV, Markdown, columns of spaces. Their heads are cues for the cells below.
#include <algorithm>
#include <string>

#include "redaction/detect/patterns/cues.h"
#include "redaction/detect/text/char_set.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr WordBits kAnyCue = word::kCueBirth | word::kCuePhone | word::kCueId | word::kCueSsn |
                             word::kCueSecret | word::kCueName | word::kCueUser | word::kCueCard |
                             word::kCueGovernment | word::kCueAddress | word::kCueGiven | word::kCueFamily |
                             word::kRelation;
constexpr size_t kLongestLine = 4000;
constexpr size_t kLongestHead = 40;
constexpr char kSpaces = ' ';  // columns of a page: two blanks or more between them

constexpr char kSql = '(';  // rows of an INSERT: its columns are the head

// The columns of "insert into t (a, b) values" at the end of a line or in it; where what follows begins.
size_t InsertHead(std::string_view folded, size_t& columns_begin, size_t& columns_end) {
  const size_t insert = folded.find("insert into ");
  if (insert == folded.npos) return folded.npos;
  columns_begin = folded.find('(', insert);
  if (columns_begin == folded.npos) return folded.npos;
  columns_end = folded.find(')', ++columns_begin);
  if (columns_end == folded.npos) return folded.npos;
  const size_t values = folded.find("values", columns_end);
  return values == folded.npos ? folded.npos : values + 6;
}

// Calls `each(begin, end)` for the cells of a line until it gives false; quoted cells may hold the mark.
template <typename Each>
void ForEachCell(std::string_view line, char mark, Each each) {
  size_t begin = 0;
  bool quoted = false;
  const char between = mark == kSql ? ',' : mark;
  for (size_t at = 0; at <= line.size(); ++at) {
    while (at < line.size() && line[at] != between && line[at] != '"' && line[at] != '\'') ++at;
    size_t next = at + 1;
    if (at < line.size()) {
      if ((line[at] == '"' && mark != kSpaces) || (line[at] == '\'' && mark == kSql)) quoted = !quoted;
      if (line[at] != between || quoted) continue;
      if (mark == kSpaces) {
        while (next < line.size() && line[next] == ' ') ++next;
        if (next == at + 1 || at == begin) {  // one blank, or those the line begins with
          if (at == begin) begin = next;
          at = next - 1;
          continue;
        }
      }
    }
    if (!each(begin, at)) return;
    begin = next;
    at = next - 1;
  }
}

constexpr CharSet kDigits("0123456789");
constexpr CharSet kNumeric(" 0123456789.-\"");
constexpr CharSet kCode("{}[]=<>");
constexpr CharSet kRule("-=+|: \t\r");

// Two blanks side by side: of every two bytes one is looked at.
bool HasColumns(std::string_view line) {
  for (size_t at = 1; at < line.size(); at += 2) {
    if (line[at] == ' ' && (line[at - 1] == ' ' || (at + 1 < line.size() && line[at + 1] == ' ')))
      return true;
  }
  return false;
}

}  // namespace

WordBits KeyBits(std::string_view key, const Lexicon& lexicon) {
  constexpr size_t kLongestKey = 128;
  if (key.empty() || key.size() > kLongestKey) return 0;
  const bool ascii =
      std::all_of(key.begin(), key.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
  if (!ascii) {
    const std::string folded = FoldText(key);
    WordBits bits = lexicon.Find(folded).bits;
    for (const std::string_view word : WordsOf(folded)) bits |= lexicon.Find(word).bits;
    return bits & kAnyCue;
  }
  // Every line with a comma comes here: nothing is allocated.
  char folded[kLongestKey];
  for (size_t at = 0; at < key.size(); ++at) {
    const bool upper = key[at] >= 'A' && key[at] <= 'Z';
    folded[at] = static_cast<char>(upper ? key[at] + 32 : key[at]);
  }
  const std::string_view whole(folded, key.size());
  WordBits bits = lexicon.Find(whole).bits;
  const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  for (size_t begin = 0; begin < whole.size();) {
    if (!is_word(whole[begin])) {
      ++begin;
      continue;
    }
    size_t end = begin + 1;
    const auto inner_capital = [&] {
      return key[end] >= 'A' && key[end] <= 'Z' && key[end - 1] >= 'a' && key[end - 1] <= 'z';
    };
    while (end < whole.size() && is_word(whole[end]) && !inner_capital()) ++end;
    bits |= lexicon.Find(whole.substr(begin, end - begin)).bits;
    begin = end;
  }
  return bits & kAnyCue;
}

// A head: cells are a few words without digits, and two or more say what is below.
bool Cues::ReadHead(std::string_view cased, char mark, const Lexicon& lexicon,
                    std::vector<Head>& heads) const {
  // Code and JSON have commas too.
  if ((mark == ',' || mark == ';') && kCode.AnyIn(cased)) return false;
  std::vector<Head> read;
  std::vector<std::string_view> to_read;
  size_t telling = 0;
  size_t numbers = 0;  // "504" heads a column
  bool fits = true;
  ForEachCell(cased, mark, [&](size_t from, size_t to) {
    const std::string_view cell = cased.substr(from, to - from);
    // A day may be a head; a number is not.
    const bool number = kDigits.AnyIn(cell) && kNumeric.AllOf(cell);
    const bool sentence = cell.size() > kLongestHead || std::count(cell.begin(), cell.end(), ' ') > 5;
    numbers += number ? 1 : 0;
    if ((number && mark != ',') || (sentence && (mark == ',' || mark == kSpaces || mark == ';'))) {
      fits = false;
      return false;
    }
    read.push_back({from, 0, 0});
    to_read.push_back(sentence ? std::string_view() : cell);
    return true;
  });
  if (!fits || read.size() < 2) return false;
  for (size_t column = 0; column < read.size(); ++column) {
    const std::string_view cell = to_read[column];
    Head& head = read[column];
    head.bits = KeyBits(cell, lexicon) & ~WordBits{word::kRelation};
    head.cues = CueBitsOfKey(cell);
    telling += head.bits != 0 || (head.cues & cue::kDecisive) != 0 ? 1 : 0;
  }
  const size_t least = mark == kSql ? 1 : 2;
  const size_t share = mark == ',' || mark == kSpaces ? 3 : 4;
  if (numbers > 0 && (telling < 4 || numbers * 4 > telling)) return false;
  if (telling < least || (mark != kSql && telling * share < read.size())) return false;
  heads = std::move(read);
  return true;
}

void Cues::AddCells(size_t line_begin, std::string_view line, char mark, const std::vector<Head>& heads) {
  size_t column = 0;
  ForEachCell(line, mark, [&](size_t from, size_t to) {
    const Head* head = column < heads.size() ? &heads[column] : nullptr;
    if (mark == kSpaces) {  // the head it stands under
      head = nullptr;
      for (const Head& one : heads) {
        if (one.begin <= from + 3) head = &one;
      }
    }
    ++column;
    if (head != nullptr && (head->bits != 0 || head->cues != 0)) {
      cells_.push_back({static_cast<uint32_t>(line_begin + from), static_cast<uint32_t>(line_begin + to),
                        head->bits, head->cues});
    }
    return true;
  });
}

// "(310366, 'O''Neill, Seamus', '93999'), (…)" from `at` of a line on.
void Cues::AddRows(size_t line_begin, std::string_view line, size_t at, const std::vector<Head>& heads) {
  while (at < line.size() && (at = line.find('(', at)) != line.npos) {
    size_t end = ++at;
    bool quoted = false;
    for (; end < line.size() && (quoted || line[end] != ')'); ++end) quoted = quoted != (line[end] == '\'');
    AddCells(line_begin + at, line.substr(at, end - at), kSql, heads);
    at = end;
  }
}

void Cues::ReadTables(const Lexicon& lexicon) {
  const std::string_view folded = text_.view().folded();
  const std::string_view cased = text_.view().cased();
  if (folded.find('\n') == std::string_view::npos) return;
  std::vector<Head> heads;
  char mark = 0;  // of the table we are in
  for (size_t begin = 0; begin < folded.size();) {
    const size_t end = std::min(folded.find('\n', begin), folded.size());
    const std::string_view line = folded.substr(begin, end - begin);
    const size_t line_begin = begin;
    begin = end + 1;
    if (line.size() > kLongestLine) {
      mark = 0;
      continue;
    }
    size_t columns_begin = 0;
    size_t columns_end = 0;
    const size_t rows = InsertHead(line, columns_begin, columns_end);
    if (rows != line.npos) {
      const std::string_view columns = cased.substr(line_begin + columns_begin, columns_end - columns_begin);
      mark = ReadHead(columns, kSql, lexicon, heads) ? kSql : '\0';
      if (mark == kSql) AddRows(line_begin, line, rows, heads);
      continue;
    }
    if (mark == kSql) {
      if (line.find('(') == line.npos) mark = 0;
      AddRows(line_begin, line, 0, heads);
      continue;
    }
    const auto has = [&](char m) {
      return m == kSpaces ? HasColumns(line) : line.find(m) != std::string_view::npos;
    };
    bool head = false;
    if (mark == 0 || !kDigits.AnyIn(line)) {
      for (const char candidate : {'\t', '|', ';', ',', kSpaces}) {
        if (mark != 0 && candidate != mark) continue;
        head = has(candidate) && ReadHead(cased.substr(line_begin, line.size()), candidate, lexicon, heads);
        if (head) {
          mark = candidate;
          break;
        }
      }
    }
    if (head || mark == 0) continue;
    if (!has(mark)) {
      const bool rule = !line.empty() && kRule.AllOf(line);
      if (!rule) mark = 0;
      continue;
    }
    AddCells(line_begin, line, mark, heads);
  }
  LayOutCells();
}

void Cues::LayOutCells() {
  if (cells_.empty()) return;
  cell_of_.assign(text_.size(), kNoCell);
  size_t cell = 0;
  for (size_t at = 0; at < text_.size(); ++at) {
    const uint32_t begin = text_[at].begin;
    while (cell < cells_.size() && cells_[cell].end <= begin) ++cell;
    if (cell < cells_.size() && cells_[cell].begin <= begin) cell_of_[at] = static_cast<uint32_t>(cell);
  }
}

}  // namespace schoolgate::redaction
