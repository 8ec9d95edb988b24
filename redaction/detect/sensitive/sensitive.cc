#include "redaction/detect/sensitive/sensitive.h"

#include <algorithm>

#include "redaction/detect/sensitive/sensitive_phrases.h"
#include "redaction/detect/sensitive/sensitive_scan.h"
#include "redaction/detect/text/char_set.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostWordsLeft = 2;
constexpr size_t kMostWordsRight = 5;

constexpr std::string_view kModifiers[] = {
    "severe",    "mild",        "moderate",  "profound",   "chronic",     "acute",
    "major",     "minor",       "suspected", "confirmed",  "possible",    "diagnosed",
    "clinical",  "juvenile",    "childhood", "congenital", "bilateral",   "left",
    "right",     "recurrent",   "frequent",  "known",      "documented",  "active",
    "untreated", "undiagnosed", "serious",   "total",      "partial",     "recent",
    "new",       "ongoing",     "lifelong",  "life",       "threatening", "debilitating"};
// Words before "syndrome" or "surgery" that are no part of its name.
constexpr std::string_view kNoModifiers[] = {
    "any",    "this",  "that",     "another", "other",      "same",   "no",       "some",
    "each",   "every", "about",    "with",    "after",      "before", "because",  "due",
    "caused", "for",   "from",     "having",  "get",        "gets",   "got",      "getting",
    "needs",  "need",  "needed",   "recent",  "her",        "his",    "their",    "my",
    "your",   "our",   "learning", "class",   "infectious", "heart",  "possible", "scheduled"};

// How a word of a text may end beyond the phrase's last.
bool EndFits(std::string_view word, std::string_view wanted, bool any_ending) {
  if (!word.starts_with(wanted)) return false;
  const std::string_view rest = word.substr(wanted.size());
  if (rest.empty() || rest == "s" || rest == "es") return true;
  return any_ending && rest.size() <= 12;
}

bool IsBeyondAscii(char c) { return static_cast<uint8_t>(c) >= 0x80; }

// What may stand between the words of a phrase.
bool IsPhraseGap(std::string_view gap) {
  static constexpr CharSet kBetween(" -/'.:,&\n_(");
  return gap.size() <= 3 && kBetween.AllOf(gap);
}

class Finder {
 public:
  Finder(const Text& text, std::vector<SensitiveMention>& out)
      : text_(text), phrases_(SensitivePhrases::Get()), out_(out) {}

  void Run() {
    for (size_t at = 0; at < text_.size(); ++at) {
      const Token& token = text_[at];
      if (token.shape == Shape::kUnspaced ||
          (token.shape == Shape::kMixed && IsBeyondAscii(text_.Word(at).back())))
        Unspaced(at);
      if (token.begin < end_ || token.size() > 64) continue;
      const std::string_view next = at + 1 < text_.size() ? text_.Word(at + 1) : std::string_view();
      phrases_.ForEachAt(text_.Word(at), next, [&](const SensitivePhrase& phrase) {
        const size_t last = Last(phrase, at);
        return last != text_.size() && Take(phrase, at, last);
      });
      if (token.begin >= end_ && token.size() >= kShortestMedicine && !token.Has(word::kDictionary))
        Medical(at);
    }
  }

 private:
  // The token the phrase ends with if it begins at token `at`; text_.size() if it does not.
  size_t Last(const SensitivePhrase& phrase, size_t at) const {
    std::string_view left = phrase.words;
    const std::string_view word = text_.Word(at);
    // Most that begin with the same letters begin with another word.
    if (word.size() < phrase.first_size ||
        word.substr(0, phrase.first_size) != left.substr(0, phrase.first_size))
      return text_.size();
    if (phrase.first_size == left.size()) return EndFits(word, left, phrase.any_ending) ? at : text_.size();
    if (word.size() != phrase.first_size) return text_.size();
    left.remove_prefix(phrase.first_size + 1U);
    size_t last = at;
    for (size_t token = at + 1;;) {
      const size_t space = left.find(' ');
      const std::string_view wanted = left.substr(0, space);
      const bool reached =
          token < text_.size() && IsPhraseGap(text_.GapBefore(token)) && text_[token].size() <= 64;
      if (reached && (wanted[0] == '@'     ? IsOfClass(text_, token, wanted)
                      : space == left.npos ? EndFits(text_.Word(token), wanted, phrase.any_ending)
                                           : text_.Word(token) == wanted)) {
        last = token++;
      } else if (!IsOptionalClass(wanted)) {
        return text_.size();
      }
      if (space == left.npos) return last;
      left.remove_prefix(space + 1);
    }
  }

  bool Take(const SensitivePhrase& phrase, size_t first, size_t last) {
    SensitiveMention mention;
    mention.first = static_cast<uint32_t>(first);
    mention.last = static_cast<uint32_t>(last);
    mention.element = phrase.element;
    mention.certainty = phrase.certainty;
    mention.recognizer = "sensitive.phrase";
    if (IsRedacted(text_, last)) return false;
    if (text_.Before(text_[first].begin) == '\\' && text_.At(text_[last].end) == '\\')
      return false;  // a folder
    if (phrase.capitals && (!InCapitals(first, last) || InCode(first, last))) return false;
    const size_t begin = ExtendLeft(first, phrase.element);
    if (phrase.takes_left && begin == first) return false;
    const size_t end = phrase.takes_right ? ExtendRight(last) : WithKind(WithLevel(last, phrase.element));
    if (phrase.takes_right && end == last) return false;
    // A number of days or a level is somebody's.
    const bool counted = phrase.certainty != Certainty::kSure &&
                         ((begin < first && IsCount(text_[begin])) ||
                          (WithLevel(last, phrase.element) > last && !phrase.takes_right));
    if (counted) mention.certainty = Certainty::kSure;
    mention.begin = text_[begin].begin;
    mention.end = text_[end].end;
    Add(mention, phrase.dwelling);
    return true;
  }

  void Add(SensitiveMention mention, bool dwelling) {
    end_ = mention.end;
    mention.weight = WeighSurroundings(text_, mention, dwelling);
    out_.push_back(mention);
  }

  bool InCapitals(size_t first, size_t last) const {
    const std::string_view cased = text_.view().cased();
    std::string_view written = cased.substr(text_[first].begin, text_[last].end - text_[first].begin);
    if (written.size() > 2 && written.ends_with('s')) written.remove_suffix(1);
    return std::none_of(written.begin(), written.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  // "S-CP.A.5": letters of a code, not of an abbreviation.
  bool InCode(size_t first, size_t last) const {
    const auto joins = [](char c) { return c == '.' || c == '-' || c == '_' || c == '\\' || c == '@'; };
    const bool before = first > 0 && text_.GapBefore(first).size() == 1 && joins(text_.GapBefore(first)[0]);
    const bool after = last + 1 < text_.size() && text_.GapBefore(last + 1).size() == 1 &&
                       joins(text_.GapBefore(last + 1)[0]);
    return before || after;
  }

  // "severe peanut", "11", "1 day", "panic", "Level 2": the words before a phrase that belong to it.
  size_t ExtendLeft(size_t first, v1::DataElement element) const {
    const bool head = IsHead(first);
    size_t begin = first;
    for (size_t words = 0; words < kMostWordsLeft && begin > 0; ++words) {
      const std::string_view gap = text_.GapBefore(begin);
      const bool owned =
          head && gap == " " && text_.Word(begin - 1) == "s" && text_.GapBefore(begin - 1) == "'";
      if ((gap != " " && gap != "-") || text_[begin - 1].begin < end_) break;
      if (owned && begin > 1) {  // "Addison's disease"
        begin -= 2;
        break;
      }
      const Token& token = text_[begin - 1];
      const std::string_view word = text_.Word(token);
      if (element == v1::DATA_ELEMENT_CONDUCT) {
        if (!IsCount(token) && word != "day" && word != "days") break;
        --begin;
        continue;
      }
      if (element == v1::DATA_ELEMENT_SPECIAL_ENGLISH_LEARNER && token.shape == Shape::kDigits && begin > 1 &&
          text_.Word(begin - 2) == "level") {
        begin -= 2;
        break;
      }
      const bool joined = gap == "-" && words > 0 && head;  // "Lennox-Gastaut"
      if (!IsOneOf(word, kModifiers) && !joined && (words > 0 || !head || !MayModify(token, first))) break;
      --begin;
    }
    return begin;
  }

  bool IsCount(const Token& token) const {
    static constexpr std::string_view kCounts[] = {"one",   "two",    "three",   "four",     "five",  "six",
                                                   "seven", "eight",  "nine",    "ten",      "una",   "dos",
                                                   "tres",  "cuatro", "cinco",   "seis",     "siete", "ocho",
                                                   "nueve", "diez",   "several", "multiple", "varias"};
    return (token.shape == Shape::kDigits && token.size() <= 3) || IsOneOf(text_.Word(token), kCounts);
  }

  // "EL level 2", "ELD 1": a level after a phrase of language.
  size_t WithLevel(size_t last, v1::DataElement element) const {
    if (element != v1::DATA_ELEMENT_SPECIAL_ENGLISH_LEARNER || last + 1 >= text_.size()) return last;
    size_t next = last + 1;
    if (text_.Word(next) == "level" && text_.GapBefore(next) == " ") ++next;
    const bool level = next < text_.size() &&
                       (text_.GapBefore(next) == " " || text_.GapBefore(next) == "-") &&
                       text_[next].shape == Shape::kDigits && text_[next].size() == 1;
    if (!level) return last;
    // "WIDA 2.7"
    const bool tenths = next + 1 < text_.size() && text_.GapBefore(next + 1) == "." &&
                        text_[next + 1].shape == Shape::kDigits && text_[next + 1].size() == 1;
    return tenths ? next + 1 : next;
  }

  // "Ehlers-Danlos syndrome", "bipolar disorder": the kind after what has a name of its own.
  size_t WithKind(size_t last) const {
    static constexpr std::string_view kKinds[] = {"syndrome", "disorder", "disease"};
    const bool kind =
        last + 1 < text_.size() && text_.GapBefore(last + 1) == " " && IsOneOf(text_.Word(last + 1), kKinds);
    return kind ? last + 1 : last;
  }

  // Phrases that name a kind of thing only, and take the word before them along.
  bool IsHead(size_t first) const {
    static constexpr std::string_view kHeads[] = {"syndrome",  "disorder",   "disease",   "allergy",
                                                  "allergies", "allergic",   "surgery",   "fracture",
                                                  "fractures", "disability", "surgeries", "syndromes"};
    return IsOneOf(text_.Word(first), kHeads);
  }

  bool MayModify(const Token& token, size_t head) const {
    if (!token.IsWord() || token.size() < 3) return false;
    if (token.Has(word::kFunction | word::kNameVerb | word::kTitle | word::kRelation | word::kCalendar))
      return false;
    const std::string_view kind = text_.Word(head);
    // Syndromes and diseases bear the names of those who described them.
    if (token.IsCapitalised() && (token.name != 0 || token.Has(word::kGiven)) && !token.Has(word::kEnglish) &&
        kind != "syndrome" && kind != "disease") {
      return false;
    }
    // Anything may cause an allergy, but few common words do.
    if (kind.starts_with("allerg") && token.Has(word::kEnglish)) return IsAllergen(text_.Word(token));
    return !IsOneOf(text_.Word(token), kNoModifiers);
  }

  // "allergic to peanuts and tree nuts", "suspended for 3 days".
  size_t ExtendRight(size_t last) const {
    size_t end = last;
    size_t kept = last;
    while (end + 1 < text_.size() && end - last < kMostWordsRight) {
      const Token& token = text_[end + 1];
      const std::string_view gap = text_.GapBefore(end + 1);
      if (gap != " " && gap != "-" && gap != "/" && (gap != "'" || text_.Word(token) != "s")) break;
      if (token.IsCapitalised() && (token.name != 0 || token.Has(word::kGiven)) &&
          !token.Has(word::kDictionary))
        break;
      const bool joins = token.Has(word::kFunction) || token.Has(word::kParticle);
      if (token.Has(word::kNameVerb) && !joins) break;
      ++end;
      if (!joins) kept = end;
      if (!joins && end + 1 < text_.size() && text_[end + 1].Has(word::kFunction) && !Joins(end + 1)) break;
    }
    return kept;
  }
  bool Joins(size_t at) const {
    static constexpr std::string_view kAnd[] = {"and", "or", "y", "o", "e", "de"};
    return IsOneOf(text_.Word(at), kAnd);
  }

  void Medical(size_t at) {
    const Medicine medicine = MedicineAt(text_, at);
    if (medicine == Medicine::kNone || IsRedacted(text_, at)) return;
    SensitiveMention mention;
    mention.first = mention.last = static_cast<uint32_t>(at);
    mention.begin = text_[at].begin;
    mention.end = text_[at].end;
    mention.element = v1::DATA_ELEMENT_SPECIAL_HEALTH;
    const bool dose = medicine == Medicine::kDosed;
    mention.certainty = Certainty::kSure;
    mention.recognizer = dose ? "sensitive.dose" : "sensitive.ending";
    Add(mention, false);
  }

  // Scripts without spaces, or whose words grow at both ends: a phrase stands inside the token.
  void Unspaced(size_t at) {
    const Token& token = text_[at];
    const std::string_view word = text_.Word(at);
    for (size_t offset = 0; offset < word.size();) {
      const std::string_view rest = word.substr(offset);
      size_t next = offset;
      const char32_t character = DecodeUtf8(word, next);
      const bool han = character >= 0x2E80 && character <= 0x9FFF;
      if (IsBeyondAscii(rest[0]) && token.begin + offset >= end_ && (han || MayStart(word.substr(0, offset))))
        UnspacedAt(at, offset, rest, han);
      if (!han && offset > 12) return;
      offset = next;
    }
  }

  // What is written on to the front of an Arabic word: the article, "and", "in".
  static bool MayStart(std::string_view before) {
    static constexpr std::string_view kFronts[] = {"",    "ال",  "و",   "ب",  "ل",   "ف", "وال",
                                                   "بال", "فال", "كال", "لل", "ولل", "وب"};
    return IsOneOf(before, kFronts);
  }

  void UnspacedAt(size_t at, size_t offset, std::string_view rest, bool han) {
    for (const SensitivePhrase& phrase : phrases_.StartingWith(rest)) {
      if (!IsBeyondAscii(phrase.words[0])) continue;
      const size_t space = phrase.words.find(' ');
      const std::string_view head = std::string_view(phrase.words).substr(0, space);
      if (!rest.starts_with(head)) continue;
      size_t last = at;
      size_t end = text_[at].begin + offset + head.size();
      bool fits = true;
      if (space != std::string::npos) {
        fits = rest == head;
        last = fits ? LastUnspaced(std::string_view(phrase.words).substr(space + 1), at) : at;
        fits = fits && last > at;
        if (fits) end = text_[last].end;
      } else if (!han && rest.size() - head.size() > 12) {
        fits = false;
      }
      if (!fits) continue;
      const size_t right = phrase.takes_right ? ExtendRight(last) : last;
      if (phrase.takes_right && right == last) continue;
      SensitiveMention mention;
      mention.first = static_cast<uint32_t>(at);
      mention.last = static_cast<uint32_t>(last);
      const bool whole = IsArabic(rest);
      mention.begin = static_cast<uint32_t>(text_[at].begin + (whole ? 0 : offset));
      mention.end = static_cast<uint32_t>(right > last ? text_[right].end : whole ? text_[last].end : end);
      mention.element = phrase.element;
      mention.certainty = phrase.certainty;
      mention.recognizer = "sensitive.phrase";
      Add(mention, phrase.dwelling);
      return;
    }
  }

  // Arabic letters: U+0600 to U+07FF.
  static bool IsArabic(std::string_view rest) {
    return static_cast<uint8_t>(rest[0]) >= 0xD8 && static_cast<uint8_t>(rest[0]) <= 0xDF;
  }

  // The words of a phrase after its first, with what grows on to the last.
  size_t LastUnspaced(std::string_view left, size_t at) const {
    for (size_t token = at + 1; token < text_.size(); ++token) {
      if (!IsPhraseGap(text_.GapBefore(token))) return at;
      const size_t space = left.find(' ');
      const std::string_view wanted = left.substr(0, space);
      std::string_view word = text_.Word(token);
      if (!word.starts_with(wanted) && word.starts_with("ال")) word.remove_prefix(4);
      if (space == left.npos)
        return word.starts_with(wanted) && word.size() - wanted.size() <= 12 ? token : at;
      if (word != wanted) return at;
      left.remove_prefix(space + 1);
    }
    return at;
  }

  const Text& text_;
  const SensitivePhrases& phrases_;
  std::vector<SensitiveMention>& out_;
  size_t end_ = 0;  // folded: where the last mention ends
};

}  // namespace

void FindSensitive(const Text& text, std::string_view key, std::vector<SensitiveMention>& out) {
  Finder(text, out).Run();
  FindRecordValues(text, key, out);
  // A phrase in a private field is part of its value.
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  size_t kept = 0;
  for (const SensitiveMention& next : out) {
    if (kept == 0 || out[kept - 1].end <= next.begin) {
      out[kept++] = next;
      continue;
    }
    SensitiveMention& standing = out[kept - 1];
    standing.end = std::max(standing.end, next.end);
    standing.last = std::max(standing.last, next.last);
    standing.weight = std::max(standing.weight, next.weight);
    if (next.certainty < standing.certainty) standing.element = next.element;
  }
  out.resize(kept);
  // "SLD (dyscalculia)": the surer says what the other is.
  for (size_t at = 1; at < out.size(); ++at) {
    SensitiveMention& one = out[at - 1];
    SensitiveMention& other = out[at];
    if (other.begin - one.end > 3) continue;
    const std::string_view gap = text.view().folded().substr(one.end, other.begin - one.end);
    if (gap.find_first_not_of(" (),/+&;-") != gap.npos) continue;
    const float best = std::max(one.weight, other.weight) - 0.25F;
    one.weight = std::max(one.weight, best);
    other.weight = std::max(other.weight, best);
  }
}

}  // namespace schoolgate::redaction
