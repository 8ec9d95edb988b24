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
  buckets_.assign((size_t{1} << bits) + 1, {});
  for (const Entry& entry : entries_) {
    ++buckets_[(entry.hash >> shift_) + 1].begin;
    buckets_[entry.hash >> shift_].filter |= FilterBit(entry.hash);
  }
  for (size_t at = 1; at < buckets_.size(); ++at) buckets_[at].begin += buckets_[at - 1].begin;
}

std::span<const ValueIndex::Entry> ValueIndex::Find(uint64_t hash) const {
  if (entries_.empty()) return {};
  const uint64_t bucket = hash >> shift_;
  if ((buckets_[bucket].filter & FilterBit(hash)) == 0) return {};
  const auto begin = entries_.begin() + buckets_[bucket].begin;
  const auto end = entries_.begin() + buckets_[bucket + 1].begin;
  const auto first =
      std::lower_bound(begin, end, hash, [](const Entry& a, uint64_t b) { return a.hash < b; });
  auto last = first;
  while (last != end && last->hash == hash && static_cast<size_t>(last - first) < kMost) ++last;
  return {first, last};
}

}  // namespace schoolgate::redaction
