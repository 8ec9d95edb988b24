#include "core/util/files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "core/util/strings.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

class FilesTest : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = StrCat(testing::TempDir(), "files_test.", ::getpid());
    std::filesystem::remove_all(dir_);
    ASSERT_TRUE(MakeDirectories(dir_ + "/a/b").ok());
  }
  std::string dir_;
};

TEST_F(FilesTest, ReadsWhatItWroteAndReplacesWhole) {
  const std::string path = dir_ + "/a/b/file";
  ASSERT_TRUE(WriteFileAtomically(path, "one", 0600).ok());
  ASSERT_TRUE(WriteFileAtomically(path, std::string(200000, 'x'), 0600).ok());
  auto content = ReadFile(path);
  ASSERT_TRUE(content.ok()) << content.status();
  EXPECT_EQ(*content, std::string(200000, 'x'));
  struct stat info;
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  // Nothing but the file is left behind.
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir_ + "/a/b"), {}), 1);
}

TEST_F(FilesTest, ErrorsNameThePath) {
  EXPECT_NE(ReadFile(dir_ + "/missing").status().message().find("/missing"), std::string::npos);
  EXPECT_FALSE(WriteFileAtomically(dir_ + "/no/such/dir", "x").ok());
}

TEST_F(FilesTest, ADirectoryThatCannotBeMadeIsAnErrorNotAnException) {
  EXPECT_FALSE(MakeDirectories(testing::TempDir() + std::string(300, 'a')).ok());
  EXPECT_FALSE(MakeDirectories("/dev/null/below").ok());
}

}  // namespace
}  // namespace schoolgate
