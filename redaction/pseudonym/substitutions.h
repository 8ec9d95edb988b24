// What stands for what in one exchange: codes and the text they replaced. It holds people's text: it has no
// printer, and zeroises the forms when it goes. Built on the exchange's event loop; const after the message
// left, so that a stream may keep it while everything else of the exchange is gone.
#ifndef SCHOOLGATE_REDACTION_PSEUDONYM_SUBSTITUTIONS_H_
#define SCHOOLGATE_REDACTION_PSEUDONYM_SUBSTITUTIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "redaction/pseudonym/stand_in_table.h"

namespace schoolgate::redaction {

class Substitutions {
 public:
  Substitutions() = default;
  ~Substitutions();
  Substitutions(const Substitutions&) = delete;
  Substitutions& operator=(const Substitutions&) = delete;

  // `code` as issued, upper case; `form` as written. Adding a code again keeps the first form.
  void Add(const std::string& code, std::string form);

  // What `code` stands for as long as nobody adds it: a model may drop a code's form letter, and the bare
  // code then means the first form this person met.
  void AddFallback(const std::string& code, std::string form);

  // The text `code` stands for, or null if it is not one of this exchange's codes.
  const std::string* FormOf(std::string_view code) const;

  // Every code, fallbacks included, for building the restorer's automaton. The views live as long as this.
  std::vector<std::string_view> Codes() const;
  // What stands in the place of texts without being a code.
  StandInTable& stand_ins() { return stand_ins_; }
  const StandInTable& stand_ins() const { return stand_ins_; }

  bool empty() const { return entries_.empty() && stand_ins_.empty(); }
  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string form;
    bool fallback = false;
  };
  // Nodes stay where they are: moving a short string would leave a copy of it behind.
  absl::node_hash_map<std::string, Entry> entries_;
  StandInTable stand_ins_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_PSEUDONYM_SUBSTITUTIONS_H_
