#include "core/util/problem.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_replace.h"
#include "core/util/problems.h"
#include "core/util/strings.h"
#include "google/rpc/error_details.pb.h"

namespace schoolgate {
namespace {

constexpr absl::string_view kTypeUrl = "type.googleapis.com/google.rpc.ErrorInfo";

std::string Fill(std::string_view text, const std::map<std::string, std::string>& parameters) {
  std::string filled(text);
  for (const auto& [name, value] : parameters) {
    filled = absl::StrReplaceAll(filled, {{StrCat("{", name, "}"), value}});
  }
  return filled;
}

const ProblemKind& KindOf(std::string_view reason) {
  for (const ProblemKind* kind : problems::kAll) {
    if (kind->reason == reason) return *kind;
  }
  return problems::kInternal;
}

absl::Status FromInfo(const ProblemKind& kind, const google::rpc::ErrorInfo& info) {
  absl::Status status(kind.code, Fill(kind.english, {info.metadata().begin(), info.metadata().end()}));
  status.SetPayload(kTypeUrl, absl::Cord(info.SerializeAsString()));
  return status;
}

}  // namespace

absl::Status MakeProblem(const ProblemKind& kind, ProblemParameters parameters) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(kind.reason));
  info.set_domain(std::string(kProblemDomain));
  for (const auto& [name, value] : parameters) {
    (*info.mutable_metadata())[std::string(name)] = std::string(value);
  }
  return FromInfo(kind, info);
}

absl::Status WithParameter(const absl::Status& status, std::string_view name, std::string_view value) {
  auto payload = status.GetPayload(kTypeUrl);
  google::rpc::ErrorInfo info;
  if (!payload || !info.ParseFromString(std::string(*payload))) return status;
  (*info.mutable_metadata())[std::string(name)] = std::string(value);
  return FromInfo(KindOf(info.reason()), info);
}

Problem ProblemOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  if (auto payload = status.GetPayload(kTypeUrl)) info.ParseFromString(std::string(*payload));
  const ProblemKind& kind = KindOf(info.reason());
  Problem problem{.reason = std::string(kind.reason),
                  .code = kind.code,
                  .http_status = kind.http_status,
                  .retry = kind.retry};
  problem.parameters.insert(info.metadata().begin(), info.metadata().end());
  problem.english = Fill(kind.english, problem.parameters);
  problem.spanish = Fill(kind.spanish, problem.parameters);
  return problem;
}

}  // namespace schoolgate
