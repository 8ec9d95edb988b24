#include "core/roster/roster_builder.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "absl/strings/ascii.h"
#include "core/roster/roster_storage.h"

namespace schoolgate {
namespace {

// Groups larger than this are searched by hash: one stand-in guardian may be related to every student.
constexpr size_t kLargeGroup = 16;

template <typename H>
H HashOf(H h, const PersonId& v) {
  return H::combine(std::move(h), v.value, v.kind);
}
template <typename H>
H HashOf(H h, const Address& v) {
  return H::combine(std::move(h), v.street, v.city, v.state, v.postal_code);
}
template <typename H>
H HashOf(H h, const ClassMembership& v) {
  return H::combine(std::move(h), v.class_index, v.role);
}
template <typename H, typename T>
H HashOf(H h, const T& v) {
  return H::combine(std::move(h), v);
}

template <typename T>
struct Hashed {
  T value;
  bool operator==(const Hashed&) const = default;
  template <typename H>
  friend H AbslHashValue(H h, const Hashed& v) {
    return HashOf(std::move(h), v.value);
  }
};

// Lays the pairs out per person in `pool`, in the order they were added, and points each person's span at its
// part.
template <typename T>
void Lay(std::vector<std::pair<PersonIndex, T>>& pairs, std::vector<T>& pool, std::vector<Person>& people,
         absl::Span<const T> Person::*span) {
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  pool.reserve(pairs.size());  // spans point into the pool while it grows
  for (size_t i = 0; i < pairs.size();) {
    const PersonIndex person = pairs[i].first;
    const size_t begin = pool.size();
    absl::flat_hash_set<Hashed<T>> seen;
    for (; i < pairs.size() && pairs[i].first == person; ++i) {
      const T& value = pairs[i].second;
      if (pool.size() - begin == kLargeGroup) {
        for (size_t k = begin; k < pool.size(); ++k) seen.insert({pool[k]});
      }
      const bool repeated = pool.size() - begin >= kLargeGroup
                                ? !seen.insert({value}).second
                                : std::find(pool.begin() + begin, pool.end(), value) != pool.end();
      if (!repeated) pool.push_back(value);
    }
    people[person].*span = absl::MakeConstSpan(pool.data() + begin, pool.size() - begin);
  }
  pairs.clear();
  pairs.shrink_to_fit();
}

// `text` in ASCII lower case, copied only where that changes it.
std::string_view Lower(std::string_view text, TextArena& arena) {
  if (std::none_of(text.begin(), text.end(), absl::ascii_isupper)) return text;
  std::string lower(text);
  absl::AsciiStrToLower(&lower);
  return arena.Add(lower);
}

TextIndex IndexOf(const absl::flat_hash_map<std::string_view, uint32_t>& map) {
  TextIndex index(map.begin(), map.end());
  std::sort(index.begin(), index.end());
  return index;
}

std::optional<uint32_t> Find(const absl::flat_hash_map<std::string_view, uint32_t>& map,
                             std::string_view id) {
  auto at = map.find(id);
  if (at == map.end()) return std::nullopt;
  return at->second;
}

}  // namespace

RosterBuilder::RosterBuilder() : out_(std::make_unique<Roster::Storage>()) {}
RosterBuilder::~RosterBuilder() = default;

std::string_view RosterBuilder::Shared(std::string_view text) {
  auto at = shared_.find(text);
  if (at != shared_.end()) return *at;
  const std::string_view kept = out_->text.Add(text);
  shared_.insert(kept);
  return kept;
}

PersonIndex RosterBuilder::AddPerson(const Row& row) {
  assert(!row.source_id.empty() && !people_.contains(row.source_id));
  const PersonIndex index = static_cast<PersonIndex>(out_->people.size());
  Person& person = out_->people.emplace_back();
  person.kind = row.kind;
  person.active = row.active;
  person.quarantined = row.quarantined;
  person.source_id = out_->text.Add(row.source_id);
  person.given = Shared(row.given);
  person.middle = Shared(row.middle);
  person.family = Shared(row.family);
  person.preferred_given = Shared(row.preferred_given);
  person.preferred_middle = Shared(row.preferred_middle);
  person.preferred_family = Shared(row.preferred_family);
  person.username = out_->text.Add(row.username);
  person.grade = Shared(row.grade);
  people_.emplace(person.source_id, index);
  return index;
}

SchoolIndex RosterBuilder::AddSchool(std::string_view id, std::string_view name) {
  if (auto known = FindSchool(id)) {
    if (!name.empty()) out_->schools[*known].name = out_->text.Add(name);
    return *known;
  }
  const SchoolIndex index = static_cast<SchoolIndex>(out_->schools.size());
  out_->schools.push_back({out_->text.Add(id), out_->text.Add(name)});
  schools_.emplace(out_->schools.back().id, index);
  return index;
}

void RosterBuilder::AddDistrict(std::string_view name) {
  if (!name.empty()) out_->districts.push_back(out_->text.Add(name));
}

ClassIndex RosterBuilder::AddClass(std::string_view id, std::string_view title,
                                   std::optional<SchoolIndex> school) {
  if (auto known = FindClass(id)) {
    ClassInfo& info = out_->classes[*known];
    if (!title.empty()) info.title = out_->text.Add(title);
    if (school) info.school = school;
    return *known;
  }
  const ClassIndex index = static_cast<ClassIndex>(out_->classes.size());
  ClassInfo& added = out_->classes.emplace_back();
  added.id = out_->text.Add(id);
  added.title = out_->text.Add(title);
  added.school = school;
  classes_.emplace(out_->classes.back().id, index);
  return index;
}

void RosterBuilder::AddId(PersonIndex person, IdKind kind, std::string_view value) {
  if (!value.empty()) ids_.push_back({person, PersonId{out_->text.Add(value), kind}});
}
void RosterBuilder::AddEmail(PersonIndex person, std::string_view email) {
  if (!email.empty()) emails_.push_back({person, out_->text.Add(email)});
}
void RosterBuilder::AddPhone(PersonIndex person, std::string_view phone) {
  if (!phone.empty()) phones_.push_back({person, out_->text.Add(phone)});
}
void RosterBuilder::AddAddress(PersonIndex person, const Address& address) {
  const Address kept{Shared(address.street), Shared(address.city), Shared(address.state),
                     Shared(address.postal_code)};
  if (!kept.street.empty() || !kept.city.empty() || !kept.postal_code.empty())
    addresses_.push_back({person, kept});
}
void RosterBuilder::AddToSchool(PersonIndex person, SchoolIndex school) {
  person_schools_.push_back({person, school});
}
void RosterBuilder::Enroll(ClassIndex class_index, PersonIndex person, ClassRole role, FileDay begins,
                           FileDay ends) {
  memberships_.push_back({person, ClassMembership{class_index, role, begins, ends}});
}

void RosterBuilder::DescribeClass(ClassIndex class_index, const ClassRow& row) {
  ClassInfo& info = out_->classes[class_index];
  info.course = Shared(row.course);
  info.code = Shared(row.code);
  info.subjects = Shared(row.subjects);
  info.terms = Shared(row.terms);
}

void RosterBuilder::AddLineItem(const LineItem& item) {
  if (line_items_.contains(item.id)) return;
  LineItem& kept = out_->line_items.emplace_back(item);
  kept.id = out_->text.Add(item.id);
  kept.title = Shared(item.title);
  kept.category = Shared(item.category);
  line_items_.emplace(kept.id, static_cast<uint32_t>(out_->line_items.size() - 1));
}

bool RosterBuilder::AddResult(std::string_view line_item_id, const Result& result) {
  const auto item = Find(line_items_, line_item_id);
  if (!item) return false;
  Result& kept = results_.emplace_back(*item, result).second;
  kept.id = out_->text.Add(result.id);
  kept.comment = out_->text.Add(result.comment);
  return true;
}

// Items by id, each with its results by id.
void RosterBuilder::LayGradebook() {
  Roster::Storage& out = *out_;
  const std::vector<LineItem> as_added = std::exchange(out.line_items, {});
  std::stable_sort(results_.begin(), results_.end(), [&as_added](const auto& a, const auto& b) {
    return a.first != b.first ? as_added[a.first].id < as_added[b.first].id : a.second.id < b.second.id;
  });
  std::vector<uint32_t> order(as_added.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&as_added](uint32_t a, uint32_t b) { return as_added[a].id < as_added[b].id; });
  out.results.reserve(results_.size());  // spans point into it while it grows
  out.line_items.reserve(as_added.size());
  size_t next = 0;
  for (const uint32_t index : order) {
    LineItem& item = out.line_items.emplace_back(as_added[index]);
    const size_t begin = out.results.size();
    for (; next < results_.size() && results_[next].first == index; ++next) {
      const Result& result = results_[next].second;
      if (out.results.size() > begin && out.results.back().id == result.id) continue;
      out.results.push_back(result);
    }
    item.results = absl::MakeConstSpan(out.results.data() + begin, out.results.size() - begin);
  }
  results_.clear();
  results_.shrink_to_fit();
}
void RosterBuilder::Relate(PersonIndex one, PersonIndex other) {
  if (one == other) return;
  related_.push_back({one, other});
  related_.push_back({other, one});
}

void RosterBuilder::SetSex(PersonIndex person, Sex sex) { out_->people[person].sex = sex; }
void RosterBuilder::SetBirthDate(PersonIndex person, BirthDate date) {
  out_->people[person].birth_date = date;
}
void RosterBuilder::SetFlag(PersonIndex person, PersonFlag flag) { out_->people[person].flags |= flag; }

std::optional<PersonIndex> RosterBuilder::FindPerson(std::string_view source_id) const {
  return Find(people_, source_id);
}
std::optional<SchoolIndex> RosterBuilder::FindSchool(std::string_view id) const { return Find(schools_, id); }
std::optional<ClassIndex> RosterBuilder::FindClass(std::string_view id) const { return Find(classes_, id); }
const Person& RosterBuilder::person(PersonIndex index) const { return out_->people[index]; }

RosterSnapshot RosterBuilder::Build(std::string version, absl::Time loaded_at) && {
  Roster::Storage& out = *out_;
  out.people.shrink_to_fit();
  Lay(ids_, out.ids, out.people, &Person::ids);
  Lay(emails_, out.emails, out.people, &Person::emails);
  Lay(phones_, out.phones, out.people, &Person::phones);
  Lay(addresses_, out.addresses, out.people, &Person::addresses);
  Lay(person_schools_, out.person_schools, out.people, &Person::schools);
  Lay(memberships_, out.person_classes, out.people, &Person::classes);
  Lay(related_, out.related, out.people, &Person::related);

  std::vector<std::pair<ClassIndex, ClassMember>> members;
  members.reserve(out.person_classes.size());
  for (PersonIndex i = 0; i < out.people.size(); ++i) {
    for (const ClassMembership& m : out.people[i].classes)
      members.push_back({m.class_index, ClassMember{i, m.role}});
  }
  std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.role > b.second.role;
  });
  out.class_members.reserve(members.size());
  for (size_t i = 0; i < members.size();) {
    const ClassIndex class_index = members[i].first;
    const size_t begin = out.class_members.size();
    for (; i < members.size() && members[i].first == class_index; ++i)
      out.class_members.push_back(members[i].second);
    out.classes[class_index].members =
        absl::MakeConstSpan(out.class_members.data() + begin, out.class_members.size() - begin);
    std::vector<std::string_view>& grades = out.classes[class_index].grades;
    for (const ClassMember& member : out.classes[class_index].members) {
      const std::string_view grade = out.people[member.person].grade;
      if (member.role != ClassRole::kStudent || grade.empty()) continue;
      if (std::find(grades.begin(), grades.end(), grade) == grades.end()) grades.push_back(grade);
    }
  }

  LayGradebook();

  out.by_source_id = IndexOf(people_);
  out.by_school_id = IndexOf(schools_);
  out.by_class_id = IndexOf(classes_);
  for (PersonIndex i = 0; i < out.people.size(); ++i) {
    const Person& person = out.people[i];
    if (!person.active || person.quarantined) continue;
    if (!person.username.empty()) out.by_username.push_back({Lower(person.username, out.text), i});
    for (std::string_view email : person.emails) out.by_email.push_back({Lower(email, out.text), i});
  }
  std::sort(out.by_username.begin(), out.by_username.end());
  std::sort(out.by_email.begin(), out.by_email.end());

  out.version = std::move(version);
  out.loaded_at = loaded_at;
  return RosterSnapshot(new Roster(std::move(out_)));
}

}  // namespace schoolgate
