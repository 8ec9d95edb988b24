#include "redaction/detect/names/school_mentions.h"

#include <vector>

#include "redaction/detect/names/name_context.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

class SchoolFinder {
 public:
  explicit SchoolFinder(NameScan& scan) : scan_(scan), text_(scan.text) {}

  void Run() {
    for (size_t at = 0; at < text_.size();) {
      at = text_[at].Has(word::kSchool) && !scan_.taken[at] ? Look(at) : at + 1;
    }
    for (size_t at = 0; at + 1 < text_.size(); ++at) {
      if (text_[at].Has(word::kPlace) && text_[at].shape == Shape::kCapital) TakeNamedAfter(at);
    }
  }

 private:
  size_t Look(size_t at);
  // Any school of a language that puts the type first: "Escuela Primaria Benito Juárez", "Liceo Galilei".
  void TakeNamedAfter(size_t at);
  // Somebody on the roster may be called so.
  bool IsBorne(size_t first, size_t last) const;
  // Another word of somebody's name right beside: "Linden Reyes", "Ana Linden".
  bool OfLongerName(size_t first, size_t last) const;
  // What stands around says a person: "Mr. Linden", "my aunt Linden", a column of names.
  bool IsPerson(size_t first, size_t last) const;
  // What stands around says a school: "at Linden", "School: Linden", "the Linden library".
  bool IsSchool(size_t first, size_t last) const;

  NameScan& scan_;
  const Text& text_;
};

bool SchoolFinder::IsBorne(size_t first, size_t last) const {
  const auto given = [&](size_t at) {
    return text_[at].Has(word::kGiven) ||
           (text_[at].name != 0 && !scan_.index.PeopleNamed(text_[at].name).empty());
  };
  if (first == last) return given(first);
  if (text_[first].name == 0 || text_[last].name == 0) return false;
  std::vector<uint32_t> people;
  scan_.index.FindPair(text_[first].name, text_[last].name, people);
  return !people.empty();
}

bool SchoolFinder::OfLongerName(size_t first, size_t last) const {
  const auto name = [&](size_t at) {
    const Token& token = text_[at];
    return token.shape == text_[first].shape && token.size() >= 2 && token.IsCapitalised() &&
           !IsDictionaryWord(text_, token) &&
           !token.Has(word::kPlace | word::kTitle | word::kRelation | word::kPublicTitle | word::kState |
                      word::kCueId | word::kCueName | word::kCuePhone | word::kStreetType);
  };
  const size_t next = last + 1;
  if (next < text_.size() && (text_.GapBefore(next) == " " || text_.GapBefore(next) == "-") && name(next))
    return true;
  if (first == 0) return false;
  if (text_.GapBefore(first) == ". " && text_[first - 1].size() == 1 && text_[first - 1].IsCapitalised())
    return true;  // "A. Linden"
  return (text_.GapBefore(first) == " " || text_.GapBefore(first) == "-") && name(first - 1) &&
         (text_[first - 1].Has(word::kGiven) || text_[first - 1].name != 0);
}

bool SchoolFinder::IsPerson(size_t first, size_t last) const {
  if (IsTitled(text_, first)) return true;
  if ((scan_.cues.Column(first) & (word::kCueName | word::kCueGiven | word::kCueFamily)) != 0) return true;
  const RoleSign sign = RoleOf(text_, first, last);
  if (sign.role == RoleHint::kNone) return false;
  // "Linden, gr 4", "Linden's classrooms", "the principal, Linden" are said of a school, too.
  if (sign.cue == "grade" || sign.cue == "class of") return false;
  return sign.cue == "relative of" || (first > 0 && text_.GapBefore(first) == " ");
}

bool SchoolFinder::IsSchool(size_t first, size_t last) const {
  static const Words* const kLeads =
      MakeWords("at from to attends attended near en desde school site campus");
  static const Words* const kOf = MakeWords(R"(
library gym gymnasium office field fields cafeteria campus students teachers staff parents families pta ptsa
ptso ptc garden playground kids front auditorium mpr multipurpose stadium band choir team principal nurse
handbook calendar newsletter boundaries attendance site community lions tigers bears kindergarten staffroom
)");
  if (first > 0) {
    const std::string_view gap = text_.GapBefore(first);
    if ((gap == " " || gap == ": " || gap == ":") && kLeads->contains(text_.Word(first - 1))) return true;
    if (gap.ends_with('@')) return true;
  }
  const size_t next = last + 1;
  return next < text_.size() && text_.GapBefore(next) == " " && kOf->contains(text_.Word(next));
}

size_t SchoolFinder::Look(size_t at) {
  const SchoolNames::Found found = scan_.index.schools().FindAt(text_, at);
  if (found.words == 0) return at + 1;
  size_t first = at;
  size_t last = at + found.words - 1;
  for (size_t token = first; token <= last; ++token) {
    if (scan_.taken[token]) return at + 1;
  }
  if (found.letters) {
    if (text_[at].shape == Shape::kUpper && !IsBorne(at, at)) scan_.taken[at] = true;
    return at + 1;
  }
  bool whole = found.whole;
  // "MS" is a school where "Ms" is a title.
  const auto type = [&](size_t token) {
    return SchoolNames::IsTypeWord(text_.Word(token)) && !scan_.taken[token] &&
           (!text_[token].Has(word::kTitle) || text_[token].shape == Shape::kUpper);
  };
  while (last + 1 < text_.size() && text_.GapBefore(last + 1) == " " && type(last + 1) &&
         (text_[last + 1].IsCapitalised() || !text_[at].IsCapitalised() || text_[last + 1].size() > 3)) {
    ++last;
    whole = true;
  }
  while (first > 0 && text_.GapBefore(first) == " " && type(first - 1) && text_[first - 1].IsCapitalised() &&
         at - first < 3) {
    --first;
    whole = true;
  }
  if (!whole) {
    if (OfLongerName(first, last) || IsPerson(first, last)) return last + 1;
    if (IsBorne(first, last) && !IsSchool(first, last)) return last + 1;
    // A word of the dictionary in lower case needs no taking, and may be a name's.
    if (text_[first].shape == Shape::kLower && IsDictionaryWord(text_, text_[first])) return last + 1;
  }
  for (size_t token = first; token <= last; ++token) scan_.taken[token] = true;
  return last + 1;
}

void SchoolFinder::TakeNamedAfter(size_t at) {
  static const Words* const kTypes = MakeWords(R"(
escuela primaria secundaria preparatoria colegio instituto liceo lycee ecole escola colegiul lekol universidad
)");
  constexpr size_t kMost = 6;
  if (!kTypes->contains(text_.Word(at))) return;
  size_t last = at;
  while (last + 1 < text_.size() && last - at < kMost && text_.GapBefore(last + 1) == " " &&
         !scan_.taken[last + 1]) {
    const Token& next = text_[last + 1];
    const bool particle =
        next.Has(word::kParticle) && last + 2 < text_.size() && text_[last + 2].IsCapitalised();
    if ((!next.IsCapitalised() && !particle) || next.Has(word::kTitle | word::kRelation)) break;
    ++last;
  }
  // Two words at the end that are somebody of the school are not the school's: "Colegio Lux Ana Reyes".
  if (last > at + 1 && IsBorne(last - 1, last)) return;
  for (size_t token = at; token <= last && last > at; ++token) scan_.taken[token] = true;
}

}  // namespace

void TakeSchoolNames(NameScan& scan) { SchoolFinder(scan).Run(); }

}  // namespace schoolgate::redaction
