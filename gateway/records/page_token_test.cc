// Page tokens open for the list they were given for, and for nothing else.
#include "gateway/records/page_token.h"

#include <gtest/gtest.h>

#include "core/util/problem.h"
#include "core/vault/vault_testing.h"

namespace schoolgate::gateway {
namespace {

redaction::ScopeName List() {
  redaction::ScopeName name;
  name.vendor = "northbeam";
  name.tool = "unit-checks";
  name.app = "northbeam";
  name.stable = true;
  name.school_year = "2026-27";
  return name;
}

class PageTokenTest : public testing::Test {
 protected:
  PageTokens For(const redaction::ScopeName& scope, v1::RecordKind kind = v1::RECORD_KIND_PERSON) {
    return PageTokens::For(*vault_, scope, kind).value();
  }
  static std::string ReasonOf(const absl::StatusOr<PageMark>& opened) {
    return opened.ok() ? "" : ProblemOf(opened.status()).reason;
  }

  vault_testing::TestDirectory directory_;
  std::unique_ptr<Vault> vault_ = vault_testing::OpenVault(directory_);
  const PageMark mark_{.roster_version = "v1", .position = {.first = "s-abe", .second = "r|1"}};
};

TEST_F(PageTokenTest, ATokenGivesBackItsPositionAndHidesIt) {
  const std::string token = For(List()).Seal(mark_).value();
  EXPECT_EQ(token.find("s-abe"), std::string::npos);
  EXPECT_NE(token, For(List()).Seal(mark_).value());
  const absl::StatusOr<PageMark> opened = For(List()).Open(token);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->roster_version, "v1");
  EXPECT_EQ(opened->position.first, "s-abe");
  EXPECT_EQ(opened->position.second, "r|1");
}

TEST_F(PageTokenTest, AnotherListsTokenIsRefused) {
  const std::string token = For(List()).Seal(mark_).value();
  const auto refused = [&](const auto& change) {
    redaction::ScopeName other = List();
    change(other);
    return ReasonOf(For(other).Open(token)) == "INVALID_VALUE";
  };
  EXPECT_TRUE(refused([](auto& name) { name.vendor = "tally"; }));
  EXPECT_TRUE(refused([](auto& name) { name.tool = "adaptive-practice"; }));
  EXPECT_TRUE(refused([](auto& name) { name.app = "other"; }));
  EXPECT_TRUE(refused([](auto& name) { name.session = "one"; }));
  EXPECT_TRUE(refused([](auto& name) { name.school_year = "2027-28"; }));
  EXPECT_EQ(ReasonOf(For(List(), v1::RECORD_KIND_CLASS).Open(token)), "INVALID_VALUE");
}

TEST_F(PageTokenTest, AnyChangedCharacterIsRefused) {
  const PageTokens tokens = For(List());
  const std::string token = tokens.Seal(mark_).value();
  for (size_t i = 0; i < token.size(); ++i) {
    std::string forged = token;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(ReasonOf(tokens.Open(forged)), "INVALID_VALUE") << i;
  }
  for (const std::string& other :
       {token + "AAAA", token.substr(4), std::string("0"), std::string("s-abe"), std::string(5000, 'A')}) {
    EXPECT_EQ(ReasonOf(tokens.Open(other)), "INVALID_VALUE");
  }
}

TEST_F(PageTokenTest, AnotherDistrictsTokenIsRefused) {
  const vault_testing::TestDirectory elsewhere;
  const std::unique_ptr<Vault> vault = vault_testing::OpenVault(elsewhere);
  const std::string token =
      PageTokens::For(*vault, List(), v1::RECORD_KIND_PERSON).value().Seal(mark_).value();
  EXPECT_EQ(ReasonOf(For(List()).Open(token)), "INVALID_VALUE");
}

}  // namespace
}  // namespace schoolgate::gateway
