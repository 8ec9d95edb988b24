// A vendor that says back what it was sent, in every field an answer has, whole or in pieces of one to seven
// bytes, and what a caller makes of the answer.
//
// Stateless; any thread.
#ifndef SCHOOLGATE_TESTS_LEAK_ECHO_H_
#define SCHOOLGATE_TESTS_LEAK_ECHO_H_

#include <string>
#include <string_view>
#include <vector>

#include "connectors/vendors/simulated_vendor.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::tests {

// What a Chat Completions request says, in its order. The gate's own instruction on codes is left out.
struct Said {
  std::vector<std::string> texts;
  std::vector<std::string> documents;  // arguments, parameters, schemas
  std::vector<std::string> names;      // of functions, participants, schemas
  std::vector<std::string> ids;        // of tool calls
};
Said SaidIn(std::string_view body);

// One message with the texts as content, as refusal and as reasoning, a line each, and the documents as
// arguments of calls of functions of the names, under the ids.
v1::Message MessageOf(const Said& said);

// `message` as the vendor's answer to `request`: streamed if it asked for a stream.
connectors::VendorScript AnswerOf(const connectors::RecordedRequest& request, const v1::Message& message);

// The vendor that says back what it was sent.
connectors::VendorScript Echo(const connectors::RecordedRequest& request);

// What a caller got, put together: one choice's message.
v1::Message Gathered(const std::vector<v1::StreamGenerateResponse>& pieces);

// A JSON document with its numbers as strings, members in order; what is no JSON as it is. For comparing:
// what stands for a number is a string, and comes back as one.
std::string Comparable(const std::string& document);

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_LEAK_ECHO_H_
