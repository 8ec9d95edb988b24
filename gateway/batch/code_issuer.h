// Codes for what a file's texts hold, from the vault, for a thread that may wait.
//
// A batch scope is (name, nothing else): whoever treats files under one name gets the same code for the same
// person and form, and whoever restores under it sees all of it. That is the district's own doing, on the
// machine that has the vault's key. It is kept as a stable scope is: 400 days from its last use.
//
// Forms are the bytes as they stood in the file, behind a mark: kFormBytes, or kFormNumber where a string
// took the place of a number of JSON, whose quotes go with the code.
//
// Thread: one at a time. Ownership: the caller's; `vault` outlives it, and `context` both.
#ifndef SCHOOLGATE_GATEWAY_BATCH_CODE_ISSUER_H_
#define SCHOOLGATE_GATEWAY_BATCH_CODE_ISSUER_H_

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "core/vault/aging_map.h"
#include "core/vault/vault.h"
#include "redaction/pseudonym/scope.h"

namespace schoolgate::gateway {

inline constexpr char kFormBytes = '=';
inline constexpr char kFormNumber = '#';

// Whether a batch scope may be called so: letters, digits, ".", "_" and "-", at most 64 of them.
bool IsScopeName(std::string_view name);

class CodeIssuer {
 public:
  CodeIssuer(Vault& vault, boost::asio::io_context& context, std::string scope_name);
  ~CodeIssuer();

  // In the order of the requests; durable when it returns. One call to the vault for all it has not met of
  // late.
  absl::StatusOr<std::vector<std::string>> Issue(std::vector<redaction::CodeRequest> requests);

 private:
  Vault& vault_;
  boost::asio::io_context& context_;
  const std::string scope_name_;
  std::unique_ptr<redaction::Scope> scope_;
  AgingMap<std::string, std::string> known_;
};

// All that was ever issued in a scope. VAULT_UNAVAILABLE; nothing in it where there is no such scope.
absl::StatusOr<std::shared_ptr<const redaction::Substitutions>> AllOfScope(Vault& vault,
                                                                           boost::asio::io_context& context,
                                                                           std::string_view scope_name);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_CODE_ISSUER_H_
