// Reads a file of any size piece by piece. Where it is cut depends on the bytes alone, so that a run that
// goes on after an interruption makes the same pieces; no code and no character is ever cut in two.
//
//   text        some 64 KB, at a paragraph's end if there is one, else at a line's, a sentence's or a word's
//   table       rows; a quoted cell may hold line ends. The first row's cells are every piece's head.
//   JSON lines  whole lines
//
// A row or line of more than kLongestRow bytes is cut as text is.
//
// Thread: one at a time. Ownership: it does not own the descriptor. Errors: what read(2) says, by name of the
// error alone.
#ifndef SCHOOLGATE_GATEWAY_BATCH_PIECE_READER_H_
#define SCHOOLGATE_GATEWAY_BATCH_PIECE_READER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace schoolgate::gateway {

enum class FileFormat : uint8_t { kText, kTable, kJsonLines };

// "text", "table" or "jsonl".
std::string_view FormatName(FileFormat format);

// By a file's name: .csv and .tsv, .jsonl and .ndjson, anything else is text.
FileFormat FormatOf(std::string_view path);

struct TableHead {
  char delimiter = ',';
  std::vector<std::string> cells;
  // The row names columns and is nobody's data: it stays as it is.
  bool is_head = false;
};

struct Piece {
  int64_t offset = 0;  // in the file, bytes
  int64_t line = 1;    // its first line's number
  std::string bytes;
  bool last = false;  // nothing follows
  // Of a table; the first piece holds the head's own row.
  std::shared_ptr<const TableHead> head;
};

// The first row of a table, and what stands between its cells: of tab, semicolon, bar and comma the one it
// has most of.
TableHead ReadHead(std::string_view bytes);

class PieceReader {
 public:
  // Without a format the first bytes tell: a line that is a JSON object makes JSON lines, anything else text.
  static absl::StatusOr<PieceReader> Open(int fd, std::optional<FileFormat> format);

  FileFormat format() const { return format_; }
  // The next piece; false at the end.
  absl::StatusOr<bool> Next(Piece& piece);
  // Before the first Next: goes on at a piece another reader of this file has found; `line` is its line.
  absl::Status SkipTo(int64_t offset, int64_t line);

 private:
  PieceReader(int fd, FileFormat format) : fd_(fd), format_(format) {}
  absl::Status Fill(size_t bytes);
  size_t Cut(std::string_view rest) const;

  int fd_;
  FileFormat format_;
  std::string buffer_;
  size_t begin_ = 0;  // of what is not given yet
  bool end_ = false;
  int64_t offset_ = 0;
  int64_t line_ = 1;
  std::shared_ptr<const TableHead> head_;
};

// Where to cut `text`, of which more than `most` bytes are there: at most `most`, and more than half of it
// where the text allows. Pure.
size_t CutText(std::string_view text, size_t most);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_PIECE_READER_H_
