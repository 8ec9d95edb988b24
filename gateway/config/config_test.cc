#include "gateway/config/config.h"

#include <unistd.h>

#include <filesystem>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "gtest/gtest.h"

namespace schoolgate::gateway {
namespace {

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() : dir_(StrCat(testing::TempDir(), "config_test.", ::getpid())) {
    std::filesystem::remove_all(dir_);
    EXPECT_TRUE(MakeDirectories(dir_ + "/roster").ok() && MakeDirectories(dir_ + "/policy").ok());
    EXPECT_TRUE(WriteFileAtomically(dir_ + "/cert.pem", "").ok() &&
                WriteFileAtomically(dir_ + "/key.pem", "").ok());
  }

  // Loads `yaml`; the faults, one a line, without the folder.
  std::string Load(const std::string& yaml) {
    const std::string path = dir_ + "/config.yaml";
    EXPECT_TRUE(WriteFileAtomically(path, yaml).ok());
    std::vector<policy::Issue> issues;
    loaded_ = LoadConfig(path, issues);
    EXPECT_EQ(loaded_.ok(), issues.empty());
    std::string lines;
    for (policy::Issue& issue : issues) {
      issue.file = "config.yaml";
      lines += policy::ToString(issue) + "\n";
    }
    return lines;
  }

  std::string dir_;
  absl::StatusOr<Config> loaded_ = absl::UnknownError("");
};

constexpr std::string_view kDigest =
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

std::string Good() {
  return StrCat(R"(district: Maple Hollow
origin: maplehollow.example/schoolgate
data_dir: data
listen:
  http: {address: "127.0.0.1:0", certificate: cert.pem, private_key: key.pem}
  grpc: {address: "127.0.0.1:0", certificate: cert.pem, private_key: key.pem}
  health: 127.0.0.1:9091
  max_body_bytes: 64KiB
  drain: 3s
roster: {directory: roster}
policy: {directory: policy}
vendors:
  - name: lumen
    base_url: https://api.lumen.example/v1
    models: [{name: lumen-large}]
apps:
  - name: lms
    api_key_digests: [")",
                kDigest, R"("]
    role: teacher
    default_tool: lesson-planner
    default_purpose: lesson_planning
)");
}

std::string Edited(const std::string& from, const std::string& to) {
  std::string yaml = Good();
  const size_t at = yaml.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return yaml.replace(at, from.size(), to);
}

TEST_F(ConfigTest, ReadsWhatIsThereAndPresetsTheRest) {
  EXPECT_EQ(Load(Good()), "");
  ASSERT_TRUE(loaded_.ok());
  EXPECT_EQ(loaded_->district, "Maple Hollow");
  EXPECT_EQ(loaded_->max_body_bytes, 64 << 10);
  EXPECT_EQ(loaded_->drain, absl::Seconds(3));
  EXPECT_EQ(loaded_->grace, absl::ZeroDuration());
  EXPECT_EQ(loaded_->data_dir, dir_ + "/data");
  EXPECT_EQ(loaded_->vault_key_file, dir_ + "/data/vault.key");
  EXPECT_EQ(loaded_->session_idle, absl::Hours(12));
  ASSERT_EQ(loaded_->vendors.size(), 1u);
  EXPECT_EQ(loaded_->vendors[0].dialect, "openai_chat");
  EXPECT_EQ(loaded_->vendors[0].route, v1::ROUTE_CLOUD);
  EXPECT_EQ(loaded_->vendors[0].idle_timeout, absl::Seconds(60));
  ASSERT_EQ(loaded_->apps.size(), 1u);
  EXPECT_EQ(loaded_->apps[0].tools, std::vector<std::string>{"lesson-planner"});
  EXPECT_EQ(loaded_->time_zone, "UTC");
}

TEST_F(ConfigTest, AKeyInATokenIsNoPath) {
  const std::string uri = "pkcs11:token=schoolgate;object=kek?pin-source=file:/etc/schoolgate/pin";
  EXPECT_EQ(Load(StrCat(Good(), "vault: {key_file: \"", uri, "\"}\n")), "");
  EXPECT_EQ(loaded_->vault_key_file, uri);
  EXPECT_EQ(Load(StrCat(Good(), "vault: {key_file: keys/kek}\n")), "");
  EXPECT_EQ(loaded_->vault_key_file, dir_ + "/keys/kek");
}

TEST_F(ConfigTest, EveryFaultIsReportedAtOnceWithItsPlace) {
  const std::string faults = Load(R"(district: Maple Hollow
distrcit: again
origin: maplehollow.example/schoolgate
data_dir: data
listen:
  http: {address: "127.0.0.1", certificate: cert.pem, private_key: nokey.pem}
  grpc: {address: "127.0.0.1:99999", certificate: cert.pem, private_key: key.pem}
  health: 127.0.0.1:9091
  max_body_bytes: lots
  drain: -3s
roster: {directory: nowhere}
policy: [policy]
log_level: loud
vendors: []
sk-secret-key-in-the-wrong-place: x
)");
  EXPECT_EQ(faults,
            "config.yaml:1:1: the configuration needs 'apps'\n"
            "config.yaml:2:1: unknown key 'distrcit' (did you mean 'district'?)\n"
            "config.yaml:6:19: 'address' must be an address, host:port, with a port up to 65535\n"
            "config.yaml:6:68: 'private_key' names no file\n"
            "config.yaml:7:19: 'address' must be an address, host:port, with a port up to 65535\n"
            "config.yaml:9:19: 'max_body_bytes' must be a size from 1KiB to 1GiB: 4096, 64KiB, 8MiB or 1GiB\n"
            "config.yaml:10:10: 'drain' must be a duration above zero: 500ms, 5s, 2m or 12h\n"
            "config.yaml:11:21: 'directory' names no directory\n"
            "config.yaml:12:9: 'policy' must be a map\n"
            "config.yaml:13:12: 'log_level' must be one of debug, info, warn, error\n"
            "config.yaml:14:10: 'vendors' needs at least one entry\n"
            "config.yaml:15:1: unknown key\n");
}

TEST_F(ConfigTest, SizesThatWouldRefuseEverythingOrNothingAreFaults) {
  for (const char* size : {"0", "1023", "1025MiB", "8589934592GiB", "-1"}) {
    EXPECT_NE(Load(Edited("64KiB", size)).find("'max_body_bytes' must be a size from 1KiB to 1GiB"),
              std::string::npos)
        << size;
  }
  EXPECT_EQ(Load(Edited("64KiB", "1GiB")), "");
}

TEST_F(ConfigTest, KeysThatAreNoDigestsAreRefusedAndNotRepeated) {
  const std::string faults = Load(Edited(std::string(kDigest), "sg_a_real_key"));
  EXPECT_NE(faults.find("app 'lms': an entry of 'api_key_digests' must be"), std::string::npos) << faults;
  EXPECT_EQ(faults.find("sg_a_real_key"), std::string::npos);
}

TEST_F(ConfigTest, AnAppNobodyCouldCallAndAVendorInTheClearAreFaults) {
  EXPECT_NE(Load(Edited(StrCat("api_key_digests: [\"", kDigest, "\"]"), "drop_unknown_fields: true"))
                .find("nobody could call"),
            std::string::npos);
  EXPECT_NE(Load(Edited("https://api", "http://api")), "");
}

TEST_F(ConfigTest, AVaultInRedisNeedsItsServersAndAPassword) {
  ASSERT_TRUE(WriteFileAtomically(dir_ + "/password", "x").ok());
  const auto with = [](std::string_view vault) { return StrCat(Good(), "vault: ", vault, "\n"); };
  EXPECT_EQ(Load(Good()), "");
  EXPECT_EQ(loaded_->vault_backend, VaultBackend::kSqlite);
  EXPECT_EQ(Load(with("{backend: redis, redis: {addresses: ['a.example:6380', '[::1]:6380'], "
                      "password_file: password, session_data_only: true}}")),
            "");
  EXPECT_EQ(loaded_->vault_backend, VaultBackend::kRedis);
  EXPECT_EQ(loaded_->redis.addresses.size(), 2u);
  EXPECT_EQ(loaded_->redis.password_file, dir_ + "/password");
  EXPECT_EQ(loaded_->redis.user, "schoolgate");
  EXPECT_EQ(loaded_->redis.prefix, "schoolgate:");
  EXPECT_TRUE(loaded_->redis.session_data_only);
  const std::string bare = Load(with("{backend: redis}"));
  EXPECT_NE(bare.find("needs 'vault.redis.addresses'"), std::string::npos) << bare;
  EXPECT_NE(bare.find("needs 'vault.redis.password_file'"), std::string::npos) << bare;
  for (const char* address : {"a.example", "a.example:", ":6380", "a.example:none", "a.example:0"}) {
    EXPECT_NE(
        Load(with(StrCat("{backend: redis, redis: {addresses: ['", address, "'], password_file: password}}")))
            .find("must be an address"),
        std::string::npos)
        << address;
  }
  EXPECT_NE(Load(with("{redis: {addresses: ['a.example:6380'], password_file: password}}"))
                .find("needs 'vault.backend: redis'"),
            std::string::npos);
  EXPECT_NE(Load(with("{backend: redis, redis: {addresses: ['a.example:6380'], password_file: password, "
                      "certificate: cert.pem}}"))
                .find("need each other"),
            std::string::npos);
  EXPECT_NE(Load(with("{backend: postgres}")), "");
}

TEST_F(ConfigTest, WhereResultsArePushedIsWholeOrNotThere) {
  const auto with = [this](const std::string& records) {
    return Load(Good() + "records: " + records + "\n");
  };
  EXPECT_EQ(with("{results_directory: results}"), "");
  EXPECT_EQ(with("{results_directory: results, push: {base_url: \"https://sis.district.example\", "
                 "token_file: key.pem}}"),
            "");
  EXPECT_EQ(loaded_->results_push.base_url, "https://sis.district.example");
  EXPECT_NE(with("{push: {base_url: \"https://sis.district.example\", token_file: key.pem}}")
                .find("results_directory"),
            std::string::npos);
  EXPECT_NE(with("{results_directory: results, push: {base_url: \"http://sis.district.example\", token_file: "
                 "key.pem}}")
                .find("https"),
            std::string::npos);
  EXPECT_NE(with("{results_directory: results, push: {base_url: \"https://sis.district.example\"}}")
                .find("token_file"),
            std::string::npos);
  EXPECT_NE(with("{results_directory: results, push: {token_file: key.pem}}").find("base_url"),
            std::string::npos);
}

TEST_F(ConfigTest, WhatIsNoYamlOrNoMapSaysSo) {
  EXPECT_NE(Load("a: [1, 2"), "");
  EXPECT_NE(Load("- just\n- a list\n").find("must be one YAML document"), std::string::npos);
  std::vector<policy::Issue> issues;
  EXPECT_FALSE(LoadConfig(dir_ + "/missing.yaml", issues).ok());
  EXPECT_EQ(issues.size(), 1u);
}

// docs/config.md is generated: schoolgate config-reference > docs/config.md
TEST_F(ConfigTest, TheReferenceIsUpToDate) {
  const auto page = ReadFile(SCHOOLGATE_SOURCE_DIR "/docs/config.md");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(*page, ConfigReference()) << "run: schoolgate config-reference > docs/config.md";
}

TEST_F(ConfigTest, TheSampleNamesOnlyKnownKeys) {
  std::vector<policy::Issue> issues;
  const auto sample = LoadConfig(SCHOOLGATE_SOURCE_DIR "/deploy/sample/config.yaml", issues);
  // Its certificates, keys and roster are the district's own to bring: only these may be missing.
  for (const policy::Issue& issue : issues) {
    EXPECT_TRUE(issue.message.ends_with("names no file") || issue.message.ends_with("names no directory"))
        << policy::ToString(issue);
  }
}

}  // namespace
}  // namespace schoolgate::gateway
