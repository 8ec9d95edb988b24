#include "core/util/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "core/util/strings.h"

namespace schoolgate {
namespace {

absl::Status SystemError(std::string_view what, const std::string& path) {
  return absl::ErrnoToStatus(errno, StrCat(what, " ", path));
}

absl::Status WriteAll(int fd, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return SystemError("cannot write", path);
    content.remove_prefix(static_cast<size_t>(n));
  }
  return absl::OkStatus();
}

absl::Status SyncDirectoryOf(const std::string& path) {
  std::string dir = std::filesystem::path(path).parent_path().string();
  if (dir.empty()) dir = ".";
  const int fd = ::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError("cannot open directory", dir);
  absl::Cleanup close = [fd] { ::close(fd); };
  if (::fsync(fd) != 0) return SystemError("cannot flush directory", dir);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return SystemError("cannot open", path);
  absl::Cleanup close = [fd] { ::close(fd); };
  std::string content;
  char buffer[65536];
  while (true) {
    const ssize_t n = ::read(fd, buffer, sizeof(buffer));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return SystemError("cannot read", path);
    if (n == 0) return content;
    content.append(buffer, static_cast<size_t>(n));
  }
}

absl::Status WriteFileAtomically(const std::string& path, std::string_view content, int mode) {
  const std::string temporary = StrCat(path, ".new.", ::getpid());
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (fd < 0) return SystemError("cannot create", temporary);
  absl::Cleanup discard = [&temporary] { ::unlink(temporary.c_str()); };
  absl::Status written = WriteAll(fd, content, temporary);
  if (written.ok() && ::fsync(fd) != 0) written = SystemError("cannot flush", temporary);
  if (::close(fd) != 0 && written.ok()) written = SystemError("cannot close", temporary);
  if (!written.ok()) return written;
  if (::rename(temporary.c_str(), path.c_str()) != 0) return SystemError("cannot rename into place", path);
  std::move(discard).Cancel();
  return SyncDirectoryOf(path);
}

absl::Status MakeDirectories(const std::string& path) {
  std::filesystem::path made;
  for (const auto& part : std::filesystem::path(path)) {
    made /= part;
    std::error_code ignored;  // mkdir says it again
    if (made.empty() || std::filesystem::is_directory(made, ignored)) continue;
    if (::mkdir(made.c_str(), 0700) != 0 && errno != EEXIST)
      return SystemError("cannot create directory", made.string());
  }
  return absl::OkStatus();
}

}  // namespace schoolgate
