// What the gRPC ingress calls: the gate's own parts, or a test's.
//
// Called on event loops; shared by all calls and immutable. What a handler refers to outlives the event
// loops.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_HANDLERS_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_HANDLERS_H_

#include <boost/asio/awaitable.hpp>
#include <functional>

#include "absl/status/statusor.h"
#include "connectors/vendors/vendor.h"
#include "gateway/exchange.h"
#include "gateway/ingress/call.h"
#include "gateway/records/record_calls.h"
#include "gateway/text_calls.h"
#include "schoolgate/v1/policy_service.pb.h"
#include "schoolgate/v1/privacy_service.pb.h"
#include "schoolgate/v1/review_service.pb.h"

namespace schoolgate::gateway {

// A question that is answered by a coroutine. The credentials outlive it; the request may be the status of
// one that could not be read, which is told once the caller is known.
template <typename Request, typename Response>
using AskHandler = std::function<boost::asio::awaitable<absl::StatusOr<Response>>(const Credentials&,
                                                                                  absl::StatusOr<Request>)>;

// A stream of texts and what answers it, which gives its status.
template <typename Request, typename Response>
using TextHandler = std::function<boost::asio::awaitable<absl::Status>(TextStream<Request, Response>&)>;

// policy_calls.h.
struct PolicyHandlers {
  AskHandler<v1::ExplainRequest, v1::ExplainResponse> explain;
  AskHandler<v1::ListAgreementsRequest, v1::ListAgreementsResponse> list_agreements;
  AskHandler<v1::ListToolsRequest, v1::ListToolsResponse> list_tools;
  AskHandler<v1::DiffRequest, v1::DiffResponse> diff;
  AskHandler<v1::ApplyRequest, v1::ApplyResponse> apply;
};

struct GrpcHandlers {
  // Runs a call to its end (RunExchange).
  std::function<boost::asio::awaitable<void>(connectors::VendorTransport&, Call&)> exchange;
  // RunInspection. The credentials outlive the coroutine.
  std::function<boost::asio::awaitable<absl::StatusOr<v1::InspectResponse>>(const Credentials&, DecodeCall)>
      inspect;
  // text_calls.h.
  TextHandler<v1::DeidentifyRequest, v1::DeidentifyResponse> deidentify;
  TextHandler<v1::ReidentifyRequest, v1::ReidentifyResponse> reidentify;
  std::function<absl::StatusOr<v1::ListModelsResponse>(const Credentials&, const v1::ListModelsRequest&)>
      list_models;
  // RecordRating. The credentials outlive the coroutine; a faulty request is told once the caller is known.
  std::function<boost::asio::awaitable<absl::StatusOr<v1::RateResponse>>(const Credentials&,
                                                                         absl::StatusOr<v1::RateRequest>)>
      rate;
  // ReviewService. The credentials outlive the coroutine.
  template <typename Request, typename Response>
  using Review = std::function<boost::asio::awaitable<absl::StatusOr<Response>>(const Credentials&, Request)>;
  Review<v1::ListHeldRequest, v1::ListHeldResponse> list_held;
  Review<v1::GetHeldRequest, v1::GetHeldResponse> get_held;
  Review<v1::ApproveRequest, v1::ApproveResponse> approve;
  Review<v1::DenyRequest, v1::DenyResponse> deny;
  PolicyHandlers policy;
  // RecordDesk. The credentials and the stream outlive the coroutine.
  std::function<boost::asio::awaitable<absl::Status>(const Credentials&,
                                                     absl::StatusOr<v1::ListRecordsRequest>, RecordStream&)>
      list_records;
  AskHandler<v1::SubmitResultsRequest, v1::SubmitResultsResponse> submit_results;
  // For the metrics: calls that began (1) or ended (-1), and one that was refused as too many. Any thread.
  std::function<void(int)> count_open = [](int) {};
  std::function<void()> count_overload = [] {};
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_HANDLERS_H_
