#include "gateway/audit/wal_reader.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/audit/wal_format.h"

namespace schoolgate::gateway {
namespace {

constexpr size_t kReadBytes = size_t{1} << 20;

absl::Status ReadAt(int fd, uint64_t offset, size_t want, std::string& out) {
  out.resize(want);
  size_t got = 0;
  while (got < want) {
    const ssize_t n = ::pread(fd, out.data() + got, want - got, static_cast<off_t>(offset + got));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return absl::ErrnoToStatus(errno, "cannot read the audit log");
    if (n == 0) break;
    got += static_cast<size_t>(n);
  }
  out.resize(got);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<uint64_t>> ListSegments(const std::string& log_directory) {
  std::vector<uint64_t> segments;
  std::error_code error;
  std::filesystem::directory_iterator it(WalDirectory(log_directory), error), end;
  if (error == std::errc::no_such_file_or_directory) return segments;
  for (; !error && it != end; it.increment(error)) {
    if (const auto index = SegmentIndex(it->path().filename().native())) segments.push_back(*index);
  }
  if (error) return absl::ErrnoToStatus(error.value(), StrCat("cannot list ", WalDirectory(log_directory)));
  std::sort(segments.begin(), segments.end());
  return segments;
}

WalReader::WalReader(std::string log_directory) : directory_(std::move(log_directory)) {}

absl::StatusOr<WalReader> WalReader::OpenAt(std::string log_directory, const WalPosition& position) {
  WalReader reader(std::move(log_directory));
  reader.index_ = position.index;
  SG_ASSIGN_OR_RETURN(const bool found, reader.OpenSegment(position.segment));
  if (found && position.offset >= kSegmentHeaderBytes) {
    reader.offset_ = position.offset;
    reader.header_read_ = true;
  }
  return reader;
}

std::string_view WalReader::Buffered() const {
  const uint64_t skip = offset_ - buffer_offset_;
  return skip >= buffer_.size() ? std::string_view() : std::string_view(buffer_).substr(skip);
}

absl::Status WalReader::Refill() {
  buffer_offset_ = offset_;
  return ReadAt(fd_.get(), offset_, kReadBytes, buffer_);
}

absl::StatusOr<bool> WalReader::OpenSegment(uint64_t first_index) {
  const std::string path = StrCat(WalDirectory(directory_), "/", SegmentName(first_index));
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return false;
  if (fd < 0) return absl::ErrnoToStatus(errno, StrCat("cannot open ", path));
  fd_ = FileDescriptor(fd);
  segment_ = first_index;
  offset_ = 0;
  header_read_ = false;
  buffer_.clear();
  buffer_offset_ = 0;
  return true;
}

absl::StatusOr<bool> WalReader::ReadHeader() {
  if (header_read_) return true;
  SG_RETURN_IF_ERROR(Refill());
  if (!IsSegmentHeader(Buffered().substr(0, kSegmentHeaderBytes), segment_)) return false;
  offset_ = kSegmentHeaderBytes;
  header_read_ = true;
  return true;
}

absl::StatusOr<std::optional<WalEntry>> WalReader::Next() {
  torn_tail_.reset();
  // What looks like damage is looked at twice: the gate may have been writing between two of our reads.
  for (int looks = 0;;) {
    if (!fd_.valid()) {
      SG_RETURN_IF_ERROR(OpenSegment(index_).status());
    }
    if (fd_.valid()) {
      SG_ASSIGN_OR_RETURN(const bool readable, ReadHeader());
      std::optional<Frame> frame;
      if (readable) frame = DecodeFrame(Buffered());
      if (readable && !frame) {
        SG_RETURN_IF_ERROR(Refill());
        frame = DecodeFrame(Buffered());
      }
      if (frame && frame->index != index_) return Damage(StrCat("record ", frame->index, " stands there"));
      if (frame) {
        ++index_;
        offset_ += frame->bytes;
        return WalEntry{.index = frame->index, .record = frame->record};
      }
      if (readable && Buffered().empty() && segment_ != index_) {
        SG_ASSIGN_OR_RETURN(const bool moved, OpenSegment(index_));
        if (moved) continue;
      }
    }
    absl::Status end = JudgeEnd();
    if (end.ok()) return std::nullopt;
    if (++looks == 2) return end;
  }
}

absl::StatusOr<std::string> WalReader::ReadRest() const {
  struct stat info;
  if (::fstat(fd_.get(), &info) != 0) return absl::ErrnoToStatus(errno, "cannot examine the audit log");
  std::string rest;
  const auto size = static_cast<uint64_t>(info.st_size);
  if (size > offset_) SG_RETURN_IF_ERROR(ReadAt(fd_.get(), offset_, size - offset_, rest));
  return rest;
}

// Nothing readable stands at the position. That is the end, with or without an unfinished write, unless
// something later was durable.
absl::Status WalReader::JudgeEnd() {
  SG_ASSIGN_OR_RETURN(const std::vector<uint64_t> segments, ListSegments(directory_));
  if (!segments.empty() && (!fd_.valid() || segments.back() > segment_)) {
    return Damage(StrCat("the log goes on in ", SegmentName(segments.back())));
  }
  if (!fd_.valid()) return absl::OkStatus();
  SG_ASSIGN_OR_RETURN(const std::string rest, ReadRest());
  if (rest.empty() && header_read_) return absl::OkStatus();
  const std::string_view view = rest;
  for (size_t at = view.find("SGRC"); at != std::string_view::npos; at = view.find("SGRC", at + 1)) {
    const std::optional<Frame> later = DecodeFrame(view.substr(at));
    if (later && (later->commit > index_ || !header_read_)) {
      return Damage(StrCat("record ", later->index, " follows, which was written after it was durable"));
    }
  }
  torn_tail_ = TornTail{.position = position(), .bytes = rest.size()};
  return absl::OkStatus();
}

absl::Status WalReader::Damage(std::string_view what) const {
  return absl::DataLossError(StrCat("record ", index_, " is missing or was changed (segment ",
                                    fd_.valid() ? SegmentName(segment_) : "missing", ", byte ", offset_,
                                    "): ", what));
}

}  // namespace schoolgate::gateway
