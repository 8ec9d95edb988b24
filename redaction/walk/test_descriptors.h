// Message types made at run time, to see what the walker does with options our own API never has.
#ifndef SCHOOLGATE_REDACTION_WALK_TEST_DESCRIPTORS_H_
#define SCHOOLGATE_REDACTION_WALK_TEST_DESCRIPTORS_H_

#include <memory>
#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"
#include "schoolgate/v1/options.pb.h"

namespace schoolgate::redaction {

// Builds a file that may use the options of schoolgate.v1, from a FileDescriptorProto as text. It lives as
// long as the process, as plans need.
inline const google::protobuf::FileDescriptor& TestFile(const std::string& text) {
  static auto& pool =
      *new google::protobuf::DescriptorPool(google::protobuf::DescriptorPool::generated_pool());
  v1::Handling_descriptor();  // links the options
  google::protobuf::FileDescriptorProto proto;
  if (!google::protobuf::TextFormat::ParseFromString(text, &proto)) std::abort();
  const auto* file = pool.BuildFile(proto);
  if (file == nullptr) std::abort();
  return *file;
}

inline std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type) {
  static auto& factory = *new google::protobuf::DynamicMessageFactory;
  return std::unique_ptr<google::protobuf::Message>(factory.GetPrototype(&type)->New());
}

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_WALK_TEST_DESCRIPTORS_H_
