#include "redaction/detect/text/tokens.h"

#include <algorithm>
#include <array>

#include "redaction/detect/text/second_reading.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

enum : uint8_t { kOther = 0, kLowerLetter = 1, kUpperLetter = 2, kDigit = 4, kBeyond = 8 };

constexpr std::array<uint8_t, 256> kClass = [] {
  std::array<uint8_t, 256> out{};
  for (int c = 'a'; c <= 'z'; ++c) out[static_cast<size_t>(c)] = kLowerLetter;
  for (int c = 'A'; c <= 'Z'; ++c) out[static_cast<size_t>(c)] = kUpperLetter;
  for (int c = '0'; c <= '9'; ++c) out[static_cast<size_t>(c)] = kDigit;
  for (size_t c = 0x80; c < 256; ++c) out[c] = kBeyond;
  return out;
}();

// The characters after the numbers of a day, in Chinese, Japanese and Korean.
bool IsDayCharacter(char32_t c) {
  return c == U'年' || c == U'月' || c == U'日' || c == U'년' || c == U'월' || c == U'일';
}

Shape ShapeOf(uint8_t seen, uint8_t first, size_t uppers, bool uncased) {
  const bool letters = (seen & (kLowerLetter | kUpperLetter)) != 0 || uncased;
  if ((seen & kDigit) != 0) return letters ? Shape::kMixed : Shape::kDigits;
  if (uncased) return Shape::kUnspaced;
  if ((seen & kUpperLetter) == 0) return Shape::kLower;
  if ((seen & kLowerLetter) == 0 && uppers >= 2) return Shape::kUpper;
  return (first & kUpperLetter) != 0 ? Shape::kCapital : Shape::kLower;
}

constexpr size_t kSlipsOfAScan = 3;

// Moves `at` over the next word and says what it is made of; false at the end.
struct WordSpan {
  size_t begin = 0, end = 0;
  Shape shape = Shape::kLower;
};

bool NextWord(std::string_view cased, size_t& at, WordSpan& out) {
  while (at < cased.size()) {
    uint8_t kind = kClass[static_cast<uint8_t>(cased[at])];
    if (kind == kOther) {
      ++at;
      continue;
    }
    out.begin = at;
    uint8_t seen = 0;
    uint8_t first = 0;
    size_t uppers = 0;
    bool uncased = false;
    bool unspaced = false;
    bool dated = false;  // the last character but digits was one of a day: year, month, day
    // Nearly all words are plain, and end in these loops.
    while (at < cased.size() && kClass[static_cast<uint8_t>(cased[at])] == kLowerLetter) ++at;
    if (at != out.begin) seen = kLowerLetter;
    for (; at < cased.size(); ++at) {
      kind = kClass[static_cast<uint8_t>(cased[at])];
      if (kind == kOther || kind == kBeyond) break;
      seen |= kind;
      uppers += kind == kUpperLetter ? 1 : 0;
    }
    if (seen != 0) first = kClass[static_cast<uint8_t>(cased[out.begin])];
    while (at < cased.size()) {
      kind = kClass[static_cast<uint8_t>(cased[at])];
      if (kind == kOther) break;
      size_t next = at + 1;
      if (kind != kBeyond && unspaced && !(dated && kind == kDigit)) break;
      if (kind == kBeyond) {
        next = at;
        const char32_t character = DecodeUtf8(cased, next);
        if (!IsWordCharacter(character)) break;
        const bool here = IsUnspacedScript(character);
        // "Price老师" is two words, "2015年4月4日" one.
        const bool day = IsDayCharacter(character);
        if (at != out.begin && here != unspaced && !(day && seen == kDigit)) break;
        unspaced = here;
        dated = day;
        kind = IsUpperCharacter(character) ? kUpperLetter : kLowerLetter;
        uncased |= unspaced || (character >= 0x0590 && character < 0x0E00) ||
                   (character >= 0x1200 && character < 0x13A0);
      }
      if (seen == 0) first = kind;
      seen |= kind;
      uppers += kind == kUpperLetter ? 1 : 0;
      at = next;
    }
    if (at == out.begin) {  // a character beyond ASCII that is no letter
      DecodeUtf8(cased, at);
      continue;
    }
    out.end = at;
    out.shape = ShapeOf(seen, first, uppers, uncased);
    return true;
  }
  return false;
}

}  // namespace

void Text::Assign(std::string_view source, const Lexicon& lexicon) {
  view_.Assign(source);
  tokens_.clear();
  tokens_.reserve(source.size() / 6);  // words of English with what stands between them
  readings_.clear();
  slips_ = 0;
  single_letters_ = pieces_ = false;
  const std::string_view cased = view_.cased();
  // A few words ahead, so that what the lexicon has of one is on its way while others are read.
  std::array<WordSpan, 8> ahead;
  for (size_t at = 0, count = ahead.size(); count == ahead.size();) {
    for (count = 0; count < ahead.size() && NextWord(cased, at, ahead[count]); ++count) {
      const WordSpan& span = ahead[count];
      if (span.shape != Shape::kDigits && span.end - span.begin <= 64)
        lexicon.Expect(view_.folded().substr(span.begin, span.end - span.begin));
    }
    for (size_t word = 0; word < count; ++word)
      Add(ahead[word].begin, ahead[word].end, ahead[word].shape, lexicon);
  }
  if (single_letters_) JoinSpelled(lexicon);
  if (pieces_) JoinPieces(lexicon);
  if (slips_ >= kSlipsOfAScan) ReadScan(lexicon);
  FindWraps();
  WeighLanguages();
}

void Text::SetReading(Token& token, std::string_view word) {
  token.reading = static_cast<uint32_t>(readings_.size() + 1);
  token.reading_size = static_cast<uint8_t>(word.size());
  readings_ += word;
}

void Text::Add(size_t begin, size_t end, Shape shape, const Lexicon& lexicon) {
  // What a cue announces as a secret or a user name is taken as it stands.
  const bool announced = !tokens_.empty() && tokens_.back().Has(word::kCueSecret | word::kCueUser);
  Token& token = tokens_.emplace_back();  // filled in place: copies of what was just written are slow
  token.begin = static_cast<uint32_t>(begin);
  token.end = static_cast<uint32_t>(end);
  token.shape = shape;
  const std::string_view cased = view_.cased().substr(token.begin, token.size());
  if (token.shape != Shape::kDigits && token.size() <= 64) {
    const Lexicon::Entry entry = lexicon.Find(Written(token));
    token.bits = entry.bits;
    token.name = entry.name;
    // "lN" is no lane.
    const bool slip =
        token.size() == 2 && cased[0] == 'l' && kClass[static_cast<uint8_t>(cased[1])] == kUpperLetter;
    if (((entry.bits == 0 && entry.name == 0) || slip) && !announced) {
      SecondReading again;
      if (ReadAgain(cased, Written(token), token.shape, lexicon, again)) {
        SetReading(token, again.word());
        token.shape = again.shape;
        token.bits = again.entry.bits;
        token.name = again.entry.name;
        ++slips_;
      } else if (SplitLast(lexicon)) {
        return;
      }
    }
  }
  if (tokens_.size() > 1) {
    const Token& last = tokens_[tokens_.size() - 2];
    if (token.begin - last.end == 1) {
      single_letters_ |= token.size() == 1 && last.size() == 1;
      pieces_ |= IsPieceMark(At(last.end));
    }
  }
}

// Where a new word begins inside one: "mariaLopez", "IEPMaria", "Lopez2024".
bool Text::SplitLast(const Lexicon& lexicon) {
  const Token token = tokens_.back();
  if (token.size() < 6 || token.size() > 40 || token.shape > Shape::kMixed || token.shape == Shape::kUpper)
    return false;
  const std::string_view cased = view_.cased().substr(token.begin, token.size());
  std::array<Token, 6> parts;
  size_t count = 0;
  size_t names = 0;
  size_t most_names = 0;
  for (size_t begin = 0; begin < cased.size();) {
    size_t end = begin + 1;
    const auto kind = [&](size_t at) { return kClass[static_cast<uint8_t>(cased[at])]; };
    while (end < cased.size()) {
      const bool capital = kind(end) == kUpperLetter && kind(end - 1) != kUpperLetter;
      const bool last_capital =
          kind(end) == kUpperLetter && end + 1 < cased.size() && kind(end + 1) == kLowerLetter;
      if (capital || last_capital || (kind(end) == kDigit) != (kind(end - 1) == kDigit)) break;
      ++end;
    }
    if (count == parts.size()) return false;
    Token& part = parts[count++];
    part = token;
    part.begin = token.begin + static_cast<uint32_t>(begin);
    part.end = token.begin + static_cast<uint32_t>(end);
    size_t at = begin;
    WordSpan span;
    NextWord(cased.substr(0, end), at, span);
    part.shape = span.shape;
    if (part.shape != Shape::kDigits) {
      const Lexicon::Entry entry = lexicon.Find(Written(part));
      part.bits = entry.bits;
      part.name = entry.name;
    }
    // "McKinney" and "DeShawn" are one name.
    const bool name =
        part.size() >= 3 && (part.name != 0 || part.Has(word::kGiven)) && !part.Has(word::kParticle);
    names = name ? names + 1 : 0;
    most_names = std::max(most_names, names);
    begin = end;
  }
  if (most_names < 2) return false;
  tokens_.pop_back();
  tokens_.insert(tokens_.end(), parts.begin(), parts.begin() + static_cast<ptrdiff_t>(count));
  return true;
}

void Text::WeighLanguages() {
  size_t english = 0;
  size_t spanish = 0;
  size_t lower = 0;
  size_t known = 0;
  bits_ = 0;
  for (const Token& token : tokens_) {
    bits_ |= token.bits;
    english += (token.bits & (word::kEnglish | word::kSpanish)) == word::kEnglish ? 1 : 0;
    spanish += (token.bits & (word::kEnglish | word::kSpanish)) == word::kSpanish ? 1 : 0;
    if (token.shape == Shape::kLower && token.size() > 1) {
      ++lower;
      known += token.Has(word::kDictionary) ? 1 : 0;
    }
  }
  spanish_ = spanish > english;
  familiar_ = known * 2 >= lower;
}

bool Text::AtSentenceStart(size_t index) const {
  const std::string_view gap = GapBefore(index);
  if (index == 0) return true;
  // Look at the last few characters only: a gap may be as long as the text.
  const std::string_view near = gap.size() > 16 ? gap.substr(gap.size() - 16) : gap;
  for (const char c : near) {
    if (c == '\n' || c == '.' || c == '!' || c == '?' || c == ':' || c == ';' || c == '"' || c == '(' ||
        c == '*' || c == '>' || c == '#' || c == '|' || c == '\t' || c == '[') {
      return true;
    }
  }
  return near.size() > 3;
}

bool Text::IsExotic(const Token& token) const {
  if (view_.identity()) return false;
  const size_t begin = view_.SourceBegin(token.begin);
  const std::string_view written = view_.source().substr(begin, view_.SourceEnd(token.end) - begin);
  return std::any_of(written.begin(), written.end(), [](char c) { return static_cast<uint8_t>(c) >= 0xC4; });
}

size_t Text::TokenAt(size_t folded_offset) const {
  const auto found = std::lower_bound(tokens_.begin(), tokens_.end(), folded_offset,
                                      [](const Token& token, size_t offset) { return token.begin < offset; });
  return static_cast<size_t>(found - tokens_.begin());
}

std::vector<std::string_view> WordsOf(std::string_view folded) {
  std::vector<std::string_view> out;
  WordSpan found;
  for (size_t at = 0; NextWord(folded, at, found);)
    out.push_back(folded.substr(found.begin, found.end - found.begin));
  return out;
}

}  // namespace schoolgate::redaction
