// Scenarios as files: who asks what of which tool, what the vendor is sent, what comes back and what is on
// the record. And the district's requirements, each with the scenarios and tests that show it.
//
// Read from the *.yaml beside this file; a fault in one is a failure of the test that reads it. Values; any
// thread.
#ifndef SCHOOLGATE_TESTS_INTEGRATION_SCENARIOS_SCENARIO_H_
#define SCHOOLGATE_TESTS_INTEGRATION_SCENARIOS_SCENARIO_H_

#include <string>
#include <vector>

namespace schoolgate::tests {

struct Scenario {
  std::string name;   // "lesson_planner_permitted"
  std::string shows;  // for docs/requirements.md
  // Who asks: the app teacher, student, office or study, and the person it names, by sourcedId (empty: the
  // demo's teacher for the app of teachers, nobody for the study's).
  std::string as, person;
  std::string tool, purpose;
  std::string ask;
  std::vector<std::string> media;  // image, audio, video
  // Expected. `reason` is set where it is refused, `vendor`, `sent` and `answer` where it is not.
  int status = 200;
  std::string reason;
  std::string vendor, sent, answer;
  std::string record;  // district.h
};

std::vector<Scenario> LoadScenarios();

// A test of the tree that shows something: "tests/leak/crossing_leak_test.cc" and "CrossingLeakTest.Nothing".
struct ShownBy {
  std::string scenario;  // its name, or:
  std::string file, test;
  std::string shows;
};

struct Requirement {
  int number = 0;
  std::string asks;  // what the district asks for, in a few words
  std::vector<ShownBy> shown;
  std::string elsewhere;  // which other part of the product answers the rest of it
};

std::vector<Requirement> LoadRequirements();

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_INTEGRATION_SCENARIOS_SCENARIO_H_
