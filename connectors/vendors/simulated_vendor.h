// A simulated AI vendor for the demo, the tests and the benchmarks: an OpenAI-style server on loopback that
// keeps every byte it receives, so that anyone can look at what would have left. It is no model and never on
// a district's path: nothing but tests, benchmarks and `schoolgate demo` links it.
//
// Left alone it answers chat completions (whole or streamed, with tool calls, `n` and usage) with a plausible
// text that uses every code it was sent; a script can make it slow, broken or rude instead.
//
// Ownership: the holder of a SimulatedVendor; its thread ends with it. Its methods may be called from any
// thread; a script is called on the vendor's thread.
#ifndef SCHOOLGATE_CONNECTORS_VENDORS_SIMULATED_VENDOR_H_
#define SCHOOLGATE_CONNECTORS_VENDORS_SIMULATED_VENDOR_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/crypto/tls_keys.h"

namespace schoolgate::connectors {

// What arrived, byte for byte.
struct RecordedRequest {
  std::string bytes;      // head and body
  size_t body_begin = 0;  // in bytes
  std::string method;
  std::string target;
  bool complete = true;  // false: the client stopped in the middle

  std::string_view head() const { return std::string_view(bytes).substr(0, body_begin); }
  std::string_view body() const { return std::string_view(bytes).substr(body_begin); }
};

struct VendorChunk {
  absl::Duration delay;  // before it is sent
  std::string bytes;
};

// How to answer one request.
struct VendorScript {
  int status = 200;
  std::string content_type = "application/json";
  absl::Duration delay;  // before the first byte
  std::string body;      // the whole answer, unless there are chunks
  std::vector<VendorChunk> chunks;
  bool close_early = false;   // hang up instead of ending the answer properly
  bool never_answer = false;  // take the request and wait until the client goes
  bool raw = false;           // send `body` as it is, without a head, and hang up
};

struct SimulatedVendorOptions {
  int port = 0;                      // 0: any free one
  const TlsIdentity* tls = nullptr;  // TLS if given; not kept
  bool record = true;                // off for benchmarks
  // If set, each request is appended to this file as "schoolgate-request LENGTH\n", its bytes, "\n", before
  // it is answered.
  std::string record_file;
  absl::Duration pace;  // between the pieces of a stream, if no script says otherwise
  // Answers a request, or leaves it to the default behaviour.
  std::function<std::optional<VendorScript>(const RecordedRequest&)> script;
};

class SimulatedVendor {
 public:
  static absl::StatusOr<std::unique_ptr<SimulatedVendor>> Start(SimulatedVendorOptions options);
  ~SimulatedVendor();

  int port() const;
  // "http://127.0.0.1:PORT/v1", or https.
  std::string base_url() const;

  std::vector<RecordedRequest> requests() const;
  int64_t request_count() const;
  // Answers that the client did not wait for.
  int64_t aborted_count() const;
  // Connections taken since the start.
  int64_t connection_count() const;

 private:
  class Server;
  explicit SimulatedVendor(std::unique_ptr<Server> server);
  std::unique_ptr<Server> server_;
};

// The codes (TYPE_XXXXXX, TYPE_XXXXXX_B) in a text, each once, in order.
std::vector<std::string> CodesIn(std::string_view text);

// The default behaviour.
VendorScript DefaultAnswer(const RecordedRequest& request, absl::Duration pace);

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_VENDORS_SIMULATED_VENDOR_H_
