// The sums of a linear-chain conditional random field over the tags of names (Lafferty, McCallum and Pereira
// 2001; forward-backward with scaling, Rabiner 1989). Use and training share them.
#ifndef SCHOOLGATE_REDACTION_DETECT_MODEL_TAG_CHAIN_H_
#define SCHOOLGATE_REDACTION_DETECT_MODEL_TAG_CHAIN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace schoolgate::redaction {

enum NameTag : uint8_t { kOutside, kBegins, kGoesOn, kNameTags };

// By token: the probability that a name begins there, or goes on.
struct NameLikelihood {
  float begins = 0, goes_on = 0;
  float any() const { return begins + goes_on; }
};

// The scores of a sequence's tags and of neighbouring pairs of tags.
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

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_MODEL_TAG_CHAIN_H_
