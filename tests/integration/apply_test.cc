// PolicyService on a whole gate: who may do what, what is told, and a policy that is put in force by a call.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/policy_store/policy_directory.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "schoolgate/v1/policy_service.grpc.pb.h"
#include "tests/integration/checks.h"

namespace schoolgate::tests {
namespace {

// The app "tutor" becomes the officers' console.
class ApplyTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    TestGateOptions options;
    options.configure = [](gateway::Config& config) {
      for (gateway::AppRegistration& app : config.apps) {
        if (app.name == "tutor") app.role = v1::CALLER_ROLE_COMPLIANCE;
      }
    };
    gate_ = TestGate::Start(options);
  }
  static void TearDownTestSuite() { gate_.reset(); }
  void SetUp() override { ASSERT_NE(gate_, nullptr); }

  static std::unique_ptr<v1::PolicyService::Stub> Stub() {
    return v1::PolicyService::NewStub(gate_->channel());
  }
  static Caller Officer() { return {.key = gate_->sample().student_key, .person = gate_->Teacher().person}; }
  static void Introduce(const Caller& caller, grpc::ClientContext& context) {
    context.AddMetadata("authorization", "Bearer " + caller.key);
    if (!caller.person.empty()) context.AddMetadata("x-schoolgate-person", caller.person);
  }
  static GrpcError ErrorOf(const grpc::Status& status) {
    GrpcAnswer answer;
    answer.details = status.error_details();
    return tests::ErrorOf(answer);
  }
  static std::string Policy() { return gate_->sample().config.policy_directory; }
  static v1::ApplyRequest InForce() {
    std::vector<policy::Issue> issues;
    v1::ApplyRequest request;
    for (const auto& [path, content] : gateway::ReadPolicyFiles(Policy(), issues)) {
      v1::PolicyFile& file = *request.add_files();
      file.set_path(path);
      file.set_yaml(content);
    }
    request.set_reason("The Board approved other terms.");
    return request;
  }
  static void Change(v1::ApplyRequest& request, const std::string& from, const std::string& to) {
    for (v1::PolicyFile& file : *request.mutable_files()) {
      if (file.path() != "agreements/lumen.yaml") continue;
      const size_t at = file.yaml().find(from);
      ASSERT_NE(at, std::string::npos);
      file.mutable_yaml()->replace(at, from.size(), to);
    }
  }
  static grpc::Status Apply(const Caller& caller, const v1::ApplyRequest& request, std::string& hash) {
    grpc::ClientContext context;
    Introduce(caller, context);
    v1::ApplyResponse response;
    grpc::Status status = Stub()->Apply(&context, request, &response);
    hash = response.policy_hash();
    return status;
  }
  static std::vector<v1::AuditRecord> Changes() {
    std::vector<v1::AuditRecord> changes;
    for (v1::AuditRecord& record : RecordsOf(gate_->directory(), "")) {
      if (record.phase() == v1::AUDIT_PHASE_POLICY_CHANGED) changes.push_back(std::move(record));
    }
    return changes;
  }

  static std::unique_ptr<TestGate> gate_;
};
std::unique_ptr<TestGate> ApplyTest::gate_;

TEST_F(ApplyTest, ANamedOfficerPutsAPolicyInForce) {
  v1::ApplyRequest request = InForce();
  const std::string before = Changes().back().policy_hash();
  const size_t changes = Changes().size();
  std::string hash;
  ASSERT_TRUE(Apply(Officer(), request, hash).ok());
  EXPECT_EQ(hash, before) << "the set in force: nothing changes";
  EXPECT_EQ(Changes().size(), changes);

  Change(request, "retentionDays: 30", "retentionDays: 20");
  request.set_expected_hash(before);
  const grpc::Status status = Apply(Officer(), request, hash);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_NE(hash, before);
  EXPECT_NE(ReadFile(Policy() + "/agreements/lumen.yaml").value_or("").find("retentionDays: 20"),
            std::string::npos);
  const v1::AuditRecord record = Changes().back();
  EXPECT_EQ(record.policy_hash(), hash);
  EXPECT_EQ(record.policy_change().old_hash(), before);
  EXPECT_EQ(record.policy_change().how(), "apply");
  EXPECT_FALSE(record.caller().person_tag().empty());
  EXPECT_EQ(record.policy_change().reason_length(), static_cast<int>(request.reason().size()));
  EXPECT_EQ(gate_->Log().find("Board approved"), std::string::npos);

  const HttpAnswer answer = gate_->Post(gate_->Teacher(), ChatBody("Plan a lesson on fractions."));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(RecordsOf(gate_->directory(), HeaderOf(answer, "x-request-id"))[0].policy_hash(), hash);

  // A second officer, who looked at the set before.
  Change(request, "retentionDays: 20", "retentionDays: 10");
  const grpc::Status late = Apply(Officer(), request, hash);
  EXPECT_EQ(late.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(ErrorOf(late).reason, "POLICY_CHANGED_MEANWHILE");
}

TEST_F(ApplyTest, NobodyElseDoes) {
  const size_t changes = Changes().size();
  std::string hash;
  EXPECT_EQ(ErrorOf(Apply(gate_->Teacher(), InForce(), hash)).reason, "OFFICERS_ONLY");
  Caller nameless = Officer();
  nameless.person.clear();
  EXPECT_EQ(ErrorOf(Apply(nameless, InForce(), hash)).reason, "PERSON_NEEDED");
  Caller stranger;
  stranger.key = "sg_not-a-key";
  EXPECT_EQ(Apply(stranger, InForce(), hash).error_code(), grpc::StatusCode::UNAUTHENTICATED);
  v1::ApplyRequest outside = InForce();
  outside.mutable_files(0)->set_path("../outside.yaml");
  EXPECT_EQ(ErrorOf(Apply(Officer(), outside, hash)).reason, "INVALID_VALUE");
  EXPECT_EQ(Changes().size(), changes);
}

TEST_F(ApplyTest, FaultsComeBackWithTheirPlaces) {
  v1::ApplyRequest request = InForce();
  Change(request, "legalBasis", "legalBases");
  const std::string before = Changes().back().policy_hash();
  std::string hash;
  const grpc::Status status = Apply(Officer(), request, hash);
  EXPECT_EQ(ErrorOf(status).reason, "POLICY_UNUSABLE");
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  google::rpc::BadRequest faults;
  for (const auto& detail : details.details()) detail.UnpackTo(&faults);
  ASSERT_GT(faults.field_violations_size(), 0);
  EXPECT_TRUE(faults.field_violations(0).field().starts_with("agreements/lumen.yaml:"));
  const v1::AuditRecord record = Changes().back();
  EXPECT_EQ(record.reason(), "POLICY_UNUSABLE");
  EXPECT_EQ(record.policy_hash(), before);
  EXPECT_EQ(record.caller().app(), "tutor");
}

TEST_F(ApplyTest, DiffSaysWhatWouldChangeAndChangesNothing) {
  v1::ApplyRequest changed = InForce();
  Change(changed, "{element: staff.contact.*, treatment: pseudonymize",
         "{element: staff.contact.*, treatment: redact");
  const size_t changes = Changes().size();
  v1::DiffRequest request;
  *request.mutable_files() = changed.files();
  grpc::ClientContext context;
  Introduce(Officer(), context);
  v1::DiffResponse response;
  const grpc::Status status = Stub()->Diff(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const auto row = std::find_if(response.changes().begin(), response.changes().end(), [](const auto& change) {
    return change.tool() == "lesson-planner" && change.role() == v1::CALLER_ROLE_TEACHER &&
           change.element() == v1::DATA_ELEMENT_STAFF_CONTACT_EMAIL;
  });
  ASSERT_NE(row, response.changes().end());
  EXPECT_EQ(row->before(), v1::TREATMENT_PSEUDONYMIZE);
  EXPECT_EQ(row->after(), v1::TREATMENT_REDACT);
  EXPECT_FALSE(row->clause().empty());
  EXPECT_GT(response.summary_size(), 0);
  EXPECT_EQ(Changes().size(), changes);

  Change(changed, "legalBasis", "legalBases");
  *request.mutable_files() = changed.files();
  grpc::ClientContext faulty;
  Introduce(Officer(), faulty);
  EXPECT_EQ(ErrorOf(Stub()->Diff(&faulty, request, &response)).reason, "POLICY_UNUSABLE");
  grpc::ClientContext teacher;
  Introduce(gate_->Teacher(), teacher);
  EXPECT_EQ(ErrorOf(Stub()->Diff(&teacher, request, &response)).reason, "OFFICERS_ONLY");
}

TEST_F(ApplyTest, ExplainSaysWhatACallerWouldGet) {
  grpc::ClientContext context;
  Introduce(gate_->Teacher(), context);
  v1::ExplainResponse response;
  ASSERT_TRUE(Stub()->Explain(&context, v1::ExplainRequest(), &response).ok());
  EXPECT_EQ(response.verdict(), v1::VERDICT_SEND);
  EXPECT_EQ(response.plan().tool(), "lesson-planner");
  EXPECT_GT(response.plan().rules_size(), 0);
  EXPECT_EQ(response.flag_rules_size(), 0) << "flags are compliance's to see";

  grpc::ClientContext expired;
  Introduce(gate_->Teacher(), expired);
  v1::ExplainRequest request;
  request.mutable_context()->set_tool("old-quiz");
  ASSERT_TRUE(Stub()->Explain(&expired, request, &response).ok());
  EXPECT_EQ(response.verdict(), v1::VERDICT_BLOCK);
  EXPECT_EQ(response.reason(), "AGREEMENT_EXPIRED");
  EXPECT_FALSE(response.explanation().empty());

  grpc::ClientContext other;
  Introduce(Officer(), other);
  request.mutable_context()->set_tool("lesson-planner");
  request.mutable_context()->set_purpose("lesson_planning");
  request.set_role(v1::CALLER_ROLE_TEACHER);
  ASSERT_TRUE(Stub()->Explain(&other, request, &response).ok());
  EXPECT_EQ(response.verdict(), v1::VERDICT_SEND);
  EXPECT_GT(response.flag_rules_size(), 0);
}

TEST_F(ApplyTest, ListsComeInPages) {
  v1::ListToolsRequest request;
  request.set_page_size(3);
  std::vector<std::string> names;
  do {
    grpc::ClientContext context;
    Introduce(Officer(), context);
    v1::ListToolsResponse response;
    ASSERT_TRUE(Stub()->ListTools(&context, request, &response).ok());
    EXPECT_LE(response.tools_size(), 3);
    for (const v1::Tool& tool : response.tools()) names.push_back(tool.name());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_GT(names.size(), 3u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  grpc::ClientContext context;
  Introduce(gate_->Teacher(), context);
  v1::ListAgreementsResponse agreements;
  EXPECT_EQ(Stub()->ListAgreements(&context, v1::ListAgreementsRequest(), &agreements).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

}  // namespace
}  // namespace schoolgate::tests
