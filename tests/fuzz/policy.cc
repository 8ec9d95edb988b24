// The loader of policy files, on one file of any bytes.
//
//   answers   a set, or faults with a place; never both, never neither.
//   readable  a fault is one line of printable ASCII, whatever the file holds.
//   bounded   reading and checking never hold more than 64 MB of the heap at once: no anchors unfold, no
//             nesting piles up, no scalar or list grows without end.
//   settled   what loaded has a hash, and a table for each of its tools.
#include "policy/policy.h"

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <string>
#include <vector>

#include "policy/loader.h"
#include "tests/fuzz/expect.h"

namespace {

constexpr size_t kMostHeap = 64 << 20;

std::atomic<size_t> held{0};
std::atomic<size_t> most_held{0};

void* TakeIfThereIs(size_t size, size_t alignment) {
  void* const memory = alignment <= alignof(std::max_align_t)
                           ? std::malloc(size)
                           : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (memory == nullptr) return nullptr;
  const size_t now = held.fetch_add(malloc_usable_size(memory)) + malloc_usable_size(memory);
  size_t most = most_held.load();
  while (now > most && !most_held.compare_exchange_weak(most, now)) {
  }
  return memory;
}

void* Take(size_t size, size_t alignment) {
  void* const memory = TakeIfThereIs(size, alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void Give(void* memory) {
  if (memory == nullptr) return;
  held.fetch_sub(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace

// Every object's allocation in the process is counted, the libraries' too. All forms for one object are
// replaced together: AddressSanitizer takes one of its own that ours gives back for a mistake.
void* operator new(size_t size) { return Take(size, 0); }
void* operator new(size_t size, const std::nothrow_t&) noexcept { return TakeIfThereIs(size, 0); }
void* operator new(size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return TakeIfThereIs(size, static_cast<size_t>(alignment));
}
void* operator new(size_t size, std::align_val_t alignment) {
  return Take(size, static_cast<size_t>(alignment));
}
void operator delete(void* memory) noexcept { Give(memory); }
void operator delete(void* memory, size_t) noexcept { Give(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { Give(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { Give(memory); }
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept { Give(memory); }
void operator delete(void* memory, size_t, std::align_val_t) noexcept { Give(memory); }

namespace schoolgate::fuzz {
namespace {

namespace fs = std::filesystem;

// A folder with one file, for as long as the process lives.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "fuzz-policy-XXXXXX").string();
    FUZZ_EXPECT(mkdtemp(pattern.data()) != nullptr, "");
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string With(std::string_view content) const {
    std::ofstream(path_ / "policy.yaml", std::ios::binary) << content;
    return path_.string();
  }

 private:
  fs::path path_;
};

void ExpectReadable(const std::vector<policy::Issue>& issues) {
  for (const policy::Issue& issue : issues) {
    const std::string line = ToString(issue);
    FUZZ_EXPECT(!issue.message.empty(), line);
    FUZZ_EXPECT(issue.line >= 0 && issue.column >= 0, line);
    FUZZ_EXPECT(std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c <= 0x7e; }), line);
  }
}

}  // namespace
}  // namespace schoolgate::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace fuzz = schoolgate::fuzz;
  namespace policy = schoolgate::policy;
  static const fuzz::Folder folder;
  const std::string directory = folder.With(fuzz::Begin(data, size));

  const size_t before = held;
  most_held = before;
  std::vector<policy::Issue> issues;
  policy::LoadDocuments(directory, issues);
  FUZZ_EXPECT(most_held - before <= kMostHeap, std::to_string(most_held - before));
  fuzz::ExpectReadable(issues);

  const auto set = policy::PolicySet::Load(directory, issues);
  FUZZ_EXPECT(set.ok() == issues.empty(), "");
  if (!set.ok()) return 0;
  FUZZ_EXPECT((*set)->hash().size() == 64, "");
  for (const auto& tool : (*set)->tools()) FUZZ_EXPECT((*set)->Table(tool.name()) != nullptr, tool.name());
  return 0;
}
