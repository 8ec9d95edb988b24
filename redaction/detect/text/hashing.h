// A fast 64-bit hash of short strings, and how hashes are combined. Values are compared by hash alone in the
// roster index: with a few million entries a false match is one in 10^12 look-ups, and its effect is one
// value replaced that need not be. Not for anything an attacker may choose against us: a crafted collision
// costs a longer run of equal keys, which look-ups bound.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_HASHING_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_HASHING_H_

#include <cstdint>
#include <cstring>
#include <string_view>

namespace schoolgate::redaction {

inline uint64_t MixHash(uint64_t a, uint64_t b) {
  const unsigned __int128 product =
      static_cast<unsigned __int128>(a ^ 0x9E3779B97F4A7C15U) * (b ^ 0xD1B54A32D192ED03U);
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

// The last `size` bytes of a text, fewer than 8, as one number: the first lowest.
inline uint64_t LoadTail(const char* at, size_t size) {
  if (size >= 4) {  // two loads that overlap
    uint32_t low = 0;
    uint32_t high = 0;
    std::memcpy(&low, at, 4);
    std::memcpy(&high, at + size - 4, 4);
    return low | uint64_t{high} << (size - 4) * 8;
  }
  uint64_t tail = 0;
  for (size_t byte = 0; byte < size; ++byte) tail |= uint64_t{static_cast<uint8_t>(at[byte])} << byte * 8;
  return tail;
}

inline uint64_t HashOf(std::string_view text) {
  uint64_t hash = text.size() * 0xA24BAED4963EE407U;
  const char* at = text.data();
  size_t left = text.size();
  while (left >= 8) {
    uint64_t word = 0;
    std::memcpy(&word, at, 8);
    hash = MixHash(hash, word);
    at += 8;
    left -= 8;
  }
  return MixHash(hash, LoadTail(at, left) | uint64_t{left} << 56);
}

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_HASHING_H_
