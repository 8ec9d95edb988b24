#include "gateway/audit/tiles.h"

#include <filesystem>
#include <map>
#include <string>

#include "gateway/audit/test_log.h"

namespace schoolgate::gateway {
namespace {

using Files = std::map<std::string, std::string>;

std::string Entry(uint64_t i) { return StrCat("entry ", i); }

TEST(TilesTest, PathsAreThoseOfTheSpecification) {
  EXPECT_EQ(TilePath(0, 1234067, 256), "tile/0/x001/x234/067");
  EXPECT_EQ(TilePath(1, 0, 256), "tile/1/000");
  EXPECT_EQ(TilePath(2, 5, 17), "tile/2/005.p/17");
  EXPECT_EQ(TilePath(0, 1000, 1), "tile/0/x001/000.p/1");
  EXPECT_EQ(EntryBundlePath(273, 112), "tile/entries/273.p/112");
}

// The tree of 70,000 entries is the specification's example.
TEST(TilesTest, ATreeOf70000EntriesHasTheTilesTheSpecificationNames) {
  Files files;
  const auto sink = [&files](const std::string& path, std::string_view content) {
    files[path] = std::string(content);
    return absl::OkStatus();
  };
  TileBuilder builder;
  MerkleFrontier frontier;
  EXPECT_EQ(builder.Root(), EmptyRoot());
  for (uint64_t i = 0; i < 70000; ++i) {
    ASSERT_TRUE(builder.Append(Entry(i), sink).ok());
    frontier.Append(LeafHash(Entry(i)));
    if (i < 1000 || i % 977 == 0) {
      ASSERT_EQ(builder.Root(), frontier.Root()) << i;
    }
  }
  ASSERT_TRUE(builder.EmitPartial(sink).ok());
  EXPECT_EQ(builder.Root(), frontier.Root());
  EXPECT_EQ(files.size(), 2 * (273 + 1) + 1 + 1 + 1u);
  EXPECT_EQ(files.at("tile/0/000").size(), 8192u);
  EXPECT_EQ(files.at("tile/0/273.p/112").size(), 112 * 32u);
  EXPECT_EQ(files.at("tile/1/000").size(), 8192u);
  EXPECT_EQ(files.at("tile/1/001.p/17").size(), 17 * 32u);
  EXPECT_EQ(files.at("tile/2/000.p/1").size(), 32u);
  EXPECT_EQ(files.at("tile/entries/000").substr(0, 18), std::string("\0\x07"
                                                                    "entry 0"
                                                                    "\0\x07"
                                                                    "entry 1",
                                                                    18));
}

TEST(TilesTest, ProofsComeFromTheFilesAlone) {
  const TempDirectory temp;
  const auto sink = [&temp](const std::string& path, std::string_view content) {
    return WriteTile(temp.path(), path, content);
  };
  TileBuilder builder;
  MerkleHash root_300;
  for (uint64_t i = 0; i < 600; ++i) {
    ASSERT_TRUE(builder.Append(Entry(i), sink).ok());
    if (builder.size() == 300) {
      ASSERT_TRUE(builder.EmitPartial(sink).ok());
      root_300 = builder.Root();
    }
  }
  ASSERT_TRUE(builder.EmitPartial(sink).ok());
  EXPECT_FALSE(std::filesystem::exists(temp.path() + "/tile/0/001.p")) << "the full tile replaces it";
  TileReader reader(temp.path(), 600), reader_300(temp.path(), 300);
  const auto nodes = [&reader](int level, uint64_t index) { return reader.Node(level, index); };
  EXPECT_EQ(RootAt(600, nodes).value(), builder.Root());
  EXPECT_EQ(RootAt(300, [&](int level, uint64_t index) { return reader_300.Node(level, index); }).value(),
            root_300);
  for (const uint64_t index : {0, 255, 256, 299, 511, 512, 599}) {
    auto proof = InclusionProof(index, 600, nodes);
    ASSERT_TRUE(proof.ok()) << proof.status();
    EXPECT_TRUE(VerifyInclusion(LeafHash(Entry(index)), index, 600, *proof, builder.Root()));
  }
  auto consistency = ConsistencyProof(300, 600, nodes);
  ASSERT_TRUE(consistency.ok());
  EXPECT_TRUE(VerifyConsistency(300, 600, *consistency, root_300, builder.Root()));
  EXPECT_EQ(reader.Node(0, 600).status().code(), absl::StatusCode::kOutOfRange);
  Spill(temp.path() + "/tile/0/002.p/88", "short");
  TileReader broken(temp.path(), 600);
  EXPECT_EQ(broken.Node(0, 599).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace schoolgate::gateway
