#include "redaction/detect/native/native_han.h"

#include <algorithm>

#include "redaction/detect/script/native_script.h"

namespace schoolgate::redaction {
namespace {

template <typename Each>
void ForEachWord(std::string_view list, Each each) {
  for (size_t at = 0; at < list.size();) {
    const size_t begin = list.find_first_not_of(" \n", at);
    if (begin == std::string_view::npos) return;
    const size_t end = std::min(list.find_first_of(" \n", begin), list.size());
    each(list.substr(begin, end - begin));
    at = end;
  }
}

}  // namespace

Phrases::Phrases(std::string_view list) {
  ForEachWord(list, [&](std::string_view word) {
    if (word.size() < kCharacter) return;
    phrases_.insert(word);
    first_.insert(word.substr(0, kCharacter));
    last_.insert(word.substr(word.size() - kCharacter));
    longest_ = std::max(longest_, word.size());
  });
}

size_t Phrases::Begins(std::string_view text) const {
  if (text.size() < kCharacter || !first_.contains(text.substr(0, kCharacter))) return 0;
  size_t size = std::min(longest_, text.size());
  for (size -= size % kCharacter; size > 0; size -= kCharacter) {
    if (phrases_.contains(text.substr(0, size))) return size;
  }
  return 0;
}

size_t Phrases::Ends(std::string_view text) const {
  if (text.size() < kCharacter || !last_.contains(text.substr(text.size() - kCharacter))) return 0;
  size_t size = std::min(longest_, text.size());
  for (size -= size % kCharacter; size > 0; size -= kCharacter) {
    if (phrases_.contains(text.substr(text.size() - size))) return size;
  }
  return 0;
}

Spellings ReadSpellings(std::string_view list) {
  Spellings out;
  ForEachWord(list, [&](std::string_view entry) {
    const size_t slash = entry.find('/');
    if (slash != std::string_view::npos) out[entry.substr(0, slash)] = entry.substr(slash + 1);
  });
  return out;
}

std::vector<uint32_t> CharactersOf(std::string_view run) {
  std::vector<uint32_t> out;
  for (size_t at = 0; at < run.size(); at += CharacterSize(run, at)) out.push_back(static_cast<uint32_t>(at));
  out.push_back(static_cast<uint32_t>(run.size()));
  return out;
}

}  // namespace schoolgate::redaction
