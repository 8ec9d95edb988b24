// A vendor that names a student nobody asked about, before tools of each rule for answers: whole and
// streamed, over HTTP and gRPC. The people are the sample district's, and made up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/time/clock.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "tests/integration/checks.h"
#include "tests/integration/gate_fixture.h"

namespace schoolgate::tests {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

constexpr char kRedacting[] = "redacting-planner";
constexpr char kEnding[] = "ending-planner";

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// In pieces that cut names and codes.
std::vector<std::string> Cut(std::string_view text) {
  std::vector<std::string> pieces;
  for (size_t at = 0; at < text.size(); at += 7) pieces.emplace_back(text.substr(at, 7));
  return pieces;
}

class AnswersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    TestGateOptions options;
    options.configure = [](gateway::Config& config) {
      const std::string tools = config.policy_directory + "/tools/";
      const auto planner = ReadFile(tools + "lesson-planner.yaml");
      ASSERT_TRUE(planner.ok());
      for (const auto& [name, rule] : {std::pair(kRedacting, "redact"), std::pair(kEnding, "end")}) {
        const std::string named = Replaced(*planner, "name: lesson-planner", StrCat("name: ", name));
        ASSERT_TRUE(
            WriteFileAtomically(StrCat(tools, name, ".yaml"),
                                Replaced(named, "  owner:", StrCat("  answers: ", rule, "\n  owner:")))
                .ok());
        for (gateway::AppRegistration& app : config.apps) app.tools.emplace_back(name);
      }
    };
    gate_ = TestGate::Start(options);
    ASSERT_NE(gate_, nullptr);
  }

  static std::string Told() { return std::string(gateway::kDemoSecondStudentName); }
  static std::string Asked() { return std::string(gateway::kDemoFirstStudentName); }

  Caller With(std::string_view tool) const {
    Caller caller = gate_->Teacher();
    caller.tool = std::string(tool);
    caller.purpose = "lesson_planning";
    return caller;
  }

  // The vendor says `text`, with the request's last code for each "@". An endless one goes on until it is
  // stopped, or for longer than any test waits.
  void Say(const std::string& text, bool endless = false) {
    gate_->AnswerWith([text, endless](const connectors::RecordedRequest& request) {
      const std::vector<std::string> codes = connectors::CodesIn(request.body());
      std::string said = text;
      for (size_t at; !codes.empty() && (at = said.find('@')) != std::string::npos;) {
        said.replace(at, 1, codes.back());
      }
      connectors::VendorScript script;
      if (request.body().find(R"("stream":true)") == std::string_view::npos) {
        script.body = StrCat(
            R"({"id":"x","created":1,"model":"lumen-large","choices":[{"index":0,"message":{"role":"assistant",)",
            R"("content":")", said, R"("},"finish_reason":"stop"}],)",
            R"("usage":{"prompt_tokens":7,"completion_tokens":9,"total_tokens":16}})");
        return std::optional(std::move(script));
      }
      script.content_type = "text/event-stream";
      const std::string head =
          R"(data: {"id":"x","created":1,"model":"lumen-large","choices":[{"index":0,"delta":{)";
      for (const std::string& piece : Cut(said)) {
        script.chunks.push_back({.bytes = StrCat(head, R"("content":")", piece, "\"}}]}\n\n")});
      }
      for (int i = 0; endless && i < 1000; ++i) {
        script.chunks.push_back({.delay = absl::Milliseconds(100), .bytes = ": \n\n"});
      }
      script.chunks.push_back(
          {.bytes = StrCat(head, R"(},"finish_reason":"stop"}]})", "\n\ndata: [DONE]\n\n")});
      return std::optional(std::move(script));
    });
  }

  HttpAnswer Post(std::string_view tool, bool streamed) const {
    return gate_->Post(With(tool),
                       ChatBody(StrCat("Plan for ", Asked(), "."), streamed ? R"(,"stream":true)" : ""));
  }

  v1::AuditRecord OutcomeOf(std::string_view exchange) const {
    v1::AuditRecord outcome;
    for (const v1::AuditRecord& record : RecordsOf(gate_->directory(), exchange)) {
      if (record.phase() == v1::AUDIT_PHASE_OUTCOME) outcome = record;
    }
    EXPECT_EQ(outcome.phase(), v1::AUDIT_PHASE_OUTCOME);
    return outcome;
  }

  std::unique_ptr<TestGate> gate_;
};

TEST_F(AnswersTest, TheToolsRuleSaysWhatBecomesOfThem) {
  Say(StrCat("For @: as ", Told(), " did last year, let @ read aloud, and then rest for a while."));
  const struct {
    std::string tool, text, finish;
    int altered;
  } kCases[] = {
      {"lesson-planner",
       StrCat("For ", Asked(), ": as ", Told(), " did last year, let ", Asked(),
              " read aloud, and then rest for a while."),
       "stop", 0},
      {kRedacting,
       StrCat("For ", Asked(), ": as [student] did last year, let ", Asked(),
              " read aloud, and then rest for a while."),
       "stop", 1},
      {kEnding, StrCat("For ", Asked(), ": as "), "content_filter", 1},
  };
  std::vector<std::pair<std::string, int>> exchanges;  // and how much of each was altered
  for (const auto& expected : kCases) {
    for (const bool streamed : {false, true}) {
      const HttpAnswer http = Post(expected.tool, streamed);
      EXPECT_EQ(http.status, 200) << http.body;
      EXPECT_EQ(TextOf(http), expected.text);
      EXPECT_THAT(http.body, HasSubstr(StrCat(R"("finish_reason":")", expected.finish, "\"")));
      if (streamed) {
        EXPECT_THAT(http.body, EndsWith("data: [DONE]\n\n"));
      }
      exchanges.emplace_back(HeaderOf(http, "x-request-id"), expected.altered);

      const v1::GenerateRequest request = ChatRequest(StrCat("Plan for ", Asked(), "."));
      const GrpcAnswer grpc = streamed ? gate_->StreamGenerate(With(expected.tool), request)
                                       : gate_->Generate(With(expected.tool), request);
      EXPECT_EQ(grpc.code, 0) << grpc.message;
      EXPECT_EQ(TextOf(grpc), expected.text);
      v1::FinishReason finish = v1::FINISH_REASON_UNSPECIFIED;
      for (const v1::StreamGenerateResponse& piece : grpc.pieces) {
        for (const v1::ChoiceDelta& delta : piece.deltas()) finish = std::max(finish, delta.finish_reason());
      }
      if (!streamed) finish = grpc.whole.choices(0).finish_reason();
      EXPECT_EQ(finish,
                expected.finish == "stop" ? v1::FINISH_REASON_STOP : v1::FINISH_REASON_CONTENT_FILTER);
    }
  }
  const std::string metrics = gate_->Metrics();
  EXPECT_THAT(metrics, HasSubstr("schoolgate_volunteered_total{element=\"student.name\"} 12"));
  EXPECT_THAT(metrics, HasSubstr("schoolgate_answers_altered_total{rule=\"redact\"} 4"));
  EXPECT_THAT(metrics, HasSubstr("schoolgate_answers_altered_total{rule=\"end\"} 4"));

  gate_->Stop();
  for (const auto& [exchange, altered] : exchanges) {
    const v1::AuditRecord outcome = OutcomeOf(exchange);
    EXPECT_EQ(outcome.outcome(), v1::OUTCOME_STATUS_COMPLETE);
    EXPECT_EQ(outcome.altered_count(), altered);
    ASSERT_EQ(outcome.volunteered_size(), 1) << "whatever the rule";
    EXPECT_EQ(outcome.volunteered(0).element(), v1::DATA_ELEMENT_STUDENT_NAME);
    EXPECT_EQ(outcome.subject_tags_size(), 1);
    EXPECT_GT(outcome.restored_count(), 0);
  }
}

TEST_F(AnswersTest, WhoWasAskedAboutEndsNoAnswer) {
  Say("For @, and @ alone.");
  for (const std::string_view tool : {kRedacting, kEnding}) {
    for (const bool streamed : {false, true}) {
      const HttpAnswer answer = Post(tool, streamed);
      EXPECT_EQ(TextOf(answer), StrCat("For ", Asked(), ", and ", Asked(), " alone."));
      EXPECT_THAT(answer.body, HasSubstr(R"("finish_reason":"stop")"));
    }
  }
  EXPECT_THAT(gate_->Metrics(), HasSubstr("schoolgate_answers_altered_total{rule=\"end\"} 0"));
}

TEST_F(AnswersTest, AnEndedStreamStopsTheVendor) {
  Say(StrCat("As ", Told(), " did. ", std::string(200, '.')), /*endless=*/true);
  const int64_t aborted = gate_->vendor().aborted_count();
  const HttpAnswer http = Post(kEnding, true);
  EXPECT_EQ(TextOf(http), "As ");
  EXPECT_THAT(http.body, EndsWith("data: [DONE]\n\n"));
  const GrpcAnswer grpc = gate_->StreamGenerate(With(kEnding), ChatRequest("Plan."));
  EXPECT_EQ(grpc.code, 0) << grpc.message;
  EXPECT_EQ(TextOf(grpc), "As ");
  for (int i = 0; i < 500 && gate_->vendor().aborted_count() < aborted + 2; ++i) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ(gate_->vendor().aborted_count(), aborted + 2);
}

}  // namespace
}  // namespace schoolgate::tests
