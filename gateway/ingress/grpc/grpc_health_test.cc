#include "gateway/ingress/grpc/grpc_health.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include <set>

#include "gateway/ingress/grpc/grpc_reflection.h"
#include "gateway/ingress/grpc/grpc_test_server.h"

namespace schoolgate::gateway {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using grpc::reflection::v1alpha::ServerReflection;
using grpc::reflection::v1alpha::ServerReflectionRequest;
using grpc::reflection::v1alpha::ServerReflectionResponse;

GrpcServerOptions WithHealthAlone() {
  GrpcServerOptions options = LoopbackOptions();
  options.health_address = "127.0.0.1:0";
  return options;
}

class GrpcHealthTest : public testing::Test {
 protected:
  std::shared_ptr<grpc::Channel> AloneChannel() {
    return grpc::CreateChannel("ipv4:127.0.0.1:" + std::to_string(on_.server().health_port()),
                               grpc::InsecureChannelCredentials());
  }
  static HealthCheckRequest Asking(const std::string& service) {
    HealthCheckRequest request;
    request.set_service(service);
    return request;
  }
  // The status of `service`; UNKNOWN when the check fails, with its code in `code`.
  static HealthCheckResponse::ServingStatus Check(const std::shared_ptr<grpc::Channel>& channel,
                                                  const std::string& service,
                                                  grpc::StatusCode* code = nullptr) {
    grpc::ClientContext context;
    HealthCheckResponse response;
    const grpc::Status status = Health::NewStub(channel)->Check(&context, Asking(service), &response);
    if (code != nullptr) *code = status.error_code();
    return response.status();
  }

  TestServer on_{Echo, WithHealthAlone()};
};

TEST_F(GrpcHealthTest, FollowsServingOnBothListeners) {
  for (const auto& channel : {on_.NewChannel(), AloneChannel()}) {
    for (const char* service : {"", "schoolgate.v1.GenerationService", "schoolgate.v1.PrivacyService"}) {
      on_.server().SetServing(false);
      EXPECT_EQ(Check(channel, service), HealthCheckResponse::NOT_SERVING);
      on_.server().SetServing(true);
      EXPECT_EQ(Check(channel, service), HealthCheckResponse::SERVING);
    }
    grpc::StatusCode code;
    Check(channel, "schoolgate.v1.Other", &code);
    EXPECT_EQ(code, grpc::StatusCode::NOT_FOUND);
  }
}

TEST_F(GrpcHealthTest, HealthAloneServesNothingElse) {
  const auto channel = AloneChannel();
  grpc::ClientContext context;
  v1::GenerateResponse response;
  EXPECT_EQ(
      v1::GenerationService::NewStub(channel)->Generate(&context, Saying("hello"), &response).error_code(),
      grpc::StatusCode::UNIMPLEMENTED);
  grpc::ClientContext second;
  EXPECT_EQ(ServerReflection::NewStub(channel)->ServerReflectionInfo(&second)->Finish().error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(GrpcHealthTest, WatchTellsEachChangeAndEndsWithTheServer) {
  const auto stub = Health::NewStub(on_.NewChannel());
  grpc::ClientContext context;
  const auto reader = stub->Watch(&context, Asking(""));
  HealthCheckResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  on_.server().SetServing(true);
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  on_.server().SetServing(true);
  on_.server().SetServing(false);
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  // A watch is not waited for.
  const absl::Time start = absl::Now();
  on_.server().Shutdown(absl::Seconds(30));
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  while (reader->Read(&response)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(GrpcHealthTest, WatchOfAnUnknownServiceSaysSoAndGoesOn) {
  const auto stub = Health::NewStub(on_.NewChannel());
  grpc::ClientContext context;
  const auto reader = stub->Watch(&context, Asking("schoolgate.v1.Other"));
  HealthCheckResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVICE_UNKNOWN);
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(GrpcHealthTest, WatchesAreLimited) {
  const auto stub = Health::NewStub(on_.NewChannel());
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<HealthCheckResponse>>> readers;
  HealthCheckResponse response;
  for (size_t i = 0; i < GrpcHealth::kMostWatches; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    readers.push_back(stub->Watch(contexts.back().get(), Asking("")));
    ASSERT_TRUE(readers.back()->Read(&response));
  }
  grpc::ClientContext context;
  EXPECT_EQ(stub->Watch(&context, Asking(""))->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  for (size_t i = 0; i < readers.size(); ++i) {
    contexts[i]->TryCancel();
    EXPECT_FALSE(readers[i]->Finish().ok());
  }
}

class GrpcReflectionTest : public testing::Test {
 protected:
  static std::set<std::string> FilesOf(const ServerReflectionResponse& answer) {
    std::set<std::string> names;
    for (const std::string& bytes : answer.file_descriptor_response().file_descriptor_proto()) {
      google::protobuf::FileDescriptorProto file;
      EXPECT_TRUE(file.ParseFromString(bytes));
      EXPECT_TRUE(names.insert(file.name()).second) << file.name();
    }
    return names;
  }

  GrpcReflection reflection_{{"schoolgate.v1.GenerationService"}};
  ServerReflectionRequest question_;
};

TEST_F(GrpcReflectionTest, GivesAFileWithAllItImports) {
  question_.set_file_containing_symbol("schoolgate.v1.GenerationService.Generate");
  const std::set<std::string> files = FilesOf(reflection_.Answer(question_));
  EXPECT_EQ(files,
            (std::set<std::string>{"schoolgate/v1/generation_service.proto", "schoolgate/v1/chat.proto",
                                   "schoolgate/v1/options.proto", "google/protobuf/descriptor.proto"}));
  question_.set_file_by_filename("schoolgate/v1/chat.proto");
  EXPECT_EQ(FilesOf(reflection_.Answer(question_)).count("schoolgate/v1/chat.proto"), 1u);
}

TEST_F(GrpcReflectionTest, KnowsExtensions) {
  question_.mutable_file_containing_extension()->set_containing_type("google.protobuf.FieldOptions");
  question_.mutable_file_containing_extension()->set_extension_number(50201);
  EXPECT_EQ(FilesOf(reflection_.Answer(question_)).count("schoolgate/v1/options.proto"), 1u);
  question_.set_all_extension_numbers_of_type("google.protobuf.FieldOptions");
  const auto numbers = reflection_.Answer(question_).all_extension_numbers_response();
  EXPECT_EQ(std::count(numbers.extension_number().begin(), numbers.extension_number().end(), 50201), 1);
}

TEST_F(GrpcReflectionTest, SaysWhatThereIsNot) {
  const auto code = [&] { return reflection_.Answer(question_).error_response().error_code(); };
  EXPECT_EQ(code(), grpc::StatusCode::INVALID_ARGUMENT);
  question_.set_file_by_filename("no/such.proto");
  EXPECT_EQ(code(), grpc::StatusCode::NOT_FOUND);
  question_.set_file_containing_symbol("no.such.Symbol");
  EXPECT_EQ(code(), grpc::StatusCode::NOT_FOUND);
  question_.mutable_file_containing_extension()->set_containing_type("no.such.Type");
  EXPECT_EQ(code(), grpc::StatusCode::NOT_FOUND);
  question_.set_all_extension_numbers_of_type("no.such.Type");
  EXPECT_EQ(code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(GrpcReflectionTest, AnswersQuestionAfterQuestionOverTheWire) {
  TestServer on(Echo);
  const auto stub = ServerReflection::NewStub(on.NewChannel());
  grpc::ClientContext context;
  const auto stream = stub->ServerReflectionInfo(&context);
  ServerReflectionResponse answer;
  for (int i = 0; i < 3; ++i) {
    question_.set_list_services("");
    ASSERT_TRUE(stream->Write(question_));
    ASSERT_TRUE(stream->Read(&answer));
    std::set<std::string> names;
    for (const auto& service : answer.list_services_response().service()) names.insert(service.name());
    EXPECT_EQ(names, (std::set<std::string>{"grpc.health.v1.Health", "schoolgate.v1.GenerationService",
                                            "schoolgate.v1.PolicyService", "schoolgate.v1.PrivacyService",
                                            "schoolgate.v1.RecordService", "schoolgate.v1.ReviewService"}));
  }
  stream->WritesDone();
  EXPECT_FALSE(stream->Read(&answer));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(GrpcReflectionTest, AnOpenStreamDoesNotHoldShutdownUp) {
  TestServer on(Echo);
  const auto stub = ServerReflection::NewStub(on.NewChannel());
  grpc::ClientContext context;
  const auto stream = stub->ServerReflectionInfo(&context);
  question_.set_list_services("");
  ServerReflectionResponse answer;
  ASSERT_TRUE(stream->Write(question_));
  ASSERT_TRUE(stream->Read(&answer));
  const absl::Time start = absl::Now();
  on.server().Shutdown(absl::Seconds(30));
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace schoolgate::gateway
