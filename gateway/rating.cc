#include "gateway/rating.h"

#include <utility>

#include "core/crypto/random.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "gateway/exchange_record.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

constexpr int kBestScore = 5;

absl::StatusOr<v1::AuditRecord> RatingOf(Gate& gate, const Credentials& credentials,
                                         absl::StatusOr<v1::RateRequest> request, ExchangeRecord& record) {
  const std::shared_ptr<const Snapshots> with = gate.snapshots();
  if (with == nullptr) return MakeProblem(problems::kNoRoster);
  record.SetSnapshots(*with);
  SG_ASSIGN_OR_RETURN(const Principal principal,
                      with->authenticator->Authenticate(credentials, with->detector->roster()));
  record.SetPrincipal(principal);
  SG_RETURN_IF_ERROR(request.status());
  if (!IsUuid(request->response_id())) {
    return MakeProblem(problems::kInvalidValue,
                       {{"place", "response_id"}, {"expected", "send an answer's id"}});
  }
  if (request->score() < 1 || request->score() > kBestScore) {
    return MakeProblem(problems::kInvalidValue, {{"place", "score"}, {"expected", "1 to 5"}});
  }
  return record.Rated(request->response_id(), request->score());
}

}  // namespace

asio::awaitable<absl::StatusOr<v1::RateResponse>> RecordRating(Gate& gate, const Credentials& credentials,
                                                               absl::StatusOr<v1::RateRequest> request) {
  ExchangeRecord record(gate, "rate");
  absl::StatusOr<v1::AuditRecord> rated = RatingOf(gate, credentials, std::move(request), record);
  if (!rated.ok()) {
    co_await RecordDenial(gate, credentials, record, rated.status());
    co_return rated.status();
  }
  SG_CO_RETURN_IF_ERROR(co_await gate.audit().Commit(*std::move(rated)));
  co_return v1::RateResponse();
}

}  // namespace schoolgate::gateway
