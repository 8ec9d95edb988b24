// Says how likely each word of a text is part of a person's name, roster or not: a linear-chain conditional
// random field over name_features.h, and another one over its scores and second_look.h, with the weights
// train/ makes and README.md describes. Public figures and characters of books are no persons here.
#ifndef SCHOOLGATE_REDACTION_DETECT_MODEL_NAME_TAGGER_H_
#define SCHOOLGATE_REDACTION_DETECT_MODEL_NAME_TAGGER_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "redaction/detect/model/name_features.h"
#include "redaction/detect/model/second_look.h"
#include "redaction/detect/model/tag_chain.h"
#include "redaction/detect/patterns/cues.h"
#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

// The weights of one reading as they are stored: `Head`, then for each feature those of kBegins and kGoesOn.
class NameWeights {
 public:
  static constexpr uint32_t kMagic = 0x324D4E53;  // "SNM2"
  struct Head {
    uint32_t magic;
    float scale;  // of the weights below
    float follow[kNameTags][kNameTags];
  };
  struct Pair {
    int8_t begins, goes_on;
  };
  static constexpr size_t Bytes(uint32_t bits) { return sizeof(Head) + (sizeof(Pair) << bits); }

  // Views `stored`, which has to be well made: it is compiled in.
  explicit NameWeights(std::string_view stored);
  const decltype(TagChain::follow)& follow() const { return follow_; }
  // What the features add up to.
  TagChain::Scores Score(const uint32_t* hashes, size_t count) const;

 private:
  const Pair* pairs_;
  float scale_ = 0;
  decltype(TagChain::follow) follow_{};
};

// Immutable; any thread.
class NameTagger {
 public:
  // Views `weights`, those of the first reading and those of the second, and `gazetteer`.
  NameTagger(std::string_view weights, const Gazetteer& gazetteer);

  // What a first reading finds, and the scores it gives; what stays outside its regions scores 0.
  struct Reading {
    std::vector<NameLikelihood> likely;
    std::vector<TagChain::Scores> scores;
  };
  static Reading First(const NameFeatures& features, const NameWeights& weights);

  // By token of the text. `taken`, by token: parts of e-mail addresses, numbers and the like.
  std::vector<NameLikelihood> Tag(const Text& text, const Cues& cues, const std::vector<bool>& taken) const;

 private:
  const Gazetteer& gazetteer_;
  NameWeights first_, second_;
};

// With what is compiled in.
const NameTagger& OwnNameTagger();

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_MODEL_NAME_TAGGER_H_
