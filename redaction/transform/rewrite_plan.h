// What the transformer will do to each slot, worked out before any code is issued, so that one call to the
// vault gets them all.
//
// It keeps the promise that restoring undoes replacing: a value in brackets takes its brackets along, since
// the restorer drops brackets around a code; "Ana_B" is replaced whole, since "_B" behind a code would be
// read as its letter; text that reads as somebody's code gets a code of its own (REF_...), which comes back
// to this caller as typed and to nobody as anything else.
//
// A text that is one JSON document stays one, in a text field too (a tool's result, a record somebody
// pasted): a number in it gives way to a string.
//
// Holds people's text; one exchange's own.
#ifndef SCHOOLGATE_REDACTION_TRANSFORM_REWRITE_PLAN_H_
#define SCHOOLGATE_REDACTION_TRANSFORM_REWRITE_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/finding/finding.h"
#include "redaction/pseudonym/scope.h"
#include "redaction/pseudonym/substitutions.h"
#include "redaction/transform/generalize.h"
#include "redaction/walk/slot.h"

namespace schoolgate::redaction {

struct RewritePlan {
  // Bytes [begin, end) of a slot's text give way to a code or to a word.
  struct Stretch {
    size_t begin = 0;
    size_t end = 0;
    int32_t code = -1;  // index into requests; -1: `word` takes the place
    std::string word;
    bool quoted = false;  // a number of JSON gives way to a string
  };
  struct SlotRewrite {
    int32_t slot = 0;
    std::vector<Stretch> stretches;  // sorted, apart
  };

  // What another form than a code would have to be, and could be.
  struct Wanted {
    enum Kind : uint8_t { kNone, kName, kId, kDate } kind = kNone;
    int32_t person = -1;  // into the roster's people; -1: nobody on it
    // Neither letter nor digit stands beside it; and it is no number of JSON, where only strings are
    // restored.
    bool alone = false;
  };

  std::vector<CodeRequest> requests;
  std::vector<Wanted> wanted;      // parallel to requests
  std::vector<SlotRewrite> slots;  // sorted
  // Slots replaced whole by a stand-in.
  std::vector<int32_t> identifiers;
  // The caller's text holds a code that is restorable for the caller, and that passes.
  bool has_earlier_codes = false;
  // Code-shaped words of the caller's text that are not restorable for the caller.
  int32_t typed_codes = 0;
};

// `restorable` is what this exchange may see restored before it issues anything. INTERNAL if findings and
// treatments do not fit each other or the slots: nothing is sent on a guess.
absl::StatusOr<RewritePlan> PlanRewrite(std::span<const Slot> slots, std::span<const Finding> findings,
                                        std::span<const v1::Treatment> treatments,
                                        const Substitutions& restorable,
                                        BirthDates birth_dates = BirthDates::kYear);

// The slot's new text; `codes`, or what stands for them, stand parallel to the plan's requests. With
// `name_charset` it matches [A-Za-z0-9_-]{1,64}, with every code whole.
std::string Render(std::string_view text, std::span<const RewritePlan::Stretch> stretches,
                   std::span<const std::string> codes, bool name_charset);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_TRANSFORM_REWRITE_PLAN_H_
