// A session with a hardware token: its module loaded, the token found, its user logged in.
//
// What:   the module is loaded and initialised once for the process and stays so: C_Finalize would end the
//         sessions of whoever else in the process uses it, and unloading it their code. Sessions are closed
//         by their object. Login belongs to the process and ends with its last session with the token
//         (PKCS#11 2.40 section 5.6), so nobody logs out. Tokens lock themselves after a few wrong PINs, and
//         supervisors restart what fails. So a PIN that a token refused is not shown to it again by this
//         process, and none is while the token says that one try is left.
// Owner:  the caller. It goes before the process forks, or the child opens its own: a session and, in most
//         modules, the module's state do not survive fork().
// Thread: one thread at a time for an object; several objects may be used at once.
// Errors: VAULT_TOKEN_MODULE_UNUSABLE, VAULT_TOKEN_UNAVAILABLE (no such token, or it fails),
//         VAULT_KEY_URI_UNUSABLE (several tokens match, or a PIN is needed and none named),
//         VAULT_TOKEN_PIN_MISSING, VAULT_TOKEN_PIN_REFUSED, VAULT_KEY_EXPOSED (the PIN's file),
//         VAULT_UNAVAILABLE (it cannot be read).
// Source: OASIS PKCS#11 version 2.40; types from p11-kit.
#ifndef SCHOOLGATE_CORE_VAULT_PKCS11_TOKEN_H_
#define SCHOOLGATE_CORE_VAULT_PKCS11_TOKEN_H_

#include <p11-kit/pkcs11.h>

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/vault/pkcs11_uri.h"

namespace schoolgate {

class Pkcs11Session {
 public:
  // A read-write session may make objects in the token.
  static absl::StatusOr<std::unique_ptr<Pkcs11Session>> Open(const Pkcs11Uri& uri, bool read_write);
  ~Pkcs11Session();
  Pkcs11Session(const Pkcs11Session&) = delete;
  Pkcs11Session& operator=(const Pkcs11Session&) = delete;

  CK_FUNCTION_LIST& module() const { return module_; }
  CK_SLOT_ID slot() const { return slot_; }
  CK_SESSION_HANDLE handle() const { return handle_; }

 private:
  Pkcs11Session(CK_FUNCTION_LIST& module, CK_SLOT_ID slot, CK_SESSION_HANDLE handle);
  absl::Status LogIn(const Pkcs11Uri& uri);

  CK_FUNCTION_LIST& module_;
  const CK_SLOT_ID slot_;
  const CK_SESSION_HANDLE handle_;
};

// VAULT_TOKEN_UNAVAILABLE, with what the token's function returned; it is logged too.
absl::Status TokenProblem(const Pkcs11Uri& uri, CK_RV rv);

// What a function of PKCS#11 only reads, although its declaration does not say so.
inline CK_BYTE_PTR Pkcs11Input(absl::string_view bytes) {
  return reinterpret_cast<CK_BYTE_PTR>(const_cast<char*>(bytes.data()));
}

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_PKCS11_TOKEN_H_
