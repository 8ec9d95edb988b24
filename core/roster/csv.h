#ifndef SCHOOLGATE_CORE_ROSTER_CSV_H_
#define SCHOOLGATE_CORE_ROSTER_CSV_H_

// Reads CSV as RFC 4180 has it, and as student information systems really write it: a byte order mark, CRLF,
// LF or CR line ends, quoted cells with line breaks, blank lines, stray quotes, text that is Windows-1252.
//
// One stray quote must not swallow the rest of a file: a row whose quotes do not close, or that runs over
// several lines and has not the expected number of cells, is given back as its first line alone, marked
// malformed, and reading goes on with the next line. Not thread-safe; the content must outlive the reader.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace schoolgate {

struct CsvRow {
  size_t line = 0;  // 1-based line of the file on which the row begins
  bool malformed = false;
  std::vector<std::string> cells;  // as written, quotes removed; bytes untouched
};

class CsvReader {
 public:
  // `delimiter` stands between cells: office programs of some countries write semicolons.
  explicit CsvReader(std::string_view content, char delimiter = ',');

  // The number of cells a row should have, once the header is known.
  void ExpectCells(size_t cells) { expected_ = cells; }

  // The next row that is not blank; false at the end.
  bool Next(CsvRow& row);

 private:
  bool ParseQuoted(size_t& at, std::string& cell) const;
  bool ParseRow(CsvRow& row);
  void ParseLine(CsvRow& row);
  void SkipLineEnd(size_t& at) const;

  std::string_view content_;
  const char delimiter_;
  size_t at_ = 0;
  size_t line_ = 1;
  size_t expected_ = 0;
};

// `text` without the ASCII blanks around it.
std::string_view TrimBlanks(std::string_view text);

enum class TextEncoding { kUtf8, kRepaired, kUnreadable };

// Leaves valid UTF-8 as it is; reads anything else as Windows-1252 and rewrites it as UTF-8. Text with a zero
// byte, or with a byte that Windows-1252 does not define, is unreadable: it keeps what could be read, with a
// space for the rest.
TextEncoding RepairEncoding(std::string& text);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_ROSTER_CSV_H_
