#include "redaction/detect/native/native_names.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "redaction/detect/native/native_scan.h"
#include "redaction/detect/text/hashing.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostNumbers = 12;    // of the roster for one word
constexpr size_t kMostLearned = 4096;  // names of one text

// "Mrs. 王 asked", "Student: 강": a word in letters other than the text's, where a name stands.
void FindGuests(NativeScan& scan) {
  const Text& text = scan.text;
  for (size_t at = 1; at < text.size(); ++at) {
    const Script script = ScriptOf(text.Word(at));
    if (script == Script::kLatin || ScriptOf(text.Word(at - 1)) != Script::kLatin || scan.Taken(at) ||
        scan.Closed(text[at].begin, text[at].end) || text[at].size() > 32)
      continue;
    const std::string_view gap = text.GapBefore(at);
    const bool title = text[at - 1].Has(word::kTitle) && (gap == " " || gap == ". ");
    const bool told = text[at - 1].Has(word::kCueName) && gap == ": ";
    if (!title && !told) continue;
    scan.Add({text[at].begin, text[at].end, "native.guest", title ? "title" : "name", 0.7F, {}, {}});
  }
}

}  // namespace

bool NativeFinds::Overlap(const std::vector<Span>& closed, uint32_t begin, uint32_t end) {
  const auto after = std::upper_bound(closed.begin(), closed.end(), begin,
                                      [](uint32_t at, const Span& span) { return at < span.end; });
  return after != closed.end() && after->begin < end;
}

bool NativeScan::Closed(uint32_t begin, uint32_t end) const {
  return NativeFinds::Overlap(finds_.closed, begin, end) || NativeFinds::Overlap(fresh_, begin, end);
}

// A finder goes through the text in order, so that what it closes comes at or near the end.
void NativeScan::Close(uint32_t begin, uint32_t end) {
  auto place = fresh_.end();
  while (place != fresh_.begin() && std::prev(place)->begin > begin) --place;
  fresh_.insert(place, {begin, end});
}

void NativeScan::Settle() {
  std::vector<NativeFinds::Span>& closed = finds_.closed;
  const auto middle = static_cast<ptrdiff_t>(closed.size());
  closed.insert(closed.end(), fresh_.begin(), fresh_.end());
  fresh_.clear();
  std::inplace_merge(closed.begin(), closed.begin() + middle, closed.end(),
                     [](const auto& a, const auto& b) { return a.begin < b.begin; });
}

void NativeScan::Add(Find find) {
  if (find.begin >= find.end || Closed(find.begin, find.end)) return;
  NameMention mention;
  mention.first = static_cast<uint32_t>(text.TokenAt(find.begin + 1) - 1);
  mention.last = static_cast<uint32_t>(text.TokenAt(find.end) - 1);
  mention.begin = find.begin;
  mention.end = find.end;
  mention.form = find.people.empty() ? NameForm::kUnknown : NameForm::kFull;
  mention.key = find.key.empty() ? std::string(Written(find.begin, find.end)) : std::move(find.key);
  mention.people = std::move(find.people);
  mention.titled = find.cue == "title";
  mention.cued = true;
  mention.recognizer = find.recognizer;
  mention.cue = find.cue;
  mention.confidence = find.confidence;
  for (size_t at = mention.first; at <= mention.last; ++at) scan_.taken[at] = true;
  Close(find.begin, find.end);
  scan_.out.push_back(std::move(mention));
}

void NativeScan::AddSounding(uint32_t begin, uint32_t end, uint32_t name, std::string_view cue) {
  NameMention mention;
  mention.first = static_cast<uint32_t>(text.TokenAt(begin + 1) - 1);
  mention.last = static_cast<uint32_t>(text.TokenAt(end) - 1);
  mention.begin = begin;
  mention.end = end;
  mention.form = NameForm::kSingle;
  mention.name = name;
  mention.titled = cue == "title";
  mention.cued = !cue.empty();
  mention.cue = cue;
  mention.recognizer = "native.sounding";
  scan_.out.push_back(std::move(mention));
}

void NativeScan::Learn(Script script, std::string_view word, const std::string& key,
                       const std::vector<uint32_t>& people) {
  if (word.empty() || finds_.names.size() >= kMostLearned) return;
  finds_.names.push_back({ListedForm(script, word), key, people});
}

const NativeName* NativeScan::Learned(Script script, std::string_view word) const {
  if (finds_.names.empty()) return nullptr;
  const WordForms forms = FormsOf(script, word);
  const size_t look_at = std::min<size_t>(finds_.names.size(), 64);
  for (size_t at = 0; at < look_at; ++at) {
    const auto end = forms.hashes.begin() + static_cast<ptrdiff_t>(forms.count);
    if (std::find(forms.hashes.begin(), end, finds_.names[at].form) != end) return &finds_.names[at];
  }
  return nullptr;
}

std::vector<uint32_t> NativeScan::NamesSounding(std::string_view word, uint8_t roles) const {
  std::vector<uint32_t> out;
  const auto add = [&](uint32_t name) {
    if (name != 0 && out.size() < kMostNumbers && (index.Roles(name) & roles) != 0) out.push_back(name);
  };
  add(NameOf(word));
  if (ScriptOf(word) == Script::kLatin) return out;
  for (const ValueIndex::Entry& entry : index.native().SoundingLike(word)) add(entry.person);
  return out;
}

std::vector<uint32_t> NativeScan::PeopleSounding(std::string_view given, std::string_view family) const {
  std::vector<uint32_t> people;
  const std::vector<uint32_t> families = NamesSounding(family, kFamilyBit);
  if (families.empty()) return people;
  for (const uint32_t first : NamesSounding(given, kGivenBit | kNicknameBit)) {
    for (const uint32_t last : families) index.FindPair(first, last, people);
  }
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

void FindNativeNames(NameScan& scan, NativeFinds& finds) {
  const Text& text = scan.text;
  if (text.view().identity()) return;
  uint32_t scripts = 0;
  size_t kana = 0;
  size_t native = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const std::string_view word = text.Word(at);
    const Script script = ScriptOf(word);
    if (script == Script::kLatin) continue;
    ++native;
    scripts |= 1U << static_cast<uint32_t>(script);
    if (script != Script::kHan && script != Script::kKana) continue;
    for (size_t byte = 0; byte + 2 < word.size() && kana < 8; byte += CharacterSize(word, byte)) {
      kana += ScriptOf(word.substr(byte)) == Script::kKana ? 1 : 0;
    }
  }
  const auto has = [&](Script script) { return (scripts >> static_cast<uint32_t>(script) & 1) != 0; };
  if (scripts == 0) return;
  finds.any = true;
  for (size_t at = 0; at < text.size(); ++at) {
    if (scan.taken[at]) finds.closed.push_back({text[at].begin, text[at].end});
  }
  NativeScan finder(scan, finds);
  const auto run = [&](bool there, void (*find)(NativeScan&)) {
    if (!there) return;
    find(finder);
    finder.Settle();
  };
  const bool japanese = kana >= 4;
  // In a text of Latin letters a few characters may be of either language.
  const bool guests = native * 4 < text.size();
  run((has(Script::kHan) || has(Script::kKana)) && (japanese || guests), FindJapaneseNames);
  run(has(Script::kHan) && !japanese, FindChineseNames);
  run(has(Script::kHangul), FindKoreanNames);
  run(has(Script::kThai), FindThaiNames);
  run(true, FindSpacedNames);
  run(guests, FindGuests);
}

void TakeOtherScripts(const Text& text, std::vector<bool>& taken) {
  for (size_t at = 0; at < text.size(); ++at) {
    if (ScriptOf(text.Word(at)) != Script::kLatin) taken[at] = true;
  }
}

}  // namespace schoolgate::redaction
