#ifndef SCHOOLGATE_CORE_ROSTER_ROSTER_STORAGE_H_
#define SCHOOLGATE_CORE_ROSTER_ROSTER_STORAGE_H_

// What a Roster owns; private to roster.cc and roster_builder.cc. Text lies in an arena of large chunks and
// the variable parts of people in flat pools, so a person costs a few hundred bytes and no allocation of its
// own.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/roster/roster.h"

namespace schoolgate {

// Append-only text. Views stay valid when the arena grows or is moved.
class TextArena {
 public:
  std::string_view Add(std::string_view text);

 private:
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* next_ = nullptr;
  size_t left_ = 0;
};

// Sorted by text, then by person.
using TextIndex = std::vector<std::pair<std::string_view, uint32_t>>;

struct Roster::Storage {
  TextArena text;
  std::vector<Person> people;
  std::vector<School> schools;
  std::vector<std::string_view> districts;
  std::vector<ClassInfo> classes;
  std::vector<LineItem> line_items;
  std::vector<Result> results;

  std::vector<PersonId> ids;
  std::vector<std::string_view> emails, phones;
  std::vector<Address> addresses;
  std::vector<SchoolIndex> person_schools;
  std::vector<ClassMembership> person_classes;
  std::vector<ClassMember> class_members;
  std::vector<PersonIndex> related;

  TextIndex by_source_id, by_school_id, by_class_id;
  TextIndex by_username, by_email;  // keys in ASCII lower case

  std::string version;
  absl::Time loaded_at;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_ROSTER_ROSTER_STORAGE_H_
