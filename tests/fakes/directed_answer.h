// The simulated vendor's failures, for tests that can only reach it through the gate: a prompt that holds one
// of these words has it fail in that way. Any other request gets the default answer.
//
//   SIMULATE-STATUS-503   refuses, as an overloaded vendor does
//   SIMULATE-BREAK        hangs up in the middle of the answer
//   SIMULATE-GARBAGE      answers with something that is none
//
// Stateless; any thread.
#ifndef SCHOOLGATE_TESTS_FAKES_DIRECTED_ANSWER_H_
#define SCHOOLGATE_TESTS_FAKES_DIRECTED_ANSWER_H_

#include "connectors/vendors/simulated_vendor.h"

namespace schoolgate::connectors {

VendorScript DirectedAnswer(const RecordedRequest& request, absl::Duration pace);

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_TESTS_FAKES_DIRECTED_ANSWER_H_
