// The demo's one conversation: a teacher's request over HTTPS, streamed, as an SDK would send it.
#ifndef SCHOOLGATE_GATEWAY_DEMO_CONVERSATION_H_
#define SCHOOLGATE_GATEWAY_DEMO_CONVERSATION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/roster/roster.h"

namespace schoolgate::gateway {

// What the teacher writes: two named students, a guardian's phone, a student number. From the roster, so that
// it is right for every generated district.
std::string TeacherText(const Roster& roster);

struct ConversationRequest {
  std::string base_url;  // "https://127.0.0.1:8080/v1"
  std::string ca_file;
  std::string api_key;
  std::string person;
  std::string text;
};

// What came back: the answer's text, and the exchange's id.
struct ConversationAnswer {
  std::string text;
  std::string exchange_id;
  size_t pieces = 0;
};

// Blocking.
absl::StatusOr<ConversationAnswer> Converse(const ConversationRequest& request);

// The texts of a chat completion request's messages, one after another: what the vendor got, as a person
// reads it.
std::string MessageTexts(const std::string& request_json);

// The text of a chat completion's event stream.
std::string StreamedText(const std::string& events);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_DEMO_CONVERSATION_H_
