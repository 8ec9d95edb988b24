// Names of people the roster does not know: what the tagger finds, and a few places where what stands around
// is enough by itself, such as "Name:", a relation or "Last, First" on a line of its own.
#include <algorithm>

#include "redaction/detect/names/label_words.h"
#include "redaction/detect/names/name_mention.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostNameWords = 4;
constexpr size_t kMostTaggedWords = 8;

// Probabilities from which a word is a name, and goes on one.
constexpr float kLikely = 0.36F;
constexpr float kSure = 0.9F;  // "her brother August"
constexpr float kAlong = 0.27F;
// From here on it may yet be one, by what else the request has; the resolver says.
constexpr float kPerhaps = 0.1F;
// Where less can be told: a word in lower case no list of names has, a text in a language without a
// dictionary.
constexpr float kLikelyStrange = 0.6F;

class Finder {
 public:
  explicit Finder(NameScan& scan) : scan_(scan), text_(scan.text) {}

  void Run() {
    tagged_.assign(text_.size(), false);
    roster_end_.assign(text_.size(), 0);
    for (const NameMention& mention : scan_.out) {
      if (mention.form == NameForm::kSingle) roster_end_[mention.first] = mention.last + 1;
    }
    FindTagged(false);
    for (size_t at = 0; at < text_.size();) {
      // Nearly all words are in lower case and no names.
      const Token& token = text_[at];
      const bool perhaps = token.IsCapitalised() || (token.shape == Shape::kLower && token.size() >= 3 &&
                                                     (token.name != 0 || token.Has(word::kGiven)));
      const size_t next = perhaps && Free(at) && !tagged_[at] ? MatchAt(at) : at;
      at = next == at ? at + 1 : next;
    }
    FindTagged(true);
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
           !IsLanguage(text_.Word(at)) &&
           !text_[at].Has(word::kFunction | word::kCalendar | word::kPlace | word::kCueName | word::kTitle |
                          word::kRelation);
  }
  // In no list, but for those of figures' names.
  bool Unlisted(size_t at) const {
    return (text_[at].bits & ~static_cast<uint32_t>(word::kFigure | word::kSchool)) == 0;
  }
  bool Unusual(size_t at) const { return !Dictionary(at) && !text_[at].Has(word::kSpanish); }

  static bool InName(std::string_view gap) {
    return gap == " " || gap == "-" || gap == "'" || gap == ". " || gap == ".";
  }

  // Those which are likely by themselves, or those which only may be.
  void FindTagged(bool perhaps);
  float Needed(size_t at) const;
  // "PTA", not "RUIZ".
  bool IsLetters(size_t at) const {
    return text_[at].shape == Shape::kUpper && text_[at].size() <= 4 &&
           !OwnGazetteer().Find(text_.Word(at)).IsName();
  }
  bool EndsInInitial(size_t first, size_t last) const;
  size_t CellOfName(size_t at, size_t last) const;
  size_t MatchAt(size_t at);
  // The last token of the run of capitalised name words that begins at `at`.
  size_t RunFrom(size_t at, bool dictionary_too) const;
  size_t Pointed(size_t at);
  size_t FamilyComma(size_t at);
  size_t UpperInitial(size_t at);
  size_t Emit(size_t first, size_t last, std::string_view recognizer, std::string_view cue, float confidence);

  NameScan& scan_;
  const Text& text_;
  std::vector<bool> tagged_;          // by token
  std::vector<uint32_t> roster_end_;  // by token: behind a single word of the roster's names, or 0
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
  std::fill(tagged_.begin() + static_cast<ptrdiff_t>(first),
            tagged_.begin() + static_cast<ptrdiff_t>(last) + 1, true);
  return last + 1;
}

// How likely the word must be a name's.
float Finder::Needed(size_t at) const {
  if (text_[at].IsCapitalised()) return text_.familiar() ? kLikely : (kLikely + kLikelyStrange) / 2;
  const bool listed = OwnGazetteer().Find(text_.Word(at)).IsName();
  return listed && text_.familiar() ? kLikely : kLikelyStrange;
}

// "POOLE, MARTHA A" in a cell of a table, "Martha Poole B.".
bool Finder::EndsInInitial(size_t first, size_t last) const {
  if (last == first || last + 1 >= text_.size() || !Free(last + 1) || !IsInitial(last + 1)) return false;
  if (text_.GapBefore(last + 1) != " ") return false;
  const char after = text_.At(text_[last + 1].end);
  return after == '.' || after == '\t' || after == '\n' || after == '|' || after == '"' || after == '\0';
}

// A cell that holds nothing but "Diaz, Luz": its last token, or `last` of its first part where it is none.
size_t Finder::CellOfName(size_t at, size_t last) const {
  constexpr std::string_view kEdges = "|\t\"";
  if (last + 1 >= text_.size() || text_.GapBefore(last + 1) != ", " || !Free(last + 1)) return last;
  const std::vector<NameLikelihood>& likely = scan_.likelihood;
  if (likely[last + 1].any() < Needed(last + 1)) return last;
  if (text_.GapBefore(at).find_first_of(kEdges) == std::string_view::npos) return last;
  size_t end = last + 1;
  while (end + 1 < text_.size() && end - last < kMostNameWords && Free(end + 1) &&
         likely[end + 1].goes_on >= kAlong) {
    ++end;
  }
  return text_.GapBefore(end + 1).find_first_of(kEdges) == std::string_view::npos ? last : end;
}

// From a likely word on, over the words that go on with it.
void Finder::FindTagged(bool perhaps) {
  const std::vector<NameLikelihood>& likely = scan_.likelihood;
  const float along = perhaps ? kPerhaps : kAlong;
  for (size_t at = 0; at < text_.size(); ++at) {
    if (likely[at].any() < kPerhaps || tagged_[at] || !Free(at)) continue;
    if (perhaps && text_[at].size() < 3 && !text_[at].IsCapitalised()) continue;  // "im grace"
    size_t last = at;
    float over = likely[at].any() - Needed(at);
    while (last + 1 < text_.size() && last - at + 1 < kMostTaggedWords && Free(last + 1) &&
           !tagged_[last + 1] && likely[last + 1].goes_on >= along &&
           likely[last + 1].goes_on > likely[last + 1].begins &&
           !EndsSentence(text_.GapBefore(last + 1), text_[last])) {
      ++last;
      over = std::max(over, likely[last].any() - Needed(last));
    }
    if (over >= 0) last = CellOfName(at, last);
    // An initial alone is nobody, nor is "Thu", "ip" or "PTA".
    const bool alone = last == at && (text_[at].size() < 2 || IsDayOfDate(text_, at) ||
                                      (text_[at].size() == 2 && !text_[at].IsCapitalised()) || IsLetters(at));
    if ((perhaps || over >= 0) && !alone && !HoldsLabel(text_, at, last)) {
      const float confidence = std::max(0.5F + 0.7F * over, 0.0F);
      while (last > at && roster_end_[at] != 0 && text_[last].size() == 1) --last;
      // A word of the roster's names is the resolver's to weigh, whose it is and whether it is one.
      if (roster_end_[at] == last + 1) {
        at = last;
        continue;
      }
      if (EndsInInitial(at, last)) ++last;
      const bool titled = IsTitled(text_, at);
      Emit(at, last, "model.name", titled ? "title" : PersonCue(text_, scan_.cues, at, at), confidence);
    }
    at = last;
  }
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

size_t Finder::Pointed(size_t at) {
  // "my uncle chuy": lower case needs a word that is a name and nothing else.
  const bool capitalised = text_[at].IsCapitalised();
  const bool name =
      capitalised ? NameWord(at)
                  : text_[at].shape == Shape::kLower && text_[at].size() >= 3 && Unusual(at) && GivenName(at);
  if (!name) return at;
  const std::string_view cue = PersonCue(text_, scan_.cues, at, at);
  if (cue.empty()) return at;
  if (!capitalised) {
    if (cue == "key") return at;
    size_t last = at;
    while (last + 1 < text_.size() && last - at < 2 && Free(last + 1) && text_.GapBefore(last + 1) == " " &&
           text_[last + 1].shape == Shape::kLower && Unusual(last + 1) && text_[last + 1].size() >= 3 &&
           (Unlisted(last + 1) || GivenName(last + 1) || FamilyName(last + 1))) {
      ++last;
    }
    return Emit(at, last, "cue.relation", cue, 0.7F);
  }
  const bool key = cue == "key";
  // "Name: X" takes words of the dictionary too; a relation does not ("Mom Works").
  size_t last = RunFrom(at, cue == "name" || key);
  if (IsBeforePlace(text_, last)) return at;
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
  if ((cue == "relation" || cue == "signature") && !unusual && !given) return at;
  if (cue == "name" && !unusual && !given && last == at) return at;
  return Emit(at, last, "cue.relation", cue, 0.8F);
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
  // Nor is "Cincinnatus, Caesar, Augustus", or a list of cities.
  const auto listed = [&](size_t other, std::string_view apart) {
    return (apart == ", " || apart == ", and ") && text_[other].IsCapitalised();
  };
  const size_t after = end + 2;
  if (gap == ", " &&
      ((at > 0 && listed(at - 1, text_.GapBefore(at))) ||
       (after < text_.size() && text_.GapBefore(after) == ", " && text_[after].size() > 1 &&
        text_[after].IsCapitalised()) ||
       (!line && after < text_.size() && text_.GapBefore(after) == " " &&
        (text_.Word(after) == "and" || text_.Word(after) == "or" || text_.Word(after) == "y")))) {
    return at;
  }
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
  if (const size_t next = Pointed(at); next != at) return next;
  if (const size_t next = UpperInitial(at); next != at) return next;
  return FamilyComma(at);
}

}  // namespace

void FindUnknownNames(NameScan& scan) { Finder(scan).Run(); }

}  // namespace schoolgate::redaction
