#include "tests/integration/checks.h"

#include "absl/strings/ascii.h"
#include "connectors/dialects/json_util.h"
#include "core/util/strings.h"
#include "gateway/audit/query.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace schoolgate::tests {

namespace json = connectors::json;

namespace {

std::string FindLine(std::string_view lines, std::string_view name) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const size_t colon = line.find(": ");
    if (colon == std::string_view::npos || absl::AsciiStrToLower(ToAbsl(line.substr(0, colon))) != name) {
      continue;
    }
    return std::string(absl::StripAsciiWhitespace(ToAbsl(line.substr(colon + 2))));
  }
  return "";
}

// The content of the first choice of one event, or of a whole answer.
void AppendContent(const json::Value& root, std::string& text) {
  const json::Value* choices = json::Find(root, "choices");
  if (choices == nullptr || !choices->IsArray() || choices->Empty()) return;
  const json::Value& choice = (*choices)[0];
  if (json::FindInt(choice, "index") != 0) return;
  for (const char* name : {"delta", "message"}) {
    if (const json::Value* part = json::Find(choice, name)) text += json::FindText(*part, "content");
  }
}

}  // namespace

std::string HeaderOf(const HttpAnswer& answer, std::string_view name) { return FindLine(answer.head, name); }
std::string HeaderOf(const GrpcAnswer& answer, std::string_view name) {
  return FindLine(answer.trailers, name);
}

std::vector<v1::AuditRecord> RecordsOf(const std::string& directory, std::string_view exchange_id) {
  gateway::AuditFilter filter;
  filter.exchange_id = std::string(exchange_id);
  filter.limit = SIZE_MAX;
  const auto found = gateway::QueryLog(directory + "/audit", filter);
  EXPECT_TRUE(found.ok()) << found.status();
  std::vector<v1::AuditRecord> records;
  if (!found.ok()) return records;
  for (const gateway::AuditRow& row : found->rows) records.push_back(row.record);
  return records;
}

std::vector<std::string> EventsOf(std::string_view body) {
  std::vector<std::string> events;
  if (!body.starts_with("data: ")) return {std::string(body)};
  while (!body.empty()) {
    const size_t end = body.find("\n\n");
    EXPECT_NE(end, std::string_view::npos) << "an event does not end";
    if (end == std::string_view::npos) break;
    const std::string_view event = body.substr(0, end);
    EXPECT_TRUE(event.starts_with("data: "));
    if (event != "data: [DONE]") events.emplace_back(event.substr(6));
    body.remove_prefix(end + 2);
  }
  return events;
}

ApiError ErrorOf(std::string_view body) {
  ApiError error;
  const std::vector<std::string> events = EventsOf(body);
  json::Document document;
  if (events.empty() || !document.Parse(events.back()).ok()) {
    ADD_FAILURE() << "no JSON: " << body;
    return error;
  }
  const json::Value* inner = json::Find(document.root(), "error");
  if (inner == nullptr) {
    ADD_FAILURE() << "no error: " << body;
    return error;
  }
  error.message = std::string(json::FindText(*inner, "message"));
  error.type = std::string(json::FindText(*inner, "type"));
  error.code = std::string(json::FindText(*inner, "code"));
  error.param = std::string(json::FindText(*inner, "param"));
  error.has_param = json::Find(*inner, "param") != nullptr;
  if (const json::Value* ours = json::Find(*inner, "schoolgate")) {
    error.reason = std::string(json::FindText(*ours, "reason"));
    error.spanish = std::string(json::FindText(*ours, "spanish"));
    error.request_id = std::string(json::FindText(*ours, "request_id"));
  }
  return error;
}

GrpcError ErrorOf(const GrpcAnswer& answer) {
  GrpcError error;
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(answer.details));
  for (const google::protobuf::Any& detail : details.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::LocalizedMessage message;
    if (detail.UnpackTo(&info)) {
      error.reason = info.reason();
      error.domain = info.domain();
    } else if (detail.UnpackTo(&message)) {
      (message.locale() == "es" ? error.spanish : error.english) = message.message();
    }
  }
  return error;
}

std::string ChatBody(std::string_view text, std::string_view more) {
  std::string body = R"({"messages":[{"role":"user","content":)";
  json::Writer writer(body);
  writer.String(text);
  return StrCat(body, "}]", more, "}");
}

v1::GenerateRequest ChatRequest(std::string_view text) {
  v1::GenerateRequest request;
  v1::Message& message = *request.add_messages();
  message.set_role(v1::ROLE_USER);
  message.add_content()->set_text(std::string(text));
  return request;
}

std::string TextOf(const HttpAnswer& answer) {
  std::string text;
  for (const std::string& event : EventsOf(answer.body)) {
    json::Document document;
    EXPECT_TRUE(document.Parse(event).ok()) << event;
    AppendContent(document.root(), text);
  }
  return text;
}

std::string TextOf(const GrpcAnswer& answer) {
  std::string text;
  if (answer.whole.choices_size() > 0) {
    for (const v1::ContentPart& part : answer.whole.choices(0).message().content()) text += part.text();
  }
  for (const v1::StreamGenerateResponse& piece : answer.pieces) {
    for (const v1::ChoiceDelta& delta : piece.deltas()) {
      if (delta.index() == 0) text += delta.content();
    }
  }
  return text;
}

}  // namespace schoolgate::tests
