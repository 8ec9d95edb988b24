#include "tests/leak/echo.h"

#include <algorithm>

#include "connectors/dialects/json_util.h"
#include "core/util/strings.h"
#include "redaction/transform/transformer.h"

namespace schoolgate::tests {
namespace {

namespace json = connectors::json;

std::string Written(const json::Value& value) {
  std::string out;
  json::Writer(out).Copy(value);
  return out;
}

void Read(const json::Value& value, std::string_view key, Said& said) {
  if (value.IsObject()) {
    if (key == "parameters" || key == "schema") {
      said.documents.push_back(Written(value));
      return;
    }
    if (json::FindText(value, "content") == redaction::kCodeInstruction) return;
    for (const auto& member : value.GetObject()) Read(member.value, json::Text(member.name), said);
  } else if (value.IsArray()) {
    for (const json::Value& element : value.GetArray()) Read(element, key, said);
  } else if (value.IsString() && key != "model" && key != "role" && key != "type") {
    // Arguments that are no JSON are text like any other.
    json::Document document;
    std::vector<std::string>& to = key == "arguments" && document.Parse(json::Text(value)).ok()
                                       ? said.documents
                                   : key == "name"                        ? said.names
                                   : key == "id" || key == "tool_call_id" ? said.ids
                                                                          : said.texts;
    to.emplace_back(json::Text(value));
  }
}

// Pieces of one to seven bytes, whole characters each.
std::vector<std::string_view> Pieces(std::string_view text) {
  constexpr size_t kLengths[] = {1, 7, 2, 5, 1, 3, 6, 4};
  std::vector<std::string_view> pieces;
  for (size_t i = 0; !text.empty(); ++i) {
    size_t length = std::min(kLengths[i % std::size(kLengths)], text.size());
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) ++length;
    pieces.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return pieces;
}

void WriteCall(json::Writer& writer, const v1::ToolCall& call, int index, std::string_view arguments) {
  writer.StartObject();
  writer.Field("index", index);
  if (!call.id().empty()) writer.Field("id", call.id());
  writer.Field("type", "function");
  writer.Key("function");
  writer.StartObject();
  if (!call.name().empty()) writer.Field("name", call.name());
  writer.Field("arguments", arguments);
  writer.EndObject();
  writer.EndObject();
}

template <typename WriteChoice>
std::string Envelope(const char* object, const WriteChoice& write_choice) {
  std::string out;
  json::Writer writer(out);
  writer.StartObject();
  writer.Field("id", "chatcmpl-echo");
  writer.Field("object", object);
  writer.Field("created", int64_t{1700000000});
  writer.Field("model", "echo");
  writer.Key("choices");
  writer.StartArray();
  writer.StartObject();
  writer.Field("index", 0);
  write_choice(writer);
  writer.EndObject();
  writer.EndArray();
  writer.EndObject();
  return out;
}

std::string TextOf(const v1::Message& message) {
  std::string text;
  for (const v1::ContentPart& part : message.content()) text += part.text();
  return text;
}

std::string Whole(const v1::Message& message) {
  return Envelope("chat.completion", [&](json::Writer& writer) {
    writer.Key("message");
    writer.StartObject();
    writer.Field("role", "assistant");
    writer.Field("content", TextOf(message));
    if (!message.refusal().empty()) writer.Field("refusal", message.refusal());
    if (!message.reasoning().empty()) writer.Field("reasoning_content", message.reasoning());
    if (message.tool_calls_size() > 0) {
      writer.Key("tool_calls");
      writer.StartArray();
      int index = 0;
      for (const v1::ToolCall& call : message.tool_calls())
        WriteCall(writer, call, index++, call.arguments_json());
      writer.EndArray();
    }
    writer.EndObject();
    writer.Field("finish_reason", message.tool_calls_size() > 0 ? "tool_calls" : "stop");
  });
}

std::string Streamed(const v1::Message& message) {
  std::string out;
  const auto event = [&out](const auto& write_delta, const char* finish_reason) {
    out += StrCat("data: ",
                  Envelope("chat.completion.chunk",
                           [&](json::Writer& writer) {
                             writer.Key("delta");
                             writer.StartObject();
                             write_delta(writer);
                             writer.EndObject();
                             if (finish_reason != nullptr) writer.Field("finish_reason", finish_reason);
                           }),
                  "\n\n");
  };
  event([](json::Writer& writer) { writer.Field("role", "assistant"); }, nullptr);
  const std::pair<const char*, std::string> texts[] = {{"reasoning_content", message.reasoning()},
                                                       {"content", TextOf(message)},
                                                       {"refusal", message.refusal()}};
  for (const auto& [name, text] : texts) {
    for (const std::string_view piece : Pieces(text)) {
      event([&, field = name](json::Writer& writer) { writer.Field(field, piece); }, nullptr);
    }
  }
  int index = 0;
  for (const v1::ToolCall& call : message.tool_calls()) {
    const auto piece_of = [&](const v1::ToolCall& shown, std::string_view arguments) {
      event(
          [&](json::Writer& writer) {
            writer.Key("tool_calls");
            writer.StartArray();
            WriteCall(writer, shown, index, arguments);
            writer.EndArray();
          },
          nullptr);
    };
    piece_of(call, "");
    for (const std::string_view piece : Pieces(call.arguments_json())) piece_of(v1::ToolCall(), piece);
    ++index;
  }
  event([](json::Writer&) {}, message.tool_calls_size() > 0 ? "tool_calls" : "stop");
  return out + "data: [DONE]\n\n";
}

void WriteComparable(const json::Value& value, json::Writer& writer) {
  if (value.IsObject()) {
    writer.StartObject();
    for (const auto& member : value.GetObject()) {
      writer.Key(json::Text(member.name));
      WriteComparable(member.value, writer);
    }
    writer.EndObject();
  } else if (value.IsArray()) {
    writer.StartArray();
    for (const json::Value& element : value.GetArray()) WriteComparable(element, writer);
    writer.EndArray();
  } else if (value.IsNumber()) {
    writer.String(Written(value));
  } else {
    writer.Copy(value);
  }
}

}  // namespace

Said SaidIn(std::string_view body) {
  json::Document document;
  Said said;
  if (document.Parse(body).ok()) Read(document.root(), "", said);
  return said;
}

v1::Message MessageOf(const Said& said) {
  std::string lines;
  for (const std::string& text : said.texts) lines += StrCat(text, "\n");
  v1::Message message;
  message.add_content()->set_text(lines);
  message.set_refusal(lines);
  message.set_reasoning(lines);
  const size_t calls = std::max({said.documents.size(), said.names.size(), said.ids.size()});
  for (size_t i = 0; i < calls; ++i) {
    v1::ToolCall& call = *message.add_tool_calls();
    call.set_index(static_cast<int32_t>(i));
    call.set_id(i < said.ids.size() ? said.ids[i] : StrCat("call_echo_", i));
    call.set_name(i < said.names.size() ? said.names[i] : "echo");
    call.set_arguments_json(i < said.documents.size() ? said.documents[i] : "{}");
  }
  return message;
}

connectors::VendorScript AnswerOf(const connectors::RecordedRequest& request, const v1::Message& message) {
  connectors::VendorScript script;
  json::Document document;
  const json::Value* stream = nullptr;
  if (document.Parse(request.body()).ok()) stream = json::Find(document.root(), "stream");
  if (stream == nullptr || !stream->IsTrue()) {
    script.body = Whole(message);
    return script;
  }
  script.content_type = "text/event-stream";
  // Cut without regard to events.
  constexpr size_t kPacket = 997;
  const std::string events = Streamed(message);
  for (size_t at = 0; at < events.size(); at += kPacket) {
    script.chunks.push_back({absl::ZeroDuration(), events.substr(at, kPacket)});
  }
  return script;
}

connectors::VendorScript Echo(const connectors::RecordedRequest& request) {
  return AnswerOf(request, MessageOf(SaidIn(request.body())));
}

v1::Message Gathered(const std::vector<v1::StreamGenerateResponse>& pieces) {
  v1::Message message;
  std::string text;
  for (const v1::StreamGenerateResponse& piece : pieces) {
    for (const v1::ChoiceDelta& delta : piece.deltas()) {
      text += delta.content();
      message.mutable_refusal()->append(delta.refusal());
      message.mutable_reasoning()->append(delta.reasoning());
      for (const v1::ToolCall& call : delta.tool_calls()) {
        while (message.tool_calls_size() <= call.index()) message.add_tool_calls();
        v1::ToolCall& whole = *message.mutable_tool_calls(call.index());
        whole.set_index(call.index());
        if (!call.id().empty()) whole.set_id(call.id());
        if (!call.name().empty()) whole.set_name(call.name());
        whole.mutable_arguments_json()->append(call.arguments_json());
      }
    }
  }
  message.add_content()->set_text(text);
  return message;
}

std::string Comparable(const std::string& text) {
  json::Document document;
  if (!document.Parse(text).ok()) return text;
  std::string out;
  json::Writer writer(out);
  WriteComparable(document.root(), writer);
  return out;
}

}  // namespace schoolgate::tests
