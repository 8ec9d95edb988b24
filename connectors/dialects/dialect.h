// A dialect is a wire format: four functions over the canonical messages. The same dialect serves at the
// ingress (the client's side) and at a connector (the vendor's side), so any client reaches any vendor.
//
// Dialects are stateless and thread safe; stream coders are one stream's own. Nothing passes unread: what a
// dialect decodes is in the canonical message, or dropped and named, or refused by its published path. A
// caller's own key is never echoed, only its ordinal, counted from 1 ("metadata.#2").
#ifndef SCHOOLGATE_CONNECTORS_DIALECTS_DIALECT_H_
#define SCHOOLGATE_CONNECTORS_DIALECTS_DIALECT_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/guard/guarded.h"
#include "core/guard/outbound.h"
#include "core/util/problem.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::connectors {

struct DecodeOptions {
  // Unknown text is dropped and named instead of refused.
  bool drop_unknown_text = false;
};

// A caller's request, read.
struct DecodedRequest {
  // GenerateRequest, or StreamGenerateRequest when the caller asked for a stream.
  Guarded<CanonicalRequest> request;
  // The caller wants a usage chunk at a stream's end.
  bool include_usage = false;
  // Published names of fields that were dropped, for x-schoolgate-dropped.
  std::vector<std::string> dropped;
};

// A vendor's request, ready to send.
struct EncodedRequest {
  std::string path;  // below the endpoint's base URL, for example "/chat/completions"
  std::string body;
};

// Reads a vendor's stream, one stream of bytes each.
class StreamDecoder {
 public:
  virtual ~StreamDecoder() = default;
  // Takes the next bytes, cut anywhere, and appends whole events to `out`. VENDOR_GARBAGE if they cannot be
  // read; a vendor's error event is VENDOR_ERROR, its text dropped.
  virtual absl::Status Feed(std::string_view bytes, std::vector<v1::StreamGenerateResponse>& out) = 0;
  // The vendor closed the stream: OK if it had said so, VENDOR_STOPPED if it broke off.
  virtual absl::Status Finish() = 0;
  // The vendor has said that the stream is complete; what follows is ignored.
  virtual bool done() const = 0;
  // Events and fields that were not known, and dropped.
  virtual int64_t unknown_count() const = 0;
};

struct StreamEncodeOptions {
  bool include_usage = false;
};

// Writes a caller's stream.
class StreamEncoder {
 public:
  virtual ~StreamEncoder() = default;
  virtual std::string Encode(const v1::StreamGenerateResponse& piece) = 0;
  // What ends a complete stream.
  virtual std::string Finish() = 0;
  // A failure in mid-stream: an error event, after which nothing follows.
  virtual std::string Fail(const Problem& problem, std::string_view request_id) = 0;
};

class Dialect {
 public:
  virtual ~Dialect() = default;
  virtual std::string_view name() const = 0;

  // ---- the client's side
  virtual absl::StatusOr<DecodedRequest> DecodeRequest(std::string_view body,
                                                       const DecodeOptions& options) const = 0;
  virtual std::string EncodeResponse(const v1::GenerateResponse& response) const = 0;
  virtual std::unique_ptr<StreamEncoder> NewStreamEncoder(const StreamEncodeOptions& options) const = 0;
  virtual std::string EncodeError(const Problem& problem, std::string_view request_id) const = 0;

  // ---- the vendor's side
  // `model` is the vendor's own name of the model.
  virtual absl::StatusOr<EncodedRequest> EncodeRequest(const CanonicalRequest& request,
                                                       std::string_view model) const = 0;
  // VENDOR_GARBAGE, or VENDOR_ERROR for an error in the body, whose text is dropped. The response's id, model
  // and time are the gate's, and left empty. `unknown_count` grows by the fields that were dropped.
  virtual absl::StatusOr<v1::GenerateResponse> DecodeResponse(std::string_view body,
                                                              int64_t& unknown_count) const = 0;
  virtual std::unique_ptr<StreamDecoder> NewStreamDecoder() const = 0;
};

// The dialect of a name ("openai_chat"), or null. Dialects live for ever.
const Dialect* FindDialect(std::string_view name);

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_DIALECTS_DIALECT_H_
