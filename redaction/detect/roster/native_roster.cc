#include "redaction/detect/roster/native_roster.h"

#include <algorithm>
#include <string>

#include "redaction/detect/script/native_script.h"
#include "redaction/detect/text/hashing.h"

namespace schoolgate::redaction {
namespace {

constexpr uint64_t kVoiced = 0x5C4E01;
constexpr uint64_t kBare = 0x5C4E02;

}  // namespace

void NativeRoster::Add(std::string_view word, uint32_t name) {
  if (word.size() < 2 || word.size() > 32) return;
  const std::string sounds = SoundsOf(word);
  if (sounds.size() < 2) return;
  names_.Add(MixHash(HashOf(sounds), kVoiced), name, 0);
  const std::string skeleton = SkeletonOf(sounds);
  if (skeleton.size() < 2) return;
  names_.Add(MixHash(HashOf(skeleton), kBare), name, 0);
  // Arabic letters and some Indic ones write v as w, which is not heard.
  if (word.find('v') != std::string_view::npos) {
    std::string without(skeleton);
    std::erase(without, 'F');
    if (without.size() >= 2) names_.Add(MixHash(HashOf(without), kBare), name, 0);
  }
}

std::span<const ValueIndex::Entry> NativeRoster::SoundingLike(std::string_view word) const {
  if (word.size() > 64) return {};
  const std::string sounds = SoundsOf(word);
  if (sounds.size() < 2) return {};
  if (!ComparesBySkeleton(ScriptOf(word))) return names_.Find(MixHash(HashOf(sounds), kVoiced));
  const std::string skeleton = SkeletonOf(sounds);
  if (skeleton.size() < 2) return {};
  return names_.Find(MixHash(HashOf(skeleton), kBare));
}

}  // namespace schoolgate::redaction
