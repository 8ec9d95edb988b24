#include "gateway/policy_store/policy_archive.h"

#include <stdio.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "core/crypto/random.h"
#include "core/util/files.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kStaging = ".staging-";
constexpr size_t kHashDigits = 64;

void RemoveStaging(const std::string& directory) {
  std::error_code error;
  fs::remove_all(directory, error);
  if (error) LogWarn("policy_staging_not_removed");
}

bool IsHash(std::string_view text) {
  return text.size() == kHashDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

StagedPolicy::StagedPolicy(StagedPolicy&& other) noexcept
    : directory_(std::exchange(other.directory_, "")), set_(std::move(other.set_)) {}

StagedPolicy::~StagedPolicy() {
  if (!directory_.empty()) RemoveStaging(directory_);
}

absl::StatusOr<PolicyArchive> PolicyArchive::Open(std::string directory) {
  SG_RETURN_IF_ERROR(MakeDirectories(directory));
  SG_RETURN_IF_ERROR(SyncEntry(fs::path(directory).parent_path().string()));
  std::error_code error;
  std::vector<std::string> left;
  for (fs::directory_iterator it(directory, error); !error && it != fs::directory_iterator();
       it.increment(error)) {
    if (it->path().filename().string().starts_with(kStaging)) left.push_back(it->path().string());
  }
  if (error) return absl::UnavailableError(StrCat("cannot read ", directory));
  for (const std::string& staging : left) RemoveStaging(staging);
  return PolicyArchive(std::move(directory));
}

absl::StatusOr<StagedPolicy> PolicyArchive::Stage(const PolicyFiles& files, const std::string& shown_as,
                                                  std::vector<policy::Issue>& issues) const {
  std::string staging = StrCat(directory_, "/", kStaging, RandomUuid());
  absl::Cleanup discard = [&staging] { RemoveStaging(staging); };
  SG_RETURN_IF_ERROR(WritePolicyFiles(staging, files));
  absl::StatusOr<std::shared_ptr<const policy::PolicySet>> set = policy::PolicySet::Load(staging, issues);
  for (policy::Issue& issue : issues) {
    if (issue.file == staging) issue.file = shown_as;
  }
  SG_RETURN_IF_ERROR(set.status());
  std::move(discard).Cancel();
  return StagedPolicy(std::move(staging), *std::move(set));
}

absl::Status PolicyArchive::Keep(StagedPolicy staged) const {
  const std::string place = StrCat(directory_, "/", staged.set()->hash());
  if (LoadArchived(directory_, staged.set()->hash()).ok()) return absl::OkStatus();
  SG_RETURN_IF_ERROR(SyncTree(staged.directory_));
  if (std::error_code ignored; fs::exists(fs::symlink_status(place, ignored))) {
    LogWarn("policy_archive_damaged_set_moved_aside");
    if (::rename(place.c_str(), StrCat(place, ".damaged-", RandomUuid()).c_str()) != 0) {
      return absl::ErrnoToStatus(errno, StrCat("cannot move aside ", place));
    }
  }
  if (::rename(staged.directory_.c_str(), place.c_str()) != 0) {
    return absl::ErrnoToStatus(errno, StrCat("cannot rename into place ", place));
  }
  staged.directory_.clear();
  return SyncTree(place);
}

absl::StatusOr<std::shared_ptr<const policy::PolicySet>> LoadArchived(const std::string& directory,
                                                                      std::string_view hash) {
  if (!IsHash(hash)) return absl::InvalidArgumentError("a policy's hash is 64 hexadecimal digits");
  const std::string place = StrCat(directory, "/", hash);
  std::error_code error;
  if (!fs::is_directory(place, error)) {
    return absl::NotFoundError(StrCat("no policy set with this hash was ever in force here: ", place));
  }
  std::vector<policy::Issue> issues;
  absl::StatusOr<std::shared_ptr<const policy::PolicySet>> set = policy::PolicySet::Load(place, issues);
  if (!set.ok() || (*set)->hash() != hash) {
    return absl::DataLossError(
        StrCat("the archived policy was changed: ", place, " does not hold the set of that hash any more"));
  }
  return set;
}

}  // namespace schoolgate::gateway
