// A Scope is what one exchange pseudonymizes within: (vendor, tool, session) by default, (vendor, tool,
// school year) where the agreement says stable, the exchange alone when the caller named neither person nor
// session. Two vendors can never join their data: every scope has its own key.
//
// Codes may be shared, sight of them never is: within a stable scope each (app, person, session) gets back
// only what was issued to it.
//
// One exchange owns its Scope and uses it on its event loop.
#ifndef SCHOOLGATE_REDACTION_PSEUDONYM_SCOPE_H_
#define SCHOOLGATE_REDACTION_PSEUDONYM_SCOPE_H_

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "core/vault/vault.h"
#include "redaction/pseudonym/code.h"
#include "redaction/pseudonym/substitutions.h"

namespace schoolgate::redaction {

// What names a scope. Fields are joined unambiguously (length-prefixed) before hashing.
struct ScopeName {
  std::string vendor;
  std::string tool;
  std::string app;
  std::string person;       // as asserted or verified; empty if nobody was named
  std::string session;      // as the caller named it; empty if it did not
  bool stable = false;      // the agreement asks for the same codes all year
  std::string school_year;  // for example "2026-27": a scope ends with it
  // All that was issued in the scope, whoever got it: only for the district's own files, restored on the
  // machine that has the vault's key. Issues nothing.
  bool whole = false;
};

// One text to replace: who, which kind of code, written how.
struct CodeRequest {
  std::string subject_key;
  CodeType type = CodeType::kPerson;
  std::string form;
  bool on_roster = false;
};

// A text that shall stand in the place of one person's form, without being a code.
struct StandInClaim {
  std::string text;
  CodeRef of;  // the form: its code's reference
};

class Scope {
 public:
  // Opens the scope and reads what this person was issued in it before. `vault` outlives the scope.
  static boost::asio::awaitable<absl::StatusOr<std::unique_ptr<Scope>>> Open(Vault& vault, ScopeName name);

  // The same from what the vault remembers, where that saves a round trip: for whoever issues next. Until
  // then substitutions() may lack what was issued elsewhere.
  static boost::asio::awaitable<absl::StatusOr<std::unique_ptr<Scope>>> Recall(Vault& vault, ScopeName name);
  // After Issue failed with ABORTED: begins anew, with nothing issued or added yet.
  boost::asio::awaitable<absl::Status> Reopen();

  // The codes, in the order of the requests; durable when this returns, and added to substitutions(). Of a
  // recalled scope the first Issue, which may have no requests, confirms what was recalled; ABORTED where the
  // scope stood otherwise, and nothing was issued.
  boost::asio::awaitable<absl::StatusOr<std::vector<std::string>>> Issue(std::vector<CodeRequest> requests);

  // What may be restored for this exchange: what it issued, and what this same person was issued in this
  // session.
  std::shared_ptr<const Substitutions> substitutions() const { return substitutions_; }

  // A stand-in for an identifier that must come back: deterministic in the scope, "ref_" then 25 base32
  // symbols of a MAC; lower case, so that it is no code. Keeps no state: whoever needs the original adds it
  // to substitutions by AddIdentifier.
  std::string IdentifierFor(std::string_view identifier) const;
  void AddIdentifier(const std::string& code, std::string identifier);

  // From now on `name` stands in for this identifier: of a person it is an id that carries their sealed
  // number (sealed_id.h), so that nothing of it is derived from who they are.
  void NameIdentifier(std::string identifier, std::string name);
  // The scope's key for sealed ids.
  const SecretBytes& sealing_key() const { return sealing_key_; }

  const CodeBook& codes() const { return *codes_; }

  // Durably makes each text stand for its form in this scope: true where it does, for this claim or an
  // earlier equal one; false where it already stands for another form, of the same person or of somebody
  // else. What is claimed is kept with the session and put back in its later answers too; the caller adds it
  // to this one's substitutions.
  boost::asio::awaitable<absl::StatusOr<std::vector<char>>> Claim(std::vector<StandInClaim> claims);
  // What this session let stand for that form before.
  const std::string* EarlierStandIn(const CodeRef& of) const;
  // What was claimed before and stands in texts of this request by itself is not put back in its answer.
  void DropStandIn(const std::string& text) { substitutions_->stand_ins().Drop(text); }
  void AddStandIn(const std::string& text, std::string form) {
    substitutions_->stand_ins().Add(text, std::move(form));
  }

  // Vendor and school year, among what names the scope.
  const VaultScope& place() const { return scope_; }
  // What stand-ins are derived from in this scope.
  const SecretBytes& stand_in_key() const { return stand_in_key_; }
  // For the dates of one student in this scope; gone with the student's own key.
  boost::asio::awaitable<absl::StatusOr<SecretBytes>> DateKey(std::string person_key) const;

 private:
  Scope(Vault& vault, VaultScope scope) : vault_(vault), scope_(std::move(scope)) {}
  void Begin(OpenedScope opened);
  boost::asio::awaitable<absl::StatusOr<std::vector<IssuedForm>>> IssueForms(std::vector<FormRequest> forms);
  // Takes the forms into the substitutions; gives their codes.
  std::vector<std::string> Take(std::vector<IssuedForm> issued);
  // Takes what earlier claims were issued as out of `issued`, and lets them stand for the forms in it.
  void TakeClaims(std::vector<IssuedForm>& issued);

  Vault& vault_;
  const VaultScope scope_;
  std::string key_id_;
  std::string as_of_;  // of a scope that was recalled and not yet confirmed
  SecretBytes identifier_key_;
  SecretBytes stand_in_key_;
  SecretBytes sealing_key_;
  absl::flat_hash_map<std::string, std::string> given_;  // names of identifiers
  std::optional<CodeBook> codes_;                        // from Begin on
  std::shared_ptr<Substitutions> substitutions_;
  // By the form's code: what stands for it. And by the text: of a scope that is kept nowhere, all its claims.
  absl::flat_hash_map<std::string, std::string> stand_ins_;
  absl::flat_hash_map<std::string, std::string> claimed_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_PSEUDONYM_SCOPE_H_
