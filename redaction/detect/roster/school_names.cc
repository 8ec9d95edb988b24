#include "redaction/detect/roster/school_names.h"

#include <string>
#include <vector>

#include "redaction/detect/text/hashing.h"
#include "redaction/detect/text/unicode_fold.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kMostWords = 10;

uint64_t Joined(uint64_t before, std::string_view word) {
  return before == 0 ? HashOf(word) : MixHash(before, HashOf(word));
}

// What joins the words for what a school is: "Academy of Arts and Sciences".
bool IsJoint(std::string_view word) {
  static const Words* const kWords = MakeWords("of for the and at de del la las los y du des");
  return kWords->contains(word);
}

// A type that is first letters itself: "Linden Creek USD" is "LCUSD".
bool IsAbbreviation(std::string_view word) {
  static const Words* const kWords = MakeWords("es ms hs jhs shs usd isd cusd csd");
  return kWords->contains(word);
}

bool InPhrase(std::string_view gap) { return gap == " " || gap == "-" || gap == ". " || gap == "  "; }

}  // namespace

bool SchoolNames::IsTypeWord(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
school schools elementary elem el es middle ms intermediate junior senior jr sr high hs jhs shs primary secondary
academy acad prep preparatory charter magnet k8 k12 kindergarten preschool prek early learning learners center
centre education educational campus college collegiate community continuation alternative montessori lyceum
university isd usd cusd csd district unified union joint independent public stem steam arts science sciences
technology technical tech escuela primaria secundaria preparatoria colegio instituto lycee liceo escola ecole
lekol mwayen segonde prime scuola schule gymnasium paaralan dugsiga dugsi truong thcs thpt szkola koleji
)");
  return kWords->contains(word);
}

void SchoolNames::Enter(const std::string_view* first, const std::string_view* last, Node node,
                        Lexicon& lexicon) {
  uint64_t hash = 0;
  for (const std::string_view* word = first; word != last; ++word) {
    hash = Joined(hash, *word);
    nodes_.try_emplace(hash);
  }
  Node& end = nodes_[hash];
  end.letters = node.letters && (!end.ends || end.letters);
  end.whole |= node.whole;
  end.ends = true;
  lexicon.Enter(*first).bits |= static_cast<uint32_t>(word::kSchool);
}

void SchoolNames::Add(std::string_view name, Lexicon& lexicon) {
  const std::string folded = FoldText(name);
  std::vector<std::string_view> words = WordsOf(folded);
  if (words.empty() || words.size() > kMostWords) return;
  // The words that are the school's own: "Linden Creek" in "Linden Creek Middle School", "Benito Juarez" in
  // "Escuela Primaria Benito Juarez".
  size_t begin = 0;
  while (begin < words.size() && IsTypeWord(words[begin])) ++begin;
  size_t end = begin;
  while (end < words.size() && !IsTypeWord(words[end])) ++end;
  const bool typed = begin > 0 || end < words.size();
  if (typed) Enter(words.data(), words.data() + words.size(), {.whole = true}, lexicon);
  // "Academy of Arts": no name of its own.
  if (begin < end && !IsJoint(words[begin])) {
    while (end - begin > 1 && IsJoint(words[end - 1])) --end;
    const Lexicon::Entry alone = end - begin == 1 ? lexicon.Find(words[begin]) : Lexicon::Entry();
    const bool plain = (alone.bits & word::kDictionary) != 0 && (alone.bits & word::kGiven) == 0;
    if (words[end - 1].size() >= 3 && !plain) {
      Enter(words.data() + begin, words.data() + end, {}, lexicon);
      std::string many(words[end - 1]);
      many += 's';  // "the Lindens"
      std::vector<std::string_view> plural(words.data() + begin, words.data() + end);
      plural.back() = many;
      Enter(plural.data(), plural.data() + plural.size(), {}, lexicon);
    }
  }
  std::string letters;
  for (const std::string_view word : words) {
    if (IsAbbreviation(word)) {
      letters += word;
    } else if (!IsJoint(word)) {
      letters += word[0];
    }
  }
  const auto enter_letters = [&] {
    const std::string_view word = letters;
    if (letters.size() >= 3) Enter(&word, &word + 1, {.letters = true}, lexicon);
  };
  enter_letters();
  if (typed && words.back() != "school") {
    letters += 's';
    enter_letters();
  }
}

SchoolNames::Found SchoolNames::FindAt(const Text& text, size_t at) const {
  Found found;
  uint64_t hash = 0;
  for (size_t next = at; next < text.size() && next - at < kMostWords; ++next) {
    if (next > at && !InPhrase(text.GapBefore(next))) break;
    hash = Joined(hash, text.Word(next));
    const auto node = nodes_.find(hash);
    if (node == nodes_.end()) break;
    if (node->second.ends) found = {next - at + 1, node->second.whole, node->second.letters};
  }
  return found;
}

}  // namespace schoolgate::redaction
