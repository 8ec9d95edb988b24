// A vendor's answer, read: whole, or one chunk of a stream. A vendor may send anything, so what is not known
// is left out and counted, and only an answer that cannot be understood at all is refused.
#include "connectors/dialects/openai_chat.h"
#include "connectors/dialects/openai_chat_internal.h"
#include "core/util/problems.h"

namespace schoolgate::connectors {
namespace openai_chat {
namespace {

using json::Value;

absl::Status Garbage() { return MakeProblem(problems::kVendorGarbage); }

// A position among choices or tool calls; `fallback` where the vendor leaves it out.
absl::StatusOr<int32_t> ReadIndex(const Value& object, int32_t fallback) {
  const Value* value = json::Find(object, "index");
  if (value == nullptr) return fallback;
  // Nobody asks for as many; a hostile vendor must not make the gate keep so many apart.
  if (!value->IsInt() || value->GetInt() < 0 || value->GetInt() > 1023) return Garbage();
  return value->GetInt();
}

v1::FinishReason FinishReasonOf(std::string_view name) {
  if (name == "length") return v1::FINISH_REASON_LENGTH;
  if (name == "tool_calls" || name == "function_call") return v1::FINISH_REASON_TOOL_CALLS;
  if (name == "content_filter") return v1::FINISH_REASON_CONTENT_FILTER;
  return v1::FINISH_REASON_STOP;
}

void ReadUsage(const Value& value, v1::Usage& usage) {
  usage.set_input_tokens(json::FindInt(value, "prompt_tokens"));
  usage.set_output_tokens(json::FindInt(value, "completion_tokens"));
  if (const Value* details = json::Find(value, "prompt_tokens_details")) {
    usage.set_cached_input_tokens(json::FindInt(*details, "cached_tokens"));
  }
  if (const Value* details = json::Find(value, "completion_tokens_details")) {
    usage.set_reasoning_tokens(json::FindInt(*details, "reasoning_tokens"));
  }
}

void ReadLogprob(const Value& value, v1::TokenLogprob& out) {
  out.set_token(std::string(json::FindText(value, "token")));
  if (const Value* number = json::Find(value, "logprob"); number != nullptr && number->IsNumber()) {
    out.set_logprob(number->GetDouble());
  }
}

// The tokens of the content; those of a refusal, and the tokens' bytes, are left out.
void ReadLogprobs(const Value& value, TokenLogprobs& out) {
  const Value* content = json::Find(value, "content");
  if (content == nullptr || !content->IsArray()) return;
  for (const Value& token : content->GetArray()) {
    v1::TokenLogprob& logprob = *out.Add();
    ReadLogprob(token, logprob);
    const Value* top = json::Find(token, "top_logprobs");
    if (top == nullptr || !top->IsArray()) continue;
    for (const Value& alternative : top->GetArray()) ReadLogprob(alternative, *logprob.add_alternatives());
  }
}

// Text, or the text parts of a list, which some vendors send.
absl::Status ReadContent(const Value& value, std::string& out, int64_t& unknown_count) {
  if (value.IsString()) {
    out.assign(value.GetString(), value.GetStringLength());
    return absl::OkStatus();
  }
  if (!value.IsArray()) return Garbage();
  for (const Value& part : value.GetArray()) {
    if (json::FindText(part, "type") == "text") {
      out += json::FindText(part, "text");
    } else {
      ++unknown_count;
    }
  }
  return absl::OkStatus();
}

absl::Status ReadText(const Value& value, std::string& out) {
  if (!value.IsString()) return Garbage();
  out.assign(value.GetString(), value.GetStringLength());
  return absl::OkStatus();
}

absl::Status ReadToolCalls(const Value& value, google::protobuf::RepeatedPtrField<v1::ToolCall>& out) {
  if (!value.IsArray()) return Garbage();
  int32_t position = 0;
  for (const Value& element : value.GetArray()) {
    if (!element.IsObject()) return Garbage();
    v1::ToolCall& call = *out.Add();
    SG_ASSIGN_OR_RETURN(const int32_t index, ReadIndex(element, position++));
    call.set_index(index);
    call.set_id(std::string(json::FindText(element, "id")));
    const Value* function = json::Find(element, "function");
    if (function == nullptr) continue;
    call.set_name(std::string(json::FindText(*function, "name")));
    const Value* arguments = json::Find(*function, "arguments");
    if (arguments == nullptr) continue;
    if (arguments->IsObject()) {
      // As some on-premises servers send it.
      json::Writer(*call.mutable_arguments_json()).Copy(*arguments);
    } else {
      SG_RETURN_IF_ERROR(ReadText(*arguments, *call.mutable_arguments_json()));
    }
  }
  return absl::OkStatus();
}

// What a message and a delta have in common.
struct Said {
  std::string content;
  std::string refusal;
  std::string reasoning;
  bool has_content = false;
  google::protobuf::RepeatedPtrField<v1::ToolCall> tool_calls;
};

absl::Status ReadSaid(const Value& value, Said& said, int64_t& unknown_count) {
  if (!value.IsObject()) return Garbage();
  for (const auto& member : value.GetObject()) {
    const std::string_view name = json::Text(member.name);
    if (member.value.IsNull()) continue;
    if (name == "content") {
      said.has_content = true;
      SG_RETURN_IF_ERROR(ReadContent(member.value, said.content, unknown_count));
    } else if (name == "tool_calls") {
      SG_RETURN_IF_ERROR(ReadToolCalls(member.value, said.tool_calls));
    } else if (name == "refusal") {
      SG_RETURN_IF_ERROR(ReadText(member.value, said.refusal));
    } else if (name == "reasoning_content" || name == "reasoning") {
      SG_RETURN_IF_ERROR(ReadText(member.value, said.reasoning));
    } else if (name != "role" && !(name == "annotations" && member.value.IsArray() && member.value.Empty())) {
      ++unknown_count;
    }
  }
  return absl::OkStatus();
}

absl::Status ReadChoice(const Value& value, int32_t position, v1::Choice& choice, int64_t& unknown_count) {
  if (!value.IsObject()) return Garbage();
  SG_ASSIGN_OR_RETURN(const int32_t index, ReadIndex(value, position));
  choice.set_index(index);
  const Value* message = json::Find(value, "message");
  if (message == nullptr) return Garbage();
  Said said;
  SG_RETURN_IF_ERROR(ReadSaid(*message, said, unknown_count));
  v1::Message& out = *choice.mutable_message();
  out.set_role(v1::ROLE_ASSISTANT);
  if (said.has_content) out.add_content()->set_text(std::move(said.content));
  out.set_refusal(std::move(said.refusal));
  out.set_reasoning(std::move(said.reasoning));
  out.mutable_tool_calls()->Swap(&said.tool_calls);
  choice.set_finish_reason(FinishReasonOf(json::FindText(value, "finish_reason")));
  if (const Value* logprobs = json::Find(value, "logprobs")) {
    ReadLogprobs(*logprobs, *choice.mutable_logprobs());
  }
  return absl::OkStatus();
}

absl::Status ReadDelta(const Value& value, int32_t position, v1::ChoiceDelta& delta, int64_t& unknown_count) {
  if (!value.IsObject()) return Garbage();
  SG_ASSIGN_OR_RETURN(const int32_t index, ReadIndex(value, position));
  delta.set_index(index);
  if (const Value* content = json::Find(value, "delta")) {
    Said said;
    SG_RETURN_IF_ERROR(ReadSaid(*content, said, unknown_count));
    if (!json::FindText(*content, "role").empty()) delta.set_role(v1::ROLE_ASSISTANT);
    delta.set_content(std::move(said.content));
    delta.set_refusal(std::move(said.refusal));
    delta.set_reasoning(std::move(said.reasoning));
    delta.mutable_tool_calls()->Swap(&said.tool_calls);
  }
  if (const std::string_view reason = json::FindText(value, "finish_reason"); !reason.empty()) {
    delta.set_finish_reason(FinishReasonOf(reason));
  }
  if (const Value* logprobs = json::Find(value, "logprobs")) {
    ReadLogprobs(*logprobs, *delta.mutable_logprobs());
  }
  return absl::OkStatus();
}

// Fields of an answer or a chunk that carry nothing the gate passes on.
bool IsEnvelope(std::string_view name) {
  return name == "id" || name == "object" || name == "created" || name == "model" || name == "service_tier" ||
         name == "system_fingerprint" || name == "obfuscation";
}

// Reads the outer object; `read_choice(element, position)` takes each choice.
template <typename Response, typename ReadOne>
absl::Status ReadEnvelope(const Value& root, Response& response, bool& has_choices, int64_t& unknown_count,
                          const ReadOne& read_choice) {
  if (!root.IsObject()) return Garbage();
  for (const auto& member : root.GetObject()) {
    const std::string_view name = json::Text(member.name);
    if (member.value.IsNull() || IsEnvelope(name)) continue;
    if (name == "choices") {
      if (!member.value.IsArray()) return Garbage();
      has_choices = true;
      int32_t position = 0;
      for (const Value& element : member.value.GetArray()) {
        SG_RETURN_IF_ERROR(read_choice(element, position++));
      }
    } else if (name == "usage") {
      if (member.value.IsObject()) ReadUsage(member.value, *response.mutable_usage());
    } else if (name == "error") {
      // Its text may repeat what was sent; it ends here.
      return MakeProblem(problems::kVendorError, {{"status", "200"}});
    } else {
      ++unknown_count;
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadChunk(const Value& root, v1::StreamGenerateResponse& piece, int64_t& unknown_count) {
  bool has_choices = false;
  return ReadEnvelope(root, piece, has_choices, unknown_count, [&](const Value& element, int32_t position) {
    return ReadDelta(element, position, *piece.add_deltas(), unknown_count);
  });
}

}  // namespace openai_chat

absl::StatusOr<v1::GenerateResponse> OpenAiChat::DecodeResponse(std::string_view body,
                                                                int64_t& unknown_count) const {
  json::Document document;
  if (!document.Parse(body).ok()) return MakeProblem(problems::kVendorGarbage);
  v1::GenerateResponse response;
  bool has_choices = false;
  SG_RETURN_IF_ERROR(openai_chat::ReadEnvelope(
      document.root(), response, has_choices, unknown_count,
      [&](const json::Value& element, int32_t position) {
        return openai_chat::ReadChoice(element, position, *response.add_choices(), unknown_count);
      }));
  if (!has_choices) return MakeProblem(problems::kVendorGarbage);
  return response;
}

}  // namespace schoolgate::connectors
