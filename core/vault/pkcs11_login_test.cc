// Finding a token, logging in to it, and tokens that fail: SoftHSM's, with a module before it that fails as
// it is told and counts the logins.
#include <dlfcn.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <thread>
#include <vector>

#include "core/crypto/random.h"
#include "core/util/files.h"
#include "core/util/problem.h"
#include "core/util/strings.h"
#include "core/vault/kek.h"
#include "core/vault/pkcs11_faulty_testing.h"
#include "core/vault/pkcs11_token.h"
#include "core/vault/pkcs11_uri.h"
#include "core/vault/soft_token_testing.h"
#include "core/vault/vault_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using vault_testing::ReasonOf;
using vault_testing::SoftTokens;

class Pkcs11LoginTest : public ::testing::Test {
 protected:
  Pkcs11LoginTest() {
    void* module = ::dlopen(SCHOOLGATE_FAULTY_MODULE, RTLD_NOW | RTLD_LOCAL);
    EXPECT_NE(module, nullptr);
    const auto get =
        reinterpret_cast<decltype(&Pkcs11FaultsOfModule)>(::dlsym(module, "Pkcs11FaultsOfModule"));
    faults_ = get();
    *faults_ = {};
  }
  ~Pkcs11LoginTest() override { *faults_ = {}; }

  // Through the module that fails.
  std::string Uri(std::string_view token, std::string_view pin_file, std::string_view more = "") const {
    return StrCat("pkcs11:token=", token, ";object=login", more, "?module-path=", SCHOOLGATE_FAULTY_MODULE,
                  "&pin-source=file:", pin_file);
  }
  std::string GoodUri() const { return Uri("schoolgate", tokens_.pin_file()); }

  std::string PinFile(std::string_view content, mode_t mode = 0600) const {
    std::string path = tokens_.File("other-pin");
    EXPECT_TRUE(WriteFileAtomically(path, content, 0600).ok());
    EXPECT_EQ(::chmod(path.c_str(), mode), 0);
    return path;
  }

  static absl::Status Open(const std::string& uri) { return OpenKek(uri, /*may_create=*/true).status(); }
  static std::string CodeOf(const absl::Status& status) { return ProblemOf(status).parameters["code"]; }

  const SoftTokens& tokens_ = SoftTokens::Get();
  Pkcs11Faults* faults_ = nullptr;
};

TEST_F(Pkcs11LoginTest, AWrongPinIsShownToTheTokenOnce) {
  const std::string uri = Uri("schoolgate", PinFile("11112222\n"));
  const absl::Status status = Open(uri);
  EXPECT_EQ(ReasonOf(status), "VAULT_TOKEN_PIN_REFUSED");
  EXPECT_THAT(ProblemOf(status).english, HasSubstr(tokens_.File("other-pin")));
  EXPECT_THAT(ProblemOf(status).english, Not(HasSubstr("11112222")));
  EXPECT_EQ(faults_->logins, 1);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ReasonOf(Open(uri)), "VAULT_TOKEN_PIN_REFUSED");
  PinFile("11112222\nand a second line that is not read");
  EXPECT_EQ(ReasonOf(Open(uri)), "VAULT_TOKEN_PIN_REFUSED");
  EXPECT_EQ(faults_->logins, 1);
  PinFile("33334444");
  EXPECT_EQ(ReasonOf(Open(uri)), "VAULT_TOKEN_PIN_REFUSED");
  EXPECT_EQ(faults_->logins, 2);
  // The mended file needs no restart.
  PinFile(*ReadFile(tokens_.pin_file()));
  EXPECT_TRUE(Open(uri).ok()) << Open(uri);
}

TEST_F(Pkcs11LoginTest, AWrongPinIsShownOnceByManyThreads) {
  const std::string uri = Uri("schoolgate", PinFile("55556666"));
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(ReasonOf(Open(uri)), "VAULT_TOKEN_PIN_REFUSED"); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(faults_->logins, 1);
}

// A supervisor restarts a gate that does not start, and each start would be another try.
TEST_F(Pkcs11LoginTest, ALastTryIsLeftToTheOwner) {
  for (const CK_FLAGS flag : {CKF_USER_PIN_FINAL_TRY, CKF_USER_PIN_LOCKED}) {
    faults_->token_flags = flag;
    EXPECT_EQ(ReasonOf(Open(GoodUri())), "VAULT_TOKEN_PIN_REFUSED");
  }
  EXPECT_EQ(faults_->logins, 0);
  faults_->token_flags = 0;
  EXPECT_TRUE(Open(GoodUri()).ok());
}

TEST_F(Pkcs11LoginTest, ALockedOrExpiredPinIsAPinProblem) {
  int number = 0;
  for (const CK_RV rv : {CKR_PIN_LOCKED, CKR_PIN_EXPIRED, CKR_PIN_LEN_RANGE, CKR_USER_PIN_NOT_INITIALIZED}) {
    faults_->login = rv;
    const std::string uri = Uri("schoolgate", PinFile(StrCat("7777888", ++number)));
    EXPECT_EQ(ReasonOf(Open(uri)), "VAULT_TOKEN_PIN_REFUSED") << rv;
    EXPECT_EQ(ReasonOf(Open(uri)), "VAULT_TOKEN_PIN_REFUSED") << rv;
    EXPECT_EQ(faults_->logins, number);
  }
}

// What is wrong with the token's connection says nothing of the PIN, which is good again when the token is.
TEST_F(Pkcs11LoginTest, ATokenThatFailsAtLoginIsAskedAgain) {
  faults_->login = CKR_DEVICE_ERROR;
  for (int i = 1; i <= 2; ++i) {
    const absl::Status status = Open(GoodUri());
    EXPECT_EQ(ReasonOf(status), "VAULT_TOKEN_UNAVAILABLE");
    EXPECT_EQ(CodeOf(status), "0x30");
    EXPECT_EQ(faults_->logins, i);
  }
  faults_->login = CKR_OK;
  EXPECT_TRUE(Open(GoodUri()).ok());
}

TEST_F(Pkcs11LoginTest, ThePinFileIsPrivateAndHoldsAPin) {
  const std::string pin = *ReadFile(tokens_.pin_file());
  for (const mode_t mode : {0640, 0604, 0660, 0602, 0601}) {
    EXPECT_EQ(ReasonOf(Open(Uri("schoolgate", PinFile(pin, mode)))), "VAULT_KEY_EXPOSED") << mode;
  }
  EXPECT_EQ(ReasonOf(Open(Uri("schoolgate", PinFile("")))), "VAULT_TOKEN_PIN_MISSING");
  EXPECT_EQ(ReasonOf(Open(Uri("schoolgate", PinFile("\n" + pin)))), "VAULT_TOKEN_PIN_MISSING");
  const absl::Status status = Open(Uri("schoolgate", tokens_.File("no-such-pin")));
  EXPECT_EQ(ReasonOf(status), "VAULT_TOKEN_PIN_MISSING");
  EXPECT_EQ(ProblemOf(status).parameters["file"], tokens_.File("no-such-pin"));
  EXPECT_EQ(faults_->logins, 0);
  EXPECT_TRUE(Open(Uri("schoolgate", PinFile(pin, 0400))).ok());
}

TEST_F(Pkcs11LoginTest, ATokenThatAsksForAPinNeedsItsFile) {
  const absl::Status status =
      Open(StrCat("pkcs11:token=schoolgate;object=login?module-path=", tokens_.module_path()));
  EXPECT_EQ(ReasonOf(status), "VAULT_KEY_URI_UNUSABLE");
  EXPECT_EQ(ProblemOf(status).parameters["part"], "pin-source");
}

TEST_F(Pkcs11LoginTest, AModuleThatIsMissingOrNoneIsSaidSo) {
  const auto reason = [&](const std::string& module) {
    const absl::Status status =
        Open(StrCat("pkcs11:token=t;object=k?module-path=", module, "&pin-source=file:", tokens_.pin_file()));
    EXPECT_EQ(ReasonOf(status), "VAULT_TOKEN_MODULE_UNUSABLE");
    EXPECT_EQ(ProblemOf(status).parameters["file"], module);
    return ProblemOf(status).parameters["reason"];
  };
  EXPECT_THAT(reason(tokens_.File("no-such-module.so")), HasSubstr("No such file"));
  EXPECT_NE(reason(tokens_.pin_file()), "");
  // A library, and not a module.
  Dl_info sqlite = {};
  ASSERT_NE(::dladdr(reinterpret_cast<void*>(&sqlite3_libversion), &sqlite), 0);
  EXPECT_EQ(reason(std::filesystem::canonical(sqlite.dli_fname).string()), "C_GetFunctionList");
}

TEST_F(Pkcs11LoginTest, ATokenThatIsAbsentIsSaidSo) {
  const absl::Status status = Open(Uri("elsewhere", tokens_.pin_file()));
  EXPECT_EQ(ReasonOf(status), "VAULT_TOKEN_UNAVAILABLE");
  EXPECT_EQ(CodeOf(status), "0xE0");  // CKR_TOKEN_NOT_PRESENT
  EXPECT_EQ(faults_->logins, 0);
}

TEST_F(Pkcs11LoginTest, OfTwoTokensOfOneNameTheSerialNumberDecides) {
  const absl::Status status = Open(Uri("twin", tokens_.pin_file()));
  EXPECT_EQ(ReasonOf(status), "VAULT_KEY_URI_UNUSABLE");
  EXPECT_EQ(ProblemOf(status).parameters["part"], "token");
  const auto session = Pkcs11Session::Open(*Pkcs11Uri::Parse(GoodUri()), false);
  ASSERT_TRUE(session.ok()) << session.status();
  CK_FUNCTION_LIST& module = (*session)->module();
  std::vector<CK_SLOT_ID> slots(32);
  CK_ULONG count = slots.size();
  ASSERT_EQ(module.C_GetSlotList(CK_TRUE, slots.data(), &count), CK_RV{CKR_OK});
  std::vector<std::string> serials;
  for (CK_ULONG i = 0; i < count; ++i) {
    CK_TOKEN_INFO token = {};
    ASSERT_EQ(module.C_GetTokenInfo(slots[i], &token), CK_RV{CKR_OK});
    if (std::memcmp(token.label, "twin ", 5) != 0) continue;
    serials.emplace_back(reinterpret_cast<const char*>(token.serialNumber), sizeof(token.serialNumber));
  }
  ASSERT_EQ(serials.size(), 2u);
  const auto one = OpenKek(Uri("twin", tokens_.pin_file(), StrCat(";serial=", serials[0])), true);
  const auto two = OpenKek(Uri("twin", tokens_.pin_file(), StrCat(";serial=", serials[1])), true);
  ASSERT_TRUE(one.ok() && two.ok()) << one.status() << two.status();
  EXPECT_EQ(ReasonOf((*two)->Unwrap(*(*one)->Wrap(RandomSecret(32), "c"), "c").status()), "VAULT_KEY_WRONG");
}

TEST_F(Pkcs11LoginTest, ATokenWithoutTheCipherIsRefused) {
  faults_->mechanism_info = CKR_MECHANISM_INVALID;
  const absl::Status status = Open(GoodUri());
  EXPECT_EQ(ReasonOf(status), "VAULT_TOKEN_KEY_UNFIT");
  EXPECT_EQ(ProblemOf(status).parameters["attribute"], "CKM_AES_GCM");
}

TEST_F(Pkcs11LoginTest, ADeviceThatComesBackIsUsedAgain) {
  auto kek = OpenKek(GoodUri(), true);
  ASSERT_TRUE(kek.ok()) << kek.status();
  const SecretBytes key = RandomSecret(32);
  faults_->encrypt_init = CKR_DEVICE_REMOVED;
  faults_->encrypt_init_times = 1;
  const auto wrapped = (*kek)->Wrap(key, "c");
  ASSERT_TRUE(wrapped.ok()) << wrapped.status();
  EXPECT_TRUE((*kek)->Unwrap(*wrapped, "c")->Equal(key));
  // Gone for longer than one more try, and back.
  faults_->encrypt_init_times = 1000;
  const absl::Status status = (*kek)->Wrap(key, "c").status();
  EXPECT_EQ(ReasonOf(status), "VAULT_TOKEN_UNAVAILABLE");
  EXPECT_EQ(CodeOf(status), "0x32");
  EXPECT_EQ(faults_->encrypt_init_times, 998);
  faults_->encrypt_init_times = 0;
  EXPECT_TRUE((*kek)->Wrap(key, "c").ok());
}

// SoftHSM says the same of altered bytes and of its own failures; only one of them means the key is wrong.
TEST_F(Pkcs11LoginTest, ATokenThatFailsIsNotTakenForAWrongKey) {
  auto kek = OpenKek(GoodUri(), true);
  ASSERT_TRUE(kek.ok()) << kek.status();
  const SecretBytes key = RandomSecret(32);
  const std::string wrapped = *(*kek)->Wrap(key, "c");
  faults_->decrypt = CKR_GENERAL_ERROR;
  const absl::Status status = (*kek)->Unwrap(wrapped, "c").status();
  EXPECT_EQ(ReasonOf(status), "VAULT_TOKEN_UNAVAILABLE");
  EXPECT_EQ(CodeOf(status), "0x5");
  EXPECT_EQ(ReasonOf(Open(GoodUri())), "VAULT_TOKEN_UNAVAILABLE");
  faults_->decrypt = CKR_OK;
  EXPECT_TRUE((*kek)->Unwrap(wrapped, "c")->Equal(key));
}

TEST_F(Pkcs11LoginTest, ATokensOwnNonceIsKept) {
  auto kek = OpenKek(GoodUri(), true);
  ASSERT_TRUE(kek.ok()) << kek.status();
  const SecretBytes key = RandomSecret(32);
  faults_->own_nonce = true;
  const std::string wrapped = *(*kek)->Wrap(key, "c");
  EXPECT_EQ(wrapped.substr(0, 12), std::string(12, 0x5A));
  EXPECT_TRUE((*kek)->Unwrap(wrapped, "c")->Equal(key));
}

}  // namespace
}  // namespace schoolgate
