#include "gateway/ingress/grpc/grpc_wire.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "core/util/problems.h"
#include "core/util/strings.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::gateway {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

namespace {

// As deep as the parser itself goes.
constexpr int kDeepest = 100;

absl::Status Malformed(size_t offset) {
  return MakeProblem(problems::kMalformedRequest, {{"format", "protobuf"}, {"offset", StrCat(offset)}});
}

// Says why the parser refused `bytes`, a message of `type` that begins at `offset` of the whole. OK if it
// cannot say.
absl::Status Diagnose(const Descriptor& type, std::string_view bytes, size_t offset, const std::string& path,
                      int depth) {
  if (depth > kDeepest) return Malformed(offset);
  CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
  std::map<int, int> seen;
  while (true) {
    const auto here = static_cast<size_t>(in.CurrentPosition());
    const uint32_t tag = in.ReadTag();
    if (tag == 0) return here == bytes.size() ? absl::OkStatus() : Malformed(offset + here);
    const FieldDescriptor* field = type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    if (field == nullptr ||
        WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_LENGTH_DELIMITED ||
        (field->type() != FieldDescriptor::TYPE_STRING && field->type() != FieldDescriptor::TYPE_MESSAGE)) {
      if (!WireFormatLite::SkipField(&in, tag)) return Malformed(offset + here);
      continue;
    }
    uint32_t size = 0;
    if (!in.ReadVarint32(&size)) return Malformed(offset + here);
    const auto begin = static_cast<size_t>(in.CurrentPosition());
    if (size > bytes.size() - begin || !in.Skip(static_cast<int>(size))) return Malformed(offset + here);
    std::string place = StrCat(path, path.empty() ? "" : ".", std::string_view(field->name()));
    if (field->is_repeated()) place += StrCat("[", seen[field->number()]++, "]");
    const std::string_view value = bytes.substr(begin, size);
    if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
      absl::Status fault = Diagnose(*field->message_type(), value, offset + begin, place, depth + 1);
      if (!fault.ok()) return fault;
    } else if (!redaction::IsUtf8(value)) {
      return MakeProblem(problems::kInvalidUtf8, {{"place", place}});
    }
  }
}

}  // namespace

absl::Status ParseMessage(grpc::ByteBuffer& bytes, int64_t max_bytes, google::protobuf::Message& message) {
  absl::Cleanup release = [&bytes] { bytes.Clear(); };
  if (static_cast<int64_t>(bytes.Length()) > max_bytes) {
    return MakeProblem(problems::kBodyTooLarge, {{"limit", StrCat(max_bytes)}});
  }
  // An empty message has no slices, which gRPC's reader does not take.
  if (bytes.Length() == 0) return absl::OkStatus();
  {
    grpc::ProtoBufferReader reader(&bytes);
    if (reader.status().ok() && message.ParseFromZeroCopyStream(&reader)) return absl::OkStatus();
  }
  message.Clear();
  grpc::Slice flat;
  if (!bytes.DumpToSingleSlice(&flat).ok()) return Malformed(0);
  const std::string_view view(reinterpret_cast<const char*>(flat.begin()), flat.size());
  absl::Status fault = Diagnose(*message.GetDescriptor(), view, 0, "", 0);
  return fault.ok() ? Malformed(0) : fault;
}

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message) {
  grpc::ByteBuffer bytes;
  bool own = true;
  // Fails only for messages of 2 GiB, which no answer can be; the caller then gets no bytes, not wrong ones.
  grpc::GenericSerialize<grpc::ProtoBufferWriter, google::protobuf::Message>(message, &bytes, &own);
  return bytes;
}

}  // namespace schoolgate::gateway
