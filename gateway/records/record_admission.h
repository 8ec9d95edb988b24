// What both calls of RecordService begin with: who asks, which tool, and whether its agreement lets a vendor
// read records.
//
// Pure but for the snapshots it takes; an event loop's. The record learns what the call learns, step by step.
#ifndef SCHOOLGATE_GATEWAY_RECORDS_RECORD_ADMISSION_H_
#define SCHOOLGATE_GATEWAY_RECORDS_RECORD_ADMISSION_H_

#include <memory>

#include "absl/status/statusor.h"
#include "gateway/exchange_record.h"
#include "gateway/gate.h"
#include "redaction/pseudonym/scope.h"

namespace schoolgate::gateway {

struct RecordCaller {
  std::shared_ptr<const Snapshots> with;
  Principal principal;
  // Its destination has no model: nobody is asked anything.
  policy::Plan plan;
  redaction::ScopeName scope;

  const Roster& roster() const { return with->detector->roster(); }
  // For the records of a page or a submission after the first.
  void Introduce(ExchangeRecord& record) const;
};

// Problems: what MakePlan says, ROLE_NOT_ALLOWED for an app that is no service, RECORDS_NOT_AGREED for a tool
// without records, SESSION_NEEDED.
absl::StatusOr<RecordCaller> AdmitRecordCaller(Gate& gate, const Credentials& credentials,
                                               ExchangeRecord& record);

// RECORDS_NOT_AGREED, for what the tool does not cover.
absl::Status NotAgreed(const policy::Plan& plan, std::string_view what);

// Puts a refusal on the record, and counts how the exchange ended.
boost::asio::awaitable<void> CloseRefused(Gate& gate, const Credentials& credentials,
                                          const ExchangeRecord& record, const absl::Status& problem);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RECORDS_RECORD_ADMISSION_H_
