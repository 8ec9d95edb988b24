// The names of the district and its schools, in the ways people write them: whole ("Linden Creek Middle
// School"), without the words for what it is ("Linden Creek"), by their first letters ("LCMS"). A school is
// nobody, though many are called after somebody.
//
// Filled on one thread, then read by any. Keeps hashes only.
#ifndef SCHOOLGATE_REDACTION_DETECT_ROSTER_SCHOOL_NAMES_H_
#define SCHOOLGATE_REDACTION_DETECT_ROSTER_SCHOOL_NAMES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "redaction/detect/text/lexicon.h"
#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

class SchoolNames {
 public:
  struct Found {
    size_t words = 0;      // how many tokens; 0 if nothing begins here
    bool whole = false;    // with the words that say it is a school
    bool letters = false;  // first letters only
  };

  // `name` as the roster has it. Marks in `lexicon` the words that begin a name (word::kSchool).
  void Add(std::string_view name, Lexicon& lexicon);
  // The longest name that begins at token `at`.
  Found FindAt(const Text& text, size_t at) const;

  // "elementary", "ms", "escuela": says that the words beside it name a school.
  static bool IsTypeWord(std::string_view word);

  size_t MemoryBytes() const { return nodes_.capacity() * (sizeof(uint64_t) + sizeof(Node)); }

 private:
  struct Node {
    bool ends = false, whole = false, letters = false;
  };

  void Enter(const std::string_view* first, const std::string_view* last, Node node, Lexicon& lexicon);

  // By the combined hash of a name's first words. A name's every beginning has a node.
  absl::flat_hash_map<uint64_t, Node> nodes_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_ROSTER_SCHOOL_NAMES_H_
