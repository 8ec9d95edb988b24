#include "core/roster/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace schoolgate {
namespace {

using ::testing::ElementsAre;

std::vector<CsvRow> ReadAll(std::string_view content, size_t expected = 0) {
  CsvReader reader(content);
  reader.ExpectCells(expected);
  std::vector<CsvRow> rows;
  for (CsvRow row; reader.Next(row);) rows.push_back(row);
  return rows;
}

TEST(CsvTest, ReadsQuotesCommasAndLineBreaksInCells) {
  const auto rows = ReadAll("a,\"b, c\",\"say \"\"hi\"\"\"\n\"two\nlines\",,\nlast,1,2");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_THAT(rows[0].cells, ElementsAre("a", "b, c", "say \"hi\""));
  EXPECT_THAT(rows[1].cells, ElementsAre("two\nlines", "", ""));
  EXPECT_THAT(rows[2].cells, ElementsAre("last", "1", "2"));
  EXPECT_EQ(rows[1].line, 2u);
  EXPECT_EQ(rows[2].line, 4u);
}

TEST(CsvTest, OtherDelimitersSeparateAndCommasThenDoNot) {
  const auto read = [](std::string_view content, char delimiter) {
    CsvReader reader(content, delimiter);
    CsvRow row;
    EXPECT_TRUE(reader.Next(row));
    EXPECT_FALSE(row.malformed);
    return row.cells;
  };
  EXPECT_THAT(read("a;\"b; c\";d, e\n", ';'), ElementsAre("a", "b; c", "d, e"));
  EXPECT_THAT(read("a\t\"b\tc\"\td;e", '\t'), ElementsAre("a", "b\tc", "d;e"));
  CsvReader reader("\"a\";\"b;c\nnext;1\n", ';');
  CsvRow row;
  EXPECT_TRUE(reader.Next(row));
  EXPECT_TRUE(row.malformed);
  EXPECT_THAT(row.cells, ElementsAre("a", "b", "c"));
  EXPECT_TRUE(reader.Next(row));
  EXPECT_THAT(row.cells, ElementsAre("next", "1"));
}

TEST(CsvTest, AcceptsByteOrderMarkAndEveryLineEnd) {
  const auto rows = ReadAll(
      "\xEF\xBB\xBF"
      "a,b\r\n\r\nc,d\re,f\n\n");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_THAT(rows[0].cells, ElementsAre("a", "b"));
  EXPECT_THAT(rows[1].cells, ElementsAre("c", "d"));
  EXPECT_EQ(rows[1].line, 3u);
  EXPECT_THAT(rows[2].cells, ElementsAre("e", "f"));
  EXPECT_EQ(rows[2].line, 4u);
}

TEST(CsvTest, StrayQuoteCostsOneLineNotTheRestOfTheFile) {
  for (std::string_view second : {"\"x,y", "x,\"y", "\"x\" z,y"}) {
    const auto rows = ReadAll("h1,h2\n" + std::string(second) + "\nc,d\n\"e\",f\n", 2);
    ASSERT_EQ(rows.size(), 4u) << second;
    EXPECT_TRUE(rows[1].malformed);
    EXPECT_THAT(rows[2].cells, ElementsAre("c", "d"));
    EXPECT_FALSE(rows[2].malformed);
    EXPECT_THAT(rows[3].cells, ElementsAre("e", "f"));
    EXPECT_EQ(rows[3].line, 4u);
  }
}

TEST(CsvTest, QuoteThatClosesInALaterRowDoesNotSwallowTheRowsBetween) {
  const auto rows = ReadAll("h1,h2\nx,\"y\nc,d\ne,\"f\"\n", 2);
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_THAT(rows[1].cells, ElementsAre("x", "y"));
  EXPECT_THAT(rows[2].cells, ElementsAre("c", "d"));
  EXPECT_THAT(rows[3].cells, ElementsAre("e", "f"));
}

TEST(CsvTest, LineReadingStillLetsPairedQuotesShieldCommas) {
  const auto rows = ReadAll("\"broken, \"\"ok\"x,\"g1,g2\",z\n", 3);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_TRUE(rows[0].malformed);
  EXPECT_EQ(rows[0].cells.back(), "z");
}

TEST(CsvTest, QuoteInsideAnUnquotedCellIsText) {
  EXPECT_THAT(ReadAll("Bob \"Bo\" Reed,5' 11\"\n")[0].cells, ElementsAre("Bob \"Bo\" Reed", "5' 11\""));
}

TEST(EncodingTest, KeepsUtf8AndRepairsWindows1252) {
  std::string utf8 = "Zo\xC3\xAB \xE1\x84\x80 \xF0\x9F\x8E\x93";
  const std::string before = utf8;
  EXPECT_EQ(RepairEncoding(utf8), TextEncoding::kUtf8);
  EXPECT_EQ(utf8, before);

  std::string latin =
      "Nu\xF1"
      "ez O\x92"
      "Brien";
  EXPECT_EQ(RepairEncoding(latin), TextEncoding::kRepaired);
  EXPECT_EQ(latin,
            "Nu\xC3\xB1"
            "ez O\xE2\x80\x99"
            "Brien");
}

TEST(EncodingTest, NamesWhatCannotBeRead) {
  for (std::string text : {std::string("a\0b", 3), std::string("a\x81"
                                                               "b")}) {
    EXPECT_EQ(RepairEncoding(text), TextEncoding::kUnreadable);
    EXPECT_EQ(text, "a b");
  }
}

TEST(EncodingTest, RefusesOverlongFormsAndSurrogates) {
  for (std::string text : {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3"})
    EXPECT_NE(RepairEncoding(text), TextEncoding::kUtf8);
}

}  // namespace
}  // namespace schoolgate
