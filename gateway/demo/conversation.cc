#include "gateway/demo/conversation.h"

#include <curl/curl.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"

namespace schoolgate::gateway {
namespace {

struct Received {
  std::string body;
  std::string exchange_id;
  size_t pieces = 0;
};

size_t OnBody(char* data, size_t size, size_t count, void* user) {
  auto& received = *static_cast<Received*>(user);
  received.body.append(data, size * count);
  ++received.pieces;
  return size * count;
}

size_t OnHeader(char* data, size_t size, size_t count, void* user) {
  const absl::string_view line(data, size * count);
  constexpr absl::string_view kName = "x-request-id:";
  if (absl::StartsWithIgnoreCase(line, kName)) {
    static_cast<Received*>(user)->exchange_id =
        std::string(absl::StripAsciiWhitespace(line.substr(kName.size())));
  }
  return size * count;
}

std::string ChatBody(const std::string& text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartObject();
  writer.Key("model");
  writer.String("lesson-planner");
  writer.Key("stream");
  writer.Bool(true);
  writer.Key("messages");
  writer.StartArray();
  writer.StartObject();
  writer.Key("role");
  writer.String("user");
  writer.Key("content");
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  writer.EndObject();
  writer.EndArray();
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

void AppendContent(const rapidjson::Value& content, std::string& out) {
  if (content.IsString()) {
    out.append(content.GetString(), content.GetStringLength());
  } else if (content.IsArray()) {
    for (const rapidjson::Value& part : content.GetArray()) {
      if (part.IsObject() && part.HasMember("text")) AppendContent(part["text"], out);
    }
  }
}

}  // namespace

std::string TeacherText(const Roster& roster) {
  const auto first = roster.FindBySourceId(kDemoFirstStudentId);
  const auto second = roster.FindBySourceId(kDemoSecondStudentId);
  if (!first || !second) return "";
  const Person& maya = roster.person(*first);
  std::string number, phone;
  for (const PersonId& id : maya.ids) {
    if (id.kind == IdKind::kLocal) number = std::string(id.value);
  }
  for (const PersonIndex related : roster.person(*second).related) {
    const Person& guardian = roster.person(related);
    if (phone.empty() && !guardian.phones.empty()) phone = std::string(guardian.phones.front());
  }
  return StrCat(kDemoFirstStudentName, " (student number ", number, ") and ", kDemoSecondStudentName,
                " missed the density lab in 7A science. Write a short plan for each to catch up by Friday. "
                "Maya works best "
                "with a partner; Liam's family can be reached at ",
                phone, ".");
}

absl::StatusOr<ConversationAnswer> Converse(const ConversationRequest& request) {
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  const std::string body = ChatBody(request.text);
  curl_slist* list = curl_slist_append(nullptr, "content-type: application/json");
  list = curl_slist_append(list, StrCat("authorization: Bearer ", request.api_key).c_str());
  list = curl_slist_append(list, StrCat("x-schoolgate-person: ", request.person).c_str());
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(list, curl_slist_free_all);
  Received received;
  curl_easy_setopt(curl.get(), CURLOPT_URL, StrCat(request.base_url, "/chat/completions").c_str());
  curl_easy_setopt(curl.get(), CURLOPT_CAINFO, request.ca_file.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, OnBody);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &received);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, OnHeader);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &received);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 60L);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK)
    return absl::UnavailableError(StrCat("the gate did not answer: ", curl_easy_strerror(code)));
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) return absl::UnavailableError(StrCat("the gate answered ", status, ": ", received.body));
  return ConversationAnswer{StreamedText(received.body), received.exchange_id, received.pieces};
}

std::string MessageTexts(const std::string& request_json) {
  rapidjson::Document document;
  document.Parse(request_json.data(), request_json.size());
  std::string out;
  if (document.HasParseError() || !document.IsObject() || !document.HasMember("messages")) return out;
  for (const rapidjson::Value& message : document["messages"].GetArray()) {
    if (!out.empty()) out += "\n\n";
    if (message.HasMember("role")) out += StrCat("[", message["role"].GetString(), "] ");
    if (message.HasMember("content")) AppendContent(message["content"], out);
  }
  return out;
}

std::string StreamedText(const std::string& events) {
  std::string out;
  for (const absl::string_view line : absl::StrSplit(events, '\n')) {
    if (!absl::StartsWith(line, "data: {")) continue;
    rapidjson::Document document;
    document.Parse(line.data() + 6, line.size() - 6);
    if (document.HasParseError() || !document.HasMember("choices")) continue;
    for (const rapidjson::Value& choice : document["choices"].GetArray()) {
      if (choice.HasMember("delta") && choice["delta"].HasMember("content")) {
        AppendContent(choice["delta"]["content"], out);
      }
    }
  }
  return out;
}

}  // namespace schoolgate::gateway
