#include "redaction/detect/roster/roster_index.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "redaction/detect/text/tokens.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

uint64_t ValueHash(ValueKind kind, std::string_view normalized) {
  return MixHash(HashOf(normalized), static_cast<uint64_t>(kind) + 11);
}

// Ids of all kinds share one key, so that a word is looked up once.
constexpr ValueKind kAnyId = ValueKind::kLocalId;

uint64_t PairHash(uint32_t given, uint32_t family) {
  return MixHash(uint64_t{given} << 32 | family, 0x5C4001);
}

// How many digits end a word of at least four letters and digits; 7 if it has another shape.
size_t TrailingDigits(std::string_view word) {
  size_t digits = 0;
  while (digits < word.size() && word[word.size() - 1 - digits] >= '0' &&
         word[word.size() - 1 - digits] <= '9')
    ++digits;
  const std::string_view letters = word.substr(0, word.size() - digits);
  const bool plain = std::all_of(letters.begin(), letters.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return plain && letters.size() >= 4 && digits < 7 ? digits : 7;
}

// Five to ten digits: how many, and the first two of them. 0 for anything else.
uint16_t ShapeOfId(std::string_view id) {
  if (id.size() < 5 || id.size() > 10) return 0;
  if (!std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; })) return 0;
  return static_cast<uint16_t>(id.size() * 100 + static_cast<size_t>((id[0] - '0') * 10 + (id[1] - '0')));
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  return digits;
}

}  // namespace

// Collects postings out of order, then lays them flat.
class RosterIndex::Builder {
 public:
  explicit Builder(RosterIndex& out) : out_(out) { out_.names_.resize(1); }

  void AddPeople();
  void AddNicknames();
  void LearnUsernames();
  void AddSchools() {
    for (const School& school : out_.roster_->schools()) out_.schools_.Add(school.name, out_.lexicon_);
    for (const std::string_view district : out_.roster_->districts())
      out_.schools_.Add(district, out_.lexicon_);
  }
  void LearnIds();
  void LayOut();

 private:
  uint32_t NameNumber(std::string_view word);
  void AddName(uint32_t index, const Person& person);
  void AddValues(uint32_t index, const Person& person);
  void AddAddress(uint32_t index, const Address& address);
  void AddWords(std::string_view text, NameRole role, std::vector<uint32_t>& keys);
  void AddValue(ValueKind kind, std::string_view normalized, uint32_t person, ValueKind tag) {
    if (!normalized.empty())
      out_.values_.Add(ValueHash(kind, normalized), person, static_cast<uint32_t>(tag));
  }

  RosterIndex& out_;
  std::vector<std::pair<uint32_t, uint32_t>> postings_;  // name, person << 3 | role
  std::vector<std::pair<uint32_t, uint32_t>> formals_;   // nickname, name
};

uint32_t RosterIndex::Builder::NameNumber(std::string_view word) {
  Lexicon::Entry& entry = out_.lexicon_.Enter(word);
  if (entry.name == 0) {
    entry.name = static_cast<uint32_t>(out_.names_.size());
    out_.names_.emplace_back().initial = word[0];
    out_.native_.Add(word, entry.name);
  }
  return entry.name;
}

// Enters the words of a name and adds the numbers by which it is looked up: particles only if there is
// nothing else, and words that are joined ("Ju-won", "De La Cruz") also as one.
void RosterIndex::Builder::AddWords(std::string_view text, NameRole role, std::vector<uint32_t>& keys) {
  const std::string folded = FoldText(text);
  const std::vector<std::string_view> words = WordsOf(folded);
  const auto add = [&](std::string_view word, bool key) {
    if (word.size() > 64) return;
    const uint32_t name = NameNumber(word);
    if (key && std::find(keys.begin(), keys.end(), name) == keys.end()) keys.push_back(name);
    const NamePart part{name, static_cast<uint32_t>(role)};
    const auto same = [&](const NamePart& other) {
      return other.name == part.name && other.role == part.role;
    };
    const auto begin = out_.parts_.begin() + out_.first_part_.back();
    if (std::none_of(begin, out_.parts_.end(), same)) out_.parts_.push_back(part);
  };
  std::string joined;
  size_t keyed = 0;
  for (const std::string_view word : words) {
    const bool particle = word.size() == 1 || (out_.lexicon_.Find(word).bits & word::kParticle) != 0;
    const bool key = !particle || words.size() == 1;
    keyed += key ? 1 : 0;
    add(word, key);
    joined += word;
  }
  if (keyed == 0 && !words.empty()) add(words.back(), true);
  if (words.size() > 1 && joined.size() <= 24) add(joined, true);
}

void RosterIndex::Builder::AddName(uint32_t index, const Person& person) {
  out_.first_part_.push_back(static_cast<uint32_t>(out_.parts_.size()));
  std::vector<uint32_t> given;
  std::vector<uint32_t> family;
  std::vector<uint32_t> middle;
  AddWords(person.given, NameRole::kGiven, given);
  AddWords(person.preferred_given, NameRole::kGiven, given);
  AddWords(person.family, NameRole::kFamily, family);
  AddWords(person.preferred_family, NameRole::kFamily, family);
  AddWords(person.middle, NameRole::kMiddle, middle);
  AddWords(person.preferred_middle, NameRole::kMiddle, middle);
  for (size_t at = out_.first_part_.back(); at < out_.parts_.size(); ++at) {
    const NamePart part = out_.parts_[at];
    postings_.emplace_back(part.name, index << 3 | part.role);
    out_.names_[part.name].roles |= static_cast<uint8_t>(1 << part.role);
  }
  given.insert(given.end(), middle.begin(), middle.end());
  for (const uint32_t first : given) {
    for (const uint32_t last : family) out_.pairs_.Add(PairHash(first, last), index);
  }
}

void RosterIndex::Builder::AddAddress(uint32_t index, const Address& address) {
  const std::string folded = FoldText(address.street);
  const std::vector<std::string_view> words = WordsOf(folded);
  if (words.size() < 2) return;
  std::string name;
  for (size_t at = 1; at < words.size(); ++at) {
    if ((out_.lexicon_.Find(words[at]).bits & word::kUnit) != 0) break;
    if (!name.empty()) name += ' ';
    name += StreetWord(words[at]);
  }
  AddValue(ValueKind::kStreetName, name, index, ValueKind::kStreetName);
  std::string start(words[0]);
  start += ' ';
  start += StreetWord(words[1]);
  AddValue(ValueKind::kStreet, start, index, ValueKind::kStreet);
}

void RosterIndex::Builder::AddValues(uint32_t index, const Person& person) {
  const auto add_id = [&](std::string_view value, ValueKind tag) {
    const std::string folded = FoldText(value);
    AddValue(kAnyId, folded, index, tag);
    const std::string_view trimmed = TrimId(folded);
    if (trimmed != folded && trimmed.size() >= 4) AddValue(kAnyId, trimmed, index, tag);
  };
  for (const PersonId& id : person.ids) {
    add_id(id.value, id.kind == IdKind::kLocal   ? ValueKind::kLocalId
                     : id.kind == IdKind::kState ? ValueKind::kStateId
                                                 : ValueKind::kOtherId);
  }
  add_id(person.source_id, ValueKind::kLocalId);
  if (!person.username.empty()) {
    const std::string folded = FoldText(person.username);
    AddValue(ValueKind::kUsername, folded, index, ValueKind::kUsername);
    const std::vector<std::string_view> words = WordsOf(folded);
    if (words.size() > 1) out_.lexicon_.Enter(words[0]).bits |= static_cast<uint32_t>(word::kUsernameStart);
  }
  for (const std::string_view email : person.emails)
    AddValue(ValueKind::kEmail, FoldText(email), index, ValueKind::kEmail);
  for (const std::string_view phone : person.phones) {
    const std::string digits = PhoneDigits(phone);
    if (digits.size() < 7) continue;
    AddValue(ValueKind::kPhone, digits, index, ValueKind::kPhone);
    AddValue(ValueKind::kLocalPhone, std::string_view(digits).substr(digits.size() - 7), index,
             ValueKind::kLocalPhone);
  }
  for (const Address& address : person.addresses) AddAddress(index, address);
}

void RosterIndex::Builder::AddPeople() {
  const absl::Span<const Person> people = out_.roster_->people();
  out_.kinds_.reserve(people.size());
  for (uint32_t index = 0; index < people.size(); ++index) {
    out_.kinds_.push_back(people[index].kind);
    AddName(index, people[index]);
    AddValues(index, people[index]);
  }
  out_.first_part_.push_back(static_cast<uint32_t>(out_.parts_.size()));
}

void RosterIndex::Builder::LearnUsernames() {
  size_t all = 0;
  std::array<size_t, 7> by_digits{};
  for (const Person& person : out_.roster_->people()) {
    if (person.username.empty()) continue;
    ++all;
    const size_t letters = TrailingDigits(person.username);
    if (letters < 7) ++by_digits[letters];
  }
  for (size_t digits = 2; digits < by_digits.size(); ++digits) {
    if (by_digits[digits] * 5 > all) out_.username_digits_ |= 1U << digits;
  }
}

void RosterIndex::Builder::LearnIds() {
  constexpr size_t kFewest = 20;  // pupils: fewer say nothing of how ids are given out
  std::vector<uint16_t> shapes;
  for (const Person& person : out_.roster_->people()) {
    if (person.kind != PersonKind::kStudent) continue;
    for (const PersonId& id : person.ids) {
      if (id.kind != IdKind::kLocal) continue;
      if (const uint16_t shape = ShapeOfId(id.value); shape != 0) shapes.push_back(shape);
    }
  }
  std::sort(shapes.begin(), shapes.end());
  for (size_t at = 0; at < shapes.size();) {
    const size_t end =
        static_cast<size_t>(std::upper_bound(shapes.begin(), shapes.end(), shapes[at]) - shapes.begin());
    if (end - at >= kFewest && (end - at) * 4 >= shapes.size()) out_.id_shapes_.push_back(shapes[at]);
    at = end;
  }
}

void RosterIndex::Builder::AddNicknames() {
  ForEachNickname([&](std::string_view nickname, std::string_view formal) {
    const uint32_t name = out_.lexicon_.Find(formal).name;
    if (name == 0 || (out_.names_[name].roles & kGivenBit) == 0) return;
    const uint32_t short_name = NameNumber(nickname);
    out_.names_[short_name].roles |= kNicknameBit;
    formals_.emplace_back(short_name, name);
  });
}

void RosterIndex::Builder::LayOut() {
  std::sort(postings_.begin(), postings_.end());
  std::sort(formals_.begin(), formals_.end());
  out_.names_.emplace_back();
  size_t posting = 0;
  size_t formal = 0;
  out_.postings_.reserve(postings_.size());
  for (uint32_t name = 0; name < out_.names_.size(); ++name) {
    out_.names_[name].first_posting = static_cast<uint32_t>(posting);
    out_.names_[name].first_formal = static_cast<uint32_t>(formal);
    for (; posting < postings_.size() && postings_[posting].first == name; ++posting) {
      out_.postings_.push_back({postings_[posting].second >> 3, postings_[posting].second & 7});
    }
    for (; formal < formals_.size() && formals_[formal].first == name; ++formal) {
      out_.formals_.push_back(formals_[formal].second);
    }
  }
  out_.parts_.shrink_to_fit();
  out_.native_.Finish();
  out_.pairs_.Finish();
  out_.values_.Finish();
}

RosterIndex::RosterIndex(RosterSnapshot roster) : roster_(std::move(roster)) {
  Builder builder(*this);
  builder.AddPeople();
  builder.AddNicknames();
  builder.LearnUsernames();
  builder.AddSchools();
  builder.LearnIds();
  builder.LayOut();
}

std::span<const RosterIndex::NamePart> RosterIndex::NameOf(uint32_t person) const {
  return {parts_.data() + first_part_[person], parts_.data() + first_part_[person + 1]};
}

std::span<const RosterIndex::Posting> RosterIndex::PeopleNamed(uint32_t name) const {
  return {postings_.data() + names_[name].first_posting, postings_.data() + names_[name + 1].first_posting};
}

std::span<const uint32_t> RosterIndex::FormalNames(uint32_t name) const {
  return {formals_.data() + names_[name].first_formal, formals_.data() + names_[name + 1].first_formal};
}

void RosterIndex::FindPair(uint32_t given, uint32_t family, std::vector<uint32_t>& people) const {
  for (const ValueIndex::Entry& entry : pairs_.Find(PairHash(given, family))) people.push_back(entry.person);
  if (!people.empty()) return;  // the name as written goes before what it may be short for
  for (const uint32_t formal : FormalNames(given)) {
    for (const ValueIndex::Entry& entry : pairs_.Find(PairHash(formal, family)))
      people.push_back(entry.person);
  }
}

bool RosterIndex::IsNamed(uint32_t person, uint32_t name, uint8_t roles) const {
  for (const NamePart part : NameOf(person)) {
    if ((roles & 1 << part.role) == 0) continue;
    if (part.name == name) return true;
    if (part.Role() == NameRole::kFamily) continue;
    for (const uint32_t formal : FormalNames(name)) {
      if (formal == part.name) return true;
    }
  }
  return false;
}

bool RosterIndex::IsUsernameShape(std::string_view folded) const {
  return folded.size() <= 32 && (username_digits_ >> TrailingDigits(folded) & 1) != 0;
}

bool RosterIndex::IsIdShape(std::string_view digits) const {
  const uint16_t shape = ShapeOfId(digits);
  return shape != 0 && std::binary_search(id_shapes_.begin(), id_shapes_.end(), shape);
}

std::span<const ValueIndex::Entry> RosterIndex::FindValue(ValueKind kind, std::string_view normalized) const {
  return values_.Find(ValueHash(kind, normalized));
}

std::span<const ValueIndex::Entry> RosterIndex::FindId(std::string_view folded) const {
  return values_.Find(ValueHash(kAnyId, folded));
}

std::string_view RosterIndex::TrimId(std::string_view folded) {
  size_t at = 0;
  while (at < folded.size() && at < 4 && (folded[at] < '0' || folded[at] > '9')) ++at;
  while (at < folded.size() && folded[at] == '0') ++at;
  const std::string_view rest = folded.substr(at);
  const bool digits = std::all_of(rest.begin(), rest.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits ? rest : folded;
}

std::string RosterIndex::PhoneDigits(std::string_view text) {
  std::string digits = DigitsOf(text);
  if (digits.size() == 11 && digits[0] == '1') digits.erase(0, 1);
  return digits;
}

std::string_view RosterIndex::StreetWord(std::string_view word) {
  static const auto* const kShort = new absl::flat_hash_map<std::string_view, std::string_view>{
      {"street", "st"},     {"avenue", "ave"},      {"av", "ave"},        {"boulevard", "blvd"},
      {"road", "rd"},       {"lane", "ln"},         {"drive", "dr"},      {"court", "ct"},
      {"circle", "cir"},    {"place", "pl"},        {"terrace", "ter"},   {"trail", "trl"},
      {"parkway", "pkwy"},  {"highway", "hwy"},     {"freeway", "fwy"},   {"square", "sq"},
      {"alley", "aly"},     {"plaza", "plz"},       {"crossing", "xing"}, {"cove", "cv"},
      {"ridge", "rdg"},     {"bend", "bnd"},        {"point", "pt"},      {"heights", "hts"},
      {"turnpike", "tpke"}, {"expressway", "expy"}, {"north", "n"},       {"south", "s"},
      {"east", "e"},        {"west", "w"},          {"northeast", "ne"},  {"northwest", "nw"},
      {"southeast", "se"},  {"southwest", "sw"},    {"avenida", "ave"},   {"way", "wy"},
      {"saint", "st"},      {"mount", "mt"}};
  const auto found = kShort->find(word);
  return found == kShort->end() ? word : found->second;
}

size_t RosterIndex::MemoryBytes() const {
  return lexicon_.MemoryBytes() + names_.capacity() * sizeof(NameInfo) +
         postings_.capacity() * sizeof(Posting) + formals_.capacity() * sizeof(uint32_t) +
         kinds_.capacity() * sizeof(PersonKind) + first_part_.capacity() * sizeof(uint32_t) +
         parts_.capacity() * sizeof(NamePart) + pairs_.MemoryBytes() + values_.MemoryBytes() +
         native_.MemoryBytes() + schools_.MemoryBytes();
}

}  // namespace schoolgate::redaction
