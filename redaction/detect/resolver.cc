#include "redaction/detect/resolver.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/util/strings.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostSpokenOf = 4096;  // people gathered as context
constexpr size_t kMostPerWord = 64;     // of one name among them
constexpr size_t kMostClassmates = 2048;
constexpr size_t kMostCandidates = 64;

SubjectKind KindOf(const Person& person) {
  switch (person.kind) {
    case PersonKind::kStudent:
      return SubjectKind::kStudent;
    case PersonKind::kGuardian:
      return SubjectKind::kGuardian;
    case PersonKind::kStaff:
      return SubjectKind::kStaff;
  }
  return SubjectKind::kStudent;
}

std::string Written(const Text& text, size_t first, size_t last) {
  std::string out;
  for (size_t at = first; at <= last; ++at) {
    if (!out.empty()) out += ' ';
    out += text.Word(at);
  }
  return out;
}

// Adds to `people` those of `among` who have the name. Both are sorted by person; a name may have thousands.
void AddNamed(std::span<const RosterIndex::Posting> named, const std::vector<uint32_t>& among,
              std::vector<uint32_t>& people) {
  const size_t most = people.size() + kMostPerWord;
  for (const uint32_t person : among) {
    const auto from = std::partition_point(named.begin(), named.end(),
                                           [person](const auto& posting) { return posting.person < person; });
    if (from == named.end() || people.size() >= most) return;
    if (from->person == person) people.push_back(person);
    named = {from, named.end()};
  }
}

}  // namespace

void Resolver::AddNear(uint32_t person, Nearness nearness) {
  if (near_[nearness].size() >= kMostSpokenOf || !near_[nearness].insert(person).second) return;
  for (const RosterIndex::NamePart part : index_.NameOf(person)) {
    std::vector<uint32_t>& people = named_[nearness][part.name];
    if (people.size() < kMostPerWord && (people.empty() || people.back() != person)) people.push_back(person);
  }
}

void Resolver::SpeakOf(uint32_t person) {
  if (near_[kSpokenOf].contains(person)) return;
  people_here_ = true;
  AddNear(person, kSpokenOf);
  for (const PersonIndex relative : index_.roster().person(person).related) {
    AddNear(relative, kRelated);
    // Brothers and sisters, and the other parent.
    for (const PersonIndex further : index_.roster().person(relative).related) AddNear(further, kRelated);
  }
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
          AddNear(owner.person, kRelated);
        }
      }
    }
    for (const NameMention& mention : reading->mentions) {
      people_here_ |=
          mention.titled || (mention.cued && mention.cue != "key") ||
          (mention.form != NameForm::kSingle && mention.form != NameForm::kUnknown && mention.certain);
      if (mention.form == NameForm::kFull && mention.certain && mention.people.size() == 1)
        SpeakOf(mention.people[0]);
    }
    for (const uint32_t figure : reading->figures) figures_.insert(figure);
  }
  // Then by names several have, where what is known so far decides.
  for (const auto& reading : readings) {
    for (const NameMention& mention : reading->mentions) {
      if (mention.people.size() < 2 || !mention.certain) continue;
      const std::vector<uint32_t> people = Narrow(mention.people);
      if (people.size() == 1) SpeakOf(people[0]);
    }
  }
}

std::vector<uint32_t> Resolver::Narrow(const std::vector<uint32_t>& people) const {
  if (people.size() < 2) return people;
  std::vector<uint32_t> fit;
  for (const absl::flat_hash_set<uint32_t>& near : near_) {
    for (const uint32_t person : people) {
      if (near.contains(person)) fit.push_back(person);
    }
    if (!fit.empty()) return fit;
  }
  const std::vector<uint32_t>& around = CallersPeople();
  for (const uint32_t person : people) {
    if (std::binary_search(around.begin(), around.end(), person)) fit.push_back(person);
  }
  return fit.empty() ? people : fit;
}

// Who a single word of a name may mean, the nearest first.
std::vector<uint32_t> Resolver::PeopleFor(const NameMention& mention, Nearness& nearness) const {
  std::vector<uint32_t> people;
  const auto words = [&](auto look) {
    look(mention.name);
    for (const uint32_t formal : index_.FormalNames(mention.name)) look(formal);
  };
  for (uint8_t near = kSpokenOf; near < kNearnesses; ++near) {
    words([&](uint32_t word) {
      if (near == kAround) {
        AddNamed(index_.PeopleNamed(word), CallersPeople(), people);
        return;
      }
      const auto found = named_[near].find(word);
      if (found == named_[near].end()) return;
      people.insert(people.end(), found->second.begin(), found->second.end());
    });
    if (people.empty()) continue;
    std::sort(people.begin(), people.end());
    people.erase(std::unique(people.begin(), people.end()), people.end());
    nearness = static_cast<Nearness>(near);
    return people;
  }
  nearness = kNearnesses;
  words([&](uint32_t word) {
    for (const RosterIndex::Posting posting : index_.PeopleNamed(word)) {
      if (people.size() >= kMostCandidates) break;
      if (posting.Role() == NameRole::kMiddle) continue;
      if (word != mention.name && posting.Role() != NameRole::kGiven) continue;
      people.push_back(posting.person);
    }
  });
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

Subject Resolver::SubjectOf(std::vector<uint32_t> people, std::string_view written) const {
  Subject subject;
  if (people.size() == 1) {
    const Person& person = index_.roster().person(people[0]);
    subject.kind = KindOf(person);
    subject.person = static_cast<int32_t>(people[0]);
    subject.key = PersonKey(person);
  } else {
    subject.kind = SubjectKind::kAmbiguous;
    subject.key = StrCat("ambiguous|", written);
  }
  return subject;
}

v1::DataElement Resolver::NameElement(const Subject& subject, const std::vector<uint32_t>& people,
                                      bool titled) const {
  switch (subject.kind) {
    case SubjectKind::kStudent:
      return v1::DATA_ELEMENT_STUDENT_NAME;
    case SubjectKind::kGuardian:
      return v1::DATA_ELEMENT_GUARDIAN_NAME;
    case SubjectKind::kStaff:
      return v1::DATA_ELEMENT_STAFF_NAME;
    default:
      break;
  }
  // Several people: the strictest kind among those it may be.
  bool student = false;
  bool guardian = false;
  bool staff = false;
  for (const uint32_t person : people) {
    const PersonKind kind = index_.roster().person(person).kind;
    student |= kind == PersonKind::kStudent;
    guardian |= kind == PersonKind::kGuardian;
    staff |= kind == PersonKind::kStaff;
  }
  if (titled && (guardian || staff))
    return guardian ? v1::DATA_ELEMENT_GUARDIAN_NAME : v1::DATA_ELEMENT_STAFF_NAME;
  if (student) return v1::DATA_ELEMENT_STUDENT_NAME;
  if (guardian) return v1::DATA_ELEMENT_GUARDIAN_NAME;
  return staff ? v1::DATA_ELEMENT_STAFF_NAME : v1::DATA_ELEMENT_PERSON_NAME;
}

void Resolver::AddName(const Reading& reading, const NameMention& mention, Subject subject,
                       v1::DataElement element, float confidence) {
  const Text& text = reading.text;
  Finding finding;
  finding.slot = reading.slot;
  finding.begin = static_cast<int64_t>(text.view().SourceBegin(text[mention.first].begin));
  finding.end = static_cast<int64_t>(text.view().SourceEnd(text[mention.last].end));
  finding.element = element;
  finding.subject = std::move(subject);
  finding.recognizer = mention.recognizer;
  finding.cue = mention.cue;
  finding.confidence = std::min(confidence, 0.99F);
  found_.push_back(std::move(finding));
}

// "Mr. Moon" and "dad Moon" are no student, where somebody else of that name will do.
void Resolver::KeepFitting(const Reading& reading, const NameMention& mention,
                           std::vector<uint32_t>& people) const {
  const bool parent = mention.cue == "relation" && IsParentCue(reading.text, mention.first);
  if (people.size() < 2 || (!mention.titled && !parent)) return;
  std::vector<uint32_t> fit;
  for (const uint32_t person : people) {
    const PersonKind kind = index_.roster().person(person).kind;
    if (parent ? kind == PersonKind::kGuardian : kind != PersonKind::kStudent) fit.push_back(person);
  }
  if (!fit.empty()) people = std::move(fit);
}

void Resolver::AddSingle(const Reading& reading, const NameMention& mention) {
  Nearness nearness = kNearnesses;
  std::vector<uint32_t> people = PeopleFor(mention, nearness);
  if (people.empty()) return;
  if (!mention.titled) KeepFitting(reading, mention, people);
  if (mention.titled) {
    // "Ms. Reyes" is a grown-up if one fits: near first, then anyone of the staff, then anyone.
    std::vector<uint32_t> grown;
    const auto keep_grown = [&](const std::vector<uint32_t>& from) {
      for (const uint32_t person : from) {
        if (index_.roster().person(person).kind != PersonKind::kStudent &&
            index_.IsNamed(person, mention.name, kFamilyBit | kGivenBit)) {
          grown.push_back(person);
        }
      }
    };
    keep_grown(people);
    if (grown.empty() && nearness == kSpokenOf) {
      const auto related = named_[kRelated].find(mention.name);
      if (related != named_[kRelated].end()) keep_grown(related->second);
    }
    if (grown.empty()) {
      for (const RosterIndex::Posting posting : index_.PeopleNamed(mention.name)) {
        if (grown.size() >= kMostCandidates) break;
        if (index_.roster().person(posting.person).kind == PersonKind::kStaff)
          grown.push_back(posting.person);
      }
      std::sort(grown.begin(), grown.end());
      grown.erase(std::unique(grown.begin(), grown.end()), grown.end());
    }
    if (!grown.empty()) people = std::move(grown);
    // Of several far away, staff is who a school text titles.
    if (people.size() > 1 && nearness == kNearnesses) {
      std::vector<uint32_t> staff;
      for (const uint32_t person : people) {
        if (index_.roster().person(person).kind == PersonKind::kStaff) staff.push_back(person);
      }
      if (!staff.empty()) people = std::move(staff);
    }
  }
  const float score = Score(reading, mention, nearness, people.size() == 1);
  if (score < 0.5F) {
    // The same word may yet prove to be a name elsewhere in the request.
    const bool capital = reading.text[mention.first].IsCapitalised();
    if (score >= (capital ? 0.1F : 0.3F)) doubtful_.push_back({&reading, &mention, std::move(people)});
    return;
  }
  if (reading.text[mention.first].IsCapitalised()) proven_.insert(mention.name);
  Subject subject = SubjectOf(people, Written(reading.text, mention.first, mention.last));
  const v1::DataElement element = NameElement(subject, people, mention.titled);
  AddName(reading, mention, std::move(subject), element, score);
}

void Resolver::ResolveNames(const Reading& reading) {
  for (const NameMention& mention : reading.mentions) {
    if (mention.form == NameForm::kUnknown) continue;
    if (mention.form == NameForm::kSingle) {
      AddSingle(reading, mention);
      continue;
    }
    std::vector<uint32_t> people = Narrow(mention.people);
    if (!mention.certain) {
      const auto spoken_of = [&](uint32_t person) { return near_[kSpokenOf].contains(person); };
      if (std::none_of(people.begin(), people.end(), spoken_of)) continue;
    }
    KeepFitting(reading, mention, people);
    Subject subject = SubjectOf(people, Written(reading.text, mention.first, mention.last));
    const v1::DataElement element = NameElement(subject, people, mention.titled);
    AddName(reading, mention, std::move(subject), element, mention.confidence);
  }
}

void Resolver::ResolveUnknownNames(const Reading& reading) {
  for (const NameMention& mention : reading.mentions) {
    if (mention.form != NameForm::kUnknown) continue;
    float confidence = mention.confidence;
    if (!people_here_ && !mention.cued) confidence -= figures_.empty() ? 0.05F : 0.15F;
    if (confidence < 0.5F) continue;
    const Text& text = reading.text;
    Subject subject;
    subject.kind = SubjectKind::kUnknown;
    subject.key = StrCat("name|", Written(text, mention.first, mention.last));
    if (mention.first == mention.last) {
      const auto known = unknown_.find(ToAbsl(text.Word(mention.first)));
      if (known != unknown_.end()) subject = known->second;
    }
    for (size_t at = mention.first; at <= mention.last; ++at) {
      const bool telling = text[at].size() >= 3 &&
                           !text[at].Has(word::kFunction | word::kParticle | word::kSuffix | word::kCalendar);
      if (telling && text[at].size() <= 32) unknown_.try_emplace(std::string(text.Word(at)), subject);
    }
    AddName(reading, mention, std::move(subject), v1::DATA_ELEMENT_PERSON_NAME, confidence);
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
    if (text[at].name != 0 && figures_.contains(text[at].name)) continue;
    const auto known = unknown_.find(ToAbsl(text.Word(at)));
    if (known == unknown_.end()) continue;
    NameMention mention;
    mention.first = mention.last = static_cast<uint32_t>(at);
    mention.recognizer = "request.name_again";
    AddName(reading, mention, known->second, v1::DATA_ELEMENT_PERSON_NAME, 0.51F);
  }
}

// Of overlapping finds the longer stands, of equal ones the surer.
Findings Resolver::Stand(Findings found) const {
  std::stable_sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) {
    if (a.slot != b.slot) return a.slot < b.slot;
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  Findings out;
  for (Finding& next : found) {
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
    if (comes > was || (comes == was && next.confidence > standing.confidence)) {
      next.begin = standing.begin;
      standing = std::move(next);
    }
    standing.end = end;
  }
  return out;
}

Findings Resolver::Resolve(const std::vector<std::unique_ptr<Reading>>& readings) {
  for (const auto& reading : readings) FindProblemNames(*reading);
  Gather(readings);
  for (const auto& reading : readings) {
    ResolveMatches(*reading);
    ResolveNames(*reading);
  }
  for (const Doubtful& doubtful : doubtful_) {
    if (!proven_.contains(doubtful.mention->name)) continue;
    const NameMention& mention = *doubtful.mention;
    Subject subject =
        SubjectOf(doubtful.people, Written(doubtful.reading->text, mention.first, mention.last));
    const v1::DataElement element = NameElement(subject, doubtful.people, mention.titled);
    AddName(*doubtful.reading, mention, std::move(subject), element, 0.5F);
  }
  for (const auto& reading : readings) ResolveUnknownNames(*reading);
  if (!unknown_.empty()) {
    for (const auto& reading : readings) FindAgain(*reading);
  }
  Findings standing = Stand(std::move(found_));
  AddSensitive(readings, standing);
  return standing;
}

}  // namespace schoolgate::redaction
