// What states ask of a vendor's agreement, and the duties and clocks they give the district:
// policy/packs/*.yaml, built into the program.
//
// What:   the packs, and how an agreement is held against one.
// Owner:  the packs live as long as the process.
// Thread: any.
// Errors: a shortfall is an Issue at the agreement's key, with the law or clause behind it. A term the pack
// marks as not
//         confirmed is told to people and never held against anybody.
// Source: each term and duty of a pack names its own.
#ifndef SCHOOLGATE_POLICY_STATE_PACK_H_
#define SCHOOLGATE_POLICY_STATE_PACK_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/documents.h"
#include "policy/reader.h"

namespace schoolgate::policy {

// A term that an Agreement's key must meet.
struct StateTerm {
  // By what the agreement's key may be.
  enum class Kind {
    kBreachNoticeHours = 1,  // at most
    kDisposalDays,           // at most
    kYears,                  // at most, from 'signed' to 'expires'
    kNoTraining,
    kNoAdvertising,
    kDataLocations,  // all in the United States
    kStateExhibit,   // one for this state
    kAiAddendum,
  };
  Kind kind = Kind::kBreachNoticeHours;
  int most = 0;
  std::string source;
  bool confirmed = false;
};

// What the district itself does, and by when.
struct StateDuty {
  std::string text;
  std::string source;
  bool confirmed = false;
};

struct StatePack {
  std::string state;  // two letters
  std::string exhibit_title;
  std::vector<StateTerm> terms;
  std::vector<StateDuty> duties;

  // The confirmed term of this kind, or null.
  const StateTerm* Confirmed(StateTerm::Kind kind) const;
};

// In the order of their letters.
std::span<const StatePack> StatePacks();
// Null where there is none.
const StatePack* FindStatePack(std::string_view state);
// The states there are packs for, with their place in StatePacks() plus one.
const std::vector<Word>& StateWords();

// The packs as they are built in, with their faults: there are none (state_pack_test.cc).
std::vector<StatePack> ReadStatePacks(std::vector<Issue>& issues);

// Notes where a vendor's agreement falls short of what the state asks for.
void CheckAgainstState(const AgreementDocument& agreement, const StatePack& pack, std::vector<Issue>& issues);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_STATE_PACK_H_
