// test_gate --data DIR [--pace-ms N] [--quiet-vendor | --vendor-url URL] [--redis HOST:PORT --redis-files
// DIR]: a whole gate on the sample district with a simulated vendor, for suites in other languages, the kill
// test and the benchmarks. Prints one line of JSON that says where everything is, and runs until its standard
// input ends.
//
// DIR/vendor/NNNNNN.request holds the bytes of each request the vendor received, written before it was
// answered. With --redis the vault is there; DIR holds ca.pem, user, password and vault.key, which replicas
// share.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdio>
#include <iostream>
#include <vector>

#include "connectors/vendors/simulated_vendor.h"
#include "core/roster/oneroster.h"
#include "core/util/clock.h"
#include "core/util/files.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "gateway/demo/sample.h"
#include "gateway/process/process.h"
#include "tests/fakes/directed_answer.h"

namespace schoolgate::gateway {
namespace {

struct Arguments {
  std::string data;
  int pace_ms = 0;
  // No TLS to the vendor and nothing recorded: what the benchmarks measure.
  bool quiet_vendor = false;
  // A vendor of its own process (test_vendor) instead, so that what the gate costs can be told apart.
  std::string vendor_url;
  int event_loops = 0;
  std::vector<std::string> redis;
  std::string redis_files;
};

std::string Quoted(std::string_view text) { return StrCat("\"", text, "\""); }

std::string PersonJson(const Person& person) {
  std::string local_id;
  for (const PersonId& id : person.ids) {
    if (id.kind == IdKind::kLocal) local_id = std::string(id.value);
  }
  return StrCat(R"({"id":)", Quoted(person.source_id), R"(,"name":)",
                Quoted(StrCat(person.given, " ", person.family)), R"(,"local_id":)", Quoted(local_id),
                R"(,"email":)", Quoted(person.emails.empty() ? "" : person.emails.front()), R"(,"phone":)",
                Quoted(person.phones.empty() ? "" : person.phones.front()), "}");
}

absl::StatusOr<std::string> DistrictJson(const std::string& roster_directory) {
  SG_ASSIGN_OR_RETURN(const ImportResult imported, ImportOneRoster(roster_directory, ImportOptions()));
  const Roster& roster = *imported.roster;
  const auto first = roster.FindBySourceId(kDemoFirstStudentId);
  const auto second = roster.FindBySourceId(kDemoSecondStudentId);
  if (!first || !second) return absl::NotFoundError("the sample district lacks its fixed students");
  const Person& student = roster.person(*second);
  if (student.related.empty()) return absl::NotFoundError("the second fixed student has no guardian");
  return StrCat(R"({"teacher":)", Quoted(kDemoTeacherId), R"(,"students":[)",
                PersonJson(roster.person(*first)), ",", PersonJson(student), R"(],"guardian":)",
                PersonJson(roster.person(student.related[0])), "}");
}

absl::Status Run(const Arguments& arguments) {
  SG_RETURN_IF_ERROR(MakeDirectories(arguments.data + "/vendor"));
  SG_ASSIGN_OR_RETURN(const SampleTls tls, MakeSampleTls(arguments.data));
  SG_ASSIGN_OR_RETURN(const std::string certificate, ReadFile(tls.certificate_file));
  SG_ASSIGN_OR_RETURN(const std::string key, ReadFile(tls.key_file));
  const TlsIdentity identity{certificate, SecretBytes(key)};

  std::atomic<int> number = 0;
  connectors::SimulatedVendorOptions options;
  options.pace = absl::Milliseconds(arguments.pace_ms);
  options.record = false;
  if (!arguments.quiet_vendor) {
    options.tls = &identity;
    options.script = [&](const connectors::RecordedRequest& request) {
      char name[32];
      std::snprintf(name, sizeof(name), "/vendor/%06d.request", ++number);
      WriteFileAtomically(arguments.data + name, request.bytes).IgnoreError();
      return std::optional(connectors::DirectedAnswer(request, absl::Milliseconds(arguments.pace_ms)));
    };
  }
  std::unique_ptr<connectors::SimulatedVendor> vendor;
  std::string vendor_url = arguments.vendor_url;
  if (vendor_url.empty()) {
    SG_ASSIGN_OR_RETURN(vendor, connectors::SimulatedVendor::Start(std::move(options)));
    vendor_url = vendor->base_url();
  }
  SG_ASSIGN_OR_RETURN(SampleGate sample, MakeSampleGate({.directory = arguments.data,
                                                         .sample = SCHOOLGATE_SOURCE_DIR "/deploy/sample",
                                                         .vendor_url = vendor_url,
                                                         .vendor_ca = tls.ca_file}));
  for (std::string* address : {&sample.config.http.address, &sample.config.grpc.address,
                               &sample.config.health_address, &sample.config.grpc_health_address}) {
    *address = "127.0.0.1:0";
  }
  sample.config.event_loops = arguments.event_loops;
  if (!arguments.redis.empty()) {
    sample.config.vault_backend = VaultBackend::kRedis;
    sample.config.vault_key_file = arguments.redis_files + "/vault.key";
    RedisConfig& redis = sample.config.redis;
    redis.addresses = arguments.redis;
    redis.ca = arguments.redis_files + "/ca.pem";
    redis.password_file = arguments.redis_files + "/password";
    SG_ASSIGN_OR_RETURN(redis.user, ReadFile(arguments.redis_files + "/user"));
  }
  sample.config.drain = absl::Seconds(1);
  std::vector<policy::Issue> faults;
  std::string notes;
  SG_ASSIGN_OR_RETURN(const auto process, GateProcess::Start(sample.config, Clock::System(), faults, notes));
  SG_ASSIGN_OR_RETURN(const std::string district, DistrictJson(sample.config.roster_directory));
  std::cout << StrCat(R"({"http":"https://127.0.0.1:)", process->http_port(), R"(","grpc":"127.0.0.1:)",
                      process->grpc_port(), R"(","health":"http://127.0.0.1:)", process->health_port(),
                      R"(","ca":")", sample.ca_file, R"(","teacher_key":")", sample.teacher_key,
                      R"(","student_key":")", sample.student_key, R"(","records_key":")", sample.records_key,
                      R"(","vendor":")", vendor_url, R"(","vendor_record":")", arguments.data,
                      R"(/vendor","district":)", district, "}\n")
            << std::flush;
  char ignored[256];
  while (::read(STDIN_FILENO, ignored, sizeof(ignored)) > 0) {
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace schoolgate::gateway

// NOLINTNEXTLINE(bugprone-exception-escape): a test program may end with what it could not do
int main(int argc, char** argv) {
  schoolgate::gateway::Arguments arguments;
  CLI::App app{"A gate for tests"};
  app.add_option("--data", arguments.data)->required();
  app.add_option("--pace-ms", arguments.pace_ms);
  app.add_option("--event-loops", arguments.event_loops);
  app.add_flag("--quiet-vendor", arguments.quiet_vendor);
  app.add_option("--vendor-url", arguments.vendor_url);
  app.add_option("--redis", arguments.redis);
  app.add_option("--redis-files", arguments.redis_files);
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = schoolgate::gateway::Run(arguments);
  if (!status.ok()) std::cerr << "test_gate: " << status.message() << "\n";
  return status.ok() ? 0 : 1;
}
