// The two types that hold the gate's promise: nothing leaves that was not treated, and nothing leaves that is
// not on the record.
//
//   Outbound  a treated message and the one Destination it was treated for. Only redaction::Transformer makes
//   one. Cleared   an Outbound whose INTENT record is durable. Only gateway::AuditLog makes one, by taking
//   the Outbound.
//
// A connector takes Cleared, and nothing else. Both are move-only; Cleared gives its message out once, and
// only to the Destination it is for. Thread-compatible; one exchange owns them.
#ifndef SCHOOLGATE_CORE_GUARD_OUTBOUND_H_
#define SCHOOLGATE_CORE_GUARD_OUTBOUND_H_

#include <cstdint>
#include <string>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/guard/guarded.h"
#include "schoolgate/v1/generation_service.pb.h"
#include "schoolgate/v1/record_service.pb.h"
#include "schoolgate/v1/vocabulary.pb.h"

namespace schoolgate {

namespace redaction {
class Transformer;
}
namespace gateway {
class AuditLog;
}

// Who gets a message: a configured vendor endpoint, one of its models (none for a page of records), and
// whether that is the cloud.
struct Destination {
  std::string vendor;
  std::string model;
  v1::Route route = v1::ROUTE_UNSPECIFIED;

  friend bool operator==(const Destination&, const Destination&) = default;
};

// The messages that can leave: what a vendor is asked, and a page of records a vendor asked for.
using CanonicalRequest =
    std::variant<v1::GenerateRequest, v1::StreamGenerateRequest, v1::EmbedRequest, v1::ListRecordsResponse>;

class Outbound {
 public:
  Outbound(Outbound&&) noexcept = default;
  Outbound& operator=(Outbound&&) noexcept = default;

  const Destination& destination() const { return destination_; }
  // The treated message, for showing its author what would leave. Looking sends nothing.
  const Guarded<CanonicalRequest>& Preview() const { return message_; }
  // How many words of the message, as it came, looked like pseudonyms and were not its sender's.
  int32_t typed_codes() const { return typed_codes_; }
  // The treated message's bytes in proto wire form, for the audit log's digest.
  std::string DigestInput() const;

 private:
  friend class redaction::Transformer;
  friend class Cleared;
  Outbound(Guarded<CanonicalRequest> message, Destination destination, int32_t typed_codes = 0)
      : message_(std::move(message)), destination_(std::move(destination)), typed_codes_(typed_codes) {}

  Guarded<CanonicalRequest> message_;
  Destination destination_;
  int32_t typed_codes_;
};

class Cleared {
 public:
  Cleared(Cleared&& other) noexcept;
  Cleared& operator=(Cleared&&) = delete;

  const Destination& destination() const { return outbound_.destination(); }
  // The exchange's id, the same as on its INTENT record.
  const std::string& exchange_id() const { return exchange_id_; }

  // The message, for `receiver` alone and once. A second call is CLEARANCE_USED; another receiver, the same
  // vendor's other model or another route included, is WRONG_DESTINATION, and the clearance is void.
  absl::StatusOr<Guarded<CanonicalRequest>> Take(const Destination& receiver);

 private:
  friend class gateway::AuditLog;
  Cleared(Outbound&& outbound, std::string exchange_id)
      : outbound_(std::move(outbound)), exchange_id_(std::move(exchange_id)) {}

  Outbound outbound_;
  std::string exchange_id_;
  bool used_ = false;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_GUARD_OUTBOUND_H_
