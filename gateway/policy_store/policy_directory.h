// A policy set as files in a directory: read whole, told from another cheaply, put in place whole.
//
// Owner: values and RAII objects of the caller. Thread: any, one at a time for one directory; blocking.
// Which files count is the loader's rule (policy/loader.h): *.yaml in any folder, also through links, names
// that begin with a dot passed over, as a mounted Kubernetes ConfigMap keeps its versions under such.
// Sources: rename(2) (RENAME_EXCHANGE); Kubernetes pkg/volume/util/atomic_writer.go (`..data`).
#ifndef SCHOOLGATE_GATEWAY_POLICY_STORE_POLICY_DIRECTORY_H_
#define SCHOOLGATE_GATEWAY_POLICY_STORE_POLICY_DIRECTORY_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "policy/policy.h"

namespace schoolgate::gateway {

// Content by path, relative and with '/'.
using PolicyFiles = std::map<std::string, std::string>;

// What is in the directory; `issues` gets what cannot be read. A directory that is being changed may be read
// half before and half after: compare the fingerprints around it.
PolicyFiles ReadPolicyFiles(const std::string& directory, std::vector<policy::Issue>& issues);

// Differs when a name, size, time, inode or link target does. Costs a stat for each file, and never fails: a
// directory that is not there or cannot be read has a fingerprint too.
std::string FingerprintOf(const std::string& directory);

// The same for content: two sets of files with one digest are the same, byte by byte.
std::string DigestOf(const PolicyFiles& files);

// Whether a path somebody gave can be written below a directory: at most eight plain names, ending in
// ".yaml".
bool IsPolicyPath(std::string_view path);

// Writes the files below `directory`, which is made. Not durable before SyncTree.
absl::Status WritePolicyFiles(const std::string& directory, const PolicyFiles& files);
// Flushes one file or directory.
absl::Status SyncEntry(const std::string& path);
// Flushes every file and directory below and with `directory`, then the one it stands in.
absl::Status SyncTree(const std::string& directory);

// Other files in place of a directory's, in one step: a reader or a crash finds the old ones or the new ones.
// What is no policy file (a README, .git) stays. Undone when it goes out of scope, unless finished.
class DirectoryReplacement {
 public:
  // POLICY_DIRECTORY_MANAGED where the directory is read-only, a mount of its own, or a ConfigMap's.
  static absl::StatusOr<DirectoryReplacement> Put(const std::string& directory, const PolicyFiles& files);
  DirectoryReplacement(DirectoryReplacement&& other) noexcept;
  DirectoryReplacement& operator=(DirectoryReplacement&&) = delete;
  ~DirectoryReplacement();

  // Keeps the new files and removes the old.
  void Finish();

 private:
  DirectoryReplacement(std::string directory, std::string beside)
      : directory_(std::move(directory)), beside_(std::move(beside)) {}

  std::string directory_;
  std::string beside_;  // what was in force; empty once finished or moved from
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_POLICY_STORE_POLICY_DIRECTORY_H_
