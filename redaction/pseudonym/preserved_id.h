// Ids that keep their format: "400-12-3456" becomes another text with digits, letters (upper stays upper,
// lower stays lower) and everything else in the same places, for a vendor whose form takes nothing else.
//
// The characters that change are one number in the mixed radix of their places, and the number is encrypted
// by FF1 in binary, again until it is one of that radix (cycle walking): a permutation of all ids of that
// format. The tweak is {district, vendor, field, epoch}, so that an id means nothing elsewhere.
//
// What it does not do: it hides neither the format nor that two texts are one id, and it authenticates
// nothing. Any text of the format is somebody's, so only what an exchange itself wrote is ever put back
// (substitutions).
//
// Immutable after construction; any thread. Source: NIST SP 800-38G (2016) and the limit of a million values
// of its Revision 1 drafts; M. Bellare et al., "Format-Preserving Encryption" (SAC 2009), for cycle walking.
#ifndef SCHOOLGATE_REDACTION_PSEUDONYM_PRESERVED_ID_H_
#define SCHOOLGATE_REDACTION_PSEUDONYM_PRESERVED_ID_H_

#include <optional>
#include <string>
#include <string_view>

#include "core/crypto/secret.h"

namespace schoolgate::redaction {

class PreservedIds {
 public:
  static constexpr size_t kLongest = 64;  // bytes

  struct Place {
    std::string district;
    std::string vendor;
    std::string epoch;  // how long ids stay the same: a school year, or a session
  };

  // `scope_key` is the scope's, 32 bytes; the key used here is derived from it.
  PreservedIds(const SecretBytes& scope_key, Place place);

  // Nothing where the format has less than a million values (five digits), is longer than kLongest, or has
  // letters outside ASCII: the caller takes a code then. `field` says what kind of id it is.
  std::optional<std::string> Protect(std::string_view field, std::string_view id) const;
  std::optional<std::string> Recover(std::string_view field, std::string_view protected_id) const;

 private:
  std::optional<std::string> Walk(std::string_view field, std::string_view id, bool encrypt) const;

  Place place_;
  SecretBytes key_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_PSEUDONYM_PRESERVED_ID_H_
