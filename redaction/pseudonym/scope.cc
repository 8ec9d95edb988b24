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
// What stand-ins are issued as: no CodeType, and nobody's code.
constexpr uint8_t kClaimType = 64;

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
  if (name.whole) scope.session = scope.codes;
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

boost::asio::awaitable<absl::StatusOr<std::unique_ptr<Scope>>> Scope::Open(Vault& vault, ScopeName name) {
  std::unique_ptr<Scope> scope(new Scope(vault, NameScope(vault, name)));
  SG_CO_RETURN_IF_ERROR(co_await scope->Reopen());
  co_return std::move(scope);
}

boost::asio::awaitable<absl::StatusOr<std::unique_ptr<Scope>>> Scope::Recall(Vault& vault, ScopeName name) {
  std::unique_ptr<Scope> scope(new Scope(vault, NameScope(vault, name)));
  std::optional<RecalledScope> recalled = vault.Recall(scope->scope_);
  if (recalled) {
    scope->Begin(std::move(recalled->scope));
    scope->as_of_ = std::move(recalled->as_of);
  } else {
    SG_CO_RETURN_IF_ERROR(co_await scope->Reopen());
  }
  co_return std::move(scope);
}

boost::asio::awaitable<absl::Status> Scope::Reopen() {
  absl::StatusOr<OpenedScope> opened = co_await vault_.Open(scope_);
  if (!opened.ok()) co_return opened.status();
  Begin(*std::move(opened));
  co_return absl::OkStatus();
}

void Scope::Begin(OpenedScope opened) {
  key_id_ = std::move(opened.key_id);
  as_of_.clear();
  const auto derived = [&opened](std::string_view purpose) {
    return HkdfSha256(opened.code_key.Reveal(), "", ToAbsl(purpose), kKeyBytes);
  };
  identifier_key_ = derived("identifiers");
  stand_in_key_ = derived("stand-ins");
  sealing_key_ = derived("sealed ids");
  codes_.emplace(derived("codes"));
  substitutions_ = std::make_shared<Substitutions>();
  given_.clear();
  stand_ins_.clear();
  claimed_.clear();
  TakeClaims(opened.issued);
  Take(std::move(opened.issued));
}

std::vector<std::string> Scope::Take(std::vector<IssuedForm> issued) {
  std::vector<std::string> codes;
  codes.reserve(issued.size());
  for (const IssuedForm& form : issued) {
    codes.push_back(codes_->Encode({static_cast<CodeType>(form.type), form.subject, form.form_index}));
    substitutions_->Add(codes.back(), form.form);
  }
  // After all that have their code: in a stable scope the bare code may be a form somebody else wrote first.
  for (IssuedForm& form : issued) {
    if (form.form_index > 0) {
      substitutions_->AddFallback(codes_->Encode({static_cast<CodeType>(form.type), form.subject, 0}),
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
  absl::StatusOr<std::vector<IssuedForm>> issued = co_await IssueForms(std::move(forms));
  if (!issued.ok()) co_return issued.status();
  co_return Take(*std::move(issued));
}

boost::asio::awaitable<absl::StatusOr<std::vector<IssuedForm>>> Scope::IssueForms(
    std::vector<FormRequest> forms) {
  if (as_of_.empty()) {
    if (forms.empty()) co_return std::vector<IssuedForm>();
    co_return co_await vault_.Issue(scope_, key_id_, std::move(forms));
  }
  absl::StatusOr<std::vector<IssuedForm>> issued =
      co_await vault_.IssueRecalled(scope_, key_id_, as_of_, std::move(forms));
  if (issued.ok()) as_of_.clear();
  co_return issued;
}

boost::asio::awaitable<absl::StatusOr<std::vector<char>>> Scope::Claim(std::vector<StandInClaim> claims) {
  // The first to write its form under a text has it: every later form there gets a letter.
  std::vector<FormRequest> forms;
  forms.reserve(claims.size());
  for (const StandInClaim& claim : claims) {
    FormRequest form;
    form.subject_key = StrCat("stand-in|", claim.text);
    form.type = kClaimType;
    form.form = StrCat(codes_->Encode(claim.of), "|", claim.text);
    forms.push_back(std::move(form));
  }
  absl::StatusOr<std::vector<IssuedForm>> issued = co_await IssueForms(std::move(forms));
  if (!issued.ok()) co_return issued.status();
  std::vector<char> granted(claims.size());
  for (size_t i = 0; i < claims.size(); ++i) {
    const std::string code = codes_->Encode(claims[i].of);
    const auto [owner, is_new] = claimed_.try_emplace(claims[i].text, code);
    if ((*issued)[i].form_index != 0 || owner->second != code) continue;
    granted[i] = 1;
    stand_ins_[code] = claims[i].text;
  }
  co_return granted;
}

const std::string* Scope::EarlierStandIn(const CodeRef& of) const {
  const auto found = stand_ins_.find(codes_->Encode(of));
  return found == stand_ins_.end() ? nullptr : &found->second;
}

boost::asio::awaitable<absl::StatusOr<SecretBytes>> Scope::DateKey(std::string person_key) const {
  const Sha256Digest place = HmacSha256(stand_in_key_.Reveal(), "dates");
  std::string purpose = StrCat("dates|", HexEncode(DigestBytes(place)));
  std::vector<std::string> people = {std::move(person_key)};
  co_return co_await vault_.PeopleKey(std::move(people), std::move(purpose));
}

void Scope::TakeClaims(std::vector<IssuedForm>& issued) {
  absl::flat_hash_map<std::string, const std::string*> forms;
  for (const IssuedForm& form : issued) {
    if (form.type == kClaimType) continue;
    forms[codes_->Encode({static_cast<CodeType>(form.type), form.subject, form.form_index})] = &form.form;
  }
  for (const IssuedForm& claim : issued) {
    if (claim.type != kClaimType || claim.form_index != 0) continue;
    const size_t bar = claim.form.find('|');
    if (bar == std::string::npos) continue;
    const std::string code = claim.form.substr(0, bar);
    std::string text = claim.form.substr(bar + 1);
    claimed_[text] = code;
    if (const auto form = forms.find(code); form != forms.end()) AddStandIn(text, *form->second);
    stand_ins_[code] = std::move(text);
  }
  std::erase_if(issued, [](const IssuedForm& form) { return form.type == kClaimType; });
}

std::string Scope::IdentifierFor(std::string_view identifier) const {
  if (const auto given = given_.find(ToAbsl(identifier)); given != given_.end()) return given->second;
  const Sha256Digest digest = HmacSha256(identifier_key_.Reveal(), ToAbsl(identifier));
  return StrCat("ref_", CrockfordEncodeBytes(DigestBytes(digest)).substr(0, kIdentifierSymbols));
}

void Scope::NameIdentifier(std::string identifier, std::string name) {
  given_.insert_or_assign(std::move(identifier), std::move(name));
}

void Scope::AddIdentifier(const std::string& code, std::string identifier) {
  substitutions_->Add(code, std::move(identifier));
}

}  // namespace schoolgate::redaction
