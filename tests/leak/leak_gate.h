// A gate under search: what it is asked, by gRPC or HTTP, whole or streamed; and the search through all it
// wrote.
#ifndef SCHOOLGATE_TESTS_LEAK_LEAK_GATE_H_
#define SCHOOLGATE_TESTS_LEAK_LEAK_GATE_H_

#include <functional>
#include <memory>
#include <mutex>
#include <ostream>
#include <string>
#include <vector>

#include "tests/integration/gate_fixture.h"
#include "tests/leak/planted.h"

namespace schoolgate::tests {

enum class Transport { kHttp, kHttpStream, kGrpc, kGrpcStream };
inline constexpr Transport kTransports[] = {Transport::kHttp, Transport::kHttpStream, Transport::kGrpc,
                                            Transport::kGrpcStream};
const char* NameOf(Transport transport);
inline void PrintTo(Transport transport, std::ostream* out) { *out << NameOf(transport); }

struct Reply {
  bool ok = false;
  v1::Message message;  // of the first choice
  std::string error;    // everything a refused caller is told: body or status, message, details, headers
};

class LeakGate {
 public:
  // Null, with a failure recorded, if the gate does not start.
  static std::unique_ptr<LeakGate> Start(const TestGateOptions& options = {});

  TestGate& gate() { return *gate_; }
  const PlantedData& planted() const { return planted_; }

  // Asks by `transport`. The request's context goes as headers or, by gRPC, as it is.
  Reply Ask(Transport transport, const Caller& caller, const v1::GenerateRequest& request);

  // How the vendor answers from now on; at first it echoes. What it is asked is kept either way.
  void AnswerWith(std::function<connectors::VendorScript(const connectors::RecordedRequest&)> answer);

  // What the vendor got since the last call, head and body.
  std::vector<connectors::RecordedRequest> TakeReceived();

  // Fails the test where planted values are in `bytes`.
  void ExpectNone(const Needles& needles, std::string_view bytes, const std::string& where);

  // Ends the gate, and looks for planted values in all the vendor received, the log, the metrics and every
  // file of the data directory but the roster's and the certificates'.
  void StopAndSearch();

 private:
  std::unique_ptr<TestGate> gate_;
  PlantedData planted_;
  std::mutex mutex_;
  std::vector<connectors::RecordedRequest> received_;  // guarded by mutex_
  int reported_ = 0;
};

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_LEAK_LEAK_GATE_H_
