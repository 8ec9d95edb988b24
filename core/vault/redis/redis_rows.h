// The rows of a vault in Redis, as bytes and back. Nothing in them is readable without the keys.
//
//   a person   number (4 bytes, most significant first), sealed keys
//   a form     form tag (16), subject (4), type (1), form index (4), 'r' or 'v' (on the roster, or a value
//   off it),
//              tag of the person or value (16), sealed form. The scripts know these offsets.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_ROWS_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "core/vault/redis/resp.h"
#include "core/vault/vault_keys.h"

namespace schoolgate {

struct RedisPerson {
  VaultTag tag;
  SubjectNumber number = 0;
  std::string sealed_keys;
};

struct RedisForm {
  VaultTag tag;
  FormPlace place;
  bool on_roster = false;
  VaultTag owner;  // the person's or the value's
  std::string sealed;
};

// People have numbers below this one, values off the roster have those above: so a value's number, which only
// its scope knows of, is never that of a person who comes later, and goes with the scope.
inline constexpr SubjectNumber kFirstValueNumber = SubjectNumber{1} << 24;

SubjectNumber RandomValueNumber();
// Numbers for a person, of which the first that is free is taken.
std::string NumbersToChooseFrom();
// A new person's two keys, sealed.
std::string FreshPersonKeys(const VaultKeys& keys, const VaultTag& person);

std::string EncodeNumber(uint32_t number);
std::string EncodeForm(const RedisForm& form);
// Nothing where the bytes are no such row.
std::optional<RedisForm> DecodeForm(std::string_view row);
std::optional<RedisPerson> DecodePerson(const VaultTag& tag, std::string_view row);

inline constexpr size_t kTagBytes = sizeof(VaultTag::value);
VaultTag DecodeTag(std::string_view bytes);  // REQUIRES: kTagBytes of them

// A form's place in IssueScript's answer; `taken` where its subject's number is another value's.
struct RedisPlace {
  FormPlace place;
  bool taken = false;
};
std::optional<RedisPlace> DecodePlace(std::string_view bytes);

std::string HexTag(const VaultTag& tag);
// A counter in a reply, as a number or as text.
std::optional<uint64_t> CountOf(const RedisReply& reply);

// A row that does not open or does not parse: somebody altered it, and nothing of the kind is to be trusted.
absl::Status BrokenRow();

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_ROWS_H_
