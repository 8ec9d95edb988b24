#include "gateway/batch/piece_reader.h"

#include <gmock/gmock.h>

#include "core/util/strings.h"
#include "gateway/batch/batch_testing.h"
#include "redaction/restore/test_codes.h"

namespace schoolgate::gateway {
namespace {

std::string Joined(const std::vector<Piece>& pieces) {
  std::string all;
  for (const Piece& piece : pieces) {
    EXPECT_EQ(piece.offset, static_cast<int64_t>(all.size()));
    EXPECT_EQ(piece.last, &piece == &pieces.back());
    all += piece.bytes;
  }
  return all;
}

std::string Repeated(std::string_view what, size_t bytes) {
  std::string all;
  while (all.size() < bytes) all += what;
  return all;
}

TEST(PieceReader, CutsTextsAtParagraphs) {
  const std::string text = Repeated("One line of a paragraph.\nAnother line of it.\n\n", 300'000);
  const std::vector<Piece> pieces = PiecesOf(text, FileFormat::kText);
  EXPECT_EQ(Joined(pieces), text);
  EXPECT_GE(pieces.size(), 4u);
  for (const Piece& piece : pieces) EXPECT_TRUE(piece.bytes.ends_with("\n\n"));
  EXPECT_EQ(pieces[1].line, 1 + std::count(pieces[0].bytes.begin(), pieces[0].bytes.end(), '\n'));
}

TEST(PieceReader, CutsNoCodeAndNoCharacterInTwo) {
  const std::string code = redaction::TestCode("STUDENT", "7K3QF");
  const std::string spaced = "STUDENT " + code.substr(8);
  for (const std::string& unit :
       {spaced + " ", code, std::string("é"), std::string("a"), "&lt;" + code + "&gt;"}) {
    const std::string text = Repeated(unit, 200'000);
    const std::vector<Piece> pieces = PiecesOf(text, FileFormat::kText);
    EXPECT_EQ(Joined(pieces), text);
    EXPECT_GE(pieces.size(), 3u);
    if (unit == "a") continue;
    for (const Piece& piece : pieces) EXPECT_TRUE(piece.bytes.starts_with(unit)) << unit;
  }
}

TEST(PieceReader, ATablesRowsStayWhole) {
  const std::string table = "name,note\n" + Repeated("Ann,\"one\ntwo, \"\"three\"\"\n\"\n", 500'000);
  const std::vector<Piece> pieces = PiecesOf(table, FileFormat::kTable);
  EXPECT_EQ(Joined(pieces), table);
  EXPECT_GE(pieces.size(), 3u);
  for (size_t i = 1; i < pieces.size(); ++i) EXPECT_TRUE(pieces[i].bytes.starts_with("Ann,"));
  EXPECT_THAT(pieces.back().head->cells, testing::ElementsAre("name", "note"));
}

TEST(PieceReader, AQuoteThatNeverClosesDoesNotFillMemory) {
  const std::string table = "name\n\"" + Repeated("row\n", 10'000'000);
  const std::vector<Piece> pieces = PiecesOf(table, FileFormat::kTable);
  EXPECT_EQ(Joined(pieces), table);
  for (const Piece& piece : pieces) EXPECT_LE(piece.bytes.size(), size_t{4} << 20);
}

TEST(PieceReader, JsonLinesStayWhole) {
  const std::string lines = Repeated("{\"id\": 1, \"text\": \"some words\"}\n", 400'000) + "{\"id\": 2}";
  const std::vector<Piece> pieces = PiecesOf(lines, FileFormat::kJsonLines);
  EXPECT_EQ(Joined(pieces), lines);
  for (size_t i = 0; i + 1 < pieces.size(); ++i) EXPECT_TRUE(pieces[i].bytes.ends_with("}\n"));
}

TEST(PieceReader, GoesOnWhereAnotherStopped) {
  const std::string table = "name,note\n" + Repeated("Ann,\"one\ntwo\"\n", 3'000'000);
  const std::vector<Piece> pieces = PiecesOf(table, FileFormat::kTable);
  for (const size_t from : {size_t{1}, pieces.size() / 2, pieces.size() - 1}) {
    const FileDescriptor file = FileOf(table);
    absl::StatusOr<PieceReader> reader = PieceReader::Open(file.get(), FileFormat::kTable);
    ASSERT_TRUE(reader->SkipTo(pieces[from].offset, pieces[from].line).ok());
    Piece piece;
    for (size_t i = from; i < pieces.size(); ++i) {
      ASSERT_TRUE(*reader->Next(piece));
      EXPECT_EQ(piece.bytes, pieces[i].bytes);
      EXPECT_EQ(piece.line, pieces[i].line);
      EXPECT_EQ(piece.head->cells.size(), 2u);
    }
    EXPECT_FALSE(*reader->Next(piece));
  }
}

TEST(PieceReader, TellsAFormatByNameAndStdinByItsFirstLine) {
  EXPECT_EQ(FormatOf("a/EXPORT.CSV"), FileFormat::kTable);
  EXPECT_EQ(FormatOf("a.tsv"), FileFormat::kTable);
  EXPECT_EQ(FormatOf("a.ndjson"), FileFormat::kJsonLines);
  EXPECT_EQ(FormatOf("essay.txt"), FileFormat::kText);
  const auto sniffed = [](std::string_view bytes) {
    const FileDescriptor file = FileOf(bytes);
    return PieceReader::Open(file.get(), std::nullopt)->format();
  };
  EXPECT_EQ(sniffed("{\"id\":\"1\",\"text\":\"x\"}\n{\"id\":"), FileFormat::kJsonLines);
  EXPECT_EQ(sniffed("{ no json }\n"), FileFormat::kText);
  EXPECT_EQ(sniffed(""), FileFormat::kText);
}

TEST(PieceReader, FindsWhatStandsBetweenCells) {
  EXPECT_EQ(ReadHead("a;b;\"c,d,e,f\"\n1;2;3\n").delimiter, ';');
  EXPECT_EQ(ReadHead("a\tb\r\n").delimiter, '\t');
  EXPECT_THAT(ReadHead("\xEF\xBB\xBF\"Last, \"\"First\"\"\",Id\r\n").cells,
              testing::ElementsAre("Last, First", "Id"));
}

}  // namespace
}  // namespace schoolgate::gateway
