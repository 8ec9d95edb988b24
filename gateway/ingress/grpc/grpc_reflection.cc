#include "gateway/ingress/grpc/grpc_reflection.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include <utility>

namespace schoolgate::gateway {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using grpc::reflection::v1alpha::ServerReflectionRequest;
using grpc::reflection::v1alpha::ServerReflectionResponse;

namespace {

void AddFile(const FileDescriptor& file, absl::flat_hash_set<const FileDescriptor*>& seen,
             grpc::reflection::v1alpha::FileDescriptorResponse& files) {
  if (!seen.insert(&file).second) return;
  google::protobuf::FileDescriptorProto proto;
  file.CopyTo(&proto);
  files.add_file_descriptor_proto(proto.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i) AddFile(*file.dependency(i), seen, files);
}

void SetNotFound(ServerReflectionResponse& answer) {
  answer.mutable_error_response()->set_error_code(grpc::StatusCode::NOT_FOUND);
  answer.mutable_error_response()->set_error_message("this server has nothing of that name");
}

void SetFile(const FileDescriptor* file, ServerReflectionResponse& answer) {
  if (file == nullptr) return SetNotFound(answer);
  absl::flat_hash_set<const FileDescriptor*> seen;
  AddFile(*file, seen, *answer.mutable_file_descriptor_response());
}

}  // namespace

// One caller's questions. Read, write, read: one operation at a time, so only its end is shared with other
// threads, under the owner's mutex (gRPC never runs a reaction within a Start call or Finish).
class GrpcReflection::Stream final
    : public grpc::ServerBidiReactor<ServerReflectionRequest, ServerReflectionResponse> {
 public:
  explicit Stream(GrpcReflection& owner) : owner_(owner) {}

  // REQUIRES: the owner's mutex, as for End.
  void Begin() { StartRead(&question_); }
  void End(grpc::Status status) {
    if (!std::exchange(ended_, true)) Finish(std::move(status));
  }

  void OnReadDone(bool ok) override {
    if (ok) answer_ = owner_.Answer(question_);
    const std::scoped_lock lock(owner_.mutex_);
    if (ended_) return;
    if (ok) {
      StartWrite(&answer_);
    } else {
      End(grpc::Status::OK);
    }
  }
  void OnWriteDone(bool ok) override {
    const std::scoped_lock lock(owner_.mutex_);
    if (ended_) return;
    if (ok) {
      StartRead(&question_);
    } else {
      End(grpc::Status::CANCELLED);
    }
  }
  void OnCancel() override {
    const std::scoped_lock lock(owner_.mutex_);
    End(grpc::Status::CANCELLED);
  }
  void OnDone() override {
    {
      const std::scoped_lock lock(owner_.mutex_);
      owner_.streams_.erase(this);
    }
    delete this;
  }

 private:
  GrpcReflection& owner_;
  ServerReflectionRequest question_;
  ServerReflectionResponse answer_;
  bool ended_ = false;
};

ServerReflectionResponse GrpcReflection::Answer(const ServerReflectionRequest& question) const {
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  ServerReflectionResponse answer;
  answer.set_valid_host(question.host());
  *answer.mutable_original_request() = question;
  switch (question.message_request_case()) {
    case ServerReflectionRequest::kFileByFilename:
      SetFile(pool.FindFileByName(question.file_by_filename()), answer);
      break;
    case ServerReflectionRequest::kFileContainingSymbol:
      SetFile(pool.FindFileContainingSymbol(question.file_containing_symbol()), answer);
      break;
    case ServerReflectionRequest::kFileContainingExtension: {
      const auto& wanted = question.file_containing_extension();
      const Descriptor* type = pool.FindMessageTypeByName(wanted.containing_type());
      const FieldDescriptor* extension =
          type == nullptr ? nullptr : pool.FindExtensionByNumber(type, wanted.extension_number());
      SetFile(extension == nullptr ? nullptr : extension->file(), answer);
      break;
    }
    case ServerReflectionRequest::kAllExtensionNumbersOfType: {
      const Descriptor* type = pool.FindMessageTypeByName(question.all_extension_numbers_of_type());
      if (type == nullptr) {
        SetNotFound(answer);
        break;
      }
      std::vector<const FieldDescriptor*> extensions;
      pool.FindAllExtensions(type, &extensions);
      auto& numbers = *answer.mutable_all_extension_numbers_response();
      numbers.set_base_type_name(type->full_name());
      for (const FieldDescriptor* extension : extensions) numbers.add_extension_number(extension->number());
      break;
    }
    case ServerReflectionRequest::kListServices:
      for (const std::string& name : services_) {
        answer.mutable_list_services_response()->add_service()->set_name(name);
      }
      break;
    case ServerReflectionRequest::MESSAGE_REQUEST_NOT_SET:
      answer.mutable_error_response()->set_error_code(grpc::StatusCode::INVALID_ARGUMENT);
      answer.mutable_error_response()->set_error_message("the question is empty or not known");
  }
  return answer;
}

void GrpcReflection::EndStreams() {
  const std::scoped_lock lock(mutex_);
  ending_ = true;
  for (Stream* stream : streams_) stream->End({grpc::StatusCode::UNAVAILABLE, "the server is stopping"});
}

grpc::ServerBidiReactor<ServerReflectionRequest, ServerReflectionResponse>*
GrpcReflection::ServerReflectionInfo(grpc::CallbackServerContext*) {
  auto* stream = new Stream(*this);
  const std::scoped_lock lock(mutex_);
  if (ending_) {
    stream->End({grpc::StatusCode::UNAVAILABLE, "the server is stopping"});
  } else if (streams_.size() >= kMostStreams) {
    stream->End({grpc::StatusCode::RESOURCE_EXHAUSTED, "too many reflection streams"});
  } else {
    streams_.insert(stream);
    stream->Begin();
  }
  return stream;
}

}  // namespace schoolgate::gateway
