#include "gateway/process/open_vault.h"

#include <filesystem>
#include <string>
#include <utility>

#include "core/crypto/secret.h"
#include "core/util/files.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/redis/redis_client.h"
#include "core/vault/redis/redis_vault.h"
#include "core/vault/sqlite_vault.h"

namespace schoolgate::gateway {
namespace {

absl::StatusOr<SecretBytes> ReadSecret(const std::string& path) {
  SG_ASSIGN_OR_RETURN(std::string text, ReadFile(path));
  SecretBytes secret{ToAbsl(text)};
  WipeString(text);
  return secret;
}

absl::StatusOr<SecretBytes> ReadPassword(const std::string& path) {
  SG_ASSIGN_OR_RETURN(const SecretBytes text, ReadSecret(path));
  std::string_view line = ToStd(text.Reveal());
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty() || line.find('\n') != std::string_view::npos) {
    return absl::InvalidArgumentError(
        StrCat(path, " must hold the password of the vault's Redis, in one line"));
  }
  return SecretBytes{ToAbsl(line)};
}

RedisAddress AddressOf(std::string_view text) {
  const size_t colon = text.rfind(':');
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return {std::string(host), std::string(text.substr(colon + 1))};
}

absl::StatusOr<RedisOptions> OptionsOf(const RedisConfig& config) {
  RedisOptions options;
  options.addresses.reserve(config.addresses.size());
  for (const std::string& address : config.addresses) options.addresses.push_back(AddressOf(address));
  if (!config.ca.empty()) {
    SG_ASSIGN_OR_RETURN(options.ca_pem, ReadFile(config.ca));
  }
  if (!config.certificate.empty()) {
    SG_ASSIGN_OR_RETURN(options.certificate_pem, ReadFile(config.certificate));
    SG_ASSIGN_OR_RETURN(options.private_key_pem, ReadSecret(config.private_key));
  }
  options.user = config.user;
  SG_ASSIGN_OR_RETURN(options.password, ReadPassword(config.password_file));
  options.keeps = config.session_data_only ? RedisKeeps::kSessionsOnly : RedisKeeps::kEverything;
  return options;
}

std::string VaultFile(const Config& config) { return config.data_dir + "/vault.db"; }

}  // namespace

std::string VaultPlace(const Config& config) {
  if (config.vault_backend == VaultBackend::kSqlite) return VaultFile(config);
  std::string place = StrCat("Redis, keys ", config.redis.prefix, "*, at");
  for (const std::string& address : config.redis.addresses) place += StrCat(" ", address);
  return place;
}

absl::StatusOr<bool> VaultExists(const Config& config) {
  if (config.vault_backend == VaultBackend::kSqlite) return std::filesystem::exists(VaultFile(config));
  SG_ASSIGN_OR_RETURN(RedisOptions options, OptionsOf(config.redis));
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<RedisClient> client, RedisClient::Start(std::move(options)));
  return RedisVaultExists(*client, config.redis.prefix);
}

absl::Status CheckVaultServer(const Config& config) {
  if (config.vault_backend == VaultBackend::kSqlite) return absl::OkStatus();
  SG_ASSIGN_OR_RETURN(RedisOptions options, OptionsOf(config.redis));
  return RedisClient::Start(std::move(options)).status();
}

absl::StatusOr<std::unique_ptr<Vault>> OpenVault(const Config& config, const Clock& clock) {
  if (config.vault_backend == VaultBackend::kSqlite) {
    return OpenSqliteVault(VaultFile(config), config.vault_key_file, clock);
  }
  RedisVaultOptions options;
  SG_ASSIGN_OR_RETURN(options.redis, OptionsOf(config.redis));
  options.prefix = config.redis.prefix;
  options.key_file = config.vault_key_file;
  options.session_idle = config.session_idle;
  options.stable_idle = kStableScopeIdle;
  return OpenRedisVault(std::move(options));
}

}  // namespace schoolgate::gateway
