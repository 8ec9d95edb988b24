#include "redaction/transform/transformer.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "core/util/status.h"
#include "core/util/strings.h"
#include "redaction/transform/rewrite_plan.h"
#include "redaction/transform/stand_ins.h"
#include "redaction/walk/field_visitor.h"

namespace schoolgate::redaction {
namespace {

// `written` are the stand-ins of `codes`, where they have some. A name of limited characters takes codes.
std::vector<SlotEdit> Edits(const Walk& walk, const RewritePlan& plan, std::span<const std::string> codes,
                            std::span<const std::string> written, Scope& scope) {
  std::vector<SlotEdit> edits;
  edits.reserve(plan.slots.size() + plan.identifiers.size());
  for (const RewritePlan::SlotRewrite& rewrite : plan.slots) {
    const std::string_view text = walk.slots()[static_cast<size_t>(rewrite.slot)].text;
    const bool name = walk.NameCharset(rewrite.slot);
    edits.push_back(
        {.slot = rewrite.slot, .text = Render(text, rewrite.stretches, name ? codes : written, name)});
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

// The people whose gender the model may know, by their codes: "STUDENT_7K3QF9 is feminine; ...".
std::string GenderLine(const PseudonymForms& forms, const RewritePlan& plan,
                       std::span<const std::string> codes, std::span<const std::string> written,
                       const Scope& scope) {
  std::string line;
  if (!forms.gender || forms.roster == nullptr) return line;
  std::set<std::string> told;
  for (size_t i = 0; i < codes.size(); ++i) {
    const RewritePlan::Wanted& wanted = plan.wanted[i];
    if (wanted.kind != RewritePlan::Wanted::kName || wanted.person < 0 || written[i] != codes[i]) continue;
    const Sex sex = forms.roster->person(static_cast<PersonIndex>(wanted.person)).sex;
    std::optional<CodeRef> person = scope.codes().Decode(codes[i]);
    if ((sex != Sex::kFemale && sex != Sex::kMale) || !person) continue;
    person->form = 0;
    const std::string code = scope.codes().Encode(*person);
    if (!told.insert(code).second) continue;
    line += StrCat(line.empty() ? " " : "; ", code, sex == Sex::kFemale ? " is feminine" : " is masculine");
  }
  if (!line.empty()) line = StrCat(kGenderInstruction, line, ".");
  return line;
}

// A message of its own before all others: every dialect knows how to send that.
void Instruct(v1::GenerateRequest& request, const std::string& gender) {
  v1::Message& instruction = *request.add_messages();
  instruction.set_role(v1::ROLE_SYSTEM);
  instruction.add_content()->set_text(StrCat(kCodeInstruction, gender));
  for (int i = request.messages_size() - 1; i > 0; --i) request.mutable_messages()->SwapElements(i, i - 1);
}

void Finish(v1::GenerateRequest& request, bool instruct, const std::string& gender) {
  request.clear_context();
  if (instruct) Instruct(request, gender);
}

void Finish(v1::StreamGenerateRequest& request, bool instruct, const std::string& gender) {
  Finish(*request.mutable_request(), instruct, gender);
}

// There is nobody to instruct: an embedding has no answer.
void Finish(v1::EmbedRequest& request, bool /*instruct*/, const std::string& /*gender*/) {
  request.clear_context();
}

// Nor a page of records: what is done with it is the agreement's.
void Finish(v1::ListRecordsResponse& /*page*/, bool /*instruct*/, const std::string& /*gender*/) {}

}  // namespace

boost::asio::awaitable<absl::StatusOr<Outbound>> Transformer::Transform(
    Guarded<CanonicalRequest> message, Walk walk, std::span<const Finding> findings,
    std::span<const v1::Treatment> treatments, Destination destination, Scope& scope, PseudonymForms forms) {
  RewritePlan plan;
  std::optional<StandIns> stand_ins;
  std::vector<std::string> codes;
  for (bool reopened = false;; reopened = true) {
    SG_CO_ASSIGN_OR_RETURN(
        plan, PlanRewrite(walk.slots(), findings, treatments, *scope.substitutions(), forms.birth_dates));
    stand_ins.emplace(forms, scope, walk.slots());
    stand_ins->Prepare(plan);
    auto issuing = scope.Issue(std::move(plan.requests));
    absl::StatusOr<std::vector<std::string>> issued = co_await std::move(issuing);
    if (issued.ok()) {
      codes = *std::move(issued);
      break;
    }
    // The scope was recalled, and stood otherwise: what the caller may have back is another thing then.
    if (reopened || issued.status().code() != absl::StatusCode::kAborted) co_return issued.status();
    SG_CO_RETURN_IF_ERROR(co_await scope.Reopen());
  }
  std::vector<std::string> copy = codes;
  auto writing = stand_ins->Write(std::move(copy));
  SG_CO_ASSIGN_OR_RETURN(std::vector<std::string> written, co_await std::move(writing));
  const bool instruct =
      plan.has_earlier_codes ||
      std::mismatch(codes.begin(), codes.end(), written.begin(), std::not_equal_to<>()).first != codes.end();
  const std::string gender = GenderLine(forms, plan, codes, written, scope);
  std::vector<SlotEdit> edits = Edits(walk, plan, codes, written, scope);
  std::visit(
      [&](auto& request) {
        walk.Apply(std::move(edits), request);
        VisitFields(request, [](const FieldSite& site) {
          if (site.plan().handling == v1::HANDLING_CREDENTIAL) site.Set(std::string());
        });
        // What the API does not know has been read by nobody.
        request.DiscardUnknownFields();
        Finish(request, instruct, gender);
      },
      message.RevealMutable(RevealFor::kTransform));
  co_return Outbound(std::move(message), std::move(destination), plan.typed_codes);
}

}  // namespace schoolgate::redaction
