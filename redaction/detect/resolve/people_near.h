// People near a request in one way (spoken of in it, or related to those), found again by the words of their
// names. Belongs to one resolver, on one thread; the index outlives it.
#ifndef SCHOOLGATE_REDACTION_DETECT_RESOLVE_PEOPLE_NEAR_H_
#define SCHOOLGATE_REDACTION_DETECT_RESOLVE_PEOPLE_NEAR_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "redaction/detect/roster/roster_index.h"

namespace schoolgate::redaction {

class PeopleNear {
 public:
  explicit PeopleNear(const RosterIndex& index) : index_(index) {}

  // Does nothing for somebody who is there, and once there are very many.
  void Add(uint32_t person) {
    constexpr size_t kMost = 4096;
    if (people_.size() < kMost && known_.insert(person).second) people_.push_back(person);
  }
  bool Contains(uint32_t person) const { return known_.contains(person); }
  // In the order they were added.
  const std::vector<uint32_t>& people() const { return people_; }

  // Those with this word in their name, the first few of them. Names are entered when first asked for: a
  // table of pupils speaks of thousands and asks for none.
  std::span<const uint32_t> Named(uint32_t word) const {
    constexpr size_t kMost = 64;
    for (; entered_ < people_.size(); ++entered_) {
      const uint32_t person = people_[entered_];
      for (const RosterIndex::NamePart part : index_.NameOf(person)) {
        std::vector<uint32_t>& named = named_[part.name];
        if (named.size() < kMost && (named.empty() || named.back() != person)) named.push_back(person);
      }
    }
    const auto found = named_.find(word);
    return found == named_.end() ? std::span<const uint32_t>() : found->second;
  }

 private:
  const RosterIndex& index_;
  std::vector<uint32_t> people_;
  absl::flat_hash_set<uint32_t> known_;
  mutable size_t entered_ = 0;  // of people_, whose names are in named_
  mutable absl::flat_hash_map<uint32_t, std::vector<uint32_t>> named_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_RESOLVE_PEOPLE_NEAR_H_
