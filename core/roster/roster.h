#ifndef SCHOOLGATE_CORE_ROSTER_ROSTER_H_
#define SCHOOLGATE_CORE_ROSTER_ROSTER_H_

// The district's people, schools and classes at one moment: what detection recognises, what the flags of a
// decision are read from, and how a caller is mapped to a person.
//
// A Roster is immutable. It is made by RosterBuilder (roster_builder.h), held as a RosterSnapshot and swapped
// whole; any thread may read it. It owns all its text: every string_view and Span reached from it lives
// exactly as long as the snapshot. Freeing a large one takes tens of milliseconds: drop the last reference
// off the event loop.
//
// Follows 1EdTech OneRoster 1.1 (users, demographics, orgs, classes, enrollments; of its gradebook lineItems
// and results). Passwords are never read.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"

namespace schoolgate {

using PersonIndex = uint32_t;    // into Roster::people(); meaningful within one snapshot only
using SchoolIndex = uint32_t;    // into Roster::schools()
using ClassIndex = uint32_t;     // into Roster::classes()
using LineItemIndex = uint32_t;  // into Roster::line_items()
using BirthDate = std::chrono::year_month_day;

// A day a file gives; not ok() where it gives none.
using FileDay = std::chrono::year_month_day;

enum class PersonKind : uint8_t { kStudent, kGuardian, kStaff };
enum class Sex : uint8_t { kUnspecified, kFemale, kMale, kOther };
enum class IdKind : uint8_t { kLocal, kState, kOther };
enum class ClassRole : uint8_t { kStudent, kTeacher };

// Bits of PersonFlags. kUnder13 is never stored, only computed: see FlagsOn.
enum PersonFlag : uint8_t {
  kDirectoryOptOut = 1 << 0,     // FERPA 99.37: the family refused disclosure as directory information
  kAiConsentWithheld = 1 << 1,   // the family refused AI processing
  kUnder13 = 1 << 2,             // COPPA
  kCustodyRestriction = 1 << 3,  // a court order limits who may learn of the student
  kSpecialProtection = 1 << 4,   // foster care, protected address, witness and the like
  // Staff only: courses of the district's AI certificate completed.
  kStaffCourse1 = 1 << 5,
  kStaffCourse2 = 1 << 6,
  kStaffCourse3 = 1 << 7,
};
using PersonFlags = uint8_t;

struct PersonId {
  std::string_view value;
  IdKind kind = IdKind::kOther;
  bool operator==(const PersonId&) const = default;
};

struct Address {
  std::string_view street, city, state, postal_code;
  bool operator==(const Address&) const = default;
};

struct ClassMembership {
  ClassIndex class_index = 0;
  ClassRole role = ClassRole::kStudent;
  FileDay begins{}, ends{};
  // Two rows about one place in one class are one membership, whatever days they give.
  bool operator==(const ClassMembership& other) const {
    return class_index == other.class_index && role == other.role;
  }
};

struct ClassMember {
  PersonIndex person = 0;
  ClassRole role = ClassRole::kStudent;
};

struct School {
  std::string_view id;    // sourcedId
  std::string_view name;  // empty when only referred to, never described
};

struct ClassInfo {
  std::string_view id;  // sourcedId
  std::string_view title;
  std::optional<SchoolIndex> school;
  absl::Span<const ClassMember> members;           // teachers first
  std::vector<std::string_view> grades;            // its students', each once
  std::string_view course, code, subjects, terms;  // as written; "Fall 2026 (2026-08-20 to 2026-12-18)"
};

// OneRoster's scoreStatus.
enum class ScoreStatus : uint8_t {
  kUnspecified,
  kExempt,
  kFullyGraded,
  kNotSubmitted,
  kPartiallyGraded,
  kSubmitted
};

// What one student got for one line item.
struct Result {
  std::string_view id;  // sourcedId
  std::string_view comment;
  double score = 0;  // NaN where the file gives none
  PersonIndex student = 0;
  FileDay scored_on{};
  ScoreStatus status = ScoreStatus::kUnspecified;
};

// What is graded in a class: an assignment, a test.
struct LineItem {
  std::string_view id;  // sourcedId
  std::string_view title, category;
  ClassIndex class_index = 0;
  FileDay due_on{};
  double least = 0, most = 0;        // of its scores; equal where the file does not say
  absl::Span<const Result> results;  // by id
};

// One person. `source_id` is unique in the roster and often is the id people write, so it is worth detecting
// too.
struct Person {
  PersonKind kind = PersonKind::kStudent;
  Sex sex = Sex::kUnspecified;
  PersonFlags flags = 0;  // as stored; use FlagsOn for a decision
  bool active = true;     // false: `status=tobedeleted`; still detected, never a caller
  // The row was broken: names and ids are detected, but nothing else here is to be relied on, and the person
  // is never a caller. The kind of a person whose role is unreadable is kStudent, the best protected one.
  bool quarantined = false;
  std::optional<BirthDate> birth_date;
  std::string_view source_id, given, middle, family;
  std::string_view preferred_given, preferred_middle, preferred_family;
  std::string_view username, grade;
  absl::Span<const PersonId> ids;
  absl::Span<const std::string_view> emails, phones;
  absl::Span<const Address> addresses;
  absl::Span<const SchoolIndex> schools;
  absl::Span<const ClassMembership> classes;
  absl::Span<const PersonIndex> related;  // a student's guardians, a guardian's students
};

// "student|<sourcedId>": the durable name of a person across snapshots, for the vault. Quarantined people
// whose sourcedId is missing or taken have one made from their row, which changes when the row does.
std::string PersonKey(const Person& person);

// Whether the person is under 13 on `today` (district time); nothing when no birth date is known. Someone
// born on 29 February turns 13 on 1 March.
std::optional<bool> IsUnder13(const Person& person, std::chrono::year_month_day today);

// The stored flags, and kUnder13 where the birth date says so.
PersonFlags FlagsOn(const Person& person, std::chrono::year_month_day today);

class Roster {
 public:
  Roster(const Roster&) = delete;
  Roster& operator=(const Roster&) = delete;
  ~Roster();

  absl::Span<const Person> people() const;
  const Person& person(PersonIndex index) const;
  absl::Span<const School> schools() const;
  const School& school(SchoolIndex index) const;
  // The names of the districts above the schools, in the order of the file.
  absl::Span<const std::string_view> districts() const;
  absl::Span<const ClassInfo> classes() const;
  const ClassInfo& class_info(ClassIndex index) const;
  absl::Span<const LineItem> line_items() const;  // by id

  std::optional<PersonIndex> FindBySourceId(std::string_view source_id) const;  // exact; anyone on the roster
  std::optional<SchoolIndex> FindSchool(std::string_view school_id) const;
  std::optional<ClassIndex> FindClass(std::string_view class_id) const;
  std::optional<LineItemIndex> FindLineItem(std::string_view line_item_id) const;

  // Who a caller may be: active people whose row is sound, ASCII case ignored. More than one answer is
  // ordinary (a teacher who is also a parent); the caller of these picks by the role that was proven, or
  // takes nobody.
  std::vector<PersonIndex> FindByUsername(std::string_view username) const;
  std::vector<PersonIndex> FindByEmail(std::string_view email) const;

  const std::string& version() const;  // hex SHA-256 over the names and bytes of the input files
  absl::Time loaded_at() const;

 private:
  friend class RosterBuilder;
  struct Storage;
  explicit Roster(std::unique_ptr<const Storage> storage);
  std::unique_ptr<const Storage> storage_;
};

using RosterSnapshot = std::shared_ptr<const Roster>;

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_ROSTER_ROSTER_H_
