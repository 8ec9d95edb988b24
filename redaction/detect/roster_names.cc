// Finds the roster's people by the ways a name is written.
#include <algorithm>
#include <string>

#include "redaction/detect/name_mention.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostNameWords = 5;
constexpr size_t kMostPostings = 4096;

class Finder {
 public:
  explicit Finder(NameScan& scan) : scan_(scan), text_(scan.text), index_(scan.index) {}

  void Run() {
    for (size_t at = 0; at < text_.size();) {
      if (scan_.taken[at] || (text_[at].name == 0 && text_[at].size() != 1)) {
        ++at;
        continue;
      }
      const size_t next = MatchAt(at);
      at = next == at ? at + 1 : next;
    }
  }

 private:
  bool Free(size_t at) const { return at < text_.size() && !scan_.taken[at] && text_[at].size() <= 64; }
  uint8_t Roles(size_t at) const { return text_[at].name == 0 ? 0 : index_.Roles(text_[at].name); }
  bool Dictionary(size_t at) const { return IsDictionaryWord(text_, text_[at]); }
  bool IsInitial(size_t at) const {
    return text_[at].size() == 1 && (text_[at].shape == Shape::kCapital || text_[at].shape == Shape::kLower);
  }
  // The words of one name stand this close.
  static bool InName(std::string_view gap) {
    return gap.empty() || gap == " " || gap == "-" || gap == "'" || gap == ". " || gap == "." || gap == "_" ||
           gap == "+" || gap == "  " || gap == "- " || gap == " - ";
  }
  static bool InNextCell(std::string_view gap) { return gap == "," || gap == "\t" || gap == "|"; }

  size_t MatchAt(size_t at);
  size_t GivenFirst(size_t at);
  size_t FamilyFirst(size_t at);
  size_t Reversed(size_t at);
  size_t InitialFirst(size_t at);
  size_t InitialLast(size_t at);
  size_t Single(size_t at);

  bool InRecords(const std::vector<uint32_t>& people, size_t at, uint8_t roles) const {
    return text_[at].name != 0 && std::any_of(people.begin(), people.end(), [&](uint32_t person) {
             return index_.IsNamed(person, text_[at].name, roles);
           });
  }
  size_t ExtendRight(size_t last, std::vector<uint32_t>& people) const;
  void Narrow(size_t first, size_t last, std::vector<uint32_t>& people) const;
  // Casing and dictionary allow the words to be a name without more.
  bool Plausible(size_t given, size_t family) const;
  void PeopleWithInitial(uint32_t name, uint8_t roles, char initial, NameRole initial_of,
                         std::vector<uint32_t>& people) const;
  size_t Emit(size_t first, size_t last, NameForm form, std::vector<uint32_t> people,
              std::string_view recognizer, float confidence, bool certain = true);

  NameScan& scan_;
  const Text& text_;
  const RosterIndex& index_;
};

size_t Finder::Emit(size_t first, size_t last, NameForm form, std::vector<uint32_t> people,
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

bool Finder::Plausible(size_t given, size_t family) const {
  const bool both_capital = text_[given].IsCapitalised() && text_[family].IsCapitalised();
  if (both_capital || text_[given].shape == Shape::kUnspaced) return true;
  if (Dictionary(given) && Dictionary(family)) return false;
  // A capital on one and none on the other, which is a word: "Grace will".
  if (text_[given].IsCapitalised() && Dictionary(family)) return false;
  return !(text_[family].IsCapitalised() && Dictionary(given) && !text_[given].Has(word::kGiven));
}

// Takes along what belongs to the same name: more words of the person's, a suffix, a second half.
size_t Finder::ExtendRight(size_t last, std::vector<uint32_t>& people) const {
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
void Finder::Narrow(size_t first, size_t last, std::vector<uint32_t>& people) const {
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

size_t Finder::GivenFirst(size_t at) {
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

size_t Finder::FamilyFirst(size_t at) {
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
    if (!dot && after != '\t' && after != '\n' && after != '\0' && after != '|' && after != '"' &&
        after != ',' && after != ' ') {
      return at;
    }
    for (size_t family = at; family < comma; ++family) {
      if (text_[family].name == 0) continue;
      PeopleWithInitial(text_[family].name, kFamilyBit, text_.Word(comma)[0], NameRole::kGiven, people);
    }
    if (people.empty()) return at;
    return Emit(at, comma, NameForm::kFamilyInitial, std::move(people), "roster.family_initial", 0.85F);
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
size_t Finder::Reversed(size_t at) {
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

void Finder::PeopleWithInitial(uint32_t name, uint8_t roles, char initial, NameRole initial_of,
                               std::vector<uint32_t>& people) const {
  const auto look = [&](uint32_t number) {
    size_t looked_at = 0;
    for (const RosterIndex::Posting posting : index_.PeopleNamed(number)) {
      if (++looked_at > kMostPostings || people.size() >= ValueIndex::kMost) break;
      if ((roles & 1 << posting.role) == 0) continue;
      for (const RosterIndex::NamePart part : index_.NameOf(posting.person)) {
        if (part.Role() == initial_of && index_.Initial(part.name) == initial) {
          people.push_back(posting.person);
          break;
        }
      }
    }
  };
  look(name);
  if ((roles & kGivenBit) != 0 && people.empty()) {
    for (const uint32_t formal : index_.FormalNames(name)) look(formal);
  }
}

// "A. Reyes", "C. T. Mabry".
size_t Finder::InitialFirst(size_t at) {
  if (!IsInitial(at) || text_[at].shape != Shape::kCapital) return at;
  size_t family = at + 1;
  if (Free(family) && IsInitial(family) && text_[family].shape == Shape::kCapital) ++family;
  if (!Free(family) || (Roles(family) & kFamilyBit) == 0 || !text_[family].IsCapitalised() ||
      text_[family].size() < 2)
    return at;
  const std::string_view gap = text_.GapBefore(family);
  if (gap != ". " && gap != "." && gap != " ") return at;
  if (gap == " " && (Dictionary(family) || text_.Word(at) == "i" || text_.Word(at) == "a")) return at;
  if (at > 0 && text_.GapBefore(at) == "'") return at;
  std::vector<uint32_t> people;
  PeopleWithInitial(text_[family].name, kFamilyBit, text_.Word(at)[0], NameRole::kGiven, people);
  if (people.empty()) return at;
  const size_t last = ExtendRight(family, people);
  return Emit(at, last, NameForm::kFamilyInitial, std::move(people), "roster.initial_family", 0.85F);
}

// "Ana R.", "Noé D-R", "yareli g", "WHITE T".
size_t Finder::InitialLast(size_t at) {
  if (!Free(at + 1) || !IsInitial(at + 1) || text_[at].size() < 2 || text_.GapBefore(at + 1) != " ")
    return at;
  const char letter = text_.Word(at + 1)[0];
  const char after = text_.At(text_[at + 1].end);
  const bool capital = text_[at + 1].shape == Shape::kCapital;
  const bool vowel = std::string_view("aeiouy").find(letter) != std::string_view::npos;
  if (after == '\'' || after == '&' || after == '/') return at;
  if (vowel &&
      (!capital || ((letter == 'a' || letter == 'i') && after != '.' && text_[at].shape != Shape::kUpper)))
    return at;
  if (!capital && (Dictionary(at) || text_[at].IsCapitalised())) return at;
  if (!text_[at].IsCapitalised() && Dictionary(at)) return at;
  std::vector<uint32_t> people;
  size_t last = at + 1;
  if ((Roles(at) & (kGivenBit | kNicknameBit)) != 0) {
    PeopleWithInitial(text_[at].name, kGivenBit, letter, NameRole::kFamily, people);
    if (!people.empty() && Free(last + 1) && text_.GapBefore(last + 1) == "-" && IsInitial(last + 1)) ++last;
    if (!people.empty() && (!Dictionary(at) || after == '.' || text_[at].Has(word::kGiven))) {
      return Emit(at, last, NameForm::kFamilyInitial, std::move(people), "roster.given_initial", 0.85F);
    }
  }
  const bool table = after == '\t' || after == '\n' || after == '\0' || after == ',' || after == '|' ||
                     (after == ' ' && text_.At(text_[at + 1].end + 1) == ' ');
  if ((Roles(at) & kFamilyBit) == 0 || text_[at].shape != Shape::kUpper || (Dictionary(at) && !table))
    return at;
  people.clear();
  PeopleWithInitial(text_[at].name, kFamilyBit, letter, NameRole::kGiven, people);
  if (people.empty()) return at;
  return Emit(at, last, NameForm::kFamilyInitial, std::move(people), "roster.family_initial", 0.8F);
}

size_t Finder::Single(size_t at) {
  const Token& token = text_[at];
  if (text_.GapBefore(at + 1) == "'" && at + 1 < text_.size() && text_.Word(at + 1) == "t")
    return at;  // "Don't"
  if (token.size() < 2 || (Roles(at) & (kGivenBit | kFamilyBit | kNicknameBit)) == 0) return at;
  const bool titled = IsTitled(text_, at);
  const std::string_view cue = titled ? "title" : PersonCue(text_, scan_.cues, at, at);
  // A lower-case word of the dictionary is nobody without a cue.
  if (!token.IsCapitalised() && cue.empty() && Dictionary(at) && !token.Has(word::kGiven)) return at;
  if (!token.IsCapitalised() && cue.empty() && (!text_.familiar() || text_.IsExotic(token))) return at;
  if (token.Has(word::kFunction) && !titled && cue != "key") return at;
  if (token.size() == 2 && cue.empty() && !token.IsCapitalised()) return at;
  NameMention mention;
  mention.first = mention.last = static_cast<uint32_t>(at);
  mention.form = NameForm::kSingle;
  mention.name = token.name;
  // "María José", "Juan Pablo": two words that are one name on the roster.
  const std::string_view gap = text_.GapBefore(at + 1);
  if (Free(at + 1) && text_[at + 1].name != 0 && (gap == " " || gap == "-" || gap == ". ") &&
      text_[at + 1].shape == token.shape && token.size() + text_[at + 1].size() <= 24) {
    std::string joined(text_.Word(at));
    joined += text_.Word(at + 1);
    const uint32_t name = index_.lexicon().Find(joined).name;
    if (name != 0) {
      mention.last = static_cast<uint32_t>(at + 1);
      mention.name = name;
    }
  }
  mention.titled = titled;
  mention.cue = cue;
  mention.cued = !cue.empty();
  mention.recognizer =
      (Roles(at) & (kGivenBit | kNicknameBit)) != 0 ? "roster.given_name" : "roster.family_name";
  const size_t next = mention.last + 1;
  scan_.out.push_back(std::move(mention));
  return next;
}

size_t Finder::MatchAt(size_t at) {
  if (text_[at].size() == 1) return InitialFirst(at);
  if (const size_t next = FamilyFirst(at); next != at) return next;
  const size_t mentions = scan_.out.size();
  if (const size_t next = GivenFirst(at); next != at && scan_.out[mentions].certain) return next;
  if (const size_t next = Reversed(at); next != at) return next;
  if (const size_t next = InitialLast(at); next != at) return next;
  return Single(at);
}

}  // namespace

void FindRosterNames(NameScan& scan) { Finder(scan).Run(); }

}  // namespace schoolgate::redaction
