#include "gateway/audit/query.h"

#include <deque>
#include <iterator>
#include <utility>

#include "core/util/status.h"
#include "gateway/audit/reader.h"

namespace schoolgate::gateway {
namespace {

bool Fits(const std::string& wanted, const std::string& value) { return wanted.empty() || wanted == value; }

bool Matches(const AuditFilter& filter, const v1::AuditRecord& record) {
  const absl::Time time = absl::FromUnixMicros(record.time_micros());
  return time >= filter.from && time < filter.to && Fits(filter.tool, record.tool()) &&
         Fits(filter.vendor, record.vendor()) && Fits(filter.app, record.caller().app()) &&
         Fits(filter.exchange_id, record.exchange_id()) &&
         (filter.phase == v1::AUDIT_PHASE_UNSPECIFIED || filter.phase == record.phase());
}

}  // namespace

absl::StatusOr<AuditQueryResult> QueryLog(const std::string& log_directory, const AuditFilter& filter) {
  SG_ASSIGN_OR_RETURN(LogReader reader, LogReader::Open(log_directory));
  AuditQueryResult result;
  std::deque<AuditRow> newest;
  while (true) {
    SG_ASSIGN_OR_RETURN(const bool more, reader.Next());
    if (!more) break;
    if (!Matches(filter, reader.record())) continue;
    ++result.matched;
    newest.push_back({.index = reader.index(), .record = reader.record()});
    if (newest.size() > filter.limit) newest.pop_front();
  }
  result.rows.assign(std::make_move_iterator(newest.begin()), std::make_move_iterator(newest.end()));
  return result;
}

}  // namespace schoolgate::gateway
