// The steps of Text that look at several tokens: what was spelled out or taken apart is put together, the
// unknown words of a scan are read again, and line ends that only wrap a paragraph are marked.
#include <algorithm>
#include <string>

#include "redaction/detect/text/second_reading.h"
#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostWays = 36;     // two letters unknown
constexpr size_t kMostLetters = 40;  // of a name that was spelled out
constexpr size_t kLettersOfAnUnknown = 5;
constexpr size_t kLongestPieced = 24;       // of a word put together from pieces
constexpr size_t kShortestWrapped = 30;     // bytes of a line that a paragraph's wrap ends
constexpr size_t kShortestHyphenated = 20;  // the same where lines end in hyphens
constexpr size_t kWordsOfProse = 3;         // before its end

bool IsName(const Lexicon::Entry& entry) { return entry.name != 0 || (entry.bits & word::kGiven) != 0; }

// The token [first, last] as one word.
Token Joined(const Token& first, const Token& last, const Lexicon::Entry& entry, Shape shape) {
  Token out = first;
  out.end = last.end;
  out.bits = entry.bits;
  out.name = entry.name;
  out.shape = shape;
  return out;
}

}  // namespace

void Text::ReadScan(const Lexicon& lexicon) {
  SecondReading again;
  const std::string_view cased = view_.cased();
  const auto joined = [&](size_t at) {  // to the token before
    if (at == 0 || at >= tokens_.size() || tokens_[at].begin - tokens_[at - 1].end != 1) return false;
    const char gap = At(tokens_[at - 1].end);
    return gap == '/' || gap == '-' || gap == '.' || gap == ':';
  };
  const auto number = [&](size_t at) {
    return tokens_[at].shape == Shape::kDigits || tokens_[at].shape == Shape::kMixed;
  };
  for (size_t at = 0; at < tokens_.size(); ++at) {
    Token& token = tokens_[at];
    if (token.shape == Shape::kDigits || token.reading != 0 || token.size() > 19) continue;
    const std::string_view written = cased.substr(token.begin, token.size());
    const bool group = (joined(at) && number(at - 1)) || (joined(at + 1) && number(at + 1));
    const bool unknown = token.bits == 0 && token.name == 0;
    const bool read = (group && ReadScannedNumber(written, again)) ||
                      (unknown && ReadScanned(Written(token), token.shape, lexicon, again));
    if (!read) continue;
    SetReading(token, again.word());
    token.shape = again.shape;
    token.bits = again.entry.bits;
    token.name = again.entry.name;
  }
}

// "M a r i a  L o p e z", "M-a-r-i-a", "M.A.R.I.A."; and digits one by one.
void Text::JoinSpelled(const Lexicon& lexicon) {
  size_t kept = 0;
  std::string word;
  for (size_t at = 0; at < tokens_.size();) {
    size_t end = at + 1;
    if (tokens_[at].size() == 1) {
      const char gap = At(tokens_[at].end);
      const bool mark = gap == ' ' || gap == '-' || gap == '.' || gap == '_' || gap == '*';
      const bool digits = tokens_[at].shape == Shape::kDigits;
      const auto goes_on = [&] {
        if (tokens_[end].size() != 1 || (tokens_[end].shape == Shape::kDigits) != digits) return false;
        const size_t size = tokens_[end].begin - tokens_[end - 1].end;
        if (size == 1) return At(tokens_[end - 1].end) == gap;
        // "9 5 0 - 5 5 5 - 0 1 4 2"
        return digits && size == 3 &&
               (GapBefore(end) == " - " || GapBefore(end) == " . " || GapBefore(end) == " / ");
      };
      while (mark && end < tokens_.size() && goes_on()) ++end;
    }
    const size_t count = end - at;
    const auto keep = [&](const Token& token) { tokens_[kept++] = token; };
    const auto keep_joined = [&](size_t first, size_t after, const Lexicon::Entry& entry) {
      size_t uppers = 0;
      for (size_t i = first; i < after; ++i) uppers += tokens_[i].IsCapitalised() ? 1 : 0;
      const Shape shape = tokens_[first].shape == Shape::kDigits ? Shape::kDigits
                          : uppers == after - first              ? Shape::kUpper
                          : uppers > 0                           ? Shape::kCapital
                                                                 : Shape::kLower;
      Token joined = Joined(tokens_[first], tokens_[after - 1], entry, shape);
      SetReading(joined, std::string_view(word).substr(first - at, after - first));
      keep(joined);
    };
    word.clear();
    if (count >= 3 && count <= kMostLetters) {
      for (size_t i = at; i < end; ++i) word += At(tokens_[i].begin);
    }
    const auto look = [&](size_t first, size_t after) {
      return lexicon.Find(std::string_view(word).substr(first, after - first));
    };
    if (word.empty()) {
      for (; at < end; ++at) keep(tokens_[at]);
      continue;
    }
    if (tokens_[at].shape == Shape::kDigits) {
      // As long as phones and ids are; shorter and longer runs are lists.
      if (count >= 7 && count <= 11) {
        keep_joined(at, end, {});
      } else {
        for (size_t i = at; i < end; ++i) keep(tokens_[i]);
      }
      at = end;
      continue;
    }
    if (const Lexicon::Entry whole = look(0, count); whole.bits != 0 || whole.name != 0) {
      keep_joined(at, end, whole);
      at = end;
      continue;
    }
    // Two names with nothing more between them: a capital begins the second, or both are known.
    size_t split = 0;
    for (size_t middle = 3; middle + 3 <= count && split == 0; ++middle) {
      const bool capital = tokens_[at + middle].IsCapitalised() && !tokens_[at + middle - 1].IsCapitalised();
      const bool one_case = tokens_[at + middle].IsCapitalised() == tokens_[at + middle - 1].IsCapitalised();
      if ((capital || one_case) && IsName(look(0, middle)) && IsName(look(middle, count))) split = middle;
    }
    if (split > 0) {
      keep_joined(at, at + split, look(0, split));
      keep_joined(at + split, end, look(split, count));
    } else if (count >= kLettersOfAnUnknown && At(tokens_[at].end) != ' ' &&
               !tokens_[end - 1].IsCapitalised()) {
      // Nobody takes another word apart like that; written as a name is.
      keep_joined(at, end, {});
      tokens_[kept - 1].shape = Shape::kCapital;
    } else {
      for (size_t i = at; i < end; ++i) keep(tokens_[i]);
    }
    at = end;
  }
  tokens_.resize(kept);
}

// The letters a mark between two pieces may stand for; none at all where the list begins with a space.
std::string_view Text::LettersOfMark(char mark) {
  switch (mark) {
    case '@':
      return "a";
    case '$':
      return "s";
    case '!':
      return "i";
    case '|':
      return "li";
    case '*':
      return " aeiou";
    default:
      return " ";
  }
}

// Whether the tokens [first, last] with letters for the marks between them are a name: then `word` is it.
bool Text::ReadPieces(size_t first, size_t last, const Lexicon& lexicon, SecondReading& out) const {
  size_t ways = 1;
  for (size_t at = first + 1; at <= last; ++at) ways *= LettersOfMark(At(tokens_[at - 1].end)).size();
  for (size_t way = 0; way < ways && ways <= kMostWays; ++way) {
    size_t left = way;
    out.size = 0;
    for (size_t at = first; at <= last; ++at) {
      if (out.size + tokens_[at].size() + 1 > kLongestPieced) return false;
      if (at > first) {
        const std::string_view letters = LettersOfMark(At(tokens_[at - 1].end));
        const char letter = letters[left % letters.size()];
        left /= letters.size();
        if (letter != ' ') out.text[out.size++] = letter;
      }
      out.size += Written(tokens_[at]).copy(out.text + out.size, tokens_[at].size());
    }
    if (out.size < 4) continue;
    out.entry = lexicon.Find(out.word());
    if (IsName(out.entry)) return true;
  }
  return false;
}

// "Mar_i_a", "Les|ie", "M@ria", "M*ll*s": pieces that are nothing by themselves.
void Text::JoinPieces(const Lexicon& lexicon) {
  const auto is_piece = [&](size_t at) { return tokens_[at].IsWord() && tokens_[at].reading == 0; };
  const auto is_strange = [&](size_t at) {
    return (tokens_[at].bits == 0 && tokens_[at].name == 0) || tokens_[at].size() == 1;
  };
  SecondReading again;
  size_t kept = 0;
  for (size_t at = 0; at < tokens_.size();) {
    size_t next = at + 1;
    Token joined = tokens_[at];
    bool strange = is_strange(at);
    for (size_t last = at + 1; last < tokens_.size() && last < at + 4 && is_piece(at); ++last) {
      const bool beside = tokens_[last].begin - tokens_[last - 1].end == 1;
      if (!beside || !IsPieceMark(At(tokens_[last - 1].end)) || !is_piece(last)) break;
      strange |= is_strange(last);
      // "ann@lee.example" is an address.
      const bool address = At(tokens_[last - 1].end) == '@' && At(tokens_[last].end) == '.';
      if (!strange || address || !ReadPieces(at, last, lexicon, again)) continue;
      const bool upper = tokens_[at].IsCapitalised() && tokens_[last].IsCapitalised();
      joined = Joined(tokens_[at], tokens_[last], again.entry, upper ? Shape::kUpper : tokens_[at].shape);
      SetReading(joined, again.word());
      next = last + 1;
    }
    tokens_[kept++] = joined;
    at = next;
  }
  tokens_.resize(kept);
}

// A paragraph that was wrapped: its lines are words with blanks between them and of about one length, and
// some of them begin in the middle of a sentence. A list's lines do not.
void Text::MarkWraps(const Paragraph& paragraph) {
  // Hyphens at line ends say that lines were wrapped; their lengths are not known then.
  const bool hyphens = view_.hyphenated();
  if (!hyphens && paragraph.in_sentence * 3 < paragraph.prose) return;
  for (const LineEnd& end : line_ends_) {
    if (end.prose && (hyphens || end.length * 4 >= paragraph.longest * 3)) tokens_[end.next].wrapped = true;
  }
}

void Text::FindWraps() {
  const std::string_view folded = view_.folded();
  Paragraph paragraph;
  line_ends_.clear();
  size_t line = 0;        // where the line began
  size_t words_here = 0;  // tokens on it with no more than a space, comma or hyphen between them
  const auto finish = [&] {
    if (!line_ends_.empty()) MarkWraps(paragraph);
    line_ends_.clear();
    paragraph = {};
  };
  for (size_t at = 1; at < tokens_.size(); ++at) {
    const size_t begin = tokens_[at - 1].end;
    const size_t size = tokens_[at].begin - begin;
    if (size == 1 && folded[begin] != '\n') {
      const char c = folded[begin];
      words_here = c == ' ' || c == '-' || c == '\'' ? words_here + 1 : 0;
      continue;
    }
    const std::string_view gap = folded.substr(begin, std::min<size_t>(size, 64));
    const size_t end = gap.find('\n');
    if (end == std::string_view::npos) {
      const bool sentence = size <= 3 && gap.find("  ") == gap.npos && gap.find_first_of("\t|") == gap.npos;
      words_here = sentence ? words_here + 1 : 0;
      if (size > gap.size()) {  // too long to look at: a new line may have begun
        finish();
        words_here = 0;
        line = tokens_[at].begin;
      }
      continue;
    }
    if (size > gap.size() || gap.find('\n', end + 1) != std::string_view::npos) {
      finish();
    } else {
      const char after = At(tokens_[at].end);
      const bool label =
          after == ':' || (tokens_[at].shape == Shape::kDigits && (after == '.' || after == ')'));
      const bool plain = gap.find_first_not_of(" \t\r\n>|") == std::string_view::npos && !label;
      const auto length = static_cast<uint32_t>(begin - line);
      const bool prose = plain && words_here >= kWordsOfProse &&
                         length >= (view_.hyphenated() ? kShortestHyphenated : kShortestWrapped);
      line_ends_.push_back({static_cast<uint32_t>(at), length, prose});
      paragraph.prose += prose ? 1 : 0;
      paragraph.in_sentence += prose && tokens_[at].shape == Shape::kLower ? 1 : 0;
      paragraph.longest = std::max(paragraph.longest, length);
    }
    words_here = 0;
    line = tokens_[at].begin;
  }
  finish();
}

}  // namespace schoolgate::redaction
