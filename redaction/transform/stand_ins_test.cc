// What leaves when a tool's pseudonyms are no codes, and that it comes back. All people are made up.
#include "redaction/transform/stand_ins.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <regex>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "core/roster/roster_builder.h"
#include "core/util/strings.h"
#include "redaction/pseudonym/date_shift.h"
#include "redaction/pseudonym/surrogate_lists.h"
#include "redaction/restore/text_restorer.h"
#include "redaction/transform/transform_testing.h"

namespace schoolgate::redaction {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

RosterSnapshot School() {
  RosterBuilder builder;
  const auto add = [&builder](std::string_view id, std::string_view given, std::string_view family, Sex sex) {
    builder.SetSex(builder.AddPerson({.source_id = id, .given = given, .family = family}), sex);
  };
  add("s0", "Ana", "Núñez García", Sex::kFemale);
  add("s1", "Luis", "Prado", Sex::kMale);
  add("s2", "Ellie", "Parker", Sex::kFemale);
  add("s3", "Sam", "Parker", Sex::kUnspecified);
  return std::move(builder).Build("v", absl::UnixEpoch());
}

class StandInsTest : public ::testing::Test {
 protected:
  StandInsTest() : roster_(School()), taken_(*roster_) {
    bench_.forms.roster = roster_.get();
    bench_.forms.taken = &taken_;
  }
  static Planted Student(std::string text, int32_t person) {
    return {.text = std::move(text), .key = StrCat("student|s", person), .person = person};
  }
  static Planted Unknown(std::string text) {
    return {.text = std::move(text), .element = v1::DATA_ELEMENT_PERSON_NAME, .kind = SubjectKind::kUnknown};
  }
  static Planted Id(std::string text) {
    return {.text = std::move(text), .element = v1::DATA_ELEMENT_STUDENT_ID_LOCAL, .key = "student|s0"};
  }
  static Planted Born(std::string text, int32_t person) {
    return {.text = std::move(text),
            .element = v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE,
            .key = StrCat("student|s", person),
            .person = person};
  }
  std::string Left(std::string_view text, std::vector<Planted> planted, const std::string& session = "s1") {
    last_ = bench_.Treat(Prompt(text), std::move(planted), "t.vega", session);
    EXPECT_TRUE(last_.status.ok()) << last_.status;
    return TextOf(last_);
  }
  std::string Back(std::string_view answer) const {
    RestoreCounts counts;
    return TextRestorer(*last_.substitutions, TextKind::kProse).Feed(answer, true, counts);
  }
  std::string Instruction() const {
    return last_.request.messages_size() < 2 ? "" : last_.request.messages(0).content(0).text();
  }

  TransformBench bench_;
  RosterSnapshot roster_;
  TakenNames taken_;
  Treated last_;
};

TEST_F(StandInsTest, WithoutAChoiceEverythingTakesCodes) {
  EXPECT_THAT(Left("Ana Núñez García, 400123456, 04/05/2011",
                   {Student("Ana Núñez García", 0), Id("400123456"), Born("04/05/2011", 0)}),
              MatchesRegex("STUDENT_......, ID_......, DATE_......"));
}

TEST_F(StandInsTest, NamesTakeSurrogatesAndComeBackInEveryWayTheyWereWritten) {
  bench_.forms.surrogate_names = true;
  const std::string text =
      "Ana Núñez García wrote. Núñez García, Ana is ill. ANA NÚÑEZ GARCÍA! Ana and Luis Prado.";
  const std::string left =
      Left(text, {Student("Ana Núñez García", 0), Student("Núñez García, Ana", 0),
                  Student("ANA NÚÑEZ GARCÍA", 0), Student("Ana", 0), Student("Luis Prado", 1)});
  EXPECT_THAT(
      left,
      MatchesRegex("[A-Z][a-z]+ [A-Z][a-z]+ [A-Z][a-z]+ wrote. [A-Z][a-z]+ [A-Z][a-z]+, [A-Z][a-z]+ is "
                   "ill. [A-Z]+ [A-Z]+ [A-Z]+! [A-Z][a-z]+ and [A-Z][a-z]+ [A-Z][A-Za-z]+."));  // McBride
  EXPECT_THAT(left, Not(ContainsRegex("Ana[^a-z]")));  // Anaya may be drawn
  EXPECT_THAT(left, Not(HasSubstr("_")));
  EXPECT_EQ(Back(left), text);
  EXPECT_EQ(Instruction(), "");  // there is no code to explain
  // Of the given name alone, and of the family name alone, whatever the request had; a possessive stays.
  const std::smatch none;
  std::smatch match;
  ASSERT_TRUE(std::regex_search(left, match, std::regex("and ([A-Z][a-z]+) ([A-Z][A-Za-z]+)\\.")));
  EXPECT_EQ(Back(StrCat(match[1].str(), "'s book, Mr. ", match[2].str(), ", ", match[1].str(), "x")),
            StrCat("Luis's book, Mr. Prado, ", match[1].str(), "x"));
}

TEST_F(StandInsTest, ASessionKeepsItsSurrogatesAndAnotherHasOthers) {
  bench_.forms.surrogate_names = true;
  const std::string first = Left("Ana Núñez García", {Student("Ana Núñez García", 0)});
  EXPECT_EQ(Left("Ana Núñez García", {Student("Ana Núñez García", 0)}), first);
  // In a later turn the caller says nothing of her, and the answer does.
  EXPECT_EQ(Left("Go on.", {}), "Go on.");
  EXPECT_EQ(Back(first), "Ana Núñez García");
  // What the caller types stays what it is.
  EXPECT_EQ(Left(StrCat("Who is ", first, "?"), {}), StrCat("Who is ", first, "?"));
  EXPECT_EQ(Back(first), first);
  int same = 0;
  for (int i = 0; i < 8; ++i) {
    same += Left("Ana Núñez García", {Student("Ana Núñez García", 0)}, StrCat("other", i)) == first ? 1 : 0;
  }
  EXPECT_LE(same, 1);
  // Of another session it is nobody's. (Two sessions may draw the same given name for her: each part that is
  // in both comes back in both, so one is looked for that has none of them.)
  const auto shares_a_part = [&first](std::string_view other) {
    for (const absl::string_view part : absl::StrSplit(first, ' ')) {
      if (absl::StrContains(ToAbsl(other), part)) {
        return true;
      }
    }
    return false;
  };
  int unlike = 0;
  while (
      shares_a_part(Left("Ana Núñez García", {Student("Ana Núñez García", 0)}, StrCat("unlike", unlike)))) {
    ASSERT_LT(++unlike, 100);
  }
  EXPECT_EQ(Back(first), first);
}

TEST_F(StandInsTest, DifferentPeopleHaveNoNameInCommon) {
  bench_.forms.surrogate_names = true;
  bench_.forms.gender = true;
  std::string text;
  std::vector<Planted> planted;
  for (int i = 0; i < 40; ++i) {
    const std::string name = StrCat("Maria", std::string(static_cast<size_t>(i % 7), 'a'), " Zz", i, "son");
    text += name + "; ";
    planted.push_back(Unknown(name));
  }
  const std::string left = Left(text, planted);
  std::set<std::string> parts;
  size_t names = 0;
  const std::regex name("([A-Z][a-z]+) ([A-Z][A-Za-z]+);");
  for (auto it = std::sregex_iterator(left.begin(), left.end(), name); it != std::sregex_iterator(); ++it) {
    ++names;
    EXPECT_TRUE(parts.insert((*it)[1].str()).second) << (*it)[1].str();
    EXPECT_TRUE(parts.insert((*it)[2].str()).second) << (*it)[2].str();
  }
  EXPECT_GT(names, 10u);  // of 26 given names for people whose gender nobody knows; the others have codes
  EXPECT_EQ(Back(left), text);
}

TEST_F(StandInsTest, SurrogatesHaveTheGenderThatMayBeTold) {
  bench_.forms.surrogate_names = true;
  const auto given_of = [&](int32_t person, const std::string& name) {
    const std::string left =
        Left(name, {Student(name, person)}, StrCat("session", person, bench_.forms.gender));
    return left.substr(0, left.find(' '));
  };
  const auto is_one = [](std::string_view name, NameGender gender) {
    const auto& list = SurrogateGivenNames(NameLanguage::kEnglish, gender);
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  EXPECT_TRUE(is_one(given_of(2, "Ellie Parker"), NameGender::kUnknown));
  bench_.forms.gender = true;
  EXPECT_TRUE(is_one(given_of(2, "Ellie Parker"), NameGender::kFeminine));
  EXPECT_TRUE(is_one(given_of(3, "Sam Parker"), NameGender::kUnknown));
}

TEST_F(StandInsTest, NamesThatHaveNoSurrogateTakeCodesAndComeBackToo) {
  bench_.forms.surrogate_names = true;
  const std::string text = "A. Núñez; Ирина Петрова; xAna; Ana Núñez Garcia; Ana Nuñez Garcia";
  const std::string left = Left(text, {Student("A. Núñez", 0), Unknown("Ирина Петрова"), Student("Ana", 0),
                                       Student("Ana Núñez Garcia", 0), Student("Ana Nuñez Garcia", 0)});
  EXPECT_THAT(left,
              MatchesRegex("STUDENT_.*; PERSON_......; xSTUDENT_.*; [A-Z][a-z]+ [A-Za-z ]+; STUDENT_.*"));
  EXPECT_EQ(Back(left), text);
  EXPECT_THAT(Instruction(), HasSubstr("STUDENT_7K3QF9"));
}

TEST_F(StandInsTest, IdsKeepTheirFormat) {
  bench_.forms.preserved_ids = true;
  const std::string text = R"(Id 400-12-3456, {"id": "S1234567"}, 12345, x400123456)";
  const std::string left = Left(text, {Id("400-12-3456"),
                                       Id("S1234567"),
                                       Id("12345"),
                                       Id("400123456"),
                                       {.text = "900-11-2222", .element = v1::DATA_ELEMENT_STUDENT_ID_SSN}});
  EXPECT_THAT(
      left,
      MatchesRegex(R"rx(Id [0-9]{3}-[0-9]{2}-[0-9]{4}, \{"id": "[A-Z][0-9]{7}"\}, ID_.{8}, xID_.{8})rx"));
  EXPECT_THAT(left, Not(HasSubstr("400-12-3456")));
  EXPECT_THAT(left, Not(HasSubstr("S1234567")));
  EXPECT_THAT(left, Not(HasSubstr("400123456")));
  EXPECT_EQ(Back(left), text);
  EXPECT_EQ(Left("SSN 900-11-2222", {{.text = "900-11-2222", .element = v1::DATA_ELEMENT_STUDENT_ID_SSN}}),
            "SSN SSN_REDACTED");
}

TEST_F(StandInsTest, DatesOfOneStudentKeepOrderAndIntervals) {
  bench_.forms.shifted_dates = true;
  // Further apart than any shift, or a shift could move one onto the other, which then takes a code.
  const std::string text = "Born 2011-04-05, seen 2014-05-06; Luis 2011-04-05; born on 5/4, 13/04/2011";
  const std::string left =
      Left(text, {Born("2011-04-05", 0), Born("2014-05-06", 0), Born("5/4", 0), Born("13/04/2011", 0)});
  EXPECT_THAT(left,
              MatchesRegex("Born [0-9-]{10}, seen [0-9-]{10}; Luis [0-9-]{10}; born on DATE_.*, DATE_.*"));
  EXPECT_EQ(Back(left), text);
  const auto day = [](std::string_view iso) {
    const auto number = [&](size_t at, size_t size) { return std::stoi(std::string(iso.substr(at, size))); };
    return std::chrono::sys_days(std::chrono::year(number(0, 4)) / number(5, 2) / number(8, 2));
  };
  EXPECT_EQ(day(std::string_view(left).substr(22, 10)) - day(std::string_view(left).substr(5, 10)),
            std::chrono::days(1127));
  EXPECT_NE(left.substr(5, 10), "2011-04-05");
  // Somebody nobody on the roster is has no key of their own.
  EXPECT_THAT(Left("Born 2011-04-05", {{.text = "2011-04-05",
                                        .element = v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE,
                                        .kind = SubjectKind::kUnknown}}),
              MatchesRegex("Born DATE_......"));
}

TEST_F(StandInsTest, WhatStandsInTheRequestItselfIsNeverAStandIn) {
  bench_.forms.shifted_dates = true;
  const std::string left = Left("Born 2011-04-05.", {Born("2011-04-05", 0)});
  const std::string moved = left.substr(5, 10);
  // The same student, and the day their birth moves to is one the text speaks of.
  const std::string text = StrCat("Born 2011-04-05. The fair is on ", moved, ".");
  const std::string again = Left(text, {Born("2011-04-05", 0)});
  EXPECT_THAT(again, MatchesRegex(StrCat("Born DATE_....... The fair is on ", moved, ".")));
  EXPECT_EQ(Back(again), text);
  EXPECT_EQ(Back(StrCat("On ", moved)), StrCat("On ", moved));
}

TEST_F(StandInsTest, VendorsCannotJoinWhatTheyGet) {
  bench_.forms.surrogate_names = bench_.forms.preserved_ids = bench_.forms.shifted_dates = true;
  const std::vector<Planted> planted = {Student("Ana Núñez García", 0), Id("400123456"),
                                        Born("2011-04-05", 0)};
  const std::string text = "Ana Núñez García|400123456|2011-04-05";
  int same = 0;
  std::vector<std::string> before;
  for (const std::string vendor : {"acme", "bolt", "crane", "dart"}) {
    bench_.vendor = vendor;
    std::vector<std::string> parts;
    std::string left = Left(text, planted);
    for (size_t bar; (bar = left.find('|')) != std::string::npos; left.erase(0, bar + 1)) {
      parts.push_back(left.substr(0, bar));
    }
    parts.push_back(left);
    for (const std::string& part : parts) same += std::count(before.begin(), before.end(), part) > 0 ? 1 : 0;
    before.insert(before.end(), parts.begin(), parts.end());
  }
  EXPECT_LE(same, 1);  // 12 neutral given names; a date agrees once in 364
}

TEST_F(StandInsTest, TheModelIsToldGenderOfCodesOnlyWhereItMayBe) {
  const std::vector<Planted> planted = {Student("Ellie Parker", 2), Student("Ellie", 2), Student("Luis", 1),
                                        Student("Sam", 3), Unknown("Max")};
  const std::string text = "Ellie Parker, Ellie, Luis, Sam, Max";
  const std::string left = Left(text, planted);
  EXPECT_EQ(Instruction(), kCodeInstruction);
  bench_.forms.gender = true;
  EXPECT_EQ(Left(text, planted), left);
  const std::string ellie = left.substr(0, 14);
  const std::string luis = left.substr(left.find("STUDENT", 20), 14);
  EXPECT_THAT(Instruction(),
              testing::StartsWith(StrCat(kCodeInstruction, " For grammatical agreement only: ")));
  EXPECT_THAT(Instruction(), HasSubstr(StrCat(ellie, " is feminine")));
  EXPECT_THAT(Instruction(), HasSubstr(" is masculine"));
  EXPECT_EQ(Instruction().find(" is "), Instruction().find(StrCat(" is feminine")));
  size_t told = 0;
  for (size_t at = 0; (at = Instruction().find(" is ", at)) != std::string::npos; ++at) ++told;
  EXPECT_EQ(told, 2u);
}

// restore(replace(x)) == x, for texts of everything at once, in turns of one session.
TEST_F(StandInsTest, RandomTextsComeBack) {
  bench_.forms.surrogate_names = bench_.forms.preserved_ids = bench_.forms.shifted_dates = true;
  bench_.forms.gender = true;
  const std::vector<Planted> people = {Student("Ana Núñez García", 0),
                                       Student("Ana", 0),
                                       Student("Núñez", 0),
                                       Student("ANA NÚÑEZ GARCÍA", 0),
                                       Student("Núñez García, Ana", 0),
                                       Student("Luis Prado", 1),
                                       Student("luis", 1),
                                       Student("Prado", 1),
                                       Student("Ellie Parker", 2),
                                       Unknown("Jo Quill"),
                                       Unknown("李娜"),
                                       Id("400123456"),
                                       Id("S-12-34567"),
                                       Id("77"),
                                       Born("04/05/2011", 0),
                                       Born("April 5, 2011", 0),
                                       Born("2012-01-01", 1)};
  const std::vector<std::string> between = {" ",
                                            ", ",
                                            "; ",
                                            "'s ",
                                            "\n",
                                            " (",
                                            ") ",
                                            "_",
                                            "-",
                                            ".",
                                            "x",
                                            "[",
                                            "]",
                                            "\"",
                                            "\\",
                                            " é",
                                            "{",
                                            "}",
                                            " STUDENT_7K3QF9 ",
                                            " Daniela "};
  std::mt19937 random(20260403);
  for (int round = 0; round < 150; ++round) {
    std::string text;
    for (size_t i = 0, n = 1 + random() % 9; i < n; ++i) {
      text += between[random() % between.size()];
      text += people[random() % people.size()].text;
      text += between[random() % between.size()];
    }
    const std::string left = Left(text, people, StrCat("s", round % 5));
    ASSERT_EQ(Back(left), text) << left;
    for (const Planted& planted : people) {
      if (planted.text.size() > 5) {
        ASSERT_THAT(left, Not(HasSubstr(planted.text)));
      }
    }
  }
}

}  // namespace
}  // namespace schoolgate::redaction
