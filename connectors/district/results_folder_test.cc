// Submissions as the district's importer finds them.
#include "connectors/district/results_folder.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace schoolgate::connectors {
namespace {

namespace fs = std::filesystem;

class ResultsFolderTest : public testing::Test {
 protected:
  ResultsFolderTest() {
    root_ = (fs::temp_directory_path() / "schoolgate-results-XXXXXX").string();
    EXPECT_NE(::mkdtemp(root_.data()), nullptr);
  }
  ~ResultsFolderTest() override { fs::remove_all(root_); }

  std::string directory() const { return root_ + "/results"; }
  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  static mode_t ModeOf(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 0777;
  }
  size_t Entries() const {
    if (!fs::exists(directory())) return 0;
    return static_cast<size_t>(std::distance(fs::directory_iterator(directory()), fs::directory_iterator()));
  }

  const absl::Time now_ = absl::FromUnixMillis(1'790'000'000'123);
  const absl::CivilDay day_{2026, 9, 21};
  const std::vector<DistrictResult> results_ = {
      {.id = "sg-1", .line_item = "li1", .student = "s1", .score = 17.5, .comment = "Good, \"Ana\"!\nGo on."},
      {.id = "sg-2", .line_item = "li1", .student = "s,2", .score = 0, .comment = ""}};
  std::string root_;
};

TEST_F(ResultsFolderTest, ASubmissionIsAOneRosterBundleThatOnlyItsOwnerReads) {
  const ResultsFolder folder(directory());
  auto staged = folder.Stage("one", results_, now_, day_);
  ASSERT_TRUE(staged.ok()) << staged.status();
  EXPECT_FALSE(fs::exists(directory() + "/one"));
  ASSERT_TRUE(staged->Place().ok());
  EXPECT_EQ(
      Read(directory() + "/one/results.csv"),
      "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,"
      "comment\r\n"
      "sg-1,active,2026-09-21T14:13:20.123Z,li1,s1,fully graded,17.5,2026-09-21,"
      "\"Good, \"\"Ana\"\"!\nGo on.\"\r\n"
      "sg-2,active,2026-09-21T14:13:20.123Z,li1,\"s,2\",fully graded,0,2026-09-21,\r\n");
  EXPECT_NE(Read(directory() + "/one/manifest.csv").find("file.results,delta\r\n"), std::string::npos);
  EXPECT_EQ(ModeOf(directory() + "/one"), 0700u);
  EXPECT_EQ(ModeOf(directory() + "/one/results.csv"), 0600u);
  EXPECT_EQ(Entries(), 1u);
}

TEST_F(ResultsFolderTest, WhatIsNotPlacedLeavesNothing) {
  const ResultsFolder folder(directory());
  { ASSERT_TRUE(folder.Stage("one", results_, now_, day_).ok()); }
  EXPECT_EQ(Entries(), 0u);
}

TEST_F(ResultsFolderTest, StagingsOfAStoppedProcessGoAndThoseUnderWayStay) {
  fs::create_directories(directory() + "/.staging-old");
  fs::create_directories(directory() + "/.staging-new");
  fs::last_write_time(directory() + "/.staging-old",
                      fs::file_time_type::clock::now() - std::chrono::hours(2));
  const ResultsFolder folder(directory());
  ASSERT_TRUE(folder.Stage("one", results_, now_, day_).ok());
  EXPECT_FALSE(fs::exists(directory() + "/.staging-old"));
  EXPECT_TRUE(fs::exists(directory() + "/.staging-new"));
}

TEST_F(ResultsFolderTest, ASubmissionIsFoundByTheEndOfItsName) {
  const ResultsFolder folder(directory());
  EXPECT_EQ(folder.Find("-key"), std::nullopt);
  auto staged = folder.Stage("20260921-key", results_, now_, day_);
  ASSERT_TRUE(staged.ok());
  EXPECT_EQ(folder.Find("-key"), std::nullopt);
  ASSERT_TRUE(staged->Place().ok());
  EXPECT_EQ(folder.Find("-key"), "20260921-key");
}

TEST_F(ResultsFolderTest, WhatWaitsIsReadAsWrittenAndPutAwayOnceItIsDelivered) {
  const ResultsFolder folder(directory());
  for (const char* name : {"2-b", "1-a", "3-c"}) {
    auto staged = folder.Stage(name, results_, now_, day_);
    ASSERT_TRUE(staged.ok());
    ASSERT_TRUE(staged->Place().ok());
  }
  fs::create_directories(directory() + "/notes");  // somebody else's
  EXPECT_EQ(folder.Waiting(), (std::vector<std::string>{"1-a", "2-b", "3-c"}));
  const auto rows = folder.Read("1-a");
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].comment, results_[0].comment);
  EXPECT_EQ((*rows)[0].score, "17.5");
  EXPECT_EQ((*rows)[1].student, "s,2");
  EXPECT_EQ((*rows)[1].scored, "2026-09-21");
  ASSERT_TRUE(folder.Close("1-a", ResultsFolder::End::kSent).ok());
  ASSERT_TRUE(folder.Close("3-c", ResultsFolder::End::kRefused).ok());
  EXPECT_EQ(folder.Waiting(), std::vector<std::string>{"2-b"});
  EXPECT_TRUE(fs::exists(directory() + "/sent/1-a/results.csv"));
  EXPECT_TRUE(fs::exists(directory() + "/refused/3-c/results.csv"));
  // A retried call still finds what was delivered.
  EXPECT_EQ(folder.Find("-a"), "1-a");
}

TEST_F(ResultsFolderTest, AFolderThatCannotBeWrittenIsAnError) {
  std::ofstream(directory()) << "a file";
  const ResultsFolder folder(directory());
  EXPECT_FALSE(folder.Stage("one", results_, now_, day_).ok());
}

}  // namespace
}  // namespace schoolgate::connectors
