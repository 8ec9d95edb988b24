// What is known of the words of one script: given and family names, titles, kin, ordinary words, and the
// names of public figures and of people in books, who stay.
//
// Built from lists once, immutable after: any thread may read.
#ifndef SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_WORDS_H_
#define SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_WORDS_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "redaction/detect/script/native_script.h"

namespace schoolgate::redaction {

namespace native {
enum : uint32_t {
  kGiven = 1,       // a given name and hardly anything else
  kWeakGiven = 2,   // a given name that is a word too: needs a sign
  kFamily = 4,      // a family name
  kTitle = 8,       // a person's name follows: Mr, Dr, teacher
  kAfter = 16,      // a person's name stands before: -ji, -san
  kKin = 32,        // mother, son: a name may follow
  kCalled = 64,     // "named", "name:": a name follows
  kPlain = 128,     // an ordinary word
  kPublic = 256,    // king, poet, saint, street: what follows is nobody here
  kJoin = 512,      // ibn, abu: part of a name with the word after it
  kClosing = 1024,  // a letter's last words before the signature
  kFigure = 2048,   // begins a public figure's name
  kSchool = 4096,   // the name before it is a school's, where a place's kind comes last
};
}  // namespace native

class NativeWords {
 public:
  struct List {
    uint32_t bits;
    std::string_view words;  // between blanks
  };
  // `figures`: names, one a line, in their first case.
  NativeWords(Script script, std::initializer_list<List> lists, std::string_view figures);

  // What the first of the word's forms that is listed is; 0 if none is.
  uint32_t BitsOf(const WordForms& forms) const;
  // The same of an Indic word, by how it is spelled; what only its folded form says is weak.
  uint32_t BitsOf(const WordForms& forms, uint64_t spelled) const;
  // What the word is without anything taken off it.
  uint32_t BitsOfWhole(const WordForms& forms) const;

  // How many words from the first of `words` on are a public figure's name; 0: none. Asked where BitsOf says
  // kFigure, of kLongestFigure words if the text has them.
  size_t FigureAt(std::span<const WordForms> words) const;
  static constexpr size_t kLongestFigure = 5;

 private:
  // A given name that is another word too is weak.
  static void Weaken(absl::flat_hash_map<uint64_t, uint32_t>& bits);

  bool cased_;
  absl::flat_hash_map<uint64_t, uint32_t> exact_;    // ordinary words, in the case they are listed in
  absl::flat_hash_map<uint64_t, uint32_t> bits_;     // by ListedForm
  absl::flat_hash_map<uint64_t, uint32_t> spelled_;  // by SpelledForm
  absl::flat_hash_map<uint64_t, std::vector<std::vector<uint64_t>>> figures_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_WORDS_H_
