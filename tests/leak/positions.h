// Every position of people's text in a GenerateRequest. The fields come from the descriptors; a request that
// has something in each of them is written by hand, and what it lacks is what a test reports.
//
// Stateless.
#ifndef SCHOOLGATE_TESTS_LEAK_POSITIONS_H_
#define SCHOOLGATE_TESTS_LEAK_POSITIONS_H_

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "schoolgate/v1/generation_service.pb.h"
#include "tests/leak/planted.h"

namespace schoolgate::tests {

// The full names of the string and bytes fields below `descriptor` that have one of these handlings.
std::set<std::string> FieldsBelow(const google::protobuf::Descriptor& descriptor,
                                  const std::set<v1::Handling>& handlings);

// A conversation with something in every field but media, and nothing personal in it.
v1::GenerateRequest FullRequest();

// One position, and one way of writing into it.
struct Position {
  std::string field;  // full name
  std::string label;  // place and way: "messages[2].name", "tools[0].parameters_json, a key"
  // Writes the value there.
  std::function<void(v1::GenerateRequest&, const Planted&)> plant;
  // The way cannot hold this value: a number that is none.
  std::function<bool(const Planted&)> fits = [](const Planted&) { return true; };
  bool context =
      false;  // of the request's context: it never leaves, and a value that is no id may be refused
};

// The positions of FullRequest(), each JSON document in several ways.
std::vector<Position> PositionsOfFullRequest();

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_LEAK_POSITIONS_H_
