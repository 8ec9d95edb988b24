// For tests of policy: a directory of files that lives as long as the object, and the smallest valid
// documents.
#ifndef SCHOOLGATE_POLICY_TEST_POLICY_H_
#define SCHOOLGATE_POLICY_TEST_POLICY_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "policy/policy.h"

namespace schoolgate::policy {

class PolicyDirectory {
 public:
  explicit PolicyDirectory(const std::map<std::string, std::string>& files) {
    std::string pattern = (std::filesystem::temp_directory_path() / "policy-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
    for (const auto& [name, content] : files) {
      const std::filesystem::path file = path_ / name;
      std::filesystem::create_directories(file.parent_path());
      std::ofstream(file, std::ios::binary) << content;
    }
  }
  ~PolicyDirectory() { std::filesystem::remove_all(path_); }
  PolicyDirectory(const PolicyDirectory&) = delete;
  PolicyDirectory& operator=(const PolicyDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The issues of these files, as lines; the directory's own path reads as DIR.
inline std::vector<std::string> IssuesOf(const std::map<std::string, std::string>& files) {
  const PolicyDirectory directory(files);
  std::vector<Issue> issues;
  const auto loaded = PolicySet::Load(directory.path().string(), issues);
  std::vector<std::string> lines;
  for (Issue& issue : issues) {
    if (issue.file == directory.path().string()) issue.file = "DIR";
    lines.push_back(ToString(issue));
  }
  if (loaded.ok() != lines.empty()) lines.push_back("the status and the issues disagree");
  return lines;
}

// The set of these files, or null.
inline std::shared_ptr<const PolicySet> SetOf(const std::map<std::string, std::string>& files) {
  const PolicyDirectory directory(files);
  std::vector<Issue> issues;
  auto loaded = PolicySet::Load(directory.path().string(), issues);
  return loaded.ok() ? *std::move(loaded) : nullptr;
}

inline std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  if (at == std::string::npos) return "no '" + from + "' in the text";
  return text.replace(at, from.size(), to);
}

inline constexpr char kAgreement[] = R"(apiVersion: schoolgate/v1
kind: Agreement
metadata: {name: acme-dpa}
spec:
  vendor: acme
  route: cloud
  legalBasis: school_official
  signed: 2026-07-01
  expires: 2027-06-30
  parties: {lea: Maple Hollow USD, provider: Acme Learning}
  dataLocations: [US]
  breachNoticeHours: 72
  disposalDays: 60
  retentionDays: 30
  noTraining: true
  noAdvertising: true
  purposes: [planning, tutoring]
  schedule:
    - {element: student.*, treatment: pseudonymize, clause: B-students}
    - {element: staff.name, treatment: allow, clause: B-staff}
)";

inline constexpr char kTool[] = R"(apiVersion: schoolgate/v1
kind: Tool
metadata: {name: planner}
spec:
  agreement: acme-dpa
  models: [large, small]
  phase: scaled
  roles: [teacher]
  purposes: [planning]
  owner: Curriculum Office
)";

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_TEST_POLICY_H_
