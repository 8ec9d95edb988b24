// Finds the roster's people in one text, by the ways a name is written: private to roster_names.cc, which has
// full names, and roster_words.cc, which has initials and single words. Used once, by one thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_NAMES_ROSTER_FINDER_H_
#define SCHOOLGATE_REDACTION_DETECT_NAMES_ROSTER_FINDER_H_

#include <algorithm>
#include <string_view>
#include <vector>

#include "redaction/detect/names/name_mention.h"

namespace schoolgate::redaction {

class RosterFinder {
 public:
  explicit RosterFinder(NameScan& scan) : scan_(scan), text_(scan.text), index_(scan.index) {}

  void Run() {
    for (size_t at = 0; at < text_.size();) {
      if (scan_.taken[at] || (text_[at].name == 0 && text_[at].size() != 1)) {
        if (!scan_.taken[at] && text_[at].size() >= 5) Possessive(at);
        ++at;
        continue;
      }
      const size_t next = MatchAt(at);
      at = next == at ? at + 1 : next;
    }
  }

 private:
  bool Free(size_t at) const { return at < text_.size() && !scan_.taken[at] && text_[at].size() <= 64; }
  uint8_t Roles(size_t at) const { return text_[at].name == 0 ? 0 : index_.Roles(text_[at].name); }
  bool Dictionary(size_t at) const { return IsDictionaryWord(text_, text_[at]); }
  bool IsInitial(size_t at) const {
    return text_[at].size() == 1 && (text_[at].shape == Shape::kCapital || text_[at].shape == Shape::kLower);
  }
  // The words of one name stand this close.
  static bool InName(std::string_view gap) {
    return gap.empty() || gap == " " || gap == "-" || gap == "'" || gap == ". " || gap == "." || gap == "_" ||
           gap == "+" || gap == "  " || gap == "- " || gap == " - ";
  }
  static bool InNextCell(std::string_view gap) { return gap == "," || gap == "\t" || gap == "|"; }

  size_t MatchAt(size_t at);
  size_t GivenFirst(size_t at);
  size_t FamilyFirst(size_t at);
  size_t Reversed(size_t at);
  size_t InitialFirst(size_t at);
  size_t InitialLast(size_t at);
  size_t Single(size_t at);
  // "deshawns mom", "Björns teacher", "two Marias": without an apostrophe.
  void Possessive(size_t at);

  bool InRecords(const std::vector<uint32_t>& people, size_t at, uint8_t roles) const {
    return text_[at].name != 0 && std::any_of(people.begin(), people.end(), [&](uint32_t person) {
             return index_.IsNamed(person, text_[at].name, roles);
           });
  }
  size_t ExtendRight(size_t last, std::vector<uint32_t>& people) const;
  void Narrow(size_t first, size_t last, std::vector<uint32_t>& people) const;
  // Casing and dictionary allow the words to be a name without more.
  bool Plausible(size_t given, size_t family) const;
  void PeopleWithInitial(uint32_t name, uint8_t roles, char initial, NameRole initial_of,
                         std::vector<uint32_t>& people) const;
  size_t Emit(size_t first, size_t last, NameForm form, std::vector<uint32_t> people,
              std::string_view recognizer, float confidence, bool certain = true);

  NameScan& scan_;
  const Text& text_;
  const RosterIndex& index_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NAMES_ROSTER_FINDER_H_
