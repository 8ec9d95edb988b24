#include "gateway/ingress/grpc/grpc_services.h"

#include <gtest/gtest.h>

#include "gateway/ingress/grpc/grpc_test_server.h"

namespace schoolgate::gateway {
namespace {

namespace asio = boost::asio;

GrpcHandlers Handlers() {
  GrpcHandlers handlers;
  handlers.list_models = [](const Credentials& credentials,
                            const v1::ListModelsRequest& request) -> absl::StatusOr<v1::ListModelsResponse> {
    if (credentials.person == "throws") throw std::runtime_error("");
    if (credentials.api_key.empty()) return MakeProblem(problems::kUnauthenticated);
    v1::ListModelsResponse response;
    for (int i = 0; i < request.page_size(); ++i) response.add_models()->set_name("tool/model");
    return response;
  };
  handlers.inspect = [](const Credentials& credentials,
                        DecodeCall decode) -> asio::awaitable<absl::StatusOr<v1::InspectResponse>> {
    if (credentials.person == "throws") throw std::runtime_error("");
    if (credentials.person.empty()) co_return MakeProblem(problems::kUnauthenticated);
    const connectors::DecodeOptions options{.drop_unknown_text = credentials.person == "drops"};
    auto decoded = decode(options);
    if (!decoded.ok()) co_return decoded.status();
    const auto& request = std::get<v1::GenerateRequest>(decoded->request.Reveal(RevealFor::kTesting));
    EXPECT_FALSE(request.has_context());
    v1::InspectResponse response;
    *response.mutable_outbound() = request;
    co_return response;
  };
  handlers.rate =
      [](const Credentials& credentials,
         absl::StatusOr<v1::RateRequest> request) -> asio::awaitable<absl::StatusOr<v1::RateResponse>> {
    if (credentials.person.empty()) co_return MakeProblem(problems::kUnauthenticated);
    if (!request.ok()) co_return request.status();
    EXPECT_EQ(request->score(), 5);
    co_return v1::RateResponse();
  };
  // Says each text back in upper case, and ends at "end" with a problem.
  handlers.deidentify = [](DeidentifyStream& stream) -> asio::awaitable<absl::Status> {
    for (int64_t n = 0;;) {
      auto read = co_await stream.Read();
      if (stream.credentials().session == "throws") throw std::runtime_error("");
      if (!read.ok()) co_return read.status();
      if (!*read) co_return absl::OkStatus();
      EXPECT_FALSE((*read)->has_context());
      v1::DeidentifyResponse response;
      response.set_first_text(n);
      for (const std::string& text : (*read)->texts()) {
        if (text == "end") co_return MakeProblem(problems::kPolicyDenied, {{"owner", "IT"}});
        response.add_texts(stream.credentials().session + ":" + text);
        ++n;
      }
      absl::Status sent = co_await stream.Send(std::move(response));
      if (!sent.ok()) co_return sent;
    }
  };
  return handlers;
}

class GrpcServicesTest : public testing::Test {
 protected:
  TestServer on_{Echo, LoopbackOptions(), Handlers()};
  std::shared_ptr<grpc::Channel> channel_ = on_.NewChannel();
  std::unique_ptr<v1::GenerationService::Stub> generation_ = v1::GenerationService::NewStub(channel_);
  std::unique_ptr<v1::PrivacyService::Stub> privacy_ = v1::PrivacyService::NewStub(channel_);
  grpc::ClientContext context_;
};

TEST_F(GrpcServicesTest, ListsModels) {
  context_.AddMetadata("x-api-key", "sg_key");
  v1::ListModelsRequest request;
  request.set_page_size(3);
  v1::ListModelsResponse response;
  ASSERT_TRUE(generation_->ListModels(&context_, request, &response).ok());
  EXPECT_EQ(response.models_size(), 3);
}

TEST_F(GrpcServicesTest, ListModelsTellsItsProblem) {
  v1::ListModelsResponse response;
  const grpc::Status status = generation_->ListModels(&context_, v1::ListModelsRequest(), &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(ReasonOf(status), "UNAUTHENTICATED");

  grpc::ClientContext second;
  second.AddMetadata("x-schoolgate-person", "throws");
  EXPECT_EQ(ReasonOf(generation_->ListModels(&second, v1::ListModelsRequest(), &response)), "INTERNAL");
}

TEST_F(GrpcServicesTest, InspectsForWhomTheRequestNames) {
  v1::InspectRequest request;
  *request.mutable_request() = Saying("hello");
  request.mutable_request()->mutable_context()->set_person("someone");
  v1::InspectResponse response;
  ASSERT_TRUE(privacy_->Inspect(&context_, request, &response).ok());
  EXPECT_EQ(response.outbound().messages(0).content(0).text(), "hello");
}

TEST_F(GrpcServicesTest, InspectTellsItsProblems) {
  v1::InspectResponse response;
  // Not before it is known who asks.
  EXPECT_EQ(ReasonOf(privacy_->Inspect(&context_, v1::InspectRequest(), &response)), "UNAUTHENTICATED");
  grpc::ClientContext known;
  known.AddMetadata("x-schoolgate-person", "someone");
  EXPECT_EQ(PlaceOf(privacy_->Inspect(&known, v1::InspectRequest(), &response)), "request");

  v1::InspectRequest nobody;
  *nobody.mutable_request() = Saying("hello");
  grpc::ClientContext second;
  EXPECT_EQ(ReasonOf(privacy_->Inspect(&second, nobody, &response)), "UNAUTHENTICATED");

  v1::InspectRequest silent;
  silent.mutable_request();
  grpc::ClientContext third;
  third.AddMetadata("x-schoolgate-person", "someone");
  EXPECT_EQ(PlaceOf(privacy_->Inspect(&third, silent, &response)), "request.messages");

  v1::InspectRequest unknown = nobody;
  unknown.GetReflection()->MutableUnknownFields(&unknown)->AddLengthDelimited(9, "a name");
  grpc::ClientContext fourth;
  fourth.AddMetadata("x-schoolgate-person", "someone");
  EXPECT_EQ(ReasonOf(privacy_->Inspect(&fourth, unknown, &response)), "UNKNOWN_FIELD");
  grpc::ClientContext dropping;
  dropping.AddMetadata("x-schoolgate-person", "drops");
  EXPECT_TRUE(privacy_->Inspect(&dropping, unknown, &response).ok());

  grpc::ClientContext fifth;
  fifth.AddMetadata("x-schoolgate-person", "throws");
  EXPECT_EQ(ReasonOf(privacy_->Inspect(&fifth, nobody, &response)), "INTERNAL");
}

TEST_F(GrpcServicesTest, RatesForWhomTheRequestNames) {
  v1::RateRequest request;
  request.set_score(5);
  request.mutable_context()->set_person("someone");
  v1::RateResponse response;
  EXPECT_TRUE(generation_->Rate(&context_, request, &response).ok());
  request.mutable_context()->clear_person();
  grpc::ClientContext second;
  EXPECT_EQ(ReasonOf(generation_->Rate(&second, request, &response)), "UNAUTHENTICATED");
  // A fault is told once it is known who asks.
  request.GetReflection()->MutableUnknownFields(&request)->AddLengthDelimited(3, "a comment");
  grpc::ClientContext third;
  EXPECT_EQ(ReasonOf(generation_->Rate(&third, request, &response)), "UNAUTHENTICATED");
  grpc::ClientContext fourth;
  fourth.AddMetadata("x-schoolgate-person", "someone");
  EXPECT_EQ(ReasonOf(generation_->Rate(&fourth, request, &response)), "UNKNOWN_FIELD");
}

v1::DeidentifyRequest Texts(std::initializer_list<std::string> texts, const std::string& session = "") {
  v1::DeidentifyRequest request;
  if (!session.empty()) request.mutable_context()->set_session(session);
  for (const std::string& text : texts) request.add_texts(text);
  return request;
}

TEST_F(GrpcServicesTest, AnswersTextsInOrderWhileTheyCome) {
  const auto stream = privacy_->Deidentify(&context_);
  ASSERT_TRUE(stream->Write(Texts({"a", "b"}, "s1")));
  v1::DeidentifyResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.texts(1), "s1:b");
  ASSERT_TRUE(stream->Write(Texts({"c"})));
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.texts(0), "s1:c");
  EXPECT_EQ(response.first_text(), 2);
  stream->WritesDone();
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

grpc::Status EndOf(grpc::ClientReaderWriter<v1::DeidentifyRequest, v1::DeidentifyResponse>& stream) {
  v1::DeidentifyResponse response;
  while (stream.Read(&response)) {
  }
  return stream.Finish();
}

TEST_F(GrpcServicesTest, AStreamOfTextsEndsWithItsProblem) {
  // A text's problem, while the caller could still write.
  const auto refused = privacy_->Deidentify(&context_);
  ASSERT_TRUE(refused->Write(Texts({"end"}, "s1")));
  EXPECT_EQ(ReasonOf(EndOf(*refused)), "POLICY_DENIED");

  grpc::ClientContext second;
  const auto late = privacy_->Deidentify(&second);
  ASSERT_TRUE(late->Write(Texts({"a"}, "s1")));
  ASSERT_TRUE(late->Write(Texts({"b"}, "s2")));
  const grpc::Status status = EndOf(*late);
  EXPECT_EQ(ReasonOf(status), "INVALID_VALUE");
  EXPECT_EQ(PlaceOf(status), "context");

  grpc::ClientContext third;
  const auto unknown = privacy_->Deidentify(&third);
  v1::DeidentifyRequest strange = Texts({"a"});
  strange.GetReflection()->MutableUnknownFields(&strange)->AddLengthDelimited(9, "a name");
  ASSERT_TRUE(unknown->Write(strange));
  EXPECT_EQ(ReasonOf(EndOf(*unknown)), "UNKNOWN_FIELD");

  grpc::ClientContext fourth;
  const auto throwing = privacy_->Deidentify(&fourth);
  ASSERT_TRUE(throwing->Write(Texts({"a"}, "throws")));
  EXPECT_EQ(ReasonOf(EndOf(*throwing)), "INTERNAL");
}

TEST_F(GrpcServicesTest, ACancelledStreamOfTextsLeavesItsPlace) {
  for (int i = 0; i < 20; ++i) {
    grpc::ClientContext context;
    const auto stream = privacy_->Deidentify(&context);
    ASSERT_TRUE(stream->Write(Texts({"a"}, "s1")));
    v1::DeidentifyResponse response;
    if (i % 2 == 0) {
      ASSERT_TRUE(stream->Read(&response));
    }
    context.TryCancel();
    EXPECT_EQ(EndOf(*stream).error_code(), grpc::StatusCode::CANCELLED);
  }
  // The server's end waits for every call: it would hang if one were left.
}

TEST_F(GrpcServicesTest, SaysWhatItDoesNotOffer) {
  v1::EmbedResponse embedded;
  const grpc::Status status = generation_->Embed(&context_, v1::EmbedRequest(), &embedded);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(ReasonOf(status), "UNIMPLEMENTED");
  EXPECT_NE(status.error_message().find("GenerationService.Embed"), std::string::npos);
}

TEST_F(GrpcServicesTest, RefusesWhatItCannotDecode) {
  v1::GenerateResponse response;
  v1::GenerateRequest unknown = Saying("hello");
  unknown.GetReflection()->MutableUnknownFields(&unknown)->AddLengthDelimited(99, "a name");
  const grpc::Status status = generation_->Generate(&context_, unknown, &response);
  EXPECT_EQ(ReasonOf(status), "UNKNOWN_FIELD");
  EXPECT_EQ(PlaceOf(status), "field #99");

  grpc::ClientContext second;
  EXPECT_EQ(PlaceOf(generation_->StreamGenerate(&second, v1::StreamGenerateRequest())->Finish()), "request");

  v1::StreamGenerateRequest silent;
  silent.mutable_request()->add_messages();
  grpc::ClientContext third;
  EXPECT_EQ(PlaceOf(generation_->StreamGenerate(&third, silent)->Finish()), "request.messages[0].role");
}

}  // namespace
}  // namespace schoolgate::gateway
