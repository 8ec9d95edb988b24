// Appends groups of records to the write-ahead log, each group with one write and one fdatasync.
//
// Owner:  the committer. Thread: one.
// Errors: any failure ends the writer: nothing is ever retried, because after a failed write or flush nobody
//         knows what the disk holds. The next process verifies and begins a new segment.
// Source: "fsync" after failure: LWN 752063; the directory is kept open so that its write errors are not
// lost.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_WAL_WRITER_H_
#define SCHOOLGATE_GATEWAY_AUDIT_WAL_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "gateway/audit/file_descriptor.h"

namespace schoolgate::gateway {

class WalWriter {
 public:
  // Continues at `next_index` in a new segment, made with the first record. A segment is closed once it has
  // `segment_bytes`.
  static absl::StatusOr<WalWriter> Open(const std::string& log_directory, uint64_t next_index,
                                        uint64_t segment_bytes);

  // Durable when OK. REQUIRES: every record has 1 to kMaxRecordBytes bytes.
  absl::Status Append(absl::Span<const std::string_view> records);

  uint64_t next_index() const { return next_index_; }

 private:
  WalWriter(std::string wal_directory, FileDescriptor directory, uint64_t next_index, uint64_t segment_bytes);
  absl::Status AppendOrFail(absl::Span<const std::string_view> records);
  absl::Status NewSegment();
  absl::Status Write(std::string_view bytes);
  absl::Status CheckStillThere() const;

  std::string wal_directory_;
  FileDescriptor directory_;
  FileDescriptor segment_;
  std::string segment_path_;
  uint64_t next_index_;
  uint64_t segment_limit_;
  uint64_t segment_size_ = 0;
  std::string group_;
  bool dead_ = false;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_WAL_WRITER_H_
