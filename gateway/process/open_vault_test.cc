// The vault the configuration names, opened from its files.
#include "gateway/process/open_vault.h"

#include "core/util/files.h"
#include "core/util/strings.h"
#include "core/vault/redis/redis_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate::gateway {
namespace {

using ::testing::HasSubstr;
using vault_testing::ReasonOf;

class OpenVaultTest : public ::testing::Test {
 protected:
  void SetUp() override {
    config_.data_dir = directory_.File("data");
    ASSERT_TRUE(MakeDirectories(config_.data_dir).ok());
    config_.vault_key_file = directory_.key_file();
    config_.session_idle = absl::Hours(12);
    ASSERT_TRUE(WriteFileAtomically(directory_.File("ca.pem"), vault_testing::RedisCaPem()).ok());
    WritePassword(StrCat(vault_testing::kRedisPassword, "\n"));
    config_.redis = {.addresses = {server_.address().Text()},
                     .ca = directory_.File("ca.pem"),
                     .user = vault_testing::kRedisUser,
                     .password_file = directory_.File("password"),
                     .prefix = vault_testing::kRedisPrefix};
  }
  void WritePassword(std::string_view text) {
    ASSERT_TRUE(WriteFileAtomically(directory_.File("password"), text, 0600).ok());
  }

  const vault_testing::TestDirectory directory_;
  const vault_testing::RedisServer server_;
  Config config_;
};

TEST_F(OpenVaultTest, EachBackendKeepsTheVaultWhereItSays) {
  EXPECT_FALSE(*VaultExists(config_));
  ASSERT_TRUE(OpenVault(config_, Clock::System()).ok());
  EXPECT_TRUE(*VaultExists(config_));
  EXPECT_TRUE(ReadFile(config_.data_dir + "/vault.db").ok());
  EXPECT_THAT(server_.Admin({"DBSIZE"}), HasSubstr("0"));
  config_.vault_backend = VaultBackend::kRedis;
  config_.data_dir = directory_.File("elsewhere");
  EXPECT_FALSE(*VaultExists(config_));
  const auto vault = OpenVault(config_, Clock::System());
  ASSERT_TRUE(vault.ok()) << vault.status();
  EXPECT_TRUE(*VaultExists(config_));
  EXPECT_TRUE((*vault)->healthy());
  EXPECT_FALSE(ReadFile(config_.data_dir + "/vault.db").ok());
  EXPECT_THAT(server_.Admin({"EXISTS", "schoolgate:meta"}), HasSubstr("1"));
}

TEST_F(OpenVaultTest, AClientCertificateIsReadFromItsFiles) {
  config_.vault_backend = VaultBackend::kRedis;
  config_.redis.certificate = directory_.File("client.pem");
  config_.redis.private_key = directory_.File("client.key");
  const TlsIdentity identity = vault_testing::RedisClientIdentity();
  ASSERT_TRUE(WriteFileAtomically(config_.redis.certificate, identity.certificate_pem).ok());
  ASSERT_TRUE(
      WriteFileAtomically(config_.redis.private_key, ToStd(identity.private_key_pem.Reveal()), 0600).ok());
  server_.Admin({"CONFIG", "SET", "tls-auth-clients", "yes"});
  EXPECT_TRUE(OpenVault(config_, Clock::System()).ok());
  ASSERT_TRUE(WriteFileAtomically(config_.redis.certificate, "no certificate").ok());
  EXPECT_EQ(OpenVault(config_, Clock::System()).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(OpenVaultTest, APasswordFileHoldsOneLine) {
  config_.vault_backend = VaultBackend::kRedis;
  for (const char* wrong : {"", "\n", "one\ntwo\n"}) {
    WritePassword(wrong);
    const absl::Status refused = OpenVault(config_, Clock::System()).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(refused.message()), HasSubstr(config_.redis.password_file));
  }
  WritePassword("another");
  EXPECT_EQ(ReasonOf(OpenVault(config_, Clock::System()).status()), "VAULT_REDIS_LOGIN");
}

TEST_F(OpenVaultTest, CheckingTheServerChangesNothing) {
  EXPECT_TRUE(CheckVaultServer(config_).ok());
  config_.vault_backend = VaultBackend::kRedis;
  EXPECT_TRUE(CheckVaultServer(config_).ok());
  EXPECT_FALSE(*VaultExists(config_));
  EXPECT_THAT(server_.Admin({"DBSIZE"}), HasSubstr("0"));
  EXPECT_FALSE(ReadFile(config_.vault_key_file).ok());
  server_.Admin({"CONFIG", "SET", "appendfsync", "no"});
  EXPECT_EQ(ReasonOf(CheckVaultServer(config_)), "VAULT_REDIS_NOT_DURABLE");
  EXPECT_EQ(ReasonOf(OpenVault(config_, Clock::System()).status()), "VAULT_REDIS_NOT_DURABLE");
  config_.redis.session_data_only = true;
  EXPECT_TRUE(CheckVaultServer(config_).ok());
}

}  // namespace
}  // namespace schoolgate::gateway
