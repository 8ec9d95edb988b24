#include "redaction/detect/sensitive/sensitive_phrases.h"

#include <algorithm>

#include "redaction/detect/text/normalized_view.h"

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
#include "redaction/detect/words/sensitive_told.inc"
};

}  // namespace

void SensitivePhrases::Add(std::string_view written, DataElement element, Certainty certainty) {
  SensitivePhrase phrase;
  phrase.element = element;
  phrase.certainty = certainty;
  for (size_t at = 0; at < written.size();) {
    const size_t end = std::min(written.find_first_of(" \n", at), written.size());
    const std::string_view piece = written.substr(at, end - at);
    const NormalizedView view(piece);
    const bool any = piece.starts_with('@');
    for (const std::string_view word : WordsOf(view.folded())) {
      if (!phrase.words.empty()) phrase.words += ' ';
      phrase.words.append(any ? "@" : "").append(word);
    }
    at = end + 1;
  }
  if (phrase.words.empty()) return;
  phrase.any_ending = written.ends_with('*');
  phrase.takes_right = written.ends_with('>');
  phrase.capitals =
      written.ends_with('^') || (certainty == Certainty::kAbbreviation && !written.ends_with('+'));
  phrase.dwelling = written.ends_with('~');
  phrase.takes_left = written.starts_with('<');
  const size_t first = std::min(phrase.words.find(' '), phrase.words.size());
  phrase.first_size = static_cast<uint16_t>(first);
  phrase.key = KeyOf(std::string_view(phrase.words).substr(0, first));
  // Three letters and a plural's have another key.
  if (first == phrase.words.size() && first < 4) {
    SensitivePhrase plural = phrase;
    plural.words += 's';
    ++plural.first_size;
    plural.key = KeyOf(plural.words);
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
    if (a.key != b.key) return SlotOf(a.key) != SlotOf(b.key) ? SlotOf(a.key) < SlotOf(b.key) : a.key < b.key;
    return a.words.size() > b.words.size();
  });
  leads_.reserve(phrases_.size());
  for (const SensitivePhrase& phrase : phrases_) {
    std::string_view second = phrase.words;
    second.remove_prefix(std::min<size_t>(phrase.first_size + 1U, second.size()));
    second = second.substr(0, second.find(' '));
    if (second.starts_with('@')) second = {};  // any of a class
    const size_t bytes = std::min(second.size(), sizeof(uint32_t));
    leads_.push_back({phrase.key, FirstBytes(second), static_cast<uint32_t>((uint64_t{1} << 8 * bytes) - 1)});
  }
  size_t at = 0;
  for (size_t slot = 0; slot <= kSlots; ++slot) {
    while (at < phrases_.size() && SlotOf(phrases_[at].key) < slot) ++at;
    starts_[slot] = static_cast<uint16_t>(at);
  }
}

const SensitivePhrases& SensitivePhrases::Get() {
  static const auto* const kPhrases = new SensitivePhrases();
  return *kPhrases;
}

}  // namespace schoolgate::redaction
