// Planted values in messages as they are on gRPC's wire, beside the API and in all of it: every method,
// offered or not.
#include <google/protobuf/dynamic_message.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include "schoolgate/v1/audit_service.pb.h"
#include "schoolgate/v1/policy_service.pb.h"
#include "schoolgate/v1/record_service.pb.h"
#include "schoolgate/v1/review_service.pb.h"
#include "tests/leak/refusal_fixture.h"

namespace schoolgate::tests {
namespace {

using WireLeakTest = RefusalFixture;

// What is on the wire and not in the API, over gRPC.
TEST_F(WireLeakTest, UnknownFieldsAndBrokenMessages) {
  for (const Planted& planted : values_) {
    SCOPED_TRACE(planted.label);
    v1::GenerateRequest request = Saying("Hello.");
    for (google::protobuf::Message* message : std::initializer_list<google::protobuf::Message*>{
             &request, request.mutable_messages(0), request.mutable_messages(0)->mutable_content(0)}) {
      message->GetReflection()->MutableUnknownFields(message)->AddLengthDelimited(999, planted.value);
      const Reply reply = leaks_->Ask(Transport::kGrpc, gate().Teacher(), request);
      if (!reply.ok) leaks_->ExpectNone(leaks_->planted().anywhere, reply.error, "the error");
      ExpectVendorClean();
    }
    // A role that is none.
    request = Saying(planted.text);
    request.mutable_messages(0)->set_role(static_cast<v1::Role>(77));
    const Reply reply = leaks_->Ask(Transport::kGrpc, gate().Teacher(), request);
    EXPECT_FALSE(reply.ok);
    leaks_->ExpectNone(leaks_->planted().anywhere, reply.error, "the error");
    ExpectVendorClean();
  }
}

// Every method of every service of the API, those that are not offered too, with the value in every field.
TEST_F(WireLeakTest, EveryMethodOfTheApi) {
  // Their files are read from here on, and linked.
  const google::protobuf::FileDescriptor* const files[] = {
      v1::GenerateRequest::descriptor()->file(),      v1::InspectRequest::descriptor()->file(),
      v1::SubmitResultsRequest::descriptor()->file(), v1::ExplainRequest::descriptor()->file(),
      v1::ListHeldRequest::descriptor()->file(),      v1::ListEventsRequest::descriptor()->file()};
  const std::function<void(google::protobuf::Message&, const std::string&, int)> plant =
      [&plant](google::protobuf::Message& message, const std::string& value, int depth) {
        const google::protobuf::Reflection& reflection = *message.GetReflection();
        for (int i = 0; depth < 8 && i < message.GetDescriptor()->field_count(); ++i) {
          const google::protobuf::FieldDescriptor& field = *message.GetDescriptor()->field(i);
          if (field.message_type() != nullptr) {
            plant(field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                      : *reflection.MutableMessage(&message, &field),
                  value, depth + 1);
          } else if (field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
            field.is_repeated() ? reflection.AddString(&message, &field, value)
                                : reflection.SetString(&message, &field, value);
          }
        }
      };
  grpc::GenericStub stub(gate().channel());
  google::protobuf::DynamicMessageFactory factory;
  int methods = 0;
  for (const google::protobuf::FileDescriptor* file : files) {
    ASSERT_EQ(file->service_count(), 1) << file->name();
    const google::protobuf::ServiceDescriptor* const service = file->service(0);
    for (int i = 0; i < service->method_count(); ++i, ++methods) {
      const google::protobuf::MethodDescriptor& method = *service->method(i);
      for (const Planted& planted : values_) {
        SCOPED_TRACE(StrCat(planted.label, " in ", method.full_name()));
        const std::unique_ptr<google::protobuf::Message> request(
            factory.GetPrototype(method.input_type())->New());
        plant(*request, planted.value, 0);
        grpc::Slice slice(request->SerializePartialAsString());
        const grpc::ByteBuffer bytes(&slice, 1);
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
        // RecordService is for vendors: a teacher's app would be turned away before its request is looked at.
        const bool records = service->name() == "RecordService";
        context.AddMetadata("authorization",
                            "Bearer " + (records ? gate().sample().records_key : gate().Teacher().key));
        grpc::CompletionQueue queue;
        grpc::ByteBuffer response;
        grpc::Status status;
        const auto call = stub.PrepareUnaryCall(
            &context, StrCat("/", service->full_name(), "/", method.name()), bytes, &queue);
        call->StartCall();
        call->Finish(&response, &status, nullptr);
        void* tag = nullptr;
        bool ok = false;
        queue.Next(&tag, &ok);
        std::string shown = StrCat(status.error_message(), "\n", status.error_details());
        for (const auto& [key, value] : context.GetServerTrailingMetadata()) {
          shown += StrCat("\n", std::string_view(key.data(), key.size()), ": ",
                          std::string_view(value.data(), value.size()));
        }
        leaks_->ExpectNone(leaks_->planted().anywhere, shown, "the status");
        ExpectVendorClean();
      }
    }
  }
  EXPECT_GE(methods, 10);
}

}  // namespace
}  // namespace schoolgate::tests
