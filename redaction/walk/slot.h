// A slot is one position of people's text in a message: a whole TEXT field, or one key, string or number of a
// JSON document in a string. Slots are numbered in the walker's order.
#ifndef SCHOOLGATE_REDACTION_WALK_SLOT_H_
#define SCHOOLGATE_REDACTION_WALK_SLOT_H_

#include <cstdint>
#include <string_view>

#include "schoolgate/v1/options.pb.h"

namespace schoolgate::redaction {

enum class SlotKind : uint8_t { kText, kJsonKey, kJsonString, kJsonNumber, kIdentifier };

// Views into the walked message (or the walk's own decoded copy of a JSON string); valid while the walk lives
// and the message is unchanged.
struct Slot {
  int32_t index = 0;
  SlotKind kind = SlotKind::kText;
  std::string_view text;
  // The JSON key a value stands under ("birthDate"); empty elsewhere. A cue for detection.
  std::string_view cue;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_WALK_SLOT_H_
