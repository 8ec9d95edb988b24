#ifndef SCHOOLGATE_CORE_ROSTER_ROSTER_BUILDER_H_
#define SCHOOLGATE_CORE_ROSTER_ROSTER_BUILDER_H_

// Makes a Roster, piece by piece in any order: importers use it, and tests that need a few people.
// Not thread-safe; one builder makes one roster. All text passed in is copied.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "core/roster/roster.h"

namespace schoolgate {

class RosterBuilder {
 public:
  struct Row {  // what a person's own row says
    PersonKind kind = PersonKind::kStudent;
    std::string_view source_id, given, middle, family;
    std::string_view preferred_given, preferred_middle, preferred_family;
    std::string_view username, grade;
    bool active = true, quarantined = false;
  };

  RosterBuilder();
  ~RosterBuilder();

  // REQUIRES: row.source_id is not empty and not yet on the roster.
  PersonIndex AddPerson(const Row& row);
  SchoolIndex AddSchool(std::string_view id,
                        std::string_view name);  // a known id keeps its index and gets the name
  void AddDistrict(std::string_view name);       // an empty name is dropped
  ClassIndex AddClass(std::string_view id, std::string_view title, std::optional<SchoolIndex> school);

  // What a class's own row says beside its title and school.
  struct ClassRow {
    std::string_view course, code, subjects, terms;
  };
  void DescribeClass(ClassIndex class_index, const ClassRow& row);

  // Views in what is added need not outlive the call. An item whose id is known is dropped; a result of an
  // item that is not, too: false. Of results of one item with one id the first stays.
  void AddLineItem(const LineItem& item);
  bool AddResult(std::string_view line_item_id, const Result& result);

  // Empty values and repetitions are dropped.
  void AddId(PersonIndex person, IdKind kind, std::string_view value);
  void AddEmail(PersonIndex person, std::string_view email);
  void AddPhone(PersonIndex person, std::string_view phone);
  void AddAddress(PersonIndex person, const Address& address);
  void AddToSchool(PersonIndex person, SchoolIndex school);
  void Enroll(ClassIndex class_index, PersonIndex person, ClassRole role, FileDay begins = FileDay{},
              FileDay ends = FileDay{});
  void Relate(PersonIndex one, PersonIndex other);  // both ways

  void SetSex(PersonIndex person, Sex sex);
  void SetBirthDate(PersonIndex person, BirthDate date);
  void SetFlag(PersonIndex person, PersonFlag flag);

  std::optional<PersonIndex> FindPerson(std::string_view source_id) const;
  std::optional<SchoolIndex> FindSchool(std::string_view id) const;
  std::optional<ClassIndex> FindClass(std::string_view id) const;
  const Person& person(PersonIndex index) const;  // scalar fields only until Build

  RosterSnapshot Build(std::string version, absl::Time loaded_at) &&;

 private:
  template <typename T>
  using PerPerson = std::vector<std::pair<PersonIndex, T>>;

  void LayGradebook();
  std::string_view Shared(std::string_view text);  // for values that repeat: names, cities, grades

  std::unique_ptr<Roster::Storage> out_;
  absl::flat_hash_set<std::string_view> shared_;
  absl::flat_hash_map<std::string_view, uint32_t> people_, schools_, classes_;
  PerPerson<PersonId> ids_;
  PerPerson<std::string_view> emails_, phones_;
  PerPerson<Address> addresses_;
  PerPerson<SchoolIndex> person_schools_;
  PerPerson<ClassMembership> memberships_;
  PerPerson<PersonIndex> related_;
  absl::flat_hash_map<std::string_view, uint32_t> line_items_;
  std::vector<std::pair<uint32_t, Result>> results_;  // of which line item, as added
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_ROSTER_ROSTER_BUILDER_H_
