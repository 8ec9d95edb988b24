// The personal data that is planted in requests: people of the sample district in the forms people write
// them, their ids and contacts, and values nobody on the roster has. All of it is generated and means no one.
//
// Made once from a roster; then read by any thread.
#ifndef SCHOOLGATE_TESTS_LEAK_PLANTED_H_
#define SCHOOLGATE_TESTS_LEAK_PLANTED_H_

#include <string>
#include <vector>

#include "core/roster/roster.h"
#include "tests/leak/needles.h"

namespace schoolgate::tests {

struct Planted {
  std::string label;
  std::string value;    // as it stands in an identifier, a name, or a JSON string
  std::string text;     // a sentence with it
  std::string brief;    // a few words with it, for a name
  std::string cue;      // the JSON key it stands under
  bool number = false;  // it is one in JSON
  // The agreement of the sample replaces it by a code, so this caller sees it again. Otherwise it is removed
  // or made coarser.
  bool comes_back = true;
  // The agreement lets it through: it is looked for everywhere but at the vendor.
  bool may_cross = false;
};

struct PlantedData {
  std::vector<Planted> values;
  Needles secret;    // of what may not reach the vendor
  Needles anywhere;  // of all: for logs, metrics, errors and files
};

PlantedData PlantedFor(const Roster& roster);

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_LEAK_PLANTED_H_
