// A key file in two halves for two custodians, neither of whom has anything without the other.
//
// What:   SplitKey makes two short texts to print, one for each custodian; JoinKey makes the key of what they
//         type again. Share 1 is random and share 2 is the key exclusive-or share 1, so that each alone is
//         random bytes. A share also names the key by the first 8 bytes of its SHA-256, which say nothing of
//         256 random bits:
//
//           SCHOOLGATE KEY SHARE 1 OF 2
//           KEY 9F1C 22D0 7B3E 5A84
//           7K3QF9 ...                     11 groups: five symbols of Crockford base32 and their check symbol
//
//         The groups hold the 32 bytes and 2 of a digest over number, key name and bytes, most significant
//         bit first, and 3 zero bits. A group's check also depends on its place.
// Owner:  the caller owns texts and keys; nothing is kept.
// Thread: any.
// Errors: KEY_SHARE_UNREADABLE, KEY_SHARE_MISTYPED (every error in one symbol of a group, every exchange of
//         two and every group in another's place is found, and said which), KEY_SHARES_SAME,
//         KEY_SHARES_UNRELATED. Nothing of a share is in them.
// Source: the two-of-two case of secret sharing, a one-time pad; split knowledge as in NIST SP 800-57 part 1
//         revision 5, section 6.1.1; Crockford's base32 (core/crypto/crockford.h).
#ifndef SCHOOLGATE_CORE_VAULT_KEY_SHARES_H_
#define SCHOOLGATE_CORE_VAULT_KEY_SHARES_H_

#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "core/crypto/secret.h"

namespace schoolgate {

// The texts of shares 1 and 2. REQUIRES: 32 bytes, as ReadKeyFile gives; others end the process.
std::pair<SecretBytes, SecretBytes> SplitKey(const SecretBytes& key);

// The key of two shares as typed, in either order and case, with any spaces and line breaks between groups;
// O is read as 0, I and L as 1. An error's parameter `which` is the text's place among the two, 1 or 2.
absl::StatusOr<SecretBytes> JoinKey(std::string_view one, std::string_view other);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_KEY_SHARES_H_
