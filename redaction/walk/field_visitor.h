// Visits, and may change, every string and bytes field of a message that is not PLAIN: the walker's way
// through requests and answers alike, for who changes fields whole (the restorer, the transformer's
// credentials). RequestContext is not visited, as in Walk.
// Stateless; the message belongs to the caller.
#ifndef SCHOOLGATE_REDACTION_WALK_FIELD_VISITOR_H_
#define SCHOOLGATE_REDACTION_WALK_FIELD_VISITOR_H_

#include <cstdint>
#include <span>
#include <string>

#include "absl/functional/function_ref.h"
#include "google/protobuf/message.h"
#include "redaction/walk/field_plan.h"

namespace schoolgate::redaction {

// One step from a message down to a field: which field, and which element of a repeated one. An element that
// has an int32 field "index" is known by it (pieces of a stream name their choice and tool call so), any
// other by its position; -1 for a field that is not repeated.
struct FieldStep {
  const FieldPlan* plan = nullptr;
  int32_t element = -1;
  friend bool operator==(const FieldStep&, const FieldStep&) = default;
};

class FieldSite {
 public:
  FieldSite(google::protobuf::Message& parent, std::span<const FieldStep> path, int position)
      : parent_(parent), path_(path), position_(position) {}

  const FieldPlan& plan() const { return *path_.back().plan; }
  google::protobuf::Message& parent() const { return parent_; }
  // From the visited message down to this field; valid during the visit.
  std::span<const FieldStep> path() const { return path_; }

  const std::string& value() const;
  void Set(std::string value) const;

 private:
  google::protobuf::Message& parent_;
  std::span<const FieldStep> path_;
  int position_;  // in a repeated field; -1 otherwise
};

// Fields in the order they are declared, those that are empty too unless in a message that is not there.
void VisitFields(google::protobuf::Message& message, absl::FunctionRef<void(const FieldSite&)> visit);

// Visits the field `path` leads to, making the messages on the way that are not there yet.
void VisitPath(google::protobuf::Message& message, std::span<const FieldStep> path,
               absl::FunctionRef<void(const FieldSite&)> visit);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_WALK_FIELD_VISITOR_H_
