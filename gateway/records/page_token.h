// Where a list goes on: an opaque text that only this gate can make and read, for the same caller and the
// same list alone. It holds sourcedIds, so it is sealed (AES-256-GCM) and not merely signed.
//
// Immutable; any thread. Errors: INVALID_VALUE for a text that is not such a token, or was given for another
// app, tool, kind, session or school year.
#ifndef SCHOOLGATE_GATEWAY_RECORDS_PAGE_TOKEN_H_
#define SCHOOLGATE_GATEWAY_RECORDS_PAGE_TOKEN_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "core/crypto/aead.h"
#include "core/vault/vault.h"
#include "gateway/records/record_view.h"
#include "redaction/pseudonym/scope.h"

namespace schoolgate::gateway {

struct PageMark {
  // Of the roster the position was reached in.
  std::string roster_version;
  RecordPosition position;
};

class PageTokens {
 public:
  // For one caller's list: what `scope` names, and the kind.
  static absl::StatusOr<PageTokens> For(const Vault& vault, const redaction::ScopeName& scope,
                                        v1::RecordKind kind);

  absl::StatusOr<std::string> Seal(const PageMark& mark) const;
  absl::StatusOr<PageMark> Open(std::string_view token) const;

 private:
  PageTokens(Aead aead, std::string list) : aead_(std::move(aead)), list_(std::move(list)) {}

  Aead aead_;
  std::string list_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RECORDS_PAGE_TOKEN_H_
