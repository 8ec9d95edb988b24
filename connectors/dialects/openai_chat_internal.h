// What the files of the openai_chat dialect share. Stateless functions; thread safe.
#ifndef SCHOOLGATE_CONNECTORS_DIALECTS_OPENAI_CHAT_INTERNAL_H_
#define SCHOOLGATE_CONNECTORS_DIALECTS_OPENAI_CHAT_INTERNAL_H_

#include <string>
#include <string_view>

#include "connectors/dialects/json_util.h"
#include "connectors/dialects/request_reader.h"
#include "core/util/problem.h"
#include "schoolgate/v1/chat.pb.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::connectors::openai_chat {

using TokenLogprobs = google::protobuf::RepeatedPtrField<v1::TokenLogprob>;

// ---- requests (openai_chat_message_decode.cc)
absl::Status ReadMessages(RequestReader& reader, const json::Value& value, const Path& path,
                          v1::GenerateRequest& request);
absl::Status ReadTools(RequestReader& reader, const json::Value& value, const Path& path,
                       v1::GenerateRequest& request);
absl::Status ReadToolChoice(RequestReader& reader, const json::Value& value, const Path& path,
                            v1::GenerateRequest& request);

// ---- answers, from the vendor (openai_chat_response_decode.cc). What is not known is left out and counted.
// VENDOR_GARBAGE where a known field has an impossible value.
absl::Status ReadChunk(const json::Value& root, v1::StreamGenerateResponse& piece, int64_t& unknown_count);

// ---- answers, to the caller (openai_chat_response_encode.cc)
std::string_view FinishReasonName(v1::FinishReason reason);
void WriteUsage(json::Writer& writer, const v1::Usage& usage);
// "logprobs" with its value, null where there are none.
void WriteLogprobs(json::Writer& writer, const TokenLogprobs& logprobs);
void WriteError(json::Writer& writer, const Problem& problem, std::string_view request_id);

}  // namespace schoolgate::connectors::openai_chat

#endif  // SCHOOLGATE_CONNECTORS_DIALECTS_OPENAI_CHAT_INTERNAL_H_
