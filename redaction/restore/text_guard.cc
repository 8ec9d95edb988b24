#include "redaction/restore/text_guard.h"

#include <algorithm>

#include "redaction/pseudonym/code.h"
#include "redaction/restore/code_grammar.h"
#include "redaction/restore/stand_in_reader.h"
#include "redaction/walk/json_tokens.h"

namespace schoolgate::redaction {
namespace {

// Where the JSON number at `pos` ends; `pos` if there is none, or it may go on.
size_t NumberEnd(std::string_view text, size_t pos, char32_t before, bool last) {
  if (IsAlnumUnit(before)) return pos;
  const size_t end = std::min(text.find_first_not_of("0123456789+-.eE", pos), text.size());
  if (end == text.size() ? !last : IsAlnumUnit(ReadTextUnit(text, end, false).c)) return pos;
  return IsJsonNumber(text.substr(pos, end - pos)) ? end : pos;
}

// Where one of JSON's three words at `pos` ends; `pos` if there is none.
size_t WordEnd(std::string_view text, size_t pos, char32_t before) {
  if (IsAlnumUnit(before)) return pos;
  for (const std::string_view word : {"true", "false", "null"}) {
    const size_t end = pos + word.size();
    if (text.substr(pos, word.size()) != word) continue;
    return end < text.size() && IsAlnumUnit(ReadTextUnit(text, end, false).c) ? pos : end;
  }
  return pos;
}

// Letters and digits: without one, nothing is told of anybody.
bool SaysSomething(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c < 0;
  });
}

}  // namespace

TextGuard::TextGuard(VolunteerJudge& judge, TextKind kind, Then then, Pace pace)
    : judge_(judge),
      kind_(kind),
      then_(then),
      pace_(pace),
      window_(kind, 2 * kContext + pace.step + pace.ahead) {}

std::string TextGuard::Feed(std::string_view piece, bool last) {
  std::string out;
  out.reserve(piece.size() + kLongestHold);
  while (!piece.empty() && !ended_) {
    const size_t some = std::min(piece.size(), pace_.step - since_look_);
    window_.Append(piece.substr(0, some));
    piece.remove_prefix(some);
    since_look_ += some;
    if (since_look_ < pace_.step) break;
    since_look_ = 0;
    Decide(/*last=*/false, out);
  }
  if (last && !ended_) Decide(/*last=*/true, out);
  return out;
}

void TextGuard::Decide(bool last, std::string& out) {
  const std::string_view bytes = window_.bytes();
  const size_t sure =
      last ? bytes.size() : CharacterFrom(bytes, bytes.size() - std::min(pace_.ahead, bytes.size()));
  if (sure <= given_) return;
  size_t pos = given_;
  {
    const WindowReading reading = window_.Read(last);
    std::vector<Mark> marks;
    for (const Finding& finding : judge_.Look(reading.text())) {
      const size_t begin = reading.InWindow(static_cast<size_t>(finding.begin));
      const size_t end = reading.InWindow(static_cast<size_t>(finding.end));
      if (end <= pos) continue;
      if (begin >= sure) break;
      if (marks.empty()) marks = Marks(last);
      bool taken = false;
      for (size_t at = begin; at < end;) {
        // A stretch of one mark.
        const size_t next =
            static_cast<size_t>(std::find_if(marks.begin() + static_cast<std::ptrdiff_t>(at),
                                             marks.begin() + static_cast<std::ptrdiff_t>(end),
                                             [mark = marks[at]](Mark other) { return other != mark; }) -
                                marks.begin());
        const Stretch stretch{.begin = std::max(at, pos), .end = next, .number = marks[at] == Mark::kNumber};
        const bool whole = at >= pos && (at == 0 || marks[at - 1] != Mark::kNumber) &&
                           (next == marks.size() || marks[next] != Mark::kNumber);
        const bool kept = marks[at] == Mark::kKept || (stretch.number && !whole);
        at = next;
        if (kept || next <= pos) continue;
        if (!SaysSomething(bytes.substr(stretch.begin, stretch.end - stretch.begin))) continue;
        if (then_ == Then::kEnd) {
          out.append(bytes, pos, stretch.begin - pos);
          judge_.Note(finding);
          judge_.NoteAltered();
          ended_ = true;
          return;
        }
        out.append(bytes, pos, stretch.begin - pos);
        // Of what began in the text before, and was taken out there, only the rest goes.
        if (begin >= altered_end_) AppendWord(finding, stretch, out);
        pos = stretch.end;
        taken = true;
      }
      if (!taken) continue;
      judge_.Note(finding);
      if (begin >= altered_end_) judge_.NoteAltered();
      altered_end_ = end;
    }
  }
  if (pos < sure) {
    out.append(bytes, pos, sure - pos);
    pos = sure;
  }
  given_ = pos;
  const size_t gone = window_.Keep(kContext + bytes.size() - given_);
  given_ -= gone;
  altered_end_ -= std::min(gone, altered_end_);
}

// What of the window may be taken out, byte by byte.
std::vector<TextGuard::Mark> TextGuard::Marks(bool last) const {
  const std::string_view bytes = window_.bytes();
  const bool json = window_.json();
  std::vector<Mark> marks(bytes.size(), Mark::kOpen);
  bool in_string = window_.begins_in_string();
  char32_t previous = 0;
  size_t pos = 0;
  while (pos < bytes.size()) {
    const bool escapes = json && in_string;
    const TextUnit unit = ReadTextUnit(bytes, pos, escapes);
    size_t end = pos + unit.length;
    Mark here = kind_ == TextKind::kJson && !in_string ? Mark::kKept : Mark::kOpen;
    CodeSighting code;
    StandInSighting ours;
    if (json && unit.c == '"' && !unit.escaped) {
      in_string = !in_string;
      here = Mark::kKept;
    } else if (const size_t number = json && !in_string ? NumberEnd(bytes, pos, previous, last) : pos;
               number > pos) {
      here = Mark::kNumber;
      end = number;
    } else if (const size_t word = json && !in_string ? WordEnd(bytes, pos, previous) : pos; word > pos) {
      here = Mark::kKept;
      end = word;
    } else if (MayBeginCode(bytes, pos) &&
               ReadCode(bytes, pos, escapes, /*last=*/true, previous, code) == Reading::kCode &&
               (code.identifier || code.looks_issued)) {
      here = Mark::kKept;
      end = code.wrapped ? code.end : code.code_end;
    } else if (!judge_.ours().empty() && ReadStandIn(judge_.ours(), bytes, pos, escapes, /*last=*/true,
                                                     previous, ours) == Reading::kCode) {
      here = Mark::kKept;
      end = ours.end;
    }
    std::fill(marks.begin() + static_cast<std::ptrdiff_t>(pos),
              marks.begin() + static_cast<std::ptrdiff_t>(end), here);
    previous = end > pos + unit.length ? U'x' : unit.c;
    pos = end;
  }
  return marks;
}

void TextGuard::AppendWord(const Finding& finding, const Stretch& stretch, std::string& out) const {
  const std::string_view word = NeutralWord(CodeTypeFor(finding.element, finding.subject.kind));
  if (kind_ == TextKind::kName) {
    // Brackets and spaces do not stand in a name.
    std::string name(word.substr(1, word.size() - 2));
    std::replace(name.begin(), name.end(), ' ', '_');
    out.append(name);
  } else if (stretch.number) {
    out.append("\"").append(word).append("\"");
  } else {
    out.append(word);
  }
}

}  // namespace schoolgate::redaction
