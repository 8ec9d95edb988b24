// What the simulated vendor says when no script tells it otherwise.
#include <algorithm>

#include "connectors/dialects/json_util.h"
#include "connectors/vendors/simulated_vendor.h"
#include "core/util/strings.h"

namespace schoolgate::connectors {
namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsWord(char c) { return IsUpper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }
// Crockford's base32.
bool IsSymbol(char c) {
  return (c >= '0' && c <= '9') || (IsUpper(c) && c != 'I' && c != 'L' && c != 'O' && c != 'U');
}

// TYPE_XXXXXX, or TYPE_XXXXXX_B for another written form.
bool IsCode(std::string_view word) {
  if (word.size() > 2 && word[word.size() - 2] == '_' && IsUpper(word.back())) word.remove_suffix(2);
  if (word.size() < 9 || word[word.size() - 7] != '_') return false;
  const std::string_view symbols = word.substr(word.size() - 6);
  const std::string_view type = word.substr(0, word.size() - 7);
  return std::all_of(symbols.begin(), symbols.end(), IsSymbol) && IsUpper(type.front()) &&
         std::all_of(type.begin(), type.end(), [](char c) { return IsUpper(c) || c == '_'; });
}

bool IsPerson(std::string_view code) {
  return code.starts_with("STUDENT_") || code.starts_with("STAFF_") || code.starts_with("GUARDIAN_") ||
         code.starts_with("PERSON_");
}

std::string TextOf(const json::Value& message) {
  const json::Value* content = json::Find(message, "content");
  if (content == nullptr) return "";
  if (content->IsString()) return std::string(json::Text(*content));
  std::string text;
  if (content->IsArray()) {
    for (const json::Value& part : content->GetArray()) text += StrCat(json::FindText(part, "text"), "\n");
  }
  return text;
}

struct Question {
  std::vector<std::string> codes;
  std::string tool;  // to call; empty for none
  std::string tool_arguments;
  std::string document;  // the answer, where the format asked for is JSON
  bool stream = false;
  bool include_usage = false;
  int choices = 1;
  int64_t words = 0;
};

// The codes of the last user message and of what tools answered after it; of all messages if there are none.
std::vector<std::string> CodesToUse(const json::Value& messages) {
  std::string all;
  std::string last;
  for (const json::Value& message : messages.GetArray()) {
    const std::string text = TextOf(message);
    if (json::FindText(message, "role") == "user") last.clear();
    last += text + "\n";
    all += text + "\n";
  }
  std::vector<std::string> codes = CodesIn(last);
  return codes.empty() ? CodesIn(all) : codes;
}

// An object with the schema's own properties, no deeper; the first text is the code.
std::string ObjectOf(const json::Value* schema, const std::string& code) {
  std::string out;
  json::Writer writer(out);
  writer.StartObject();
  const json::Value* properties = schema == nullptr ? nullptr : json::Find(*schema, "properties");
  bool used = false;
  if (properties != nullptr && properties->IsObject()) {
    for (const auto& property : properties->GetObject()) {
      const std::string_view type = json::FindText(property.value, "type");
      writer.Key(json::Text(property.name));
      if (type == "integer" || type == "number") {
        writer.Int(1);
      } else if (type == "boolean") {
        writer.Bool(true);
      } else if (type == "array") {
        writer.StartArray();
        writer.EndArray();
      } else {
        writer.String(used ? std::string_view("all") : code);
        used = true;
      }
    }
  }
  if (!used) writer.Field("name", code);
  writer.EndObject();
  return out;
}

std::optional<Question> ReadQuestion(std::string_view body) {
  json::Document document;
  if (!document.Parse(body).ok()) return std::nullopt;
  const json::Value& root = document.root();
  const json::Value* messages = json::Find(root, "messages");
  if (messages == nullptr || !messages->IsArray() || messages->Empty()) return std::nullopt;
  Question question;
  question.codes = CodesToUse(*messages);
  question.words = std::count(body.begin(), body.end(), ' ') + 1;
  const json::Value* stream = json::Find(root, "stream");
  question.stream = stream != nullptr && stream->IsTrue();
  if (const json::Value* options = json::Find(root, "stream_options")) {
    const json::Value* usage = json::Find(*options, "include_usage");
    question.include_usage = usage != nullptr && usage->IsTrue();
  }
  question.choices = static_cast<int>(std::clamp<int64_t>(json::FindInt(root, "n"), 1, 16));

  const std::string code = question.codes.empty() ? "nobody" : question.codes.front();
  const json::Value* format = json::Find(root, "response_format");
  if (format != nullptr && json::FindText(*format, "type").starts_with("json")) {
    const json::Value* schema = json::Find(*format, "json_schema");
    question.document = ObjectOf(schema == nullptr ? nullptr : json::Find(*schema, "schema"), code);
  }

  const json::Value* tools = json::Find(root, "tools");
  const json::Value& last = (*messages)[messages->Size() - 1];
  if (tools != nullptr && tools->IsArray() && !tools->Empty() && json::FindText(last, "role") != "tool" &&
      json::FindText(root, "tool_choice") != "none") {
    if (const json::Value* function = json::Find((*tools)[0], "function")) {
      question.tool = std::string(json::FindText(*function, "name"));
      question.tool_arguments = ObjectOf(json::Find(*function, "parameters"), code);
    }
  }
  return question;
}

std::string AnswerText(const Question& question, int choice) {
  if (!question.document.empty()) return question.document;
  std::string text = choice == 0 ? "Here is an idea. " : StrCat("Another way, number ", choice + 1, ". ");
  std::vector<std::string_view> people;
  std::vector<std::string_view> others;
  for (const std::string& code : question.codes) (IsPerson(code) ? people : others).push_back(code);
  for (size_t i = 0; i + 1 < people.size(); i += 2) {
    text += StrCat(people[i], " could work with ", people[i + 1], " on the first half of the lesson. ");
  }
  if (people.size() % 2 == 1) text += StrCat(people.back(), " could explain one step aloud. ");
  for (std::string_view code : others) text += StrCat("I have taken ", code, " into account. ");
  if (people.empty()) text += "Begin with a warm-up, work in pairs, and close with one question each. ";
  text += people.empty() ? "Tell me how it went." : StrCat("Tell me how it went for ", people.front(), ".");
  return text;
}

void WriteUsage(json::Writer& writer, const Question& question) {
  writer.Key("usage");
  writer.StartObject();
  writer.Field("prompt_tokens", question.words);
  writer.Field("completion_tokens", 40);
  writer.Field("total_tokens", question.words + 40);
  writer.EndObject();
}

void WriteToolCall(json::Writer& writer, const Question& question) {
  writer.Field("id", "call_sim_1");
  writer.Field("type", "function");
  writer.Key("function");
  writer.StartObject();
  writer.Field("name", question.tool);
  writer.Field("arguments", question.tool_arguments);
  writer.EndObject();
}

std::string WholeAnswer(const Question& question) {
  std::string out;
  json::Writer writer(out);
  writer.StartObject();
  writer.Field("id", "chatcmpl-simulated");
  writer.Field("object", "chat.completion");
  writer.Field("created", int64_t{1700000000});
  writer.Field("model", "simulated-large");
  writer.Key("choices");
  writer.StartArray();
  for (int choice = 0; choice < question.choices; ++choice) {
    writer.StartObject();
    writer.Field("index", choice);
    writer.Key("message");
    writer.StartObject();
    writer.Field("role", "assistant");
    if (question.tool.empty()) {
      writer.Field("content", AnswerText(question, choice));
    } else {
      writer.NullField("content");
      writer.Key("tool_calls");
      writer.StartArray();
      writer.StartObject();
      WriteToolCall(writer, question);
      writer.EndObject();
      writer.EndArray();
    }
    writer.NullField("refusal");
    writer.EndObject();
    writer.NullField("logprobs");
    writer.Field("finish_reason", question.tool.empty() ? "stop" : "tool_calls");
    writer.EndObject();
  }
  writer.EndArray();
  WriteUsage(writer, question);
  writer.EndObject();
  return out;
}

// One event of a stream; `write_delta` fills the delta of the choice.
template <typename WriteDelta>
std::string Event(int choice, const char* finish_reason, const WriteDelta& write_delta) {
  std::string out = "data: ";
  json::Writer writer(out);
  writer.StartObject();
  writer.Field("id", "chatcmpl-simulated");
  writer.Field("object", "chat.completion.chunk");
  writer.Field("created", int64_t{1700000000});
  writer.Field("model", "simulated-large");
  writer.Key("choices");
  writer.StartArray();
  writer.StartObject();
  writer.Field("index", choice);
  writer.Key("delta");
  writer.StartObject();
  write_delta(writer);
  writer.EndObject();
  if (finish_reason != nullptr) {
    writer.Field("finish_reason", finish_reason);
  } else {
    writer.NullField("finish_reason");
  }
  writer.EndObject();
  writer.EndArray();
  // As the real ones pad their chunks.
  writer.Field("obfuscation", "aGk3Qx");
  writer.EndObject();
  return out + "\n\n";
}

// Cuts words and codes at places that no reader would choose.
std::vector<std::string_view> AwkwardPieces(std::string_view text) {
  constexpr size_t kLengths[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3};
  std::vector<std::string_view> pieces;
  for (size_t i = 0; !text.empty(); ++i) {
    const size_t length = std::min(kLengths[i % std::size(kLengths)], text.size());
    pieces.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return pieces;
}

void StreamToolCall(const Question& question, int choice, std::vector<std::string>& events) {
  const auto call = [](json::Writer& writer, const auto& write_call) {
    writer.Key("tool_calls");
    writer.StartArray();
    writer.StartObject();
    writer.Field("index", 0);
    write_call();
    writer.EndObject();
    writer.EndArray();
  };
  Question empty = question;
  empty.tool_arguments.clear();
  events.push_back(Event(choice, nullptr,
                         [&](json::Writer& writer) { call(writer, [&] { WriteToolCall(writer, empty); }); }));
  for (std::string_view piece : AwkwardPieces(question.tool_arguments)) {
    events.push_back(Event(choice, nullptr, [&](json::Writer& writer) {
      call(writer, [&] {
        writer.Key("function");
        writer.StartObject();
        writer.Field("arguments", piece);
        writer.EndObject();
      });
    }));
  }
}

std::vector<std::string> StreamEvents(const Question& question) {
  std::vector<std::string> events;
  for (int choice = 0; choice < question.choices; ++choice) {
    events.push_back(Event(choice, nullptr, [](json::Writer& writer) {
      writer.Field("role", "assistant");
      writer.Field("content", "");
      writer.NullField("refusal");
    }));
    if (question.tool.empty()) {
      const std::string text = AnswerText(question, choice);
      for (std::string_view piece : AwkwardPieces(text)) {
        events.push_back(
            Event(choice, nullptr, [&](json::Writer& writer) { writer.Field("content", piece); }));
      }
    } else {
      StreamToolCall(question, choice, events);
    }
    events.push_back(Event(choice, question.tool.empty() ? "stop" : "tool_calls", [](json::Writer&) {}));
  }
  if (question.include_usage) {
    std::string out = "data: ";
    json::Writer writer(out);
    writer.StartObject();
    writer.Field("id", "chatcmpl-simulated");
    writer.Key("choices");
    writer.StartArray();
    writer.EndArray();
    WriteUsage(writer, question);
    writer.EndObject();
    events.push_back(out + "\n\n");
  }
  events.push_back("data: [DONE]\n\n");
  return events;
}

VendorScript Refuse(int status, std::string_view message) {
  VendorScript script;
  script.status = status;
  script.body = StrCat(R"({"error":{"message":")", message,
                       R"(","type":"invalid_request_error","param":null,"code":null}})");
  return script;
}

}  // namespace

std::vector<std::string> CodesIn(std::string_view text) {
  std::vector<std::string> codes;
  for (size_t begin = 0; begin < text.size();) {
    if (!IsWord(text[begin])) {
      ++begin;
      continue;
    }
    size_t end = begin;
    while (end < text.size() && IsWord(text[end])) ++end;
    const std::string_view word = text.substr(begin, end - begin);
    if (IsCode(word) && std::find(codes.begin(), codes.end(), word) == codes.end()) codes.emplace_back(word);
    begin = end;
  }
  return codes;
}

VendorScript DefaultAnswer(const RecordedRequest& request, absl::Duration pace) {
  if (request.method == "GET" && request.target.ends_with("/models")) {
    VendorScript script;
    script.body = R"({"object":"list","data":[{"id":"simulated-large","object":"model","created":1700000000,)"
                  R"("owned_by":"simulated-vendor"}]})";
    return script;
  }
  if (request.method != "POST" || !request.target.ends_with("/chat/completions")) {
    return Refuse(404, "Unknown path.");
  }
  const std::optional<Question> question = ReadQuestion(request.body());
  if (!question.has_value()) return Refuse(400, "The body is no chat completion request.");
  VendorScript script;
  if (!question->stream) {
    script.body = WholeAnswer(*question);
    return script;
  }
  script.content_type = "text/event-stream";
  for (std::string& event : StreamEvents(*question)) script.chunks.push_back({pace, std::move(event)});
  return script;
}

}  // namespace schoolgate::connectors
