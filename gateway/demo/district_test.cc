#include "gateway/demo/district.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/roster/oneroster.h"
#include "core/util/files.h"

namespace schoolgate::gateway {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DistrictTest : public ::testing::Test {
 protected:
  DistrictTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "district-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~DistrictTest() override { std::filesystem::remove_all(root_); }

  // The folder of a district generated with these options.
  std::string Generate(const std::string& name, const DistrictOptions& options = {}) {
    std::string dir = root_ + "/" + name;
    const absl::Status status = GenerateSampleDistrict(dir, options);
    EXPECT_TRUE(status.ok()) << status;
    return dir;
  }

  ImportResult Import(const std::string& dir) {
    ImportOptions options;
    options.max_broken_share = 0;
    auto result = ImportOneRoster(dir, options);
    EXPECT_TRUE(result.ok()) << result.status();
    return *std::move(result);
  }

  std::string root_;
};

TEST_F(DistrictTest, ImportsWithoutABrokenRowAndWithEveryProtection) {
  const ImportResult result = Import(Generate("a"));
  EXPECT_EQ(result.report.students, 900u);
  EXPECT_GE(result.roster->people().size(), 1850u);
  EXPECT_LE(result.roster->people().size(), 2150u);
  EXPECT_EQ(result.report.schools, 5u);
  EXPECT_TRUE(result.report.issues.empty()) << RenderReport(result.report);
  EXPECT_THAT(result.report.lost, IsEmpty()) << RenderReport(result.report);
}

TEST_F(DistrictTest, SameSeedSameBytesOtherSeedOtherPeople) {
  const std::string one = Import(Generate("a")).roster->version();
  EXPECT_EQ(one, Import(Generate("b")).roster->version());
  EXPECT_NE(one, Import(Generate("c", {.seed = 2})).roster->version());
}

TEST_F(DistrictTest, DemoPeopleAreInOneClassWhateverTheSeed) {
  for (uint64_t seed : {1, 2, 77}) {
    const RosterSnapshot roster = Import(Generate("d" + std::to_string(seed), {.seed = seed})).roster;
    const auto klass = roster->FindClass(kDemoClassId);
    ASSERT_TRUE(klass.has_value());
    const ClassInfo& info = roster->class_info(*klass);
    EXPECT_EQ(roster->school(*info.school).id, kDemoSchoolId);
    const auto in_class = [&](std::string_view id, ClassRole role) {
      return std::any_of(info.members.begin(), info.members.end(), [&](const ClassMember& member) {
        return member.role == role && roster->person(member.person).source_id == id;
      });
    };
    EXPECT_TRUE(in_class(kDemoTeacherId, ClassRole::kTeacher));
    EXPECT_TRUE(in_class(kDemoFirstStudentId, ClassRole::kStudent));
    EXPECT_TRUE(in_class(kDemoSecondStudentId, ClassRole::kStudent));

    const auto name = [&](std::string_view id) {
      const Person& person = roster->person(*roster->FindBySourceId(id));
      return std::string(person.given) + " " + std::string(person.family);
    };
    EXPECT_EQ(name(kDemoTeacherId), kDemoTeacherName);
    EXPECT_EQ(name(kDemoFirstStudentId), kDemoFirstStudentName);
    EXPECT_EQ(name(kDemoSecondStudentId), kDemoSecondStudentName);
    for (std::string_view id : {kDemoFirstStudentId, kDemoSecondStudentId}) {
      const Person& student = roster->person(*roster->FindBySourceId(id));
      EXPECT_EQ(student.grade, "07");
      EXPECT_EQ(student.flags, 0);
      EXPECT_FALSE(student.related.empty());
    }
    EXPECT_EQ(roster->FindByEmail(kDemoTeacherEmail).size(), 1u);
    for (const Person& person : roster->people()) {
      if (person.source_id == kDemoFirstStudentId || person.source_id == kDemoSecondStudentId) continue;
      EXPECT_NE(person.given, "Maya");
      EXPECT_NE(person.given, "Liam");
    }
  }
}

TEST_F(DistrictTest, PeopleAreWholeAndOfTheirGrade) {
  const RosterSnapshot roster = Import(Generate("a")).roster;
  std::set<std::string_view> ids, usernames;
  size_t taught = 0;
  for (const Person& person : roster->people()) {
    EXPECT_FALSE(person.given.empty() || person.family.empty() || person.addresses.empty());
    for (std::string_view email : person.emails)
      EXPECT_THAT(std::string(email), EndsWith("maplehollow.example"));
    for (std::string_view phone : person.phones) EXPECT_THAT(std::string(phone), HasSubstr("555"));
    if (!person.username.empty()) {
      EXPECT_TRUE(usernames.insert(person.username).second) << person.username;
    }
    if (person.kind == PersonKind::kStaff) taught += !person.classes.empty();
    if (person.kind != PersonKind::kStudent) continue;
    ASSERT_EQ(person.ids.size(), 2u);
    EXPECT_EQ(person.ids[0].value.size(), 6u);
    EXPECT_EQ(person.ids[1].value.size(), 10u);
    for (const PersonId& id : person.ids) EXPECT_TRUE(ids.insert(id.value).second);
    EXPECT_FALSE(person.classes.empty());
    EXPECT_EQ(person.schools.size(), 1u);
    const int grade = person.grade == "KG" ? 0 : std::stoi(std::string(person.grade));
    const std::chrono::year_month_day start{std::chrono::year(2026), std::chrono::September,
                                            std::chrono::day(1)};
    const std::chrono::year_month_day turned{start.year() - std::chrono::years(5 + grade), start.month(),
                                             start.day()};
    EXPECT_LE(*person.birth_date, turned);
    EXPECT_GT(*person.birth_date, turned - std::chrono::years(1));
  }
  EXPECT_GE(taught, 40u);
}

TEST_F(DistrictTest, NamesAreDiverseAndSomeAreWords) {
  const RosterSnapshot roster = Import(Generate("a")).roster;
  std::set<std::string_view> given, family;
  for (const Person& person : roster->people()) {
    given.insert(person.given);
    family.insert(person.family);
  }
  EXPECT_GE(given.size(), 350u);
  EXPECT_GE(family.size(), 350u);
  for (std::string_view word : {"Grace", "May", "Will", "Hunter", "Rose"})
    EXPECT_TRUE(given.contains(word)) << word;
  for (std::string_view word : {"White", "Price", "Park"}) EXPECT_TRUE(family.contains(word)) << word;
  const auto some_family_has = [&](std::string_view part) {
    return std::any_of(family.begin(), family.end(),
                       [&](std::string_view name) { return name.find(part) != name.npos; });
  };
  EXPECT_TRUE(some_family_has("de la "));
  EXPECT_TRUE(some_family_has("García "));
  EXPECT_TRUE(some_family_has("'"));
}

TEST_F(DistrictTest, SaysItIsGenerated) {
  const std::string dir = Generate("a");
  EXPECT_THAT(*ReadFile(dir + "/manifest.csv"), HasSubstr("generated,true"));
  EXPECT_THAT(*ReadFile(dir + "/README.txt"), HasSubstr("is generated"));
}

TEST_F(DistrictTest, UnwritableFolderIsAnError) {
  ASSERT_TRUE(WriteFileAtomically(root_ + "/file", "x").ok());
  EXPECT_FALSE(GenerateSampleDistrict(root_ + "/file", {}).ok());
}

}  // namespace
}  // namespace schoolgate::gateway
