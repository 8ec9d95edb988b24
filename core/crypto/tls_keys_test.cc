#include "core/crypto/tls_keys.h"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>
#include <string>

#include "core/crypto/ed25519.h"
#include "core/crypto/openssl_internal.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

using crypto_internal::BioPtr;
using crypto_internal::Deleter;
using X509Ptr = std::unique_ptr<X509, Deleter<X509_free>>;
using StorePtr = std::unique_ptr<X509_STORE, Deleter<X509_STORE_free>>;
using StoreCtxPtr = std::unique_ptr<X509_STORE_CTX, Deleter<X509_STORE_CTX_free>>;

X509Ptr Read(const TlsIdentity& identity) {
  BioPtr bio(
      BIO_new_mem_buf(identity.certificate_pem.data(), static_cast<int>(identity.certificate_pem.size())));
  return X509Ptr(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

// X509_V_OK, or the reason a strict client with this one authority would give, `days` from now.
int VerifyAt(const TlsIdentity& authority, const TlsIdentity& identity, int purpose, int days) {
  const X509Ptr root = Read(authority);
  const X509Ptr leaf = Read(identity);
  StorePtr store(X509_STORE_new());
  X509_STORE_add_cert(store.get(), root.get());
  StoreCtxPtr context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), nullptr);
  X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_purpose(parameters, purpose);
  X509_VERIFY_PARAM_set_time(parameters, std::time(nullptr) + std::time_t{days} * 86400);
  X509_verify_cert(context.get());
  return X509_STORE_CTX_get_error(context.get());
}

TlsIdentity Authority() { return NewCertificateAuthority("Sample District Authority", 365).value(); }

LeafCertificate Gate() {
  return {.common_name = "gate.example",
          .dns_names = {"localhost", "gate.example"},
          .ip_addresses = {"127.0.0.1", "::1"},
          .valid_days = 30};
}

TEST(TlsKeys, LeafVerifiesAgainstItsAuthorityForItsPurposeOnly) {
  const TlsIdentity authority = Authority();
  const TlsIdentity server = IssueCertificate(authority, Gate()).value();
  EXPECT_EQ(VerifyAt(authority, server, X509_PURPOSE_SSL_SERVER, 0), X509_V_OK);
  EXPECT_EQ(VerifyAt(authority, server, X509_PURPOSE_SSL_CLIENT, 0), X509_V_ERR_INVALID_PURPOSE);

  LeafCertificate app = Gate();
  app.server = false;
  app.client = true;
  const TlsIdentity client = IssueCertificate(authority, app).value();
  EXPECT_EQ(VerifyAt(authority, client, X509_PURPOSE_SSL_CLIENT, 0), X509_V_OK);
  EXPECT_EQ(VerifyAt(authority, client, X509_PURPOSE_SSL_SERVER, 0), X509_V_ERR_INVALID_PURPOSE);

  app.server = true;
  const TlsIdentity both = IssueCertificate(authority, app).value();
  EXPECT_EQ(VerifyAt(authority, both, X509_PURPOSE_SSL_CLIENT, 0), X509_V_OK);
  EXPECT_EQ(VerifyAt(authority, both, X509_PURPOSE_SSL_SERVER, 0), X509_V_OK);
}

TEST(TlsKeys, AnotherAuthorityOfTheSameNameDoesNotVerifyIt) {
  const TlsIdentity server = IssueCertificate(Authority(), Gate()).value();
  EXPECT_NE(VerifyAt(Authority(), server, X509_PURPOSE_SSL_SERVER, 0), X509_V_OK);
}

TEST(TlsKeys, ValidityBeginsAndEnds) {
  const TlsIdentity authority = NewCertificateAuthority("Sample District Authority", 40).value();
  const TlsIdentity server = IssueCertificate(authority, Gate()).value();
  EXPECT_EQ(VerifyAt(authority, server, X509_PURPOSE_SSL_SERVER, 29), X509_V_OK);
  EXPECT_EQ(VerifyAt(authority, server, X509_PURPOSE_SSL_SERVER, 31), X509_V_ERR_CERT_HAS_EXPIRED);
  EXPECT_EQ(VerifyAt(authority, server, X509_PURPOSE_SSL_SERVER, -1), X509_V_ERR_CERT_NOT_YET_VALID);

  LeafCertificate longer = Gate();
  longer.valid_days = 1000;
  const X509Ptr root = Read(authority);
  const X509Ptr leaf = Read(IssueCertificate(authority, longer).value());
  EXPECT_EQ(ASN1_TIME_compare(X509_get0_notAfter(leaf.get()), X509_get0_notAfter(root.get())), 0);
}

TEST(TlsKeys, NamesAreTheOnesAskedFor) {
  const X509Ptr leaf = Read(IssueCertificate(Authority(), Gate()).value());
  EXPECT_EQ(X509_check_host(leaf.get(), "localhost", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(leaf.get(), "gate.example", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(leaf.get(), "other.example", 0, 0, nullptr), 0);
  EXPECT_EQ(X509_check_ip_asc(leaf.get(), "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(leaf.get(), "::1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(leaf.get(), "127.0.0.2", 0), 0);
}

TEST(TlsKeys, CertificatesCarryTheirOwnKeyAndSerial) {
  const TlsIdentity authority = Authority();
  const TlsIdentity first = IssueCertificate(authority, Gate()).value();
  const TlsIdentity second = IssueCertificate(authority, Gate()).value();
  for (const TlsIdentity* identity : {&authority, &first, &second}) {
    const auto key = crypto_internal::ReadPrivateKeyPem(identity->private_key_pem.Reveal());
    ASSERT_TRUE(key.ok());
    EXPECT_EQ(X509_check_private_key(Read(*identity).get(), key->get()), 1);
  }
  EXPECT_FALSE(first.private_key_pem.Equal(second.private_key_pem));
  EXPECT_NE(
      ASN1_INTEGER_cmp(X509_get0_serialNumber(Read(first).get()), X509_get0_serialNumber(Read(second).get())),
      0);
}

TEST(TlsKeys, LeavesCannotIssue) {
  const TlsIdentity leaf = IssueCertificate(Authority(), Gate()).value();
  EXPECT_EQ(IssueCertificate(leaf, Gate()).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(TlsKeys, AnAuthorityThatDoesNotFitTogetherIsRefused) {
  const absl::StatusCode invalid = absl::StatusCode::kInvalidArgument;
  const TlsIdentity authority = Authority();
  const auto with = [&](absl::string_view certificate, absl::string_view key) {
    return IssueCertificate(TlsIdentity{std::string(certificate), SecretBytes(key)}, Gate()).status().code();
  };
  const absl::string_view key = authority.private_key_pem.Reveal();
  EXPECT_EQ(with(authority.certificate_pem, key), absl::StatusCode::kOk);
  EXPECT_EQ(with("", key), invalid);
  EXPECT_EQ(with("nonsense", key), invalid);
  EXPECT_EQ(with(authority.certificate_pem, ""), invalid);
  EXPECT_EQ(with(authority.certificate_pem, "nonsense"), invalid);
  EXPECT_EQ(with(authority.certificate_pem, Authority().private_key_pem.Reveal()), invalid);
  EXPECT_EQ(with(authority.certificate_pem, Ed25519PrivateKey::Generate().ToPem().Reveal()), invalid);
}

TEST(TlsKeys, UnusableRequestsAreRefused) {
  const TlsIdentity authority = Authority();
  const auto refuses = [&](auto change) {
    LeafCertificate leaf = Gate();
    change(leaf);
    return IssueCertificate(authority, leaf).status().code() == absl::StatusCode::kInvalidArgument;
  };
  EXPECT_TRUE(refuses([](LeafCertificate& leaf) { leaf.common_name.clear(); }));
  EXPECT_TRUE(refuses([](LeafCertificate& leaf) { leaf.common_name.assign(65, 'n'); }));
  EXPECT_TRUE(refuses([](LeafCertificate& leaf) { leaf.common_name = "\xff"; }));
  EXPECT_TRUE(refuses([](LeafCertificate& leaf) { leaf.valid_days = 0; }));
  EXPECT_TRUE(refuses([](LeafCertificate& leaf) { leaf.valid_days = 36'501; }));
  EXPECT_TRUE(refuses([](LeafCertificate& leaf) { leaf.server = false; }));
  EXPECT_TRUE(refuses([](LeafCertificate& leaf) { leaf.dns_names = {""}; }));
  EXPECT_TRUE(refuses([](LeafCertificate& leaf) { leaf.dns_names = {"a,IP:0.0.0.0"}; }));
  EXPECT_TRUE(refuses([](LeafCertificate& leaf) { leaf.dns_names = {std::string("a\0b", 3)}; }));
  EXPECT_TRUE(refuses([](LeafCertificate& leaf) { leaf.ip_addresses = {"localhost"}; }));
  EXPECT_TRUE(refuses([](LeafCertificate& leaf) { leaf.ip_addresses = {""}; }));
  EXPECT_EQ(NewCertificateAuthority("", 1).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(NewCertificateAuthority("Authority", -1).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace schoolgate
