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
  std::vector<PersonRow> people;
  people.reserve(person_keys.size());
  for (const std::string& person_key : person_keys) {
    PersonRow person{.tag = keys_->PersonTag(person_key)};
    SqliteStatement& find = statements_->find_person;
    ResetAtEnd reset(find);
    find.Bind(1, person.tag.bytes());
    SG_ASSIGN_OR_RETURN(const bool known, find.Step());
    if (known) {
      person.number = static_cast<SubjectNumber>(find.Int(0));
      person.sealed_key = find.Blob(1);
    } else if (may_write) {
      person.sealed_key = keys_->SealPersonKey(person.tag, RandomSecret(VaultKeys::kKeyBytes));
      SG_ASSIGN_OR_RETURN(person.number, AddSubject(person.tag, std::nullopt, person.sealed_key));
    } else {
      return std::optional<std::vector<PersonRow>>();
    }
    people.push_back(std::move(person));
  }
  return std::optional(std::move(people));
}

absl::StatusOr<std::optional<int64_t>> VaultStore::FindScope(const VaultTag& tag) {
  SqliteStatement& find = statements_->find_scope;
  ResetAtEnd reset(find);
  find.Bind(1, tag.bytes());
  SG_ASSIGN_OR_RETURN(const bool known, find.Step());
  return known ? std::optional(find.Int(0)) : std::nullopt;
}

absl::StatusOr<int64_t> VaultStore::UseScope(std::string_view scope, bool stable, int64_t now) {
  const VaultTag tag = keys_->ScopeTag(scope);
  SqliteStatement& add = statements_->add_scope;
  ResetAtEnd reset(add);
  add.Bind(1, tag.bytes()).Bind(2, int64_t{stable}).Bind(3, now);
  SG_ASSIGN_OR_RETURN(const bool row, add.Step());
  if (!row) return Unavailable();
  const int64_t id = add.Int(0);
  // RETURNING gives its row before the statement is done.
  SG_RETURN_IF_ERROR(add.Step().status());
  return id;
}

absl::StatusOr<SubjectNumber> VaultStore::SubjectOf(const VaultScope& scope, int64_t scope_row,
                                                    const FormRequest& request) {
  if (request.on_roster) {
    SG_ASSIGN_OR_RETURN(auto people, People({&request.subject_key, 1}, true));
    return people->front().number;
  }
  const VaultTag tag = keys_->ValueTag(scope.codes, request.subject_key);
  SqliteStatement& find = statements_->find_subject;
  ResetAtEnd reset(find);
  find.Bind(1, tag.bytes());
  SG_ASSIGN_OR_RETURN(const bool known, find.Step());
  if (known) return static_cast<SubjectNumber>(find.Int(0));
  return AddSubject(tag, scope_row, {});
}

absl::StatusOr<std::optional<FormRow>> VaultStore::FindForm(const VaultTag& tag) {
  SqliteStatement& find = statements_->find_form;
  ResetAtEnd reset(find);
  find.Bind(1, tag.bytes());
  SG_ASSIGN_OR_RETURN(const bool known, find.Step());
  if (!known) return std::optional<FormRow>();
  FormRow row{.tag = tag,
              .place = {static_cast<uint32_t>(find.Int(0)), static_cast<uint8_t>(find.Int(1)),
                        static_cast<uint32_t>(find.Int(2))},
              .sealed = std::string(find.Blob(3))};
  return std::optional(std::move(row));
}

absl::StatusOr<std::optional<std::vector<FormRow>>> VaultStore::Issue(const VaultScope& scope,
                                                                      std::span<const FormRequest> requests,
                                                                      int64_t now, bool may_write) {
  const bool grants = scope.stable() && !scope.session.empty();
  const std::optional<std::vector<FormRow>> cannot;
  std::optional<int64_t> scope_row, session_row;
  if (may_write) {
    SG_ASSIGN_OR_RETURN(scope_row, UseScope(scope.codes, scope.stable(), now));
    if (grants) {
      SG_ASSIGN_OR_RETURN(session_row, UseScope(scope.session, false, now));
    }
  } else if (grants) {
    SG_ASSIGN_OR_RETURN(session_row, FindScope(keys_->ScopeTag(scope.session)));
    if (!session_row) return cannot;
  }
  std::optional<Aead> sealer;
  std::vector<FormRow> rows;
  rows.reserve(requests.size());
  for (const FormRequest& request : requests) {
    const VaultTag tag =
        keys_->FormTag(scope.codes, request.on_roster, request.subject_key, request.type, request.form);
    SG_ASSIGN_OR_RETURN(std::optional<FormRow> row, FindForm(tag));
    if (!row) {
      if (!may_write) return cannot;
      row.emplace(FormRow{.tag = tag});
      row->place.type = request.type;
      SG_ASSIGN_OR_RETURN(row->place.subject, SubjectOf(scope, *scope_row, request));
      SqliteStatement& next = statements_->next_form;
      next.Bind(1, *scope_row).Bind(2, int64_t{row->place.subject}).Bind(3, int64_t{request.type});
      absl::StatusOr<bool> counted = next.Step();
      row->place.form_index = static_cast<uint32_t>(next.Int(0));
      next.Reset();
      SG_RETURN_IF_ERROR(counted.status());
      if (!sealer) sealer.emplace(keys_->FormSealer(scope.codes));
      row->sealed = keys_->SealForm(*sealer, scope.codes, row->place, request.form);
      SG_RETURN_IF_ERROR(statements_->add_form.Bind(1, tag.bytes())
                             .Bind(2, *scope_row)
                             .Bind(3, int64_t{row->place.subject})
                             .Bind(4, int64_t{request.type})
                             .Bind(5, int64_t{row->place.form_index})
                             .Bind(6, row->sealed)
                             .Run());
    }
    if (grants && may_write) {
      SG_RETURN_IF_ERROR(statements_->add_grant.Bind(1, *session_row).Bind(2, tag.bytes()).Run());
    } else if (grants) {
      SqliteStatement& find = statements_->find_grant;
      ResetAtEnd reset(find);
      find.Bind(1, *session_row).Bind(2, tag.bytes());
      SG_ASSIGN_OR_RETURN(const bool granted, find.Step());
      if (!granted) return cannot;
    }
    rows.push_back(*std::move(row));
  }
  return std::optional(std::move(rows));
}

absl::StatusOr<std::vector<FormRow>> VaultStore::Issued(const VaultScope& scope) {
  std::vector<FormRow> rows;
  SG_ASSIGN_OR_RETURN(const std::optional<int64_t> session, FindScope(keys_->ScopeTag(scope.session)));
  if (!session) return rows;
  SqliteStatement& find = scope.stable() ? statements_->forms_of_session : statements_->forms_of_scope;
  ResetAtEnd reset(find);
  find.Bind(1, *session);
  while (true) {
    SG_ASSIGN_OR_RETURN(const bool more, find.Step());
    if (!more) return rows;
    FormRow row{.tag = TagFrom(find.Blob(4)),
                .place = {static_cast<uint32_t>(find.Int(0)), static_cast<uint8_t>(find.Int(1)),
                          static_cast<uint32_t>(find.Int(2))},
                .sealed = std::string(find.Blob(3))};
    rows.push_back(std::move(row));
  }
}

absl::Status VaultStore::MarkUsed(const ScopeUses& uses) {
  for (const auto& [scope, used] : uses) {
    const VaultTag tag = keys_->ScopeTag(scope);
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
