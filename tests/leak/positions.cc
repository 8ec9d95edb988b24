#include "tests/leak/positions.h"

#include "connectors/dialects/json_util.h"
#include "core/util/strings.h"
#include "tests/leak/needles.h"

namespace schoolgate::tests {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

v1::Handling HandlingOf(const FieldDescriptor& field) { return field.options().GetExtension(v1::handling); }

bool IsText(const FieldDescriptor& field) { return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING; }

void Collect(const Descriptor& descriptor, const std::set<v1::Handling>& handlings,
             std::set<const Descriptor*>& seen, std::set<std::string>& fields) {
  if (!seen.insert(&descriptor).second) return;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    if (field.message_type() != nullptr) Collect(*field.message_type(), handlings, seen, fields);
    if (IsText(field) && handlings.contains(HandlingOf(field))) fields.insert(field.full_name());
  }
}

// How to get to a message from the request: fields and, in repeated ones, indices.
struct Step {
  const FieldDescriptor* field;
  int index;  // -1: not repeated
};
using Route = std::vector<Step>;

Message& Follow(Message& request, const Route& route) {
  Message* at = &request;
  for (const Step& step : route) {
    at = step.index < 0 ? at->GetReflection()->MutableMessage(at, step.field)
                        : at->GetReflection()->MutableRepeatedMessage(at, step.field, step.index);
  }
  return *at;
}

std::string JsonString(std::string_view text) {
  std::string out;
  connectors::json::Writer(out).String(text);
  return out;
}

struct Way {
  const char* label;
  std::function<std::string(const Planted&)> write;
  bool number = false;
};

// Ways to plant in a JSON document. `any` is for documents that need not be an object.
std::vector<Way> JsonWays(bool any) {
  std::vector<Way> ways = {
      {"a string",
       [](const Planted& p) { return StrCat("{", JsonString(p.cue), ":", JsonString(p.value), "}"); }},
      {"a sentence in a nested array",
       [](const Planted& p) {
         return StrCat(R"({"rows":[[1,{"notes":[)", JsonString(p.text), R"(]}],true,null]})");
       }},
      {"a key", [](const Planted& p) { return StrCat(R"({"grades":{)", JsonString(p.text), R"(:"B+"}})"); }},
      {"an escaped string",
       [](const Planted& p) { return StrCat("{", JsonString(p.cue), ":\"", JsonEscaped(p.value), "\"}"); }},
      {"a number", [](const Planted& p) { return StrCat("{", JsonString(p.cue), ":", p.value, "}"); }, true},
  };
  if (any) {
    ways.push_back({"no document", [](const Planted& p) { return StrCat("{broken: ", p.text); }});
    ways.push_back({"only a string", [](const Planted& p) { return JsonString(p.text); }});
  }
  return ways;
}

class Enumerator {
 public:
  std::vector<Position> Enumerate() {
    v1::GenerateRequest request = FullRequest();
    Visit(request, {}, "", false);
    return std::move(positions_);
  }

 private:
  void Visit(const Message& message, const Route& route, const std::string& path, bool context) {
    const Descriptor& descriptor = *message.GetDescriptor();
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    for (int i = 0; i < descriptor.field_count(); ++i) {
      const FieldDescriptor& field = *descriptor.field(i);
      const int count = field.is_repeated()
                            ? reflection.FieldSize(message, &field)
                            : (field.has_presence() ? reflection.HasField(message, &field) : 1);
      for (int k = 0; k < count; ++k) {
        const int index = field.is_repeated() ? k : -1;
        std::string place = StrCat(path, path.empty() ? "" : ".", field.name());
        if (index >= 0) place += StrCat("[", index, "]");
        if (field.message_type() != nullptr) {
          Route below = route;
          below.push_back({&field, index});
          const Message& child = index < 0 ? reflection.GetMessage(message, &field)
                                           : reflection.GetRepeatedMessage(message, &field, index);
          Visit(child, below, place, context || field.message_type() == v1::RequestContext::descriptor());
        } else if (IsText(field)) {
          std::string scratch;
          const std::string& text =
              index < 0 ? reflection.GetStringReference(message, &field, &scratch)
                        : reflection.GetRepeatedStringReference(message, &field, index, &scratch);
          // Of the context each field, also one that an ordinary request leaves empty.
          if (!text.empty() || context) AddPositions(field, route, index, place, context);
        }
      }
    }
  }

  void AddPositions(const FieldDescriptor& field, const Route& route, int index, const std::string& place,
                    bool context) {
    switch (HandlingOf(field)) {
      case v1::HANDLING_TEXT:
        if (field.options().GetExtension(v1::name_charset)) {
          return Add(field, route, index, place, context, "a name", [](const Planted& p) { return p.brief; });
        }
        Add(field, route, index, place, context, "a sentence", [](const Planted& p) { return p.text; });
        return;
      case v1::HANDLING_JSON:
        for (const Way& way : JsonWays(field.containing_type() == v1::ToolCall::descriptor())) {
          Add(field, route, index, place, context, way.label, way.write);
          if (way.number) positions_.back().fits = [](const Planted& p) { return p.number; };
        }
        return;
      case v1::HANDLING_IDENTIFIER:
        return Add(field, route, index, place, context, "the whole",
                   [](const Planted& p) { return p.value; });
      default:  // PLAIN fields refuse what is not registered, media are not in this request
        return;
    }
  }

  void Add(const FieldDescriptor& field, const Route& route, int index, const std::string& place,
           bool context, std::string_view way, std::function<std::string(const Planted&)> write) {
    Position position;
    position.field = field.full_name();
    position.label = StrCat(place, ", ", way);
    position.context = context;
    position.plant = [&field, route, index, write = std::move(write)](v1::GenerateRequest& request,
                                                                      const Planted& planted) {
      Message& message = Follow(request, route);
      const google::protobuf::Reflection& reflection = *message.GetReflection();
      if (index < 0) {
        reflection.SetString(&message, &field, write(planted));
      } else {
        reflection.SetRepeatedString(&message, &field, index, write(planted));
      }
    };
    positions_.push_back(std::move(position));
  }

  std::vector<Position> positions_;
};

v1::Message& AddMessage(v1::GenerateRequest& request, v1::Role role) {
  v1::Message& message = *request.add_messages();
  message.set_role(role);
  return message;
}

void AddCall(v1::Message& message, int index, const char* id, const char* name, const char* arguments) {
  v1::ToolCall& call = *message.add_tool_calls();
  call.set_index(index);
  call.set_id(id);
  call.set_name(name);
  call.set_arguments_json(arguments);
}

void AddTool(v1::GenerateRequest& request, const char* name, const char* description) {
  v1::ToolDefinition& tool = *request.add_tools();
  tool.set_name(name);
  tool.set_description(description);
  tool.set_parameters_json(R"({"type":"object","properties":{"subject":{"type":"string"}}})");
}

}  // namespace

std::set<std::string> FieldsBelow(const Descriptor& descriptor, const std::set<v1::Handling>& handlings) {
  std::set<const Descriptor*> seen;
  std::set<std::string> fields;
  Collect(descriptor, handlings, seen, fields);
  return fields;
}

v1::GenerateRequest FullRequest() {
  v1::GenerateRequest request;
  request.mutable_context()->set_request_id("9a1c2b1e-52a3-4c0e-9a39-000000000000");
  request.mutable_context()->set_session("unit-4");
  request.mutable_context()->set_person("stf-700112");
  AddMessage(request, v1::ROLE_SYSTEM).add_content()->set_text("You help with lesson plans.");
  AddMessage(request, v1::ROLE_DEVELOPER).add_content()->set_text("Answer in short lists.");
  v1::Message& asks = AddMessage(request, v1::ROLE_USER);
  asks.set_name("science_team");
  asks.add_content()->set_text("How is the unit going?");
  asks.add_content()->set_text("Use the grade book.");
  v1::Message& calls = AddMessage(request, v1::ROLE_ASSISTANT);
  calls.add_content()->set_text("I will look it up.");
  calls.set_reasoning("The grade book knows.");
  AddCall(calls, 0, "call_1", "find_grades", R"({"subject":"science"})");
  AddCall(calls, 1, "call_2", "find_standards", R"({"subject":"density"})");
  for (const char* id : {"call_1", "call_2"}) {
    v1::Message& result = AddMessage(request, v1::ROLE_TOOL);
    result.set_tool_call_id(id);
    result.add_content()->set_text("Most are done.");
  }
  v1::Message& declines = AddMessage(request, v1::ROLE_ASSISTANT);
  declines.add_content()->set_refusal("I cannot grade that.");
  declines.set_refusal("Not without a rubric.");
  AddMessage(request, v1::ROLE_USER).add_content()->set_text("Then plan the next lesson.");
  AddTool(request, "find_grades", "Reads the grade book.");
  AddTool(request, "find_standards", "Reads the standards.");
  request.mutable_tool_choice()->set_mode(v1::ToolChoice::MODE_FUNCTION);
  request.mutable_tool_choice()->set_name("find_grades");
  v1::ResponseFormat& format = *request.mutable_response_format();
  format.set_kind(v1::ResponseFormat::KIND_JSON_SCHEMA);
  format.set_schema_name("plan");
  format.set_schema_description("A lesson plan.");
  format.set_schema_json(R"({"type":"object","properties":{"steps":{"type":"array"}}})");
  request.mutable_parameters()->add_stop_sequences("END OF PLAN");
  request.mutable_parameters()->add_stop_sequences("----");
  request.set_end_user("room 12");
  for (const char* key : {"unit", "period"}) {
    v1::MetadataEntry& entry = *request.add_metadata();
    entry.set_key(key);
    entry.set_value("four");
  }
  return request;
}

std::vector<Position> PositionsOfFullRequest() { return Enumerator().Enumerate(); }

}  // namespace schoolgate::tests
