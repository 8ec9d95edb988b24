#include "gateway/records/record_page.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/util/problems.h"
#include "core/util/status.h"
#include "gateway/detection.h"
#include "gateway/pseudonym_forms.h"
#include "gateway/records/own_names.h"
#include "redaction/transform/transformer.h"
#include "redaction/walk/walk.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

// What stands for the page's token until the transformer puts it in.
constexpr std::string_view kNextPage = "next page";

// What was found in one draft's prose, by the field it stands in.
struct Found {
  size_t record = 0;
  size_t field = 0;
  Findings findings;
  std::vector<Ruling> rulings;  // parallel to findings
};

// Writes a page field by field, and with each where the walker will find it.
class PageWriter {
 public:
  void Identifier(const std::string& key, std::string* into) {
    if (key.empty()) return;
    *into = key;
    ++slots_;
  }

  // `inside` is what was found in the field; null: nothing was looked for.
  void Field(DraftField& draft, const Found* inside, v1::DistrictRecord& record) {
    v1::RecordField& field = *record.add_fields();
    field.set_element(draft.element);
    field.set_name(std::string(draft.name));
    const auto slot = static_cast<int32_t>(slots_++);
    if (inside != nullptr) {
      for (size_t i = 0; i < inside->findings.size(); ++i) {
        Finding finding = inside->findings[i];
        finding.slot = slot;
        Add(std::move(finding), inside->rulings[i].treatment);
      }
    } else if (draft.ruling.treatment != v1::TREATMENT_ALLOW) {
      Finding finding;
      finding.slot = slot;
      finding.end = static_cast<int64_t>(draft.value.size());
      finding.element = draft.element;
      finding.subject = draft.subject;
      Add(std::move(finding), draft.ruling.treatment);
    }
    field.set_value(std::move(draft.value));
  }

  size_t slots() const { return slots_; }
  const Findings& findings() const { return findings_; }
  const std::vector<v1::Treatment>& treatments() const { return treatments_; }

 private:
  void Add(Finding finding, v1::Treatment treatment) {
    findings_.push_back(std::move(finding));
    treatments_.push_back(treatment);
  }

  size_t slots_ = 0;
  Findings findings_;
  std::vector<v1::Treatment> treatments_;
};

// Looks through what people wrote, decides on what is found, and tells of both.
asio::awaitable<absl::StatusOr<std::vector<Found>>> LookThrough(Gate& gate, const PageOrder& order,
                                                                std::span<const DraftRecord> drafts,
                                                                FieldJudge& judge, RecordFields& fields) {
  std::vector<Found> prose;
  std::map<int32_t, std::vector<redaction::Slot>> by_writer;
  for (size_t r = 0; r < drafts.size(); ++r) {
    for (size_t f = 0; f < drafts[r].fields.size(); ++f) {
      const DraftField& field = drafts[r].fields[f];
      if (!field.prose) continue;
      by_writer[drafts[r].writer].push_back(
          {.index = static_cast<int32_t>(prose.size()), .text = field.value});
      prose.push_back({.record = r, .field = f, .findings = {}, .rulings = {}});
      fields.Tell(field.element, field.subject, field.ruling);
    }
  }
  for (const auto& [writer, slots] : by_writer) {
    const redaction::DetectionContext context = ContextOf(order.plan, writer, gate.Today());
    SG_CO_ASSIGN_OR_RETURN(Findings found, co_await Detect(gate, *order.with.detector, slots, context));
    for (Finding& finding : found) {
      prose[static_cast<size_t>(finding.slot)].findings.push_back(std::move(finding));
    }
  }
  for (Found& here : prose) {
    const DraftField& field = drafts[here.record].fields[here.field];
    if (field.subject.person >= 0) {
      const Person& person = order.view.roster().person(static_cast<PersonIndex>(field.subject.person));
      here.findings = WithOwnNames(field.value, person, field.subject, std::move(here.findings));
    }
    here.rulings.reserve(here.findings.size());
    for (const Finding& finding : here.findings) {
      here.rulings.push_back(judge.On(finding.element, finding.subject));
      fields.Tell(finding.element, finding.subject, here.rulings.back());
    }
  }
  co_return prose;
}

// Whose names the page needs: its people's, each once.
std::vector<std::string> PeopleOf(std::span<const DraftRecord> drafts) {
  std::vector<std::string> keys;
  for (const DraftRecord& draft : drafts) {
    if (draft.kind == v1::RECORD_KIND_PERSON) keys.push_back(draft.key);
    if (!draft.person.empty()) keys.push_back(draft.person);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

asio::awaitable<absl::StatusOr<TreatedPage>> TreatPage(Gate& gate, const PageOrder& order,
                                                       RecordPseudonyms& pseudonyms) {
  const Roster& roster = order.view.roster();
  FieldJudge judge(order.plan, roster, gate.Today());
  RecordFields fields(roster, judge);
  std::vector<DraftRecord> drafts;
  drafts.reserve(order.refs.size());
  for (const RecordRef& ref : order.refs) {
    if (auto draft = fields.Draft(order.kind, ref)) drafts.push_back(*std::move(draft));
  }
  SG_CO_ASSIGN_OR_RETURN(const std::vector<Found> prose,
                         co_await LookThrough(gate, order, drafts, judge, fields));
  SG_CO_RETURN_IF_ERROR(co_await pseudonyms.NamePeople(PeopleOf(drafts)));

  PageWriter writer;
  v1::ListRecordsResponse page;
  auto next_prose = prose.begin();
  for (size_t r = 0; r < drafts.size(); ++r) {
    DraftRecord& draft = drafts[r];
    v1::DistrictRecord& record = *page.add_records();
    record.set_kind(draft.kind);
    writer.Identifier(draft.key, record.mutable_pseudonym());
    writer.Identifier(draft.person, record.mutable_person());
    writer.Identifier(draft.school_class, record.mutable_school_class());
    writer.Identifier(draft.line_item, record.mutable_line_item());
    for (size_t f = 0; f < draft.fields.size(); ++f) {
      const bool looked = next_prose != prose.end() && next_prose->record == r && next_prose->field == f;
      writer.Field(draft.fields[f], looked ? &*next_prose : nullptr, record);
      if (looked) ++next_prose;
    }
  }
  if (!order.resume_token.empty()) {
    pseudonyms.scope().NameIdentifier(std::string(kNextPage), order.resume_token);
    writer.Identifier(std::string(kNextPage), page.mutable_resume_token());
  }
  page.set_records_changed(order.records_changed);

  policy::Decision decision;
  decision.verdict = v1::VERDICT_SEND;
  decision.route = order.plan.destination.route;
  decision.treatments.reserve(fields.rulings().size());
  decision.clauses.reserve(fields.rulings().size());
  for (const Ruling& ruling : fields.rulings()) {
    decision.treatments.push_back(ruling.treatment);
    decision.clauses.push_back(ruling.clause);
  }

  Guarded<CanonicalRequest> message{CanonicalRequest(std::move(page))};
  SG_CO_ASSIGN_OR_RETURN(
      redaction::Walk walk,
      redaction::Walk::Over(std::get<v1::ListRecordsResponse>(message.Reveal(RevealFor::kTransform))));
  // What the writer and the walker do not agree on would be treated as something else.
  if (walk.slots().size() != writer.slots()) co_return MakeProblem(problems::kInternal);
  Destination destination = order.plan.destination;
  SG_CO_ASSIGN_OR_RETURN(const redaction::PseudonymForms forms,
                         co_await ReadyForms(gate, order.with, order.plan));
  SG_CO_ASSIGN_OR_RETURN(Outbound outbound,
                         co_await redaction::Transformer::Transform(
                             std::move(message), std::move(walk), writer.findings(), writer.treatments(),
                             std::move(destination), pseudonyms.scope(), forms));
  TreatedPage treated{.outbound = std::move(outbound),
                      .records = drafts.size(),
                      .told = fields.told(),
                      .decision = std::move(decision)};
  co_return treated;
}

}  // namespace schoolgate::gateway
