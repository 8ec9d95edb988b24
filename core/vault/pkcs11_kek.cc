#include "core/vault/pkcs11_kek.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/pkcs11_token.h"
#include "core/vault/pkcs11_uri.h"

namespace schoolgate {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

absl::Status Unfit(const Pkcs11Uri& uri, std::string_view attribute) {
  return MakeProblem(problems::kVaultTokenKeyUnfit, {{"key", uri.text()}, {"attribute", attribute}});
}

// A key is found, fit and used through the session it was found in.
struct KeyInToken {
  std::unique_ptr<Pkcs11Session> session;
  CK_OBJECT_HANDLE handle = CK_INVALID_HANDLE;
};

absl::Status CheckMechanism(const Pkcs11Session& session, const Pkcs11Uri& uri) {
  constexpr CK_FLAGS kNeeded = CKF_ENCRYPT | CKF_DECRYPT;
  CK_MECHANISM_INFO info = {};
  const CK_RV rv = session.module().C_GetMechanismInfo(session.slot(), CKM_AES_GCM, &info);
  if (rv == CKR_MECHANISM_INVALID) return Unfit(uri, "CKM_AES_GCM");
  if (rv != CKR_OK) return TokenProblem(uri, rv);
  return (info.flags & kNeeded) == kNeeded ? absl::OkStatus() : Unfit(uri, "CKM_AES_GCM");
}

// Whether the key can do its work and stays where it is.
absl::Status CheckKey(const Pkcs11Session& session, CK_OBJECT_HANDLE key, const Pkcs11Uri& uri) {
  const auto has = [&](CK_ATTRIBUTE_TYPE type, auto wanted) {
    auto value = wanted;
    CK_ATTRIBUTE attribute = {type, &value, sizeof(value)};
    const CK_RV rv = session.module().C_GetAttributeValue(session.handle(), key, &attribute, 1);
    return rv == CKR_OK && attribute.ulValueLen == sizeof(value) && value == wanted;
  };
  if (!has(CKA_KEY_TYPE, CK_KEY_TYPE{CKK_AES})) return Unfit(uri, "CKA_KEY_TYPE");
  if (!has(CKA_VALUE_LEN, CK_ULONG{kKeyBytes})) return Unfit(uri, "CKA_VALUE_LEN");
  if (!has(CKA_SENSITIVE, CK_BBOOL{CK_TRUE})) return Unfit(uri, "CKA_SENSITIVE");
  if (!has(CKA_EXTRACTABLE, CK_BBOOL{CK_FALSE})) return Unfit(uri, "CKA_EXTRACTABLE");
  if (!has(CKA_ENCRYPT, CK_BBOOL{CK_TRUE})) return Unfit(uri, "CKA_ENCRYPT");
  if (!has(CKA_DECRYPT, CK_BBOOL{CK_TRUE})) return Unfit(uri, "CKA_DECRYPT");
  return absl::OkStatus();
}

absl::StatusOr<std::optional<CK_OBJECT_HANDLE>> FindKey(const Pkcs11Session& session, const Pkcs11Uri& uri) {
  CK_FUNCTION_LIST& module = session.module();
  std::vector<CK_ATTRIBUTE> wanted(uri.object().begin(), uri.object().end());
  CK_RV rv = module.C_FindObjectsInit(session.handle(), wanted.data(), wanted.size());
  if (rv != CKR_OK) return TokenProblem(uri, rv);
  std::array<CK_OBJECT_HANDLE, 2> found = {};
  CK_ULONG total = 0;
  CK_ULONG more = 1;
  // A token may give fewer at a time than there are.
  while (rv == CKR_OK && more != 0 && total < found.size()) {
    rv = module.C_FindObjects(session.handle(), found.data() + total, found.size() - total, &more);
    total += more;
  }
  module.C_FindObjectsFinal(session.handle());
  if (rv != CKR_OK) return TokenProblem(uri, rv);
  if (total == 0) return std::nullopt;
  if (total > 1) return Unfit(uri, "CKA_LABEL");
  SG_RETURN_IF_ERROR(CheckKey(session, found[0], uri));
  return found[0];
}

// A key that stays in the token: generated there, or made of `value` where there is one.
absl::Status MakeKey(const Pkcs11Session& session, const Pkcs11Uri& uri, const SecretBytes* value) {
  CK_BBOOL yes = CK_TRUE;
  CK_BBOOL no = CK_FALSE;
  CK_KEY_TYPE type = CKK_AES;
  CK_ULONG size = kKeyBytes;
  std::vector<CK_ATTRIBUTE> key(uri.object().begin(), uri.object().end());
  key.insert(key.end(), {{CKA_KEY_TYPE, &type, sizeof(type)},
                         {CKA_TOKEN, &yes, sizeof(yes)},
                         {CKA_PRIVATE, &yes, sizeof(yes)},
                         {CKA_SENSITIVE, &yes, sizeof(yes)},
                         {CKA_EXTRACTABLE, &no, sizeof(no)},
                         {CKA_ENCRYPT, &yes, sizeof(yes)},
                         {CKA_DECRYPT, &yes, sizeof(yes)},
                         // A key that also wraps could take other keys out of the token.
                         {CKA_WRAP, &no, sizeof(no)},
                         {CKA_UNWRAP, &no, sizeof(no)}});
  CK_MECHANISM generate = {CKM_AES_KEY_GEN, nullptr, 0};
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  CK_RV rv = CKR_OK;
  if (value != nullptr) {
    key.push_back({CKA_VALUE, Pkcs11Input(value->Reveal()), value->size()});
    rv = session.module().C_CreateObject(session.handle(), key.data(), key.size(), &made);
  } else {
    key.push_back({CKA_VALUE_LEN, &size, sizeof(size)});
    rv = session.module().C_GenerateKey(session.handle(), &generate, key.data(), key.size(), &made);
  }
  if (rv != CKR_OK) return TokenProblem(uri, rv);
  LogInfo("vault_token_key_made", {{"imported", value != nullptr}});
  return absl::OkStatus();
}

// One process of this machine opens at a time, or makes the key: a token has nothing by which two could agree
// who does, and SoftHSM writes its token anew at each login, so that who reads it then finds none. The lock
// is on a file that all of them need; where that cannot be opened, whoever needs it says so better.
class OpeningLock {
 public:
  explicit OpeningLock(const Pkcs11Uri& uri)
      : fd_(::open((uri.pin_file().empty() ? uri.module_path() : uri.pin_file()).c_str(),
                   O_RDONLY | O_CLOEXEC)) {}
  ~OpeningLock() {
    if (fd_ >= 0) ::close(fd_);
  }
  OpeningLock(const OpeningLock&) = delete;
  OpeningLock& operator=(const OpeningLock&) = delete;

  absl::Status Take() const {
    while (fd_ >= 0 && ::flock(fd_, LOCK_EX) != 0) {
      if (errno == EINTR) continue;
      LogError("vault_token_lock_failed", {{"errno", errno}});
      return MakeProblem(problems::kVaultUnavailable);
    }
    return absl::OkStatus();
  }

 private:
  const int fd_;
};

absl::StatusOr<KeyInToken> FindOrMakeKey(const Pkcs11Uri& uri, bool may_create) {
  const OpeningLock lock(uri);
  SG_RETURN_IF_ERROR(lock.Take());
  KeyInToken key;
  SG_ASSIGN_OR_RETURN(key.session, Pkcs11Session::Open(uri, may_create));
  SG_RETURN_IF_ERROR(CheckMechanism(*key.session, uri));
  SG_ASSIGN_OR_RETURN(std::optional<CK_OBJECT_HANDLE> found, FindKey(*key.session, uri));
  if (!found.has_value() && may_create) {
    SG_RETURN_IF_ERROR(MakeKey(*key.session, uri, nullptr));
    SG_ASSIGN_OR_RETURN(found, FindKey(*key.session, uri));
  }
  if (!found.has_value()) return MakeProblem(problems::kVaultKeyMissing, {{"file", uri.text()}});
  key.handle = *found;
  return key;
}

CK_GCM_PARAMS Parameters(CK_BYTE_PTR nonce, std::string_view context) {
  CK_GCM_PARAMS parameters = {};
  parameters.iv_ptr = nonce;
  parameters.iv_len = kNonceBytes;
  parameters.iv_bits = kNonceBytes * 8;
  parameters.aad_ptr = Pkcs11Input(ToAbsl(context));
  parameters.aad_len = context.size();
  parameters.tag_bits = kTagBytes * 8;
  return parameters;
}

CK_RV Encrypt(const KeyInToken& key, const SecretBytes& text, std::string_view context,
              std::string& wrapped) {
  CK_FUNCTION_LIST& module = key.session->module();
  wrapped = RandomBytes(kNonceBytes);
  wrapped.resize(kNonceBytes + text.size() + kTagBytes);
  auto* out = reinterpret_cast<CK_BYTE_PTR>(wrapped.data());
  CK_GCM_PARAMS parameters = Parameters(out, context);
  CK_MECHANISM mechanism = {CKM_AES_GCM, &parameters, sizeof(parameters)};
  CK_RV rv = module.C_EncryptInit(key.session->handle(), &mechanism, key.handle);
  if (rv != CKR_OK) return rv;
  CK_ULONG size = wrapped.size() - kNonceBytes;
  rv = module.C_Encrypt(key.session->handle(), Pkcs11Input(text.Reveal()), text.size(), out + kNonceBytes,
                        &size);
  if (rv == CKR_OK && size != wrapped.size() - kNonceBytes) return CKR_FUNCTION_FAILED;
  return rv;
}

CK_RV Decrypt(const KeyInToken& key, std::string_view wrapped, std::string_view context, SecretBytes& text) {
  CK_FUNCTION_LIST& module = key.session->module();
  CK_GCM_PARAMS parameters = Parameters(Pkcs11Input(ToAbsl(wrapped)), context);
  CK_MECHANISM mechanism = {CKM_AES_GCM, &parameters, sizeof(parameters)};
  CK_RV rv = module.C_DecryptInit(key.session->handle(), &mechanism, key.handle);
  if (rv != CKR_OK) return rv;
  wrapped.remove_prefix(kNonceBytes);
  // Tokens ask for room for the tag too.
  CK_ULONG size = wrapped.size();
  const SecretBytes room = SecretBytes::Make(wrapped.size(), [&](absl::Span<uint8_t> out) {
    rv = module.C_Decrypt(key.session->handle(), Pkcs11Input(ToAbsl(wrapped)), wrapped.size(), out.data(),
                          &size);
  });
  if (rv == CKR_OK && size != wrapped.size() - kTagBytes) return CKR_FUNCTION_FAILED;
  if (rv == CKR_OK) text = SecretBytes(room.Reveal().substr(0, size));
  return rv;
}

class Pkcs11Kek : public Kek {
 public:
  Pkcs11Kek(Pkcs11Uri uri, KeyInToken key) : uri_(std::move(uri)), key_(std::move(key)) {}

  absl::StatusOr<std::string> Wrap(const SecretBytes& key, std::string_view context) override {
    std::string wrapped;
    SG_ASSIGN_OR_RETURN(const CK_RV rv,
                        Do([&](const KeyInToken& kek) { return Encrypt(kek, key, context, wrapped); }));
    if (rv != CKR_OK) return TokenProblem(uri_, rv);
    return wrapped;
  }

  absl::StatusOr<SecretBytes> Unwrap(std::string_view wrapped, std::string_view context) override {
    const auto wrong = [&] { return MakeProblem(problems::kVaultKeyWrong, {{"file", uri_.text()}}); };
    if (wrapped.size() <= kNonceBytes + kTagBytes) return wrong();
    SecretBytes key;
    SG_ASSIGN_OR_RETURN(const CK_RV rv,
                        Do([&](const KeyInToken& kek) { return Decrypt(kek, wrapped, context, key); }));
    if (rv == CKR_OK) return key;
    // Tokens say a wrong tag in many ways; SoftHSM's is CKR_GENERAL_ERROR, which may be anything.
    SG_RETURN_IF_ERROR(Prove());
    return wrong();
  }

  // Whether the token opens what it closes.
  absl::Status Prove() {
    const SecretBytes sample = RandomSecret(kKeyBytes);
    SG_ASSIGN_OR_RETURN(const std::string wrapped, Wrap(sample, "proof"));
    SecretBytes again;
    SG_ASSIGN_OR_RETURN(const CK_RV rv,
                        Do([&](const KeyInToken& kek) { return Decrypt(kek, wrapped, "proof", again); }));
    if (rv != CKR_OK) return TokenProblem(uri_, rv);
    return again.Equal(sample) ? absl::OkStatus() : TokenProblem(uri_, CKR_FUNCTION_FAILED);
  }

 private:
  // What the token returned, the second time if the first was not CKR_OK.
  absl::StatusOr<CK_RV> Do(absl::FunctionRef<CK_RV(const KeyInToken&)> operation) {
    CK_RV rv = CKR_SESSION_HANDLE_INVALID;
    for (int tries = 0; tries < 2 && rv != CKR_OK; ++tries) {
      if (key_.session == nullptr) {
        SG_ASSIGN_OR_RETURN(key_, FindOrMakeKey(uri_, /*may_create=*/false));
      }
      rv = operation(key_);
      // Nobody knows what a failed operation left behind in its session.
      if (rv != CKR_OK) key_.session.reset();
    }
    return rv;
  }

  const Pkcs11Uri uri_;
  KeyInToken key_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Kek>> OpenPkcs11Kek(const std::string& uri, bool may_create) {
  SG_ASSIGN_OR_RETURN(Pkcs11Uri parsed, Pkcs11Uri::Parse(uri));
  SG_ASSIGN_OR_RETURN(KeyInToken key, FindOrMakeKey(parsed, may_create));
  auto kek = std::make_unique<Pkcs11Kek>(std::move(parsed), std::move(key));
  // What is wrong is said now, not when the vault relies on it.
  SG_RETURN_IF_ERROR(kek->Prove());
  return kek;
}

absl::Status ImportPkcs11Key(const std::string& uri, const SecretBytes& key) {
  SG_ASSIGN_OR_RETURN(const Pkcs11Uri parsed, Pkcs11Uri::Parse(uri));
  const OpeningLock lock(parsed);
  SG_RETURN_IF_ERROR(lock.Take());
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<Pkcs11Session> session,
                      Pkcs11Session::Open(parsed, /*read_write=*/true));
  SG_RETURN_IF_ERROR(CheckMechanism(*session, parsed));
  SG_ASSIGN_OR_RETURN(const std::optional<CK_OBJECT_HANDLE> there, FindKey(*session, parsed));
  if (there.has_value()) return Unfit(parsed, "CKA_LABEL");
  return MakeKey(*session, parsed, &key);
}

}  // namespace schoolgate
