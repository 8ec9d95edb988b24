#include "tests/leak/planted.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "core/util/strings.h"
#include "gateway/demo/district.h"

namespace schoolgate::tests {
namespace {

std::string Upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

bool IsPlainWord(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; });
}

std::string IdOf(const Person& person, IdKind kind) {
  for (const PersonId& id : person.ids) {
    if (id.kind == kind) return std::string(id.value);
  }
  return "";
}

std::string First(absl::Span<const std::string_view> values) {
  return values.empty() ? "" : std::string(values.front());
}

class Planter {
 public:
  explicit Planter(const Roster& roster) : roster_(roster) {}

  PlantedData Plant() {
    AddStudent(Known(gateway::kDemoFirstStudentId));
    const PersonIndex liam = Known(gateway::kDemoSecondStudentId);
    AddStudent(liam);
    AddStudent(Find([](const Person& p) {
      return IsPlainWord(p.given) && p.given.size() >= 7 && IsPlainWord(p.family);
    }));
    AddStudent(Find([](const Person& p) {
      return !IsPlainWord(p.given) && p.given.find('\xC3') != std::string_view::npos;
    }));
    AddGuardian(roster_.person(roster_.person(liam).related.front()));
    AddStaff(roster_.person(Known(gateway::kDemoTeacherId)));
    AddStrangers();
    return std::move(data_);
  }

 private:
  PersonIndex Known(std::string_view source_id) const {
    const auto index = roster_.FindBySourceId(source_id);
    EXPECT_TRUE(index.has_value()) << source_id;
    return index.value_or(0);
  }

  // The first student the test is true of whose given name is nobody else's.
  template <typename Test>
  PersonIndex Find(const Test& test) const {
    const absl::Span<const Person> people = roster_.people();
    for (PersonIndex i = 0; i < people.size(); ++i) {
      if (people[i].kind != PersonKind::kStudent || !test(people[i])) continue;
      const auto same = std::count_if(people.begin(), people.end(),
                                      [&](const Person& p) { return p.given == people[i].given; });
      if (same == 1) return i;
    }
    ADD_FAILURE() << "the sample district has no such student";
    return 0;
  }

  Planted& Add(std::string_view label, std::string_view value, std::string_view before,
               std::string_view behind, std::string_view cue) {
    data_.values.push_back({.label = std::string(label),
                            .value = std::string(value),
                            .text = StrCat(before, value, behind),
                            .brief = StrCat("notes on ", value),
                            .cue = std::string(cue)});
    Secret(value, label);
    return data_.values.back();
  }

  void Secret(std::string_view value, std::string_view label) {
    if (value.empty()) return;
    data_.secret.Add(value, label);
    data_.anywhere.Add(value, label);
  }

  void AddNames(const Person& person, std::string_view who) {
    const std::string full = StrCat(person.given, " ", person.family);
    Secret(person.given, StrCat(who, ": given name"));
    Secret(person.family, StrCat(who, ": family name"));
    Add(StrCat(who, ": full name"), full, "Please write a plan for ", " by Friday.", "name");
    Add(StrCat(who, ": possessive"), StrCat(full, "'s"), "We looked at ", " essay together.", "studentName");
    Add(StrCat(who, ": Last, First"), StrCat(person.family, ", ", person.given), "Absent today: ", ".",
        "student");
    Add(StrCat(who, ": upper case"), Upper(full), "ROLL CALL: ", " was late.", "name");
    data_.values.push_back({.label = StrCat(who, ": first name after the full one"),
                            .value = StrCat(full, " and ", person.given),
                            .text = StrCat(full, " came late. Then ", person.given, " left early, and ",
                                           person.given, "'s bag stayed."),
                            .brief = StrCat(full, " and ", person.given),
                            .cue = "note"});
  }

  void AddStudent(PersonIndex index) {
    const Person& person = roster_.person(index);
    const std::string who(person.given);
    AddNames(person, who);
    Add(StrCat(who, ": local id"), IdOf(person, IdKind::kLocal), "Student number ", " is missing work.",
        "student_id")
        .number = true;
    Add(StrCat(who, ": state id"), IdOf(person, IdKind::kState), "The state id is ", ".", "stateId").number =
        true;
    Add(StrCat(who, ": username"), person.username, "Log in as ", " on the cart.", "username");
    Add(StrCat(who, ": e-mail"), First(person.emails), "Write to ", " today.", "email");
    if (!person.addresses.empty()) {
      Add(StrCat(who, ": address"), person.addresses[0].street, "The bus stops at ", " at seven.", "address");
    }
    if (person.birth_date) {
      char date[16];
      const auto month = static_cast<unsigned>(person.birth_date->month());
      const auto day = static_cast<unsigned>(person.birth_date->day());
      const int year = static_cast<int>(person.birth_date->year());
      std::snprintf(date, sizeof(date), "%02u/%02u/%04d", month, day, year);
      Add(StrCat(who, ": birth date"), date, "Date of birth: ", ".", "birthDate").comes_back = false;
      data_.values.back().brief = StrCat("born ", date);
      std::snprintf(date, sizeof(date), "%04d-%02u-%02u", year, month, day);
      Add(StrCat(who, ": birth date, ISO"), date, "She was born on ", ".", "dob").comes_back = false;
      data_.values.back().brief = StrCat("born ", date);
    }
  }

  void AddGuardian(const Person& person) {
    AddNames(person, "guardian");
    Add("guardian: phone", First(person.phones), "Call home at ", " after five.", "phone");
    Add("guardian: e-mail", First(person.emails), "Her mother's e-mail is ", ".", "email");
  }

  // Names of staff may cross under the sample's agreement; how to reach them may not.
  void AddStaff(const Person& person) {
    const std::string name = StrCat(person.given, " ", person.family);
    data_.values.push_back({.label = "staff: name",
                            .value = name,
                            .text = StrCat("A lesson by ", name, "."),
                            .brief = StrCat("lesson by ", name),
                            .cue = "teacher",
                            .may_cross = true});
    data_.anywhere.Add(name, "staff: name");
    Add("staff: e-mail", First(person.emails), "Send it to ", ".", "email");
    Add("staff: phone", First(person.phones), "Her extension is ", ".", "phone");
  }

  // Nobody on the roster has these.
  void AddStrangers() {
    Add("stranger: SSN", "219-09-9431", "His SSN is ", ".", "ssn").comes_back = false;
    Add("stranger: e-mail", "grandma.ostrowski@families.example", "Copy ", " on it.", "email");
    Add("stranger: phone", "(503) 555-0147", "Reach the aunt at ", ".", "phone");
    Add("stranger: address", "1189 Harrowgate Street", "They moved to ", " last week.", "address");
    Add("stranger: card", "4111 1111 1111 1111", "Paid with card ", ".", "card").comes_back = false;
    Add("stranger: IP address", "203.0.113.77", "Logged in from ", " at home.", "ip").comes_back = false;
    Add("stranger: web address", "https://www.instagram.com/wren.ostrowski", "Photos are at ", " now.", "url")
        .comes_back = false;
  }

  const Roster& roster_;
  PlantedData data_;
};

}  // namespace

PlantedData PlantedFor(const Roster& roster) { return Planter(roster).Plant(); }

}  // namespace schoolgate::tests
