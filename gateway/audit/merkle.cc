#include "gateway/audit/merkle.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

// RFC 6962: the largest power of two smaller than n. REQUIRES: n > 1.
uint64_t Split(uint64_t n) { return std::bit_floor(n - 1); }

// MTH of entries [begin, end), where `begin` is a multiple of the power of two at or above the range's size.
absl::StatusOr<MerkleHash> RangeHash(uint64_t begin, uint64_t end, NodeSource nodes) {
  const uint64_t n = end - begin;
  if (std::has_single_bit(n)) {
    const int level = std::countr_zero(n);
    return nodes(level, begin >> level);
  }
  const uint64_t k = Split(n);
  SG_ASSIGN_OR_RETURN(const MerkleHash left, RangeHash(begin, begin + k, nodes));
  SG_ASSIGN_OR_RETURN(const MerkleHash right, RangeHash(begin + k, end, nodes));
  return NodeHash(left, right);
}

}  // namespace

MerkleHash LeafHash(std::string_view entry) {
  thread_local Sha256Hasher hasher;
  hasher.Update(absl::string_view("\0", 1));
  hasher.Update(ToAbsl(entry));
  return hasher.Finish();
}

MerkleHash NodeHash(const MerkleHash& left, const MerkleHash& right) {
  char bytes[1 + 2 * sizeof(MerkleHash)];
  bytes[0] = 1;
  std::memcpy(bytes + 1, left.data(), left.size());
  std::memcpy(bytes + 1 + left.size(), right.data(), right.size());
  return Sha256(absl::string_view(bytes, sizeof(bytes)));
}

MerkleHash EmptyRoot() { return Sha256(""); }

void MerkleFrontier::Append(const MerkleHash& leaf) {
  MerkleHash hash = leaf;
  for (uint64_t n = size_; (n & 1) != 0; n >>= 1) {
    hash = NodeHash(subtrees_.back(), hash);
    subtrees_.pop_back();
  }
  subtrees_.push_back(hash);
  ++size_;
}

MerkleHash MerkleFrontier::Root() const {
  if (subtrees_.empty()) return EmptyRoot();
  MerkleHash hash = subtrees_.back();
  for (auto left = subtrees_.rbegin() + 1; left != subtrees_.rend(); ++left) hash = NodeHash(*left, hash);
  return hash;
}

absl::StatusOr<MerkleHash> RootAt(uint64_t size, NodeSource nodes) {
  if (size == 0) return EmptyRoot();
  return RangeHash(0, size, nodes);
}

absl::StatusOr<MerkleProof> InclusionProof(uint64_t index, uint64_t size, NodeSource nodes) {
  if (index >= size) return absl::OutOfRangeError("no such entry in a tree of that size");
  // From the root down to the leaf; the proof lists the siblings from the leaf up.
  MerkleProof proof;
  for (uint64_t begin = 0, end = size; end - begin > 1;) {
    const uint64_t middle = begin + Split(end - begin);
    const bool left = index < middle;
    SG_ASSIGN_OR_RETURN(const MerkleHash sibling,
                        left ? RangeHash(middle, end, nodes) : RangeHash(begin, middle, nodes));
    proof.push_back(sibling);
    (left ? end : begin) = middle;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::StatusOr<MerkleProof> ConsistencyProof(uint64_t old_size, uint64_t new_size, NodeSource nodes) {
  if (old_size > new_size) return absl::OutOfRangeError("the old tree is larger than the new one");
  MerkleProof proof;
  if (old_size == 0 || old_size == new_size) return proof;
  uint64_t begin = 0, end = new_size;
  while (end != old_size) {
    const uint64_t middle = begin + Split(end - begin);
    const bool left = old_size <= middle;
    SG_ASSIGN_OR_RETURN(const MerkleHash sibling,
                        left ? RangeHash(middle, end, nodes) : RangeHash(begin, middle, nodes));
    proof.push_back(sibling);
    (left ? end : begin) = middle;
  }
  // The old tree's last subtree; where that is the whole old tree, the verifier has its hash already.
  if (begin != 0) {
    SG_ASSIGN_OR_RETURN(const MerkleHash last, RangeHash(begin, end, nodes));
    proof.push_back(last);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

bool VerifyInclusion(const MerkleHash& leaf, uint64_t index, uint64_t size,
                     absl::Span<const MerkleHash> proof, const MerkleHash& root) {
  if (index >= size) return false;
  uint64_t fn = index, sn = size - 1;
  MerkleHash hash = leaf;
  for (const MerkleHash& sibling : proof) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      hash = NodeHash(sibling, hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      hash = NodeHash(hash, sibling);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && hash == root;
}

bool VerifyConsistency(uint64_t old_size, uint64_t new_size, absl::Span<const MerkleHash> proof,
                       const MerkleHash& old_root, const MerkleHash& new_root) {
  if (old_size > new_size) return false;
  if (old_size == new_size) return proof.empty() && old_root == new_root;
  if (old_size == 0) return proof.empty() && old_root == EmptyRoot();
  size_t next = 0;
  MerkleHash old_hash = old_root;
  if (!std::has_single_bit(old_size)) {
    if (proof.empty()) return false;
    old_hash = proof[next++];
  }
  MerkleHash new_hash = old_hash;
  uint64_t fn = old_size - 1, sn = new_size - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  for (; next < proof.size(); ++next) {
    if (sn == 0) return false;
    const MerkleHash& sibling = proof[next];
    if ((fn & 1) != 0 || fn == sn) {
      old_hash = NodeHash(sibling, old_hash);
      new_hash = NodeHash(sibling, new_hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      new_hash = NodeHash(new_hash, sibling);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && old_hash == old_root && new_hash == new_root;
}

}  // namespace schoolgate::gateway
