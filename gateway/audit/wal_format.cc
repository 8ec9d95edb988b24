#include "gateway/audit/wal_format.h"

#include <array>
#include <cstring>

#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

constexpr std::string_view kSegmentMagic("SGAUDIT\x01", 8);
constexpr std::string_view kFrameMagic = "SGRC";
constexpr std::string_view kSuffix = ".wal";
constexpr size_t kNameDigits = 20;

using CrcTables = std::array<std::array<uint32_t, 256>, 8>;

// Eight tables, so that eight bytes are taken at once.
constexpr CrcTables MakeCrcTables() {
  CrcTables tables{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78u : 0);
    tables[0][i] = crc;
  }
  for (uint32_t i = 0; i < 256; ++i) {
    for (size_t t = 1; t < 8; ++t)
      tables[t][i] = (tables[t - 1][i] >> 8) ^ tables[0][tables[t - 1][i] & 0xFF];
  }
  return tables;
}
constexpr CrcTables kCrc = MakeCrcTables();

uint64_t BigEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes) value = (value << 8) | static_cast<uint8_t>(c);
  return value;
}

}  // namespace

uint32_t Crc32c(std::string_view bytes) {
  uint32_t crc = ~0u;
  const auto* p = reinterpret_cast<const uint8_t*>(bytes.data());
  size_t n = bytes.size();
  for (; n >= 8; n -= 8, p += 8) {
    const uint32_t low =
        crc ^ (uint32_t{p[0]} | uint32_t{p[1]} << 8 | uint32_t{p[2]} << 16 | uint32_t{p[3]} << 24);
    crc = kCrc[7][low & 0xFF] ^ kCrc[6][(low >> 8) & 0xFF] ^ kCrc[5][(low >> 16) & 0xFF] ^
          kCrc[4][low >> 24] ^ kCrc[3][p[4]] ^ kCrc[2][p[5]] ^ kCrc[1][p[6]] ^ kCrc[0][p[7]];
  }
  for (; n > 0; --n, ++p) crc = (crc >> 8) ^ kCrc[0][(crc ^ *p) & 0xFF];
  return ~crc;
}

void AppendBigEndian(std::string& out, uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

std::string WalDirectory(std::string_view log_directory) { return StrCat(log_directory, "/wal"); }

std::string SegmentName(uint64_t first_index) {
  const std::string digits = StrCat(first_index);
  return StrCat(std::string(kNameDigits - digits.size(), '0'), digits, kSuffix);
}

std::optional<uint64_t> SegmentIndex(std::string_view name) {
  if (name.size() != kNameDigits + kSuffix.size() || !name.ends_with(kSuffix)) return std::nullopt;
  const std::string_view digits = name.substr(0, kNameDigits);
  uint64_t index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return index;
}

std::string SegmentHeader(uint64_t first_index) {
  std::string header(kSegmentMagic);
  AppendBigEndian(header, first_index, 8);
  AppendBigEndian(header, Crc32c(header), 4);
  return header;
}

bool IsSegmentHeader(std::string_view bytes, uint64_t first_index) {
  return bytes == SegmentHeader(first_index);
}

void AppendFrame(std::string& out, uint64_t index, uint64_t commit, std::string_view record) {
  const size_t start = out.size();
  out.append(kFrameMagic);
  AppendBigEndian(out, 0, 4);
  AppendBigEndian(out, index, 8);
  AppendBigEndian(out, commit, 8);
  AppendBigEndian(out, record.size(), 4);
  out.append(record);
  std::string crc;
  AppendBigEndian(crc, Crc32c(std::string_view(out).substr(start + 8)), 4);
  out.replace(start + 4, 4, crc);
}

std::optional<Frame> DecodeFrame(std::string_view bytes) {
  if (bytes.size() < kFrameHeaderBytes || !bytes.starts_with(kFrameMagic)) return std::nullopt;
  const uint64_t length = BigEndian(bytes.substr(24, 4));
  if (length > kMaxRecordBytes || bytes.size() - kFrameHeaderBytes < length) return std::nullopt;
  const size_t total = kFrameHeaderBytes + length;
  if (Crc32c(bytes.substr(8, total - 8)) != BigEndian(bytes.substr(4, 4))) return std::nullopt;
  return Frame{.index = BigEndian(bytes.substr(8, 8)),
               .commit = BigEndian(bytes.substr(16, 8)),
               .record = bytes.substr(kFrameHeaderBytes, length),
               .bytes = total};
}

}  // namespace schoolgate::gateway
