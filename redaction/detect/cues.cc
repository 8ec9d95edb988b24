#include "redaction/detect/cues.h"

#include <algorithm>
#include <string>

#include "redaction/detect/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr WordBits kAnyCue = word::kCueBirth | word::kCuePhone | word::kCueId | word::kCueSsn |
                             word::kCueSecret | word::kCueName | word::kCueUser | word::kCueCard |
                             word::kCueGovernment | word::kCueAddress | word::kCueGiven | word::kCueFamily |
                             word::kRelation;

struct Line {
  size_t begin, end;
  size_t cells;  // by `mark`
};

size_t Count(std::string_view text, char mark) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), mark));
}

// Calls `each(begin, end)` for the cells of a line; quoted cells may hold the mark.
template <typename Each>
void ForEachCell(std::string_view line, char mark, Each each) {
  size_t begin = 0;
  bool quoted = false;
  for (size_t at = 0; at <= line.size(); ++at) {
    if (at < line.size() && line[at] == '"') quoted = !quoted;
    if (at < line.size() && (line[at] != mark || quoted)) continue;
    each(begin, at);
    begin = at + 1;
  }
}

}  // namespace

WordBits KeyBits(std::string_view key, const Lexicon& lexicon) {
  if (key.empty() || key.size() > 128) return 0;
  std::string spaced;
  char last = ' ';
  for (const char c : key) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && last >= 'a' && last <= 'z') spaced.push_back(' ');
    spaced.push_back(c == '_' ? ' ' : c);
    last = c;
  }
  WordBits bits = lexicon.Find(FoldText(key)).bits;
  const std::string folded = FoldText(spaced);
  for (const std::string_view word : WordsOf(folded)) bits |= lexicon.Find(word).bits;
  return bits & kAnyCue;
}

Cues::Cues(const Text& text, std::string_view key, const Lexicon& lexicon)
    : text_(text), key_bits_(KeyBits(key, lexicon)) {
  ReadTables(lexicon);
}

void Cues::ReadTables(const Lexicon& lexicon) {
  const std::string_view folded = text_.view().folded();
  for (const char mark : {'\t', '|', ',', ';'}) {
    if (folded.find(mark) == std::string_view::npos) continue;
    std::vector<WordBits> heads;
    for (size_t begin = 0; begin < folded.size();) {
      const size_t end = std::min(folded.find('\n', begin), folded.size());
      const std::string_view line = folded.substr(begin, end - begin);
      const size_t marks = Count(line, mark);
      if (marks < 2 || line.size() > 4000) {
        if (marks == 0) heads.clear();
        begin = end + 1;
        continue;
      }
      // A head: most cells are short words without digits, and two say what is below.
      std::vector<WordBits> bits;
      size_t telling = 0;
      bool digits = false;
      ForEachCell(line, mark, [&](size_t from, size_t to) {
        const std::string_view cell = line.substr(from, to - from);
        digits |= !cell.empty() && cell.find_first_not_of(" 0123456789.-/") == cell.npos &&
                  cell.find_first_of("0123456789") != cell.npos;
        bits.push_back(cell.size() <= 32 ? KeyBits(cell, lexicon) & ~WordBits{word::kRelation} : 0);
        telling += bits.back() != 0 ? 1 : 0;
      });
      if (!digits && telling >= 2 && telling * 4 >= bits.size()) {
        heads = bits;
      } else if (!heads.empty()) {
        size_t column = 0;
        ForEachCell(line, mark, [&](size_t from, size_t to) {
          if (column < heads.size() && heads[column] != 0) {
            cells_.push_back(
                {static_cast<uint32_t>(begin + from), static_cast<uint32_t>(begin + to), heads[column]});
          }
          ++column;
        });
      }
      begin = end + 1;
    }
    if (!cells_.empty()) break;
  }
}

WordBits Cues::Column(size_t index) const {
  if (cells_.empty()) return 0;
  const uint32_t offset = text_[index].begin;
  auto after = std::upper_bound(cells_.begin(), cells_.end(), offset,
                                [](uint32_t at, const Cell& cell) { return at < cell.begin; });
  if (after == cells_.begin()) return 0;
  --after;
  return offset < after->end ? after->bits : 0;
}

WordBits Cues::Before(size_t index, size_t reach) const {
  WordBits bits = key_bits_ | Column(index);
  for (size_t at = index; at > 0 && index - at < reach; --at) {
    const std::string_view gap = text_.GapBefore(at);
    if (gap.size() > 40) break;
    if (gap.find('\n') != std::string_view::npos) {
      if (at != index || gap.find(':') == std::string_view::npos) break;
    }
    if (gap.find(". ") != std::string_view::npos && text_[at - 1].size() > 3) break;
    if (gap.find_first_of(";|\t") != std::string_view::npos && at != index) break;
    bits |= text_[at - 1].bits;
  }
  return bits;
}

WordBits Cues::After(size_t index, size_t reach) const {
  WordBits bits = 0;
  for (size_t at = index + 1; at < text_.size() && at - index <= reach; ++at) {
    const std::string_view gap = text_.GapBefore(at);
    if (gap.size() > 8 || gap.find_first_of("\n;|\t,.") != std::string_view::npos) break;
    bits |= text_[at].bits;
  }
  return bits;
}

}  // namespace schoolgate::redaction
