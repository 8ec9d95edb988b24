// Every system the district names, through the whole gate: one test for each entry of the *.yaml beside this
// file.
#include <gtest/gtest.h>

#include <ostream>

#include "core/util/files.h"
#include "tests/integration/scenarios/district.h"
#include "tests/integration/scenarios/scenario.h"

namespace schoolgate::tests {

static void PrintTo(const Scenario& scenario, std::ostream* out) { *out << scenario.name; }

namespace {

// The part of a message that holds a medium of this kind.
std::string PartOf(std::string_view kind) {
  if (kind == "image") return R"({"type":"image_url","image_url":{"url":"data:image/png;base64,aGVsbG8="}})";
  if (kind == "audio") return R"({"type":"input_audio","input_audio":{"data":"aGVsbG8=","format":"wav"}})";
  if (kind == "video") return R"({"type":"video_url","video_url":{"url":"data:video/mp4;base64,aGVsbG8="}})";
  ADD_FAILURE() << "there is no medium " << kind;
  return "";
}

class ScenarioTest : public testing::TestWithParam<Scenario> {
 protected:
  static void SetUpTestSuite() {
    DistrictOptions options;
    // Flags of single people beside those of the generated district.
    options.prepare = [](const std::string& directory) {
      const std::string path = directory + "/roster/flags.csv";
      const auto flags = ReadFile(path);
      const auto more = ReadFile(SCHOOLGATE_SOURCE_DIR "/tests/integration/scenarios/flags.csv");
      ASSERT_TRUE(flags.ok() && more.ok());
      ASSERT_TRUE(WriteFileAtomically(path, *flags + more->substr(more->find('\n') + 1)).ok());
    };
    district_ = District::Start(options);
  }
  static void TearDownTestSuite() { district_.reset(); }
  void SetUp() override { ASSERT_NE(district_, nullptr); }

  static Caller CallerOf(const Scenario& scenario) {
    TestGate& gate = district_->gate();
    Caller caller;
    if (scenario.as == "teacher") caller = gate.Teacher();
    if (scenario.as == "student") caller = gate.Student(scenario.person);
    if (scenario.as == "office") caller = gate.Office(scenario.person);
    if (scenario.as == "study") caller = gate.Study();
    EXPECT_FALSE(caller.key.empty()) << "nobody asks as " << scenario.as;
    if (!scenario.person.empty()) caller.person = scenario.person;
    caller.purpose = scenario.purpose;
    return caller;
  }

  static std::unique_ptr<District> district_;
};
std::unique_ptr<District> ScenarioTest::district_;

TEST_P(ScenarioTest, Runs) {
  const Scenario& scenario = GetParam();
  ASSERT_FALSE(scenario.shows.empty());
  std::vector<std::string> parts;
  for (const std::string& kind : scenario.media) parts.push_back(PartOf(kind));

  const Turn turn = district_->Ask(CallerOf(scenario), scenario.tool, scenario.ask, parts);

  EXPECT_EQ(turn.status, scenario.status) << turn.body;
  EXPECT_EQ(turn.reason, scenario.reason);
  EXPECT_EQ(turn.vendor, scenario.vendor);
  EXPECT_EQ(turn.sent, scenario.sent);
  EXPECT_EQ(turn.answer, scenario.answer);
  EXPECT_EQ(turn.record, scenario.record);
  const std::string hash = turn.records.empty() ? "" : turn.records.front().policy_hash();
  EXPECT_EQ(hash.size(), 64u) << "the record does not say under which policy";
}

INSTANTIATE_TEST_SUITE_P(Sample, ScenarioTest, testing::ValuesIn(LoadScenarios()),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace schoolgate::tests
