#include <filesystem>
#include <iostream>

#include "core/crypto/api_key.h"
#include "core/roster/oneroster.h"
#include "core/util/clock.h"
#include "core/util/strings.h"
#include "gateway/audit/verify.h"
#include "gateway/cli/command.h"
#include "gateway/process/assemble.h"
#include "gateway/process/open_vault.h"
#include "policy/expiries.h"

namespace schoolgate::gateway {

int RosterCheck(const std::string& directory) {
  ImportReport report;
  const auto imported = ImportOneRoster(directory, ImportOptions(), &report);
  std::cout << RenderReport(imported.ok() ? imported->report : report);
  return imported.ok() ? kExitOk : Report(imported.status());
}

int KeysNew() {
  const SecretBytes key = NewApiKey();
  std::cout << "key:    " << ToStd(key.Reveal()) << "\n"
            << "digest: " << ApiKeyDigest(key.Reveal()) << "\n";
  std::cerr << "Give the key to the app; put the digest under the app's api_key_digests. The key is shown "
               "only now.\n";
  return kExitOk;
}

namespace {

// What the policy warns of at 60, 30 and 7 days, and what has run out.
void TellWhatRunsOut(const Config& config, const policy::PolicySet& set) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(config.time_zone, &zone)) return;
  const absl::CivilDay today = absl::ToCivilDay(Clock::System().Now(), zone);
  const std::vector<policy::Expiry> expiries = policy::ExpiriesOf(set.documents(), today);
  for (const policy::Expiry& expiry : expiries) {
    if (policy::WarningDue(expiry.days_left)) {
      std::cout << "runs out: " << policy::Describe(expiry) << "\n";
    }
  }
}

}  // namespace

int Doctor(const std::string& config_path) {
  std::vector<policy::Issue> issues;
  const absl::StatusOr<Config> config = LoadConfig(config_path, issues);
  if (!config.ok()) {
    std::cout << "The configuration has faults, so the gate does not start and teachers get no answers. Mend "
                 "these:\n";
    return Report(issues);
  }
  std::cout << "configuration: good\n";
  int exit = kExitOk;
  const absl::StatusOr<Assembled> assembled = Assemble(*config, Clock::System(), issues);
  if (assembled.ok()) {
    std::cout << "policy and roster: good\n" << RenderReport(assembled->roster_report);
    TellWhatRunsOut(*config, *assembled->snapshots->policy);
  } else {
    std::cout << "policy or roster: the gate would not start with these\n";
    exit = issues.empty() ? Report(assembled.status()) : Report(issues);
  }

  if (config->vault_backend == VaultBackend::kRedis) {
    const absl::Status vault = CheckVaultServer(*config);
    if (vault.ok()) {
      std::cout << "vault: its Redis answers, is a primary and keeps what it is told\n";
    } else {
      std::cout << "vault: the gate would not start with its Redis as it is\n";
      exit = Report(vault);
    }
  }

  std::error_code error;
  const auto space = std::filesystem::space(config->data_dir, error);
  if (error) {
    std::cout << "data directory: not there yet; the first start makes it\n";
    return exit;
  }
  if (static_cast<int64_t>(space.available) < config->audit_low_water_bytes) {
    std::cout << "disk: too little is free (" << space.available
              << " bytes); new requests are refused until there is more. Free space, or move data_dir.\n";
    exit = kExitRemote;
  } else {
    std::cout << "disk: " << (space.available >> 20) << " MiB free\n";
  }
  const std::string log = config->data_dir + "/audit";
  if (!std::filesystem::exists(log)) return exit;
  const absl::StatusOr<VerifyReport> report = VerifyLog(log, "", [](uint64_t, uint64_t) {});
  if (report.ok() && report->ok()) {
    std::cout << "audit log: verified, " << report->records << " records\n";
    return exit;
  }
  std::cout << "audit log: does not verify. Keep the directory as it is, and restore from a backup or ask "
               "for help:\n";
  if (!report.ok()) return Report(report.status());
  for (const std::string& problem : report->problems) std::cout << "  " << problem << "\n";
  return kExitYours;
}

}  // namespace schoolgate::gateway
