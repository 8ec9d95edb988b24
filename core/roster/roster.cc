#include "core/roster/roster.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/ascii.h"
#include "core/roster/roster_storage.h"

namespace schoolgate {
namespace {

constexpr size_t kChunk = size_t{256} << 10;

std::string Lower(std::string_view text) {
  std::string lower(text);
  absl::AsciiStrToLower(&lower);
  return lower;
}

std::optional<uint32_t> FindExact(const TextIndex& index, std::string_view key) {
  auto at = std::lower_bound(index.begin(), index.end(), key,
                             [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  if (at == index.end() || at->first != key) return std::nullopt;
  return at->second;
}

// The keys of such an index are stored in lower case.
std::vector<PersonIndex> FindAll(const TextIndex& index, std::string_view key) {
  std::vector<PersonIndex> found;
  if (key.empty()) return found;
  const std::string lower = Lower(key);
  auto at = std::lower_bound(index.begin(), index.end(), std::string_view(lower),
                             [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  for (; at != index.end() && at->first == lower; ++at) found.push_back(at->second);
  return found;
}

}  // namespace

std::string_view TextArena::Add(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > left_) {
    const size_t size = std::max(kChunk, text.size());
    chunks_.push_back(std::make_unique<char[]>(size));
    next_ = chunks_.back().get();
    left_ = size;
  }
  char* at = next_;
  std::memcpy(at, text.data(), text.size());
  next_ += text.size();
  left_ -= text.size();
  return {at, text.size()};
}

std::string PersonKey(const Person& person) {
  std::string_view kind = "student";
  if (person.kind == PersonKind::kGuardian) kind = "guardian";
  if (person.kind == PersonKind::kStaff) kind = "staff";
  std::string key(kind);
  key += '|';
  key += person.source_id;
  return key;
}

std::optional<bool> IsUnder13(const Person& person, std::chrono::year_month_day today) {
  if (!person.birth_date) return std::nullopt;
  const std::chrono::year_month_day thirteen_years_ago{today.year() - std::chrono::years(13), today.month(),
                                                       today.day()};
  return *person.birth_date > thirteen_years_ago;
}

PersonFlags FlagsOn(const Person& person, std::chrono::year_month_day today) {
  PersonFlags flags = person.flags;
  if (IsUnder13(person, today).value_or(false)) flags |= kUnder13;
  return flags;
}

Roster::Roster(std::unique_ptr<const Storage> storage) : storage_(std::move(storage)) {}
Roster::~Roster() = default;

absl::Span<const Person> Roster::people() const { return storage_->people; }
const Person& Roster::person(PersonIndex index) const { return storage_->people[index]; }
absl::Span<const School> Roster::schools() const { return storage_->schools; }
const School& Roster::school(SchoolIndex index) const { return storage_->schools[index]; }
absl::Span<const std::string_view> Roster::districts() const { return storage_->districts; }
absl::Span<const ClassInfo> Roster::classes() const { return storage_->classes; }
const ClassInfo& Roster::class_info(ClassIndex index) const { return storage_->classes[index]; }
absl::Span<const LineItem> Roster::line_items() const { return storage_->line_items; }
const std::string& Roster::version() const { return storage_->version; }
absl::Time Roster::loaded_at() const { return storage_->loaded_at; }

std::optional<PersonIndex> Roster::FindBySourceId(std::string_view source_id) const {
  return FindExact(storage_->by_source_id, source_id);
}
std::optional<SchoolIndex> Roster::FindSchool(std::string_view school_id) const {
  return FindExact(storage_->by_school_id, school_id);
}
std::optional<ClassIndex> Roster::FindClass(std::string_view class_id) const {
  return FindExact(storage_->by_class_id, class_id);
}
std::optional<LineItemIndex> Roster::FindLineItem(std::string_view line_item_id) const {
  const std::vector<LineItem>& items = storage_->line_items;
  const auto at =
      std::lower_bound(items.begin(), items.end(), line_item_id,
                       [](const LineItem& item, std::string_view wanted) { return item.id < wanted; });
  if (at == items.end() || at->id != line_item_id) return std::nullopt;
  return static_cast<LineItemIndex>(at - items.begin());
}
std::vector<PersonIndex> Roster::FindByUsername(std::string_view username) const {
  return FindAll(storage_->by_username, username);
}
std::vector<PersonIndex> Roster::FindByEmail(std::string_view email) const {
  return FindAll(storage_->by_email, email);
}

}  // namespace schoolgate
