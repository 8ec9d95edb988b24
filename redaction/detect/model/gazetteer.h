// What is known of single words, as names and as words, from open lists: how common the word is as a given
// name, as a family name, in English, and whether it is a word of another language, a place or a proper name
// dictionaries have. A table of fingerprints built by train/make_gazetteer.py and train/train.cc (README.md
// says from what) and compiled in; one word in some six thousand that is not in it is taken for one that is.
//
// Immutable; any thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_MODEL_GAZETTEER_H_
#define SCHOOLGATE_REDACTION_DETECT_MODEL_GAZETTEER_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "redaction/detect/text/hashing.h"

namespace schoolgate::redaction {

// 0 for a word the table does not have. Levels run from 0 (not at all) to 7 (very common).
class WordFacts {
 public:
  WordFacts() = default;
  explicit WordFacts(uint16_t bits) : bits_(bits) {}

  uint32_t given() const { return bits_ & 7U; }
  uint32_t family() const { return bits_ >> 3 & 7U; }
  uint32_t english() const { return bits_ >> 6 & 7U; }
  bool foreign() const { return (bits_ & 1U << 9) != 0; }
  bool place() const { return (bits_ & 1U << 10) != 0; }
  bool proper() const { return (bits_ & 1U << 11) != 0; }   // a name dictionaries have: Dickens, Paris
  bool famous() const { return (bits_ & 1U << 12) != 0; }   // of a public figure's name
  bool subject() const { return (bits_ & 1U << 13) != 0; }  // literature, history, science: novel, empire
  bool problem() const { return (bits_ & 1U << 14) != 0; }  // word problems: apples, altogether
  bool home() const { return (bits_ & 1U << 15) != 0; }     // private matters: absent, pickup, guardian
  bool IsName() const { return (bits_ & 0x3FU) != 0; }
  uint16_t bits() const { return bits_; }

 private:
  uint16_t bits_ = 0;
};

class Gazetteer {
 public:
  static constexpr size_t kBucket = 16;  // entries that lie together; a word is in its bucket or the next

  // Views `table`: entries of 4 bytes in buckets, each filled from its beginning.
  explicit Gazetteer(std::string_view table)
      : table_(table.data()), buckets_(table.size() / (kBucket * sizeof(uint32_t))) {}

  static uint64_t Bucket(uint64_t hash, uint64_t buckets) { return (hash >> 32) * buckets >> 32; }
  static uint32_t Fingerprint(uint64_t hash) { return static_cast<uint32_t>(hash) & 0xFFFFU; }

  WordFacts Find(std::string_view folded) const { return Find(HashOf(folded)); }
  WordFacts Find(uint64_t hash) const {
    const uint32_t wanted = Fingerprint(hash);
    uint64_t bucket = Bucket(hash, buckets_);
    for (int tries = 0; tries < 2; ++tries) {
      std::array<Four, kBucket / 4> entries;
      const char* const from = table_ + bucket * sizeof(entries);
      std::memcpy(entries.data(), from, sizeof(entries));
      // All of them at once, a bit for each that fits; the first stands. Free places are behind the others.
      Four fits = {0, 0, 0, 0};
      for (uint32_t row = 0; row < entries.size(); ++row) {
        const Four equal = std::bit_cast<Four>(entries[row] >> 16 == wanted);
        fits |= equal & (Four{1, 2, 4, 8} << 4 * row);
      }
      if (const uint32_t bits = fits[0] | fits[1] | fits[2] | fits[3]; bits != 0) {
        const uint32_t found = EntryAt(from, static_cast<uint32_t>(std::countr_zero(bits)));
        if (found != 0) return WordFacts(static_cast<uint16_t>(found));
      }
      if (EntryAt(from, kBucket - 1) == 0) return {};
      bucket = bucket + 1 < buckets_ ? bucket + 1 : 0;
    }
    return {};
  }

 private:
  using Four __attribute__((vector_size(4 * sizeof(uint32_t)))) = uint32_t;

  static uint32_t EntryAt(const char* bucket, size_t entry) {
    uint32_t out = 0;
    std::memcpy(&out, bucket + entry * sizeof(out), sizeof(out));
    return out;
  }

  const char* table_;
  uint64_t buckets_;
};

// The table compiled in.
const Gazetteer& OwnGazetteer();

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_MODEL_GAZETTEER_H_
