#include "redaction/detect/model/second_look.h"

#include <algorithm>
#include <string_view>

#include "redaction/detect/model/word_looks.h"

namespace schoolgate::redaction {
namespace {

constexpr uint32_t kNoCandidate = 0;
constexpr uint32_t kSure = 6;
constexpr uint32_t kNothing = 7;  // no such place

// A gap after which another item of a list may begin.
bool Separates(uint8_t gap) {
  switch (gap / 2) {
    case 2:   // a space
    case 3:   // a hyphen
    case 4:   // an apostrophe
    case 5:   // a point
    case 6:   // an underscore
    case 13:  // nothing
    case 14:  // a point and a space
    case 24:  // spaces
      return false;
    default:
      return true;
  }
}

bool IsAnd(std::string_view word) {
  return word == "and" || word == "y" || word == "or" || word == "with" || word == "vs" || word == "e" ||
         word == "con" || word == "o";
}

}  // namespace

SecondLook::SecondLook(const NameFeatures& features, const Text& text,
                       const std::vector<NameLikelihood>& first)
    : features_(features), first_(first) {
  looks_.reserve(features.size());
  for (size_t at = 0; at < features.size(); ++at) looks_.push_back(features.LookAt(at));
  FindItems(text);
  FindRepeats();
  double names = 0;
  for (const NameLikelihood& likely : first) names += static_cast<double>(likely.any());
  const double share = 100 * names / static_cast<double>(std::max<size_t>(1, first.size()));
  share_ = share < 0.5 ? 0 : share < 2 ? 1 : share < 5 ? 2 : share < 12 ? 3 : share < 30 ? 4 : 5;
}

void SecondLook::FindItems(const Text& text) {
  item_of_.resize(looks_.size());
  for (size_t at = 0; at < looks_.size(); ++at) {
    const bool line = at == 0 || looks_[at].line != looks_[at - 1].line;
    const bool after_and = at > 0 && text[at - 1].IsWord() && IsAnd(text.Word(at - 1));
    if (line) first_item_.push_back(static_cast<uint32_t>(items_.size()));
    if (line || after_and || Separates(looks_[at].gap)) {
      const uint32_t in_line = line ? 0 : items_.back().in_line + 1;
      items_.push_back({.begin = static_cast<uint32_t>(at), .line = looks_[at].line, .in_line = in_line});
    }
    items_.back().end = static_cast<uint32_t>(at + 1);
    item_of_[at] = static_cast<uint32_t>(items_.size() - 1);
  }
}

void SecondLook::FindRepeats() {
  size_t size = 64;
  while (size < looks_.size() && size < 16384) size *= 2;
  repeats_.resize(size);
  for (size_t at = 0; at < looks_.size(); ++at) {
    const uint32_t hash = looks_[at].hash;
    if (hash == 0 || !looks_[at].candidate) continue;
    const auto level = static_cast<uint8_t>(Level(static_cast<ptrdiff_t>(at)));
    Repeat& repeat = repeats_[hash & (size - 1)];
    if (repeat.hash != hash) repeat = {.hash = hash, .token = static_cast<uint32_t>(at)};
    if (level > repeat.best) {
      repeat.second = repeat.best;
      repeat.best = level;
      repeat.token = static_cast<uint32_t>(at);
    } else {
      repeat.second = std::max(repeat.second, level);
    }
  }
}

uint32_t SecondLook::Level(ptrdiff_t token) const {
  if (token < 0 || static_cast<size_t>(token) >= first_.size()) return kNothing;
  if (!looks_[static_cast<size_t>(token)].candidate) return kNoCandidate;
  const float likely = first_[static_cast<size_t>(token)].any();
  return likely < 0.02F  ? 1
         : likely < 0.1F ? 2
         : likely < 0.3F ? 3
         : likely < 0.6F ? 4
         : likely < 0.9F ? 5
                         : kSure;
}

uint32_t SecondLook::ItemLevel(ptrdiff_t item) const {
  constexpr uint32_t kLooked = 4;  // tokens
  if (item < 0 || static_cast<size_t>(item) >= items_.size()) return kNothing;
  const Item& of = items_[static_cast<size_t>(item)];
  uint32_t most = 0;
  for (uint32_t at = of.begin; at < std::min(of.end, of.begin + kLooked); ++at)
    most = std::max(most, Level(static_cast<ptrdiff_t>(at)));
  return most;
}

uint32_t SecondLook::Aligned(size_t token, int lines) const {
  const Item& item = items_[item_of_[token]];
  const ptrdiff_t line = static_cast<ptrdiff_t>(item.line) + lines;
  if (line < 0 || static_cast<size_t>(line) >= first_item_.size()) return kNothing;
  const size_t other = size_t{first_item_[static_cast<size_t>(line)]} + item.in_line;
  if (other >= items_.size() || items_[other].line != static_cast<uint32_t>(line)) return kNothing;
  const size_t place = items_[other].begin + (token - item.begin);
  if (place < items_[other].end) return Level(static_cast<ptrdiff_t>(place));
  return ItemLevel(static_cast<ptrdiff_t>(other));
}

uint32_t SecondLook::Elsewhere(size_t token) const {
  const Repeat& repeat = repeats_[looks_[token].hash & (repeats_.size() - 1)];
  if (repeat.hash != looks_[token].hash) return 0;
  return repeat.token == token ? repeat.second : repeat.best;
}

size_t SecondLook::At(size_t token, Hashes& out) const {
  const auto at = static_cast<ptrdiff_t>(token);
  const NameFeatures::Look& here = looks_[token];
  const auto item = static_cast<ptrdiff_t>(item_of_[token]);
  const uint32_t offset = std::min<uint32_t>(3, static_cast<uint32_t>(token) - items_[item_of_[token]].begin);
  const uint32_t length = std::min<uint32_t>(4, items_[item_of_[token]].end - items_[item_of_[token]].begin);
  const uint32_t place = offset | length << 2;
  const uint32_t own = Level(at);
  const uint32_t before = Level(at - 1);
  const uint32_t after = Level(at + 1);
  const uint32_t gap_before = here.gap;
  const uint32_t gap_after = token + 1 < looks_.size() ? looks_[token + 1].gap : 3U;
  const uint32_t item_before = ItemLevel(item - 1);
  const uint32_t item_after = ItemLevel(item + 1);
  const uint32_t item_before2 = ItemLevel(item - 2);
  const uint32_t item_after2 = ItemLevel(item + 2);
  const uint32_t above = Aligned(token, -1);
  const uint32_t below = Aligned(token, 1);
  const uint32_t above2 = Aligned(token, -2);
  const uint32_t below2 = Aligned(token, 2);
  const uint32_t elsewhere = Elsewhere(token);
  uint32_t id = 1;
  size_t size = 0;
  const auto add = [&](uint64_t a, uint64_t b = 0) { out[size++] = FeatureHash(id++, a, b, kSecondBits); };
  add(0);
  add(own);
  add(own, here.rough);
  add(own, here.kind);
  add(before | gap_before << 3, own);
  add(before | gap_before << 3, here.kind);
  add(after | gap_after << 3, own);
  add(after | gap_after << 3, here.kind);
  add(before | after << 3 | own << 6, gap_before | gap_after << 8);
  add(Level(at - 2) | before << 3, own | gap_before << 3);
  add(Level(at + 2) | after << 3, own | gap_after << 3);
  const uint32_t around = item_before | item_after << 3;
  add(around, own);
  add(around, here.kind);
  add(around, here.rough);
  add(around, place | own << 6);
  add(item_before, place | gap_before << 8 | own << 16);
  add(item_after, place | gap_after << 8 | own << 16);
  const uint32_t far = around | item_before2 << 6 | item_after2 << 9;
  add(far);
  add(far, here.rough);
  const uint32_t column = above | below << 3;
  add(column, own);
  add(column, here.kind);
  add(column, here.rough);
  add(column, place | own << 6);
  add(column | above2 << 6 | below2 << 9);
  add(column | above2 << 6 | below2 << 9, here.rough);
  add(column, around);
  add(elsewhere, own);
  add(elsewhere, here.kind);
  add(elsewhere, here.rough);
  add(elsewhere | around << 3, own);
  add(share_, own);
  add(share_, here.kind);
  add(share_, here.rough);
  add(share_, around);
  return size;
}

}  // namespace schoolgate::redaction
