#include "gateway/ingress/grpc/grpc_decode.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>

#include <algorithm>
#include <cmath>

#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

namespace {

// Names go into one response header, which clients limit.
constexpr size_t kMostNames = 16;

// Where a message stands: a chain on the stack, turned into a path only when there is something to say.
struct Place {
  const Place* above = nullptr;
  const FieldDescriptor* field = nullptr;
  int index = -1;  // -1 for a field that is not repeated

  std::string Path() const {
    if (field == nullptr) return "";
    std::string path = above->Path();
    if (!path.empty()) path += ".";
    path += field->name();
    if (index >= 0) path += StrCat("[", index, "]");
    return path;
  }
};

class Checker {
 public:
  Checker(const connectors::DecodeOptions& options, std::vector<std::string>& dropped)
      : options_(options), dropped_(dropped) {}

  absl::Status Check(Message& message, const Place& place) {
    const Reflection& reflection = *message.GetReflection();
    if (!reflection.GetUnknownFields(message).empty()) {
      UnknownFieldSet& unknown = *reflection.MutableUnknownFields(&message);
      SG_RETURN_IF_ERROR(CheckUnknown(unknown, place));
      unknown.Clear();
    }
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (!field->is_repeated()) {
        SG_RETURN_IF_ERROR(CheckValue(message, {&place, field, -1}));
        continue;
      }
      const int size = reflection.FieldSize(message, field);
      for (int i = 0; i < size; ++i) SG_RETURN_IF_ERROR(CheckValue(message, {&place, field, i}));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status CheckValue(Message& message, const Place& place) {
    const Reflection& reflection = *message.GetReflection();
    const FieldDescriptor* field = place.field;
    const bool single = place.index < 0;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Check(single ? *reflection.MutableMessage(&message, field)
                            : *reflection.MutableRepeatedMessage(&message, field, place.index),
                     place);
      case FieldDescriptor::CPPTYPE_ENUM: {
        const EnumDescriptor& type = *field->enum_type();
        const int number = single ? reflection.GetEnumValue(message, field)
                                  : reflection.GetRepeatedEnumValue(message, field, place.index);
        if (type.FindValueByNumber(number) != nullptr) return absl::OkStatus();
        return Invalid(place, StrCat("use a value of ", std::string_view(type.full_name())));
      }
      case FieldDescriptor::CPPTYPE_DOUBLE: {
        const double number = single ? reflection.GetDouble(message, field)
                                     : reflection.GetRepeatedDouble(message, field, place.index);
        return std::isfinite(number) ? absl::OkStatus() : Invalid(place, "use a finite number");
      }
      default:
        return absl::OkStatus();
    }
  }

  static absl::Status Invalid(const Place& place, std::string_view expected) {
    return MakeProblem(problems::kInvalidValue, {{"place", place.Path()}, {"expected", expected}});
  }

  absl::Status CheckUnknown(const UnknownFieldSet& unknown, const Place& place) {
    for (int i = 0; i < unknown.field_count(); ++i) {
      const UnknownField& field = unknown.field(i);
      std::string name = StrCat("field #", field.number());
      if (place.field != nullptr) name += StrCat(" of ", place.Path());
      const bool may_hold_text =
          field.type() == UnknownField::TYPE_GROUP ||
          (field.type() == UnknownField::TYPE_LENGTH_DELIMITED && !field.length_delimited().empty());
      if (may_hold_text && !options_.drop_unknown_text) {
        return MakeProblem(problems::kUnknownField, {{"place", name}});
      }
      if (dropped_.size() < kMostNames &&
          std::find(dropped_.begin(), dropped_.end(), name) == dropped_.end()) {
        dropped_.push_back(std::move(name));
      }
    }
    return absl::OkStatus();
  }

  const connectors::DecodeOptions& options_;
  std::vector<std::string>& dropped_;
};

}  // namespace

absl::Status CheckFields(Message& message, const connectors::DecodeOptions& options,
                         std::vector<std::string>& dropped) {
  return Checker(options, dropped).Check(message, Place());
}

absl::Status CheckConversation(v1::GenerateRequest& request, const std::string& prefix) {
  if (request.messages().empty()) {
    return MakeProblem(problems::kMissingField, {{"place", StrCat(prefix, "messages")}});
  }
  for (int i = 0; i < request.messages_size(); ++i) {
    v1::Message& message = *request.mutable_messages(i);
    if (message.role() == v1::ROLE_UNSPECIFIED) {
      return MakeProblem(problems::kMissingField, {{"place", StrCat(prefix, "messages[", i, "].role")}});
    }
    auto& content = *message.mutable_content();
    content.erase(std::remove_if(content.begin(), content.end(),
                                 [](const v1::ContentPart& part) {
                                   return part.kind_case() == v1::ContentPart::KIND_NOT_SET;
                                 }),
                  content.end());
  }
  return absl::OkStatus();
}

}  // namespace schoolgate::gateway
