// What tests of a whole gate look at: the audit records of an exchange, the error in an answer.
//
// Stateless; any thread. A check that cannot be made is a failure of the test that asked for it.
#ifndef SCHOOLGATE_TESTS_INTEGRATION_CHECKS_H_
#define SCHOOLGATE_TESTS_INTEGRATION_CHECKS_H_

#include <string>
#include <string_view>
#include <vector>

#include "schoolgate/v1/audit.pb.h"
#include "tests/integration/gate_fixture.h"

namespace schoolgate::tests {

// A header of an answer, by its lower-case name; empty if there is none.
std::string HeaderOf(const HttpAnswer& answer, std::string_view name);
// The same of the metadata of a gRPC answer.
std::string HeaderOf(const GrpcAnswer& answer, std::string_view name);

// The records of the log under `directory` (the gate's), oldest first: one exchange's, or all if it is empty.
std::vector<v1::AuditRecord> RecordsOf(const std::string& directory, std::string_view exchange_id);

// The error of an OpenAI-style body, or of the last event of a stream.
struct ApiError {
  std::string message, type, code, param, reason, spanish, request_id;
  bool has_param = false;  // and not null
};
ApiError ErrorOf(std::string_view body);

// The error in the details of a gRPC status.
struct GrpcError {
  std::string reason, domain, english, spanish;
};
GrpcError ErrorOf(const GrpcAnswer& answer);

// A chat body with one user message and more fields: `more` begins with a comma, or is empty.
std::string ChatBody(std::string_view text, std::string_view more = "");
v1::GenerateRequest ChatRequest(std::string_view text);

// The text of the first choice, whole or put together from a stream's events.
std::string TextOf(const HttpAnswer& answer);
std::string TextOf(const GrpcAnswer& answer);

// The document of a whole answer or of each event of a stream ("[DONE]" left out).
std::vector<std::string> EventsOf(std::string_view body);

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_INTEGRATION_CHECKS_H_
