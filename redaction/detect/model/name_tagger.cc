#include "redaction/detect/model/name_tagger.h"

#include <algorithm>
#include <cstring>

#include "redaction/detect/model/model_data.h"

namespace schoolgate::redaction {

NameWeights::NameWeights(std::string_view stored)
    : pairs_(reinterpret_cast<const Pair*>(stored.data() + sizeof(Head))) {
  Head head;
  std::memcpy(&head, stored.data(), sizeof(head));
  scale_ = head.scale;
  for (size_t tag = 0; tag < kNameTags; ++tag) std::copy_n(head.follow[tag], kNameTags, follow_[tag].begin());
}

TagChain::Scores NameWeights::Score(const uint32_t* hashes, size_t count) const {
  int32_t begins = 0;
  int32_t goes_on = 0;
  for (size_t feature = 0; feature < count; ++feature) {
    begins += pairs_[hashes[feature]].begins;
    goes_on += pairs_[hashes[feature]].goes_on;
  }
  return {0, static_cast<float>(begins) * scale_, static_cast<float>(goes_on) * scale_};
}

NameTagger::NameTagger(std::string_view weights, const Gazetteer& gazetteer)
    : gazetteer_(gazetteer), first_(weights), second_(weights.substr(NameWeights::Bytes(kFeatureBits))) {}

NameTagger::Reading NameTagger::First(const NameFeatures& features, const NameWeights& weights) {
  Reading out{std::vector<NameLikelihood>(features.size()), std::vector<TagChain::Scores>(features.size())};
  TagChain chain;
  chain.follow = weights.follow();
  std::vector<NameLikelihood> likelihood;
  NameFeatures::Hashes hashes;
  for (const NameFeatures::Region& region : features.regions()) {
    chain.scores.clear();
    for (size_t at = region.begin; at < region.end; ++at)
      chain.scores.push_back(weights.Score(hashes.data(), features.At(at, hashes)));
    chain.Sum(nullptr, likelihood, nullptr);
    std::copy(likelihood.begin(), likelihood.end(), out.likely.begin() + region.begin);
    std::copy(chain.scores.begin(), chain.scores.end(), out.scores.begin() + region.begin);
  }
  return out;
}

std::vector<NameLikelihood> NameTagger::Tag(const Text& text, const Cues& cues,
                                            const std::vector<bool>& taken) const {
  const NameFeatures features(text, cues, taken, gazetteer_);
  const Reading first = First(features, first_);
  const SecondLook look(features, text, first.likely);
  std::vector<NameLikelihood> out(text.size());
  TagChain chain;
  chain.follow = second_.follow();
  std::vector<NameLikelihood> likelihood;
  SecondLook::Hashes hashes;
  for (const NameFeatures::Region& region : features.regions()) {
    chain.scores.clear();
    for (size_t at = region.begin; at < region.end; ++at) {
      TagChain::Scores& scores = chain.scores.emplace_back(second_.Score(hashes.data(), look.At(at, hashes)));
      for (size_t tag = 0; tag < kNameTags; ++tag) scores[tag] += first.scores[at][tag];
    }
    chain.Sum(nullptr, likelihood, nullptr);
    std::copy(likelihood.begin(), likelihood.end(), out.begin() + region.begin);
  }
  return out;
}

const NameTagger& OwnNameTagger() {
  static const NameTagger tagger(NameWeightsData(), OwnGazetteer());
  return tagger;
}

}  // namespace schoolgate::redaction
