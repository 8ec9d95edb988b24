#include "core/vault/pkcs11_token.h"

#include <dlfcn.h>

#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/key_file.h"
#include "core/vault/length_prefixed.h"

namespace schoolgate {
namespace {

constexpr size_t kMostPinBytes = 1024;

// The PINs that tokens refused to this process, unreadable. Held through a login, so that of two that show
// the same PIN at once only one asks the token.
struct RefusedPins {
  std::mutex mutex;
  const SecretBytes key = RandomSecret(32);
  std::set<Sha256Digest> refused;
};
RefusedPins& Refused() {
  static auto& pins = *new RefusedPins;
  return pins;
}

absl::StatusOr<CK_FUNCTION_LIST*> LoadModule(const std::string& path) {
  const auto unusable = [&](std::string_view reason) {
    return MakeProblem(problems::kVaultTokenModuleUnusable, {{"file", path}, {"reason", reason}});
  };
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  // glibc's dlerror() is each thread's own. NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (library == nullptr) return unusable(::dlerror());
  const auto get_functions = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
  CK_FUNCTION_LIST* functions = nullptr;
  if (get_functions == nullptr || get_functions(&functions) != CKR_OK || functions == nullptr) {
    return unusable("C_GetFunctionList");
  }
  CK_C_INITIALIZE_ARGS arguments = {};
  arguments.flags = CKF_OS_LOCKING_OK;
  const CK_RV rv = functions->C_Initialize(&arguments);
  if (rv != CKR_OK && rv != CKR_CRYPTOKI_ALREADY_INITIALIZED) {
    return unusable(absl::StrFormat("C_Initialize 0x%X", rv));
  }
  return functions;
}

absl::StatusOr<CK_SLOT_ID> FindToken(CK_FUNCTION_LIST& module, const Pkcs11Uri& uri) {
  CK_INFO info = {};
  if (const CK_RV rv = module.C_GetInfo(&info); rv != CKR_OK) return TokenProblem(uri, rv);
  CK_ULONG count = 0;
  std::vector<CK_SLOT_ID> slots;
  CK_RV rv = CKR_BUFFER_TOO_SMALL;
  // A token that is plugged in between makes the list longer.
  for (int tries = 0; tries < 3 && rv == CKR_BUFFER_TOO_SMALL; ++tries) {
    rv = module.C_GetSlotList(CK_TRUE, nullptr, &count);
    if (rv != CKR_OK) break;
    slots.resize(count);
    rv = module.C_GetSlotList(CK_TRUE, slots.data(), &count);
  }
  if (rv != CKR_OK) return TokenProblem(uri, rv);
  slots.resize(count);
  std::optional<CK_SLOT_ID> found;
  for (const CK_SLOT_ID slot : slots) {
    CK_SLOT_INFO slot_info = {};
    CK_TOKEN_INFO token = {};
    if (module.C_GetSlotInfo(slot, &slot_info) != CKR_OK) continue;
    if (module.C_GetTokenInfo(slot, &token) != CKR_OK) continue;
    if (!uri.MatchesModule(info) || !uri.MatchesToken(slot, slot_info, token)) continue;
    if (found.has_value()) return MakeProblem(problems::kVaultKeyUriUnusable, {{"part", "token"}});
    found = slot;
  }
  if (!found.has_value()) return TokenProblem(uri, CKR_TOKEN_NOT_PRESENT);
  return *found;
}

// The only line of the file.
absl::StatusOr<SecretBytes> ReadPin(const std::string& file) {
  absl::StatusOr<SecretBytes> content = ReadPrivateFile(file, kMostPinBytes);
  if (!content.ok() && !absl::IsNotFound(content.status())) return content;
  const absl::string_view text = content.ok() ? content->Reveal() : absl::string_view();
  const absl::string_view pin = text.substr(0, text.find_first_of("\r\n"));
  if (pin.empty()) return MakeProblem(problems::kVaultTokenPinMissing, {{"file", file}});
  return SecretBytes(pin);
}

bool RefusesPin(CK_RV rv) {
  return rv == CKR_PIN_INCORRECT || rv == CKR_PIN_INVALID || rv == CKR_PIN_LEN_RANGE ||
         rv == CKR_PIN_EXPIRED || rv == CKR_PIN_LOCKED || rv == CKR_USER_PIN_NOT_INITIALIZED;
}

}  // namespace

absl::Status TokenProblem(const Pkcs11Uri& uri, CK_RV rv) {
  LogError("vault_token_failed", {{"pkcs11_error", static_cast<uint64_t>(rv)}});
  return MakeProblem(problems::kVaultTokenUnavailable,
                     {{"token", uri.text()}, {"code", absl::StrFormat("0x%X", rv)}});
}

Pkcs11Session::Pkcs11Session(CK_FUNCTION_LIST& module, CK_SLOT_ID slot, CK_SESSION_HANDLE handle)
    : module_(module), slot_(slot), handle_(handle) {}

Pkcs11Session::~Pkcs11Session() { module_.C_CloseSession(handle_); }

absl::StatusOr<std::unique_ptr<Pkcs11Session>> Pkcs11Session::Open(const Pkcs11Uri& uri, bool read_write) {
  SG_ASSIGN_OR_RETURN(CK_FUNCTION_LIST * module, LoadModule(uri.module_path()));
  SG_ASSIGN_OR_RETURN(const CK_SLOT_ID slot, FindToken(*module, uri));
  CK_SESSION_HANDLE handle = CK_INVALID_HANDLE;
  const CK_FLAGS flags = CKF_SERIAL_SESSION | (read_write ? CKF_RW_SESSION : 0);
  const CK_RV rv = module->C_OpenSession(slot, flags, nullptr, nullptr, &handle);
  if (rv != CKR_OK) return TokenProblem(uri, rv);
  std::unique_ptr<Pkcs11Session> session(new Pkcs11Session(*module, slot, handle));
  SG_RETURN_IF_ERROR(session->LogIn(uri));
  return session;
}

absl::Status Pkcs11Session::LogIn(const Pkcs11Uri& uri) {
  RefusedPins& pins = Refused();
  const std::lock_guard<std::mutex> lock(pins.mutex);
  CK_TOKEN_INFO token = {};
  CK_RV rv = module_.C_GetTokenInfo(slot_, &token);
  if (rv != CKR_OK) return TokenProblem(uri, rv);
  if ((token.flags & CKF_LOGIN_REQUIRED) == 0) return absl::OkStatus();
  if (uri.pin_file().empty()) return MakeProblem(problems::kVaultKeyUriUnusable, {{"part", "pin-source"}});
  SG_ASSIGN_OR_RETURN(const SecretBytes pin, ReadPin(uri.pin_file()));

  const std::string_view label(reinterpret_cast<const char*>(token.label), sizeof(token.label));
  const std::string_view serial(reinterpret_cast<const char*>(token.serialNumber),
                                sizeof(token.serialNumber));
  std::string shown = LengthPrefixed({uri.module_path(), label, serial, ToStd(pin.Reveal())});
  const Sha256Digest trace = HmacSha256(pins.key.Reveal(), shown);
  WipeString(shown);
  const auto refused = [&] {
    return MakeProblem(problems::kVaultTokenPinRefused, {{"file", uri.pin_file()}});
  };
  if (pins.refused.count(trace) != 0) return refused();
  if ((token.flags & (CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED)) != 0) return refused();

  rv = module_.C_Login(handle_, CKU_USER, Pkcs11Input(pin.Reveal()), pin.size());
  if (rv == CKR_OK || rv == CKR_USER_ALREADY_LOGGED_IN) return absl::OkStatus();
  if (!RefusesPin(rv)) return TokenProblem(uri, rv);
  pins.refused.insert(trace);
  LogError("vault_token_pin_refused", {{"pkcs11_error", static_cast<uint64_t>(rv)}});
  return refused();
}

}  // namespace schoolgate
