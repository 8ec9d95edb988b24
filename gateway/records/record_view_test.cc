// Which records a tool has, and that no place a list may break at loses or repeats one. Made-up people.
#include "gateway/records/record_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/roster/roster_builder.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Two schools; "late" adds what a later import has.
RosterSnapshot MakeRoster(bool late = false) {
  RosterBuilder builder;
  const SchoolIndex north = builder.AddSchool("north", "North");
  const SchoolIndex south = builder.AddSchool("south", "South");
  const ClassIndex art = builder.AddClass("c-art", "Art", north);
  const ClassIndex math = builder.AddClass("c-math", "Math", north);
  const ClassIndex gym = builder.AddClass("c-gym", "Gym", south);
  const auto student = [&builder](std::string_view id, bool active = true, bool quarantined = false) {
    return builder.AddPerson({.source_id = id, .given = id, .active = active, .quarantined = quarantined});
  };
  const PersonIndex zoe = student("s-zoe");
  const PersonIndex abe = student("s-abe");
  const PersonIndex gone = student("s-gone", /*active=*/false);
  const PersonIndex odd = student("s-odd", true, /*quarantined=*/true);
  const PersonIndex teacher =
      builder.AddPerson({.kind = PersonKind::kStaff, .source_id = "t-lee", .given = "Lee"});
  for (const PersonIndex person : {zoe, abe, gone, odd}) builder.Enroll(math, person, ClassRole::kStudent);
  builder.Enroll(math, teacher, ClassRole::kTeacher);
  builder.Enroll(art, zoe, ClassRole::kStudent);
  builder.Enroll(gym, abe, ClassRole::kStudent);
  if (late) builder.Enroll(math, student("s-mia"), ClassRole::kStudent);
  builder.AddLineItem({.id = "li-2", .title = "Two", .class_index = math});
  builder.AddLineItem({.id = "li-1", .title = "One", .class_index = math});
  builder.AddLineItem({.id = "li-3", .title = "Gym", .class_index = gym});
  const auto result = [&builder](std::string_view item, std::string_view id, PersonIndex person) {
    Result of;
    of.id = id;
    of.student = person;
    EXPECT_TRUE(builder.AddResult(item, of));
  };
  result("li-1", "r-1", zoe);
  result("li-2", "r-3", abe);
  result("li-2", "r-2", zoe);
  result("li-2", "r-4", gone);
  result("li-3", "r-5", abe);
  result("li-3", "r-6", zoe);  // who is not in gym
  return std::move(builder).Build(late ? "v2" : "v1", absl::UnixEpoch());
}

v1::RecordAccess Classes(std::vector<std::string> classes, std::vector<std::string> schools = {}) {
  v1::RecordAccess access;
  for (std::string& id : classes) access.add_classes(std::move(id));
  for (std::string& id : schools) access.add_schools(std::move(id));
  return access;
}

std::string Name(const Roster& roster, v1::RecordKind kind, const RecordRef& ref) {
  switch (kind) {
    case v1::RECORD_KIND_CLASS:
      return std::string(roster.class_info(ref.index).id);
    case v1::RECORD_KIND_ENROLLMENT:
      return StrCat(roster.class_info(ref.index).id, "/", roster.person(ref.within).source_id);
    case v1::RECORD_KIND_LINE_ITEM:
      return std::string(roster.line_items()[ref.index].id);
    case v1::RECORD_KIND_RESULT:
      return std::string(roster.line_items()[ref.index].results[ref.within].id);
    default:
      return std::string(roster.person(ref.index).source_id);
  }
}

std::vector<std::string> Page(const RecordView& view, v1::RecordKind kind, size_t most,
                              RecordPosition& position, bool& more) {
  std::vector<std::string> names;
  for (const RecordRef& ref : view.Next(kind, most, position, more)) {
    names.push_back(Name(view.roster(), kind, ref));
  }
  return names;
}

std::vector<std::string> All(const RecordView& view, v1::RecordKind kind) {
  RecordPosition position;
  bool more = false;
  return Page(view, kind, 1000, position, more);
}

TEST(RecordViewTest, AToolHasTheRecordsOfItsClassesAndNoOthers) {
  const RosterSnapshot roster = MakeRoster();
  const RecordView view(*roster, Classes({"c-math", "c-closed"}));
  EXPECT_THAT(All(view, v1::RECORD_KIND_PERSON), ElementsAre("s-abe", "s-zoe", "t-lee"));
  EXPECT_THAT(All(view, v1::RECORD_KIND_CLASS), ElementsAre("c-math"));
  EXPECT_THAT(All(view, v1::RECORD_KIND_ENROLLMENT),
              ElementsAre("c-math/s-abe", "c-math/s-zoe", "c-math/t-lee"));
  EXPECT_THAT(All(view, v1::RECORD_KIND_LINE_ITEM), ElementsAre("li-1", "li-2"));
  EXPECT_THAT(All(view, v1::RECORD_KIND_RESULT), ElementsAre("r-1", "r-2", "r-3"));
  EXPECT_THAT(All(view, v1::RECORD_KIND_UNSPECIFIED), IsEmpty());
}

TEST(RecordViewTest, ASchoolIsAllItsClasses) {
  const RosterSnapshot roster = MakeRoster();
  const RecordView view(*roster, Classes({"c-gym"}, {"north"}));
  EXPECT_THAT(All(view, v1::RECORD_KIND_CLASS), ElementsAre("c-art", "c-gym", "c-math"));
  // Of gym, only who is in it.
  EXPECT_THAT(All(view, v1::RECORD_KIND_RESULT), ElementsAre("r-1", "r-2", "r-3", "r-5"));
}

TEST(RecordViewTest, StudentsAreThoseOfAClassOfTheView) {
  const RosterSnapshot roster = MakeRoster();
  const RecordView view(*roster, Classes({"c-math"}));
  const ClassIndex math = *roster->FindClass("c-math");
  const ClassIndex gym = *roster->FindClass("c-gym");
  const auto person = [&roster](std::string_view id) { return *roster->FindBySourceId(id); };
  EXPECT_TRUE(view.HasStudent(person("s-abe"), math));
  EXPECT_FALSE(view.HasStudent(person("s-abe"), gym));
  EXPECT_FALSE(view.HasStudent(person("t-lee"), math));
  EXPECT_FALSE(view.HasStudent(person("s-gone"), math));
  EXPECT_TRUE(view.HasPerson(person("t-lee")));
  EXPECT_FALSE(view.HasPerson(person("s-odd")));
}

TEST(RecordViewTest, PagesOfAnySizeGiveEveryRecordOnce) {
  const RosterSnapshot roster = MakeRoster();
  const RecordView view(*roster, Classes({}, {"north", "south"}));
  for (int kind = v1::RecordKind_MIN + 1; kind <= v1::RecordKind_MAX; ++kind) {
    const std::vector<std::string> whole = All(view, static_cast<v1::RecordKind>(kind));
    ASSERT_FALSE(whole.empty());
    for (size_t size = 1; size <= whole.size(); ++size) {
      std::vector<std::string> pages;
      RecordPosition position;
      bool more = true;
      while (more) {
        const auto page = Page(view, static_cast<v1::RecordKind>(kind), size, position, more);
        ASSERT_FALSE(page.empty());
        pages.insert(pages.end(), page.begin(), page.end());
      }
      EXPECT_EQ(pages, whole) << "kind " << kind << ", " << size << " a page";
    }
  }
}

TEST(RecordViewTest, AListGoesOnInALaterRosterWithoutRepeatingOrLosingOne) {
  const RosterSnapshot before = MakeRoster();
  const RosterSnapshot after = MakeRoster(/*late=*/true);
  const RecordView first(*before, Classes({"c-math"}));
  const RecordView second(*after, Classes({"c-math"}));
  RecordPosition position;
  bool more = false;
  EXPECT_THAT(Page(first, v1::RECORD_KIND_PERSON, 1, position, more), ElementsAre("s-abe"));
  EXPECT_TRUE(more);
  EXPECT_THAT(Page(second, v1::RECORD_KIND_PERSON, 10, position, more),
              ElementsAre("s-mia", "s-zoe", "t-lee"));
  EXPECT_FALSE(more);
}

}  // namespace
}  // namespace schoolgate::gateway
