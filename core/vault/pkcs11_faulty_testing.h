// For tests: a PKCS#11 module that stands before SoftHSM's and fails as it is told. Where to find SoftHSM is
// in the environment variable SCHOOLGATE_TEST_SOFTHSM. `Pkcs11FaultsOfModule`, found by dlsym, gives the
// switches.
#ifndef SCHOOLGATE_CORE_VAULT_PKCS11_FAULTY_TESTING_H_
#define SCHOOLGATE_CORE_VAULT_PKCS11_FAULTY_TESTING_H_

#include <p11-kit/pkcs11.h>

namespace schoolgate {

struct Pkcs11Faults {
  int logins = 0;               // how often C_Login was called
  CK_FLAGS token_flags = 0;     // added to every token's
  CK_RV login = CKR_OK;         // what C_Login returns in place of asking the token
  CK_RV decrypt = CKR_OK;       // likewise C_Decrypt
  CK_RV encrypt_init = CKR_OK;  // likewise C_EncryptInit, `encrypt_init_times` times
  int encrypt_init_times = 0;
  bool own_nonce = false;  // makes the nonce itself, as some tokens do
  CK_RV mechanism_info = CKR_OK;
};

extern "C" Pkcs11Faults* Pkcs11FaultsOfModule();

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_PKCS11_FAULTY_TESTING_H_
