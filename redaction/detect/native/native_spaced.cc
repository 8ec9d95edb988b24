// Names in scripts that write spaces between words. One way of reading for all of them; what differs is the
// lists, the forms of words (native_script.h) and whether there are capitals.
#include <algorithm>
#include <array>

#include "redaction/detect/native/native_languages.h"
#include "redaction/detect/native/native_scan.h"
#include "redaction/detect/native/native_shapes.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostNameWords = 4;
constexpr uint32_t kName = native::kGiven | native::kWeakGiven | native::kFamily;
constexpr uint32_t kNoName = native::kPlain | native::kKin | native::kTitle | native::kAfter |
                             native::kCalled | native::kPublic | native::kClosing;

class Finder {
 public:
  explicit Finder(NativeScan& scan) : scan_(scan), text_(scan.text) {}

  void Run() {
    script_.resize(text_.size(), Script::kLatin);
    bits_.resize(text_.size(), 0);
    for (size_t at = 0; at < text_.size(); ++at) {
      const std::string_view word = text_.Word(at);
      const Script script = ScriptOf(word);
      const NativeWords* const words = SpacedLanguage(script);
      if (words == nullptr) continue;
      script_[at] = script;
      const bool indic = script == Script::kDevanagari || script == Script::kGurmukhi;
      const WordForms forms = Forms(at, script);
      bits_[at] = indic ? words->BitsOf(forms, SpelledForm(Source(at))) : words->BitsOf(forms);
    }
    for (size_t at = 0; at < text_.size();) {
      const size_t next = Native(at) && !scan_.Taken(at) ? MatchAt(at) : at;
      at = next == at ? at + 1 : next;
    }
  }

 private:
  bool Native(size_t at) const { return at < text_.size() && script_[at] != Script::kLatin; }
  bool Has(size_t at, uint32_t bits) const { return (bits_[at] & bits) != 0; }
  bool Cased(size_t at) const { return script_[at] == Script::kCyrillic || script_[at] == Script::kGreek; }
  bool InName(size_t at) const {
    const std::string_view gap = text_.GapBefore(at);
    return gap == " " || gap == "-" || gap == "'";
  }
  // May be a word of a name, as far as its letters go.
  bool Written(size_t at) const {
    return Native(at) && !scan_.Taken(at) && (!Cased(at) || text_[at].IsCapitalised()) &&
           text_[at].size() >= 4 && text_[at].size() <= 64;
  }
  std::string_view Source(size_t at) const {
    const NormalizedView& view = text_.view();
    const size_t begin = view.SourceBegin(text_[at].begin);
    return view.source().substr(begin, view.SourceEnd(text_[at].end) - begin);
  }
  bool FamilyShape(size_t at) const { return HasFamilyShape(script_[at], text_.Word(at)); }
  bool VerbShape(size_t at) const { return HasVerbShape(script_[at], text_.Word(at)); }
  bool ConjugatedShape(size_t at) const { return HasConjugatedShape(script_[at], text_.Word(at)); }
  WordForms Forms(size_t at, Script script) const {
    const std::string_view word = text_.Word(at);
    if (script != Script::kArabic || !word.ends_with("ي") || !EndsInMaksura(Source(at)))
      return FormsOf(script, word);
    return FormsOf(script, std::string(word.substr(0, word.size() - 2)) + "ى");
  }
  // "سلمى ومنى": the "and" is written onto the next name.
  bool BeginsWithAnd(size_t at) const {
    if (script_[at] != Script::kArabic || !text_.Word(at).starts_with("و") || text_[at].size() < 6)
      return false;
    return (ArabicWords().BitsOfWhole(FormsOf(Script::kArabic, text_.Word(at))) & kName) == 0;
  }
  bool Named(size_t at) const { return Has(at, kName) && !(Has(at, kNoName) && !Has(at, native::kGiven)); }
  bool EndsPhrase(size_t at) const {
    if (at + 1 >= text_.size()) return true;
    const std::string_view gap = text_.GapBefore(at + 1);
    return gap != " ";
  }

  size_t MatchAt(size_t at);
  size_t Figure(size_t at);
  size_t Pair(size_t at);
  size_t Initials(size_t at);
  size_t BesideTitle(size_t at);
  std::string_view CueBefore(size_t at) const;
  bool HonouredAfter(size_t at) const;
  bool Begins(size_t at, std::string_view cue) const;
  bool Continues(size_t at, size_t first, std::string_view cue) const;
  size_t Emit(size_t first, size_t last, std::string_view recognizer, std::string_view cue, float confidence,
              std::vector<uint32_t> people);

  NativeScan& scan_;
  const Text& text_;
  std::vector<Script> script_;
  std::vector<uint32_t> bits_;
};

std::string_view Finder::CueBefore(size_t at) const {
  if (at == 0) return {};
  const std::string_view gap = text_.GapBefore(at);
  if (gap.size() > 4 || gap.find('\n') != gap.npos) return {};
  const bool near = gap == " " || gap == ". " || gap == "." || gap == ": " || gap == ":" || gap == ", " ||
                    gap == " (" || gap == "، " || gap == " \"";
  if (!near) return {};
  if (!Native(at - 1)) return text_[at - 1].Has(word::kTitle) && gap.size() <= 2 ? "title" : "";
  if (Has(at - 1, native::kPublic)) return {};
  if (Has(at - 1, native::kTitle)) {
    // In "अनीता मैडम पढ़ाती" the title is the one's before it.
    const bool behind = Has(at - 1, native::kAfter) && at >= 2 && Native(at - 2) &&
                        text_.GapBefore(at - 1) == " " && (scan_.Taken(at - 2) || Has(at - 2, kName));
    return gap == ", " || behind ? "" : "title";
  }
  if (Has(at - 1, native::kCalled)) return "name";
  if (Has(at - 1, native::kKin)) return gap == ". " ? "" : "relation";
  return {};
}

// "अनीता मैडम": but in "سلام خانم کریمی" the honorific is the next one's title.
bool Finder::HonouredAfter(size_t at) const {
  if (at + 1 >= text_.size() || !Native(at + 1) || text_.GapBefore(at + 1) != " " ||
      !Has(at + 1, native::kAfter))
    return false;
  return !Has(at + 1, native::kTitle) || at + 2 >= text_.size() || text_.GapBefore(at + 2) != " " ||
         !Written(at + 2) || Has(at + 2, kNoName) || Has(at, kName);
}

// A name may begin here.
bool Finder::Begins(size_t at, std::string_view cue) const {
  if (!Written(at)) return false;
  if (Has(at, native::kGiven) && !Has(at, native::kKin | native::kTitle)) return true;
  if (Has(at, native::kJoin))
    return at + 1 < text_.size() && Written(at + 1) && InName(at + 1) && Has(at + 1, kName);
  const bool after = !Has(at, native::kPlain) && HonouredAfter(at);
  if (Has(at, native::kWeakGiven)) {
    if ((!cue.empty() && !Has(at, native::kPlain)) || after) return true;
    const bool family = at + 1 < text_.size() && Written(at + 1) && InName(at + 1) &&
                        (Has(at + 1, native::kFamily) || FamilyShape(at + 1) ||
                         (Has(at + 1, native::kGiven | native::kWeakGiven) && !Has(at, native::kPlain))) &&
                        !Has(at + 1, native::kPlain);
    return family || (Cased(at) && !text_.AtSentenceStart(at));
  }
  if (Has(at, kNoName)) return false;
  // "أي طبيب تختارونه": the doctor you choose.
  if (cue == "title" && ConjugatedShape(at)) return false;
  if (cue == "title" || cue == "name") return true;
  if (after) return true;
  if (cue == "relation") {
    if (Cased(at) || Has(at, native::kFamily)) return true;
    const bool family = at + 1 < text_.size() && Written(at + 1) && InName(at + 1) &&
                        Has(at + 1, native::kFamily) && !Has(at + 1, kNoName);
    return (!VerbShape(at) && EndsPhrase(at) && text_[at].size() >= 6) || family;
  }
  // The family name first: "Коваленко Дарина".
  if (at + 1 < text_.size() && Written(at + 1) && Has(at + 1, native::kGiven) &&
      (InName(at + 1) || text_.GapBefore(at + 1) == ", ")) {
    if (Has(at, native::kFamily) || FamilyShape(at)) return InName(at + 1);
  }
  // "Устина Паламарчук": a capital, and a word built as a family name.
  return Cased(at) && script_[at] == Script::kCyrillic && at + 1 < text_.size() && Written(at + 1) &&
         InName(at + 1) && !Has(at + 1, kNoName) && (Has(at + 1, native::kFamily) || FamilyShape(at + 1)) &&
         !FamilyShape(at);
}

// The name goes on with the word `at`.
bool Finder::Continues(size_t at, size_t first, std::string_view cue) const {
  if (at >= text_.size() || !Written(at) || !InName(at) || script_[at] != script_[first]) return false;
  if (text_.GapBefore(at) == "-") return true;
  if (BeginsWithAnd(at)) return false;
  if (Has(at, native::kJoin)) return at + 1 < text_.size() && Written(at + 1);
  if (Has(at - 1, native::kJoin)) return true;
  if (Has(at, kName) && !Has(at, native::kKin | native::kTitle | native::kAfter)) {
    return !Has(at, native::kPlain) || EndsPhrase(at);
  }
  if (Has(at, kNoName)) return false;
  if (Cased(at)) return !text_.AtSentenceStart(at);
  const std::string_view word = text_.Word(at);
  // No list has it: what follows says whether it is still the name.
  if (VerbShape(at) && !(script_[at] == Script::kArabic && EndsPhrase(at))) return false;
  const bool particle =
      at + 1 < text_.size() && Native(at + 1) && Has(at + 1, native::kPlain | native::kAfter);
  // In these the verb or what somebody is comes last.
  const bool closes = script_[at] == Script::kEthiopic || script_[at] == Script::kHebrew;
  if (closes && cue != "title" && cue != "name") return false;
  const bool strong = Has(first, native::kGiven) || cue == "title" || cue == "name";
  return strong && at == first + 1 && word.size() >= 6 && (EndsPhrase(at) || particle);
}

size_t Finder::Emit(size_t first, size_t last, std::string_view recognizer, std::string_view cue,
                    float confidence, std::vector<uint32_t> people) {
  const Script script = script_[first];
  std::string key(scan_.Written(text_[first].begin, text_[last].end));
  const bool known = !people.empty();
  if (!known && first == last) {
    if (const NativeName* learned = scan_.Learned(script, text_.Word(first))) {
      people = learned->people;
      key = learned->key;
    } else {
      for (const uint32_t name : scan_.NamesSounding(text_.Word(first), kGivenBit | kFamilyBit))
        scan_.AddSounding(text_[first].begin, text_[first].end, name, cue);
    }
  }
  for (size_t at = first; at <= last; ++at) {
    // Particles and words of two letters say nobody; nor does what is a word where it is spelled otherwise.
    const bool plain =
        (SpacedLanguage(script)->BitsOf(FormsOf(script, text_.Word(at))) & native::kPlain) != 0;
    const bool word =
        Has(at, native::kPlain) || plain || (first == last && Has(at, native::kWeakGiven) && cue.empty());
    if (text_[at].size() >= 6 && !Has(at, native::kJoin) && !word)
      scan_.Learn(script, text_.Word(at), key, people);
  }
  scan_.Add(
      {text_[first].begin, text_[last].end, recognizer, cue, confidence, std::move(people), std::move(key)});
  return last + 1;
}

size_t Finder::Figure(size_t at) {
  if (!Has(at, native::kFigure)) return at;
  std::array<WordForms, NativeWords::kLongestFigure> words;
  size_t count = 0;
  for (size_t next = at; next < text_.size() && count < words.size(); ++next) {
    if (script_[next] != script_[at] || (count > 0 && !InName(next))) break;
    words[count++] = FormsOf(script_[next], text_.Word(next));
  }
  const size_t size = SpacedLanguage(script_[at])->FigureAt({words.data(), count});
  if (size == 0 || (Cased(at) && !text_[at + size - 1].IsCapitalised())) return at;
  // A word alone may be a neighbour's name, where a given name that is not the figure's stands before it.
  if (size == 1 && at > 0 && Native(at - 1) && InName(at) && Has(at - 1, native::kGiven)) return at;
  if (size == 1 && !CueBefore(at).empty()) return at;
  scan_.Keep(text_[at].begin, text_[at + size - 1].end);
  return at + size;
}

// Two words that sound like the given and family name of one person.
size_t Finder::Pair(size_t at) {
  if (!Written(at) || at + 1 >= text_.size() || !Written(at + 1) || !InName(at + 1)) return at;
  const bool named = Named(at) || Named(at + 1);
  if (Has(at, kNoName) && Has(at + 1, kNoName)) return at;
  const std::string_view one = text_.Word(at);
  const std::string_view two = text_.Word(at + 1);
  if (!named && (Has(at, kNoName) || Has(at + 1, kNoName) || one.size() + two.size() < 16)) return at;
  std::vector<uint32_t> people;
  const auto look = [&](std::string_view given, std::string_view family) {
    if (people.empty()) people = scan_.PeopleSounding(given, family);
  };
  look(one, two);
  if (people.empty()) look(two, one);
  // Without its case: "Дарини Коваленко", "Олександра Шевченка", "عبدي" with the article.
  const auto shorter = [](std::string_view word) {
    size_t size = word.size();
    if (size > 6) size -= 2;
    return word.substr(0, size);
  };
  if (people.empty() && Cased(at)) {
    for (const std::string_view ending : {"а", "о", ""}) {
      const std::string given = std::string(shorter(one)) + std::string(ending);
      for (const std::string_view last : {"о", "а", ""}) {
        const std::string family = std::string(shorter(two)) + std::string(last);
        look(given, family);
        look(given, two);
        look(one, family);
      }
    }
  }
  if (people.empty()) return at;
  return Emit(at, at + 1, "native.full_name", "", 0.9F, std::move(people));
}

// "Г. Дубчак", "Дубчак Г."
size_t Finder::Initials(size_t at) {
  if (script_[at] != Script::kCyrillic || text_[at].size() != 2 || !text_[at].IsCapitalised()) return at;
  size_t family = at + 1;
  while (family < text_.size() && family - at < 3 && text_.GapBefore(family).starts_with('.') &&
         Native(family) && text_[family].size() == 2 && text_[family].IsCapitalised()) {
    ++family;
  }
  if (family >= text_.size() || !text_.GapBefore(family).starts_with('.') ||
      text_.GapBefore(family).size() > 2 || !Written(family) || Has(family, kNoName)) {
    return at;
  }
  return Emit(at, family, "native.initial_family", "", 0.75F, {});
}

// A native title beside a name in Latin letters: "أستاذة Stokes", "Mills सर".
size_t Finder::BesideTitle(size_t at) {
  const auto capital = [&](size_t word) {
    return word < text_.size() && !Native(word) && !scan_.Taken(word) && text_[word].IsCapitalised() &&
           text_[word].size() >= 2 && ScriptOf(text_.Word(word)) == Script::kLatin &&
           !text_[word].Has(word::kCalendar | word::kFunction | word::kTitle | word::kPlace);
  };
  const bool title = Has(at, native::kTitle) && !Has(at, native::kPublic);
  if (title && capital(at + 1) && (text_.GapBefore(at + 1) == " " || text_.GapBefore(at + 1) == ". ")) {
    size_t last = at + 1;
    while (last - at < 3 && capital(last + 1) && text_.GapBefore(last + 1) == " ") ++last;
    scan_.Add({text_[at + 1].begin, text_[last].end, "native.title", "title", 0.51F, {}, {}});
    return last + 1;
  }
  if (Has(at, native::kAfter) && at > 0 && text_.GapBefore(at) == " " && capital(at - 1)) {
    size_t first = at - 1;
    while (first > 0 && at - first < 3 && text_.GapBefore(first) == " " && capital(first - 1)) --first;
    scan_.Add({text_[first].begin, text_[at - 1].end, "native.title", "title", 0.51F, {}, {}});
  }
  return at;
}

size_t Finder::MatchAt(size_t at) {
  if (const size_t next = Figure(at); next != at) return next;
  if (const size_t next = BesideTitle(at); next != at) return next;
  if (const size_t next = Initials(at); next != at) return next;
  if (at > 0 && Native(at - 1) && Has(at - 1, native::kPublic) && InName(at)) return at;
  if (const size_t next = Pair(at); next != at) return next;
  const std::string_view cue = CueBefore(at);
  bool begins = Begins(at, cue);
  // The line under "with regards,".
  const bool closed = !begins && at > 0 && Native(at - 1) && Has(at - 1, native::kClosing) && Written(at) &&
                      text_.GapBefore(at).size() <= 4;
  const bool signature = closed && (!Has(at, kNoName) || Has(at, native::kWeakGiven)) &&
                         text_.GapBefore(at).find_first_of("\n,") != std::string_view::npos;
  begins |= signature;
  if (!begins) return at;
  size_t last = at;
  while (last - at + 1 < kMostNameWords && Continues(last + 1, at, cue)) ++last;
  while (last > at && Has(last, native::kJoin)) --last;
  for (size_t next = last + 1; next < text_.size() && next <= last + 2 && text_.GapBefore(next) == " ";
       ++next) {
    if (Has(next, native::kSchool)) return next;
  }
  if (last > at) {
    std::vector<uint32_t> people = scan_.PeopleSounding(text_.Word(at), text_.Word(last));
    return Emit(at, last, "native.full_name", cue, 0.8F, std::move(people));
  }
  return Emit(at, last, cue == "title" ? "native.title" : "native.given_name", cue, 0.75F, {});
}

}  // namespace

const NativeWords* SpacedLanguage(Script script) {
  switch (script) {
    case Script::kArabic:
      return &ArabicWords();
    case Script::kCyrillic:
      return &CyrillicWords();
    case Script::kDevanagari:
      return &DevanagariWords();
    case Script::kGurmukhi:
      return &GurmukhiWords();
    case Script::kEthiopic:
      return &EthiopicWords();
    case Script::kHebrew:
      return &HebrewWords();
    case Script::kGreek:
      return &GreekWords();
    default:
      return nullptr;
  }
}

void FindSpacedNames(NativeScan& scan) { Finder(scan).Run(); }

}  // namespace schoolgate::redaction
