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

constexpr float kLikely = 0.53F;  // a name

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
    const RoleSign sign = RoleOf(text, mention.first, mention.last);
    const float figure = FigureShare(reading, mention.first, mention.last);
    const float likely = Weigh(reading, mention, sign, figure);
    if (likely < kLikely) continue;
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
    // One word of the roster's names is weighed with the roster's people.
    if (mention.first < mention.last || text[mention.first].name == 0)
      Remember(text, mention.first, mention.last, unknown);
    AddName(reading, mention, unknown.subject, unknown.element, likely, sign.cue);
  }
}

// Whether a word of a name named elsewhere is one here.
bool Resolver::IsNameAgain(const Reading& reading, NameMention& mention) {
  const Text& text = reading.text;
  const size_t at = mention.first;
  if (InProblem(reading, at) || IsProblemName(text, at)) return false;
  if (IsFigure(reading, mention) || IsBeforePlace(text, at)) return false;
  mention.name_likelihood = reading.likelihood[at].any();
  return Weigh(reading, mention, RoleOf(text, at, at), FigureShare(reading, at, at)) >= kLikely;
}

// The people found by their surroundings, where they are named again without them.
void Resolver::FindAgain(const Reading& reading) {
  const Text& text = reading.text;
  std::vector<bool> weighed(text.size(), false);
  for (const NameMention& mention : reading.mentions) {
    if (mention.form != NameForm::kUnknown) continue;
    std::fill_n(weighed.begin() + mention.first, mention.last - mention.first + 1, true);
  }
  const auto find = [&](std::string_view word) { return unknown_.find(ToAbsl(word)); };
  for (size_t at = 0; at < reading.taken.size(); ++at) {
    if (reading.taken[at] || weighed[at] || !text[at].IsWord() || text[at].size() < 3 || text[at].size() > 32)
      continue;
    if (!text[at].IsCapitalised() && (text[at].size() < 4 || !text.familiar() || text.IsExotic(text[at])) &&
        (text[at].Has(word::kFunction) || !company_->ColumnOf(reading, at).table))
      continue;
    const std::string_view word = text.Word(at);
    auto known = find(word);
    if (known == unknown_.end() && word.ends_with('s') && word.size() > 4 &&
        !IsDictionaryWord(text, text[at]))
      known = find(word.substr(0, word.size() - 1));  // "rowdys house", "two Birdies"
    if (known == unknown_.end()) continue;
    NameMention mention;
    mention.first = mention.last = static_cast<uint32_t>(at);
    mention.recognizer = kNameAgain;
    if (!IsNameAgain(reading, mention)) continue;
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
    AddName(*doubtful.reading, mention, std::move(doubtful.subject), doubtful.element, 0.5F, why);
  }
}

}  // namespace schoolgate::redaction
