#include <utility>

#include "core/util/problems.h"
#include "gateway/exchange.h"
#include "gateway/ingress/grpc/grpc_server.h"
#include "gateway/ingress/models.h"
#include "gateway/ingress/reviews.h"
#include "gateway/policy_calls.h"
#include "gateway/rating.h"

namespace schoolgate::gateway {

namespace {

PolicyHandlers PolicyHandlersOf(Gate& gate, PolicyKeeper& keeper) {
  PolicyHandlers handlers;
  handlers.explain = [&gate](const Credentials& credentials, absl::StatusOr<v1::ExplainRequest> request) {
    return ExplainPlan(gate, credentials, std::move(request));
  };
  handlers.list_agreements = [&gate](const Credentials& credentials,
                                     absl::StatusOr<v1::ListAgreementsRequest> request) {
    return ListAgreements(gate, credentials, std::move(request));
  };
  handlers.list_tools = [&gate](const Credentials& credentials,
                                absl::StatusOr<v1::ListToolsRequest> request) {
    return ListTools(gate, credentials, std::move(request));
  };
  handlers.diff = [&gate, &keeper](const Credentials& credentials, absl::StatusOr<v1::DiffRequest> request) {
    return DiffPolicy(gate, keeper, credentials, std::move(request));
  };
  handlers.apply = [&gate, &keeper](const Credentials& credentials,
                                    absl::StatusOr<v1::ApplyRequest> request) {
    return ApplyPolicy(gate, keeper, credentials, std::move(request));
  };
  return handlers;
}

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(GrpcServerOptions options, Gate& gate,
                                                              PolicyKeeper& keeper, RecordDesk& records,
                                                              std::vector<LoopContext> loops) {
  GrpcHandlers handlers;
  handlers.exchange = [&gate](connectors::VendorTransport& transport, Call& call) {
    return RunExchange(gate, transport, call);
  };
  handlers.inspect = [&gate](const Credentials& credentials, DecodeCall decode) {
    return RunInspection(gate, credentials, std::move(decode));
  };
  handlers.deidentify = [&gate](DeidentifyStream& stream) { return DeidentifyTexts(gate, stream); };
  handlers.reidentify = [&gate](ReidentifyStream& stream) { return ReidentifyTexts(gate, stream); };
  handlers.list_models = [&gate](const Credentials& credentials, const v1::ListModelsRequest& request) {
    return ListModels(gate, credentials, request);
  };
  handlers.rate = [&gate](const Credentials& credentials, absl::StatusOr<v1::RateRequest> request) {
    return RecordRating(gate, credentials, std::move(request));
  };
  handlers.list_held = [&gate](const Credentials& credentials, v1::ListHeldRequest request) {
    return ListHeld(gate, credentials, std::move(request));
  };
  handlers.get_held = [&gate](const Credentials& credentials, v1::GetHeldRequest request) {
    return GetHeld(gate, credentials, std::move(request));
  };
  handlers.approve = [&gate](const Credentials& credentials, v1::ApproveRequest request) {
    return ApproveHeld(gate, credentials, std::move(request));
  };
  handlers.deny = [&gate](const Credentials& credentials, v1::DenyRequest request) {
    return DenyHeld(gate, credentials, std::move(request));
  };
  handlers.policy = PolicyHandlersOf(gate, keeper);
  handlers.list_records = [&records](const Credentials& credentials,
                                     absl::StatusOr<v1::ListRecordsRequest> request, RecordStream& stream) {
    return records.List(credentials, std::move(request), stream);
  };
  handlers.submit_results = [&records](const Credentials& credentials,
                                       absl::StatusOr<v1::SubmitResultsRequest> request) {
    return records.Submit(credentials, std::move(request));
  };
  handlers.count_open = [&gate](int delta) { gate.metrics().AddOpenCalls(delta); };
  handlers.count_overload = [&gate] {
    gate.metrics().CountRequest({"grpc", "none", "none", "none"},
                                SafeLabel::Registered(problems::kOverloaded.reason));
  };
  return Start(std::move(options), std::move(handlers), std::move(loops));
}

}  // namespace schoolgate::gateway
