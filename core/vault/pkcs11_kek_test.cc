// The key-encryption key in a token: SoftHSM's, really, and faults put before it.
#include "core/vault/pkcs11_kek.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>
#include <vector>

#include "core/crypto/random.h"
#include "core/util/files.h"
#include "core/util/problem.h"
#include "core/util/strings.h"
#include "core/vault/key_shares.h"
#include "core/vault/pkcs11_token.h"
#include "core/vault/pkcs11_uri.h"
#include "core/vault/soft_token_testing.h"
#include "core/vault/vault_testing.h"
#include "gtest/gtest.h"

extern char** environ;

namespace schoolgate {
namespace {

using vault_testing::ReasonOf;
using vault_testing::SoftTokens;

class Pkcs11KekTest : public ::testing::Test {
 protected:
  // Ends the test process if it does not open.
  static std::unique_ptr<Kek> Open(const std::string& uri, bool may_create) {
    auto kek = OpenKek(uri, may_create);
    if (!kek.ok()) {
      std::fprintf(stderr, "the test's key does not open: %s\n", kek.status().ToString().c_str());
      std::abort();
    }
    return *std::move(kek);
  }

  static std::string ReasonOfOpening(const std::string& uri, bool may_create = false) {
    return ReasonOf(OpenKek(uri, may_create).status());
  }

  // A session of the test's own with the token "schoolgate".
  std::unique_ptr<Pkcs11Session> Session() const {
    return *Pkcs11Session::Open(*Pkcs11Uri::Parse(tokens_.Uri("any")), /*read_write=*/true);
  }

  // Makes a key named `label` with these attributes beside or in place of a good key's own.
  void MakeKey(const std::string& label, std::vector<CK_ATTRIBUTE> other) const {
    CK_OBJECT_CLASS object_class = CKO_SECRET_KEY;
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    CK_ULONG size = 32;
    std::string name = label;
    const std::vector<CK_ATTRIBUTE> good = {{CKA_CLASS, &object_class, sizeof(object_class)},
                                            {CKA_VALUE_LEN, &size, sizeof(size)},
                                            {CKA_LABEL, name.data(), name.size()},
                                            {CKA_TOKEN, &yes, 1},
                                            {CKA_PRIVATE, &yes, 1},
                                            {CKA_SENSITIVE, &yes, 1},
                                            {CKA_EXTRACTABLE, &no, 1},
                                            {CKA_ENCRYPT, &yes, 1},
                                            {CKA_DECRYPT, &yes, 1}};
    CK_MECHANISM generate = {CKM_AES_KEY_GEN, nullptr, 0};
    for (const CK_ATTRIBUTE& attribute : good) {
      bool replaced = false;
      for (const CK_ATTRIBUTE& given : other) replaced = replaced || given.type == attribute.type;
      if (!replaced) other.push_back(attribute);
    }
    const auto session = Session();
    CK_OBJECT_HANDLE key = 0;
    ASSERT_EQ(session->module().C_GenerateKey(session->handle(), &generate, other.data(), other.size(), &key),
              CK_RV{CKR_OK});
  }

  CK_OBJECT_HANDLE Find(const Pkcs11Session& session, const std::string& label) const {
    const Pkcs11Uri uri = *Pkcs11Uri::Parse(tokens_.Uri(label));
    std::vector<CK_ATTRIBUTE> wanted(uri.object().begin(), uri.object().end());
    CK_FUNCTION_LIST& module = session.module();
    CK_OBJECT_HANDLE key = 0;
    CK_ULONG count = 0;
    EXPECT_EQ(module.C_FindObjectsInit(session.handle(), wanted.data(), wanted.size()), CK_RV{CKR_OK});
    EXPECT_EQ(module.C_FindObjects(session.handle(), &key, 1, &count), CK_RV{CKR_OK});
    EXPECT_EQ(module.C_FindObjectsFinal(session.handle()), CK_RV{CKR_OK});
    EXPECT_EQ(count, 1u) << label;
    return key;
  }

  const SoftTokens& tokens_ = SoftTokens::Get();
};

TEST_F(Pkcs11KekTest, UnwrapsWhatItWrappedForTheSameContextOnly) {
  const auto kek = Open(tokens_.Uri("contexts"), true);
  const SecretBytes key = RandomSecret(32);
  const std::string wrapped = *kek->Wrap(key, "district|1");
  EXPECT_EQ(wrapped.size(), 12u + 32u + 16u);
  EXPECT_TRUE(kek->Unwrap(wrapped, "district|1")->Equal(key));
  EXPECT_EQ(ReasonOf(kek->Unwrap(wrapped, "district|2").status()), "VAULT_KEY_WRONG");
  EXPECT_EQ(ReasonOf(kek->Unwrap(wrapped, "").status()), "VAULT_KEY_WRONG");
  EXPECT_TRUE(kek->Unwrap(*kek->Wrap(key, ""), "")->Equal(key));
  EXPECT_TRUE(kek->Unwrap(wrapped, "district|1")->Equal(key));
}

TEST_F(Pkcs11KekTest, ANonceIsNeverUsedAgain) {
  const auto kek = Open(tokens_.Uri("nonces"), true);
  const SecretBytes key = RandomSecret(32);
  std::set<std::string> nonces;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(nonces.insert(kek->Wrap(key, "c")->substr(0, 12)).second);
}

TEST_F(Pkcs11KekTest, WhatWasAlteredIsRefused) {
  const auto kek = Open(tokens_.Uri("altered"), true);
  const SecretBytes key = RandomSecret(32);
  const std::string wrapped = *kek->Wrap(key, "c");
  for (size_t at = 0; at < wrapped.size(); ++at) {
    std::string altered = wrapped;
    altered[at] = static_cast<char>(altered[at] ^ 0x20);
    ASSERT_EQ(ReasonOf(kek->Unwrap(altered, "c").status()), "VAULT_KEY_WRONG") << at;
  }
  for (size_t size : {size_t{0}, size_t{11}, size_t{12}, size_t{28}, size_t{29}, wrapped.size() - 1}) {
    EXPECT_EQ(ReasonOf(kek->Unwrap(wrapped.substr(0, size), "c").status()), "VAULT_KEY_WRONG") << size;
  }
  EXPECT_EQ(ReasonOf(kek->Unwrap(wrapped + "x", "c").status()), "VAULT_KEY_WRONG");
  EXPECT_TRUE(kek->Unwrap(wrapped, "c")->Equal(key));
}

TEST_F(Pkcs11KekTest, AnotherKeyDoesNotOpenIt) {
  const auto one = Open(tokens_.Uri("one"), true);
  const auto two = Open(tokens_.Uri("two"), true);
  const std::string wrapped = *one->Wrap(RandomSecret(32), "c");
  const absl::Status status = two->Unwrap(wrapped, "c").status();
  EXPECT_EQ(ReasonOf(status), "VAULT_KEY_WRONG");
  EXPECT_EQ(ProblemOf(status).parameters.at("file"), tokens_.Uri("two"));
}

TEST_F(Pkcs11KekTest, AMissingKeyIsMadeOnlyWhereThatIsAllowed) {
  const std::string uri = tokens_.Uri("missing");
  EXPECT_EQ(ReasonOfOpening(uri, false), "VAULT_KEY_MISSING");
  EXPECT_EQ(ReasonOfOpening(uri, false), "VAULT_KEY_MISSING");
  const std::string wrapped = *Open(uri, true)->Wrap(RandomSecret(32), "c");
  EXPECT_TRUE(Open(uri, true)->Unwrap(wrapped, "c").ok());
  EXPECT_TRUE(Open(uri, false)->Unwrap(wrapped, "c").ok());
}

TEST_F(Pkcs11KekTest, AKeyIsFoundByItsIdToo) {
  const std::string label = "by-id";
  std::string id = "\x01\x02";
  MakeKey(label, {{CKA_ID, id.data(), id.size()}});
  EXPECT_EQ(ReasonOfOpening(tokens_.Uri(label + ";id=%01%02")), "");
  EXPECT_EQ(ReasonOfOpening(tokens_.Uri(label + ";id=%01%03")), "VAULT_KEY_MISSING");
}

// Leaves what it wrapped where MadeOnceByManyOpeners finds it when that test starts this one in other
// processes.
TEST_F(Pkcs11KekTest, OpensTheSharedKey) {
  const auto kek = Open(tokens_.Uri("shared"), true);
  const SecretBytes key = RandomSecret(32);
  const auto wrapped = kek->Wrap(key, "shared");
  ASSERT_TRUE(wrapped.ok()) << wrapped.status();
  EXPECT_TRUE(kek->Unwrap(*wrapped, "shared")->Equal(key));
  const std::string name = tokens_.File(StrCat("shared.", ::getpid()));
  EXPECT_TRUE(WriteFileAtomically(name + ".wrapped", *wrapped).ok());
  EXPECT_TRUE(WriteFileAtomically(name + ".key", ToStd(key.Reveal())).ok());
}

TEST_F(Pkcs11KekTest, MadeOnceByManyProcessesAndFoundByTheNext) {
  std::vector<pid_t> children(6);
  for (pid_t& child : children) {
    std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
    std::string filter = "--gtest_filter=Pkcs11KekTest.OpensTheSharedKey";
    char* arguments[] = {program.data(), filter.data(), nullptr};
    ASSERT_EQ(posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environ), 0);
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  // Had two been made, the key would not be alone with its name, and had one process used another key, this
  // would not open what it wrapped.
  const auto kek = Open(tokens_.Uri("shared"), false);
  for (const pid_t child : children) {
    const std::string name = tokens_.File(StrCat("shared.", child));
    const auto key = kek->Unwrap(*ReadFile(name + ".wrapped"), "shared");
    ASSERT_TRUE(key.ok()) << key.status();
    EXPECT_EQ(ToStd(key->Reveal()), *ReadFile(name + ".key"));
  }
}

TEST_F(Pkcs11KekTest, MadeOnceByManyThreads) {
  std::vector<std::thread> threads;
  threads.reserve(8);
  std::vector<std::unique_ptr<Kek>> keks(8);
  for (auto& kek : keks) threads.emplace_back([&] { kek = Open(tokens_.Uri("threads"), true); });
  for (std::thread& thread : threads) thread.join();
  const SecretBytes key = RandomSecret(32);
  const std::string wrapped = *keks[0]->Wrap(key, "c");
  for (const auto& kek : keks) EXPECT_TRUE(kek->Unwrap(wrapped, "c")->Equal(key));
}

TEST_F(Pkcs11KekTest, TheKeyItMadeStaysInTheToken) {
  const auto kek = Open(tokens_.Uri("stays"), true);
  const auto session = Session();
  CK_FUNCTION_LIST& module = session->module();
  const CK_OBJECT_HANDLE key = Find(*session, "stays");
  char value[64] = {};
  CK_ATTRIBUTE ask = {CKA_VALUE, value, sizeof(value)};
  EXPECT_EQ(module.C_GetAttributeValue(session->handle(), key, &ask, 1), CK_RV{CKR_ATTRIBUTE_SENSITIVE});
  for (const auto& [attribute, expected] :
       std::vector<std::pair<CK_ATTRIBUTE_TYPE, CK_BBOOL>>{{CKA_SENSITIVE, CK_TRUE},
                                                           {CKA_ALWAYS_SENSITIVE, CK_TRUE},
                                                           {CKA_EXTRACTABLE, CK_FALSE},
                                                           {CKA_NEVER_EXTRACTABLE, CK_TRUE},
                                                           {CKA_PRIVATE, CK_TRUE},
                                                           {CKA_TOKEN, CK_TRUE},
                                                           {CKA_WRAP, CK_FALSE},
                                                           {CKA_UNWRAP, CK_FALSE}}) {
    CK_BBOOL is = 2;
    ask = {attribute, &is, sizeof(is)};
    ASSERT_EQ(module.C_GetAttributeValue(session->handle(), key, &ask, 1), CK_RV{CKR_OK}) << attribute;
    EXPECT_EQ(is, expected) << attribute;
  }
  // Not even under another key of the token.
  CK_MECHANISM wrap = {CKM_AES_KEY_WRAP_PAD, nullptr, 0};
  CK_BBOOL yes = CK_TRUE;
  MakeKey("wrapper", {{CKA_WRAP, &yes, 1}});
  const CK_OBJECT_HANDLE wrapper = Find(*session, "wrapper");
  CK_BYTE out[64] = {};
  CK_ULONG size = sizeof(out);
  EXPECT_EQ(module.C_WrapKey(session->handle(), &wrap, wrapper, key, out, &size),
            CK_RV{CKR_KEY_UNEXTRACTABLE});
}

TEST_F(Pkcs11KekTest, AKeyThatIsUnfitIsRefusedWithTheReason) {
  CK_BBOOL yes = CK_TRUE;
  CK_BBOOL no = CK_FALSE;
  CK_ULONG short_key = 16;
  MakeKey("extractable", {{CKA_EXTRACTABLE, &yes, 1}});
  MakeKey("bare", {{CKA_SENSITIVE, &no, 1}});
  MakeKey("short", {{CKA_VALUE_LEN, &short_key, sizeof(short_key)}});
  MakeKey("sealing", {{CKA_DECRYPT, &no, 1}});
  MakeKey("opening", {{CKA_ENCRYPT, &no, 1}});
  MakeKey("double", {});
  MakeKey("double", {});
  for (const auto& [label, attribute] :
       std::vector<std::pair<std::string, std::string>>{{"extractable", "CKA_EXTRACTABLE"},
                                                        {"bare", "CKA_SENSITIVE"},
                                                        {"short", "CKA_VALUE_LEN"},
                                                        {"sealing", "CKA_DECRYPT"},
                                                        {"opening", "CKA_ENCRYPT"},
                                                        {"double", "CKA_LABEL"}}) {
    const absl::Status status = OpenKek(tokens_.Uri(label), true).status();
    EXPECT_EQ(ReasonOf(status), "VAULT_TOKEN_KEY_UNFIT") << label;
    EXPECT_EQ(ProblemOf(status).parameters["attribute"], attribute) << label;
  }
}

// What two custodians keep on paper makes a new token out of a broken one.
TEST_F(Pkcs11KekTest, TwoCustodiansRestoreItInAnotherToken) {
  const SecretBytes original = RandomSecret(32);
  const auto [one, two] = SplitKey(original);
  ASSERT_TRUE(ImportPkcs11Key(tokens_.Uri("ceremony"), original).ok());
  const SecretBytes key = RandomSecret(32);
  const std::string wrapped = *Open(tokens_.Uri("ceremony"), false)->Wrap(key, "c");

  const auto joined = JoinKey(ToStd(two.Reveal()), ToStd(one.Reveal()));
  ASSERT_TRUE(joined.ok()) << joined.status();
  ASSERT_TRUE(ImportPkcs11Key(tokens_.Uri("ceremony", "spare"), *joined).ok());
  EXPECT_TRUE(Open(tokens_.Uri("ceremony", "spare"), false)->Unwrap(wrapped, "c")->Equal(key));
}

TEST_F(Pkcs11KekTest, AnImportedKeyStaysAndReplacesNone) {
  const std::string uri = tokens_.Uri("imported");
  const SecretBytes key = RandomSecret(32);
  ASSERT_TRUE(ImportPkcs11Key(uri, key).ok());
  const std::string wrapped = *Open(uri, false)->Wrap(key, "c");
  EXPECT_EQ(ReasonOf(ImportPkcs11Key(uri, key)), "VAULT_TOKEN_KEY_UNFIT");
  EXPECT_TRUE(Open(uri, false)->Unwrap(wrapped, "c").ok());
  const auto session = Session();
  char value[64] = {};
  CK_ATTRIBUTE ask = {CKA_VALUE, value, sizeof(value)};
  EXPECT_EQ(session->module().C_GetAttributeValue(session->handle(), Find(*session, "imported"), &ask, 1),
            CK_RV{CKR_ATTRIBUTE_SENSITIVE});
}

TEST_F(Pkcs11KekTest, APathIsAFilesKey) {
  const std::string file = tokens_.File("plain.key");
  EXPECT_EQ(ReasonOfOpening(file), "VAULT_KEY_MISSING");
  const SecretBytes key = RandomSecret(32);
  const std::string wrapped = *Open(file, true)->Wrap(key, "c");
  EXPECT_TRUE((*OpenFileKek(file, false))->Unwrap(wrapped, "c")->Equal(key));
}

// Sessions end under their owner; each of these ends them in another way.
TEST_F(Pkcs11KekTest, ALostSessionIsOpenedAnew) {
  const auto kek = Open(tokens_.Uri("lost"), true);
  const SecretBytes key = RandomSecret(32);
  const std::string wrapped = *kek->Wrap(key, "c");
  {
    const auto session = Session();
    CK_FUNCTION_LIST& module = session->module();
    ASSERT_EQ(module.C_CloseAllSessions(session->slot()), CK_RV{CKR_OK});
  }
  EXPECT_TRUE(kek->Unwrap(wrapped, "c")->Equal(key));
  {
    const auto session = Session();
    ASSERT_EQ(session->module().C_Logout(session->handle()), CK_RV{CKR_OK});
  }
  EXPECT_TRUE(kek->Unwrap(wrapped, "c")->Equal(key));
  {
    const auto session = Session();
    ASSERT_EQ(session->module().C_Finalize(nullptr), CK_RV{CKR_OK});
  }
  EXPECT_TRUE(kek->Wrap(key, "c").ok());
  EXPECT_TRUE(kek->Unwrap(wrapped, "c")->Equal(key));
}

TEST_F(Pkcs11KekTest, AChildOfForkOpensItsOwn) {
  const std::string wrapped = *Open(tokens_.Uri("fork"), true)->Wrap(RandomSecret(32), "c");
  const pid_t child = fork();
  if (child == 0) {
    const auto kek = OpenKek(tokens_.Uri("fork"), false);
    _exit(kek.ok() && (*kek)->Unwrap(wrapped, "c").ok() ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace schoolgate
