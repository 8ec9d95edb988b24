// The roster's people by an initial and a name, and by one word.
#include <algorithm>
#include <string>

#include "redaction/detect/names/roster_finder.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostPostings = 4096;

}  // namespace

void RosterFinder::PeopleWithInitial(uint32_t name, uint8_t roles, char initial, NameRole initial_of,
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
size_t RosterFinder::InitialFirst(size_t at) {
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
size_t RosterFinder::InitialLast(size_t at) {
  if (!Free(at + 1) || !IsInitial(at + 1) || text_[at].size() < 2 || text_.GapBefore(at + 1) != " ")
    return at;
  const char letter = text_.Word(at + 1)[0];
  const char after = text_.At(text_[at + 1].end);
  const bool capital = text_[at + 1].shape == Shape::kCapital;
  const bool vowel = std::string_view("aeiouy").find(letter) != std::string_view::npos;
  if (after == '\'' || after == '&' || after == '/') return at;
  // "faith k: who told u": the name of who speaks, or the end of what is said.
  const bool ends = std::string_view(":\n\t|,.\")").find(after) != std::string_view::npos || after == '\0';
  if (vowel && after != ':' &&
      (!capital || ((letter == 'a' || letter == 'i') && after != '.' && text_[at].shape != Shape::kUpper)))
    return at;
  const bool word = Dictionary(at) && !(ends && text_[at].Has(word::kGiven));
  if (!capital && (word || text_[at].IsCapitalised())) return at;
  if (!text_[at].IsCapitalised() && word) return at;
  std::vector<uint32_t> people;
  size_t last = at + 1;
  if ((Roles(at) & (kGivenBit | kNicknameBit)) != 0) {
    PeopleWithInitial(text_[at].name, kGivenBit, letter, NameRole::kFamily, people);
    if (!people.empty() && Free(last + 1) && text_.GapBefore(last + 1) == "-" && IsInitial(last + 1)) ++last;
    if (!people.empty() && (!word || after == '.' || text_[at].Has(word::kGiven))) {
      return Emit(at, last, NameForm::kFamilyInitial, std::move(people), "roster.given_initial", 0.85F);
    }
  }
  const bool table = after == '\t' || after == '\n' || after == '\0' || after == ',' || after == '|' ||
                     (after == ' ' && text_.At(text_[at + 1].end + 1) == ' ');
  const bool two = Free(last + 1) && text_.GapBefore(last + 1) == "-" && IsInitial(last + 1);  // "Kim S-Y"
  const bool upper = text_[at].shape == Shape::kUpper && (!Dictionary(at) || table);
  const bool mixed = text_[at].shape == Shape::kCapital && capital && !Dictionary(at) && (ends || two);
  if ((Roles(at) & kFamilyBit) == 0 || (!upper && !mixed)) return at;
  people.clear();
  PeopleWithInitial(text_[at].name, kFamilyBit, letter, NameRole::kGiven, people);
  if (people.empty()) return at;
  if (two) ++last;
  return Emit(at, last, NameForm::kFamilyInitial, std::move(people), "roster.family_initial", 0.8F);
}

size_t RosterFinder::Single(size_t at) {
  const Token& token = text_[at];
  if (text_.GapBefore(at + 1) == "'" && at + 1 < text_.size() && text_.Word(at + 1) == "t")
    return at;  // "Don't"
  const bool bound_letter = token.size() == 1 && text_.GapBefore(at + 1) == "'";
  if ((token.size() < 2 && !bound_letter) || (Roles(at) & (kGivenBit | kFamilyBit | kNicknameBit)) == 0)
    return at;
  if (IsDayOfDate(text_, at)) return at;
  const bool titled = IsTitled(text_, at);
  const std::string_view cue = titled ? "title" : PersonCue(text_, scan_.cues, at, at);
  // A lower-case word of the dictionary is nobody without a cue.
  if (!token.IsCapitalised() && cue.empty() && Dictionary(at) && !token.Has(word::kGiven)) return at;
  if (!token.IsCapitalised() && cue.empty() && (!text_.familiar() || text_.IsExotic(token))) return at;
  // "Will said": a capital that no sentence asks for, or what the tagger says.
  const bool likely = token.IsCapitalised() && scan_.likelihood[at].any() >= 0.3F;
  if (token.Has(word::kFunction) && !titled && !likely && cue != "key") return at;
  const bool with_rest = text_.GapBefore(at + 1) == "'" || text_.GapBefore(at + 1) == "-";
  if (token.size() == 2 && cue.empty() && !token.IsCapitalised() && !with_rest) return at;
  NameMention mention;
  mention.first = mention.last = static_cast<uint32_t>(at);
  mention.form = NameForm::kSingle;
  mention.name = token.name;
  // "María José", "Juan Pablo": two words that are one name on the roster.
  const std::string_view gap = text_.GapBefore(at + 1);
  const bool bound = gap == "-" || gap == "'";
  if (Free(at + 1) && text_[at + 1].name != 0 && (bound || gap == " " || gap == ". ") &&
      (text_[at + 1].shape == token.shape || (bound && token.shape == Shape::kCapital)) &&
      token.size() + text_[at + 1].size() <= 24) {
    std::string joined(text_.Word(at));
    joined += text_.Word(at + 1);
    const uint32_t name = index_.lexicon().Find(joined).name;
    if (name != 0) {
      mention.last = static_cast<uint32_t>(at + 1);
      mention.name = name;
      // "Jun-seo P".
      const size_t next = at + 2;
      std::vector<uint32_t> people;
      if (Free(next) && IsInitial(next) && text_.GapBefore(next) == " " &&
          text_[next].shape == Shape::kCapital)
        PeopleWithInitial(name, kGivenBit, text_.Word(next)[0], NameRole::kFamily, people);
      if (!people.empty())
        return Emit(at, next, NameForm::kFamilyInitial, std::move(people), "roster.given_initial", 0.85F);
    }
  }
  if (mention.last == at &&
      (token.size() == 1 || (token.size() == 2 && !token.IsCapitalised() && cue.empty())))
    return at;
  mention.titled = titled;
  mention.cue = cue;
  mention.cued = !cue.empty();
  mention.recognizer =
      (Roles(at) & (kGivenBit | kNicknameBit)) != 0 ? "roster.given_name" : "roster.family_name";
  const size_t next = mention.last + 1;
  scan_.out.push_back(std::move(mention));
  return next;
}

void RosterFinder::Possessive(size_t at) {
  const std::string_view word = text_.Word(at);
  if (!word.ends_with('s') || Dictionary(at) || !text_[at].IsWord()) return;
  const uint32_t name = index_.lexicon().Find(word.substr(0, word.size() - 1)).name;
  if (name == 0 || (index_.Roles(name) & (kGivenBit | kNicknameBit)) == 0) return;
  const bool relation =
      at + 1 < text_.size() && text_.GapBefore(at + 1) == " " && text_[at + 1].Has(word::kRelation);
  if (!text_[at].IsCapitalised() && !relation) return;
  NameMention mention;
  mention.first = mention.last = static_cast<uint32_t>(at);
  mention.name = name;
  mention.cue = relation ? "relation" : "";
  mention.cued = relation;
  mention.recognizer = "roster.given_name";
  scan_.out.push_back(std::move(mention));
}

}  // namespace schoolgate::redaction
