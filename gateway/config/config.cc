#include "gateway/config/config.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>

#include "absl/status/status.h"
#include "connectors/district/results_push.h"
#include "core/util/files.h"
#include "core/util/problem.h"
#include "core/util/strings.h"
#include "gateway/config/config_parser.h"
#include "policy/yaml.h"

namespace schoolgate::gateway {
namespace {

bool IsHex(std::string_view text, size_t digits) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// What no single row can see.
void CheckWhole(const Config& config, const std::string& path, std::vector<policy::Issue>& issues) {
  const auto complain = [&](std::string message) { issues.push_back({path, 0, 0, std::move(message), ""}); };
  std::set<std::string> vendors, apps, keys;
  for (const VendorConfig& vendor : config.vendors) {
    if (!vendors.insert(vendor.name).second) complain(StrCat("vendor '", vendor.name, "' stands twice"));
    if (const absl::Status usable = connectors::CheckVendorEndpoint(EndpointOf(vendor)); !usable.ok()) {
      complain(StrCat("vendor '", vendor.name, "': ", ProblemOf(usable).english));
    }
  }
  for (const AppRegistration& app : config.apps) {
    if (!apps.insert(app.name).second) complain(StrCat("app '", app.name, "' stands twice"));
    if (app.api_key_digests.empty() && app.certificate_fingerprints.empty()) {
      complain(
          StrCat("app '", app.name,
                 "' has neither an API key's digest nor a certificate's fingerprint: nobody could call"));
    }
    for (const std::string& digest : app.api_key_digests) {
      if (!digest.starts_with("sha256:") || !IsHex(std::string_view(digest).substr(7), 64)) {
        complain(StrCat("app '", app.name,
                        "': an entry of 'api_key_digests' must be 'sha256:' and 64 hex digits; the key "
                        "itself never stands here"));
      } else if (!keys.insert(digest).second) {
        complain(StrCat("app '", app.name, "': an API key's digest stands twice"));
      }
    }
    for (const std::string& fingerprint : app.certificate_fingerprints) {
      if (!IsHex(fingerprint, 64)) {
        complain(
            StrCat("app '", app.name, "': a certificate's fingerprint must be 64 lower-case hex digits"));
      } else if (!keys.insert(fingerprint).second) {
        complain(StrCat("app '", app.name, "': a certificate's fingerprint stands twice"));
      }
    }
  }
}

bool IsAddress(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == 0 || colon == std::string_view::npos) return false;
  const std::string_view port = text.substr(colon + 1);
  return !port.empty() && port.size() <= 5 && port != "0" &&
         std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void CheckRedis(const Config& config, const std::string& path, std::vector<policy::Issue>& issues) {
  const RedisConfig& redis = config.redis;
  const auto complain = [&](std::string message) { issues.push_back({path, 0, 0, std::move(message), ""}); };
  if (config.vault_backend != VaultBackend::kRedis) {
    if (!redis.addresses.empty()) complain("'vault.redis' needs 'vault.backend: redis'");
    return;
  }
  if (redis.addresses.empty()) complain("'vault.backend: redis' needs 'vault.redis.addresses'");
  for (const std::string& address : redis.addresses) {
    if (!IsAddress(address)) complain("an entry of 'vault.redis.addresses' must be an address, host:port");
  }
  if (redis.password_file.empty()) complain("'vault.backend: redis' needs 'vault.redis.password_file'");
  if (redis.certificate.empty() != redis.private_key.empty()) {
    complain("'vault.redis.certificate' and 'vault.redis.private_key' need each other");
  }
}

void CheckPush(const Config& config, const std::string& path, std::vector<policy::Issue>& issues) {
  const ResultsPushConfig& push = config.results_push;
  const auto complain = [&](std::string message) { issues.push_back({path, 0, 0, std::move(message), ""}); };
  if (push.base_url.empty()) {
    if (!push.token_file.empty() || !push.token_url.empty()) complain("'records.push' needs 'base_url'");
    return;
  }
  if (config.results_directory.empty()) {
    complain("'records.push' needs 'records.results_directory': results are kept there until they are sent");
  }
  const bool client = !push.token_url.empty() && !push.client_id.empty() && !push.client_secret_file.empty();
  if (client == !push.token_file.empty()) {
    complain("'records.push' needs 'token_file', or 'token_url', 'client_id' and 'client_secret_file'");
  }
  for (const std::string* url : {&push.base_url, &push.token_url}) {
    if (!url->empty() && !connectors::IsSafeUrl(*url)) {
      complain("'records.push': its addresses must be https (http to this machine alone)");
    }
  }
}

}  // namespace

connectors::VendorEndpoint EndpointOf(const VendorConfig& config) {
  connectors::VendorEndpoint endpoint;
  endpoint.name = config.name;
  endpoint.base_url = config.base_url;
  endpoint.dialect = config.dialect;
  endpoint.route = config.route;
  endpoint.ca_file = config.extra_ca;
  endpoint.connect_timeout = config.connect_timeout;
  endpoint.first_byte_timeout = config.first_byte_timeout;
  endpoint.idle_timeout = config.idle_timeout;
  endpoint.max_response_bytes = config.max_response_bytes;
  for (const VendorModelConfig& model : config.models) {
    endpoint.models.emplace(model.name, model.vendor_name.empty() ? model.name : model.vendor_name);
  }
  return endpoint;
}

absl::StatusOr<Config> LoadConfig(const std::string& path, std::vector<policy::Issue>& issues) {
  const size_t before = issues.size();
  absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) {
    issues.push_back({path, 0, 0, std::string(content.status().message()), ""});
    return absl::InvalidArgumentError(StrCat("cannot read the configuration ", path));
  }
  const std::vector<policy::YamlNode> documents = policy::ParseYaml(path, *content, issues);
  Config config;
  if (documents.size() != 1 || documents[0].kind != policy::YamlNode::Kind::kMap) {
    if (issues.size() == before) {
      issues.push_back({path, 0, 0, "the configuration must be one YAML document, a map of keys", ""});
    }
  } else {
    ConfigParser::File file{path, std::filesystem::absolute(path).parent_path().string(), issues};
    ConfigParser parser(file, &documents[0], "", documents[0]);
    ConfigRows(parser, config);
    parser.Finish();
    CheckWhole(config, path, issues);
    CheckRedis(config, path, issues);
    CheckPush(config, path, issues);
  }
  std::stable_sort(issues.begin() + static_cast<std::ptrdiff_t>(before), issues.end(),
                   [](const policy::Issue& a, const policy::Issue& b) {
                     return std::tie(a.line, a.column) < std::tie(b.line, b.column);
                   });
  if (issues.size() > before)
    return absl::InvalidArgumentError(StrCat("the configuration ", path, " has faults"));

  for (AppRegistration& app : config.apps) {
    if (std::find(app.tools.begin(), app.tools.end(), app.default_tool) == app.tools.end()) {
      app.tools.push_back(app.default_tool);
    }
  }
  const std::filesystem::path data(config.data_dir);
  if (config.vault_key_file.empty()) config.vault_key_file = (data / "vault.key").string();
  if (config.redis.user.empty()) config.redis.user = "schoolgate";
  if (config.redis.prefix.empty()) config.redis.prefix = "schoolgate:";
  if (config.audit_key_file.empty()) config.audit_key_file = (data / "audit.key").string();
  return config;
}

}  // namespace schoolgate::gateway
