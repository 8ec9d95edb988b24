#include "core/vault/pkcs11_faulty_testing.h"

#include <dlfcn.h>

#include <cstdlib>
#include <cstring>

namespace schoolgate {
namespace {

Pkcs11Faults faults;
CK_FUNCTION_LIST* real = nullptr;
CK_FUNCTION_LIST functions;

CK_RV GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info) {
  const CK_RV rv = real->C_GetTokenInfo(slot, info);
  if (rv == CKR_OK) info->flags |= faults.token_flags;
  return rv;
}

CK_RV GetMechanismInfo(CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO_PTR info) {
  return faults.mechanism_info != CKR_OK ? faults.mechanism_info : real->C_GetMechanismInfo(slot, type, info);
}

CK_RV Login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG size) {
  ++faults.logins;
  return faults.login != CKR_OK ? faults.login : real->C_Login(session, user, pin, size);
}

CK_RV EncryptInit(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key) {
  if (faults.encrypt_init_times > 0) {
    --faults.encrypt_init_times;
    return faults.encrypt_init;
  }
  if (faults.own_nonce) {
    auto* parameters = static_cast<CK_GCM_PARAMS*>(mechanism->pParameter);
    std::memset(parameters->iv_ptr, 0x5A, parameters->iv_len);
  }
  return real->C_EncryptInit(session, mechanism, key);
}

CK_RV Decrypt(CK_SESSION_HANDLE session, CK_BYTE_PTR in, CK_ULONG in_size, CK_BYTE_PTR out,
              CK_ULONG_PTR out_size) {
  return faults.decrypt != CKR_OK ? faults.decrypt : real->C_Decrypt(session, in, in_size, out, out_size);
}

}  // namespace

extern "C" Pkcs11Faults* Pkcs11FaultsOfModule() { return &faults; }

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  if (real == nullptr) {
    // Nothing sets it later. NOLINTNEXTLINE(concurrency-mt-unsafe)
    const char* path = std::getenv("SCHOOLGATE_TEST_SOFTHSM");
    void* library = path == nullptr ? nullptr : ::dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return CKR_GENERAL_ERROR;
    const auto get = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    if (get == nullptr || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
    functions = *real;
    functions.C_GetTokenInfo = GetTokenInfo;
    functions.C_GetMechanismInfo = GetMechanismInfo;
    functions.C_Login = Login;
    functions.C_EncryptInit = EncryptInit;
    functions.C_Decrypt = Decrypt;
  }
  *list = &functions;
  return CKR_OK;
}

}  // namespace schoolgate
