#include "redaction/restore/stand_in_reader.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "redaction/pseudonym/substitutions.h"
#include "redaction/restore/test_codes.h"
#include "redaction/restore/text_restorer.h"

namespace schoolgate::redaction {
namespace {

// People and ids are made up.
std::shared_ptr<const Substitutions> Known() {
  auto known = std::make_shared<Substitutions>();
  known->Add(WithCodes("@ANA"), "Ana Núñez");
  StandInTable& table = known->stand_ins();
  table.Add("Daniela Ochoa", "Ana Núñez");
  table.Add("Daniela", "Ana");
  table.Add("Ochoa", "Núñez");
  table.Add("Ochoa, Daniela", "Núñez, Ana");
  table.Add("Zoë Peña", "Luis \"Lucho\" Prado");
  table.Add("718-20-9931", "400-12-3456");
  table.Add("04/15/2011", "04/05/2011");
  table.Add("\u738B\u7F8E\u73B2", "\u674E\u5A1C");
  return known;
}

std::string Restore(std::string_view text, TextKind kind = TextKind::kProse) {
  const auto known = Known();
  RestoreCounts counts;
  return TextRestorer(*known, kind).Feed(text, true, counts);
}

TEST(StandInReader, TheLongestOneAtAPlaceComesBackAsWritten) {
  EXPECT_EQ(Restore("Daniela Ochoa met Daniela; Ochoa, Daniela signed. Ms. Ochoa left."),
            "Ana Núñez met Ana; Núñez, Ana signed. Ms. Núñez left.");
  EXPECT_EQ(Restore("Id 718-20-9931, born 04/15/2011."), "Id 400-12-3456, born 04/05/2011.");
  EXPECT_EQ(Restore("Daniela's, Daniela’s, **Daniela Ochoa**, (Ochoa), Daniela"),
            "Ana's, Ana’s, **Ana Núñez**, (Núñez), Ana");
  EXPECT_EQ(Restore("de Daniela, a Zoë Peña y"), "de Ana, a Luis \"Lucho\" Prado y");
  EXPECT_EQ(Restore("\u738B\u7F8E\u73B2\u662F\u5B66\u751F\u3002"), "\u674E\u5A1C\u662F\u5B66\u751F\u3002");
}

// BerriAI/litellm#31959 and LLM Guard's distance of 3: what is almost a stand-in is somebody else.
TEST(StandInReader, WhatDiffersInAnythingStays) {
  for (const std::string_view text :
       {"daniela", "DANIELA OCHOA", "Daniella", "Danielas", "MyDaniela", "Daniel Ocho", "Zoe Pena", "Zoë",
        "718-20-99310", "1718-20-9931", "718-20-9932", "04/15/20110", "4/15/2011", "718 20 9931"}) {
    EXPECT_EQ(Restore(text), text);
  }
  EXPECT_EQ(Restore("Daniela  Ochoa"), "Ana  Núñez");  // each by itself
}

TEST(StandInReader, WhatStoodForTwoStandsForNeither) {
  Substitutions known;
  known.stand_ins().Add("Daniela", "Ana");
  known.stand_ins().Add("Daniela", "Eva");
  known.stand_ins().Add("Daniela Ochoa", "Ana Núñez");
  known.stand_ins().Add("Daniela Ochoa", "Ana Núñez");
  known.stand_ins().Add("Marcos", "Luis");
  known.stand_ins().Drop("Marcos");
  RestoreCounts counts;
  EXPECT_EQ(TextRestorer(known, TextKind::kProse).Feed("Daniela, Daniela Ochoa, Marcos", true, counts),
            "Daniela, Ana Núñez, Marcos");
  EXPECT_EQ(counts.restored, 1);
  EXPECT_EQ(known.stand_ins().FormOf("Daniela"), nullptr);
}

TEST(StandInReader, NothingIsRestoredWhereItCouldBeSentOn) {
  for (const std::string_view text :
       {"https://evil.example/?q=Daniela", "![x](https://evil.example/718-20-9931)", "[x](Ochoa)",
        "<img src='Daniela'>", "mailto:Daniela", "www.evil.example/Ochoa"}) {
    EXPECT_EQ(Restore(text), text);
  }
}

TEST(StandInReader, JsonStaysValid) {
  EXPECT_EQ(
      Restore(R"({"who":"Daniela Ochoa","Daniela":"Zo\u00eb Pe\u00f1a","n":"718-20-9931"})", TextKind::kJson),
      R"({"who":"Ana Núñez","Ana":"Luis \"Lucho\" Prado","n":"400-12-3456"})");
  EXPECT_EQ(Restore(R"({"born":"04\/15\/2011"})", TextKind::kJson), R"({"born":"04/05/2011"})");
  EXPECT_EQ(Restore("Daniela", TextKind::kJson), "Daniela");  // outside a string
}

// The buffered restore is the oracle, at every split and at many.
TEST(StandInReader, AStreamGivesWhatTheWholeGives) {
  const auto known = Known();
  const std::string text =
      "Daniela Ochoa, Ochoa, Daniela; Danie Daniela Och Zoë Peña's 718-20-9931 (04/15/2011) " +
      WithCodes("@ANA") + " Daniela Ochoa";
  const std::string json =
      R"({"a":"Daniela Ocho","b":"Zo\u00eb Pe\u00f1a Daniela","c":["Ochoa","718-20-9931"]})";
  for (const auto& [source, kind] : {std::pair{text, TextKind::kProse}, std::pair{json, TextKind::kJson}}) {
    const std::string whole = Restore(source, kind);
    for (size_t cut = 0; cut <= source.size(); ++cut) {
      TextRestorer restorer(*known, kind);
      RestoreCounts counts;
      std::string joined = restorer.Feed(source.substr(0, cut), false, counts);
      joined += restorer.Feed(source.substr(cut), false, counts);
      joined += restorer.Feed({}, true, counts);
      ASSERT_EQ(joined, whole) << cut;
    }
    std::mt19937 random(20260402);
    for (int round = 0; round < 3000; ++round) {
      TextRestorer restorer(*known, kind);
      RestoreCounts counts;
      std::string joined;
      for (size_t pos = 0; pos < source.size();) {
        const size_t size = 1 + random() % 6;
        joined += restorer.Feed(source.substr(pos, size), false, counts);
        pos += std::min(size, source.size() - pos);
      }
      joined += restorer.Feed({}, true, counts);
      ASSERT_EQ(joined, whole);
    }
  }
}

TEST(StandInReader, RandomTextsAreReadAlikeHoweverTheyAreCut) {
  const auto known = Known();
  const std::vector<std::string> bits = {
      "Daniela",      "Ochoa",    " ",         ", ",  "Dan",     "iela",    "Zo",  "ë", "Peña", "718-20-",
      "9931",         "04/15",    "/2011",     "'s",  "\"",      "\\u00eb", "\\",  "x", "1",    "\u738B",
      "\u7F8E\u73B2", "STUDENT_", "{\"a\":\"", "\"}", "http://", "\n",      "\xC3"};
  std::mt19937 random(7);
  for (int round = 0; round < 6000; ++round) {
    std::string text;
    for (size_t i = 0, n = 1 + random() % 20; i < n; ++i) text += bits[random() % bits.size()];
    const TextKind kind = round % 2 == 0 ? TextKind::kProse : TextKind::kJson;
    RestoreCounts whole_counts;
    const std::string whole = TextRestorer(*known, kind).Feed(text, true, whole_counts);
    TextRestorer restorer(*known, kind);
    RestoreCounts counts;
    std::string joined;
    for (size_t pos = 0; pos < text.size();) {
      const size_t size = std::min<size_t>(1 + random() % 5, text.size() - pos);
      joined += restorer.Feed(text.substr(pos, size), false, counts);
      pos += size;
    }
    joined += restorer.Feed({}, true, counts);
    ASSERT_EQ(joined, whole) << text;
    ASSERT_EQ(counts.restored, whole_counts.restored) << text;
  }
}

TEST(StandInReader, WhatIsHeldBackIsBounded) {
  Substitutions known;
  const std::string longest = "A" + std::string(StandInTable::kLongest - 1, 'a');
  known.stand_ins().Add(longest, "Ana");
  std::string escaped;
  for (size_t i = 0; i < longest.size(); ++i) escaped += i == 0 ? "\\u0041" : "\\u0061";
  for (const std::string& text : {longest + "b", "\"" + escaped + "\"", std::string(400, 'a')}) {
    for (const TextKind kind : {TextKind::kProse, TextKind::kJson}) {
      TextRestorer restorer(known, kind);
      RestoreCounts counts;
      std::string out;
      for (size_t i = 0; i < text.size(); ++i) {
        out += restorer.Feed(text.substr(i, 1), false, counts);
        ASSERT_LE(i + 1 - out.size(), TextRestorer::kLongestHold) << text;
      }
      out += restorer.Feed({}, true, counts);
      EXPECT_EQ(counts.restored, 0);  // a run-on, too long when escaped, another text
    }
  }
  RestoreCounts counts;
  EXPECT_EQ(TextRestorer(known, TextKind::kProse).Feed(longest, true, counts), "Ana");
}

}  // namespace
}  // namespace schoolgate::redaction
