// A map that stays within a bound by forgetting what was not used of late: entries live in a young and an old
// generation, use moves them to the young one, and when that is full the old one goes.
//
// Thread: one at a time.
// Units:  `weight` is the caller's measure of an entry; both generations together hold at most twice the
//         limit, and one entry more.
#ifndef SCHOOLGATE_CORE_VAULT_AGING_MAP_H_
#define SCHOOLGATE_CORE_VAULT_AGING_MAP_H_

#include <cstddef>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace schoolgate {

template <typename Key, typename Value>
class AgingMap {
 public:
  explicit AgingMap(size_t weight_limit) : limit_(weight_limit) {}

  // Null if unknown or forgotten. Valid until the next call.
  template <typename K>
  Value* Find(const K& key) {
    if (auto it = young_.find(key); it != young_.end()) return &it->second.value;
    auto it = old_.find(key);
    if (it == old_.end()) return nullptr;
    Key moved_key = it->first;
    Entry entry = std::move(it->second);
    old_.erase(it);
    return Insert(std::move(moved_key), std::move(entry));
  }

  void Put(Key key, Value value, size_t weight) {
    old_.erase(key);
    if (auto it = young_.find(key); it != young_.end()) {
      young_weight_ -= it->second.weight;
      young_.erase(it);
    }
    Insert(std::move(key), Entry{std::move(value), weight});
  }

  // REQUIRES: `key` was just found or put.
  void AddWeight(const Key& key, size_t weight) {
    young_.at(key).weight += weight;
    young_weight_ += weight;
  }

  void Clear() {
    young_.clear();
    old_.clear();
    young_weight_ = 0;
  }

 private:
  struct Entry {
    Value value;
    size_t weight;
  };

  Value* Insert(Key key, Entry entry) {
    if (young_weight_ >= limit_) {
      old_ = std::exchange(young_, {});
      young_weight_ = 0;
    }
    young_weight_ += entry.weight;
    return &young_.emplace(std::move(key), std::move(entry)).first->second.value;
  }

  const size_t limit_;
  size_t young_weight_ = 0;
  absl::flat_hash_map<Key, Entry> young_;
  absl::flat_hash_map<Key, Entry> old_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_AGING_MAP_H_
