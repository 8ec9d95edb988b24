// Detection alone, with a district of 100,000 students and their families (some 350,000 people; nobody of
// them exists): bytes a second on one core by kind of text, beside the least any reader of the same text must
// do; the slowest of a hundred prompts of 4 KB; what the index takes to build and to keep; and how long a
// prompt may have to wait while a new one is built.
#include <benchmark/benchmark.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/roster/roster_builder.h"
#include "core/util/strings.h"
#include "redaction/detect/detector.h"
#include "redaction/detect/roster/roster_index.h"

namespace schoolgate::redaction {
namespace {

constexpr int kStudents = 100'000;
constexpr int kGuardians = 240'000;
constexpr int kStaff = 10'000;

// Names put together from syllables: some 5,000 given and 30,000 family names.
class Names {
 public:
  std::string Given() {
    std::string name = StrCat(Pick(kHeads), Pick(kMiddles));
    if (random_() % 2 == 0) name += Pick(kMiddles);
    return name += Pick(kGivenTails);
  }
  std::string Family() {
    std::string name = Half();
    if (random_() % 6 == 0) name += StrCat(" ", Half());
    return name;
  }
  uint32_t Number(uint32_t below) { return static_cast<uint32_t>(random_() % below); }

 private:
  template <size_t kSize>
  std::string_view Pick(const std::array<std::string_view, kSize>& from) {
    return from[random_() % kSize];
  }
  std::string Half() { return StrCat(Pick(kHeads), Pick(kMiddles), Pick(kMiddles), Pick(kFamilyTails)); }

  static constexpr std::array<std::string_view, 20> kHeads = {"Ma", "Jo", "Le", "Ka", "Da", "Ro", "An",
                                                              "El", "Is", "Ti", "Sa", "Be", "Vi", "No",
                                                              "Ga", "Lu", "Mi", "Xi", "Yu", "Ce"};
  static constexpr std::array<std::string_view, 15> kMiddles = {
      "ri", "se", "la", "vi", "mo", "na", "be", "ti", "lo", "ra", "si", "ne", "do", "ma", "le"};
  static constexpr std::array<std::string_view, 10> kGivenTails = {"a",  "o",  "n",  "th", "el",
                                                                   "ah", "on", "is", "ya", "us"};
  static constexpr std::array<std::string_view, 15> kFamilyTails = {"ez",    "son", "man", "ski", "berg",
                                                                    "field", "ton", "ley", "es",  "ov",
                                                                    "wal",   "ard", "ini", "aro", "quez"};
  std::mt19937 random_{1};
};

RosterSnapshot DistrictRoster() {
  static auto& roster = *new RosterSnapshot([] {
    RosterBuilder builder;
    Names names;
    std::vector<PersonIndex> students;
    for (int number = 0; number < kStudents + kGuardians + kStaff; ++number) {
      const PersonKind kind = number < kStudents                ? PersonKind::kStudent
                              : number < kStudents + kGuardians ? PersonKind::kGuardian
                                                                : PersonKind::kStaff;
      const std::string given = names.Given();
      const std::string family = names.Family();
      const std::string username =
          StrCat(given.substr(0, 1), family.substr(0, family.find(' ')), number % 1000);
      const PersonIndex person = builder.AddPerson({.kind = kind,
                                                    .source_id = StrCat("s", 100'000 + number),
                                                    .given = given,
                                                    .family = family,
                                                    .username = username});
      builder.AddEmail(person, StrCat(username, "@alder.example"));
      if (kind == PersonKind::kStudent) {
        builder.AddId(person, IdKind::kLocal, StrCat(700'000 + number));
        builder.SetBirthDate(person, BirthDate(std::chrono::year(2008 + number % 10),
                                               std::chrono::month(1 + static_cast<unsigned>(number) % 12),
                                               std::chrono::day(1 + static_cast<unsigned>(number) % 28)));
        students.push_back(person);
      } else {
        builder.AddPhone(person, StrCat("950555", 1000 + number % 9000));
      }
      if (kind == PersonKind::kGuardian) {
        builder.Relate(students[static_cast<size_t>(number) % students.size()], person);
        builder.AddAddress(person,
                           {StrCat(names.Number(9999), " ", names.Family(), " St"), "Alder", "TX", "78834"});
      }
    }
    return std::move(builder).Build("bench", absl::UnixEpoch());
  }());
  return roster;
}

const Detector& DistrictDetector() {
  static auto& detector = *new std::shared_ptr<const Detector>(Detector::Create(DistrictRoster()));
  return *detector;
}

// The people a text of some kind is about, one after the other.
const Person& Somebody(size_t number) {
  return DistrictRoster()->person(static_cast<PersonIndex>(number * 7919 % kStudents));
}

std::string Chat(size_t number) {
  const Person& student = Somebody(number);
  return StrCat(
      "can u help me w my essay pls its due tmrw and ", student.given,
      " said the teacher wants 3 paragraphs about the causes of the war, i have the first one done but im "
      "stuck on how to start the second, also is it ok if i use the same quote twice or does that look "
      "bad\n");
}

std::string Essay(size_t number) {
  static constexpr std::array<std::string_view, 6> kSentences = {
      "The river had frozen before anyone thought to mend the bridge, and the town waited. ",
      "In the second chapter the author shows how a small decision can change a family for years. ",
      "Photosynthesis turns light into sugar, which is why the plants near the window grew taller. ",
      "Many people believed that the new law was fair, but others wrote letters against it. ",
      "For example, the graph on page twelve shows that the temperature rose by two degrees. ",
      "I agree with the narrator because courage is not the same as having no fear. "};
  if (number % 40 == 0)
    return StrCat("My partner ", Somebody(number).given, " disagreed with me about this.\n\n");
  return std::string(kSentences[number % kSentences.size()]);
}

std::string Csv(size_t number) {
  if (number == 0) return "student_id,last_name,first_name,birth_date,email,score,comment\n";
  const Person& student = Somebody(number);
  return StrCat(700'000 + number * 7919 % kStudents, ",", student.family, ",", student.given, ",2012-0",
                1 + number % 9, "-1", number % 9, ",", student.username, "@alder.example,", 60 + number % 40,
                ",turned in late\n");
}

std::string Json(size_t number) {
  const Person& student = Somebody(number);
  return StrCat("{\"id\":\"", 700'000 + number * 7919 % kStudents, "\",\"name\":\"", student.given, " ",
                student.family, "\",\"score\":", 60 + number % 40,
                ",\"note\":\"turned in the lab report late but did well on the quiz\"},\n");
}

using Piece = std::string (*)(size_t);

std::string TextOf(Piece piece, size_t bytes) {
  std::string text;
  for (size_t number = 0; text.size() < bytes; ++number) text += piece(number);
  text.resize(bytes);
  return text;
}

constexpr size_t kTextBytes = size_t{64} << 10;

void BM_Detect(benchmark::State& state, Piece piece) {
  const Detector& detector = DistrictDetector();
  const std::string text = TextOf(piece, kTextBytes);
  const Slot slot{.index = 0, .kind = SlotKind::kText, .text = text};
  const DetectionContext context{.today = absl::CivilDay(2026, 10, 1)};
  size_t findings = 0;
  for (auto _ : state) findings = detector.Detect({&slot, 1}, context).size();
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
  state.counters["findings"] = static_cast<double>(findings);
}
BENCHMARK_CAPTURE(BM_Detect, chat, &Chat)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Detect, essay, &Essay)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Detect, csv, &Csv)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Detect, json, &Json)->Unit(benchmark::kMillisecond);

// What to compare with: the words of the text counted byte by byte, and its line ends by memchr.
void BM_WordScan(benchmark::State& state, Piece piece) {
  const std::string text = TextOf(piece, kTextBytes);
  for (auto _ : state) {
    size_t words = 0;
    bool inside = false;
    for (const char c : text) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      words += letter && !inside ? 1 : 0;
      inside = letter;
    }
    benchmark::DoNotOptimize(words);
    const char* at = text.data();
    const char* const end = at + text.size();
    while ((at = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at)))) != nullptr)
      ++at;
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}
BENCHMARK_CAPTURE(BM_WordScan, chat, &Chat);
BENCHMARK_CAPTURE(BM_WordScan, essay, &Essay);
BENCHMARK_CAPTURE(BM_WordScan, csv, &Csv);
BENCHMARK_CAPTURE(BM_WordScan, json, &Json);

// This thread's own time: whatever else the machine does does not count.
double CpuSeconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Prompts of 4 KB, each another; the slowest of a hundred.
void BM_DetectPrompt(benchmark::State& state) {
  constexpr size_t kPromptBytes = 4096;
  const Detector& detector = DistrictDetector();
  const std::string chat = TextOf(&Chat, 4 * kTextBytes);
  const std::string essay = TextOf(&Essay, 4 * kTextBytes);
  const DetectionContext context{.today = absl::CivilDay(2026, 10, 1)};
  std::vector<double> seconds;
  size_t number = 0;
  for (auto _ : state) {
    const std::string& from = number % 2 == 0 ? chat : essay;
    const size_t begin = ++number * 1021 % (from.size() - kPromptBytes);
    const Slot slot{.index = 0, .text = std::string_view(from).substr(begin, kPromptBytes)};
    const double start = CpuSeconds();
    benchmark::DoNotOptimize(detector.Detect({&slot, 1}, context));
    seconds.push_back(CpuSeconds() - start);
  }
  std::sort(seconds.begin(), seconds.end());
  state.counters["p99_ms"] = seconds[seconds.size() * 99 / 100] * 1e3;
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * kPromptBytes));
}
BENCHMARK(BM_DetectPrompt)->Unit(benchmark::kMicrosecond);

void BM_BuildIndex(benchmark::State& state) {
  const RosterSnapshot roster = DistrictRoster();
  size_t bytes = 0;
  for (auto _ : state) bytes = RosterIndex(roster).MemoryBytes();
  state.counters["people"] = static_cast<double>(roster->people().size());
  state.counters["index_MB"] = static_cast<double>(bytes) / 1e6;
}
BENCHMARK(BM_BuildIndex)->Unit(benchmark::kMillisecond);

double WallSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Prompts of 4 KB while a new index is built beside and put in place of the old one, as a gate reloads its
// roster: the slowest of them, taking the index and giving it back included. The same prompts without a
// reload say how much of that the machine's other work is.
void BM_DetectWhileReloading(benchmark::State& state) {
  const bool reloads = state.range(0) != 0;
  std::mutex mutex;
  std::shared_ptr<const Detector> current = Detector::Create(DistrictRoster());
  const std::string chat = TextOf(&Chat, 4 * kTextBytes);
  const DetectionContext context{.today = absl::CivilDay(2026, 10, 1)};
  double slowest = 0;
  double reload = 0;
  size_t prompts = 0;
  for (auto _ : state) {
    std::atomic<bool> done = false;
    std::thread loader([&] {
      const double start = WallSeconds();
      if (reloads) {
        std::shared_ptr<const Detector> next = Detector::Create(DistrictRoster());
        {
          const std::scoped_lock lock(mutex);
          current.swap(next);
        }
        // Whoever still reads the old one shall not be who has to free it.
        while (next.use_count() > 1) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      } else {
        std::this_thread::sleep_for(std::chrono::seconds(1));
      }
      reload = std::max(reload, WallSeconds() - start);
      done = true;
    });
    while (!done) {
      const size_t begin = ++prompts * 1021 % (chat.size() - 4096);
      const Slot slot{.index = 0, .text = std::string_view(chat).substr(begin, 4096)};
      const double start = WallSeconds();
      {
        std::shared_ptr<const Detector> detector;
        {
          const std::scoped_lock lock(mutex);
          detector = current;
        }
        benchmark::DoNotOptimize(detector->Detect({&slot, 1}, context));
      }
      slowest = std::max(slowest, WallSeconds() - start);
    }
    loader.join();
  }
  state.counters["slowest_ms"] = slowest * 1e3;
  state.counters["reload_s"] = reloads ? reload : 0;
  state.counters["prompts"] = static_cast<double>(prompts);
}
BENCHMARK(BM_DetectWhileReloading)->ArgName("reloads")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace schoolgate::redaction
