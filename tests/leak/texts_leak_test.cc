// Texts that an app has treated and restored: what it may not see again is not in the treated ones, and
// nothing of them is in a log, a metric, an error or a file; codes of somebody else give nothing.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "schoolgate/v1/privacy_service.grpc.pb.h"
#include "tests/leak/leak_gate.h"

namespace schoolgate::tests {
namespace {

class TextsLeakTest : public testing::Test {
 protected:
  void SetUp() override { leak_ = LeakGate::Start(); }

  std::unique_ptr<grpc::ClientContext> As(const Caller& caller, const std::string& session) {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    context->AddMetadata("authorization", "Bearer " + caller.key);
    if (!caller.person.empty()) context->AddMetadata("x-schoolgate-person", caller.person);
    context->AddMetadata("x-schoolgate-session", session);
    return context;
  }

  template <typename Request, typename Stream>
  std::vector<std::string> Through(Stream stream, const std::vector<std::string>& texts) {
    Request request;
    for (const std::string& text : texts) request.add_texts(text);
    stream->Write(request);
    stream->WritesDone();
    std::vector<std::string> out;
    decltype(Answer(*stream)) response;
    while (stream->Read(&response)) out.insert(out.end(), response.texts().begin(), response.texts().end());
    const grpc::Status status = stream->Finish();
    errors_ += StrCat(status.error_message(), "\n", status.error_details(), "\n");
    return out;
  }
  template <typename Request, typename Response>
  static Response Answer(grpc::ClientReaderWriter<Request, Response>&);

  std::vector<std::string> Treat(const Caller& caller, const std::string& session,
                                 const std::vector<std::string>& texts) {
    const auto context = As(caller, session);
    return Through<v1::DeidentifyRequest>(Stub()->Deidentify(context.get()), texts);
  }
  std::vector<std::string> Restore(const Caller& caller, const std::string& session,
                                   const std::vector<std::string>& texts) {
    const auto context = As(caller, session);
    return Through<v1::ReidentifyRequest>(Stub()->Reidentify(context.get()), texts);
  }
  std::unique_ptr<v1::PrivacyService::Stub> Stub() {
    return v1::PrivacyService::NewStub(leak_->gate().channel());
  }

  std::unique_ptr<LeakGate> leak_;
  std::string errors_;
};

TEST_F(TextsLeakTest, NothingOfATextIsWhereItMayNotBe) {
  ASSERT_NE(leak_, nullptr);
  std::vector<std::string> texts;
  for (const Planted& planted : leak_->planted().values) texts.push_back(planted.text);
  const Caller teacher = leak_->gate().Teacher();
  const std::vector<std::string> treated = Treat(teacher, "leak", texts);
  ASSERT_EQ(treated.size(), texts.size());
  for (const std::string& text : treated) leak_->ExpectNone(leak_->planted().secret, text, "a treated text");

  // Another session, another person, another app.
  for (const std::string& text : Restore(teacher, "other", treated)) {
    leak_->ExpectNone(leak_->planted().secret, text, "what another session restores");
  }
  const Caller student = leak_->gate().Student(gateway::kDemoSecondStudentId);
  for (const std::string& text : Restore(student, "leak", treated)) {
    leak_->ExpectNone(leak_->planted().secret, text, "what another person restores");
  }
  size_t back = 0;
  const std::vector<std::string> restored = Restore(teacher, "leak", treated);
  ASSERT_EQ(restored.size(), texts.size());
  for (size_t i = 0; i < texts.size(); ++i) back += restored[i] == texts[i] ? 1 : 0;
  EXPECT_GT(back, texts.size() / 2) << "the caller's own come back";

  // Refused, and broken off.
  Caller nobody = teacher;
  nobody.key = "sg_not-a-key";
  EXPECT_TRUE(Treat(nobody, "leak", texts).empty());
  std::vector<std::string> broken = texts;
  broken.push_back("\xFF");
  EXPECT_TRUE(Treat(teacher, "leak", broken).empty());
  leak_->ExpectNone(leak_->planted().anywhere, errors_, "errors");
  leak_->StopAndSearch();
}

}  // namespace
}  // namespace schoolgate::tests
