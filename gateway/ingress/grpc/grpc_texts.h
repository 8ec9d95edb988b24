// PrivacyService's streams of texts over gRPC, as gateway/text_calls.h sees them.
//
// Threads: gRPC's own make the reactor, whose methods post to the event loop it took; everything else runs
// there. One read and one write at most are under way, and none when the status is handed over, which is the
// last touch. Ownership: shared by the reactor (until OnDone) and the coroutine. Errors: what a message has
// wrong is Read's to tell; a caller that takes nothing for the slow reader's limit, or sends nothing for five
// minutes, is cut off.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_TEXTS_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_TEXTS_H_

#include <grpcpp/grpcpp.h>

#include "gateway/ingress/grpc/grpc_dispatcher.h"

namespace schoolgate::gateway {

using GrpcTextReactor = grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>;

GrpcTextReactor* StartDeidentify(GrpcDispatcher& dispatcher, grpc::CallbackServerContext& context);
GrpcTextReactor* StartReidentify(GrpcDispatcher& dispatcher, grpc::CallbackServerContext& context);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_TEXTS_H_
