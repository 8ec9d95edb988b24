// The dialect of OpenAI's Chat Completions API, both ways:
// https://platform.openai.com/docs/api-reference/chat.
//
// What a caller's field becomes, is in the tables of openai_chat_request_decode.cc and
// openai_chat_message_decode.cc. What never goes to a vendor: `store` is sent as false whatever was asked;
// `metadata` (which that API takes only with store) and replayed reasoning stay in the gate.
//
// Ownership: one OpenAiChat lives for ever. The functions are stateless and thread safe; the stream coders
// are one stream's own and thread-compatible.
#ifndef SCHOOLGATE_CONNECTORS_DIALECTS_OPENAI_CHAT_H_
#define SCHOOLGATE_CONNECTORS_DIALECTS_OPENAI_CHAT_H_

#include <memory>
#include <string>
#include <string_view>

#include "connectors/dialects/dialect.h"

namespace schoolgate::connectors {

class OpenAiChat final : public Dialect {
 public:
  std::string_view name() const override { return "openai_chat"; }

  absl::StatusOr<DecodedRequest> DecodeRequest(std::string_view body,
                                               const DecodeOptions& options) const override;
  std::string EncodeResponse(const v1::GenerateResponse& response) const override;
  std::unique_ptr<StreamEncoder> NewStreamEncoder(const StreamEncodeOptions& options) const override;
  std::string EncodeError(const Problem& problem, std::string_view request_id) const override;

  absl::StatusOr<EncodedRequest> EncodeRequest(const CanonicalRequest& request,
                                               std::string_view model) const override;
  absl::StatusOr<v1::GenerateResponse> DecodeResponse(std::string_view body,
                                                      int64_t& unknown_count) const override;
  std::unique_ptr<StreamDecoder> NewStreamDecoder() const override;
};

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_DIALECTS_OPENAI_CHAT_H_
