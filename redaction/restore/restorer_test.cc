#include "redaction/restore/restorer.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "redaction/restore/test_codes.h"
#include "redaction/walk/field_plan.h"

namespace schoolgate::redaction {
namespace {

Restorer Make(RestoreOptions options = {}) { return Restorer(TestSubstitutions(), std::move(options)); }

v1::GenerateResponse WholeAnswer() {
  v1::GenerateResponse response;
  response.set_response_id("r");
  for (int i = 0; i < 2; ++i) {
    v1::Choice& choice = *response.add_choices();
    choice.set_index(i);
    choice.set_finish_reason(v1::FINISH_REASON_STOP);
    v1::Message& message = *choice.mutable_message();
    message.add_content()->set_text(WithCodes(i == 0 ? "Hi @ANA and @ELSE" : "Nothing here"));
    choice.add_logprobs()->set_token("Hi");
  }
  v1::Message& message = *response.mutable_choices(0)->mutable_message();
  message.add_content()->set_refusal(WithCodes("not @ANA_B"));
  message.set_refusal(WithCodes("@MAIL?"));
  message.set_reasoning(WithCodes("@ROSA asks"));
  for (int i = 0; i < 2; ++i) {
    v1::ToolCall& call = *message.add_tool_calls();
    call.set_index(i);
    call.set_id(WithCodes(i == 0 ? "@REF" : "call_made_by_vendor"));
    call.set_name(WithCodes(i == 0 ? "mail_@NUM" : "web_search"));
    call.set_arguments_json(WithCodes(R"({"q":"@LUIS"})"));
  }
  return response;
}

TEST(Restorer, EveryTextOfAnAnswerIsRestored) {
  v1::GenerateResponse response = WholeAnswer();
  Restorer restorer = Make({.external_functions = {"web_search"}});
  restorer.Restore(response);
  const v1::Message& message = response.choices(0).message();
  EXPECT_EQ(message.content(0).text(), "Hi Ana Núñez and [student]");
  EXPECT_EQ(message.content(1).refusal(), "not NÚÑEZ, ANA");
  EXPECT_EQ(message.refusal(), "ana@school.example?");
  EXPECT_EQ(message.reasoning(), "Sra. Rosa Díaz asks");
  EXPECT_EQ(message.tool_calls(0).id(), "call_abc");
  EXPECT_EQ(message.tool_calls(0).name(), "mail_41007");
  EXPECT_EQ(message.tool_calls(0).arguments_json(), R"({"q":"Luis \"Lucho\" Prado"})");
  EXPECT_EQ(message.tool_calls(1).id(), "call_made_by_vendor");
  EXPECT_EQ(message.tool_calls(1).arguments_json(), WithCodes(R"({"q":"@LUIS"})"));  // leaves the district
  EXPECT_EQ(restorer.counts().neutralized, 1);
  EXPECT_EQ(restorer.counts().restored, 7);
  EXPECT_EQ(restorer.counts().withheld, 1);
}

TEST(Restorer, LogProbabilitiesGoWhereTheTextChanged) {
  v1::GenerateResponse response = WholeAnswer();
  Make().Restore(response);
  EXPECT_EQ(response.choices(0).logprobs_size(), 0);
  EXPECT_EQ(response.choices(1).logprobs_size(), 1);
}

TEST(Restorer, AnEmptyExchangeChangesNothingButOthersCodes) {
  v1::GenerateResponse response = WholeAnswer();
  Restorer restorer(std::make_shared<Substitutions>(), {});
  restorer.Restore(response);
  EXPECT_EQ(response.choices(0).message().content(0).text(), "Hi [student] and [student]");
  EXPECT_EQ(restorer.counts().restored, 0);
}

// ---- streams

v1::StreamGenerateResponse ContentPiece(int32_t choice, std::string_view text) {
  v1::StreamGenerateResponse piece;
  piece.set_response_id("r");
  v1::ChoiceDelta& delta = *piece.add_deltas();
  delta.set_index(choice);
  delta.set_content(std::string(text));
  return piece;
}

v1::StreamGenerateResponse ArgumentsPiece(int32_t call_index, std::string_view name, std::string_view text) {
  v1::StreamGenerateResponse piece;
  v1::ToolCall& call = *piece.add_deltas()->add_tool_calls();
  call.set_index(call_index);
  call.set_name(std::string(name));
  call.set_arguments_json(std::string(text));
  return piece;
}

// What a client has put together.
struct Client {
  std::map<int, std::string> content;
  std::map<int, std::string> refusal;
  std::map<int, std::string> reasoning;
  std::map<std::pair<int, int>, std::string> arguments;
  void Take(const v1::StreamGenerateResponse& piece) {
    for (const v1::ChoiceDelta& delta : piece.deltas()) {
      content[delta.index()] += delta.content();
      refusal[delta.index()] += delta.refusal();
      reasoning[delta.index()] += delta.reasoning();
      for (const v1::ToolCall& call : delta.tool_calls()) {
        arguments[{delta.index(), call.index()}] += call.arguments_json();
      }
    }
  }
};

TEST(RestorerStream, OnlyDeltasHoldText) {
  // Feed looks at deltas alone: a new text beside them would need it to.
  const MessagePlan& plan = PlanFor(*v1::StreamGenerateResponse::descriptor());
  ASSERT_EQ(plan.fields.size(), 1u);
  EXPECT_EQ(plan.fields[0].field->name(), "deltas");
  const MessagePlan& whole = PlanFor(*v1::GenerateResponse::descriptor());
  ASSERT_EQ(whole.fields.size(), 1u);
  EXPECT_EQ(whole.fields[0].field->name(), "choices");
}

TEST(RestorerStream, ChoicesFieldsAndCallsAreHeldBackApart) {
  const std::string content = WithCodes("Dear @ROSA, @ANA’s work @ELSE");
  const std::string reasoning = WithCodes("student @ANA_B ~ @MAIL");
  const std::string arguments = WithCodes(R"({"who":"@LUIS","n":[1,"@NUM"]})");
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    Restorer restorer = Make();
    Client client;
    // Two choices, two fields and two calls take turns, each cut anywhere.
    std::map<std::string, size_t> at;
    const auto next = [&](const std::string& key, const std::string& text) {
      const size_t begin = at[key];
      const size_t size = std::min<size_t>(random() % 7, text.size() - begin);
      at[key] += size;
      return text.substr(begin, size);
    };
    const auto feed = [&](v1::StreamGenerateResponse piece) {
      restorer.Feed(piece);
      client.Take(piece);
    };
    while (at["c0"] < content.size() || at["c1"] < content.size() || at["r"] < reasoning.size() ||
           at["a0"] < arguments.size() || at["a1"] < arguments.size()) {
      feed(ContentPiece(0, next("c0", content)));
      v1::StreamGenerateResponse piece = ContentPiece(1, next("c1", content));
      piece.mutable_deltas(0)->set_reasoning(next("r", reasoning));
      feed(std::move(piece));
      feed(ArgumentsPiece(0, at["a0"] == 0 ? "f" : "", next("a0", arguments)));
      feed(ArgumentsPiece(1, at["a1"] == 0 ? "g" : "", next("a1", arguments)));
    }
    if (round % 2 == 0) {
      for (int choice = 0; choice < 2; ++choice) {
        v1::StreamGenerateResponse end;
        v1::ChoiceDelta& delta = *end.add_deltas();
        delta.set_index(choice);
        delta.set_finish_reason(v1::FINISH_REASON_STOP);
        feed(std::move(end));
      }
      EXPECT_EQ(restorer.Finish().deltas_size(), 0);
    } else {
      client.Take(restorer.Finish());
    }
    for (int choice = 0; choice < 2; ++choice) {
      ASSERT_EQ(client.content[choice], "Dear Sra. Rosa Díaz, Ana Núñez’s work [student]");
    }
    ASSERT_EQ(client.reasoning[1], "student NÚÑEZ, ANA ~ ana@school.example");
    for (int call = 0; call < 2; ++call) {
      ASSERT_EQ((client.arguments[{0, call}]), R"({"who":"Luis \"Lucho\" Prado","n":[1,"41007"]})");
    }
    ASSERT_EQ(restorer.counts().neutralized, 2);
    ASSERT_EQ(restorer.counts().restored, 10);
  }
}

TEST(RestorerStream, TheLastPieceOfAChoiceCarriesWhatWasHeldBack) {
  Restorer restorer = Make();
  v1::StreamGenerateResponse piece = ContentPiece(0, WithCodes("Bye @ANA"));
  piece.mutable_deltas(0)->set_refusal("no stud");
  restorer.Feed(piece);
  EXPECT_EQ(piece.deltas(0).content(), "Bye ");
  EXPECT_EQ(piece.deltas(0).refusal(), "no ");
  v1::StreamGenerateResponse call = ArgumentsPiece(2, "f", WithCodes(R"({"a":"@ANA)"));
  restorer.Feed(call);
  v1::StreamGenerateResponse end;
  end.add_deltas()->set_finish_reason(v1::FINISH_REASON_LENGTH);
  restorer.Feed(end);
  ASSERT_EQ(end.deltas_size(), 1);
  EXPECT_EQ(end.deltas(0).content(), "Ana Núñez");
  EXPECT_EQ(end.deltas(0).refusal(), "stud");
  ASSERT_EQ(end.deltas(0).tool_calls_size(), 1);
  EXPECT_EQ(end.deltas(0).tool_calls(0).index(), 2);
  EXPECT_EQ(end.deltas(0).tool_calls(0).arguments_json(), "Ana Núñez");
}

TEST(RestorerStream, AStreamThatBreaksOffGivesTheRestAtItsEnd) {
  Restorer restorer = Make();
  v1::StreamGenerateResponse first = ContentPiece(1, WithCodes("x @ANA"));
  v1::StreamGenerateResponse second = ContentPiece(0, WithCodes("done. "));
  restorer.Feed(first);
  restorer.Feed(second);
  const v1::StreamGenerateResponse last = restorer.Finish();
  ASSERT_EQ(last.deltas_size(), 1);
  EXPECT_EQ(last.response_id(), "r");
  EXPECT_EQ(last.deltas(0).index(), 1);
  EXPECT_EQ(last.deltas(0).content(), "Ana Núñez");
  EXPECT_EQ(restorer.Finish().deltas_size(), 0);
}

TEST(RestorerStream, ExternalFunctionsKeepTheirCodesInEveryFragment) {
  Restorer restorer = Make({.external_functions = {"web_search"}});
  Client client;
  for (auto piece : {ArgumentsPiece(0, "web_search", ""), ArgumentsPiece(1, "notify", ""),
                     ArgumentsPiece(0, "", WithCodes(R"({"q":"@ANA"})")),
                     ArgumentsPiece(1, "", WithCodes(R"({"q":"@ANA"})")),
                     ArgumentsPiece(2, "", WithCodes(R"({"q":"@ANA"})"))}) {
    restorer.Feed(piece);
    client.Take(piece);
  }
  client.Take(restorer.Finish());
  EXPECT_EQ((client.arguments[{0, 0}]), WithCodes(R"({"q":"@ANA"})"));
  EXPECT_EQ((client.arguments[{0, 1}]), R"({"q":"Ana Núñez"})");
  EXPECT_EQ((client.arguments[{0, 2}]), WithCodes(R"({"q":"@ANA"})"));  // nobody said which function
  EXPECT_EQ(restorer.counts().withheld, 2);
  EXPECT_EQ(restorer.counts().restored, 1);
}

TEST(RestorerStream, LogProbabilitiesGoFromTheFirstCodeOn) {
  Restorer restorer = Make();
  for (const auto& [text, left] :
       {std::pair<std::string, int>{"Hello ", 1}, {WithCodes("@ANA!"), 0}, {"bye", 0}}) {
    v1::StreamGenerateResponse piece = ContentPiece(0, text);
    piece.mutable_deltas(0)->add_logprobs()->set_token("t");
    restorer.Feed(piece);
    EXPECT_EQ(piece.deltas(0).logprobs_size(), left) << text;
  }
}

TEST(RestorerStream, IdsAndNamesComeInTheFirstPiece) {
  Restorer restorer = Make();
  v1::StreamGenerateResponse piece = ArgumentsPiece(0, WithCodes("mail_@NUM"), "");
  piece.mutable_deltas(0)->mutable_tool_calls(0)->set_id(WithCodes("@REF"));
  restorer.Feed(piece);
  EXPECT_EQ(piece.deltas(0).tool_calls(0).id(), "call_abc");
  EXPECT_EQ(piece.deltas(0).tool_calls(0).name(), "mail_41007");
}

}  // namespace
}  // namespace schoolgate::redaction
