// PrivacyService.Deidentify and Reidentify of a whole gate: what an app gets, what it gets back, who else
// does not, and what is on the record before anybody has it.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <thread>

#include "connectors/vendors/simulated_vendor.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "schoolgate/v1/privacy_service.grpc.pb.h"
#include "tests/integration/checks.h"

namespace schoolgate::tests {
namespace {

const std::string kMaya(gateway::kDemoFirstStudentName);
const std::string kLiam(gateway::kDemoSecondStudentName);

template <typename Response>
struct Streamed {
  grpc::Status status;
  std::vector<std::string> texts;
  Response last;
  std::string reason;
};

class TextsTest : public GateTest {
 protected:
  static std::unique_ptr<grpc::ClientContext> As(const Caller& caller) {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    if (!caller.key.empty()) context->AddMetadata("authorization", "Bearer " + caller.key);
    return context;
  }

  // The rest of who calls goes into the first message.
  template <typename Request>
  static void Introduce(const Caller& caller, Request& request) {
    v1::RequestContext& context = *request.mutable_context();
    context.set_person(caller.person);
    context.set_session(caller.session);
    context.set_tool(caller.tool);
  }

  template <typename Request, typename Response, typename Stream>
  static Streamed<Response> Run(Stream stream, const Caller& caller,
                                const std::vector<std::vector<std::string>>& messages) {
    Streamed<Response> result;
    for (size_t i = 0; i < messages.size(); ++i) {
      Request request;
      if (i == 0) Introduce(caller, request);
      for (const std::string& text : messages[i]) request.add_texts(text);
      if (!stream->Write(request)) break;
    }
    stream->WritesDone();
    while (stream->Read(&result.last)) {
      EXPECT_EQ(result.last.first_text(), static_cast<int64_t>(result.texts.size()));
      result.texts.insert(result.texts.end(), result.last.texts().begin(), result.last.texts().end());
    }
    result.status = stream->Finish();
    GrpcAnswer answer;
    answer.details = result.status.error_details();
    if (!result.status.ok()) result.reason = ErrorOf(answer).reason;
    return result;
  }

  static Streamed<v1::DeidentifyResponse> Treat(const Caller& caller,
                                                const std::vector<std::vector<std::string>>& messages) {
    const auto context = As(caller);
    return Run<v1::DeidentifyRequest, v1::DeidentifyResponse>(Stub()->Deidentify(context.get()), caller,
                                                              messages);
  }
  static Streamed<v1::ReidentifyResponse> Restore(const Caller& caller,
                                                  const std::vector<std::string>& texts) {
    const auto context = As(caller);
    return Run<v1::ReidentifyRequest, v1::ReidentifyResponse>(Stub()->Reidentify(context.get()), caller,
                                                              {texts});
  }
  static std::unique_ptr<v1::PrivacyService::Stub> Stub() {
    return v1::PrivacyService::NewStub(gate().channel());
  }

  static Caller Teacher(const std::string& session) {
    Caller caller = gate().Teacher();
    caller.session = session;
    return caller;
  }

  static std::vector<v1::AuditRecord> Records(v1::AuditPhase phase) {
    std::vector<v1::AuditRecord> records = RecordsOf(gate().directory(), "");
    std::erase_if(records, [phase](const v1::AuditRecord& record) { return record.phase() != phase; });
    return records;
  }
};

TEST_F(TextsTest, WhatASessionTreatsItRestores) {
  const int64_t sent = gate().vendor().request_count();
  const std::vector<std::string> texts = {kMaya + " helped " + kLiam + ".", "Nobody here.",
                                          "{\"name\": \"" + kMaya + "\", \"n\": 3}",
                                          kLiam + "'s \"notes\"\r\n"};
  const auto treated = Treat(Teacher("texts-1"), {{texts[0], texts[1]}, {}, {texts[2], texts[3]}});
  ASSERT_TRUE(treated.status.ok()) << treated.status.error_message();
  ASSERT_EQ(treated.texts.size(), texts.size());
  for (const std::string& text : treated.texts) {
    EXPECT_EQ(text.find("Okafor"), std::string::npos);
    EXPECT_EQ(text.find("Nguyen"), std::string::npos);
  }
  EXPECT_EQ(treated.texts[1], texts[1]);
  // One person, one code, in whichever message.
  const std::vector<std::string> codes = connectors::CodesIn(treated.texts[0]);
  ASSERT_EQ(codes.size(), 2u);
  EXPECT_NE(treated.texts[2].find(codes[0]), std::string::npos);
  EXPECT_EQ(treated.last.so_far().texts(), 4);
  EXPECT_EQ(treated.last.so_far().codes(), 4);
  EXPECT_EQ(treated.last.so_far().bytes(),
            static_cast<int64_t>(texts[0].size() + texts[1].size() + texts[2].size() + texts[3].size()));
  EXPECT_EQ(treated.last.route(), v1::ROUTE_CLOUD);

  const auto restored = Restore(Teacher("texts-1"), treated.texts);
  ASSERT_TRUE(restored.status.ok()) << restored.status.error_message();
  EXPECT_EQ(restored.texts, texts);
  EXPECT_EQ(restored.last.so_far().codes(), 4);
  EXPECT_EQ(gate().vendor().request_count(), sent) << "nothing of it is a vendor's";
}

TEST_F(TextsTest, NobodyElseRestoresIt) {
  const auto treated = Treat(Teacher("texts-2"), {{kMaya}});
  ASSERT_TRUE(treated.status.ok());
  Caller student = gate().Student(gateway::kDemoSecondStudentId);
  student.session = "texts-2";
  for (const Caller& caller : {Teacher("texts-other"), student}) {
    const auto restored = Restore(caller, treated.texts);
    ASSERT_TRUE(restored.status.ok()) << restored.status.error_message();
    EXPECT_EQ(restored.texts[0], "[student]");
    EXPECT_EQ(restored.last.so_far().removed(), 1);
    EXPECT_EQ(restored.last.so_far().codes(), 0);
  }
  // Nor anybody where showing the answer would send it on.
  const auto linked = Restore(Teacher("texts-2"), {"![x](https://a.example/" + treated.texts[0] + ")"});
  EXPECT_EQ(linked.texts[0].find("Okafor"), std::string::npos);
  const std::vector<v1::AuditRecord> restored = Records(v1::AUDIT_PHASE_REIDENTIFIED);
  ASSERT_GE(restored.size(), 3u);
  EXPECT_EQ(restored[restored.size() - 2].unrestored_count(), 1);
  EXPECT_EQ(restored.back().withheld_count(), 1);
  // Nor is it taken for anybody's where it is typed.
  const auto typed = Treat(Teacher("texts-other"), {{treated.texts[0]}});
  ASSERT_TRUE(typed.status.ok()) << typed.status.error_message();
  EXPECT_NE(typed.texts[0], treated.texts[0]);
  EXPECT_EQ(Records(v1::AUDIT_PHASE_DEIDENTIFIED).back().typed_count(), 1);
}

TEST_F(TextsTest, IsOnTheRecordBeforeItIsGivenBack) {
  const size_t before = Records(v1::AUDIT_PHASE_DEIDENTIFIED).size();
  const auto context = As(gate().Teacher());
  const auto stream = Stub()->Deidentify(context.get());
  for (size_t n = 1; n <= 3; ++n) {
    v1::DeidentifyRequest request;
    if (n == 1) Introduce(Teacher("texts-3"), request);
    request.add_texts(kMaya);
    ASSERT_TRUE(stream->Write(request));
    v1::DeidentifyResponse response;
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(Records(v1::AUDIT_PHASE_DEIDENTIFIED).size(), before + n);
  }
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  const std::vector<v1::AuditRecord> records = Records(v1::AUDIT_PHASE_DEIDENTIFIED);
  const v1::AuditRecord& record = records.back();
  EXPECT_EQ(record.exchange_id(), records[before].exchange_id());
  EXPECT_NE(record.record_id(), records[before].record_id());
  EXPECT_EQ(record.tool(), "lesson-planner");
  EXPECT_EQ(record.caller().app(), "lms");
  EXPECT_EQ(record.operation(), "deidentify");
  EXPECT_EQ(record.subject_tags_size(), 1);
  ASSERT_EQ(record.elements_size(), 1);
  EXPECT_EQ(record.elements(0).element(), v1::DATA_ELEMENT_STUDENT_NAME);
  EXPECT_EQ(record.text_batch().texts(), 1);
  EXPECT_EQ(record.SerializeAsString().find("Okafor"), std::string::npos);

  EXPECT_TRUE(Restore(Teacher("texts-3"), {"STUDENT"}).status.ok());
  EXPECT_EQ(Records(v1::AUDIT_PHASE_REIDENTIFIED).back().caller().app(), "lms");
}

TEST_F(TextsTest, RefusesWhomAndWhatPolicyRefuses) {
  const auto stranger = Treat(Caller{.key = "sg_not-a-key"}, {{kMaya}});
  EXPECT_EQ(stranger.reason, "UNAUTHENTICATED");
  EXPECT_TRUE(stranger.texts.empty());

  Caller other = Teacher("texts-4");
  other.tool = "old-quiz";
  EXPECT_NE(Treat(other, {{kMaya}}).reason, "");
  EXPECT_EQ(Records(v1::AUDIT_PHASE_DENIED).back().operation(), "deidentify");

  // What comes before stays given; the stream ends there.
  Caller practice = Teacher("texts-4");
  practice.tool = "adaptive-practice";
  const auto blocked =
      Treat(practice, {{"Liam works on fractions."}, {kMaya + " has an IEP for dyslexia."}, {"more"}});
  EXPECT_EQ(blocked.reason, "ELEMENT_BLOCKED") << blocked.status.error_message();
  EXPECT_EQ(blocked.texts.size(), 1u);

  const auto nothing = Restore(Caller{.key = gate().Office("").key}, {"STUDENT_7K3QF9"});
  EXPECT_NE(nothing.reason, "");

  const auto bytes = Treat(Teacher("texts-4"), {{"fine", "\xFF"}});
  EXPECT_EQ(bytes.reason, "INVALID_UTF8");
}

TEST_F(TextsTest, ARestoreWithoutSessionOrPersonSaysWhatIsMissing) {
  const auto treated = Treat(gate().Study(), {{"no people"}});
  EXPECT_EQ(treated.reason, "UNIMPLEMENTED") << "a tool that releases data on groups";
  EXPECT_EQ(Restore(gate().Study(), {"no people"}).reason, "MISSING_FIELD");
}

TEST_F(TextsTest, LargeMessagesComeBackInPieces) {
  std::vector<std::string> texts;
  for (int i = 0; i < 60; ++i) {
    std::string text = StrCat(kMaya, " and the ", i, " things.\n");
    while (text.size() < 50'000)
      text += "The class read about rivers and wrote what they had seen of them.\n";
    texts.push_back(std::move(text));
  }
  const auto treated = Treat(Teacher("texts-5"), {texts});
  ASSERT_TRUE(treated.status.ok()) << treated.status.error_message();
  ASSERT_EQ(treated.texts.size(), texts.size());
  EXPECT_LT(treated.last.texts_size(), 25);
  EXPECT_EQ(treated.last.so_far().codes(), 60);
  std::vector<std::string> some(treated.texts.begin(), treated.texts.begin() + 10);
  EXPECT_EQ(Restore(Teacher("texts-5"), some).texts,
            std::vector<std::string>(texts.begin(), texts.begin() + 10));
}

TEST_F(TextsTest, CallersWhoLeaveTakeNothingDownWithThem) {
  for (int i = 0; i < 10; ++i) {
    const auto context = As(gate().Teacher());
    const auto stream = Stub()->Deidentify(context.get());
    v1::DeidentifyRequest request;
    Introduce(Teacher("texts-6"), request);
    for (int n = 0; n < 20; ++n) request.add_texts(std::string(20'000, 'x') + kMaya);
    ASSERT_TRUE(stream->Write(request));
    context->TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  const auto context = As(gate().Teacher());
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(200));
  const auto idle = Stub()->Deidentify(context.get());
  EXPECT_EQ(idle->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(Treat(Teacher("texts-6"), {{kMaya}}).status.ok());
}

TEST_F(TextsTest, StreamsOfOneSessionAtOnceAgree) {
  std::vector<std::vector<std::string>> seen(4);
  std::vector<std::thread> threads;
  for (std::vector<std::string>& mine : seen) {
    threads.emplace_back([&mine] {
      std::vector<std::vector<std::string>> messages(20, {kMaya + " and " + kLiam});
      mine = Treat(Teacher("texts-7"), messages).texts;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<std::string>& mine : seen) {
    ASSERT_EQ(mine.size(), 20u);
    for (const std::string& text : mine) EXPECT_EQ(text, seen[0][0]);
  }
}

}  // namespace
}  // namespace schoolgate::tests
