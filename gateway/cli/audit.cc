#include <unistd.h>

#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/audit/query.h"
#include "gateway/audit/render.h"
#include "gateway/audit/verify.h"
#include "gateway/cli/command.h"

namespace schoolgate::gateway {
namespace {

std::string LogOf(const AuditArguments& arguments) { return arguments.data + "/audit"; }

// RFC 3339, or a day in UTC.
bool ReadTime(const std::string& text, absl::Time& out) {
  if (text.empty()) return true;
  std::string error;
  return absl::ParseTime(absl::RFC3339_full, text, &out, &error) ||
         absl::ParseTime("%Y-%m-%d", text, &out, &error);
}

}  // namespace

int AuditVerify(const AuditArguments& arguments) {
  std::string pinned;
  if (!arguments.public_key.empty()) {
    absl::StatusOr<std::string> key = ReadFile(arguments.public_key);
    if (!key.ok()) return Report(key.status());
    pinned = *std::move(key);
  }
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  const absl::StatusOr<VerifyReport> report =
      VerifyLog(LogOf(arguments), pinned, [&](uint64_t done, uint64_t total) {
        if (terminal && total > 0)
          std::cerr << "\r" << done * 100 / total << " % of " << total << " records" << std::flush;
      });
  if (terminal) std::cerr << "\r\033[K";
  if (!report.ok()) return Report(report.status());
  std::cout << "log:        " << report->origin << "\n"
            << "records:    " << report->records << " (" << report->tree_size
            << " under the signed checkpoint)\n"
            << "root:       " << report->root << "\n"
            << "signed by:  " << report->verifier_key
            << (report->key_pinned ? " (as you gave it)" : " (kept beside the log)") << "\n"
            << "open:       " << report->open_intents << " exchanges without an outcome yet\n";
  for (const std::string& note : report->notes) std::cout << "note:       " << note << "\n";
  for (const std::string& problem : report->problems) std::cout << "PROBLEM:    " << problem << "\n";
  std::cout << (report->ok() ? "verified: nothing was changed, dropped or reordered\n" : "NOT VERIFIED\n");
  return report->ok() ? kExitOk : kExitYours;
}

int AuditQuery(const AuditArguments& arguments) {
  AuditFilter filter{.tool = arguments.tool,
                     .vendor = arguments.vendor,
                     .app = arguments.app,
                     .exchange_id = arguments.exchange,
                     .limit = static_cast<size_t>(arguments.limit)};
  if (!ReadTime(arguments.from, filter.from) || !ReadTime(arguments.to, filter.to)) {
    std::cerr << "schoolgate: --from and --to take a day (2026-11-20) or a time (2026-11-20T08:00:00Z)\n";
    return kExitYours;
  }
  if (!arguments.phase.empty() &&
      !v1::AuditPhase_Parse("AUDIT_PHASE_" + absl::AsciiStrToUpper(arguments.phase), &filter.phase)) {
    std::cerr << "schoolgate: --phase takes intent, outcome, denied, held, override, policy_changed, "
                 "roster_imported "
                 "or started\n";
    return kExitYours;
  }
  const absl::StatusOr<AuditQueryResult> result = QueryLog(LogOf(arguments), filter);
  if (!result.ok()) return Report(result.status());
  if (arguments.format == OutputFormat::kJson) {
    for (const AuditRow& row : result->rows) std::cout << RenderJson(row) << "\n";
  } else {
    std::cout << RenderTable(result->rows);
  }
  if (result->matched > result->rows.size()) {
    std::cerr << "the newest " << result->rows.size() << " of " << result->matched
              << "; --limit shows more\n";
  }
  return kExitOk;
}

}  // namespace schoolgate::gateway
