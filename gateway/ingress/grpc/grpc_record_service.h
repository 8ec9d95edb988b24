// RecordService over gRPC: see gateway/records/record_calls.h.
//
// A list is a stream of pages. One page is under way at a time: the next is made once gRPC has taken the
// last, so a slow reader holds one page, never a roster; a reader that takes nothing for the server's
// slow-reader limit is cut off.
//
// Threads: gRPC calls the methods on its own threads; the work is a coroutine on an event loop. Ownership:
// the server owns the service and keeps it until every RPC is done.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_RECORD_SERVICE_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_RECORD_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include "gateway/ingress/grpc/grpc_dispatcher.h"
#include "schoolgate/v1/record_service.grpc.pb.h"

namespace schoolgate::gateway {

using RawRecordService = v1::RecordService::WithRawCallbackMethod_ListRecords<
    v1::RecordService::WithRawCallbackMethod_SubmitResults<v1::RecordService::Service>>;

class GrpcRecordService final : public RawRecordService {
 public:
  explicit GrpcRecordService(GrpcDispatcher& dispatcher) : dispatcher_(dispatcher) {}

  grpc::ServerWriteReactor<grpc::ByteBuffer>* ListRecords(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* SubmitResults(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;

 private:
  GrpcDispatcher& dispatcher_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_RECORD_SERVICE_H_
