// A vendor's answer becomes what the official SDKs expect; errors have OpenAI's shape.
#include <string>

#include "connectors/dialects/dialect.h"
#include "connectors/dialects/json_util.h"
#include "core/util/problems.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate::connectors {
namespace {

const Dialect& Chat() { return *FindDialect("openai_chat"); }

TEST(OpenAiChatResponse, AnAnswerIsReadAndWrittenAsSdksExpect) {
  int64_t unknown = 0;
  auto response = Chat().DecodeResponse(
      R"({"id":"vendor-id","object":"chat.completion","created":1,"model":"vendor-model","system_fingerprint":"f",)"
      R"("choices":[{"index":0,"message":{"role":"assistant","content":"Hola","refusal":null,"annotations":[]},)"
      R"("logprobs":{"content":[{"token":"Ho","logprob":-0.5,"bytes":[72],"top_logprobs":[{"token":"Hi","logprob":-1}]}]},)"
      R"("finish_reason":"length"},)"
      R"({"index":1,"message":{"role":"assistant","content":null,"reasoning_content":"r","extra":{"a":1},)"
      R"("tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},)"
      R"({"id":"c2","function":{"name":"g","arguments":{"b":[2]}}}]},"finish_reason":"tool_calls"}],)"
      R"("usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,)"
      R"("prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":3}},)"
      R"("surprise":"text"})",
      unknown);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(unknown, 2);
  // The vendor's id, model and clock are not the gate's.
  EXPECT_EQ(response->response_id(), "");
  EXPECT_EQ(response->model(), "");
  response->set_response_id("x1");
  response->set_model("tool/model");
  response->set_create_time_seconds(1700000000);
  EXPECT_EQ(
      Chat().EncodeResponse(*response),
      R"({"id":"chatcmpl-x1","object":"chat.completion","created":1700000000,"model":"tool/model","choices":[)"
      R"({"index":0,"message":{"role":"assistant","content":"Hola","refusal":null,"annotations":[]},)"
      R"("logprobs":{"content":[{"token":"Ho","logprob":-0.5,"bytes":null,)"
      R"("top_logprobs":[{"token":"Hi","logprob":-1.0,"bytes":null}]}],"refusal":null},"finish_reason":"length"},)"
      R"({"index":1,"message":{"role":"assistant","content":null,"reasoning_content":"r",)"
      R"("tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},)"
      R"({"id":"c2","type":"function","function":{"name":"g","arguments":"{\"b\":[2]}"}}],)"
      R"("refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"tool_calls"}],)"
      R"("usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,)"
      R"("prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},)"
      R"("completion_tokens_details":{"reasoning_tokens":3,"audio_tokens":0,"accepted_prediction_tokens":0,)"
      R"("rejected_prediction_tokens":0}}})");
}

TEST(OpenAiChatResponse, WritingAndReadingGiveTheSame) {
  int64_t unknown = 0;
  const char* const kBody =
      R"({"choices":[{"index":2,"message":{"content":[{"type":"text","text":"a"},{"type":"odd"},)"
      R"({"type":"text","text":"b"}],"refusal":"no"},"finish_reason":"content_filter"}]})";
  const auto first = Chat().DecodeResponse(kBody, unknown);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(unknown, 1);
  EXPECT_EQ(first->choices(0).message().content(0).text(), "ab");
  const std::string written = Chat().EncodeResponse(*first);
  auto second = Chat().DecodeResponse(written, unknown);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(unknown, 1);
  EXPECT_EQ(Chat().EncodeResponse(*second), written);
}

TEST(OpenAiChatResponse, GarbageIsRefusedWithoutItsText) {
  for (const std::string body :
       {"", "<html>SECRET</html>", "[]", "{}", R"({"choices":7})", R"({"choices":[7]})",
        R"({"choices":[{}]})", R"({"choices":[{"message":7}]})", R"({"choices":[{"message":{"content":7}}]})",
        R"({"choices":[{"index":-1,"message":{}}]})", R"({"choices":[{"index":5000,"message":{}}]})",
        R"({"choices":[{"message":{"tool_calls":7}}]})", R"({"choices":[{"message":{"tool_calls":[7]}}]})",
        R"({"choices":[{"message":{"refusal":{}}}]})", R"({"choices":[{"message":{"content":"\ud800"}}]})",
        "{\"choices\":[{\"message\":{\"content\":\"\xff\"}}]}"}) {
    int64_t unknown = 0;
    const auto response = Chat().DecodeResponse(body, unknown);
    ASSERT_FALSE(response.ok()) << body;
    EXPECT_EQ(ProblemOf(response.status()).reason, "VENDOR_GARBAGE") << body;
    EXPECT_EQ(response.status().message().find("SECRET"), absl::string_view::npos);
  }
}

TEST(OpenAiChatResponse, AnErrorInTheBodyIsTheVendors) {
  int64_t unknown = 0;
  const auto response = Chat().DecodeResponse(R"({"error":{"message":"SECRET"}})", unknown);
  EXPECT_EQ(ProblemOf(response.status()).reason, "VENDOR_ERROR");
  EXPECT_EQ(response.status().ToString().find("SECRET"), std::string::npos);
}

TEST(OpenAiChatResponse, ErrorsHaveTheShapeOfOpenAi) {
  const Problem wrong = ProblemOf(
      MakeProblem(problems::kWrongType, {{"place", "messages[2].content"}, {"expected", "string"}}));
  EXPECT_EQ(Chat().EncodeError(wrong, "x1"),
            R"({"error":{"message":"The value at messages[2].content must be string.",)"
            R"("type":"invalid_request_error","param":"messages[2].content","code":"wrong_type",)"
            R"("schoolgate":{"request_id":"x1","reason":"WRONG_TYPE",)"
            R"("spanish":"El valor en messages[2].content debe ser string."}}})");
  const auto type = [](const ProblemKind& kind) {
    json::Document document;
    const std::string body = Chat().EncodeError(ProblemOf(MakeProblem(kind)), "x");
    EXPECT_TRUE(document.Parse(body).ok());
    const json::Value& error = document.root()["error"];
    EXPECT_TRUE(error["param"].IsNull());
    return std::string(json::FindText(error, "type"));
  };
  EXPECT_EQ(type(problems::kUnauthenticated), "authentication_error");
  EXPECT_EQ(type(problems::kRoleNotAllowed), "permission_error");
  EXPECT_EQ(type(problems::kOverloaded), "rate_limit_error");
  EXPECT_EQ(type(problems::kUnknownModel), "invalid_request_error");
  EXPECT_EQ(type(problems::kVendorUnreachable), "api_error");
  EXPECT_EQ(type(problems::kAuditUnavailable), "api_error");
}

}  // namespace
}  // namespace schoolgate::connectors
