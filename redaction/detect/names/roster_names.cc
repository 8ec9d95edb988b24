// Finds the roster's people by their full names.
#include <algorithm>
#include <string>

#include "redaction/detect/names/roster_finder.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostNameWords = 5;

}  // namespace

size_t RosterFinder::Emit(size_t first, size_t last, NameForm form, std::vector<uint32_t> people,
                          std::string_view recognizer, float confidence, bool certain) {
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  NameMention mention;
  mention.first = static_cast<uint32_t>(first);
  mention.last = static_cast<uint32_t>(last);
  mention.form = form;
  mention.people = std::move(people);
  mention.titled = IsTitled(text_, first);
  mention.cue = mention.titled ? "title" : PersonCue(text_, scan_.cues, first, last);
  mention.cued = !mention.cue.empty();
  mention.recognizer = recognizer;
  mention.confidence = confidence;
  mention.certain = certain;
  if (certain) {
    for (size_t at = first; at <= last; ++at) scan_.taken[at] = true;
  }
  scan_.out.push_back(std::move(mention));
  return last + 1;
}

bool RosterFinder::Plausible(size_t given, size_t family) const {
  const bool both_capital = text_[given].IsCapitalised() && text_[family].IsCapitalised();
  if (both_capital || text_[given].shape == Shape::kUnspaced) return true;
  if (Dictionary(given) && Dictionary(family)) return false;
  // A capital on one and none on the other, which is a word: "Grace will".
  if (text_[given].IsCapitalised() && Dictionary(family)) return false;
  return !(text_[family].IsCapitalised() && Dictionary(given) && !text_[given].Has(word::kGiven));
}

// Takes along what belongs to the same name: more words of the person's, a suffix, a second half.
size_t RosterFinder::ExtendRight(size_t last, std::vector<uint32_t>& people) const {
  while (Free(last + 1) && last + 1 < text_.size()) {
    const std::string_view gap = text_.GapBefore(last + 1);
    const Token& next = text_[last + 1];
    const bool hyphen = gap == "-";
    if (!InName(gap) || (gap.starts_with('.') && text_[last].size() > 3)) break;
    const bool known = next.size() > 1 && InRecords(people, last + 1, kFamilyBit | kMiddleBit | kGivenBit) &&
                       (hyphen || next.IsCapitalised() || !Dictionary(last + 1));
    const bool suffix = next.Has(word::kSuffix) && next.size() >= 2 && (gap == " " || gap == ". ");
    const bool half = hyphen && next.IsCapitalised();
    if (!known && !suffix && !half) break;
    ++last;
    if (known) Narrow(last, last, people);
  }
  return last;
}

// Of the people a name may be, those the words [first, last] fit, if it fits any.
void RosterFinder::Narrow(size_t first, size_t last, std::vector<uint32_t>& people) const {
  for (size_t at = first; at <= last && people.size() > 1; ++at) {
    std::vector<uint32_t> fit;
    for (const uint32_t person : people) {
      bool fits =
          text_[at].name != 0 && index_.IsNamed(person, text_[at].name, kGivenBit | kFamilyBit | kMiddleBit);
      if (IsInitial(at)) {
        for (const RosterIndex::NamePart part : index_.NameOf(person)) {
          fits |= part.Role() == NameRole::kMiddle && index_.Initial(part.name) == text_.Word(at)[0];
        }
      }
      if (fits) fit.push_back(person);
    }
    if (!fit.empty()) people = std::move(fit);
  }
}

size_t RosterFinder::GivenFirst(size_t at) {
  if ((Roles(at) & (kGivenBit | kNicknameBit | kMiddleBit)) == 0) return at;
  size_t best = at;
  bool cells = false;
  std::vector<uint32_t> best_people;
  for (size_t end = at + 1; Free(end) && end - at < kMostNameWords; ++end) {
    const std::string_view gap = text_.GapBefore(end);
    const bool next_cell = InNextCell(gap) && end == at + 1;
    if (!InName(gap) && !next_cell) break;
    if (gap.starts_with('.') && text_[end - 1].size() > 3) break;
    const Token& token = text_[end];
    if ((Roles(end) & kFamilyBit) != 0) {
      std::vector<uint32_t> people;
      index_.FindPair(text_[at].name, token.name, people);
      bool explained = !people.empty();
      for (size_t between = at + 1; between < end && explained; ++between) {
        explained = IsInitial(between) || text_[between].Has(word::kParticle) ||
                    text_[between].IsCapitalised() ||
                    InRecords(people, between, kGivenBit | kFamilyBit | kMiddleBit);
      }
      if (explained) {
        best = end;
        best_people = std::move(people);
        cells = next_cell;
        break;  // what else is of the name, ExtendRight takes
      }
    }
    if (next_cell) break;
    const bool passes = IsInitial(end) || token.Has(word::kParticle) || token.name != 0 ||
                        (token.shape == Shape::kCapital && !Dictionary(end));
    if (!passes) break;
  }
  if (best == at) return at;
  const bool plausible = Plausible(at, best);
  if (best > at + 1) Narrow(at + 1, best - 1, best_people);
  if (cells) {  // two cells of a table: each is replaced for itself
    if (!plausible || text_[at].size() < 2) return at;
    Emit(at, at, NameForm::kFull, best_people, "roster.given_name", 0.9F);
    return Emit(best, best, NameForm::kFull, std::move(best_people), "roster.family_name", 0.9F);
  }
  size_t last = ExtendRight(best, best_people);
  return Emit(at, last, NameForm::kFull, std::move(best_people), "roster.full_name", 0.97F, plausible);
}

size_t RosterFinder::FamilyFirst(size_t at) {
  if ((Roles(at) & kFamilyBit) == 0) return at;
  size_t comma = at + 1;  // the token after the comma
  while (Free(comma) && comma - at < kMostNameWords) {
    const std::string_view gap = text_.GapBefore(comma);
    if (gap == ", " || gap == "," || gap == ";" || gap == " , " || gap == "; ") break;
    if (!InName(gap) || gap.find('.') != gap.npos) return at;
    if (!text_[comma].IsCapitalised() && text_[comma].name == 0 && !text_[comma].Has(word::kParticle))
      return at;
    ++comma;
  }
  if (!Free(comma) || comma - at >= kMostNameWords) return at;
  std::vector<uint32_t> people;
  if (IsInitial(comma)) {
    const bool dot = text_.At(text_[comma].end) == '.';
    const char after = text_.At(text_[comma].end);
    if (text_[comma].shape != Shape::kCapital || !text_[at].IsCapitalised()) return at;
    const bool two = Free(comma + 1) && text_.GapBefore(comma + 1) == "-" && IsInitial(comma + 1);
    if (!dot && !two && after != '\t' && after != '\n' && after != '\0' && after != '|' && after != '"' &&
        after != ',' && after != ' ') {
      return at;
    }
    for (size_t family = at; family < comma; ++family) {
      if (text_[family].name == 0) continue;
      PeopleWithInitial(text_[family].name, kFamilyBit, text_.Word(comma)[0], NameRole::kGiven, people);
    }
    if (people.empty()) return at;
    return Emit(at, two ? comma + 1 : comma, NameForm::kFamilyInitial, std::move(people),
                "roster.family_initial", 0.85F);
  }
  if ((Roles(comma) & (kGivenBit | kNicknameBit | kMiddleBit)) == 0) return at;
  for (size_t family = at; family < comma; ++family) {
    if (text_[family].name != 0) index_.FindPair(text_[comma].name, text_[family].name, people);
  }
  if (people.empty() || !Plausible(comma, at)) return at;
  if (comma - at > 1) Narrow(at, comma - 1, people);
  size_t last = comma;
  while (Free(last + 1) && last - comma < 3 &&
         (text_.GapBefore(last + 1) == " " || text_.GapBefore(last + 1) == ". " ||
          text_.GapBefore(last + 1) == "-")) {
    const bool initial = IsInitial(last + 1) && text_[last + 1].shape == Shape::kCapital &&
                         text_.At(text_[last + 1].end) != '\'';
    const bool known =
        InRecords(people, last + 1, kGivenBit | kMiddleBit) &&
        (text_.GapBefore(last + 1) == "-" || text_[last + 1].IsCapitalised() || !Dictionary(last + 1));
    const bool given =
        text_[last + 1].IsCapitalised() && text_[last + 1].Has(word::kGiven) && !Dictionary(last + 1);
    if (!initial && !known && !given) break;
    ++last;
  }
  if (last > comma) Narrow(comma + 1, last, people);
  const std::string_view gap = text_.GapBefore(comma);
  if (gap == "," || gap == ";") {  // two cells of a table: each is replaced for itself
    Emit(at, comma - 1, NameForm::kFull, people, "roster.family_name", 0.9F);
    return Emit(comma, last, NameForm::kFull, std::move(people), "roster.given_name", 0.9F);
  }
  return Emit(at, last, NameForm::kFull, std::move(people), "roster.family_given", 0.97F);
}

// "sosa jaime", "Trần Minh Khôi": the family name first, without a comma.
size_t RosterFinder::Reversed(size_t at) {
  if ((Roles(at) & kFamilyBit) == 0) return at;
  size_t best = at;
  std::vector<uint32_t> people;
  for (size_t end = at + 1; Free(end) && end - at < 4; ++end) {
    if (!InName(text_.GapBefore(end)) || text_.GapBefore(end).find('.') != std::string_view::npos) break;
    if ((Roles(end) & kGivenBit) != 0) {
      std::vector<uint32_t> found;
      index_.FindPair(text_[end].name, text_[at].name, found);
      if (!found.empty()) {
        best = end;
        people = std::move(found);
      }
    }
    if (text_[end].name == 0 && text_[end].shape != Shape::kCapital) break;
  }
  if (best == at) return at;
  const bool capital = text_[at].IsCapitalised() && text_[best].IsCapitalised();
  if (text_[at].shape != text_[best].shape) return at;
  if (!capital && (Dictionary(at) || Dictionary(best))) return at;
  return Emit(at, best, NameForm::kFull, std::move(people), "roster.family_given", 0.9F);
}

size_t RosterFinder::MatchAt(size_t at) {
  if (text_[at].size() == 1) {
    // "D'Shawn": one letter and the rest.
    if (Free(at + 1) && text_.GapBefore(at + 1) == "'" && text_[at + 1].size() > 2 && text_[at].name != 0) {
      if (const size_t next = Single(at); next != at) return next;
    }
    return InitialFirst(at);
  }
  if (const size_t next = FamilyFirst(at); next != at) return next;
  const size_t mentions = scan_.out.size();
  if (const size_t next = GivenFirst(at); next != at && scan_.out[mentions].certain) return next;
  if (const size_t next = Reversed(at); next != at) return next;
  if (const size_t next = InitialLast(at); next != at) return next;
  return Single(at);
}

void FindRosterNames(NameScan& scan) { RosterFinder(scan).Run(); }

}  // namespace schoolgate::redaction
