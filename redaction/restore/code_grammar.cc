#include "redaction/restore/code_grammar.h"

#include <algorithm>
#include <optional>

#include "core/crypto/crockford.h"
#include "core/util/strings.h"
#include "redaction/walk/json_tokens.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::redaction {
namespace {

constexpr std::array kTypes = {CodeType::kStudent, CodeType::kGuardian,  CodeType::kStaff,
                               CodeType::kPerson,  CodeType::kEmail,     CodeType::kPhone,
                               CodeType::kAddress, CodeType::kId,        CodeType::kUsername,
                               CodeType::kDate,    CodeType::kIdentifier};
constexpr size_t kSymbols = kCodeSymbols + 1;
// An identifier's run is longer than a code's symbols.
constexpr size_t kShortestRun = kSymbols + 1;
constexpr char32_t kNoBreakSpace = 0xA0;

bool IsLower(char32_t c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char32_t c) { return c >= 'A' && c <= 'Z'; }
bool IsAsciiDigit(char32_t c) { return c >= '0' && c <= '9'; }
char32_t ToUpper(char32_t c) { return IsLower(c) ? c - 'a' + 'A' : c; }

bool StandsForAPerson(CodeType type) {
  return type == CodeType::kStudent || type == CodeType::kGuardian || type == CodeType::kStaff ||
         type == CodeType::kPerson;
}

enum class Beginning : uint8_t { kNone, kType, kWrapper };

// What a code could begin with, by its first byte: a wrapper (as a JSON escape too) or a type.
constexpr std::array<Beginning, 256> kBeginnings = [] {
  std::array<Beginning, 256> table{};
  for (const char c : std::string_view("sgpeaiudrSGPEAIUDR"))
    table[static_cast<uint8_t>(c)] = Beginning::kType;
  for (const char c : std::string_view("<[{&\\")) table[static_cast<uint8_t>(c)] = Beginning::kWrapper;
  return table;
}();

// Reads units one after another. Once the text ends where more could follow, `starved` is set and stays.
class Cursor {
 public:
  Cursor(std::string_view text, size_t pos, bool json, bool last)
      : text_(text), pos_(pos), json_(json), last_(last) {}

  // The next unit's character, or nothing at the end.
  std::optional<char32_t> Peek() {
    if (pos_ >= text_.size()) {
      starved_ = starved_ || !last_;
      return std::nullopt;
    }
    const TextUnit unit = ReadTextUnit(text_, pos_, json_);
    if (unit.more && !last_) {
      starved_ = true;
      return std::nullopt;
    }
    // A closing quote ends a JSON string and belongs to nothing in it.
    if (json_ && unit.c == '"' && !unit.escaped) return std::nullopt;
    length_ = unit.length;
    return unit.c;
  }
  // As Peek, for what is never written as an escape.
  std::optional<char32_t> PeekPlain() {
    const auto c = Peek();
    return c && *c < 0x80 && length_ == 1 ? c : std::nullopt;
  }
  void Next() { pos_ += length_; }

  bool Take(char32_t c) {
    if (Peek() != c) return false;
    Next();
    return true;
  }
  bool TakeAll(std::string_view word) {
    const size_t start = pos_;
    for (const char c : word) {
      if (!Take(static_cast<unsigned char>(c))) {
        pos_ = start;
        return false;
      }
    }
    return true;
  }

  size_t pos() const { return pos_; }
  void Rewind(size_t pos) { pos_ = pos; }
  bool starved() const { return starved_; }

 private:
  std::string_view text_;
  size_t pos_;
  bool json_;
  bool last_;
  uint8_t length_ = 0;
  bool starved_ = false;
};

enum class Separator { kNone, kUnderscore, kHyphen, kSpace };

Separator TakeSeparator(Cursor& cursor, bool space_too) {
  const size_t start = cursor.pos();
  if (cursor.Take('_')) return Separator::kUnderscore;
  if (cursor.Take('\\')) {
    if (cursor.Take('_')) return Separator::kUnderscore;
    cursor.Rewind(start);
    return Separator::kNone;
  }
  if (cursor.Take('-')) return Separator::kHyphen;
  if (space_too && (cursor.Take(' ') || cursor.Take(kNoBreakSpace))) return Separator::kSpace;
  return Separator::kNone;
}

std::string_view OpenWrapper(Cursor& cursor) {
  if (cursor.Take('<')) return ">";
  if (cursor.Take('[')) return "]";
  if (cursor.Take('{')) return "}";
  if (cursor.TakeAll("&lt;")) return "&gt;";
  return {};
}

class CodeReader {
 public:
  CodeReader(Cursor& cursor, char32_t before, CodeSighting& sighting)
      : cursor_(cursor), before_(before), out_(sighting) {}

  bool Read() {
    const std::string_view closing = OpenWrapper(cursor_);
    out_.wrapped = !closing.empty();
    if (out_.wrapped) before_ = 0;
    if (!ReadType()) return false;
    if (out_.type == CodeType::kIdentifier && ReadIdentifier()) return Close(closing);
    cursor_.Rewind(after_type_);
    if (!ReadSymbols()) return false;
    ReadLetters();
    JudgeShape();
    return Close(closing);
  }

 private:
  bool ReadType() {
    // At most two types share a first letter, so trying each in turn costs little.
    const size_t start = cursor_.pos();
    for (const CodeType type : kTypes) {
      const std::string_view name = CodeTypeName(type);
      cursor_.Rewind(start);
      bool lower = false;
      bool upper = false;
      size_t read = 0;
      for (; read < name.size(); ++read) {
        const auto c = cursor_.PeekPlain();
        if (!c || ToUpper(*c) != static_cast<unsigned char>(name[read])) break;
        lower = lower || IsLower(*c);
        upper = upper || IsUpper(*c);
        cursor_.Next();
      }
      if (read < name.size()) {
        if (cursor_.starved()) return false;
        continue;
      }
      out_.type = type;
      any_lower_ = lower;
      any_upper_ = upper;
      Put(name);
      after_type_ = cursor_.pos();
      return true;
    }
    return false;
  }

  // "ref_", in lower case as no code is issued, and a run of letters and digits longer than a code's symbols.
  bool ReadIdentifier() {
    if (any_upper_ || !cursor_.Take('_')) return false;
    std::string run = "ref_";
    while (true) {
      const auto c = cursor_.PeekPlain();
      if (!c || !IsAlnumUnit(*c)) break;
      if (run.size() == CodeSighting::kLongestText) return false;
      run.push_back(static_cast<char>(*c));
      cursor_.Next();
    }
    if (run.size() < 4 + kShortestRun) return false;
    out_.identifier = true;
    out_.full_length = 0;
    Put(run);
    out_.code_end = out_.bare_end = cursor_.pos();
    return true;
  }

  bool ReadSymbols() {
    separator_ = TakeSeparator(cursor_, /*space_too=*/true);
    if (separator_ == Separator::kNone) return false;
    Put("_");
    std::array<char, kSymbols> symbols{};
    for (char& symbol : symbols) {
      const auto c = cursor_.PeekPlain();
      if (!c) return false;
      symbol = static_cast<char>(ToUpper(*c));
      if (kCrockfordAlphabet.find(symbol) == absl::string_view::npos) return false;
      any_lower_ = any_lower_ || IsLower(*c);
      digit_ = digit_ || IsAsciiDigit(*c);
      letter_ = letter_ || !IsAsciiDigit(*c);
      cursor_.Next();
    }
    const std::string_view name = CodeTypeName(out_.type);
    const std::string_view data(symbols.data(), kCodeSymbols);
    if (CheckSymbol(ToAbsl(name), ToAbsl(data)) != symbols.back()) return false;
    Put({symbols.data(), symbols.size()});
    out_.bare_length = out_.full_length;
    out_.bare_end = out_.code_end = cursor_.pos();
    const auto next = cursor_.Peek();
    ends_here_ = !next || !IsAlnumUnit(*next);
    return true;
  }

  // One or two letters count, where a word ends behind them and their case goes with the code's: in
  // STUDENT_7K3QF9_id the model has made a word of its own.
  void ReadLetters() {
    const Separator separator = TakeSeparator(cursor_, /*space_too=*/false);
    std::array<char, 2> letters{};
    size_t count = 0;
    bool fits = separator != Separator::kNone;
    while (fits) {
      const auto c = cursor_.Peek();
      if (!c || !IsAlnumUnit(*c)) break;
      if (*c >= 0x80 || count == letters.size() || !(IsUpper(*c) || IsLower(*c)) ||
          (IsLower(*c) && !any_lower_)) {
        fits = false;
        break;
      }
      letters[count++] = static_cast<char>(ToUpper(*c));
      cursor_.Next();
    }
    // The first form has no letter, so no letters begin with A.
    if (!fits || count == 0 || letters[0] == 'A') {
      cursor_.Rewind(out_.bare_end);
      return;
    }
    Put("_");
    Put({letters.data(), count});
    out_.code_end = cursor_.pos();
    out_.surely_letter = count == 1 && separator == Separator::kUnderscore;
  }

  void JudgeShape() {
    const bool mixed = digit_ && letter_;
    // A number behind "ID_" may be anybody's; behind a person it is a code like letters alone.
    if (!letter_ && !StandsForAPerson(out_.type)) return;
    const bool as_issued = mixed ? !(separator_ == Separator::kSpace && any_lower_)
                                 : !any_lower_ && separator_ == Separator::kUnderscore;
    const bool a_word = ends_here_ && !IsAlnumUnit(before_);
    out_.looks_issued = as_issued && a_word;
    out_.may_be_issued = as_issued && (a_word || digit_);
  }

  bool Close(std::string_view closing) {
    if (!out_.wrapped) {
      out_.end = out_.code_end;
      return true;
    }
    if (!cursor_.TakeAll(closing)) return false;
    // The text of a Markdown link keeps its brackets.
    if (closing == "]" && cursor_.Peek() == U'(') return false;
    out_.end = cursor_.pos();
    return true;
  }

  void Put(std::string_view piece) {
    for (const char c : piece) out_.text[out_.full_length++] = c;
  }

  Cursor& cursor_;
  char32_t before_;
  CodeSighting& out_;
  size_t after_type_ = 0;
  Separator separator_ = Separator::kNone;
  bool any_lower_ = false;
  bool any_upper_ = false;  // in the type
  bool digit_ = false;
  bool letter_ = false;
  bool ends_here_ = false;  // what follows the check symbol is neither letter nor digit
};

}  // namespace

TextUnit ReadTextUnit(std::string_view text, size_t pos, bool json) {
  const std::string_view rest = text.substr(pos);
  const auto byte = static_cast<unsigned char>(rest[0]);
  if (byte >= 0x80) {
    const Utf8Char c = FirstUtf8Char(rest);
    return {.c = c.valid ? c.code_point : char32_t{0xFFFD}, .length = c.length, .more = c.incomplete};
  }
  if (!json || byte != '\\') return {.c = byte, .length = 1};
  if (rest.size() == 1) return {.c = byte, .length = 1, .more = true};
  constexpr std::string_view kShort = "\"\\/bfnrt";
  constexpr std::string_view kMeaning = "\"\\/\b\f\n\r\t";
  if (const size_t at = kShort.find(rest[1]); at != std::string_view::npos) {
    return {.c = static_cast<unsigned char>(kMeaning[at]), .length = 2, .escaped = true};
  }
  if (rest[1] != 'u') return {.c = byte, .length = 1};
  constexpr size_t kUnicodeEscape = 6;
  const std::string_view escape = rest.substr(0, kUnicodeEscape);
  const bool hex = std::all_of(escape.begin() + 2, escape.end(), [](char c) {
    const char32_t upper = ToUpper(static_cast<unsigned char>(c));
    return IsAsciiDigit(upper) || (upper >= 'A' && upper <= 'F');
  });
  if (!hex) return {.c = byte, .length = 1};
  if (escape.size() < kUnicodeEscape) {
    return {.c = byte, .length = static_cast<uint8_t>(escape.size()), .more = true};
  }
  const Utf8Char c = FirstUtf8Char(DecodeJsonEscapes(escape));
  return {.c = c.code_point, .length = kUnicodeEscape, .escaped = true};
}

bool IsAlnumUnit(char32_t c) {
  if (c < 0x80) return IsLower(c) || IsUpper(c) || IsAsciiDigit(c);
  // Letters of the Latin, Greek and Cyrillic blocks and beyond; U+2000 to U+303F are spaces and punctuation.
  return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x303F) && c != 0xFFFD;
}

bool MayBeginCode(std::string_view text, size_t pos) {
  const Beginning beginning = kBeginnings[static_cast<unsigned char>(text[pos])];
  if (beginning != Beginning::kType) return beginning == Beginning::kWrapper;
  const auto lower = [&](size_t i) {
    return static_cast<uint32_t>(static_cast<unsigned char>(text[i]) | 0x20);
  };
  constexpr auto kKey = [](const char(&word)[4]) {
    return static_cast<uint32_t>(word[0]) << 16 | static_cast<uint32_t>(word[1]) << 8 |
           static_cast<uint32_t>(word[2]);
  };
  if (pos + 2 >= text.size()) return true;  // the rest is still to come
  switch (lower(pos) << 16 | lower(pos + 1) << 8 | lower(pos + 2)) {
    case kKey("stu"):
    case kKey("sta"):
    case kKey("gua"):
    case kKey("per"):
    case kKey("ema"):
    case kKey("pho"):
    case kKey("add"):
    case kKey("use"):
    case kKey("dat"):
    case kKey("ref"):
      return true;
    default:
      return lower(pos) == 'i' && lower(pos + 1) == 'd';
  }
}

Reading ReadCode(std::string_view text, size_t pos, bool json, bool last, char32_t before,
                 CodeSighting& sighting) {
  Cursor cursor(text, pos, json, last);
  sighting = CodeSighting();
  const bool read = CodeReader(cursor, before, sighting).Read();
  // Where the text ran out, more of it could still change what was read.
  if (cursor.starved()) return Reading::kMore;
  return read ? Reading::kCode : Reading::kNone;
}

}  // namespace schoolgate::redaction
