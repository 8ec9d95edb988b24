#include "redaction/walk/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "redaction/walk/test_descriptors.h"

namespace schoolgate::redaction {
namespace {

TEST(Coverage, EveryProtoFileOfTheApiIsCovered) {
  std::set<std::string> on_disk;
  for (const auto& entry :
       std::filesystem::directory_iterator(SCHOOLGATE_SOURCE_DIR "/proto/schoolgate/v1")) {
    if (entry.path().extension() == ".proto") {
      on_disk.insert("schoolgate/v1/" + entry.path().filename().string());
    }
  }
  std::set<std::string> covered;
  for (const auto* file : ApiFiles()) covered.insert(file->name());
  EXPECT_EQ(covered, on_disk);
}

TEST(Coverage, EveryStringAndBytesFieldSaysHowItIsTreated) {
  for (const auto* file : ApiFiles()) {
    EXPECT_THAT(FieldsWithoutHandling(*file), ::testing::IsEmpty()) << file->name();
  }
}

TEST(Coverage, AFieldThatSaysNothingIsFoundWhereverItHides) {
  const auto& file = TestFile(R"pb(
    name: "coverage_test/silent.proto"
    package: "coverage_test"
    dependency: "schoolgate/v1/options.proto"
    message_type {
      name: "A"
      field {
        name: "said"
        number: 1
        type: TYPE_STRING
        label: LABEL_OPTIONAL
        options {
          [schoolgate.v1.handling]: HANDLING_TEXT
        }
      }
      field { name: "data" number: 2 type: TYPE_BYTES label: LABEL_REPEATED }
      field { name: "number" number: 3 type: TYPE_INT32 label: LABEL_OPTIONAL }
      field {
        name: "map"
        number: 4
        type: TYPE_MESSAGE
        type_name: ".coverage_test.A.MapEntry"
        label: LABEL_REPEATED
      }
      nested_type {
        name: "MapEntry"
        options { map_entry: true }
        field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
        field { name: "value" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
      }
      nested_type {
        name: "B"
        field { name: "deep" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
      }
    }
  )pb");
  EXPECT_THAT(
      FieldsWithoutHandling(file),
      ::testing::ElementsAre("coverage_test.A.data", "coverage_test.A.map", "coverage_test.A.B.deep"));
}

TEST(Coverage, TheCommittedPageIsWhatTheDescriptorsSay) {
  const char* const path = SCHOOLGATE_SOURCE_DIR "/docs/coverage.md";
  // NOLINTNEXTLINE(concurrency-mt-unsafe): the test has one thread.
  if (std::getenv("SCHOOLGATE_WRITE_DOCS") != nullptr) std::ofstream(path) << CoverageTable();
  std::ifstream in(path);
  std::stringstream committed;
  committed << in.rdbuf();
  EXPECT_EQ(committed.str(), CoverageTable())
      << "docs/coverage.md is out of date; write it again with\n"
         "  SCHOOLGATE_WRITE_DOCS=1 build/debug/redaction/walk/redaction_walk_test "
         "--gtest_filter='Coverage.TheCommittedPage*'";
}

}  // namespace
}  // namespace schoolgate::redaction
