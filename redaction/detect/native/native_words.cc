#include "redaction/detect/native/native_words.h"

#include <algorithm>
#include <string>

#include "redaction/detect/text/tokens.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

// Folded, but for what FormsOf tells apart.
std::string FoldWord(Script script, std::string_view word) {
  std::string out = FoldText(word);
  if (script == Script::kArabic && out.ends_with("ي") && EndsInMaksura(word))
    out.replace(out.size() - 2, 2, "ى");
  return out;
}

// Calls `each` for the parts of `text` between `marks`.
template <typename Each>
void ForEachPart(std::string_view text, std::string_view marks, Each each) {
  for (size_t at = 0; at < text.size();) {
    const size_t begin = text.find_first_not_of(marks, at);
    if (begin == std::string_view::npos) return;
    const size_t end = std::min(text.find_first_of(marks, begin), text.size());
    each(text.substr(begin, end - begin));
    at = end;
  }
}

bool Has(const WordForms& forms, uint64_t hash) {
  const auto end = forms.hashes.begin() + static_cast<ptrdiff_t>(forms.count);
  return std::find(forms.hashes.begin(), end, hash) != end;
}

}  // namespace

NativeWords::NativeWords(Script script, std::initializer_list<List> lists, std::string_view figures)
    : cased_(script == Script::kCyrillic || script == Script::kGreek) {
  for (const List& list : lists) {
    ForEachPart(list.words, " \n", [&](std::string_view word) {
      const std::string folded = FoldWord(script, word);
      const bool plain =
          (list.bits & (native::kPlain | native::kKin | native::kTitle | native::kPublic)) != 0;
      if (plain) exact_[FormsOf(script, folded).hashes[0]] |= list.bits;
      if (script == Script::kDevanagari || script == Script::kGurmukhi)
        spelled_[SpelledForm(word)] |= list.bits;
      // An ordinary word is meant as it is listed, which may be in any case.
      if (!cased_ || list.bits != native::kPlain) bits_[ListedForm(script, folded)] |= list.bits;
    });
  }
  // A name as careless writers have it, unless that is another word.
  for (const List& list : lists) {
    ForEachPart(list.words, " \n", [&](std::string_view word) {
      const std::string folded = FoldWord(script, word);
      const uint64_t loose = LooseForm(script, folded);
      const uint64_t listed = ListedForm(script, folded);
      if (loose != listed) bits_.try_emplace(loose, bits_[listed]);
    });
  }
  Weaken(bits_);
  Weaken(spelled_);
  ForEachPart(figures, "\n", [&](std::string_view line) {
    const std::string folded = FoldText(line);
    std::vector<uint64_t> words;
    for (const std::string_view word : WordsOf(folded)) words.push_back(ListedForm(script, word));
    if (words.empty() || words.size() > kLongestFigure) return;
    bits_[words[0]] |= native::kFigure;
    figures_[words[0]].push_back(words);
  });
}

void NativeWords::Weaken(absl::flat_hash_map<uint64_t, uint32_t>& bits_of) {
  for (auto& [hash, bits] : bits_of) {
    if ((bits & native::kPlain) != 0 && (bits & native::kGiven) != 0) bits |= native::kWeakGiven;
    if ((bits & native::kWeakGiven) != 0) bits &= ~uint32_t{native::kGiven};
  }
}

uint32_t NativeWords::BitsOf(const WordForms& forms, uint64_t spelled) const {
  uint32_t bits = BitsOf(forms);
  const auto found = spelled_.find(spelled);
  if (found != spelled_.end()) return found->second | (bits & native::kFigure);
  if ((bits & native::kGiven) != 0) bits = (bits & ~uint32_t{native::kGiven}) | native::kWeakGiven;
  return bits & ~uint32_t{native::kPlain};
}

uint32_t NativeWords::BitsOfWhole(const WordForms& forms) const {
  const auto found = bits_.find(forms.hashes[0]);
  return found == bits_.end() ? 0 : found->second;
}

uint32_t NativeWords::BitsOf(const WordForms& forms) const {
  uint32_t bits = 0;
  if (cased_) {
    const auto exact = exact_.find(forms.hashes[0]);
    if (exact != exact_.end()) bits = exact->second;
  }
  for (size_t at = 0; at < forms.count; ++at) {
    const auto found = bits_.find(forms.hashes[at]);
    if (found == bits_.end()) continue;
    uint32_t here = found->second;
    if (at >= forms.articled) here &= ~uint32_t{native::kGiven | native::kWeakGiven};
    // The first form that says something counts; any may begin a figure's name.
    bits |= (bits & ~uint32_t{native::kFigure}) == 0 ? here : here & native::kFigure;
  }
  return bits;
}

size_t NativeWords::FigureAt(std::span<const WordForms> words) const {
  size_t best = 0;
  for (size_t form = 0; form < words[0].count; ++form) {
    const auto found = figures_.find(words[0].hashes[form]);
    if (found == figures_.end()) continue;
    for (const std::vector<uint64_t>& figure : found->second) {
      if (figure.size() <= best || figure.size() > words.size()) continue;
      size_t same = 1;
      while (same < figure.size() && Has(words[same], figure[same])) ++same;
      if (same == figure.size()) best = same;
    }
  }
  return best;
}

}  // namespace schoolgate::redaction
