#include "redaction/pseudonym/scope.h"

#include <utility>

#include "core/crypto/crockford.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kIdentifierSymbols = 25;  // 125 bits

// Ids do not say whom or which session they name.
std::string ScopeId(const SecretBytes& key, std::initializer_list<std::string_view> fields) {
  const Sha256Digest digest = HmacSha256(key.Reveal(), LengthPrefixed(fields));
  return std::string(ToStd(DigestBytes(digest)));
}

VaultScope NameScope(const Vault& vault, const ScopeName& name) {
  const SecretBytes key = vault.DeriveKey("scope ids");
  VaultScope scope;
  scope.vendor = name.vendor;
  scope.epoch = name.school_year;
  if (name.stable) scope.codes = ScopeId(key, {"stable", name.vendor, name.tool, name.school_year});
  if (name.person.empty() && name.session.empty()) return scope;
  if (name.stable) {
    scope.session = ScopeId(key, {"session in", scope.codes, name.app, name.person, name.session});
  } else {
    // A session ends with the school year, as its vendor's keys do.
    scope.session = ScopeId(
        key, {"session", name.vendor, name.tool, name.school_year, name.app, name.person, name.session});
    scope.codes = scope.session;
  }
  return scope;
}

}  // namespace

Scope::Scope(Vault& vault, VaultScope scope, std::string key_id, const SecretBytes& key)
    : vault_(vault),
      scope_(std::move(scope)),
      key_id_(std::move(key_id)),
      identifier_key_(HkdfSha256(key.Reveal(), "", "identifiers", kKeyBytes)),
      codes_(HkdfSha256(key.Reveal(), "", "codes", kKeyBytes)),
      substitutions_(std::make_shared<Substitutions>()) {}

boost::asio::awaitable<absl::StatusOr<std::unique_ptr<Scope>>> Scope::Open(Vault& vault, ScopeName name) {
  VaultScope ids = NameScope(vault, name);
  absl::StatusOr<OpenedScope> opened = co_await vault.Open(ids);
  if (!opened.ok()) co_return opened.status();
  std::unique_ptr<Scope> scope(new Scope(vault, std::move(ids), std::move(opened->key_id), opened->code_key));
  scope->Take(std::move(opened->issued));
  co_return std::move(scope);
}

std::vector<std::string> Scope::Take(std::vector<IssuedForm> issued) {
  std::vector<std::string> codes;
  codes.reserve(issued.size());
  for (const IssuedForm& form : issued) {
    codes.push_back(codes_.Encode({static_cast<CodeType>(form.type), form.subject, form.form_index}));
    substitutions_->Add(codes.back(), form.form);
  }
  // After all that have their code: in a stable scope the bare code may be a form somebody else wrote first.
  for (IssuedForm& form : issued) {
    if (form.form_index > 0) {
      substitutions_->AddFallback(codes_.Encode({static_cast<CodeType>(form.type), form.subject, 0}),
                                  form.form);
    }
    WipeString(form.form);
  }
  return codes;
}

boost::asio::awaitable<absl::StatusOr<std::vector<std::string>>> Scope::Issue(
    std::vector<CodeRequest> requests) {
  std::vector<FormRequest> forms;
  forms.reserve(requests.size());
  for (CodeRequest& request : requests) {
    FormRequest form;
    form.subject_key = request.subject_key;
    form.type = static_cast<uint8_t>(request.type);
    form.form = request.form;
    form.on_roster = request.on_roster;
    forms.push_back(std::move(form));
    WipeString(request.form);
    WipeString(request.subject_key);
  }
  absl::StatusOr<std::vector<IssuedForm>> issued = co_await vault_.Issue(scope_, key_id_, std::move(forms));
  if (!issued.ok()) co_return issued.status();
  co_return Take(*std::move(issued));
}

std::string Scope::IdentifierFor(std::string_view identifier) const {
  const Sha256Digest digest = HmacSha256(identifier_key_.Reveal(), ToAbsl(identifier));
  std::string stand_in = "ref_";
  uint32_t bits = 0;
  int available = 0;
  size_t next = 0;
  for (size_t i = 0; i < kIdentifierSymbols; ++i) {
    if (available < 5) {
      bits = bits << 8 | digest[next++];
      available += 8;
    }
    available -= 5;
    const char symbol = kCrockfordAlphabet[bits >> available & 31];
    stand_in.push_back(symbol >= 'A' ? static_cast<char>(symbol - 'A' + 'a') : symbol);
  }
  return stand_in;
}

void Scope::AddIdentifier(const std::string& code, std::string identifier) {
  substitutions_->Add(code, std::move(identifier));
}

}  // namespace schoolgate::redaction
