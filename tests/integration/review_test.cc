// People in the loop: what policy holds waits for a person, leaves once when they let it go and the same
// caller sends it again, and never otherwise.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "connectors/dialects/json_util.h"
#include "core/roster/oneroster.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/audit/verify.h"
#include "gateway/cli/command.h"
#include "gateway/demo/district.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "schoolgate/v1/review_service.grpc.pb.h"
#include "tests/integration/checks.h"

namespace schoolgate::tests {
namespace {

namespace json = connectors::json;

constexpr std::string_view kPolicy = R"(apiVersion: schoolgate/v1
kind: Agreement
metadata: {name: lumen-dpa}
spec:
  vendor: lumen
  route: cloud
  legalBasis: school_official
  parties: {lea: Maple Hollow USD, provider: Lumen}
  signed: 2020-07-01
  expires: 2099-06-30
  dataLocations: [US]
  breachNoticeHours: 72
  disposalDays: 60
  retentionDays: 30
  noTraining: true
  noAdvertising: true
  purposes: [special_education]
  schedule:
    - {element: student.name, treatment: NAMES, clause: B-names}
---
apiVersion: schoolgate/v1
kind: Tool
metadata: {name: drafting}
spec:
  agreement: lumen-dpa
  models: [lumen-large]
  phase: scaled
  roles: [teacher, student]
  purposes: [special_education]
  owner: Office of Special Education
  review: {always: true, reviewers: leads}
---
apiVersion: schoolgate/v1
kind: DistrictPolicy
metadata: {name: maple-hollow}
spec:
  groups:
    - {name: leads, title: Office of Special Education, members: [LEAD]}
  review: {reviewers: leads}
  elements:
    - {element: student.id.ssn, treatment: redact, clause: D-1}
LIMIT)";

const std::string kText =
    StrCat("Draft goals for ", gateway::kDemoFirstStudentName, ", who works best in a quiet room.");

class ReviewTest : public testing::Test {
 protected:
  void SetUp() override {
    TestGateOptions options;
    options.configure = [this](gateway::Config& config) {
      const auto imported = ImportOneRoster(config.roster_directory, ImportOptions());
      ASSERT_TRUE(imported.ok());
      for (const Person& person : imported->roster->people()) {
        if (person.kind != PersonKind::kStaff || person.username.empty() || !person.active) continue;
        if (person.source_id == gateway::kDemoTeacherId || !lead_.empty()) continue;
        lead_ = std::string(person.source_id);
        lead_username_ = std::string(person.username);
      }
      policy_directory_ = config.policy_directory = config.data_dir + "/held-policy";
      ASSERT_TRUE(MakeDirectories(policy_directory_).ok());
      WritePolicy("pseudonymize", "");
      for (gateway::AppRegistration& app : config.apps) {
        app.default_tool = "drafting";
        app.default_purpose = "special_education";
        app.tools = {"drafting"};
        app.may_review = app.name == "lms";
      }
    };
    gate_ = TestGate::Start(options);
    ASSERT_NE(gate_, nullptr);
  }

  void WritePolicy(std::string_view names, std::string_view limit) const {
    std::ofstream(policy_directory_ + "/policy.yaml", std::ios::trunc) << absl::StrReplaceAll(
        ToAbsl(kPolicy), {{"NAMES", ToAbsl(names)}, {"LEAD", lead_username_}, {"LIMIT", ToAbsl(limit)}});
  }

  Caller Lead() const { return {.key = gate_->sample().teacher_key, .person = lead_}; }

  HttpAnswer Post(const Caller& caller, std::string_view text, const std::string& review_id = "") const {
    HttpRequest request;
    request.body = ChatBody(text);
    if (!review_id.empty()) request.headers = {"x-schoolgate-review: " + review_id};
    return gate_->Http(caller, request);
  }
  HttpAnswer Resume(const std::string& id) const { return Post(gate_->Teacher(), kText, id); }

  static std::string ReviewIdOf(const HttpAnswer& answer) {
    json::Document document;
    EXPECT_TRUE(document.Parse(answer.body).ok());
    const json::Value* error = json::Find(document.root(), "error");
    const json::Value* ours = error == nullptr ? nullptr : json::Find(*error, "schoolgate");
    return ours == nullptr ? "" : std::string(json::FindText(*ours, "review_id"));
  }
  static std::string ReasonOf(const HttpAnswer& answer) { return ErrorOf(answer.body).reason; }

  // The id under which the teacher's request waits.
  std::string Hold() const {
    const HttpAnswer held = Post(gate_->Teacher(), kText);
    EXPECT_EQ(held.status, 403) << held.body;
    EXPECT_EQ(ReasonOf(held), "HELD_FOR_REVIEW");
    EXPECT_EQ(HeaderOf(held, "x-should-retry"), "false");
    return ReviewIdOf(held);
  }

  std::unique_ptr<v1::ReviewService::Stub> Stub() const {
    return v1::ReviewService::NewStub(gate_->channel());
  }
  static void Introduce(const Caller& caller, grpc::ClientContext& context) {
    context.AddMetadata("authorization", "Bearer " + caller.key);
    if (!caller.person.empty()) context.AddMetadata("x-schoolgate-person", caller.person);
  }
  static std::string ReasonOf(const grpc::Status& status) {
    return ErrorOf(GrpcAnswer{.details = status.error_details()}).reason;
  }
  // "" if it was approved.
  std::string Approve(const Caller& caller, const std::string& id) const {
    grpc::ClientContext context;
    Introduce(caller, context);
    v1::ApproveRequest request;
    request.set_review_id(id);
    request.set_reason("Seen with the team of " + std::string(gateway::kDemoFirstStudentName));
    v1::ApproveResponse response;
    const grpc::Status status = Stub()->Approve(&context, request, &response);
    if (!status.ok()) return ReasonOf(status);
    EXPECT_GT(response.expire_time().seconds(), absl::ToUnixSeconds(absl::Now()));
    return "";
  }

  std::vector<v1::AuditRecord> RecordsOfReview(const std::string& id) const {
    std::vector<v1::AuditRecord> records;
    for (v1::AuditRecord& record : RecordsOf(gate_->directory(), "")) {
      if (record.review_id() == id) records.push_back(std::move(record));
    }
    return records;
  }

  int64_t sent() const { return gate_->vendor().request_count(); }

  std::string lead_, lead_username_, policy_directory_;
  std::unique_ptr<TestGate> gate_;
};

TEST_F(ReviewTest, AHeldRequestLeavesOnceWhenAPersonLetItGo) {
  const std::string id = Hold();
  ASSERT_FALSE(id.empty());
  EXPECT_EQ(Hold(), id) << "it waits once";
  EXPECT_EQ(ReviewIdOf(Resume(id)), id) << "and still does";

  EXPECT_EQ(Approve(gate_->Teacher(), id), "REVIEWER_NOT_ALLOWED");
  EXPECT_EQ(Approve({.key = gate_->sample().student_key, .person = lead_}, id), "REVIEWER_NOT_ALLOWED")
      << "through an app that may not";
  EXPECT_EQ(Approve({.key = "sg_wrong", .person = lead_}, id), "UNAUTHENTICATED");
  EXPECT_EQ(Approve(Lead(), "00000000-0000-4000-8000-000000000000"), "REVIEW_NOT_FOUND");

  // What would leave, and why, without a name.
  grpc::ClientContext listing;
  Introduce(Lead(), listing);
  v1::ListHeldResponse list;
  ASSERT_TRUE(Stub()->ListHeld(&listing, v1::ListHeldRequest(), &list).ok());
  ASSERT_EQ(list.held_size(), 1);
  EXPECT_EQ(list.held(0).review_id(), id);
  EXPECT_EQ(list.held(0).tool(), "drafting");
  EXPECT_FALSE(list.held(0).has_inspection());
  grpc::ClientContext getting;
  Introduce(Lead(), getting);
  v1::GetHeldRequest get;
  get.set_review_id(id);
  v1::GetHeldResponse got;
  ASSERT_TRUE(Stub()->GetHeld(&getting, get, &got).ok());
  const v1::InspectResponse& inspection = got.held().inspection();
  ASSERT_GE(inspection.findings_size(), 1);
  EXPECT_EQ(inspection.findings(0).clause(), "B-names");
  const std::string shown = inspection.outbound().SerializeAsString();
  EXPECT_NE(shown.find("quiet room"), std::string::npos);
  EXPECT_EQ(shown.find(gateway::kDemoFirstStudentName), std::string::npos);

  EXPECT_EQ(Approve(Lead(), id), "");
  EXPECT_EQ(Approve(Lead(), id), "REVIEW_DECIDED");
  EXPECT_EQ(sent(), 0) << "an approval sends nothing";

  // Nobody else's, and for nothing else.
  const HttpAnswer other = Post(Lead(), kText, id);
  EXPECT_EQ(other.status, 404);
  EXPECT_EQ(ReasonOf(other), "REVIEW_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Post(gate_->Teacher(), kText + " Today.", id)), "REVIEW_OTHER_REQUEST");
  EXPECT_EQ(ReasonOf(Resume("nothing")), "REVIEW_NOT_FOUND");
  EXPECT_EQ(sent(), 0);

  std::atomic<int> answered = 0, used = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      const HttpAnswer answer = Resume(id);
      if (answer.status == 200) {
        ++answered;
        EXPECT_NE(TextOf(answer).find(gateway::kDemoFirstStudentName), std::string::npos);
      } else {
        used += ReasonOf(answer) == "REVIEW_USED" ? 1 : 0;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(answered, 1);
  EXPECT_EQ(used, 3);
  EXPECT_EQ(ReasonOf(Resume(id)), "REVIEW_USED");
  EXPECT_EQ(sent(), 1);

  int held = 0, overridden = 0, intents = 0;
  std::string exchange;
  for (const v1::AuditRecord& record : RecordsOfReview(id)) {
    switch (record.phase()) {
      case v1::AUDIT_PHASE_HELD:
        ++held;
        EXPECT_EQ(record.verdict(), v1::VERDICT_HOLD);
        EXPECT_EQ(record.exchange_clause(), "the tool's review");
        EXPECT_EQ(intents, 0);
        break;
      case v1::AUDIT_PHASE_OVERRIDE:
        ++overridden;
        EXPECT_FALSE(record.caller().person_tag().empty());
        EXPECT_FALSE(record.reason_digest().empty());
        EXPECT_GT(record.override_expire_micros(), absl::ToUnixMicros(absl::Now()));
        EXPECT_EQ(intents, 0);
        break;
      case v1::AUDIT_PHASE_INTENT:
        ++intents;
        EXPECT_EQ(record.verdict(), v1::VERDICT_SEND);
        exchange = record.exchange_id();
        break;
      default:
        break;
    }
  }
  EXPECT_EQ(held, 3);
  EXPECT_EQ(overridden, 1);
  EXPECT_EQ(intents, 1);
  EXPECT_EQ(RecordsOf(gate_->directory(), exchange).back().outcome(), v1::OUTCOME_STATUS_COMPLETE);

  gate_->Stop();
  const auto verified = gateway::VerifyLog(gate_->directory() + "/audit", "", [](uint64_t, uint64_t) {});
  ASSERT_TRUE(verified.ok());
  EXPECT_TRUE(verified->ok());
  // Neither the store nor the log has anybody in clear.
  const std::string name(gateway::kDemoFirstStudentName);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(gate_->directory())) {
    const std::string path = entry.path().string();
    if (!entry.is_regular_file() || path.find("/roster/") != std::string::npos) continue;
    EXPECT_EQ(ReadFile(path).value_or("").find(name), std::string::npos) << path;
  }
  EXPECT_EQ(gate_->Log().find(name), std::string::npos);
}

TEST_F(ReviewTest, OverGrpcTheSameAndADenialIsFinal) {
  v1::GenerateRequest request = ChatRequest(kText);
  const GrpcAnswer held = gate_->Generate(gate_->Teacher(), request);
  EXPECT_EQ(held.code, grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ErrorOf(held).reason, "HELD_FOR_REVIEW");
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(details.ParseFromString(held.details));
  for (const google::protobuf::Any& detail : details.details()) detail.UnpackTo(&info);
  const std::string id = info.metadata().at("review_id");

  ASSERT_EQ(Approve(Lead(), id), "");
  request.mutable_context()->set_review_id(id);
  const GrpcAnswer answer = gate_->Generate(gate_->Teacher(), request);
  ASSERT_EQ(answer.code, 0) << ErrorOf(answer).english;
  EXPECT_NE(TextOf(answer).find(gateway::kDemoFirstStudentName), std::string::npos);
  EXPECT_EQ(ErrorOf(gate_->Generate(gate_->Teacher(), request)).reason, "REVIEW_USED");
  EXPECT_EQ(sent(), 1);

  // A stream is held before its first piece.
  const GrpcAnswer streamed = gate_->StreamGenerate(gate_->Teacher(), ChatRequest(kText));
  EXPECT_EQ(ErrorOf(streamed).reason, "HELD_FOR_REVIEW");
  EXPECT_TRUE(streamed.pieces.empty());

  const std::string refused = Hold();
  grpc::ClientContext context;
  Introduce(Lead(), context);
  v1::DenyRequest deny;
  deny.set_review_id(refused);
  v1::DenyResponse denied;
  EXPECT_EQ(ReasonOf(Stub()->Deny(&context, deny, &denied)), "MISSING_FIELD");
  deny.set_reason("Not with a vendor");
  grpc::ClientContext again;
  Introduce(Lead(), again);
  EXPECT_TRUE(Stub()->Deny(&again, deny, &denied).ok());
  EXPECT_EQ(ReasonOf(Resume(refused)), "REVIEW_DENIED");
  EXPECT_EQ(Approve(Lead(), refused), "REVIEW_DECIDED");
  EXPECT_EQ(sent(), 1);
  bool recorded = false;
  for (const v1::AuditRecord& record : RecordsOfReview(refused)) {
    recorded = recorded || (record.phase() == v1::AUDIT_PHASE_DENIED && record.operation() == "review" &&
                            record.reason() == "REVIEW_DENIED" && !record.caller().person_tag().empty());
  }
  EXPECT_TRUE(recorded);
}

TEST_F(ReviewTest, ThePolicyNowInForceDecides) {
  const std::string id = Hold();
  ASSERT_EQ(Approve(Lead(), id), "");
  WritePolicy("pseudonymize", "    - {element: student.name, treatment: block, clause: D-2}\n");
  ASSERT_TRUE(gate_->Restart().ok());
  EXPECT_EQ(ReasonOf(Resume(id)), "ELEMENT_BLOCKED");

  // A looser one, and one that holds for another reason, go beyond what was looked at.
  WritePolicy("allow", "");
  ASSERT_TRUE(gate_->Restart().ok());
  const std::string anew = ReviewIdOf(Resume(id));
  EXPECT_FALSE(anew.empty());
  EXPECT_NE(anew, id);
  ASSERT_EQ(Approve(Lead(), anew), "");
  WritePolicy("allow", "    - {element: student.name, treatment: hold, clause: D-3}\n");
  ASSERT_TRUE(gate_->Restart().ok());
  const std::string third = ReviewIdOf(Resume(anew));
  EXPECT_NE(third, anew);
  EXPECT_EQ(sent(), 0);

  // A restart loses nothing, and a stricter one is covered.
  ASSERT_EQ(Approve(Lead(), third), "");
  WritePolicy("redact", "    - {element: student.name, treatment: hold, clause: D-3}\n");
  ASSERT_TRUE(gate_->Restart().ok());
  EXPECT_EQ(Resume(third).status, 200);
  EXPECT_EQ(sent(), 1);
}

TEST_F(ReviewTest, TheCommandLineDecidesBesideARunningGate) {
  const std::string id = Hold();
  const std::string config = gate_->directory() + "/review.yaml";
  const std::string sample = ReadFile(gate_->directory() + "/config.yaml").value();
  ASSERT_TRUE(WriteFileAtomically(
                  config, absl::StrReplaceAll(sample, {{"data_dir: data", "data_dir: ."},
                                                       {"directory: policy", "directory: held-policy"}}))
                  .ok());
  const auto run = [&](gateway::ReviewAction action, std::string_view as, std::string* out) {
    testing::internal::CaptureStdout();
    const int exit = gateway::DecideHeld({.action = action,
                                          .config = config,
                                          .as = std::string(as),
                                          .id = id,
                                          .reason = "Seen with the team"});
    *out = testing::internal::GetCapturedStdout();
    return exit;
  };
  std::string out;
  EXPECT_EQ(run(gateway::ReviewAction::kList, gateway::kDemoTeacherId, &out), gateway::kExitYours);
  EXPECT_EQ(run(gateway::ReviewAction::kApprove, gateway::kDemoTeacherId, &out), gateway::kExitYours);
  EXPECT_EQ(run(gateway::ReviewAction::kList, lead_username_, &out), gateway::kExitOk);
  EXPECT_NE(out.find(id), std::string::npos);
  EXPECT_EQ(run(gateway::ReviewAction::kShow, lead_username_, &out), gateway::kExitOk);
  EXPECT_NE(out.find("quiet room"), std::string::npos) << out;
  EXPECT_NE(out.find("B-names"), std::string::npos) << out;
  EXPECT_EQ(out.find(gateway::kDemoFirstStudentName), std::string::npos);
  ASSERT_EQ(run(gateway::ReviewAction::kApprove, lead_username_, &out), gateway::kExitOk);
  EXPECT_EQ(run(gateway::ReviewAction::kDeny, lead_username_, &out), gateway::kExitYours) << "it is decided";

  // It counts once the gate has put it on the log, and not before.
  HttpAnswer answer;
  const absl::Time end = absl::Now() + absl::Seconds(30);
  do {
    answer = Resume(id);
    absl::SleepFor(absl::Milliseconds(100));
  } while (answer.status != 200 && absl::Now() < end);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(sent(), 1);
  bool recorded = false;
  for (const v1::AuditRecord& record : RecordsOfReview(id)) {
    recorded = recorded || (record.phase() == v1::AUDIT_PHASE_OVERRIDE && record.caller().method() == "cli");
    EXPECT_TRUE(record.phase() != v1::AUDIT_PHASE_INTENT || recorded);
  }
  EXPECT_TRUE(recorded);
}

}  // namespace
}  // namespace schoolgate::tests
