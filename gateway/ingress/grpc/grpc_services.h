// The services of schoolgate.v1 that the gate serves over gRPC: GenerationService and PrivacyService
// (ReviewService: grpc_review_service.h).
// A method does nothing but make a reactor; the work is a coroutine on one of the event loops, which the
// calls take in turn.
//
// Threads: gRPC calls the methods on its own threads. Ownership: the server owns the services and keeps them
// until every RPC is done. Errors: OVERLOADED at once when as many calls are open as may be.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_SERVICES_H_
#define SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_SERVICES_H_

#include <grpcpp/grpcpp.h>

#include "gateway/ingress/grpc/grpc_dispatcher.h"
#include "gateway/ingress/grpc/grpc_texts.h"
#include "schoolgate/v1/generation_service.grpc.pb.h"
#include "schoolgate/v1/privacy_service.grpc.pb.h"

namespace schoolgate::gateway {

// Every method takes raw bytes: see grpc_wire.h.
using RawGenerationService = v1::GenerationService::WithRawCallbackMethod_Generate<
    v1::GenerationService::WithRawCallbackMethod_StreamGenerate<
        v1::GenerationService::WithRawCallbackMethod_Embed<
            v1::GenerationService::WithRawCallbackMethod_ListModels<
                v1::GenerationService::WithRawCallbackMethod_Rate<v1::GenerationService::Service>>>>>;
using RawPrivacyService =
    v1::PrivacyService::WithRawCallbackMethod_Inspect<v1::PrivacyService::WithRawCallbackMethod_Deidentify<
        v1::PrivacyService::WithRawCallbackMethod_Reidentify<v1::PrivacyService::Service>>>;

class GrpcGenerationService final : public RawGenerationService {
 public:
  explicit GrpcGenerationService(GrpcDispatcher& dispatcher) : dispatcher_(dispatcher) {}

  grpc::ServerUnaryReactor* Generate(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                     grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamGenerate(grpc::CallbackServerContext* context,
                                                             const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* ListModels(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* Embed(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                  grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* Rate(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                 grpc::ByteBuffer* response) override;

 private:
  GrpcDispatcher& dispatcher_;
};

class GrpcPrivacyService final : public RawPrivacyService {
 public:
  explicit GrpcPrivacyService(GrpcDispatcher& dispatcher) : dispatcher_(dispatcher) {}

  grpc::ServerUnaryReactor* Inspect(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override;
  GrpcTextReactor* Deidentify(grpc::CallbackServerContext* context) override;
  GrpcTextReactor* Reidentify(grpc::CallbackServerContext* context) override;

 private:
  GrpcDispatcher& dispatcher_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_GRPC_GRPC_SERVICES_H_
