// Says how likely each word of a text is part of a person's name, roster or not: a linear-chain conditional
// random field over name_features.h, with the weights train/ makes and README.md describes. Public figures
// and characters of books are no persons here.
#ifndef SCHOOLGATE_REDACTION_DETECT_MODEL_NAME_TAGGER_H_
#define SCHOOLGATE_REDACTION_DETECT_MODEL_NAME_TAGGER_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "redaction/detect/model/name_features.h"
#include "redaction/detect/patterns/cues.h"
#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

enum NameTag : uint8_t { kOutside, kBegins, kGoesOn, kNameTags };

// By token: the probability that a name begins there, or goes on.
struct NameLikelihood {
  float begins = 0, goes_on = 0;
  float any() const { return begins + goes_on; }
};

// The scores of a sequence's tags and of neighbouring pairs of tags. Use and training share the sums.
struct TagChain {
  using Scores = std::array<float, kNameTags>;
  std::array<Scores, kNameTags> follow{};  // [tag][next tag]; a name cannot go on from outside
  std::vector<Scores> scores;              // by token

  // Fills in `likelihood` for scores.size() tokens, and returns the logarithm of the sum over all taggings in
  // which token i has one of the tags of bit mask allowed[i] (all of them if `allowed` is null).
  // `pairs`, if given, gets the expected number of each pair.
  double Sum(const uint8_t* allowed, std::vector<NameLikelihood>& likelihood,
             std::array<std::array<double, kNameTags>, kNameTags>* pairs);

 private:
  std::vector<Scores> forward_, backward_, emits_;
};

// Immutable; any thread.
class NameTagger {
 public:
  // Views `weights`, as NameWeights says, and `gazetteer`.
  NameTagger(std::string_view weights, const Gazetteer& gazetteer);

  // By token of the text. `taken`, by token: parts of e-mail addresses, numbers and the like.
  std::vector<NameLikelihood> Tag(const Text& text, const Cues& cues, const std::vector<bool>& taken) const;

 private:
  const Gazetteer& gazetteer_;
  const char* pairs_;
  float scale_ = 0;
  decltype(TagChain::follow) follow_;
};

// With what is compiled in.
const NameTagger& OwnNameTagger();

// The weights as they are stored: 'follow', then for each feature the weights of kBegins and kGoesOn.
struct NameWeights {
  static constexpr uint32_t kMagic = 0x314D4E53;  // "SNM1"
  struct Head {
    uint32_t magic;
    float scale;  // of the weights below
    float follow[kNameTags][kNameTags];
  };
  struct Pair {
    int8_t begins, goes_on;
  };
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_MODEL_NAME_TAGGER_H_
