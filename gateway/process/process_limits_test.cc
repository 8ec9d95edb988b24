#include "gateway/process/process_limits.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace schoolgate::gateway {
namespace {

TEST(ProcessLimitsTest, ACrashLeavesNoCopyOfTheMemory) {
  // In a child: the test's own process stays as it is.
  EXPECT_EXIT(
      {
        KeepMemoryPrivate();
        rlimit core{};
        const bool limited = getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 && core.rlim_max == 0;
        std::_Exit(limited && prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

TEST(ProcessLimitsTest, OpensAsManyFilesAsTheMachineAllows) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit few{64, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  EXPECT_EQ(RaiseFileLimit(), static_cast<int64_t>(before.rlim_max));
  rlimit after{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &after), 0);
  EXPECT_EQ(after.rlim_cur, before.rlim_max);
  setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace schoolgate::gateway
