#include "gateway/review/reviewing.h"

#include <gtest/gtest.h>

#include <set>

#include "core/crypto/digest.h"
#include "core/roster/roster_builder.h"
#include "core/util/problem.h"
#include "core/util/strings.h"
#include "core/vault/vault_testing.h"
#include "gateway/auth/authenticator.h"
#include "gateway/review/review_desk.h"
#include "policy/test_policy.h"

namespace schoolgate::gateway {
namespace {

using vault_testing::ReasonOf;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

constexpr char kDistrict[] = R"(apiVersion: schoolgate/v1
kind: DistrictPolicy
metadata: {name: maple-hollow}
spec:
  groups:
    - {name: leads, title: Curriculum Office, members: [ada, bo@maplehollow.example]}
    - {name: stand-ins, title: Deputies, members: [cy]}
    - {name: others, title: Others, members: [dee]}
  review: {reviewers: leads, deputies: stand-ins, escalateHours: 4, expireHours: 48}
  elements:
    - {element: student.id.ssn, treatment: redact, clause: D-1}
)";

class ReviewingTest : public testing::Test {
 protected:
  ReviewingTest() {
    RosterBuilder builder;
    for (const char* name : {"ada", "bo", "cy", "dee", "eve"}) {
      const PersonIndex person = builder.AddPerson({.kind = PersonKind::kStaff,
                                                    .source_id = name,
                                                    .given = "Given",
                                                    .family = "Family",
                                                    .username = name});
      builder.AddEmail(person, StrCat(name, "@maplehollow.example"));
    }
    roster_ = std::move(builder).Build("test", kNow);
    EXPECT_NE(policy_, nullptr);
    store_ = ReviewStore::Open(directory_.File("reviews.db"), *vault_, "maple-hollow", {}).value();
  }

  std::string Park(std::string_view digest, std::string_view asker, absl::Time held = kNow) {
    NewReview review{.principal = "p",
                     .asker = store_->Tag({"person", AskerKey(*roster_, FindPerson(*roster_, asker), "")}),
                     .digest = std::string(digest),
                     .until = kNow + absl::Hours(48)};
    review.facts.set_tool("planner");
    review.facts.mutable_caller()->set_app("lms");
    review.exchange.mutable_inspection()->add_findings()->set_clause("B-students");
    return store_->Park(review, held, [](const v1::ParkedExchange&) { return true; }).value().id;
  }

  Reviewing As(std::string_view name, absl::Time now = kNow) const {
    v1::AuditCaller caller;
    caller.set_person_tag(StrCat("tag of ", name));
    return {*store_, *policy_, *roster_, FindPerson(*roster_, name), std::move(caller), now};
  }

  vault_testing::TestDirectory directory_;
  const std::unique_ptr<Vault> vault_ = vault_testing::OpenVault(directory_);
  const std::shared_ptr<const policy::PolicySet> policy_ =
      policy::SetOf({{"a.yaml", policy::kAgreement}, {"t.yaml", policy::kTool}, {"d.yaml", kDistrict}});
  RosterSnapshot roster_;
  std::unique_ptr<ReviewStore> store_;
};

TEST_F(ReviewingTest, ReviewersDecideAndNobodyElse) {
  const std::string id = Park("d1", "eve");
  for (const char* member : {"ada", "bo"}) {
    EXPECT_EQ(As(member).List({}).value().held_size(), 1) << member;
    EXPECT_EQ(As(member).Get(id).value().inspection().findings(0).clause(), "B-students");
    EXPECT_TRUE(As(member).Approve(id, "fine", std::nullopt).ok()) << member;
  }
  // Somebody of another group hears what a wrong id would tell.
  EXPECT_EQ(As("dee").List({}).value().held_size(), 0);
  EXPECT_EQ(ReasonOf(As("dee").Approve(id, "fine", std::nullopt).status()), "REVIEW_NOT_FOUND");
  EXPECT_EQ(ReasonOf(As("ada").Approve("nothing", "fine", std::nullopt).status()), "REVIEW_NOT_FOUND");
  for (const char* stranger : {"eve", "nobody"}) {
    EXPECT_EQ(ReasonOf(As(stranger).List({}).status()), "REVIEWER_NOT_ALLOWED");
    EXPECT_EQ(ReasonOf(As(stranger).Get(id).status()), "REVIEWER_NOT_ALLOWED");
    EXPECT_EQ(ReasonOf(As(stranger).Deny(id, "no").status()), "REVIEWER_NOT_ALLOWED");
  }
}

TEST_F(ReviewingTest, DeputiesDecideOnceItHasWaitedForLong) {
  const std::string id = Park("d1", "eve");
  EXPECT_EQ(ReasonOf(As("cy").Deny(id, "no").status()), "REVIEW_NOT_FOUND");
  const absl::Time later = kNow + absl::Hours(4);
  EXPECT_TRUE(As("cy", later).Deny(id, "no").ok());
  EXPECT_TRUE(As("cy", later).List({}).value().held(0).escalated());
  EXPECT_TRUE(As("ada", later).Deny(id, "no").ok());
}

TEST_F(ReviewingTest, NobodyDecidesOnTheirOwnRequest) {
  const std::string id = Park("d1", "ada");
  EXPECT_EQ(As("ada").List({}).value().held_size(), 0);
  EXPECT_EQ(ReasonOf(As("ada").Approve(id, "fine", std::nullopt).status()), "REVIEW_OWN_REQUEST");
  EXPECT_TRUE(As("bo").Approve(id, "fine", std::nullopt).ok());
}

TEST_F(ReviewingTest, ADecisionNeedsAReasonAndAnApprovalEnds) {
  const std::string id = Park("d1", "eve");
  EXPECT_EQ(ReasonOf(As("ada").Approve(id, " \n", std::nullopt).status()), "MISSING_FIELD");
  EXPECT_EQ(ReasonOf(As("ada").Deny(id, "").status()), "MISSING_FIELD");
  EXPECT_EQ(ReasonOf(As("ada").Deny(id, std::string(5000, 'x')).status()), "INVALID_VALUE");
  EXPECT_EQ(ReasonOf(As("ada").Approve(id, "fine", kNow).status()), "INVALID_VALUE");
  EXPECT_EQ(ReasonOf(As("ada").Approve(id, "fine", kNow + absl::Hours(49)).status()), "INVALID_VALUE");
  EXPECT_EQ(As("ada").Approve(id, "fine", std::nullopt)->until, kNow + absl::Hours(48));

  const auto decision = As("ada").Approve(id, "fine", kNow + absl::Hours(1));
  ASSERT_TRUE(decision.ok());
  const v1::AuditRecord& record = decision->record;
  EXPECT_EQ(record.phase(), v1::AUDIT_PHASE_OVERRIDE);
  EXPECT_EQ(record.review_id(), id);
  EXPECT_EQ(record.tool(), "planner");
  EXPECT_EQ(record.caller().person_tag(), "tag of ada");
  EXPECT_EQ(record.policy_hash(), policy_->hash());
  EXPECT_EQ(record.override_expire_micros(), absl::ToUnixMicros(kNow + absl::Hours(1)));
  EXPECT_EQ(record.reason_digest(), DigestBytes(Sha256(StrCat(record.digest_salt(), "fine"))));
  const v1::AuditRecord denied = As("ada").Deny(id, "no")->record;
  EXPECT_EQ(denied.phase(), v1::AUDIT_PHASE_DENIED);
  EXPECT_EQ(denied.reason(), "REVIEW_DENIED");
}

TEST_F(ReviewingTest, ListsPageByPage) {
  for (int i = 0; i < 5; ++i) Park(StrCat("d", i), "eve", kNow + absl::Seconds(i / 2));
  v1::ListHeldRequest request;
  request.set_page_size(2);
  std::set<std::string> seen;
  int pages = 0;
  do {
    const auto page = As("ada", kNow + absl::Minutes(1)).List(request);
    ASSERT_TRUE(page.ok());
    for (const v1::HeldExchange& held : page->held()) EXPECT_TRUE(seen.insert(held.review_id()).second);
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_EQ(pages, 3);
  request.set_page_token("wrong");
  EXPECT_EQ(ReasonOf(As("ada").List(request).status()), "INVALID_VALUE");
  request.set_page_size(-1);
  EXPECT_EQ(ReasonOf(As("ada").List(request).status()), "INVALID_VALUE");
}

}  // namespace
}  // namespace schoolgate::gateway
