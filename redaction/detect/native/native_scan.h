// What the finders of native_names.h share: how a find is written down and whom of the roster it means. The
// finders are one for each way of writing; each reads the tokens of its script, once, a bounded number from
// each place.
#ifndef SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_SCAN_H_
#define SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_SCAN_H_

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/detect/native/native_names.h"
#include "redaction/detect/script/native_script.h"

namespace schoolgate::redaction {

class NativeScan {
 public:
  NativeScan(NameScan& scan, NativeFinds& finds)
      : text(scan.text), index(scan.index), scan_(scan), finds_(finds) {}

  const Text& text;
  const RosterIndex& index;

  struct Find {
    uint32_t begin = 0, end = 0;  // folded offsets
    std::string_view recognizer, cue;
    float confidence = 0;
    std::vector<uint32_t> people;  // empty: the roster does not know
    std::string key;               // of an unknown person; empty: the text itself
  };

  std::string_view Written(uint32_t begin, uint32_t end) const {
    return text.view().folded().substr(begin, end - begin);
  }
  bool Taken(size_t token) const { return scan_.taken[token]; }
  bool Closed(uint32_t begin, uint32_t end) const;
  // One finder has read the text.
  void Settle();
  // Notes a find, and closes its place. `find` begins at or after the end of the one before it, or lies in
  // it.
  void Add(Find find);
  // One word of a name the roster may know by its sound: left to the resolver to weigh beside the unknown
  // find.
  void AddSounding(uint32_t begin, uint32_t end, uint32_t name, std::string_view cue);
  // A public figure: nobody looks there again.
  void Keep(uint32_t begin, uint32_t end) { Close(begin, end); }
  // The word means this person from now on.
  void Learn(Script script, std::string_view word, const std::string& key,
             const std::vector<uint32_t>& people);
  const NativeName* Learned(Script script, std::string_view word) const;

  // The people whose given and family name sound like (or are, in Latin letters) these words.
  std::vector<uint32_t> PeopleSounding(std::string_view given, std::string_view family) const;
  // The roster's numbers for a word of a name: itself and what sounds like it, a few.
  std::vector<uint32_t> NamesSounding(std::string_view word, uint8_t roles) const;
  // The numbers for names the roster writes in Latin letters as `latin` does.
  uint32_t NameOf(std::string_view latin) const { return index.lexicon().Find(latin).name; }

 private:
  void Close(uint32_t begin, uint32_t end);

  NameScan& scan_;
  NativeFinds& finds_;
  std::vector<NativeFinds::Span> fresh_;  // closed by this finder, in order
};

void FindSpacedNames(NativeScan& scan);    // Cyrillic, Greek, Arabic, Hebrew, Devanagari, Gurmukhi, Ethiopic
void FindKoreanNames(NativeScan& scan);    // Hangul
void FindChineseNames(NativeScan& scan);   // Han
void FindJapaneseNames(NativeScan& scan);  // Han and kana
void FindThaiNames(NativeScan& scan);

// The sizes in bytes of the particles a Hangul word may end in, longest first, 0 last.
struct ParticleSizes {
  std::array<size_t, 8> sizes;
  size_t count = 0;
  const size_t* begin() const { return sizes.data(); }
  const size_t* end() const { return sizes.data() + count; }
};
ParticleSizes KoreanParticles(std::string_view word);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_NATIVE_NATIVE_SCAN_H_
