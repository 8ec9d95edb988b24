#include "gateway/records/record_calls.h"

#include <utility>
#include <vector>

#include "core/util/problems.h"
#include "core/util/status.h"

namespace schoolgate::gateway {

namespace {

// Lists an app may have open at once.
constexpr int kOpenLists = 4;
// Numbers are asked for in such parts, so that nobody else's call waits for a whole district.
constexpr size_t kNumbersAtOnce = 2000;

}  // namespace

RecordDesk::RecordDesk(Gate& gate, std::string origin, std::string results_directory)
    : gate_(gate), origin_(std::move(origin)), results_(std::move(results_directory)) {}

bool RecordDesk::Enter(const std::string& app) {
  const std::lock_guard lock(mutex_);
  int& open = open_lists_[app];
  if (open == kOpenLists) return false;
  ++open;
  return true;
}

void RecordDesk::Leave(const std::string& app) {
  const std::lock_guard lock(mutex_);
  const auto open = open_lists_.find(app);
  if (--open->second == 0) open_lists_.erase(open);
}

boost::asio::awaitable<absl::StatusOr<std::shared_ptr<const RecordDesk::People>>> RecordDesk::PeopleOf(
    const Roster& roster) {
  {
    const std::lock_guard lock(mutex_);
    if (people_ != nullptr && people_version_ == roster.version()) co_return people_;
  }
  auto people = std::make_shared<People>();
  std::vector<std::string> keys;
  std::vector<PersonIndex> asked;
  const absl::Span<const Person> all = roster.people();
  for (PersonIndex i = 0; i < all.size(); ++i) {
    if (all[i].kind != PersonKind::kGuardian) {
      keys.push_back(PersonKey(all[i]));
      asked.push_back(i);
    }
    if (keys.empty() || (keys.size() < kNumbersAtOnce && i + 1 < all.size())) continue;
    std::vector<std::string> some = std::exchange(keys, {});
    SG_CO_ASSIGN_OR_RETURN(const std::vector<SubjectNumber> numbers,
                           co_await gate_.vault().Numbers(std::move(some)));
    if (numbers.size() != asked.size()) co_return MakeProblem(problems::kInternal);
    for (size_t k = 0; k < numbers.size(); ++k) people->emplace(numbers[k], asked[k]);
    asked.clear();
  }
  const std::lock_guard lock(mutex_);
  people_version_ = roster.version();
  people_ = people;
  co_return people_;
}

}  // namespace schoolgate::gateway
