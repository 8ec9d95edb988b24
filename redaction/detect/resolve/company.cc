#include "redaction/detect/resolve/company.h"

#include <algorithm>
#include <string_view>

#include "redaction/detect/text/hashing.h"

namespace schoolgate::redaction {
namespace {

constexpr float kCounts = 0.3F;
constexpr float kWorthAWord = 0.1F;
constexpr size_t kMostCellWords = 3;
constexpr size_t kMostCells = 24;  // of a line
constexpr size_t kReach = 8;       // lines up and down

// What sets a cell off from the next.
enum class Sign : uint8_t {
  kNone,
  kSpace,
  kColon,
  kDash,
  kBar,
  kTab,
  kSemicolon,
  kComma,
  kBracket,
  kStop,
  kLine
};

Sign SignOf(std::string_view gap) {
  const auto has = [gap](std::string_view part) { return gap.find(part) != gap.npos; };
  if (gap.empty()) return Sign::kNone;
  if (has("\n")) return Sign::kLine;
  if (has("|")) return Sign::kBar;
  if (has("\t")) return Sign::kTab;
  if (has(":")) return Sign::kColon;
  if (has("\xE2\x80\x93") || has("\xE2\x80\x94") || has(" - ") || has("=") || has(" -> ")) return Sign::kDash;
  if (has(";")) return Sign::kSemicolon;
  if (has(",")) return Sign::kComma;
  if (has("(")) return Sign::kBracket;
  if (has(".")) return Sign::kStop;
  return gap == " " ? Sign::kSpace : Sign::kNone;
}

bool Separates(Sign sign) {
  return sign == Sign::kBar || sign == Sign::kTab || sign == Sign::kSemicolon || sign == Sign::kComma;
}

// The roster's full names are names, whatever the tagger thinks of them.
std::vector<float> LikelihoodsOf(const Reading& reading) {
  std::vector<float> out(reading.text.size(), 0);
  for (size_t at = 0; at < reading.likelihood.size(); ++at) {
    if (reading.text[at].IsWord()) out[at] = reading.likelihood[at].any();
  }
  for (const NameMention& mention : reading.mentions) {
    if (mention.form != NameForm::kFull && mention.form != NameForm::kFamilyInitial) continue;
    if (!mention.certain) continue;
    for (size_t at = mention.first; at <= mention.last; ++at) out[at] = std::max(out[at], 0.9F);
  }
  return out;
}

struct Cell {
  uint32_t line, first, last;
  float likely;
};

}  // namespace

Joined JoinedTo(const Text& text, size_t first, size_t last) {
  const auto sign = [](std::string_view gap) {
    return gap == ", " || gap == " & " || gap == " + " || gap == "/" || gap == " / " || gap == "&" ||
           gap == "+";
  };
  const auto word = [&](size_t at) {
    const std::string_view joint = text.Word(at);
    return joint == "and" || joint == "y" || joint == "e" || joint == "or" || joint == "n";
  };
  Joined joined;
  if (first > 0 && sign(text.GapBefore(first))) {
    joined.before = first - 1;
  } else if (first > 1 && text.GapBefore(first) == " " && word(first - 1)) {
    joined.before = first - 2;
  }
  if (last + 1 < text.size() && sign(text.GapBefore(last + 1))) {
    joined.after = last + 1;
  } else if (last + 2 < text.size() && text.GapBefore(last + 1) == " " && word(last + 1) &&
             text.GapBefore(last + 2) == " ") {
    joined.after = last + 2;
  }
  return joined;
}

Company::Company(const std::vector<std::unique_ptr<Reading>>& readings) {
  for (const auto& reading : readings) {
    if (reading->likelihood.empty()) continue;
    const std::vector<float> likely = LikelihoodsOf(*reading);
    const bool any = std::any_of(likely.begin(), likely.end(), [](float one) { return one >= kWorthAWord; });
    if (!any) continue;
    ReadWords(*reading, likely);
    ReadColumns(*reading, likely);
  }
  for (const auto& [hash, places] : words_) names_ += places.most >= kCounts ? places.most : 0;
}

float Company::Beside(const Reading& reading, const Joined& joined) const {
  float most = 0;
  for (const std::optional<size_t> at : {joined.before, joined.after}) {
    if (at && *at < reading.likelihood.size()) most = std::max(most, reading.likelihood[*at].any());
  }
  return most;
}

void Company::ReadWords(const Reading& reading, const std::vector<float>& likely) {
  const Text& text = reading.text;
  for (size_t at = 0; at < text.size(); ++at) {
    if (likely[at] < kWorthAWord || text[at].size() < 3) continue;
    Places& places = words_[HashOf(text.Word(at))];
    if (likely[at] > places.most) {
      places.second = places.most;
      places.most = likely[at];
      places.reading = &reading;
      places.token = at;
    } else {
      places.second = std::max(places.second, likely[at]);
    }
  }
}

void Company::ReadColumns(const Reading& reading, const std::vector<float>& likely) {
  const Text& text = reading.text;
  absl::flat_hash_map<uint32_t, std::vector<Cell>> columns;  // by sign and number
  uint32_t line = 0;
  const auto add = [&](Sign sign, size_t column, size_t first, size_t last) {
    const float most = *std::max_element(likely.begin() + static_cast<ptrdiff_t>(first),
                                         likely.begin() + static_cast<ptrdiff_t>(last) + 1);
    columns[static_cast<uint32_t>(sign) << 16 | static_cast<uint32_t>(column)].push_back(
        {line, static_cast<uint32_t>(first), static_cast<uint32_t>(last), most});
  };
  const auto run = [&](size_t first, size_t end) {
    size_t last = first;
    while (last + 1 < end && last + 1 - first < kMostCellWords && text.GapBefore(last + 1) == " " &&
           likely[last + 1] > 0.3F) {
      ++last;
    }
    return last;
  };
  for (size_t begin = 0; begin < text.size(); ++line) {
    size_t end = begin + 1;
    while (end < text.size() && text.GapBefore(end).find('\n') == std::string_view::npos) ++end;
    // "1. ", "2/4,".
    size_t first = begin;
    while (first < end && first - begin < 3 &&
           (text[first].shape == Shape::kDigits || text[first].shape == Shape::kMixed)) {
      ++first;
    }
    if (first < end) {
      const size_t last = run(first, end);
      const Sign sign = SignOf(text.GapBefore(last + 1));
      add(sign, 0, first, last);
      size_t column = 0;
      for (size_t at = begin + 1; Separates(sign) && at < end && column < kMostCells; ++at) {
        if (SignOf(text.GapBefore(at)) != sign) continue;
        ++column;
        if (at != first) add(sign, column, at, run(at, end));
      }
    }
    begin = end;
  }
  absl::flat_hash_map<uint32_t, Column>& out = columns_[&reading];
  for (const auto& [key, cells] : columns) {
    std::vector<float> sums(cells.size() + 1, 0);
    for (size_t at = 0; at < cells.size(); ++at) sums[at + 1] = sums[at] + cells[at].likely;
    const auto sign = static_cast<Sign>(key >> 16);
    for (size_t at = 0; at < cells.size(); ++at) {
      const size_t from = at - std::min(at, kReach);
      const size_t to = std::min(at + kReach + 1, cells.size());
      if (to - from < 2) continue;
      Column column;
      column.others = static_cast<uint32_t>(to - from - 1);
      column.share = (sums[to] - sums[from] - cells[at].likely) / static_cast<float>(column.others);
      column.table = Separates(sign) || sign == Sign::kColon || sign == Sign::kDash;
      for (uint32_t token = cells[at].first; token <= cells[at].last; ++token) out.try_emplace(token, column);
    }
  }
}

float Company::NamesBeside(const Reading& reading, size_t first, size_t last) const {
  float own = 0;
  for (size_t at = first; at <= last; ++at) {
    const auto found = words_.find(HashOf(reading.text.Word(at)));
    if (found != words_.end() && found->second.most >= kCounts) own += found->second.most;
  }
  return std::max(names_ - own, 0.0F);
}

float Company::Elsewhere(const Reading& reading, size_t token) const {
  const auto found = words_.find(HashOf(reading.text.Word(token)));
  if (found == words_.end()) return 0;
  const Places& places = found->second;
  return places.reading == &reading && places.token == token ? places.second : places.most;
}

Company::Column Company::ColumnOf(const Reading& reading, size_t token) const {
  const auto columns = columns_.find(&reading);
  if (columns == columns_.end()) return {};
  const auto found = columns->second.find(static_cast<uint32_t>(token));
  return found == columns->second.end() ? Column{} : found->second;
}

}  // namespace schoolgate::redaction
