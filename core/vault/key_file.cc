#include "core/vault/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate {
namespace {

constexpr size_t kKeyBytes = 32;

absl::Status DiskProblem() {
  LogError("vault_key_file_failed", {{"errno", errno}});
  return MakeProblem(problems::kVaultUnavailable);
}

absl::Status FlushDirectory(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  const int fd = ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return DiskProblem();
  absl::Cleanup close = [fd] { ::close(fd); };
  return ::fsync(fd) == 0 ? absl::OkStatus() : DiskProblem();
}

}  // namespace

absl::StatusOr<bool> CreatePrivateFileWith(const std::string& path, const SecretBytes& content) {
  const std::string temporary = StrCat(path, ".new.", ::getpid());
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return DiskProblem();
  absl::Cleanup discard = [&] {
    ::close(fd);
    ::unlink(temporary.c_str());
  };
  const auto size = static_cast<ssize_t>(content.size());
  if (::write(fd, content.Reveal().data(), content.size()) != size || ::fsync(fd) != 0) return DiskProblem();
  const bool made = ::link(temporary.c_str(), path.c_str()) == 0;
  if (!made && errno != EEXIST) return DiskProblem();
  SG_RETURN_IF_ERROR(FlushDirectory(path));
  return made;
}

absl::StatusOr<SecretBytes> ReadPrivateFile(const std::string& path, size_t most) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return absl::NotFoundError("no such file");
  if (fd < 0) return DiskProblem();
  absl::Cleanup close = [fd] { ::close(fd); };
  struct stat info = {};
  if (::fstat(fd, &info) != 0) return DiskProblem();
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return MakeProblem(problems::kVaultKeyExposed, {{"file", path}});
  }
  ssize_t size = 0;
  const SecretBytes content =
      SecretBytes::Make(most, [&](absl::Span<uint8_t> out) { size = ::read(fd, out.data(), out.size()); });
  if (size < 0) return DiskProblem();
  return SecretBytes(content.Reveal().substr(0, static_cast<size_t>(size)));
}

absl::StatusOr<SecretBytes> ReadKeyFile(const std::string& path) {
  absl::StatusOr<SecretBytes> key = ReadPrivateFile(path, kKeyBytes + 1);
  if (absl::IsNotFound(key.status())) return MakeProblem(problems::kVaultKeyMissing, {{"file", path}});
  if (key.ok() && key->size() != kKeyBytes) {
    return MakeProblem(problems::kVaultKeyWrong, {{"file", path}});
  }
  return key;
}

absl::StatusOr<SecretBytes> ReadOrCreateKeyFile(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0) {
    SG_RETURN_IF_ERROR(CreatePrivateFileWith(path, RandomSecret(kKeyBytes)).status());
  }
  return ReadKeyFile(path);
}

}  // namespace schoolgate
