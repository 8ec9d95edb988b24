#include "redaction/detect/names/known_names.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "redaction/detect/text/char_set.h"
#include "redaction/detect/text/hashing.h"
#include "redaction/detect/text/known_lists.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostWords = 12;

// Family names so common that a figure's full name with one is not only the figure's.
constexpr std::string_view kCommonFamilyNames =
    " adams alexander allen alvarez anderson andrews armstrong arnold austin bailey baker banks barber "
    "barnes bell "
    "bennett berry bishop black blake boyd bradley brooks brown bryant bush butler byrd campbell carpenter "
    "carr carroll "
    "carter castillo castro chan chavez chen clark cole coleman collins cook cooper cox crawford cruz "
    "cunningham "
    "curtis dalton daniels davis day dean diaz dixon douglas duncan dunn edwards elliott ellis evans "
    "ferguson "
    "fernandez fields fisher flanagan fletcher flores ford foster fowler fox francis franklin freeman fuller "
    "gallagher "
    "garcia gardner garner garza gibson gilbert gomez gonzalez gonzales gordon graham grant gray green "
    "greene griffin "
    "gutierrez hall hamilton hansen hanson harmon harper harris harrison hart harvey hawkins hayes henderson "
    "henry "
    "hernandez hicks hill holmes hopkins howard howell hudson hughes hunt hunter jackson jacobs james "
    "jenkins jensen "
    "jimenez johnson johnston jones jordan kelley kelly kennedy kim king knight lane larson lawrence lawson "
    "lee lewis "
    "little long lopez lucas lynch marshall martin martinez mason matthews maxwell mccoy mcdonald medina "
    "mendez mendoza "
    "meyer miller mills milton mitchell montgomery moore morales moreno morgan morris morrison murphy murray "
    "myers "
    "nelson newman newton nguyen nichols nicholson norris oliver olson ortega ortiz owens palmer parker "
    "patel patterson "
    "payne perez perkins perry peters peterson phillips pierce porter potter powell price quinn ramirez "
    "ramos ray "
    "read reed reyes reynolds rice richards richardson riley rivera roberts robertson robinson rodriguez "
    "rogers rojas "
    "romero rose ross ruiz russell ryan salazar sanchez sanders santiago santos schmidt scott shaw shelton "
    "sheldon "
    "silva simmons simms simpson sims smith snyder soto spencer stanley stephens stevens stewart stone "
    "sullivan "
    "taylor thomas thompson torres tran tucker turner tyler vargas vasquez vaughan vega wade wagner walker "
    "wallace "
    "walsh ward warren washington watkins watson watts weaver webb weber welch wells west wheeler white "
    "williams "
    "williamson willis wilson wong wood woods wright yang young ";

bool IsOrdinary(std::string_view name) {
  const size_t first = name.find(' ');
  const size_t last = name.rfind(' ');
  if (first == name.npos) return false;
  static constexpr std::string_view kTitles = " mr mrs ms miss dr senor senora sr sra mister o ";
  const auto among = [](std::string_view words, std::string_view word) {
    const size_t at = words.find(word);
    return at != words.npos && at > 0 && words[at - 1] == ' ' && words[at + word.size()] == ' ';
  };
  static constexpr std::string_view kStations =
      " friar lord lady king queen prince princess captain saint st pope emperor father count chief ";
  if (first != last || among(kStations, name.substr(0, first))) return false;
  return among(kTitles, name.substr(0, first)) || among(kCommonFamilyNames, name.substr(last + 1));
}

uint64_t Joined(uint64_t before, std::string_view word) {
  return before == 0 ? HashOf(word) : MixHash(before, HashOf(word));
}

// The words of one name stand this close; a line may break within it.
bool InPhrase(std::string_view gap) {
  static constexpr CharSet kParting(",;:|\t()=");
  return gap.size() <= 3 && !kParting.AnyIn(gap) && gap != "\n\n" && gap != "...";
}

bool Telling(const Token& token) {
  return token.size() >= 3 &&
         !token.Has(word::kFunction | word::kParticle | word::kSuffix | word::kTitle | word::kCalendar);
}

}  // namespace

KnownNames::KnownNames() {
  ForEachListedFigure(
      [&](std::string_view name) { Add(name, {.kind = KnownKind::kPerson, .ordinary = IsOrdinary(name)}); });
  ForEachListedThing([&](std::string_view name) { Add(name, {.kind = KnownKind::kThing}); });
  ForEachListedWork(
      [&](uint16_t work, std::string_view name) { Add(name, {.kind = KnownKind::kTitle, .work = work}); },
      [&](uint16_t work, std::string_view name, bool ordinary) {
        Add(name, {.kind = KnownKind::kCharacter, .ordinary = ordinary || IsOrdinary(name), .work = work});
        if (people_.size() <= work) people_.resize(size_t{work} + 1);
        for (const std::string_view word : WordsOf(name)) {
          if (word.size() >= 3 && word != "the") people_[work].push_back(HashOf(word));
        }
      });
}

const KnownNames& KnownNames::Get() {
  static const auto* const kNames = new KnownNames;
  return *kNames;
}

void KnownNames::Add(std::string_view name, Entry entry) {
  uint64_t hash = 0;
  for (const std::string_view word : WordsOf(name)) {
    hash = Joined(hash, word);
    nodes_.try_emplace(hash);
    filter_[hash % kFilterBits / 64] |= uint64_t{1} << hash % 64;
  }
  if (hash == 0) return;
  nodes_[hash].push_back(entry);
  ends_[hash % kFilterBits / 64] |= uint64_t{1} << hash % 64;
}

KnownNames::Found KnownNames::FindAt(const Text& text, size_t at) const {
  Found found;
  uint64_t hash = 0;
  for (size_t next = at; next < text.size() && next - at < kMostWords; ++next) {
    if (next > at && !InPhrase(text.GapBefore(next))) break;
    hash = Joined(hash, text.Word(next));
    if ((filter_[hash % kFilterBits / 64] >> hash % 64 & 1) == 0) break;
    if ((ends_[hash % kFilterBits / 64] >> hash % 64 & 1) == 0) continue;  // more of the name must follow
    const auto node = nodes_.find(hash);
    if (node == nodes_.end()) break;
    if (!node->second.empty()) found = {next - at + 1, node->second};
  }
  return found;
}

KnownNames::Found KnownNames::FindReversedAt(const Text& text, size_t at) const {
  Found found;
  uint64_t hash = 0;
  for (size_t next = at + 1; next < text.size() && next - at <= 3; ++next) {
    const std::string_view gap = text.GapBefore(next);
    if (gap != (next == at + 1 ? ", " : " ") && !(next > at + 1 && gap == ". ")) break;
    if (!text[next].IsCapitalised()) break;
    const bool initial = next > at + 1 && text[next].size() == 1;
    hash = initial ? hash : Joined(hash, text.Word(next));
    if (!nodes_.contains(hash)) break;
    const auto node = nodes_.find(Joined(hash, text.Word(at)));
    if (node != nodes_.end() && !node->second.empty()) found = {next - at + 1, node->second};
  }
  return found;
}

std::span<const uint64_t> KnownNames::PeopleOf(uint16_t work) const { return people_[work]; }

namespace {

class KnownFinder {
 public:
  KnownFinder(NameScan& scan, KnownScan& known) : scan_(scan), text_(scan.text), known_(known) {}

  void Run() {
    for (size_t at = 0; at < text_.size();) {
      at = text_[at].Has(word::kFigure) && !scan_.taken[at] ? Look(at) : at + 1;
    }
    for (size_t at = 1; at < text_.size(); ++at) {
      if (text_[at].Has(word::kFigure) && text_.GapBefore(at) == ", ") LookReversed(at - 1);
    }
  }

 private:
  size_t Look(size_t at);
  // "Lee, Harper".
  void LookReversed(size_t at);
  bool OnRoster(size_t first, size_t last) const;
  // Another word of somebody's name right beside: "Michael Jordan Reyes", "Ana Sophia Loren".
  bool OfLongerName(size_t first, size_t last) const;
  bool IsNamesake(size_t first, size_t last, bool thing) const;
  void Take(size_t first, size_t last) {
    for (size_t at = first; at <= last; ++at) scan_.taken[at] = true;
  }
  void Remember(size_t first, size_t last);
  // "plays Juliet", "the role of Annie".
  bool IsPlayed(size_t at) const {
    if (at == 0 || text_.GapBefore(at) != " ") return false;
    const std::string_view word = text_.Word(at - 1);
    if (word == "of") return at > 1 && (text_.Word(at - 2) == "role" || text_.Word(at - 2) == "part");
    return word == "plays" || word == "played" || word == "playing" || word == "portrays";
  }
  void AddWork(uint16_t work, uint8_t weight) { known_.works.emplace_back(work, weight); }

  NameScan& scan_;
  const Text& text_;
  KnownScan& known_;
  absl::flat_hash_set<uint64_t> said_;  // words of works' people and their work
};

bool KnownFinder::OnRoster(size_t first, size_t last) const {
  if (text_[first].name == 0 || text_[last].name == 0) return false;
  std::vector<uint32_t> people;
  scan_.index.FindPair(text_[first].name, text_[last].name, people);
  return !people.empty();
}

bool KnownFinder::OfLongerName(size_t first, size_t last) const {
  const auto name = [&](const Token& token) {
    return token.shape == Shape::kCapital && token.size() >= 3 &&
           !token.Has(word::kDictionary | word::kPlace | word::kTitle | word::kRelation | word::kNameVerb |
                      word::kPublicTitle | word::kState);
  };
  const size_t next = last + 1;
  if (next < text_.size() && (text_.GapBefore(next) == " " || text_.GapBefore(next) == "-") &&
      name(text_[next])) {
    return true;
  }
  return first > 0 && text_.GapBefore(first) == " " && name(text_[first - 1]) &&
         text_[first - 1].Has(word::kGiven) && !text_.AtSentenceStart(first - 1);
}

// Whether a name here is rather somebody's who bears it: in lower case, or "Wendy's mom".
bool KnownFinder::IsNamesake(size_t first, size_t last, bool thing) const {
  const bool bearable = text_[first].Has(word::kGiven) || text_[first].name != 0;
  if (!bearable) return false;
  if (!text_[first].IsCapitalised()) return true;
  if (!thing || text_.Word(last) != "s" || last != first + 1) return false;
  const size_t next = last + 1;
  if (next < text_.size() && text_.GapBefore(next) == " " && text_[next].shape == Shape::kLower &&
      !text_[next].Has(word::kFunction)) {
    return true;
  }
  if (first == 0 || text_.GapBefore(first) != " ") return true;
  const std::string_view before = text_.Word(first - 1);
  return before != "at" && before != "to" && before != "from" && before != "the" && before != "a" &&
         before != "near" && before != "by" && before != "like" && before != "some" && before != "en" &&
         before != "al";
}

void KnownFinder::Remember(size_t first, size_t last) {
  known_.people.push_back(static_cast<uint32_t>(last));
  size_t family = last;
  while (family > first && !Telling(text_[family])) --family;
  for (size_t at = first; at <= last; ++at) {
    if (!Telling(text_[at])) continue;
    const auto strength = at == family ? KnownScan::kName : KnownScan::kFirstName;
    KnownScan::Strength& known = known_.words.try_emplace(HashOf(text_.Word(at)), strength).first->second;
    known = std::max(known, strength);
  }
}

size_t KnownFinder::Look(size_t at) {
  const KnownNames::Found found = KnownNames::Get().FindAt(text_, at);
  if (found.words == 0) return at + 1;
  const size_t last = at + found.words - 1;
  const size_t next = last + 1;
  const bool one = found.words == 1;
  const bool capital = text_[at].IsCapitalised();
  const bool bearable = text_[at].Has(word::kGiven) || text_[at].name != 0;
  const auto has = [&](KnownKind kind) {
    return std::any_of(found.entries.begin(), found.entries.end(),
                       [kind](const KnownNames::Entry& entry) { return entry.kind == kind; });
  };
  if (one) {
    // In lower case what is nothing but a figure's: "dracula", "napoleon".
    if (!capital && (bearable || IsDictionaryWord(text_, text_[at]) || text_[at].size() < 5)) return next;
    if (IsTitled(text_, at) || OfLongerName(at, at)) return next;
    for (const KnownNames::Entry& entry : found.entries) {
      if (entry.kind == KnownKind::kTitle) AddWork(entry.work, 1);
      if (entry.kind != KnownKind::kCharacter) continue;
      if (!bearable && !IsDictionaryWord(text_, text_[at])) {
        // The same one again says no more: a family may be called so.
        if (said_.insert(MixHash(HashOf(text_.Word(at)), entry.work)).second) AddWork(entry.work, 1);
        if (known_.characters.empty() || known_.characters.back() != at)
          known_.characters.push_back(static_cast<uint32_t>(at));
      }
      if (IsPlayed(at)) AddWork(entry.work, 2);
    }
    if (!has(KnownKind::kPerson) && !has(KnownKind::kThing)) return next;
    if (bearable) {
      if (has(KnownKind::kPerson)) known_.perhaps.push_back(HashOf(text_.Word(at)));
    } else {
      known_.words[HashOf(text_.Word(at))] = KnownScan::kName;
      if (has(KnownKind::kPerson)) known_.people.push_back(static_cast<uint32_t>(at));
    }
    return next;
  }
  for (const KnownNames::Entry& entry : found.entries) {
    if (entry.kind == KnownKind::kTitle) AddWork(entry.work, 2);
    if (entry.kind == KnownKind::kCharacter) AddWork(entry.work, entry.ordinary ? 1 : 2);
  }
  if (has(KnownKind::kTitle)) {
    Take(at, last);
    return next;
  }
  if (has(KnownKind::kThing)) {
    if (IsNamesake(at, last, true) || OnRoster(at, last)) return at + 1;
    Take(at, last);
    return next;
  }
  const bool character = !has(KnownKind::kPerson);
  const bool ordinary = std::all_of(found.entries.begin(), found.entries.end(),
                                    [](const KnownNames::Entry& entry) { return entry.ordinary; });
  if (OfLongerName(at, last)) return at + 1;
  const bool lower = text_[at].shape == Shape::kLower && text_[last].shape == Shape::kLower;
  if ((ordinary && !lower) || OnRoster(at, last)) {
    known_.contested.emplace_back(at, last);
    if (!character) known_.people.push_back(static_cast<uint32_t>(last));
    return next;
  }
  if (!capital && bearable && !text_[last].IsCapitalised() && character) return next;
  Take(at, last);
  Remember(at, last);
  return next;
}

void KnownFinder::LookReversed(size_t at) {
  if (scan_.taken[at] || text_[at].shape != Shape::kCapital || text_[at].size() < 3) return;
  const KnownNames::Found found = KnownNames::Get().FindReversedAt(text_, at);
  if (found.words == 0) return;
  const bool person =
      std::any_of(found.entries.begin(), found.entries.end(),
                  [](const KnownNames::Entry& entry) { return entry.kind == KnownKind::kPerson; });
  if (!person || OnRoster(at + 1, at)) return;
  // One of a list: "Lee, Harper, Reyes".
  if (at > 0 && text_.GapBefore(at) == ", ") return;
  Take(at, at + found.words - 1);
}

}  // namespace

void TakeKnownNames(NameScan& scan, KnownScan& known) { KnownFinder(scan, known).Run(); }

}  // namespace schoolgate::redaction
