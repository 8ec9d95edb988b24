#include "redaction/detect/roster/value_index.h"

#include <algorithm>
#include <tuple>

namespace schoolgate::redaction {

void ValueIndex::Finish() {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.hash, a.person, a.tag) < std::tie(b.hash, b.person, b.tag);
  });
  const auto same = [](const Entry& a, const Entry& b) { return a.hash == b.hash && a.person == b.person; };
  entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
  if (entries_.empty()) return;
  // Each as near behind the place its hash gives it as those before it leave room, of one key the first.
  places_ = entries_.size() + entries_.size() / 2;
  std::vector<Entry> table;
  table.reserve(places_ + kMost);
  size_t of_key = 0;
  for (size_t at = 0; at < entries_.size(); ++at) {
    of_key = at > 0 && entries_[at].hash == entries_[at - 1].hash ? of_key + 1 : 0;
    if (of_key >= kMost) continue;
    const size_t place = PlaceOf(entries_[at].hash);
    if (table.size() < place) table.resize(place, kFree);
    table.push_back(entries_[at]);
  }
  table.resize(std::max(table.size(), places_) + 1, kFree);  // the last one is always free
  table.shrink_to_fit();
  entries_ = std::move(table);
}

std::span<const ValueIndex::Entry> ValueIndex::Find(uint64_t hash) const {
  if (entries_.empty()) return {};
  const Entry* first = &entries_[PlaceOf(hash)];
  while (first->person != kNobody && first->hash < hash) ++first;
  const Entry* last = first;
  while (last->person != kNobody && last->hash == hash) ++last;
  return {first, last};
}

}  // namespace schoolgate::redaction
