#include "redaction/detect/model/name_features.h"

#include <algorithm>
#include <initializer_list>

#include "redaction/detect/model/word_looks.h"

namespace schoolgate::redaction {
namespace {

enum Look : uint8_t { kNormal, kLowerLook, kUpperLook, kTitleLook, kMostlyCapital };
enum Seen : uint8_t { kSeenLower = 1, kSeenCapital = 2, kSeenOwner = 4, kSeenPointed = 8, kSeenTwice = 16 };

uint32_t Bounded(uint32_t value, std::initializer_list<uint32_t> steps) {
  uint32_t step = 0;
  for (const uint32_t most : steps) {
    if (value <= most) return step;
    ++step;
  }
  return step;
}

// Takes what is said of a token, as the number of a weight.
struct Sink {
  NameFeatures::Hashes& out;
  size_t size = 0;
  void Add(uint32_t kind, uint64_t a, uint64_t b = 0) { out[size++] = FeatureHash(kind, a, b, kFeatureBits); }
};

uint32_t LookOf(uint8_t kind, uint8_t shape) { return static_cast<uint32_t>(kind) << 2 | shape; }

uint32_t RoughOf(WordFacts facts, uint8_t shape) {
  return Bounded(facts.given(), {0, 2, 4}) | Bounded(facts.family(), {0, 2, 4}) << 2 |
         Bounded(facts.english(), {0, 3, 5}) << 4 | uint32_t{shape} << 6 | (facts.famous() ? 1U : 0U) << 8;
}

}  // namespace

NameFeatures::Look NameFeatures::LookAt(size_t token) const {
  const Info& info = infos_[token];
  return {.hash = text_[token].IsWord() ? info.hash : 0,
          .line = info.line,
          .kind = LookOf(info.kind, info.shape),
          .rough = RoughOf(info.facts, info.shape),
          .gap = info.gap,
          .candidate = info.candidate};
}

NameFeatures::NameFeatures(const Text& text, const Cues& cues, const std::vector<bool>& taken,
                           const Gazetteer& gazetteer)
    : text_(text), cues_(cues), gazetteer_(gazetteer) {
  ReadTokens(taken);
  ReadDocument();
  FindCandidates();
}

const NameFeatures::Info& NameFeatures::At(ptrdiff_t token) const {
  static constexpr Info kNothing;
  return token < 0 || static_cast<size_t>(token) >= infos_.size() ? kNothing
                                                                  : infos_[static_cast<size_t>(token)];
}

void NameFeatures::ReadTokens(const std::vector<bool>& taken) {
  infos_.resize(text_.size());
  for (size_t at = 0; at < text_.size(); ++at) {
    const Token& token = text_[at];
    Info& info = infos_[at];
    const std::string_view word = text_.Word(at);
    info.gap = GapCode(text_.GapBefore(at), at == 0);
    info.shape = ShapeCode(token);
    if (token.IsWord()) {
      const uint64_t hash = HashOf(word);
      info.hash = static_cast<uint32_t>(hash >> 32);
      if (token.size() > 1) info.facts = gazetteer_.Find(hash);
      // "deshawns mom": the name itself says more.
      if (info.facts.bits() == 0 && token.size() > 4 && word.ends_with('s')) {
        const WordFacts stem = gazetteer_.Find(word.substr(0, word.size() - 1));
        if (stem.given() >= 3) info.facts = stem;
      }
    }
    // "O'Neill", "Kai K."; not "I" and "a", nor the Spanish "y", "o" and "e".
    const bool initial =
        token.size() == 1 && word != "i" &&
        (!token.Has(word::kFunction) ||
         (token.shape == Shape::kCapital && (text_.At(token.end) == '.' || text_.At(token.end) == '\'')));
    info.kind = KindOf(token, info.facts, taken[at], initial);
    if (at == 0 || IsLine(info.gap)) {
      if (!lines_.empty()) lines_.back().end = static_cast<uint32_t>(at);
      lines_.emplace_back().begin = static_cast<uint32_t>(at);
    }
    info.line = static_cast<uint32_t>(lines_.size() - 1);
    Line& line = lines_.back();
    if (token.IsWord() && info.kind != kTaken) {
      line.upper += token.shape == Shape::kUpper ? 1 : 0;
      line.capital += token.IsCapitalised() ? 1 : 0;
      line.lower += token.shape == Shape::kLower && !token.Has(word::kFunction) ? 1 : 0;
    }
    line.subject |= info.facts.subject();
    line.problem |= info.facts.problem();
    line.home |= info.facts.home() || info.kind == kRelation || info.kind == kTitle;
  }
  if (!lines_.empty()) lines_.back().end = static_cast<uint32_t>(text_.size());
  for (Line& line : lines_) {
    if (line.lower == 0 && line.capital >= 1) {
      line.look = line.upper == line.capital ? kUpperLook : kTitleLook;
    } else if (line.capital == 0) {
      line.look = kLowerLook;
    } else {
      line.look = line.capital >= line.lower ? kMostlyCapital : kNormal;
    }
  }
}

void NameFeatures::ReadDocument() {
  uint32_t capital = 0;
  uint32_t upper = 0;
  uint32_t words = 0;
  uint32_t home = 0;
  uint32_t subject = 0;
  uint32_t problem = 0;
  uint32_t years = 0;
  uint32_t contacts = 0;
  bool first_person = false;
  // A word's other places: a small table a collision may spoil.
  size_t size = 64;
  while (size < infos_.size() && size < 16384) size *= 2;
  struct Place {
    uint32_t hash = 0;
    uint8_t seen = 0;
  };
  std::vector<Place> places(size);
  for (size_t at = 0; at < infos_.size(); ++at) {
    Info& info = infos_[at];
    const Token& token = text_[at];
    home += info.facts.home() || info.kind == kRelation || info.kind == kTitle ? 1 : 0;
    subject += info.facts.subject() || info.kind == kPublicTitle ? 1 : 0;
    problem += info.facts.problem() ? 1 : 0;
    contacts += info.kind == kTaken ? 1 : 0;
    if (info.kind == kDigit && token.size() == 4) {
      const std::string_view year = text_.Word(at);
      years += year[0] == '1' || year < "2010" ? 1 : 0;
    }
    if (!token.IsWord() || info.kind == kTaken) continue;
    ++words;
    capital += token.IsCapitalised() ? 1 : 0;
    upper += token.shape == Shape::kUpper ? 1 : 0;
    if (info.kind == kFunction || token.size() < 3) {
      const std::string_view word = text_.Word(at);
      first_person |= word == "my" || word == "we" || word == "mi" || word == "our" || word == "im";
      continue;
    }
    Place& place = places[info.hash & (size - 1)];
    if (place.hash != info.hash)
      place = {info.hash, 0};
    else
      place.seen |= kSeenTwice;
    if (token.shape == Shape::kLower) place.seen |= kSeenLower;
    if (token.shape == Shape::kCapital && (info.gap & kSentence) == 0) place.seen |= kSeenCapital;
    if (At(static_cast<ptrdiff_t>(at) + 1).gap == 2 * 4) place.seen |= kSeenOwner;
    const uint8_t before = At(static_cast<ptrdiff_t>(at) - 1).kind;
    if (before == kTitle || before == kRelation || before == kCueName) place.seen |= kSeenPointed;
  }
  for (Info& info : infos_) {
    const Place& place = places[info.hash & (size - 1)];
    if (place.hash == info.hash) info.seen = place.seen;
  }
  words = std::max(words, 1U);
  casing_ = capital * 40 < words ? 1U : upper * 10 > words * 6 ? 2U : capital * 10 > words * 5 ? 3U : 0U;
  const auto density = [&](uint32_t count) {
    return count == 0 ? 0U : count * 100 < words ? 1U : count * 100 < 4 * words ? 2U : 3U;
  };
  document_ = density(home) | density(subject) << 2 | density(problem) << 4 | Bounded(years, {0, 1, 4}) << 6 |
              (contacts > 0 ? 1U : 0U) << 8 | (first_person ? 1U : 0U) << 9 |
              (text_.spanish() ? 1U : 0U) << 10 | (text_.familiar() ? 1U : 0U) << 11;
}

bool NameFeatures::IsCandidate(size_t at) const {
  const Token& token = text_[at];
  const Info& info = infos_[at];
  if (!token.IsWord() || token.size() > 32 || info.kind == kTaken) return false;
  if (token.IsCapitalised()) return info.kind != kFunction || info.facts.IsName();
  if (token.size() < 2 || info.kind == kFunction) return false;
  if (!info.facts.IsName()) return false;
  return (info.facts.english() <= 2 && !token.Has(word::kEnglish | word::kSpanish) &&
          !info.facts.foreign()) ||
         info.facts.given() >= (casing_ == 1 ? 3U : 4U);
}

// A word in lower case, or a particle, beside a candidate or a word that announces one.
bool NameFeatures::JoinsCandidate(size_t at) const {
  const Token& token = text_[at];
  const Info& info = infos_[at];
  if (!token.IsWord() || token.size() > 32 || info.kind == kTaken) return false;
  const Info& before = At(static_cast<ptrdiff_t>(at) - 1);
  const Info& after = At(static_cast<ptrdiff_t>(at) + 1);
  const bool joined = (before.candidate && Joins(info.gap)) || (after.candidate && Joins(after.gap));
  if (info.kind == kParticle || info.kind == kInitial) return joined;
  const bool pointed = before.kind == kTitle || before.kind == kRelation || before.kind == kCueName;
  if ((!joined && !pointed) || info.kind == kFunction) return false;
  const bool word = token.Has(word::kEnglish | word::kSpanish) || info.facts.english() >= 3;
  return !word || info.facts.IsName();
}

void NameFeatures::FindCandidates() {
  for (size_t at = 0; at < infos_.size(); ++at) infos_[at].candidate = IsCandidate(at);
  for (size_t at = 0; at < infos_.size(); ++at) {
    if (!infos_[at].candidate) {
      // Mostly nothing around is a candidate or announces one.
      const Info& before = At(static_cast<ptrdiff_t>(at) - 1);
      const bool near = before.candidate || before.kind == kTitle || before.kind == kRelation ||
                        before.kind == kCueName || At(static_cast<ptrdiff_t>(at) + 1).candidate;
      if (!near || !JoinsCandidate(at)) continue;
      infos_[at].candidate = true;
    }
    const auto index = static_cast<uint32_t>(at);
    if (!regions_.empty() && regions_.back().end == index) {
      regions_.back().end = index + 1;
    } else {
      regions_.push_back({index, index + 1});
    }
  }
}

size_t NameFeatures::At(size_t token, Hashes& out) const {
  Sink sink{out};
  const auto at = static_cast<ptrdiff_t>(token);
  const Info& here = infos_[token];
  const Info& one = At(at - 1);
  const Info& two = At(at - 2);
  const Info& next = At(at + 1);
  const Info& after = At(at + 2);
  const Line& line = lines_[here.line];
  const uint32_t gap_after = token + 1 < infos_.size() ? next.gap : 3U;
  const uint32_t gap_before = here.gap;
  const uint32_t gap_far = one.gap;
  const auto look = [](const Info& info) { return LookOf(info.kind, info.shape); };
  const uint32_t look0 = look(here);
  const uint32_t look1 = look(one);
  const uint32_t look2 = look(two);
  const uint32_t look3 = look(next);
  const uint32_t look4 = look(after);
  // One number that says how much of a name the word itself is.
  const uint32_t name = here.facts.given() | here.facts.family() << 3 |
                        Bounded(here.facts.english(), {0, 2, 4, 6}) << 6 |
                        (here.facts.foreign() ? 1U : 0U) << 9;
  const uint32_t facts = name << 2 | here.shape;
  const uint32_t rough = RoughOf(here.facts, here.shape);
  const uint32_t start = gap_before & kSentence;
  uint32_t id = 1;
  sink.Add(id++, 0);
  sink.Add(id++, here.hash, here.shape);
  sink.Add(id++, here.hash, look1 | gap_before << 8);
  sink.Add(id++, one.hash, gap_before);
  sink.Add(id++, one.hash, gap_before << 8 | look0);
  sink.Add(id++, next.hash, gap_after);
  sink.Add(id++, next.hash, gap_after << 8 | look0);
  sink.Add(id++, two.hash, one.hash);
  sink.Add(id++, two.hash, gap_far << 8 | gap_before);
  sink.Add(id++, next.hash, after.hash);
  sink.Add(id++, after.hash, gap_after);
  sink.Add(id++, one.hash, next.hash);
  sink.Add(id++, look0, start);
  sink.Add(id++, look1, gap_before);
  sink.Add(id++, look3, gap_after);
  sink.Add(id++, look2, look1);
  sink.Add(id++, look3, look4);
  sink.Add(id++, look1 | look0 << 8, gap_before);
  sink.Add(id++, look0 | look3 << 8, gap_after);
  sink.Add(id++, look1 | look0 << 8 | look3 << 16, gap_before | gap_after << 8);
  sink.Add(id++, look2 | look1 << 8 | look0 << 16, gap_before | gap_far << 8);
  sink.Add(id++, look0 | look3 << 8 | look4 << 16, gap_after);
  sink.Add(id++, gap_before | gap_after << 8, here.shape);
  sink.Add(id++, gap_before | gap_after << 8, look0);
  sink.Add(id++, gap_before | gap_far << 8, look0 | look1 << 8);
  sink.Add(id++, facts);
  sink.Add(id++, facts, 1 + start);
  sink.Add(id++, rough, gap_before | gap_after << 8);
  sink.Add(id++, rough, look1 | gap_before << 8);
  sink.Add(id++, rough, look3 | gap_after << 8);
  sink.Add(id++, rough, look1 | look3 << 8);
  sink.Add(id++, rough, document_);
  sink.Add(id++, rough, document_ & 0x3U);
  sink.Add(id++, rough, document_ & 0xFCU);
  sink.Add(id++, look0, document_ & 0xF00U);
  sink.Add(id++, look0, document_ & 0xFFU);
  sink.Add(id++, here.shape, document_);
  sink.Add(id++, rough, casing_ | uint32_t{line.look} << 2);
  sink.Add(id++, look0, casing_ | uint32_t{line.look} << 2);
  sink.Add(id++, here.hash, document_ & 0xFFU);
  const uint32_t topics = (line.subject ? 1U : 0U) | (line.problem ? 2U : 0U) | (line.home ? 4U : 0U);
  sink.Add(id++, rough, topics);
  sink.Add(id++, here.shape, topics | line.look << 3);
  const uint32_t from_begin = Bounded(static_cast<uint32_t>(token) - line.begin, {0, 1, 2});
  const uint32_t to_end = Bounded(line.end - 1 - static_cast<uint32_t>(token), {0, 1, 2});
  const uint32_t length = Bounded(line.end - line.begin, {1, 2, 3, 5, 9});
  sink.Add(id++, from_begin | to_end << 2 | length << 4, line.look | uint32_t{here.shape} << 3);
  sink.Add(id++, from_begin | to_end << 2 | length << 4, look0);
  sink.Add(id++, length | uint32_t{line.look} << 3, rough);
  const Info& first = infos_[line.begin];
  sink.Add(id++, first.hash, here.shape | from_begin << 2);
  sink.Add(id++, look(first), look0 | from_begin << 8);
  if (line.begin > 0) {
    const Line& above = lines_[here.line - 1];
    sink.Add(id, infos_[above.end - 1].hash, from_begin | to_end << 2 | gap_before << 4);
    sink.Add(id + 1, above.look | uint32_t{line.look} << 3, look0 | from_begin << 8);
  }
  id += 2;
  sink.Add(id++, here.seen, look0);
  sink.Add(id++, here.seen, rough);
  const WordBits column = cues_.Column(token) | cues_.Key();
  const uint32_t key = ((column & word::kCueName) != 0 ? 1U : 0U) |
                       ((column & word::kCueGiven) != 0 ? 2U : 0U) |
                       ((column & word::kCueFamily) != 0 ? 4U : 0U) |
                       ((column & word::kRelation) != 0 ? 8U : 0U) | (column != 0 ? 16U : 0U);
  if (key != 0) {
    sink.Add(id, key, look0);
    sink.Add(id + 1, key, rough);
  }
  id += 2;
  // The letters of a word no list has.
  const std::string_view word = text_.Word(token);
  const auto letters = [&](size_t begin, size_t count) {
    uint64_t out_letters = 0;
    for (size_t letter = begin; letter < begin + count; ++letter) {
      out_letters = out_letters << 8 | static_cast<uint8_t>(word[letter]);
    }
    return out_letters;
  };
  const bool listed = here.facts.english() > 2;
  const uint64_t how = here.shape | (listed ? 4U : 0U) | start << 3;
  if (word.size() >= 3) {
    sink.Add(id, letters(word.size() - 2, 2), how);
    sink.Add(id + 1, letters(word.size() - 3, 3), how);
    sink.Add(id + 2, letters(0, 2), how);
    sink.Add(id + 3, letters(0, 3), how);
  }
  if (word.size() >= 5) sink.Add(id + 4, letters(word.size() - 4, 4), how);
  id += 5;
  sink.Add(id++, Bounded(static_cast<uint32_t>(word.size()), {1, 2, 3, 4, 6, 9}), look0);
  const uint32_t more = (here.facts.place() ? 1U : 0U) | (here.facts.proper() ? 2U : 0U) |
                        (here.facts.famous() ? 4U : 0U) | (next.facts.famous() ? 8U : 0U) |
                        (one.facts.famous() ? 16U : 0U) | (next.facts.place() ? 32U : 0U) |
                        (text_[token].Has(word::kGiven) ? 64U : 0U);
  sink.Add(id++, more, look0);
  sink.Add(id++, more, document_ & 0xFFU);
  sink.Add(id++, next.facts.bits() & 0x3FFU, facts | gap_after << 20);
  sink.Add(id++, one.facts.bits() & 0x3FFU, facts | gap_before << 20);
  sink.Add(id++, next.facts.bits() & 0x3FFU, look0 | gap_after << 20);
  sink.Add(id++, one.facts.bits() & 0x3FFU, look0 | gap_before << 20);
  return sink.size;
}

}  // namespace schoolgate::redaction
