#include "gateway/policy_store/policy_directory.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/files.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "policy/yaml.h"

namespace schoolgate::gateway {

namespace fs = std::filesystem;

namespace {

// Deeper is a link that leads back up.
constexpr int kDeepestFolder = 8;
// More is no policy: somebody named the wrong directory.
constexpr size_t kMostBytes = size_t{64} << 20;
constexpr size_t kLongestPath = 200;
constexpr std::string_view kConfigMapLink = "..data";

bool IsHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

bool IsPolicyFile(const fs::path& path) {
  // The loader says of .yml what is wrong with it, so it is one to look at.
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

policy::Issue IssueOf(std::string file, std::string message) {
  return {.file = std::move(file), .message = std::move(message)};
}

// Calls `visit(path, relative)` for everything the loader would look at, and folders; false where not all of
// it can be read.
template <typename Visit>
bool Walk(const std::string& directory, const Visit& visit) {
  std::error_code error;
  fs::recursive_directory_iterator it(directory, fs::directory_options::follow_directory_symlink, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    const fs::path& path = it->path();
    if (IsHidden(path)) {
      it.disable_recursion_pending();
      continue;
    }
    if (it.depth() >= kDeepestFolder) return false;
    visit(path, path.lexically_relative(directory).generic_string());
  }
  return !error;
}

void AppendStat(const struct stat& status, std::string& out) {
  out += StrCat(" ", status.st_mode, " ", status.st_dev, " ", status.st_ino, " ", status.st_size, " ",
                status.st_mtim.tv_sec, ".", status.st_mtim.tv_nsec, " ", status.st_ctim.tv_sec, ".",
                status.st_ctim.tv_nsec);
}

void AppendEntry(const fs::path& path, const std::string& name, std::string& out) {
  out += name;
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) AppendStat(status, out);
  std::error_code ignored;
  if (fs::is_symlink(path, ignored)) out += StrCat(" -> ", fs::read_symlink(path, ignored).string());
  out += '\n';
}

void RemoveTree(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) LogWarn("policy_old_files_not_removed");
}

absl::Status Managed(std::string_view cause) {
  return MakeProblem(problems::kPolicyDirectoryManaged, {{"cause", cause}});
}

// What stood beside the policy files moves into their new place.
void CarryOver(const fs::path& from, const fs::path& to) {
  std::vector<std::string> others;
  std::error_code error;
  fs::recursive_directory_iterator it(from, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::error_code ignored;
    if (IsHidden(it->path())) {
      it.disable_recursion_pending();
    } else if (it->is_directory(ignored) || IsPolicyFile(it->path())) {
      continue;
    }
    others.push_back(it->path().lexically_relative(from).string());
  }
  for (const std::string& name : others) {
    std::error_code failed;
    fs::create_directories((to / name).parent_path(), failed);
    fs::rename(from / name, to / name, failed);
    if (failed) LogWarn("policy_other_file_not_kept");
  }
}

}  // namespace

PolicyFiles ReadPolicyFiles(const std::string& directory, std::vector<policy::Issue>& issues) {
  PolicyFiles files;
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    issues.push_back(IssueOf(directory, "there is no such directory of policy files; check its path"));
    return files;
  }
  size_t total = 0;
  const bool whole = Walk(directory, [&](const fs::path& path, const std::string& name) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored) || !IsPolicyFile(path)) return;
    // Asked before opening: a pipe would wait for ever.
    if (!fs::is_regular_file(path, ignored)) {
      issues.push_back(IssueOf(name, "this is not a regular file that can be read; remove or replace it"));
      return;
    }
    std::error_code failed;
    const uintmax_t size = fs::file_size(path, failed);
    if (failed || size > policy::kMaxYamlBytes || total + size > kMostBytes) {
      issues.push_back(
          IssueOf(name, StrCat("the file cannot be read, or it has more than ", policy::kMaxYamlBytes,
                               " bytes, or all have more than ", kMostBytes, "; split it")));
      return;
    }
    absl::StatusOr<std::string> content = ReadFile(path.string());
    if (!content.ok()) {
      issues.push_back(IssueOf(name, "the file cannot be read; check its permissions"));
      return;
    }
    total += content->size();
    files.emplace(name, *std::move(content));
  });
  if (!whole) {
    issues.push_back(IssueOf(
        directory, "the directory cannot be read, or it is too deep; check its permissions and links"));
  }
  return files;
}

std::string FingerprintOf(const std::string& directory) {
  std::vector<std::string> entries;
  const fs::path root(directory);
  AppendEntry(root, ".", entries.emplace_back());
  AppendEntry(root / kConfigMapLink, std::string(kConfigMapLink), entries.emplace_back());
  const bool whole = Walk(directory, [&](const fs::path& path, const std::string& name) {
    AppendEntry(path, name, entries.emplace_back());
  });
  std::sort(entries.begin(), entries.end());
  std::string all = whole ? "whole\n" : "part\n";
  for (const std::string& entry : entries) all += entry;
  return HexEncode(DigestBytes(Sha256(ToAbsl(all))));
}

std::string DigestOf(const PolicyFiles& files) {
  Sha256Hasher hasher;
  for (const auto& [path, content] : files) {
    hasher.Update(ToAbsl(StrCat(path.size(), ":", path, content.size(), ":")));
    hasher.Update(ToAbsl(content));
  }
  return HexEncode(DigestBytes(hasher.Finish()));
}

bool IsPolicyPath(std::string_view path) {
  if (path.size() > kLongestPath || !path.ends_with(".yaml")) return false;
  int folders = 0;
  while (true) {
    const size_t slash = path.find('/');
    const std::string_view name = path.substr(0, slash);
    const auto plain = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
             c == '_' || c == '.';
    };
    if (name.empty() || name.front() == '.' || !std::all_of(name.begin(), name.end(), plain)) return false;
    if (slash == std::string_view::npos) return name.size() > std::string_view(".yaml").size();
    // A folder named like a file would be taken for one.
    if (name.ends_with(".yaml") || ++folders >= kDeepestFolder) return false;
    path.remove_prefix(slash + 1);
  }
}

absl::Status WritePolicyFiles(const std::string& directory, const PolicyFiles& files) {
  SG_RETURN_IF_ERROR(MakeDirectories(directory));
  for (const auto& [name, content] : files) {
    const fs::path path = fs::path(directory) / name;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) return absl::ErrnoToStatus(errno, StrCat("cannot create ", path.string()));
    absl::Cleanup close = [fd] { ::close(fd); };
    std::string_view rest = content;
    while (!rest.empty()) {
      const ssize_t n = ::write(fd, rest.data(), rest.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return absl::ErrnoToStatus(errno, StrCat("cannot write ", path.string()));
      rest.remove_prefix(static_cast<size_t>(n));
    }
  }
  return absl::OkStatus();
}

absl::Status SyncEntry(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return absl::ErrnoToStatus(errno, StrCat("cannot open ", path));
  absl::Cleanup close = [fd] { ::close(fd); };
  if (::fsync(fd) != 0) return absl::ErrnoToStatus(errno, StrCat("cannot flush ", path));
  return absl::OkStatus();
}

absl::Status SyncTree(const std::string& directory) {
  std::error_code error;
  fs::recursive_directory_iterator it(directory, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    SG_RETURN_IF_ERROR(SyncEntry(it->path().string()));
  }
  if (error) return absl::InternalError(StrCat("cannot read ", directory));
  SG_RETURN_IF_ERROR(SyncEntry(directory));
  return SyncEntry(fs::path(directory).parent_path().string());
}

absl::StatusOr<DirectoryReplacement> DirectoryReplacement::Put(const std::string& directory,
                                                               const PolicyFiles& files) {
  std::error_code error;
  if (fs::is_symlink(fs::path(directory) / kConfigMapLink, error)) {
    return Managed("it is a Kubernetes ConfigMap; change the ConfigMap");
  }
  // What is exchanged is the directory itself, not a link to it.
  const fs::path real = fs::canonical(directory, error);
  struct stat status {};
  if (error || ::stat(real.c_str(), &status) != 0) return Managed("it is not there");
  if (::access(real.c_str(), W_OK) != 0 || ::access(real.parent_path().c_str(), W_OK) != 0) {
    return Managed("it, or the directory it stands in, is read-only for the gate");
  }
  const std::string beside =
      (real.parent_path() / StrCat(".", real.filename().string(), ".", RandomUuid())).string();
  absl::Cleanup discard = [&beside] { RemoveTree(beside); };
  absl::Status written = WritePolicyFiles(beside, files);
  if (written.ok() && ::chmod(beside.c_str(), status.st_mode & 07777) != 0) {
    written = absl::ErrnoToStatus(errno, "cannot set the permissions of the policy directory");
  }
  if (written.ok()) written = SyncTree(beside);
  if (!written.ok()) return Managed("the gate cannot write beside it");
  if (::renameat2(AT_FDCWD, beside.c_str(), AT_FDCWD, real.c_str(), RENAME_EXCHANGE) != 0) {
    return Managed("it is a mount of its own, or its file system cannot exchange two directories");
  }
  std::move(discard).Cancel();
  DirectoryReplacement replacement(real.string(), beside);
  SG_RETURN_IF_ERROR(SyncEntry(real.parent_path().string()));
  return replacement;
}

DirectoryReplacement::DirectoryReplacement(DirectoryReplacement&& other) noexcept
    : directory_(std::move(other.directory_)), beside_(std::exchange(other.beside_, "")) {}

DirectoryReplacement::~DirectoryReplacement() {
  if (beside_.empty()) return;
  if (::renameat2(AT_FDCWD, beside_.c_str(), AT_FDCWD, directory_.c_str(), RENAME_EXCHANGE) != 0) {
    LogError("policy_directory_not_restored");
    return;
  }
  RemoveTree(beside_);
}

void DirectoryReplacement::Finish() {
  const std::string old = std::exchange(beside_, "");
  CarryOver(old, directory_);
  RemoveTree(old);
}

}  // namespace schoolgate::gateway
