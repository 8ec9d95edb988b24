// test_vendor [--pace-ms N] [--deltas N]: the simulated vendor as a process of its own, for the benchmarks:
// what it costs is then not counted as the gate's. Plain HTTP on loopback, records nothing. Prints its base
// URL, and runs until its standard input ends.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "connectors/vendors/simulated_vendor.h"
#include "core/util/strings.h"

namespace schoolgate::connectors {
namespace {

std::string Event(std::string_view delta, std::string_view finish_reason) {
  return StrCat(R"(data: {"id":"chatcmpl-simulated","object":"chat.completion.chunk","created":1700000000,)",
                R"("model":"simulated-large","choices":[{"index":0,"delta":)", delta, R"(,"finish_reason":)",
                finish_reason, "}]}\n\n");
}

// A stream of `deltas` deltas that names the codes it was sent, every one of them cut in two.
VendorScript Deltas(const RecordedRequest& request, int deltas, absl::Duration pace) {
  std::vector<std::string> words;
  for (const std::string& code : CodesIn(request.body())) {
    const size_t half = code.size() / 2;
    words.push_back(code.substr(0, half));
    words.push_back(code.substr(half));
    words.emplace_back(" explains");
    words.emplace_back(" it to ");
  }
  if (words.empty()) words.emplace_back(" word");
  VendorScript script;
  script.content_type = "text/event-stream";
  for (int i = 0; i < deltas; ++i) {
    const std::string_view word = words[static_cast<size_t>(i) % words.size()];
    script.chunks.push_back(
        {i == 0 ? absl::ZeroDuration() : pace, Event(StrCat(R"({"content":")", word, "\"}"), "null")});
  }
  script.chunks.push_back({absl::ZeroDuration(), Event("{}", "\"stop\"") + "data: [DONE]\n\n"});
  return script;
}

int Run(int pace_ms, int deltas) {
  SimulatedVendorOptions options;
  options.record = false;
  options.pace = absl::Milliseconds(pace_ms);
  options.script = [=](const RecordedRequest& request) -> std::optional<VendorScript> {
    if (deltas == 0 || request.body().find(R"("stream":true)") == std::string_view::npos) return std::nullopt;
    return Deltas(request, deltas, absl::Milliseconds(pace_ms));
  };
  const auto vendor = SimulatedVendor::Start(std::move(options));
  if (!vendor.ok()) {
    std::cerr << "test_vendor: " << vendor.status().message() << "\n";
    return 1;
  }
  std::cout << (*vendor)->base_url() << "\n" << std::flush;
  char ignored[256];
  while (::read(STDIN_FILENO, ignored, sizeof(ignored)) > 0) {
  }
  return 0;
}

}  // namespace
}  // namespace schoolgate::connectors

// NOLINTNEXTLINE(bugprone-exception-escape): a test program may end with what it could not do
int main(int argc, char** argv) {
  int pace_ms = 0;
  int deltas = 0;
  CLI::App app{"The simulated vendor as a process"};
  app.add_option("--pace-ms", pace_ms, "Between the pieces of a stream");
  app.add_option("--deltas", deltas, "Deltas of a stream; 0 leaves its length to the answer");
  CLI11_PARSE(app, argc, argv);
  return schoolgate::connectors::Run(pace_ms, deltas);
}
