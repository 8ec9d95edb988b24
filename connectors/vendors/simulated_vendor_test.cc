#include "connectors/vendors/simulated_vendor.h"

#include "connectors/dialects/dialect.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate::connectors {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

RecordedRequest Post(std::string body) {
  RecordedRequest request;
  request.method = "POST";
  request.target = "/v1/chat/completions";
  request.bytes = std::move(body);
  return request;
}

TEST(SimulatedVendorTest, FindsEveryCodeOnceInOrder) {
  EXPECT_THAT(CodesIn("Ask STUDENT_7K3QF9's friend STUDENT_2M8RT4_B, EMAIL_000000, STUDENT_7K3QF9."),
              ElementsAre("STUDENT_7K3QF9", "STUDENT_2M8RT4_B", "EMAIL_000000"));
  EXPECT_THAT(
      CodesIn("STUDENT_7K3QF student_7k3qf9 xSTUDENT_7K3QF9 STUDENT_ILOU00 _7K3QF9 7K3QF9 STUDENT_7K3QF9Z"),
      IsEmpty());
}

TEST(SimulatedVendorTest, UsesTheLastQuestionsCodesOrAll) {
  const auto answer = [](const std::string& messages) {
    return DefaultAnswer(Post(R"({"messages":[)" + messages + "]}"), absl::ZeroDuration()).body;
  };
  const std::string first = R"({"role":"user","content":"About STUDENT_7K3QF9"})";
  EXPECT_THAT(answer(first), HasSubstr("STUDENT_7K3QF9"));
  const std::string other =
      answer(first + R"(,{"role":"user","content":[{"type":"text","text":"and STUDENT_2M8RT4"}]})");
  EXPECT_THAT(other, HasSubstr("STUDENT_2M8RT4"));
  EXPECT_THAT(other, ::testing::Not(HasSubstr("STUDENT_7K3QF9")));
  EXPECT_THAT(answer(first + R"(,{"role":"user","content":"thanks"})"), HasSubstr("STUDENT_7K3QF9"));
}

v1::GenerateResponse Whole(const std::string& body) {
  int64_t unknown = 0;
  auto response = FindDialect("openai_chat")
                      ->DecodeResponse(DefaultAnswer(Post(body), absl::ZeroDuration()).body, unknown);
  EXPECT_TRUE(response.ok());
  return *response;
}

TEST(SimulatedVendorTest, StreamsTheSameAnswerInAwkwardPieces) {
  const std::string question =
      R"({"n":2,"messages":[{"role":"user","content":"STUDENT_7K3QF9 and STUDENT_2M8RT4"}])";
  const v1::GenerateResponse whole = Whole(question + "}");
  ASSERT_EQ(whole.choices_size(), 2);
  const VendorScript script = DefaultAnswer(
      Post(question + R"(,"stream":true,"stream_options":{"include_usage":true}})"), absl::Milliseconds(1));
  const auto decoder = FindDialect("openai_chat")->NewStreamDecoder();
  std::vector<v1::StreamGenerateResponse> pieces;
  for (const VendorChunk& chunk : script.chunks) ASSERT_TRUE(decoder->Feed(chunk.bytes, pieces).ok());
  EXPECT_TRUE(decoder->Finish().ok());
  std::string text[2];
  for (const auto& piece : pieces) {
    for (const auto& delta : piece.deltas()) {
      text[delta.index()] += delta.content();
      EXPECT_LT(delta.content().size(), std::string_view("STUDENT_7K3QF9").size());
    }
  }
  EXPECT_EQ(text[0], whole.choices(0).message().content(0).text());
  EXPECT_EQ(text[1], whole.choices(1).message().content(0).text());
  EXPECT_TRUE(pieces.back().has_usage());
}

TEST(SimulatedVendorTest, CallsAToolUnlessOneHasAnswered) {
  const std::string tools =
      R"("tools":[{"type":"function","function":{"name":"find_grades","parameters":)"
      R"({"type":"object","properties":{"who":{"type":"string"},"n":{"type":"integer"}}}}}])";
  const std::string question = R"({"role":"user","content":"Grades of STUDENT_7K3QF9"})";
  const v1::GenerateResponse called = Whole("{" + tools + R"(,"messages":[)" + question + "]}");
  ASSERT_EQ(called.choices(0).message().tool_calls_size(), 1);
  EXPECT_EQ(called.choices(0).message().tool_calls(0).name(), "find_grades");
  EXPECT_EQ(called.choices(0).message().tool_calls(0).arguments_json(), R"({"who":"STUDENT_7K3QF9","n":1})");
  EXPECT_EQ(called.choices(0).finish_reason(), v1::FINISH_REASON_TOOL_CALLS);

  const v1::GenerateResponse answered =
      Whole("{" + tools + R"(,"messages":[)" + question +
            R"(,{"role":"assistant","tool_calls":[]},{"role":"tool","content":"STUDENT_2M8RT4: 5"}]})");
  EXPECT_EQ(answered.choices(0).message().tool_calls_size(), 0);
  EXPECT_THAT(answered.choices(0).message().content(0).text(), HasSubstr("STUDENT_2M8RT4"));

  const VendorScript stream = DefaultAnswer(
      Post("{\"stream\":true," + tools + R"(,"messages":[)" + question + "]}"), absl::ZeroDuration());
  const auto decoder = FindDialect("openai_chat")->NewStreamDecoder();
  std::vector<v1::StreamGenerateResponse> pieces;
  for (const VendorChunk& chunk : stream.chunks) ASSERT_TRUE(decoder->Feed(chunk.bytes, pieces).ok());
  std::string arguments;
  for (const auto& piece : pieces) {
    for (const auto& delta : piece.deltas()) {
      for (const auto& call : delta.tool_calls()) arguments += call.arguments_json();
    }
  }
  EXPECT_EQ(arguments, R"({"who":"STUDENT_7K3QF9","n":1})");
}

TEST(SimulatedVendorTest, AnswersInJsonWhereAsked) {
  const auto answer = [](const std::string& format) {
    return Whole(R"({"messages":[{"role":"user","content":"Pair STUDENT_7K3QF9"}],"response_format":)" +
                 format + "}")
        .choices(0)
        .message()
        .content(0)
        .text();
  };
  EXPECT_EQ(
      answer(R"({"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object","properties":)"
             R"({"who":{"type":"string"},"minutes":{"type":"number"}}}}})"),
      R"({"who":"STUDENT_7K3QF9","minutes":1})");
  EXPECT_EQ(answer(R"({"type":"json_object"})"), R"({"name":"STUDENT_7K3QF9"})");
  EXPECT_THAT(answer(R"({"type":"text"})"), testing::StartsWith("Here is an idea."));
}

TEST(SimulatedVendorTest, OtherRequestsHaveTheirAnswers) {
  RecordedRequest models;
  models.method = "GET";
  models.target = "/v1/models";
  EXPECT_THAT(DefaultAnswer(models, absl::ZeroDuration()).body, HasSubstr("simulated-large"));
  models.target = "/v1/other";
  EXPECT_EQ(DefaultAnswer(models, absl::ZeroDuration()).status, 404);
  EXPECT_EQ(DefaultAnswer(Post("{"), absl::ZeroDuration()).status, 400);
  EXPECT_EQ(DefaultAnswer(Post(R"({"messages":[]})"), absl::ZeroDuration()).status, 400);
}

}  // namespace
}  // namespace schoolgate::connectors
