#include "redaction/detect/resolve/name_signs.h"

#include <cmath>

namespace schoolgate::redaction {
namespace {

// A logistic regression's, learned by model/train/decide.sh.
constexpr NameSigns kWeights = {
#include "redaction/detect/resolve/name_weights.inc"
};

}  // namespace

float LikelihoodOf(const NameSigns& signs) {
  float sum = 0;
  for (size_t sign = 0; sign < says::kCount; ++sign) sum += kWeights[sign] * signs[sign];
  return 1 / (1 + std::exp(-sum));
}

}  // namespace schoolgate::redaction
