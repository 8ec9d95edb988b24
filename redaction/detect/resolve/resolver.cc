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
      const RoleSign sign = RoleOf(reading->text, mention.first, mention.last);
      const std::vector<uint32_t> people = Fitting(mention, sign);
      if (people.size() != 1) continue;
      SpeakOf(people[0]);
      for (size_t at = mention.first; at <= mention.last; ++at) borne_.insert(HashOf(reading->text.Word(at)));
    }
  }
  size_t figures = 0;
  for (const auto& reading : readings) figures += reading->known.people.size();
  own_ = std::any_of(readings.begin(), readings.end(),
                     [](const auto& reading) { return SpeaksOfOwn(reading->text); });
  if (!people_here_ && !own_) {
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
      const RoleSign sign = RoleOf(reading->text, mention.first, mention.last);
      const std::vector<uint32_t> people = Narrow(Fitting(mention, sign), why);
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

// Of overlapping finds the longer stands, of equal ones whose person is known, then the surer.
Findings Resolver::Stand(Findings found) const {
  // Their numbers are sorted: a finding is large to move.
  std::vector<uint32_t> order(found.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t one, uint32_t other) {
    const Finding& a = found[one];
    const Finding& b = found[other];
    return std::tie(a.slot, a.begin, b.end) < std::tie(b.slot, b.begin, a.end);
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
  company_.emplace(readings);
  Gather(readings);
  const std::vector<uint32_t>& spoken_of = spoken_of_.people();
  for (size_t at = 0; at < spoken_of.size(); ++at) {
    const uint32_t person = spoken_of[at];
    // A table speaks of many, each far away in memory.
    constexpr size_t kAhead = 8;
    if (at + kAhead < spoken_of.size()) index_.Expect(spoken_of[at + kAhead]);
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
  size_t most = 0;
  for (const auto& reading : readings) most += reading->matches.size() + reading->mentions.size();
  found_.reserve(most);
  // Full names first: who is meant by one word may follow from them.
  for (const auto& reading : readings) {
    ResolveMatches(*reading);
    ResolveFullNames(*reading);
  }
  for (const auto& reading : readings) ResolveUnknownNames(*reading);
  for (const auto& reading : readings) ResolveSingleWords(*reading);
  ResolveDoubtful();
  for (const auto& reading : readings) {
    if (!unknown_.empty()) FindAgain(*reading);
    FindInitials(*reading);
  }
  Findings standing = Stand(std::move(found_));
  AddSensitive(readings, standing);
  return standing;
}

}  // namespace schoolgate::redaction
