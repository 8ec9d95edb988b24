// Names that are nobody's here, wherever a text has them: public figures, the people of books, films and
// stories, and what is called after a person (a syndrome, a brand, a holiday). The lists are in words/.
//
// Built once for the process and immutable; any thread may read it.
#ifndef SCHOOLGATE_REDACTION_DETECT_NAMES_KNOWN_NAMES_H_
#define SCHOOLGATE_REDACTION_DETECT_NAMES_KNOWN_NAMES_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "redaction/detect/names/name_mention.h"

namespace schoolgate::redaction {

enum class KnownKind : uint8_t {
  kPerson,     // a public figure
  kThing,      // called after somebody: neither it nor its words are anyone
  kTitle,      // of a work
  kCharacter,  // of a work
};

class KnownNames {
 public:
  struct Entry {
    KnownKind kind = KnownKind::kPerson;
    bool ordinary = false;  // anybody may be called so: what stands around it decides
    uint16_t work = 0;
  };
  struct Found {
    size_t words = 0;  // how many tokens; 0 if nothing begins here
    std::span<const Entry> entries;
  };

  static const KnownNames& Get();

  // The longest name that begins at token `at`.
  Found FindAt(const Text& text, size_t at) const;
  // "Lee, Harper", "Stimson, Henry L.": the name whose last word is at `at`, before its first. Gives the
  // tokens until where the name goes.
  Found FindReversedAt(const Text& text, size_t at) const;
  // The hashes of the words by which the people of a work are called.
  std::span<const uint64_t> PeopleOf(uint16_t work) const;

 private:
  KnownNames();
  void Add(std::string_view name, Entry entry);

  // By the combined hash of a name's first words: what ends there. A name's every beginning has a node.
  absl::flat_hash_map<uint64_t, std::vector<Entry>> nodes_;
  // Bit by a node's hash: most of what stands in texts ends nowhere, and is told so without a look at them.
  static constexpr uint64_t kFilterBits = uint64_t{1} << 19;
  std::array<uint64_t, kFilterBits / 64> filter_{};
  std::array<uint64_t, kFilterBits / 64> ends_{};  // and of whole names alone
  std::vector<std::vector<uint64_t>> people_;      // by work
};

// What a text shows of them. The resolver weighs it with the rest of the request.
struct KnownScan {
  enum Strength : uint8_t { kFirstName = 1, kName = 2 };
  // By the hash of a word: figures the text speaks of.
  absl::flat_hash_map<uint64_t, Strength> words;
  std::vector<uint64_t> perhaps;                    // figures only if the text speaks of others
  std::vector<std::pair<uint16_t, uint8_t>> works;  // signs of a work, each of a weight
  // Tokens of figures' names that somebody of the school may as well have: the roster has one, or many do.
  std::vector<std::pair<uint32_t, uint32_t>> contested;
  std::vector<uint32_t> people;      // the tokens where figures are named, ascending
  std::vector<uint32_t> characters;  // and where somebody of a work is, called as nobody else is
};

// Fills in `known`, and marks taken what is no name of a person here.
void TakeKnownNames(NameScan& scan, KnownScan& known);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NAMES_KNOWN_NAMES_H_
