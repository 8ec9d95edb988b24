// A call that is one question and one answer: read on an event loop, answered by a coroutine there.
//
// Threads: gRPC's own make the reactor; everything after runs on the event loop it took. Ownership: the
// reactor owns itself until OnDone. Errors: OVERLOADED at once when as many calls are open as may be; what a
// coroutine throws is INTERNAL.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_ASK_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_ASK_H_

#include <grpcpp/grpcpp.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "gateway/ingress/grpc/grpc_decode.h"
#include "gateway/ingress/grpc/grpc_dispatcher.h"

namespace schoolgate::gateway {

// The reactor of such a call.
class AskReactor final : public grpc::ServerUnaryReactor {
 public:
  AskReactor(GrpcDispatcher& dispatcher, grpc::CallbackServerContext& context,
             const grpc::ByteBuffer& request, grpc::ByteBuffer& response);

  // Reads the question into `message`.
  absl::Status Read(google::protobuf::Message& message);
  Credentials& credentials() { return credentials_; }
  // The last touch.
  void Answer(const absl::Status& status, const google::protobuf::Message& answer);
  void OnDone() override;

 private:
  GrpcDispatcher& dispatcher_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer& response_;
  Credentials credentials_;
  absl::Status fault_;
};

// A call that ends before it begins.
grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext& context, const absl::Status& problem);

// Answers a question. The request is a status where it cannot be read: who asks is looked at first all the
// same. The handlers and the credentials outlive the coroutine.
template <typename Request, typename Response>
using AnswerFunction = boost::asio::awaitable<absl::StatusOr<Response>>(std::shared_ptr<const GrpcHandlers>,
                                                                        Credentials&,
                                                                        absl::StatusOr<Request>);

// For answers: takes out what the gate does not know of a question, or says what is wrong with it.
template <typename Request>
absl::StatusOr<Request> Checked(absl::StatusOr<Request> request) {
  SG_RETURN_IF_ERROR(request.status());
  std::vector<std::string> dropped;
  SG_RETURN_IF_ERROR(CheckFields(*request, connectors::DecodeOptions(), dropped));
  return request;
}

template <typename Request, typename Response>
boost::asio::awaitable<void> DriveAsk(std::shared_ptr<const GrpcHandlers> handlers, AskReactor& ask,
                                      AnswerFunction<Request, Response>* answer) {
  absl::StatusOr<Response> answered = MakeProblem(problems::kInternal);
  try {
    Request message;
    const absl::Status read = ask.Read(message);
    absl::StatusOr<Request> request = std::move(message);
    if (!read.ok()) request = read;
    answered = co_await answer(handlers, ask.credentials(), std::move(request));
  } catch (const std::exception&) {
    // Its text may hold anything: only the fact is told.
    LogError("grpc_ask_threw");
  }
  const Response nothing;
  ask.Answer(answered.status(), answered.ok() ? *answered : nothing);
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* Ask(GrpcDispatcher& dispatcher, grpc::CallbackServerContext& context,
                              const grpc::ByteBuffer& request, grpc::ByteBuffer& response,
                              AnswerFunction<Request, Response>* answer) {
  if (!dispatcher.Enter()) return Refuse(context, MakeProblem(problems::kOverloaded));
  auto* ask = new AskReactor(dispatcher, context, request, response);
  EventLoop* loop = dispatcher.NextLoop().loop;
  loop->Post([handlers = dispatcher.handlers(), loop, ask, answer] {
    boost::asio::co_spawn(loop->context(), DriveAsk<Request, Response>(handlers, *ask, answer),
                          boost::asio::detached);
  });
  return ask;
}

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_ASK_H_
