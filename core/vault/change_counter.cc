#include "core/vault/change_counter.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "absl/cleanup/cleanup.h"
#include "core/util/log.h"
#include "core/util/problems.h"

namespace schoolgate {
namespace {

constexpr size_t kSize = sizeof(std::atomic<uint64_t>);
static_assert(std::atomic<uint64_t>::is_always_lock_free, "processes share no lock");

}  // namespace

absl::StatusOr<std::unique_ptr<ChangeCounter>> ChangeCounter::Open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  absl::Cleanup close = [fd] { ::close(fd); };
  void* page = MAP_FAILED;
  if (fd >= 0 && ::posix_fallocate(fd, 0, kSize) == 0) {
    page = ::mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  }
  if (page == MAP_FAILED) {
    LogError("vault_change_counter_failed", {{"errno", errno}});
    return MakeProblem(problems::kVaultUnavailable);
  }
  return std::unique_ptr<ChangeCounter>(new ChangeCounter(static_cast<std::atomic<uint64_t>*>(page)));
}

ChangeCounter::~ChangeCounter() { ::munmap(count_, kSize); }

}  // namespace schoolgate
