// RecordService: a vendor's app lists the district records that its tool's agreement lets it have, and writes
// results back. For gRPC; knows no transport.
//
// The way of a page is a prompt's: authenticate, plan, detect, decide, de-identify, audit intent, answer,
// audit outcome. Every page is its own exchange, with an intent of its own that is durable before the page is
// sent and names every student on it (by tag), every element, and every clause.
//
// A list may end early with a resume token where the policy in force or the roster changed under it: the
// caller goes on with the token, under what is in force then.
//
// Coroutines of one event loop; what is long (walking the roster, detection in long texts, files) runs on the
// gate's worker pool. `credentials` and `stream` outlive the coroutines. Ownership: the process owns the
// desk, and stops the event loops first.
//
// Errors: RECORDS_NOT_AGREED, ROLE_NOT_ALLOWED (only services list records), SESSION_NEEDED, INVALID_VALUE,
// MISSING_FIELD, OVERLOADED where an app has too many lists open, and what policy/admission.h says;
// RESULTS_REJECTED with every fault's place (google.rpc.BadRequest), RESULTS_NOT_WRITTEN. A refused caller is
// on the record.
#ifndef SCHOOLGATE_GATEWAY_RECORDS_RECORD_CALLS_H_
#define SCHOOLGATE_GATEWAY_RECORDS_RECORD_CALLS_H_

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "connectors/district/results_folder.h"
#include "core/guard/outbound.h"
#include "gateway/gate.h"
#include "gateway/ingress/call.h"
#include "schoolgate/v1/record_service.pb.h"

namespace schoolgate::gateway {

// Who a list is for, as an ingress hands it over. Used on the call's event loop.
class RecordStream {
 public:
  virtual ~RecordStream() = default;
  // Sends the page, which must be cleared for `receiver`; returns when the transport has taken it whole.
  // CLIENT_GONE when nobody listens any more.
  virtual boost::asio::awaitable<absl::Status> Send(Cleared page, const Destination& receiver) = 0;
  virtual bool gone() const = 0;
};

class RecordDesk {
 public:
  // `origin` is the gate's own name. `results` may be empty: then nothing is taken back.
  RecordDesk(Gate& gate, std::string origin, std::string results_directory);

  // The whole list, page by page. An error ends it; what was sent stays sent.
  boost::asio::awaitable<absl::Status> List(const Credentials& credentials,
                                            absl::StatusOr<v1::ListRecordsRequest> request,
                                            RecordStream& stream);

  boost::asio::awaitable<absl::StatusOr<v1::SubmitResultsResponse>> Submit(
      const Credentials& credentials, absl::StatusOr<v1::SubmitResultsRequest> request);

  // Who has a number.
  using People = absl::flat_hash_map<SubjectNumber, PersonIndex>;

  Gate& gate() { return gate_; }
  const std::string& origin() const { return origin_; }
  const connectors::ResultsFolder& results() const { return results_; }

  // Takes a place among the app's open lists; false where it has as many as it may.
  bool Enter(const std::string& app);
  void Leave(const std::string& app);

  // The roster's students and staff by their numbers; made once for a roster.
  boost::asio::awaitable<absl::StatusOr<std::shared_ptr<const People>>> PeopleOf(const Roster& roster);

 private:
  Gate& gate_;
  const std::string origin_;
  const connectors::ResultsFolder results_;
  std::mutex mutex_;  // guards all below
  absl::flat_hash_map<std::string, int> open_lists_;
  std::string people_version_;
  std::shared_ptr<const People> people_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RECORDS_RECORD_CALLS_H_
