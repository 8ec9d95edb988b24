// The words of a text, and what they are read as when they are not written plainly.
#include "redaction/detect/text/tokens.h"

#include <gtest/gtest.h>

#include <string>

namespace schoolgate::redaction {
namespace {

// A lexicon whose roster has a few names.
const Lexicon& TestLexicon() {
  static const auto* const kLexicon = [] {
    auto* lexicon = new Lexicon(16);
    uint32_t number = 0;
    for (const std::string_view name :
         {"leslie", "robyn", "hooper", "maria", "lopez", "teague", "camila", "dalton"})
      lexicon->Enter(name).name = ++number;
    return lexicon;
  }();
  return *kLexicon;
}

// The words of a text, '|' between them.
std::string Words(std::string_view source) {
  Text text;
  text.Assign(source, TestLexicon());
  std::string out;
  for (const Token& token : text.tokens()) {
    if (!out.empty()) out += '|';
    out += text.Word(token);
  }
  return out;
}

TEST(TokensTest, ReadsSlipsOfScannersAndSlySpellings) {
  EXPECT_EQ(Words("LESLlE R0byn H00PER Mar1a M4r14 CamiIa Carnila clalton"),
            "leslie|robyn|hooper|maria|maria|camila|camila|dalton");
  EXPECT_EQ(Words("DlSTRlCT C0URT lN lT Decernber il1egible"), "district|court|in|it|december|illegible");
  EXPECT_EQ(Words("Denlse LESLlE C0URT D0B O8/O7/l7 ll/O3/26 55S-O114 Agarwa1"),
            "denise|leslie|court|dob|08|07|17|11|03|26|555|0114|agarwal");
  EXPECT_EQ(Words("2O15 3O l67 O7713982 95O-555-Ol66 l6th"), "2015|30|167|07713982|950|555|0166|16th");
}

TEST(TokensTest, LeavesWhatIsWrittenAsMeant) {
  EXPECT_EQ(Words("5am 4th unit3 grade5 k12 co2 O2 2o h1n1 v2 b12 A1C 100mg"),
            "5am|4th|unit3|grade5|k12|co2|o2|2o|h1n1|v2|b12|a1c|100mg");
  EXPECT_EQ(Words("lritter415 McKinney iPhone 604824"), "lritter415|mckinney|iphone|604824");
}

TEST(TokensTest, JoinsWhatWasSpelledOutIfItIsAName) {
  EXPECT_EQ(Words("M a r i a  L o p e z is"), "maria|lopez|is");
  EXPECT_EQ(Words("m-a-r-i-a M.A.R.I.A. m a r i a l o p e z"), "maria|maria|maria|lopez");
  EXPECT_EQ(Words("s-t-o-p A B C D"), "stop|a|b|c|d");
  EXPECT_EQ(Words("9 5 0 5 5 5 0 1 4 2"), "9505550142");
  EXPECT_EQ(Words("1 2 3 4"), "1|2|3|4");
  EXPECT_EQ(Words("9 5 0 - 5 5 5 - 0 1 4 2"), "9505550142");
  EXPECT_EQ(Words("k.a.z.i.m.i.r A.S.A.P.E"), "kazimir|a|s|a|p|e");
  EXPECT_EQ(Words("Mar_i_a M@ria Les|ie L*p*z M*a*ria lopez_maria"),
            "maria|maria|leslie|lopez|maria|lopez|maria");
}

TEST(TokensTest, PartsWordsOfWhichTwoAreNames) {
  EXPECT_EQ(Words("MariaLopez_IEP.pdf mariaLopez2024 JavaScript"),
            "maria|lopez|iep|pdf|maria|lopez|2024|javascript");
}

TEST(TokensTest, ALineEndThatOnlyWrapsIsASpace) {
  const auto gap = [](std::string_view source, std::string_view word) {
    Text text;
    text.Assign(source, TestLexicon());
    for (size_t at = 0; at < text.size(); ++at) {
      if (text.Word(at) == word) return std::string(text.GapBefore(at));
    }
    return std::string("(absent)");
  };
  constexpr std::string_view kWrapped =
      "> Yesterday the court heard what Robyn\n> Teague had to say about the motion and\n> then went on.";
  EXPECT_EQ(gap(kWrapped, "teague"), " ");
  EXPECT_EQ(
      gap("Maria Lopez brought her form and the fee for Robyn\nTeague, Robyn brought no form at all so far\n",
          "teague"),
      "\n");
  EXPECT_EQ(gap("Maria\nLopez", "lopez"), "\n");
}

}  // namespace
}  // namespace schoolgate::redaction
