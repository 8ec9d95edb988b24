#include "core/vault/redis/resp.h"

#include "core/util/strings.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

using namespace std::string_literals;  // NOLINT: for zero bytes

TEST(RespTest, CommandsHoldAnyBytes) {
  const std::string_view words[] = {"SET", std::string_view("k\0\r\n", 4), ""};
  EXPECT_EQ(FormatRedisCommand(words), "*3\r\n$3\r\nSET\r\n$4\r\nk\0\r\n\r\n$0\r\n\r\n"s);
}

TEST(RespTest, RepliesCutAnywhereAreTheSame) {
  const std::string bytes = "*4\r\n:-7\r\n$3\r\na\r\n\r\n$-1\r\n*2\r\n+OK\r\n-ERR no\r\n:5\r\n*-1\r\n";
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    RedisReplyReader reader(1000);
    std::vector<RedisReply> replies;
    for (const std::string_view part :
         {std::string_view(bytes).substr(0, cut), std::string_view(bytes).substr(cut)}) {
      ASSERT_TRUE(reader.Feed(part).ok());
      while (true) {
        auto reply = reader.Next();
        ASSERT_TRUE(reply.ok());
        if (!*reply) break;
        replies.push_back(**std::move(reply));
      }
    }
    ASSERT_EQ(replies.size(), 3u);
    EXPECT_EQ(replies[0].elements[0].integer, -7);
    EXPECT_EQ(replies[0].elements[1].text, "a\r\n");
    EXPECT_EQ(replies[0].elements[2].type, RedisReply::Type::kNil);
    EXPECT_EQ(replies[0].elements[3].elements[0].text, "OK");
    EXPECT_EQ(replies[0].elements[3].elements[1].error_code(), "ERR");
    EXPECT_EQ(replies[1].integer, 5);
    EXPECT_EQ(replies[2].type, RedisReply::Type::kNil);
  }
}

absl::Status ReadAll(RedisReplyReader& reader, std::string_view bytes) {
  if (absl::Status fed = reader.Feed(bytes); !fed.ok()) return fed;
  while (true) {
    auto reply = reader.Next();
    if (!reply.ok()) return reply.status();
    if (!*reply) return absl::OkStatus();
  }
}

TEST(RespTest, WhatIsNoReplyOrTooLargeEndsTheReader) {
  for (const std::string_view garbage :
       {"HTTP/1.1 400 Bad Request\r\n", "*1\r\n!\r\n", "$x\r\n", "*99999999999\r\n"}) {
    RedisReplyReader reader(1000);
    EXPECT_FALSE(ReadAll(reader, garbage).ok()) << garbage;
    EXPECT_FALSE(ReadAll(reader, "+OK\r\n").ok()) << garbage;
  }
  RedisReplyReader announced(1000);
  EXPECT_EQ(ReadAll(announced, "*1000000\r\n").code(), absl::StatusCode::kOutOfRange)
      << "and nothing is allocated";
  RedisReplyReader long_text(1000);
  ASSERT_TRUE(ReadAll(long_text, StrCat("$5000\r\n", std::string(900, 'x'))).ok());
  EXPECT_FALSE(ReadAll(long_text, std::string(900, 'x')).ok());
  RedisReplyReader many(1000);
  const std::string part = StrCat("$300\r\n", std::string(300, 'x'), "\r\n");
  ASSERT_TRUE(ReadAll(many, StrCat("*4\r\n", part)).ok());
  ASSERT_TRUE(ReadAll(many, part).ok());
  EXPECT_FALSE(ReadAll(many, part).ok()) << "the parts of one reply count together";
  RedisReplyReader small(1000);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(ReadAll(small, part).ok()) << "replies of their own do not";
  RedisReplyReader deep(100'000);
  std::string nested;
  for (int i = 0; i < 20; ++i) nested += "*1\r\n";
  EXPECT_FALSE(ReadAll(deep, nested).ok());
}

}  // namespace
}  // namespace schoolgate
