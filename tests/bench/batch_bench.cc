// Files into codes and back, on one core: what deidentify does beside detection alone on the same pieces,
// and what reidentify does to the result. The command runs two such workers. The district is the generated
// one; nobody in it exists.
#include <benchmark/benchmark.h>
#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/roster/oneroster.h"
#include "core/util/strings.h"
#include "core/vault/sqlite_vault.h"
#include "gateway/audit/file_descriptor.h"
#include "gateway/batch/deidentifier.h"
#include "gateway/batch/reidentifier.h"
#include "gateway/demo/district.h"
#include "redaction/walk/json_tokens.h"

namespace schoolgate::gateway {
namespace {

const absl::CivilDay kToday(2026, 11, 23);

// A directory, a district, a vault: made once, kept until the process ends.
struct Bench {
  std::string directory = (std::filesystem::temp_directory_path() / "schoolgate-bench-XXXXXX").string();
  boost::asio::io_context context;
  std::unique_ptr<Vault> vault;
  std::shared_ptr<const redaction::Detector> detector;

  Bench() {
    if (::mkdtemp(directory.data()) == nullptr) std::abort();
    if (!GenerateSampleDistrict(directory + "/roster", DistrictOptions()).ok()) std::abort();
    detector =
        redaction::Detector::Create(ImportOneRoster(directory + "/roster", ImportOptions()).value().roster);
    vault = OpenSqliteVault(directory + "/vault.db", directory + "/vault.key").value();
  }
  ~Bench() {
    vault.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
  }
};

Bench& TheBench() {
  static Bench bench;
  return bench;
}

const Person& Somebody(size_t number) {
  const auto people = TheBench().detector->roster().people();
  return people[number * 7919 % people.size()];
}

// Prose in which somebody is named every few hundred bytes, as in student work.
std::string Essay(size_t number) {
  const Person& one = Somebody(number);
  return StrCat(
      "What I saw at the river, by ", one.given, " ", one.family,
      "\n\nLast week our class went down to the river behind the school. The water was low and the stones "
      "were green, and we counted eleven kinds of insects under them before lunch. ",
      Somebody(number + 1).given,
      " held the net while I wrote the numbers down, and our teacher said that the mayflies show how clean "
      "the "
      "water is. I think that the old mill upstream changes the current, because the bank on our side is cut "
      "away and the other one grows. We measured the depth in three places and made a graph of it. The "
      "deepest place was where the two arms meet, and there the water was also the coldest. If I had more "
      "time "
      "I would go back in spring and measure again, since snow from the hills should make all of it "
      "deeper.\n\n");
}

std::string Quoted(std::string_view text) {
  std::string line;
  redaction::AppendJsonEscaped(text, line);
  return line;
}

std::string BytesOf(FileFormat format) {
  std::string bytes = format == FileFormat::kTable ? "student_id,name,email,comment,score\n" : "";
  for (size_t n = 0; bytes.size() < 2'000'000; ++n) {
    const Person& one = Somebody(n);
    switch (format) {
      case FileFormat::kText:
        bytes += Essay(n);
        break;
      case FileFormat::kTable:
        bytes += StrCat(100'000 + n, ",\"", one.family, ", ", one.given, "\",", one.given, n,
                        "@maplehollow.example,Works well with others and finished the unit on rivers,",
                        n % 100, "\n");
        break;
      case FileFormat::kJsonLines:
        bytes += StrCat("{\"id\":", n, ",\"text\":\"", Quoted(Essay(n)), "\"}\n");
        break;
    }
  }
  return bytes;
}

std::vector<Piece> PiecesOf(std::string_view bytes, FileFormat format) {
  const FileDescriptor file(::memfd_create("bytes", MFD_CLOEXEC));
  if (::pwrite(file.get(), bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();
  auto reader = PieceReader::Open(file.get(), format);
  std::vector<Piece> pieces;
  for (Piece piece; *reader->Next(piece);) pieces.push_back(piece);
  return pieces;
}

void BM_DetectionAlone(benchmark::State& state, FileFormat format) {
  const std::string bytes = BytesOf(format);
  const std::vector<Piece> pieces = PiecesOf(bytes, format);
  size_t found = 0;
  for (auto _ : state) {
    found = 0;
    for (const Piece& piece : pieces) {
      const PieceSlots text = FindSlots(piece, format);
      for (const Unit& unit : text.units) {
        const auto slots = std::span(text.slots).subspan(unit.first_slot, unit.end_slot - unit.first_slot);
        found += TheBench().detector->Detect(slots, {.today = kToday}).size();
      }
    }
  }
  state.counters["findings"] = static_cast<double>(found);
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * bytes.size()));
}

void BM_Deidentify(benchmark::State& state, FileFormat format) {
  const std::string bytes = BytesOf(format);
  const std::vector<Piece> pieces = PiecesOf(bytes, format);
  CodeIssuer issuer(*TheBench().vault, TheBench().context, "bench");
  Deidentifier worker(*TheBench().detector, nullptr, kToday, issuer);
  for (auto _ : state) {
    for (const Piece& piece : pieces) {
      if (!worker.Do(piece, format).ok()) state.SkipWithError("not treated");
    }
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * bytes.size()));
}

void BM_Reidentify(benchmark::State& state, FileFormat format) {
  CodeIssuer issuer(*TheBench().vault, TheBench().context, "bench");
  Deidentifier worker(*TheBench().detector, nullptr, kToday, issuer);
  std::vector<Piece> pieces = PiecesOf(BytesOf(format), format);
  int64_t bytes = 0;
  for (Piece& piece : pieces) {
    piece.bytes = worker.Do(piece, format).value().bytes;
    bytes += static_cast<int64_t>(piece.bytes.size());
  }
  auto known = AllOfScope(*TheBench().vault, TheBench().context, "bench");
  Reidentifier back(*known);
  for (auto _ : state) {
    for (const Piece& piece : pieces) benchmark::DoNotOptimize(back.Do(piece, format));
  }
  state.SetBytesProcessed(state.iterations() * bytes);
}

#define SG_BENCH_FORMATS(function)                        \
  BENCHMARK_CAPTURE(function, text, FileFormat::kText);   \
  BENCHMARK_CAPTURE(function, table, FileFormat::kTable); \
  BENCHMARK_CAPTURE(function, jsonl, FileFormat::kJsonLines)

SG_BENCH_FORMATS(BM_DetectionAlone);
SG_BENCH_FORMATS(BM_Deidentify);
SG_BENCH_FORMATS(BM_Reidentify);

}  // namespace
}  // namespace schoolgate::gateway
