// What people are registered under with an authority: courts, police, licences, passports, health plans,
// CURPs, plates. A word for a register near a token with digits says it; a few forms say it by themselves.
#include <algorithm>
#include <cstring>

#include "redaction/detect/patterns/dates.h"
#include "redaction/detect/patterns/match.h"
#include "redaction/detect/patterns/validators.h"
#include "redaction/detect/text/characters.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostParts = 6;
constexpr size_t kLongestRun = 32;
constexpr size_t kHistoryReach = 60;

size_t CountDigits(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), IsDigit));
}

bool IsUpperWord(const Text& text, size_t at, size_t longest) {
  return text[at].shape == Shape::kUpper && text[at].size() <= longest;
}

// A token with its neighbours that belong to one number: "24-DCV-31188", "TX 48820917", "216-884-503".
struct Run {
  size_t first = 0, next = 0;  // tokens
  std::string_view text;       // folded
  size_t digits = 0;
  bool mixed = false;   // letters and digits, or groups with marks
  bool number = false;  // digits alone
};

bool Joins(std::string_view gap) { return gap.size() == 1 && std::strchr("-/.:", gap[0]) != nullptr; }

Run RunOf(const Text& text, size_t at, bool spaced) {
  Run run;
  run.first = at;
  run.next = at + 1;
  bool marks = false;
  while (run.next < text.size() && run.next - at < kMostParts && text[run.next].size() <= 12) {
    const std::string_view gap = text.GapBefore(run.next);
    const bool digits = text[run.next].shape == Shape::kDigits;
    const bool numbered = digits || (spaced && text[run.next].shape == Shape::kMixed &&
                                     CountDigits(text.Word(run.next)) + 1 == text[run.next].size());
    const bool group =
        spaced && gap == " " && numbered &&
        (text[run.next - 1].shape == Shape::kDigits || text[run.next - 1].shape == Shape::kMixed) &&
        text[run.next].size() <= 5 && text[run.next - 1].size() <= 5;
    if (!group && (!Joins(gap) || (!digits && text[run.next].shape != Shape::kMixed &&
                                   !IsUpperWord(text, run.next, 5) && text[run.next].size() > 1))) {
      break;
    }
    marks |= !group;
    ++run.next;
  }
  // What stands before, joined by a mark: "JV-24-0118".
  while (run.first > 0 && at - run.first < 3 && Joins(text.GapBefore(run.first)) &&
         text.GapBefore(run.first) != ":" && text[run.first - 1].size() <= 6 &&
         (IsUpperWord(text, run.first - 1, 6) || text[run.first - 1].shape == Shape::kDigits ||
          text[run.first - 1].shape == Shape::kMixed || text[run.first - 1].size() == 1)) {
    --run.first;
    marks = true;
  }
  const uint32_t begin = text[run.first].begin;
  run.text = text.view().folded().substr(begin, text[run.next - 1].end - begin);
  run.digits = CountDigits(run.text);
  // "A7lO22": a scanner's letters.
  if (run.next == run.first + 1 && run.digits >= 2 && run.digits < 6) {
    const auto like = static_cast<size_t>(
        std::count_if(run.text.begin(), run.text.end(), [](char c) { return DigitLike(c) != '\0'; }));
    if (like + 1 >= run.text.size() && run.text.size() >= 5) run.digits = like;
  }
  const bool letters = std::any_of(run.text.begin(), run.text.end(), IsLetter);
  run.number = !letters && !marks;
  run.mixed = letters || marks;
  return run;
}

// A year of the past near says the register is one of history.
bool IsHistory(const Text& text, size_t at) {
  const size_t begin = at > kHistoryReach ? at - kHistoryReach : 0;
  for (size_t index = begin; index < std::min(at + kHistoryReach / 2, text.size()); ++index) {
    if (text[index].shape != Shape::kDigits || text[index].size() != 4) continue;
    const std::string_view year = text.Word(index);
    if (!year.starts_with("16") && !year.starts_with("17") && !year.starts_with("18")) continue;
    // After a month, a comma or an "in"; not a house number.
    const std::string_view gap = text.GapBefore(index);
    const bool listed = gap.find_first_of(",(") != gap.npos || index == 0;
    if (listed || MonthOf(text, index - 1) != 0 || text.Word(index - 1) == "in" ||
        text.Word(index - 1) == "en")
      return true;
  }
  return false;
}

// The forms that need no cue; the cue's name, or empty.
std::string_view Form(const Text& text, size_t at, const Run& run) {
  const std::string_view word = text.Word(at);
  if (run.next == at + 1 && run.first == at) {
    // A state's letters and as many digits as driver licences have.
    if (at > 0 && CueBitsOfWord(text.Word(at - 1)) == 0 && text[at - 1].Has(word::kState) &&
        IsUpperWord(text, at - 1, 2) && text.GapBefore(at) == " " && word.size() >= 7 && word.size() <= 9) {
      const bool letter = word.size() == 8 && IsLetter(word[0]) && CountDigits(word) == 7;
      if (letter || IsDigitLike(text, at)) return "licence";
    }
    // A court's in one word: "25JV00318".
    const size_t kind = word.find_first_not_of("0123456789");
    if (kind == 2 && word[0] <= '3' && word.size() >= 9 && word.size() <= 13) {
      const size_t number = word.find_first_of("0123456789", kind);
      const bool upper = number != word.npos && number - kind <= 5 && number - kind >= 2 &&
                         text.view().cased()[text[at].begin + kind] <= 'Z';
      if (upper && word.find_first_not_of("0123456789", number) == word.npos && word.size() - number >= 5)
        return "court";
    }
    if (IsCurp(word)) return "curp";
    if (IsElectorKey(word)) return "elector";
    if (text[at].shape == Shape::kMixed && IsRfc(word)) return "rfc";
    const char first = text.view().cased()[text[at].begin];
    if (word.size() == 10 && first == 'A' && CountDigits(word) == 9) return "alien";
    if (word.size() == 11 && first == 'N' && CountDigits(word) == 10) return "sevis";
    if (word.size() == 14 && word.starts_with("fl") && CountDigits(word) == 12) return "fleid";
    if (word.size() == 13 && CountDigits(word) == 10) {
      static constexpr std::string_view kOffices = "msc eac wac lin src nbc ioe ysc";
      if (word.find_first_of("0123456789") == 3 && kOffices.find(word.substr(0, 3)) != kOffices.npos)
        return "receipt";
    }
    return {};
  }
  // A court's: a year, what kind of case, its number. Scanners read its digits as letters.
  if (run.first == at && run.next == at + 3 && IsDigitLike(text, at) && IsDigitLike(text, at + 2) &&
      text.GapBefore(at + 1) == "-" && text.GapBefore(at + 2) == "-" && IsUpperWord(text, at + 1, 5)) {
    const std::string year = DigitsOfWord(word);
    const size_t number = text[at + 2].size();
    const bool recent = (year.size() == 2 && year[0] <= '3') || (year.size() == 4 && year.starts_with("20"));
    if (recent && number >= 4 && number <= 7) return "court";
  }
  // "A219 446 081".
  if (run.first == at && word.size() == 4 && word[0] == 'a' && CountDigits(word) == 3 && run.next == at + 3 &&
      text[at + 1].size() == 3 && text[at + 2].size() == 3) {
    return "alien";
  }
  // A police department's or sheriff's office's: "FSO-26-118834".
  if (run.first < at && run.next - run.first == 3 && run.digits >= 6 && IsUpperWord(text, run.first, 5) &&
      text[run.first].size() >= 3 && text[run.first + 1].size() == 2) {
    const std::string_view office = text.Word(run.first);
    if (office.ends_with("pd") || office.ends_with("so")) return "police_report";
  }
  if (run.first > 0 && text.GapBefore(run.first) == " " && IsUpperWord(text, run.first - 1, 8) &&
      run.digits >= 5 && run.mixed && run.next == run.first + 2 && text[run.first].size() <= 4) {
    const std::string_view office = text.Word(run.first - 1);
    const bool named =
        office.size() >= 3 && CueBitsOfWord(office) == 0 && text.GapBefore(run.first + 1) == "-";
    if (named && (office.ends_with("pd") || office.ends_with("so"))) return "police";
  }
  return {};
}

// Letters of a state, an office or a plate before the number, and of a plate behind it.
void Widen(const Text& text, bool plate, Run& run) {
  for (size_t added = 0; added < 2 && run.first > 0; ++added) {
    const size_t before = run.first - 1;
    if (text.GapBefore(run.first) != " " || !IsUpperWord(text, before, plate ? 4 : 8)) break;
    if (CueBitsOfWord(text.Word(before)) != 0) break;
    run.first = before;
    run.mixed = true;
    run.number = false;
  }
  if (plate && run.next < text.size() && IsUpperWord(text, run.next, 4) && text.GapBefore(run.next) == " " &&
      text[run.next - 1].shape == Shape::kDigits && !text[run.next].Has(word::kFunction)) {
    ++run.next;
  }
}

bool IsPlate(const Text& text, const Run& run) {
  size_t letters = 0;
  size_t digits = 0;
  for (size_t at = run.first; at < run.next; ++at) {
    if (text[at].Has(word::kState) && text[at].size() == 2 && at == run.first && run.next - at > 1) continue;
    const size_t here = CountDigits(text.Word(at));
    digits += here;
    letters += text[at].size() - here;
  }
  return digits >= 2 && letters >= 1 && letters <= 4 && letters + digits >= 5 && letters + digits <= 8;
}

// "R-2026-0388": how a school numbers what it writes down.
bool IsOwnRecord(std::string_view run) {
  return run.size() >= 8 && run.size() <= 11 && IsLetter(run[0]) && run.substr(1, 3) == "-20" &&
         run[6] == '-';
}

// "2026-27".
bool IsSchoolYear(std::string_view run) {
  if ((run.size() != 7 && run.size() != 9) || !run.starts_with("20") || run[4] != '-') return false;
  if (run.size() == 9) return run.substr(5, 2) == "20";
  const int first = (run[2] - '0') * 10 + (run[3] - '0');
  return (run[5] - '0') * 10 + (run[6] - '0') == first + 1;
}

bool IsCued(const Text& text, size_t at, const Cues::Label& label, const Run& run) {
  const bool numbered = label.Has(cue::kNumber);
  if (run.text.size() > kLongestRun || IsSchoolYear(run.text)) return false;
  if (run.next - run.first >= 5 && run.number == false && label.Has(cue::kHealth))
    return false;  // a budget's
  // "enr. no. 512.066": a dot in a number that is said to be one is no decimal's.
  const bool dotted = numbered && label.direct && run.next - run.first > 1;
  if (!dotted && IsQuantity(text, text[run.next - 1])) return false;
  if (label.Has(cue::kCourt) && IsHistory(text, at)) return false;
  if (run.mixed)
    return run.digits >= (numbered && label.direct  ? 3U
                          : label.Has(cue::kReport) ? 5U
                                                    : 4U) &&
           run.digits * 3 >= run.text.size();
  if (!run.number || !label.direct) return run.number && numbered && run.digits >= 6;
  const bool year = run.digits == 4 && (run.text.starts_with("19") || run.text.starts_with("20"));
  return numbered ? run.digits >= 4 && !year : run.digits >= 6;
}

}  // namespace

size_t ScanRegistration(Scan& scan, size_t at, const Cues::Label& own_label) {
  const Text& text = scan.text;
  Cues::Label label = own_label;
  // "A# 216-884-503", "A-216884503": the alien's number.
  const bool alien =
      at > 0 && text.Word(at - 1) == "a" && text.GapBefore(at).size() <= 2 &&
      (text.GapBefore(at).find('#') != std::string_view::npos || label.Has(cue::kImmigration) ||
       (text[at].size() == 9 && text[at - 1].IsCapitalised() && text.GapBefore(at) == "-"));
  const bool named_a = at > 2 && text.Word(at - 1) == "a" && text[at - 1].IsCapitalised() &&
                       (text.Word(at - 2) == "number" || text.Word(at - 2) == "no") &&
                       text.Word(at - 3) == "a";
  const bool number_a =
      at > 1 && text.Word(at - 2) == "a" && text[at - 2].IsCapitalised() &&
      (text.Word(at - 1) == "number" || text.Word(at - 1) == "no" || text.Word(at - 1) == "num");
  const bool spread = text.Word(at).size() == 4 && text.Word(at)[0] == 'a' && text[at].shape == Shape::kMixed;
  Run run = RunOf(text, at,
                  alien || number_a || named_a || spread || (label.Has(cue::kRegistration) && label.direct));
  std::string_view cue;
  if ((alien || number_a || named_a) && run.digits >= 8 && run.digits <= 9) {
    cue = "alien";
  } else {
    cue = Form(text, at, run);
    if (label.Denies() && label.Has(cue::kGoods) && cue == "court" && !label.Has(cue::kCourt)) cue = {};
  }
  if (cue.empty() && label.Has(cue::kPlate) && text[at].size() == 17 && IsVin(text.Word(at))) cue = "vin";
  const bool form = !cue.empty();
  if (!form) {
    // A number that began before this token was looked at there.
    if (run.first < at && text[run.first].shape != Shape::kUpper && text[run.first].size() > 1) return at;
    Widen(text, label.Has(cue::kPlate), run);
    if (run.first < at && !label.direct) label = scan.LabelOf(run.first);  // "licence TX 48820917"
    // What happened at a school is recorded under a number that is no person's, unless police have it.
    const bool incident = label.Has(cue::kIncident) && label.Has(cue::kNumber) && !IsOwnRecord(run.text);
    if ((!label.Has(cue::kRegistration & ~cue::kIncident) && !incident) ||
        (label.Denies() && !label.Has(cue::kCourt)))
      return at;
    const bool others = label.Has(cue::kRegistration & ~cue::kPlate);
    if (label.Has(cue::kPlate) && IsPlate(text, run)) {
      cue = "plate";
    } else if ((others || !label.Has(cue::kPlate)) && IsCued(text, at, label, run)) {
      cue = "registration";
    } else {
      return at;
    }
  } else if (cue == "police" || cue == "licence") {
    --run.first;
  }
  if (text[run.first].begin < scan.floor) return at;
  Match match = MatchOf(text, run.first, run.next, MatchKind::kGovernmentId, "pattern.government_id", cue,
                        form ? 0.95F : 0.8F);
  if (cue == "fleid") {
    match.kind = MatchKind::kId;
    match.recognizer = "pattern.id";
    match.owners = scan.index.FindId(match.value);
  }
  scan.Add(std::move(match));
  return run.next;
}

}  // namespace schoolgate::redaction
