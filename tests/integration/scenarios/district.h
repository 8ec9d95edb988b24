// The sample district before simulated vendors of its own, one for each that its configuration names, so that
// a test can say what each of them saw; on a day of the test's choosing.
//
//   auto district = District::Start();
//   Turn turn = district->Ask(district->gate().Teacher(), "lesson-planner", "A quiz for Maya Okafor-Reyes");
//   EXPECT_EQ(turn.sent, "A quiz for STUDENT#1");
//
// The vendors answer with the text they got. One District at a time, like a TestGate. Test's thread.
#ifndef SCHOOLGATE_TESTS_INTEGRATION_SCENARIOS_DISTRICT_H_
#define SCHOOLGATE_TESTS_INTEGRATION_SCENARIOS_DISTRICT_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "connectors/vendors/simulated_vendor.h"
#include "core/util/clock.h"
#include "schoolgate/v1/audit.pb.h"
#include "tests/integration/checks.h"
#include "tests/integration/gate_fixture.h"

namespace schoolgate::tests {

inline constexpr absl::CivilDay kSchoolDay(2026, 11, 23);

// One request and all that came of it.
struct Turn {
  int status = 0;
  std::string reason;  // of a refusal: "TOOL_NOT_ALLOWED"
  std::string body;    // as it came
  std::string answer;  // the text that came back
  std::string vendor;  // who got it; empty: nobody
  std::string model;
  // What the vendor was sent after the gate's own instruction, with codes told apart by their order:
  // "STUDENT#1", and "STUDENT#1_B" for another form of the same name.
  std::string sent;
  std::vector<std::string> codes;  // the codes themselves, in that order
  // The audit records, in words (RecordText).
  std::string record;
  std::vector<v1::AuditRecord> records;
};

struct DistrictOptions {
  absl::CivilDay today = kSchoolDay;
  // Changes the roster, in the gate's directory, before it is read.
  std::function<void(const std::string& directory)> prepare;
  // Changes the configuration, or the policy files it names.
  std::function<void(gateway::Config&)> configure;
};

class District {
 public:
  // Null, with a failure recorded, if it does not start.
  static std::unique_ptr<District> Start(const DistrictOptions& options = {});

  TestGate& gate() { return *gate_; }
  // Noon of that day where the district is. Days only go forward.
  void GoTo(absl::CivilDay day);

  // Asks in a chat of one message. `parts` are further parts of the message's content, as JSON.
  Turn Ask(const Caller& caller, std::string_view tool, std::string_view text,
           const std::vector<std::string>& parts = {});

 private:
  ManualClock clock_{absl::UnixEpoch()};
  std::map<std::string, std::unique_ptr<connectors::SimulatedVendor>> vendors_;
  std::unique_ptr<TestGate> gate_;
};

// The records of one exchange, one line for each thing they say:
//
//   INTENT lesson-planner to lumen/lumen-large (cloud)
//   lms as teacher, for lesson_planning
//   lumen-dpa-2026, school_official
//   about 2 students
//   student.name pseudonymize 2: Exhibit B, Student Name: First and/or Last
//   OUTCOME complete
std::string RecordText(const std::vector<v1::AuditRecord>& records);

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_INTEGRATION_SCENARIOS_DISTRICT_H_
