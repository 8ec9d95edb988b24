// Whoever puts together what two vendors hold, two sessions, or two school years, learns no more than from
// one of them: everything that stands for the same six thousand people, made by a real vault's keys, looks
// independent. And the same statistics notice derivations that are broken.
//
// The keys are random, so a false alarm is possible; it is bounded. Every count is held against Chernoff's
// bound at e^-32; every chi-square statistic against Laurent and Massart's at e^-36 (Annals of Statistics 28,
// 2000, lemma 1), which cells of six and more people worsen by a factor below 1,000; a rank correlation
// against 8.5 standard deviations (e^-36 of a normal tail). That is below 10^-13 for each, and below 10^-9
// for the 5,000 there are. The people are made up.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <cctype>
#include <cmath>
#include <numeric>

#include "core/crypto/crockford.h"
#include "core/util/strings.h"
#include "core/vault/vault_testing.h"
#include "gtest/gtest.h"
#include "redaction/pseudonym/date_shift.h"
#include "redaction/pseudonym/preserved_id.h"
#include "redaction/pseudonym/scope.h"
#include "redaction/pseudonym/sealed_id.h"
#include "redaction/pseudonym/surrogate_lists.h"
#include "redaction/pseudonym/surrogates.h"

namespace schoolgate::redaction {
namespace {

namespace asio = boost::asio;

constexpr int kPeople = 6000;
// Larger alphabets are counted in that many groups.
constexpr int kMostGroups = 32;

// What stands for the people in one scope, in one way: a row of symbols for each, in the roster's order.
struct Column {
  std::string kind;
  std::vector<int> radix;  // of each position
  std::vector<std::vector<int>> rows;
};

// The largest count that `n` draws of probability `p` exceed by chance with less than e^-32; or, for the
// smallest, fall below.
double FarFrom(double n, double p, bool above) {
  const auto divergence = [p](double q) {
    const auto term = [](double a, double b) { return a <= 0 ? 0 : a * std::log(a / b); };
    return term(q, p) + term(1 - q, 1 - p);
  };
  double count = std::round(n * p);
  while (count >= 0 && count <= n && n * divergence(count / n) < 32) count += above ? 1 : -1;
  return count;
}

// Ranks of the rows in their own order; equal ones as they come.
std::vector<double> Ranks(const std::vector<std::vector<int>>& rows) {
  std::vector<size_t> order(rows.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return rows[a] < rows[b]; });
  std::vector<double> ranks(rows.size());
  for (size_t i = 0; i < order.size(); ++i) ranks[order[i]] = static_cast<double>(i);
  return ranks;
}

// Spearman's, in standard deviations.
double RankCorrelation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  double distance = 0;
  for (size_t i = 0; i < a.size(); ++i) distance += (a[i] - b[i]) * (a[i] - b[i]);
  return (1 - 6 * distance / (n * (n * n - 1))) * std::sqrt(n - 1);
}

int Group(int value, int radix) { return radix <= kMostGroups ? value : value * kMostGroups / radix; }

// Whether the joint distribution of two positions is that of independent ones.
bool Dependent(const Column& a, size_t at, const Column& b, size_t other) {
  std::vector<std::vector<double>> cells(kMostGroups, std::vector<double>(kMostGroups));
  std::vector<double> of_a(kMostGroups), of_b(kMostGroups);
  for (size_t i = 0; i < a.rows.size(); ++i) {
    const auto x = static_cast<size_t>(Group(a.rows[i][at], a.radix[at]));
    const auto y = static_cast<size_t>(Group(b.rows[i][other], b.radix[other]));
    ++cells[x][y];
    ++of_a[x];
    ++of_b[y];
  }
  const auto used = [](const std::vector<double>& counts) {
    return static_cast<double>(std::count_if(counts.begin(), counts.end(), [](double n) { return n > 0; }));
  };
  const double freedom = (used(of_a) - 1) * (used(of_b) - 1);
  double statistic = 0;
  for (size_t x = 0; x < of_a.size(); ++x) {
    for (size_t y = 0; y < of_b.size(); ++y) {
      const double expected = of_a[x] * of_b[y] / static_cast<double>(a.rows.size());
      if (expected > 0) statistic += (cells[x][y] - expected) * (cells[x][y] - expected) / expected;
    }
  }
  return statistic > freedom + 2 * std::sqrt(36 * freedom) + 72;
}

// What of two columns about the same people goes together.
std::vector<std::string> Links(const Column& a, const Column& b) {
  std::vector<std::string> links;
  const auto n = static_cast<double>(a.rows.size());
  double space = 1;
  for (const int radix : a.radix) space *= radix;
  double equal = 0;
  for (size_t i = 0; i < a.rows.size(); ++i) equal += a.rows[i] == b.rows[i] ? 1 : 0;
  if (equal >= FarFrom(n, 1 / space, true)) links.push_back(StrCat(a.kind, ": ", equal, " are the same"));

  for (size_t at = 0; at < a.radix.size(); ++at) {
    double same = 0;
    std::vector<double> of_a(static_cast<size_t>(a.radix[at])), of_b(of_a.size());
    for (size_t i = 0; i < a.rows.size(); ++i) {
      same += a.rows[i][at] == b.rows[i][at] ? 1 : 0;
      ++of_a[static_cast<size_t>(a.rows[i][at])];
      ++of_b[static_cast<size_t>(b.rows[i][at])];
    }
    double chance = 0;
    for (size_t k = 0; k < of_a.size(); ++k) chance += of_a[k] / n * of_b[k] / n;
    if (same >= FarFrom(n, chance, true) || same <= FarFrom(n, chance, false)) {
      links.push_back(StrCat(a.kind, ": symbol ", at, " agrees ", same, " times"));
    }
    for (size_t other = 0; other < b.radix.size(); ++other) {
      // Of long ones each position against its own and its neighbour's.
      if (a.radix.size() > 9 && other != at && other != at + 1) continue;
      if (Dependent(a, at, b, other)) {
        links.push_back(StrCat(a.kind, ": symbol ", at, " tells symbol ", other));
      }
    }
  }
  if (std::abs(RankCorrelation(Ranks(a.rows), Ranks(b.rows))) > 8.5) {
    links.push_back(StrCat(a.kind, ": one order tells the other"));
  }
  return links;
}

std::vector<int> SymbolsOf(std::string_view text, std::string_view alphabet) {
  std::vector<int> symbols;
  symbols.reserve(text.size());
  for (const char c : text) {
    const size_t at = alphabet.find(c);
    EXPECT_NE(at, std::string_view::npos) << text;
    symbols.push_back(static_cast<int>(at));
  }
  return symbols;
}

class UnlinkabilityTest : public ::testing::Test {
 protected:
  UnlinkabilityTest() {
    for (int i = 0; i < kPeople; ++i) keys_.push_back(StrCat("student|", i));
    EXPECT_TRUE(vault_->Enroll(keys_).ok());
    auto numbers = vault_testing::Numbers(loop_, *vault_, keys_);
    EXPECT_TRUE(numbers.ok()) << numbers.status();
    if (numbers.ok()) numbers_ = *std::move(numbers);
  }

  static ScopeName Named(std::string_view vendor, std::string_view year, std::string_view session) {
    ScopeName name;
    name.vendor = vendor;
    name.tool = "tool";
    name.app = "lms";
    name.person = "t.vega";
    name.session = session.empty() ? "any" : session;
    name.stable = session.empty();
    name.school_year = year;
    return name;
  }

  // All that stands for the people in a scope.
  std::vector<Column> Everything(const ScopeName& name) {
    auto opened = asio::co_spawn(loop_.context(), Scope::Open(*vault_, name), asio::use_future).get();
    EXPECT_TRUE(opened.ok()) << opened.status();
    if (!opened.ok()) return {};
    const std::unique_ptr<Scope> scope = *std::move(opened);
    std::vector<Column> columns = {Codes(scope->codes())};

    const std::string lower = "0123456789abcdefghjkmnpqrstvwxyz";
    const SealedIds sealed(scope->sealing_key(),
                           {.district = "lakeside", .vendor = name.vendor, .scope = name.school_year});
    Column& ids = columns.emplace_back(Column{"sealed ids", std::vector<int>(32, 32), {}});
    for (const SubjectNumber number : numbers_) {
      ids.rows.push_back(SymbolsOf(sealed.Seal("person", number).substr(4), lower));
    }

    const PreservedIds preserved(scope->stand_in_key(),
                                 {.district = {}, .vendor = name.vendor, .epoch = name.school_year});
    Column& kept = columns.emplace_back(Column{"ids in their format", std::vector<int>(9, 10), {}});
    for (int i = 0; i < kPeople; ++i) {
      const auto id = preserved.Protect("id", StrCat(400000000 + i));
      EXPECT_TRUE(id.has_value());
      if (id) kept.rows.push_back(SymbolsOf(*id, "0123456789"));
    }

    Column& references = columns.emplace_back(Column{"identifiers", std::vector<int>(25, 32), {}});
    for (const std::string& key : keys_) {
      std::string symbols = scope->IdentifierFor(key).substr(4);
      for (char& c : symbols) c = static_cast<char>(std::tolower(c));
      references.rows.push_back(SymbolsOf(symbols, lower));
    }

    columns.push_back(Surrogates(scope->stand_in_key()));
    columns.push_back(Shifts(*scope));
    return columns;
  }

  Column Codes(const CodeBook& book) const {
    Column codes{"codes", std::vector<int>(5, 32), {}};
    for (const SubjectNumber number : numbers_) {
      const std::string code = book.Encode({CodeType::kStudent, number, 0});
      codes.rows.push_back(SymbolsOf(code.substr(8, 5), ToStd(kCrockfordAlphabet)));
    }
    return codes;
  }

  Column Surrogates(const SecretBytes& key) const {
    const auto& given = SurrogateGivenNames(NameLanguage::kEnglish, NameGender::kUnknown);
    const auto& family = SurrogateFamilyNames(NameLanguage::kEnglish);
    Column names{"surrogates", {static_cast<int>(given.size()), static_cast<int>(family.size())}, {}};
    const auto index = [](const auto& list, std::string_view name) {
      return static_cast<int>(std::find(list.begin(), list.end(), name) - list.begin());
    };
    for (const SubjectNumber number : numbers_) {
      const NameParts name =
          SurrogateFor(key, number, 0, NameLanguage::kEnglish, NameGender::kUnknown, false);
      names.rows.push_back({index(given, name.given), index(family, name.family)});
    }
    return names;
  }

  Column Shifts(const Scope& scope) {
    Column shifts{"date shifts", {2 * DateShift::kMostDays}, {}};
    const auto work = [&]() -> asio::awaitable<void> {
      for (const std::string& person : keys_) {
        auto deriving = scope.DateKey(person);
        const absl::StatusOr<SecretBytes> key = co_await std::move(deriving);
        EXPECT_TRUE(key.ok()) << key.status();
        if (!key.ok()) co_return;
        const int days = DateShift(*key).days();
        shifts.rows.push_back({days + DateShift::kMostDays - (days > 0 ? 1 : 0)});
      }
    };
    asio::co_spawn(loop_.context(), work(), asio::use_future).get();
    return shifts;
  }

  vault_testing::TestDirectory directory_;
  EventLoop loop_;
  std::unique_ptr<Vault> vault_ = vault_testing::OpenVault(directory_);  // goes before the loop
  std::vector<std::string> keys_;
  std::vector<SubjectNumber> numbers_;
};

std::string Joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += StrCat(line, "\n");
  return all;
}

TEST_F(UnlinkabilityTest, NothingTellsWhoIsWhoInAnotherVendorsSessionsOrYearsData) {
  std::vector<std::vector<Column>> scopes;
  for (const ScopeName& name :
       {Named("acme", "2026-27", ""), Named("bolt", "2026-27", ""), Named("acme", "2027-28", ""),
        Named("acme", "2026-27", "one"), Named("acme", "2026-27", "two"), Named("bolt", "2026-27", "one")}) {
    scopes.push_back(Everything(name));
    ASSERT_EQ(scopes.back().size(), 6u);
    for (const Column& column : scopes.back()) ASSERT_EQ(column.rows.size(), size_t{kPeople}) << column.kind;
  }
  // Nor does the order of numbers, or of the roster.
  std::vector<std::vector<int>> by_number, by_roster;
  for (int i = 0; i < kPeople; ++i) {
    by_number.push_back({static_cast<int>(numbers_[static_cast<size_t>(i)])});
    by_roster.push_back({i});
  }
  EXPECT_LT(std::abs(RankCorrelation(Ranks(by_number), Ranks(by_roster))), 8.5);
  for (size_t a = 0; a < scopes.size(); ++a) {
    for (const Column& column : scopes[a]) {
      const std::vector<double> ranks = Ranks(column.rows);
      EXPECT_LT(std::abs(RankCorrelation(ranks, Ranks(by_number))), 8.5) << column.kind;
      EXPECT_LT(std::abs(RankCorrelation(ranks, Ranks(by_roster))), 8.5) << column.kind;
    }
    for (size_t b = a + 1; b < scopes.size(); ++b) {
      for (size_t k = 0; k < scopes[a].size(); ++k) {
        EXPECT_EQ(Joined(Links(scopes[a][k], scopes[b][k])), "") << "scopes " << a << " and " << b;
      }
    }
  }
}

// What the test above would say of derivations that are broken.
TEST_F(UnlinkabilityTest, BrokenDerivationsAreNoticed) {
  const std::vector<Column> one = Everything(Named("acme", "2026-27", ""));
  const std::vector<Column> other = Everything(Named("bolt", "2026-27", ""));
  for (size_t k = 0; k < one.size(); ++k) {
    ASSERT_EQ(Joined(Links(one[k], other[k])), "");
    EXPECT_FALSE(Links(one[k], one[k]).empty()) << one[k].kind << " under one key for both vendors";

    Column moved = one[k];
    for (std::vector<int>& row : moved.rows) {
      for (size_t at = 0; at < row.size(); ++at) row[at] = (row[at] + 7) % moved.radix[at];
    }
    EXPECT_FALSE(Links(one[k], moved).empty()) << one[k].kind << " under one key, moved by a constant";

    Column some = other[k];
    for (size_t i = 0; i < some.rows.size(); i += 20) some.rows[i] = one[k].rows[i];
    EXPECT_FALSE(Links(one[k], some).empty()) << one[k].kind << ", one person in twenty alike";

    Column last = other[k];
    for (size_t i = 0; i < last.rows.size(); ++i) last.rows[i].back() = one[k].rows[i].back();
    EXPECT_FALSE(Links(one[k], last).empty()) << one[k].kind << ", one symbol alike";
  }
  Column reversed = one[0];
  for (std::vector<int>& row : reversed.rows) std::reverse(row.begin(), row.end());
  EXPECT_FALSE(Links(one[0], reversed).empty()) << "codes under one key, read backwards";

  // Pseudonyms that keep the order of what they stand for, if only roughly.
  std::vector<std::vector<int>> by_number, rising;
  for (const SubjectNumber number : numbers_) {
    by_number.push_back({static_cast<int>(number)});
    rising.push_back({static_cast<int>(number / 4 + number % 7 * 3000000)});
  }
  EXPECT_GT(std::abs(RankCorrelation(Ranks(by_number), Ranks(rising))), 8.5);
}

}  // namespace
}  // namespace schoolgate::redaction
