// What one request cannot show: codes over days, vendors and school years, dates that come and go, reviews
// that run out, a policy that was written otherwise.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "policy/policy.h"
#include "tests/integration/scenarios/district.h"

namespace schoolgate::tests {
namespace {

void Edit(const std::string& directory, std::string_view file, std::string_view from, std::string_view to) {
  const std::string path = StrCat(directory, "/", file);
  auto text = ReadFile(path);
  ASSERT_TRUE(text.ok()) << text.status();
  const size_t at = text->find(from);
  ASSERT_NE(at, std::string::npos) << file << " does not say " << from;
  ASSERT_TRUE(WriteFileAtomically(path, text->replace(at, from.size(), to)).ok());
}

Caller TeacherIn(District& district, std::string session) {
  Caller caller = district.gate().Teacher();
  caller.session = std::move(session);
  return caller;
}

TEST(PseudonymsTest, AYearsCodesAreOneVendorsAloneAndChangeWithTheYear) {
  const auto district = District::Start();
  ASSERT_NE(district, nullptr);
  constexpr std::string_view kText = "Next step for Maya Okafor-Reyes, please.";
  const auto code_at = [&](std::string_view tool, std::string session) {
    const Turn turn = district->Ask(TeacherIn(*district, std::move(session)), tool, kText);
    EXPECT_EQ(turn.status, 200) << turn.body;
    EXPECT_EQ(turn.sent, "Next step for STUDENT#1, please.");
    EXPECT_EQ(turn.answer, kText);
    return turn.codes.empty() ? std::string() : turn.codes.front();
  };
  const std::string at_compass = code_at("pathway-tutor", "one");
  const std::string at_tally = code_at("adaptive-practice", "one");
  const std::string in_a_session = code_at("lesson-planner", "one");
  EXPECT_NE(at_compass, at_tally) << "two vendors can join what they know";
  EXPECT_NE(at_compass, in_a_session);

  EXPECT_EQ(code_at("pathway-tutor", "two"), at_compass) << "the vendor's state is lost with the session";
  EXPECT_NE(code_at("lesson-planner", "two"), in_a_session);
  district->GoTo(absl::CivilDay(2027, 6, 30));
  EXPECT_EQ(code_at("pathway-tutor", "three"), at_compass);
  EXPECT_EQ(code_at("adaptive-practice", "three"), at_tally);
  // School years turn in summer.
  district->GoTo(absl::CivilDay(2027, 7, 1));
  EXPECT_NE(code_at("pathway-tutor", "four"), at_compass);
  EXPECT_NE(code_at("adaptive-practice", "four"), at_tally);
}

TEST(DatesTest, APilotRunsFromItsFirstDayToItsLast) {
  const auto district = District::Start({.today = absl::CivilDay(2026, 9, 7)});
  ASSERT_NE(district, nullptr);
  const Caller student = district->gate().Student(gateway::kDemoFirstStudentId);
  const auto reason_on = [&](absl::CivilDay day) {
    district->GoTo(day);
    return district->Ask(student, "lab-report-coach", "Is my conclusion supported?").reason;
  };
  EXPECT_EQ(reason_on(absl::CivilDay(2026, 9, 7)), "PILOT_NOT_RUNNING");
  EXPECT_EQ(reason_on(absl::CivilDay(2026, 9, 8)), "");
  EXPECT_EQ(reason_on(absl::CivilDay(2026, 12, 18)), "");
  EXPECT_EQ(reason_on(absl::CivilDay(2026, 12, 19)), "PILOT_NOT_RUNNING");
}

TEST(DatesTest, ReviewsAndAgreementsRunOutAndTheToolRefuses) {
  DistrictOptions options;
  options.configure = [](gateway::Config& config) {
    Edit(config.policy_directory, "tools/lesson-planner.yaml", "expires: 2029-06-30", "expires: 2026-12-31");
    Edit(config.policy_directory, "tools/student-tutor.yaml",
         "biasReview: {reviewer: Office of Compliance, reviewed: 2026-06-15, expires: 2029-06-30}",
         "biasReview: {reviewer: Office of Compliance, reviewed: 2026-06-15, expires: 2027-01-31}");
  };
  const auto district = District::Start(options);
  ASSERT_NE(district, nullptr);
  const auto reason_on = [&](absl::CivilDay day, std::string_view tool) {
    district->GoTo(day);
    const Turn turn = district->Ask(district->gate().Teacher(), tool, "Hello.");
    EXPECT_EQ(turn.reason.empty(), turn.status == 200);
    EXPECT_EQ(turn.reason.empty(), !turn.vendor.empty());
    return turn.reason;
  };
  EXPECT_EQ(reason_on(absl::CivilDay(2026, 12, 31), "lesson-planner"), "");
  EXPECT_EQ(reason_on(absl::CivilDay(2027, 1, 1), "lesson-planner"), "PRECONDITION_NOT_MET");
  EXPECT_EQ(reason_on(absl::CivilDay(2027, 1, 31), "student-tutor"), "");
  EXPECT_EQ(reason_on(absl::CivilDay(2027, 2, 1), "student-tutor"), "PRECONDITION_NOT_MET");
  EXPECT_EQ(reason_on(absl::CivilDay(2029, 6, 30), "letter-writer"), "");
  EXPECT_EQ(reason_on(absl::CivilDay(2029, 7, 1), "letter-writer"), "AGREEMENT_EXPIRED");
}

TEST(DatesTest, AStudentIsOldEnoughOnTheirBirthday) {
  const auto district = District::Start({.today = absl::CivilDay(2027, 2, 27)});
  ASSERT_NE(district, nullptr);
  const Caller student = district->gate().Student("stu-722394");  // born on 2012-02-28, in grade 9
  const auto ask = [&] { return district->Ask(student, "interview-simulator", "Ask me about teamwork."); };
  const Turn before = ask();
  EXPECT_EQ(before.reason, "CALLER_TOO_YOUNG");
  EXPECT_EQ(before.body.find("2012-02-28"), std::string::npos);
  district->GoTo(absl::CivilDay(2027, 2, 28));
  EXPECT_EQ(ask().status, 200);
}

TEST(OnPremisesTest, WithoutAModelOfTheDistrictsOwnARecordingIsRefused) {
  DistrictOptions options;
  options.configure = [](gateway::Config& config) {
    Edit(config.policy_directory, "tools/interview-simulator.yaml",
         "  onPremises: {agreement: district-local-2026, model: district-vision}\n", "");
  };
  const auto district = District::Start(options);
  ASSERT_NE(district, nullptr);
  const Caller teacher = district->gate().Student("stu-805272");
  const Turn turn =
      district->Ask(teacher, "interview-simulator", "How did I sound?",
                    {R"({"type":"input_audio","input_audio":{"data":"aGVsbG8=","format":"wav"}})"});
  EXPECT_EQ(turn.status, 403);
  EXPECT_EQ(turn.reason, "NO_ON_PREMISES_MODEL");
  EXPECT_EQ(turn.vendor, "");
  EXPECT_EQ(turn.record,
            "DENIED NO_ON_PREMISES_MODEL block interview-simulator to lumen/lumen-large (cloud)\n"
            "tutor as student, for interview_practice\n"
            "lumen-dpa-2026, school_official\n"
            "because: the tool's media\n");
}

TEST(RolesTest, AToolForStaffIsNotForStudents) {
  DistrictOptions options;
  options.configure = [](gateway::Config& config) {
    // An app of students that was given a tool by mistake: the tool's own roles still count.
    for (gateway::AppRegistration& app : config.apps) {
      if (app.name == "tutor") app.tools.emplace_back("lesson-planner");
    }
  };
  const auto district = District::Start(options);
  ASSERT_NE(district, nullptr);
  const Turn turn = district->Ask(district->gate().Student(gateway::kDemoFirstStudentId), "lesson-planner",
                                  "Write my homework.");
  EXPECT_EQ(turn.status, 403);
  EXPECT_EQ(turn.reason, "ROLE_NOT_ALLOWED");
  EXPECT_EQ(turn.vendor, "");
  EXPECT_EQ(turn.record, "DENIED ROLE_NOT_ALLOWED block lesson-planner\ntutor as student\n");
}

TEST(PolicyFilesTest, AModelItsFactSheetDoesNotCoverIsAFault) {
  std::string copy = (std::filesystem::temp_directory_path() / "schoolgate-policy-XXXXXX").string();
  ASSERT_NE(::mkdtemp(copy.data()), nullptr);
  std::filesystem::copy(SCHOOLGATE_SOURCE_DIR "/deploy/sample/policy", copy,
                        std::filesystem::copy_options::recursive);
  Edit(copy, "tools/lesson-planner.yaml", "models: [lumen-large, lumen-small]\n  phase",
       "models: [lumen-large, lumen-small, lumen-next]\n  phase");
  std::vector<policy::Issue> issues;
  EXPECT_FALSE(policy::PolicySet::Load(copy, issues).ok());
  std::filesystem::remove_all(copy);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_TRUE(ToString(issues[0]).starts_with("tools/lesson-planner.yaml:")) << ToString(issues[0]);
  EXPECT_NE(issues[0].message.find("fact sheet does not cover this model"), std::string::npos);
}

}  // namespace
}  // namespace schoolgate::tests
