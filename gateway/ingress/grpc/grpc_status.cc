#include "gateway/ingress/grpc/grpc_status.h"

#include <string>

#include "core/util/problem.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace schoolgate::gateway {
namespace {

// Places of more faults than one: in the status of whoever found them.
constexpr char kBadRequest[] = "type.googleapis.com/google.rpc.BadRequest";

void AddText(std::string_view locale, const std::string& text, google::rpc::Status& status) {
  google::rpc::LocalizedMessage message;
  message.set_locale(std::string(locale));
  message.set_message(text);
  status.add_details()->PackFrom(message);
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const Problem problem = ProblemOf(status);
  google::rpc::Status details;
  details.set_code(static_cast<int>(problem.code));
  details.set_message(problem.english);
  google::rpc::ErrorInfo info;
  info.set_reason(problem.reason);
  info.set_domain(std::string(kProblemDomain));
  info.mutable_metadata()->insert(problem.parameters.begin(), problem.parameters.end());
  details.add_details()->PackFrom(info);
  AddText("en", problem.english, details);
  AddText("es", problem.spanish, details);
  if (const absl::optional<absl::Cord> faults = status.GetPayload(kBadRequest)) {
    google::rpc::BadRequest places;
    if (places.ParseFromString(std::string(*faults))) details.add_details()->PackFrom(places);
  }
  // Both enumerations are those of google.rpc.Code.
  return {static_cast<grpc::StatusCode>(problem.code), problem.english, details.SerializeAsString()};
}

}  // namespace schoolgate::gateway
