// The forms of words: what a script writes onto the front and the end of a name.
#include <algorithm>
#include <string_view>

#include "redaction/detect/script/native_script.h"
#include "redaction/detect/text/hashing.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kLongestWord = 96;  // bytes

// A word of Arabic script with the letters that Persian, Urdu and careless typing vary made one. Every letter
// of it is two bytes.
// `loose`: without the letters that many leave out or confuse, but that tell "هناء" from "هنا" and "سلمى"
// from "سلمي".
std::string_view PlainArabic(std::string_view folded, std::array<char, kLongestWord>& buffer, bool loose) {
  size_t size = 0;
  for (size_t at = 0; at < folded.size();) {
    const size_t begin = at;
    const char32_t c = DecodeUtf8(folded, at);
    std::string_view letter = folded.substr(begin, at - begin);
    switch (c) {
      case U'ی':
      case U'ے':
        letter = "ي";
        break;
      case U'ى':
        if (loose) letter = "ي";
        break;
      case U'ک':
        letter = "ك";
        break;
      case U'ة':
      case U'ہ':
      case U'ھ':
      case U'ە':
      case U'ۃ':
        letter = "ه";
        break;
      case U'ں':
        if (loose) letter = "ن";
        break;
      case U'ٱ':
        letter = "ا";
        break;
      case U'ء':
        if (loose) letter = "";
        break;
      case U'ـ':  // only stretches the word
        letter = "";
        break;
      default:
        break;
    }
    if (size + letter.size() > buffer.size()) break;
    std::copy(letter.begin(), letter.end(), buffer.begin() + static_cast<ptrdiff_t>(size));
    size += letter.size();
  }
  return {buffer.data(), size};
}

bool HasPersianLetters(std::string_view folded) {
  for (size_t at = 0; at < folded.size();) {
    switch (DecodeUtf8(folded, at)) {
      case U'پ':
      case U'چ':
      case U'ژ':
      case U'گ':
      case U'ک':
      case U'ی':
      case U'ے':
      case U'ہ':
      case U'ں':
      case U'ڑ':
      case U'ٹ':
      case U'ڈ':
        return true;
      default:
        break;
    }
  }
  return false;
}

class Collector {
 public:
  explicit Collector(WordForms& out) : out_(out) {}
  void Add(std::string_view word) { AddForm(HashOf(word)); }
  void AddForm(uint64_t form) {
    if (out_.count < out_.hashes.size()) out_.hashes[out_.count++] = form;
  }
  // The word without one of `fronts`, if `least` bytes are left.
  void WithoutFront(std::string_view word, std::initializer_list<std::string_view> fronts, size_t least) {
    for (const std::string_view front : fronts) {
      if (word.starts_with(front) && word.size() >= front.size() + least) Add(word.substr(front.size()));
    }
  }
  void WithoutEnd(std::string_view word, std::initializer_list<std::string_view> ends, size_t least) {
    for (const std::string_view end : ends) {
      if (word.ends_with(end) && word.size() >= end.size() + least)
        Add(word.substr(0, word.size() - end.size()));
    }
  }
  WordForms& out() { return out_; }

 private:
  WordForms& out_;
};

void CyrillicForms(std::string_view word, Collector& out) {
  out.WithoutEnd(word, {"а", "я", "у", "ю", "е", "є", "і", "и", "ы", "о", "ь"}, 4);
  out.WithoutEnd(word, {"ові", "еві", "єві", "ою",  "ею",  "єю", "ем", "єм", "ом", "им", "ым", "ои", "еи",
                        "єи",  "іи",  "ого", "ому", "ему", "ии", "ыи", "их", "ых", "ів", "ів", "ам"},
                 4);
  // "Ользі", "Даринці", "Маріуці": the stem's last letter changes.
  const auto changed = [&](std::string_view end, std::string_view was) {
    if (!word.ends_with(end) || word.size() < end.size() + 4) return;
    std::array<char, kLongestWord> buffer{};
    const size_t size = word.size() - end.size();
    word.copy(buffer.data(), size);
    was.copy(buffer.data() + size, was.size());
    out.Add({buffer.data(), size + was.size()});
  };
  changed("ці", "к");
  changed("зі", "г");
  changed("сі", "х");
  changed("че", "к");
}

}  // namespace

bool EndsInMaksura(std::string_view source) {
  // Behind it only marks of vowels may stand, of two bytes.
  for (int marks = 0; marks < 3 && source.size() >= 2; ++marks) {
    const std::string_view letter = source.substr(source.size() - 2);
    if (letter == "ى") return true;
    size_t at = 0;
    const char32_t c = DecodeUtf8(letter, at);
    if (c < 0x064B || c > 0x0652) return false;
    source.remove_suffix(2);
  }
  return false;
}

uint64_t SpelledForm(std::string_view source) {
  std::array<char, kLongestWord> buffer{};
  size_t size = 0;
  for (size_t at = 0; at < source.size();) {
    const size_t begin = at;
    char32_t c = DecodeUtf8(source, at);
    std::string_view letter = source.substr(begin, at - begin);
    switch (c) {
      case 0x093C:  // nukta, which many leave out
      case 0x0A3C:
      case 0x200C:
      case 0x200D:
        continue;
      case 0x0901:  // the two marks of nasal vowels
        letter = "\xE0\xA4\x82";
        break;
      case 0x0A01:
        letter = "\xE0\xA8\x82";
        break;
      case 0x095B:
        letter = "\xE0\xA4\x9C";
        break;
      case 0x095E:
        letter = "\xE0\xA4\xAB";
        break;
      case 0x095C:
        letter = "\xE0\xA4\xA1";
        break;
      case 0x0A5B:
        letter = "\xE0\xA8\x9C";
        break;
      case 0x0A5E:
        letter = "\xE0\xA8\xAB";
        break;
      default:
        break;
    }
    if (size + letter.size() > buffer.size()) break;
    letter.copy(buffer.data() + size, letter.size());
    size += letter.size();
  }
  return HashOf({buffer.data(), size});
}

uint64_t LooseForm(Script script, std::string_view folded) {
  if (script != Script::kArabic || folded.size() > kLongestWord - 8) return ListedForm(script, folded);
  std::array<char, kLongestWord> buffer{};
  return HashOf(PlainArabic(folded, buffer, true));
}

WordForms FormsOf(Script script, std::string_view folded) {
  WordForms forms;
  if (folded.size() > kLongestWord - 8) return forms;
  Collector out(forms);
  std::array<char, kLongestWord> buffer{};
  const std::string_view word = script == Script::kArabic ? PlainArabic(folded, buffer, false) : folded;
  out.Add(word);
  switch (script) {
    case Script::kArabic:
      if (const uint64_t loose = LooseForm(script, folded); loose != HashOf(word)) out.AddForm(loose);
      // Persian and Urdu write nothing onto the front.
      if (HasPersianLetters(folded)) break;
      out.WithoutFront(word, {"و", "ف", "ب", "ل", "ك"}, 4);
      forms.articled = forms.count;
      out.WithoutFront(word, {"ال", "وال", "فال", "بال", "كال", "لل", "ولل"}, 4);
      break;
    case Script::kHebrew:
      out.WithoutFront(word, {"ו", "ל", "ב", "ש", "כ", "מ", "ה", "של"}, 4);
      break;
    case Script::kEthiopic:
      out.WithoutFront(word, {"የ", "ለ", "በ", "ከ", "ስለ", "እነ"}, 6);
      out.WithoutEnd(word, {"ን", "ና", "ም"}, 6);
      break;
    case Script::kCyrillic:
      CyrillicForms(word, out);
      break;
    case Script::kGreek:
      out.WithoutEnd(word, {"σ", "ν", "υ", "οσ", "ησ", "ασ", "ου", "ον", "ην", "αν", "ο", "η", "α", "ε"}, 4);
      break;
    default:
      break;
  }
  return forms;
}

uint64_t ListedForm(Script script, std::string_view folded) {
  std::array<char, kLongestWord> buffer{};
  if (folded.size() > kLongestWord - 8) return 0;
  if (script == Script::kArabic) return HashOf(PlainArabic(folded, buffer, false));
  if (script == Script::kCyrillic) {
    for (const std::string_view end : {"ии", "ыи", "а", "я", "о", "е", "ь", "и", "і", "у", "ю"}) {
      if (folded.ends_with(end) && folded.size() >= end.size() + 4)
        return HashOf(folded.substr(0, folded.size() - end.size()));
    }
  }
  if (script == Script::kGreek) {
    for (const std::string_view end : {"οσ", "ησ", "ασ", "α", "η", "ω"}) {
      if (folded.ends_with(end) && folded.size() >= end.size() + 4)
        return HashOf(folded.substr(0, folded.size() - end.size()));
    }
  }
  return HashOf(folded);
}

}  // namespace schoolgate::redaction
