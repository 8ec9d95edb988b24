// How likely a word is a name of a person of the school where it stands, and not a figure's or nobody's.
#include <algorithm>
#include <cmath>

#include "redaction/detect/resolve/resolver.h"
#include "redaction/detect/text/hashing.h"
#include "redaction/detect/text/word_set.h"

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

// Places that children are called after.
bool IsCity(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
paris london madison austin jackson charlotte sydney victoria florence savannah dallas houston salvador santiago
brooklyn lincoln phoenix cheyenne carolina georgia virginia dakota israel jordan chad china india kenya asia ireland
orlando memphis raleigh trenton camden boston denver chelsea holland america africa cairo lima roma milan valencia
cordoba guadalupe mercedes laredo troy athens sierra aurora augusta helena olympia montana nevada tennessee arizona
alabama cuba rio jerusalem bethany adelaide alexandria sonora catalina dublin vienna geneva verona siena ithaca
everest washington jefferson franklin columbus houston lawrence salem bristol)");
  return kWords->contains(word);
}

bool LeadsToPlace(std::string_view word) {
  static const Words* const kWords =
      MakeWords("in to from near of en em around outside visit visited toward towards through leaving");
  return kWords->contains(word);
}

// What the tagger's probability adds, which does not know that somebody here is called so. The numbers are a
// logistic regression's over the words of roster names in tests/eval/corpus/dev, moved towards finding them:
// a leak weighs more than a word replaced.
float Likely(float likelihood, bool near) {
  const float sure = std::clamp(likelihood, 0.04F, 0.99F);
  const float odds = std::log(sure / (1 - sure));
  return 0.125F * odds + (near ? 0.0F : 0.04F * std::min(odds, 0.0F));
}

bool IsDash(std::string_view gap) {
  return gap == " - " || gap == " \xE2\x80\x93 " || gap == " \xE2\x80\x94 " || gap == "-- " || gap == " -- ";
}

// The letters of Vietnamese, in a word whose folded form is another name's: "Thì" is not the roster's "Thi".
bool IsVietnamese(const Text& text, const Token& token) {
  if (text.view().identity()) return false;
  const size_t begin = text.view().SourceBegin(token.begin);
  const std::string_view written =
      text.view().source().substr(begin, text.view().SourceEnd(token.end) - begin);
  for (size_t at = 0; at + 1 < written.size(); ++at) {
    const auto byte = static_cast<uint8_t>(written[at]);
    if (byte == 0xE1 || byte == 0xC6 ||
        (byte == 0xC4 && static_cast<uint8_t>(written[at + 1]) >= 0x90 &&
         static_cast<uint8_t>(written[at + 1]) <= 0x91) ||
        byte >= 0xE2) {
      return true;
    }
  }
  return false;
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
  if (starts && !ends && IsDash(after)) score += 0.3F;  // "Sage – fine anywhere"
  // Among other names: "Abel, Story, Kylee".
  const auto name = [&](size_t at) {
    const Token& other = text[at];
    return other.IsCapitalised() && other.size() > 1 && (other.name != 0 || other.Has(word::kGiven)) &&
           (!IsDictionaryWord(text, other) || other.Has(word::kGiven));
  };
  const bool after_name = mention.first > 0 && before == ", " && name(mention.first - 1);
  const bool before_name = next != nullptr && after == ", " && name(last + 1);
  if (token.IsCapitalised() && token.Has(word::kGiven)) {
    if (after_name) score += 0.2F;
    if (before_name) score += 0.2F;
    const bool listed = after.empty() || after.find_first_of(",.;\n") != after.npos || next == nullptr;
    if (before == ": " && listed && dictionary) score += 0.3F;  // "Absent: Destiny."
  }
  // "to May from Story: …".
  if (token.IsCapitalised() && mention.first > 0 && before == " ") {
    const std::string_view word = text.Word(mention.first - 1);
    if (word == "to" && next != nullptr && text.Word(last + 1) == "from") score += 0.4F;
    if (word == "from" && mention.first > 2 && after == ": ") score += 0.4F;
  }
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
  if (previous != nullptr && before == " " && token.IsCapitalised() && IsCity(text.Word(token)) &&
      LeadsToPlace(text.Word(at - 1))) {
    score -= 0.4F;
  }
  if (token.Has(word::kCalendar)) score -= 0.3F;
  if (token.Has(word::kState | word::kPlace) && !token.Has(word::kGiven)) score -= 0.25F;
  return score;
}

}  // namespace

// "Diego invests $2,400", "9. Priya buys 3 pens": those are nobody, wherever the request has them again.
void Resolver::FindProblemNames(const Reading& reading) {
  const Text& text = reading.text;
  for (const NameMention& mention : reading.mentions) {
    if (mention.first != mention.last || mention.titled) continue;
    if (ActsInProblem(text, mention.first)) problem_words_.insert(HashOf(text.Word(mention.first)));
  }
  for (size_t at = 0; at < reading.taken.size(); ++at) {
    // Somebody of the roster may be called as the class's hamster is.
    if (!text[at].IsCapitalised() || text[at].name != 0 || reading.taken[at]) continue;
    if (NamesThing(text, at, at)) problem_words_.insert(HashOf(text.Word(at)));
  }
  for (const auto& problem : problems_[numbers_[&reading]]) {
    for (size_t at = problem.first; at < problem.second; ++at) {
      if (!text[at].Has(word::kTitle) && ActsIn(text, at, problem))
        problem_words_.insert(HashOf(text.Word(at)));
    }
  }
}

bool Resolver::InProblem(const Reading& reading, size_t token) const {
  const auto number = numbers_.find(&reading);
  if (number == numbers_.end()) return false;
  const auto& problems = problems_[number->second];
  return std::any_of(problems.begin(), problems.end(), [token](const auto& problem) {
    return problem.first <= token && token < problem.second;
  });
}

bool Resolver::IsStaff(uint32_t name) const {
  constexpr size_t kMost = 4096;
  size_t searched = 0;
  for (const RosterIndex::Posting posting : index_.PeopleNamed(name)) {
    if (++searched > kMost) break;
    if (index_.roster().person(posting.person).kind == PersonKind::kStaff) return true;
  }
  return false;
}

bool Resolver::NamedLastIsFigure(const Reading& reading, size_t token) const {
  constexpr size_t kReach = 400;
  const Text& text = reading.text;
  const std::vector<uint32_t>& people = reading.known.people;
  for (size_t at = token; at > 0 && token - at < kReach; --at) {
    if (text[at - 1].size() != text[token].size() || text.Word(at - 1) != text.Word(token)) continue;
    if (std::binary_search(people.begin(), people.end(), static_cast<uint32_t>(at - 1))) return true;
    // Part of somebody's full name, as the words beside it show; else it was one word, too.
    const auto in_name = [&](size_t other) {
      return other < text.size() && borne_.contains(HashOf(text.Word(other)));
    };
    if ((at >= 2 && in_name(at - 2)) || in_name(at)) return false;
  }
  return false;
}

float Resolver::FigureShare(const Reading& reading, size_t first, size_t last) const {
  if (figures_.empty()) return 0;
  const Text& text = reading.text;
  size_t words = 0;
  size_t figures = 0;
  bool family = false;
  for (size_t at = first; at <= last; ++at) {
    if (text[at].size() < 3 || text[at].Has(word::kParticle | word::kSuffix | word::kTitle)) continue;
    ++words;
    const uint64_t hash = HashOf(text.Word(at));
    const auto known = figures_.find(hash);
    if (known == figures_.end() || (borne_.contains(hash) && !NamedLastIsFigure(reading, at))) continue;
    ++figures;
    family |= known->second == KnownScan::kName;
  }
  if (figures == 0) return 0;
  if (figures < words) return 0;
  return family ? 1.0F : words > 1 ? 0.8F : 0.1F;
}

bool Resolver::IsFigure(const Reading& reading, const NameMention& mention) const {
  const Text& text = reading.text;
  const auto& contested = reading.known.contested;
  const auto near = std::partition_point(contested.begin(), contested.end(),
                                         [&](const auto& tokens) { return tokens.second < mention.first; });
  const bool listed = near != contested.end() && near->first <= mention.last;
  // "Reyes, A. (2019)" in a list of sources.
  const bool source = mention.form == NameForm::kFamilyInitial && !mention.titled && !mention.cued;
  if (!listed && !source) return false;
  const bool spoken_of = std::any_of(mention.people.begin(), mention.people.end(), [&](uint32_t person) {
    return spoken_of_.Contains(person) || Near(kRelated).Contains(person);
  });
  if (spoken_of) return false;
  if (listed) {
    if (mention.cued && mention.cue != "title") return false;
    if (mention.titled) return false;  // "Mrs. Delacroix" is no painter
    if (mention.form == NameForm::kUnknown) {
      if (mention.name_likelihood >= kPrivate) return false;
      return RoleOf(text, mention.first, mention.last).role == RoleHint::kNone;
    }
    // One word of a figure's full name, which nobody here has, is the figure's.
    if (mention.form != NameForm::kSingle && HasRecordSigns(text, mention.first, mention.last)) return false;
    // A pupil of that name in the caller's class is meant, but not in a lesson about the other.
    if (lesson_ || FigureSigns(text, mention.first, mention.last) > 0) return true;
    const std::vector<uint32_t>& around = CallersPeople();
    return std::none_of(mention.people.begin(), mention.people.end(), [&](uint32_t person) {
      return std::binary_search(around.begin(), around.end(), person);
    });
  }
  return FigureSigns(text, mention.first, mention.last) >= 0.9F;
}

bool Resolver::IsFiguresRelative(const Reading& reading, const NameMention& mention) const {
  const std::vector<uint32_t>& people = reading.known.people;
  if (!lesson_ || people.empty() || mention.first < 2) return false;
  // "his own son William", "Franklin's brother James"; not "my great-aunt".
  bool theirs = false;
  for (size_t at = mention.first - 1; at > 0 && mention.first - at <= 4; --at) {
    const std::string_view whose = reading.text.Word(at - 1);
    if (whose == "my" || whose == "our" || whose == "mi" || whose == "your") return false;
    if (mention.first - at > 2) continue;
    theirs |= whose == "his" || whose == "her" || whose == "their" || whose == "su" || whose == "own" ||
              (whose == "s" && mention.first - at == 1 && reading.text.GapBefore(at) == " ");
  }
  if (!theirs) return false;
  const auto after = std::lower_bound(people.begin(), people.end(), mention.first);
  if (after == people.begin()) return false;
  const uint32_t figure = *(after - 1);
  if (mention.first - figure > 60) return false;
  // Nobody of the school is named since.
  return std::none_of(reading.mentions.begin(), reading.mentions.end(), [&](const NameMention& other) {
    return other.first > figure && other.first < mention.first && other.form != NameForm::kSingle &&
           other.form != NameForm::kUnknown;
  });
}

float Resolver::Score(const Reading& reading, const NameMention& mention, Nearness nearness, bool unique,
                      RoleHint role) const {
  const Text& text = reading.text;
  const Token& token = text[mention.first];
  const bool two_words = mention.last > mention.first;
  const bool dictionary = !two_words && IsDictionaryWord(text, token);
  const bool given = (index_.Roles(mention.name) & (kGivenBit | kNicknameBit)) != 0;
  const bool near = nearness != kNearnesses;

  float score = BaseScore(text, token, mention.first, given);
  if (two_words) score = std::max(score, token.IsCapitalised() ? 0.9F : 0.75F);
  const bool plain_word = dictionary && token.shape != Shape::kCapital;
  if (nearness == kSpokenOf) score += plain_word ? 0.15F : 0.35F;
  if (nearness == kRelated) score += plain_word ? 0.05F : 0.2F;
  if (nearness == kAround) score += plain_word ? 0.0F : 0.12F;
  if (unique) score += 0.06F;
  // "Mr. Reyes has 27 students and 8 tables", who is no teacher here.
  if (mention.titled && role != RoleHint::kStaff && InProblem(reading, mention.first) &&
      !IsStaff(mention.name))
    return score - 0.6F;
  if (mention.titled) {
    if (near) return score + 0.6F;
    // "Dr. King's argument", in a lesson.
    const bool figure = (lesson_ || task_) && !IsStaff(mention.name) &&
                        FigureShare(reading, mention.first, mention.last) == 1.0F;
    return score + 0.6F - MadeUpSigns(text, mention.first, mention.last) - (figure ? 0.7F : 0.0F);
  }

  score += PersonSigns(text, mention, dictionary);
  const bool place = mention.last + 1 < text.size() && text.GapBefore(mention.last + 1) == " " &&
                     text[mention.last + 1].Has(word::kPlace) && text[mention.last + 1].IsCapitalised();
  if (place) score -= 0.5F;
  const float figure = FigureShare(reading, mention.first, mention.last);
  const bool relative = mention.cue == "relation" && IsFiguresRelative(reading, mention);
  if (mention.cued && !relative) {
    if (mention.cue == "name") score -= MadeUpSigns(text, mention.first, mention.last);  // "a cat named Ana"
    return score + (mention.cue == "key" ? 0.3F : 0.4F) - figure * 0.3F;
  }

  score += OtherSigns(text, mention, given);
  if (role != RoleHint::kNone && token.IsCapitalised() && !relative) score += 0.45F;
  score -= figure * 0.6F;
  if (relative) score -= 0.4F;
  if (IsInTitle(text, mention.first, mention.last)) score -= 0.4F;
  if (problem_words_.contains(HashOf(text.Word(mention.first)))) score -= 0.5F;
  if (role == RoleHint::kNone) {
    score -= FigureSigns(text, mention.first, mention.last) * (near ? 0.4F : 0.7F);
    if (InProblem(reading, mention.first)) score -= 0.5F;
  }
  if (!near && (IsVietnamese(text, token) || (text.IsExotic(token) && !text.familiar()))) score -= 0.25F;
  if (role == RoleHint::kNone && nearness != kSpokenOf && InFigureList(reading, mention.first, mention.last))
    score -= 0.6F;
  if (mention.name_likelihood == 0) {  // where the tagger does not look
    if (!people_here_ && !near) score -= lesson_ ? 0.15F : 0.05F;
  } else {
    // The tagger does not know that somebody here bears both words.
    constexpr float kMostAgainstTwoWords = 0.15F;
    if (figure < 0.5F && !relative) {
      const float likely = Likely(mention.name_likelihood, near);
      score += two_words ? std::max(likely, -kMostAgainstTwoWords) : likely;
    }
    score += people_here_ ? (lesson_ ? 0.25F : 0.4F) : -0.15F;  // does the text speak of anybody else?
    if (near) score -= 0.05F;
    if (dictionary) score += token.IsCapitalised() ? 0.11F : -0.08F;
  }
  // However much speaks for a name elsewhere, "Paris theme stickers" are not the pupil's.
  if (role == RoleHint::kNone) score = std::min(score, 1.0F) - MadeUpSigns(text, mention.first, mention.last);
  if (task_ && !near && role == RoleHint::kNone && !IsMeantFor(text, mention.first) &&
      !HasRecordSigns(text, mention.first, mention.last)) {
    score = std::min(score, 0.45F);
  }
  return score;
}

}  // namespace schoolgate::redaction
