// The names a vendor knows records by. A person's is their sealed subject number (redaction/pseudonym/
// sealed_id.h), a random number that says nothing of them; a class's, a line item's and the like are
// stand-ins made from their sourcedIds (Scope::IdentifierFor). All of them under the key of one scope: the
// vendor's tool, and the school year or the session, as the agreement says. Two vendors' have nothing in
// common.
//
// One call's own; one event loop.
#ifndef SCHOOLGATE_GATEWAY_RECORDS_RECORD_PSEUDONYMS_H_
#define SCHOOLGATE_GATEWAY_RECORDS_RECORD_PSEUDONYMS_H_

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "redaction/pseudonym/scope.h"
#include "redaction/pseudonym/sealed_id.h"

namespace schoolgate::gateway {

class RecordPseudonyms {
 public:
  // `vault` outlives it. `district` is the gate's own name (the audit log's origin).
  static boost::asio::awaitable<absl::StatusOr<std::unique_ptr<RecordPseudonyms>>> Open(
      Vault& vault, redaction::ScopeName name, std::string district);

  redaction::Scope& scope() { return *scope_; }

  // Makes the names of these people the stand-ins of their keys in the scope.
  boost::asio::awaitable<absl::Status> NamePeople(std::vector<std::string> person_keys);

  // Whose name it is, where it is one of this scope's.
  std::optional<SubjectNumber> NumberOf(std::string_view pseudonym) const {
    return ids_.Open("person", pseudonym);
  }
  std::string NameOf(SubjectNumber number) const { return ids_.Seal("person", number); }
  // Of a class, a line item and the like, by its RecordKey().
  std::string NameOf(std::string_view record_key) const { return scope_->IdentifierFor(record_key); }

 private:
  RecordPseudonyms(Vault& vault, std::unique_ptr<redaction::Scope> scope, redaction::SealedIds ids)
      : vault_(vault), scope_(std::move(scope)), ids_(std::move(ids)) {}

  Vault& vault_;
  std::unique_ptr<redaction::Scope> scope_;
  redaction::SealedIds ids_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RECORDS_RECORD_PSEUDONYMS_H_
