// Conversations as apps have them: codes that last as long as a session and are nobody else's, answers in
// several choices, tools, streams that arrive while they are made, callers who leave, retries.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "absl/time/clock.h"
#include "connectors/dialects/json_util.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "schoolgate/v1/generation_service.grpc.pb.h"
#include "tests/integration/checks.h"
#include "tests/integration/raw_client.h"

namespace schoolgate::tests {
namespace {

namespace json = connectors::json;

const std::string kText = StrCat(gateway::kDemoFirstStudentName, " and ", gateway::kDemoSecondStudentName,
                                 " will share a microscope.");

class ConversationTest : public GateTest {
 protected:
  void SetUp() override {
    GateTest::SetUp();
    gate().AnswerWith({});
  }

  // The codes in what the vendor was last sent, after the instruction that explains codes.
  static std::vector<std::string> LastCodes() {
    const std::string body(gate().vendor().requests().back().body());
    return connectors::CodesIn(std::string_view(body).substr(body.find(R"("role":"user")")));
  }

  static std::vector<std::string> CodesFor(const Caller& caller) {
    const HttpAnswer answer = gate().Post(caller, ChatBody(kText));
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_NE(TextOf(answer).find(gateway::kDemoFirstStudentName), std::string::npos) << answer.body;
    std::vector<std::string> codes = LastCodes();
    EXPECT_EQ(codes.size(), 2u);
    return codes;
  }

  static Caller TeacherIn(std::string session) {
    Caller caller = gate().Teacher();
    caller.session = std::move(session);
    return caller;
  }

  static void SlowVendor(absl::Duration pace) {
    gate().AnswerWith([pace](const connectors::RecordedRequest& request) {
      return std::optional(connectors::DefaultAnswer(request, pace));
    });
  }

  template <typename Condition>
  static bool Eventually(const Condition& condition) {
    for (int i = 0; i < 500; ++i) {
      if (condition()) return true;
      absl::SleepFor(absl::Milliseconds(10));
    }
    return false;
  }

  // The outcomes in the log so far.
  static int Count(v1::OutcomeStatus outcome) {
    int count = 0;
    for (const v1::AuditRecord& record : RecordsOf(gate().directory(), ""))
      count += record.outcome() == outcome;
    return count;
  }

  static std::string RawRequest(std::string_view body) {
    return StrCat("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ",
                  gate().sample().teacher_key,
                  "\r\ncontent-type: application/json\r\ncontent-length: ", body.size(), "\r\n\r\n", body);
  }
};

TEST_F(ConversationTest, ASessionKeepsItsCodesAndNobodyElseHasThem) {
  const std::vector<std::string> codes = CodesFor(TeacherIn("one"));
  EXPECT_EQ(CodesFor(TeacherIn("one")), codes);

  Caller colleague = TeacherIn("one");
  for (const Person& person : gate().roster().people()) {
    if (person.kind == PersonKind::kStaff && person.source_id != gateway::kDemoTeacherId) {
      colleague.person = std::string(person.source_id);
    }
  }
  Caller student = gate().Student(gateway::kDemoFirstStudentId);
  student.session = "one";
  Caller letters = TeacherIn("one");
  letters.tool = "letter-writer";
  letters.purpose = "family_communication";
  std::set<std::string> all(codes.begin(), codes.end());
  size_t expected = 2;
  for (const Caller& other : {TeacherIn("two"), colleague, student, letters}) {
    const std::vector<std::string> others = CodesFor(other);
    all.insert(others.begin(), others.end());
    EXPECT_EQ(all.size(), expected += 2) << "codes of one are known to another";
  }

  // Nor does it help to have the model say a code of someone else's.
  gate().AnswerWith([&](const connectors::RecordedRequest&) {
    connectors::VendorScript script;
    script.body = StrCat(R"({"choices":[{"index":0,"message":{"role":"assistant","content":"It is )",
                         codes[0], R"(."},"finish_reason":"stop"}]})");
    return std::optional(script);
  });
  for (const Caller& other : {TeacherIn("two"), colleague, student, letters}) {
    const HttpAnswer answer = gate().Post(other, ChatBody("Who is it?"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.find("Maya"), std::string::npos);
    EXPECT_EQ(answer.body.find(codes[0]), std::string::npos);
  }
  // Its own session it does help, also after a restart.
  EXPECT_EQ(TextOf(gate().Post(TeacherIn("one"), ChatBody("Who is it?"))), "It is Maya Okafor-Reyes.");
  ASSERT_TRUE(gate().Restart().ok());
  EXPECT_EQ(TextOf(gate().Post(TeacherIn("one"), ChatBody("Who is it?"))), "It is Maya Okafor-Reyes.");
  gate().AnswerWith({});
  EXPECT_EQ(CodesFor(TeacherIn("one")), codes);
}

TEST_F(ConversationTest, WithoutPersonAndSessionEachRequestIsItsOwn) {
  const Caller nobody{.key = gate().sample().teacher_key};
  const std::vector<std::string> first = CodesFor(nobody);
  const std::vector<std::string> second = CodesFor(nobody);
  EXPECT_NE(first[0], second[0]);
  EXPECT_NE(first[1], second[1]);
}

TEST_F(ConversationTest, SeveralChoicesAndUsage) {
  const int64_t before = absl::ToUnixSeconds(absl::Now());
  const HttpAnswer whole = gate().Post(gate().Teacher(), ChatBody(kText, R"(,"n":3)"));
  ASSERT_EQ(whole.status, 200) << whole.body;
  json::Document document;
  ASSERT_TRUE(document.Parse(whole.body).ok());
  const json::Value& choices = *json::Find(document.root(), "choices");
  ASSERT_EQ(choices.Size(), 3u);
  for (unsigned i = 0; i < 3; ++i) {
    EXPECT_EQ(json::FindInt(choices[i], "index"), i);
    EXPECT_NE(json::FindText(*json::Find(choices[i], "message"), "content").find("Maya Okafor-Reyes"),
              std::string_view::npos);
  }
  const json::Value& usage = *json::Find(document.root(), "usage");
  EXPECT_GT(json::FindInt(usage, "prompt_tokens"), 0);
  EXPECT_EQ(json::FindInt(usage, "completion_tokens"), 40);
  EXPECT_GE(json::FindInt(document.root(), "created"), before);

  // The id in the header is the audit's, and its records have the vendor's counts.
  const std::string id = HeaderOf(whole, "x-request-id");
  EXPECT_EQ(json::FindText(document.root(), "id"), "chatcmpl-" + id);
  const std::vector<v1::AuditRecord> records = RecordsOf(gate().directory(), id);
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[1].output_tokens(), 40);
  EXPECT_EQ(records[1].input_tokens(), json::FindInt(usage, "prompt_tokens"));
  EXPECT_EQ(records[0].subject_tags_size(), 2);
  EXPECT_EQ(records[0].agreement(), "lumen-dpa-2026");
  EXPECT_EQ(records[0].legal_basis(), v1::LEGAL_BASIS_SCHOOL_OFFICIAL);

  // A stream says its usage to who asked for it.
  for (const bool wanted : {false, true}) {
    const HttpAnswer stream =
        gate().Post(gate().Teacher(),
                    ChatBody(kText, StrCat(R"(,"n":2,"stream":true)",
                                           wanted ? R"(,"stream_options":{"include_usage":true})" : "")));
    ASSERT_EQ(stream.status, 200);
    EXPECT_TRUE(stream.body.ends_with("data: [DONE]\n\n"));
    EXPECT_EQ(stream.body.find(R"("completion_tokens":40)") != std::string::npos, wanted) << stream.body;
    EXPECT_NE(TextOf(stream).find("Maya Okafor-Reyes could work with Liam Nguyen"), std::string::npos);
    EXPECT_NE(stream.body.find(R"("index":1)"), std::string::npos);
  }
}

TEST_F(ConversationTest, DroppedFieldsAreNamed) {
  const HttpAnswer answer =
      gate().Post(gate().Teacher(), ChatBody(kText, R"(,"service_tier":"auto","frobnicate":true,"n":1)"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(HeaderOf(answer, "x-schoolgate-dropped"), "service_tier, #3");
  EXPECT_EQ(gate().vendor().requests().back().bytes.find("frobnicate"), std::string::npos);
  EXPECT_EQ(HeaderOf(gate().Post(gate().Teacher(), ChatBody(kText)), "x-schoolgate-dropped"), "");
}

TEST_F(ConversationTest, ToolsSeeNamesAndTheVendorSeesCodes) {
  const std::string tools =
      R"(,"tools":[{"type":"function","function":{"name":"get_grades","description":"Grades of a student",)"
      R"("parameters":{"type":"object","properties":{"student":{"type":"string"}}}}}])";
  const Caller caller = TeacherIn("tools");
  const HttpAnswer call = gate().Post(caller, ChatBody(kText, tools));
  ASSERT_EQ(call.status, 200) << call.body;
  EXPECT_NE(call.body.find(R"("arguments":"{\"student\":\"Maya Okafor-Reyes\"}")"), std::string::npos)
      << call.body;
  const std::vector<std::string> codes = LastCodes();

  const HttpAnswer answer = gate().Post(
      caller,
      StrCat(
          R"({"messages":[{"role":"user","content":")", kText, R"("},)",
          R"({"role":"assistant","content":null,"refusal":null,"annotations":[],"tool_calls":[{"id":"call_1",)",
          R"("type":"function","function":{"name":"get_grades",)",
          R"("arguments":"{\"student\":\"Maya Okafor-Reyes\"}"}}]},)",
          R"({"role":"tool","tool_call_id":"call_1","content":"{\"Maya Okafor-Reyes\":\"B\"}"}])", tools,
          "}"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const std::string sent(gate().vendor().requests().back().body());
  EXPECT_EQ(sent.find("Okafor"), std::string::npos) << sent;
  EXPECT_EQ(sent.find("call_1"), std::string::npos) << "an id a caller chose";
  EXPECT_EQ(LastCodes().front(), codes.front());
  EXPECT_NE(TextOf(answer).find("Maya Okafor-Reyes"), std::string::npos) << answer.body;
}

TEST_F(ConversationTest, TheFirstWordsComeBeforeTheLastAreSent) {
  // The vendor waits for us to have seen the beginning.
  std::atomic<bool> seen = false;
  gate().AnswerWith([&seen](const connectors::RecordedRequest& request) {
    connectors::VendorScript script = connectors::DefaultAnswer(request, absl::ZeroDuration());
    EXPECT_FALSE(seen);
    script.chunks[script.chunks.size() / 2].delay = absl::Seconds(2);
    return std::optional(std::move(script));
  });
  RawClient client(gate().process().http_port(), gate().sample().ca_file);
  ASSERT_TRUE(client.connected());
  const absl::Time start = absl::Now();
  ASSERT_TRUE(client.Send(RawRequest(ChatBody(kText, R"(,"stream":true)"))));
  EXPECT_TRUE(client.ReadUntil(R"("content":"re )").ends_with(R"("content":"re )"));
  seen = true;
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1500));
  EXPECT_TRUE(client.ReadUntil("0\r\n\r\n").ends_with("data: [DONE]\n\n\r\n0\r\n\r\n"));
  EXPECT_GT(absl::Now() - start, absl::Milliseconds(1500));
}

TEST_F(ConversationTest, WhoLeavesCancelsTheVendorsWork) {
  SlowVendor(absl::Milliseconds(200));
  int cancelled = Count(v1::OUTCOME_STATUS_CANCELLED);
  const auto expect_cancelled = [&](int64_t aborted) {
    EXPECT_TRUE(Eventually([&] { return gate().vendor().aborted_count() > aborted; }));
    EXPECT_TRUE(Eventually([&] { return Count(v1::OUTCOME_STATUS_CANCELLED) == cancelled + 1; }));
    ++cancelled;
  };
  {
    SCOPED_TRACE("HTTP stream");
    const int64_t aborted = gate().vendor().aborted_count();
    RawClient client(gate().process().http_port(), gate().sample().ca_file);
    ASSERT_TRUE(client.Send(RawRequest(ChatBody(kText, R"(,"stream":true)"))));
    EXPECT_NE(client.ReadUntil("data: ").find("200 OK"), std::string::npos);
    client.Abort();
    expect_cancelled(aborted);
  }
  {
    SCOPED_TRACE("gRPC stream");
    const int64_t aborted = gate().vendor().aborted_count();
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + gate().sample().teacher_key);
    v1::StreamGenerateRequest request;
    *request.mutable_request() = ChatRequest(kText);
    const auto reader = v1::GenerationService::NewStub(gate().channel())->StreamGenerate(&context, request);
    v1::StreamGenerateResponse piece;
    EXPECT_TRUE(reader->Read(&piece));
    context.TryCancel();
    EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
    expect_cancelled(aborted);
  }
  gate().AnswerWith([](const connectors::RecordedRequest&) {
    return std::optional(connectors::VendorScript{.never_answer = true});
  });
  {
    SCOPED_TRACE("HTTP, whole");
    const int64_t aborted = gate().vendor().aborted_count();
    const int64_t sent = gate().vendor().request_count();
    RawClient client(gate().process().http_port(), gate().sample().ca_file);
    ASSERT_TRUE(client.Send(RawRequest(ChatBody(kText))));
    ASSERT_TRUE(Eventually([&] { return gate().vendor().request_count() > sent; }));
    client.Abort();
    expect_cancelled(aborted);
  }
  {
    SCOPED_TRACE("gRPC, whole, by its deadline");
    const int64_t aborted = gate().vendor().aborted_count();
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + gate().sample().teacher_key);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(300));
    v1::GenerateResponse response;
    EXPECT_EQ(v1::GenerationService::NewStub(gate().channel())
                  ->Generate(&context, ChatRequest(kText), &response)
                  .error_code(),
              grpc::StatusCode::DEADLINE_EXCEEDED);
    expect_cancelled(aborted);
  }
}

TEST_F(ConversationTest, FiftyStreamsAtOnce) {
  constexpr int kStreams = 50;
  SlowVendor(absl::Milliseconds(5));
  std::vector<HttpAnswer> answers(kStreams);
  std::vector<std::thread> threads;
  for (int i = 0; i < kStreams; ++i) {
    threads.emplace_back([&answers, i] {
      answers[static_cast<size_t>(i)] =
          gate().Post(TeacherIn(StrCat("stream-", i)), ChatBody(kText, R"(,"stream":true)"));
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> ids;
  for (const HttpAnswer& answer : answers) {
    EXPECT_EQ(answer.status, 200) << answer.failure << answer.body;
    EXPECT_TRUE(answer.body.ends_with("data: [DONE]\n\n"));
    EXPECT_NE(TextOf(answer).find("Maya Okafor-Reyes could work with Liam Nguyen"), std::string::npos);
    ids.insert(HeaderOf(answer, "x-request-id"));
  }
  EXPECT_EQ(ids.size(), size_t{kStreams});
}

TEST_F(ConversationTest, ARepeatedRequestIsAnsweredOnce) {
  v1::GenerateRequest request = ChatRequest(kText);
  request.mutable_context()->set_request_id("6f1c9f34-31a5-4a10-9ad3-0f7f0a53b1c6");
  // One that failed may be tried again.
  gate().AnswerWith([](const connectors::RecordedRequest&) {
    return std::optional(connectors::VendorScript{.status = 500});
  });
  EXPECT_EQ(gate().Generate(gate().Teacher(), request).code, grpc::StatusCode::UNAVAILABLE);
  gate().AnswerWith({});
  ASSERT_EQ(gate().Generate(gate().Teacher(), request).code, 0);

  const int64_t sent = gate().vendor().request_count();
  const GrpcAnswer repeated = gate().Generate(gate().Teacher(), request);
  EXPECT_EQ(repeated.code, grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(ErrorOf(repeated).reason, "DUPLICATE_REQUEST");
  const std::vector<v1::AuditRecord> records =
      RecordsOf(gate().directory(), HeaderOf(repeated, "x-request-id"));
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].phase(), v1::AUDIT_PHASE_DENIED);
  EXPECT_EQ(records[0].reason(), "DUPLICATE_REQUEST");
  EXPECT_EQ(gate().vendor().request_count(), sent);

  // The id counts for one caller and one content.
  EXPECT_EQ(gate().Generate({.key = gate().sample().teacher_key}, request).code, 0);
  request.mutable_messages(0)->mutable_content(0)->set_text("Something else.");
  EXPECT_EQ(gate().Generate(gate().Teacher(), request).code, 0);
}

}  // namespace
}  // namespace schoolgate::tests
