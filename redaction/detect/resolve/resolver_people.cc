// Which person of the roster a name means.
#include <algorithm>
#include <span>
#include <utility>

#include "core/util/strings.h"
#include "redaction/detect/resolve/resolver.h"
#include "redaction/detect/text/hashing.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostPerWord = 64;  // people of one name among those near
constexpr size_t kMostCandidates = 64;
constexpr size_t kMostSearched = 4096;  // people of one name anywhere

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

bool Fits(PersonKind kind, RoleHint role) {
  switch (role) {
    case RoleHint::kStudent:
      return kind == PersonKind::kStudent;
    case RoleHint::kGuardian:
      return kind == PersonKind::kGuardian;
    case RoleHint::kStaff:
      return kind == PersonKind::kStaff;
    case RoleHint::kNone:
      return true;
  }
  return true;
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

void SortOut(std::vector<uint32_t>& people) {
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
}

bool ShareSchool(const Person& a, const Person& b) {
  return std::any_of(a.schools.begin(), a.schools.end(), [&](SchoolIndex school) {
    return std::find(b.schools.begin(), b.schools.end(), school) != b.schools.end();
  });
}

bool ShareClass(const Person& a, const Person& b) {
  return std::any_of(a.classes.begin(), a.classes.end(), [&](const ClassMembership& one) {
    return std::any_of(b.classes.begin(), b.classes.end(),
                       [&](const ClassMembership& other) { return one.class_index == other.class_index; });
  });
}

}  // namespace

// The class or school that those spoken of share, or the caller's school.
std::vector<uint32_t> Resolver::NarrowBySchool(const std::vector<uint32_t>& people,
                                               std::string_view& why) const {
  constexpr size_t kMostCompared = 32;
  const Roster& roster = index_.roster();
  std::vector<uint32_t> fit;
  const auto keep = [&](auto fits, std::string_view reason) {
    for (const uint32_t person : people) {
      if (fits(roster.person(person))) fit.push_back(person);
    }
    if (fit.size() == people.size()) fit.clear();
    if (!fit.empty()) why = reason;
    return !fit.empty();
  };
  if (people.size() > kMostCompared) return people;
  const auto any_spoken_of = [&](auto shares) {
    size_t compared = 0;
    for (const uint32_t other : spoken_of_.people()) {
      if (++compared > kMostCompared) break;
      if (shares(roster.person(other))) return true;
    }
    return false;
  };
  const auto class_of_others = [&](const Person& person) {
    return any_spoken_of([&](const Person& other) { return &other != &person && ShareClass(person, other); });
  };
  if (keep(class_of_others, "same class as others here")) return fit;
  if (context_.caller >= 0 && static_cast<size_t>(context_.caller) < roster.people().size()) {
    const Person& caller = roster.person(static_cast<uint32_t>(context_.caller));
    if (keep([&](const Person& person) { return ShareSchool(person, caller); }, "same school as caller"))
      return fit;
  }
  const auto school_of_others = [&](const Person& person) {
    return any_spoken_of(
        [&](const Person& other) { return &other != &person && ShareSchool(person, other); });
  };
  if (keep(school_of_others, "same school as others here")) return fit;
  return people;
}

std::vector<uint32_t> Resolver::Narrow(const std::vector<uint32_t>& people, std::string_view& why) const {
  if (people.size() < 2) return people;
  std::vector<uint32_t> fit;
  constexpr std::string_view kWhy[] = {"spoken of", "family of one spoken of"};
  for (const Nearness near : {kSpokenOf, kRelated}) {
    for (const uint32_t person : people) {
      if (Near(near).Contains(person)) fit.push_back(person);
    }
    if (!fit.empty()) {
      why = kWhy[near];
      return fit;
    }
  }
  const std::vector<uint32_t>& around = CallersPeople();
  for (const uint32_t person : people) {
    if (std::binary_search(around.begin(), around.end(), person)) fit.push_back(person);
  }
  if (!fit.empty()) why = "class or family of caller";
  return fit.empty() ? NarrowBySchool(people, why) : fit;
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
      const std::span<const uint32_t> named = Near(static_cast<Nearness>(near)).Named(word);
      people.insert(people.end(), named.begin(), named.end());
    });
    if (people.empty()) continue;
    SortOut(people);
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
  SortOut(people);
  return people;
}

// "Ms. Reyes" is a grown-up if one fits: near first, then anyone of the staff, then who else is near, as
// "Ms." may be a student after all, then anyone.
void Resolver::ChooseGrownUp(const NameMention& mention, Choice& choice) const {
  std::vector<uint32_t> grown;
  const auto keep_grown = [&](std::span<const uint32_t> from) {
    for (const uint32_t person : from) {
      if (index_.Kind(person) != PersonKind::kStudent &&
          index_.IsNamed(person, mention.name, kFamilyBit | kGivenBit)) {
        grown.push_back(person);
      }
    }
  };
  keep_grown(choice.people);
  if (grown.empty() && choice.nearness == kSpokenOf) keep_grown(Near(kRelated).Named(mention.name));
  if (grown.empty()) {
    size_t searched = 0;
    for (const RosterIndex::Posting posting : index_.PeopleNamed(mention.name)) {
      if (++searched > kMostSearched || grown.size() >= kMostCandidates) break;
      if (index_.Kind(posting.person) == PersonKind::kStaff) grown.push_back(posting.person);
    }
    SortOut(grown);
  }
  if (!grown.empty()) choice.people = std::move(grown);
  // Of several far away, staff is who a school text titles.
  if (choice.people.size() > 1 && choice.nearness == kNearnesses) {
    std::vector<uint32_t> staff;
    for (const uint32_t person : choice.people) {
      if (index_.Kind(person) == PersonKind::kStaff) staff.push_back(person);
    }
    if (!staff.empty()) choice.people = std::move(staff);
  }
  // The sender's own name, where nobody else of it is spoken of.
  const auto caller = std::find(choice.people.begin(), choice.people.end(),
                                static_cast<uint32_t>(std::max(context_.caller, 0)));
  if (context_.caller >= 0 && caller != choice.people.end() && choice.nearness != kSpokenOf)
    choice.people = {*caller};
}

Resolver::Choice Resolver::Choose(const NameMention& mention, RoleHint role) const {
  Choice choice;
  choice.people = PeopleFor(mention, choice.nearness);
  if (choice.people.empty()) return choice;
  if (mention.titled && role != RoleHint::kStudent) {
    ChooseGrownUp(mention, choice);
    if (role != RoleHint::kStaff) return choice;
  }
  if (role != RoleHint::kNone) {
    std::vector<uint32_t> fit;
    for (const uint32_t person : choice.people) {
      if (Fits(index_.Kind(person), role)) fit.push_back(person);
    }
    const bool far = choice.nearness == kNearnesses;
    if (fit.empty() && far) {
      // Not among the first of that name: whoever of that role has it.
      size_t searched = 0;
      for (const RosterIndex::Posting posting : index_.PeopleNamed(mention.name)) {
        if (++searched > kMostSearched || fit.size() >= kMostCandidates) break;
        if (posting.Role() != NameRole::kMiddle && Fits(index_.Kind(posting.person), role))
          fit.push_back(posting.person);
      }
      SortOut(fit);
    }
    // A parent who is nobody's parent here is none of the roster's.
    if (far && role == RoleHint::kGuardian && !spoken_of_.people().empty()) fit.clear();
    if (!fit.empty() || far) choice.people = std::move(fit);
  } else if (choice.nearness == kNearnesses &&
             (index_.Roles(mention.name) & (kGivenBit | kNicknameBit)) != 0) {
    // A given name alone is a pupil's or a colleague's: somebody's mother of that name is not meant.
    const bool school = std::any_of(choice.people.begin(), choice.people.end(), [&](uint32_t person) {
      return index_.Kind(person) != PersonKind::kGuardian;
    });
    if (!school) choice.people.clear();
  }
  if (choice.people.size() > 1) choice.people = Narrow(choice.people, choice.why);
  return choice;
}

Subject Resolver::SubjectOf(uint32_t person) const {
  const Person& who = index_.roster().person(person);
  return {KindOf(who), static_cast<int32_t>(person), PersonKey(who)};
}

Subject Resolver::SubjectOf(const std::vector<uint32_t>& people, std::string_view written) const {
  if (people.size() == 1) return SubjectOf(people[0]);
  return {SubjectKind::kAmbiguous, -1, StrCat("ambiguous|", written)};
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
    const PersonKind kind = index_.Kind(person);
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

std::vector<uint32_t> Resolver::Fitting(const NameMention& mention, const RoleSign& sign) const {
  RoleHint role = sign.role;
  if (role == RoleHint::kNone && !mention.titled) return mention.people;
  std::vector<uint32_t> fit;
  for (const uint32_t person : mention.people) {
    const PersonKind kind = index_.Kind(person);
    if (role != RoleHint::kNone ? Fits(kind, role) : kind != PersonKind::kStudent) fit.push_back(person);
  }
  if (!fit.empty()) return fit;
  // "my mom, María José Flores", "Krishna Ali, 8th": not the student, not the father of that name.
  const bool other = mention.form == NameForm::kFull && (sign.cue == "grade" || sign.cue == "parent");
  return other ? fit : mention.people;
}

void Resolver::ResolveFullNames(const Reading& reading) {
  const Text& text = reading.text;
  for (const NameMention& mention : reading.mentions) {
    if (mention.form == NameForm::kUnknown || mention.form == NameForm::kSingle) continue;
    if (IsFigure(reading, mention)) continue;
    const RoleSign sign = RoleOf(text, mention.first, mention.last);
    std::vector<uint32_t> people = Fitting(mention, sign);
    if (people.empty()) {
      if (!mention.certain) continue;
      const Unknown unknown = UnknownPerson(text, mention.first, mention.last, sign.role);
      Remember(text, mention.first, mention.last, unknown);
      AddName(reading, mention, unknown.subject, unknown.element, mention.confidence, sign.cue);
      continue;
    }
    std::string_view why;
    people = Narrow(people, why);
    if (!mention.certain) {
      const auto spoken_of = [&](uint32_t person) { return spoken_of_.Contains(person); };
      // Words of the dictionary, in lower case: "summer rain held his hand".
      const bool likely = mention.name_likelihood >= 0.6F || sign.role != RoleHint::kNone;
      if (!likely && std::none_of(people.begin(), people.end(), spoken_of)) continue;
    }
    std::string written;
    for (size_t at = mention.first; at <= mention.last; ++at) {
      if (!written.empty()) written += ' ';
      written += text.Word(at);
      borne_.insert(HashOf(text.Word(at)));
    }
    Subject subject = SubjectOf(people, mention.key.empty() ? written : mention.key);
    const v1::DataElement element = NameElement(subject, people, mention.titled);
    AddName(reading, mention, std::move(subject), element, mention.confidence, why);
  }
}

void Resolver::AddSingle(const Reading& reading, const NameMention& mention) {
  const Text& text = reading.text;
  if (IsFigure(reading, mention)) return;
  const RoleSign sign = RoleOf(text, mention.first, mention.last);
  Choice choice = Choose(mention, sign.role);
  // Somebody the roster does not know, whose full name the request has, goes before people far away.
  const auto before =
      choice.nearness < kAround ? unknown_.end() : unknown_.find(ToAbsl(text.Word(mention.first)));
  const bool known =
      before != unknown_.end() && mention.first == mention.last && (!mention.titled || choice.people.empty());
  if (known) choice.nearness = kSpokenOf;
  // "Lin's uncle got 31.5 mpg. Who wins?"
  const bool posed =
      choice.nearness == kNearnesses && sign.cue == "relative of" && InProblem(reading, mention.first);
  const float score = Score(reading, mention, choice.nearness, choice.people.size() == 1,
                            posed ? RoleHint::kNone : sign.role);
  Subject subject;
  v1::DataElement element = v1::DATA_ELEMENT_PERSON_NAME;
  if (known) {
    subject = before->second.subject;
    element = before->second.element;
    choice.why = "named before";
  } else if (choice.people.empty()) {
    const RoleHint role = sign.role != RoleHint::kNone || mention.titled ? sign.role : RoleHint::kStudent;
    Unknown unknown = UnknownPerson(text, mention.first, mention.last, role);
    subject = std::move(unknown.subject);
    element = unknown.element;
  } else {
    const bool two = mention.last > mention.first;
    const std::string written =
        StrCat(text.Word(mention.first), two ? " " : "", two ? text.Word(mention.last) : "");
    subject = SubjectOf(choice.people, written);
    element = NameElement(subject, choice.people, mention.titled);
  }
  if (score < 0.5F) {
    // The same word may yet prove to be a name elsewhere in the request.
    const bool capital = text[mention.first].IsCapitalised();
    const bool nobody =
        InProblem(reading, mention.first) || figures_.contains(HashOf(text.Word(mention.first)));
    const bool plain = !capital && IsDictionaryWord(text, text[mention.first]);  // "this summer"
    if (score >= (capital ? 0.1F : 0.3F) && !nobody && (!plain || mention.name_likelihood >= 0.1F) &&
        MadeUpSigns(text, mention.first, mention.last) < (plain ? 0.1F : 0.5F)) {
      doubtful_.push_back({&reading, &mention, std::move(subject), element});
    }
    return;
  }
  if (text[mention.first].IsCapitalised()) proven_.insert(mention.name);
  AddName(reading, mention, std::move(subject), element, score, choice.why.empty() ? sign.cue : choice.why);
}

void Resolver::ResolveSingleWords(const Reading& reading) {
  for (const NameMention& mention : reading.mentions) {
    if (mention.form == NameForm::kSingle) AddSingle(reading, mention);
  }
}

}  // namespace schoolgate::redaction
