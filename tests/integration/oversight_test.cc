// What keeps people over the tools, on a whole gate: ratings of answers, the notice on each that a machine
// wrote it, and the cap of a pilot.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "schoolgate/v1/generation_service.grpc.pb.h"
#include "tests/integration/checks.h"
#include "tests/integration/gate_fixture.h"

namespace schoolgate::tests {
namespace {

constexpr char kPilot[] = R"(apiVersion: schoolgate/v1
kind: Tool
metadata: {name: small-pilot}
spec:
  agreement: lumen-dpa-2026
  app: lumen-tutor
  models: [lumen-small]
  phase: pilot
  pilot: {classes: [cls-hrm-07-A-science], starts: 2020-01-01, ends: 2099-12-31, requestsPerDay: 2}
  roles: [teacher, student]
  purposes: [tutoring]
  owner: Office of Educational Technology
  rubric:
    {standardsAlignment: 3, safety: 3, ageAppropriateness: 3, dataPrivacy: 3, reviewer: Nobody,
     reviewed: 2020-01-01, expires: 2099-12-31}
)";

class OversightTest : public ::testing::Test {
 protected:
  void SetUp() override {
    TestGateOptions options;
    options.configure = [](gateway::Config& config) {
      std::ofstream(config.policy_directory + "/tools/small-pilot.yaml") << kPilot;
      for (gateway::AppRegistration& app : config.apps) app.tools.push_back("small-pilot");
    };
    gate_ = TestGate::Start(options);
    ASSERT_NE(gate_, nullptr);
  }

  grpc::Status Rate(const Caller& caller, const v1::RateRequest& request) {
    grpc::ClientContext context;
    if (!caller.key.empty()) context.AddMetadata("x-api-key", caller.key);
    if (!caller.person.empty()) context.AddMetadata("x-schoolgate-person", caller.person);
    v1::RateResponse response;
    return v1::GenerationService::NewStub(gate_->channel())->Rate(&context, request, &response);
  }

  std::unique_ptr<TestGate> gate_;
};

v1::GenerateRequest Asking(const std::string& text) {
  v1::GenerateRequest request;
  v1::Message& message = *request.add_messages();
  message.set_role(v1::ROLE_USER);
  message.add_content()->set_text(text);
  return request;
}

TEST_F(OversightTest, ARatingIsOnTheRecordBesideItsExchange) {
  const GrpcAnswer answer = gate_->Generate(gate_->Teacher(), Asking("Plan a lesson on fractions."));
  ASSERT_EQ(answer.code, 0) << answer.message;
  v1::RateRequest request;
  request.set_response_id(answer.whole.response_id());
  request.set_score(4);
  const grpc::Status rated = Rate(gate_->Teacher(), request);
  ASSERT_TRUE(rated.ok()) << rated.error_message();

  request.set_score(6);
  EXPECT_EQ(Rate(gate_->Teacher(), request).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  request.set_score(0);
  EXPECT_EQ(Rate(gate_->Teacher(), request).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  request.set_score(3);
  request.set_response_id("the answer about Maya");
  EXPECT_EQ(Rate(gate_->Teacher(), request).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  request.set_response_id(answer.whole.response_id());
  EXPECT_EQ(Rate(Caller(), request).error_code(), grpc::StatusCode::UNAUTHENTICATED);

  gate_->Stop();
  int ratings = 0;
  for (const v1::AuditRecord& record : RecordsOf(gate_->directory(), answer.whole.response_id())) {
    if (record.phase() != v1::AUDIT_PHASE_RATED) continue;
    ++ratings;
    EXPECT_EQ(record.rating(), 4);
    EXPECT_EQ(record.caller().app(), "lms");
    EXPECT_FALSE(record.caller().person_tag().empty());
    EXPECT_EQ(record.exchange_id(), answer.whole.response_id());
  }
  EXPECT_EQ(ratings, 1) << "what is refused is no rating";
}

TEST_F(OversightTest, AnAnswerSaysThatAMachineWroteItAndWhose) {
  const HttpAnswer answer = gate_->Post(gate_->Teacher(), ChatBody("Plan a lesson on fractions."));
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.head.find("x-schoolgate-provenance: ai-generated; tool=lesson-planner; vendor=lumen; "
                             "model=lumen-large; route=cloud\r\n"),
            std::string::npos)
      << answer.head;
  Caller refused = gate_->Teacher();
  refused.tool = "old-quiz";
  EXPECT_EQ(gate_->Post(refused, ChatBody("A quiz.")).head.find("provenance"), std::string::npos);
}

TEST_F(OversightTest, WhomTheVendorNamesUnaskedIsOnTheRecord) {
  const std::string named(gateway::kDemoSecondStudentName);
  gate_->AnswerWith([&named](const connectors::RecordedRequest& request) {
    connectors::VendorScript script;
    const std::string head = R"({"id":"x","created":1,"model":"lumen-large","choices":[{"index":0,)";
    if (request.body().find(R"("stream":true)") == std::string_view::npos) {
      script.body = StrCat(head, R"("message":{"role":"assistant","content":"As )", named,
                           R"( did."},"finish_reason":"stop"}]})");
      return std::optional(std::move(script));
    }
    script.content_type = "text/event-stream";
    const size_t middle = named.size() / 2;
    for (const std::string& text : {"As " + named.substr(0, middle), named.substr(middle) + " did."}) {
      script.chunks.push_back(
          {.bytes = StrCat("data: ", head, R"("delta":{"content":")", text, "\"}}]}\n\n")});
    }
    script.chunks.push_back(
        {.bytes = StrCat("data: ", head, R"("delta":{},"finish_reason":"stop"}]})", "\n\ndata: [DONE]\n\n")});
    return std::optional(std::move(script));
  });
  const HttpAnswer whole = gate_->Post(gate_->Teacher(), ChatBody("fractions"));
  const HttpAnswer streamed = gate_->Post(gate_->Teacher(), ChatBody("fractions", R"(,"stream":true)"));
  const HttpAnswer plain = gate_->Post(gate_->Teacher(), ChatBody(StrCat("About ", named, ".")));
  for (const HttpAnswer* answer : {&whole, &streamed, &plain}) {
    EXPECT_EQ(answer->status, 200) << answer->body;
    EXPECT_NE(TextOf(*answer).find(named), std::string::npos) << "it is told, not altered: " << answer->body;
  }
  EXPECT_NE(gate_->Metrics().find("schoolgate_volunteered_total{element=\"student.name\"} 2"),
            std::string::npos);

  gate_->Stop();
  for (const HttpAnswer* answer : {&whole, &streamed, &plain}) {
    int outcomes = 0;
    for (const v1::AuditRecord& record : RecordsOf(gate_->directory(), HeaderOf(*answer, "x-request-id"))) {
      if (record.phase() != v1::AUDIT_PHASE_OUTCOME) continue;
      ++outcomes;
      const int expected = answer == &plain ? 0 : 1;
      EXPECT_EQ(record.subject_tags_size(), expected);
      ASSERT_EQ(record.volunteered_size(), expected);
      for (const v1::ElementCount& told : record.volunteered()) {
        EXPECT_EQ(told.element(), v1::DATA_ELEMENT_STUDENT_NAME);
      }
    }
    EXPECT_EQ(outcomes, 1);
  }
}

TEST_F(OversightTest, APilotHasItsClassesAndItsCap) {
  Caller teacher = gate_->Teacher();
  teacher.tool = "small-pilot";
  Caller nobody = teacher;
  nobody.person.clear();
  EXPECT_NE(gate_->Post(nobody, ChatBody("Hello")).body.find("CALLER_NOT_COVERED"), std::string::npos);
  Caller stranger = gate_->Student(gateway::kDemoFirstStudentId);
  stranger.tool = "small-pilot";
  const size_t before = gate_->vendor().requests().size();
  for (const Person& person : gate_->roster().people()) {
    const auto in_pilot = [&](const ClassMembership& membership) {
      return gate_->roster().class_info(membership.class_index).id == gateway::kDemoClassId;
    };
    if (person.kind == PersonKind::kStudent &&
        std::none_of(person.classes.begin(), person.classes.end(), in_pilot)) {
      stranger.person = std::string(person.source_id);
    }
  }
  const HttpAnswer outside = gate_->Post(stranger, ChatBody("Hello"));
  EXPECT_EQ(outside.status, 403);
  EXPECT_NE(outside.body.find("CALLER_NOT_COVERED"), std::string::npos);
  EXPECT_EQ(gate_->vendor().requests().size(), before);

  EXPECT_EQ(gate_->Post(teacher, ChatBody("One")).status, 200);
  EXPECT_EQ(gate_->Post(teacher, ChatBody("Two")).status, 200);
  const HttpAnswer third = gate_->Post(teacher, ChatBody("Three"));
  EXPECT_EQ(third.status, 403);
  EXPECT_NE(third.body.find("REQUEST_CAP_REACHED"), std::string::npos);
  EXPECT_NE(third.head.find("x-should-retry: false"), std::string::npos);
  EXPECT_EQ(gate_->vendor().requests().size(), before + 2);
}

}  // namespace
}  // namespace schoolgate::tests
