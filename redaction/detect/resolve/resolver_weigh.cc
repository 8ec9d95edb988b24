// What speaks for and against a name the roster does not have: the tagger's likelihood, what the request is
// about, its other names, and what stands beside.
#include <algorithm>
#include <cmath>

#include "redaction/detect/resolve/resolver.h"

namespace schoolgate::redaction {
namespace {

constexpr float kStrong = 0.65F;
constexpr float kFewNames = 1.5F;  // as a logarithm

float Is(bool so) { return so ? 1.0F : 0.0F; }

void SignsOfWords(const Text& text, const NameMention& mention, NameSigns& signs) {
  const size_t first = mention.first;
  const bool lower = text[first].shape == Shape::kLower;
  const bool upper = text[first].shape == Shape::kUpper;
  const bool dictionary = IsDictionaryWord(text, text[first]);
  const WordFacts facts = OwnGazetteer().Find(text.Word(first));
  const bool one = first == mention.last;
  const bool bare = lower && !mention.cued;
  signs[says::kLower] = Is(lower);
  signs[says::kUpper] = Is(upper);
  signs[says::kDictionary] = Is(dictionary);
  signs[says::kFigureName] = Is(facts.famous());
  signs[says::kSpanishLower] = Is(bare && text.spanish());
  signs[says::kShort] = Is(one && text[first].size() <= 3);
  signs[says::kLowerUnlisted] = Is(lower && !facts.IsName());
  signs[says::kMonth] = Is(one && text[first].Has(word::kCalendar));
  signs[says::kStrange] = Is(!text.familiar());
  signs[says::kStrangeLower] = Is(bare && !text.familiar());
  signs[says::kLetters] = Is(one && upper && text[first].size() <= 3);
}

void SignsBeside(const Text& text, const NameMention& mention, NameSigns& signs) {
  if (const size_t after = mention.last + 1; after < text.size()) {
    const std::string_view gap = text.GapBefore(after);
    const Token& next = text[after];
    signs[says::kActs] = Is(gap == " " && next.shape == Shape::kLower && next.Has(word::kNameVerb));
    signs[says::kOwns] = Is(gap == "'" && text.Word(after) == "s");
  }
  signs[says::kLabelled] = Is(mention.cue == "key");
  signs[says::kTitled] = Is(mention.titled);
  signs[says::kCalled] = Is(mention.cue == "name");
  signs[says::kInitialAfter] = Is(mention.recognizer == "lexicon.family_initial");
  const bool lower = text[mention.first].shape == Shape::kLower;
  signs[says::kLowerCued] = Is(lower && mention.cued);
  signs[says::kPlainAgain] =
      Is(lower && mention.recognizer == kNameAgain && IsDictionaryWord(text, text[mention.first]));
  signs[says::kGrammar] = Is(mention.recognizer == "cue.language");
}

}  // namespace

float Resolver::Weigh(const Reading& reading, const NameMention& mention, const RoleSign& role,
                      float figure) {
  const Text& text = reading.text;
  const size_t first = mention.first;
  const size_t last = mention.last;
  const bool one = first == last;
  NameSigns signs{};
  signs[says::kOne] = 1;
  if (mention.name_likelihood > 0) {
    const float sure = std::clamp(mention.name_likelihood, 0.005F, 0.995F);
    signs[says::kOdds] = std::log(sure / (1 - sure));
  } else {
    signs[says::kNotLooked] = 1;
  }
  SignsOfWords(text, mention, signs);
  SignsBeside(text, mention, signs);

  signs[says::kTask] = Is(task_);
  signs[says::kOwn] = Is(own_);
  signs[says::kBeside] = company_->Beside(reading, JoinedTo(text, first, last));
  if (task_)
    signs[says::kTaskAlone] =
        std::max(kFewNames - std::log1p(company_->NamesBeside(reading, first, last)), 0.0F);
  for (size_t at = first; at <= last; ++at)
    signs[says::kElsewhere] = std::max(signs[says::kElsewhere], company_->Elsewhere(reading, at));
  if (const Company::Column column = company_->ColumnOf(reading, first); column.others > 0) {
    const auto others = static_cast<float>(column.others);
    signs[says::kColumn] = column.share * others / (others + 0.7F);
    signs[says::kNoColumn] = 1 - column.share;
    if (column.table) signs[says::kTable] = signs[says::kColumn];
  }

  const bool nobodys = role.role == RoleHint::kNone;
  signs[says::kRole] = Is(!nobodys);
  signs[says::kLowerRole] = Is(!nobodys && text[first].shape == Shape::kLower);
  signs[says::kRecord] = Is(HasRecordSigns(text, first, last));
  signs[says::kMeant] = Is(IsMeantFor(text, first));
  signs[says::kFigure] = figure;
  signs[says::kOfWork] = Is(one && IsOfWork(reading, first));
  signs[says::kTheirs] = Is(mention.cue == "relation" && IsFiguresRelative(reading, mention));
  signs[says::kPlaceAfter] = Is(IsBeforePlace(text, last));
  signs[says::kProblem] = Is(nobodys && InProblem(reading, first));
  signs[says::kProblemName] = Is(one && IsProblemName(text, first));
  if (!mention.cued || mention.cue == "name" || mention.titled)
    signs[says::kMadeUp] = MadeUpSigns(text, first, last);
  if (signs[says::kMadeUp] >= kStrong) signs[says::kOddsMadeUp] = std::max(signs[says::kOdds], 0.0F);
  signs[says::kPosed] = Is(mention.titled && nobodys && (task_ || InProblem(reading, first)));
  if (!mention.cued) {
    signs[says::kFigures] = Is(InFigureList(reading, first, last));
    if (nobodys) signs[says::kFigureSigns] = FigureSigns(text, first, last);
  }
  if (weighed_ != nullptr) {
    weighed_->push_back({&reading, mention.first, mention.last, mention.recognizer, signs});
  }
  return LikelihoodOf(signs);
}

}  // namespace schoolgate::redaction
