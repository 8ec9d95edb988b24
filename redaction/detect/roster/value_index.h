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
    return entries_.capacity() * sizeof(Entry) + buckets_.capacity() * sizeof(uint32_t) +
           filter_.capacity() * sizeof(uint64_t);
  }

  static constexpr size_t kMost = 256;

 private:
  std::vector<Entry> entries_;     // sorted
  std::vector<uint32_t> buckets_;  // by the hash's top bits: where its entries begin
  // Bit by the hash's low bits: clear if no entry has them. Most of what is looked up is not there, and is
  // told so with one look at memory.
  std::vector<uint64_t> filter_;
  int shift_ = 63;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_ROSTER_VALUE_INDEX_H_
