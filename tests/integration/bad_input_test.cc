// Bad input and bad luck: each gets its status, an error that names cause and cure in the caller's protocol
// and in two languages, never a word of what the caller wrote, and its record in the audit log.
#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/ascii.h"
#include "core/crypto/api_key.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "tests/integration/checks.h"

namespace schoolgate::tests {
namespace {

using connectors::RecordedRequest;
using connectors::VendorScript;

constexpr std::string_view kSecret = "zanzibar quokka";
constexpr int64_t kMaxBody = 64 << 10;
constexpr char kKioskKey[] = "sg_kiosk-of-the-bad-input-test";

// How the vendor fails.
enum class Vendor { kWell, kGarbage, kStops, k500, k429, k400, k401, kSlow, kStalls };

VendorScript Failing(Vendor how, const RecordedRequest& request) {
  VendorScript script = connectors::DefaultAnswer(request, absl::ZeroDuration());
  const auto refuse = [&script](int status) {
    script = {};
    script.status = status;
    // A vendor's own error may repeat what it was sent: it ends at the gate.
    script.body = StrCat(R"({"error":{"message":")", kSecret, R"("}})");
  };
  switch (how) {
    case Vendor::kWell:
      break;
    case Vendor::kGarbage:
      script = {};
      script.content_type = "text/html";
      script.body = StrCat("<html>", kSecret, "</html>");
      break;
    case Vendor::kStops:
      script.close_early = true;
      script.body.resize(script.body.size() / 2);
      script.chunks.resize(script.chunks.size() / 2);
      break;
    case Vendor::k500:
      refuse(500);
      break;
    case Vendor::k429:
      refuse(429);
      break;
    case Vendor::k400:
      refuse(400);
      break;
    case Vendor::k401:
      refuse(401);
      break;
    case Vendor::kSlow:
      script = {};
      script.never_answer = true;
      break;
    case Vendor::kStalls:
      script.chunks.resize(std::min<size_t>(script.chunks.size(), 4));
      if (!script.chunks.empty()) script.chunks.push_back({absl::Seconds(20), "data: [DONE]\n\n"});
      if (script.chunks.empty()) script = {.never_answer = true};
      break;
  }
  return script;
}

enum class Who { kTeacher, kStudent, kKiosk, kKioskForSomeone };

// What stands in the log at the end. UNSPECIFIED: a DENIED record alone.
constexpr v1::OutcomeStatus kDenied = v1::OUTCOME_STATUS_UNSPECIFIED;

class BadInputTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    TestGateOptions options;
    options.configure = [](gateway::Config& config) {
      config.max_body_bytes = kMaxBody;
      for (gateway::VendorConfig& vendor : config.vendors) {
        vendor.first_byte_timeout = absl::Milliseconds(400);
        vendor.idle_timeout = absl::Milliseconds(400);
        // Nothing listens there.
        if (vendor.name == "district-local") vendor.base_url = "http://127.0.0.1:1/v1";
      }
      gateway::AppRegistration kiosk;
      kiosk.name = "kiosk";
      kiosk.api_key_digests = {ApiKeyDigest(kKioskKey)};
      kiosk.role = v1::CALLER_ROLE_STUDENT;
      kiosk.default_tool = "student-tutor";
      kiosk.default_purpose = "tutoring";
      kiosk.tools = {"student-tutor", "lesson-planner"};
      config.apps.push_back(kiosk);
    };
    gate_ = TestGate::Start(options);
  }
  static void TearDownTestSuite() { gate_.reset(); }
  void SetUp() override { ASSERT_NE(gate_, nullptr); }

  static Caller CallerOf(Who who) {
    switch (who) {
      case Who::kTeacher:
        return gate_->Teacher();
      case Who::kStudent:
        return gate_->Student(gateway::kDemoFirstStudentId);
      case Who::kKiosk:
        return {.key = kKioskKey};
      case Who::kKioskForSomeone:
        return {.key = kKioskKey, .person = std::string(gateway::kDemoFirstStudentId)};
    }
    return {};
  }

  static void VendorFails(Vendor how) {
    gate_->AnswerWith([how](const RecordedRequest& request) { return std::optional(Failing(how, request)); });
  }

  // The log says of the exchange what it must, and nothing else.
  static void ExpectRecords(std::string_view exchange, v1::OutcomeStatus outcome, std::string_view reason) {
    const std::vector<v1::AuditRecord> records = RecordsOf(gate_->directory(), exchange);
    if (outcome == kDenied) {
      ASSERT_EQ(records.size(), 1u);
      EXPECT_EQ(records[0].phase(), v1::AUDIT_PHASE_DENIED);
      EXPECT_EQ(records[0].verdict(), v1::VERDICT_BLOCK);
      EXPECT_EQ(records[0].reason(), reason);
      return;
    }
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].phase(), v1::AUDIT_PHASE_INTENT);
    EXPECT_EQ(records[1].phase(), v1::AUDIT_PHASE_OUTCOME);
    EXPECT_EQ(records[1].outcome(), outcome) << v1::OutcomeStatus_Name(records[1].outcome());
    EXPECT_EQ(records[1].reason(), reason);
  }

  static void ExpectNoEcho(const std::string& text) {
    for (const std::string_view secret :
         {std::string_view("zanzibar"), std::string_view("quokka"), gateway::kDemoFirstStudentName}) {
      EXPECT_EQ(text.find(secret), std::string::npos) << text;
    }
  }

  static std::unique_ptr<TestGate> gate_;
};
std::unique_ptr<TestGate> BadInputTest::gate_;

struct HttpCase {
  const char* name;
  std::string body;
  int status;
  const char* code;
  const char* param;  // null: the error has none
  bool retry = false;
  Who who = Who::kTeacher;
  std::string tool = {};  // by header
  std::string purpose = {};
  Vendor vendor = Vendor::kWell;
  v1::OutcomeStatus outcome = kDenied;
  // The error comes as the last event of a stream that had begun well.
  bool in_stream = false;
};

std::string Asking(std::string_view more = "") {
  return ChatBody(StrCat(gateway::kDemoFirstStudentName, " likes the ", kSecret, "."), more);
}

std::vector<HttpCase> HttpCases() {
  constexpr auto kPartial = v1::OUTCOME_STATUS_PARTIAL;
  const std::string streamed = Asking(R"(,"stream":true)");
  std::vector<HttpCase> cases = {
      {"no body", "", 400, "malformed_request", nullptr},
      {"cut JSON", R"({"messages":[{"role":"user","content":"zanzibar)", 400, "malformed_request", nullptr},
      {"two documents", Asking() + Asking(), 400, "malformed_request", nullptr},
      {"unknown text", Asking(R"(,"zanzibar":"quokka")"), 400, "unknown_field", "#2"},
      {"unknown text in a message",
       R"({"messages":[{"role":"user","content":"hi","zanzibar":{"quokka":"zanzibar"}}]})", 400,
       "unknown_field", "messages[0].#3"},
      {"text for a number", Asking(R"(,"temperature":"zanzibar")"), 400, "wrong_type", "temperature"},
      {"messages are text", R"({"messages":"zanzibar"})", 400, "wrong_type", "messages"},
      {"no messages", R"({"model":"lesson-planner"})", 400, "missing_field", "messages"},
      {"unknown effort", Asking(R"(,"reasoning_effort":"zanzibar")"), 400, "invalid_value",
       "reasoning_effort"},
      {"not UTF-8", ChatBody("") + "\xff", 400, "malformed_request", nullptr},
      {"text that is not UTF-8", "{\"messages\":[{\"role\":\"user\",\"content\":\"zanzibar \xff\xfe\"}]}",
       400, "invalid_utf8", ""},
      {"too large", Asking(StrCat(R"(,"user":")", std::string(kMaxBody, 'z'), "\"")), 413, "body_too_large",
       nullptr},
      {"unknown model", Asking(R"(,"model":"zanzibar-4")"), 404, "unknown_model", nullptr},
      {"unknown model of a tool", Asking(R"(,"model":"lesson-planner/zanzibar")"), 404, "unknown_model",
       nullptr},
      {.name = "unknown tool",
       .body = Asking(),
       .status = 404,
       .code = "unknown_model",
       .param = nullptr,
       .tool = "zanzibar"},
      {.name = "unknown purpose",
       .body = Asking(),
       .status = 400,
       .code = "unknown_purpose",
       .param = nullptr,
       .purpose = "zanzibar"},
      {.name = "expired agreement",
       .body = Asking(R"(,"model":"old-quiz")"),
       .status = 403,
       .code = "agreement_expired",
       .param = nullptr,
       .purpose = "quizzes"},
      {.name = "another app's tool",
       .body = Asking(R"(,"model":"lesson-planner")"),
       .status = 403,
       .code = "tool_not_allowed",
       .param = nullptr,
       .who = Who::kStudent},
      {.name = "another role's tool",
       .body = Asking(R"(,"model":"lesson-planner")"),
       .status = 403,
       .code = "role_not_allowed",
       .param = nullptr,
       .who = Who::kKiosk,
       .purpose = "lesson_planning"},
      {.name = "a person from an app that may not",
       .body = Asking(),
       .status = 403,
       .code = "person_not_allowed",
       .param = nullptr,
       .who = Who::kKioskForSomeone},
      {.name = "an image",
       .body = R"({"messages":[{"role":"user","content":[{"type":"text","text":"zanzibar"},)"
               R"({"type":"image_url","image_url":{"url":"data:image/png;base64,aGk="}}]}]})",
       .status = 403,
       .code = "media_not_allowed",
       .param = "messages[0].content[1].media"},
  };
  for (const bool stream : {false, true}) {
    const auto vendor_case = [&](const char* name, Vendor how, int status, const char* code, bool retry,
                                 bool in_stream = false) {
      cases.push_back({.name = name,
                       .body = stream ? streamed : Asking(),
                       .status = status,
                       .code = code,
                       .param = nullptr,
                       .retry = retry,
                       .vendor = how,
                       .outcome = kPartial,
                       .in_stream = in_stream});
    };
    vendor_case("garbage", Vendor::kGarbage, 502, "vendor_garbage", true);
    vendor_case("status 500", Vendor::k500, 502, "vendor_error", true);
    vendor_case("status 429", Vendor::k429, 429, "vendor_rate_limited", true);
    vendor_case("status 400", Vendor::k400, 400, "vendor_rejected", false);
    vendor_case("status 401", Vendor::k401, 502, "vendor_error", true);
    vendor_case("no first byte", Vendor::kSlow, 504, "vendor_timeout", true);
    vendor_case("stops", Vendor::kStops, stream ? 200 : 502, "vendor_stopped", true, stream);
    vendor_case("stalls", Vendor::kStalls, stream ? 200 : 504, "vendor_timeout", true, stream);
    cases.push_back(
        {.name = "vendor down",
         .body = Asking(StrCat(R"(,"model":"interview-feedback")", stream ? R"(,"stream":true)" : "")),
         .status = 502,
         .code = "vendor_unreachable",
         .param = nullptr,
         .retry = true,
         .purpose = "interview_feedback",
         .outcome = v1::OUTCOME_STATUS_NOT_SENT});
  }
  return cases;
}

TEST_F(BadInputTest, HttpSaysWhatIsWrongAndRecordsIt) {
  for (const HttpCase& bad : HttpCases()) {
    SCOPED_TRACE(StrCat(bad.name, bad.body.find("\"stream\":true") != std::string::npos ? ", streamed" : ""));
    VendorFails(bad.vendor);
    const int64_t sent = gate_->vendor().request_count();
    Caller caller = CallerOf(bad.who);
    caller.tool = bad.tool;
    caller.purpose = bad.purpose;
    const HttpAnswer answer = gate_->Post(caller, bad.body);
    ASSERT_EQ(answer.status, bad.status) << answer.failure << answer.body;
    const ApiError error = ErrorOf(answer.body);
    EXPECT_EQ(error.code, bad.code);
    EXPECT_EQ(error.reason, absl::AsciiStrToUpper(bad.code));
    if (bad.param == nullptr) {
      EXPECT_EQ(error.param, "");
    } else if (*bad.param != '\0') {
      EXPECT_EQ(error.param, bad.param);
    }
    EXPECT_FALSE(error.message.empty());
    EXPECT_FALSE(error.type.empty());
    EXPECT_FALSE(error.spanish.empty());
    EXPECT_NE(error.spanish, error.message);
    EXPECT_EQ(error.request_id, HeaderOf(answer, "x-request-id"));
    if (!bad.in_stream) {
      EXPECT_EQ(HeaderOf(answer, "x-should-retry"), bad.retry ? "true" : "false");
      ExpectNoEcho(answer.body);
    } else {
      EXPECT_EQ(answer.body.find("[DONE]"), std::string::npos) << "a broken stream looks complete";
    }
    ExpectNoEcho(answer.head);
    ExpectRecords(error.request_id, bad.outcome, error.reason);
    if (bad.outcome == kDenied || bad.outcome == v1::OUTCOME_STATUS_NOT_SENT) {
      EXPECT_EQ(gate_->vendor().request_count(), sent) << "it was refused, and sent";
    }
  }
  ExpectNoEcho(gate_->Log());
  ExpectNoEcho(gate_->Metrics());
}

struct GrpcCase {
  const char* name;
  int code;
  const char* reason;
  std::string model = {};
  std::string tool = {};
  std::string purpose = {};
  std::string text = StrCat(gateway::kDemoFirstStudentName, " likes the ", kSecret, ".");
  Who who = Who::kTeacher;
  Vendor vendor = Vendor::kWell;
  v1::OutcomeStatus outcome = kDenied;
};

TEST_F(BadInputTest, GrpcSaysWhatIsWrongAndRecordsIt) {
  constexpr auto kPartial = v1::OUTCOME_STATUS_PARTIAL;
  const std::string large(kMaxBody, 'z');
  const std::vector<GrpcCase> cases = {
      {.name = "no messages", .code = 3, .reason = "MISSING_FIELD", .text = ""},
      {.name = "too large", .code = 8, .reason = "BODY_TOO_LARGE", .text = large},
      {.name = "unknown model", .code = 5, .reason = "UNKNOWN_MODEL", .model = "zanzibar"},
      {.name = "unknown tool", .code = 5, .reason = "UNKNOWN_MODEL", .tool = "zanzibar"},
      {.name = "unknown purpose", .code = 3, .reason = "UNKNOWN_PURPOSE", .purpose = "zanzibar"},
      {.name = "expired",
       .code = 9,
       .reason = "AGREEMENT_EXPIRED",
       .model = "old-quiz",
       .purpose = "quizzes"},
      {.name = "role",
       .code = 7,
       .reason = "ROLE_NOT_ALLOWED",
       .model = "lesson-planner",
       .purpose = "lesson_planning",
       .who = Who::kKiosk},
      {.name = "person", .code = 7, .reason = "PERSON_NOT_ALLOWED", .who = Who::kKioskForSomeone},
      {.name = "down",
       .code = 14,
       .reason = "VENDOR_UNREACHABLE",
       .model = "interview-feedback",
       .purpose = "interview_feedback",
       .outcome = v1::OUTCOME_STATUS_NOT_SENT},
      {.name = "garbage",
       .code = 14,
       .reason = "VENDOR_GARBAGE",
       .vendor = Vendor::kGarbage,
       .outcome = kPartial},
      {.name = "500", .code = 14, .reason = "VENDOR_ERROR", .vendor = Vendor::k500, .outcome = kPartial},
      {.name = "429",
       .code = 8,
       .reason = "VENDOR_RATE_LIMITED",
       .vendor = Vendor::k429,
       .outcome = kPartial},
      {.name = "400", .code = 3, .reason = "VENDOR_REJECTED", .vendor = Vendor::k400, .outcome = kPartial},
      {.name = "401", .code = 14, .reason = "VENDOR_ERROR", .vendor = Vendor::k401, .outcome = kPartial},
      {.name = "slow", .code = 4, .reason = "VENDOR_TIMEOUT", .vendor = Vendor::kSlow, .outcome = kPartial},
      {.name = "stops",
       .code = 14,
       .reason = "VENDOR_STOPPED",
       .vendor = Vendor::kStops,
       .outcome = kPartial},
  };
  for (const GrpcCase& bad : cases) {
    for (const bool stream : {false, true}) {
      SCOPED_TRACE(StrCat(bad.name, stream ? ", streamed" : ""));
      VendorFails(bad.vendor);
      Caller caller = CallerOf(bad.who);
      caller.tool = bad.tool;
      caller.purpose = bad.purpose;
      v1::GenerateRequest request = bad.text.empty() ? v1::GenerateRequest() : ChatRequest(bad.text);
      request.set_model(bad.model);
      const GrpcAnswer answer =
          stream ? gate_->StreamGenerate(caller, request) : gate_->Generate(caller, request);
      EXPECT_EQ(answer.code, bad.code) << answer.message;
      const GrpcError error = ErrorOf(answer);
      EXPECT_EQ(error.reason, bad.reason);
      EXPECT_EQ(error.domain, "schoolgate.v1");
      EXPECT_EQ(error.english, answer.message);
      EXPECT_FALSE(error.english.empty());
      EXPECT_FALSE(error.spanish.empty());
      EXPECT_NE(error.spanish, error.english);
      ExpectNoEcho(answer.message + answer.details + answer.trailers);
      ExpectRecords(HeaderOf(answer, "x-request-id"), bad.outcome, bad.reason);
    }
  }
  ExpectNoEcho(gate_->Log());
}

}  // namespace
}  // namespace schoolgate::tests
