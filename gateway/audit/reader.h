// Reads a log's audit records in order, without its lock: also while the gate writes it.
//
// Owner: whoever opened it. Thread: one at a time. Errors: DataLoss where the log is damaged, or a record is
// not an audit record.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_READER_H_
#define SCHOOLGATE_GATEWAY_AUDIT_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "gateway/audit/wal_reader.h"
#include "schoolgate/v1/audit.pb.h"

namespace schoolgate::gateway {

class LogReader {
 public:
  // NotFound where there is no log.
  static absl::StatusOr<LogReader> Open(const std::string& log_directory);

  // Steps to the next record; false at the end, where it may be called again once more was written.
  absl::StatusOr<bool> Next();

  // Of the record stepped to; valid until the next step.
  uint64_t index() const { return index_; }
  const v1::AuditRecord& record() const { return record_; }
  // As hashed.
  std::string_view bytes() const { return bytes_; }

  // An unfinished write behind the last record.
  const std::optional<WalReader::TornTail>& torn_tail() const { return wal_.torn_tail(); }

 private:
  explicit LogReader(WalReader wal) : wal_(std::move(wal)) {}

  WalReader wal_;
  uint64_t index_ = 0;
  std::string_view bytes_;
  v1::AuditRecord record_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_READER_H_
