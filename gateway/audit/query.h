// Finds records in a log by reading all of it.
//
// Owner: none. Thread: any; blocking. Errors: NotFound where there is no log, DataLoss where it is damaged.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_QUERY_H_
#define SCHOOLGATE_GATEWAY_AUDIT_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "schoolgate/v1/audit.pb.h"

namespace schoolgate::gateway {

// What is set must match; empty strings and UNSPECIFIED match everything.
struct AuditFilter {
  absl::Time from = absl::InfinitePast();  // inclusive
  absl::Time to = absl::InfiniteFuture();  // exclusive
  std::string tool;
  std::string vendor;
  std::string app;
  std::string exchange_id;
  v1::AuditPhase phase = v1::AUDIT_PHASE_UNSPECIFIED;
  // The newest this many.
  size_t limit = 100;
};

struct AuditRow {
  uint64_t index = 0;
  v1::AuditRecord record;
};

struct AuditQueryResult {
  std::vector<AuditRow> rows;  // oldest first
  uint64_t matched = 0;        // rows beyond the limit included
};

absl::StatusOr<AuditQueryResult> QueryLog(const std::string& log_directory, const AuditFilter& filter);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_QUERY_H_
