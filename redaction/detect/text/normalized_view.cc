#include "redaction/detect/text/normalized_view.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

#include "redaction/detect/text/confusables.h"
#include "redaction/detect/text/escapes.h"
#include "redaction/detect/text/markup.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kShortestWrappedUrl = 40;

// Bytes that may stand for something else than themselves.
constexpr std::array<bool, 256> kSpecial = [] {
  std::array<bool, 256> out{};
  for (const char c : {'&', '\\', '%', '=', '<', '*', '~', '`', '\n'}) out[static_cast<uint8_t>(c)] = true;
  for (size_t c = 0x80; c < 256; ++c) out[c] = true;
  return out;
}();

bool IsSpecial(char c) { return kSpecial[static_cast<uint8_t>(c)]; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLetter(char c) { return IsLower(c) || IsUpper(c) || static_cast<signed char>(c) < 0; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlnum(char c) { return IsLetter(c) || IsDigit(c); }

// The first byte at or after `at` that may stand for something else; most line ends do not.
size_t NextSpecial(std::string_view text, size_t at) {
  for (; at < text.size(); ++at) {
    if (!IsSpecial(text[at])) continue;
    if (text[at] != '\n') return at;
    const char before = at > 0 ? (text[at - 1] == '\r' && at > 1 ? text[at - 2] : text[at - 1]) : ' ';
    if (!IsAlnum(before) && before != ' ' && before != ',') return at;
  }
  return at;
}

void LowerAscii(std::string_view text, char* out) {
  constexpr uint64_t kEach = 0x0101010101010101U;
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    // A byte's highest bit is set from 'A' on in the one, after 'Z' in the other.
    const uint64_t low = word & 0x7F * kEach;
    const uint64_t from_a = low + (0x80 - 'A') * kEach;
    const uint64_t after_z = low + (0x7F - 'Z') * kEach;
    word |= ((from_a ^ after_z) & ~word & 0x80 * kEach) >> 2;
    std::memcpy(out + at, &word, 8);
  }
  for (; at < text.size(); ++at) {
    const char c = text[at];
    out[at] = static_cast<char>(c + (static_cast<uint8_t>(c - 'A') < 26 ? 32 : 0));
  }
}

// The conjoining Korean letters at `at` as their syllable, as file names of some systems hold them
// (Unicode 3.12).
Escape SyllableAt(std::string_view text, size_t at) {
  if (static_cast<uint8_t>(text[at]) != 0xE1) return {};
  size_t end = at;
  const char32_t lead = DecodeUtf8(text, end);
  if (lead < 0x1100 || lead > 0x1112 || end >= text.size()) return {};
  const char32_t vowel = DecodeUtf8(text, end);
  if (vowel < 0x1161 || vowel > 0x1175) return {};
  char32_t syllable = 0xAC00 + ((lead - 0x1100) * 21 + (vowel - 0x1161)) * 28;
  size_t after = end;
  const char32_t tail = after < text.size() ? DecodeUtf8(text, after) : 0;
  if (tail > 0x11A7 && tail <= 0x11C2) {
    syllable += tail - 0x11A7;
    end = after;
  }
  return {syllable, end - at};
}

// Past the indentation and the marks of quoted mail and comments that begin a line.
size_t LineStart(std::string_view text, size_t at) {
  const size_t most = std::min(text.size(), at + 12);
  while (at < most && (text[at] == ' ' || text[at] == '\t' || text[at] == '>' || text[at] == '|')) ++at;
  return at;
}

// What stands without a blank before `end`, its last 200 bytes at most.
std::string_view UnbrokenBefore(std::string_view text, size_t end) {
  size_t begin = end;
  while (begin > 0 && end - begin < 200 && static_cast<uint8_t>(text[begin - 1]) > ' ') --begin;
  return text.substr(begin, end - begin);
}

bool BeginsWithDomainEnd(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kEnds = {"com", "org", "net", "edu",  "gov", "us",
                                                             "mx",  "k12", "ca",  "info", "co",  "example"};
  size_t end = 0;
  while (end < text.size() && end < 8 && (IsLower(text[end]) || IsDigit(text[end]))) ++end;
  return std::find(kEnds.begin(), kEnds.end(), text.substr(0, end)) != kEnds.end();
}

// The text was copied from a mail as it is sent: it has characters written "=C3=A9" or blanks "=20" at line
// ends.
bool IsQuotedPrintable(std::string_view text) {
  constexpr size_t kMostLooked = 4096;
  size_t looked = 0;
  for (size_t at = text.find('='); at != std::string_view::npos && looked < kMostLooked;
       at = text.find('=', at + 1)) {
    ++looked;
    if (QuotedPrintableAt(text, at).length >= 6 || text.substr(at, 4) == "=20\n" ||
        text.substr(at, 4) == "=20\r")
      return true;
  }
  return text.find("quoted-printable") != std::string_view::npos;
}

}  // namespace

void NormalizedView::Assign(std::string_view source) {
  source_ = source;
  runs_.clear();
  hyphenated_ = false;
  const size_t special = NextSpecial(source, 0);
  identity_ = special == source.size();
  if (identity_) {
    folded_.resize(source.size());
    LowerAscii(source, folded_.data());
  } else {
    Fold(special);
  }
}

void NormalizedView::Fold(size_t special) {
  folded_.clear();
  cased_.clear();
  folded_.reserve(source_.size());
  cased_.reserve(source_.size());
  one_to_one_ = false;
  word_end_ = 0;
  path_end_ = 0;
  quoted_printable_ = -1;
  AppendPlain(0, special);
  for (size_t at = special; at < source_.size();) {
    at = static_cast<signed char>(source_[at]) < 0 ? FoldCharacter(at) : FoldAscii(at);
    const size_t next = NextSpecial(source_, at);
    AppendPlain(at, next);
    at = next;
  }
  // Nothing stood for anything else.
  identity_ = folded_.size() == source_.size() && (runs_.empty() || (runs_.size() == 1 && one_to_one_));
}

void NormalizedView::AppendPlain(size_t begin, size_t end) {
  if (begin == end) return;
  const size_t here = folded_.size();
  if (!one_to_one_) runs_.push_back({static_cast<uint32_t>(here), static_cast<uint32_t>(begin), 0});
  one_to_one_ = true;
  const std::string_view text = source_.substr(begin, end - begin);
  cased_.append(text);
  folded_.resize(here + text.size());
  LowerAscii(text, folded_.data() + here);
}

void NormalizedView::Append(char32_t character, size_t begin, size_t end) {
  const auto here = static_cast<uint32_t>(folded_.size());
  if (const char latin = LatinLookAlike(character); latin != '\0' && InLatinWord(end)) {
    character = static_cast<unsigned char>(latin);
  }
  switch (AppendFolded(character, cased_, folded_)) {
    case FoldKind::kText:
      runs_.push_back({here, static_cast<uint32_t>(begin), static_cast<uint32_t>(end - begin)});
      break;
    case FoldKind::kDropped:
      break;
    case FoldKind::kMark:
      AppendMark(end);
      break;
  }
  one_to_one_ = false;
}

// The source up to `end` belongs to the last character.
void NormalizedView::AppendMark(size_t end) {
  if (folded_.empty()) return;
  if (runs_.back().length == 0) {  // the base letter becomes a run of its own
    const Run run = runs_.back();
    const auto last = static_cast<uint32_t>(folded_.size() - 1);
    const uint32_t base = run.source + (last - run.folded);
    if (run.folded == last) runs_.pop_back();
    runs_.push_back({last, base, static_cast<uint32_t>(end) - base});
  } else {
    runs_.back().length = static_cast<uint32_t>(end) - runs_.back().source;
  }
}

// Takes back the last character, an ASCII one.
void NormalizedView::DropLast() {
  cased_.pop_back();
  folded_.pop_back();
  if (runs_.back().folded == folded_.size()) runs_.pop_back();
  one_to_one_ = false;
}

bool NormalizedView::InLatinWord(size_t after) {
  if (after <= word_end_) return latin_word_;
  const char before = cased_.empty() ? ' ' : cased_.back();
  latin_word_ = IsLower(before) || IsUpper(before);
  size_t at = after;
  while (at < source_.size()) {
    const char c = source_[at];
    if (static_cast<signed char>(c) >= 0) {
      if (!IsAlnum(c)) break;
      latin_word_ |= !IsDigit(c);
      ++at;
      continue;
    }
    size_t next = at;
    const char32_t character = DecodeUtf8(source_, next);
    if (!IsWordCharacter(character) && character != 0x200B && character != 0x200D && character != 0x00AD)
      break;
    at = next;
  }
  word_end_ = std::max(at, after);
  return latin_word_;
}

bool NormalizedView::InQuotedPrintable() {
  if (quoted_printable_ < 0) quoted_printable_ = IsQuotedPrintable(source_) ? 1 : 0;
  return quoted_printable_ > 0;
}

size_t NormalizedView::FoldCharacter(size_t at) {
  if (const Escape syllable = SyllableAt(source_, at); syllable.length > 0) {
    Append(syllable.character, at, at + syllable.length);
    return at + syllable.length;
  }
  const size_t begin = at;
  const char32_t character = DecodeUtf8(source_, at);
  Append(character, begin, at);
  return at;
}

size_t NormalizedView::FoldAscii(size_t at) {
  Escape escape;
  switch (source_[at]) {
    case '&':
      escape = EntityAt(source_, at);
      break;
    case '%':
      escape = PercentAt(source_, at);
      break;
    case '\\':
      if (at >= path_end_) {
        path_end_ = WindowsPathEnd(source_, at);
        if (at >= path_end_) escape = BackslashAt(source_, at);
      }
      break;
    case '=':
      escape = QuotedPrintableAt(source_, at);
      if (escape.length > 0 && !InQuotedPrintable()) escape = {};
      break;
    case '<':
      return FoldStyleTags(at);
    case '\n':
      return FoldLineEnd(at);
    case '`': {
      const bool inside =
          at > 0 && at + 1 < source_.size() && IsLetter(source_[at - 1]) && IsLetter(source_[at + 1]);
      if (!inside) break;
      one_to_one_ = false;
      return at + 1;
    }
    default:
      if (const size_t mark = EmphasisAt(source_, at); mark > 0) {
        one_to_one_ = false;
        return at + mark;
      }
      break;
  }
  if (escape.length == 0) {
    AppendPlain(at, at + 1);
    return at + 1;
  }
  Append(escape.character, at, at + escape.length);
  return at + escape.length;
}

size_t NormalizedView::FoldStyleTags(size_t at) {
  const StyleTags tags = StyleTagsAt(source_, at);
  if (tags.length == 0) {
    AppendPlain(at, at + 1);
    return at + 1;
  }
  const size_t end = at + tags.length;
  const char before = cased_.empty() ? ' ' : cased_.back();
  const char after = end < source_.size() ? source_[end] : ' ';
  // Two words meet where one style ends and another begins, or the casing says so.
  const bool words = IsAlnum(before) && IsAlnum(after) &&
                     ((tags.closes_first && tags.opens_last) || (IsLower(before) && IsUpper(after)) ||
                      IsDigit(before) != IsDigit(after));
  if (words) {
    Append(U' ', at, end);
  } else {
    one_to_one_ = false;
  }
  return end;
}

size_t NormalizedView::FoldLineEnd(size_t at) {
  const bool carriage = !cased_.empty() && cased_.back() == '\r' && cased_.size() > 1;
  const char mark = cased_.empty() ? ' ' : cased_[cased_.size() - (carriage ? 2 : 1)];
  const char before = cased_.size() > (carriage ? 2U : 1U) ? cased_[cased_.size() - (carriage ? 3 : 2)] : ' ';
  const size_t next = LineStart(source_, at + 1);
  const char after = next < source_.size() ? source_[next] : ' ';
  bool joins = false;
  bool hyphen = false;  // and the mark before goes
  switch (mark) {
    case '=':
      if (before == '=' || before == ' ') break;
      joins = hyphen = InQuotedPrintable();
      break;
    case '-': {
      if (!IsAlnum(before) || !IsAlnum(after)) break;
      joins = IsDigit(before) == IsDigit(after);
      // "Villa-\nlobos" is one word; "Okonkwo-\nBell" and a broken address keep their hyphen.
      hyphen = joins && IsLower(before) && IsLower(after) &&
               UnbrokenBefore(cased_, cased_.size() - (carriage ? 1 : 0)).find_first_of("@/.") ==
                   std::string_view::npos;
      break;
    }
    case '@':
      joins = IsAlnum(before) && IsAlnum(after);
      break;
    case '.':
      joins = IsAlnum(before) && IsLower(after) && BeginsWithDomainEnd(source_.substr(next)) &&
              UnbrokenBefore(cased_, cased_.size() - (carriage ? 1 : 0)).find('@') != std::string_view::npos;
      break;
    case '/':
    case '?':
    case '&':
    case '_': {
      const std::string_view unbroken = UnbrokenBefore(cased_, cased_.size() - (carriage ? 1 : 0));
      const bool url =
          unbroken.find("://") != std::string_view::npos || unbroken.find("www.") != std::string_view::npos;
      // Wrapped for its length, and not the next one of a list.
      joins = url && unbroken.size() >= kShortestWrappedUrl && IsAlnum(after) &&
              source_.substr(next, 4) != "http" && source_.substr(next, 4) != "www.";
      break;
    }
    default:
      break;
  }
  if (!joins) {
    AppendPlain(at, at + 1);
    return at + 1;
  }
  if (carriage) DropLast();
  if (hyphen) DropLast();
  hyphenated_ |= hyphen && mark == '-';
  one_to_one_ = false;
  // A quoted-printable line goes on at once; elsewhere indentation and quoting marks are passed.
  return mark == '=' ? at + 1 : next;
}

const NormalizedView::Run& NormalizedView::RunOf(size_t folded_offset) const {
  auto after = std::upper_bound(runs_.begin(), runs_.end(), folded_offset,
                                [](size_t offset, const Run& run) { return offset < run.folded; });
  return *std::prev(after);
}

size_t NormalizedView::SourceBegin(size_t begin) const {
  if (identity_) return begin;
  const Run& run = RunOf(begin);
  return run.length == 0 ? run.source + (begin - run.folded) : run.source;
}

size_t NormalizedView::SourceEnd(size_t end) const {
  if (identity_) return end;
  const Run& run = RunOf(end - 1);
  return run.length == 0 ? run.source + (end - run.folded) : size_t{run.source} + run.length;
}

}  // namespace schoolgate::redaction
