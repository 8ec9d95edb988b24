#include "redaction/detect/sensitive/sensitive_extent.h"

#include <algorithm>

#include "redaction/detect/sensitive/sensitive_extent_words.h"
#include "redaction/detect/sensitive/sensitive_scan.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostQualifiers = 4;
constexpr size_t kMostLinks = 3;     // prepositions and adverbs between a verb and what it governs
constexpr size_t kMostVerbs = 4;     // "has been getting"
constexpr size_t kMostHeads = 3;     // "action plan meeting"
constexpr size_t kMostOfClause = 6;  // "since his dad got deported in May"
constexpr size_t kMostJoining = 3;
constexpr size_t kMostGiven = 8;   // words of accommodations
constexpr size_t kMostListed = 8;  // allergens

class Widener {
 public:
  Widener(const Text& text, const SensitiveMention& mention, size_t floor, size_t ceiling)
      : text_(text), mention_(mention), floor_(floor), ceiling_(std::min(ceiling, text.size())) {}

  size_t Left(size_t at) const {
    at = Qualifiers(Allergens(at));
    if (const size_t related = Related(at); related < at) at = Qualifiers(related);
    if (Joins(at) && IsOneOf(text_.Word(at - 1), kDeterminers)) --at;
    return Verbs(at);
  }

  size_t Right(size_t last) const {
    last = Doses(MoreAllergens(last));
    for (size_t heads = 0; heads < kMostHeads && Follows(last) && IsOneOf(Next(last), kHeads); ++heads)
      ++last;
    if (last + 1 < ceiling_ && text_.GapBefore(last + 1) == ", " && IsOneOf(Next(last), kAfterComma)) ++last;
    last = Accommodations(OfWhat(last));
    last = Schedule(last);
    if (Follows(last) && IsOneOf(Next(last), kAgain)) ++last;
    last = Weekdays(last);
    return Since(last);
  }

 private:
  // The token before `at` may belong to it.
  bool Joins(size_t at) const {
    if (at <= floor_ || at == 0) return false;
    const std::string_view gap = text_.GapBefore(at);
    return gap == " " || gap == "-" || gap == "/";
  }
  // So may the one after `last`.
  bool Follows(size_t last) const {
    if (last + 1 >= ceiling_) return false;
    const std::string_view gap = text_.GapBefore(last + 1);
    return gap == " " || gap == "-" || gap == "/";
  }
  std::string_view Next(size_t last) const { return text_.Word(last + 1); }

  size_t Qualifiers(size_t at) const {
    for (size_t words = 0; words < kMostQualifiers && Joins(at) && IsOneOf(text_.Word(at - 1), kQualifiers);
         ++words) {
      --at;
    }
    return at;
  }

  // "peanut and tree nut" before "allergy".
  size_t Allergens(size_t at) const {
    if (!IsAllergen(text_.Word(at))) return at;
    for (size_t words = 0; words < kMostListed && at > floor_; ++words) {
      const std::string_view gap = text_.GapBefore(at);
      const bool listed =
          gap == " " || gap == ", " || gap == "/" || gap == " & " || gap == "-" || gap == " + ";
      const std::string_view word = text_.Word(at - 1);
      if (!listed) break;
      if (IsAllergen(word)) {
        --at;
      } else if ((word == "and" || word == "or") && at - 1 > floor_ && IsAllergen(text_.Word(at - 2))) {
        at -= 2;
      } else {
        break;
      }
    }
    return at;
  }

  // ", tree nuts and shellfish" after "allergic to peanuts".
  size_t MoreAllergens(size_t last) const {
    if (!IsAllergen(text_.Word(last))) return last;
    size_t end = last;
    for (size_t words = 0; words < kMostListed && end + 1 < ceiling_; ++words) {
      const std::string_view gap = text_.GapBefore(end + 1);
      if (gap != " " && gap != ", " && gap != "/" && gap != " & " && gap != "-") break;
      const std::string_view word = text_.Word(end + 1);
      if (!IsAllergen(word) && word != "and" && word != "or" && word != "tree") break;
      ++end;
      if (IsAllergen(word)) last = end;
    }
    return last;
  }

  // "testing for", "a history of".
  size_t Related(size_t at) const {
    size_t noun = at;
    if (Joins(noun) && IsOneOf(text_.Word(noun - 1), kDeterminers)) --noun;
    static constexpr std::string_view kOf[] = {"for", "of", "to", "with", "from", "de", "para", "por"};
    if (!Joins(noun) || !IsOneOf(text_.Word(noun - 1), kOf)) return at;
    --noun;
    if (!Joins(noun) || !IsOneOf(text_.Word(noun - 1), kRelated)) return at;
    return noun - 1;
  }

  // "she has been getting": the verbs that govern it, over what links them, with a pronoun before them.
  size_t Verbs(size_t at) const {
    size_t begin = at;
    for (size_t verbs = 0; verbs < kMostVerbs; ++verbs) {
      size_t next = begin;
      for (size_t links = 0; links < kMostLinks && Spoken(next) && IsOneOf(text_.Word(next - 1), kLinks);
           ++links)
        --next;
      if (!Spoken(next) || !IsVerb(next - 1)) break;
      begin = next - 1;
    }
    if (begin < at && Spoken(begin) && IsOneOf(text_.Word(begin - 1), kAlready)) --begin;
    if (begin < at || IsOneOf(text_.Word(at), kVerbs)) return Subject(begin);
    const bool where = mention_.element == v1::DATA_ELEMENT_SPECIAL_LIVING_SITUATION ||
                       mention_.element == v1::DATA_ELEMENT_SPECIAL_IMMIGRATION ||
                       mention_.element == v1::DATA_ELEMENT_CONDUCT;
    return where && Spoken(at) && IsOneOf(text_.Word(at - 1), kIn) ? at - 1 : at;
  }

  // "she's", but not "Ana's".
  bool IsVerb(size_t at) const {
    const std::string_view word = text_.Word(at);
    if (!IsOneOf(word, kVerbs)) return false;
    const bool short_form = at > 0 && text_.At(text_[at].begin - 1) == '\'';
    return !short_form || IsOneOf(text_.Word(at - 1), kSubjects);
  }

  // Like Joins, over the apostrophe of "she's" too.
  bool Spoken(size_t at) const {
    if (at <= floor_ || at == 0) return false;
    const std::string_view gap = text_.GapBefore(at);
    return gap == " " || gap == "'" || gap == "\u2019";
  }

  size_t Subject(size_t at) const {
    if (!Spoken(at)) return at;
    const std::string_view word = text_.Word(at - 1);
    if (IsOneOf(word, kSubjects)) return at - 1;
    if (!IsOneOf(word, kKin)) return at;
    --at;
    if (Spoken(at) && IsOneOf(text_.Word(at - 1), kOwners)) --at;
    return Spoken(at) && text_.Word(at - 1) == "a" ? at - 1 : at;  // "a su papa lo deportaron"
  }

  // "Concerta ER 27 mg BID", "detention x2".
  size_t Doses(size_t last) const {
    size_t end = last;
    for (size_t words = 0; words < 5 && Follows(end); ++words) {
      const Token& token = text_[end + 1];
      const std::string_view word = text_.Word(token);
      const bool unit = IsOneOf(word, kDoseUnits) || (token.shape == Shape::kMixed && IsMeasure(word));
      if (!unit && (token.shape != Shape::kDigits || token.size() > 4)) break;
      ++end;
      if (unit) last = end;
    }
    return last;
  }

  // "250mg", "2x"
  static bool IsMeasure(std::string_view word) {
    const size_t digits = word.find_first_not_of("0123456789");
    if (digits == 0 || digits == word.npos) return false;
    const std::string_view unit = word.substr(digits);
    return unit == "mg" || unit == "mcg" || unit == "ml" || unit == "x";
  }

  // "a 504 for migraines", "an allergy to bee stings", "a disability in written expression".
  size_t OfWhat(size_t last) const {
    if (!Follows(last) || !IsOneOf(Next(last), kOfWhat)) return last;
    const bool plan = mention_.element == v1::DATA_ELEMENT_SPECIAL_IEP_504;
    const bool disability = mention_.element == v1::DATA_ELEMENT_SPECIAL_DISABILITY;
    const bool allergy = text_.Word(last).starts_with("aller") || text_.Word(last).starts_with("alerg");
    const std::string_view link = Next(last);
    const bool in = link == "in";
    const bool cause = link == "for" || link == "para" || link == "por";
    const bool deed =
        mention_.element == v1::DATA_ELEMENT_CONDUCT;  // "suspended from the bus", "for fighting"
    const bool taken = in ? plan || disability : link == "from" ? deed : cause ? plan || deed : allergy;
    if (!taken) return last;
    size_t end = last + 1;
    size_t kept = last;
    for (size_t words = 0; words < 3 && Follows(end); ++words) {
      const Token& token = text_[end + 1];
      const std::string_view word = text_.Word(token);
      if (words == 0 && IsOneOf(word, kDeterminers)) {
        ++end;
        continue;
      }
      if (!token.IsWord() ||
          token.Has(word::kFunction | word::kNameVerb | word::kCalendar | word::kRelation) ||
          token.shape == Shape::kCapital || (in && !IsOneOf(word, kSubjectsTaught)))
        break;
      kept = ++end;
    }
    return kept;
  }

  // "504: large print", "EL, word-to-word dictionary": what the plan gives.
  size_t Accommodations(size_t last) const {
    if (mention_.element != v1::DATA_ELEMENT_SPECIAL_IEP_504 &&
        mention_.element != v1::DATA_ELEMENT_SPECIAL_ENGLISH_LEARNER)
      return last;
    size_t end = last;
    for (size_t words = 0; words < kMostGiven && end + 1 < ceiling_; ++words) {
      const std::string_view gap = text_.GapBefore(end + 1);
      const bool listed = gap == ", " || gap == ": " || gap == " - " || gap == " \u2013 " || gap == " (" ||
                          gap == "; " || gap == " + " || gap == " & ";
      if (!(listed || (words > 0 && Follows(end))) || !IsOneOf(text_.Word(end + 1), kGiven)) break;
      ++end;
    }
    // The last word may only link the next: "breaks, to".
    while (end > last && IsOneOf(text_.Word(end), kLinks)) --end;
    return end;
  }

  // "twice a week", "2x30/wk", "30 min weekly".
  size_t Schedule(size_t last) const {
    size_t end = last;
    for (size_t words = 0; words < 6 && Follows(end); ++words) {
      const Token& token = text_[end + 1];
      const std::string_view word = text_.Word(token);
      const bool unit = IsOneOf(word, kTimeUnits) && words > 0;
      const bool alone = word == "weekly" || word == "daily" || word == "monthly";
      const bool number =
          (token.shape == Shape::kDigits && token.size() <= 3) ||
          (token.shape == Shape::kMixed && word[0] >= '0' && word[0] <= '9' && token.size() <= 6);
      if (!unit && !alone && !number && !IsOneOf(word, kTimes)) break;
      ++end;
      if (unit || alone || (number && token.shape == Shape::kMixed)) last = end;
    }
    return last;
  }

  // "on Wednesdays", "thursday and friday".
  size_t Weekdays(size_t last) const {
    size_t end = last;
    for (size_t words = 0; words < 4 && Follows(end); ++words) {
      const std::string_view word = Next(end);
      const bool day = text_[end + 1].Has(word::kCalendar) || word.ends_with("days");
      if (!day && word != "on" && word != "and" && word != "los") break;
      ++end;
      if (day) last = end;
    }
    return last;
  }

  // "since the fire", "until her grades post".
  size_t Since(size_t last) const {
    if (!Follows(last) || !IsOneOf(Next(last), kSince)) return last;
    size_t end = last + 1;
    size_t kept = last;
    for (size_t words = 0; words < kMostOfClause && Follows(end); ++words) {
      const Token& token = text_[end + 1];
      if (IsOneOf(text_.Word(token), kClauseEnds)) break;
      ++end;
      if (!token.Has(word::kFunction)) kept = end;
    }
    return kept;
  }

  const Text& text_;
  const SensitiveMention& mention_;
  size_t floor_, ceiling_;
};

}  // namespace

SensitiveExtent WidenMention(const Text& text, const SensitiveMention& mention, SensitiveExtent extent,
                             size_t floor, size_t ceiling) {
  if (mention.certainty == Certainty::kValue) return extent;
  const Widener widener(text, mention, floor, ceiling);
  if (text[extent.first].begin == mention.begin) extent.first = widener.Left(extent.first);
  if (text[extent.last].end == mention.end) extent.last = widener.Right(extent.last);
  return extent;
}

size_t JoiningWords(const Text& text, size_t from, size_t to) {
  static constexpr std::string_view kJoining[] = {"and",     "y",    "e",     "or",   "o",     "due", "to",
                                                  "related", "with", "w",     "plus", "under", "per", "for",
                                                  "his",     "her",  "their", "my",   "the",   "a",   "an",
                                                  "su",      "con",  "por",   "also", "bc",    "of"};
  // "autism and uses a wheelchair" says two things.
  if (from >= to || to - from > kMostJoining || IsOneOf(text.Word(to), kVerbs)) return from - 1;
  for (size_t at = from; at <= to; ++at) {
    const std::string_view gap = text.GapBefore(at);
    if (gap != " " && gap != "/") return from - 1;
    if (at < to && !IsOneOf(text.Word(at), kJoining)) return from - 1;
  }
  return to - 1;
}

}  // namespace schoolgate::redaction
