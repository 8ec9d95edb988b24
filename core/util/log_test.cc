#include "core/util/log.h"

#include <string>

#include "gtest/gtest.h"

namespace schoolgate {
namespace {

TEST(LogTest, WritesOneJsonObjectALine) {
  testing::internal::CaptureStderr();
  LogInfo("vendor_call",
          {{"vendor", SafeLabel::Registered("a \"quoted\" name")}, {"status", 503}, {"again", true}});
  const std::string line = testing::internal::GetCapturedStderr();
  EXPECT_NE(
      line.find(
          R"("level":"info","event":"vendor_call","vendor":"a \"quoted\" name","status":503,"again":true})"),
      std::string::npos)
      << line;
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(LogTest, LevelsBelowTheSetOneAreNotWritten) {
  testing::internal::CaptureStderr();
  SetLogLevel(LogLevel::kWarn);
  LogInfo("quiet");
  LogWarn("loud");
  SetLogLevel(LogLevel::kInfo);
  const std::string lines = testing::internal::GetCapturedStderr();
  EXPECT_EQ(lines.find("quiet"), std::string::npos);
  EXPECT_NE(lines.find("loud"), std::string::npos);
}

}  // namespace
}  // namespace schoolgate
