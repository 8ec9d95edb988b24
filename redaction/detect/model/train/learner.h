// How the weights of one reading are learned: from sequences of tokens with features, by stochastic gradients
// (AdaGrad, Duchi, Hazan and Singer 2011), on one thread in one order.
#ifndef SCHOOLGATE_REDACTION_DETECT_MODEL_TRAIN_LEARNER_H_
#define SCHOOLGATE_REDACTION_DETECT_MODEL_TRAIN_LEARNER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "redaction/detect/model/name_features.h"
#include "redaction/detect/model/tag_chain.h"

namespace schoolgate::redaction {

// What is learned from: sequences of tokens, with the features and the tags each may have.
struct Corpus {
  struct Sequence {
    uint32_t first_token = 0;  // in the lists by token
    uint32_t tokens = 0;
    size_t first_feature = 0;
    float weight = 1;
    uint8_t part = 0;  // 0 or 1: the variants of one document are in one
  };
  std::vector<Sequence> sequences;
  std::vector<uint32_t> features;
  std::vector<uint8_t> counts, allowed;   // by token
  std::vector<TagChain::Scores> offsets;  // by token: added to what the features say; may be empty

  // The tokens of `region` of a document of that part, with that weight. `tags`, by token of the document:
  // the bit mask of those it may have. `take` gives a token's features.
  void Add(double weight, uint8_t part, const NameFeatures::Region& region, const std::vector<uint8_t>& tags,
           absl::FunctionRef<std::span<const uint32_t>(size_t token)> take);
};

class Learner {
 public:
  // `corpus` outlives this; its features are below 2^bits.
  Learner(const Corpus& corpus, uint32_t bits) : corpus_(corpus), size_(size_t{1} << bits) {}

  // From the sequences of one part, or from all.
  void Learn(int epochs, std::optional<uint8_t> part);

  // As NameWeights stores them.
  std::string Stored() const;

 private:
  double Step(const Corpus::Sequence& sequence);
  bool Dropped();
  void Update(size_t index, float by);

  using Pairs = std::array<std::array<double, kNameTags>, kNameTags>;

  const Corpus& corpus_;
  const size_t size_;
  std::vector<float> weights_, squares_;
  Pairs follow_squares_{{{1, 1, 1}, {1, 1, 1}, {1, 1, 1}}};
  uint64_t drops_ = 1;
  TagChain chain_;
  std::vector<NameLikelihood> likelihood_, right_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_MODEL_TRAIN_LEARNER_H_
