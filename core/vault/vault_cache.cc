#include "core/vault/vault_cache.h"

#include <algorithm>
#include <utility>

namespace schoolgate {
namespace {

// Generations of about 16 MB, 8 MB and 16 MB.
constexpr size_t kPeople = 65536;
constexpr size_t kForms = 131072;
constexpr size_t kSessionForms = 65536;

// A stable scope nobody's session looks at is remembered for its key alone; no session has its id.
const std::string& SessionId(const VaultScope& scope) {
  return scope.session.empty() ? scope.codes : scope.session;
}

}  // namespace

VaultCache::VaultCache(std::unique_ptr<ChangeCounter> changes)
    : changes_(std::move(changes)),
      seen_(changes_->Load()),
      people_(kPeople),
      forms_(kForms),
      sessions_(kSessionForms) {}

bool VaultCache::Usable() const { return !suspended_ && changes_->Load() == seen_; }

void VaultCache::Clear() {
  people_.Clear();
  forms_.Clear();
  sessions_.Clear();
}

void VaultCache::Use(const VaultScope& scope, int64_t now) {
  for (const std::string* id : {&scope.codes, &scope.session}) {
    if (id->empty()) continue;
    int64_t& used = uses_[*id];
    used = std::max(used, now);
  }
}

std::optional<std::vector<PersonRow>> VaultCache::FindPeople(std::span<const std::string> person_keys) {
  std::vector<PersonRow> people;
  people.reserve(person_keys.size());
  const std::lock_guard lock(mutex_);
  if (!Usable()) return std::nullopt;
  for (const std::string& key : person_keys) {
    const PersonRow* person = people_.Find(key);
    if (person == nullptr) return std::nullopt;
    people.push_back(*person);
  }
  return people;
}

std::optional<std::vector<FormPlace>> VaultCache::FindForms(const VaultScope& scope,
                                                            std::span<const VaultTag> forms, int64_t now) {
  std::vector<FormPlace> places;
  places.reserve(forms.size());
  const std::lock_guard lock(mutex_);
  if (!Usable()) return std::nullopt;
  const Session* session = nullptr;
  if (scope.stable() && !scope.session.empty()) {
    session = sessions_.Find(scope.session);
    if (session == nullptr) return std::nullopt;
  }
  for (const VaultTag& form : forms) {
    if (session != nullptr && !session->tags.contains(form)) return std::nullopt;
    const FormPlace* place = forms_.Find(form);
    if (place == nullptr) return std::nullopt;
    places.push_back(*place);
  }
  Use(scope, now);
  return places;
}

std::shared_ptr<const ScopeRows> VaultCache::FindSession(const VaultScope& scope, int64_t now) {
  const std::lock_guard lock(mutex_);
  if (!Usable()) return nullptr;
  const Session* session = sessions_.Find(SessionId(scope));
  if (session == nullptr) return nullptr;
  Use(scope, now);
  return session->rows;
}

void VaultCache::AddPeople(std::span<const std::string> person_keys, const std::vector<PersonRow>& people) {
  const std::lock_guard lock(mutex_);
  for (size_t i = 0; i < people.size(); ++i) people_.Put(person_keys[i], people[i], 1);
}

void VaultCache::AddForms(const VaultScope& scope, const std::vector<FormRow>& forms) {
  const std::lock_guard lock(mutex_);
  for (const FormRow& form : forms) forms_.Put(form.tag, form.place, 1);
  if (scope.session.empty()) return;
  Session* session = sessions_.Find(scope.session);
  if (session == nullptr) return;
  // Readers may hold the forms: they are replaced, not changed.
  ScopeRows all = *session->rows;
  for (const FormRow& form : forms) {
    if (session->tags.insert(form.tag).second) all.forms.push_back(form);
  }
  const size_t added = all.forms.size() - session->rows->forms.size();
  if (added == 0) return;
  session->rows = std::make_shared<const ScopeRows>(std::move(all));
  sessions_.AddWeight(scope.session, added);
}

void VaultCache::AddSession(const VaultScope& scope, std::shared_ptr<const ScopeRows> rows) {
  Session session;
  for (const FormRow& form : rows->forms) session.tags.insert(form.tag);
  const std::lock_guard lock(mutex_);
  for (const FormRow& form : rows->forms) forms_.Put(form.tag, form.place, 1);
  const size_t weight = rows->forms.size() + 1;
  session.rows = std::move(rows);
  sessions_.Put(SessionId(scope), std::move(session), weight);
}

void VaultCache::NoteUse(const VaultScope& scope, int64_t now) {
  const std::lock_guard lock(mutex_);
  Use(scope, now);
}

bool VaultCache::FollowOthers() {
  const uint64_t count = changes_->Load();
  const std::lock_guard lock(mutex_);
  if (count == seen_) return false;
  Clear();
  seen_ = count;
  return true;
}

void VaultCache::CountOwnChange() {
  const std::lock_guard lock(mutex_);
  const uint64_t before = changes_->Add();
  if (before != seen_) Clear();
  seen_ = before + 1;
}

ScopeUses VaultCache::TakeUses() {
  const std::lock_guard lock(mutex_);
  return std::exchange(uses_, {});
}

void VaultCache::GiveBackUses(const ScopeUses& uses) {
  const std::lock_guard lock(mutex_);
  for (const auto& [scope, used] : uses) {
    int64_t& kept = uses_[scope];
    kept = std::max(kept, used);
  }
}

void VaultCache::Suspend() {
  const std::lock_guard lock(mutex_);
  suspended_ = true;
}

void VaultCache::Resume(bool forget_all) {
  const std::lock_guard lock(mutex_);
  if (forget_all) Clear();
  suspended_ = false;
}

}  // namespace schoolgate
