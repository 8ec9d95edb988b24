#include "gateway/ingress/grpc/grpc_wire.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/util/problem.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::gateway {
namespace {

constexpr int64_t kMost = 1 << 20;

grpc::ByteBuffer BufferOf(const std::string& bytes, size_t slice_size = 5) {
  std::vector<grpc::Slice> slices;
  for (size_t i = 0; i < bytes.size(); i += slice_size) slices.emplace_back(bytes.substr(i, slice_size));
  return {slices.data(), slices.size()};
}

std::string ConversationBytes(const std::string& text) {
  v1::GenerateRequest request;
  v1::Message& message = *request.add_messages();
  message.set_role(v1::ROLE_USER);
  message.add_content()->set_text("first");
  message.add_content()->set_text(text);
  return request.SerializeAsString();
}

// The problem of reading `bytes`.
Problem ProblemIn(const std::string& bytes) {
  grpc::ByteBuffer buffer = BufferOf(bytes);
  v1::GenerateRequest request;
  const absl::Status status = ParseMessage(buffer, kMost, request);
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(request.ByteSizeLong(), 0u);
  return ProblemOf(status);
}

TEST(ParseMessage, ReadsAMessageCutIntoSlices) {
  grpc::ByteBuffer buffer = BufferOf(ConversationBytes("second"));
  v1::GenerateRequest request;
  ASSERT_TRUE(ParseMessage(buffer, kMost, request).ok());
  EXPECT_EQ(request.messages(0).content(1).text(), "second");
  EXPECT_EQ(buffer.Length(), 0u);
}

TEST(ParseMessage, ReadsAnEmptyMessage) {
  grpc::ByteBuffer buffer = BufferOf("");
  v1::GenerateRequest request;
  EXPECT_TRUE(ParseMessage(buffer, kMost, request).ok());
}

TEST(ParseMessage, SaysTheLimit) {
  grpc::ByteBuffer buffer = BufferOf(ConversationBytes("second"));
  v1::GenerateRequest request;
  const Problem problem = ProblemOf(ParseMessage(buffer, 10, request));
  EXPECT_EQ(problem.reason, "BODY_TOO_LARGE");
  EXPECT_EQ(problem.parameters.at("limit"), "10");
}

TEST(ParseMessage, SaysWhereTextIsNotUtf8) {
  // Same length, so the lengths around it stay right.
  std::string bytes = ConversationBytes("##");
  bytes.replace(bytes.find("##"), 2, "\xC3\x28");
  const Problem problem = ProblemIn(bytes);
  EXPECT_EQ(problem.reason, "INVALID_UTF8");
  EXPECT_EQ(problem.parameters.at("place"), "messages[0].content[1].text");
}

TEST(ParseMessage, SaysWhereAMessageBreaksOff) {
  const std::string bytes = ConversationBytes("second");
  for (size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_EQ(ProblemIn(bytes.substr(0, size)).reason, "MALFORMED_REQUEST") << size;
  }
  EXPECT_EQ(ProblemIn(bytes + '\xFF').parameters.at("offset"), std::to_string(bytes.size()));
}

TEST(ParseMessage, RefusesEndlessNesting) {
  // Groups nest without lengths: the deepest way to use up a parser's stack.
  EXPECT_EQ(ProblemIn(std::string(100'000, '\x9B') + std::string(100'000, '\x01')).reason,
            "MALFORMED_REQUEST");
  EXPECT_EQ(ProblemIn(std::string(100'000, '\x7B')).reason, "MALFORMED_REQUEST");
}

TEST(SerializeMessage, GivesWhatParseReads) {
  v1::StreamGenerateResponse piece;
  piece.add_deltas()->set_content("text");
  grpc::ByteBuffer bytes = SerializeMessage(piece);
  v1::StreamGenerateResponse read;
  ASSERT_TRUE(ParseMessage(bytes, kMost, read).ok());
  EXPECT_EQ(read.deltas(0).content(), "text");
}

}  // namespace
}  // namespace schoolgate::gateway
