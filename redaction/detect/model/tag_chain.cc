#include "redaction/detect/model/tag_chain.h"

#include <algorithm>
#include <cmath>

namespace schoolgate::redaction {

double TagChain::Sum(const uint8_t* allowed, std::vector<NameLikelihood>& likelihood,
                     std::array<std::array<double, kNameTags>, kNameTags>* pairs) {
  const size_t size = scores.size();
  likelihood.assign(size, {});
  if (size == 0) return 0;
  Scores step[kNameTags];
  for (size_t tag = 0; tag < kNameTags; ++tag) {
    for (size_t next = 0; next < kNameTags; ++next) step[tag][next] = std::exp(follow[tag][next]);
  }
  step[kOutside][kGoesOn] = 0;
  forward_.resize(size);
  backward_.resize(size);
  emits_.resize(size);
  double log_sum = 0;
  for (size_t at = 0; at < size; ++at) {
    const float most = std::max({scores[at][kOutside], scores[at][kBegins], scores[at][kGoesOn]});
    float total = 0;
    for (size_t tag = 0; tag < kNameTags; ++tag) {
      const bool may = allowed == nullptr || (allowed[at] >> tag & 1) != 0;
      emits_[at][tag] = may ? std::exp(scores[at][tag] - most) : 0;
      float from = 0;
      if (at == 0) {
        from = step[kOutside][tag];
      } else {
        for (size_t before = 0; before < kNameTags; ++before)
          from += forward_[at - 1][before] * step[before][tag];
      }
      forward_[at][tag] = from * emits_[at][tag];
      total += forward_[at][tag];
    }
    total = std::max(total, 1e-30F);
    for (float& value : forward_[at]) value /= total;
    log_sum += most + std::log(total);
  }
  backward_[size - 1] = {1, 1, 1};
  for (size_t at = size - 1; at-- > 0;) {
    float total = 0;
    for (size_t tag = 0; tag < kNameTags; ++tag) {
      float sum = 0;
      for (size_t next = 0; next < kNameTags; ++next)
        sum += step[tag][next] * emits_[at + 1][next] * backward_[at + 1][next];
      backward_[at][tag] = sum;
      total += sum;
    }
    total = std::max(total, 1e-30F);
    for (float& value : backward_[at]) value /= total;
  }
  for (size_t at = 0; at < size; ++at) {
    Scores here;
    float total = 1e-30F;
    for (size_t tag = 0; tag < kNameTags; ++tag) total += here[tag] = forward_[at][tag] * backward_[at][tag];
    likelihood[at] = {here[kBegins] / total, here[kGoesOn] / total};
    if (pairs == nullptr) continue;
    Scores joint[kNameTags];
    float sum = 1e-30F;
    for (size_t before = 0; before < kNameTags; ++before) {
      const float from = at == 0 ? (before == kOutside ? 1.0F : 0.0F) : forward_[at - 1][before];
      for (size_t tag = 0; tag < kNameTags; ++tag) {
        joint[before][tag] = from * step[before][tag] * emits_[at][tag] * backward_[at][tag];
        sum += joint[before][tag];
      }
    }
    for (size_t before = 0; before < kNameTags; ++before) {
      for (size_t tag = 0; tag < kNameTags; ++tag)
        (*pairs)[before][tag] += static_cast<double>(joint[before][tag] / sum);
    }
  }
  return log_sum;
}

}  // namespace schoolgate::redaction
