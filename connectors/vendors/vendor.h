// The way to a vendor: HTTP over libcurl on an event loop (curl_multi_socket_action on epoll). A connector
// sends nothing but a Cleared, only to its own Destination.
//
// Ownership: the gate owns one VendorTransport per event loop; an exchange owns its VendorReply and drops it
// to cancel the call. Everything here runs on that one loop's thread, but for Create; a transport is
// destroyed there too, or after the loop was stopped.
//
// TLS: the vendor's certificate must be valid for the host of base_url, and come from an authority in
// /etc/ssl/certs (the system's, as `update-ca-certificates` keeps it) or in the endpoint's ca_file. There is
// no way to turn that off. Redirects are not followed, proxies from the environment are not used, and no
// header of the caller goes on. Errors are problems of "the vendor's side" (core/util/problems.h); a vendor's
// own error text ends here, because it may repeat what was sent.
#ifndef SCHOOLGATE_CONNECTORS_VENDORS_VENDOR_H_
#define SCHOOLGATE_CONNECTORS_VENDORS_VENDOR_H_

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/crypto/secret.h"
#include "core/guard/outbound.h"
#include "core/util/event_loop.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::connectors {

// A vendor as configured. Immutable; shared by the loops.
struct VendorEndpoint {
  std::string name;      // as agreements name it
  std::string base_url;  // "https://api.vendor.example/v1"; http only for loopback and on-premises
  std::string dialect;   // "openai_chat"
  v1::Route route = v1::ROUTE_CLOUD;
  std::shared_ptr<const SecretBytes> api_key;  // sent as the dialect wants it; may be null on premises
  std::string ca_file;                         // trusted beside the system's; empty for the system's alone
  // The gate's model names to the vendor's own.
  std::map<std::string, std::string> models;
  absl::Duration connect_timeout = absl::Seconds(5);
  absl::Duration first_byte_timeout = absl::Seconds(120);
  absl::Duration idle_timeout = absl::Seconds(60);
  // An answer larger than this is cut off as VENDOR_GARBAGE.
  int64_t max_response_bytes = int64_t{64} << 20;
  // A stream of which so much waits for a slow caller is cut off as SLOW_READER.
  int64_t max_queued_bytes = int64_t{1} << 20;
};

// What is wrong with an endpoint's configuration: INVALID_VALUE or MISSING_FIELD with the field as its
// "place". http is for loopback and on-premises only.
absl::Status CheckVendorEndpoint(const VendorEndpoint& endpoint);

// What a call did, for the audit log and metrics.
struct VendorFacts {
  bool any_byte_sent = false;  // a connected socket took a byte of the request
  int64_t request_bytes = 0;   // of the body, once any byte was sent
  int64_t response_bytes = 0;
  int http_status = 0;
  std::string response_bytes_sha256;  // 32 raw bytes over what came back so far, salted with the given salt
  absl::Duration first_byte;          // from sending to the first byte of the answer's body
  absl::Duration total;
  int64_t unknown_fields = 0;  // of the vendor's answer; dropped
};

// One call's answer.
class VendorReply {
 public:
  virtual ~VendorReply() = default;  // cancels what is not finished

  // The whole answer of a GenerateRequest. Once.
  virtual boost::asio::awaitable<absl::StatusOr<v1::GenerateResponse>> Whole() = 0;

  // The next piece of a StreamGenerateRequest's answer; nothing at its proper end; a problem (VENDOR_*) when
  // it fails or breaks off.
  virtual boost::asio::awaitable<absl::StatusOr<std::optional<v1::StreamGenerateResponse>>> Next() = 0;

  // Ends the call now; a pending Whole or Next resumes with CLIENT_GONE. Idempotent.
  virtual void Cancel() = 0;

  virtual VendorFacts facts() const = 0;
};

class VendorTransport {
 public:
  // On `loop`, which outlives it. Fails when the machine has no file descriptors left.
  static absl::StatusOr<std::unique_ptr<VendorTransport>> Create(EventLoop& loop);
  virtual ~VendorTransport() = default;

  // Sends the cleared message to `endpoint`, whose own destination (name, the message's model, route) it must
  // be for: WRONG_DESTINATION or CLEARANCE_USED otherwise, and no byte is sent. `answer_salt` salts the
  // digest of what comes back.
  virtual absl::StatusOr<std::unique_ptr<VendorReply>> Send(Cleared&& cleared,
                                                            std::shared_ptr<const VendorEndpoint> endpoint,
                                                            std::string answer_salt) = 0;
};

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_VENDORS_VENDOR_H_
