// What a record says, field by field: each with its data element, whose it is, and what policy ruled on it.
// What may not cross is not here; it is counted for the audit record, with its clause.
//
// A record crosses where what makes it one may: a person's where an id of theirs may, at least as a code
// (student.id.local, staff.id); a class, a line item and an enrollment where the schedule may (schedule); a
// result where the student's and the transcript may, at least coarser.
//
// One page's own; one thread. Holds people's data.
#ifndef SCHOOLGATE_GATEWAY_RECORDS_RECORD_FIELDS_H_
#define SCHOOLGATE_GATEWAY_RECORDS_RECORD_FIELDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/records/field_judge.h"
#include "gateway/records/record_view.h"
#include "schoolgate/v1/record_service.pb.h"

namespace schoolgate::gateway {

struct DraftField {
  v1::DataElement element = v1::DATA_ELEMENT_UNSPECIFIED;
  std::string_view name;  // a constant of the program
  std::string value;
  Subject subject;
  Ruling ruling;
  bool prose = false;  // somebody wrote it: it may be about anybody
};

// What a record's pseudonyms stand for before they are made: RecordKey() of it, or PersonKey().
struct DraftRecord {
  v1::RecordKind kind = v1::RECORD_KIND_UNSPECIFIED;
  std::string key;
  std::string person;
  std::string school_class;
  std::string line_item;
  // Who wrote its prose, as far as anybody can tell: the class's teacher, whose students a first name means;
  // -1 where there is none.
  int32_t writer = -1;
  std::vector<DraftField> fields;
};

// "class|<sourcedId>" and the like: the durable name of a thing, as PersonKey() is a person's.
std::string RecordKey(v1::RecordKind kind, std::string_view first, std::string_view second = "");

class RecordFields {
 public:
  // All outlive it.
  RecordFields(const Roster& roster, FieldJudge& judge) : roster_(roster), judge_(judge) {}

  // Nothing where the record does not cross.
  std::optional<DraftRecord> Draft(v1::RecordKind kind, const RecordRef& ref);

  // What was told and what was kept back, as findings without a place and what policy ruled on each.
  const Findings& told() const { return told_; }
  const std::vector<Ruling>& rulings() const { return rulings_; }
  void Tell(v1::DataElement element, Subject subject, const Ruling& ruling);

 private:
  DraftRecord PersonRecord(const Person& person, const Subject& subject);
  void AddGuardians(const Person& student, DraftRecord& record);
  void AddNames(const Person& person, const Subject& subject, v1::DataElement element, DraftRecord& record);
  void Add(DraftRecord& record, v1::DataElement element, std::string_view name, const Subject& subject,
           std::string value, bool prose = false);
  // Whether something of this element of theirs may cross; what may is told of with it.
  bool Crosses(v1::DataElement element, const Subject& subject);
  bool PersonCrosses(PersonIndex index);
  Subject SubjectOf(PersonIndex index) const;
  int32_t TeacherOf(ClassIndex index) const;
  std::string DayText(FileDay day) const;

  const Roster& roster_;
  FieldJudge& judge_;
  Findings told_;
  std::vector<Ruling> rulings_;  // parallel to told_
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RECORDS_RECORD_FIELDS_H_
