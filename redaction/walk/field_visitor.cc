#include "redaction/walk/field_visitor.h"

#include <utility>
#include <vector>

namespace schoolgate::redaction {
namespace {

using google::protobuf::Message;
using google::protobuf::Reflection;

void Visit(Message& message, const MessagePlan& plan, std::vector<FieldStep>& path,
           absl::FunctionRef<void(const FieldSite&)> visit) {
  const Reflection& reflection = *message.GetReflection();
  for (const FieldPlan& field : plan.fields) {
    const int count = field.repeated ? reflection.FieldSize(message, field.field) : 1;
    for (int i = 0; i < count; ++i) {
      const int position = field.repeated ? i : -1;
      path.push_back({.plan = &field, .element = position});
      if (field.message == nullptr) {
        visit(FieldSite(message, path, position));
      } else if (field.repeated) {
        Message& child = *reflection.MutableRepeatedMessage(&message, field.field, i);
        if (const auto* index = field.message->element_index) {
          path.back().element = child.GetReflection()->GetInt32(child, index);
        }
        Visit(child, *field.message, path, visit);
      } else if (reflection.HasField(message, field.field)) {
        Visit(*reflection.MutableMessage(&message, field.field), *field.message, path, visit);
      }
      path.pop_back();
    }
  }
}

// The element of a repeated message field that `step` names, added if there is none.
Message& Element(Message& message, const FieldStep& step) {
  const Reflection& reflection = *message.GetReflection();
  const auto* field = step.plan->field;
  const auto* index = step.plan->message->element_index;
  const int count = reflection.FieldSize(message, field);
  if (index == nullptr) {
    while (reflection.FieldSize(message, field) <= step.element) reflection.AddMessage(&message, field);
    return *reflection.MutableRepeatedMessage(&message, field, step.element);
  }
  for (int i = 0; i < count; ++i) {
    Message& child = *reflection.MutableRepeatedMessage(&message, field, i);
    if (child.GetReflection()->GetInt32(child, index) == step.element) return child;
  }
  Message& added = *reflection.AddMessage(&message, field);
  added.GetReflection()->SetInt32(&added, index, step.element);
  return added;
}

}  // namespace

const std::string& FieldSite::value() const {
  // Our messages keep their strings as std::string, so the reference is to the field itself.
  thread_local std::string unused;
  const Reflection& reflection = *parent_.GetReflection();
  return position_ < 0 ? reflection.GetStringReference(parent_, plan().field, &unused)
                       : reflection.GetRepeatedStringReference(parent_, plan().field, position_, &unused);
}

void FieldSite::Set(std::string value) const {
  const Reflection& reflection = *parent_.GetReflection();
  if (position_ < 0) {
    reflection.SetString(&parent_, plan().field, std::move(value));
  } else {
    reflection.SetRepeatedString(&parent_, plan().field, position_, std::move(value));
  }
}

void VisitFields(Message& message, absl::FunctionRef<void(const FieldSite&)> visit) {
  std::vector<FieldStep> path;
  path.reserve(8);
  Visit(message, PlanFor(*message.GetDescriptor()), path, visit);
}

void VisitPath(Message& message, std::span<const FieldStep> path,
               absl::FunctionRef<void(const FieldSite&)> visit) {
  Message* at = &message;
  for (const FieldStep& step : path.first(path.size() - 1)) {
    at =
        step.plan->repeated ? &Element(*at, step) : at->GetReflection()->MutableMessage(at, step.plan->field);
  }
  const FieldStep& last = path.back();
  if (last.plan->repeated) {
    const Reflection& reflection = *at->GetReflection();
    while (reflection.FieldSize(*at, last.plan->field) <= last.element) {
      reflection.AddString(at, last.plan->field, std::string());
    }
  }
  visit(FieldSite(*at, path, last.plan->repeated ? last.element : -1));
}

}  // namespace schoolgate::redaction
