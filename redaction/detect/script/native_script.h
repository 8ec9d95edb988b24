// Scripts other than Latin, and how names written in them sound, so that 박지호 and يوسف are found to be the
// roster's Ji-ho Park and Yusuf. Sounds are coarse on purpose (b and p are one, and so are d and t, g and k):
// there are many ways to write a name in Latin letters, and a pair of names has to fit anyway.
//
// Pure functions on folded words (unicode_fold.h: "й" has become "и", vowel signs above letters are gone).
#ifndef SCHOOLGATE_REDACTION_DETECT_SCRIPT_NATIVE_SCRIPT_H_
#define SCHOOLGATE_REDACTION_DETECT_SCRIPT_NATIVE_SCRIPT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace schoolgate::redaction {

enum class Script : uint8_t {
  kLatin,  // and whatever is not listed
  kHan,
  kKana,
  kHangul,
  kCyrillic,
  kGreek,
  kArabic,
  kHebrew,
  kDevanagari,
  kGurmukhi,
  kEthiopic,
  kThai,
};

Script ScriptOf(char32_t character);
// Of the first character that is no digit.
Script ScriptOf(std::string_view word);

// The length in bytes of the UTF-8 character that begins at `at`; 1 in invalid text.
size_t CharacterSize(std::string_view text, size_t at);

// The sounds of a word: capitals are consonants, digits vowels (1 for a, 2 for o and u, 3 for e and i).
// Nothing for a script that does not say (Han).
std::string SoundsOf(std::string_view folded);
// Without the vowels after the first letter, as Arabic and Hebrew write, and Indic scripts once folded.
std::string SkeletonOf(std::string_view sounds);
// Whether words of the script are compared by their skeleton.
bool ComparesBySkeleton(Script script);

// The forms in which a word may be listed, as hashes: itself, without what is written onto its front (Arabic
// "and", "the", Amharic "of"), without the endings of its cases (Cyrillic, Greek). A fixed number of them.
struct WordForms {
  std::array<uint64_t, 24> hashes;
  size_t count = 0;
  size_t articled = 24;  // forms from here on had an article: no given name
};
WordForms FormsOf(Script script, std::string_view folded);
// The form by which a word, given in its first case, is listed.
uint64_t ListedForm(Script script, std::string_view folded);
// Whether an Arabic word, unfolded, ends in the letter that folding makes one with "ي": "على" (on), not
// "علي". The forms of such a word are asked for with that letter.
bool EndsInMaksura(std::string_view source);
// A word as the text has it, unfolded: folding takes vowels off Indic words, and "मेज", a table, becomes one
// with "मंजू". Without the marks that many leave out.
uint64_t SpelledForm(std::string_view source);
// The same as ListedForm without the letters that many leave out or confuse; as the word may stand in a text.
uint64_t LooseForm(Script script, std::string_view folded);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_SCRIPT_NATIVE_SCRIPT_H_
