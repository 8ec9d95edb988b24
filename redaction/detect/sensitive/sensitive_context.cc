// What speaks for and against a phrase being about one person, in the words around it.

#include <algorithm>

#include "redaction/detect/sensitive/sensitive_scan.h"

namespace schoolgate::redaction {
namespace {

// What each certainty weighs alone; a mention stands from kStands (sensitive_resolve.cc) on.
float WeightOf(Certainty certainty) {
  switch (certainty) {
    case Certainty::kSure:
      return 1.25F;
    case Certainty::kLikely:
      return -0.25F;
    case Certainty::kAbbreviation:
      return -1.0F;
    case Certainty::kValue:
      return 1.5F;
  }
  return 0;
}

constexpr size_t kWordsBefore = 8;
constexpr size_t kWordsAfter = 7;
constexpr size_t kHeadingEnds = 200;

// One person is spoken of.
constexpr std::string_view kPersonal[] = {
    "he",       "she",       "his",    "her",     "him",      "hers",       "they",      "their",
    "my",       "i",         "im",     "has",     "had",      "diagnosed",  "takes",     "taking",
    "receives", "receiving", "gets",   "got",     "getting",  "qualifies",  "qualified", "eligible",
    "because",  "due",       "uses",   "wears",   "needs",    "carries",    "suffers",   "started",
    "stopped",  "with",      "w",      "son",     "daughter", "child",      "kid",       "mom",
    "dad",      "mother",    "father", "student", "brother",  "sister",     "patient",   "for",
    "under",    "code",      "status", "tiene",   "tenia",    "tengo",      "padece",    "recibe",
    "toma",     "usa",       "esta",   "es",      "su",       "sus",        "mi",        "hijo",
    "hija",     "alumno",    "alumna", "nino",    "nina",     "estudiante", "por",       "debido",
    "was",      "is",        "after",  "served",  "serving",  "serves"};
// Many are, or nobody.
constexpr std::string_view kMany[] = {
    "students",    "kids",       "children",    "people",   "learners", "families",
    "anyone",      "someone",    "many",        "most",     "all",      "those",
    "americans",   "patients",   "individuals", "parents",  "teens",    "youth",
    "estudiantes", "alumnos",    "ninos",       "familias", "personas", "padres",
    "adults",      "population", "teachers",    "staff",    "percent",  "million",
    "everyone",    "teenagers",  "adolescents", "workers",  "women",    "characters"};
// After a dash: like it, not it.
constexpr std::string_view kLike[] = {"style", "like", "themed", "friendly", "aware", "free", "type"};
// "about" after these is of what is told of somebody.
constexpr std::string_view kTold[] = {
    "asked",  "asks", "ask",    "asking", "told", "knows", "know", "find", "found", "worried", "concerned",
    "posted", "talk", "talked", "me",     "her",  "him",   "them", "us",   "you",   "everyone"};
// Before a subject that is taught or written about.
constexpr std::string_view kSubject[] = {
    "lesson",  "unit",         "article", "essay",   "book",     "novel",      "chapter",  "research",
    "project", "awareness",    "video",   "poster",  "training", "template",   "sample",   "example",
    "topic",   "presentation", "history", "great",   "stages",   "theory",     "types",    "definition",
    "define",  "prevention",   "policy",  "explain", "blank",    "causes",     "symptoms", "leccion",
    "libro",   "cuento",       "tema",    "unidad",  "ensayo",   "vocabulary", "word",     "infographic",
    "slides",  "pamphlet",     "brochure"};
// After it, they make it a thing of everybody's.
constexpr std::string_view kEverybodys[] = {
    "awareness",  "unit",       "lesson",      "template",   "policy",    "training", "handbook",  "month",
    "week",       "act",        "law",         "bridge",     "bridges",   "club",     "research",  "project",
    "foundation", "facts",      "worksheet",   "essay",      "article",   "book",     "poster",    "campaign",
    "assembly",   "workshop",   "coordinator", "department", "office",    "students", "kids",      "children",
    "families",   "teachers",   "teacher",     "population", "subgroup",  "rate",     "rates",     "data",
    "statistics", "prevention", "curriculum",  "guidelines", "sheet",     "request",  "screening", "notes",
    "compliance", "director",   "specialist",  "staff",      "software",  "deadline", "deadlines", "lab",
    "fork",       "cards",      "points",      "era",        "paperwork", "pd",       "learners",  "forms",
    "system",     "cream",      "hockey",      "age",        "cubes",     "skating",  "team",      "binder",
    "binders",    "thing",      "wording",     "language",   "person",    "dept",     "packet",    "manual",
    "laws"};
// A little further after it, too.
constexpr std::string_view kTaught[] = {"research", "awareness", "posters", "poster",  "unit",
                                        "lesson",   "essays",    "webinar", "workshop"};
constexpr std::string_view kBesideAbbreviation[] = {
    "plan",     "meeting",     "date",     "review",  "accommodation", "accommodations", "services",
    "service",  "eligibility", "eligible", "therapy", "minutes",       "mins",           "hearing",
    "testing",  "program",     "pull",     "goals",   "goal",          "eval",           "evaluation",
    "referral", "days",        "day",      "custody", "til",           "until",          "student",
    "status",   "label",       "category", "says",    "requires",      "calls",          "gives"};
constexpr std::string_view kPointsToAbbreviation[] = {
    "has",   "had",    "have",      "gets",    "got",      "get",      "receives", "goes",     "to",
    "in",    "her",    "his",       "my",      "their",    "s",        "for",      "on",       "under",
    "refer", "refers", "qualifies", "qualify", "eligible", "w",        "with",     "assigned", "served",
    "of",    "as",     "a",         "student", "son",      "daughter", "called",   "an"};
constexpr std::string_view kDwelling[] = {
    "sleep",    "slept",   "sleeps",    "sleeping", "live",     "lived",   "lives", "living",
    "stay",     "stayed",  "stays",     "staying",  "night",    "nights",  "weeks", "wks",
    "homeless", "address", "residence", "residing", "vive",     "vivimos", "viven", "vivo",
    "viviendo", "duerme",  "dormimos",  "duermen",  "quedamos", "noche"};

class Surroundings {
 public:
  Surroundings(const Text& text, const SensitiveMention& mention) : text_(text), mention_(mention) {}

  float Weigh(bool dwelling) {
    before_ = text_.TokenAt(mention_.begin);
    after_ = text_.TokenAt(mention_.end);
    ReadBefore();
    ReadAfter();
    if (dwelling) ReadDwelling();
    float weight = WeightOf(mention_.certainty);
    if (personal_ && !everybodys_) weight += 1;
    if (everybodys_) weight -= 2.5F;
    if (dwelling) weight += dwelling_ || Checked() ? 1.0F : -1.5F;
    if (mention_.certainty == Certainty::kAbbreviation) weight += told_ ? 1.5F : companion_ ? 1.0F : 0;
    return weight + Form() + Casing() - (IsHeading() ? 1.5F : 0);
  }

 private:
  static bool EndsSentence(std::string_view gap) {
    return gap.size() > 4 || gap.find('\n') != gap.npos || gap.find(". ") != gap.npos ||
           gap.find('!') != gap.npos || gap.find('?') != gap.npos;
  }

  void ReadBefore() {
    bool aside = false;  // it stands in brackets that open after what is read now
    for (size_t at = before_; at > 0 && before_ - at < kWordsBefore; --at) {
      if (EndsSentence(text_.GapBefore(at)) &&
          !(text_.GapBefore(at).find(". ") != std::string_view::npos && text_[at - 1].size() <= 2))
        break;
      const std::string_view word = text_.Word(at - 1);
      const size_t distance = before_ - at;
      personal_ |= IsOneOf(word, kPersonal);
      // "absent all week (strep)", "our project (surgery)": it is not theirs.
      aside |= text_.GapBefore(at).find_first_of("(;") != std::string_view::npos;
      const bool all = word == "all" || word == "most" || word == "many";
      everybodys_ |=
          !aside &&
          ((distance < (all ? 2 : 5) && IsOneOf(word, kMany) && text_.At(text_[at - 1].end) != ':') ||
           (distance < 3 && IsOneOf(word, kSubject)));
      // "asked about his seizures" is of him, "a book about seizures" is not.
      everybodys_ |=
          distance == 0 && word == "about" &&
          (mention_.certainty != Certainty::kSure || at < 2 || !IsOneOf(text_.Word(at - 2), kTold));
      companion_ |=
          distance < 1 && (IsOneOf(word, kPointsToAbbreviation) || IsOneOf(word, kBesideAbbreviation));
    }
  }

  // Where somebody slept may be the question before.
  void ReadDwelling() {
    for (size_t at = before_; at > 0 && before_ - at < 2 * kWordsBefore; --at) {
      if (text_.GapBefore(at).find('\n') != std::string_view::npos) return;
      dwelling_ |= IsOneOf(text_.Word(at - 1), kDwelling);
    }
  }

  void ReadAfter() {
    for (size_t at = after_; at < text_.size() && at - after_ < kWordsAfter; ++at) {
      if (EndsSentence(text_.GapBefore(at))) break;
      const std::string_view word = text_.Word(at);
      dwelling_ |= IsOneOf(word, kDwelling);
      everybodys_ |= IsOneOf(word, kTaught);
      if (at == after_ && text_.GapBefore(at).find_first_not_of(" -/") == std::string_view::npos) {
        everybodys_ |= IsOneOf(word, kEverybodys) || (text_.GapBefore(at) == "-" && IsOneOf(word, kLike));
        told_ |= IsOneOf(word, kBesideAbbreviation);
      }
    }
  }

  // "[x] motel"
  bool Checked() const {
    return before_ > 0 && text_.Word(before_ - 1) == "x" &&
           text_.GapBefore(before_).substr(0, 2).find_first_of("])") != std::string_view::npos;
  }

  // "/SPED/2025-26/", "Reyes_504_plan.pdf": a folder, or a part of a name that is replaced with its person's.
  bool IsOfPath() const {
    const size_t begin = mention_.begin;
    const char before = text_.Before(begin);
    const char after = text_.At(mention_.end);
    if (before == '_' || after == '_') return true;
    if (before != '/') return false;
    const char ahead = begin > 1 ? text_.At(begin - 2) : ' ';
    return after == '/' && (ahead == ' ' || ahead == '\n' || ahead == '/' || ahead == '.' || ahead == ':');
  }

  // A box before it, a label's colon after it, the marks of a list, a cell or a field around it.
  float Form() {
    const std::string_view before = text_.GapBefore(before_);
    const std::string_view after = text_.GapBefore(after_);
    const std::string_view near = before.size() > 8 ? before.substr(before.size() - 8) : before;
    const std::string_view ahead = after.substr(0, 8);
    float weight = 0;
    if (near.find("[ ]") != near.npos || near.find("[]") != near.npos || near.find("( )") != near.npos ||
        near.find("__") != near.npos || near.find("\u2610") != near.npos) {
      weight -= 3;
    }
    if (Checked()) weight += 1;
    if (IsOfPath()) weight -= 3;
    const bool boxed = near.find(']') != near.npos;  // the box after it is the next one's
    if (!boxed && (ahead.starts_with(" [ ]") || ahead.starts_with(" \u2610"))) weight -= 3;
    if (after_ + 1 < text_.size() && text_.Word(after_) == "x" && ahead.find_first_of("[(") != ahead.npos &&
        text_.GapBefore(after_ + 1).find_first_of("])") != std::string_view::npos) {
      weight += 1;
    }
    const bool tag = ahead.starts_with('>') && (near.ends_with('<') || near.ends_with("</"));
    const bool label = tag || ahead.starts_with(':') || ahead.starts_with(" :") || ahead.starts_with("\":") ||
                       ahead.starts_with("=") || ahead.starts_with("**:") ||
                       text_.view().folded().substr(mention_.end, 4) == "(s):";
    // "504: large print": this key is what it says.
    const std::string_view word = text_.Word(mention_.first);
    const bool telling = !ahead.starts_with('"') && (word == "504" || word == "iep" || word == "esy");
    if (label && !telling && mention_.certainty != Certainty::kValue) return weight - 3;
    const bool opens =
        before_ == 0 || near.find_first_of("\n|\t:(,;+=\"[*>") != near.npos || near.find(" - ") != near.npos;
    const bool closes = after_ == text_.size() || ahead.find_first_of("\n|\t),:;\"]*<+") != ahead.npos ||
                        ahead.find(" - ") != ahead.npos || ahead.starts_with('.');
    if (opens && closes) weight += 0.5F;
    if (mention_.certainty == Certainty::kAbbreviation && opens && closes) weight += 0.5F;
    return weight;
  }

  // "OFFICE DISCIPLINE REFERRAL": capitals only, at the head of a text, are the name of a form.
  bool IsHeading() const {
    const std::string_view cased = text_.view().cased();
    const size_t begin = text_[mention_.first].begin;
    if (begin > kHeadingEnds || text_[mention_.first].shape != Shape::kUpper) return false;
    const std::string_view before = cased.substr(0, begin);
    const size_t start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
    const std::string_view line =
        cased.substr(start, std::min(cased.find('\n', begin) - start, kHeadingEnds));
    const auto lower = std::count_if(line.begin(), line.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return line.find(' ') != line.npos && static_cast<size_t>(lower) * 3 < line.size() &&
           line.find(':') == line.npos;
  }

  // "Mr. Walker" and "Visa" are names; a line that shouts says nothing by its capitals.
  float Casing() const {
    const Token& token = text_[mention_.first];
    if (mention_.certainty == Certainty::kLikely && mention_.first == mention_.last &&
        token.shape == Shape::kCapital && !text_.AtSentenceStart(mention_.first)) {
      return -1.25F;
    }
    if (mention_.certainty != Certainty::kAbbreviation || token.shape == Shape::kDigits) return 0;
    const bool shouts =
        (before_ > 0 && text_[before_ - 1].shape == Shape::kUpper && text_[before_ - 1].size() > 2) ||
        (after_ < text_.size() && text_[after_].shape == Shape::kUpper && text_[after_].size() > 2);
    if (shouts) return -1;
    return text_.spanish() && text_.Word(mention_.first) == "el" ? -2 : 0;
  }

  const Text& text_;
  const SensitiveMention& mention_;
  size_t before_ = 0, after_ = 0;  // the mention is [before_, after_)
  bool personal_ = false, everybodys_ = false, companion_ = false, told_ = false, dwelling_ = false;
};

}  // namespace

bool IsRedacted(const Text& text, size_t at) {
  if (text.Word(at) == "redacted") return at > 0 && text.GapBefore(at) == "_";
  for (size_t next = at + 1; next < text.size() && next <= at + 3 && text.GapBefore(next) == "_"; ++next) {
    if (text.Word(next) == "redacted") return true;
  }
  return false;
}

float WeighSurroundings(const Text& text, const SensitiveMention& mention, bool dwelling) {
  return Surroundings(text, mention).Weigh(dwelling);
}

}  // namespace schoolgate::redaction
