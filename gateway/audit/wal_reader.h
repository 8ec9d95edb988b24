// Reads the records of a write-ahead log in order, from the first or from a known position; also while a gate
// is writing it.
//
// Owner:  whoever opened it; holds one segment open. Thread: one thread at a time.
// Errors: DataLoss names the segment, byte and record where the log is damaged; after it the reader is spent.
//         An unfinished write at the very end is no damage: Next() says "end" and torn_tail() where it is.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_WAL_READER_H_
#define SCHOOLGATE_GATEWAY_AUDIT_WAL_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/audit/file_descriptor.h"

namespace schoolgate::gateway {

// Where a record begins: its segment (by first index), its byte there, its index in the log.
struct WalPosition {
  uint64_t segment = 0;
  uint64_t offset = 0;
  uint64_t index = 0;
};

struct WalEntry {
  uint64_t index;
  std::string_view record;  // valid until the reader is used again
};

// The first indexes of the segments there are, in order.
absl::StatusOr<std::vector<uint64_t>> ListSegments(const std::string& log_directory);

class WalReader {
 public:
  // Before record 0. An empty or missing log has no records.
  explicit WalReader(std::string log_directory);
  static absl::StatusOr<WalReader> OpenAt(std::string log_directory, const WalPosition& position);

  // The next record, or nothing at the log's end; may be called again there once more was written.
  absl::StatusOr<std::optional<WalEntry>> Next();

  // Of the next record. At the end of a log without records the segment is 0 and does not exist.
  WalPosition position() const { return {.segment = segment_, .offset = offset_, .index = index_}; }

  // Set by Next() when it reached an end that is followed by an unfinished write.
  struct TornTail {
    WalPosition position;
    uint64_t bytes;
  };
  const std::optional<TornTail>& torn_tail() const { return torn_tail_; }

 private:
  std::string_view Buffered() const;
  absl::Status Refill();
  absl::StatusOr<bool> OpenSegment(uint64_t first_index);
  absl::StatusOr<bool> ReadHeader();
  absl::Status JudgeEnd();
  absl::StatusOr<std::string> ReadRest() const;
  absl::Status Damage(std::string_view what) const;

  std::string directory_;
  FileDescriptor fd_;
  uint64_t segment_ = 0;
  uint64_t offset_ = 0;
  uint64_t index_ = 0;
  bool header_read_ = false;
  std::string buffer_;
  uint64_t buffer_offset_ = 0;  // in the segment
  std::optional<TornTail> torn_tail_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_WAL_READER_H_
