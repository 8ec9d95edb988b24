#include "gateway/ingress/models.h"

#include <algorithm>
#include <map>

#include "absl/strings/numbers.h"
#include "core/util/problems.h"
#include "core/util/strings.h"
#include "gateway/roster_facts.h"

namespace schoolgate::gateway {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 1000;

}  // namespace

absl::StatusOr<v1::ListModelsResponse> ListModels(Gate& gate, const Credentials& credentials,
                                                  const v1::ListModelsRequest& request) {
  const std::shared_ptr<const Snapshots> with = gate.snapshots();
  if (with == nullptr) return MakeProblem(problems::kNoRoster);
  const absl::StatusOr<Principal> principal =
      with->authenticator->Authenticate(credentials, with->detector->roster());
  if (!principal.ok()) {
    if (principal.status().code() == absl::StatusCode::kUnauthenticated) {
      gate.metrics().CountUnauthenticated();
      gate.unauthenticated().CountForLater(credentials.peer, gate.clock().Now());
    }
    return principal.status();
  }
  if (request.page_size() < 0) {
    return MakeProblem(problems::kInvalidValue, {{"place", "page_size"}, {"expected", "0 or more"}});
  }
  size_t first = 0;
  if (!request.page_token().empty() && !absl::SimpleAtoi(request.page_token(), &first)) {
    return MakeProblem(problems::kInvalidValue,
                       {{"place", "page_token"}, {"expected", "use the token of the page before"}});
  }

  std::map<std::string_view, std::string_view> vendor_of;
  for (const v1::Agreement& agreement : with->policy->agreements())
    vendor_of[agreement.name()] = agreement.vendor();
  std::vector<v1::Model> models;
  const std::vector<v1::Tool> tools = with->policy->ToolsFor(
      *principal, CallerOf(with->detector->roster(), *principal, gate.Today()), gate.Today());
  for (const v1::Tool& tool : tools) {
    for (const std::string& name : tool.models()) {
      v1::Model& model = models.emplace_back();
      model.set_name(StrCat(tool.name(), "/", name));
      model.set_tool(tool.name());
      model.set_vendor(std::string(vendor_of[tool.agreement()]));
    }
  }

  const size_t size = static_cast<size_t>(
      request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kLargestPage));
  v1::ListModelsResponse response;
  const size_t end = std::min(models.size(), first + size);
  for (size_t i = first; i < end; ++i) *response.add_models() = std::move(models[i]);
  if (end < models.size()) response.set_next_page_token(StrCat(end));
  return response;
}

}  // namespace schoolgate::gateway
