#include "gateway/ingress/grpc/grpc_review_service.h"

#include <memory>
#include <utility>

#include "gateway/ingress/grpc/grpc_ask.h"

namespace schoolgate::gateway {
namespace {

// Has the handler answer; a faulty question is told once the caller is known, and asks for nothing.
template <typename Request, typename Response, GrpcHandlers::Review<Request, Response> GrpcHandlers::*handler>
boost::asio::awaitable<absl::StatusOr<Response>> Answer(std::shared_ptr<const GrpcHandlers> handlers,
                                                        Credentials& credentials,
                                                        absl::StatusOr<Request> request) {
  absl::StatusOr<Request> checked = Checked(std::move(request));
  const absl::Status read = checked.status();
  Request question = read.ok() ? *std::move(checked) : Request();
  absl::StatusOr<Response> answer = co_await ((*handlers).*handler)(credentials, std::move(question));
  if (!read.ok() && answer.status().code() != absl::StatusCode::kUnauthenticated) co_return read;
  co_return answer;
}

}  // namespace

grpc::ServerUnaryReactor* GrpcReviewService::ListHeld(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  return Ask<v1::ListHeldRequest, v1::ListHeldResponse>(
      dispatcher_, *context, *request, *response,
      &Answer<v1::ListHeldRequest, v1::ListHeldResponse, &GrpcHandlers::list_held>);
}

grpc::ServerUnaryReactor* GrpcReviewService::GetHeld(grpc::CallbackServerContext* context,
                                                     const grpc::ByteBuffer* request,
                                                     grpc::ByteBuffer* response) {
  return Ask<v1::GetHeldRequest, v1::GetHeldResponse>(
      dispatcher_, *context, *request, *response,
      &Answer<v1::GetHeldRequest, v1::GetHeldResponse, &GrpcHandlers::get_held>);
}

grpc::ServerUnaryReactor* GrpcReviewService::Approve(grpc::CallbackServerContext* context,
                                                     const grpc::ByteBuffer* request,
                                                     grpc::ByteBuffer* response) {
  return Ask<v1::ApproveRequest, v1::ApproveResponse>(
      dispatcher_, *context, *request, *response,
      &Answer<v1::ApproveRequest, v1::ApproveResponse, &GrpcHandlers::approve>);
}

grpc::ServerUnaryReactor* GrpcReviewService::Deny(grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer* request,
                                                  grpc::ByteBuffer* response) {
  return Ask<v1::DenyRequest, v1::DenyResponse>(
      dispatcher_, *context, *request, *response,
      &Answer<v1::DenyRequest, v1::DenyResponse, &GrpcHandlers::deny>);
}

}  // namespace schoolgate::gateway
