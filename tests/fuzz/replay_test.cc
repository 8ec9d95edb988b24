// A fuzz target without a fuzzer: it takes every seed, and a few thousand mixtures of seeds and pieces that
// are the same in every run. Linked once with each target, whose CMakeLists.txt names its seeds and pieces. A
// property that does not hold ends the process and prints the input.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/expect.h"

namespace schoolgate::fuzz {
namespace {

constexpr int kMixtures = 2000;
constexpr size_t kLongest = 1024;

const std::filesystem::path kFolder = SCHOOLGATE_SOURCE_DIR "/tests/fuzz";

std::vector<std::string> Seeds() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder / FUZZ_SEEDS))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> seeds;
  for (const std::filesystem::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return seeds;
}

// The quoted strings of the dictionary libFuzzer gets.
std::vector<std::string> Pieces() {
  std::vector<std::string> pieces;
  std::ifstream stream(kFolder / FUZZ_PIECES);
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line.front() != '"') continue;
    std::string piece;
    for (size_t at = 1; at + 1 < line.size(); ++at) {
      const bool escaped = line[at] == '\\';
      at += escaped ? 1 : 0;
      if (escaped && line[at] == 'x') {
        piece.push_back(static_cast<char>(std::stoi(line.substr(at + 1, 2), nullptr, 16)));
        at += 2;
      } else {
        piece.push_back(line[at]);
      }
    }
    pieces.push_back(piece);
  }
  return pieces;
}

class Mixer {
 public:
  Mixer() : seeds_(Seeds()), pieces_(Pieces()) {}

  std::string Next() {
    std::string text = Below(8) == 0 ? "" : seeds_[Below(seeds_.size())];
    for (size_t changes = 1 + Below(10); changes > 0; --changes) Change(text);
    return text.substr(0, kLongest);
  }

 private:
  size_t Below(size_t limit) { return random_() % std::max<size_t>(limit, 1); }

  void Change(std::string& text) {
    const size_t at = Below(text.size() + 1);
    const size_t length = Below(std::min<size_t>(text.size() - at, 40) + 1);
    switch (Below(6)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, text.substr(Below(text.size()), 1 + Below(40)));
        break;
      case 2: {
        const std::string& other = seeds_[Below(seeds_.size())];
        text.replace(at, length, other.substr(Below(other.size()), 1 + Below(60)));
        break;
      }
      case 3:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << Below(8)));
        break;
      default:
        text.insert(at, pieces_[Below(pieces_.size())]);
    }
  }

  const std::vector<std::string> seeds_, pieces_;
  std::mt19937 random_{20261001};  // NOLINT(bugprone-random-generator-seed): the same texts in every run
};

void RunOn(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

TEST(ReplayTest, EverySeedHolds) {
  const std::vector<std::string> seeds = Seeds();
  ASSERT_GE(seeds.size(), 20U);
  RunOn("");
  for (const std::string& seed : seeds) RunOn(seed);
}

TEST(ReplayTest, MixturesOfSeedsAndPiecesHold) {
  Mixer mixer;
  for (int i = 0; i < kMixtures; ++i) RunOn(mixer.Next());
}

}  // namespace
}  // namespace schoolgate::fuzz
