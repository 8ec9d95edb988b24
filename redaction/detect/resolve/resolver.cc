// What the request speaks of, and the order in which its names are settled.
#include "redaction/detect/resolve/resolver.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "core/util/strings.h"
#include "redaction/detect/resolve/sensitive_subjects.h"
#include "redaction/detect/text/hashing.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostClassmates = 2048;

std::string Written(const Text& text, size_t first, size_t last) {
  std::string out;
  for (size_t at = first; at <= last; ++at) {
    if (!out.empty()) out += ' ';
    out += text.Word(at);
  }
  return out;
}

// "Big Mike", "Sra. de la Rosa": the words before belong to the name.
size_t WithBefore(const Text& text, const NameMention& mention) {
  size_t first = mention.first;
  if (first == 0 || text.GapBefore(first) != " ") return first;
  const std::string_view word = text.Word(first - 1);
  const bool capital = text[first - 1].IsCapitalised() && text[first].IsCapitalised();
  if (capital && (word == "big" || word == "lil" || word == "little")) return first - 1;
  if (!mention.titled || text[first - 1].Has(word::kTitle)) return first;
  while (first > 1 && mention.first - first < 3 && text[first - 1].Has(word::kParticle) &&
         !text[first - 1].Has(word::kTitle) && text.GapBefore(first) == " ") {
    --first;
  }
  return first;
}

// "Maria", but not "la" or "Jr": what a name is found again by.
bool Telling(const Token& token) {
  return token.size() >= 3 && token.size() <= 32 &&
         !token.Has(word::kFunction | word::kParticle | word::kSuffix | word::kCalendar | word::kTitle);
}

}  // namespace

void Resolver::SpeakOf(uint32_t person) {
  if (spoken_of_.Contains(person)) return;
  people_here_ = true;
  students_here_ |= index_.Kind(person) == PersonKind::kStudent;
  spoken_of_.Add(person);
  households_.push_back({person, true});
}

const PeopleNear& Resolver::Near(Nearness nearness) const {
  if (nearness == kSpokenOf) return spoken_of_;
  for (const Household& household : households_) {
    if (!household.family) {
      related_.Add(household.person);
      continue;
    }
    for (const PersonIndex relative : index_.roster().person(household.person).related) {
      related_.Add(relative);
      // Brothers and sisters, and the other parent.
      for (const PersonIndex further : index_.roster().person(relative).related) related_.Add(further);
    }
  }
  households_.clear();
  return related_;
}

const std::vector<uint32_t>& Resolver::CallersPeople() const {
  if (callers_people_) return *callers_people_;
  std::vector<uint32_t>& around = callers_people_.emplace();
  const auto people = index_.roster().people();
  if (context_.caller < 0 || static_cast<size_t>(context_.caller) >= people.size()) return around;
  const auto add_family = [&](uint32_t person) {
    around.push_back(person);
    for (const PersonIndex relative : index_.roster().person(person).related) around.push_back(relative);
  };
  add_family(static_cast<uint32_t>(context_.caller));
  size_t left = kMostClassmates;
  for (const ClassMembership& membership : people[static_cast<size_t>(context_.caller)].classes) {
    for (const ClassMember& member : index_.roster().class_info(membership.class_index).members) {
      if (left == 0) break;
      --left;
      add_family(member.person);
    }
  }
  std::sort(around.begin(), around.end());
  around.erase(std::unique(around.begin(), around.end()), around.end());
  return around;
}

// Who is certainly spoken of: by a full name nobody else has, by an id, an e-mail.
void Resolver::Gather(const std::vector<std::unique_ptr<Reading>>& readings) {
  for (const auto& reading : readings) {
    for (const Match& match : reading->matches) {
      if (match.kind == MatchKind::kDate || match.kind == MatchKind::kPlainUrl) continue;
      people_here_ |= match.kind != MatchKind::kUrl && match.kind != MatchKind::kIp;
      if (match.owners.empty() || match.owners.size() > 8) continue;
      const bool shared = match.kind == MatchKind::kPhone || match.kind == MatchKind::kAddress;
      if (match.owners.size() > 1 && !shared) continue;
      for (const ValueIndex::Entry& owner : match.owners) {
        // A shared phone or address points to a household, not to one of it.
        if (match.owners.size() == 1) {
          SpeakOf(owner.person);
        } else {
          households_.push_back({owner.person, false});
        }
      }
    }
  }
  for (const auto& reading : readings) {
    for (const NameMention& mention : reading->mentions) {
      people_here_ |=
          ((mention.titled || (mention.cued && mention.cue != "key")) &&
           !InProblem(*reading, mention.first)) ||
          (mention.form != NameForm::kSingle && mention.form != NameForm::kUnknown && mention.certain);
      if (mention.form != NameForm::kFull || !mention.certain || IsFigure(*reading, mention)) continue;
      const std::vector<uint32_t> people = Fitting(*reading, mention);
      if (people.size() != 1) continue;
      SpeakOf(people[0]);
      for (size_t at = mention.first; at <= mention.last; ++at) borne_.insert(HashOf(reading->text.Word(at)));
    }
  }
  size_t figures = 0;
  for (const auto& reading : readings) figures += reading->known.people.size();
  const bool own = std::any_of(readings.begin(), readings.end(),
                               [](const auto& reading) { return SpeaksOfOwn(reading->text); });
  if (!people_here_ && !own) {
    for (const auto& reading : readings) {
      task_ |= figures >= 2 || TaskWords(reading->text) + LessonWords(reading->text) >= 1 ||
               MathWords(reading->text) >= 2;
    }
  }
  // Then by names several have, where what is known so far decides.
  for (const auto& reading : readings) {
    for (const NameMention& mention : reading->mentions) {
      if (mention.people.size() < 2 || !mention.certain || IsFigure(*reading, mention)) continue;
      std::string_view why;
      const std::vector<uint32_t> people = Narrow(Fitting(*reading, mention), why);
      if (people.size() == 1) SpeakOf(people[0]);
    }
  }
}

void Resolver::AddName(const Reading& reading, const NameMention& mention, Subject subject,
                       v1::DataElement element, float confidence, std::string_view why) {
  const Text& text = reading.text;
  Finding finding;
  finding.slot = reading.slot;
  const bool part = mention.end != 0;
  const size_t begin = part ? mention.begin : text[WithBefore(text, mention)].begin;
  const size_t end = part ? mention.end : text[mention.last].end;
  finding.begin = static_cast<int64_t>(text.view().SourceBegin(begin));
  finding.end = static_cast<int64_t>(text.view().SourceEnd(end));
  finding.element = element;
  finding.recognizer = mention.recognizer;
  const bool caller = subject.person >= 0 && subject.person == context_.caller;
  finding.cue = caller ? "caller" : why.empty() ? mention.cue : why;
  finding.subject = std::move(subject);
  finding.confidence = std::min(confidence, 0.99F);
  found_.push_back(std::move(finding));
}

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
    if (IsBeforePlace(text, mention.last) && !mention.titled) confidence -= 0.4F;
    if (!mention.cued && InFigureList(reading, mention.first, mention.last)) confidence -= 0.5F;
    // Zero is where the tagger does not look.
    if (mention.name_likelihood > 0 && mention.name_likelihood < 0.03F) confidence -= 0.35F;
    if (mention.name_likelihood > 0 && mention.name_likelihood < 0.1F && !mention.cued) confidence -= 0.1F;
    const RoleSign sign = RoleOf(text, mention.first, mention.last);
    const float figure = FigureShare(reading, mention.first, mention.last);
    if (!mention.cued || mention.cue == "name" || mention.cue == "title")
      confidence -= figure * (mention.cued ? 0.4F : 0.6F);
    if (!mention.cued || mention.cue == "name") confidence -= MadeUpSigns(text, mention.first, mention.last);
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
    if (confidence < 0.5F) continue;
    const bool role_open = sign.role == RoleHint::kNone && !mention.titled && mention.cue != "sender" &&
                           mention.cue != "signature" && mention.cue != "relation";
    Unknown unknown = UnknownPerson(text, mention.first, mention.last,
                                    role_open && students_here_ ? RoleHint::kStudent : sign.role);
    if (mention.first == mention.last) {
      const auto known = unknown_.find(ToAbsl(text.Word(mention.first)));
      if (known != unknown_.end()) unknown = known->second;
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
    const std::string_view before = text.GapBefore(at);
    const std::string_view after = text.GapBefore(at + 2);
    const bool cell = before.find_first_of("|\t") != before.npos && after.find_first_of("|\t") != after.npos;
    const RoleSign sign = RoleOf(text, at, at + 1);
    if (!cell && sign.role != RoleHint::kStudent) continue;
    const Unknown unknown = UnknownPerson(text, at, at + 1, RoleHint::kStudent);
    AddName(reading, mention, unknown.subject, unknown.element, 0.6F, cell ? "cell" : sign.cue);
  }
}

// Of overlapping finds the longer stands, of equal ones whose person is known, then the surer.
Findings Resolver::Stand(Findings found) const {
  // Their numbers are sorted: a finding is large to move.
  std::vector<uint32_t> order(found.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](uint32_t one, uint32_t other) {
    const Finding& a = found[one];
    const Finding& b = found[other];
    return std::tie(a.slot, a.begin, b.end, one) < std::tie(b.slot, b.begin, a.end, other);
  });
  Findings out;
  out.reserve(found.size());
  for (const uint32_t number : order) {
    Finding& next = found[number];
    if (next.begin >= next.end) continue;
    if (out.empty() || out.back().slot != next.slot || out.back().end <= next.begin) {
      out.push_back(std::move(next));
      continue;
    }
    // One stands for both; what only the other covered is personal too.
    Finding& standing = out.back();
    const int64_t end = std::max(standing.end, next.end);
    const int64_t was = standing.end - standing.begin;
    const int64_t comes = next.end - next.begin;
    const bool known = next.subject.person >= 0 && standing.subject.person < 0;
    const bool unknown = next.subject.person < 0 && standing.subject.person >= 0;
    if (comes > was || (comes == was && (known || (!unknown && next.confidence > standing.confidence)))) {
      next.begin = standing.begin;
      standing = std::move(next);
    }
    standing.end = end;
  }
  return out;
}

Findings Resolver::Resolve(const std::vector<std::unique_ptr<Reading>>& readings) {
  GatherFigures(readings);
  Gather(readings);
  for (const uint32_t person : spoken_of_.people()) {
    const auto& birth_date = index_.roster().person(person).birth_date;
    if (birth_date) born_.emplace_back(*birth_date, person);
    char given = 0;
    for (const RosterIndex::NamePart part : index_.NameOf(person)) {
      if (part.Role() == NameRole::kGiven && given == 0) given = index_.Initial(part.name);
      if (part.Role() != NameRole::kFamily || given == 0) continue;
      const std::string both{given, index_.Initial(part.name)};
      if (initials_.contains(both)) continue;
      const Subject subject = SubjectOf(person);
      initials_.emplace(both, Unknown{subject, NameElement(subject, {person}, false)});
    }
  }
  std::sort(born_.begin(), born_.end());
  // Full names first: who is meant by one word may follow from them.
  for (const auto& reading : readings) {
    ResolveMatches(*reading);
    ResolveFullNames(*reading);
  }
  for (const auto& reading : readings) ResolveUnknownNames(*reading);
  for (const auto& reading : readings) ResolveSingleWords(*reading);
  for (Doubtful& doubtful : doubtful_) {
    if (!proven_.contains(doubtful.mention->name)) continue;
    AddName(*doubtful.reading, *doubtful.mention, std::move(doubtful.subject), doubtful.element, 0.5F,
            "a name elsewhere");
  }
  for (const auto& reading : readings) {
    if (!unknown_.empty()) FindAgain(*reading);
    FindInitials(*reading);
  }
  Findings standing = Stand(std::move(found_));
  AddSensitive(readings, standing);
  return standing;
}

}  // namespace schoolgate::redaction
