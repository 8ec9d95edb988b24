// The messages, tools and tool choice of a Chat Completions request, read.
#include "absl/strings/escaping.h"
#include "connectors/dialects/openai_chat_internal.h"
#include "core/util/strings.h"

namespace schoolgate::connectors::openai_chat {
namespace {

using json::Value;

// ---- media

// "data:image/png;base64,...." becomes bytes; any other address stays one.
void SetAddress(std::string_view url, v1::Media& media) {
  constexpr std::string_view kMarker = ";base64,";
  const size_t marker = url.find(kMarker);
  std::string bytes;
  if (url.starts_with("data:") && marker != std::string_view::npos &&
      absl::Base64Unescape(ToAbsl(url.substr(marker + kMarker.size())), &bytes)) {
    media.set_mime_type(std::string(url.substr(5, marker - 5)));
    media.set_data(std::move(bytes));
  } else {
    media.set_url(std::string(url));
  }
}

absl::Status ImageUrl(RequestReader&, const Value& value, const Path& path, v1::Media& media) {
  if (!value.IsString()) return WrongType(path, "string");
  SetAddress(json::Text(value), media);
  return absl::OkStatus();
}
constexpr FieldReader<v1::Media> kImageFields[] = {
    {"url", ImageUrl},
    {"detail", DropField<v1::Media>},
};
// OpenAI takes no video; the servers that districts run models with (vLLM) take it in this form.
constexpr FieldReader<v1::Media> kVideoFields[] = {
    {"url", ImageUrl},
};

absl::Status AudioData(RequestReader&, const Value& value, const Path& path, v1::Media& media) {
  if (!value.IsString()) return WrongType(path, "string");
  if (!absl::Base64Unescape(ToAbsl(json::Text(value)), media.mutable_data())) {
    return InvalidValue(path, "base64");
  }
  return absl::OkStatus();
}
absl::Status AudioFormat(RequestReader&, const Value& value, const Path& path, v1::Media& media) {
  if (!value.IsString()) return WrongType(path, "string");
  media.set_mime_type(StrCat("audio/", json::Text(value)));
  return absl::OkStatus();
}
constexpr FieldReader<v1::Media> kAudioFields[] = {
    {"data", AudioData},
    {"format", AudioFormat},
};

absl::Status FileName(RequestReader&, const Value& value, const Path& path, v1::Media& media) {
  return ReadString(value, path, *media.mutable_filename());
}
// A file kept at the vendor was never seen by the gate.
absl::Status FileId(RequestReader&, const Value&, const Path& path, v1::Media&) {
  return InvalidValue(path, "file_data");
}
constexpr FieldReader<v1::Media> kFileFields[] = {
    {"file_data", ImageUrl},
    {"filename", FileName},
    {"file_id", FileId},
};

// ---- content parts

struct PartDraft {
  std::string type;
  v1::ContentPart part;
  bool has_value = false;
};

absl::Status PartType(RequestReader&, const Value& value, const Path& path, PartDraft& draft) {
  return ReadString(value, path, draft.type);
}
absl::Status PartText(RequestReader&, const Value& value, const Path& path, PartDraft& draft) {
  draft.has_value = true;
  return ReadString(value, path, *draft.part.mutable_text());
}
absl::Status PartRefusal(RequestReader&, const Value& value, const Path& path, PartDraft& draft) {
  draft.has_value = true;
  return ReadString(value, path, *draft.part.mutable_refusal());
}
template <v1::MediaKind kKind, const auto& kFields>
absl::Status PartMedia(RequestReader& reader, const Value& value, const Path& path, PartDraft& draft) {
  draft.has_value = true;
  draft.part.mutable_media()->set_kind(kKind);
  return ReadObject(reader, value, path, kFields, *draft.part.mutable_media());
}
constexpr FieldReader<PartDraft> kPartFields[] = {
    {"type", PartType},
    {"text", PartText},
    {"refusal", PartRefusal},
    {"image_url", PartMedia<v1::MEDIA_KIND_IMAGE, kImageFields>},
    {"input_audio", PartMedia<v1::MEDIA_KIND_AUDIO, kAudioFields>},
    {"video_url", PartMedia<v1::MEDIA_KIND_VIDEO, kVideoFields>},
    {"file", PartMedia<v1::MEDIA_KIND_FILE, kFileFields>},
};

// The kind that was read must be the kind that was announced: one part, one meaning.
std::string_view TypeOf(const v1::ContentPart& part) {
  switch (part.kind_case()) {
    case v1::ContentPart::kText:
      return "text";
    case v1::ContentPart::kRefusal:
      return "refusal";
    case v1::ContentPart::kMedia:
      if (part.media().kind() == v1::MEDIA_KIND_IMAGE) return "image_url";
      if (part.media().kind() == v1::MEDIA_KIND_VIDEO) return "video_url";
      return part.media().kind() == v1::MEDIA_KIND_AUDIO ? "input_audio" : "file";
    case v1::ContentPart::KIND_NOT_SET:
      break;
  }
  return "";
}

absl::Status Content(RequestReader& reader, const Value& value, const Path& path, v1::Message& message) {
  if (value.IsString()) return ReadString(value, path, *message.add_content()->mutable_text());
  if (!value.IsArray()) return WrongType(path, "string | array");
  size_t index = 0;
  for (const Value& element : value.GetArray()) {
    const Path place = path.Element(index++);
    PartDraft draft;
    SG_RETURN_IF_ERROR(ReadObject(reader, element, place, kPartFields, draft));
    const Path type = place.Field("type");
    if (draft.type.empty()) return MissingField(type);
    if (!draft.has_value || TypeOf(draft.part) != draft.type) {
      for (const auto& field : kPartFields) {
        if (field.name == draft.type && field.name != "type") return MissingField(place.Field(field.name));
      }
      return InvalidValue(type, "text | refusal | image_url | input_audio | video_url | file");
    }
    *message.add_content() = std::move(draft.part);
  }
  return absl::OkStatus();
}

// ---- tool calls

absl::Status CallId(RequestReader&, const Value& value, const Path& path, v1::ToolCall& call) {
  return ReadString(value, path, *call.mutable_id());
}
template <typename T>
absl::Status FunctionType(RequestReader&, const Value& value, const Path& path, T&) {
  if (!value.IsString()) return WrongType(path, "string");
  if (json::Text(value) != "function") return InvalidValue(path, "function");
  return absl::OkStatus();
}
template <typename T>
absl::Status FunctionName(RequestReader&, const Value& value, const Path& path, T& out) {
  return ReadString(value, path, *out.mutable_name());
}
absl::Status CallArguments(RequestReader&, const Value& value, const Path& path, v1::ToolCall& call) {
  return ReadString(value, path, *call.mutable_arguments_json());
}
constexpr FieldReader<v1::ToolCall> kCalledFields[] = {
    {"name", FunctionName<v1::ToolCall>},
    {"arguments", CallArguments},
    // The official SDK's own copy of the arguments.
    {"parsed_arguments", DropField<v1::ToolCall>},
};
absl::Status Called(RequestReader& reader, const Value& value, const Path& path, v1::ToolCall& call) {
  SG_RETURN_IF_ERROR(ReadObject(reader, value, path, kCalledFields, call));
  if (call.name().empty()) return MissingField(path.Field("name"));
  return absl::OkStatus();
}
constexpr FieldReader<v1::ToolCall> kCallFields[] = {
    {"id", CallId},
    {"type", FunctionType<v1::ToolCall>},
    {"function", Called},
    // What an SDK keeps when it gathers a call from a stream.
    {"index", IgnoreField<v1::ToolCall>},
};
absl::Status ToolCalls(RequestReader& reader, const Value& value, const Path& path, v1::Message& message) {
  if (!value.IsArray()) return WrongType(path, "array");
  int32_t index = 0;
  for (const Value& element : value.GetArray()) {
    const Path place = path.Element(static_cast<size_t>(index));
    v1::ToolCall& call = *message.add_tool_calls();
    call.set_index(index++);
    SG_RETURN_IF_ERROR(ReadObject(reader, element, place, kCallFields, call));
    if (call.id().empty()) return MissingField(place.Field("id"));
    if (call.name().empty()) return MissingField(place.Field("function"));
  }
  return absl::OkStatus();
}

// ---- messages

constexpr std::string_view kRoles = "system | developer | user | assistant | tool";

absl::Status RoleName(RequestReader&, const Value& value, const Path& path, v1::Message& message) {
  struct Row {
    std::string_view name;
    v1::Role role;
  };
  static constexpr Row kRows[] = {{"user", v1::ROLE_USER},
                                  {"assistant", v1::ROLE_ASSISTANT},
                                  {"system", v1::ROLE_SYSTEM},
                                  {"tool", v1::ROLE_TOOL},
                                  {"developer", v1::ROLE_DEVELOPER}};
  if (!value.IsString()) return WrongType(path, "string");
  const std::string_view name = json::Text(value);
  if (name == "function") return InvalidValue(path, "role \"tool\" + tool_call_id");
  for (const Row& row : kRows) {
    if (row.name != name) continue;
    message.set_role(row.role);
    return absl::OkStatus();
  }
  return InvalidValue(path, kRoles);
}
absl::Status ParticipantName(RequestReader&, const Value& value, const Path& path, v1::Message& message) {
  return ReadString(value, path, *message.mutable_name());
}
absl::Status ToolCallId(RequestReader&, const Value& value, const Path& path, v1::Message& message) {
  return ReadString(value, path, *message.mutable_tool_call_id());
}
absl::Status Refusal(RequestReader&, const Value& value, const Path& path, v1::Message& message) {
  return ReadString(value, path, *message.mutable_refusal());
}
absl::Status Reasoning(RequestReader&, const Value& value, const Path& path, v1::Message& message) {
  return ReadString(value, path, *message.mutable_reasoning());
}
absl::Status Annotations(RequestReader& reader, const Value& value, const Path& path, v1::Message&) {
  if (!value.IsArray()) return WrongType(path, "array");
  if (!value.Empty()) reader.Drop(path);
  return absl::OkStatus();
}
absl::Status FunctionCall(RequestReader&, const Value&, const Path& path, v1::Message&) {
  return InvalidValue(path, "tool_calls");
}
constexpr FieldReader<v1::Message> kMessageFields[] = {
    {"role", RoleName},
    {"content", Content},
    {"name", ParticipantName},
    {"tool_calls", ToolCalls},
    {"tool_call_id", ToolCallId},
    {"refusal", Refusal},
    {"annotations", Annotations},
    {"reasoning_content", Reasoning},
    {"reasoning", Reasoning},
    {"audio", DropField<v1::Message>},
    // The official SDK's own copy of a JSON content.
    {"parsed", DropField<v1::Message>},
    {"function_call", FunctionCall},
};

absl::Status CheckMessage(const v1::Message& message, const Path& path) {
  if (message.role() == v1::ROLE_UNSPECIFIED) return MissingField(path.Field("role"));
  const bool says_otherwise =
      message.role() == v1::ROLE_ASSISTANT && (message.tool_calls_size() > 0 || !message.refusal().empty());
  if (message.content().empty() && !says_otherwise) return MissingField(path.Field("content"));
  if (message.role() == v1::ROLE_TOOL && message.tool_call_id().empty()) {
    return MissingField(path.Field("tool_call_id"));
  }
  if (message.role() != v1::ROLE_ASSISTANT && message.tool_calls_size() > 0) {
    return InvalidValue(path.Field("tool_calls"), "role \"assistant\"");
  }
  return absl::OkStatus();
}

// ---- tools

absl::Status ToolDescription(RequestReader&, const Value& value, const Path& path, v1::ToolDefinition& tool) {
  return ReadString(value, path, *tool.mutable_description());
}
absl::Status ToolParameters(RequestReader&, const Value& value, const Path& path, v1::ToolDefinition& tool) {
  return ReadJsonObject(value, path, *tool.mutable_parameters_json());
}
absl::Status ToolStrict(RequestReader&, const Value& value, const Path& path, v1::ToolDefinition& tool) {
  SG_ASSIGN_OR_RETURN(const bool strict, ReadBool(value, path));
  tool.set_strict(strict);
  return absl::OkStatus();
}
constexpr FieldReader<v1::ToolDefinition> kFunctionFields[] = {
    {"name", FunctionName<v1::ToolDefinition>},
    {"description", ToolDescription},
    {"parameters", ToolParameters},
    {"strict", ToolStrict},
};
absl::Status ToolFunction(RequestReader& reader, const Value& value, const Path& path,
                          v1::ToolDefinition& tool) {
  return ReadObject(reader, value, path, kFunctionFields, tool);
}
constexpr FieldReader<v1::ToolDefinition> kToolFields[] = {
    {"type", FunctionType<v1::ToolDefinition>},
    {"function", ToolFunction},
};

constexpr FieldReader<v1::ToolChoice> kChosenFields[] = {{"name", FunctionName<v1::ToolChoice>}};
absl::Status Chosen(RequestReader& reader, const Value& value, const Path& path, v1::ToolChoice& choice) {
  return ReadObject(reader, value, path, kChosenFields, choice);
}
constexpr FieldReader<v1::ToolChoice> kChoiceFields[] = {
    {"type", FunctionType<v1::ToolChoice>},
    {"function", Chosen},
};

}  // namespace

absl::Status ReadMessages(RequestReader& reader, const Value& value, const Path& path,
                          v1::GenerateRequest& request) {
  if (!value.IsArray()) return WrongType(path, "array");
  request.mutable_messages()->Reserve(static_cast<int>(value.Size()));
  size_t index = 0;
  for (const Value& element : value.GetArray()) {
    const Path place = path.Element(index++);
    v1::Message& message = *request.add_messages();
    SG_RETURN_IF_ERROR(ReadObject(reader, element, place, kMessageFields, message));
    SG_RETURN_IF_ERROR(CheckMessage(message, place));
  }
  return absl::OkStatus();
}

absl::Status ReadTools(RequestReader& reader, const Value& value, const Path& path,
                       v1::GenerateRequest& request) {
  if (!value.IsArray()) return WrongType(path, "array");
  size_t index = 0;
  for (const Value& element : value.GetArray()) {
    const Path place = path.Element(index++);
    v1::ToolDefinition& tool = *request.add_tools();
    SG_RETURN_IF_ERROR(ReadObject(reader, element, place, kToolFields, tool));
    const Path function = place.Field("function");
    if (tool.name().empty()) return MissingField(function.Field("name"));
  }
  return absl::OkStatus();
}

absl::Status ReadToolChoice(RequestReader& reader, const Value& value, const Path& path,
                            v1::GenerateRequest& request) {
  v1::ToolChoice& choice = *request.mutable_tool_choice();
  if (value.IsString()) {
    const std::string_view mode = json::Text(value);
    if (mode == "auto") {
      choice.set_mode(v1::ToolChoice::MODE_AUTO);
    } else if (mode == "none") {
      choice.set_mode(v1::ToolChoice::MODE_NONE);
    } else if (mode == "required") {
      choice.set_mode(v1::ToolChoice::MODE_REQUIRED);
    } else {
      return InvalidValue(path, "auto | none | required");
    }
    return absl::OkStatus();
  }
  if (!value.IsObject()) return WrongType(path, "string | object");
  choice.set_mode(v1::ToolChoice::MODE_FUNCTION);
  SG_RETURN_IF_ERROR(ReadObject(reader, value, path, kChoiceFields, choice));
  const Path function = path.Field("function");
  if (choice.name().empty()) return MissingField(function.Field("name"));
  return absl::OkStatus();
}

}  // namespace schoolgate::connectors::openai_chat
