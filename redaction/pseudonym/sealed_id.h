// Ids that come back without state: what a vendor is given in place of a district's own id is the encrypted
// subject number, "rec_" and 32 symbols of lower-case Crockford base32, never the id itself.
//
//   rec_ AES-SIV(scope key, {district, vendor, scope, kind}, subject number)
//
// Equal numbers of one kind in one scope have equal ids; of any two scopes, vendors or kinds, ids have
// nothing in common. It is no code of a person (code.h) and no identifier of a request
// (Scope::IdentifierFor), and neither is ever restored in an answer: whoever holds the key asks Open. What is
// forged, altered, or made for another district, vendor, scope or kind opens to nothing.
//
// Immutable after construction; any thread. Source: RFC 5297 (core/crypto/siv.h).
#ifndef SCHOOLGATE_REDACTION_PSEUDONYM_SEALED_ID_H_
#define SCHOOLGATE_REDACTION_PSEUDONYM_SEALED_ID_H_

#include <optional>
#include <string>
#include <string_view>

#include "core/crypto/secret.h"
#include "core/crypto/siv.h"
#include "core/vault/vault.h"

namespace schoolgate::redaction {

class SealedIds {
 public:
  static constexpr std::string_view kPrefix = "rec_";
  static constexpr size_t kLength = 4 + 32;

  // Where ids hold. `scope` names the stretch of time or use they stay the same in, for example a school
  // year.
  struct Place {
    std::string district;
    std::string vendor;
    std::string scope;
  };

  // `scope_key` is the scope's, 32 bytes; the key used here is derived from it. No part of `place` is empty.
  SealedIds(const SecretBytes& scope_key, Place place);

  // `kind` says what has the number ("person", "class"), and is not empty.
  std::string Seal(std::string_view kind, SubjectNumber number) const;
  std::optional<SubjectNumber> Open(std::string_view kind, std::string_view text) const;

 private:
  Place place_;
  Siv siv_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_PSEUDONYM_SEALED_ID_H_
