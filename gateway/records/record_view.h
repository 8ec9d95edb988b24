// What of a roster one vendor's tool may list, and the way through it in an order that outlives a roster.
//
// Records go by sourcedId (an enrollment by its class's and its person's, a result by its line item's and its
// own), so that who was listed up to one record goes on behind it: after a new import too, with none repeated
// and none left out that was there all the while. People who left (tobedeleted) and people whose row was
// broken are on no list.
//
// Building walks the roster's classes: milliseconds for a school, tens for a district, so off the event loop.
// Immutable then; any thread. The roster outlives it.
#ifndef SCHOOLGATE_GATEWAY_RECORDS_RECORD_VIEW_H_
#define SCHOOLGATE_GATEWAY_RECORDS_RECORD_VIEW_H_

#include <span>
#include <string>
#include <vector>

#include "core/roster/roster.h"
#include "schoolgate/v1/policy.pb.h"

namespace schoolgate::gateway {

// Where a list has got to: the sourcedIds of the last record. Empty: nowhere yet.
struct RecordPosition {
  std::string first;
  std::string second;
};

// One record, by where it stands in the roster.
struct RecordRef {
  // Of a person, a class, or a line item; of an enrollment the class, of a result the line item.
  uint32_t index = 0;
  // Of an enrollment the person, of a result its place among the line item's.
  uint32_t within = 0;
};

class RecordView {
 public:
  RecordView(const Roster& roster, const v1::RecordAccess& access);

  const Roster& roster() const { return roster_; }
  bool HasClass(ClassIndex index) const { return has_class_[index] != 0; }
  // Somebody in a class of the view, and on the list.
  bool HasPerson(PersonIndex index) const { return has_person_[index] != 0; }
  // A student in a class of the view, and on the list.
  bool HasStudent(PersonIndex index, ClassIndex in) const;

  // Up to `most` records of the kind behind `position`, which moves on to the last of them. `more`: others
  // follow.
  std::vector<RecordRef> Next(v1::RecordKind kind, size_t most, RecordPosition& position, bool& more) const;

 private:
  std::vector<RecordRef> Behind(v1::RecordKind kind, const RecordPosition& position, size_t most) const;
  void AddEnrollments(ClassIndex index, std::string_view behind, size_t most,
                      std::vector<RecordRef>& refs) const;
  void AddResults(LineItemIndex index, const RecordPosition& position, size_t most,
                  std::vector<RecordRef>& refs) const;
  RecordPosition PositionOf(v1::RecordKind kind, const RecordRef& ref) const;

  const Roster& roster_;
  std::vector<char> has_class_;      // by ClassIndex
  std::vector<char> has_person_;     // by PersonIndex
  std::vector<ClassIndex> classes_;  // by sourcedId
  std::vector<PersonIndex> people_;  // by sourcedId
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RECORDS_RECORD_VIEW_H_
