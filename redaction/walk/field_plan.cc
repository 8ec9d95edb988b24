#include "redaction/walk/field_plan.h"

#include <memory>
#include <mutex>
#include <shared_mutex>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::redaction {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

bool IsText(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_STRING || field.type() == FieldDescriptor::TYPE_BYTES;
}

// The caller's own words about the call. It never leaves (dialects do not encode it), so it is not walked.
bool StaysHere(const FieldDescriptor& field) {
  return field.message_type() == v1::RequestContext::descriptor();
}

// Whether a walk has anything to do at `field` or below.
bool Matters(const FieldDescriptor& field, absl::flat_hash_set<const Descriptor*>& seen) {
  if (LacksHandling(field)) return true;
  if (IsText(field)) return field.options().GetExtension(v1::handling) != v1::HANDLING_PLAIN;
  if (field.message_type() == nullptr || StaysHere(field)) return false;
  if (!seen.insert(field.message_type()).second) return false;
  for (int i = 0; i < field.message_type()->field_count(); ++i) {
    if (Matters(*field.message_type()->field(i), seen)) return true;
  }
  return false;
}

const FieldDescriptor* FirstUntreated(const Descriptor& descriptor,
                                      absl::flat_hash_set<const Descriptor*>& seen) {
  if (!seen.insert(&descriptor).second) return nullptr;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    if (LacksHandling(field)) return &field;
    if (field.message_type() == nullptr || StaysHere(field)) continue;
    if (const FieldDescriptor* found = FirstUntreated(*field.message_type(), seen)) return found;
  }
  return nullptr;
}

class Plans {
 public:
  const MessagePlan& Get(const Descriptor& descriptor) {
    {
      const std::shared_lock lock(mutex_);
      if (const auto it = plans_.find(&descriptor); it != plans_.end()) return *it->second;
    }
    const std::scoped_lock lock(mutex_);
    return Build(descriptor);
  }

 private:
  // REQUIRES: mutex_, to write.
  MessagePlan& Build(const Descriptor& descriptor) {
    std::unique_ptr<MessagePlan>& slot = plans_[&descriptor];
    if (slot != nullptr) return *slot;
    slot = std::make_unique<MessagePlan>();
    MessagePlan& plan = *slot;  // `slot` itself moves when a nested message's plan is added
    absl::flat_hash_set<const Descriptor*> untreated_seen;
    plan.untreated = FirstUntreated(descriptor, untreated_seen);
    for (int i = 0; i < descriptor.field_count(); ++i) {
      const FieldDescriptor& field = *descriptor.field(i);
      if (field.name() == "index" && field.type() == FieldDescriptor::TYPE_INT32 && !field.is_repeated()) {
        plan.element_index = &field;
      }
      absl::flat_hash_set<const Descriptor*> seen;
      if (field.is_map() || !Matters(field, seen)) continue;
      const bool text = IsText(field);
      FieldPlan out{.field = &field, .repeated = field.is_repeated()};
      if (text) {
        out.handling = field.options().GetExtension(v1::handling);
        out.name_charset = field.options().GetExtension(v1::name_charset);
        if (out.handling == v1::HANDLING_MEDIA) plan.media = true;
      } else {
        out.message = &Build(*field.message_type());
      }
      plan.fields.push_back(out);
    }
    return plan;
  }

  std::shared_mutex mutex_;  // guards plans_
  absl::flat_hash_map<const Descriptor*, std::unique_ptr<MessagePlan>> plans_;
};

}  // namespace

bool LacksHandling(const FieldDescriptor& field) {
  if (field.is_map()) return true;
  return IsText(field) && field.options().GetExtension(v1::handling) == v1::HANDLING_UNSPECIFIED;
}

const MessagePlan& PlanFor(const Descriptor& descriptor) {
  static Plans& plans = *new Plans;
  return plans.Get(descriptor);
}

}  // namespace schoolgate::redaction
