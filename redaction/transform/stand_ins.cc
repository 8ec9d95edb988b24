#include "redaction/transform/stand_ins.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "core/crypto/secret.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "redaction/detect/text/unicode_fold.h"
#include "redaction/pseudonym/date_shift.h"
#include "redaction/pseudonym/preserved_id.h"
#include "redaction/pseudonym/surrogates.h"

namespace schoolgate::redaction {
namespace {

using Kind = RewritePlan::Wanted::Kind;

// Names that are on the roster, in the text or somebody else's already: more in a row is a list used up.
constexpr uint32_t kAttempts = 8;

bool IsPerson(const RewritePlan::Wanted& wanted) { return wanted.kind == Kind::kName; }

}  // namespace

// One person with names to write.
struct StandIns::Person {
  std::vector<size_t> requests;
  OwnName own;
  NameLanguage language = NameLanguage::kEnglish;
  NameGender gender = NameGender::kUnknown;
  bool two_families = false;
  std::vector<uint32_t> attempts;  // still to make, in order
  // Of the candidate at hand: what is claimed for which request.
  std::vector<std::pair<size_t, std::string>> offered;
};

StandIns::~StandIns() {
  for (CodeRequest& request : requests_) {
    WipeString(request.form);
    WipeString(request.subject_key);
  }
}

bool StandIns::Occurs(std::string_view text) const {
  return std::any_of(slots_.begin(), slots_.end(),
                     [text](const Slot& slot) { return slot.text.find(text) != std::string_view::npos; });
}

bool StandIns::Usable(std::string_view text) const {
  return !text.empty() && text.size() <= StandInTable::kLongest &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return c == '"' || c == '\\' || (c >= 0 && c < ' '); }) &&
         !Occurs(text);
}

// Whether anybody in the request has a name of the surrogate's, however it is written.
bool StandIns::IsNamed(const NameParts& name) const {
  const std::string words = StrCat(" ", FoldText(name.given), " ", FoldText(name.family), " ");
  for (size_t i = 0; i < requests_.size(); ++i) {
    if (!IsPerson(wanted_[i])) continue;
    std::string form = FoldText(requests_[i].form);
    for (char& c : form) c = c == ',' || c == '-' || c == '.' ? ' ' : c;
    for (std::string_view rest = form; !rest.empty();) {
      const size_t end = std::min(rest.find(' '), rest.size());
      if (end > 0 && words.find(StrCat(" ", rest.substr(0, end), " ")) != std::string::npos) return true;
      rest.remove_prefix(end == rest.size() ? end : end + 1);
    }
  }
  return false;
}

void StandIns::Prepare(RewritePlan& plan) {
  for (const std::string& text : scope_.substitutions()->stand_ins().Texts()) {
    if (Occurs(text)) scope_.DropStandIn(text);
  }
  if (!forms_.stand_ins()) return;
  requests_ = plan.requests;
  wanted_ = plan.wanted;
  if (forms_.surrogate_names) AddNameParts(plan);
}

void StandIns::AddNameParts(RewritePlan& plan) {
  const size_t count = requests_.size();
  for (size_t i = 0; i < count; ++i) {
    if (!IsPerson(wanted_[i])) continue;
    const OwnName own = OwnNameOf(i);
    const std::optional<NameLanguage> language = LanguageOf(own);
    const std::optional<NameShape> shape = ShapeOf(requests_[i].form, own);
    if (!language || !shape || shape->given.empty()) continue;
    const auto add = [&](std::string_view part) {
      CodeRequest request = requests_[i];
      request.form = part;
      const bool known = std::any_of(requests_.begin(), requests_.end(), [&](const CodeRequest& other) {
        return other.form == request.form && other.type == request.type &&
               other.subject_key == request.subject_key;
      });
      if (known) return;
      requests_.push_back(request);
      plan.requests.push_back(std::move(request));
      RewritePlan::Wanted wanted = wanted_[i];
      wanted.alone = true;
      wanted_.push_back(wanted);
      plan.wanted.push_back(wanted);
    };
    // Views into requests_, which grows.
    const std::string given(shape->given);
    const std::string family(shape->family);
    add(given);
    if (CalledByFamilyName(*language)) add(family);
  }
}

OwnName StandIns::OwnNameOf(size_t request) const {
  const int32_t index = wanted_[request].person;
  if (index >= 0 && static_cast<size_t>(index) < forms_.roster->people().size()) {
    const schoolgate::Person& person = forms_.roster->person(static_cast<PersonIndex>(index));
    OwnName own;
    for (const std::string_view given : {person.given, person.preferred_given}) {
      if (given.empty()) continue;
      own.given.emplace_back(given);
      own.given.emplace_back(given.substr(0, given.find(' ')));
      if (!person.middle.empty()) own.given.push_back(StrCat(given, " ", person.middle));
    }
    for (const std::string_view family : {person.family, person.preferred_family}) {
      if (!family.empty()) own.family.emplace_back(family);
    }
    return own;
  }
  // The longest mention says most.
  const CodeRequest* longest = &requests_[request];
  for (const CodeRequest& other : requests_) {
    if (other.type == longest->type && other.subject_key == longest->subject_key &&
        other.form.size() > longest->form.size()) {
      longest = &other;
    }
  }
  return OwnNameFrom(longest->form);
}

NameGender StandIns::GenderOf(int32_t person) const {
  if (!forms_.gender || person < 0 || static_cast<size_t>(person) >= forms_.roster->people().size()) {
    return NameGender::kUnknown;
  }
  switch (forms_.roster->person(static_cast<PersonIndex>(person)).sex) {
    case Sex::kFemale:
      return NameGender::kFeminine;
    case Sex::kMale:
      return NameGender::kMasculine;
    case Sex::kUnspecified:
    case Sex::kOther:
      return NameGender::kUnknown;
  }
  return NameGender::kUnknown;
}

std::vector<StandIns::Person> StandIns::People() const {
  std::map<std::pair<std::string_view, CodeType>, size_t> places;
  std::vector<Person> people;
  for (size_t i = 0; i < requests_.size(); ++i) {
    if (!IsPerson(wanted_[i])) continue;
    const auto [place, is_new] =
        places.try_emplace({requests_[i].subject_key, requests_[i].type}, people.size());
    if (is_new) {
      Person& person = people.emplace_back();
      person.own = OwnNameOf(i);
      person.gender = GenderOf(wanted_[i].person);
      person.two_families =
          std::any_of(person.own.family.begin(), person.own.family.end(),
                      [](const std::string& family) { return family.find(' ') != std::string::npos; });
    }
    people[place->second].requests.push_back(i);
  }
  std::erase_if(people, [](Person& person) {
    const std::optional<NameLanguage> language = LanguageOf(person.own);
    if (language) person.language = *language;
    return !language.has_value();
  });
  return people;
}

// Claims the person's next candidate that can be used; false where there is none left.
bool StandIns::Offer(Person& person, std::span<const std::string> codes,
                     std::vector<StandInClaim>& claims) const {
  while (!person.attempts.empty()) {
    const uint32_t attempt = person.attempts.front();
    person.attempts.erase(person.attempts.begin());
    const std::optional<CodeRef> subject = scope_.codes().Decode(codes[person.requests.front()]);
    if (!subject) return false;
    const NameParts name = SurrogateFor(scope_.stand_in_key(), subject->subject, attempt, person.language,
                                        person.gender, person.two_families);
    if (forms_.taken->IsTaken(name) || Occurs(name.given) || Occurs(name.family) || IsNamed(name)) continue;
    person.offered.clear();
    for (const size_t i : person.requests) {
      const std::optional<NameShape> shape = ShapeOf(requests_[i].form, person.own);
      if (!shape || !wanted_[i].alone) continue;
      std::string text = WriteName(*shape, name, person.language);
      // Of two ways to write a name that look alike in the surrogate, the first has it.
      const auto same = [&](const auto& other) {
        return other.second == text && requests_[other.first].form != requests_[i].form;
      };
      if (!Usable(text) || std::any_of(person.offered.begin(), person.offered.end(), same)) continue;
      person.offered.emplace_back(i, std::move(text));
    }
    if (person.offered.empty()) return false;
    for (const auto& [i, text] : person.offered) {
      const std::optional<CodeRef> of = scope_.codes().Decode(codes[i]);
      if (!of) return false;
      claims.push_back({.text = text, .of = *of});
    }
    return true;
  }
  return false;
}

boost::asio::awaitable<absl::Status> StandIns::WriteNames(std::vector<std::string>& codes) {
  std::vector<Person> open = People();
  for (Person& person : open) {
    // What the person was called before in this session comes first.
    std::vector<uint32_t> later;
    for (uint32_t attempt = 0; attempt < kAttempts; ++attempt) {
      const std::optional<CodeRef> subject = scope_.codes().Decode(codes[person.requests.front()]);
      if (!subject) continue;
      const NameParts name = SurrogateFor(scope_.stand_in_key(), subject->subject, attempt, person.language,
                                          person.gender, person.two_families);
      const bool earlier = std::any_of(person.requests.begin(), person.requests.end(), [&](size_t i) {
        const std::optional<CodeRef> of = scope_.codes().Decode(codes[i]);
        const std::string* before = of ? scope_.EarlierStandIn(*of) : nullptr;
        const std::optional<NameShape> shape = ShapeOf(requests_[i].form, person.own);
        return before != nullptr && shape && WriteName(*shape, name, person.language) == *before;
      });
      (earlier ? person.attempts : later).push_back(attempt);
    }
    person.attempts.insert(person.attempts.end(), later.begin(), later.end());
  }
  while (!open.empty()) {
    std::vector<StandInClaim> claims;
    std::erase_if(open, [&](Person& person) { return !Offer(person, codes, claims); });
    if (claims.empty()) break;
    auto claiming = scope_.Claim(std::move(claims));
    absl::StatusOr<std::vector<char>> granted = co_await std::move(claiming);
    if (!granted.ok()) co_return granted.status();
    size_t next = 0;
    std::erase_if(open, [&](Person& person) {
      const auto first = granted->begin() + static_cast<ptrdiff_t>(next);
      next += person.offered.size();
      const auto last = granted->begin() + static_cast<ptrdiff_t>(next);
      if (std::find(first, last, 0) != last) return false;
      for (const auto& [i, text] : person.offered) {
        scope_.AddStandIn(text, requests_[i].form);
        codes[i] = text;
      }
      return true;
    });
  }
  co_return absl::OkStatus();
}

boost::asio::awaitable<absl::Status> StandIns::WriteIdsAndDates(std::vector<std::string>& codes) {
  const VaultScope& place = scope_.place();
  // The key is the district's own, so the district need not be in the tweak as well.
  const PreservedIds ids(scope_.stand_in_key(),
                         {.district = {}, .vendor = place.vendor, .epoch = place.epoch});
  std::map<std::string_view, DateShift> shifts;
  std::vector<StandInClaim> claims;
  std::vector<size_t> of;
  for (size_t i = 0; i < requests_.size(); ++i) {
    std::optional<std::string> text;
    if (!wanted_[i].alone) continue;
    if (forms_.preserved_ids && wanted_[i].kind == Kind::kId) {
      text = ids.Protect("id", requests_[i].form);
    } else if (forms_.shifted_dates && wanted_[i].kind == Kind::kDate && requests_[i].on_roster) {
      auto shift = shifts.find(requests_[i].subject_key);
      if (shift == shifts.end()) {
        auto deriving = scope_.DateKey(requests_[i].subject_key);
        absl::StatusOr<SecretBytes> key = co_await std::move(deriving);
        if (!key.ok()) co_return key.status();
        shift = shifts.emplace(requests_[i].subject_key, DateShift(*key)).first;
      }
      text = shift->second.Shift(requests_[i].form);
    }
    const std::optional<CodeRef> ref = scope_.codes().Decode(codes[i]);
    if (!text || !ref || !Usable(*text)) continue;
    claims.push_back({.text = *std::move(text), .of = *ref});
    of.push_back(i);
  }
  if (claims.empty()) co_return absl::OkStatus();
  std::vector<std::string> texts;
  texts.reserve(claims.size());
  for (const StandInClaim& claim : claims) texts.push_back(claim.text);
  auto claiming = scope_.Claim(std::move(claims));
  absl::StatusOr<std::vector<char>> granted = co_await std::move(claiming);
  if (!granted.ok()) co_return granted.status();
  for (size_t k = 0; k < of.size(); ++k) {
    if ((*granted)[k] == 0) continue;
    scope_.AddStandIn(texts[k], requests_[of[k]].form);
    codes[of[k]] = std::move(texts[k]);
  }
  co_return absl::OkStatus();
}

boost::asio::awaitable<absl::StatusOr<std::vector<std::string>>> StandIns::Write(
    std::vector<std::string> codes) {
  if (requests_.empty()) co_return codes;
  if (forms_.preserved_ids || forms_.shifted_dates) {
    auto writing = WriteIdsAndDates(codes);
    absl::Status status = co_await std::move(writing);
    if (!status.ok()) co_return status;
  }
  if (forms_.surrogate_names) {
    auto writing = WriteNames(codes);
    absl::Status status = co_await std::move(writing);
    if (!status.ok()) co_return status;
  }
  co_return codes;
}

}  // namespace schoolgate::redaction
