// A certificate authority and certificates of one's own, for the demo and for tests.
//
// What:   self-signed authority and leaf certificates on ECDSA P-256, as PEM. A district in production brings
// its own. Owner:  the caller owns what is returned; private keys are in SecretBytes. Thread: any. Units:
// validity in days from now; it starts five minutes back, for clocks that run slow. Errors: InvalidArgument
// for names, addresses, days or an authority that cannot be used. Source: RFC 5280, RFC 6125 (names are in
// subjectAltName), RFC 5480.
#ifndef SCHOOLGATE_CORE_CRYPTO_TLS_KEYS_H_
#define SCHOOLGATE_CORE_CRYPTO_TLS_KEYS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/crypto/secret.h"

namespace schoolgate {

struct TlsIdentity {
  std::string certificate_pem;
  SecretBytes private_key_pem;
};

struct LeafCertificate {
  std::string common_name;                // 1 to 64 bytes, UTF-8
  std::vector<std::string> dns_names;     // "localhost", "*.gate.example"
  std::vector<std::string> ip_addresses;  // "127.0.0.1", "::1"
  int valid_days = 90;                    // ends with its authority if that is sooner
  bool server = true;                     // extended key usage serverAuth
  bool client = false;                    // extended key usage clientAuth
};

// An authority that may sign leaves but no further authority.
absl::StatusOr<TlsIdentity> NewCertificateAuthority(absl::string_view common_name, int valid_days);

absl::StatusOr<TlsIdentity> IssueCertificate(const TlsIdentity& authority, const LeafCertificate& leaf);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_TLS_KEYS_H_
