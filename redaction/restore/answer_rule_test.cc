// What a tool's rule for answers makes of people nobody asked about. People are invented.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/util/strings.h"
#include "redaction/detect/test_people.h"
#include "redaction/restore/answer_scanner.h"
#include "redaction/restore/restorer.h"
#include "redaction/restore/test_codes.h"
#include "redaction/restore/text_guard.h"
#include "redaction/walk/json_tokens.h"

namespace schoolgate::redaction {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr auto kRedact = v1::ANSWER_RULE_REDACT;
constexpr auto kEnd = v1::ANSWER_RULE_END;

enum class Field { kContent, kRefusal, kReasoning, kArguments };

void Put(Field field, std::string_view text, v1::ChoiceDelta& delta) {
  switch (field) {
    case Field::kContent:
      return delta.set_content(std::string(text));
    case Field::kRefusal:
      return delta.set_refusal(std::string(text));
    case Field::kReasoning:
      return delta.set_reasoning(std::string(text));
    case Field::kArguments:
      return delta.add_tool_calls()->set_arguments_json(std::string(text));
  }
}

// What a caller has of a choice once its answer is over.
struct Heard {
  std::string text;
  v1::FinishReason finish = v1::FINISH_REASON_UNSPECIFIED;
  int logprobs = 0;
  Volunteered told;
};

class Listener {
 public:
  explicit Listener(v1::AnswerRule rule, const Detector& detector = TestDetector(),
                    const StandInTable& ours = None(), const Findings& request = {})
      : scanner_(detector, request, {.today = absl::CivilDay(2026, 10, 1)}, ours, rule) {}

  static const StandInTable& None() {
    static const auto* const kNone = new StandInTable();
    return *kNone;
  }

  void Feed(std::string_view text, Field field = Field::kContent, int32_t choice = 0) {
    v1::StreamGenerateResponse piece;
    v1::ChoiceDelta& delta = *piece.add_deltas();
    delta.set_index(choice);
    Put(field, text, delta);
    delta.add_logprobs()->set_token(std::string(text));
    scanner_.Feed(piece);
    Hear(piece);
  }
  void Stop(int32_t choice = 0) {
    v1::StreamGenerateResponse piece;
    v1::ChoiceDelta& delta = *piece.add_deltas();
    delta.set_index(choice);
    delta.set_finish_reason(v1::FINISH_REASON_STOP);
    scanner_.Feed(piece);
    Hear(piece);
  }
  void Rest() { Hear(scanner_.Rest()); }

  AnswerScanner& scanner() { return scanner_; }
  Heard& heard(int32_t choice = 0) { return heard_[choice]; }

 private:
  void Hear(const v1::StreamGenerateResponse& piece) {
    for (const v1::ChoiceDelta& delta : piece.deltas()) {
      Heard& heard = heard_[delta.index()];
      EXPECT_EQ(heard.finish, v1::FINISH_REASON_UNSPECIFIED) << "nothing follows the end";
      heard.text += delta.content() + delta.refusal() + delta.reasoning();
      for (const v1::ToolCall& call : delta.tool_calls()) heard.text += call.arguments_json();
      heard.finish = delta.finish_reason();
      heard.logprobs += delta.logprobs_size();
    }
  }

  AnswerScanner scanner_;
  std::map<int32_t, Heard> heard_;
};

Heard Streamed(v1::AnswerRule rule, const std::vector<std::string>& pieces, Field field = Field::kContent,
               const StandInTable& ours = Listener::None()) {
  Listener listener(rule, TestDetector(), ours);
  for (const std::string& text : pieces) listener.Feed(text, field);
  listener.Stop();
  listener.heard().told = listener.scanner().Finish();
  return listener.heard();
}

Heard Whole(v1::AnswerRule rule, std::string_view text, Field field = Field::kContent,
            const StandInTable& ours = Listener::None(), const Findings& request = {}) {
  AnswerScanner scanner(TestDetector(), request, {.today = absl::CivilDay(2026, 10, 1)}, ours, rule);
  v1::GenerateResponse response;
  v1::Choice& choice = *response.add_choices();
  choice.set_finish_reason(v1::FINISH_REASON_STOP);
  choice.add_logprobs()->set_token("As");
  v1::Message& message = *choice.mutable_message();
  switch (field) {
    case Field::kContent:
      message.add_content()->set_text(std::string(text));
      break;
    case Field::kRefusal:
      message.set_refusal(std::string(text));
      break;
    case Field::kReasoning:
      message.set_reasoning(std::string(text));
      break;
    case Field::kArguments:
      message.add_tool_calls()->set_arguments_json(std::string(text));
      break;
  }
  scanner.Take(response);
  Heard heard;
  for (const v1::ContentPart& part : message.content()) heard.text += part.text();
  heard.text += message.refusal() + message.reasoning();
  for (const v1::ToolCall& call : message.tool_calls()) heard.text += call.arguments_json();
  heard.finish = choice.finish_reason();
  heard.logprobs = choice.logprobs_size();
  heard.told = scanner.Finish();
  return heard;
}

constexpr char kAnswer[] = "As Katherine Dalton did last year, see his notes; call (950) 555-0142.";

// Texts with somebody at their beginning, in their middle and at their end, in several scripts.
std::vector<std::string> Answers() {
  constexpr char kLong[] =
      "A long explanation of photosynthesis, which has nobody in it, and then, at last, Katherine Dalton. "
      "And a second one about the water cycle, in which there is nobody either, before Will Hunter comes.";
  return {
      kAnswer, "Katherine Dalton",
      "It was Yareli Ávila – and María José de la Cruz Flores – who saw the líne; then Will Hunter.",
      WithCodes(
          "Dear @ROSA, @ANA’s friend Katherine Dalton and **Ju-won Moon** (student ID 0060577) wrote it."),
      kLong};
}

const char* const kNames[] = {"Katherine", "Dalton", "Ávila",   "Cruz Flores",
                              "Hunter",    "Moon",   "0060577", "555"};

TEST(AnswerRuleTest, ANeutralWordStandsInTheirPlace) {
  const Heard heard = Whole(kRedact, kAnswer);
  EXPECT_EQ(heard.text, "As [student] did last year, see his notes; call [phone].");
  EXPECT_EQ(heard.told.altered, 2);
  EXPECT_THAT(heard.told.students, ElementsAre("student|s100006"));
  EXPECT_EQ(heard.finish, v1::FINISH_REASON_STOP);
  EXPECT_EQ(heard.logprobs, 0);
  EXPECT_EQ(Whole(kRedact, "Nobody is in it.").logprobs, 1);
}

TEST(AnswerRuleTest, WhoeverIsAlteredIsOnTheRecordAllTheSame) {
  for (const std::string& answer : Answers()) {
    const Volunteered recorded = Whole(v1::ANSWER_RULE_RECORD, answer).told;
    EXPECT_EQ(recorded.altered, 0);
    EXPECT_EQ(Whole(kRedact, answer).told.students, recorded.students) << answer;
    EXPECT_EQ(Whole(kRedact, answer).told.elements, recorded.elements) << answer;
  }
}

// The whole answer is the oracle for every way it can be cut.
TEST(AnswerRuleTest, NoCutLetsAnybodyThrough) {
  for (const std::string& answer : Answers()) {
    const Heard whole = Whole(kRedact, answer);
    for (const std::string_view name : kNames) EXPECT_THAT(whole.text, Not(HasSubstr(name)));
    EXPECT_GT(whole.told.altered, 0);
    std::vector<std::string> bytes;
    for (const char c : answer) bytes.emplace_back(1, c);
    EXPECT_EQ(Streamed(kRedact, bytes).text, whole.text);
    for (size_t cut = 0; cut <= answer.size(); ++cut) {
      const Heard heard = Streamed(kRedact, {answer.substr(0, cut), answer.substr(cut)});
      ASSERT_EQ(heard.text, whole.text) << cut;
      ASSERT_EQ(heard.told.altered, whole.told.altered) << cut;
      ASSERT_EQ(heard.told.students, whole.told.students) << cut;
    }
  }
}

TEST(AnswerRuleTest, NoPlaceInALongAnswerLetsAnybodyThrough) {
  for (size_t before = 900; before < 964; ++before) {
    std::string filler;
    while (filler.size() < before) filler += "the leaf is gréen and ";
    filler.resize(before, ' ');
    const std::string answer = StrCat(filler, ". Katherine Dalton knows. ", filler);
    std::vector<std::string> pieces;
    for (size_t at = 0; at < answer.size(); at += 7) pieces.push_back(answer.substr(at, 7));
    EXPECT_EQ(Streamed(kRedact, pieces).text, StrCat(filler, ". [student] knows. ", filler)) << before;
    EXPECT_EQ(Streamed(kEnd, pieces).text, StrCat(filler, ". ")) << before;
  }
}

TEST(AnswerRuleTest, LittleIsHeldBack) {
  std::string answer;
  while (answer.size() < 3000) answer += StrCat("The leaf is gréen in day ", answer.size(), "; then ");
  Listener listener(kRedact);
  for (size_t at = 0; at < answer.size(); ++at) {
    listener.Feed(answer.substr(at, 1));
    ASSERT_LE(at + 1 - listener.heard().text.size(), TextGuard::kLongestHold);
  }
  listener.Rest();
  EXPECT_EQ(listener.heard().text, answer);
  EXPECT_EQ(listener.heard().logprobs, 0) << "they would tell what is held back";
}

TEST(AnswerRuleTest, WhatIsTheExchangesOwnStays) {
  StandInTable ours;
  ours.Add("Katherine Dalton", "Ana Reyes Ortega");
  ours.Add("0060577", "604824");
  const std::string answer =
      WithCodes("Katherine Dalton (student ID 0060577) and @ANA, @ELSE; Katherine's friend is Will Hunter.");
  const std::string expected =
      WithCodes("Katherine Dalton (student ID 0060577) and @ANA, @ELSE; Katherine's friend is [student].");
  EXPECT_EQ(Whole(kRedact, answer, Field::kContent, ours).text, expected);
  for (size_t cut = 0; cut <= answer.size(); ++cut) {
    EXPECT_EQ(Streamed(kRedact, {answer.substr(0, cut), answer.substr(cut)}, Field::kContent, ours).text,
              expected);
  }
  const Findings request = Detect("Help Katherine Dalton.");
  EXPECT_EQ(
      Whole(kRedact, "Katherine Dalton, like Will Hunter, did.", Field::kContent, Listener::None(), request)
          .text,
      "Katherine Dalton, like [student], did.");
}

TEST(AnswerRuleTest, CodesComeBackInTheSameAnswer) {
  const std::string answer = WithCodes("Dear @ROSA, @ANA sat with Katherine Dalton; @ANA_B agrees.");
  for (size_t cut = 0; cut <= answer.size(); ++cut) {
    AnswerScanner scanner(TestDetector(), {}, {}, Listener::None(), kRedact);
    Restorer restorer(TestSubstitutions(), {});
    std::string heard;
    const auto hear = [&](const v1::StreamGenerateResponse& piece) {
      for (const v1::ChoiceDelta& delta : piece.deltas()) heard += delta.content();
    };
    for (const std::string& text : {answer.substr(0, cut), answer.substr(cut)}) {
      v1::StreamGenerateResponse piece;
      piece.add_deltas()->set_content(text);
      scanner.Feed(piece);
      restorer.Feed(piece);
      hear(piece);
    }
    v1::StreamGenerateResponse rest = scanner.Rest();
    restorer.Feed(rest);
    hear(rest);
    hear(restorer.Finish());
    ASSERT_EQ(heard, "Dear Sra. Rosa Díaz, Ana Núñez sat with [student]; NÚÑEZ, ANA agrees.") << cut;
  }
}

TEST(AnswerRuleTest, EveryTextOfAnAnswerCounts) {
  for (const Field field : {Field::kContent, Field::kRefusal, Field::kReasoning}) {
    EXPECT_EQ(Whole(kRedact, "See Katherine Dalton.", field).text, "See [student].");
    EXPECT_EQ(Streamed(kRedact, {"See Kath", "erine Dalton."}, field).text, "See [student].");
    EXPECT_EQ(Streamed(kEnd, {"See Kath", "erine Dalton."}, field).text, "See ");
    EXPECT_EQ(Whole(kEnd, "See Katherine Dalton.", field).finish, v1::FINISH_REASON_CONTENT_FILTER);
  }
}

TEST(AnswerRuleTest, ArgumentsStayJson) {
  const std::pair<std::string, std::string> kCases[] = {
      {R"({"student": "Yareli Ávila", "n": 4})", R"({"student": "[student]", "n": 4})"},
      {R"({"s":"\u0059areli\u0020\u00c1vila","t":"line\n\"Will Hunter\""})",
       R"({"s":"[student]","t":"line\n\"[student]\""})"},
      {R"({"Katherine Dalton": [1, 2.5e3, true]})", R"({"[student]": [1, 2.5e3, true]})"},
      {R"({"to":["Will Hunter","Katherine Dalton"],"phone":"(950) 555-0142"})",
       R"({"to":["[student]","[student]"],"phone":"[phone]"})"},
      {R"({"is student": true, "student_id": "0060577"})", R"({"is student": true, "student_id": "[id]"})"}};
  std::vector<JsonToken> tokens;
  for (const auto& [arguments, expected] : kCases) {
    for (size_t cut = 0; cut <= arguments.size(); ++cut) {
      const Heard heard =
          Streamed(kRedact, {arguments.substr(0, cut), arguments.substr(cut)}, Field::kArguments);
      ASSERT_EQ(heard.text, expected) << cut;
    }
    EXPECT_EQ(Whole(kRedact, arguments, Field::kArguments).text, expected);
    EXPECT_TRUE(TokenizeJson(expected, tokens));
    // So does an answer that is JSON.
    EXPECT_EQ(Whole(kRedact, arguments).text, expected);
  }
  const Heard number = Whole(kRedact, R"({"student ID": 604824, "next": 604825})", Field::kArguments);
  EXPECT_EQ(number.text, R"({"student ID": "[id]", "next": 604825})");
}

TEST(AnswerRuleTest, TheAnswerEndsBeforeTheFirstOfThem) {
  for (const std::string& answer : Answers()) {
    const Heard whole = Whole(kEnd, answer);
    for (const std::string_view name : kNames) EXPECT_THAT(whole.text, Not(HasSubstr(name)));
    EXPECT_EQ(whole.text, answer.substr(0, whole.text.size()));
    EXPECT_EQ(whole.finish, v1::FINISH_REASON_CONTENT_FILTER);
    EXPECT_EQ(whole.told.altered, 1);
    for (size_t cut = 0; cut <= answer.size(); ++cut) {
      const Heard heard = Streamed(kEnd, {answer.substr(0, cut), answer.substr(cut)});
      ASSERT_EQ(heard.text, whole.text) << cut;
      ASSERT_EQ(heard.finish, v1::FINISH_REASON_CONTENT_FILTER) << cut;
      ASSERT_EQ(heard.told.altered, 1) << cut;
    }
  }
  const Heard nobody = Streamed(kEnd, {"Nobody is ", "in it."});
  EXPECT_EQ(nobody.text, "Nobody is in it.");
  EXPECT_EQ(nobody.finish, v1::FINISH_REASON_STOP);
}

TEST(AnswerRuleTest, AChoiceEndsAloneAndTheAnswerWithItsLast) {
  Listener listener(kEnd);
  const std::string more(200, '.');
  listener.Feed("See Katherine Dalton." + more, Field::kContent, 0);
  EXPECT_TRUE(listener.scanner().Over(1));
  EXPECT_FALSE(listener.scanner().Over(2));
  listener.Feed("Nobody", Field::kContent, 1);
  listener.Feed("Will Hunter", Field::kReasoning, 0);
  listener.Stop(1);
  EXPECT_TRUE(listener.scanner().Over(2));
  listener.Stop(0);
  listener.Rest();
  EXPECT_EQ(listener.heard(0).text, "See ");
  EXPECT_EQ(listener.heard(0).finish, v1::FINISH_REASON_CONTENT_FILTER);
  EXPECT_EQ(listener.heard(1).text, "Nobody");
  EXPECT_EQ(listener.heard(1).finish, v1::FINISH_REASON_STOP);
}

TEST(AnswerRuleTest, OfAWholeAnswerNothingBehindTheEndIsLeft) {
  AnswerScanner scanner(TestDetector(), {}, {}, Listener::None(), kEnd);
  v1::GenerateResponse response;
  for (int32_t i = 0; i < 2; ++i) {
    v1::Choice& choice = *response.add_choices();
    choice.set_index(i);
    choice.set_finish_reason(v1::FINISH_REASON_TOOL_CALLS);
    v1::Message& message = *choice.mutable_message();
    message.add_content()->set_text("Let me see.");
    for (const std::string_view whom : {"nobody", i == 0 ? "Will Hunter" : "someone", "the last"}) {
      v1::ToolCall& call = *message.add_tool_calls();
      call.set_id("call");
      call.set_name("find");
      call.set_arguments_json(StrCat("{\"name\": \"", whom, "\"}"));
    }
    message.set_reasoning("as I thought");
  }
  scanner.Take(response);
  const v1::Message& cut = response.choices(0).message();
  EXPECT_EQ(response.choices(0).finish_reason(), v1::FINISH_REASON_CONTENT_FILTER);
  EXPECT_EQ(cut.content(0).text(), "Let me see.");
  ASSERT_EQ(cut.tool_calls_size(), 1) << "half a call's arguments would be no JSON";
  EXPECT_EQ(cut.tool_calls(0).arguments_json(), R"({"name": "nobody"})");
  EXPECT_EQ(cut.reasoning(), "");
  EXPECT_EQ(response.choices(1).finish_reason(), v1::FINISH_REASON_TOOL_CALLS);
  EXPECT_EQ(response.choices(1).message().tool_calls_size(), 3);
  EXPECT_EQ(response.choices(1).message().reasoning(), "as I thought");
}

TEST(AnswerRuleTest, AFunctionsNameStaysAName) {
  AnswerScanner scanner(TestDetector(), {}, {}, Listener::None(), kRedact);
  v1::StreamGenerateResponse piece;
  v1::ToolCall& call = *piece.add_deltas()->add_tool_calls();
  call.set_id("call_1");
  call.set_name("kdalton006");
  scanner.Feed(piece);
  EXPECT_EQ(call.id(), "call_1");
  EXPECT_THAT(call.name(), testing::MatchesRegex("[a-z_]+"));
  EXPECT_THAT(call.name(), Not(HasSubstr("dalton")));
}

}  // namespace
}  // namespace schoolgate::redaction
