// The log as C2SP tlog-tiles: the files a public tool reads to verify it.
//
//   checkpoint                     the newest signed checkpoint
//   verifier-key                   the key it is signed with, as a C2SP verifier key (not part of C2SP)
//   tile/<L>/<N>[.p/<W>]           256 (or W) hashes, each over 256^L entries
//   tile/entries/<N>[.p/<W>]       256 (or W) entries, each after its length as a big-endian uint16
//
// Tiles are derived from the write-ahead log and can be made again from it.
//
// Owner:  value types. Thread: one at a time.
// Units:  N counts tiles, W entries. Memory of a builder: at most 255 entries and 255 hashes a level.
// Errors: those of the sink, or of reading a tile (NotFound, DataLoss for a wrong size).
// Source: C2SP tlog-tiles.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_TILES_H_
#define SCHOOLGATE_GATEWAY_AUDIT_TILES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/audit/merkle.h"

namespace schoolgate::gateway {

inline constexpr uint64_t kTileWidth = 256;

// Relative to the folder. A `width` of kTileWidth is a full tile.
std::string TilePath(int level, uint64_t index, uint64_t width);
std::string EntryBundlePath(uint64_t index, uint64_t width);

std::string TilesDirectory(std::string_view log_directory);
std::string CheckpointPath(std::string_view log_directory);
std::string VerifierKeyPath(std::string_view log_directory);

// Takes a finished file, by its path relative to the folder.
using TileSink = absl::FunctionRef<absl::Status(const std::string& path, std::string_view content)>;

class TileBuilder {
 public:
  // Full tiles go to `sink` as they fill.
  absl::Status Append(std::string_view entry, TileSink sink);
  // The partial tiles of a tree of the present size.
  absl::Status EmitPartial(TileSink sink) const;

  uint64_t size() const { return size_; }
  MerkleHash Root() const;

 private:
  absl::Status Push(size_t level, const MerkleHash& hash, TileSink sink);

  uint64_t size_ = 0;
  std::string bundle_;
  std::vector<std::vector<MerkleHash>> levels_;
};

// A sink that writes into a folder, each file durable and whole; when a full tile is there, its partial
// forerunners go.
absl::Status WriteTile(const std::string& folder, const std::string& path, std::string_view content);

// The hash of a complete subtree, from the tiles of a tree of `size` entries: a NodeSource for proofs.
class TileReader {
 public:
  TileReader(std::string folder, uint64_t size) : folder_(std::move(folder)), size_(size) {}
  absl::StatusOr<MerkleHash> Node(int level, uint64_t index);

 private:
  std::string folder_;
  uint64_t size_;
  std::string last_path_, last_tile_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_TILES_H_
