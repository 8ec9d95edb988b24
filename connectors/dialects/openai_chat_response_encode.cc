// An answer, and an error, as the official SDKs expect them.
#include "absl/strings/ascii.h"
#include "connectors/dialects/openai_chat.h"
#include "connectors/dialects/openai_chat_internal.h"
#include "core/util/strings.h"

namespace schoolgate::connectors {
namespace openai_chat {
namespace {

void WriteToken(json::Writer& writer, const v1::TokenLogprob& logprob, bool with_alternatives) {
  writer.StartObject();
  writer.Field("token", logprob.token());
  writer.Field("logprob", logprob.logprob());
  // Restoring may have changed the token's text, so the vendor's bytes would be another text's.
  writer.NullField("bytes");
  if (with_alternatives) {
    writer.Key("top_logprobs");
    writer.StartArray();
    for (const v1::TokenLogprob& alternative : logprob.alternatives()) {
      WriteToken(writer, alternative, false);
    }
    writer.EndArray();
  }
  writer.EndObject();
}

std::string_view ErrorType(const Problem& problem) {
  switch (problem.http_status) {
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    case 429:
      return "rate_limit_error";
    default:
      return problem.http_status >= 500 ? "api_error" : "invalid_request_error";
  }
}

void WriteMessage(json::Writer& writer, const v1::Message& message) {
  writer.StartObject();
  writer.Field("role", "assistant");
  std::string text;
  bool has_text = false;
  std::string refusal = message.refusal();
  for (const v1::ContentPart& part : message.content()) {
    has_text = has_text || part.kind_case() == v1::ContentPart::kText;
    text += part.text();
    refusal += part.refusal();
  }
  if (has_text) {
    writer.Field("content", text);
  } else {
    writer.NullField("content");
  }
  if (!message.reasoning().empty()) writer.Field("reasoning_content", message.reasoning());
  if (message.tool_calls_size() > 0) {
    writer.Key("tool_calls");
    writer.StartArray();
    for (const v1::ToolCall& call : message.tool_calls()) {
      writer.StartObject();
      writer.Field("id", call.id());
      writer.Field("type", "function");
      writer.Key("function");
      writer.StartObject();
      writer.Field("name", call.name());
      writer.Field("arguments", call.arguments_json());
      writer.EndObject();
      writer.EndObject();
    }
    writer.EndArray();
  }
  if (refusal.empty()) {
    writer.NullField("refusal");
  } else {
    writer.Field("refusal", refusal);
  }
  writer.Key("annotations");
  writer.StartArray();
  writer.EndArray();
  writer.EndObject();
}

}  // namespace

std::string_view FinishReasonName(v1::FinishReason reason) {
  switch (reason) {
    case v1::FINISH_REASON_LENGTH:
      return "length";
    case v1::FINISH_REASON_TOOL_CALLS:
      return "tool_calls";
    case v1::FINISH_REASON_CONTENT_FILTER:
      return "content_filter";
    default:
      return "stop";
  }
}

void WriteUsage(json::Writer& writer, const v1::Usage& usage) {
  writer.Key("usage");
  writer.StartObject();
  writer.Field("prompt_tokens", usage.input_tokens());
  writer.Field("completion_tokens", usage.output_tokens());
  writer.Field("total_tokens", usage.input_tokens() + usage.output_tokens());
  writer.Key("prompt_tokens_details");
  writer.StartObject();
  writer.Field("cached_tokens", usage.cached_input_tokens());
  writer.Field("audio_tokens", 0);
  writer.EndObject();
  writer.Key("completion_tokens_details");
  writer.StartObject();
  writer.Field("reasoning_tokens", usage.reasoning_tokens());
  writer.Field("audio_tokens", 0);
  writer.Field("accepted_prediction_tokens", 0);
  writer.Field("rejected_prediction_tokens", 0);
  writer.EndObject();
  writer.EndObject();
}

void WriteLogprobs(json::Writer& writer, const TokenLogprobs& logprobs) {
  writer.Key("logprobs");
  if (logprobs.empty()) {
    writer.Null();
    return;
  }
  writer.StartObject();
  writer.Key("content");
  writer.StartArray();
  for (const v1::TokenLogprob& logprob : logprobs) WriteToken(writer, logprob, true);
  writer.EndArray();
  writer.NullField("refusal");
  writer.EndObject();
}

void WriteError(json::Writer& writer, const Problem& problem, std::string_view request_id) {
  writer.StartObject();
  writer.Key("error");
  writer.StartObject();
  writer.Field("message", problem.english);
  writer.Field("type", ErrorType(problem));
  if (const auto place = problem.parameters.find("place"); place != problem.parameters.end()) {
    writer.Field("param", place->second);
  } else {
    writer.NullField("param");
  }
  writer.Field("code", absl::AsciiStrToLower(problem.reason));
  writer.Key("schoolgate");
  writer.StartObject();
  writer.Field("request_id", request_id);
  writer.Field("reason", problem.reason);
  writer.Field("spanish", problem.spanish);
  if (const auto review = problem.parameters.find("review_id"); review != problem.parameters.end()) {
    writer.Field("review_id", review->second);
  }
  writer.EndObject();
  writer.EndObject();
  writer.EndObject();
}

}  // namespace openai_chat

std::string OpenAiChat::EncodeResponse(const v1::GenerateResponse& response) const {
  std::string out;
  out.reserve(response.ByteSizeLong() * 5 / 4 + 512);
  json::Writer writer(out);
  writer.StartObject();
  writer.Field("id", StrCat("chatcmpl-", response.response_id()));
  writer.Field("object", "chat.completion");
  writer.Field("created", response.create_time_seconds());
  writer.Field("model", response.model());
  writer.Key("choices");
  writer.StartArray();
  for (const v1::Choice& choice : response.choices()) {
    writer.StartObject();
    writer.Field("index", choice.index());
    writer.Key("message");
    openai_chat::WriteMessage(writer, choice.message());
    openai_chat::WriteLogprobs(writer, choice.logprobs());
    writer.Field("finish_reason", openai_chat::FinishReasonName(choice.finish_reason()));
    writer.EndObject();
  }
  writer.EndArray();
  openai_chat::WriteUsage(writer, response.usage());
  writer.EndObject();
  return out;
}

std::string OpenAiChat::EncodeError(const Problem& problem, std::string_view request_id) const {
  std::string out;
  json::Writer writer(out);
  openai_chat::WriteError(writer, problem, request_id);
  return out;
}

}  // namespace schoolgate::connectors
