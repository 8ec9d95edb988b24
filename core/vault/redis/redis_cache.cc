#include "core/vault/redis/redis_cache.h"

#include <algorithm>

namespace schoolgate {

void RedisCache::Clear() {
  people_.Clear();
  sessions_.Clear();
  counts_.Clear();
}

RedisView RedisCache::Look(uint64_t times_served) {
  const std::lock_guard lock(mutex_);
  if (view_.times_served != times_served) {
    Clear();
    view_ = {.times_served = times_served};
  }
  return view_;
}

bool RedisCache::Follow(const RedisView& asked, uint64_t changes) {
  if (asked.times_served != view_.times_served || changes < view_.changes) return false;
  if (changes > view_.changes) {
    Clear();
    view_.changes = changes;
  }
  return true;
}

void RedisCache::Learn(const RedisView& asked, uint64_t changes) {
  const std::lock_guard lock(mutex_);
  Follow(asked, changes);
}

std::optional<std::vector<RedisPerson>> RedisCache::FindPeople(std::span<const std::string> person_keys) {
  std::vector<RedisPerson> people;
  people.reserve(person_keys.size());
  const std::lock_guard lock(mutex_);
  for (const std::string& key : person_keys) {
    const RedisPerson* person = people_.Find(key);
    if (person == nullptr) return std::nullopt;
    people.push_back(*person);
  }
  return people;
}

void RedisCache::AddPeople(const RedisView& asked, uint64_t changes, std::span<const std::string> person_keys,
                           std::span<const RedisPerson> people) {
  const std::lock_guard lock(mutex_);
  if (!Follow(asked, changes)) return;
  for (size_t i = 0; i < people.size(); ++i) people_.Put(person_keys[i], people[i], 1);
}

KnownSession RedisCache::FindSession(const std::string& session) {
  const std::lock_guard lock(mutex_);
  const KnownSession* known = sessions_.Find(session);
  return known == nullptr ? KnownSession() : *known;
}

void RedisCache::AddSession(const RedisView& asked, uint64_t changes, const std::string& session,
                            KnownSession known) {
  const size_t weight = known.session->forms.size() + 1;
  const std::lock_guard lock(mutex_);
  if (Follow(asked, changes)) sessions_.Put(session, std::move(known), weight);
}

uint32_t RedisCache::GuessCount(const std::string& scope, SubjectNumber subject, uint8_t type) {
  const std::lock_guard lock(mutex_);
  const uint32_t* count = counts_.Find(std::pair(scope, Counted(subject, type)));
  return count == nullptr ? 0 : *count;
}

void RedisCache::NoteCount(const std::string& scope, SubjectNumber subject, uint8_t type, uint32_t count) {
  const std::lock_guard lock(mutex_);
  std::pair key(scope, Counted(subject, type));
  const uint32_t* known = counts_.Find(key);
  const uint32_t most = std::max(count, known == nullptr ? 0 : *known);
  counts_.Put(std::move(key), most, 1);
}

}  // namespace schoolgate
