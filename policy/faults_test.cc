// Every fault `policy check` can find, as a person sees it: a folder of testdata/faults holds policy files
// with one fault and, in expected.txt, the lines that are printed. tests/conformance/policy_faults_test.py
// holds those lines against the messages in the sources. SCHOOLGATE_WRITE_DOCS=1 writes what is printed now,
// to be read before it is committed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "core/util/strings.h"
#include "policy/test_policy.h"
#include "policy/yaml.h"

namespace schoolgate::policy {
namespace {

namespace fs = std::filesystem;

const fs::path kFaults = SCHOOLGATE_SOURCE_DIR "/policy/testdata/faults";

// Nobody keeps root from reading.
class AsNobody {
 public:
  AsNobody() : root_(geteuid() == 0) {
    if (root_ && seteuid(65534) != 0) abort();
  }
  ~AsNobody() {
    if (root_ && seteuid(0) != 0) abort();
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  const bool root_;
};

std::string LinesOf(const fs::path& directory) {
  std::vector<Issue> issues;
  EXPECT_FALSE(PolicySet::Load(directory.string(), issues).ok());
  std::string lines;
  for (Issue& issue : issues) {
    if (issue.file == directory.string()) issue.file = "DIR";
    lines += StrCat(ToString(issue), "\n");
  }
  return lines;
}

std::string LinesOfFile(const std::string& content) {
  const std::map<std::string, std::string> files = {{"policy.yaml", content}};
  const PolicyDirectory directory(files);
  return LinesOf(directory.path());
}

std::string LinesOfUnreadable(const std::string& name) {
  const std::map<std::string, std::string> files = {{"policy/policy.yaml", kAgreement}};
  const PolicyDirectory directory(files);
  fs::permissions(directory.path(), fs::perms::all);
  fs::permissions(directory.path() / name, fs::perms::none);
  std::string lines;
  {
    const AsNobody nobody;
    lines = LinesOf(directory.path() / "policy");
  }
  fs::permissions(directory.path() / name, fs::perms::owner_all);
  return lines;
}

std::string LinesOfADanglingLink() {
  const PolicyDirectory directory(std::map<std::string, std::string>{});
  fs::create_symlink("nowhere", directory.path() / "policy.yaml");
  return LinesOf(directory.path());
}

std::string TooManyFaults() {
  std::string content = StrCat(kAgreement, "---\n", kTool);
  for (int i = 0; i < 201; ++i) content += StrCat("  zz", i, ": x\n");
  const std::string lines = LinesOfFile(content);
  return lines.substr(0, lines.find('\n') + 1);
}

// What no file in the tree should be.
const std::map<std::string, std::function<std::string()>>& Made() {
  static const auto& made = *new std::map<std::string, std::function<std::string()>>{
      {"long_line", [] { return LinesOfFile(std::string(kMaxYamlLine + 1, '[')); }},
      {"no_directory", [] { return LinesOf(kFaults / "no_directory/there"); }},
      {"not_a_file", LinesOfADanglingLink},
      {"not_text", [] { return LinesOfFile(StrCat(kTool, "# Curr\xff")); }},
      {"too_large", [] { return LinesOfFile(std::string(kMaxYamlBytes + 1, '#')); }},
      {"too_many_documents",
       [] {
         std::string content;
         for (size_t i = 0; i <= kMaxYamlDocuments; ++i) content += "--- {}\n";
         const std::string lines = LinesOfFile(content);
         return lines.substr(lines.rfind("policy.yaml:1001"));
       }},
      {"too_many_faults", TooManyFaults},
      {"too_many_values",
       [] {
         std::string list = "[";
         for (size_t i = 0; i < kMaxYamlNodes; ++i) list += "a,\n";
         return LinesOfFile(list + "]\n");
       }},
      {"unreadable_directory", [] { return LinesOfUnreadable("policy"); }},
      {"unreadable_file", [] { return LinesOfUnreadable("policy/policy.yaml"); }},
  };
  return made;
}

std::string Content(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

TEST(FaultsTest, EveryFaultIsPrintedAsItsFolderSays) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(kFaults)) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  ASSERT_GE(folders.size(), 60U);
  for (const fs::path& folder : folders) {
    const auto made = Made().find(folder.filename().string());
    const std::string lines = made != Made().end() ? made->second() : LinesOf(folder);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): the test has one thread.
    if (std::getenv("SCHOOLGATE_WRITE_DOCS") != nullptr) {
      std::ofstream(folder / "expected.txt", std::ios::binary) << lines;
    }
    EXPECT_EQ(lines, Content(folder / "expected.txt")) << folder;
  }
}

}  // namespace
}  // namespace schoolgate::policy
