#include "core/crypto/tls_keys.h"

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <climits>
#include <utility>

#include "absl/status/status.h"
#include "core/crypto/openssl_internal.h"
#include "core/crypto/random.h"

namespace schoolgate {
namespace {

using crypto_internal::BioPtr;
using crypto_internal::Deleter;
using crypto_internal::DieOnCryptoFailure;
using crypto_internal::PkeyPtr;

using X509Ptr = std::unique_ptr<X509, Deleter<X509_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
using GeneralNamesPtr = std::unique_ptr<GENERAL_NAMES, Deleter<GENERAL_NAMES_free>>;
using BignumPtr = std::unique_ptr<BIGNUM, Deleter<BN_free>>;

constexpr int kMaxDays = 36'500;
constexpr long kClockSlackSeconds = 300;

PkeyPtr NewP256Key() {
  PkeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  if (key == nullptr) DieOnCryptoFailure("P-256 key generation");
  return key;
}

// `value` is one of this file's own constants: OpenSSL's configuration syntax is never fed what a caller
// chose.
void AddExtension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  if (extension == nullptr || X509_add_ext(certificate, extension.get(), -1) != 1) {
    DieOnCryptoFailure("certificate extension");
  }
}

absl::StatusOr<X509Ptr> NewCertificate(absl::string_view common_name, int valid_days, EVP_PKEY* key) {
  if (common_name.empty() || common_name.size() > 64) {
    return absl::InvalidArgumentError("a certificate's common name has 1 to 64 bytes");
  }
  if (valid_days < 1 || valid_days > kMaxDays) {
    return absl::InvalidArgumentError("a certificate is valid for 1 to 36500 days");
  }
  X509Ptr certificate(X509_new());
  // 127 random bits: positive, and within the 20 octets of RFC 5280 section 4.1.2.2.
  std::string serial = RandomBytes(16);
  serial[0] = static_cast<char>(serial[0] & 0x7F);
  BignumPtr number(BN_bin2bn(crypto_internal::AsUnsigned(serial), static_cast<int>(serial.size()), nullptr));
  if (certificate == nullptr || number == nullptr ||
      X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
      BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get())) == nullptr ||
      X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kClockSlackSeconds) == nullptr ||
      X509_time_adj_ex(X509_getm_notAfter(certificate.get()), valid_days, 0, nullptr) == nullptr ||
      X509_set_pubkey(certificate.get(), key) != 1) {
    DieOnCryptoFailure("new certificate");
  }
  if (X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, MBSTRING_UTF8,
                                 crypto_internal::AsUnsigned(common_name),
                                 static_cast<int>(common_name.size()), -1, 0) != 1) {
    crypto_internal::ClearErrors();
    return absl::InvalidArgumentError("a certificate's common name is UTF-8 of at most 64 characters");
  }
  return certificate;
}

TlsIdentity Sign(X509* certificate, EVP_PKEY* signing_key, const EVP_PKEY& own_key) {
  BioPtr bio(BIO_new(BIO_s_mem()));
  if (X509_sign(certificate, signing_key, EVP_sha256()) <= 0 || bio == nullptr ||
      PEM_write_bio_X509(bio.get(), certificate) != 1) {
    DieOnCryptoFailure("signing a certificate");
  }
  return TlsIdentity{crypto_internal::BioText(bio.get()), crypto_internal::WritePrivateKeyPem(own_key)};
}

bool IsDnsName(absl::string_view name) {
  return !name.empty() && name.size() <= 253 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '*' || c == '_';
  });
}

// Takes `value` (an ASN1_STRING of the right kind) into the list.
void AddName(GENERAL_NAMES* names, int type, void* value) {
  GENERAL_NAME* name = GENERAL_NAME_new();
  if (name == nullptr || value == nullptr) DieOnCryptoFailure("certificate name");
  GENERAL_NAME_set0_value(name, type, value);
  if (sk_GENERAL_NAME_push(names, name) <= 0) DieOnCryptoFailure("certificate name");
}

absl::Status AddAlternativeNames(const LeafCertificate& leaf, X509* certificate) {
  if (leaf.dns_names.empty() && leaf.ip_addresses.empty()) return absl::OkStatus();
  GeneralNamesPtr names(GENERAL_NAMES_new());
  for (const std::string& dns : leaf.dns_names) {
    if (!IsDnsName(dns))
      return absl::InvalidArgumentError("a DNS name has letters, digits, '-', '_', '.' and '*'");
    ASN1_IA5STRING* value = ASN1_IA5STRING_new();
    if (value == nullptr || ASN1_STRING_set(value, dns.data(), static_cast<int>(dns.size())) != 1) {
      DieOnCryptoFailure("certificate name");
    }
    AddName(names.get(), GEN_DNS, value);
  }
  for (const std::string& ip : leaf.ip_addresses) {
    ASN1_OCTET_STRING* value = a2i_IPADDRESS(ip.c_str());
    if (value == nullptr) {
      crypto_internal::ClearErrors();
      return absl::InvalidArgumentError("an IP address is written as 192.0.2.1 or 2001:db8::1");
    }
    AddName(names.get(), GEN_IPADD, value);
  }
  if (X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) != 1) {
    DieOnCryptoFailure("certificate names");
  }
  return absl::OkStatus();
}

struct Authority {
  X509Ptr certificate;
  PkeyPtr key;
};

absl::StatusOr<Authority> ReadAuthority(const TlsIdentity& identity) {
  X509Ptr certificate;
  if (!identity.certificate_pem.empty() && identity.certificate_pem.size() <= INT_MAX) {
    BioPtr bio(
        BIO_new_mem_buf(identity.certificate_pem.data(), static_cast<int>(identity.certificate_pem.size())));
    certificate.reset(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  }
  if (certificate == nullptr) {
    crypto_internal::ClearErrors();
    return absl::InvalidArgumentError("the authority's certificate is not PEM (BEGIN CERTIFICATE)");
  }
  absl::StatusOr<PkeyPtr> key = crypto_internal::ReadPrivateKeyPem(identity.private_key_pem.Reveal());
  if (!key.ok()) return key.status();
  if (X509_check_ca(certificate.get()) != 1 || X509_check_private_key(certificate.get(), key->get()) != 1) {
    crypto_internal::ClearErrors();
    return absl::InvalidArgumentError(
        "the authority's certificate is not an authority's, or its key is another's");
  }
  return Authority{std::move(certificate), *std::move(key)};
}

}  // namespace

absl::StatusOr<TlsIdentity> NewCertificateAuthority(absl::string_view common_name, int valid_days) {
  const PkeyPtr key = NewP256Key();
  absl::StatusOr<X509Ptr> made = NewCertificate(common_name, valid_days, key.get());
  if (!made.ok()) return made.status();
  X509* certificate = made->get();
  if (X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) != 1)
    DieOnCryptoFailure("issuer name");
  AddExtension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  AddExtension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  AddExtension(certificate, certificate, NID_subject_key_identifier, "hash");
  return Sign(certificate, key.get(), *key);
}

absl::StatusOr<TlsIdentity> IssueCertificate(const TlsIdentity& authority, const LeafCertificate& leaf) {
  if (!leaf.server && !leaf.client) {
    return absl::InvalidArgumentError("a certificate is for a server, a client, or both");
  }
  absl::StatusOr<Authority> issuer = ReadAuthority(authority);
  if (!issuer.ok()) return issuer.status();
  const PkeyPtr key = NewP256Key();
  absl::StatusOr<X509Ptr> made = NewCertificate(leaf.common_name, leaf.valid_days, key.get());
  if (!made.ok()) return made.status();
  X509* certificate = made->get();
  X509* issuer_certificate = issuer->certificate.get();
  const ASN1_TIME* issuer_end = X509_get0_notAfter(issuer_certificate);
  if (X509_set_issuer_name(certificate, X509_get_subject_name(issuer_certificate)) != 1 ||
      (ASN1_TIME_compare(issuer_end, X509_get0_notAfter(certificate)) < 0 &&
       X509_set1_notAfter(certificate, issuer_end) != 1)) {
    DieOnCryptoFailure("issuer name and end");
  }
  AddExtension(certificate, issuer_certificate, NID_basic_constraints, "critical,CA:FALSE");
  AddExtension(certificate, issuer_certificate, NID_key_usage, "critical,digitalSignature");
  AddExtension(certificate, issuer_certificate, NID_ext_key_usage,
               leaf.server ? (leaf.client ? "serverAuth,clientAuth" : "serverAuth") : "clientAuth");
  AddExtension(certificate, issuer_certificate, NID_subject_key_identifier, "hash");
  AddExtension(certificate, issuer_certificate, NID_authority_key_identifier, "keyid:always");
  if (absl::Status status = AddAlternativeNames(leaf, certificate); !status.ok()) return status;
  return Sign(certificate, issuer->key.get(), *key);
}

}  // namespace schoolgate
