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
  entries_.shrink_to_fit();
  int bits = 4;
  while (bits < 26 && (size_t{1} << bits) < entries_.size() / 2) ++bits;
  shift_ = 64 - bits;
  buckets_.assign((size_t{1} << bits) + 1, 0);
  for (const Entry& entry : entries_) ++buckets_[(entry.hash >> shift_) + 1];
  for (size_t at = 1; at < buckets_.size(); ++at) buckets_[at] += buckets_[at - 1];
  filter_.assign(std::max<size_t>(1, (size_t{1} << bits) / 4), 0);  // eight or more bits for each entry
  for (const Entry& entry : entries_) {
    const size_t bit = entry.hash & (filter_.size() * 64 - 1);
    filter_[bit / 64] |= uint64_t{1} << bit % 64;
  }
}

std::span<const ValueIndex::Entry> ValueIndex::Find(uint64_t hash) const {
  if (entries_.empty()) return {};
  const size_t bit = hash & (filter_.size() * 64 - 1);
  if ((filter_[bit / 64] >> bit % 64 & 1) == 0) return {};
  const uint64_t bucket = hash >> shift_;
  const auto begin = entries_.begin() + buckets_[bucket];
  const auto end = entries_.begin() + buckets_[bucket + 1];
  const auto first =
      std::lower_bound(begin, end, hash, [](const Entry& a, uint64_t b) { return a.hash < b; });
  auto last = first;
  while (last != end && last->hash == hash && static_cast<size_t>(last - first) < kMost) ++last;
  return {first, last};
}

}  // namespace schoolgate::redaction
