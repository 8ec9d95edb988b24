// The steps of Text that look at several tokens: what was spelled out or taken apart is put together, the
// unknown words of a scan are read again, and line ends that only wrap a paragraph are marked.
#include <algorithm>
#include <string>

#include "redaction/detect/second_reading.h"
#include "redaction/detect/tokens.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostLetters = 40;      // of a name that was spelled out
constexpr size_t kLongestPieced = 24;    // of a word put together from pieces
constexpr size_t kShortestWrapped = 30;  // bytes of a line that a paragraph's wrap ends
constexpr size_t kWordsOfProse = 3;      // before its end

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
  for (Token& token : tokens_) {
    if (token.bits != 0 || token.name != 0 || token.reading != 0) continue;
    if (!ReadScanned(Written(token), token.shape, lexicon, again)) continue;
    SetReading(token, again.word());
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
      while (mark && end < tokens_.size() && tokens_[end].size() == 1 &&
             (tokens_[end].shape == Shape::kDigits) == digits &&
             tokens_[end].begin - tokens_[end - 1].end == 1 && At(tokens_[end - 1].end) == gap) {
        ++end;
      }
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
    if (const Lexicon::Entry whole = look(0, count); IsName(whole)) {
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
    } else {
      for (size_t i = at; i < end; ++i) keep(tokens_[i]);
    }
    at = end;
  }
  tokens_.resize(kept);
}

// "Mar_i_a", "Les|ie", "M@ria", "Dan!el": pieces that are nothing by themselves.
void Text::JoinPieces(const Lexicon& lexicon) {
  size_t kept = 0;
  for (size_t at = 0; at < tokens_.size();) {
    size_t next = at + 1;
    Token joined = tokens_[at];
    char word[kLongestPieced];
    size_t size =
        joined.IsWord() && joined.reading == 0 ? Written(joined).copy(word, kLongestPieced) : kLongestPieced;
    bool strange = joined.bits == 0 && joined.name == 0;
    for (size_t last = at + 1; last < tokens_.size() && last < at + 4 && size < kLongestPieced; ++last) {
      const Token& piece = tokens_[last];
      const char mark = At(tokens_[last - 1].end);
      if (piece.begin - tokens_[last - 1].end != 1 || !IsPieceMark(mark) || !piece.IsWord() ||
          piece.reading != 0)
        break;
      const char letter = mark == '@'   ? 'a'
                          : mark == '$' ? 's'
                          : mark == '!' ? 'i'
                          : mark == '|' ? 'l'
                                        : '\0';
      if (size + 1 + piece.size() > kLongestPieced) break;
      if (letter != '\0') word[size++] = letter;
      size += Written(piece).copy(word + size, piece.size());
      strange |= (piece.bits == 0 && piece.name == 0) || piece.size() == 1;
      if (!strange || size < 4 || At(piece.end) == '.') continue;
      const Lexicon::Entry entry = lexicon.Find({word, size});
      if (!IsName(entry)) continue;
      const Shape shape = tokens_[at].size() == 1 && tokens_[at].IsCapitalised() && piece.IsCapitalised()
                              ? Shape::kUpper
                              : tokens_[at].shape;
      joined = Joined(tokens_[at], piece, entry, shape);
      joined.reading = 0;
      SetReading(joined, {word, size});
      next = last + 1;
      break;
    }
    tokens_[kept++] = joined;
    at = next;
  }
  tokens_.resize(kept);
}

// A paragraph that was wrapped: its lines are words with blanks between them and of about one length, and
// some of them begin in the middle of a sentence. A list's lines do not.
void Text::MarkWraps(const Paragraph& paragraph) {
  if (paragraph.in_sentence * 3 < line_ends_.size()) return;
  for (const LineEnd& end : line_ends_) {
    if (end.prose && end.length * 4 >= paragraph.longest * 3) tokens_[end.next].wrapped = true;
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
      words_here = gap == ", " || gap == ". " || gap == "'s " ? words_here + 1 : 0;
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
      line_ends_.push_back({static_cast<uint32_t>(at), length,
                            plain && words_here >= kWordsOfProse && length >= kShortestWrapped});
      paragraph.longest = std::max(paragraph.longest, length);
      paragraph.in_sentence += plain && tokens_[at].shape == Shape::kLower ? 1 : 0;
    }
    words_here = 0;
    line = tokens_[at].begin;
  }
  finish();
}

}  // namespace schoolgate::redaction
