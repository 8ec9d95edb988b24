#include "redaction/detect/sensitive_phrases.h"

#include <algorithm>
#include <cstring>

#include "redaction/detect/normalized_view.h"

namespace schoolgate::redaction {
namespace {

using namespace v1;  // NOLINT(google-build-using-namespace): the lists are tables of its constants

struct PhraseList {
  DataElement element;
  Certainty certainty;
  std::string_view phrases;
};

constexpr PhraseList kLists[] = {
#include "redaction/detect/words/sensitive_english.inc"
#include "redaction/detect/words/sensitive_other.inc"
#include "redaction/detect/words/sensitive_spanish.inc"
};

}  // namespace

// The first four bytes only, so that a word and its inflections share a slot.
size_t SensitivePhrases::SlotOf(std::string_view word) {
  uint32_t key = 0;
  std::memcpy(&key, word.data(), std::min<size_t>(word.size(), sizeof(key)));
  return (key * 0x9E3779B1U) >> 19;
}

void SensitivePhrases::Add(std::string_view written, DataElement element, Certainty certainty) {
  SensitivePhrase phrase;
  phrase.element = element;
  phrase.certainty = certainty;
  const NormalizedView view(written);
  for (const std::string_view word : WordsOf(view.folded())) {
    if (!phrase.words.empty()) phrase.words += ' ';
    phrase.words += word;
  }
  if (phrase.words.empty()) return;
  phrase.any_ending = written.ends_with('*');
  phrase.takes_right = written.ends_with('>');
  phrase.dwelling = written.ends_with('~');
  phrase.takes_left = written.starts_with('<');
  const size_t first = std::min(phrase.words.find(' '), phrase.words.size());
  phrase.slot = static_cast<uint16_t>(SlotOf(std::string_view(phrase.words).substr(0, first)));
  // Three letters and a plural's are another slot.
  if (first == phrase.words.size() && first < 4) {
    SensitivePhrase plural = phrase;
    plural.words += 's';
    plural.slot = static_cast<uint16_t>(SlotOf(plural.words));
    phrases_.push_back(std::move(plural));
  }
  phrases_.push_back(std::move(phrase));
}

SensitivePhrases::SensitivePhrases() {
  for (const PhraseList& list : kLists) {
    for (size_t at = 0; at < list.phrases.size();) {
      const size_t end = std::min(list.phrases.find(',', at), list.phrases.size());
      std::string_view phrase = list.phrases.substr(at, end - at);
      while (!phrase.empty() && (phrase.front() == ' ' || phrase.front() == '\n')) phrase.remove_prefix(1);
      while (!phrase.empty() && (phrase.back() == ' ' || phrase.back() == '\n')) phrase.remove_suffix(1);
      Add(phrase, list.element, list.certainty);
      at = end + 1;
    }
  }
  std::stable_sort(phrases_.begin(), phrases_.end(), [](const auto& a, const auto& b) {
    return a.slot != b.slot ? a.slot < b.slot : a.words.size() > b.words.size();
  });
  size_t at = 0;
  for (size_t slot = 0; slot <= kSlots; ++slot) {
    while (at < phrases_.size() && phrases_[at].slot < slot) ++at;
    starts_[slot] = static_cast<uint16_t>(at);
  }
}

const SensitivePhrases& SensitivePhrases::Get() {
  static const auto* const kPhrases = new SensitivePhrases();
  return *kPhrases;
}

}  // namespace schoolgate::redaction
