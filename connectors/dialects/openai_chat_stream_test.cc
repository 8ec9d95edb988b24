// Streams: however the vendor's bytes are cut, the same events come out; what goes to the caller is what SDKs
// expect. (BerriAI/litellm#30028, #30206, #30316; sgasser/pasteguard#112)
#include <string>
#include <vector>

#include "connectors/dialects/dialect.h"
#include "connectors/dialects/sse.h"
#include "core/util/problems.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate::connectors {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Dialect& Chat() { return *FindDialect("openai_chat"); }

struct Read {
  absl::Status fed;
  absl::Status finished;
  std::vector<std::string> pieces;  // in wire form
  int64_t unknown = 0;
  bool done = false;

  friend bool operator==(const Read& a, const Read& b) {
    return a.fed == b.fed && a.finished == b.finished && a.pieces == b.pieces && a.unknown == b.unknown &&
           a.done == b.done;
  }
};

Read ReadParts(const std::vector<std::string_view>& parts) {
  const auto decoder = Chat().NewStreamDecoder();
  std::vector<v1::StreamGenerateResponse> pieces;
  Read read;
  for (std::string_view part : parts) {
    if (read.fed.ok()) read.fed = decoder->Feed(part, pieces);
  }
  read.finished = decoder->Finish();
  for (const auto& piece : pieces) read.pieces.push_back(piece.SerializeAsString());
  read.unknown = decoder->unknown_count();
  read.done = decoder->done();
  return read;
}

v1::StreamGenerateResponse Piece(const Read& read, size_t index) {
  v1::StreamGenerateResponse piece;
  EXPECT_TRUE(index < read.pieces.size() && piece.ParseFromString(read.pieces[index]));
  return piece;
}

// Every line ending, comments, ids, an event in two data lines, text of two to four bytes a character, a tool
// call in fragments, usage at the end.
const char* const kStream =
    "\xEF\xBB\xBF: a comment\n"
    "id: 1\nretry: 10\n"
    "data: {\"id\":\"v\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
    "\"finish_reason\":null}],\"obfuscation\":\"xxxx\"}\r\n\r\n"
    "data:{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\xC3\xB1 \xE2\x82\xAC "
    "\xF0\x9F\x98\x80\"}}]}\r\r"
    "event: message\ndata: {\"choices\":\ndata: [{\"index\":1,\"delta\":{\"content\":\"two\"}}]}\n\n"
    ": keep-alive\n\n"
    "event: ping\ndata: {}\n\n"
    "data: "
    "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\","
    "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}\n\n"
    "data: "
    "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a"
    "\\\"\"}}]}}]}\n\n"
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n\n"
    "data: [DONE]\n\n"
    "data: nothing is read after it\n\n";

TEST(OpenAiChatStream, UnsplitItReadsAsWritten) {
  const Read read = ReadParts({kStream});
  EXPECT_TRUE(read.fed.ok()) << read.fed;
  EXPECT_TRUE(read.finished.ok());
  EXPECT_TRUE(read.done);
  EXPECT_EQ(read.unknown, 1);  // the ping
  ASSERT_EQ(read.pieces.size(), 7u);
  EXPECT_EQ(Piece(read, 0).deltas(0).role(), v1::ROLE_ASSISTANT);
  EXPECT_EQ(Piece(read, 1).deltas(0).content(), "\xC3\xB1 \xE2\x82\xAC \xF0\x9F\x98\x80");
  EXPECT_EQ(Piece(read, 2).deltas(0).index(), 1);
  EXPECT_EQ(Piece(read, 3).deltas(0).tool_calls(0).name(), "f");
  EXPECT_EQ(Piece(read, 4).deltas(0).tool_calls(0).arguments_json(), "{\"a\"");
  EXPECT_EQ(Piece(read, 5).deltas(0).finish_reason(), v1::FINISH_REASON_TOOL_CALLS);
  EXPECT_EQ(Piece(read, 6).usage().output_tokens(), 4);
}

TEST(OpenAiChatStream, EverySplitReadsTheSame) {
  const std::string_view stream = kStream;
  const Read oracle = ReadParts({stream});
  for (size_t cut = 0; cut <= stream.size(); ++cut) {
    EXPECT_EQ(ReadParts({stream.substr(0, cut), stream.substr(cut)}), oracle) << cut;
    const size_t next = std::min(cut + 2, stream.size());
    EXPECT_EQ(ReadParts({stream.substr(0, cut), stream.substr(cut, next - cut), stream.substr(next)}), oracle)
        << cut;
  }
  std::vector<std::string_view> bytes;
  for (size_t i = 0; i < stream.size(); ++i) bytes.push_back(stream.substr(i, 1));
  EXPECT_EQ(ReadParts(bytes), oracle);
}

TEST(OpenAiChatStream, OnlyDoneEndsAStream) {
  const std::string chunk =
      "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n";
  EXPECT_EQ(ProblemOf(ReadParts({chunk}).finished).reason, "VENDOR_STOPPED");
  EXPECT_EQ(ProblemOf(ReadParts({chunk, "data: [DO"}).finished).reason, "VENDOR_STOPPED");
  EXPECT_EQ(ProblemOf(ReadParts({}).finished).reason, "VENDOR_STOPPED");
  // Cut off only by the end of the connection.
  EXPECT_TRUE(ReadParts({chunk, "data: [DONE]"}).finished.ok());
  EXPECT_TRUE(ReadParts({chunk, "data: [DONE]\n"}).finished.ok());
}

TEST(OpenAiChatStream, ErrorEventsAndGarbageEndItWithoutTheirText) {
  const auto reason = [](std::string_view stream) {
    const Read read = ReadParts({stream});
    const absl::Status status = read.fed.ok() ? read.finished : read.fed;
    EXPECT_THAT(status.ToString(), Not(HasSubstr("SECRET")));
    return ProblemOf(status).reason;
  };
  EXPECT_EQ(reason("data: {\"error\":{\"message\":\"SECRET\"}}\n\n"), "VENDOR_ERROR");
  EXPECT_EQ(reason("event: error\ndata: SECRET\n\n"), "VENDOR_ERROR");
  EXPECT_EQ(reason("data: SECRET\n\n"), "VENDOR_GARBAGE");
  EXPECT_EQ(reason("data: {\"choices\":[{\"index\":-4}]}\n\n"), "VENDOR_GARBAGE");
  EXPECT_EQ(reason("<html>\n<p>SECRET</p>\n"), "VENDOR_GARBAGE");
  EXPECT_EQ(reason("data: {\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}\n\n"), "VENDOR_GARBAGE");
  EXPECT_EQ(reason("data: " + std::string(SseParser::kMaxEventBytes, 'x')), "VENDOR_GARBAGE");
}

TEST(OpenAiChatStream, AnEventThatNeverEndsIsBounded) {
  const auto decoder = Chat().NewStreamDecoder();
  std::vector<v1::StreamGenerateResponse> pieces;
  const std::string line = "data: " + std::string(1 << 16, 'x') + "\n";
  absl::Status status;
  for (int i = 0; i < 1000 && status.ok(); ++i) status = decoder->Feed(line, pieces);
  EXPECT_EQ(ProblemOf(status).reason, "VENDOR_GARBAGE");
}

v1::StreamGenerateResponse NewPiece() {
  v1::StreamGenerateResponse piece;
  piece.set_response_id("x1");
  piece.set_model("m");
  piece.set_create_time_seconds(7);
  return piece;
}

std::string Chunk(const std::string& choice, const std::string& tail = "") {
  return R"(data: {"id":"chatcmpl-x1","object":"chat.completion.chunk","created":7,"model":"m","choices":[)" +
         choice + "]" + tail + "}\n\n";
}

TEST(OpenAiChatStream, IsWrittenRoleFirstAndFinishLast) {
  const auto encoder = Chat().NewStreamEncoder({});
  auto piece = NewPiece();
  auto& delta = *piece.add_deltas();
  delta.set_role(v1::ROLE_ASSISTANT);
  delta.set_content("Hola");
  delta.set_finish_reason(v1::FINISH_REASON_STOP);
  auto& call = *piece.add_deltas();
  call.set_index(1);
  auto& fragment = *call.add_tool_calls();
  fragment.set_index(2);
  fragment.set_id("c");
  fragment.set_name("f");
  EXPECT_EQ(
      encoder->Encode(piece),
      Chunk(
          R"({"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null})") +
          Chunk(R"({"index":0,"delta":{"content":"Hola"},"logprobs":null,"finish_reason":null})") +
          Chunk(R"({"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"})") +
          Chunk(
              R"({"index":1,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null})") +
          Chunk(
              R"({"index":1,"delta":{"tool_calls":[{"index":2,"id":"c","type":"function","function":{"name":"f","arguments":""}}]},"logprobs":null,"finish_reason":null})"));
  auto more = NewPiece();
  more.add_deltas()->set_refusal("no");
  EXPECT_EQ(encoder->Encode(more),
            Chunk(R"({"index":0,"delta":{"refusal":"no"},"logprobs":null,"finish_reason":null})"));
  auto usage = NewPiece();
  usage.mutable_usage()->set_input_tokens(3);
  EXPECT_EQ(encoder->Encode(usage), "");
  EXPECT_EQ(encoder->Finish(), "data: [DONE]\n\n");
}

TEST(OpenAiChatStream, UsageComesLastForWhoAskedForIt) {
  const auto encoder = Chat().NewStreamEncoder({.include_usage = true});
  auto piece = NewPiece();
  piece.add_deltas()->set_content("a");
  piece.mutable_usage()->set_input_tokens(3);
  EXPECT_THAT(encoder->Encode(piece), HasSubstr(R"("usage":null)"));
  const std::string end = encoder->Finish();
  EXPECT_THAT(end,
              HasSubstr(R"("choices":[],"usage":{"prompt_tokens":3,"completion_tokens":0,"total_tokens":3)"));
  EXPECT_THAT(end, ::testing::EndsWith("data: [DONE]\n\n"));
}

TEST(OpenAiChatStream, WhatIsWrittenReadsBackTheSame) {
  const auto encoder = Chat().NewStreamEncoder({.include_usage = true});
  const Read first = ReadParts({kStream});
  std::string written;
  for (size_t i = 0; i < first.pieces.size(); ++i) written += encoder->Encode(Piece(first, i));
  written += encoder->Finish();
  const Read second = ReadParts({written});
  EXPECT_TRUE(second.finished.ok());
  EXPECT_EQ(second.unknown, 0);
  const auto gather = [](const Read& read) {
    std::string all;
    for (size_t i = 0; i < read.pieces.size(); ++i) {
      const v1::StreamGenerateResponse piece = Piece(read, i);
      for (const auto& delta : piece.deltas()) {
        all += delta.content();
        for (const auto& call : delta.tool_calls()) all += call.id() + call.name() + call.arguments_json();
        if (delta.finish_reason() != 0) all += "!";
      }
      if (piece.has_usage()) all += piece.usage().SerializeAsString();
    }
    return all;
  };
  EXPECT_EQ(gather(first), gather(second));
}

TEST(OpenAiChatStream, AFailureInMidStreamIsAnErrorEvent) {
  const auto encoder = Chat().NewStreamEncoder({});
  const std::string event = encoder->Fail(ProblemOf(MakeProblem(problems::kVendorStopped)), "x1");
  EXPECT_THAT(event, ::testing::StartsWith("data: {\"error\":{\"message\":"));
  EXPECT_THAT(event, ::testing::EndsWith("}}}\n\n"));
  EXPECT_THAT(event, HasSubstr(R"("code":"vendor_stopped","schoolgate":{"request_id":"x1")"));
  EXPECT_THAT(event, Not(HasSubstr("[DONE]")));
}

}  // namespace
}  // namespace schoolgate::connectors
