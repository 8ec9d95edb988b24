#include "gateway/ingress/grpc/grpc_library_log.h"

#include <grpc/support/log.h>
#include <gtest/gtest.h>

#include "schoolgate/v1/chat.pb.h"

namespace schoolgate::gateway {
namespace {

TEST(TakeLibraryLogs, TellsWhereAndNothingElse) {
  gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);  // as grpc_init does
  TakeLibraryLogs();
  testing::internal::CaptureStderr();
  gpr_log(GPR_ERROR, "Error parsing metadata: key=te value=%s", "Ana Example");
  gpr_log(GPR_INFO, "Ana Example");
  // A string that is not UTF-8.
  v1::MetadataEntry entry;
  EXPECT_FALSE(entry.ParseFromString("\x0A\x02\xC3\x28"));
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(log.find("Ana"), std::string::npos) << log;
  EXPECT_EQ(log.find("MetadataEntry"), std::string::npos) << log;
  EXPECT_NE(log.find("grpc_library_error"), std::string::npos) << log;
  EXPECT_NE(log.find("grpc_library_log_test.cc"), std::string::npos) << log;
  EXPECT_NE(log.find("protobuf_library_error"), std::string::npos) << log;
}

}  // namespace
}  // namespace schoolgate::gateway
