// What Chinese and Japanese reading share: runs of characters without spaces.
#ifndef SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_HAN_H_
#define SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_HAN_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace schoolgate::redaction {

// A set of short strings of characters, which knows how long its longest is.
class Phrases {
 public:
  // Between blanks; they outlive this, as constants do.
  explicit Phrases(std::string_view list);
  bool Has(std::string_view phrase) const { return phrases_.contains(phrase); }
  // The longest phrase with which `text` begins, and the longest with which it ends; 0: none.
  size_t Begins(std::string_view text) const;
  size_t Ends(std::string_view text) const;

 private:
  static constexpr size_t kCharacter = 3;  // bytes of nearly all of these characters
  absl::flat_hash_set<std::string_view> phrases_;
  absl::flat_hash_set<std::string_view> first_, last_;  // characters phrases begin and end with
  size_t longest_ = 0;                                  // bytes
};

// Entries "characters/spelling/spelling" as a map to "spelling/spelling".
using Spellings = absl::flat_hash_map<std::string_view, std::string_view>;
Spellings ReadSpellings(std::string_view list);

// The bytes at which the characters of a run begin, and its end.
std::vector<uint32_t> CharactersOf(std::string_view run);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_HAN_H_
