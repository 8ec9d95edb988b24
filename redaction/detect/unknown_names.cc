// Names of people the roster does not know, by what stands around them: titles, relations, "Name:", sender
// lines, signatures, a common given name before a word no dictionary has. Conservative: public figures,
// places, months and headings stay.
#include <algorithm>
#include <array>

#include "redaction/detect/name_mention.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostNameWords = 4;

class Finder {
 public:
  explicit Finder(NameScan& scan) : scan_(scan), text_(scan.text) {}

  void Run() {
    for (size_t at = 0; at < text_.size();) {
      const size_t next = Free(at) ? MatchAt(at) : at;
      at = next == at ? at + 1 : next;
    }
  }

 private:
  bool Free(size_t at) const { return at < text_.size() && !scan_.taken[at] && text_[at].size() <= 32; }
  bool Dictionary(size_t at) const { return IsDictionaryWord(text_, text_[at]); }
  bool Letters(size_t at) const { return text_[at].IsWord(); }
  bool IsInitial(size_t at) const { return text_[at].size() == 1 && text_[at].shape == Shape::kCapital; }
  bool GivenName(size_t at) const {
    if (text_[at].Has(word::kGiven)) return true;
    return text_[at].name != 0 && (scan_.index.Roles(text_[at].name) & (kGivenBit | kNicknameBit)) != 0;
  }
  bool FamilyName(size_t at) const {
    return text_[at].name != 0 && (scan_.index.Roles(text_[at].name) & kFamilyBit) != 0;
  }
  // A capitalised word that can be part of a name: not a month, a place, a heading's "The".
  bool NameWord(size_t at) const {
    return Free(at) && Letters(at) && text_[at].IsCapitalised() && text_[at].size() >= 2 &&
           !text_[at].Has(word::kFunction | word::kCalendar | word::kPlace | word::kCueName | word::kTitle |
                          word::kRelation);
  }
  // In no list, but for those of figures' names.
  bool Unlisted(size_t at) const { return (text_[at].bits & ~uint32_t{word::kFigure}) == 0; }
  bool Unusual(size_t at) const { return !Dictionary(at) && !text_[at].Has(word::kSpanish); }

  static bool InName(std::string_view gap) {
    return gap == " " || gap == "-" || gap == "'" || gap == ". " || gap == ".";
  }

  size_t MatchAt(size_t at);
  // The last token of the run of capitalised name words that begins at `at`.
  size_t RunFrom(size_t at, bool dictionary_too) const;
  bool BeforePlace(size_t last) const;
  size_t Titled(size_t at);
  size_t Pointed(size_t at);
  size_t GivenAndFamily(size_t at);
  size_t FamilyComma(size_t at);
  size_t InitialAndFamily(size_t at);
  size_t UpperInitial(size_t at);
  size_t Sender(size_t at);
  size_t Emit(size_t first, size_t last, std::string_view recognizer, std::string_view cue, float confidence);

  NameScan& scan_;
  const Text& text_;
};

size_t Finder::Emit(size_t first, size_t last, std::string_view recognizer, std::string_view cue,
                    float confidence) {
  NameMention mention;
  mention.first = static_cast<uint32_t>(first);
  mention.last = static_cast<uint32_t>(last);
  mention.form = NameForm::kUnknown;
  mention.titled = cue == "title";
  mention.cued = !cue.empty();
  mention.cue = cue;
  mention.recognizer = recognizer;
  mention.confidence = confidence;
  scan_.out.push_back(std::move(mention));
  return last + 1;
}

size_t Finder::RunFrom(size_t at, bool dictionary_too) const {
  size_t last = at;
  while (last + 1 < text_.size() && last - at + 1 < kMostNameWords) {
    const size_t next = last + 1;
    const std::string_view gap = text_.GapBefore(next);
    if (!InName(gap)) break;
    if (gap.starts_with('.') && text_[last].size() > 1) break;  // a sentence ended
    // A particle belongs to what follows it.
    if (text_[next].Has(word::kParticle) && next + 1 < text_.size() && NameWord(next + 1) &&
        text_.GapBefore(next + 1) == " ") {
      last = next + 1;
      continue;
    }
    if (IsInitial(next) && Free(next) && text_.Word(next) != "i") {
      last = next;
      continue;
    }
    if (text_[next].Has(word::kSuffix) && text_[next].size() >= 2 && Free(next)) {
      last = next;
      break;
    }
    if (!NameWord(next) || (!dictionary_too && Dictionary(next) && gap != "-" && gap != "'")) break;
    last = next;
  }
  return last;
}

bool Finder::BeforePlace(size_t last) const {
  return last + 1 < text_.size() && text_.GapBefore(last + 1) == " " && text_[last + 1].IsCapitalised() &&
         text_[last + 1].Has(word::kPlace);
}

size_t Finder::Titled(size_t at) {
  if (!IsTitled(text_, at)) return at;
  if (at >= 2 && text_[at - 2].Has(word::kPublicTitle)) return at;
  if (IsInitial(at)) {  // "Hon. C. T. Mabry", "Mr. K"
    const size_t last = RunFrom(at, true);
    return Emit(at, last, "cue.title", "title", 0.8F);
  }
  if (text_[at].size() < 2) return at;
  if (text_[at].IsCapitalised()) {
    if (text_[at].Has(word::kFunction | word::kCalendar | word::kTitle) || !Letters(at)) return at;
    if (text_[at].Has(word::kRelation)) return at;
    const size_t last = RunFrom(at, false);
    return Emit(at, last, "cue.title", "title", 0.85F);
  }
  if (text_[at].shape == Shape::kUnspaced) return Emit(at, at, "cue.title", "title", 0.8F);
  if (Dictionary(at) || text_[at].size() < 3 || !Letters(at)) return at;
  return Emit(at, at, "cue.title", "title", 0.75F);
}

size_t Finder::Pointed(size_t at) {
  const std::string_view cue = PersonCue(text_, scan_.cues, at, at);
  if (cue.empty()) return at;
  if (!text_[at].IsCapitalised()) {
    // "my uncle chuy": lower case needs a word that is a name and nothing else.
    const bool name =
        text_[at].shape == Shape::kLower && GivenName(at) && Unusual(at) && text_[at].size() >= 3;
    if (!name || cue == "key") return at;
    size_t last = at;
    while (last + 1 < text_.size() && last - at < 2 && Free(last + 1) && text_.GapBefore(last + 1) == " " &&
           text_[last + 1].shape == Shape::kLower && Unusual(last + 1) && text_[last + 1].size() >= 3 &&
           (Unlisted(last + 1) || GivenName(last + 1) || FamilyName(last + 1))) {
      ++last;
    }
    return Emit(at, last, "cue.relation", cue, 0.7F);
  }
  if (!NameWord(at)) return at;
  const bool key = cue == "key";
  // "Name: X" takes words of the dictionary too; a relation does not ("Mom Works").
  size_t last = RunFrom(at, cue == "name" || key);
  if (BeforePlace(last)) return at;
  bool unusual = false;
  bool given = false;
  bool comma = false;
  if (key && last + 1 < text_.size() && text_.GapBefore(last + 1) == ", " && NameWord(last + 1)) {
    last = RunFrom(last + 1, true);
    comma = true;
  }
  for (size_t word = at; word <= last; ++word) {
    unusual |= Unusual(word) && text_[word].size() > 1;
    given |= GivenName(word);
  }
  if (key) {
    const WordBits bits = scan_.cues.Key() | scan_.cues.Column(at);
    const bool part = (bits & (word::kCueGiven | word::kCueFamily | word::kRelation)) != 0;
    if (!part && !given && !comma) return at;
    if (!unusual && !given && !part) return at;
  }
  if (cue == "relation" && !unusual && !given) return at;
  if (cue == "name" && !unusual && !given && last == at) return at;
  return Emit(at, last, "cue.relation", cue, 0.8F);
}

// "Titus Ferreira", "Lawrence Okonkwo-Bell": a given name people bear, then a word that is no other word; or
// two words no list has, the second perhaps a family name of the roster.
size_t Finder::GivenAndFamily(size_t at) {
  if (!NameWord(at)) return at;
  const bool given = GivenName(at);
  const bool strange = Unlisted(at) && text_[at].name == 0 && text_[at].size() >= 3;
  const std::string_view lead = text_.GapBefore(at);
  const bool listed = lead.ends_with("- ") || lead.ends_with("* ");
  const bool word = !given && !strange && Dictionary(at) && (listed || !text_.AtSentenceStart(at)) &&
                    at + 1 < text_.size() && text_[at + 1].shape == Shape::kCapital && FamilyName(at + 1) &&
                    Unusual(at + 1) && !text_[at + 1].Has(word::kGiven);  // "Sly Lopez"
  if (!given && !strange && !word) return at;
  const bool upper = text_[at].shape == Shape::kUpper;
  if (upper && !given) return at;
  size_t last = at;
  size_t family = 0;
  while (last + 1 < text_.size() && last - at + 1 < kMostNameWords) {
    const size_t next = last + 1;
    const std::string_view gap = text_.GapBefore(next);
    if (!InName(gap) || (gap.starts_with('.') && text_[last].size() > 2)) break;
    if (IsInitial(next) && Free(next) && text_.Word(next) != "i" && text_.Word(next) != "a") {
      last = next;
      continue;
    }
    if (text_[next].Has(word::kParticle) && text_[next].shape == Shape::kLower && next + 1 < text_.size() &&
        NameWord(next + 1)) {
      last = next;
      continue;
    }
    if (given && last == at && text_[next].Has(word::kSuffix) && text_[next].size() >= 2 &&
        text_[next].IsCapitalised() && Free(next)) {
      family = next;
      last = next;
      break;
    }
    if (!NameWord(next) || (text_[next].shape == Shape::kUpper) != upper) break;
    const bool strange_next = Unlisted(next);
    // A word people know may still be the family name, if the roster has one so and the given name is no
    // word.
    const bool fits = gap == "-" ||
                      (given && (Unusual(next) || text_.IsExotic(text_[next]) ||
                                 (Unusual(at) && FamilyName(next) && !upper))) ||
                      (!given && (strange_next || (FamilyName(next) && Unusual(next))));
    if (!fits) break;
    family = next;
    last = next;
  }
  while (last > at && !NameWord(last) && last != family) {
    if (IsInitial(last)) break;
    --last;
  }
  const bool initial_only =
      family == 0 && last == at + 1 && given && Unusual(at) && text_.At(text_[last].end) == '.';
  if (family == 0 && !initial_only) return at;
  if (BeforePlace(last) || (at > 0 && text_[at - 1].Has(word::kPublicTitle) && text_.GapBefore(at) == " "))
    return at;
  if (text_[family].Has(word::kState) && !text_[family].Has(word::kGiven) && !FamilyName(family)) return at;
  if (Dictionary(at) && !Unlisted(family) && text_.AtSentenceStart(at) && !initial_only) return at;
  if (!given) return Emit(at, last, "lexicon.strange_name", "", FamilyName(family) ? 0.6F : 0.52F);
  return Emit(at, last, "lexicon.full_name", "", Unusual(at) ? 0.62F : 0.54F);
}

// "Nunez, Diego", "Szymańska;Halina".
size_t Finder::FamilyComma(size_t at) {
  size_t end = at;
  if (text_[at].Has(word::kParticle) && text_[at].IsCapitalised() && text_[at].size() > 1 && Free(at + 1) &&
      text_.GapBefore(at + 1) == " ") {
    ++end;  // "DA SILVA, THIAGO"
  }
  if (!NameWord(end) || !Unusual(end) || text_[end].Has(word::kState)) return at;
  const size_t family = end;
  while (end + 1 < text_.size() && end - family < 2 && NameWord(end + 1) &&
         (text_.GapBefore(end + 1) == " " || text_.GapBefore(end + 1) == "-") && Unusual(end + 1)) {
    ++end;
  }
  if (end + 1 >= text_.size()) return at;
  const std::string_view gap = text_.GapBefore(end + 1);
  const bool line = at == 0 || text_.GapBefore(at).find('\n') != std::string_view::npos;
  if ((gap != ", " && gap != ";") || !NameWord(end + 1)) return at;
  const bool upper = line && text_[end].shape == Shape::kUpper && text_[end + 1].shape == Shape::kUpper;
  if (!GivenName(end + 1) && !(upper && Unusual(end + 1))) return at;
  if (!Unusual(end + 1) && !line) return at;
  if ((text_[end + 1].shape == Shape::kUpper) != (text_[family].shape == Shape::kUpper)) return at;
  // A list of given names is no "Last, First".
  if (text_[family].Has(word::kGiven) && !(line && (FamilyName(family) || upper))) return at;
  size_t last = end + 1;
  while (last + 1 < text_.size() && last - end < 3 &&
         (IsInitial(last + 1) || (NameWord(last + 1) && Unusual(last + 1))) &&
         text_.GapBefore(last + 1) == " ") {
    ++last;
  }
  return Emit(at, last, "lexicon.family_given", "", 0.7F);
}

size_t Finder::InitialAndFamily(size_t at) {
  if (!IsInitial(at)) return at;
  size_t family = at;
  while (family + 1 < text_.size() && family - at < 3 && text_.GapBefore(family + 1) == ". ") {
    ++family;
    if (!IsInitial(family)) break;
  }
  if (family == at || !NameWord(family) || text_[family].size() < 3) return at;
  const bool inside = at > 0 && text_[at - 1].shape == Shape::kLower && text_.GapBefore(at) == " ";
  if (!Unusual(family) && !FamilyName(family) && !inside) return at;
  if (text_.At(text_[at].end) != '.' || BeforePlace(family)) return at;
  if (at > 0 && text_.GapBefore(at) == " " &&
      (text_[at - 1].IsCapitalised() || text_[at - 1].Has(word::kPublicTitle)))
    return at;
  return Emit(at, RunFrom(family, false), "lexicon.initial_family", "", 0.55F);
}

// "From: Mabel Dalton <mabel@…>", and the name below "Sincerely,".
size_t Finder::Sender(size_t at) {
  if (!NameWord(at)) return at;
  const std::string_view gap = text_.GapBefore(at);
  const size_t last = RunFrom(at, true);
  const std::string_view after = text_.GapBefore(last + 1);
  if (last > at && last + 1 < text_.size() && (after == " <" || after == "\" <") && at > 0) {
    const std::string_view head = text_.Word(at - 1);
    if (head == "from" || head == "to" || head == "cc" || head == "de" || head == "para" ||
        gap.find('>') != gap.npos) {
      return Emit(at, last, "cue.sender", "sender", 0.85F);
    }
  }
  const bool line = gap.find('\n') != gap.npos && gap.find(',') != gap.npos && gap.size() <= 6;
  if (!line || at == 0 || after.find('\n') == after.npos) {
    if (!(line && last + 1 == text_.size())) return at;
  }
  static constexpr std::array<std::string_view, 12> kClosings = {
      "sincerely",   "thanks",       "regards",   "you",  "best",  "gracias",
      "atentamente", "respectfully", "cordially", "love", "yours", "saludos"};
  if (at == 0 || std::find(kClosings.begin(), kClosings.end(), text_.Word(at - 1)) == kClosings.end())
    return at;
  bool unusual = false;
  for (size_t word = at; word <= last; ++word) unusual |= Unusual(word) || GivenName(word);
  return unusual ? Emit(at, last, "cue.signature", "signature", 0.75F) : at;
}

// "SCHWARTZ C      clonazepam": the first cell of a line.
size_t Finder::UpperInitial(size_t at) {
  if (text_[at].shape != Shape::kUpper || !NameWord(at) || text_[at].size() < 3 || at + 1 >= text_.size())
    return at;
  if (at > 0 && text_.GapBefore(at).find('\n') == std::string_view::npos) return at;
  if (!IsInitial(at + 1) || text_.GapBefore(at + 1) != " " || (Dictionary(at) && !FamilyName(at))) return at;
  const std::string_view after = text_.GapBefore(at + 2);
  if (!after.starts_with("  ") && !after.starts_with('\t')) return at;
  return Emit(at, at + 1, "lexicon.family_initial", "", 0.6F);
}

size_t Finder::MatchAt(size_t at) {
  if (text_[at].shape == Shape::kDigits || text_[at].shape == Shape::kMixed) return at;
  if (const size_t next = Titled(at); next != at) return next;
  if (const size_t next = Sender(at); next != at) return next;
  if (const size_t next = Pointed(at); next != at) return next;
  if (const size_t next = InitialAndFamily(at); next != at) return next;
  if (const size_t next = UpperInitial(at); next != at) return next;
  if (const size_t next = FamilyComma(at); next != at) return next;
  return GivenAndFamily(at);
}

}  // namespace

void FindUnknownNames(NameScan& scan) { Finder(scan).Run(); }

}  // namespace schoolgate::redaction
