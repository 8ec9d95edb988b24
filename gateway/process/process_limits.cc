#include "gateway/process/process_limits.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include "core/util/log.h"

namespace schoolgate::gateway {

void KeepMemoryPrivate() {
  const rlimit none{0, 0};
  const bool no_dump = setrlimit(RLIMIT_CORE, &none) == 0;
  // Also where cores go to a program: the limit does not hold there.
  const bool not_dumpable = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
  if (!no_dump || !not_dumpable) LogWarn("core_dumps_not_turned_off");
}

int64_t RaiseFileLimit() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return 0;
  const rlimit raised{files.rlim_max, files.rlim_max};
  if (files.rlim_cur != files.rlim_max && setrlimit(RLIMIT_NOFILE, &raised) == 0) files = raised;
  return static_cast<int64_t>(files.rlim_cur);
}

}  // namespace schoolgate::gateway
