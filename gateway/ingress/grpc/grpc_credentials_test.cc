#include "gateway/ingress/grpc/grpc_credentials.h"

#include <gtest/gtest.h>

namespace schoolgate::gateway {
namespace {

TEST(PeerAddress, LeavesSchemeAndPortOut) {
  EXPECT_EQ(PeerAddress("ipv4:192.0.2.7:40312"), "192.0.2.7");
  EXPECT_EQ(PeerAddress("ipv6:%5B2001:db8::7%5D:40312"), "2001:db8::7");
  EXPECT_EQ(PeerAddress("ipv6:[::1]:40312"), "::1");
  EXPECT_EQ(PeerAddress("unix:/run/socket"), "unknown");
  EXPECT_EQ(PeerAddress(""), "unknown");
  EXPECT_EQ(PeerAddress("ipv4:"), "");
}

TEST(MergeContext, TheRequestWinsWhereItSaysSomething) {
  Credentials credentials;
  credentials.person = "person of the header";
  credentials.tool = "tool of the header";
  v1::RequestContext context;
  context.set_person("person of the request");
  context.set_session("session of the request");
  context.set_request_id("2f6c2c1e-0000-4000-8000-000000000001");
  MergeContext(context, credentials);
  EXPECT_EQ(credentials.person, "person of the request");
  EXPECT_EQ(credentials.session, "session of the request");
  EXPECT_EQ(credentials.tool, "tool of the header");
  EXPECT_EQ(credentials.purpose, "");
  EXPECT_EQ(credentials.request_id, "2f6c2c1e-0000-4000-8000-000000000001");
}

TEST(CertificateFingerprint, IsEmptyForWhatIsNoCertificate) {
  EXPECT_EQ(CertificateFingerprint(""), "");
  EXPECT_EQ(CertificateFingerprint("-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n"),
            "");
}

}  // namespace
}  // namespace schoolgate::gateway
