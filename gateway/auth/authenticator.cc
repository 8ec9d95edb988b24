#include "gateway/auth/authenticator.h"

#include <utility>

#include "core/crypto/api_key.h"
#include "core/util/problems.h"

namespace schoolgate::gateway {

Authenticator::Authenticator(std::vector<AppRegistration> apps) : apps_(std::move(apps)) {
  for (size_t i = 0; i < apps_.size(); ++i) {
    for (const std::string& digest : apps_[i].api_key_digests) by_key_.emplace(digest, i);
    for (const std::string& fingerprint : apps_[i].certificate_fingerprints)
      by_certificate_.emplace(fingerprint, i);
  }
}

absl::StatusOr<Principal> Authenticator::Authenticate(const Credentials& credentials,
                                                      const Roster& roster) const {
  const AppRegistration* app = nullptr;
  std::string_view method;
  // A key names the app more exactly than a certificate, which a whole host may share: it is looked at first,
  // and a wrong one is never forgiven for the certificate's sake.
  if (!credentials.api_key.empty()) {
    const auto it = by_key_.find(ApiKeyDigest(credentials.api_key.Reveal()));
    if (it != by_key_.end()) app = &apps_[it->second];
    method = "api_key";
  } else if (!credentials.client_certificate.empty()) {
    const auto it = by_certificate_.find(credentials.client_certificate);
    if (it != by_certificate_.end()) app = &apps_[it->second];
    method = "mtls";
  }
  if (app == nullptr) return MakeProblem(problems::kUnauthenticated);

  Principal principal;
  principal.app = app->name;
  principal.method = method;
  principal.role = app->role;
  principal.default_tool = app->default_tool;
  principal.default_purpose = app->default_purpose;
  principal.tools = app->tools;
  principal.drop_unknown_fields = app->drop_unknown_fields;
  principal.may_review = app->may_review;
  if (!credentials.person.empty()) {
    if (!app->may_name_person) return MakeProblem(problems::kPersonNotAllowed);
    principal.person = credentials.person;
    principal.person_assurance = Assurance::kAsserted;
    principal.roster_person = FindPerson(roster, credentials.person);
  }
  return principal;
}

int32_t FindPerson(const Roster& roster, std::string_view name) {
  if (const auto index = roster.FindBySourceId(name)) {
    const Person& person = roster.person(*index);
    return person.active && !person.quarantined ? static_cast<int32_t>(*index) : -1;
  }
  const std::vector<PersonIndex> people =
      name.find('@') != std::string_view::npos ? roster.FindByEmail(name) : roster.FindByUsername(name);
  return people.size() == 1 ? static_cast<int32_t>(people.front()) : -1;
}

}  // namespace schoolgate::gateway
