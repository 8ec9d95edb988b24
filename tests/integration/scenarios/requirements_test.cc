// docs/requirements.md: what the district asks for, and the test that shows it. Nothing in it is claimed: a
// scenario or test that is not there, a requirement nobody shows, a scenario that shows nothing asked for, or
// a page that is not what the files say, fails.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "tests/integration/scenarios/scenario.h"

namespace schoolgate::tests {
namespace {

constexpr int kRequirements = 30;

std::string Cell(std::string text) {
  for (size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.insert(at, "\\");
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::map<std::string, Scenario> ScenariosByName() {
  std::map<std::string, Scenario> scenarios;
  for (Scenario& scenario : LoadScenarios()) {
    const std::string name = scenario.name;
    EXPECT_TRUE(scenarios.emplace(name, std::move(scenario)).second) << "two scenarios are called " << name;
  }
  return scenarios;
}

std::string Page() {
  const std::map<std::string, Scenario> scenarios = ScenariosByName();
  std::string page =
      "# What the district asks for, and what shows it\n\n"
      "Generated from `tests/integration/scenarios`; a test fails where a requirement has neither a test nor "
      "a part\nof the product that answers it, where a test named here does not exist, or where this page is "
      "not what the\nfiles say. A *scenario* runs through a whole gate with the sample district "
      "(`deploy/sample`) and vendors that\nkeep what they get: its file says word for word what the vendor "
      "was sent, what came back and what stands in the\naudit log, or why it was refused and that no vendor "
      "heard of it. Run them with\n\n"
      "    build/release/tests/integration/scenarios/integration_scenarios_test\n\n"
      "| | the district asks for | shown by | what is shown |\n|---|---|---|---|\n";
  for (const Requirement& requirement : LoadRequirements()) {
    std::string number = StrCat(requirement.number);
    std::string asks = Cell(requirement.asks);
    const auto row = [&](const std::string& by, const std::string& shows) {
      page += StrCat("| ", number, " | ", asks, " | ", by, " | ", Cell(shows), " |\n");
      number.clear();
      asks.clear();
    };
    for (const ShownBy& by : requirement.shown) {
      if (by.scenario.empty()) {
        row(StrCat("`", by.test, "`"), by.shows);
      } else if (const auto scenario = scenarios.find(by.scenario); scenario != scenarios.end()) {
        const std::string result = scenario->second.reason.empty()
                                       ? StrCat("sent to `", scenario->second.vendor, "`")
                                       : StrCat("refused, `", scenario->second.reason, "`");
        row(StrCat("scenario `", by.scenario, "`"), StrCat(scenario->second.shows, " (", result, ")"));
      }
    }
    if (!requirement.elsewhere.empty()) row("another part", requirement.elsewhere);
  }
  return page;
}

TEST(RequirementsTest, NoneIsMissing) {
  int expected = 1;
  for (const Requirement& requirement : LoadRequirements()) {
    EXPECT_EQ(requirement.number, expected++);
    EXPECT_FALSE(requirement.asks.empty()) << requirement.number;
    EXPECT_TRUE(!requirement.shown.empty() || !requirement.elsewhere.empty())
        << "nothing shows requirement " << requirement.number;
  }
  EXPECT_EQ(expected, kRequirements + 1);
}

TEST(RequirementsTest, WhatShowsThemIsThere) {
  const std::map<std::string, Scenario> scenarios = ScenariosByName();
  for (const Requirement& requirement : LoadRequirements()) {
    for (const ShownBy& by : requirement.shown) {
      if (!by.scenario.empty()) {
        EXPECT_TRUE(scenarios.contains(by.scenario)) << "there is no scenario " << by.scenario;
        continue;
      }
      EXPECT_FALSE(by.shows.empty()) << by.test;
      const auto source = ReadFile(StrCat(SCHOOLGATE_SOURCE_DIR "/", by.file));
      ASSERT_TRUE(source.ok()) << source.status();
      const size_t dot = by.test.find('.');
      ASSERT_NE(dot, std::string::npos) << by.test;
      const std::string named = StrCat("(", by.test.substr(0, dot), ", ", by.test.substr(dot + 1), ")");
      EXPECT_NE(source->find(named), std::string::npos) << by.file << " has no test " << by.test;
    }
  }
}

TEST(RequirementsTest, EveryScenarioShowsSomethingAskedFor) {
  std::set<std::string> used;
  for (const Requirement& requirement : LoadRequirements()) {
    for (const ShownBy& by : requirement.shown) used.insert(by.scenario);
  }
  for (const auto& [name, scenario] : ScenariosByName()) EXPECT_TRUE(used.contains(name)) << name;
}

TEST(RequirementsTest, TheCommittedPageIsWhatTheFilesSay) {
  const char* const path = SCHOOLGATE_SOURCE_DIR "/docs/requirements.md";
  // NOLINTNEXTLINE(concurrency-mt-unsafe): the test has one thread.
  if (std::getenv("SCHOOLGATE_WRITE_DOCS") != nullptr) std::ofstream(path) << Page();
  std::ifstream in(path);
  std::stringstream committed;
  committed << in.rdbuf();
  EXPECT_EQ(committed.str(), Page())
      << "docs/requirements.md is out of date; write it again with\n"
         "  SCHOOLGATE_WRITE_DOCS=1 build/release/tests/integration/scenarios/integration_scenarios_test "
         "--gtest_filter='RequirementsTest.TheCommittedPage*'";
}

}  // namespace
}  // namespace schoolgate::tests
