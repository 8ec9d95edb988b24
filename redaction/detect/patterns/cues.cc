#include "redaction/detect/patterns/cues.h"

#include <algorithm>

namespace schoolgate::redaction {
namespace {

constexpr size_t kLabelReach = 7;     // words a label may be before its value
constexpr size_t kMostBetween = 2;    // of them, words that say nothing
constexpr size_t kMostModifiers = 3;  // words before a label that say what kind: "medical record number"
constexpr size_t kLongestGap = 40;    // the line of a form or the columns of a page

// A word between a label and its value that is part of neither: "is", "the", "su".
bool IsFiller(const Text& text, size_t index) {
  if (text[index].Has(word::kFunction)) return true;
  const std::string_view word = text.Word(index);
  return word == "s" || word == "wa" || word == "e" || word == "num" || word == "like" || word == "ends" ||
         word == "waa" || word == "o" || word == "also" || word == "cal" || word == "name" ||
         word == "nombre" || word == "called" || word == "still" || word == "old" || word == "new";
}

// What the lexicon knows of the labels of other languages.
CueBits FromLexicon(const Token& token) {
  static constexpr WordBits kAny = word::kCueBirth | word::kCuePhone | word::kCueId | word::kCueSsn |
                                   word::kCueSecret | word::kCueUser | word::kCueGovernment |
                                   word::kCueAddress;
  if (!token.Has(kAny)) return 0;
  CueBits bits = 0;
  if (token.Has(word::kCueBirth)) bits |= cue::kBirth;
  if (token.Has(word::kCuePhone)) bits |= cue::kPhone;
  if (token.Has(word::kCueId)) bits |= cue::kId;
  if (token.Has(word::kCueSsn)) bits |= cue::kSsn;
  if (token.Has(word::kCueSecret)) bits |= cue::kSecret;
  if (token.Has(word::kCueUser)) bits |= cue::kUser;
  if (token.Has(word::kCueGovernment)) bits |= cue::kLicence;
  if (token.Has(word::kCueAddress)) bits |= cue::kAddress;
  return bits;
}

}  // namespace

Cues::Cues(const Text& text, std::string_view key, const Lexicon& lexicon)
    : text_(text), key_bits_(KeyBits(key, lexicon)), key_cues_(CueBitsOfKey(key)) {
  ReadTables(lexicon);
}

CueBits Cues::Of(size_t index) const {
  const Token& token = text_[index];
  if (token.shape == Shape::kDigits) return text_.Word(index) == "4" ? CueBits{cue::kFour} : 0;
  const std::string_view folded = text_.Word(index);
  if (const CueBits bits = CueBitsOfWord(folded); bits != 0) return bits;
  if (const CueBits bits = FromLexicon(token); bits != 0) return bits;
  if (token.shape == Shape::kUpper && token.size() >= 4 && token.size() <= 6 && token.name == 0 &&
      !token.Has(word::kDictionary | word::kGiven | word::kPlace)) {
    // "CAID", "TXDL": what an id is called where none of us has been.
    if (folded.ends_with("id") && folded != "covid" && folded != "naid" && folded != "pmid" &&
        folded != "guid" && folded != "uuid")
      return cue::kId;
    if (folded.size() == 4 && folded.ends_with("dl")) return cue::kLicence;
  }
  // "guardianPhone", "STUDENTID": a key, where one may stand.
  if (token.size() < 6 || token.Has(word::kDictionary) || token.shape > Shape::kUpper) return 0;
  const std::string_view after = text_.view().folded().substr(token.end, 3);
  if (after.empty() || after.find_first_of(":=>\"'#") == std::string_view::npos) return 0;
  return CueBitsOfKey(text_.view().cased().substr(token.begin, token.size()));
}

bool Cues::Ends(size_t index, bool at_value) const {
  const std::string_view gap = text_.GapBefore(index);
  if (gap.empty() || gap == " ") return false;
  if (gap.size() == 1 && gap[0] != '\n')
    return gap[0] == '|' || gap[0] == '\t' || (gap[0] == ';' && !at_value);
  if (gap.size() > kLongestGap) return true;
  if (gap.find('\n') != std::string_view::npos) {
    if (!at_value || std::count(gap.begin(), gap.end(), '\n') > 1) return true;
    return gap.find(':') == std::string_view::npos && !IsLabelLine(index);
  }
  // "P. O.", "f. nac." and "no. 5" go on; "there. It" does not.
  const size_t stop = gap.find_first_of(".?!");
  if (stop != std::string_view::npos && stop + 1 < gap.size() && gap[stop + 1] == ' ' && index > 0 &&
      (text_[index - 1].size() > 3 || gap[stop] != '.')) {
    // No label is shortened to more than four letters and begins anew: "the price. Referral number".
    return Of(index - 1) == 0 || (text_[index - 1].size() > 4 && index < text_.size() &&
                                  text_[index].shape == Shape::kCapital && !at_value);
  }
  if (gap.find_first_of("|\t") != std::string_view::npos) return true;
  return gap.find(';') != std::string_view::npos && !at_value;
}

bool Cues::IsLabelLine(size_t index) const {
  constexpr size_t kMostWords = 3;
  if (index == 0 || (Of(index - 1) & (cue::kDecisive | cue::kNumber) & ~CueBits{cue::kNot | cue::kDay}) == 0)
    return false;
  for (size_t at = index - 1; index - at <= kMostWords; --at) {
    if (text_[at].shape == Shape::kDigits || text_[at].shape == Shape::kMixed) return false;
    if (at == 0) return true;
    const std::string_view gap = text_.GapBefore(at);
    if (gap.find('\n') != gap.npos) return true;
    if (gap != " ") return false;
  }
  return false;
}

size_t Cues::CellEnd(size_t index) const {
  const Cell* const cell = CellOf(index);
  return cell == nullptr ? text_.view().folded().size() : cell->end;
}

bool Cues::BeginsCell(size_t index) const {
  const Cell* const cell = CellOf(index);
  return index == 0 || (cell != nullptr && text_[index - 1].begin < cell->begin);
}

Cues::Label Cues::LabelOf(size_t index, uint32_t floor) const {
  Label label;
  size_t between = 0;
  bool adjacent = false;  // a word that only qualifies stands at the value
  size_t at = index;
  const Cell* const cell = CellOf(index);
  if (cell != nullptr) floor = std::max(floor, cell->begin);
  for (; at > 0 && index - at < kLabelReach; --at) {
    if (Ends(at, at == index) || text_[at - 1].begin < floor) break;
    const std::string_view gap = text_.GapBefore(at);
    if (at != index && gap.find_first_of(",)/") != std::string_view::npos) break;
    if (at == index && gap.find('/') != std::string_view::npos && gap.size() > 1) break;
    const CueBits bits = Of(at - 1);
    if (gap.find('#') != std::string_view::npos) label.bits |= cue::kNumber;
    if ((bits & cue::kDecisive) != 0) break;
    label.bits |= bits;
    adjacent |= bits != 0 && between == 0;
    if (text_[at - 1].shape == Shape::kDigits && bits == 0) return {HeadOf(index), false};
    if (bits == 0 && !IsFiller(text_, at - 1) && ++between > kMostBetween)
      return {HeadOf(index) | label.bits, adjacent};
  }
  const bool found = at > 0 && index - at < kLabelReach && !Ends(at, at == index) &&
                     text_[at - 1].begin >= floor && (Of(at - 1) & cue::kDecisive) != 0;
  if (!found) {
    label.bits |= HeadOf(index);
    const bool headed = HeadOf(index) != 0 && (cell != nullptr || index == 0);
    label.direct = headed || adjacent;
    return label;
  }
  label.direct = between == 0;
  label.bits |= Of(--at);
  for (size_t modifiers = 0; at > 0 && modifiers < kMostModifiers; ++modifiers, --at) {
    const std::string_view gap = text_.GapBefore(at);
    if (gap.size() > 2 || gap.find_first_of(",;:|\t\n()=\"") != std::string_view::npos || Ends(at, false))
      break;
    if (text_[at - 1].begin < floor || text_[at - 1].shape == Shape::kDigits) break;
    const std::string_view word = text_.Word(at - 1);
    const bool links = word == "of" || word == "de" || word == "del" || word == "s" || word == "la";
    if (text_[at - 1].Has(word::kFunction) && !links) break;
    // "Ohio ID": a state's card.
    const bool state = modifiers == 0 && label.bits == cue::kId && text_[at - 1].Has(word::kState) &&
                       text_[at - 1].IsCapitalised();
    if (state) label.bits |= cue::kLicence;
    label.bits |= Of(at - 1);
  }
  return label;
}

CueBits Cues::Before(size_t index, size_t reach, uint32_t floor) const {
  CueBits bits = HeadOf(index);
  for (size_t at = index; at > 0 && index - at < reach; --at) {
    if (Ends(at, at == index) || text_[at - 1].begin < floor) break;
    bits |= Of(at - 1);
  }
  return bits;
}

CueBits Cues::Nearest(size_t index, size_t reach, CueBits mask, uint32_t floor) const {
  for (size_t at = index; at > 0 && index - at < reach; --at) {
    if (Ends(at, at == index) || text_[at - 1].begin < floor) break;
    if (const CueBits bits = Of(at - 1); (bits & mask) != 0) return bits;
  }
  return HeadOf(index) & mask;
}

CueBits Cues::After(size_t index, size_t reach) const {
  CueBits bits = 0;
  for (size_t at = index + 1; at < text_.size() && at - index <= reach; ++at) {
    const std::string_view gap = text_.GapBefore(at);
    if (gap.size() > 8 || gap.find_first_of("\n;|\t.") != std::string_view::npos) break;
    if (text_[at].shape == Shape::kDigits && text_[at].size() > 2) break;
    bits |= Of(at);
  }
  return bits;
}

}  // namespace schoolgate::redaction
