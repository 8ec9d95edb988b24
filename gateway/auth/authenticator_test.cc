#include "gateway/auth/authenticator.h"

#include "core/crypto/api_key.h"
#include "core/roster/roster_builder.h"
#include "core/util/problem.h"
#include "gtest/gtest.h"

namespace schoolgate::gateway {
namespace {

class AuthenticatorTest : public testing::Test {
 protected:
  AuthenticatorTest() {
    AppRegistration lms{.name = "lms",
                        .api_key_digests = {ApiKeyDigest("sg_lms_key")},
                        .certificate_fingerprints = {std::string(64, 'a')},
                        .role = v1::CALLER_ROLE_TEACHER,
                        .default_tool = "lesson-planner",
                        .default_purpose = "lesson-planning",
                        .tools = {"lesson-planner"},
                        .may_name_person = true};
    AppRegistration kiosk{.name = "kiosk",
                          .api_key_digests = {ApiKeyDigest("sg_kiosk_key")},
                          .role = v1::CALLER_ROLE_STUDENT,
                          .default_tool = "student-tutor",
                          .default_purpose = "tutoring",
                          .tools = {"student-tutor"}};
    authenticator_ = std::make_unique<Authenticator>(std::vector{lms, kiosk});
  }

  static RosterSnapshot OneTeacher() {
    RosterBuilder builder;
    builder.AddPerson({.kind = PersonKind::kStaff,
                       .source_id = "t-200",
                       .given = "Dana",
                       .family = "Whitfield",
                       .username = "dwhitfield"});
    // Left the district; is still detected, and is never a caller.
    const PersonIndex left = builder.AddPerson({.kind = PersonKind::kStaff,
                                                .source_id = "t-201",
                                                .given = "Noel",
                                                .family = "Harrow",
                                                .username = "nharrow",
                                                .active = false});
    builder.AddEmail(left, "nharrow@maplehollow.example");
    return std::move(builder).Build("test", absl::UnixEpoch());
  }

  static Credentials WithKey(const std::string& key) {
    Credentials credentials;
    credentials.api_key = SecretBytes(key);
    return credentials;
  }

  RosterSnapshot roster_ = OneTeacher();
  std::unique_ptr<Authenticator> authenticator_;
};

TEST_F(AuthenticatorTest, AKeyBindsAnAppItsToolPurposeAndRole) {
  const auto principal = authenticator_->Authenticate(WithKey("sg_lms_key"), *roster_);
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_EQ(principal->app, "lms");
  EXPECT_EQ(principal->method, "api_key");
  EXPECT_EQ(principal->role, v1::CALLER_ROLE_TEACHER);
  EXPECT_EQ(principal->default_tool, "lesson-planner");
  EXPECT_EQ(principal->person_assurance, Assurance::kAbsent);
}

TEST_F(AuthenticatorTest, ACertificateDoesTheSame) {
  Credentials credentials;
  credentials.client_certificate = std::string(64, 'a');
  const auto principal = authenticator_->Authenticate(credentials, *roster_);
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_EQ(principal->app, "lms");
  EXPECT_EQ(principal->method, "mtls");
}

TEST_F(AuthenticatorTest, NothingOrSomethingUnknownIsRefused) {
  EXPECT_EQ(ProblemOf(authenticator_->Authenticate(Credentials(), *roster_).status()).reason,
            "UNAUTHENTICATED");
  EXPECT_EQ(ProblemOf(authenticator_->Authenticate(WithKey("sg_lms_kez"), *roster_).status()).reason,
            "UNAUTHENTICATED");
  // A known certificate does not excuse a wrong key.
  Credentials both = WithKey("sg_wrong");
  both.client_certificate = std::string(64, 'a');
  EXPECT_EQ(ProblemOf(authenticator_->Authenticate(both, *roster_).status()).reason, "UNAUTHENTICATED");
}

TEST_F(AuthenticatorTest, OnlyATrustedAppNamesPeople) {
  Credentials trusted = WithKey("sg_lms_key");
  trusted.person = "t-100";
  const auto principal = authenticator_->Authenticate(trusted, *roster_);
  ASSERT_TRUE(principal.ok());
  EXPECT_EQ(principal->person_assurance, Assurance::kAsserted);
  EXPECT_EQ(principal->roster_person, -1);  // nobody of that name on the roster
  for (const char* name : {"t-200", "DWhitfield"}) {
    trusted.person = name;
    EXPECT_EQ(authenticator_->Authenticate(trusted, *roster_)->roster_person, 0) << name;
  }

  for (const char* name : {"t-201", "nharrow", "nharrow@maplehollow.example"}) {
    trusted.person = name;
    EXPECT_EQ(authenticator_->Authenticate(trusted, *roster_)->roster_person, -1) << name;
  }

  Credentials other = WithKey("sg_kiosk_key");
  other.person = "t-100";
  EXPECT_EQ(ProblemOf(authenticator_->Authenticate(other, *roster_).status()).reason, "PERSON_NOT_ALLOWED");
}

}  // namespace
}  // namespace schoolgate::gateway
