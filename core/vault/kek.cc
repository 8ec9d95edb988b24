#include "core/vault/kek.h"

#include "core/vault/pkcs11_kek.h"
#include "core/vault/pkcs11_uri.h"

namespace schoolgate {

absl::StatusOr<std::unique_ptr<Kek>> OpenKek(const std::string& where, bool may_create) {
  return IsPkcs11Uri(where) ? OpenPkcs11Kek(where, may_create) : OpenFileKek(where, may_create);
}

}  // namespace schoolgate
