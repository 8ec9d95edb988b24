// A read-only multimap from 64-bit hashes to people: entries of 16 bytes in the order of their hashes, those
// of one key side by side, with a free place after every two on average. What is looked up, whether it is
// there or not, is mostly told with one look at memory, which for a large roster is far away. Filled with
// Add, then Finish, on one thread; afterwards any thread may Find.
#ifndef SCHOOLGATE_REDACTION_DETECT_ROSTER_VALUE_INDEX_H_
#define SCHOOLGATE_REDACTION_DETECT_ROSTER_VALUE_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace schoolgate::redaction {

class ValueIndex {
 public:
  struct Entry {
    uint64_t hash;
    uint32_t person;
    uint32_t tag;
  };

  // REQUIRES: person < UINT32_MAX.
  void Add(uint64_t hash, uint32_t person, uint32_t tag = 0) { entries_.push_back({hash, person, tag}); }
  void Finish();

  // The entries of `hash`, by person. At most kMost: a value that hundreds share identifies nobody.
  std::span<const Entry> Find(uint64_t hash) const;
  // `hash` will be looked up soon.
  void Expect(uint64_t hash) const {
    if (!entries_.empty()) __builtin_prefetch(&entries_[PlaceOf(hash)]);
  }

  size_t MemoryBytes() const { return entries_.capacity() * sizeof(Entry); }

  static constexpr size_t kMost = 256;

 private:
  static constexpr uint32_t kNobody = UINT32_MAX;  // of a free place
  static constexpr Entry kFree = {0, kNobody, 0};

  // Grows with the hash. REQUIRES: fewer than 2^32 places.
  size_t PlaceOf(uint64_t hash) const { return static_cast<size_t>((hash >> 32) * places_ >> 32); }

  std::vector<Entry> entries_;
  size_t places_ = 0;  // those a hash may give
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_ROSTER_VALUE_INDEX_H_
