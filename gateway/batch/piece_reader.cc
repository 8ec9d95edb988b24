#include "gateway/batch/piece_reader.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "absl/strings/ascii.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "redaction/pseudonym/code.h"
#include "redaction/restore/code_grammar.h"
#include "redaction/walk/json_tokens.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::gateway {
namespace {

constexpr size_t kTextPiece = size_t{64} << 10;
constexpr size_t kRowsPiece = size_t{128} << 10;
constexpr size_t kLongestRow = size_t{4} << 20;
constexpr size_t kBlock = size_t{1} << 20;
// Longer than any code with its wrapper.
constexpr size_t kCodeReach = 64;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view WithoutMark(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  return bytes;
}

// Whether `text` ends with the type of a code: a space behind it may be the code's.
bool EndsWithType(std::string_view text) {
  constexpr size_t kLongestType = 8;
  const std::string tail =
      absl::AsciiStrToUpper(ToAbsl(text.substr(text.size() - std::min(text.size(), kLongestType))));
  for (int type = 0; type <= static_cast<int>(redaction::CodeType::kIdentifier); ++type) {
    if (tail.ends_with(redaction::CodeTypeName(static_cast<redaction::CodeType>(type)))) return true;
  }
  return false;
}

// Whether no code can hold the character at `at` and go on behind it.
bool IsCut(std::string_view text, size_t at) {
  constexpr std::string_view kEnds = "\n.,!?:\"()\t";
  if (kEnds.find(text[at]) != std::string_view::npos) return true;
  return text[at] == ' ' && !EndsWithType(text.substr(0, at));
}

// One past the last line end outside quotes within `most` bytes, beyond which a table's piece may end; 0 if
// there is none.
size_t CutRows(std::string_view text, char delimiter, size_t enough, size_t most) {
  bool quoted = false;
  bool cell_begins = true;
  size_t cut = 0;
  for (size_t i = 0; i < text.size() && i < most; ++i) {
    const char c = text[i];
    if (quoted) {
      // Of a doubled quote the first one closes and the second opens again.
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') {
      // A quote within a cell that has none at its beginning is a character like any other.
      quoted = cell_begins || (i > 0 && text[i - 1] == '"');
      cell_begins = false;
      continue;
    }
    cell_begins = c == delimiter || c == '\n' || c == '\r';
    if (c == '\n') {
      cut = i + 1;
      if (cut >= enough) return cut;
    }
  }
  return cut;
}

// Whether most cells name a column, and none holds a value. A table may begin with its first person.
bool LooksLikeAHead(const std::vector<std::string>& cells) {
  static constexpr std::array<std::string_view, 60> kWords = {
      "name",     "id",        "ids",    "email",    "mail",    "phone",    "tel",     "sms",
      "student",  "teacher",   "staff",  "guardian", "parent",  "date",     "dob",     "birth",
      "birthday", "birthdate", "grade",  "grades",   "class",   "course",   "section", "school",
      "district", "text",      "note",   "notes",    "comment", "comments", "essay",   "answer",
      "response", "question",  "prompt", "score",    "mark",    "points",   "address", "street",
      "city",     "state",     "zip",    "ssn",      "gender",  "sex",      "race",    "status",
      "username", "user",      "first",  "last",     "middle",  "given",    "family",  "nombre",
      "apellido", "correo",    "fecha",  "telefono"};
  size_t named = 0;
  for (const std::string& cell : cells) {
    if (cell.find('@') != std::string::npos) return false;
    if (!cell.empty() && cell.find_first_not_of("0123456789-/.: ") == std::string::npos) return false;
    bool known = false;
    std::string word;
    const auto end_word = [&] {
      known = known || std::find(kWords.begin(), kWords.end(), word) != kWords.end();
      word.clear();
    };
    for (size_t i = 0; i < cell.size(); ++i) {
      // "givenName" is two words.
      const bool capital = cell[i] >= 'A' && cell[i] <= 'Z';
      if (capital && i > 0 && cell[i - 1] >= 'a' && cell[i - 1] <= 'z') end_word();
      if (absl::ascii_isalpha(static_cast<unsigned char>(cell[i]))) {
        word.push_back(absl::ascii_tolower(static_cast<unsigned char>(cell[i])));
      } else {
        end_word();
      }
    }
    end_word();
    named += known ? 1 : 0;
  }
  return named * 2 >= cells.size();
}

bool IsJsonObject(std::string_view line) {
  std::vector<redaction::JsonToken> tokens;
  const size_t start = line.find_first_not_of(" \t\r");
  return start != std::string_view::npos && line[start] == '{' && redaction::TokenizeJson(line, tokens);
}

}  // namespace

std::string_view FormatName(FileFormat format) {
  switch (format) {
    case FileFormat::kText:
      return "text";
    case FileFormat::kTable:
      return "table";
    case FileFormat::kJsonLines:
      return "jsonl";
  }
  return "text";
}

FileFormat FormatOf(std::string_view path) {
  const std::string name = absl::AsciiStrToLower(ToAbsl(path));
  if (name.ends_with(".csv") || name.ends_with(".tsv")) return FileFormat::kTable;
  if (name.ends_with(".jsonl") || name.ends_with(".ndjson")) return FileFormat::kJsonLines;
  return FileFormat::kText;
}

TableHead ReadHead(std::string_view bytes) {
  bytes = WithoutMark(bytes);
  TableHead head;
  constexpr std::array kDelimiters = {',', '\t', ';', '|'};
  std::array<size_t, kDelimiters.size()> counts{};
  bool quoted = false;
  size_t end = 0;
  for (; end < bytes.size(); ++end) {
    const char c = bytes[end];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    for (size_t i = 0; i < kDelimiters.size(); ++i) counts[i] += c == kDelimiters[i] ? 1 : 0;
  }
  head.delimiter =
      kDelimiters[static_cast<size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
  std::string cell;
  quoted = false;
  for (const char c : bytes.substr(0, end)) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == head.delimiter && !quoted) {
      head.cells.push_back(std::exchange(cell, {}));
    } else {
      cell.push_back(c);
    }
  }
  head.cells.push_back(std::move(cell));
  head.is_head = LooksLikeAHead(head.cells);
  return head;
}

size_t CutText(std::string_view text, size_t most) {
  const size_t half = most / 2;
  const std::string_view window = text.substr(0, most);
  for (const std::string_view end :
       {std::string_view("\n\n"), std::string_view("\n\r\n"), std::string_view("\n")}) {
    const size_t at = window.rfind(end);
    if (at != std::string_view::npos && at + end.size() > half) return at + end.size();
  }
  for (size_t at = window.size(); at > half; --at) {
    if (IsCut(window, at - 1)) return at;
  }
  // One endless word: cut between characters, and before a code that would be cut.
  size_t cut = most;
  while (cut > half && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  for (size_t at = cut - kCodeReach; at < cut; ++at) {
    redaction::CodeSighting code;
    if (redaction::MayBeginCode(text, at) &&
        redaction::ReadCode(text, at, /*json=*/false, /*last=*/true, 0, code) == redaction::Reading::kCode &&
        code.end > cut) {
      return at;
    }
  }
  return cut;
}

absl::StatusOr<PieceReader> PieceReader::Open(int fd, std::optional<FileFormat> format) {
  PieceReader reader(fd, format.value_or(FileFormat::kText));
  SG_RETURN_IF_ERROR(reader.Fill(kBlock));
  if (!format) {
    const std::string_view first = WithoutMark(reader.buffer_);
    if (IsJsonObject(first.substr(0, first.find('\n')))) reader.format_ = FileFormat::kJsonLines;
  }
  if (reader.format_ == FileFormat::kTable) {
    reader.head_ = std::make_shared<const TableHead>(ReadHead(reader.buffer_));
  }
  return reader;
}

absl::Status PieceReader::Fill(size_t bytes) {
  if (begin_ >= kLongestRow) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  while (!end_ && buffer_.size() - begin_ < bytes) {
    const size_t had = buffer_.size();
    buffer_.resize(had + kBlock);
    const ssize_t got = ::read(fd_, buffer_.data() + had, kBlock);
    const int error = errno;
    buffer_.resize(had + static_cast<size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && error != EINTR) return absl::ErrnoToStatus(error, "cannot read");
    end_ = got == 0;
  }
  return absl::OkStatus();
}

size_t PieceReader::Cut(std::string_view rest) const {
  switch (format_) {
    case FileFormat::kText:
      return rest.size() <= kTextPiece ? rest.size() : CutText(rest, kTextPiece);
    case FileFormat::kTable:
      if (end_ && rest.size() <= kRowsPiece) return rest.size();
      if (const size_t cut = CutRows(rest, head_->delimiter, kRowsPiece, kLongestRow); cut > 0) return cut;
      break;
    case FileFormat::kJsonLines:
      if (end_ && rest.size() <= kRowsPiece) return rest.size();
      if (const size_t at = rest.substr(0, kRowsPiece).rfind('\n'); at != std::string_view::npos)
        return at + 1;
      if (const size_t at = rest.substr(0, kLongestRow).find('\n'); at != std::string_view::npos)
        return at + 1;
      break;
  }
  return rest.size() <= kLongestRow ? rest.size() : CutText(rest, kLongestRow);
}

absl::StatusOr<bool> PieceReader::Next(Piece& piece) {
  SG_RETURN_IF_ERROR(Fill((format_ == FileFormat::kText ? kTextPiece : kLongestRow) + kCodeReach));
  const std::string_view rest = std::string_view(buffer_).substr(begin_);
  if (rest.empty()) return false;
  const size_t cut = Cut(rest);
  piece.offset = offset_;
  piece.line = line_;
  piece.bytes = rest.substr(0, cut);
  piece.head = head_;
  piece.last = end_ && cut == rest.size();
  begin_ += cut;
  offset_ += static_cast<int64_t>(cut);
  line_ += std::count(piece.bytes.begin(), piece.bytes.end(), '\n');
  return true;
}

absl::Status PieceReader::SkipTo(int64_t offset, int64_t line) {
  const auto held = static_cast<int64_t>(buffer_.size());
  if (offset <= held) {
    begin_ = static_cast<size_t>(offset);
  } else {
    if (::lseek(fd_, offset, SEEK_SET) < 0) return absl::ErrnoToStatus(errno, "cannot seek");
    buffer_.clear();
    begin_ = 0;
    end_ = false;
  }
  offset_ = offset;
  line_ = line;
  return absl::OkStatus();
}

}  // namespace schoolgate::gateway
