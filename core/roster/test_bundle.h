#ifndef SCHOOLGATE_CORE_ROSTER_TEST_BUNDLE_H_
#define SCHOOLGATE_CORE_ROSTER_TEST_BUNDLE_H_

// A folder of roster files that lives as long as a test. All people in these tests are fictional.

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "core/roster/oneroster.h"

namespace schoolgate {

inline constexpr std::string_view kUsersHeader =
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n";

class TestBundle {
 public:
  TestBundle() {
    std::string pattern = (std::filesystem::temp_directory_path() / "roster-XXXXXX").string();
    dir_ = mkdtemp(pattern.data());
  }
  ~TestBundle() { std::filesystem::remove_all(dir_); }
  TestBundle(const TestBundle&) = delete;
  TestBundle& operator=(const TestBundle&) = delete;

  const std::string& dir() const { return dir_; }

  TestBundle& Write(const std::string& file, std::string_view content) {
    std::ofstream(dir_ + "/" + file, std::ios::binary) << content;
    return *this;
  }
  TestBundle& WriteUsers(std::string_view rows) {
    return Write("users.csv", std::string(kUsersHeader) + std::string(rows));
  }

  // All rows may be broken: for tests of what becomes of them.
  absl::StatusOr<ImportResult> Import(double max_broken_share = 1.0, ImportReport* failed = nullptr) const {
    ImportOptions options;
    options.max_broken_share = max_broken_share;
    return ImportOneRoster(dir_, options, failed);
  }

 private:
  std::string dir_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_ROSTER_TEST_BUNDLE_H_
