// What the other names of a request say of a word: a list of pupils is known by the names that are plain, and
// "journey" in the column of a grade book or among the speakers of a chat is one of them.
//
// Made for one request, from the tagger's likelihoods and the roster's full names; then any thread may read
// it.
#ifndef SCHOOLGATE_REDACTION_DETECT_RESOLVE_COMPANY_H_
#define SCHOOLGATE_REDACTION_DETECT_RESOLVE_COMPANY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "redaction/detect/resolve/reading.h"

namespace schoolgate::redaction {

// The tokens which [first, last] is joined to by "and", a comma or the like.
struct Joined {
  std::optional<size_t> before, after;
};
Joined JoinedTo(const Text& text, size_t first, size_t last);

class Company {
 public:
  explicit Company(const std::vector<std::unique_ptr<Reading>>& readings);

  // How many different words of the request are names, each counted as far as it is likely; those of
  // [first, last] are not.
  float NamesBeside(const Reading& reading, size_t first, size_t last) const;
  // How likely the word is a name where it stands elsewhere; 0 if it stands nowhere else.
  float Elsewhere(const Reading& reading, size_t token) const;
  // How likely what is joined is a name, the likelier of both.
  float Beside(const Reading& reading, const Joined& joined) const;

  // The cells above and below a word that begins one: the first of each line that goes on with the same sign
  // ("Ana: …", "Ana - …"), or those of a table.
  struct Column {
    float share = 0;      // of the others, how much they are names
    uint32_t others = 0;  // 0: the word begins no cell
    bool table = false;   // a sign that a sentence does not have sets it off
  };
  Column ColumnOf(const Reading& reading, size_t token) const;

 private:
  struct Places {
    float most = 0, second = 0;
    const Reading* reading = nullptr;  // of the most likely place
    size_t token = 0;
  };

  void ReadWords(const Reading& reading, const std::vector<float>& likely);
  void ReadColumns(const Reading& reading, const std::vector<float>& likely);

  absl::flat_hash_map<uint64_t, Places> words_;  // by hash
  float names_ = 0;
  // By reading, of the tokens that begin a cell.
  absl::flat_hash_map<const Reading*, absl::flat_hash_map<uint32_t, Column>> columns_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_RESOLVE_COMPANY_H_
