#include "tests/integration/gate_fixture.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "core/roster/oneroster.h"
#include "core/util/files.h"
#include "core/util/log.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "schoolgate/v1/generation_service.grpc.pb.h"
#include "schoolgate/v1/privacy_service.grpc.pb.h"

namespace schoolgate::tests {

namespace fs = std::filesystem;

namespace {

constexpr long kHttpSeconds = 60;

absl::StatusOr<std::string> TemporaryDirectory() {
  std::string path = (fs::temp_directory_path() / "schoolgate-test-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) return absl::ErrnoToStatus(errno, "mkdtemp");
  return path;
}

// What every gate of this process starts from: a generated district, certificates, keys.
struct Template {
  absl::Status status;
  std::string directory;

  Template() { status = Make(); }
  ~Template() {
    std::error_code ignored;
    if (!directory.empty()) fs::remove_all(directory, ignored);
  }
  absl::Status Make() {
    SG_ASSIGN_OR_RETURN(directory, TemporaryDirectory());
    SG_RETURN_IF_ERROR(gateway::MakeSampleTls(directory).status());
    return gateway::GenerateSampleDistrict(directory + "/roster", gateway::DistrictOptions());
  }
};

size_t Append(char* bytes, size_t size, size_t count, void* out) {
  static_cast<std::string*>(out)->append(bytes, size * count);
  return size * count;
}

using Headers = std::vector<std::pair<const char*, const std::string*>>;
Headers HeadersOf(const Caller& caller) {
  return {{"x-schoolgate-person", &caller.person},
          {"x-schoolgate-session", &caller.session},
          {"x-schoolgate-tool", &caller.tool},
          {"x-schoolgate-purpose", &caller.purpose},
          {"x-schoolgate-review", &caller.review}};
}

void Introduce(const Caller& caller, grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(kHttpSeconds));
  if (!caller.key.empty()) context.AddMetadata("authorization", "Bearer " + caller.key);
  for (const auto& [name, value] : HeadersOf(caller)) {
    if (!value->empty()) context.AddMetadata(name, *value);
  }
}

void TakeStatus(const grpc::Status& status, const grpc::ClientContext& context, GrpcAnswer& answer) {
  answer.code = status.error_code();
  answer.message = status.error_message();
  answer.details = status.error_details();
  for (const auto* metadata : {&context.GetServerInitialMetadata(), &context.GetServerTrailingMetadata()}) {
    for (const auto& [name, value] : *metadata) {
      answer.trailers += StrCat(std::string_view(name.data(), name.size()), ": ",
                                std::string_view(value.data(), value.size()), "\n");
    }
  }
}

}  // namespace

std::unique_ptr<TestGate> TestGate::Start(const TestGateOptions& options) {
  std::unique_ptr<TestGate> gate(new TestGate());
  const absl::Status status = gate->Open(options);
  if (status.ok()) return gate;
  ADD_FAILURE() << "the gate does not start: " << status << "\n" << gate->Log();
  return nullptr;
}

absl::Status TestGate::Open(const TestGateOptions& options) {
  static const Template made;
  SG_RETURN_IF_ERROR(made.status);
  SG_ASSIGN_OR_RETURN(root_, TemporaryDirectory());
  directory_ = root_ + "/gate";
  log_file_ = root_ + "/stderr.log";
  clock_ = options.clock == nullptr ? &Clock::System() : options.clock;
  std::error_code error;
  fs::copy(made.directory, directory_, fs::copy_options::recursive, error);
  if (error) return absl::InternalError(error.message());

  std::fflush(stderr);
  real_stderr_ = ::dup(STDERR_FILENO);
  const int log = ::open(log_file_.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  if (real_stderr_ < 0 || log < 0 || ::dup2(log, STDERR_FILENO) < 0) {
    return absl::ErrnoToStatus(errno, "cannot capture standard error");
  }
  ::close(log);

  const gateway::SampleTls tls{directory_ + "/tls/ca.pem", directory_ + "/tls/server.pem",
                               directory_ + "/tls/server.key"};
  SG_ASSIGN_OR_RETURN(const std::string certificate, ReadFile(tls.certificate_file));
  SG_ASSIGN_OR_RETURN(const std::string key, ReadFile(tls.key_file));
  const TlsIdentity identity{certificate, SecretBytes(key)};
  connectors::SimulatedVendorOptions vendor_options;
  vendor_options.tls = &identity;
  vendor_options.pace = options.pace;
  vendor_options.script = [this](const connectors::RecordedRequest& request) {
    VendorAnswers answers;
    {
      const std::scoped_lock lock(mutex_);
      answers = answers_;
    }
    return answers ? answers(request) : std::nullopt;
  };
  SG_ASSIGN_OR_RETURN(vendor_, connectors::SimulatedVendor::Start(std::move(vendor_options)));

  if (options.prepare) options.prepare(directory_);
  SG_ASSIGN_OR_RETURN(sample_, gateway::MakeSampleGate({.directory = directory_,
                                                        .sample = SCHOOLGATE_SOURCE_DIR "/deploy/sample",
                                                        .vendor_url = vendor_->base_url(),
                                                        .vendor_ca = tls.ca_file}));
  for (std::string* address : {&sample_.config.http.address, &sample_.config.grpc.address,
                               &sample_.config.health_address, &sample_.config.grpc_health_address}) {
    *address = "127.0.0.1:0";
  }
  sample_.config.log_level = static_cast<int64_t>(LogLevel::kDebug);
  sample_.config.drain = absl::Seconds(1);
  if (options.configure) options.configure(sample_.config);

  SG_RETURN_IF_ERROR(StartProcess());
  SG_ASSIGN_OR_RETURN(const ImportResult imported,
                      ImportOneRoster(sample_.config.roster_directory, ImportOptions()));
  roster_ = imported.roster;
  return absl::OkStatus();
}

absl::Status TestGate::StartProcess() {
  std::vector<policy::Issue> faults;
  std::string notes;
  absl::StatusOr<std::unique_ptr<gateway::GateProcess>> started =
      gateway::GateProcess::Start(sample_.config, *clock_, faults, notes);
  for (const policy::Issue& fault : faults) ADD_FAILURE() << ToString(fault);
  SG_RETURN_IF_ERROR(started.status());
  process_ = *std::move(started);

  grpc::SslCredentialsOptions ssl;
  SG_ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadFile(sample_.ca_file));
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  channel_ = grpc::CreateCustomChannel(StrCat("127.0.0.1:", process_->grpc_port()), grpc::SslCredentials(ssl),
                                       arguments);
  return absl::OkStatus();
}

absl::Status TestGate::Restart() {
  channel_.reset();
  process_->Stop();
  process_.reset();
  return StartProcess();
}

void TestGate::Stop() {
  channel_.reset();
  if (process_ != nullptr) process_->Stop();
  process_.reset();
  vendor_.reset();
}

TestGate::~TestGate() {
  Stop();
  std::fflush(stderr);
  if (real_stderr_ >= 0) {
    ::dup2(real_stderr_, STDERR_FILENO);
    ::close(real_stderr_);
  }
  std::error_code ignored;
  if (!root_.empty()) fs::remove_all(root_, ignored);
}

const Person& TestGate::PersonOf(std::string_view source_id) const {
  const auto index = roster_->FindBySourceId(source_id);
  EXPECT_TRUE(index.has_value()) << "nobody on the roster is " << source_id;
  return roster_->person(index.value_or(0));
}

void TestGate::AnswerWith(VendorAnswers answers) {
  const std::scoped_lock lock(mutex_);
  answers_ = std::move(answers);
}

Caller TestGate::Teacher() const {
  return {.key = sample_.teacher_key, .person = std::string(gateway::kDemoTeacherId)};
}

Caller TestGate::Student(std::string_view source_id) const {
  return {.key = sample_.student_key, .person = std::string(source_id)};
}

Caller TestGate::Office(std::string_view source_id) const {
  return {.key = sample_.office_key, .person = std::string(source_id)};
}

Caller TestGate::Study() const { return {.key = sample_.study_key}; }

HttpAnswer TestGate::Http(const Caller& caller, const HttpRequest& request) const {
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(nullptr, curl_slist_free_all);
  const auto add = [&headers](const std::string& header) {
    headers.reset(curl_slist_append(headers.release(), header.c_str()));
  };
  add("content-type: application/json");
  add("expect:");
  if (!caller.key.empty()) add("authorization: Bearer " + caller.key);
  for (const auto& [name, value] : HeadersOf(caller)) {
    if (!value->empty()) add(StrCat(name, ": ", *value));
  }
  for (const std::string& header : request.headers) add(header);

  HttpAnswer answer;
  const std::string url = StrCat("https://127.0.0.1:", process_->http_port(), request.path);
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_CAINFO, sample_.ca_file.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (request.method != "GET") {
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, Append);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &answer.head);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kHttpSeconds);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) answer.failure = curl_easy_strerror(code);
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

HttpAnswer TestGate::Post(const Caller& caller, std::string body) const {
  HttpRequest request;
  request.body = std::move(body);
  return Http(caller, request);
}

std::string TestGate::Metrics() const {
  std::string page;
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  const std::string url = StrCat("http://127.0.0.1:", process_->health_port(), "/metrics");
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &page);
  EXPECT_EQ(curl_easy_perform(curl.get()), CURLE_OK);
  return page;
}

GrpcAnswer TestGate::Generate(const Caller& caller, const v1::GenerateRequest& request) const {
  grpc::ClientContext context;
  Introduce(caller, context);
  GrpcAnswer answer;
  const auto stub = v1::GenerationService::NewStub(channel_);
  TakeStatus(stub->Generate(&context, request, &answer.whole), context, answer);
  return answer;
}

GrpcAnswer TestGate::StreamGenerate(const Caller& caller, const v1::GenerateRequest& request) const {
  grpc::ClientContext context;
  Introduce(caller, context);
  v1::StreamGenerateRequest streamed;
  *streamed.mutable_request() = request;
  GrpcAnswer answer;
  const auto stub = v1::GenerationService::NewStub(channel_);
  const auto reader = stub->StreamGenerate(&context, streamed);
  v1::StreamGenerateResponse piece;
  while (reader->Read(&piece)) answer.pieces.push_back(piece);
  TakeStatus(reader->Finish(), context, answer);
  return answer;
}

GrpcAnswer TestGate::Inspect(const Caller& caller, const v1::GenerateRequest& request,
                             v1::InspectResponse& response) const {
  grpc::ClientContext context;
  Introduce(caller, context);
  v1::InspectRequest inspect;
  *inspect.mutable_request() = request;
  GrpcAnswer answer;
  const auto stub = v1::PrivacyService::NewStub(channel_);
  TakeStatus(stub->Inspect(&context, inspect, &response), context, answer);
  return answer;
}

std::string TestGate::Log() const {
  std::fflush(stderr);
  return ReadFile(log_file_).value_or("");
}

std::unique_ptr<TestGate> GateTest::gate_;

void GateTest::SetUpTestSuite() { gate_ = TestGate::Start(); }
void GateTest::TearDownTestSuite() { gate_.reset(); }
void GateTest::SetUp() { ASSERT_NE(gate_, nullptr); }

}  // namespace schoolgate::tests
