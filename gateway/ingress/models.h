// The list of models a caller may use, for HTTP and gRPC alike.
#ifndef SCHOOLGATE_GATEWAY_INGRESS_MODELS_H_
#define SCHOOLGATE_GATEWAY_INGRESS_MODELS_H_

#include "absl/status/statusor.h"
#include "gateway/gate.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::gateway {

// Callers that are not authenticated are counted like those of an exchange, and recorded when the minute is
// over. A page of "tool/model" names (AIP-158). Errors: UNAUTHENTICATED, INVALID_VALUE for a page token or
// size it cannot take.
absl::StatusOr<v1::ListModelsResponse> ListModels(Gate& gate, const Credentials& credentials,
                                                  const v1::ListModelsRequest& request);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_INGRESS_MODELS_H_
