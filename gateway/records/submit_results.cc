#include <cmath>
#include <exception>
#include <set>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"
#include "gateway/detection.h"
#include "gateway/records/comment_names.h"
#include "gateway/records/record_admission.h"
#include "gateway/records/record_calls.h"
#include "gateway/records/record_fields.h"
#include "google/rpc/error_details.pb.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

using connectors::DistrictResult;

namespace {

constexpr int kMostResults = 500;
constexpr size_t kLongestComment = 4000;
// Clients take 8 KiB of trailers unless told otherwise, the rest of the error and base64 included.
constexpr size_t kMostFaultBytes = 3500;
constexpr char kBadRequest[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr std::string_view kClause = "the tool's records: submitResults";

using LineItems = absl::flat_hash_map<std::string, LineItemIndex>;

// What a submission is held against.
struct Ground {
  RecordCaller caller;
  std::unique_ptr<const RecordView> view;
  LineItems line_items;  // by the names the vendor knows them by
  std::shared_ptr<const RecordDesk::People> people;
  std::unique_ptr<RecordPseudonyms> pseudonyms;
};

// What of a submission is the district's.
struct Taken {
  std::vector<DistrictResult> results;
  std::vector<PersonIndex> students;  // parallel to results
  int repeated = 0;
  Findings told;  // what is taken in, and whose; then what the comments hold
  size_t found_from = 0;
  redaction::RestoreCounts restored;
};

// Gathers what is wrong, row by row.
class Faults {
 public:
  void Add(int row, std::string_view field, std::string expected) {
    const std::string place = StrCat("results[", row, "]", field.empty() ? "" : ".", field);
    ++count_;
    if (count_ == 1) {
      first_place_ = place;
      first_expected_ = expected;
    }
    google::rpc::BadRequest::FieldViolation violation;
    violation.set_field(place);
    violation.set_description(std::move(expected));
    if (details_.ByteSizeLong() + violation.ByteSizeLong() > kMostFaultBytes) return;
    *details_.add_field_violations() = std::move(violation);
  }

  absl::Status ToStatus() const {
    if (count_ == 0) return absl::OkStatus();
    absl::Status status =
        MakeProblem(problems::kResultsRejected,
                    {{"count", StrCat(count_)}, {"place", first_place_}, {"expected", first_expected_}});
    status.SetPayload(kBadRequest, absl::Cord(details_.SerializeAsString()));
    return status;
  }

 private:
  int count_ = 0;
  std::string first_place_, first_expected_;
  google::rpc::BadRequest details_;
};

std::string Scale(const LineItem& item) {
  return absl::StrFormat("the score must be %.10g to %.10g", item.least, item.most);
}

// The same student's result for the same line item has the same id whenever it is written: an importer
// replaces the earlier one.
std::string ResultId(std::string_view tool, std::string_view line_item, std::string_view student) {
  const std::string what = LengthPrefixed({tool, line_item, student});
  const Sha256Digest digest = Sha256(ToAbsl(what));
  return StrCat("sg-", std::string_view(HexEncode(DigestBytes(digest).substr(0, 16))));
}

asio::awaitable<absl::StatusOr<Ground>> Prepare(RecordDesk& desk, const Credentials& credentials,
                                                const absl::Status& read, ExchangeRecord& record) {
  Gate& gate = desk.gate();
  Ground ground;
  SG_CO_ASSIGN_OR_RETURN(ground.caller, AdmitRecordCaller(gate, credentials, record));
  SG_CO_RETURN_IF_ERROR(read);
  const policy::Plan& plan = ground.caller.plan;
  if (!plan.records->submit_results()) co_return NotAgreed(plan, "results that are sent back");
  if (!desk.results().configured()) {
    co_return MakeProblem(problems::kUnimplemented, {{"what",
                                                      "RecordService.SubmitResults: its configuration has no "
                                                      "'records.results_directory'"}});
  }
  if (plan.requests_per_day > 0 &&
      !gate.daily_counts().Take(plan.tool, gate.Today(), plan.requests_per_day)) {
    co_return MakeProblem(problems::kRequestCapReached, {{"tool", plan.tool}, {"owner", plan.owner}});
  }
  redaction::ScopeName scope = ground.caller.scope;
  std::string origin = desk.origin();
  SG_CO_ASSIGN_OR_RETURN(ground.pseudonyms,
                         co_await RecordPseudonyms::Open(gate.vault(), std::move(scope), std::move(origin)));
  SG_CO_ASSIGN_OR_RETURN(ground.people, co_await desk.PeopleOf(ground.caller.roster()));
  absl::AnyInvocable<void()> walk = [&ground] {
    const Roster& roster = ground.caller.roster();
    ground.view = std::make_unique<const RecordView>(roster, *ground.caller.plan.records);
    const absl::Span<const LineItem> items = roster.line_items();
    for (LineItemIndex i = 0; i < items.size(); ++i) {
      if (!ground.view->HasClass(items[i].class_index)) continue;
      ground.line_items.emplace(ground.pseudonyms->NameOf(RecordKey(v1::RECORD_KIND_LINE_ITEM, items[i].id)),
                                i);
    }
  };
  SG_CO_RETURN_IF_ERROR(co_await gate.workers().Run(std::move(walk)));
  co_return ground;
}

// One row held against the roster; its student, where nothing is wrong with it.
std::optional<PersonIndex> Check(const Ground& ground, const v1::SubmittedResult& row, int at,
                                 Faults& faults) {
  std::optional<PersonIndex> student;
  if (const auto number = ground.pseudonyms->NumberOf(row.pseudonym())) {
    const auto person = ground.people->find(*number);
    if (person != ground.people->end() && ground.view->HasPerson(person->second)) student = person->second;
  }
  if (!student) faults.Add(at, "pseudonym", "no student of this tool's classes has this pseudonym");
  const auto item = ground.line_items.find(row.line_item());
  if (item == ground.line_items.end()) {
    faults.Add(at, "line_item", "no line item of this tool's classes has this pseudonym");
  }
  if (row.comment().size() > kLongestComment) {
    faults.Add(at, "comment", StrCat("at most ", kLongestComment, " bytes"));
  }
  if (!std::isfinite(row.score())) faults.Add(at, "score", "the score must be a number");
  if (!student || item == ground.line_items.end()) return std::nullopt;
  const LineItem& graded = ground.caller.roster().line_items()[item->second];
  if (!ground.view->HasStudent(*student, graded.class_index)) {
    faults.Add(at, "pseudonym", "the student is not in the line item's class");
    return std::nullopt;
  }
  if (graded.least < graded.most && (row.score() < graded.least || row.score() > graded.most)) {
    faults.Add(at, "score", Scale(graded));
  }
  return student;
}

absl::StatusOr<Taken> CheckAll(const Ground& ground, const v1::SubmitResultsRequest& request) {
  if (request.results().empty()) return MakeProblem(problems::kMissingField, {{"place", "results"}});
  if (request.results_size() > kMostResults) {
    return MakeProblem(problems::kInvalidValue,
                       {{"place", "results"}, {"expected", StrCat("at most ", kMostResults, " a call")}});
  }
  Taken taken;
  Faults faults;
  absl::flat_hash_map<std::string, int> first;  // where a student and line item stood first
  for (int i = 0; i < request.results_size(); ++i) {
    const v1::SubmittedResult& row = request.results(i);
    const std::optional<PersonIndex> student = Check(ground, row, i, faults);
    if (!student) continue;
    const LineItem& item =
        ground.caller.roster().line_items()[ground.line_items.find(row.line_item())->second];
    const std::string_view source_id = ground.caller.roster().person(*student).source_id;
    const auto [known, added] = first.emplace(LengthPrefixed({item.id, source_id}), i);
    if (!added) {
      const v1::SubmittedResult& before = request.results(known->second);
      if (before.score() == row.score() && before.comment() == row.comment()) {
        ++taken.repeated;
      } else {
        faults.Add(i, "",
                   StrCat("results[", known->second, "] says otherwise of this student and line item"));
      }
      continue;
    }
    taken.results.push_back({.id = ResultId(ground.caller.plan.tool, item.id, source_id),
                             .line_item = std::string(item.id),
                             .student = std::string(source_id),
                             .score = row.score(),
                             .comment = row.comment()});
    taken.students.push_back(*student);
  }
  SG_RETURN_IF_ERROR(faults.ToStatus());
  return taken;
}

// Looks at what the vendor wrote for people it was not told of, and gives the district its students' names.
asio::awaitable<absl::Status> ReadComments(Gate& gate, const Ground& ground, Taken& taken) {
  const Roster& roster = ground.caller.roster();
  std::vector<redaction::Slot> slots;
  for (size_t i = 0; i < taken.results.size(); ++i) {
    Finding finding;
    finding.element = v1::DATA_ELEMENT_TRANSCRIPT;
    finding.subject.kind = SubjectKind::kStudent;
    finding.subject.person = static_cast<int32_t>(taken.students[i]);
    finding.subject.key = PersonKey(roster.person(taken.students[i]));
    taken.told.push_back(std::move(finding));
    if (taken.results[i].comment.empty()) continue;
    slots.push_back({.index = static_cast<int32_t>(slots.size()), .text = taken.results[i].comment});
  }
  taken.found_from = taken.told.size();
  if (slots.empty()) co_return absl::OkStatus();
  const redaction::DetectionContext context = ContextOf(ground.caller.plan, /*caller=*/-1, gate.Today());
  SG_CO_ASSIGN_OR_RETURN(Findings found,
                         co_await Detect(gate, *ground.caller.with->detector, slots, context));
  for (Finding& finding : found) taken.told.push_back(std::move(finding));
  CommentNames names(*ground.view, *ground.people, *ground.pseudonyms);
  for (DistrictResult& result : taken.results) {
    if (result.comment.empty()) continue;
    std::string restored = names.Restore(result.comment);
    WipeString(result.comment);
    result.comment = std::move(restored);
  }
  taken.restored = names.counts();
  co_return absl::OkStatus();
}

// What the log is told: whose results, how many; and, apart, what comments held that nobody had sent.
v1::AuditRecord RecordOf(const RecordCaller& caller, const Taken& taken, const std::string& content,
                         ExchangeRecord& record) {
  policy::Decision decision;
  decision.verdict = v1::VERDICT_SEND;
  decision.treatments.assign(taken.found_from, v1::TREATMENT_ALLOW);
  decision.clauses.assign(taken.found_from, kClause);
  const std::span<const Finding> told(taken.told);
  record.SetDecision(caller.plan, caller.roster(), told.first(taken.found_from), decision);
  v1::AuditRecord row = record.Intent();
  row.set_phase(v1::AUDIT_PHASE_RESULTS_TAKEN);
  std::map<v1::DataElement, int> volunteered;
  for (const Finding& finding : told.subspan(taken.found_from)) ++volunteered[finding.element];
  for (const auto& [element, count] : volunteered) {
    v1::ElementCount& entry = *row.add_volunteered();
    entry.set_element(element);
    entry.set_treatment(v1::TREATMENT_ALLOW);
    entry.set_count(count);
  }
  row.set_restored_count(taken.restored.restored);
  row.set_unrestored_count(taken.restored.neutralized);
  row.set_withheld_count(taken.restored.withheld);
  row.set_digest_salt(RandomBytes(16));
  const std::string salted = StrCat(row.digest_salt(), content);
  row.set_inbound_digest(std::string(ToStd(DigestBytes(Sha256(ToAbsl(salted))))));
  row.set_inbound_bytes(static_cast<int64_t>(content.size()));
  return row;
}

asio::awaitable<absl::StatusOr<v1::SubmitResultsResponse>> Take(
    RecordDesk& desk, const Credentials& credentials, absl::StatusOr<v1::SubmitResultsRequest> asked,
    ExchangeRecord& record) {
  Gate& gate = desk.gate();
  SG_CO_ASSIGN_OR_RETURN(const Ground ground, co_await Prepare(desk, credentials, asked.status(), record));
  const v1::SubmitResultsRequest& request = *asked;
  SG_CO_ASSIGN_OR_RETURN(Taken taken, CheckAll(ground, request));
  const absl::Cleanup wipe = [&taken] {
    for (DistrictResult& result : taken.results) WipeString(result.comment);
  };
  std::string content = request.SerializeAsString();
  const absl::Cleanup wipe_content = [&content] { WipeString(content); };

  v1::SubmitResultsResponse response;
  response.set_accepted_count(static_cast<int32_t>(taken.results.size()));
  response.set_repeated_count(taken.repeated);

  // A call that says which it is is taken once, whoever asks again.
  std::string key = RandomUuid();
  if (!credentials.request_id.empty()) {
    SG_CO_ASSIGN_OR_RETURN(const std::string repeat,
                           RepeatKey(ground.caller.principal.app, "", credentials.request_id, content));
    key = HexEncode(DigestBytes(Sha256(ToAbsl(repeat))).substr(0, 16));
    std::optional<std::string> before;
    absl::AnyInvocable<void()> find = [&] { before = desk.results().Find(StrCat("-", key)); };
    SG_CO_RETURN_IF_ERROR(co_await gate.workers().Run(std::move(find)));
    if (before) {
      response.set_already_written(true);
      response.set_submission_id(*before);
      co_return response;
    }
  }

  SG_CO_RETURN_IF_ERROR(co_await ReadComments(gate, ground, taken));
  response.set_restored_count(taken.restored.restored);
  gate.metrics().CountCodes(taken.restored);

  const absl::Time now = gate.clock().Now();
  const std::string name =
      StrCat(std::string_view(absl::FormatTime("%Y%m%dT%H%M%E3SZ", now, absl::UTCTimeZone())), "-",
             ground.caller.plan.tool, "-", key);
  absl::StatusOr<connectors::StagedResults> staged = MakeProblem(problems::kInternal);
  absl::AnyInvocable<void()> stage = [&] {
    staged = desk.results().Stage(name, taken.results, now, gate.Today());
  };
  SG_CO_RETURN_IF_ERROR(co_await gate.workers().Run(std::move(stage)));
  if (!staged.ok()) {
    LogError("results_not_written", {{"code", static_cast<int>(staged.status().code())}});
    co_return MakeProblem(problems::kResultsNotWritten);
  }
  v1::AuditRecord row = RecordOf(ground.caller, taken, content, record);
  SG_CO_ASSIGN_OR_RETURN(const std::vector<std::string> tags,
                         co_await gate.vault().SubjectTags(record.student_keys(), record.record_id()));
  for (const std::string& tag : tags) row.add_subject_tags(tag);
  // On the record before the district has them.
  SG_CO_RETURN_IF_ERROR(co_await gate.audit().Commit(std::move(row)));
  absl::Status placed;
  absl::AnyInvocable<void()> place = [&] { placed = staged->Place(); };
  SG_CO_RETURN_IF_ERROR(co_await gate.workers().Run(std::move(place)));
  if (!placed.ok()) {
    LogError("results_not_written", {{"code", static_cast<int>(placed.code())}});
    co_return MakeProblem(problems::kResultsNotWritten);
  }
  response.set_submission_id(name);
  co_return response;
}

}  // namespace

asio::awaitable<absl::StatusOr<v1::SubmitResultsResponse>> RecordDesk::Submit(
    const Credentials& credentials, absl::StatusOr<v1::SubmitResultsRequest> request) {
  ExchangeRecord record(gate_, "records.submit");
  absl::StatusOr<v1::SubmitResultsResponse> response = MakeProblem(problems::kInternal);
  try {
    response = co_await Take(*this, credentials, std::move(request), record);
  } catch (const std::exception&) {
    // Its text may hold anything: only the fact is told.
    LogError("record_submit_threw");
  }
  if (response.ok()) {
    gate_.metrics().CountRequest(record.Labels(), "taken");
  } else {
    co_await CloseRefused(gate_, credentials, record, response.status());
  }
  co_return response;
}

}  // namespace schoolgate::gateway
