#include "gateway/ingress/grpc/grpc_identity.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

Bio BioOf(const std::string& pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free_all};
}

// A key that wants a password is one that cannot be read: nobody is there to ask.
int NoPassword(char*, int, int, void*) { return -1; }

}  // namespace

absl::Status CheckIdentity(const std::string& certificate_pem, const std::string& private_key_pem) {
  absl::Cleanup forget_errors = [] { ERR_clear_error(); };
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(BioOf(certificate_pem).get(), nullptr, nullptr, nullptr), &X509_free);
  if (certificate == nullptr) {
    return absl::InvalidArgumentError("the gRPC certificate is no PEM certificate");
  }
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(BioOf(private_key_pem).get(), nullptr, &NoPassword, nullptr), &EVP_PKEY_free);
  if (key == nullptr) {
    return absl::InvalidArgumentError(
        "the gRPC private key is no PEM key that can be read without a password");
  }
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return absl::InvalidArgumentError("the gRPC private key does not belong to the certificate");
  }
  return absl::OkStatus();
}

bool IsLoopback(const std::string& address) {
  absl::string_view host = address;
  host = host.substr(0, host.rfind(':'));
  absl::ConsumePrefix(&host, "[");
  absl::ConsumeSuffix(&host, "]");
  return host == "localhost" || host == "::1" || absl::StartsWith(host, "127.");
}

}  // namespace schoolgate::gateway
