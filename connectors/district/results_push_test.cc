// Results over REST, to a district's system of this test's own: one thread that answers one call at a time.
#include "connectors/district/results_push.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/district/test_district.h"
#include "core/util/strings.h"

namespace schoolgate::connectors {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::shared_ptr<const SecretBytes> Secret(std::string_view text) {
  return std::make_shared<const SecretBytes>(std::string(text));
}

PushEndpoint WithToken(const FakeDistrict& district) {
  PushEndpoint endpoint;
  endpoint.base_url = district.url() + "/ims/oneroster/v1p1";
  endpoint.token = Secret("district-token");
  return endpoint;
}

WrittenResult Row(std::string id) {
  return {.id = std::move(id),
          .modified = "2026-09-21T14:13:20.123Z",
          .line_item = "li/1",
          .student = "s1",
          .score = "17.5",
          .scored = "2026-09-21",
          .comment = "Good, \"Ana\"!"};
}

TEST(ResultsPushTest, EachResultIsPutUnderItsIdAsOneRosterHasIt) {
  const FakeDistrict district([](const Call&) { return "201"; });
  ResultsPush push(WithToken(district));
  ASSERT_TRUE(push.Deliver({Row("sg-1"), Row("sg 2/x")}).ok());
  EXPECT_THAT(district.lines(), ElementsAre("PUT /ims/oneroster/v1p1/results/sg-1",
                                            "PUT /ims/oneroster/v1p1/results/sg%202%2Fx"));
  const Call first = district.calls()[0];
  EXPECT_THAT(first.head, HasSubstr("authorization: Bearer district-token\r\n"));
  EXPECT_EQ(first.body, StrCat(R"({"result":{"sourcedId":"sg-1","status":"active","dateLastModified":)"
                               R"("2026-09-21T14:13:20.123Z","lineItem":{"href":")",
                               district.url(),
                               R"(/ims/oneroster/v1p1/lineItems/li%2F1","sourcedId":"li/1","type":)"
                               R"("lineItem"},"student":{"href":")",
                               district.url(),
                               R"(/ims/oneroster/v1p1/users/s1","sourcedId":"s1","type":"user"},)"
                               R"("scoreStatus":"fully graded","score":17.5,"scoreDate":"2026-09-21",)"
                               R"("comment":"Good, \"Ana\"!"}})"));
}

TEST(ResultsPushTest, AClientGetsATokenOnceAndAnewWhenItIsTakenBack) {
  int puts = 0;
  const FakeDistrict district([&puts](const Call& call) -> std::string {
    if (call.head.starts_with("POST /token")) return R"(200 {"access_token":"fetched","expires_in":3600})";
    return ++puts == 3 ? "401" : "200";
  });
  PushEndpoint endpoint = WithToken(district);
  endpoint.token = nullptr;
  endpoint.token_url = district.url() + "/token";
  endpoint.client_id = "schoolgate";
  endpoint.client_secret = Secret("hush");
  ResultsPush push(endpoint);
  ASSERT_TRUE(push.Deliver({Row("sg-1"), Row("sg-2")}).ok());
  ASSERT_TRUE(push.Deliver({Row("sg-3")}).ok());
  EXPECT_THAT(district.lines(),
              ElementsAre("POST /token", "PUT /ims/oneroster/v1p1/results/sg-1",
                          "PUT /ims/oneroster/v1p1/results/sg-2", "PUT /ims/oneroster/v1p1/results/sg-3",
                          "POST /token", "PUT /ims/oneroster/v1p1/results/sg-3"));
  EXPECT_THAT(district.calls()[0].head, HasSubstr("authorization: Basic c2Nob29sZ2F0ZTpodXNo\r\n"));
  EXPECT_THAT(district.calls()[0].body,
              HasSubstr("grant_type=client_credentials&scope=https%3A%2F%2Fpurl.imsglobal.org%2Fspec%2For%2F"
                        "v1p1%2Fscope%2Fgradebook.createput"));
  EXPECT_THAT(district.calls()[1].head, HasSubstr("authorization: Bearer fetched\r\n"));
}

TEST(ResultsPushTest, WhatMayGoLaterAndWhatIsRefusedForGoodAreToldApart) {
  const auto status_for = [](const std::string& answer) {
    const FakeDistrict district([&answer](const Call&) { return answer; });
    ResultsPush push(WithToken(district));
    const absl::Status status = push.Deliver({Row("sg-1"), Row("sg-2")});
    EXPECT_EQ(district.calls().size(), 1u);  // what follows a failure is not sent
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("Ana")));
    return status.code();
  };
  for (const char* later : {"500", "503", "429", "408", "401", "403", "404", "302"}) {
    EXPECT_EQ(status_for(later), absl::StatusCode::kUnavailable) << later;
  }
  for (const char* refused : {"400", "409", "422"}) {
    EXPECT_EQ(status_for(refused), absl::StatusCode::kFailedPrecondition) << refused;
  }
}

TEST(ResultsPushTest, NobodyThereIsNoReasonToGiveUp) {
  std::string url;
  {
    const FakeDistrict district([](const Call&) { return "200"; });
    url = district.url();
  }
  PushEndpoint endpoint;
  endpoint.base_url = url;
  endpoint.token = Secret("x");
  ResultsPush push(endpoint);
  EXPECT_EQ(push.Deliver({Row("sg-1")}).code(), absl::StatusCode::kUnavailable);
}

TEST(ResultsPushTest, ResultsGoInTheClearToThisMachineAlone) {
  EXPECT_TRUE(IsSafeUrl("https://sis.district.example/ims"));
  EXPECT_TRUE(IsSafeUrl("http://127.0.0.1:8000/ims"));
  for (const char* unsafe : {"http://sis.district.example/ims", "ftp://sis.district.example", "", "https://",
                             "http://127.0.0.1.evil.example/"}) {
    EXPECT_FALSE(IsSafeUrl(unsafe)) << unsafe;
  }
  PushEndpoint endpoint;
  endpoint.base_url = "http://sis.district.example/ims";
  endpoint.token = Secret("x");
  ResultsPush push(endpoint);
  EXPECT_EQ(push.Deliver({Row("sg-1")}).code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace schoolgate::connectors
