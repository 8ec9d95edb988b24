// What a caller's text already holds of ours, from an answer that was copied or from an earlier message:
// codes, and words of redaction. It is no personal data, whatever detection took it for. Pure; any thread.
#ifndef SCHOOLGATE_REDACTION_TRANSFORM_TYPED_CODES_H_
#define SCHOOLGATE_REDACTION_TRANSFORM_TYPED_CODES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "redaction/pseudonym/substitutions.h"
#include "redaction/walk/slot.h"

namespace schoolgate::redaction {

struct TypedCode {
  size_t begin = 0;
  size_t end = 0;
  bool restorable = false;  // for this caller: it passes. Any other is escaped.
};

// Codes in `text`, sorted and apart.
std::vector<TypedCode> FindTypedCodes(std::string_view text, const Substitutions& known);

// Those of them that are not restorable, and those of a whole request.
int32_t CountOthersCodes(const std::vector<TypedCode>& typed);
int32_t CountOthersCodes(std::span<const Slot> slots, const Substitutions& known);

struct ByteRange {
  size_t begin = 0;
  size_t end = 0;
};

// Where `text` holds what stays as it is: its restorable codes, and words of redaction. Sorted and apart.
std::vector<ByteRange> OwnWords(std::string_view text, const std::vector<TypedCode>& typed);

// The parts of bytes [begin, end) that lie outside `own`, without the marks at their ends; none where only
// marks are left. The whole range, as it is, where it touches nothing of `own`.
std::vector<ByteRange> PartsOutside(std::string_view text, const std::vector<ByteRange>& own,
                                    ByteRange range);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_TRANSFORM_TYPED_CODES_H_
