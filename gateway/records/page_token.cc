#include "gateway/records/page_token.h"

#include <array>
#include <cstdint>
#include <utility>

#include "absl/strings/escaping.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"

namespace schoolgate::gateway {
namespace {

// Longer ones than any of ours are not looked at.
constexpr size_t kLongestToken = 4096;

absl::Status NotATokenOfThisList() {
  return MakeProblem(problems::kInvalidValue,
                     {{"place", "resume_token"},
                      {"expected",
                       "use the token of an earlier page of this very list (app, tool, kind, session), or "
                       "leave it out and start over"}});
}

// One field of what LengthPrefixed joined; false where there is none.
bool TakeField(std::string_view& joined, std::string& field) {
  if (joined.size() < 4) return false;
  size_t length = 0;
  for (size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<uint8_t>(joined[i]);
  joined.remove_prefix(4);
  if (joined.size() < length) return false;
  field = joined.substr(0, length);
  joined.remove_prefix(length);
  return true;
}

}  // namespace

absl::StatusOr<PageTokens> PageTokens::For(const Vault& vault, const redaction::ScopeName& scope,
                                           v1::RecordKind kind) {
  SG_ASSIGN_OR_RETURN(Aead aead, Aead::New(vault.DeriveKey("record page tokens")));
  return PageTokens(std::move(aead),
                    LengthPrefixed({scope.vendor, scope.tool, scope.app, scope.session,
                                    scope.stable ? std::string_view(scope.school_year) : std::string_view(),
                                    v1::RecordKind_Name(kind)}));
}

absl::StatusOr<std::string> PageTokens::Seal(const PageMark& mark) const {
  const std::string plain = LengthPrefixed({mark.roster_version, mark.position.first, mark.position.second});
  SG_ASSIGN_OR_RETURN(const std::string sealed, aead_.Seal(plain, list_));
  return absl::WebSafeBase64Escape(sealed);
}

absl::StatusOr<PageMark> PageTokens::Open(std::string_view token) const {
  std::string sealed;
  // The last character has bits that mean nothing: a token has one spelling all the same.
  if (token.size() > kLongestToken || !absl::WebSafeBase64Unescape(ToAbsl(token), &sealed) ||
      absl::WebSafeBase64Escape(sealed) != ToAbsl(token)) {
    return NotATokenOfThisList();
  }
  const absl::StatusOr<std::string> plain = aead_.Open(sealed, list_);
  if (!plain.ok()) return NotATokenOfThisList();
  std::string_view rest = *plain;
  PageMark mark;
  for (std::string* field : {&mark.roster_version, &mark.position.first, &mark.position.second}) {
    if (!TakeField(rest, *field)) return NotATokenOfThisList();
  }
  return mark;
}

}  // namespace schoolgate::gateway
