#include "gateway/inspection.h"

#include <string>
#include <variant>

#include "core/finding/subject_labels.h"
#include "core/util/problem.h"

namespace schoolgate::gateway {
namespace {

// What would leave, as one request that answers at once; embeddings are shown as one message of all texts.
v1::GenerateRequest Shown(const CanonicalRequest& request) {
  struct Show {
    v1::GenerateRequest operator()(const v1::GenerateRequest& r) const { return r; }
    v1::GenerateRequest operator()(const v1::StreamGenerateRequest& r) const { return r.request(); }
    v1::GenerateRequest operator()(const v1::EmbedRequest& r) const {
      v1::GenerateRequest shown;
      shown.set_model(r.model());
      v1::Message& message = *shown.add_messages();
      for (const std::string& input : r.inputs()) message.add_content()->set_text(input);
      shown.set_end_user(r.end_user());
      return shown;
    }
    // Pages of records are answers: nobody inspects or parks them.
    v1::GenerateRequest operator()(const v1::ListRecordsResponse&) const { return {}; }
  };
  return std::visit(Show{}, request);
}

struct Keep {
  v1::ParkedExchange& into;
  void operator()(const v1::GenerateRequest& r) const { *into.mutable_generate() = r; }
  void operator()(const v1::StreamGenerateRequest& r) const { *into.mutable_stream_generate() = r; }
  void operator()(const v1::EmbedRequest& r) const { *into.mutable_embed() = r; }
  void operator()(const v1::ListRecordsResponse&) const {}
};

}  // namespace

v1::InspectResponse Describe(const policy::Plan& plan, std::span<const Finding> findings,
                             const policy::Decision& decision, const Outbound* outbound) {
  v1::InspectResponse response;
  response.set_verdict(decision.verdict);
  response.set_route(plan.destination.route);
  response.set_policy_hash(std::string(plan.policy_hash));
  if (!decision.refusal.ok()) response.set_reason(ProblemOf(decision.refusal).reason);
  SubjectLabels labels;
  for (size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    v1::InspectedFinding& shown = *response.add_findings();
    shown.set_slot(finding.slot);
    shown.set_start(finding.begin);
    shown.set_end(finding.end);
    shown.set_element(finding.element);
    shown.set_treatment(decision.treatments[i]);
    shown.set_recognizer(std::string(finding.recognizer));
    shown.set_confidence(finding.confidence);
    shown.set_subject(labels.Of(finding.subject));
    shown.set_clause(std::string(decision.clauses[i]));
  }
  if (outbound != nullptr) {
    *response.mutable_outbound() = Shown(outbound->Preview().Reveal(RevealFor::kReplying));
  }
  return response;
}

v1::ParkedExchange ToPark(const CanonicalRequest& request, const policy::Plan& plan,
                          std::span<const Finding> findings, const policy::Decision& decision,
                          const Outbound& outbound) {
  v1::ParkedExchange exchange;
  std::visit(Keep{exchange}, request);
  *exchange.mutable_inspection() = Describe(plan, findings, decision, &outbound);
  for (const std::string_view clause : decision.hold_clauses) exchange.add_hold_clauses(std::string(clause));
  exchange.set_tool(std::string(plan.tool));
  exchange.set_purpose(std::string(plan.purpose));
  exchange.set_agreement(std::string(plan.agreement));
  exchange.set_vendor(plan.destination.vendor);
  exchange.set_model(plan.destination.model);
  return exchange;
}

}  // namespace schoolgate::gateway
