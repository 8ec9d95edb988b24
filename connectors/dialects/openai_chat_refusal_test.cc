// What cannot be read is refused by its published place; a caller's own words never appear in the refusal.
#include <limits>
#include <string>

#include "connectors/dialects/dialect.h"
#include "connectors/dialects/json_util.h"
#include "core/util/problem.h"
#include "core/util/strings.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate::connectors {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Dialect& Chat() { return *FindDialect("openai_chat"); }

Problem Refusal(std::string_view body) {
  const auto decoded = Chat().DecodeRequest(body, {});
  EXPECT_FALSE(decoded.ok()) << body.substr(0, 200);
  EXPECT_THAT(std::string(decoded.status().message()), Not(HasSubstr("SECRET")));
  return ProblemOf(decoded.status());
}

struct Row {
  const char* body;
  const char* reason;
  const char* place;
};

TEST(OpenAiChatRefusal, EachErrorHasItsReasonAndPlace) {
  const Row rows[] = {
      {R"([])", "WRONG_TYPE", "body"},
      {R"({})", "MISSING_FIELD", "messages"},
      {R"({"messages":[]})", "MISSING_FIELD", "messages"},
      {R"({"messages":null})", "MISSING_FIELD", "messages"},
      {R"({"messages":{}})", "WRONG_TYPE", "messages"},
      {R"({"messages":["SECRET"]})", "WRONG_TYPE", "messages[0]"},
      {R"({"messages":[{"content":"SECRET"}]})", "MISSING_FIELD", "messages[0].role"},
      {R"({"messages":[{"role":7}]})", "WRONG_TYPE", "messages[0].role"},
      {R"({"messages":[{"role":"SECRET","content":"x"}]})", "INVALID_VALUE", "messages[0].role"},
      {R"({"messages":[{"role":"function","content":"x"}]})", "INVALID_VALUE", "messages[0].role"},
      {R"({"messages":[{"role":"user"}]})", "MISSING_FIELD", "messages[0].content"},
      {R"({"messages":[{"role":"user","content":7}]})", "WRONG_TYPE", "messages[0].content"},
      {R"({"messages":[{"role":"user","content":"x","SECRET":"SECRET"}]})", "UNKNOWN_FIELD",
       "messages[0].#3"},
      {R"({"messages":[{"role":"user","content":"x","a":1,"SECRET":{"b":["SECRET"]}}]})", "UNKNOWN_FIELD",
       "messages[0].#4"},
      {R"({"SECRET":"SECRET","messages":[]})", "UNKNOWN_FIELD", "#1"},
      {R"({"web_search_options":{"SECRET":"SECRET"}})", "UNKNOWN_FIELD", "web_search_options"},
      {R"({"messages":[{"role":"user","content":[{"text":"x"}]}]})", "MISSING_FIELD",
       "messages[0].content[0].type"},
      {R"({"messages":[{"role":"user","content":[{"type":"text"}]}]})", "MISSING_FIELD",
       "messages[0].content[0].text"},
      {R"({"messages":[{"role":"user","content":[{"type":"SECRET","text":"x"}]}]})", "INVALID_VALUE",
       "messages[0].content[0].type"},
      {R"({"messages":[{"role":"user","content":[{"type":"text","text":"x"},{"type":"text","text":{}}]}]})",
       "WRONG_TYPE", "messages[0].content[1].text"},
      {R"({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":7}}]}]})",
       "WRONG_TYPE", "messages[0].content[0].image_url.url"},
      {R"({"messages":[{"role":"user","content":[{"type":"image_url","image_url":"SECRET"}]}]})",
       "WRONG_TYPE", "messages[0].content[0].image_url"},
      {R"({"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"?","format":"wav"}}]}]})",
       "INVALID_VALUE", "messages[0].content[0].input_audio.data"},
      {R"({"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"SECRET"}}]}]})",
       "INVALID_VALUE", "messages[0].content[0].file.file_id"},
      {R"({"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"custom"}]}]})",
       "INVALID_VALUE", "messages[0].tool_calls[0].type"},
      {R"({"messages":[{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":{}}}]}]})",
       "WRONG_TYPE", "messages[0].tool_calls[0].function.arguments"},
      {R"({"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":""}}]}]})",
       "MISSING_FIELD", "messages[0].tool_calls[0].id"},
      {R"({"messages":[{"role":"assistant","tool_calls":[{"id":"1"}]}]})", "MISSING_FIELD",
       "messages[0].tool_calls[0].function"},
      {R"({"messages":[{"role":"assistant","content":"a","function_call":{"name":"f"}}]})", "INVALID_VALUE",
       "messages[0].function_call"},
      {R"({"messages":[{"role":"user","content":"a","tool_calls":[{"id":"1","function":{"name":"f"}}]}]})",
       "INVALID_VALUE", "messages[0].tool_calls"},
      {R"({"messages":[{"role":"tool","content":"a"}]})", "MISSING_FIELD", "messages[0].tool_call_id"},
      {R"({"tools":[{"type":"function","function":{}}]})", "MISSING_FIELD", "tools[0].function.name"},
      {R"({"tools":[{"type":"custom"}]})", "INVALID_VALUE", "tools[0].type"},
      {R"({"tools":[{"function":{"name":"f","parameters":"SECRET"}}]})", "WRONG_TYPE",
       "tools[0].function.parameters"},
      {R"({"tools":[{"function":{"name":"f","parameters":{"a":[{"SECRET":1,"SECRET":2}]}}}]})",
       "INVALID_VALUE", "tools[0].function.parameters.#1[0].#2"},
      {R"({"tool_choice":"SECRET"})", "INVALID_VALUE", "tool_choice"},
      {R"({"tool_choice":7})", "WRONG_TYPE", "tool_choice"},
      {R"({"tool_choice":{"type":"allowed_tools"}})", "INVALID_VALUE", "tool_choice.type"},
      {R"({"tool_choice":{"type":"function"}})", "MISSING_FIELD", "tool_choice.function.name"},
      {R"({"response_format":{"type":"SECRET"}})", "INVALID_VALUE", "response_format.type"},
      {R"({"response_format":{}})", "MISSING_FIELD", "response_format.type"},
      {R"({"response_format":{"type":"json_schema"}})", "MISSING_FIELD", "response_format.json_schema.name"},
      {R"({"temperature":"hot"})", "WRONG_TYPE", "temperature"},
      {R"({"n":1.5})", "WRONG_TYPE", "n"},
      {R"({"n":2147483648})", "INVALID_VALUE", "n"},
      {R"({"seed":1e300})", "INVALID_VALUE", "seed"},
      {R"({"seed":18446744073709551615})", "INVALID_VALUE", "seed"},
      {R"({"stop":7})", "WRONG_TYPE", "stop"},
      {R"({"stop":["a",7]})", "WRONG_TYPE", "stop[1]"},
      {R"({"stream":"yes"})", "WRONG_TYPE", "stream"},
      {R"({"stream_options":true})", "WRONG_TYPE", "stream_options"},
      {R"({"reasoning_effort":"SECRET"})", "INVALID_VALUE", "reasoning_effort"},
      {R"({"metadata":{"SECRET":7}})", "WRONG_TYPE", "metadata.#1"},
      {R"({"metadata":{"SECRET":"a","SECRET":"b"}})", "INVALID_VALUE", "metadata.#2"},
      {R"({"modalities":["text","audio"]})", "INVALID_VALUE", "modalities"},
      {R"({"functions":[{"name":"SECRET"}]})", "INVALID_VALUE", "functions"},
      {R"({"function_call":"auto"})", "INVALID_VALUE", "function_call"},
      {R"({"model":"a","model":"b"})", "INVALID_VALUE", "model"},
      {R"({"SECRET":1,"SECRET":1})", "INVALID_VALUE", "#2"},
      {R"({"messages":[{"role":"user","role":"system","content":"x"}]})", "INVALID_VALUE",
       "messages[0].role"},
  };
  for (const Row& row : rows) {
    const Problem problem = Refusal(row.body);
    EXPECT_EQ(problem.reason, row.reason) << row.body;
    EXPECT_EQ(problem.parameters.at("place"), row.place) << row.body;
    EXPECT_EQ(problem.http_status, 400) << row.body;
  }
}

TEST(OpenAiChatRefusal, MalformedJsonNamesItsByte) {
  const auto offset = [](std::string_view body) {
    const Problem problem = Refusal(body);
    EXPECT_EQ(problem.reason, "MALFORMED_REQUEST") << body;
    return problem.parameters.at("offset");
  };
  EXPECT_EQ(offset(""), "0");
  EXPECT_EQ(offset("{\"messages\": SECRET}"), "13");
  EXPECT_EQ(offset("{\"model\":\"a\"} SECRET"), "14");
  EXPECT_EQ(offset(std::string_view("{}\0", 3)), "2");
  EXPECT_EQ(offset(std::string_view("{}\0SECRET", 9)), "2");
  offset(std::string_view("{\"a\0\":1}", 8));
  offset("{\"a\":\"SECRET\n\"}");  // a bare line break in a string
  offset("{\"a\":1e999999}");
  offset("{\"a\":NaN}");
  offset("{\"a\":1,}");
  offset("{\"a\":1");
  offset("\xEF\xBB\xBF{}");
}

TEST(OpenAiChatRefusal, TextThatIsNotUnicodeIsRefused) {
  for (const std::string text : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82",
                                 "\\ud800", "\\ud800\\u0041", "\\udc00"}) {
    const Problem problem =
        Refusal(StrCat("{\"messages\":[{\"role\":\"user\",\"content\":\"SECRET", text, "\"}]}"));
    EXPECT_EQ(problem.reason, "INVALID_UTF8") << text;
    EXPECT_THAT(problem.parameters.at("place"), ::testing::MatchesRegex("byte (4|5).")) << text;
  }
}

TEST(OpenAiChatRefusal, DepthIsBounded) {
  const auto nested = [](int levels) {
    std::string body = R"({"tools":[{"function":{"name":"f","parameters":)";
    for (int i = 0; i < levels; ++i) body += "{\"a\":";
    body += "1";
    for (int i = 0; i < levels; ++i) body += "}";
    return body + R"(}}],"messages":[{"role":"user","content":"x"}]})";
  };
  EXPECT_TRUE(Chat().DecodeRequest(nested(json::kMaxDepth - 4), {}).ok());
  EXPECT_EQ(Refusal(nested(json::kMaxDepth - 3)).reason, "INVALID_VALUE");
  EXPECT_EQ(Refusal(std::string(1'000'000, '[')).reason, "INVALID_VALUE");
  EXPECT_EQ(Refusal(nested(200'000)).reason, "INVALID_VALUE");
}

TEST(OpenAiChatRefusal, ManyKeysCostLittle) {
  std::string body = "{\"metadata\":{";
  for (int i = 0; i < 200'000; ++i) body += StrCat("\"k", i, "\":\"v\",");
  body += R"("k7":"again"},"messages":[{"role":"user","content":"x"}]})";
  const Problem problem = Refusal(body);
  EXPECT_EQ(problem.parameters.at("place"), "metadata.#200001");
}

// A canonical request can also come from gRPC, whose JSON strings and numbers nobody has read yet.
TEST(OpenAiChatRefusal, WhatCannotBeWrittenIsNotSent) {
  const auto refusal = [](auto change) {
    v1::GenerateRequest request;
    auto& message = *request.add_messages();
    message.set_role(v1::ROLE_USER);
    message.add_content()->set_text("x");
    change(request);
    const auto encoded = Chat().EncodeRequest(CanonicalRequest(request), "m");
    EXPECT_FALSE(encoded.ok());
    const Problem problem = ProblemOf(encoded.status());
    return problem.reason + " " +
           (problem.parameters.contains("place") ? problem.parameters.at("place") : "");
  };
  const auto tool = [&](const char* parameters) {
    return refusal([&](v1::GenerateRequest& r) { r.add_tools()->set_parameters_json(parameters); });
  };
  EXPECT_EQ(tool("{}},\"x\":{"), "WRONG_TYPE tools[0].parameters");
  EXPECT_EQ(tool("[]"), "WRONG_TYPE tools[0].parameters");
  EXPECT_EQ(tool("SECRET"), "WRONG_TYPE tools[0].parameters");
  EXPECT_EQ(refusal([](v1::GenerateRequest& r) {
              r.mutable_response_format()->set_kind(v1::ResponseFormat::KIND_JSON_SCHEMA);
              r.mutable_response_format()->set_schema_json("{");
            }),
            "WRONG_TYPE response_format.json_schema");
  EXPECT_EQ(refusal([](v1::GenerateRequest& r) {
              r.mutable_parameters()->set_temperature(std::numeric_limits<double>::quiet_NaN());
            }),
            "INVALID_VALUE body");
  EXPECT_EQ(refusal([](v1::GenerateRequest& r) { r.mutable_messages(0)->clear_role(); }),
            "MISSING_FIELD messages[0].role");
  EXPECT_EQ(refusal([](v1::GenerateRequest& r) { r.mutable_messages(0)->add_content()->mutable_media(); }),
            "INVALID_VALUE messages[0].content[1]");
  EXPECT_EQ(refusal([](v1::GenerateRequest& r) {
              r.mutable_messages(0)->add_content()->mutable_media()->set_kind(v1::MEDIA_KIND_AUDIO);
            }),
            "INVALID_VALUE messages[0].content[1]");
  EXPECT_EQ(refusal([](v1::GenerateRequest& r) { r.mutable_messages(0)->add_content(); }),
            "MISSING_FIELD messages[0].content[1]");
  EXPECT_EQ(ProblemOf(Chat().EncodeRequest(CanonicalRequest(v1::EmbedRequest()), "m").status()).reason,
            "UNIMPLEMENTED");
}

}  // namespace
}  // namespace schoolgate::connectors
