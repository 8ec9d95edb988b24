#include "gateway/process/assemble.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "core/roster/oneroster.h"
#include "core/util/files.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

bool IsPrintable(char c) { return c > ' ' && c < 0x7f; }

// What a file holds, without the line end an editor leaves.
absl::StatusOr<std::shared_ptr<const SecretBytes>> SecretIn(const std::string& path) {
  SG_ASSIGN_OR_RETURN(std::string text, ReadFile(path));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  auto secret = std::make_shared<const SecretBytes>(text);
  WipeString(text);
  return secret;
}

absl::StatusOr<std::shared_ptr<const connectors::VendorEndpoint>> MakeEndpoint(
    const VendorConfig& config, std::vector<policy::Issue>& faults) {
  auto endpoint = std::make_shared<connectors::VendorEndpoint>(EndpointOf(config));
  if (!config.api_key_file.empty()) {
    SG_ASSIGN_OR_RETURN(std::string key, ReadFile(config.api_key_file));
    while (!key.empty() && (key.back() == '\n' || key.back() == '\r' || key.back() == ' ')) key.pop_back();
    // An empty key would call the vendor without one, and a line break in it would end the request's header.
    if (key.empty()) {
      faults.push_back({config.api_key_file, 0, 0, "holds no key; put the vendor's key in it", ""});
    } else if (!std::all_of(key.begin(), key.end(), IsPrintable)) {
      faults.push_back(
          {config.api_key_file, 0, 0, "holds more than a key: it must be one line of printable ASCII", ""});
    }
    endpoint->api_key = std::make_shared<const SecretBytes>(key);
    std::fill(key.begin(), key.end(), '\0');
  }
  return endpoint;
}

}  // namespace

void CheckNames(const Config& config, const policy::PolicySet& policy, std::vector<policy::Issue>& faults) {
  const auto complain = [&faults](std::string message) {
    faults.push_back({"", 0, 0, std::move(message), ""});
  };
  std::set<std::string_view> tools;
  std::map<std::string_view, std::string_view> vendor_of;
  for (const v1::Agreement& agreement : policy.agreements()) vendor_of[agreement.name()] = agreement.vendor();
  for (const v1::Tool& tool : policy.tools()) {
    tools.insert(tool.name());
    // A vendor that only reads records is called by nobody.
    if (tool.models().empty()) continue;
    const std::string_view vendor = vendor_of[tool.agreement()];
    const auto configured = std::find_if(config.vendors.begin(), config.vendors.end(),
                                         [vendor](const VendorConfig& v) { return v.name == vendor; });
    if (configured == config.vendors.end()) {
      complain(StrCat("tool '", tool.name(), "' needs the vendor '", vendor,
                      "', which the configuration does not have; add it to 'vendors'"));
      continue;
    }
    for (const std::string& model : tool.models()) {
      const auto& models = configured->models;
      if (std::none_of(models.begin(), models.end(), [&model](const auto& m) { return m.name == model; })) {
        complain(StrCat("tool '", tool.name(), "' names the model '", model,
                        "', which the configuration does not have under vendor '", vendor, "'"));
      }
    }
  }
  for (const AppRegistration& app : config.apps) {
    for (const std::string& tool : app.tools) {
      if (!tools.contains(tool)) {
        complain(StrCat("app '", app.name, "' names the tool '", tool, "', which no policy file defines"));
      }
    }
  }
}

absl::StatusOr<Assembled> Assemble(const Config& config, const Clock& clock,
                                   std::vector<policy::Issue>& faults) {
  Assembled assembled;
  auto snapshots = std::make_shared<Snapshots>();
  absl::StatusOr<std::shared_ptr<const policy::PolicySet>> policy =
      policy::PolicySet::Load(config.policy_directory, faults);
  if (policy.ok()) {
    snapshots->policy = *std::move(policy);
    CheckNames(config, *snapshots->policy, faults);
  }
  if (!faults.empty()) return absl::InvalidArgumentError("the policy has faults");

  const ImportOptions options{.max_broken_share = static_cast<double>(config.roster_max_broken_percent) / 100,
                              .loaded_at = clock.Now()};
  SG_ASSIGN_OR_RETURN(ImportResult imported,
                      ImportOneRoster(config.roster_directory, options, &assembled.roster_report));
  assembled.roster_report = std::move(imported.report);
  snapshots->detector = redaction::Detector::Create(std::move(imported.roster));
  snapshots->taken_names = std::make_shared<const redaction::TakenNames>(snapshots->detector->roster());
  snapshots->authenticator = std::make_shared<const Authenticator>(config.apps);
  for (const VendorConfig& vendor : config.vendors) {
    SG_ASSIGN_OR_RETURN(auto endpoint, MakeEndpoint(vendor, faults));
    snapshots->vendors.emplace(vendor.name, std::move(endpoint));
  }
  if (!faults.empty()) return absl::InvalidArgumentError("a vendor's key cannot be used");
  assembled.snapshots = std::move(snapshots);
  return assembled;
}

absl::StatusOr<connectors::PushEndpoint> PushEndpointOf(const ResultsPushConfig& config) {
  connectors::PushEndpoint endpoint;
  endpoint.base_url = config.base_url;
  endpoint.ca_file = config.extra_ca;
  endpoint.token_url = config.token_url;
  endpoint.client_id = config.client_id;
  if (!config.token_file.empty()) {
    SG_ASSIGN_OR_RETURN(endpoint.token, SecretIn(config.token_file));
  } else {
    SG_ASSIGN_OR_RETURN(endpoint.client_secret, SecretIn(config.client_secret_file));
  }
  return endpoint;
}

absl::StatusOr<std::unique_ptr<ReviewStore>> OpenReviewStore(const Config& config, Vault& vault) {
  return ReviewStore::Open(config.data_dir + "/reviews.db", vault, config.origin,
                           {.exchanges = config.review_max_waiting, .bytes = config.review_max_bytes});
}

}  // namespace schoolgate::gateway
