#include "gateway/process/process.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "core/crypto/random.h"
#include "core/util/files.h"
#include "core/util/log.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/ingress/grpc/grpc_server.h"
#include "gateway/ingress/http_server.h"
#include "gateway/policy_store/expiry_watch.h"
#include "gateway/policy_store/policy_archive.h"
#include "gateway/policy_store/policy_directory.h"
#include "gateway/policy_store/policy_keeper.h"
#include "gateway/process/assemble.h"
#include "gateway/process/open_vault.h"
#include "gateway/process/process_limits.h"
#include "gateway/records/record_calls.h"
#include "gateway/records/results_courier.h"

namespace schoolgate::gateway {
namespace {

constexpr absl::Duration kHousekeepingPause = absl::Seconds(1);
constexpr absl::Duration kSessionSweepPause = absl::Minutes(1);
constexpr size_t kWorkerQueue = 256;

// Often enough that nobody waits for a changed policy, seldom enough that editors are done with a file.
constexpr absl::Duration kPolicyPause = absl::Seconds(2);

v1::AuditRecord AdminRecord(v1::AuditPhase phase, const Snapshots& snapshots) {
  v1::AuditRecord record;
  record.set_record_id(RandomUuid());
  record.set_phase(phase);
  record.set_policy_hash(std::string(snapshots.policy->hash()));
  record.set_roster_version(snapshots.detector->roster().version());
  return record;
}

}  // namespace

struct GateProcess::Impl {
  // In the order of construction; destroyed in reverse.
  Config config;
  const Clock& clock;
  Metrics metrics;
  std::unique_ptr<Vault> vault;
  std::unique_ptr<GroupLedger> group_ledger;
  std::unique_ptr<AuditLog> audit;
  std::unique_ptr<WorkerPool> workers;
  std::unique_ptr<ReviewDesk> reviews;
  std::unique_ptr<Gate> gate;
  // From the stores' opening until the keeper has it.
  std::optional<PolicyArchive> archive;
  std::string policy_fingerprint;
  std::unique_ptr<PolicyKeeper> policy;
  std::unique_ptr<RecordDesk> records;
  std::unique_ptr<ResultsCourier> courier;
  Readiness readiness;
  std::vector<std::unique_ptr<EventLoop>> loops;
  std::vector<std::unique_ptr<connectors::VendorTransport>> transports;
  std::unique_ptr<HttpServer> http;
  std::unique_ptr<HttpServer> health;
  std::unique_ptr<GrpcServer> grpc;
  std::mutex mutex;  // guards stopping
  std::condition_variable stop;
  bool stopping = false;
  std::atomic<bool> failed{false};
  std::thread housekeeping;

  Impl(const Config& c, const Clock& k) : config(c), clock(k) {}
  ~Impl() { Stop(); }

  // What serves is archived first: a record's policy_hash can be replayed from there.
  absl::Status ArchivePolicy(const policy::PolicySet& in_force) {
    SG_ASSIGN_OR_RETURN(archive, PolicyArchive::Open(config.data_dir + "/policy-archive"));
    std::vector<policy::Issue> faults;
    const PolicyFiles files = ReadPolicyFiles(config.policy_directory, faults);
    absl::StatusOr<StagedPolicy> staged = archive->Stage(files, config.policy_directory, faults);
    if (!faults.empty() || (staged.ok() && staged->set()->hash() != in_force.hash())) {
      return absl::UnavailableError("the policy directory changed during the start; start again");
    }
    SG_RETURN_IF_ERROR(staged.status());
    return archive->Keep(*std::move(staged));
  }

  absl::Status OpenStores(const Snapshots& snapshots, const ImportReport& report) {
    SG_RETURN_IF_ERROR(MakeDirectories(config.data_dir));
    SG_RETURN_IF_ERROR(ArchivePolicy(*snapshots.policy));
    SG_ASSIGN_OR_RETURN(vault, OpenVault(config, clock));
    SG_ASSIGN_OR_RETURN(group_ledger,
                        GroupLedger::Open(config.data_dir + "/releases.db", vault->DeriveKey("releases")));
    AuditOptions options{.directory = config.data_dir + "/audit",
                         .origin = config.origin,
                         .district = config.district,
                         .key_file = config.audit_key_file,
                         .checkpoint_interval = config.checkpoint_interval,
                         .low_water_bytes = config.audit_low_water_bytes};
    SG_ASSIGN_OR_RETURN(audit, AuditLog::Open(std::move(options), clock));
    SG_ASSIGN_OR_RETURN(std::unique_ptr<ReviewStore> held, OpenReviewStore(config, *vault));
    reviews = std::make_unique<ReviewDesk>(std::move(held), *audit, clock);

    // Numbers for everyone ahead of need: no request waits for one.
    std::vector<std::string> keys;
    for (const Person& person : snapshots.detector->roster().people()) keys.push_back(PersonKey(person));
    SG_RETURN_IF_ERROR(vault->Enroll(keys));

    SG_RETURN_IF_ERROR(audit->CommitBlocking(AdminRecord(v1::AUDIT_PHASE_STARTED, snapshots)));
    SG_RETURN_IF_ERROR(
        audit->CommitBlocking(PolicyRecord(snapshots, "start", /*before=*/"", snapshots.policy->hash())));
    v1::AuditRecord imported = AdminRecord(v1::AUDIT_PHASE_ROSTER_IMPORTED, snapshots);
    imported.set_roster_people(static_cast<int64_t>(keys.size()));
    imported.set_roster_quarantined(static_cast<int64_t>(report.quarantined));
    return audit->CommitBlocking(std::move(imported));
  }

  absl::Status Listen() {
    const int64_t cores = std::max(1u, std::thread::hardware_concurrency());
    std::vector<LoopContext> contexts;
    for (int64_t i = 0; i < (config.event_loops == 0 ? cores : config.event_loops); ++i) {
      EventLoop& loop = *loops.emplace_back(std::make_unique<EventLoop>());
      SG_ASSIGN_OR_RETURN(auto transport, connectors::VendorTransport::Create(loop));
      contexts.push_back({&loop, transport.get()});
      transports.push_back(std::move(transport));
    }

    HttpServerOptions http_options{.address = config.http.address,
                                   .max_body_bytes = config.max_body_bytes,
                                   .max_open_calls = config.max_open_calls};
    SG_ASSIGN_OR_RETURN(http_options.certificate_pem, ReadFile(config.http.certificate));
    SG_ASSIGN_OR_RETURN(http_options.private_key_pem, ReadFile(config.http.private_key));
    SG_ASSIGN_OR_RETURN(http, HttpServer::Start(std::move(http_options), *gate, readiness, contexts));

    HttpServerOptions health_options{.address = config.health_address};
    SG_ASSIGN_OR_RETURN(health,
                        HttpServer::Start(std::move(health_options), *gate, readiness, {contexts.front()}));

    GrpcServerOptions grpc_options;
    grpc_options.address = config.grpc.address;
    grpc_options.health_address = config.grpc_health_address;
    grpc_options.max_message_bytes = config.max_body_bytes;
    grpc_options.max_open_calls = static_cast<int>(config.max_open_calls);
    SG_ASSIGN_OR_RETURN(grpc_options.certificate_pem, ReadFile(config.grpc.certificate));
    SG_ASSIGN_OR_RETURN(grpc_options.private_key_pem, ReadFile(config.grpc.private_key));
    if (!config.grpc.client_ca.empty()) {
      SG_ASSIGN_OR_RETURN(grpc_options.client_ca_pem, ReadFile(config.grpc.client_ca));
    }
    SG_ASSIGN_OR_RETURN(grpc, GrpcServer::Start(std::move(grpc_options), *gate, *policy, *records, contexts));
    return absl::OkStatus();
  }

  // Whether the end has come; waits for it, for `time` at most.
  bool StopsWithin(absl::Duration time) {
    std::unique_lock lock(mutex);
    return stop.wait_for(lock, absl::ToChronoNanoseconds(time), [this] { return stopping; });
  }

  // What administrators did to the vault's keys goes on the log, and people's keys under the active one.
  absl::Status TendKeys() {
    SG_ASSIGN_OR_RETURN(const std::vector<VaultNote> notes, vault->admin().Notes());
    for (const VaultNote& note : notes) {
      v1::AuditRecord record;
      if (!record.ParseFromString(note.note)) return absl::DataLossError("a note of the vault");
      SG_RETURN_IF_ERROR(audit->CommitBlocking(std::move(record)));
      SG_RETURN_IF_ERROR(vault->admin().ForgetNote(note.id));
    }
    return vault->admin().RewrapSomePeople().status();
  }

  void KeepHouse() {
    absl::Time next_sweep = clock.Now() + kSessionSweepPause;
    absl::Time next_look = clock.Now();
    ExpiryWatch expiries(*gate);
    bool ready = false;
    while (!StopsWithin(kHousekeepingPause)) {
      gate->Reap();
      if (!audit->healthy() && !failed.exchange(true)) {
        // A log that failed once is never written again by this process; its next start verifies it.
        LogError("audit_log_failed_stopping");
        kill(getpid(), SIGTERM);
      }
      WriteDenials(/*all=*/false);
      if (!reviews->KeepHouse().ok()) LogWarn("reviews_not_tended");
      if (!TendKeys().ok()) LogWarn("keys_not_tended");
      if (clock.Now() >= next_look) {
        policy->Poll();
        next_look = clock.Now() + kPolicyPause;
      }
      expiries.Look();
      if (clock.Now() >= next_sweep) {
        const absl::Time now = clock.Now();
        if (!vault->ExpireScopes(now - config.session_idle, now - kStableScopeIdle).ok()) {
          LogWarn("sessions_not_expired");
        }
        next_sweep = clock.Now() + kSessionSweepPause;
      }
      const bool now_ready = readiness.Reason(*gate).empty();
      if (now_ready != ready) grpc->SetServing(now_ready);
      ready = now_ready;
    }
  }

  void Stop() {
    if (StopsWithin(absl::ZeroDuration())) return;
    readiness.serving = false;
    if (grpc != nullptr) grpc->SetServing(false);
    // Whoever spreads calls over gates hears of the end before the doors close.
    if (http != nullptr && !failed) absl::SleepFor(config.grace);
    // Both at once: they share one drain.
    std::thread grpc_end([this] {
      if (grpc != nullptr) grpc->Shutdown(config.drain);
    });
    if (http != nullptr) http->Shutdown(config.drain);
    grpc_end.join();
    if (health != nullptr) health->Shutdown(absl::ZeroDuration());
    {
      const std::scoped_lock lock(mutex);
      stopping = true;
    }
    stop.notify_all();
    if (housekeeping.joinable()) housekeeping.join();
    if (gate != nullptr) WriteDenials(/*all=*/true);
    http.reset();
    grpc.reset();
    health.reset();
    // No call is left. The loops' threads end first: then nothing runs on what they used.
    for (auto& loop : loops) loop->Stop();
    transports.clear();
    courier.reset();
    records.reset();
    policy.reset();
    gate.reset();
    workers.reset();
    reviews.reset();
    audit.reset();
    vault.reset();
    loops.clear();
  }

  void WriteDenials(bool all) {
    for (const DeniedSource& denied : gate->unauthenticated().Take(clock.Now(), all)) {
      v1::AuditRecord record;
      record.set_record_id(RandomUuid());
      record.set_phase(v1::AUDIT_PHASE_DENIED);
      record.set_verdict(v1::VERDICT_BLOCK);
      record.set_reason("UNAUTHENTICATED");
      record.set_denied_count(denied.count);
      record.set_source_tag(gate->PersonTag(denied.source));
      if (!audit->CommitBlocking(std::move(record)).ok()) LogError("audit_denial_not_written");
    }
  }
};

GateProcess::GateProcess(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
GateProcess::~GateProcess() = default;

bool GateProcess::failed() const { return impl_->failed; }
int GateProcess::http_port() const { return impl_->http->port(); }
int GateProcess::grpc_port() const { return impl_->grpc->port(); }
int GateProcess::health_port() const { return impl_->health->port(); }

absl::StatusOr<std::unique_ptr<GateProcess>> GateProcess::Start(const Config& config, const Clock& clock,
                                                                std::vector<policy::Issue>& faults,
                                                                std::string& notes) {
  SetLogLevel(static_cast<LogLevel>(config.log_level));
  const int64_t open_files = RaiseFileLimit();
  auto impl = std::make_unique<Impl>(config, clock);
  impl->policy_fingerprint = FingerprintOf(config.policy_directory);
  SG_ASSIGN_OR_RETURN(Assembled assembled, Assemble(config, clock, faults));
  notes = RenderReport(assembled.roster_report);
  SG_RETURN_IF_ERROR(impl->OpenStores(*assembled.snapshots, assembled.roster_report));

  absl::TimeZone zone;
  if (!absl::LoadTimeZone(config.time_zone, &zone)) return absl::InvalidArgumentError("unknown time_zone");
  impl->workers = std::make_unique<WorkerPool>(static_cast<int>(config.worker_threads), kWorkerQueue);
  impl->gate = std::make_unique<Gate>(clock, zone, *impl->vault, *impl->audit, impl->metrics, *impl->workers,
                                      *impl->reviews);
  impl->gate->SetGroupLedger(impl->group_ledger.get());
  impl->metrics.SetRoster(static_cast<int64_t>(assembled.snapshots->detector->roster().people().size()),
                          static_cast<int64_t>(assembled.roster_report.quarantined));
  impl->gate->Swap(std::move(assembled.snapshots));
  impl->policy = std::make_unique<PolicyKeeper>(
      *impl->gate, *std::move(impl->archive), config.policy_directory, impl->policy_fingerprint,
      [&c = impl->config](const policy::PolicySet& set, std::vector<policy::Issue>& of) {
        CheckNames(c, set, of);
      });
  impl->records = std::make_unique<RecordDesk>(*impl->gate, config.origin, config.results_directory);
  if (!config.results_push.base_url.empty()) {
    SG_ASSIGN_OR_RETURN(connectors::PushEndpoint push, PushEndpointOf(config.results_push));
    impl->courier = std::make_unique<ResultsCourier>(config.results_directory, std::move(push));
  }
  SG_RETURN_IF_ERROR(impl->Listen());
  impl->readiness.serving = true;
  impl->grpc->SetServing(true);
  Impl& running = *impl;
  running.housekeeping = std::thread([&running] { running.KeepHouse(); });
  LogInfo("serving", {{"open_files", open_files},
                      {"http_port", impl->http->port()},
                      {"grpc_port", impl->grpc->port()},
                      {"health_port", impl->health->port()}});
  return std::unique_ptr<GateProcess>(new GateProcess(std::move(impl)));
}

void GateProcess::Stop() { impl_->Stop(); }

}  // namespace schoolgate::gateway
