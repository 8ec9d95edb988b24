#include "redaction/detect/model/name_tagger.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "redaction/detect/model/gazetteer.h"

namespace schoolgate::redaction {
namespace {

// The words the tagger takes for names, folded.
std::vector<std::string> Names(std::string_view source) {
  static const Lexicon lexicon;
  Text text;
  text.Assign(source, lexicon);
  const Cues cues(text, "", lexicon);
  const std::vector<bool> taken(text.size(), false);
  const std::vector<NameLikelihood> likely = OwnNameTagger().Tag(text, cues, taken);
  std::vector<std::string> out;
  for (size_t at = 0; at < text.size(); ++at) {
    if (likely[at].any() >= 0.5F) out.emplace_back(text.Word(at));
  }
  return out;
}

using Words = std::vector<std::string>;

TEST(GazetteerTest, TellsNamesFromWords) {
  EXPECT_GE(OwnGazetteer().Find("deshawn").given(), 3U);
  EXPECT_EQ(OwnGazetteer().Find("deshawn").english(), 0U);
  EXPECT_GE(OwnGazetteer().Find("rivera").family(), 5U);
  EXPECT_GE(OwnGazetteer().Find("grace").given(), 3U);
  EXPECT_GE(OwnGazetteer().Find("grace").english(), 4U);
  EXPECT_EQ(OwnGazetteer().Find("xqzzyplk").bits(), 0U);
}

TEST(NameTaggerTest, FindsPeopleOfASchool) {
  EXPECT_EQ(Names("My daughter Zofia Kwiatkowska has been absent since Monday."),
            (Words{"zofia", "kwiatkowska"}));
  EXPECT_EQ(Names("Dear Ms. Okonjo,\n\nThank you for meeting with us about Tevita."),
            (Words{"okonjo", "tevita"}));
  EXPECT_EQ(Names("hola maestra soy Yadira la mama de Axel"), (Words{"yadira", "axel"}));
}

TEST(NameTaggerTest, FindsThemInLowerCase) {
  EXPECT_EQ(Names("my cousin kaelyn wont stop texting me"), (Words{"kaelyn"}));
}

TEST(NameTaggerTest, LeavesOrdinaryRequestsAlone) {
  EXPECT_EQ(Names("Create a lesson plan on fractions for Grade 4."), Words{});
  EXPECT_EQ(Names("Happy Thanksgiving! Report cards go home in the Thursday Folder."), Words{});
  EXPECT_EQ(Names("Explain how the Water Cycle works. What is the capital of Texas?"), Words{});
  EXPECT_EQ(Names(""), Words{});
}

TEST(NameTaggerTest, LikelihoodsAreProbabilities) {
  Text text;
  const Lexicon lexicon;
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "Ana de la Cruz, ";
  text.Assign(many, lexicon);
  const Cues cues(text, "", lexicon);
  const std::vector<bool> taken(text.size(), false);
  for (const NameLikelihood& likely : OwnNameTagger().Tag(text, cues, taken)) {
    EXPECT_GE(likely.begins, 0);
    EXPECT_GE(likely.goes_on, 0);
    EXPECT_LE(likely.any(), 1.001F);
  }
}

}  // namespace
}  // namespace schoolgate::redaction
