#include "gateway/ingress/grpc/grpc_policy_service.h"

#include <utility>

#include "gateway/ingress/grpc/grpc_ask.h"
#include "gateway/ingress/grpc/grpc_credentials.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

asio::awaitable<absl::StatusOr<v1::ExplainResponse>> AnswerExplain(
    std::shared_ptr<const GrpcHandlers> handlers, Credentials& credentials,
    absl::StatusOr<v1::ExplainRequest> request) {
  if (request.ok()) MergeContext(*request->mutable_context(), credentials);
  absl::StatusOr<v1::ExplainRequest> checked = Checked(std::move(request));
  co_return co_await handlers->policy.explain(credentials, std::move(checked));
}

asio::awaitable<absl::StatusOr<v1::ListAgreementsResponse>> AnswerListAgreements(
    std::shared_ptr<const GrpcHandlers> handlers, Credentials& credentials,
    absl::StatusOr<v1::ListAgreementsRequest> request) {
  absl::StatusOr<v1::ListAgreementsRequest> checked = Checked(std::move(request));
  co_return co_await handlers->policy.list_agreements(credentials, std::move(checked));
}

asio::awaitable<absl::StatusOr<v1::ListToolsResponse>> AnswerListTools(
    std::shared_ptr<const GrpcHandlers> handlers, Credentials& credentials,
    absl::StatusOr<v1::ListToolsRequest> request) {
  absl::StatusOr<v1::ListToolsRequest> checked = Checked(std::move(request));
  co_return co_await handlers->policy.list_tools(credentials, std::move(checked));
}

asio::awaitable<absl::StatusOr<v1::DiffResponse>> AnswerDiff(std::shared_ptr<const GrpcHandlers> handlers,
                                                             Credentials& credentials,
                                                             absl::StatusOr<v1::DiffRequest> request) {
  absl::StatusOr<v1::DiffRequest> checked = Checked(std::move(request));
  co_return co_await handlers->policy.diff(credentials, std::move(checked));
}

asio::awaitable<absl::StatusOr<v1::ApplyResponse>> AnswerApply(std::shared_ptr<const GrpcHandlers> handlers,
                                                               Credentials& credentials,
                                                               absl::StatusOr<v1::ApplyRequest> request) {
  if (request.ok()) MergeContext(*request->mutable_context(), credentials);
  absl::StatusOr<v1::ApplyRequest> checked = Checked(std::move(request));
  co_return co_await handlers->policy.apply(credentials, std::move(checked));
}

}  // namespace

grpc::ServerUnaryReactor* GrpcPolicyService::Explain(grpc::CallbackServerContext* context,
                                                     const grpc::ByteBuffer* request,
                                                     grpc::ByteBuffer* response) {
  return Ask<v1::ExplainRequest, v1::ExplainResponse>(dispatcher_, *context, *request, *response,
                                                      AnswerExplain);
}

grpc::ServerUnaryReactor* GrpcPolicyService::ListAgreements(grpc::CallbackServerContext* context,
                                                            const grpc::ByteBuffer* request,
                                                            grpc::ByteBuffer* response) {
  return Ask<v1::ListAgreementsRequest, v1::ListAgreementsResponse>(dispatcher_, *context, *request,
                                                                    *response, AnswerListAgreements);
}

grpc::ServerUnaryReactor* GrpcPolicyService::ListTools(grpc::CallbackServerContext* context,
                                                       const grpc::ByteBuffer* request,
                                                       grpc::ByteBuffer* response) {
  return Ask<v1::ListToolsRequest, v1::ListToolsResponse>(dispatcher_, *context, *request, *response,
                                                          AnswerListTools);
}

grpc::ServerUnaryReactor* GrpcPolicyService::Diff(grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer* request,
                                                  grpc::ByteBuffer* response) {
  return Ask<v1::DiffRequest, v1::DiffResponse>(dispatcher_, *context, *request, *response, AnswerDiff);
}

grpc::ServerUnaryReactor* GrpcPolicyService::Apply(grpc::CallbackServerContext* context,
                                                   const grpc::ByteBuffer* request,
                                                   grpc::ByteBuffer* response) {
  return Ask<v1::ApplyRequest, v1::ApplyResponse>(dispatcher_, *context, *request, *response, AnswerApply);
}

}  // namespace schoolgate::gateway
