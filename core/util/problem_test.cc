#include "core/util/problem.h"

#include <regex>
#include <set>

#include "core/util/files.h"
#include "core/util/problem_reference.h"
#include "core/util/problems.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

std::set<std::string> Placeholders(std::string_view text) {
  static const std::regex kPlaceholder(R"(\{([a-z_]+)\})");
  const std::string copy(text);
  std::set<std::string> names;
  for (std::sregex_iterator it(copy.begin(), copy.end(), kPlaceholder), end; it != end; ++it)
    names.insert((*it)[1]);
  return names;
}

TEST(ProblemTest, EveryKindIsWellFormedInBothLanguages) {
  const std::regex reason_form("[A-Z][A-Z0-9_]{1,62}");
  std::set<std::string_view> seen;
  for (const ProblemKind* kind : problems::kAll) {
    EXPECT_TRUE(std::regex_match(std::string(kind->reason), reason_form)) << kind->reason;
    EXPECT_TRUE(seen.insert(kind->reason).second) << kind->reason << " stands twice";
    EXPECT_NE(kind->code, absl::StatusCode::kOk) << kind->reason;
    EXPECT_GE(kind->http_status, 400) << kind->reason;
    EXPECT_EQ(Placeholders(kind->english), Placeholders(kind->spanish)) << kind->reason;
  }
}

// docs/errors.md is generated: schoolgate error-reference > docs/errors.md
TEST(ProblemTest, TheReferenceIsUpToDate) {
  const auto page = ReadFile(SCHOOLGATE_SOURCE_DIR "/docs/errors.md");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(*page, ProblemReference()) << "run: schoolgate error-reference > docs/errors.md";
}

TEST(ProblemTest, ReadsBackWhatWasMade) {
  absl::Status status =
      MakeProblem(problems::kWrongType, {{"place", "messages[0].role"}, {"expected", "a string"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  Problem problem = ProblemOf(status);
  EXPECT_EQ(problem.reason, "WRONG_TYPE");
  EXPECT_EQ(problem.english, "The value at messages[0].role must be a string.");
  EXPECT_EQ(problem.spanish, "El valor en messages[0].role debe ser a string.");
  EXPECT_EQ(problem.parameters.at("place"), "messages[0].role");
}

TEST(ProblemTest, AParameterAddedOnTheWayUpFillsTheText) {
  absl::Status status = MakeProblem(problems::kVendorTimeout);
  EXPECT_EQ(ProblemOf(WithParameter(status, "vendor", "acme")).english,
            "The vendor 'acme' did not answer in time. Try again, or ask for a shorter answer.");
}

TEST(ProblemTest, AStrangeStatusShowsNothingOfItsMessage) {
  Problem problem = ProblemOf(absl::NotFoundError("Ana Reyes is not in the table"));
  EXPECT_EQ(problem.reason, "INTERNAL");
  EXPECT_EQ(problem.code, absl::StatusCode::kInternal);
  EXPECT_EQ(problem.english.find("Reyes"), std::string::npos);
}

}  // namespace
}  // namespace schoolgate
