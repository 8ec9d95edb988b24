// A Chat Completions request, read. Each published field has its row in kRequestFields.
#include "connectors/dialects/openai_chat.h"
#include "connectors/dialects/openai_chat_internal.h"

namespace schoolgate::connectors {
namespace {

using json::Value;

struct Draft {
  v1::GenerateRequest request;
  bool stream = false;
  bool include_usage = false;
};

v1::GenerationParameters& Parameters(Draft& draft) { return *draft.request.mutable_parameters(); }

absl::Status Model(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  return ReadString(value, path, *draft.request.mutable_model());
}
absl::Status User(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  return ReadString(value, path, *draft.request.mutable_end_user());
}
absl::Status Messages(RequestReader& reader, const Value& value, const Path& path, Draft& draft) {
  return openai_chat::ReadMessages(reader, value, path, draft.request);
}
absl::Status Tools(RequestReader& reader, const Value& value, const Path& path, Draft& draft) {
  return openai_chat::ReadTools(reader, value, path, draft.request);
}
absl::Status ToolChoice(RequestReader& reader, const Value& value, const Path& path, Draft& draft) {
  return openai_chat::ReadToolChoice(reader, value, path, draft.request);
}

// ---- numbers and switches: one reader for each kind of setter

template <void (v1::GenerationParameters::*kSet)(double)>
absl::Status Real(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  SG_ASSIGN_OR_RETURN(const double number, ReadDouble(value, path));
  (Parameters(draft).*kSet)(number);
  return absl::OkStatus();
}
template <void (v1::GenerationParameters::*kSet)(int32_t)>
absl::Status Whole(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  SG_ASSIGN_OR_RETURN(const int32_t number, ReadInt32(value, path));
  (Parameters(draft).*kSet)(number);
  return absl::OkStatus();
}
template <void (v1::GenerationParameters::*kSet)(bool)>
absl::Status Switch(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  SG_ASSIGN_OR_RETURN(const bool on, ReadBool(value, path));
  (Parameters(draft).*kSet)(on);
  return absl::OkStatus();
}

absl::Status Seed(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  SG_ASSIGN_OR_RETURN(const int64_t seed, ReadInt(value, path, INT64_MIN, INT64_MAX));
  Parameters(draft).set_seed(seed);
  return absl::OkStatus();
}

// The older name yields to the newer one where a caller sends both.
absl::Status MaxTokens(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  SG_ASSIGN_OR_RETURN(const int32_t most, ReadInt32(value, path));
  if (!Parameters(draft).max_tokens_counts_reasoning()) Parameters(draft).set_max_tokens(most);
  return absl::OkStatus();
}
absl::Status MaxCompletionTokens(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  SG_ASSIGN_OR_RETURN(const int32_t most, ReadInt32(value, path));
  Parameters(draft).set_max_tokens(most);
  Parameters(draft).set_max_tokens_counts_reasoning(true);
  return absl::OkStatus();
}

absl::Status Stop(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  if (value.IsString()) return ReadString(value, path, *Parameters(draft).add_stop_sequences());
  if (!value.IsArray()) return WrongType(path, "string | array");
  size_t index = 0;
  for (const Value& element : value.GetArray()) {
    SG_RETURN_IF_ERROR(ReadString(element, path.Element(index++), *Parameters(draft).add_stop_sequences()));
  }
  return absl::OkStatus();
}

absl::Status Effort(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  struct Row {
    std::string_view name;
    v1::ReasoningEffort effort;
  };
  static constexpr Row kRows[] = {{"none", v1::REASONING_EFFORT_NONE},
                                  {"minimal", v1::REASONING_EFFORT_MINIMAL},
                                  {"low", v1::REASONING_EFFORT_LOW},
                                  {"medium", v1::REASONING_EFFORT_MEDIUM},
                                  {"high", v1::REASONING_EFFORT_HIGH}};
  if (!value.IsString()) return WrongType(path, "string");
  for (const Row& row : kRows) {
    if (row.name != json::Text(value)) continue;
    Parameters(draft).set_reasoning_effort(row.effort);
    return absl::OkStatus();
  }
  return InvalidValue(path, "none | minimal | low | medium | high");
}

absl::Status Metadata(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  if (!value.IsObject()) return WrongType(path, "object");
  UnknownKeys keys;
  size_t ordinal = 0;
  for (const auto& member : value.GetObject()) {
    const Path place = path.Ordinal(++ordinal);
    if (!keys.Add(json::Text(member.name))) return DuplicateKey(place);
    if (member.value.IsNull()) continue;
    v1::MetadataEntry& entry = *draft.request.add_metadata();
    SG_RETURN_IF_ERROR(ReadString(member.name, place, *entry.mutable_key()));
    SG_RETURN_IF_ERROR(ReadString(member.value, place, *entry.mutable_value()));
  }
  return absl::OkStatus();
}

// ---- the stream

absl::Status Stream(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  SG_ASSIGN_OR_RETURN(draft.stream, ReadBool(value, path));
  return absl::OkStatus();
}
absl::Status IncludeUsage(RequestReader&, const Value& value, const Path& path, Draft& draft) {
  SG_ASSIGN_OR_RETURN(draft.include_usage, ReadBool(value, path));
  return absl::OkStatus();
}
constexpr FieldReader<Draft> kStreamOptionFields[] = {
    {"include_usage", IncludeUsage},
    {"include_obfuscation", DropField<Draft>},
};
absl::Status StreamOptions(RequestReader& reader, const Value& value, const Path& path, Draft& draft) {
  return ReadObject(reader, value, path, kStreamOptionFields, draft);
}

// ---- the answer's shape

absl::Status SchemaName(RequestReader&, const Value& value, const Path& path, v1::ResponseFormat& format) {
  return ReadString(value, path, *format.mutable_schema_name());
}
absl::Status SchemaDescription(RequestReader&, const Value& value, const Path& path,
                               v1::ResponseFormat& format) {
  return ReadString(value, path, *format.mutable_schema_description());
}
absl::Status SchemaBody(RequestReader&, const Value& value, const Path& path, v1::ResponseFormat& format) {
  return ReadJsonObject(value, path, *format.mutable_schema_json());
}
absl::Status SchemaStrict(RequestReader&, const Value& value, const Path& path, v1::ResponseFormat& format) {
  SG_ASSIGN_OR_RETURN(const bool strict, ReadBool(value, path));
  format.set_strict(strict);
  return absl::OkStatus();
}
constexpr FieldReader<v1::ResponseFormat> kSchemaFields[] = {
    {"name", SchemaName},
    {"description", SchemaDescription},
    {"schema", SchemaBody},
    {"strict", SchemaStrict},
};
absl::Status FormatKind(RequestReader&, const Value& value, const Path& path, v1::ResponseFormat& format) {
  if (!value.IsString()) return WrongType(path, "string");
  const std::string_view kind = json::Text(value);
  if (kind == "text") {
    format.set_kind(v1::ResponseFormat::KIND_TEXT);
  } else if (kind == "json_object") {
    format.set_kind(v1::ResponseFormat::KIND_JSON_OBJECT);
  } else if (kind == "json_schema") {
    format.set_kind(v1::ResponseFormat::KIND_JSON_SCHEMA);
  } else {
    return InvalidValue(path, "text | json_object | json_schema");
  }
  return absl::OkStatus();
}
absl::Status JsonSchema(RequestReader& reader, const Value& value, const Path& path,
                        v1::ResponseFormat& format) {
  return ReadObject(reader, value, path, kSchemaFields, format);
}
constexpr FieldReader<v1::ResponseFormat> kFormatFields[] = {
    {"type", FormatKind},
    {"json_schema", JsonSchema},
};
absl::Status Format(RequestReader& reader, const Value& value, const Path& path, Draft& draft) {
  v1::ResponseFormat& format = *draft.request.mutable_response_format();
  SG_RETURN_IF_ERROR(ReadObject(reader, value, path, kFormatFields, format));
  if (format.kind() == v1::ResponseFormat::KIND_UNSPECIFIED) return MissingField(path.Field("type"));
  if (format.kind() == v1::ResponseFormat::KIND_JSON_SCHEMA) {
    const Path schema = path.Field("json_schema");
    if (format.schema_name().empty()) return MissingField(schema.Field("name"));
  }
  return absl::OkStatus();
}

// ---- published fields that the gate does not send

// `"store": false` asks for what happens anyway.
absl::Status Store(RequestReader& reader, const Value& value, const Path& path, Draft&) {
  SG_ASSIGN_OR_RETURN(const bool store, ReadBool(value, path));
  if (store) reader.Drop(path);
  return absl::OkStatus();
}
absl::Status Modalities(RequestReader& reader, const Value& value, const Path& path, Draft&) {
  if (!value.IsArray()) return WrongType(path, "array");
  for (const Value& element : value.GetArray()) {
    if (!element.IsString() || json::Text(element) != "text") return InvalidValue(path, "[\"text\"]");
  }
  reader.Drop(path);
  return absl::OkStatus();
}
absl::Status Functions(RequestReader&, const Value& value, const Path& path, Draft&) {
  if (value.IsArray() && value.Empty()) return absl::OkStatus();
  return InvalidValue(path, "tools, tool_choice");
}
// Published, but without a place in the canonical request: as any unknown field, by its own name.
absl::Status Unsupported(RequestReader& reader, const Value& value, const Path& path, Draft&) {
  return reader.Unknown(value, path);
}

using P = v1::GenerationParameters;
constexpr FieldReader<Draft> kRequestFields[] = {
    {"model", Model},
    {"messages", Messages},
    {"stream", Stream},
    {"temperature", Real<&P::set_temperature>},
    {"max_tokens", MaxTokens},
    {"max_completion_tokens", MaxCompletionTokens},
    {"tools", Tools},
    {"tool_choice", ToolChoice},
    {"parallel_tool_calls", Switch<&P::set_parallel_tool_calls>},
    {"stream_options", StreamOptions},
    {"response_format", Format},
    {"top_p", Real<&P::set_top_p>},
    {"n", Whole<&P::set_choice_count>},
    {"stop", Stop},
    {"seed", Seed},
    {"frequency_penalty", Real<&P::set_frequency_penalty>},
    {"presence_penalty", Real<&P::set_presence_penalty>},
    {"logprobs", Switch<&P::set_logprobs>},
    {"top_logprobs", Whole<&P::set_top_logprobs>},
    {"reasoning_effort", Effort},
    {"user", User},
    {"metadata", Metadata},
    {"store", Store},
    {"modalities", Modalities},
    {"functions", Functions},
    {"function_call", Functions},
    // They change what the vendor charges, caches or guesses, not what it answers.
    {"service_tier", DropField<Draft>},
    {"prediction", DropField<Draft>},
    {"prompt_cache_key", DropField<Draft>},
    {"prompt_cache_retention", DropField<Draft>},
    {"safety_identifier", DropField<Draft>},
    {"verbosity", DropField<Draft>},
    // Token numbers are the vendor's own.
    {"logit_bias", DropField<Draft>},
    // Settings of a spoken answer, which `modalities` refuses.
    {"audio", DropField<Draft>},
    {"web_search_options", Unsupported},
};

}  // namespace

absl::StatusOr<DecodedRequest> OpenAiChat::DecodeRequest(std::string_view body,
                                                         const DecodeOptions& options) const {
  json::Document document;
  if (const json::ParseResult result = document.Parse(body); !result.ok()) return ParseProblem(result);
  RequestReader reader(options);
  Draft draft;
  const Path root;
  SG_RETURN_IF_ERROR(ReadObject(reader, document.root(), root, kRequestFields, draft));
  if (draft.request.messages().empty()) return MissingField(root.Field("messages"));

  DecodedRequest decoded;
  if (draft.stream) {
    v1::StreamGenerateRequest stream;
    *stream.mutable_request() = std::move(draft.request);
    decoded.request = Guarded<CanonicalRequest>(std::move(stream));
    decoded.include_usage = draft.include_usage;
  } else {
    decoded.request = Guarded<CanonicalRequest>(std::move(draft.request));
  }
  decoded.dropped = reader.TakeDropped();
  return decoded;
}

}  // namespace schoolgate::connectors
