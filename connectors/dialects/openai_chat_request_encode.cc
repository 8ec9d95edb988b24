// A canonical request as a Chat Completions request for a vendor. The request may come from any dialect or
// from gRPC, so what must be JSON is checked again here, and written out anew rather than copied.
#include "absl/strings/escaping.h"
#include "connectors/dialects/openai_chat.h"
#include "connectors/dialects/openai_chat_internal.h"
#include "core/util/problems.h"
#include "core/util/strings.h"

namespace schoolgate::connectors {
namespace {

std::string_view RoleName(v1::Role role) {
  switch (role) {
    case v1::ROLE_SYSTEM:
      return "system";
    case v1::ROLE_DEVELOPER:
      return "developer";
    case v1::ROLE_USER:
      return "user";
    case v1::ROLE_ASSISTANT:
      return "assistant";
    case v1::ROLE_TOOL:
      return "tool";
    default:
      return "";
  }
}

std::string_view EffortName(v1::ReasoningEffort effort) {
  switch (effort) {
    case v1::REASONING_EFFORT_NONE:
      return "none";
    case v1::REASONING_EFFORT_MINIMAL:
      return "minimal";
    case v1::REASONING_EFFORT_LOW:
      return "low";
    case v1::REASONING_EFFORT_MEDIUM:
      return "medium";
    case v1::REASONING_EFFORT_HIGH:
      return "high";
    default:
      return "";
  }
}

std::string Address(const v1::Media& media) {
  if (media.data().empty()) return media.url();
  return StrCat("data:", media.mime_type(), ";base64,", absl::Base64Escape(media.data()));
}

class RequestWriter {
 public:
  explicit RequestWriter(std::string& out) : writer_(out) {}

  absl::Status Write(const v1::GenerateRequest& request, std::string_view model, bool stream) {
    writer_.StartObject();
    writer_.Field("model", model);
    SG_RETURN_IF_ERROR(WriteMessages(request));
    SG_RETURN_IF_ERROR(WriteTools(request));
    if (request.has_response_format()) SG_RETURN_IF_ERROR(WriteFormat(request.response_format()));
    if (request.has_parameters()) WriteParameters(request.parameters());
    if (!request.end_user().empty()) writer_.Field("user", request.end_user());
    // Some accounts keep conversations unless told not to.
    writer_.Field("store", false);
    if (stream) {
      writer_.Field("stream", true);
      // Tokens are counted whether or not the caller wants to see them.
      writer_.Key("stream_options");
      writer_.StartObject();
      writer_.Field("include_usage", true);
      writer_.EndObject();
    }
    writer_.EndObject();
    if (!writer_.ok()) return InvalidValue(Path(), "UTF-8; finite numbers");
    return absl::OkStatus();
  }

 private:
  absl::Status WriteMessages(const v1::GenerateRequest& request) {
    writer_.Key("messages");
    writer_.StartArray();
    const Path root;
    const Path messages = root.Field("messages");
    for (int i = 0; i < request.messages_size(); ++i) {
      SG_RETURN_IF_ERROR(WriteMessage(request.messages(i), messages.Element(static_cast<size_t>(i))));
    }
    writer_.EndArray();
    return absl::OkStatus();
  }

  absl::Status WriteMessage(const v1::Message& message, const Path& path) {
    const std::string_view role = RoleName(message.role());
    if (role.empty()) return MissingField(path.Field("role"));
    writer_.StartObject();
    writer_.Field("role", role);
    if (message.content().empty()) {
      if (message.role() == v1::ROLE_ASSISTANT) writer_.NullField("content");
    } else if (message.content_size() == 1 && message.content(0).kind_case() == v1::ContentPart::kText) {
      writer_.Field("content", message.content(0).text());
    } else {
      writer_.Key("content");
      writer_.StartArray();
      size_t index = 0;
      const Path content = path.Field("content");
      for (const v1::ContentPart& part : message.content()) {
        SG_RETURN_IF_ERROR(WritePart(part, content.Element(index++)));
      }
      writer_.EndArray();
    }
    if (!message.name().empty()) writer_.Field("name", message.name());
    if (!message.refusal().empty()) writer_.Field("refusal", message.refusal());
    if (!message.tool_call_id().empty()) writer_.Field("tool_call_id", message.tool_call_id());
    if (message.tool_calls_size() > 0) WriteToolCalls(message);
    writer_.EndObject();
    return absl::OkStatus();
  }

  void WriteToolCalls(const v1::Message& message) {
    writer_.Key("tool_calls");
    writer_.StartArray();
    for (const v1::ToolCall& call : message.tool_calls()) {
      writer_.StartObject();
      writer_.Field("id", call.id());
      writer_.Field("type", "function");
      writer_.Key("function");
      writer_.StartObject();
      writer_.Field("name", call.name());
      writer_.Field("arguments", call.arguments_json());
      writer_.EndObject();
      writer_.EndObject();
    }
    writer_.EndArray();
  }

  absl::Status WritePart(const v1::ContentPart& part, const Path& path) {
    writer_.StartObject();
    switch (part.kind_case()) {
      case v1::ContentPart::kText:
        writer_.Field("type", "text");
        writer_.Field("text", part.text());
        break;
      case v1::ContentPart::kRefusal:
        writer_.Field("type", "refusal");
        writer_.Field("refusal", part.refusal());
        break;
      case v1::ContentPart::kMedia:
        SG_RETURN_IF_ERROR(WriteMedia(part.media(), path));
        break;
      case v1::ContentPart::KIND_NOT_SET:
        return MissingField(path);
    }
    writer_.EndObject();
    return absl::OkStatus();
  }

  absl::Status WriteMedia(const v1::Media& media, const Path& path) {
    constexpr std::string_view kAudio = "audio/";
    switch (media.kind()) {
      case v1::MEDIA_KIND_IMAGE:
        writer_.Field("type", "image_url");
        writer_.Key("image_url");
        writer_.StartObject();
        writer_.Field("url", Address(media));
        break;
      case v1::MEDIA_KIND_AUDIO:
        if (media.data().empty() || !media.mime_type().starts_with(kAudio)) {
          return InvalidValue(path, "data, mime_type \"audio/...\"");
        }
        writer_.Field("type", "input_audio");
        writer_.Key("input_audio");
        writer_.StartObject();
        writer_.Field("data", absl::Base64Escape(media.data()));
        writer_.Field("format", media.mime_type().substr(kAudio.size()));
        break;
      case v1::MEDIA_KIND_VIDEO:
        writer_.Field("type", "video_url");
        writer_.Key("video_url");
        writer_.StartObject();
        writer_.Field("url", Address(media));
        break;
      case v1::MEDIA_KIND_FILE:
        writer_.Field("type", "file");
        writer_.Key("file");
        writer_.StartObject();
        if (!media.filename().empty()) writer_.Field("filename", media.filename());
        writer_.Field("file_data", Address(media));
        break;
      default:
        return InvalidValue(path, "IMAGE | AUDIO | VIDEO | FILE");
    }
    writer_.EndObject();
    return absl::OkStatus();
  }

  absl::Status WriteTools(const v1::GenerateRequest& request) {
    const Path root;
    const Path tools = root.Field("tools");
    if (request.tools_size() > 0) {
      writer_.Key("tools");
      writer_.StartArray();
      for (int i = 0; i < request.tools_size(); ++i) {
        SG_RETURN_IF_ERROR(WriteTool(request.tools(i), tools.Element(static_cast<size_t>(i))));
      }
      writer_.EndArray();
    }
    if (!request.has_tool_choice()) return absl::OkStatus();
    switch (request.tool_choice().mode()) {
      case v1::ToolChoice::MODE_AUTO:
        writer_.Field("tool_choice", "auto");
        break;
      case v1::ToolChoice::MODE_NONE:
        writer_.Field("tool_choice", "none");
        break;
      case v1::ToolChoice::MODE_REQUIRED:
        writer_.Field("tool_choice", "required");
        break;
      case v1::ToolChoice::MODE_FUNCTION:
        writer_.Key("tool_choice");
        writer_.StartObject();
        writer_.Field("type", "function");
        writer_.Key("function");
        writer_.StartObject();
        writer_.Field("name", request.tool_choice().name());
        writer_.EndObject();
        writer_.EndObject();
        break;
      default:
        break;
    }
    return absl::OkStatus();
  }

  absl::Status WriteTool(const v1::ToolDefinition& tool, const Path& path) {
    writer_.StartObject();
    writer_.Field("type", "function");
    writer_.Key("function");
    writer_.StartObject();
    writer_.Field("name", tool.name());
    if (!tool.description().empty()) writer_.Field("description", tool.description());
    if (!tool.parameters_json().empty()) {
      writer_.Key("parameters");
      if (!writer_.EmbedObject(tool.parameters_json())) return WrongType(path.Field("parameters"), "object");
    }
    if (tool.has_strict()) writer_.Field("strict", tool.strict());
    writer_.EndObject();
    writer_.EndObject();
    return absl::OkStatus();
  }

  absl::Status WriteFormat(const v1::ResponseFormat& format) {
    if (format.kind() == v1::ResponseFormat::KIND_UNSPECIFIED) return absl::OkStatus();
    writer_.Key("response_format");
    writer_.StartObject();
    if (format.kind() != v1::ResponseFormat::KIND_JSON_SCHEMA) {
      writer_.Field("type", format.kind() == v1::ResponseFormat::KIND_TEXT ? "text" : "json_object");
      writer_.EndObject();
      return absl::OkStatus();
    }
    writer_.Field("type", "json_schema");
    writer_.Key("json_schema");
    writer_.StartObject();
    writer_.Field("name", format.schema_name());
    if (!format.schema_description().empty()) writer_.Field("description", format.schema_description());
    if (!format.schema_json().empty()) {
      writer_.Key("schema");
      const Path root;
      const Path place = root.Field("response_format");
      if (!writer_.EmbedObject(format.schema_json())) return WrongType(place.Field("json_schema"), "object");
    }
    if (format.has_strict()) writer_.Field("strict", format.strict());
    writer_.EndObject();
    writer_.EndObject();
    return absl::OkStatus();
  }

  void WriteParameters(const v1::GenerationParameters& p) {
    if (p.has_temperature()) writer_.Field("temperature", p.temperature());
    if (p.has_top_p()) writer_.Field("top_p", p.top_p());
    if (p.has_max_tokens()) {
      writer_.Field(p.max_tokens_counts_reasoning() ? "max_completion_tokens" : "max_tokens", p.max_tokens());
    }
    if (p.has_choice_count()) writer_.Field("n", p.choice_count());
    if (p.stop_sequences_size() > 0) {
      writer_.Key("stop");
      writer_.StartArray();
      for (const std::string& stop : p.stop_sequences()) writer_.String(stop);
      writer_.EndArray();
    }
    if (p.has_seed()) writer_.Field("seed", p.seed());
    if (p.has_frequency_penalty()) writer_.Field("frequency_penalty", p.frequency_penalty());
    if (p.has_presence_penalty()) writer_.Field("presence_penalty", p.presence_penalty());
    if (p.has_logprobs()) writer_.Field("logprobs", p.logprobs());
    if (p.has_top_logprobs()) writer_.Field("top_logprobs", p.top_logprobs());
    if (p.has_parallel_tool_calls()) writer_.Field("parallel_tool_calls", p.parallel_tool_calls());
    if (const std::string_view effort = EffortName(p.reasoning_effort()); !effort.empty()) {
      writer_.Field("reasoning_effort", effort);
    }
  }

  json::Writer writer_;
};

}  // namespace

absl::StatusOr<EncodedRequest> OpenAiChat::EncodeRequest(const CanonicalRequest& request,
                                                         std::string_view model) const {
  EncodedRequest encoded;
  encoded.path = "/chat/completions";
  const v1::GenerateRequest* generate = std::get_if<v1::GenerateRequest>(&request);
  const bool stream = std::holds_alternative<v1::StreamGenerateRequest>(request);
  if (stream) generate = &std::get<v1::StreamGenerateRequest>(request).request();
  if (generate == nullptr) {
    return MakeProblem(problems::kUnimplemented, {{"what", "embeddings (openai_chat)"}});
  }
  encoded.body.reserve(generate->ByteSizeLong() * 5 / 4 + 512);
  SG_RETURN_IF_ERROR(RequestWriter(encoded.body).Write(*generate, model, stream));
  return encoded;
}

}  // namespace schoolgate::connectors
