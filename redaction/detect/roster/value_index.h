// A read-only multimap from 64-bit hashes to people: 16 bytes an entry, entries of one key side by side.
// Filled with Add, then Finish, on one thread; afterwards any thread may Find.
#ifndef SCHOOLGATE_REDACTION_DETECT_ROSTER_VALUE_INDEX_H_
#define SCHOOLGATE_REDACTION_DETECT_ROSTER_VALUE_INDEX_H_

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

  void Add(uint64_t hash, uint32_t person, uint32_t tag = 0) { entries_.push_back({hash, person, tag}); }
  void Finish();

  // The entries of `hash`, by person. At most kMost: a value that hundreds share identifies nobody.
  std::span<const Entry> Find(uint64_t hash) const;

  size_t MemoryBytes() const {
    return entries_.capacity() * sizeof(Entry) + buckets_.capacity() * sizeof(Bucket);
  }

  static constexpr size_t kMost = 256;

 private:
  struct Bucket {
    uint32_t begin = 0;  // where its entries begin
    // A bit by the hash's low bits: clear if no entry of the bucket has them. Most of what is looked up is
    // not there, and is told so with one look at memory.
    uint32_t filter = 0;
  };
  static uint32_t FilterBit(uint64_t hash) { return uint32_t{1} << hash % 32; }

  std::vector<Entry> entries_;   // sorted
  std::vector<Bucket> buckets_;  // by the hash's top bits
  int shift_ = 63;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_ROSTER_VALUE_INDEX_H_
