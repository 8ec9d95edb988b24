#include "redaction/detect/text/lexicon.h"

#include "redaction/detect/text/known_lists.h"
#include "redaction/detect/text/lexicon_words.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

// Calls `each` for every word of a list.
template <typename Each>
void ForEachWord(std::string_view list, Each each) {
  size_t at = 0;
  while (at < list.size()) {
    const size_t begin = list.find_first_not_of(" \n", at);
    if (begin == std::string_view::npos) return;
    const size_t end = std::min(list.find_first_of(" \n", begin), list.size());
    each(list.substr(begin, end - begin));
    at = end;
  }
}

constexpr size_t kOwnWords = 40000;  // room for the program's own words, at half load

}  // namespace

Lexicon::Lexicon(size_t expected_names) {
  size_t size = 1024;
  while (size < 2 * (kOwnWords / 2 + expected_names)) size *= 2;
  table_.resize(size);
  filter_.resize(size / 8);
  for (const WordList& list : WordLists()) {
    ForEachWord(list.words, [&](std::string_view word) {
      // Words of other scripts are listed as they are written.
      const bool plain = static_cast<uint8_t>(word[0]) < 0x80;
      (plain ? Enter(word) : Enter(FoldText(word))).bits |= static_cast<uint32_t>(list.bits);
    });
  }
  ForEachWord(MostlyNames(),
              [&](std::string_view word) { Enter(word).bits &= ~static_cast<uint32_t>(word::kEnglish); });
  ForEachListedFirstWord(
      [&](std::string_view word) { Enter(word).bits |= static_cast<uint32_t>(word::kFigure); });
}

const Lexicon::Entry* Lexicon::Exact(std::string_view folded) const {
  const uint64_t hash = HashOf(folded) | 1;  // 0 marks a free place
  const size_t bit = FilterBit(hash);
  if ((filter_[bit / 64] >> bit % 64 & 1) == 0) return nullptr;
  const size_t mask = table_.size() - 1;
  for (size_t at = hash >> 20 & mask;; at = (at + 1) & mask) {
    if (table_[at].hash == hash) return &table_[at];
    if (table_[at].hash == 0) return nullptr;
  }
}

Lexicon::Entry& Lexicon::Enter(std::string_view folded) {
  if (2 * used_ >= table_.size()) Grow();
  const uint64_t hash = HashOf(folded) | 1;
  const size_t mask = table_.size() - 1;
  for (size_t at = hash >> 20 & mask;; at = (at + 1) & mask) {
    if (table_[at].hash == hash) return table_[at];
    if (table_[at].hash == 0) {
      table_[at].hash = hash;
      AddToFilter(hash);
      ++used_;
      return table_[at];
    }
  }
}

void Lexicon::Grow() {
  std::vector<Entry> old(table_.size() * 2);
  old.swap(table_);
  filter_.assign(table_.size() / 8, 0);
  const size_t mask = table_.size() - 1;
  for (const Entry& entry : old) {
    if (entry.hash == 0) continue;
    size_t at = entry.hash >> 20 & mask;
    while (table_[at].hash != 0) at = (at + 1) & mask;
    table_[at] = entry;
    AddToFilter(entry.hash);
  }
}

Lexicon::Entry Lexicon::Find(std::string_view folded) const {
  Entry found;
  if (const Entry* entry = Exact(folded)) found = *entry;
  if ((found.bits & (word::kEnglish | word::kGiven)) != 0 || folded.size() < 4 || folded.size() > 20)
    return found;
  // Regular inflections, the way words/english.inc was thinned.
  const auto stem = [&](size_t cut, std::string_view add) {
    char buffer[24];
    const size_t size = folded.size() - cut;
    if (size < 3) return false;
    folded.copy(buffer, size);
    add.copy(buffer + size, add.size());
    const Entry* entry = Exact({buffer, size + add.size()});
    return entry != nullptr && (entry->bits & word::kEnglish) != 0;
  };
  bool inflected = false;
  if (folded.ends_with("s")) {
    inflected =
        stem(1, "") || (folded.ends_with("es") && stem(2, "")) || (folded.ends_with("ies") && stem(3, "y"));
  } else if (folded.ends_with("ed") || folded.ends_with("er")) {
    inflected = stem(2, "") || stem(1, "");
  } else if (folded.ends_with("ing")) {
    inflected = stem(3, "") || stem(3, "e");
  } else if (folded.ends_with("ly")) {
    inflected = stem(2, "");
  }
  if (inflected) found.bits |= word::kEnglish;
  return found;
}

}  // namespace schoolgate::redaction
