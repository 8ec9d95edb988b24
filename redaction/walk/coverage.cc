#include "redaction/walk/coverage.h"

#include "absl/functional/function_ref.h"
#include "core/util/strings.h"
#include "redaction/walk/field_plan.h"
#include "schoolgate/v1/audit.pb.h"
#include "schoolgate/v1/audit_service.pb.h"
#include "schoolgate/v1/chat.pb.h"
#include "schoolgate/v1/generation_service.pb.h"
#include "schoolgate/v1/options.pb.h"
#include "schoolgate/v1/policy.pb.h"
#include "schoolgate/v1/policy_service.pb.h"
#include "schoolgate/v1/privacy_service.pb.h"
#include "schoolgate/v1/record_service.pb.h"
#include "schoolgate/v1/review_service.pb.h"
#include "schoolgate/v1/vocabulary.pb.h"

namespace schoolgate::redaction {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

using OnField = absl::FunctionRef<void(const FieldDescriptor&)>;

void ForEachField(const Descriptor& message, OnField visit) {
  for (int i = 0; i < message.field_count(); ++i) visit(*message.field(i));
  for (int i = 0; i < message.extension_count(); ++i) visit(*message.extension(i));
  for (int i = 0; i < message.nested_type_count(); ++i) {
    // A map's entry is answered for by the map field itself.
    if (!message.nested_type(i)->options().map_entry()) ForEachField(*message.nested_type(i), visit);
  }
}

void ForEachField(const FileDescriptor& file, OnField visit) {
  for (int i = 0; i < file.message_type_count(); ++i) ForEachField(*file.message_type(i), visit);
  for (int i = 0; i < file.extension_count(); ++i) visit(*file.extension(i));
}

std::string_view Meaning(v1::Handling handling) {
  switch (handling) {
    case v1::HANDLING_TEXT:
      return "free text: personal data is detected and treated";
    case v1::HANDLING_JSON:
      return "a JSON document: keys, strings and numbers are treated as text";
    case v1::HANDLING_IDENTIFIER:
      return "replaced whole where it crosses";
    case v1::HANDLING_MEDIA:
      return "crosses only where policy allows media";
    case v1::HANDLING_PLAIN:
      return "structural: a closed set or a registered name";
    case v1::HANDLING_CREDENTIAL:
      return "never forwarded, never logged";
    default:
      return "nothing is said of it: this must not be";
  }
}

}  // namespace

std::vector<const FileDescriptor*> ApiFiles() {
  return {v1::AuditRecord::descriptor()->file(),
          v1::AuditEvent::descriptor()->file(),
          v1::Message::descriptor()->file(),
          v1::GenerateRequest::descriptor()->file(),
          v1::Handling_descriptor()->file(),
          v1::Agreement::descriptor()->file(),
          v1::ExplainRequest::descriptor()->file(),
          v1::InspectRequest::descriptor()->file(),
          v1::ListRecordsRequest::descriptor()->file(),
          v1::ListHeldRequest::descriptor()->file(),
          v1::DataElement_descriptor()->file()};
}

std::vector<std::string> FieldsWithoutHandling(const FileDescriptor& file) {
  std::vector<std::string> names;
  ForEachField(file, [&names](const FieldDescriptor& field) {
    if (LacksHandling(field)) names.push_back(field.full_name());
  });
  return names;
}

std::string CoverageTable() {
  std::string out =
      "# What happens to each text of the API\n"
      "\n"
      "Generated from the field options in `proto/schoolgate/v1`; a test fails where a string or bytes field "
      "has none,\nor where this page is not what the descriptors say. The walker (`redaction/walk`) reads "
      "the "
      "same options.\n"
      "\n"
      "| handling | what the gate does |\n"
      "|---|---|\n";
  for (int i = v1::HANDLING_TEXT; i <= v1::Handling_MAX; ++i) {
    const auto handling = static_cast<v1::Handling>(i);
    out.append(StrCat("| ", v1::Handling_Name(handling).substr(9), " | ", Meaning(handling), " |\n"));
  }
  out.append(
      "\n`RequestContext` is about the call itself and never leaves the gate, whatever its fields say. "
      "Fields "
      "marked\n*name* keep to `[A-Za-z0-9_-]{1,64}` after treatment.\n");
  for (const FileDescriptor* file : ApiFiles()) {
    std::string rows;
    ForEachField(*file, [&rows](const FieldDescriptor& field) {
      const bool text =
          field.type() == FieldDescriptor::TYPE_STRING || field.type() == FieldDescriptor::TYPE_BYTES;
      if (!text && !LacksHandling(field)) return;
      const v1::Handling handling = field.options().GetExtension(v1::handling);
      const std::string name = field.full_name().substr(std::string_view("schoolgate.v1.").size());
      rows.append(StrCat("| `", name, "` | ", v1::Handling_Name(handling).substr(9),
                         field.options().GetExtension(v1::name_charset) ? ", *name*" : "", " |\n"));
    });
    if (rows.empty()) continue;
    out.append(StrCat("\n## ", file->name().substr(std::string_view("schoolgate/v1/").size()),
                      "\n\n| field | handling |\n|---|---|\n", rows));
  }
  return out;
}

}  // namespace schoolgate::redaction
