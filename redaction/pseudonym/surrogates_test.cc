// Surrogate names: what they look like, whom they never are, and how mentions are written. All people are
// made up.
#include "redaction/pseudonym/surrogates.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/crypto/random.h"
#include "core/roster/roster_builder.h"
#include "core/util/strings.h"
#include "redaction/detect/text/lexicon.h"
#include "redaction/detect/text/unicode_fold.h"
#include "redaction/pseudonym/surrogate_lists.h"
#include "redaction/pseudonym/taken_names.h"

namespace schoolgate::redaction {
namespace {

constexpr NameLanguage kLanguages[] = {NameLanguage::kEnglish, NameLanguage::kSpanish,
                                       NameLanguage::kVietnamese, NameLanguage::kChinese,
                                       NameLanguage::kArabic};
constexpr NameGender kGenders[] = {NameGender::kUnknown, NameGender::kFeminine, NameGender::kMasculine};

// A name that is a word would be put back where the answer has the word.
TEST(SurrogateLists, NoNameIsAWord) {
  const Lexicon lexicon;
  for (const NameLanguage language : kLanguages) {
    std::vector<std::string_view> names = SurrogateFamilyNames(language);
    for (const NameGender gender : kGenders) {
      const auto& given = SurrogateGivenNames(language, gender);
      EXPECT_FALSE(given.empty());
      names.insert(names.end(), given.begin(), given.end());
    }
    for (const std::string_view name : names) {
      const std::string folded = FoldText(name);
      if (folded.find(' ') != std::string::npos) continue;
      EXPECT_EQ(lexicon.Find(folded).bits & word::kDictionary, 0u) << name;
    }
  }
}

TEST(SurrogateLists, EachNameIsThereOnceAndNoFamilyNameIsAGivenName) {
  for (const NameLanguage language : kLanguages) {
    std::set<std::string> seen;
    for (const std::string_view name : SurrogateFamilyNames(language)) {
      EXPECT_TRUE(seen.insert(FoldText(name)).second) << name;
    }
    for (const NameGender gender : kGenders) {
      for (const std::string_view name : SurrogateGivenNames(language, gender)) {
        EXPECT_TRUE(seen.insert(FoldText(name)).second) << name;
      }
    }
  }
}

TEST(Surrogates, AreTheSameInAScopeAndUnrelatedInAnother) {
  const SecretBytes one = RandomSecret(32);
  const SecretBytes other = RandomSecret(32);
  int same = 0;
  std::set<std::string> names;
  for (SubjectNumber subject = 0; subject < 2000; ++subject) {
    const auto of = [&](const SecretBytes& key, uint32_t attempt = 0) {
      return SurrogateFor(key, subject, attempt, NameLanguage::kSpanish, NameGender::kFeminine, false);
    };
    EXPECT_EQ(of(one), of(one));
    same += of(one) == of(other) ? 1 : 0;
    same += of(one) == of(one, 1) ? 1 : 0;
    names.insert(StrCat(of(one).given, " ", of(one).family));
  }
  // 63 x 150 names: 4,000 pairs agree 0.4 times on average.
  EXPECT_LT(same, 8);
  EXPECT_GT(names.size(), 1600u);
}

TEST(Surrogates, HaveTheLanguageAndLengthOfTheRealName) {
  const auto language = [](std::string_view name) { return LanguageOf(OwnNameFrom(name)); };
  EXPECT_EQ(language("Ana Núñez"), NameLanguage::kSpanish);
  EXPECT_EQ(language("GARCIA LOPEZ, LUIS"), NameLanguage::kSpanish);
  EXPECT_EQ(language("Ellie Parker"), NameLanguage::kEnglish);
  EXPECT_EQ(language("Minh Nguyen"), NameLanguage::kVietnamese);
  EXPECT_EQ(language("Trần Thị Bưởi"), NameLanguage::kVietnamese);
  EXPECT_EQ(language("\u674E\u5A1C"), NameLanguage::kChinese);
  EXPECT_EQ(language("\u0633\u0627\u0631\u0629 \u0627\u0644\u0643\u0627\u062A\u0628"), NameLanguage::kArabic);
  // Scripts there is no list of, and two in one name.
  EXPECT_EQ(language("\u0418\u0440\u0438\u043D\u0430 \u041F\u0435\u0442\u0440\u043E\u0432\u0430"),
            std::nullopt);
  EXPECT_EQ(language("Ana \u674E"), std::nullopt);
  EXPECT_EQ(language("..."), std::nullopt);
  const SecretBytes key = RandomSecret(32);
  for (const NameLanguage of : kLanguages) {
    for (SubjectNumber subject = 0; subject < 50; ++subject) {
      const NameParts name = SurrogateFor(key, subject, 0, of, NameGender::kUnknown, false);
      const NameShape full{.parts = NameShape::kFull};
      const std::string written = WriteName(full, name, of);
      const bool latin = of != NameLanguage::kChinese && of != NameLanguage::kArabic;
      EXPECT_EQ(static_cast<signed char>(written.front()) >= 0, latin) << written;
      EXPECT_EQ(written.find(' ') == std::string::npos, of == NameLanguage::kChinese) << written;
    }
  }
  const NameParts two = SurrogateFor(key, 7, 0, NameLanguage::kSpanish, NameGender::kFeminine, true);
  EXPECT_NE(two.family.find(' '), std::string::npos);
}

TEST(Surrogates, AreOfTheGenderThatMayBeTold) {
  const SecretBytes key = RandomSecret(32);
  for (const NameGender gender : kGenders) {
    const auto& list = SurrogateGivenNames(NameLanguage::kEnglish, gender);
    for (SubjectNumber subject = 0; subject < 200; ++subject) {
      const NameParts name = SurrogateFor(key, subject, 0, NameLanguage::kEnglish, gender, false);
      EXPECT_NE(std::find(list.begin(), list.end(), name.given), list.end()) << name.given;
    }
  }
}

TEST(NameShape, MentionsAreWrittenAsTheyWere) {
  const OwnName own{.given = {"Ana", "Ana Lucía", "Anita"}, .family = {"Núñez García"}};
  const NameParts surrogate{.given = "Daniela", .family = "Ochoa Velasco"};
  const auto write = [&](std::string_view mention) -> std::string {
    const std::optional<NameShape> shape = ShapeOf(mention, own);
    return shape ? WriteName(*shape, surrogate, NameLanguage::kSpanish) : "-";
  };
  const std::map<std::string_view, std::string_view> kCases = {
      {"Ana Núñez García", "Daniela Ochoa Velasco"},
      {"Ana Lucía Nunez Garcia", "Daniela Ochoa Velasco"},
      {"ANA NÚÑEZ GARCÍA", "DANIELA OCHOA VELASCO"},
      {"ana núñez garcía", "daniela ochoa velasco"},
      {"Núñez García, Ana", "Ochoa Velasco, Daniela"},
      {"Ana", "Daniela"},
      {"ANITA", "DANIELA"},
      {"Núñez García", "Ochoa Velasco"},
      {"Núñez", "Ochoa"},
      {"A. Núñez", "-"},
      {"Annie", "-"},
      {"Ana N.", "-"},
      {"[Ana]", "-"},
      {"García", "-"},
      {"", "-"}};
  for (const auto& [mention, written] : kCases) EXPECT_EQ(write(mention), written) << mention;
  // The parts of a full mention, as it has them.
  const NameShape full = ShapeOf("ANA LUCÍA NÚÑEZ GARCÍA", own).value();
  EXPECT_EQ(full.given, "ANA LUCÍA");
  EXPECT_EQ(full.family, "NÚÑEZ GARCÍA");
  const OwnName chinese = OwnNameFrom("\u674E\u5A1C");
  const NameParts other{.given = "\u7F8E\u73B2", .family = "\u738B"};
  EXPECT_EQ(WriteName(ShapeOf("\u674E\u5A1C", chinese).value(), other, NameLanguage::kChinese),
            "\u738B\u7F8E\u73B2");
  EXPECT_EQ(WriteName(ShapeOf("\u5A1C", chinese).value(), other, NameLanguage::kChinese), "\u7F8E\u73B2");
}

TEST(TakenNames, NobodyOnTheRosterAndNoPublicFigure) {
  RosterBuilder builder;
  builder.AddPerson(
      {.kind = PersonKind::kStudent, .source_id = "s1", .given = "Daniela", .family = "Ochoa Velasco"});
  builder.AddPerson({.kind = PersonKind::kStaff,
                     .source_id = "t1",
                     .given = "Penelope",
                     .family = "Barlow",
                     .preferred_given = "Fiona"});
  const RosterSnapshot roster = std::move(builder).Build("v", absl::UnixEpoch());
  const TakenNames taken(*roster);
  for (const NameParts& name :
       {NameParts{"Daniela", "Ochoa Velasco"}, NameParts{"Daniela", "Ochoa"}, NameParts{"DANIELA", "OCHOA"},
        NameParts{"Daniela", "Ochoa Garza"}, NameParts{"Penelope", "Barlow"}, NameParts{"Fiona", "Barlow"},
        // Public figures, in the order of either language.
        NameParts{"Octavio", "Paz"}, NameParts{"Isabel", "Allende"}, NameParts{"\u5B50", "\u5B54"}}) {
    EXPECT_TRUE(taken.IsTaken(name)) << name.given << " " << name.family;
  }
  for (const NameParts& name :
       {NameParts{"Daniela", "Barlow"}, NameParts{"Penelope", "Ochoa"}, NameParts{"Imogen", "Yarborough"}}) {
    EXPECT_FALSE(taken.IsTaken(name)) << name.given << " " << name.family;
  }
}

}  // namespace
}  // namespace schoolgate::redaction
