// Which names of a request are figures' or nobody's, by what the request as a whole speaks of.
#include <algorithm>
#include <array>

#include "redaction/detect/resolve/resolver.h"
#include "redaction/detect/text/hashing.h"

namespace schoolgate::redaction {

// Alice and Bob, where a program or a cipher is spoken of.
void Resolver::GatherCodeNames(const std::vector<std::unique_ptr<Reading>>& readings) {
  static constexpr std::array<std::string_view, 9> kNames = {"alice", "bob",   "mallory", "eve", "trent",
                                                             "peggy", "trudy", "carol",   "dave"};
  constexpr size_t kSure = 4;  // the first of them
  constexpr size_t kMostRead = 4000;
  std::array<bool, kNames.size()> seen{};
  for (const auto& reading : readings) {
    const Text& text = reading->text;
    for (size_t at = 0; at < std::min(text.size(), kMostRead); ++at) {
      if (text[at].size() > 7 || text[at].size() < 3 || !text[at].Has(word::kGiven)) continue;
      for (size_t name = 0; name < kNames.size(); ++name) seen[name] |= kNames[name] == text.Word(at);
    }
  }
  if (std::count(seen.begin(), seen.begin() + kSure, true) < 2) return;
  const bool code = std::any_of(readings.begin(), readings.end(),
                                [](const auto& reading) { return SpeaksOfCode(reading->text); });
  if (!code) return;
  for (const std::string_view name : kNames) figures_[HashOf(name)] = KnownScan::kName;
}

// The figures and works the texts speak of.
void Resolver::GatherFigures(const std::vector<std::unique_ptr<Reading>>& readings) {
  absl::flat_hash_map<uint16_t, uint32_t> works;
  for (const auto& reading : readings) {
    for (const auto& [word, strength] : reading->known.words) {
      KnownScan::Strength& known = figures_.try_emplace(word, strength).first->second;
      known = std::max(known, strength);
    }
    for (const auto& [work, weight] : reading->known.works) works[work] += weight;
    numbers_[reading.get()] = problems_.size();
    problems_.push_back(FindWordProblems(reading->text));
    FindProblemNames(*reading);
  }
  for (const auto& [work, weight] : works) {
    if (weight < 2) continue;
    lesson_ = true;
    for (const uint64_t word : KnownNames::Get().PeopleOf(work)) {
      figures_[word] = KnownScan::kName;
      if (weight >= 3) of_works_.insert(word);
    }
  }
  GatherCodeNames(readings);
  const bool perhaps = std::any_of(readings.begin(), readings.end(), [](const auto& reading) {
    return !reading->known.perhaps.empty() || !reading->known.contested.empty();
  });
  for (const auto& reading : readings) {
    if (lesson_ || (!perhaps && figures_.empty())) break;
    const size_t figures = reading->known.people.size();
    lesson_ = LessonWords(reading->text) >= (figures >= 3 ? 2 : 3);
  }
  if (!perhaps) return;
  for (const auto& reading : readings) {
    if (lesson_ || !figures_.empty()) {
      for (const uint64_t word : reading->known.perhaps) figures_.try_emplace(word, KnownScan::kName);
    }
    for (const auto& [first, last] : reading->known.contested) {
      figures_.try_emplace(HashOf(reading->text.Word(last)),
                           lesson_ ? KnownScan::kName : KnownScan::kFirstName);
    }
  }
}

bool Resolver::IsOfWork(const Reading& reading, size_t token) const {
  constexpr size_t kNear = 14;  // tokens
  const Text& text = reading.text;
  const uint64_t word = HashOf(text.Word(token));
  if (!of_works_.contains(word) || borne_.contains(word)) return false;
  if (HasRecordSigns(text, token, token)) return false;
  // "her brother is Finch".
  for (size_t at = token; at > 0 && token - at < 3; --at) {
    if (text[at - 1].Has(word::kRelation)) return false;
  }
  // The rest of the same name says no more.
  const auto same = [&](size_t at) { return at < text.size() && HashOf(text.Word(at)) == word; };
  const size_t end = std::min(text.size(), token + kNear);
  for (size_t at = token > kNear ? token - kNear : 0; at < end; ++at) {
    if (text[at].size() < 3 || text[at].Has(word::kFunction) || !text[at].Has(word::kFigure)) continue;
    const uint64_t other = HashOf(text.Word(at));
    if ((at > 0 && same(at - 1)) || same(at) || same(at + 1)) continue;
    if ((of_works_.contains(other) || figures_.contains(other)) && !borne_.contains(other)) return true;
  }
  return false;
}

bool Resolver::InFigureList(const Reading& reading, size_t first, size_t last) const {
  const std::vector<uint32_t>& people = reading.known.people;
  const std::vector<uint32_t>& characters = reading.known.characters;
  if (people.empty() && characters.empty()) return false;
  constexpr size_t kMostItems = 6;
  constexpr size_t kMostWords = 3;
  const Text& text = reading.text;
  const auto joint = [&](size_t at) {
    const std::string_view word = text.Word(at);
    return word == "and" || word == "or" || word == "y" || word == "o" || word == "e";
  };
  const auto apart = [](std::string_view gap) {
    return gap == ", " || gap == "; " || gap == " & " || gap == "' | '" || gap == "', '" || gap == "\", \"";
  };
  const auto within = [&](size_t at) {
    return text.GapBefore(at) == " " || text.GapBefore(at) == ". " || text.GapBefore(at) == "-";
  };
  size_t items = 1;
  size_t signs = 0;
  uint64_t counted = 0;
  const auto count = [&](size_t from, size_t to) {
    ++items;
    const auto holds = [&](const std::vector<uint32_t>& tokens) {
      const auto found = std::lower_bound(tokens.begin(), tokens.end(), static_cast<uint32_t>(from));
      return found != tokens.end() && *found <= to;
    };
    if (holds(people) || (lesson_ && holds(characters))) {
      signs += 2;
    } else if (holds(characters) && HashOf(text.Word(to)) != counted) {
      // Anybody may be called as one character is; not where a book is spoken of.
      ++signs;
      counted = HashOf(text.Word(to));
    }
  };
  for (size_t end = last, seen = 0; end + 1 < text.size() && seen < kMostItems; ++seen) {
    size_t at = end + 1;
    const bool listed = apart(text.GapBefore(at));
    if (joint(at) && (listed || text.GapBefore(at) == " ")) {
      ++at;
    } else if (!listed) {
      break;
    }
    if (at >= text.size() || !text[at].IsCapitalised()) break;
    end = at;
    while (end + 1 < text.size() && end + 1 - at < kMostWords && within(end + 1) &&
           text[end + 1].IsCapitalised()) {
      ++end;
    }
    count(at, end);
  }
  for (size_t begin = first, seen = 0; begin > 0 && seen < kMostItems; ++seen) {
    size_t at = begin;  // the item before ends at at - 1
    const bool listed = apart(text.GapBefore(at));
    if (!listed && text.GapBefore(at) == " " && at > 1 && joint(at - 1)) {
      --at;
      if (text.GapBefore(at) != " " && text.GapBefore(at) != ", ") break;
    } else if (!listed) {
      break;
    }
    if (!text[at - 1].IsCapitalised()) break;
    begin = at - 1;
    while (begin > 0 && at - begin < kMostWords && within(begin) && text[begin - 1].IsCapitalised()) --begin;
    count(begin, at - 1);
  }
  return items >= 3 && signs >= 2;
}

}  // namespace schoolgate::redaction
