// How likely a single word of the roster's names is a name where it stands.
#include <algorithm>
#include <array>

#include "redaction/detect/resolver.h"

namespace schoolgate::redaction {
namespace {

// Casing and dictionary alone.
float BaseScore(const Text& text, const Token& token, size_t at, bool given) {
  const bool dictionary = IsDictionaryWord(text, token);
  const bool common_given = token.Has(word::kGiven);
  switch (token.shape) {
    case Shape::kCapital:
      if (!dictionary) return given ? 0.62F : 0.52F;
      if (text.AtSentenceStart(at)) return common_given ? 0.35F : 0.15F;
      return common_given ? 0.5F : given ? 0.42F : 0.32F;
    case Shape::kUpper:
      if (!dictionary) return given ? 0.55F : 0.45F;
      return common_given ? 0.3F : 0.15F;
    case Shape::kLower:
      if (!dictionary) return !given ? 0.35F : common_given ? 0.5F : 0.45F;
      return common_given ? 0.1F : 0.0F;
    default:
      return 0.6F;
  }
}

// What stands beside the word speaks for a person.
float PersonSigns(const Text& text, const NameMention& mention, bool dictionary) {
  const size_t last = mention.last;
  const Token& token = text[mention.first];
  const Token* next = last + 1 < text.size() ? &text[last + 1] : nullptr;
  const std::string_view before = text.GapBefore(mention.first);
  const std::string_view after = text.GapBefore(last + 1);
  float score = 0;
  if (next != nullptr && after == " " && next->Has(word::kNameVerb) && next->shape == Shape::kLower &&
      !next->Has(word::kCalendar)) {
    score += token.IsCapitalised() ? 0.2F : 0.1F;
  }
  if (next != nullptr && after == "'" && text.Word(last + 1) == "s") score += 0.1F;
  const bool table = before.find_first_of("|\t") != before.npos || after.find_first_of("|\t") != after.npos;
  const bool starts = mention.first == 0 || before.find_first_of("\n|\t") != before.npos;
  const bool ends = next == nullptr || after.find_first_of("\n|\t") != after.npos;
  if (starts && (after == ":" || after == ": ")) score += 0.2F;  // a speaker
  if (starts && ends && token.IsCapitalised()) score += table ? 0.42F : dictionary ? 0.25F : 0.15F;
  return score;
}

// What stands beside the word speaks for something else: a place, a title, somebody of another name.
float OtherSigns(const Text& text, const NameMention& mention, bool given) {
  const size_t at = mention.first;
  const size_t last = mention.last;
  const Token& token = text[at];
  const Token* next = last + 1 < text.size() ? &text[last + 1] : nullptr;
  const Token* previous = at > 0 ? &text[at - 1] : nullptr;
  const std::string_view before = text.GapBefore(at);
  const std::string_view after = text.GapBefore(last + 1);
  float score = 0;
  // Part of a longer capitalised phrase that is not this person's name.
  const bool phrase_after = next != nullptr && after == " " && next->shape == Shape::kCapital &&
                            next->size() > 1 && token.shape == Shape::kCapital && !next->Has(word::kFunction);
  bool phrase_before = false;
  if (previous != nullptr && before == " " && token.shape == Shape::kCapital && previous->size() > 1) {
    const bool particle = previous->Has(word::kParticle) && !text.AtSentenceStart(at - 1);
    phrase_before = (previous->shape == Shape::kCapital && !text.AtSentenceStart(at - 1) &&
                     !previous->Has(word::kNameVerb) && (!previous->Has(word::kFunction) || particle)) ||
                    (previous->shape == Shape::kUpper && previous->size() <= 4) ||
                    (previous->Has(word::kGiven) && previous->IsCapitalised() && !given);
  }
  if (phrase_after || phrase_before) score -= 0.35F;
  if (previous != nullptr && (before == " " || before == ". ")) {
    const std::string_view word = text.Word(at - 1);
    if (previous->Has(word::kPublicTitle) && previous->IsCapitalised()) score -= 0.5F;
    if ((word == "st" || word == "saint" || word == "san" || word == "santa") && previous->IsCapitalised())
      score -= 0.5F;
    const bool article =
        word == "the" || word == "a" || word == "an" || word == "el" || word == "los" || word == "un";
    if (article && before == " ") score -= 0.3F;
    if (!token.IsCapitalised() && previous->Has(word::kParticle) && before == " ") score -= 0.2F;
  }
  // "David's Law".
  if (next != nullptr && after == "'" && text.Word(last + 1) == "s" && last + 2 < text.size() &&
      text.GapBefore(last + 2) == " " && text[last + 2].shape == Shape::kCapital) {
    score -= 0.4F;
  }
  if (token.Has(word::kCalendar)) score -= 0.3F;
  if (token.Has(word::kState | word::kPlace) && !token.Has(word::kGiven)) score -= 0.25F;
  return score;
}

}  // namespace

void Resolver::FindProblemNames(const Reading& reading) {
  static constexpr std::array<std::string_view, 26> kProblemVerbs = {
      "invests", "flips", "buys",     "rolls", "draws",  "walks",  "bikes", "drives",  "sells",
      "bakes",   "saves", "deposits", "picks", "bought", "sold",   "baked", "drove",   "walked",
      "ran",     "runs",  "jogs",     "spins", "earns",  "paints", "eats",  "collects"};
  for (const NameMention& mention : reading.mentions) {
    const size_t next = mention.last + 1;
    if (mention.form != NameForm::kSingle || next >= reading.text.size()) continue;
    const std::string_view verb = reading.text.Word(next);
    if (std::find(kProblemVerbs.begin(), kProblemVerbs.end(), verb) == kProblemVerbs.end()) continue;
    // With a number soon after: "Diego invests $2,400".
    for (size_t at = next + 1; at < reading.text.size() && at <= next + 5; ++at) {
      if (reading.text[at].shape == Shape::kDigits) {
        problem_names_.insert(mention.name);
        break;
      }
    }
  }
}

float Resolver::Score(const Reading& reading, const NameMention& mention, Nearness nearness,
                      bool unique) const {
  const Text& text = reading.text;
  const Token& token = text[mention.first];
  const bool two_words = mention.last > mention.first;
  const bool dictionary = !two_words && IsDictionaryWord(text, token);
  const bool given = (index_.Roles(mention.name) & (kGivenBit | kNicknameBit)) != 0;
  const bool near = nearness != kNearnesses;

  float score = BaseScore(text, token, mention.first, given);
  if (two_words) score = std::max(score, token.IsCapitalised() ? 0.65F : 0.55F);
  const bool plain_word = dictionary && token.shape != Shape::kCapital;
  if (nearness == kSpokenOf) score += plain_word ? 0.15F : 0.35F;
  if (nearness == kRelated) score += plain_word ? 0.05F : 0.2F;
  if (nearness == kAround) score += plain_word ? 0.0F : 0.12F;
  if (unique) score += 0.06F;
  if (mention.titled) return score + 0.6F;

  score += PersonSigns(text, mention, dictionary);
  const bool place = mention.last + 1 < text.size() && text.GapBefore(mention.last + 1) == " " &&
                     text[mention.last + 1].Has(word::kPlace) && text[mention.last + 1].IsCapitalised();
  if (place) score -= 0.5F;
  if (mention.cued) return score + (mention.cue == "key" ? 0.3F : 0.4F);

  score += OtherSigns(text, mention, given);
  if (figures_.contains(mention.name)) score -= 0.6F;
  if (problem_names_.contains(mention.name)) score -= 0.5F;
  if (!near && text.IsExotic(token)) score -= 0.25F;
  if (!people_here_ && !near) score -= figures_.empty() ? 0.05F : 0.15F;
  return score;
}

}  // namespace schoolgate::redaction
