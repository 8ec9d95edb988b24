#include "gateway/audit/reader.h"

#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/audit/recovery.h"

namespace schoolgate::gateway {

absl::StatusOr<LogReader> LogReader::Open(const std::string& log_directory) {
  if (!HoldsLog(log_directory))
    return absl::NotFoundError(StrCat("there is no audit log in ", log_directory));
  return LogReader(WalReader(log_directory));
}

absl::StatusOr<bool> LogReader::Next() {
  SG_ASSIGN_OR_RETURN(const std::optional<WalEntry> entry, wal_.Next());
  if (!entry) return false;
  index_ = entry->index;
  bytes_ = entry->record;
  if (!record_.ParseFromArray(bytes_.data(), static_cast<int>(bytes_.size()))) {
    return absl::DataLossError(StrCat("record ", index_, " is not an audit record"));
  }
  return true;
}

}  // namespace schoolgate::gateway
