#include "gateway/demo/district_people.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gateway/demo/district.h"

namespace schoolgate::gateway {
namespace {

constexpr std::string_view kMail = "maplehollow.example";
constexpr std::string_view kAreaCodes[] = {"503", "541", "458", "971", "208", "360", "509",
                                           "530", "415", "213", "312", "602", "206", "775",
                                           "801", "612", "702", "916", "404", "305"};
constexpr std::string_view kTowns[][2] = {
    {"Maple Hollow", "97999"}, {"Alder Bend", "97998"}, {"Stillwater Fork", "97997"}};

// The letters of an e-mail name: without accents, blanks and marks, in lower case.
std::string MailName(std::string_view name) {
  static const std::map<std::string_view, char> kBase = {
      {"á", 'a'}, {"ã", 'a'}, {"â", 'a'}, {"é", 'e'}, {"ê", 'e'}, {"ë", 'e'},
      {"í", 'i'}, {"ó", 'o'}, {"õ", 'o'}, {"ô", 'o'}, {"ú", 'u'}, {"ü", 'u'},
      {"ñ", 'n'}, {"ç", 'c'}, {"Á", 'a'}, {"É", 'e'}, {"Ó", 'o'}, {"Í", 'i'}};
  std::string mail;
  for (size_t i = 0; i < name.size(); ++i) {
    if (absl::ascii_isalpha(name[i])) {
      mail += absl::ascii_tolower(name[i]);
    } else if (auto at = kBase.find(name.substr(i, 2)); at != kBase.end()) {
      mail += at->second;
      ++i;
    }
  }
  return mail;
}

std::string Copy(std::string_view text) { return std::string(text); }

class Maker {
 public:
  Maker(uint64_t seed, int students) : dice_(seed), offset_(dice_.Below(600000)), wanted_(students) {
    out_.schools = {{"org-sme", "Sugar Maple Elementary School", "sme", 0, 5},
                    {"org-cce", "Cedar Creek Elementary School", "cce", 0, 5},
                    {"org-fwa", "Fernwood K-8 Academy", "fwa", 0, 8},
                    {Copy(kDemoSchoolId), "Hollow Ridge Middle School", "hrm", 6, 8},
                    {"org-mhh", "Maple Hollow High School", "mhh", 9, 12}};
  }

  SampleDistrict Make() {
    AddDemoPeople();
    while (static_cast<int>(out_.students.size()) < wanted_) AddFamily();
    for (const SampleSchool& school : out_.schools) AddSchoolYear(school);
    return std::move(out_);
  }

 private:
  // Numbers that look drawn and never repeat: a step coprime to the range.
  std::string NextLocalId() { return absl::StrCat(300000 + (offset_ + 7919LL * next_id_++) % 600000); }

  std::string NextPhone() {
    const int n = next_phone_++;
    const std::string_view area = kAreaCodes[static_cast<size_t>(n) % std::size(kAreaCodes)];
    const int line = 100 + n / static_cast<int>(std::size(kAreaCodes)) % 100;
    switch (n % 3) {
      case 0:
        return absl::StrFormat("(%s) 555-0%d", area, line);
      case 1:
        return absl::StrFormat("%s-555-0%d", area, line);
      default:
        return absl::StrFormat("+1 %s 555 0%d", area, line);
    }
  }

  SampleAddress NextAddress() {
    const auto& [town, zip] = kTowns[dice_.Percent(70) ? 0 : 1 + dice_.Below(2)];
    const int number = 10 + dice_.Below(9800);
    const std::string_view name = dice_.Pick(StreetNames()), type = dice_.Pick(StreetTypes());
    std::string street = absl::StrFormat("%d %s %s", number, name, type);
    if (dice_.Percent(20)) {
      const std::string_view unit = dice_.Percent(50) ? ", Apt " : " #";
      absl::StrAppendFormat(&street, "%s%d", unit, 1 + dice_.Below(40));
    }
    return {std::move(street), Copy(town), "OR", Copy(zip)};
  }

  const NameCulture& PickCulture() {
    int draw = dice_.Below(100);
    for (const NameCulture& culture : NameCultures()) {
      draw -= culture.weight;
      if (draw < 0) return culture;
    }
    return NameCultures()[0];
  }

  std::string PickGiven(const NameCulture& culture, bool female) {
    if (dice_.Percent(12)) return Copy(dice_.Pick(female ? SharedFemaleNames() : SharedMaleNames()));
    return Copy(dice_.Pick(female ? culture.female : culture.male));
  }

  std::chrono::year_month_day PickBirthDate(int grade) {
    using namespace std::chrono;
    const sys_days first = year(kSampleSchoolYear - 6 - grade) / September / 2;
    return sys_days(first + days(dice_.Below(365)));
  }

  // The school of a grade for a family that lives near `elementary`.
  const SampleSchool& SchoolFor(int grade, int elementary) const {
    if (grade <= out_.schools[static_cast<size_t>(elementary)].last_grade)
      return out_.schools[static_cast<size_t>(elementary)];
    return grade <= 8 ? out_.schools[3] : out_.schools[4];
  }

  SamplePerson NewPerson(std::string id, std::string role, std::string given, std::string family,
                         bool female) {
    SamplePerson person;
    person.id = std::move(id);
    person.role = std::move(role);
    person.given = std::move(given);
    person.family = std::move(family);
    person.sex = female ? "female" : "male";
    return person;
  }

  void AddStudent(SamplePerson student, std::string local_id, int grade, const SampleSchool& school) {
    student.local_id = std::move(local_id);
    const int first_digit = 1 + dice_.Below(9);
    student.state_id = absl::StrFormat("%d%09d", first_digit, dice_.Below(1000000000));
    student.username = absl::StrCat(MailName(student.given).substr(0, 1),
                                    MailName(student.family).substr(0, 9), student.local_id.substr(3));
    while (!usernames_.insert(student.username).second) student.username += "x";
    student.email = absl::StrCat(student.username, "@students.", Copy(kMail));
    student.grade = GradeCode(grade);
    student.org = school.id;
    out_.students.push_back(std::move(student));
  }

  std::string AddGuardian(std::string id, std::string given, std::string family, bool female,
                          const SampleAddress& address) {
    SamplePerson guardian = NewPerson(std::move(id), dice_.Percent(80) ? "guardian" : "parent",
                                      std::move(given), std::move(family), female);
    guardian.local_id = guardian.id.substr(4);
    guardian.phone = NextPhone();
    if (dice_.Percent(25)) guardian.sms = NextPhone();
    if (dice_.Percent(85)) {
      guardian.email = absl::StrCat(MailName(guardian.given), ".", MailName(guardian.family),
                                    guardian.local_id.substr(3), "@families.", Copy(kMail));
    }
    guardian.address = address;
    guardian.org = Copy(kSampleDistrictId);  // of no school: a family may have children in several
    out_.guardians.push_back(std::move(guardian));
    return out_.guardians.back().id;
  }

  std::string AddGuardian(std::string given, std::string family, bool female, const SampleAddress& address) {
    return AddGuardian(absl::StrCat("gua-", NextLocalId()), std::move(given), std::move(family), female,
                       address);
  }

  // The two students, with their guardians, and the teacher whom every sample district has.
  void AddDemoPeople() {
    using namespace std::chrono;
    const SampleSchool& school = out_.schools[3];
    const auto add = [&](std::string_view id, std::string given, std::string family, bool female,
                         year_month_day born, std::vector<std::string> agents, const SampleAddress& address) {
      SamplePerson student = NewPerson(Copy(id), "student", std::move(given), std::move(family), female);
      student.birth_date = born;
      student.agents = std::move(agents);
      student.address = address;
      AddStudent(std::move(student), Copy(id.substr(4)), 7, school);
    };
    const SampleAddress first_home{"418 Larkspur Lane", "Maple Hollow", "OR", "97999"};
    const SampleAddress second_home{"2207 Old Ferry Rd, Apt 5", "Maple Hollow", "OR", "97999"};
    add(kDemoFirstStudentId, "Maya", "Okafor-Reyes", true, September / 14 / year(2013),
        {AddGuardian("gua-200911", "Ngozi", "Okafor", true, first_home),
         AddGuardian("gua-200912", "Daniel", "Reyes", false, first_home)},
        first_home);
    add(kDemoSecondStudentId, "Liam", "Nguyen", false, October / 2 / year(2013),
        {AddGuardian("gua-200913", "Linh", "Nguyen", true, second_home)}, second_home);
    AddStaff(Copy(kDemoTeacherId), "teacher", "Dana", "Whitfield", true, school);
  }

  void AddFamily() {
    const NameCulture& culture = PickCulture();
    const std::string father_family = Copy(dice_.Pick(culture.family));
    const std::string mother_family = dice_.Percent(50) ? father_family : Copy(dice_.Pick(culture.family));
    const std::string father_given = PickGiven(culture, false);
    const SampleAddress home = NextAddress();
    const int elementary = dice_.Below(3);

    std::string family = father_family;
    if (mother_family != father_family) {
      if (culture.custom == NameCustom::kTwoSurnames && dice_.Percent(70)) {
        family = absl::StrCat(father_family, dice_.Percent(80) ? " " : "-", mother_family);
      } else if (culture.custom == NameCustom::kPlain && dice_.Percent(15)) {
        family = absl::StrCat(mother_family, "-", father_family);
      }
    }

    // Below 26: the mother alone; below 32: the father alone; from 96: both, and a grandmother.
    const int parents = dice_.Below(100);
    std::vector<std::string> agents;
    if (parents < 26 || parents >= 32)
      agents.push_back(AddGuardian(PickGiven(culture, true), mother_family, true, home));
    if (parents >= 26) agents.push_back(AddGuardian(father_given, father_family, false, home));
    if (parents >= 96) {
      std::string given = PickGiven(culture, true);
      agents.push_back(AddGuardian(std::move(given), father_family, true, NextAddress()));
    }

    const int draw = dice_.Below(100);
    const int children = draw < 58 ? 1 : draw < 86 ? 2 : draw < 97 ? 3 : 4;
    int grade = dice_.Below(13);
    for (int i = 0; i < children && static_cast<int>(out_.students.size()) < wanted_; ++i) {
      const bool female = dice_.Percent(50);
      const std::string local_id = NextLocalId();
      SamplePerson student =
          NewPerson(absl::StrCat("stu-", local_id), "student", PickGiven(culture, female), family, female);
      if (culture.custom == NameCustom::kFathersName) {
        student.middle = father_given;
      } else if (dice_.Percent(45)) {
        student.middle = PickGiven(culture, female);
      }
      if (dice_.Percent(10)) student.phone = NextPhone();
      student.birth_date = PickBirthDate(grade);
      student.agents = agents;
      student.address = home;
      AddStudent(std::move(student), local_id, grade, SchoolFor(grade, elementary));
      grade = (grade + 2 + dice_.Below(3)) % 13;
    }
  }

  std::string AddStaff(std::string id, std::string role, std::string given, std::string family, bool female,
                       const SampleSchool& school) {
    SamplePerson person =
        NewPerson(std::move(id), std::move(role), std::move(given), std::move(family), female);
    person.local_id = person.id.substr(4);
    person.username = absl::StrCat(MailName(person.given), ".", MailName(person.family));
    while (!usernames_.insert(person.username).second) person.username += "2";
    person.email = absl::StrCat(person.username, "@", Copy(kMail));
    person.phone = NextPhone();
    person.address = NextAddress();
    person.org = school.id;
    out_.staff.push_back(std::move(person));
    return out_.staff.back().id;
  }

  std::string AddStaff(std::string role, const SampleSchool& school) {
    const NameCulture& culture = PickCulture();
    const bool female = dice_.Percent(70);
    std::string given = PickGiven(culture, female), family = Copy(dice_.Pick(culture.family));
    return AddStaff(absl::StrCat("stf-", NextLocalId()), std::move(role), std::move(given), std::move(family),
                    female, school);
  }

  // The sections of every grade of a school, their classes and teachers, and the school's other staff.
  void AddSchoolYear(const SampleSchool& school) {
    constexpr int kSectionSize = 24, kSectionsPerTeacher = 5;
    const std::pair<std::string, std::string> subjects[] = {{"science", "Science"},
                                                            {"math", "Mathematics"},
                                                            {"ela", "English Language Arts"},
                                                            {"social", "Social Studies"}};
    AddStaff("administrator", school);
    for (int i = 0; i < 3; ++i) AddStaff("aide", school);

    std::map<std::string, std::pair<std::string, int>> teachers;  // subject -> teacher, sections so far
    if (school.id == kDemoSchoolId) teachers["science"] = {Copy(kDemoTeacherId), 0};
    for (int grade : Grades(school)) {
      const std::string code = GradeCode(grade);
      std::vector<std::string> students;
      for (const SamplePerson& student : out_.students) {
        if (student.org == school.id && student.grade == code) students.push_back(student.id);
      }
      char letter = 'A';
      for (size_t at = 0; at < students.size(); at += kSectionSize, ++letter) {
        const std::vector<std::string> section(
            students.begin() + static_cast<ptrdiff_t>(at),
            students.begin() + static_cast<ptrdiff_t>(std::min(at + kSectionSize, students.size())));
        const std::string prefix = absl::StrCat("cls-", school.code, "-", code, "-", std::string(1, letter));
        if (grade <= 5) {
          out_.classes.push_back({prefix, absl::StrCat("Grade ", code, " Homeroom ", std::string(1, letter)),
                                  absl::StrCat("crs-", code, "-homeroom"), school.id, code,
                                  AddStaff("teacher", school), section});
          continue;
        }
        for (const auto& [key, title] : subjects) {
          auto& [teacher, sections] = teachers[key];
          if (teacher.empty() || sections == kSectionsPerTeacher)
            teacher = AddStaff("teacher", school), sections = 0;
          ++sections;
          out_.classes.push_back({absl::StrCat(prefix, "-", key),
                                  absl::StrCat(title, " ", code, " Section ", std::string(1, letter)),
                                  absl::StrCat("crs-", code, "-", key), school.id, code, teacher, section});
        }
      }
    }
  }

  // Grade 7 first, so that the demo teacher's first section is the one with the demo students.
  static std::vector<int> Grades(const SampleSchool& school) {
    std::vector<int> grades;
    if (school.first_grade <= 7 && school.last_grade >= 7) grades.push_back(7);
    for (int grade = school.first_grade; grade <= school.last_grade; ++grade) {
      if (grade != 7) grades.push_back(grade);
    }
    return grades;
  }

  Dice dice_;
  const long long offset_;
  const int wanted_;
  long long next_id_ = 0;
  int next_phone_ = 0;
  std::set<std::string> usernames_;
  SampleDistrict out_;
};

}  // namespace

std::string GradeCode(int grade) { return grade == 0 ? "KG" : absl::StrFormat("%02d", grade); }

SampleDistrict MakeSampleDistrict(uint64_t seed, int students) { return Maker(seed, students).Make(); }

}  // namespace schoolgate::gateway
