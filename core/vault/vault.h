// The vault keeps what must survive a restart: the district's keys, each person's random subject number, and
// the codes a session was issued. One interface; SQLite on one machine (sqlite_vault.h), Redis when there are
// replicas.
//
// Nothing in it is readable without the key-encryption key: people are found by HMAC of their key, forms are
// sealed. Subject numbers are random, never derived from personal information (34 CFR 99.31(b)(2)).
//
// Threads: coroutines of an event loop call it; backends never block that loop. A call resumes on its
// caller's executor. Errors: VAULT_UNAVAILABLE problems when the store cannot answer or cannot be durable.
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_H_

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/crypto/secret.h"

namespace schoolgate {

// A random number below 2^25 that stands for one person, or for one value nobody on the roster has.
using SubjectNumber = uint32_t;

// One form to give a code to: who, under which code type, written how.
struct FormRequest {
  std::string subject_key;  // Subject::key
  uint8_t type = 0;         // a redaction::CodeType; the vault only tells types apart
  std::string form;         // the text as written
  // A roster person's number is durable for the district; another's lives in the scope it was made in.
  bool on_roster = false;
};

// What it was given. `form_index` 0 is the bare code.
struct IssuedForm {
  SubjectNumber subject = 0;
  uint8_t type = 0;
  uint32_t form_index = 0;
  std::string form;
};

class Vault {
 public:
  virtual ~Vault() = default;

  // Gives every request its number and form index, making and durably keeping what is new, in one round trip.
  // `scope` names the session or stable scope (an opaque id); equal requests get equal answers, from any
  // replica. An empty scope is for one exchange alone: forms are counted within this call and nothing but
  // roster numbers is kept.
  virtual boost::asio::awaitable<absl::StatusOr<std::vector<IssuedForm>>> Issue(
      std::string scope, std::vector<FormRequest> requests) = 0;

  // Every form the scope was issued so far, and marks the scope as used now.
  virtual boost::asio::awaitable<absl::StatusOr<std::vector<IssuedForm>>> Issued(std::string scope) = 0;

  // HMAC-SHA-256(the person's own key, record_id), first 16 bytes, for each person: unlinkable from record to
  // record, and gone with the key. The person's key is made, durably, when there is none.
  virtual boost::asio::awaitable<absl::StatusOr<std::vector<std::string>>> SubjectTags(
      std::vector<std::string> person_keys, std::string record_id) = 0;

  // A 32-byte key derived (HKDF) from the district key for a purpose: "codes|vendor|tool|session" and the
  // like.
  virtual SecretBytes DeriveKey(std::string_view purpose) const = 0;

  // Gives numbers to people ahead of need, so that no request waits for it. Blocking; called when a roster is
  // loaded, off the event loops.
  virtual absl::Status Enroll(std::span<const std::string> person_keys) = 0;

  // Forgets scopes idle since before `cutoff`. Blocking; called from the housekeeping thread.
  virtual absl::Status ExpireScopes(absl::Time cutoff) = 0;

  // Whether it could answer and be durable right now.
  virtual bool healthy() const = 0;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_H_
