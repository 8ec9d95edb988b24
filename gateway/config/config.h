// The gate's configuration: one strict YAML file. Every key, its type, its default and what it means stand in
// one table (config_table.h), from which both the parser and docs/config.md are made.
//
// A Config is a plain value, read once at start. Relative paths in the file are relative to the file.
#ifndef SCHOOLGATE_GATEWAY_CONFIG_CONFIG_H_
#define SCHOOLGATE_GATEWAY_CONFIG_CONFIG_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "connectors/vendors/vendor.h"
#include "gateway/auth/authenticator.h"
#include "policy/policy.h"

namespace schoolgate::gateway {

// Where one listener listens, and with which identity.
struct ListenConfig {
  std::string address;      // "host:port"; port 0 takes a free one
  std::string certificate;  // PEM files
  std::string private_key;
  std::string client_ca;  // PEM of the authorities whose client certificates are taken; gRPC only
};

struct VendorModelConfig {
  std::string name;
  std::string vendor_name;  // empty: the same
};

struct VendorConfig {
  std::string name;
  std::string base_url;
  std::string dialect;
  v1::Route route = v1::ROUTE_CLOUD;
  std::string api_key_file;
  std::string extra_ca;
  std::vector<VendorModelConfig> models;
  absl::Duration connect_timeout;
  absl::Duration first_byte_timeout;
  absl::Duration idle_timeout;
  int64_t max_response_bytes = 0;
};

// Where the pseudonym vault is kept.
enum class VaultBackend { kSqlite = 1, kRedis = 2 };

// A vault in Redis, for gates with replicas.
struct RedisConfig {
  std::vector<std::string> addresses;  // "host:port"; the first that is a primary serves
  std::string ca;                      // PEM files
  std::string certificate;
  std::string private_key;
  std::string user;
  std::string password_file;
  std::string prefix;
  bool session_data_only = false;
};

// Where results are pushed on from the results directory; nowhere without a base_url.
struct ResultsPushConfig {
  std::string base_url;
  std::string extra_ca;
  std::string token_file;
  std::string token_url;
  std::string client_id;
  std::string client_secret_file;
};

struct Config {
  std::string district;
  std::string origin;
  std::string time_zone;
  std::string data_dir;
  int64_t log_level = 0;  // a LogLevel
  int64_t event_loops = 0;
  int64_t worker_threads = 0;

  ListenConfig http;
  ListenConfig grpc;
  std::string health_address;
  std::string grpc_health_address;  // empty: none
  int64_t max_body_bytes = 0;
  int64_t max_open_calls = 0;
  absl::Duration grace;
  absl::Duration drain;

  std::string roster_directory;
  int64_t roster_max_broken_percent = 0;
  std::string policy_directory;

  VaultBackend vault_backend = VaultBackend::kSqlite;
  std::string vault_key_file;
  RedisConfig redis;
  absl::Duration session_idle;
  std::string audit_key_file;
  absl::Duration checkpoint_interval;
  int64_t audit_low_water_bytes = 0;

  int64_t review_max_waiting = 0;
  int64_t review_max_bytes = 0;

  std::string results_directory;  // empty: vendors send no results back
  ResultsPushConfig results_push;

  std::vector<VendorConfig> vendors;
  std::vector<AppRegistration> apps;
};

// The endpoint a vendor's configuration describes, without its key.
connectors::VendorEndpoint EndpointOf(const VendorConfig& config);

// Reads and checks the file. On faults the status is INVALID_ARGUMENT and `issues` lists all of them with
// their places.
absl::StatusOr<Config> LoadConfig(const std::string& path, std::vector<policy::Issue>& issues);

// docs/config.md, as the table says it.
std::string ConfigReference();

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_CONFIG_CONFIG_H_
