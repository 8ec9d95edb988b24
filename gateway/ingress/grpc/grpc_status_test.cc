#include "gateway/ingress/grpc/grpc_status.h"

#include <gtest/gtest.h>

#include "core/util/problems.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace schoolgate::gateway {
namespace {

TEST(ToGrpcStatus, CarriesTheProblemInBothLanguages) {
  const grpc::Status status =
      ToGrpcStatus(MakeProblem(problems::kAgreementExpired, {{"tool", "essays"}, {"owner", "Ms. Example"}}));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_NE(status.error_message().find("essays"), std::string::npos);

  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), 9);
  EXPECT_EQ(details.message(), status.error_message());
  ASSERT_EQ(details.details_size(), 3);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(details.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "AGREEMENT_EXPIRED");
  EXPECT_EQ(info.domain(), "schoolgate.v1");
  EXPECT_EQ(info.metadata().at("owner"), "Ms. Example");
  google::rpc::LocalizedMessage english;
  google::rpc::LocalizedMessage spanish;
  ASSERT_TRUE(details.details(1).UnpackTo(&english));
  ASSERT_TRUE(details.details(2).UnpackTo(&spanish));
  EXPECT_EQ(english.locale(), "en");
  EXPECT_EQ(english.message(), status.error_message());
  EXPECT_EQ(spanish.locale(), "es");
  EXPECT_NE(spanish.message().find("acuerdo de privacidad"), std::string::npos);
}

TEST(ToGrpcStatus, TellsNothingOfAStatusThatIsNoProblem) {
  const grpc::Status status = ToGrpcStatus(absl::NotFoundError("Ana Example, grade 4"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(status.error_message().find("Ana"), std::string::npos);
  EXPECT_EQ(status.error_details().find("Ana"), std::string::npos);
}

TEST(ToGrpcStatus, EveryProblemKeepsItsCodeAndFitsATrailer) {
  for (const ProblemKind* kind : problems::kAll) {
    const grpc::Status status = ToGrpcStatus(MakeProblem(*kind));
    EXPECT_EQ(static_cast<int>(status.error_code()), static_cast<int>(kind->code)) << kind->reason;
    // Clients take 8 KiB of metadata unless told otherwise, and the details travel in base64.
    EXPECT_LT(status.error_details().size() * 4 / 3 + status.error_message().size(), 4096u) << kind->reason;
  }
}

TEST(ToGrpcStatus, OkIsOk) { EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok()); }

}  // namespace
}  // namespace schoolgate::gateway
