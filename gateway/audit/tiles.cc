#include "gateway/audit/tiles.h"

#include <bit>
#include <cstring>
#include <filesystem>

#include "core/util/files.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/audit/wal_format.h"

namespace schoolgate::gateway {
namespace {

constexpr size_t kHashBytes = sizeof(MerkleHash);

// 1234067 is "x001/x234/067".
std::string IndexPath(uint64_t index) {
  std::string path;
  for (bool last = true; last || index > 0; last = false, index /= 1000) {
    const std::string digits = StrCat(index % 1000);
    path = StrCat(last ? "" : "x", std::string(3 - digits.size(), '0'), digits, last ? "" : "/", path);
  }
  return path;
}

std::string PathOf(std::string_view kind, uint64_t index, uint64_t width) {
  std::string path = StrCat("tile/", kind, "/", IndexPath(index));
  return width == kTileWidth ? path : StrCat(path, ".p/", width);
}

std::string_view BytesOf(const std::vector<MerkleHash>& hashes) {
  return {reinterpret_cast<const char*>(hashes.data()), hashes.size() * kHashBytes};
}

MerkleHash RootOf(const MerkleHash* hashes, size_t count) {
  MerkleFrontier frontier;
  for (size_t i = 0; i < count; ++i) frontier.Append(hashes[i]);
  return frontier.Root();
}

}  // namespace

std::string TilePath(int level, uint64_t index, uint64_t width) {
  return PathOf(StrCat(level), index, width);
}
std::string EntryBundlePath(uint64_t index, uint64_t width) { return PathOf("entries", index, width); }

std::string TilesDirectory(std::string_view log_directory) { return StrCat(log_directory, "/tiles"); }
std::string CheckpointPath(std::string_view log_directory) {
  return StrCat(TilesDirectory(log_directory), "/checkpoint");
}
std::string VerifierKeyPath(std::string_view log_directory) {
  return StrCat(TilesDirectory(log_directory), "/verifier-key");
}

absl::Status TileBuilder::Append(std::string_view entry, TileSink sink) {
  AppendBigEndian(bundle_, entry.size(), 2);
  bundle_.append(entry);
  ++size_;
  if (size_ % kTileWidth == 0) {
    SG_RETURN_IF_ERROR(sink(EntryBundlePath(size_ / kTileWidth - 1, kTileWidth), bundle_));
    bundle_.clear();
  }
  return Push(0, LeafHash(entry), sink);
}

absl::Status TileBuilder::Push(size_t level, const MerkleHash& hash, TileSink sink) {
  if (levels_.size() == level) levels_.emplace_back();
  std::vector<MerkleHash>& tile = levels_[level];
  tile.push_back(hash);
  if (tile.size() < kTileWidth) return absl::OkStatus();
  const uint64_t index = (size_ >> (8 * (level + 1))) - 1;
  SG_RETURN_IF_ERROR(sink(TilePath(static_cast<int>(level), index, kTileWidth), BytesOf(tile)));
  const MerkleHash parent = RootOf(tile.data(), tile.size());
  tile.clear();
  return Push(level + 1, parent, sink);
}

absl::Status TileBuilder::EmitPartial(TileSink sink) const {
  if (!bundle_.empty())
    SG_RETURN_IF_ERROR(sink(EntryBundlePath(size_ / kTileWidth, size_ % kTileWidth), bundle_));
  for (size_t level = 0; level < levels_.size(); ++level) {
    const std::vector<MerkleHash>& tile = levels_[level];
    if (tile.empty()) continue;
    const uint64_t index = size_ >> (8 * (level + 1));
    SG_RETURN_IF_ERROR(sink(TilePath(static_cast<int>(level), index, tile.size()), BytesOf(tile)));
  }
  return absl::OkStatus();
}

MerkleHash TileBuilder::Root() const {
  // The complete subtrees of the right edge, largest first: by level downwards, and within a tile by the bits
  // of its width.
  std::vector<MerkleHash> subtrees;
  for (auto tile = levels_.rbegin(); tile != levels_.rend(); ++tile) {
    for (size_t done = 0; done < tile->size();) {
      const size_t count = std::bit_floor(tile->size() - done);
      subtrees.push_back(RootOf(tile->data() + done, count));
      done += count;
    }
  }
  if (subtrees.empty()) return EmptyRoot();
  MerkleHash root = subtrees.back();
  for (auto left = subtrees.rbegin() + 1; left != subtrees.rend(); ++left) root = NodeHash(*left, root);
  return root;
}

absl::Status WriteTile(const std::string& folder, const std::string& path, std::string_view content) {
  const std::filesystem::path file = std::filesystem::path(folder) / path;
  SG_RETURN_IF_ERROR(MakeDirectories(file.parent_path().string()));
  SG_RETURN_IF_ERROR(WriteFileAtomically(file.string(), content, 0600));
  if (path.find(".p/") == std::string::npos) {
    std::error_code ignored;  // a forerunner that stays is allowed
    std::filesystem::remove_all(file.string() + ".p", ignored);
  }
  return absl::OkStatus();
}

absl::StatusOr<MerkleHash> TileReader::Node(int level, uint64_t index) {
  const int tile_level = level / 8, height = level % 8;
  const uint64_t hashes = size_ >> (8 * tile_level);  // at this level, in the whole tree
  const uint64_t first = index << height, count = uint64_t{1} << height;
  if (first + count > hashes) return absl::OutOfRangeError("no such subtree in a tree of that size");
  const uint64_t tile = first / kTileWidth;
  const uint64_t width = (tile + 1) * kTileWidth <= hashes ? kTileWidth : hashes % kTileWidth;
  const std::string path = TilePath(tile_level, tile, width);
  if (path != last_path_) {
    absl::StatusOr<std::string> read = ReadFile(StrCat(folder_, "/", path));
    // The full tile may have replaced the partial one.
    if (!read.ok()) read = ReadFile(StrCat(folder_, "/", TilePath(tile_level, tile, kTileWidth)));
    if (!read.ok()) return read.status();
    if (read->size() < width * kHashBytes) return absl::DataLossError(StrCat(path, " is too short"));
    last_path_ = path;
    last_tile_ = *std::move(read);
  }
  std::vector<MerkleHash> leaves(count);
  std::memcpy(leaves.data(), last_tile_.data() + (first % kTileWidth) * kHashBytes, count * kHashBytes);
  return RootOf(leaves.data(), count);
}

}  // namespace schoolgate::gateway
