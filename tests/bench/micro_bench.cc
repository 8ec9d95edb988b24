// The steps of a request one by one, on the generated sample district (nobody in it exists): where the time
// of tests/bench/gate_bench.py goes. BM_Detect's second argument is how many students the roster has.
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "connectors/dialects/dialect.h"
#include "core/crypto/crockford.h"
#include "core/crypto/random.h"
#include "core/roster/oneroster.h"
#include "core/util/strings.h"
#include "core/vault/sqlite_vault.h"
#include "gateway/audit/audit_log.h"
#include "gateway/demo/district.h"
#include "redaction/detect/detector.h"
#include "redaction/restore/restorer.h"
#include "redaction/transform/transformer.h"
#include "redaction/walk/walk.h"

namespace schoolgate {
namespace {

namespace asio = boost::asio;

// A directory that goes with the process.
const std::string& Directory() {
  struct Removed {
    Removed() {
      std::string name = std::filesystem::temp_directory_path().string() + "/schoolgate-bench-XXXXXX";
      path = ::mkdtemp(name.data());
    }
    ~Removed() { std::filesystem::remove_all(path); }
    std::string path;
  };
  static const Removed directory;
  return directory.path;
}

std::shared_ptr<const redaction::Detector> DetectorOf(int students) {
  static auto& detectors = *new std::map<int, std::shared_ptr<const redaction::Detector>>;
  std::shared_ptr<const redaction::Detector>& detector = detectors[students];
  if (detector == nullptr) {
    const std::string roster = StrCat(Directory(), "/roster-", students);
    const gateway::DistrictOptions options{.students = students};
    if (!gateway::GenerateSampleDistrict(roster, options).ok()) std::abort();
    auto imported = ImportOneRoster(roster, ImportOptions());
    if (!imported.ok()) std::abort();
    detector = redaction::Detector::Create(std::move(imported->roster));
  }
  return detector;
}

// A teacher's prompt of so many bytes that names two students.
std::string Prompt(size_t bytes) {
  std::string text = StrCat("Plan a lesson on the water cycle. ", gateway::kDemoFirstStudentName,
                            " works fast and likes to build things; ", gateway::kDemoSecondStudentName,
                            " needs the steps one at a time. ");
  while (text.size() < bytes) {
    text +=
        "The class has read the chapter on evaporation and has seen the short film. We have six kettles, "
        "ice, "
        "glass bowls and one set of scales. Say what to ask when the first drops form on the cold bowl. ";
  }
  text.resize(bytes);
  return text;
}

v1::GenerateRequest Request(size_t bytes) {
  v1::GenerateRequest request;
  request.set_model("lumen-large");
  v1::Message& message = *request.add_messages();
  message.set_role(v1::ROLE_USER);
  message.add_content()->set_text(Prompt(bytes));
  return request;
}

const redaction::DetectionContext kContext{.today = absl::CivilDay(2026, 10, 1)};

void BM_Walk(benchmark::State& state) {
  const v1::GenerateRequest request = Request(1024);
  for (auto _ : state) benchmark::DoNotOptimize(redaction::Walk::Over(request));
}
BENCHMARK(BM_Walk);

void BM_Detect(benchmark::State& state) {
  const v1::GenerateRequest request = Request(static_cast<size_t>(state.range(0)));
  const auto detector = DetectorOf(static_cast<int>(state.range(1)));
  const auto walk = redaction::Walk::Over(request);
  redaction::DetectionContext context = kContext;
  // The teacher of both students asks.
  context.caller = static_cast<int32_t>(detector->roster().FindBySourceId(gateway::kDemoTeacherId).value());
  for (auto _ : state) benchmark::DoNotOptimize(detector->Detect(walk->slots(), context));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * state.range(0));
}
BENCHMARK(BM_Detect)->Args({1024, 900})->Args({4096, 900})->Args({65536, 900})->Args({65536, 100'000});

// Opening a session's scope and replacing two names that were replaced in it before.
void BM_Transform(benchmark::State& state) {
  const auto detector = DetectorOf(900);
  auto vault = OpenSqliteVault(Directory() + "/vault.db", Directory() + "/vault.key");
  if (!vault.ok()) std::abort();
  asio::io_context context(1);
  bool failed = false;
  const auto once = [&]() -> asio::awaitable<void> {
    CanonicalRequest request = Request(1024);
    auto walk = redaction::Walk::Over(std::get<v1::GenerateRequest>(request));
    const Findings findings = detector->Detect(walk->slots(), kContext);
    const std::vector<v1::Treatment> treatments(findings.size(), v1::TREATMENT_PSEUDONYMIZE);
    redaction::ScopeName name{
        .vendor = "vendor", .tool = "tool", .app = "app", .person = "person", .session = "session"};
    auto scope = co_await redaction::Scope::Open(**vault, std::move(name));
    Destination destination{.vendor = "vendor", .model = "model", .route = v1::ROUTE_CLOUD};
    Guarded<CanonicalRequest> guarded(std::move(request));
    const auto outbound = co_await redaction::Transformer::Transform(
        std::move(guarded), *std::move(walk), findings, treatments, std::move(destination), **scope);
    failed = failed || !outbound.ok();
  };
  for (auto _ : state) {
    asio::co_spawn(context, once(), asio::detached);
    context.run();
    context.restart();
  }
  if (failed) state.SkipWithError("a request could not be treated");
}
BENCHMARK(BM_Transform);

std::string CodeOf(std::string_view symbols) {
  return StrCat("STUDENT_", symbols, CheckSymbol("STUDENT", ToAbsl(symbols)));
}

std::shared_ptr<redaction::Substitutions> SomeCodes(int64_t count) {
  auto known = std::make_shared<redaction::Substitutions>();
  known->Add(CodeOf("7K3QF"), std::string(gateway::kDemoFirstStudentName));
  for (int64_t i = 1; i < count; ++i) {
    std::string symbols = "0ZB";
    symbols += kCrockfordAlphabet[i / 32 % 32];
    symbols += kCrockfordAlphabet[i % 32];
    known->Add(CodeOf(symbols), std::string(gateway::kDemoSecondStudentName));
  }
  return known;
}

// One delta of a stream of 64; every eighth holds half a code. The argument is how many codes the exchange
// may see restored.
void BM_RestoreChunk(benchmark::State& state) {
  constexpr int kDeltas = 64;
  const auto known = SomeCodes(state.range(0));
  const std::string rest = CodeOf("7K3QF").substr(std::string_view("STUDENT_").size());
  for (auto _ : state) {
    redaction::Restorer restorer(known, {});
    for (int i = 0; i < kDeltas; ++i) {
      v1::StreamGenerateResponse piece;
      v1::ChoiceDelta& delta = *piece.add_deltas();
      delta.set_content(i % 8 == 0 ? "STUDENT_" : i % 8 == 1 ? rest : " explains");
      restorer.Feed(piece);
      benchmark::DoNotOptimize(piece);
    }
    benchmark::DoNotOptimize(restorer.Finish());
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * kDeltas);
}
BENCHMARK(BM_RestoreChunk)->Arg(2)->Arg(500);

// One record, durable. With more threads they share a flush.
void BM_AuditCommit(benchmark::State& state) {
  static std::unique_ptr<gateway::AuditLog> log;
  if (state.thread_index() == 0) {
    const std::string directory = StrCat(Directory(), "/audit-", RandomUuid());
    gateway::AuditOptions options{.directory = directory,
                                  .origin = "maplehollow.example/bench",
                                  .district = "Maple Hollow",
                                  .key_file = directory + ".key"};
    auto opened = gateway::AuditLog::Open(std::move(options), Clock::System());
    if (!opened.ok()) std::abort();
    log = *std::move(opened);
  }
  bool failed = false;
  for (auto _ : state) {
    v1::AuditRecord record;
    record.set_record_id(RandomUuid());
    record.set_phase(v1::AUDIT_PHASE_DENIED);
    record.set_policy_hash(std::string(64, 'a'));
    failed = failed || !log->CommitBlocking(std::move(record)).ok();
  }
  if (failed) state.SkipWithError("a record was not written");
  if (state.thread_index() == 0) log = nullptr;
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()));
}
BENCHMARK(BM_AuditCommit)->UseRealTime()->ThreadRange(1, 32);

std::string ChatBody() {
  return StrCat(R"({"model":"lesson-planner","messages":[{"role":"user","content":")", Prompt(1024),
                R"("}]})");
}

void BM_DecodeRequest(benchmark::State& state) {
  const connectors::Dialect& dialect = *connectors::FindDialect("openai_chat");
  const std::string body = ChatBody();
  for (auto _ : state) benchmark::DoNotOptimize(dialect.DecodeRequest(body, {}));
}
BENCHMARK(BM_DecodeRequest);

void BM_EncodeRequest(benchmark::State& state) {
  const connectors::Dialect& dialect = *connectors::FindDialect("openai_chat");
  const CanonicalRequest request = Request(1024);
  for (auto _ : state) benchmark::DoNotOptimize(dialect.EncodeRequest(request, "large"));
}
BENCHMARK(BM_EncodeRequest);

v1::GenerateResponse Answer() {
  v1::GenerateResponse response;
  v1::Choice& choice = *response.add_choices();
  choice.set_finish_reason(v1::FINISH_REASON_STOP);
  choice.mutable_message()->set_role(v1::ROLE_ASSISTANT);
  choice.mutable_message()->add_content()->set_text(Prompt(400));
  return response;
}

void BM_EncodeResponse(benchmark::State& state) {
  const connectors::Dialect& dialect = *connectors::FindDialect("openai_chat");
  const v1::GenerateResponse response = Answer();
  for (auto _ : state) benchmark::DoNotOptimize(dialect.EncodeResponse(response));
}
BENCHMARK(BM_EncodeResponse);

void BM_DecodeResponse(benchmark::State& state) {
  const connectors::Dialect& dialect = *connectors::FindDialect("openai_chat");
  const std::string body = dialect.EncodeResponse(Answer());
  int64_t unknown = 0;
  for (auto _ : state) benchmark::DoNotOptimize(dialect.DecodeResponse(body, unknown));
}
BENCHMARK(BM_DecodeResponse);

// One event of a stream, read from the vendor and written to the caller.
void BM_StreamEvent(benchmark::State& state) {
  const connectors::Dialect& dialect = *connectors::FindDialect("openai_chat");
  const std::string event =
      R"(data: {"id":"x","object":"chat.completion.chunk","created":1700000000,"model":"large","choices":)"
      R"([{"index":0,"delta":{"content":" explains"},"finish_reason":null}]})"
      "\n\n";
  const auto decoder = dialect.NewStreamDecoder();
  const auto encoder = dialect.NewStreamEncoder({});
  std::vector<v1::StreamGenerateResponse> pieces;
  for (auto _ : state) {
    pieces.clear();
    if (!decoder->Feed(event, pieces).ok() || pieces.size() != 1) state.SkipWithError("not one piece");
    benchmark::DoNotOptimize(encoder->Encode(pieces.front()));
  }
}
BENCHMARK(BM_StreamEvent);

}  // namespace
}  // namespace schoolgate
