#include "gateway/demo/sample.h"

#include <filesystem>
#include <map>
#include <string_view>

#include "core/crypto/api_key.h"
#include "core/crypto/tls_keys.h"
#include "core/util/files.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"

namespace schoolgate::gateway {

namespace fs = std::filesystem;

namespace {

constexpr int kSecretMode = 0600;

// The key in `path`, made if there is none.
absl::StatusOr<std::string> KeyIn(const std::string& path) {
  if (fs::exists(path)) return ReadFile(path);
  const SecretBytes key = NewApiKey();
  SG_RETURN_IF_ERROR(WriteFileAtomically(path, ToStd(key.Reveal()), kSecretMode));
  return std::string(key.Reveal());
}

absl::Status CopySample(const std::string& sample, const std::string& directory) {
  std::error_code error;
  const auto replace = fs::copy_options::overwrite_existing | fs::copy_options::recursive;
  fs::copy(fs::path(sample) / "config.yaml", fs::path(directory) / "config.yaml", replace, error);
  if (!error) fs::copy(fs::path(sample) / "policy", fs::path(directory) / "policy", replace, error);
  if (error)
    return absl::NotFoundError(StrCat("cannot copy the sample from ", sample, ": ", error.message()));
  return absl::OkStatus();
}

std::string ListFaults(const std::vector<policy::Issue>& issues) {
  std::string lines;
  for (const policy::Issue& issue : issues) lines += "\n" + ToString(issue);
  return lines;
}

}  // namespace

absl::StatusOr<SampleTls> MakeSampleTls(const std::string& directory) {
  SG_RETURN_IF_ERROR(MakeDirectories(directory + "/tls"));
  SampleTls tls{directory + "/tls/ca.pem", directory + "/tls/server.pem", directory + "/tls/server.key"};
  if (fs::exists(tls.ca_file)) return tls;
  SG_ASSIGN_OR_RETURN(const TlsIdentity authority,
                      NewCertificateAuthority("Schoolgate demo authority (generated)", 30));
  const LeafCertificate leaf{.common_name = "localhost",
                             .dns_names = {"localhost"},
                             .ip_addresses = {"127.0.0.1", "::1"},
                             .valid_days = 30};
  SG_ASSIGN_OR_RETURN(const TlsIdentity server, IssueCertificate(authority, leaf));
  const LeafCertificate client_leaf{.common_name = "lms", .valid_days = 30, .server = false, .client = true};
  SG_ASSIGN_OR_RETURN(const TlsIdentity client, IssueCertificate(authority, client_leaf));
  SG_RETURN_IF_ERROR(WriteFileAtomically(tls.certificate_file, server.certificate_pem));
  SG_RETURN_IF_ERROR(WriteFileAtomically(tls.key_file, ToStd(server.private_key_pem.Reveal()), kSecretMode));
  SG_RETURN_IF_ERROR(WriteFileAtomically(directory + "/tls/client.pem", client.certificate_pem));
  SG_RETURN_IF_ERROR(WriteFileAtomically(directory + "/tls/client.key",
                                         ToStd(client.private_key_pem.Reveal()), kSecretMode));
  // Last: its being there says that the others are.
  SG_RETURN_IF_ERROR(WriteFileAtomically(tls.ca_file, authority.certificate_pem));
  return tls;
}

absl::StatusOr<SampleGate> MakeSampleGate(const SampleOptions& options) {
  SG_ASSIGN_OR_RETURN(const SampleTls tls, MakeSampleTls(options.directory));
  SG_RETURN_IF_ERROR(MakeDirectories(options.directory + "/secrets"));
  SG_RETURN_IF_ERROR(CopySample(options.sample, options.directory));
  if (!fs::exists(options.directory + "/roster")) {
    SG_RETURN_IF_ERROR(GenerateSampleDistrict(options.directory + "/roster", DistrictOptions()));
  }
  for (const char* vendor : {"lumen", "oldquiz", "compass", "tally", "wexford"}) {
    SG_RETURN_IF_ERROR(KeyIn(StrCat(options.directory, "/secrets/", vendor, ".key")).status());
  }

  SampleGate gate;
  gate.ca_file = tls.ca_file;
  SG_ASSIGN_OR_RETURN(gate.teacher_key, KeyIn(options.directory + "/secrets/lms.key"));
  SG_ASSIGN_OR_RETURN(gate.student_key, KeyIn(options.directory + "/secrets/tutor.key"));
  SG_ASSIGN_OR_RETURN(gate.office_key, KeyIn(options.directory + "/secrets/office.key"));
  SG_ASSIGN_OR_RETURN(gate.study_key, KeyIn(options.directory + "/secrets/study-export.key"));
  SG_ASSIGN_OR_RETURN(gate.records_key, KeyIn(options.directory + "/secrets/northbeam.key"));
  std::vector<policy::Issue> issues;
  absl::StatusOr<Config> config = LoadConfig(options.directory + "/config.yaml", issues);
  if (!config.ok()) return absl::InvalidArgumentError(StrCat("the sample has faults:", ListFaults(issues)));
  gate.config = *std::move(config);
  gate.config.data_dir = options.directory;
  gate.config.vault_key_file = options.directory + "/vault.key";
  gate.config.audit_key_file = options.directory + "/audit.key";
  gate.config.results_directory = options.directory + "/results";
  for (VendorConfig& vendor : gate.config.vendors) {
    vendor.base_url = options.vendor_url;
    vendor.extra_ca = options.vendor_ca;
  }
  const std::map<std::string_view, const std::string*> keys = {{"lms", &gate.teacher_key},
                                                               {"tutor", &gate.student_key},
                                                               {"office", &gate.office_key},
                                                               {"study-export", &gate.study_key},
                                                               {"northbeam", &gate.records_key}};
  for (AppRegistration& app : gate.config.apps) {
    const auto key = keys.find(app.name);
    if (key == keys.end()) return absl::InternalError("the sample has an app without a key");
    app.api_key_digests = {ApiKeyDigest(*key->second)};
  }
  return gate;
}

}  // namespace schoolgate::gateway
