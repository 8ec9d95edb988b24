// grpc_bench serve --certificate FILE --private-key FILE
//   The bare path: answers every Generate at once. Prints its port, and runs until its standard input ends.
// grpc_bench load --address HOST:PORT --ca FILE --key KEY --person ID --calls N --seconds S
//   Keeps N calls in flight, whose text comes on standard input, and prints one line of JSON.
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>
#include <iterator>
#include <mutex>
#include <thread>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "schoolgate/v1/generation_service.grpc.pb.h"

namespace schoolgate {
namespace {

using SteadyClock = std::chrono::steady_clock;

class Echo final : public v1::GenerationService::CallbackService {
  grpc::ServerUnaryReactor* Generate(grpc::CallbackServerContext* context, const v1::GenerateRequest* request,
                                     v1::GenerateResponse* response) override {
    v1::Choice& choice = *response->add_choices();
    *choice.mutable_message() = request->messages(0);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

int Serve(const std::string& certificate_file, const std::string& key_file) {
  const auto certificate = ReadFile(certificate_file);
  const auto key = ReadFile(key_file);
  if (!certificate.ok() || !key.ok()) return 1;
  grpc::SslServerCredentialsOptions tls;
  tls.pem_key_cert_pairs.push_back({*key, *certificate});
  Echo echo;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(tls), &port);
  builder.RegisterService(&echo);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::cout << port << "\n" << std::flush;
  char ignored[256];
  while (::read(STDIN_FILENO, ignored, sizeof(ignored)) > 0) {
  }
  return 0;
}

struct Target {
  std::string address;
  std::string ca_file;
  std::string key;
  std::string person;
  int calls = 32;
  double seconds = 5;
};

// The calls in flight, and what came of those that ended.
class Load {
 public:
  Load(v1::GenerationService::Stub& stub, const Target& target, v1::GenerateRequest request)
      : stub_(stub), target_(target), request_(std::move(request)) {}

  void Run() {
    const auto start = SteadyClock::now();
    until_ = start + std::chrono::duration_cast<SteadyClock::duration>(
                         std::chrono::duration<double>(target_.seconds));
    in_flight_ = target_.calls;
    for (int i = 0; i < target_.calls; ++i) Begin(i);
    while (in_flight_ > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    took_ = std::chrono::duration<double>(SteadyClock::now() - start).count();
  }

  std::string Report() {
    std::sort(micros_.begin(), micros_.end());
    const auto percentile = [this](size_t share) {
      return micros_.empty() ? 0 : micros_[std::min(micros_.size() - 1, micros_.size() * share / 100)];
    };
    return StrCat(R"({"requests": )", micros_.size(), R"(, "seconds": )", std::to_string(took_),
                  R"(, "p50_us": )", percentile(50), R"(, "p99_us": )", percentile(99), R"(, "failed": )",
                  failed_, "}\n");
  }

 private:
  struct One {
    grpc::ClientContext context;
    v1::GenerateResponse response;
    SteadyClock::time_point start = SteadyClock::now();
  };

  void Begin(int number) {
    auto one = std::make_shared<One>();
    one->context.AddMetadata("authorization", "Bearer " + target_.key);
    v1::GenerateRequest request = request_;
    request.mutable_context()->set_session(StrCat("bench-", number % 16));
    request.mutable_context()->set_person(target_.person);
    auto* call = one.get();
    // Held by the callback until the call has ended; gRPC reads the request before this returns.
    stub_.async()->Generate(
        &call->context, &request, &call->response,
        [this, number, one = std::move(one)](const grpc::Status& status) { End(number, *one, status); });
  }

  void End(int number, const One& one, const grpc::Status& status) {
    const auto now = SteadyClock::now();
    {
      const std::lock_guard lock(mutex_);
      if (status.ok() && one.response.choices_size() > 0) {
        micros_.push_back(std::chrono::duration_cast<std::chrono::microseconds>(now - one.start).count());
      } else if (failed_++ == 0) {
        std::cerr << "grpc_bench: the first failure has status " << status.error_code() << "\n";
      }
    }
    if (now < until_) {
      Begin(number);
    } else {
      --in_flight_;
    }
  }

  v1::GenerationService::Stub& stub_;
  const Target& target_;
  const v1::GenerateRequest request_;
  SteadyClock::time_point until_;
  double took_ = 0;
  std::atomic<int> in_flight_ = 0;
  std::mutex mutex_;
  std::vector<int64_t> micros_;  // guarded by mutex_
  int64_t failed_ = 0;           // guarded by mutex_
};

int Call(const Target& target) {
  const auto ca = ReadFile(target.ca_file);
  if (!ca.ok()) return 1;
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = *ca;
  grpc::ChannelArguments arguments;
  arguments.SetSslTargetNameOverride("localhost");
  const auto stub = v1::GenerationService::NewStub(
      grpc::CreateCustomChannel(target.address, grpc::SslCredentials(tls), arguments));
  v1::GenerateRequest request;
  v1::Message& message = *request.add_messages();
  message.set_role(v1::ROLE_USER);
  message.add_content()->set_text(
      std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()));
  Load load(*stub, target, std::move(request));
  load.Run();
  std::cout << load.Report();
  return 0;
}

}  // namespace
}  // namespace schoolgate

// NOLINTNEXTLINE(bugprone-exception-escape): a test program may end with what it could not do
int main(int argc, char** argv) {
  CLI::App app{"Measures a gRPC server beside a bare one"};
  app.require_subcommand(1);
  std::string certificate;
  std::string private_key;
  CLI::App* serve = app.add_subcommand("serve");
  serve->add_option("--certificate", certificate)->required();
  serve->add_option("--private-key", private_key)->required();
  schoolgate::Target target;
  CLI::App* load = app.add_subcommand("load");
  load->add_option("--address", target.address)->required();
  load->add_option("--ca", target.ca_file)->required();
  load->add_option("--key", target.key)->required();
  load->add_option("--person", target.person)->required();
  load->add_option("--calls", target.calls)->required();
  load->add_option("--seconds", target.seconds)->required();
  CLI11_PARSE(app, argc, argv);
  return *serve ? schoolgate::Serve(certificate, private_key) : schoolgate::Call(target);
}
