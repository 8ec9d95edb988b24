// What went wrong elsewhere and is shown not to go wrong here by tests that stand elsewhere: each is there,
// under that name. The others are in field_bugs_test.cc.
#include <gtest/gtest.h>

#include "core/util/files.h"
#include "core/util/strings.h"

namespace schoolgate::tests {
namespace {

constexpr struct {
  const char* thread;
  const char* file;
  const char* test;
} kElsewhere[] = {
    // The context of a deterministic id is left out in silence where its field is missing.
    {"Google DLP, AES-SIV context", "core/crypto/siv_test.cc", "TEST(Siv, NothingIsEmpty)"},
    {"Google DLP, AES-SIV context", "redaction/pseudonym/sealed_id_test.cc",
     "TEST(SealedId, MeansNothingElsewhere)"},
    {"Google DLP, AES-SIV context", "redaction/pseudonym/preserved_id_test.cc",
     "TEST(PreservedId, MeansNothingElsewhere)"},
    // deanonymize(anonymize(x)) is not x.
    {"Presidio #1151", "tests/roundtrip/roundtrip_test.cc",
     "TEST(RoundtripTest, WhatLeavesComesBackByteForByte)"},
    // A mapping that lasts for ever.
    {"LangChain PR #11559", "core/vault/vault_contract_testing.h",
     "TEST_P(VaultContract, IdleSessionsExpireAndUsedOnesStay)"},
    {"LangChain PR #11559", "tests/integration/conversation_test.cc",
     "TEST_F(ConversationTest, WithoutPersonAndSessionEachRequestIsItsOwn)"},
    // A list of the whole process, with nobody it belongs to.
    {"LLM Guard, vault", "tests/leak/isolation_leak_test.cc",
     "TEST_F(IsolationLeakTest, SomebodyElsesCodesGiveNothing)"},
    // The finder is away, and what it did not look at is sent on.
    {"LiteLLM #30728", "core/util/worker_pool_test.cc", "TEST(WorkerPoolTest, AFullPoolSaysSo)"},
    {"LiteLLM #30728", "tests/integration/replicas_test.cc",
     "TEST_F(ReplicasTest, AKilledRedisCostsAnswersNeverTheProtection)"},
    // A setting that does nothing.
    {"LiteLLM #14516", "gateway/config/config_test.cc",
     "TEST_F(ConfigTest, EveryFaultIsReportedAtOnceWithItsPlace)"},
    {"LiteLLM #14516", "tests/integration/pseudonym_forms_test.cc",
     "TEST_F(PseudonymFormsTest, NamesIdsAndDatesLeaveAsOthersAndComeBack)"},
    // A placeholder cut in two by a stream.
    {"rehydra #71, ueni #137", "redaction/restore/text_restorer_stream_test.cc",
     "TEST(TextRestorerStream, EverySplitGivesWhatTheWholeGives)"},
    {"pi-data-masking #1", "redaction/transform/rewrite_plan_test.cc",
     "TEST_F(RewritePlanTest, WhatWasPutInPlaceOfAValueStaysWhenItIsTakenForOne)"},
};

TEST(FieldBugsElsewhereTest, WhatIsSaidToBeShownElsewhereIs) {
  for (const auto& [thread, file, test] : kElsewhere) {
    const auto source = ReadFile(StrCat(SCHOOLGATE_SOURCE_DIR, "/", file));
    ASSERT_TRUE(source.ok()) << source.status();
    EXPECT_NE(source->find(test), std::string::npos) << thread << ": " << file << " has no " << test;
  }
}

}  // namespace
}  // namespace schoolgate::tests
