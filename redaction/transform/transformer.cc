#include "redaction/transform/transformer.h"

#include <algorithm>
#include <utility>

#include "core/util/status.h"
#include "redaction/transform/rewrite_plan.h"
#include "redaction/walk/field_visitor.h"

namespace schoolgate::redaction {
namespace {

std::vector<SlotEdit> Edits(const Walk& walk, const RewritePlan& plan, std::span<const std::string> codes,
                            Scope& scope) {
  std::vector<SlotEdit> edits;
  edits.reserve(plan.slots.size() + plan.identifiers.size());
  for (const RewritePlan::SlotRewrite& rewrite : plan.slots) {
    const std::string_view text = walk.slots()[static_cast<size_t>(rewrite.slot)].text;
    edits.push_back({.slot = rewrite.slot,
                     .text = Render(text, rewrite.stretches, codes, walk.NameCharset(rewrite.slot))});
  }
  for (const int32_t slot : plan.identifiers) {
    const std::string_view identifier = walk.slots()[static_cast<size_t>(slot)].text;
    std::string stand_in = scope.IdentifierFor(identifier);
    scope.AddIdentifier(stand_in, std::string(identifier));
    edits.push_back({.slot = slot, .text = std::move(stand_in)});
  }
  std::sort(edits.begin(), edits.end(), [](const SlotEdit& a, const SlotEdit& b) { return a.slot < b.slot; });
  return edits;
}

// A message of its own before all others: every dialect knows how to send that.
void Instruct(v1::GenerateRequest& request) {
  v1::Message& instruction = *request.add_messages();
  instruction.set_role(v1::ROLE_SYSTEM);
  instruction.add_content()->set_text(std::string(kCodeInstruction));
  for (int i = request.messages_size() - 1; i > 0; --i) request.mutable_messages()->SwapElements(i, i - 1);
}

void Finish(v1::GenerateRequest& request, bool instruct) {
  request.clear_context();
  if (instruct) Instruct(request);
}

void Finish(v1::StreamGenerateRequest& request, bool instruct) {
  Finish(*request.mutable_request(), instruct);
}

// There is nobody to instruct: an embedding has no answer.
void Finish(v1::EmbedRequest& request, bool /*instruct*/) { request.clear_context(); }

}  // namespace

boost::asio::awaitable<absl::StatusOr<Outbound>> Transformer::Transform(
    Guarded<CanonicalRequest> message, Walk walk, std::span<const Finding> findings,
    std::span<const v1::Treatment> treatments, Destination destination, Scope& scope) {
  SG_CO_ASSIGN_OR_RETURN(RewritePlan plan,
                         PlanRewrite(walk.slots(), findings, treatments, *scope.substitutions()));
  std::vector<std::string> codes;
  if (!plan.requests.empty()) {
    auto issuing = scope.Issue(std::move(plan.requests));
    SG_CO_ASSIGN_OR_RETURN(codes, co_await std::move(issuing));
  }
  const bool instruct = plan.has_earlier_codes || !codes.empty();
  std::vector<SlotEdit> edits = Edits(walk, plan, codes, scope);
  std::visit(
      [&](auto& request) {
        walk.Apply(std::move(edits), request);
        VisitFields(request, [](const FieldSite& site) {
          if (site.plan().handling == v1::HANDLING_CREDENTIAL) site.Set(std::string());
        });
        // What the API does not know has been read by nobody.
        request.DiscardUnknownFields();
        Finish(request, instruct);
      },
      message.RevealMutable(RevealFor::kTransform));
  co_return Outbound(std::move(message), std::move(destination));
}

}  // namespace schoolgate::redaction
