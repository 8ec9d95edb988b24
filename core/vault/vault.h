// The vault keeps what must survive a restart: the district's keys, each person's random subject number, and
// the codes a session was issued. One interface; SQLite on one machine (sqlite_vault.h), Redis when there are
// replicas.
//
// Nothing in it is readable without the key-encryption key: people are found by HMAC of their key, forms are
// sealed, those of the roster's people under a key of their own, so that destroying it makes them unreadable
// wherever copies are. Subject numbers are random, never derived from personal information (34 CFR
// 99.31(b)(2)).
//
//   key-encryption key (kek.h)
//     index key           finds rows; derived keys of other stores
//     district key, by id  -> vendor and school year -> scope -> codes, forms
//       a person's two keys: for what stands for them, and for the records of what was disclosed
//
// Threads: coroutines of an event loop call it; backends never block that loop. A call resumes on its
// caller's executor. A caller's cancellation does not undo a write under way: the call completes. The vault
// goes before the loops whose coroutines call it. Errors: VAULT_UNAVAILABLE problems when the store cannot
// answer or cannot be durable.
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_H_

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/crypto/secret.h"
#include "core/vault/vault_admin.h"

namespace schoolgate {

// A random number below 2^25 that stands for one person, or for one value nobody on the roster has.
using SubjectNumber = uint32_t;

// Where forms are issued, and who may have them back.
struct VaultScope {
  // Whom codes are for, and the school year: every vendor has keys of its own, and new ones each year.
  std::string vendor;
  std::string epoch;
  // Where codes are unique and forms are counted: a session, or a stable scope that many sessions share. An
  // opaque id; empty: this call alone.
  std::string codes;
  // One person in one session: what Issued() gives back later. Equal to `codes` where the session has codes
  // of its own; empty: nobody gets them back later. An id that also names `codes`, as forms stay in it.
  std::string session;

  bool stable() const { return !codes.empty() && codes != session; }
};

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

// A scope as it is found.
struct OpenedScope {
  // The district key its keys come from: the active one when its first form was issued, for as long as it
  // lives. Empty for a scope without `codes`.
  std::string key_id;
  SecretBytes code_key;  // 32 bytes; codes are made with it
  // Every form issued to `session` so far; never what others were issued in the same `codes`.
  std::vector<IssuedForm> issued;
};

// A scope as the vault remembers it, which may be out of date.
struct RecalledScope {
  OpenedScope scope;
  std::string as_of;  // for IssueRecalled, which tells whether it was
};

class Vault {
 public:
  virtual ~Vault() = default;

  // Finds the scope's key and what its session was issued, and marks it as used now. A scope without `codes`
  // gets a random key, of which nothing is kept.
  virtual boost::asio::awaitable<absl::StatusOr<OpenedScope>> Open(VaultScope scope) = 0;

  // Gives every request its number and form index, in the order of the requests, making and durably keeping
  // what is new, in one round trip. Per subject and type forms count up in the order they are first met; two
  // forms are one if their bytes are. Equal requests in a scope get equal answers, from any replica. With
  // empty `scope.codes` forms are counted within this call and nothing but roster numbers is kept. `key_id`
  // is what Open told; where somebody began the scope under another since, this fails, and opening it again
  // is the cure.
  virtual boost::asio::awaitable<absl::StatusOr<std::vector<IssuedForm>>> Issue(
      VaultScope scope, std::string key_id, std::vector<FormRequest> requests) = 0;

  // The scope without asking anybody, for a caller that issues or confirms next, and so needs one round trip
  // and not two. Nothing where opening costs none, or where too little is remembered.
  virtual std::optional<RecalledScope> Recall(const VaultScope& /*scope*/) { return std::nullopt; }

  // Issue for a recalled scope. ABORTED where the session was issued something else than was remembered, or
  // the scope stands under another key: nothing is issued then, and opening is the cure. With no requests it
  // only confirms.
  virtual boost::asio::awaitable<absl::StatusOr<std::vector<IssuedForm>>> IssueRecalled(
      VaultScope scope, std::string key_id, std::string /*as_of*/, std::vector<FormRequest> requests) {
    co_return co_await Issue(std::move(scope), std::move(key_id), std::move(requests));
  }

  // HMAC-SHA-256(the person's disclosure key, record_id), first 16 bytes, for each person: unlinkable from
  // record to record. It stays when the person's other key is destroyed, as a record of who was told what
  // must be kept (34 CFR 99.32(a)(2)). Keys are made, durably, where there are none.
  virtual boost::asio::awaitable<absl::StatusOr<std::vector<std::string>>> SubjectTags(
      std::vector<std::string> person_keys, std::string record_id) = 0;

  // Their subject numbers, in order; made, durably, where there are none.
  virtual boost::asio::awaitable<absl::StatusOr<std::vector<SubjectNumber>>> Numbers(
      std::vector<std::string> person_keys) = 0;

  // A 32-byte key that takes every one of these people's own keys to derive, and so is gone with the first of
  // them: what is sealed under it is about all of them. The order of the people does not matter, nor that
  // one is named twice; nobody at all gives the district's key for the purpose.
  virtual boost::asio::awaitable<absl::StatusOr<SecretBytes>> PeopleKey(std::vector<std::string> person_keys,
                                                                        std::string purpose) = 0;

  // The same for whoever may wait: blocking, off the event loops.
  virtual absl::StatusOr<SecretBytes> PeopleKeyNow(std::vector<std::string> person_keys,
                                                   std::string_view purpose) = 0;

  // A 32-byte key derived (HKDF) from the vault's index key, which rotation leaves as it is, for a purpose.
  virtual SecretBytes DeriveKey(std::string_view purpose) const = 0;

  // Gives numbers to people ahead of need, so that no request waits for it. Blocking; called when a roster is
  // loaded, off the event loops.
  virtual absl::Status Enroll(std::span<const std::string> person_keys) = 0;

  // Forgets sessions idle since before `sessions`, and stable scopes idle since before `stable` (codes change
  // then, so after the school year). Blocking; called from the housekeeping thread.
  virtual absl::Status ExpireScopes(absl::Time sessions, absl::Time stable) = 0;

  // Whether it could answer and be durable right now.
  virtual bool healthy() const = 0;

  // What administrators do to keys; lives as long as the vault.
  virtual VaultAdmin& admin() = 0;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_H_
