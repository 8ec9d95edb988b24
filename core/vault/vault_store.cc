#include "core/vault/vault_store.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/vault_statements.h"

namespace schoolgate {
namespace {

constexpr uint32_t kSubjectNumbers = uint32_t{1} << 25;
constexpr int64_t kScopesAtATime = 1000;

absl::Status Unavailable() { return MakeProblem(problems::kVaultUnavailable); }

VaultTag TagFrom(std::string_view bytes) {
  VaultTag tag;
  bytes.copy(tag.value.data(), tag.value.size());
  return tag;
}

}  // namespace

VaultStore::VaultStore(std::string path, std::string key_file)
    : path_(std::move(path)), key_file_(std::move(key_file)) {}

VaultStore::~VaultStore() = default;

absl::Status VaultStore::BeginRead() { return db_ ? db_->Exec("BEGIN") : Unavailable(); }
absl::Status VaultStore::BeginWrite() { return db_ ? db_->Exec("BEGIN IMMEDIATE") : Unavailable(); }
absl::Status VaultStore::Commit() { return db_->Exec("COMMIT"); }

void VaultStore::Rollback() {
  if (db_ && db_->InTransaction()) db_->Exec("ROLLBACK").IgnoreError();
}

absl::StatusOr<SubjectNumber> VaultStore::AddSubject(const VaultTag& tag, std::optional<int64_t> scope_row,
                                                     std::string_view sealed_key) {
  // With every second number taken, sixty-four tries in a row fail once in 10^19.
  for (int attempt = 0; attempt < 64; ++attempt) {
    const auto number = static_cast<SubjectNumber>(RandomUint64() % kSubjectNumbers);
    SqliteStatement& add = statements_->add_subject;
    add.Bind(1, int64_t{number}).Bind(2, tag.bytes());
    scope_row ? add.Bind(3, *scope_row) : add.BindNull(3);
    sealed_key.empty() ? add.BindNull(4) : add.Bind(4, sealed_key);
    SG_RETURN_IF_ERROR(add.Run());
    if (db_->Changes() == 1) return number;
  }
  LogError("vault_subject_numbers_exhausted");
  return Unavailable();
}

absl::StatusOr<std::optional<std::vector<PersonRow>>> VaultStore::People(
    std::span<const std::string> person_keys, bool may_write) {
  const std::shared_ptr<const VaultKeys> keys = keys_->Get();
  std::vector<PersonRow> people;
  people.reserve(person_keys.size());
  for (const std::string& person_key : person_keys) {
    PersonRow person{.tag = keys->PersonTag(person_key)};
    SqliteStatement& find = statements_->find_person;
    ResetAtEnd reset(find);
    find.Bind(1, person.tag.bytes());
    SG_ASSIGN_OR_RETURN(const bool known, find.Step());
    if (known) {
      person.number = static_cast<SubjectNumber>(find.Int(0));
      person.sealed_keys = find.Blob(1);
    } else if (may_write) {
      person.sealed_keys = FreshPersonKeys(person.tag);
      SG_ASSIGN_OR_RETURN(person.number, AddSubject(person.tag, std::nullopt, person.sealed_keys));
    } else {
      return std::optional<std::vector<PersonRow>>();
    }
    people.push_back(std::move(person));
  }
  return std::optional(std::move(people));
}

std::string VaultStore::FreshPersonKeys(const VaultTag& tag) const {
  PersonKeys keys{.pseudonyms = RandomSecret(VaultKeys::kKeyBytes),
                  .disclosures = RandomSecret(VaultKeys::kKeyBytes)};
  return keys_->Get()->SealPersonKeys(tag, keys);
}

absl::StatusOr<std::optional<VaultStore::ScopeRow>> VaultStore::FindScope(const VaultTag& tag) {
  SqliteStatement& find = statements_->find_scope;
  ResetAtEnd reset(find);
  find.Bind(1, tag.bytes());
  SG_ASSIGN_OR_RETURN(const bool known, find.Step());
  if (!known) return std::optional<ScopeRow>();
  return std::optional(ScopeRow{.id = find.Int(0), .key_id = std::string(find.Blob(1))});
}

absl::StatusOr<VaultStore::ScopeRow> VaultStore::UseScope(std::string_view scope, bool stable,
                                                          std::string_view key_id, int64_t now) {
  const VaultTag tag = keys_->Get()->ScopeTag(scope);
  SqliteStatement& add = statements_->add_scope;
  ResetAtEnd reset(add);
  add.Bind(1, tag.bytes()).Bind(2, int64_t{stable}).Bind(3, now).Bind(4, key_id);
  SG_ASSIGN_OR_RETURN(const bool row, add.Step());
  if (!row) return Unavailable();
  ScopeRow found{.id = add.Int(0), .key_id = std::string(add.Blob(1))};
  // RETURNING gives its row before the statement is done.
  SG_RETURN_IF_ERROR(add.Step().status());
  return found;
}

absl::Status VaultStore::FindSubject(const VaultScope& scope, int64_t scope_row, const FormRequest& request,
                                     FormRow& row) {
  if (request.on_roster) {
    SG_ASSIGN_OR_RETURN(auto people, People({&request.subject_key, 1}, true));
    row.place.subject = people->front().number;
    row.person = std::make_shared<const PersonRow>(std::move(people->front()));
    return absl::OkStatus();
  }
  const VaultTag tag = keys_->Get()->ValueTag(scope.codes, request.subject_key);
  SqliteStatement& find = statements_->find_subject;
  ResetAtEnd reset(find);
  find.Bind(1, tag.bytes());
  SG_ASSIGN_OR_RETURN(const bool known, find.Step());
  if (known) {
    row.place.subject = static_cast<SubjectNumber>(find.Int(0));
    return absl::OkStatus();
  }
  SG_ASSIGN_OR_RETURN(row.place.subject, AddSubject(tag, scope_row, {}));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<FormRow>> VaultStore::FindForm(const VaultTag& tag, const FormRequest& request) {
  SqliteStatement& find = statements_->find_form;
  ResetAtEnd reset(find);
  find.Bind(1, tag.bytes());
  SG_ASSIGN_OR_RETURN(const bool known, find.Step());
  if (!known) return std::optional<FormRow>();
  FormRow row{.tag = tag,
              .place = {static_cast<uint32_t>(find.Int(0)), static_cast<uint8_t>(find.Int(1)),
                        static_cast<uint32_t>(find.Int(2))},
              .sealed = std::string(find.Blob(3))};
  if (request.on_roster) {
    SG_ASSIGN_OR_RETURN(auto people, People({&request.subject_key, 1}, false));
    // A form of somebody who is gone is no form.
    if (!people) return std::optional<FormRow>();
    row.person = std::make_shared<const PersonRow>(std::move(people->front()));
  }
  return std::optional(std::move(row));
}

absl::Status VaultStore::AddForm(int64_t scope_row, const ScopeKeys& keys, const FormRequest& request,
                                 FormRow& row) {
  SqliteStatement& next = statements_->next_form;
  next.Bind(1, scope_row).Bind(2, int64_t{row.place.subject}).Bind(3, int64_t{request.type});
  absl::StatusOr<bool> counted = next.Step();
  row.place.form_index = static_cast<uint32_t>(next.Int(0));
  next.Reset();
  SG_RETURN_IF_ERROR(counted.status());
  PersonKeys person;
  if (row.person != nullptr) {
    SG_ASSIGN_OR_RETURN(person, keys_->Get()->OpenPersonKeys(row.person->tag, row.person->sealed_keys));
  }
  row.sealed = keys.SealForm(person.pseudonyms, row.place, request.form);
  return statements_->add_form.Bind(1, row.tag.bytes())
      .Bind(2, scope_row)
      .Bind(3, int64_t{row.place.subject})
      .Bind(4, int64_t{request.type})
      .Bind(5, int64_t{row.place.form_index})
      .Bind(6, row.sealed)
      .Run();
}

absl::StatusOr<std::optional<std::vector<FormRow>>> VaultStore::Issue(const VaultScope& scope,
                                                                      std::string_view key_id,
                                                                      std::span<const FormRequest> requests,
                                                                      int64_t now, bool may_write) {
  const bool grants = scope.stable() && !scope.session.empty();
  const std::optional<std::vector<FormRow>> cannot;
  const std::shared_ptr<const VaultKeys> keys = keys_->Get();
  std::optional<ScopeRow> scope_row, session_row;
  if (may_write) {
    SG_ASSIGN_OR_RETURN(scope_row, UseScope(scope.codes, scope.stable(), key_id, now));
    if (grants) {
      SG_ASSIGN_OR_RETURN(session_row, UseScope(scope.session, false, key_id, now));
    }
  } else {
    SG_ASSIGN_OR_RETURN(scope_row, FindScope(keys->ScopeTag(scope.codes)));
    if (!scope_row) return cannot;
    if (grants) {
      SG_ASSIGN_OR_RETURN(session_row, FindScope(keys->ScopeTag(scope.session)));
      if (!session_row) return cannot;
    }
  }
  if (scope_row->key_id != key_id) return absl::AbortedError("the scope stands under another key");
  SG_ASSIGN_OR_RETURN(const ScopeKeys scope_keys, keys->ForScope(scope, key_id));
  std::vector<FormRow> rows;
  rows.reserve(requests.size());
  for (const FormRequest& request : requests) {
    const VaultTag tag =
        keys->FormTag(scope.codes, request.on_roster, request.subject_key, request.type, request.form);
    SG_ASSIGN_OR_RETURN(std::optional<FormRow> row, FindForm(tag, request));
    if (!row) {
      if (!may_write) return cannot;
      row.emplace(FormRow{.tag = tag});
      row->place.type = request.type;
      SG_RETURN_IF_ERROR(FindSubject(scope, scope_row->id, request, *row));
      SG_RETURN_IF_ERROR(AddForm(scope_row->id, scope_keys, request, *row));
    }
    if (grants && may_write) {
      SG_RETURN_IF_ERROR(statements_->add_grant.Bind(1, session_row->id).Bind(2, tag.bytes()).Run());
    } else if (grants) {
      SqliteStatement& find = statements_->find_grant;
      ResetAtEnd reset(find);
      find.Bind(1, session_row->id).Bind(2, tag.bytes());
      SG_ASSIGN_OR_RETURN(const bool granted, find.Step());
      if (!granted) return cannot;
    }
    rows.push_back(*std::move(row));
  }
  return std::optional(std::move(rows));
}

absl::StatusOr<ScopeRows> VaultStore::OpenScope(const VaultScope& scope) {
  const std::shared_ptr<const VaultKeys> keys = keys_->Get();
  ScopeRows found{.key_id = keys->active()};
  SG_ASSIGN_OR_RETURN(const std::optional<ScopeRow> codes, FindScope(keys->ScopeTag(scope.codes)));
  if (!codes) return found;
  found.key_id = codes->key_id;
  if (scope.session.empty()) return found;
  std::optional<ScopeRow> session = codes;
  if (scope.stable()) {
    SG_ASSIGN_OR_RETURN(session, FindScope(keys->ScopeTag(scope.session)));
    if (!session) return found;
  }
  SqliteStatement& find = scope.stable() ? statements_->forms_of_session : statements_->forms_of_scope;
  ResetAtEnd reset(find);
  find.Bind(1, session->id);
  std::shared_ptr<const PersonRow> person;  // forms come person by person
  while (true) {
    SG_ASSIGN_OR_RETURN(const bool more, find.Step());
    if (!more) return found;
    FormRow row{.tag = TagFrom(find.Blob(4)),
                .place = {static_cast<uint32_t>(find.Int(0)), static_cast<uint8_t>(find.Int(1)),
                          static_cast<uint32_t>(find.Int(2))},
                .sealed = std::string(find.Blob(3))};
    if (const std::string_view sealed_keys = find.Blob(6); !sealed_keys.empty()) {
      if (person == nullptr || person->number != row.place.subject) {
        person = std::make_shared<const PersonRow>(PersonRow{.tag = TagFrom(find.Blob(5)),
                                                             .number = row.place.subject,
                                                             .sealed_keys = std::string(sealed_keys)});
      }
      row.person = person;
    }
    found.forms.push_back(std::move(row));
  }
}

absl::Status VaultStore::MarkUsed(const ScopeUses& uses) {
  for (const auto& [scope, used] : uses) {
    const VaultTag tag = keys_->Get()->ScopeTag(scope);
    SG_RETURN_IF_ERROR(statements_->use_scope.Bind(1, used).Bind(2, tag.bytes()).Run());
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> VaultStore::ExpireScopes(int64_t sessions_before, int64_t stable_before) {
  SqliteStatement& expire = statements_->expire;
  SG_RETURN_IF_ERROR(expire.Bind(1, int64_t{0}).Bind(2, sessions_before).Bind(3, kScopesAtATime).Run());
  const int64_t sessions = db_->Changes();
  SG_RETURN_IF_ERROR(expire.Bind(1, int64_t{1}).Bind(2, stable_before).Bind(3, kScopesAtATime).Run());
  return sessions + db_->Changes();
}

}  // namespace schoolgate
