// People the roster does not know, and words that are a name only because of what stands elsewhere in the
// request.
#include <algorithm>
#include <optional>
#include <utility>

#include "core/util/strings.h"
#include "redaction/detect/resolve/resolver.h"
#include "redaction/detect/text/hashing.h"

namespace schoolgate::redaction {
namespace {

std::string Written(const Text& text, size_t first, size_t last) {
  std::string out;
  for (size_t at = first; at <= last; ++at) {
    if (!out.empty()) out += ' ';
    out += text.Word(at);
  }
  return out;
}

// "Maria", but not "la" or "Jr": what a name is found again by.
bool Telling(const Token& token) {
  return token.size() >= 3 && token.size() <= 32 &&
         !token.Has(word::kFunction | word::kParticle | word::kSuffix | word::kCalendar | word::kTitle);
}

bool IsName(v1::DataElement element) {
  return element == v1::DATA_ELEMENT_STUDENT_NAME || element == v1::DATA_ELEMENT_GUARDIAN_NAME ||
         element == v1::DATA_ELEMENT_STAFF_NAME || element == v1::DATA_ELEMENT_PERSON_NAME;
}

// The tokens which [first, last] is joined to by "and", a comma or the like.
struct Joined {
  std::optional<size_t> before, after;
};

Joined JoinedTo(const Text& text, size_t first, size_t last) {
  const auto sign = [](std::string_view gap) {
    return gap == ", " || gap == " & " || gap == " + " || gap == "/" || gap == " / " || gap == "&" ||
           gap == "+";
  };
  const auto word = [&](size_t at) {
    const std::string_view joint = text.Word(at);
    return joint == "and" || joint == "y" || joint == "e" || joint == "or" || joint == "n";
  };
  Joined joined;
  if (first > 0 && sign(text.GapBefore(first))) {
    joined.before = first - 1;
  } else if (first > 1 && text.GapBefore(first) == " " && word(first - 1)) {
    joined.before = first - 2;
  }
  if (last + 1 < text.size() && sign(text.GapBefore(last + 1))) {
    joined.after = last + 1;
  } else if (last + 2 < text.size() && text.GapBefore(last + 1) == " " && word(last + 1) &&
             text.GapBefore(last + 2) == " ") {
    joined.after = last + 2;
  }
  return joined;
}

// It fills a cell of a table.
bool InCell(const Text& text, size_t first, size_t last) {
  const std::string_view before = text.GapBefore(first);
  const std::string_view after = text.GapBefore(last + 1);
  return before.find_first_of("|\t") != before.npos && after.find_first_of("|\t") != after.npos;
}

}  // namespace

Resolver::Unknown Resolver::UnknownPerson(const Text& text, size_t first, size_t last, RoleHint role) const {
  Unknown unknown;
  unknown.subject.kind = SubjectKind::kUnknown;
  unknown.subject.key = StrCat("name|", Written(text, first, last));
  unknown.element = role == RoleHint::kStudent    ? v1::DATA_ELEMENT_STUDENT_NAME
                    : role == RoleHint::kGuardian ? v1::DATA_ELEMENT_GUARDIAN_NAME
                    : role == RoleHint::kStaff    ? v1::DATA_ELEMENT_STAFF_NAME
                                                  : v1::DATA_ELEMENT_PERSON_NAME;
  return unknown;
}

bool Resolver::IsProblemName(const Text& text, size_t token) const {
  return !problem_words_.empty() && problem_words_.contains(HashOf(text.Word(token))) &&
         !borne_.contains(HashOf(text.Word(token)));
}

// The words of a name by which the same person is found again.
void Resolver::Remember(const Text& text, size_t first, size_t last, const Unknown& unknown) {
  for (size_t at = first; at <= last; ++at) {
    if (Telling(text[at])) unknown_.try_emplace(std::string(text.Word(at)), unknown);
    borne_.insert(HashOf(text.Word(at)));
  }
  if (last == first || text[first].size() < 2 || text[last].size() < 2) return;
  initials_.try_emplace(std::string{text.Word(first)[0], text.Word(last)[0]}, unknown);
}

void Resolver::ResolveUnknownNames(const Reading& reading) {
  const Text& text = reading.text;
  for (const NameMention& mention : reading.mentions) {
    if (mention.form != NameForm::kUnknown) continue;
    if (mention.end != 0) {  // weighed and named where it was found (native_names.h)
      Unknown unknown =
          UnknownPerson(text, mention.first, mention.last,
                        students_here_ && !mention.titled ? RoleHint::kStudent : RoleHint::kNone);
      unknown.subject.key = StrCat("name|", mention.key);
      AddName(reading, mention, unknown.subject, unknown.element, mention.confidence);
      continue;
    }
    if (IsFigure(reading, mention)) continue;
    float confidence = mention.confidence;
    if (!people_here_ && !mention.cued) confidence -= lesson_ ? 0.15F : 0.05F;
    if (task_ && (!mention.cued || mention.cue == "relation") && !IsMeantFor(text, mention.first) &&
        !HasRecordSigns(text, mention.first, mention.last)) {
      confidence -= mention.first == mention.last ? 0.5F : 0.2F;
    }
    if (!mention.cued && mention.first == mention.last && IsInPlace(text, mention.first)) confidence -= 0.4F;
    if (IsBeforePlace(text, mention.last) && !mention.titled) confidence -= 0.4F;
    if (!mention.cued && InFigureList(reading, mention.first, mention.last)) confidence -= 0.5F;
    // Zero is where the tagger does not look.
    if (mention.name_likelihood > 0 && mention.name_likelihood < 0.03F) confidence -= 0.35F;
    if (mention.name_likelihood > 0 && mention.name_likelihood < 0.1F && !mention.cued) confidence -= 0.1F;
    const RoleSign sign = RoleOf(text, mention.first, mention.last);
    const float figure = FigureShare(reading, mention.first, mention.last);
    // Nobody is called Katniss but she.
    const bool of_work = mention.first == mention.last && IsOfWork(reading, mention.first);
    const bool lone =
        mention.first == mention.last && !of_work && mention.name_likelihood >= kPrivate &&
        (text[mention.first].Has(word::kGiven) || OwnGazetteer().Find(text.Word(mention.first)).given() > 0);
    if (!lone && (!mention.cued || mention.cue == "name" || mention.cue == "title"))
      confidence -= figure * (mention.cued && !of_work && !task_ ? 0.4F : 0.6F);
    if (!mention.cued || mention.cue == "name" || mention.titled)
      confidence -= MadeUpSigns(text, mention.first, mention.last);
    if (!mention.cued && sign.role == RoleHint::kNone) {
      const float signs = FigureSigns(text, mention.first, mention.last);
      confidence -= lesson_ ? signs : signs * 0.7F;
      if (InProblem(reading, mention.first) ||
          (mention.first == mention.last && IsProblemName(text, mention.first)))
        confidence -= 0.5F;
      if (IsInTitle(text, mention.first, mention.last)) confidence -= 0.3F;
    }
    if (mention.titled && sign.role == RoleHint::kNone && InProblem(reading, mention.first))
      confidence -= 0.5F;
    if (mention.cue == "relation" && IsFiguresRelative(reading, mention)) confidence -= 0.5F;
    const bool weak = confidence < 0.5F || !mention.certain;
    if (weak && (confidence < 0.25F || InProblem(reading, mention.first) || figure > 0)) continue;
    const bool role_open = sign.role == RoleHint::kNone && !mention.titled && mention.cue != "sender" &&
                           mention.cue != "signature" && mention.cue != "relation";
    Unknown unknown = UnknownPerson(text, mention.first, mention.last,
                                    role_open && students_here_ ? RoleHint::kStudent : sign.role);
    if (mention.first == mention.last) {
      const auto known = unknown_.find(ToAbsl(text.Word(mention.first)));
      if (known != unknown_.end()) unknown = known->second;
    } else if (mention.last == mention.first + 1 && text[mention.first].size() == 1 &&
               text[mention.last].size() == 1) {
      const auto known = initials_.find({text.Word(mention.first)[0], text.Word(mention.last)[0]});
      if (known != initials_.end()) {
        unknown = known->second;
      } else if (InCell(text, mention.first, mention.last)) {
        unknown = UnknownPerson(text, mention.first, mention.last, RoleHint::kStudent);
      }
    }
    if (weak) {
      doubtful_.push_back({&reading, &mention, unknown.subject, unknown.element});
      continue;
    }
    // One word of the roster's names is weighed with the roster's people.
    if (mention.first < mention.last || text[mention.first].name == 0)
      Remember(text, mention.first, mention.last, unknown);
    AddName(reading, mention, unknown.subject, unknown.element, confidence, sign.cue);
  }
}

// The people found by their surroundings, where they are named again without them.
void Resolver::FindAgain(const Reading& reading) {
  const Text& text = reading.text;
  for (size_t at = 0; at < reading.taken.size(); ++at) {
    if (reading.taken[at] || !text[at].IsWord() || text[at].size() < 3 || text[at].size() > 32) continue;
    const bool dictionary = IsDictionaryWord(text, text[at]);
    if (dictionary && (!text[at].IsCapitalised() || text.AtSentenceStart(at))) continue;
    if (!text[at].IsCapitalised() && (text[at].size() < 4 || !text.familiar() || text.IsExotic(text[at])))
      continue;
    const auto known = unknown_.find(ToAbsl(text.Word(at)));
    if (known == unknown_.end()) continue;
    if (InProblem(reading, at) || IsProblemName(text, at)) continue;
    NameMention mention;
    mention.first = mention.last = static_cast<uint32_t>(at);
    mention.recognizer = "request.name_again";
    // "the WHITE cap", though somebody White was named; not where all is in capitals.
    const bool shouted =
        text[at].shape == Shape::kUpper && at + 1 < text.size() && text[at + 1].shape == Shape::kUpper;
    if (dictionary && !shouted && reading.likelihood[at].any() < 0.05F) continue;
    if (IsFigure(reading, mention) || IsBeforePlace(text, at)) continue;
    if (MadeUpSigns(text, at, at) >= 0.5F) continue;
    AddName(reading, mention, known->second.subject, known->second.element, 0.51F, "named before");
  }
}

// "X.F.", after Xavier Fuentes; or alone where a name stands: in a cell of its own, after "student".
void Resolver::FindInitials(const Reading& reading) {
  const Text& text = reading.text;
  for (size_t at = 0; at + 1 < reading.taken.size(); ++at) {
    if (text[at].size() != 1 || text[at].shape != Shape::kCapital || text[at + 1].size() != 1 ||
        text[at + 1].shape != Shape::kCapital || reading.taken[at] || reading.taken[at + 1])
      continue;
    if (text.GapBefore(at + 1) != "." && text.GapBefore(at + 1) != ". ") continue;
    if (text.At(text[at + 1].end) != '.' || (at > 0 && text.GapBefore(at) == ".")) continue;
    if (at + 2 < text.size() && text[at + 2].size() == 1 && text.GapBefore(at + 2).starts_with('.')) continue;
    const std::string both{text.Word(at)[0], text.Word(at + 1)[0]};
    NameMention mention;
    mention.first = static_cast<uint32_t>(at);
    mention.last = static_cast<uint32_t>(at + 1);
    mention.recognizer = "request.initials";
    if (const auto known = initials_.find(both); known != initials_.end()) {
      AddName(reading, mention, known->second.subject, known->second.element, 0.7F, "named before");
      continue;
    }
    const bool cell = InCell(text, at, at + 1);
    const RoleSign sign = RoleOf(text, at, at + 1);
    if (!cell && sign.role != RoleHint::kStudent) continue;
    const Unknown unknown = UnknownPerson(text, at, at + 1, RoleHint::kStudent);
    AddName(reading, mention, unknown.subject, unknown.element, 0.6F, cell ? "cell" : sign.cue);
  }
}

void Resolver::ResolveDoubtful() {
  // Where names end and begin, as slot and offset.
  const auto place = [](int64_t slot, int64_t offset) { return slot << 40 | offset; };
  absl::flat_hash_set<int64_t> edges;
  for (const Finding& finding : found_) {
    if (!IsName(finding.element)) continue;
    edges.insert(place(finding.slot, finding.begin));
    edges.insert(place(finding.slot, finding.end));
  }
  for (Doubtful& doubtful : doubtful_) {
    const NameMention& mention = *doubtful.mention;
    const Text& text = doubtful.reading->text;
    const auto edge = [&](size_t folded) {
      return edges.contains(place(doubtful.reading->slot, static_cast<int64_t>(folded)));
    };
    std::string_view why;
    if (mention.form == NameForm::kSingle && proven_.contains(mention.name)) why = "a name elsewhere";
    if (const auto [before, after] = JoinedTo(text, mention.first, mention.last);
        (before && edge(text.view().SourceEnd(text[*before].end))) ||
        (after && edge(text.view().SourceBegin(text[*after].begin)))) {
      why = "beside a name";
    }
    if (why.empty()) continue;
    if (mention.form == NameForm::kUnknown)
      Remember(text, mention.first, mention.last, {doubtful.subject, doubtful.element});
    AddName(*doubtful.reading, mention, std::move(doubtful.subject), doubtful.element, 0.5F, why);
  }
}

}  // namespace schoolgate::redaction
