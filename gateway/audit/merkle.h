// RFC 6962 Merkle trees: hashing, a tree that grows at its right edge in little memory, proofs and their
// verification.
//
// What:   the arithmetic of the audit log's tree; it knows nothing of files or records.
// Owner:  value types. Thread: any for the functions; one MerkleFrontier belongs to one thread.
// Units:  an entry is any bytes; sizes and indexes count entries.
// Errors: proofs for an index or size outside the tree are OutOfRange; errors of a NodeSource pass through.
// Source: RFC 6962 section 2.1 (hashing, proofs); RFC 9162 sections 2.1.3.2 and 2.1.4.2 (verification).
#ifndef SCHOOLGATE_GATEWAY_AUDIT_MERKLE_H_
#define SCHOOLGATE_GATEWAY_AUDIT_MERKLE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/crypto/digest.h"

namespace schoolgate::gateway {

using MerkleHash = Sha256Digest;
using MerkleProof = std::vector<MerkleHash>;

// SHA-256(0x00 || entry), SHA-256(0x01 || left || right), SHA-256().
MerkleHash LeafHash(std::string_view entry);
MerkleHash NodeHash(const MerkleHash& left, const MerkleHash& right);
MerkleHash EmptyRoot();

// The right edge of a growing tree: one hash per complete subtree, at most 64.
class MerkleFrontier {
 public:
  void Append(const MerkleHash& leaf);
  uint64_t size() const { return size_; }
  MerkleHash Root() const;

 private:
  uint64_t size_ = 0;
  std::vector<MerkleHash> subtrees_;  // largest first
};

// The hash of the complete subtree over the 2^level entries that begin at index * 2^level.
using NodeSource = absl::FunctionRef<absl::StatusOr<MerkleHash>(int level, uint64_t index)>;

absl::StatusOr<MerkleHash> RootAt(uint64_t size, NodeSource nodes);
absl::StatusOr<MerkleProof> InclusionProof(uint64_t index, uint64_t size, NodeSource nodes);
absl::StatusOr<MerkleProof> ConsistencyProof(uint64_t old_size, uint64_t new_size, NodeSource nodes);

bool VerifyInclusion(const MerkleHash& leaf, uint64_t index, uint64_t size,
                     absl::Span<const MerkleHash> proof, const MerkleHash& root);
bool VerifyConsistency(uint64_t old_size, uint64_t new_size, absl::Span<const MerkleHash> proof,
                       const MerkleHash& old_root, const MerkleHash& new_root);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_MERKLE_H_
