#include "gateway/audit/merkle.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/util/strings.h"
#include "gtest/gtest.h"

namespace schoolgate::gateway {
namespace {

// The reference tree of the Certificate Transparency project's RFC 6962 tests.
const std::vector<std::string> kEntries = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> kRoots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::string Hex(const MerkleHash& hash) { return HexEncode(DigestBytes(hash)); }

std::vector<std::string> Hex(const MerkleProof& proof) {
  std::vector<std::string> hex;
  for (const MerkleHash& hash : proof) hex.push_back(Hex(hash));
  return hex;
}

class ReferenceTree {
 public:
  explicit ReferenceTree(size_t entries) {
    for (size_t i = 0; i < entries; ++i) leaves_.push_back(LeafHash(StrCat("entry ", i)));
  }
  ReferenceTree() {
    for (const std::string& entry : kEntries) leaves_.push_back(LeafHash(HexDecode(entry).value()));
  }

  const MerkleHash& leaf(size_t i) const { return leaves_[i]; }

  // RFC 6962's MTH, as written there.
  MerkleHash Root(size_t begin, size_t end) const {
    if (begin == end) return EmptyRoot();
    if (end - begin == 1) return leaves_[begin];
    size_t k = 1;
    while (k * 2 < end - begin) k *= 2;
    return NodeHash(Root(begin, begin + k), Root(begin + k, end));
  }
  absl::StatusOr<MerkleHash> Node(int level, uint64_t index) const {
    return Root(index << level, (index + 1) << level);
  }
  auto nodes() const {
    return [this](int level, uint64_t index) { return Node(level, index); };
  }

 private:
  std::vector<MerkleHash> leaves_;
};

TEST(MerkleTest, RootsOfThePublishedTree) {
  EXPECT_EQ(Hex(EmptyRoot()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const ReferenceTree tree;
  MerkleFrontier frontier;
  EXPECT_EQ(frontier.Root(), EmptyRoot());
  for (size_t i = 0; i < kRoots.size(); ++i) {
    frontier.Append(tree.leaf(i));
    EXPECT_EQ(Hex(frontier.Root()), kRoots[i]);
    EXPECT_EQ(Hex(RootAt(i + 1, tree.nodes()).value()), kRoots[i]);
  }
}

TEST(MerkleTest, ProofsOfThePublishedTree) {
  const ReferenceTree tree;
  const std::string a = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    b = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    c = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                    d = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                    e = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    f = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
  using Proof = std::vector<std::string>;
  EXPECT_EQ(Hex(InclusionProof(0, 1, tree.nodes()).value()), Proof());
  EXPECT_EQ(Hex(InclusionProof(0, 8, tree.nodes()).value()), (Proof{a, b, c}));
  EXPECT_EQ(Hex(InclusionProof(5, 8, tree.nodes()).value()), (Proof{d, e, kRoots[3]}));
  EXPECT_EQ(Hex(InclusionProof(2, 3, tree.nodes()).value()), (Proof{kRoots[1]}));
  EXPECT_EQ(Hex(InclusionProof(1, 5, tree.nodes()).value()), (Proof{kRoots[0], b, d}));
  EXPECT_EQ(Hex(ConsistencyProof(1, 1, tree.nodes()).value()), Proof());
  EXPECT_EQ(Hex(ConsistencyProof(1, 8, tree.nodes()).value()), (Proof{a, b, c}));
  EXPECT_EQ(Hex(ConsistencyProof(6, 8, tree.nodes()).value()), (Proof{f, e, kRoots[3]}));
  EXPECT_EQ(Hex(ConsistencyProof(2, 5, tree.nodes()).value()), (Proof{b, d}));
}

TEST(MerkleTest, EveryInclusionProofVerifiesAndNoAlteredOneDoes) {
  const ReferenceTree tree(40);
  for (uint64_t size = 1; size <= 40; ++size) {
    const MerkleHash root = tree.Root(0, size);
    for (uint64_t index = 0; index < size; ++index) {
      const MerkleProof proof = InclusionProof(index, size, tree.nodes()).value();
      ASSERT_TRUE(VerifyInclusion(tree.leaf(index), index, size, proof, root)) << index << " of " << size;
      EXPECT_FALSE(VerifyInclusion(tree.leaf(index), index + 1, size, proof, root));
      EXPECT_FALSE(VerifyInclusion(tree.leaf((index + 1) % 40), index, size, proof, root));
      MerkleProof altered = proof;
      altered.push_back(root);
      EXPECT_FALSE(VerifyInclusion(tree.leaf(index), index, size, altered, root));
      if (proof.empty()) continue;
      altered = proof;
      altered.pop_back();
      EXPECT_FALSE(VerifyInclusion(tree.leaf(index), index, size, altered, root));
      altered = proof;
      altered[0][3] ^= 1;
      EXPECT_FALSE(VerifyInclusion(tree.leaf(index), index, size, altered, root));
    }
  }
}

TEST(MerkleTest, EveryConsistencyProofVerifiesAndNoAlteredOneDoes) {
  const ReferenceTree tree(40);
  for (uint64_t size = 1; size <= 40; ++size) {
    for (uint64_t old_size = 0; old_size <= size; ++old_size) {
      const MerkleHash root = tree.Root(0, size), old_root = tree.Root(0, old_size);
      const MerkleProof proof = ConsistencyProof(old_size, size, tree.nodes()).value();
      ASSERT_TRUE(VerifyConsistency(old_size, size, proof, old_root, root)) << old_size << " in " << size;
      MerkleHash other = old_root;
      other[0] ^= 1;
      EXPECT_FALSE(VerifyConsistency(old_size, size, proof, other, root));
      if (old_size > 0) {
        other = root;
        other[0] ^= 1;
        EXPECT_FALSE(VerifyConsistency(old_size, size, proof, old_root, other));
      }
      MerkleProof altered = proof;
      altered.push_back(root);
      EXPECT_FALSE(VerifyConsistency(old_size, size, altered, old_root, root));
      if (proof.empty()) continue;
      altered = proof;
      altered.pop_back();
      EXPECT_FALSE(VerifyConsistency(old_size, size, altered, old_root, root));
    }
  }
}

TEST(MerkleTest, ProofsOutsideTheTreeAreRefused) {
  const ReferenceTree tree(4);
  EXPECT_EQ(InclusionProof(4, 4, tree.nodes()).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ConsistencyProof(4, 3, tree.nodes()).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_FALSE(VerifyConsistency(4, 3, {}, tree.leaf(0), tree.leaf(0)));
  EXPECT_FALSE(VerifyInclusion(tree.leaf(0), 0, 0, {}, EmptyRoot()));
}

}  // namespace
}  // namespace schoolgate::gateway
