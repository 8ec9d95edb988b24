// schoolgate deidentify, reidentify: whole files into codes and back, without a gate running or beside one.
// The codes are in the vault under --data; each run is on a log of its own under --data/batch, which
// `schoolgate audit verify --data DIR/batch` reads: the gate alone writes the gate's.
#include <unistd.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/time/clock.h"
#include "core/roster/oneroster.h"
#include "core/util/files.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"
#include "core/vault/sqlite_vault.h"
#include "gateway/batch/code_issuer.h"
#include "gateway/batch/deidentifier.h"
#include "gateway/batch/file_run.h"
#include "gateway/batch/reidentifier.h"
#include "gateway/cli/command.h"
#include "gateway/cli/plan_for.h"
#include "gateway/cli/progress_line.h"

namespace schoolgate::gateway {
namespace {

constexpr size_t kWorkers = 2;
// Pieces, places and the writing of codes: an interrupted run of another kind cannot be taken up.
constexpr char kKind[] = "1";

std::atomic<bool> g_stop = false;

// What a run stands on. In the order of construction: the vault goes before the contexts.
struct Room {
  std::vector<std::unique_ptr<boost::asio::io_context>> contexts;
  std::unique_ptr<Vault> vault;
  std::unique_ptr<AuditLog> audit;
};

absl::Status CheckArguments(const DeidentifyArguments& arguments) {
  if (!IsScopeName(arguments.scope)) {
    return absl::InvalidArgumentError(
        "--scope takes at most 64 letters, digits, dots, underscores and hyphens");
  }
  if (arguments.resume && arguments.files.empty()) {
    return absl::InvalidArgumentError("--resume needs files: what came on stdin cannot be read again");
  }
  return absl::OkStatus();
}

absl::StatusOr<Room> Enter(const DeidentifyArguments& arguments, bool may_make) {
  const std::string vault_file = arguments.data + "/vault.db";
  if (!may_make && !std::filesystem::exists(vault_file)) {
    return absl::NotFoundError(
        StrCat("no vault in ", arguments.data, ": give the --data of the deidentify run"));
  }
  SG_RETURN_IF_ERROR(MakeDirectories(arguments.data + "/batch"));
  Room room;
  for (size_t i = 0; i < kWorkers; ++i) room.contexts.push_back(std::make_unique<boost::asio::io_context>());
  SG_ASSIGN_OR_RETURN(room.vault, OpenSqliteVault(vault_file, arguments.data + "/vault.key"));
  AuditOptions options{.directory = arguments.data + "/batch/audit",
                       .origin = "schoolgate/batch",
                       .key_file = arguments.data + "/batch/audit.key"};
  SG_ASSIGN_OR_RETURN(room.audit, AuditLog::Open(std::move(options), Clock::System()));
  return room;
}

// "essay.deidentified.txt" beside "essay.txt"; with --out, under the file's own name there.
std::string OutputFor(const DeidentifyArguments& arguments, const std::string& file,
                      const std::string& word) {
  const std::filesystem::path path(file);
  if (!arguments.out.empty()) return (std::filesystem::path(arguments.out) / path.filename()).string();
  std::string stem = path.stem().string();
  constexpr std::string_view kTreated = ".deidentified";
  if (word == "reidentified" && stem.ends_with(kTreated)) stem.resize(stem.size() - kTreated.size());
  return (path.parent_path() / StrCat(stem, ".", word, path.extension().string())).string();
}

absl::StatusOr<std::vector<FileAsk>> AsksFor(const DeidentifyArguments& arguments, const std::string& word,
                                             const FileAsk& common) {
  std::vector<FileAsk> asks;
  if (arguments.files.empty()) {
    asks.push_back(common);
    asks.back().unnamed_output = STDOUT_FILENO;
  }
  std::set<std::string> outputs;
  for (const std::string& file : arguments.files) {
    FileAsk ask = common;
    ask.input = file;
    ask.output = OutputFor(arguments, file, word);
    std::error_code none;
    if (std::filesystem::equivalent(ask.input, ask.output, none)) {
      return absl::InvalidArgumentError(StrCat(file, ": would be its own result; give another --out"));
    }
    if (!outputs.insert(ask.output).second) {
      return absl::InvalidArgumentError(
          StrCat(file, ": another file's result has the same name; run them apart"));
    }
    SG_RETURN_IF_ERROR(CheckFile(ask));
    asks.push_back(std::move(ask));
  }
  if (!arguments.out.empty()) SG_RETURN_IF_ERROR(MakeDirectories(arguments.out));
  return asks;
}

ProgressStyle StyleFor(const DeidentifyArguments& arguments) {
  if (::isatty(STDERR_FILENO) != 0) return ProgressStyle::kBar;
  return arguments.progress ? ProgressStyle::kLines : ProgressStyle::kNone;
}

void OnInterrupt(int) { g_stop = true; }

// The first signal ends the run at a whole piece, the second ends the process.
void StopOnSignals() {
  struct sigaction action = {};
  action.sa_handler = OnInterrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void Say(const FileAsk& ask, const FileResult& result, bool back) {
  std::cerr << (ask.input.empty() ? "stdin" : ask.input) << ": ";
  if (result.was_done) {
    std::cerr << "was done already\n";
    return;
  }
  if (result.stopped) {
    std::cerr << "stopped after " << result.input_bytes << " bytes; ";
    std::cerr << (ask.output.empty() ? "what is written is no whole result\n" : "--resume goes on there\n");
    return;
  }
  std::cerr << result.counts.texts << " texts, " << result.counts.codes << (back ? " restored" : " codes");
  if (result.counts.removed > 0) {
    std::cerr << ", " << result.counts.removed
              << (back ? " codes of nobody in this scope left as they are"
                       : " values removed, which cannot come back");
  }
  if (!ask.output.empty()) std::cerr << ": " << ask.output;
  std::cerr << "\n";
}

absl::StatusOr<FileResult> RunOne(FileAsk& ask, ProgressStyle style, const MakeWorkers& make_workers,
                                  AuditLog& audit) {
  ProgressLine line(style, ask.input.empty() ? "stdin" : ask.input);
  ask.show = [&line](const FileProgress& progress) { line.Show(progress); };
  return RunFile(ask, make_workers, audit, g_stop);
}

int RunAll(std::vector<FileAsk> asks, ProgressStyle style, const MakeWorkers& make_workers, AuditLog& audit,
           bool back) {
  StopOnSignals();
  for (FileAsk& ask : asks) {
    const absl::StatusOr<FileResult> result = RunOne(ask, style, make_workers, audit);
    if (!result.ok()) return Report(result.status());
    Say(ask, *result, back);
    if (result->stopped) return kExitYours;
  }
  return kExitOk;
}

}  // namespace

int Deidentify(const DeidentifyArguments& arguments) {
  if (const absl::Status status = CheckArguments(arguments); !status.ok()) return Report(status);
  std::optional<policy::Plan> plan;
  if (!arguments.policy.empty()) {
    std::vector<policy::Issue> issues;
    absl::StatusOr<policy::Plan> made = PlanFor(arguments.policy, arguments.tool, arguments.role, issues);
    if (!made.ok()) return issues.empty() ? Report(made.status()) : Report(issues);
    if (made->smallest_group > 0) {
      return Report(
          absl::FailedPreconditionError("the tool releases data on groups, which takes a running gate: it "
                                        "knows what the vendor was told before"));
    }
    plan = *std::move(made);
  }
  ImportReport roster_report;
  absl::StatusOr<ImportResult> imported = ImportOneRoster(arguments.roster, ImportOptions(), &roster_report);
  if (!imported.ok()) {
    std::cerr << RenderReport(roster_report);
    return Report(imported.status());
  }
  const std::shared_ptr<const redaction::Detector> detector = redaction::Detector::Create(imported->roster);
  const std::string version(detector->roster().version());

  FileAsk common{.resume = arguments.resume,
                 .force = arguments.force,
                 .today = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone())};
  v1::AuditRecord& facts = common.facts;
  facts.set_phase(v1::AUDIT_PHASE_DEIDENTIFIED);
  facts.set_operation("deidentify");
  facts.mutable_caller()->set_method("cli");
  facts.mutable_text_batch()->set_scope(arguments.scope);
  facts.set_roster_version(version);
  if (plan) {
    facts.set_tool(std::string(plan->tool));
    facts.set_agreement(std::string(plan->agreement));
    facts.set_policy_hash(std::string(plan->policy_hash));
  }
  common.settings = LengthPrefixed({"deidentify", kKind, arguments.scope, version, facts.policy_hash(),
                                    facts.tool(), plan ? arguments.role : ""});
  absl::StatusOr<std::vector<FileAsk>> asks = AsksFor(arguments, "deidentified", common);
  if (!asks.ok()) return Report(asks.status());
  absl::StatusOr<Room> room = Enter(arguments, /*may_make=*/true);
  if (!room.ok()) return Report(room.status());

  std::vector<std::unique_ptr<CodeIssuer>> issuers;
  issuers.reserve(kWorkers);
  for (const auto& context : room->contexts) {
    issuers.push_back(std::make_unique<CodeIssuer>(*room->vault, *context, arguments.scope));
  }
  const auto make_workers = [&](absl::CivilDay day) {
    std::vector<std::unique_ptr<TextWorker>> workers;
    workers.reserve(issuers.size());
    for (const auto& issuer : issuers) {
      workers.push_back(std::make_unique<Deidentifier>(*detector, plan ? &*plan : nullptr, day, *issuer));
    }
    return workers;
  };
  return RunAll(*std::move(asks), StyleFor(arguments), make_workers, *room->audit, /*back=*/false);
}

int Reidentify(const DeidentifyArguments& arguments) {
  if (const absl::Status status = CheckArguments(arguments); !status.ok()) return Report(status);
  FileAsk common{.resume = arguments.resume,
                 .force = arguments.force,
                 .settings = LengthPrefixed({"reidentify", kKind, arguments.scope}),
                 .today = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone())};
  common.facts.set_phase(v1::AUDIT_PHASE_REIDENTIFIED);
  common.facts.set_operation("reidentify");
  common.facts.mutable_caller()->set_method("cli");
  common.facts.mutable_text_batch()->set_scope(arguments.scope);
  absl::StatusOr<std::vector<FileAsk>> asks = AsksFor(arguments, "reidentified", common);
  if (!asks.ok()) return Report(asks.status());
  absl::StatusOr<Room> room = Enter(arguments, /*may_make=*/false);
  if (!room.ok()) return Report(room.status());
  const auto known = AllOfScope(*room->vault, *room->contexts.front(), arguments.scope);
  if (!known.ok()) return Report(known.status());
  if ((*known)->empty()) {
    return Report(
        absl::NotFoundError(StrCat("no codes were given in the scope '", arguments.scope, "' of ",
                                   arguments.data, ": give the --scope and --data of the deidentify run")));
  }
  const auto make_workers = [&known](absl::CivilDay) {
    std::vector<std::unique_ptr<TextWorker>> workers;
    workers.reserve(kWorkers);
    for (size_t i = 0; i < kWorkers; ++i) workers.push_back(std::make_unique<Reidentifier>(*known));
    return workers;
  };
  return RunAll(*std::move(asks), StyleFor(arguments), make_workers, *room->audit, /*back=*/true);
}

}  // namespace schoolgate::gateway
