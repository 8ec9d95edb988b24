#include "redaction/detect/model/train/learner.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <random>

#include "redaction/detect/model/name_tagger.h"

namespace schoolgate::redaction {
namespace {

constexpr double kRate = 0.04;
constexpr double kDropped = 0.3;  // of the features at each step
constexpr double kShrink = 1e-3;  // of a weight at each of its updates

}  // namespace

void Corpus::Add(double weight, uint8_t part, const NameFeatures::Region& region,
                 const std::vector<uint8_t>& tags,
                 absl::FunctionRef<std::span<const uint32_t>(size_t token)> take) {
  Sequence& sequence = sequences.emplace_back();
  sequence.first_token = static_cast<uint32_t>(counts.size());
  sequence.tokens = region.end - region.begin;
  sequence.first_feature = features.size();
  sequence.weight = static_cast<float>(weight);
  sequence.part = part;
  bool before = false;  // part of the same name stands before, in this region
  for (size_t at = region.begin; at < region.end; ++at) {
    const std::span<const uint32_t> taken = take(at);
    features.insert(features.end(), taken.begin(), taken.end());
    counts.push_back(static_cast<uint8_t>(taken.size()));
    // What precedes in the name is no candidate: here it begins.
    const uint8_t tag = tags[at] == 1 << kGoesOn && !before ? 1 << kBegins : tags[at];
    allowed.push_back(tag);
    before = tag != 1 << kOutside;
  }
}

void Learner::Learn(int epochs, std::optional<uint8_t> part) {
  weights_.assign(2 * size_, 0);
  squares_.assign(2 * size_, 1e-4F);
  std::mt19937_64 random(20240601);
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < corpus_.sequences.size(); ++i) {
    if (!part || corpus_.sequences[i].part == *part) order.push_back(i);
  }
  std::vector<double> sum(2 * size_, 0);
  double sums = 0;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    double loss = 0;
    for (const uint32_t sequence : order) loss += Step(corpus_.sequences[sequence]);
    if (epoch >= epochs / 2) {
      for (size_t i = 0; i < sum.size(); ++i) sum[i] += weights_[i];
      ++sums;
    }
    std::cerr << "epoch " << epoch << " loss " << loss / static_cast<double>(corpus_.counts.size()) << "\n";
  }
  for (size_t i = 0; i < sum.size(); ++i) weights_[i] = static_cast<float>(sum[i] / sums);
}

std::string Learner::Stored() const {
  NameWeights::Head head{NameWeights::kMagic, 0, {}};
  constexpr float kMost = 4;
  head.scale = kMost / 127;
  for (size_t tag = 0; tag < kNameTags; ++tag) {
    for (size_t next = 0; next < kNameTags; ++next) head.follow[tag][next] = chain_.follow[tag][next];
  }
  std::string out(reinterpret_cast<const char*>(&head), sizeof(head));
  for (const float weight : weights_) {
    const float clipped = std::clamp(weight, -kMost, kMost);
    out += static_cast<char>(static_cast<int8_t>(std::lround(clipped * (1 - kDropped) / head.scale)));
  }
  return out;
}

double Learner::Step(const Corpus::Sequence& sequence) {
  const uint8_t* counts = &corpus_.counts[sequence.first_token];
  const uint8_t* allowed = &corpus_.allowed[sequence.first_token];
  const std::vector<uint32_t>& features = corpus_.features;
  chain_.scores.assign(sequence.tokens, {});
  size_t feature = sequence.first_feature;
  const uint64_t drops = drops_;
  for (size_t at = 0; at < sequence.tokens; ++at) {
    float begins = 0;
    float goes_on = 0;
    for (size_t i = 0; i < counts[at]; ++i, ++feature) {
      if (Dropped()) continue;
      begins += weights_[size_t{2} * features[feature]];
      goes_on += weights_[2 * features[feature] + 1];
    }
    chain_.scores[at] = {0, begins, goes_on};
    if (corpus_.offsets.empty()) continue;
    for (size_t tag = 0; tag < kNameTags; ++tag)
      chain_.scores[at][tag] += corpus_.offsets[sequence.first_token + at][tag];
  }
  Pairs expected{};
  Pairs wanted{};
  const double all = chain_.Sum(nullptr, likelihood_, &expected);
  const double right = chain_.Sum(allowed, right_, &wanted);
  feature = sequence.first_feature;
  drops_ = drops;
  for (size_t at = 0; at < sequence.tokens; ++at) {
    const float begins = (likelihood_[at].begins - right_[at].begins) * sequence.weight;
    const float goes_on = (likelihood_[at].goes_on - right_[at].goes_on) * sequence.weight;
    if (std::abs(begins) + std::abs(goes_on) < 1e-4F) {
      for (size_t i = 0; i < counts[at]; ++i, ++feature) Dropped();
      continue;
    }
    for (size_t i = 0; i < counts[at]; ++i, ++feature) {
      if (Dropped()) continue;
      Update(size_t{2} * features[feature], begins);
      Update(2 * features[feature] + 1, goes_on);
    }
  }
  for (size_t tag = 0; tag < kNameTags; ++tag) {
    for (size_t next = 0; next < kNameTags; ++next) {
      if (tag == kOutside && next == kGoesOn) continue;
      const double by = (expected[tag][next] - wanted[tag][next]) * static_cast<double>(sequence.weight);
      follow_squares_[tag][next] += by * by;
      chain_.follow[tag][next] -= static_cast<float>(kRate * by / std::sqrt(follow_squares_[tag][next]));
    }
  }
  return all - right;
}

// Some features at random are not there while learning, so that none is relied on alone.
bool Learner::Dropped() {
  drops_ = drops_ * 6364136223846793005U + 1442695040888963407U;
  return static_cast<double>(drops_ >> 40) < kDropped * static_cast<double>(1U << 24);
}

void Learner::Update(size_t index, float by) {
  float& weight = weights_[index];
  by += static_cast<float>(kShrink) * weight;
  squares_[index] += by * by;
  weight -= static_cast<float>(kRate) * by / std::sqrt(squares_[index]);
}

}  // namespace schoolgate::redaction
