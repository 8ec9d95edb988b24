#include "redaction/transform/rewrite_plan.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "core/util/problems.h"
#include "core/util/strings.h"
#include "core/vocabulary/vocabulary.h"
#include "redaction/restore/code_grammar.h"
#include "redaction/restore/stand_in_reader.h"
#include "redaction/transform/redaction_words.h"
#include "redaction/transform/typed_codes.h"
#include "redaction/walk/json_tokens.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::redaction {
namespace {

using Stretch = RewritePlan::Stretch;

constexpr size_t kLongestName = 64;

bool IsNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The length of what may stand between a code and its letters, at `at`; 0 if it does not.
size_t SeparatorAt(std::string_view text, size_t at) {
  size_t i = at;
  while (i < text.size() && text[i] == '\\') ++i;
  if (i == text.size() || (text[i] != '_' && (text[i] != '-' || i > at))) return 0;
  return i + 1 - at;
}

// The length of what the restorer would read as a code's letters at the front of `text`, or might.
size_t LetterLikeSuffix(std::string_view text) {
  const size_t start = SeparatorAt(text, 0);
  if (start == 0) return 0;
  size_t i = start;
  while (i < text.size() && IsAsciiLetter(text[i])) ++i;
  const size_t letters = i - start;
  if (letters == 0 || letters > 2) return 0;
  return i == text.size() || !IsAlnumUnit(ReadTextUnit(text, i, false).c) ? i : 0;
}

// Widens a stretch over what the restorer would take for part of its code.
void TakeAlong(std::string_view text, size_t floor, size_t ceiling, Stretch& stretch) {
  static constexpr std::pair<std::string_view, std::string_view> kWrappers[] = {
      {"<", ">"}, {"[", "]"}, {"{", "}"}, {"&lt;", "&gt;"}};
  for (bool grown = true; grown;) {
    grown = false;
    if (const size_t suffix = LetterLikeSuffix(text.substr(stretch.end, ceiling - stretch.end)); suffix > 0) {
      stretch.end += suffix;
      grown = true;
    }
    for (const auto& [open, close] : kWrappers) {
      if (stretch.begin < floor + open.size() || stretch.end + close.size() > ceiling) continue;
      if (text.substr(stretch.begin - open.size(), open.size()) != open) continue;
      if (text.substr(stretch.end, close.size()) != close) continue;
      // The text of a Markdown link keeps its brackets.
      if (close == "]" && text.substr(stretch.end + 1, 1) == "(") continue;
      stretch.begin -= open.size();
      stretch.end += close.size();
      grown = true;
    }
  }
}

// The numbers of a text that is one JSON object or list, in order. None of other texts: there a number is
// prose.
std::vector<JsonToken> JsonNumbers(std::string_view text) {
  std::vector<JsonToken> tokens;
  const size_t start = text.find_first_not_of(" \n\t\r");
  if (start == std::string_view::npos || (text[start] != '{' && text[start] != '[')) return {};
  if (!TokenizeJson(text, tokens)) return {};
  std::erase_if(tokens, [](const JsonToken& token) { return token.kind != JsonTokenKind::kNumber; });
  return tokens;
}

// The number that the range touches, if any. `numbers` are sorted and apart.
const JsonToken* NumberAt(const std::vector<JsonToken>& numbers, const ByteRange& range) {
  const auto first = std::upper_bound(numbers.begin(), numbers.end(), range.begin,
                                      [](size_t at, const JsonToken& number) { return at < number.end; });
  return first != numbers.end() && first->begin < range.end ? &*first : nullptr;
}

// Whether a stretch touches bytes [begin, end). `stretches` is sorted and apart.
bool Touched(std::span<const Stretch> stretches, size_t begin, size_t end) {
  const auto first = std::upper_bound(stretches.begin(), stretches.end(), begin,
                                      [](size_t at, const Stretch& stretch) { return at < stretch.end; });
  return first != stretches.end() && first->begin < end;
}

bool StartsAt(std::span<const Stretch> stretches, size_t at) {
  const auto first = std::lower_bound(stretches.begin(), stretches.end(), at,
                                      [](const Stretch& stretch, size_t pos) { return stretch.begin < pos; });
  return first != stretches.end() && first->begin == at;
}

// The last character of the stretch.
char32_t LastUnit(std::string_view text, const Stretch& stretch) {
  size_t at = stretch.end - 1;
  while (at > stretch.begin && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) --at;
  return ReadTextUnit(text, at, false).c;
}

// Whether neither another replaced text nor a letter or digit stands directly beside the stretch.
bool StandsAlone(std::string_view text, size_t floor, size_t ceiling, const Stretch& stretch) {
  if ((floor > 0 && stretch.begin == floor) || (ceiling < text.size() && stretch.end == ceiling))
    return false;
  size_t before = stretch.begin;
  while (before > 0 && (static_cast<unsigned char>(text[before - 1]) & 0xC0U) == 0x80) --before;
  if (before > 0) --before;
  const auto unit = [text](size_t at) { return at < text.size() ? ReadTextUnit(text, at, false).c : 0; };
  // What an escape beside it stands for, nobody says here.
  constexpr size_t kEscape = 6;
  const size_t near = stretch.begin - std::min(stretch.begin, kEscape);
  const bool escaped = text.substr(near, stretch.begin - near).find('\\') != std::string_view::npos;
  return !escaped && text.substr(stretch.end, 1) != "\\" &&
         (stretch.begin == 0 || IsWordBorder(unit(before), unit(stretch.begin))) &&
         (stretch.end == text.size() || IsWordBorder(unit(stretch.end), LastUnit(text, stretch)));
}

// What could stand in the place of such a code. A made-up social security number may be somebody's.
RewritePlan::Wanted::Kind WantedKind(v1::DataElement element, CodeType type) {
  switch (type) {
    case CodeType::kStudent:
    case CodeType::kGuardian:
    case CodeType::kStaff:
    case CodeType::kPerson:
      return RewritePlan::Wanted::kName;
    case CodeType::kId:
      return element == v1::DATA_ELEMENT_STUDENT_ID_SSN ? RewritePlan::Wanted::kNone
                                                        : RewritePlan::Wanted::kId;
    case CodeType::kDate:
      return RewritePlan::Wanted::kDate;
    default:
      return RewritePlan::Wanted::kNone;
  }
}

class Planner {
 public:
  Planner(const Substitutions& restorable, BirthDates birth_dates)
      : restorable_(restorable), birth_dates_(birth_dates) {}

  absl::Status Plan(std::span<const Slot> slots, std::span<const Finding> findings,
                    std::span<const v1::Treatment> treatments) {
    if (findings.size() != treatments.size()) return MakeProblem(problems::kInternal);
    size_t next = 0;
    for (const Slot& slot : slots) {
      const size_t first = next;
      size_t reached = 0;
      while (next < findings.size() && findings[next].slot == slot.index) {
        const Finding& finding = findings[next];
        if (finding.begin < 0 || finding.end <= finding.begin ||
            static_cast<size_t>(finding.begin) < reached ||
            static_cast<size_t>(finding.end) > slot.text.size()) {
          return MakeProblem(problems::kInternal);
        }
        reached = static_cast<size_t>(finding.end);
        ++next;
      }
      if (slot.kind == SlotKind::kIdentifier) {
        plan_.typed_codes += CountOthersCodes(FindTypedCodes(slot.text, restorable_));
        plan_.identifiers.push_back(slot.index);
      } else {
        PlanSlot(slot, findings.subspan(first, next - first), treatments.subspan(first, next - first));
      }
    }
    // A finding left over belongs to no slot, or they were not sorted.
    if (next != findings.size()) return MakeProblem(problems::kInternal);
    return absl::OkStatus();
  }

  RewritePlan Take() && { return std::move(plan_); }

 private:
  void PlanSlot(const Slot& slot, std::span<const Finding> findings,
                std::span<const v1::Treatment> treatments) {
    std::vector<TypedCode> typed;
    if (slot.kind != SlotKind::kJsonNumber) typed = FindTypedCodes(slot.text, restorable_);
    plan_.typed_codes += CountOthersCodes(typed);
    std::vector<ByteRange> own;
    if (!findings.empty()) own = OwnWords(slot.text, typed);
    std::vector<JsonToken> numbers;
    if (slot.kind == SlotKind::kText && !findings.empty()) numbers = JsonNumbers(slot.text);
    std::vector<Stretch> stretches;
    for (size_t i = 0; i < findings.size(); ++i) {
      const ByteRange found{static_cast<size_t>(findings[i].begin), static_cast<size_t>(findings[i].end)};
      for (const ByteRange& part : PartsOutside(slot.text, own, found)) {
        // The number it lies in has given way as a whole.
        if (!stretches.empty() && part.begin < stretches.back().end) continue;
        auto stretch = Treat(findings[i], treatments[i], slot.text, part);
        if (!stretch) continue;
        if (const JsonToken* number = NumberAt(numbers, part)) {
          stretch->begin = std::min(part.begin, number->begin);
          stretch->end = std::max(part.end, number->end);
          stretch->quoted = true;
        }
        stretches.push_back(*std::move(stretch));
      }
    }
    AddTyped(slot.text, typed, stretches);
    if (stretches.empty()) return;
    for (size_t i = 0; i < stretches.size(); ++i) {
      Stretch& stretch = stretches[i];
      if (stretch.code < 0) continue;
      const size_t floor = i == 0 ? 0 : stretches[i - 1].end;
      const size_t ceiling = i + 1 == stretches.size() ? slot.text.size() : stretches[i + 1].begin;
      // A list of one number keeps its brackets: around a string they are not a code's.
      if (!stretch.quoted) TakeAlong(slot.text, floor, ceiling, stretch);
      plan_.requests[static_cast<size_t>(stretch.code)].form =
          slot.text.substr(stretch.begin, stretch.end - stretch.begin);
      plan_.wanted[static_cast<size_t>(stretch.code)].alone =
          slot.kind != SlotKind::kJsonNumber &&
          (stretch.quoted || StandsAlone(slot.text, floor, ceiling, stretch));
    }
    plan_.slots.push_back({.slot = slot.index, .stretches = std::move(stretches)});
  }

  // What takes the place of a part of a finding; nothing if it stays. A code's request gets its form when the
  // stretch has its final ends.
  std::optional<Stretch> Treat(const Finding& finding, v1::Treatment treatment, std::string_view slot_text,
                               const ByteRange& part) {
    const std::string_view text = slot_text.substr(part.begin, part.end - part.begin);
    Stretch stretch{.begin = part.begin, .end = part.end};
    // What nobody decided is redacted.
    if (treatment == v1::TREATMENT_UNSPECIFIED) treatment = v1::TREATMENT_REDACT;
    switch (NearestSupported(finding.element, treatment)) {
      case v1::TREATMENT_ALLOW:
        return std::nullopt;
      case v1::TREATMENT_GENERALIZE:
        stretch.word = Generalize(finding.element, text, birth_dates_)
                           .value_or(std::string(RedactionWord(finding.element)));
        return stretch;
      case v1::TREATMENT_PSEUDONYMIZE: {
        CodeRequest request;
        request.type = CodeTypeFor(finding.element, finding.subject.kind);
        // What is nobody's in particular is known by its own value.
        request.subject_key = finding.subject.key.empty()
                                  ? StrCat("value|", ElementId(finding.element), "|", text)
                                  : finding.subject.key;
        request.on_roster = finding.subject.kind == SubjectKind::kStudent ||
                            finding.subject.kind == SubjectKind::kGuardian ||
                            finding.subject.kind == SubjectKind::kStaff;
        stretch.code = static_cast<int32_t>(plan_.requests.size());
        plan_.wanted.push_back(
            {.kind = WantedKind(finding.element, request.type), .person = finding.subject.person});
        plan_.requests.push_back(std::move(request));
        return stretch;
      }
      default:
        stretch.word = RedactionWord(finding.element);
        return stretch;
    }
  }

  void AddTyped(std::string_view text, const std::vector<TypedCode>& typed, std::vector<Stretch>& stretches) {
    const size_t treated = stretches.size();
    for (const TypedCode& code : typed) {
      if (Touched(std::span(stretches).first(treated), code.begin, code.end)) continue;
      if (code.restorable) {
        plan_.has_earlier_codes = true;
        continue;
      }
      CodeRequest request;
      request.type = CodeType::kIdentifier;
      request.subject_key = StrCat("typed|", text.substr(code.begin, code.end - code.begin));
      stretches.push_back(
          {.begin = code.begin, .end = code.end, .code = static_cast<int32_t>(plan_.requests.size())});
      plan_.wanted.emplace_back();
      plan_.requests.push_back(std::move(request));
    }
    std::inplace_merge(stretches.begin(), stretches.begin() + static_cast<ptrdiff_t>(treated),
                       stretches.end(), [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
  }

  const Substitutions& restorable_;
  const BirthDates birth_dates_;
  RewritePlan plan_;
};

// Puts pieces of text and whole codes into a name of at most 64 characters.
class NameBuilder {
 public:
  explicit NameBuilder(size_t code_bytes) : room_(kLongestName - std::min(kLongestName, code_bytes)) {}

  void Text(std::string_view text) {
    while (!text.empty() && room_ > 0) {
      const Utf8Char c = FirstUtf8Char(text);
      out_.push_back(c.length == 1 && IsNameChar(text.front()) ? text.front() : '_');
      text.remove_prefix(c.length);
      --room_;
    }
  }
  void Code(std::string_view code) {
    if (out_.size() + code.size() <= kLongestName) out_.append(code);
  }
  std::string Take() && { return std::move(out_); }

 private:
  std::string out_;
  size_t room_;  // for text, with all codes in
};

}  // namespace

absl::StatusOr<RewritePlan> PlanRewrite(std::span<const Slot> slots, std::span<const Finding> findings,
                                        std::span<const v1::Treatment> treatments,
                                        const Substitutions& restorable, BirthDates birth_dates) {
  Planner planner(restorable, birth_dates);
  if (absl::Status status = planner.Plan(slots, findings, treatments); !status.ok()) return status;
  return std::move(planner).Take();
}

std::string Render(std::string_view text, std::span<const Stretch> stretches,
                   std::span<const std::string> codes, bool name_charset) {
  const auto put = [&](auto literal, auto code, auto word) {
    size_t done = 0;
    for (const Stretch& stretch : stretches) {
      literal(text.substr(done, stretch.begin - done));
      if (stretch.quoted) literal("\"");
      if (stretch.code >= 0) {
        code(codes[static_cast<size_t>(stretch.code)], stretch.end);
      } else {
        word(stretch.word);
      }
      if (stretch.quoted) literal("\"");
      done = stretch.end;
    }
    literal(text.substr(done));
  };
  if (!name_charset) {
    std::string out;
    out.reserve(text.size() + 16 * stretches.size());
    const auto append = [&out](std::string_view piece) { out.append(piece); };
    const auto append_code = [&](std::string_view code, size_t end) {
      // Letters are read only where a word ends, and a code's type may be read as letters: "_ID". Braces end
      // both, and the restorer takes them away.
      // A stand-in is read as it is written, and stands alone.
      if (CodeShapedPrefix(code) != code.size()) {
        out.append(code);
        return;
      }
      const bool letters = code.find('_') != code.rfind('_');
      const bool runs_on =
          end < text.size() && (IsAlnumUnit(ReadTextUnit(text, end, false).c) || StartsAt(stretches, end));
      const size_t separator = SeparatorAt(text, end);
      if ((letters && runs_on) || (separator > 0 && StartsAt(stretches, end + separator))) {
        out.append(StrCat("{", code, "}"));
      } else {
        out.append(code);
      }
    };
    put(append, append_code, append);
    return out;
  }
  size_t code_bytes = 0;
  put([](std::string_view) {}, [&code_bytes](std::string_view code, size_t) { code_bytes += code.size(); },
      [](std::string_view) {});
  NameBuilder name(code_bytes);
  const auto literal = [&name](std::string_view piece) { name.Text(piece); };
  put(
      literal, [&name](std::string_view code, size_t) { name.Code(code); }, literal);
  return std::move(name).Take();
}

}  // namespace schoolgate::redaction
