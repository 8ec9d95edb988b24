#include "gateway/demo/district.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "core/util/files.h"
#include "core/util/status.h"
#include "gateway/demo/district_people.h"

namespace schoolgate::gateway {
namespace {

constexpr char kModified[] = "2026-08-15T00:00:00.000Z";
const std::string& DistrictId() {
  static const std::string id(kSampleDistrictId);
  return id;
}
constexpr char kYear[] = "ses-2026";

constexpr char kReadme[] =
    "Maple Hollow Unified School District: a generated sample district\n"
    "\n"
    "Every person, id, address, phone number and e-mail address in this folder is generated. Names are drawn "
    "at\n"
    "random from lists of common names; any likeness to a real person is chance. The town does not exist, "
    "e-mail\n"
    "addresses end in .example, and phone numbers are of the kind kept for fiction (555-01xx).\n"
    "\n"
    "The files are OneRoster 1.1 CSV, with two extensions: addresses.csv and flags.csv.\n";

std::string Line(const std::vector<std::string>& cells) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    if (cells[i].find_first_of(",\"\r\n") == std::string::npos) {
      line += cells[i];
    } else {
      absl::StrAppend(&line, "\"", absl::StrReplaceAll(cells[i], {{"\"", "\"\""}}), "\"");
    }
  }
  return line + "\r\n";
}

std::string UserLine(const SamplePerson& person) {
  std::vector<std::string> user_ids;
  if (person.role == "student") {
    user_ids = {absl::StrCat("{Local:", person.local_id, "}"), absl::StrCat("{State:", person.state_id, "}")};
  }
  return Line({person.id, "active", kModified, "true", person.org, person.role, person.username,
               absl::StrJoin(user_ids, ","), person.given, person.family, person.middle, person.local_id,
               person.email, person.sms, person.phone, absl::StrJoin(person.agents, ","), person.grade, ""});
}

std::string Users(const SampleDistrict& district) {
  std::string out =
      "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,"
      "familyName,"
      "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\r\n";
  for (const auto* people : {&district.students, &district.guardians, &district.staff}) {
    for (const SamplePerson& person : *people) out += UserLine(person);
  }
  return out;
}

std::string Demographics(const SampleDistrict& district) {
  std::string out =
      "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,"
      "blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,"
      "hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,"
      "publicSchoolResidenceStatus\r\n";
  for (const SamplePerson& student : district.students) {
    const std::optional<std::chrono::year_month_day>& date = student.birth_date;
    const std::string born =
        !date.has_value()
            ? std::string()
            : absl::StrFormat("%04d-%02d-%02d", static_cast<int>(date->year()),
                              static_cast<unsigned>(date->month()), static_cast<unsigned>(date->day()));
    out += Line(
        {student.id, "active", kModified, born, student.sex, "", "", "", "", "", "", "", "", "", "", ""});
  }
  return out;
}

std::string Orgs(const SampleDistrict& district) {
  std::string out = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\r\n";
  out +=
      Line({DistrictId(), "active", kModified, "Maple Hollow Unified School District", "district", "", ""});
  for (const SampleSchool& school : district.schools)
    out += Line({school.id, "active", kModified, school.name, "school", school.code, DistrictId()});
  return out;
}

std::string Courses(const SampleDistrict& district) {
  std::string out =
      "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
      "subjectCodes\r\n";
  std::set<std::string> seen;
  for (const SampleClass& c : district.classes) {
    if (!seen.insert(c.course).second) continue;
    const std::string title = c.title.substr(
        0, c.title.rfind(c.title.find(" Section ") == std::string::npos ? " Homeroom " : " Section "));
    out += Line(
        {c.course, "active", kModified, kYear, title, c.course.substr(4), c.grade, DistrictId(), "", ""});
  }
  return out;
}

std::string Classes(const SampleDistrict& district) {
  std::string out =
      "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
      "schoolSourcedId,"
      "termSourcedIds,subjects,subjectCodes,periods\r\n";
  for (const SampleClass& c : district.classes) {
    const bool homeroom = c.title.find("Homeroom") != std::string::npos;
    out += Line({c.id, "active", kModified, c.title, c.grade, c.course, c.id.substr(4),
                 homeroom ? "homeroom" : "scheduled", "", c.school, kYear, "", "", ""});
  }
  return out;
}

std::string Enrollments(const SampleDistrict& district) {
  std::string out =
      "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,"
      "endDate\r\n";
  int next = 100000;
  const auto add = [&](const SampleClass& c, const std::string& person, bool teacher) {
    out += Line({absl::StrCat("enr-", next++), "active", kModified, c.id, c.school, person,
                 teacher ? "teacher" : "student", teacher ? "true" : "", "2026-08-24", "2027-06-10"});
  };
  for (const SampleClass& c : district.classes) {
    add(c, c.teacher, true);
    for (const std::string& student : c.students) add(c, student, false);
  }
  return out;
}

std::string AcademicSessions() {
  return absl::StrCat(
      "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\r\n",
      Line({kYear, "active", kModified, "2026-2027", "schoolYear", "2026-08-24", "2027-06-10", "", "2027"}));
}

std::string Addresses(const SampleDistrict& district) {
  std::string out = "userSourcedId,street,city,state,postalCode\r\n";
  for (const auto* people : {&district.students, &district.guardians, &district.staff}) {
    for (const SamplePerson& person : *people) {
      const SampleAddress& home = person.address;
      out += Line({person.id, home.street, home.city, home.state, home.postal_code});
    }
  }
  return out;
}

std::string Flags(const SampleDistrict& district, uint64_t seed) {
  constexpr std::pair<const char*, int> kShares[] = {{"directory_opt_out", 6},
                                                     {"ai_consent_withheld", 4},
                                                     {"custody_restriction", 2},
                                                     {"special_protection", 1}};
  Dice dice(seed ^ 0xF1A65);
  std::string out = "userSourcedId,flag,since\r\n";
  for (const SamplePerson& student : district.students) {
    if (student.id == kDemoFirstStudentId || student.id == kDemoSecondStudentId)
      continue;  // the demo sends their data
    for (const auto& [flag, share] : kShares) {
      if (dice.Percent(share))
        out += Line({student.id, flag, absl::StrFormat("2025-%02d-01", 1 + dice.Below(12))});
    }
  }
  return out;
}

// What science classes are graded on: a unit that is over, and one that is not.
constexpr std::string_view kGradedSubject = "-science";

std::string Categories() {
  return absl::StrCat("sourcedId,status,dateLastModified,title\r\n",
                      Line({"cat-unit", "active", kModified, "Unit checks"}));
}

std::string LineItems(const SampleDistrict& district) {
  std::string out =
      "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,"
      "categorySourcedId,gradingPeriodSourcedId,resultValueMin,resultValueMax\r\n";
  for (const SampleClass& c : district.classes) {
    if (!c.id.ends_with(kGradedSubject)) continue;
    const std::string id = "li-" + c.id.substr(4);
    out += Line({id + "-1", "active", kModified, "Unit 1: Matter and energy", "", "2026-09-14", "2026-09-18",
                 c.id, "cat-unit", kYear, "0", "20"});
    out += Line({id + "-2", "active", kModified, "Unit 2: Cycles", "", "2026-10-26", "2026-10-30", c.id,
                 "cat-unit", kYear, "0", "20"});
  }
  return out;
}

std::string Results(const SampleDistrict& district, uint64_t seed) {
  Dice dice(seed ^ 0x6EADE5);
  std::map<std::string_view, const SamplePerson*> students;
  for (const SamplePerson& student : district.students) students.emplace(student.id, &student);
  std::string out =
      "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,"
      "comment\r\n";
  int next = 100000;
  for (const SampleClass& c : district.classes) {
    if (!c.id.ends_with(kGradedSubject)) continue;
    for (const std::string& id : c.students) {
      const std::string result = absl::StrCat("res-", next++);
      const std::string item = "li-" + c.id.substr(4) + "-1";
      if (dice.Percent(8)) {
        out += Line({result, "active", kModified, item, id, "not submitted", "", "", ""});
        continue;
      }
      const std::string comment =
          dice.Percent(40) ? absl::StrCat(students.at(id)->given, " explained the lab to the group.") : "";
      out += Line({result, "active", kModified, item, id, "fully graded", absl::StrCat(8 + dice.Below(13)),
                   "2026-09-21", comment});
    }
  }
  return out;
}

std::string Manifest(uint64_t seed) {
  std::string out = "propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,1.1\r\n";
  for (const char* file : {"academicSessions", "categories", "classes", "courses", "demographics",
                           "enrollments", "lineItems", "orgs", "results", "users"})
    absl::StrAppend(&out, "file.", file, ",bulk\r\n");
  for (const char* file : {"classResources", "courseResources", "resources"})
    absl::StrAppend(&out, "file.", file, ",absent\r\n");
  absl::StrAppend(&out, "source.systemName,Schoolgate sample district\r\nsource.systemCode,SAMPLE\r\n",
                  "generated,true\r\ngenerated.seed,", seed, "\r\n");
  return out;
}

}  // namespace

absl::Status GenerateSampleDistrict(const std::string& dir, const DistrictOptions& options) {
  const SampleDistrict district = MakeSampleDistrict(options.seed, options.students);
  const std::pair<const char*, std::string> files[] = {{"README.txt", kReadme},
                                                       {"manifest.csv", Manifest(options.seed)},
                                                       {"academicSessions.csv", AcademicSessions()},
                                                       {"orgs.csv", Orgs(district)},
                                                       {"courses.csv", Courses(district)},
                                                       {"classes.csv", Classes(district)},
                                                       {"users.csv", Users(district)},
                                                       {"demographics.csv", Demographics(district)},
                                                       {"enrollments.csv", Enrollments(district)},
                                                       {"addresses.csv", Addresses(district)},
                                                       {"flags.csv", Flags(district, options.seed)},
                                                       {"categories.csv", Categories()},
                                                       {"lineItems.csv", LineItems(district)},
                                                       {"results.csv", Results(district, options.seed)}};
  SG_RETURN_IF_ERROR(MakeDirectories(dir));
  for (const auto& [name, content] : files)
    SG_RETURN_IF_ERROR(WriteFileAtomically(absl::StrCat(dir, "/", name), content));
  return absl::OkStatus();
}

}  // namespace schoolgate::gateway
