#include "policy/state_pack.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/util/strings.h"
#include "policy/yaml.h"

namespace schoolgate::policy {
namespace {

// Made from policy/packs by CMakeLists.txt.
struct Embedded {
  const char* file;
  const char* content;
};
constexpr Embedded kEmbedded[] = {
#include "policy/packs.inc"
};

constexpr int kMaxBound = 100'000;

struct TermWord {
  StateTerm::Kind kind;
  const char* term;  // in a pack: the agreement's key
};
constexpr TermWord kTermWords[] = {
    {StateTerm::Kind::kBreachNoticeHours, "breachNoticeHours"},
    {StateTerm::Kind::kDisposalDays, "disposalDays"},
    {StateTerm::Kind::kYears, "expires"},
    {StateTerm::Kind::kNoTraining, "noTraining"},
    {StateTerm::Kind::kNoAdvertising, "noAdvertising"},
    {StateTerm::Kind::kDataLocations, "dataLocations"},
    {StateTerm::Kind::kStateExhibit, "stateExhibits"},
    {StateTerm::Kind::kAiAddendum, "aiAddendum"},
};

const TermWord& WordOf(StateTerm::Kind kind) {
  return *std::find_if(std::begin(kTermWords), std::end(kTermWords),
                       [kind](const TermWord& word) { return word.kind == kind; });
}

StatePack ReadPack(const YamlNode& document, IssueLog& log) {
  std::vector<Word> words;
  for (const TermWord& word : kTermWords) words.push_back(Word{word.term, static_cast<int>(word.kind)});
  StatePack pack;
  MapReader map(document, "a pack", log);
  pack.state = map.Text("state", Need::kRequired, Form::kLine);
  pack.exhibit_title = map.Text("exhibit", Need::kRequired, Form::kLine);
  const std::vector<const YamlNode*> terms = map.Items("terms", Need::kRequired);
  for (const YamlNode* item : terms) {
    MapReader row(*item, "a term", log);
    StateTerm term;
    term.kind = static_cast<StateTerm::Kind>(row.WordIn("term", Need::kRequired, words));
    if (row.Has("most")) term.most = row.Number("most", Need::kRequired, 1, kMaxBound);
    term.source = row.Text("source", Need::kRequired, Form::kLine);
    term.confirmed = row.Flag("confirmed", Need::kRequired);
    row.Finish();
    pack.terms.push_back(std::move(term));
  }
  const std::vector<const YamlNode*> duties = map.Items("duties", Need::kRequired);
  for (const YamlNode* item : duties) {
    MapReader row(*item, "a duty", log);
    StateDuty duty;
    duty.text = row.Text("duty", Need::kRequired, Form::kLine);
    duty.source = row.Text("source", Need::kRequired, Form::kLine);
    duty.confirmed = row.Flag("confirmed", Need::kRequired);
    row.Finish();
    pack.duties.push_back(std::move(duty));
  }
  map.Finish();
  return pack;
}

// Where the agreement says it; null where it does not.
const Place* PlaceOf(const AgreementDocument& agreement, std::string_view key) {
  const auto found = std::find_if(agreement.keys.begin(), agreement.keys.end(),
                                  [key](const Located& located) { return located.text == key; });
  return found == agreement.keys.end() ? nullptr : &found->place;
}

bool IsWithinUnitedStates(const Located& location) {
  return location.text == "US" || location.text.starts_with("US-");
}

// Notes shortfalls of one agreement from one term.
class TermCheck {
 public:
  TermCheck(const AgreementDocument& agreement, const StatePack& pack, const StateTerm& term,
            std::vector<Issue>& issues)
      : agreement_(agreement),
        state_(pack.state),
        term_(term),
        key_(WordOf(term.kind).term),
        place_(PlaceOf(agreement, key_)),
        issues_(issues) {}

  void Run() {
    switch (term_.kind) {
      case StateTerm::Kind::kBreachNoticeHours:
        return AtMost(agreement_.breach_notice_hours);
      case StateTerm::Kind::kDisposalDays:
        return AtMost(agreement_.disposal_days);
      case StateTerm::Kind::kYears:
        return Years();
      case StateTerm::Kind::kNoTraining:
        return MustBeTrue(agreement_.no_training);
      case StateTerm::Kind::kNoAdvertising:
        return MustBeTrue(agreement_.no_advertising);
      case StateTerm::Kind::kDataLocations:
        return Locations();
      case StateTerm::Kind::kStateExhibit:
        return Exhibit();
      case StateTerm::Kind::kAiAddendum:
        if (!agreement_.ai_addendum) {
          issues_.push_back(IssueAt(StrCat("there is no 'aiAddendum', which ", state_, " asks for")));
        }
        return;
    }
  }

 private:
  Issue IssueAt(std::string message) const {
    const Place& place = place_ == nullptr ? agreement_.place : *place_;
    return Issue{place.file, place.line, place.column, std::move(message), term_.source};
  }

  // What is not said at all was reported where the agreement was read.
  void AtMost(int value) {
    if (value <= term_.most) return;
    issues_.push_back(
        IssueAt(StrCat("'", key_, "' is more than the ", term_.most, " that ", state_, " asks for")));
  }

  void MustBeTrue(bool value) {
    if (value || place_ == nullptr) return;
    issues_.push_back(IssueAt(StrCat("'", key_, "' must be true in ", state_)));
  }

  void Years() {
    if (place_ == nullptr || PlaceOf(agreement_, "signed") == nullptr) return;
    const absl::CivilDay& from = agreement_.signed_on;
    if (agreement_.expires_on <= absl::CivilDay(from.year() + term_.most, from.month(), from.day())) return;
    issues_.push_back(IssueAt(StrCat("'expires' is more than the ", term_.most, " years after 'signed' that ",
                                     state_, " asks for")));
  }

  void Locations() {
    const std::vector<Located>& all = agreement_.data_locations;
    if (std::all_of(all.begin(), all.end(), IsWithinUnitedStates)) return;
    issues_.push_back(IssueAt(StrCat("'dataLocations' names a place outside the United States, which ",
                                     state_, " does not allow")));
  }

  void Exhibit() {
    const std::vector<StateExhibitEntry>& all = agreement_.state_exhibits;
    if (std::any_of(all.begin(), all.end(),
                    [this](const StateExhibitEntry& one) { return one.state == state_; }))
      return;
    issues_.push_back(IssueAt(StrCat("'stateExhibits' has none for ", state_)));
  }

  const AgreementDocument& agreement_;
  const std::string_view state_;
  const StateTerm& term_;
  const std::string_view key_;
  const Place* const place_;
  std::vector<Issue>& issues_;
};

}  // namespace

const StateTerm* StatePack::Confirmed(StateTerm::Kind kind) const {
  const auto found = std::find_if(terms.begin(), terms.end(), [kind](const StateTerm& term) {
    return term.kind == kind && term.confirmed;
  });
  return found == terms.end() ? nullptr : &*found;
}

std::vector<StatePack> ReadStatePacks(std::vector<Issue>& issues) {
  std::vector<StatePack> packs;
  for (const Embedded& embedded : kEmbedded) {
    IssueLog log(embedded.file, issues);
    for (const YamlNode& document : ParseYaml(embedded.file, embedded.content, issues))
      packs.push_back(ReadPack(document, log));
  }
  std::sort(packs.begin(), packs.end(),
            [](const StatePack& a, const StatePack& b) { return a.state < b.state; });
  return packs;
}

std::span<const StatePack> StatePacks() {
  static const auto& packs = *new std::vector<StatePack>([] {
    std::vector<Issue> none;
    return ReadStatePacks(none);
  }());
  return packs;
}

const StatePack* FindStatePack(std::string_view state) {
  const std::span<const StatePack> packs = StatePacks();
  const auto found = std::find_if(packs.begin(), packs.end(),
                                  [state](const StatePack& pack) { return pack.state == state; });
  return found == packs.end() ? nullptr : &*found;
}

const std::vector<Word>& StateWords() {
  static const auto& words = *new std::vector<Word>([] {
    std::vector<Word> all;
    for (const StatePack& pack : StatePacks())
      all.push_back(Word{pack.state, static_cast<int>(all.size()) + 1});
    return all;
  }());
  return words;
}

void CheckAgainstState(const AgreementDocument& agreement, const StatePack& pack,
                       std::vector<Issue>& issues) {
  // The district's own machines have no vendor to ask anything of.
  if (agreement.route != v1::ROUTE_CLOUD) return;
  for (const StateTerm& term : pack.terms) {
    if (term.confirmed) TermCheck(agreement, pack, term, issues).Run();
  }
}

}  // namespace schoolgate::policy
