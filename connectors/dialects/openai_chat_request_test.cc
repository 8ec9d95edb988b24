// What unchanged SDKs send is read, kept, and sent on. All people here are made up.
#include <string>

#include "connectors/dialects/dialect.h"
#include "connectors/dialects/json_util.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace schoolgate::connectors {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Dialect& Chat() { return *FindDialect("openai_chat"); }

DecodedRequest Decode(std::string_view body, const DecodeOptions& options = {}) {
  auto decoded = Chat().DecodeRequest(body, options);
  EXPECT_TRUE(decoded.ok()) << decoded.status();
  return decoded.ok() ? *std::move(decoded) : DecodedRequest();
}

const v1::GenerateRequest& Whole(const DecodedRequest& decoded) {
  return std::get<v1::GenerateRequest>(decoded.request.Reveal(RevealFor::kTesting));
}

std::string Encode(const DecodedRequest& decoded) {
  auto encoded = Chat().EncodeRequest(decoded.request.Reveal(RevealFor::kTesting), "vendor-model");
  EXPECT_TRUE(encoded.ok()) << encoded.status();
  EXPECT_EQ(encoded->path, "/chat/completions");
  return encoded->body;
}

TEST(OpenAiChatRequest, TheDialectIsFoundByName) {
  ASSERT_NE(FindDialect("openai_chat"), nullptr);
  EXPECT_EQ(FindDialect("openai_chat")->name(), "openai_chat");
  EXPECT_EQ(FindDialect("morse"), nullptr);
}

// Each row: what a caller sends, and exactly what the vendor then gets.
struct Golden {
  const char* name;
  const char* sent;
  const char* forwarded;

  friend void PrintTo(const Golden& golden, std::ostream* out) { *out << golden.name; }
};

class OpenAiChatGolden : public ::testing::TestWithParam<Golden> {};

TEST_P(OpenAiChatGolden, IsForwardedExactly) {
  const DecodedRequest decoded = Decode(GetParam().sent);
  const std::string body = Encode(decoded);
  EXPECT_EQ(body, GetParam().forwarded);
  // Decoding what was encoded gives the same canonical message, but for what stays in the gate.
  const DecodedRequest again = Decode(body);
  v1::GenerateRequest first;
  v1::GenerateRequest second;
  std::visit(
      [&](const auto& request) {
        using T = std::decay_t<decltype(request)>;
        if constexpr (std::is_same_v<T, v1::GenerateRequest>) first = request;
        if constexpr (std::is_same_v<T, v1::StreamGenerateRequest>) first = request.request();
      },
      decoded.request.Reveal(RevealFor::kTesting));
  std::visit(
      [&](const auto& request) {
        using T = std::decay_t<decltype(request)>;
        if constexpr (std::is_same_v<T, v1::GenerateRequest>) second = request;
        if constexpr (std::is_same_v<T, v1::StreamGenerateRequest>) second = request.request();
      },
      again.request.Reveal(RevealFor::kTesting));
  EXPECT_EQ(second.model(), "vendor-model");
  first.clear_model();
  second.clear_model();
  first.clear_metadata();
  for (auto& message : *first.mutable_messages()) message.clear_reasoning();
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(first, second));
}

INSTANTIATE_TEST_SUITE_P(
    All, OpenAiChatGolden,
    ::testing::Values(
        Golden{
            "Plain", R"({"model":"m","messages":[{"role":"user","content":"Hola, \u00bfqu\u00e9 tal?"}]})",
            R"({"model":"vendor-model","messages":[{"role":"user","content":"Hola, ¿qué tal?"}],"store":false})"},
        Golden{
            "Roles",
            R"({"messages":[{"role":"system","content":"a"},{"role":"developer","content":"b","name":"dev"},)"
            R"({"role":"user","content":[{"type":"text","text":"c"},{"type":"text","text":"d"}]}]})",
            R"({"model":"vendor-model","messages":[{"role":"system","content":"a"},)"
            R"({"role":"developer","content":"b","name":"dev"},)"
            R"({"role":"user","content":[{"type":"text","text":"c"},{"type":"text","text":"d"}]}],"store":false})"},
        // What the official SDK replays of an answer (FIELD: assistant messages with nulls).
        Golden{
            "Replay",
            R"({"messages":[{"role":"assistant","content":null,"refusal":null,"annotations":[],"audio":null,)"
            R"("function_call":null,"tool_calls":[{"id":"call_1","type":"function","index":0,)"
            R"("function":{"name":"find","arguments":"{\"who\":\"Ana\"}"}}]},)"
            R"({"role":"tool","tool_call_id":"call_1","content":"{\"grade\":5}"},)"
            R"({"role":"assistant","content":"","refusal":"no","reasoning_content":"hm"}]})",
            R"({"model":"vendor-model","messages":[{"role":"assistant","content":null,)"
            R"("tool_calls":[{"id":"call_1","type":"function",)"
            R"("function":{"name":"find","arguments":"{\"who\":\"Ana\"}"}}]},)"
            R"({"role":"tool","content":"{\"grade\":5}","tool_call_id":"call_1"},)"
            R"({"role":"assistant","content":"","refusal":"no"}],"store":false})"},
        Golden{
            "Tools",
            R"({"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{)"
            R"("name":"find","description":"d","strict":true,"parameters":{"type":"object",)"
            R"("properties":{"n":{"type":"number","maximum":1.5,"enum":[1,-2,18446744073709551615]}}}}}],)"
            R"("tool_choice":{"type":"function","function":{"name":"find"}},"parallel_tool_calls":false})",
            R"({"model":"vendor-model","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function",)"
            R"("function":{"name":"find","description":"d","parameters":{"type":"object",)"
            R"("properties":{"n":{"type":"number","maximum":1.5,"enum":[1,-2,18446744073709551615]}}},)"
            R"("strict":true}}],"tool_choice":{"type":"function","function":{"name":"find"}},)"
            R"("parallel_tool_calls":false,"store":false})"},
        Golden{"Format",
               R"({"messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema",)"
               R"("json_schema":{"name":"s","description":"d","strict":false,"schema":{"type":"object"}}}})",
               R"({"model":"vendor-model","messages":[{"role":"user","content":"x"}],"response_format":)"
               R"({"type":"json_schema","json_schema":{"name":"s","description":"d",)"
               R"("schema":{"type":"object"},"strict":false}},"store":false})"},
        Golden{"Parameters",
               R"({"messages":[{"role":"user","content":"x"}],"temperature":0.7,"top_p":1,"n":2,)"
               R"("stop":"END","max_tokens":9,"max_completion_tokens":10.0,"seed":-9007199254740993,)"
               R"("frequency_penalty":-0.5,"presence_penalty":0,"logprobs":true,"top_logprobs":3,)"
               R"("reasoning_effort":"minimal","user":"u-1","metadata":{"k":"v"},"tool_choice":"auto"})",
               R"({"model":"vendor-model","messages":[{"role":"user","content":"x"}],"tool_choice":"auto",)"
               R"("temperature":0.7,"top_p":1.0,"max_completion_tokens":10,"n":2,"stop":["END"],)"
               R"("seed":-9007199254740993,"frequency_penalty":-0.5,"presence_penalty":0.0,"logprobs":true,)"
               R"("top_logprobs":3,"reasoning_effort":"minimal","user":"u-1","store":false})"},
        Golden{"Stream",
               R"({"messages":[{"role":"user","content":"x"}],"stream":true,"max_tokens":5,"stop":["a","b"],)"
               R"("stream_options":{"include_usage":false},"response_format":{"type":"json_object"}})",
               R"({"model":"vendor-model","messages":[{"role":"user","content":"x"}],)"
               R"("response_format":{"type":"json_object"},"max_tokens":5,"stop":["a","b"],"store":false,)"
               R"("stream":true,"stream_options":{"include_usage":true}})"},
        Golden{
            "Media",
            R"({"messages":[{"role":"user","content":[)"
            R"({"type":"image_url","image_url":{"url":"https://img.example/a.png"}},)"
            R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AAEC"}},)"
            R"({"type":"input_audio","input_audio":{"data":"AAEC","format":"wav"}},)"
            R"({"type":"video_url","video_url":{"url":"data:video/mp4;base64,AAEC"}},)"
            R"({"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AAEC"}},)"
            R"({"type":"refusal","refusal":"no"}]}]})",
            R"({"model":"vendor-model","messages":[{"role":"user","content":[)"
            R"({"type":"image_url","image_url":{"url":"https://img.example/a.png"}},)"
            R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AAEC"}},)"
            R"({"type":"input_audio","input_audio":{"data":"AAEC","format":"wav"}},)"
            R"({"type":"video_url","video_url":{"url":"data:video/mp4;base64,AAEC"}},)"
            R"({"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AAEC"}},)"
            R"({"type":"refusal","refusal":"no"}]}],"store":false})"}),
    [](const auto& row) { return row.param.name; });

TEST(OpenAiChatRequest, MetadataAndReasoningAreKeptForTheGate) {
  const DecodedRequest decoded = Decode(
      R"({"messages":[{"role":"assistant","content":"a","reasoning":"because"}],"metadata":{"session":"s1"}})");
  ASSERT_EQ(Whole(decoded).metadata_size(), 1);
  EXPECT_EQ(Whole(decoded).metadata(0).key(), "session");
  EXPECT_EQ(Whole(decoded).metadata(0).value(), "s1");
  EXPECT_EQ(Whole(decoded).messages(0).reasoning(), "because");
  EXPECT_FALSE(Whole(decoded).has_context());
  EXPECT_THAT(Encode(decoded), Not(HasSubstr("s1")));
}

TEST(OpenAiChatRequest, IncludeUsageIsTheCallersWish) {
  const auto with = [](std::string_view options) {
    return Decode(
               std::string(R"({"messages":[{"role":"user","content":"x"}],"stream":true,"stream_options":)") +
               std::string(options) + "}")
        .include_usage;
  };
  EXPECT_TRUE(with(R"({"include_usage":true})"));
  EXPECT_FALSE(with(R"({"include_usage":null})"));
  EXPECT_FALSE(with("null"));
}

TEST(OpenAiChatRequest, WhatIsNotSentIsNamed) {
  const DecodedRequest decoded = Decode(
      R"({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"u","detail":"low"}}],)"
      R"("Zoe Quill":7},{"role":"assistant","content":"a","annotations":[{"type":"url_citation"}]}],)"
      R"("logit_bias":{"50256":-100},"store":true,"service_tier":"auto","modalities":["text"],)"
      R"("prediction":{"type":"content","content":"x"},"Pupil":null,"other":[1,{"a":true}],"empty":"",)"
      R"("stream_options":{"include_obfuscation":false},"functions":[],"web_search_options":{}})");
  EXPECT_THAT(decoded.dropped, ElementsAre("messages[0].content[0].image_url.detail", "messages[0].#3",
                                           "messages[1].annotations", "logit_bias", "store", "service_tier",
                                           "modalities", "prediction", "#7", "#8", "#9",
                                           "stream_options.include_obfuscation", "web_search_options"));
  EXPECT_THAT(Encode(decoded), HasSubstr(R"("store":false)"));
}

// Its helpers (parse, stream) add what they parsed to the messages that a program then sends back.
TEST(OpenAiChatRequest, TheSdksOwnCopiesAreDroppedAndNamed) {
  const DecodedRequest decoded = Decode(
      R"({"messages":[{"role":"assistant","content":"{\"who\":\"Ana\"}","parsed":{"who":"Ana"}},)"
      R"({"role":"assistant","content":null,"parsed":null,"tool_calls":[{"id":"call_1","type":"function",)"
      R"("function":{"name":"find","arguments":"{\"who\":\"Ana\"}","parsed_arguments":{"who":"Ana"}}}]}]})");
  EXPECT_THAT(decoded.dropped,
              ElementsAre("messages[0].parsed", "messages[1].tool_calls[0].function.parsed_arguments"));
  EXPECT_THAT(Encode(decoded), Not(HasSubstr("parsed")));
}

TEST(OpenAiChatRequest, StoreFalseIsNotWorthAWord) {
  EXPECT_THAT(Decode(R"({"messages":[{"role":"user","content":"x"}],"store":false})").dropped, IsEmpty());
}

TEST(OpenAiChatRequest, UnknownTextIsDroppedWhereTheAppChoseSo) {
  DecodeOptions drop;
  drop.drop_unknown_text = true;
  const DecodedRequest decoded =
      Decode(R"({"messages":[{"role":"user","content":"x","cache":{"k":"secret"}}]})", drop);
  EXPECT_THAT(decoded.dropped, ElementsAre("messages[0].#3"));
  EXPECT_THAT(Encode(decoded), Not(HasSubstr("secret")));
}

TEST(OpenAiChatRequest, DroppedNamesAreBounded) {
  std::string body = R"({"messages":[{"role":"user","content":"x"}])";
  for (int i = 0; i < 5000; ++i) body += ",\"k" + std::to_string(i) + "\":1";
  const DecodedRequest decoded = Decode(body + "}");
  EXPECT_EQ(decoded.dropped.size(), 51u);
  EXPECT_EQ(decoded.dropped.back(), "...");
}

TEST(OpenAiChatRequest, TextKeepsEveryCharacter) {
  const DecodedRequest decoded =
      Decode(R"({"messages":[{"role":"user","content":"a\u0000b\n\ud83d\ude00\u2028\"\\"}]})");
  EXPECT_EQ(Whole(decoded).messages(0).content(0).text(),
            std::string("a\0b\n\xF0\x9F\x98\x80\xE2\x80\xA8\"\\", 13));
  const std::string body = Encode(decoded);
  EXPECT_EQ(Whole(Decode(body)).messages(0).content(0).text(), Whole(decoded).messages(0).content(0).text());
}

}  // namespace
}  // namespace schoolgate::connectors
