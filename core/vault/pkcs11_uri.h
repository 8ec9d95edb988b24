// Where a key in a token is, as a pkcs11: URI says it.
//
//   pkcs11:token=schoolgate;object=kek?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/etc/pin
//
// What:   `object` (the key's CKA_LABEL) and `module-path` are needed, and of `token` and `serial` one; `id`,
//         `type=secret-key`, `slot-id`, `manufacturer` and the other attributes of the path narrow the
//         choice. `pin-source` is a file, needed where the token asks for a PIN. `pin-value` is refused:
//         configuration is copied, mailed and committed, and is no place for secrets.
// Owner:  the caller. Move-only.
// Thread: thread-compatible.
// Errors: VAULT_KEY_URI_UNUSABLE with the attribute at fault in `part`.
// Source: RFC 7512; parsed and matched by libp11-kit.
#ifndef SCHOOLGATE_CORE_VAULT_PKCS11_URI_H_
#define SCHOOLGATE_CORE_VAULT_PKCS11_URI_H_

#include <p11-kit/pkcs11.h>
#include <p11-kit/uri.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace schoolgate {

bool IsPkcs11Uri(std::string_view text);

class Pkcs11Uri {
 public:
  static absl::StatusOr<Pkcs11Uri> Parse(const std::string& text);

  // As it was written; it holds no secret.
  const std::string& text() const { return text_; }
  const std::string& module_path() const { return module_path_; }
  // Empty where the URI names none.
  const std::string& pin_file() const { return pin_file_; }

  // The key's class, label and, where named, id, as C_FindObjectsInit and C_GenerateKey take them. Valid
  // while this object lives.
  absl::Span<const CK_ATTRIBUTE> object() const;

  bool MatchesModule(const CK_INFO& module) const;
  bool MatchesToken(CK_SLOT_ID slot, const CK_SLOT_INFO& slot_info, const CK_TOKEN_INFO& token) const;

 private:
  struct Free {
    void operator()(P11KitUri* uri) const { p11_kit_uri_free(uri); }
  };

  Pkcs11Uri(std::string text, std::unique_ptr<P11KitUri, Free> uri);
  absl::Status Check();

  std::string text_;
  std::unique_ptr<P11KitUri, Free> uri_;
  std::string module_path_;
  std::string pin_file_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_PKCS11_URI_H_
