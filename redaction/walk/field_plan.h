// What the walker has to look at in a type of message, compiled once from the descriptors' (handling) options
// so that a request costs no look-up of options.
//
// Thread safe. Plans live as long as the process, and so must the descriptors they are made from.
#ifndef SCHOOLGATE_REDACTION_WALK_FIELD_PLAN_H_
#define SCHOOLGATE_REDACTION_WALK_FIELD_PLAN_H_

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "schoolgate/v1/options.pb.h"

namespace schoolgate::redaction {

struct MessagePlan;

struct FieldPlan {
  const google::protobuf::FieldDescriptor* field = nullptr;
  v1::Handling handling = v1::HANDLING_UNSPECIFIED;
  bool name_charset = false;
  bool repeated = false;
  // For a field that holds messages; null for strings and bytes.
  const MessagePlan* message = nullptr;
};

struct MessagePlan {
  // The fields that lead to people's text, in the order they are declared.
  std::vector<FieldPlan> fields;
  // Holds a MEDIA field itself: a media part.
  bool media = false;
  // The first field, here or below, that nobody said how to treat: nothing may cross in such a message.
  const google::protobuf::FieldDescriptor* untreated = nullptr;
  // An int32 field "index" that names an element beside its position; null if there is none.
  const google::protobuf::FieldDescriptor* element_index = nullptr;
};

// Whether `field` needs a (handling) option and has none. Map fields always do: their entries' keys and
// values cannot carry one, so the API has no maps.
bool LacksHandling(const google::protobuf::FieldDescriptor& field);

const MessagePlan& PlanFor(const google::protobuf::Descriptor& descriptor);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_WALK_FIELD_PLAN_H_
