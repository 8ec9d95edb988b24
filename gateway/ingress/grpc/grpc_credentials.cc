#include "gateway/ingress/grpc/grpc_credentials.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/grpcpp.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>

#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "core/crypto/digest.h"
#include "core/util/problems.h"
#include "core/util/strings.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::gateway {
namespace {

// Reads headers one by one; keeps the first fault.
class Headers {
 public:
  explicit Headers(const grpc::CallbackServerContext& context) : metadata_(context.client_metadata()) {}

  // The header's value; nothing where it is missing or faulty.
  std::optional<std::string_view> Get(const char* name) {
    const auto [first, last] = metadata_.equal_range(name);
    if (first == last) return std::nullopt;
    if (std::next(first) != last) {
      Note(MakeProblem(problems::kInvalidValue, {{"place", name}, {"expected", "send it once"}}));
      return std::nullopt;
    }
    const std::string_view value(first->second.data(), first->second.size());
    if (!redaction::IsUtf8(value)) {
      Note(MakeProblem(problems::kInvalidUtf8, {{"place", name}}));
      return std::nullopt;
    }
    return value;
  }

  void Read(const char* name, std::string& into) { into = std::string(Get(name).value_or("")); }

  absl::Status fault() const { return fault_; }

 private:
  void Note(absl::Status fault) {
    if (fault_.ok()) fault_ = std::move(fault);
  }

  const std::multimap<grpc::string_ref, grpc::string_ref>& metadata_;
  absl::Status fault_;
};

// The key of "Bearer KEY", the scheme in any case (RFC 9110 section 11.1); nothing for another scheme.
std::optional<std::string_view> BearerKey(std::string_view authorization) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!absl::StartsWithIgnoreCase(ToAbsl(authorization), ToAbsl(kScheme))) return std::nullopt;
  return authorization.substr(kScheme.size());
}

}  // namespace

absl::Status CollectCredentials(const grpc::CallbackServerContext& context, Credentials& credentials) {
  Headers headers(context);
  std::optional<std::string_view> key;
  if (const auto authorization = headers.Get("authorization")) key = BearerKey(*authorization);
  if (!key) key = headers.Get("x-api-key");
  if (key) credentials.api_key = SecretBytes(ToAbsl(*key));
  headers.Read("x-schoolgate-person", credentials.person);
  headers.Read("x-schoolgate-session", credentials.session);
  headers.Read("x-schoolgate-tool", credentials.tool);
  headers.Read("x-schoolgate-purpose", credentials.purpose);
  headers.Read("x-schoolgate-review", credentials.review_id);
  credentials.peer = PeerAddress(context.peer());
  const std::shared_ptr<const grpc::AuthContext> tls = context.auth_context();
  if (tls != nullptr && tls->IsPeerAuthenticated()) {
    for (const grpc::string_ref& pem : tls->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME)) {
      credentials.client_certificate = CertificateFingerprint(std::string(pem.data(), pem.size()));
    }
  }
  return headers.fault();
}

void MergeContext(v1::RequestContext& context, Credentials& credentials) {
  const auto take = [](std::string* from, std::string& to) {
    if (!from->empty()) to = std::move(*from);
  };
  take(context.mutable_person(), credentials.person);
  take(context.mutable_session(), credentials.session);
  take(context.mutable_tool(), credentials.tool);
  take(context.mutable_purpose(), credentials.purpose);
  take(context.mutable_review_id(), credentials.review_id);
  take(context.mutable_request_id(), credentials.request_id);
}

std::string PeerAddress(std::string_view peer) {
  absl::string_view rest = ToAbsl(peer);
  const size_t port = rest.rfind(':');
  if (absl::ConsumePrefix(&rest, "ipv4:")) return std::string(ToAbsl(peer).substr(5, port - 5));
  if (!absl::ConsumePrefix(&rest, "ipv6:")) return "unknown";
  std::string address = absl::StrReplaceAll(ToAbsl(peer).substr(5, port - 5), {{"%5B", "["}, {"%5D", "]"}});
  if (address.size() >= 2 && address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
  }
  return address;
}

std::string CertificateFingerprint(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free_all);
  unsigned char* der = nullptr;
  long size = 0;  // NOLINT(google-runtime-int): OpenSSL's type
  if (bio == nullptr ||
      PEM_bytes_read_bio(&der, &size, nullptr, PEM_STRING_X509, bio.get(), nullptr, nullptr) != 1) {
    return "";
  }
  const Sha256Digest digest = Sha256({reinterpret_cast<const char*>(der), static_cast<size_t>(size)});
  OPENSSL_free(der);
  return HexEncode(DigestBytes(digest));
}

}  // namespace schoolgate::gateway
