// Policy documents as the API shows them. Pure; any thread.
#ifndef SCHOOLGATE_POLICY_TO_PROTO_H_
#define SCHOOLGATE_POLICY_TO_PROTO_H_

#include "policy/documents.h"
#include "schoolgate/v1/policy.pb.h"

namespace schoolgate::policy {

// The schedule comes element by element: a row for what holds for every app, and one for each app that gets
// something else.
v1::Agreement ToProto(const AgreementDocument& document);
v1::Tool ToProto(const ToolDocument& document);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_TO_PROTO_H_
