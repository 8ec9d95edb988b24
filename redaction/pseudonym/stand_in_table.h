// The stand-ins of one exchange that are no codes: a surrogate name, an id in its own format, a moved date,
// each with the text it replaced. A trie over characters, so that a reader of an answer finds the longest one
// that begins at a place, character by character, with no list to go through.
//
// A text that stood for two different things stands for neither: it is never put back as the wrong one.
// Holds people's text, and zeroises it when it goes. Built on the exchange's event loop; const after that.
#ifndef SCHOOLGATE_REDACTION_PSEUDONYM_STAND_IN_TABLE_H_
#define SCHOOLGATE_REDACTION_PSEUDONYM_STAND_IN_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/node_hash_map.h"

namespace schoolgate::redaction {

class StandInTable {
 public:
  // Longer ones are not read back (restore/stand_in_reader.h), so nobody makes them.
  static constexpr size_t kLongest = 64;  // bytes

  struct Node {
    std::vector<std::pair<char32_t, uint32_t>> next;  // by character; few each
    const std::string* form = nullptr;                // what ends here stands for this
  };

  StandInTable() : nodes_(1) {}
  ~StandInTable();
  StandInTable(const StandInTable&) = delete;
  StandInTable& operator=(const StandInTable&) = delete;

  // `text` is UTF-8 of at most kLongest bytes, and not empty.
  void Add(const std::string& text, std::string form);
  // `text` is put back no more.
  void Drop(const std::string& text);

  const std::string* FormOf(const std::string& text) const;
  std::vector<std::string> Texts() const;

  bool empty() const { return entries_.empty(); }
  const Node& root() const { return nodes_[0]; }
  // The node behind `c`; null if nothing goes on with it.
  const Node* Next(const Node& node, char32_t c) const;

 private:
  struct Entry {
    std::string form;
    bool ambiguous = false;
  };
  Node& NodeOf(std::string_view text);

  std::vector<Node> nodes_;
  // Nodes stay where they are: moving a short string would leave a copy of it behind.
  absl::node_hash_map<std::string, Entry> entries_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_PSEUDONYM_STAND_IN_TABLE_H_
