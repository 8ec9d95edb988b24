// Says who is calling: an app the district registered, known by its API key (stored only as a digest) or by
// its client certificate, and the person it acts for.
//
// Immutable, shared by every thread, swapped whole with the configuration.
#ifndef SCHOOLGATE_GATEWAY_AUTH_AUTHENTICATOR_H_
#define SCHOOLGATE_GATEWAY_AUTH_AUTHENTICATOR_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/principal/principal.h"
#include "core/roster/roster.h"
#include "gateway/ingress/call.h"

namespace schoolgate::gateway {

// An app as registered in the configuration.
struct AppRegistration {
  std::string name;
  std::vector<std::string> api_key_digests;           // "sha256:" and 64 hex digits
  std::vector<std::string> certificate_fingerprints;  // SHA-256 of the certificate, 64 hex digits
  v1::CallerRole role = v1::CALLER_ROLE_UNSPECIFIED;
  std::string default_tool;
  std::string default_purpose;
  std::vector<std::string> tools;  // the default tool included
  bool may_name_person = false;
  bool may_review = false;
  bool drop_unknown_fields = false;
};

class Authenticator {
 public:
  explicit Authenticator(std::vector<AppRegistration> apps);

  // UNAUTHENTICATED when neither key nor certificate is known; PERSON_NOT_ALLOWED when an app that may not
  // name people names one. A person is kAsserted here: what an app says never widens what the app itself may
  // do.
  absl::StatusOr<Principal> Authenticate(const Credentials& credentials, const Roster& roster) const;

 private:
  std::vector<AppRegistration> apps_;
  // Digest or fingerprint to index into apps_.
  absl::flat_hash_map<std::string, size_t> by_key_;
  absl::flat_hash_map<std::string, size_t> by_certificate_;
};

// The active person of the roster a caller's name means (sourcedId, username or e-mail); -1 if none or
// several.
int32_t FindPerson(const Roster& roster, std::string_view name);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUTH_AUTHENTICATOR_H_
