#include "gateway/audit/wal_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "core/util/files.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/audit/wal_format.h"

namespace schoolgate::gateway {

absl::StatusOr<WalWriter> WalWriter::Open(const std::string& log_directory, uint64_t next_index,
                                          uint64_t segment_bytes) {
  std::string wal_directory = WalDirectory(log_directory);
  SG_RETURN_IF_ERROR(MakeDirectories(wal_directory));
  FileDescriptor directory(::open(wal_directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid()) return absl::ErrnoToStatus(errno, StrCat("cannot open ", wal_directory));
  return WalWriter(std::move(wal_directory), std::move(directory), next_index, segment_bytes);
}

WalWriter::WalWriter(std::string wal_directory, FileDescriptor directory, uint64_t next_index,
                     uint64_t segment_bytes)
    : wal_directory_(std::move(wal_directory)),
      directory_(std::move(directory)),
      next_index_(next_index),
      segment_limit_(segment_bytes) {}

absl::Status WalWriter::Append(absl::Span<const std::string_view> records) {
  if (dead_) return absl::FailedPreconditionError("the audit log's writer failed before");
  absl::Status status = AppendOrFail(records);
  dead_ = !status.ok();
  return status;
}

absl::Status WalWriter::AppendOrFail(absl::Span<const std::string_view> records) {
  if (!segment_.valid() || segment_size_ >= segment_limit_) SG_RETURN_IF_ERROR(NewSegment());
  group_.clear();
  uint64_t index = next_index_;
  for (const std::string_view record : records) AppendFrame(group_, index++, next_index_, record);
  SG_RETURN_IF_ERROR(Write(group_));
  if (::fdatasync(segment_.get()) != 0) return absl::ErrnoToStatus(errno, "cannot flush the audit log");
  // After the flush: a file unlinked before it must not be acknowledged.
  SG_RETURN_IF_ERROR(CheckStillThere());
  next_index_ = index;
  return absl::OkStatus();
}

absl::Status WalWriter::NewSegment() {
  segment_path_ = StrCat(wal_directory_, "/", SegmentName(next_index_));
  segment_ =
      FileDescriptor(::open(segment_path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600));
  if (!segment_.valid()) return absl::ErrnoToStatus(errno, "cannot create a segment of the audit log");
  segment_size_ = 0;
  SG_RETURN_IF_ERROR(Write(SegmentHeader(next_index_)));
  if (::fsync(segment_.get()) != 0 || ::fsync(directory_.get()) != 0) {
    return absl::ErrnoToStatus(errno, "cannot flush a new segment of the audit log");
  }
  return absl::OkStatus();
}

absl::Status WalWriter::Write(std::string_view bytes) {
  segment_size_ += bytes.size();
  while (!bytes.empty()) {
    const ssize_t n = ::write(segment_.get(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;  // nothing was written
    if (n < 0) return absl::ErrnoToStatus(errno, "cannot write the audit log");
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return absl::OkStatus();
}

absl::Status WalWriter::CheckStillThere() const {
  struct stat ours, named;
  if (::fstat(segment_.get(), &ours) != 0 || ::stat(segment_path_.c_str(), &named) != 0) {
    return absl::ErrnoToStatus(errno, "the audit log's file is not there any more");
  }
  if (ours.st_nlink == 0 || ours.st_ino != named.st_ino || ours.st_dev != named.st_dev) {
    return absl::DataLossError("the audit log's file was removed or replaced while it was written");
  }
  if (static_cast<uint64_t>(ours.st_size) != segment_size_) {
    return absl::DataLossError("the audit log's file was truncated or written by someone else");
  }
  return absl::OkStatus();
}

}  // namespace schoolgate::gateway
