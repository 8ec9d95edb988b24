// The bytes of the write-ahead log: segments of framed records. docs/audit-format.md is the same, in prose.
//
//   segment  wal/<first index, 20 digits>.wal: magic "SGAUDIT" 0x01 (8) | first index (8) | CRC32C of those
//   16 frame    magic "SGRC" (4) | CRC32C of all that follows (4) | index (8) | commit (8) | length (4) |
//   record
//
// Integers are big-endian. `commit` is the index of the first record of the group that was flushed together:
// a frame of a later commit proves that every earlier one was durable, so a broken frame before it is damage,
// and not the unfinished write of a process that stopped.
//
// Thread: any; stateless. Source: RFC 3720 appendix B.4 (CRC32C).
#ifndef SCHOOLGATE_GATEWAY_AUDIT_WAL_FORMAT_H_
#define SCHOOLGATE_GATEWAY_AUDIT_WAL_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace schoolgate::gateway {

inline constexpr size_t kSegmentHeaderBytes = 20;
inline constexpr size_t kFrameHeaderBytes = 28;
// A record's length must fit the uint16 of a C2SP entry bundle.
inline constexpr size_t kMaxRecordBytes = 65535;

uint32_t Crc32c(std::string_view bytes);

void AppendBigEndian(std::string& out, uint64_t value, int bytes);

std::string WalDirectory(std::string_view log_directory);
// "00000000000000000042.wal" and back.
std::string SegmentName(uint64_t first_index);
std::optional<uint64_t> SegmentIndex(std::string_view name);

std::string SegmentHeader(uint64_t first_index);
bool IsSegmentHeader(std::string_view bytes, uint64_t first_index);

void AppendFrame(std::string& out, uint64_t index, uint64_t commit, std::string_view record);

struct Frame {
  uint64_t index;
  uint64_t commit;
  std::string_view record;  // into the decoded bytes
  size_t bytes;             // of the whole frame
};
// The frame `bytes` begin with; none where it is incomplete or broken.
std::optional<Frame> DecodeFrame(std::string_view bytes);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_WAL_FORMAT_H_
