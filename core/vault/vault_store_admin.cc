// What administrators do to a vault's rows (vault_admin.h).
#include <utility>

#include "absl/strings/numbers.h"
#include "core/crypto/random.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/vault_statements.h"
#include "core/vault/vault_store.h"

namespace schoolgate {
namespace {

absl::Status KeyInUse(std::string_view id, std::string_view use) {
  return MakeProblem(problems::kVaultKeyInUse, {{"key", id}, {"use", use}});
}

}  // namespace

absl::StatusOr<int64_t> VaultStore::Count(std::string_view sql, std::string_view argument) {
  SG_ASSIGN_OR_RETURN(SqliteStatement count, db_->Prepare(sql));
  count.Bind(1, argument);
  SG_RETURN_IF_ERROR(count.Step().status());
  return count.Int(0);
}

absl::StatusOr<std::vector<DistrictKeyInfo>> VaultStore::Keys() {
  std::vector<DistrictKeyInfo> keys;
  SG_ASSIGN_OR_RETURN(SqliteStatement all, db_->Prepare("SELECT id, active FROM keys ORDER BY place"));
  while (true) {
    SG_ASSIGN_OR_RETURN(const bool more, all.Step());
    if (!more) break;
    keys.push_back({.id = std::string(all.Blob(0)), .active = all.Int(1) != 0});
  }
  for (DistrictKeyInfo& key : keys) {
    const std::string prefix = StrCat(std::string(1, static_cast<char>(key.id.size())), key.id);
    SG_ASSIGN_OR_RETURN(key.people, Count("SELECT count(*) FROM subjects WHERE key IS NOT NULL AND "
                                          "substr(key, 1, length(?1))=?1",
                                          prefix));
    SG_ASSIGN_OR_RETURN(key.scopes, Count("SELECT count(*) FROM scopes WHERE key=CAST(? AS TEXT)", key.id));
  }
  return keys;
}

absl::StatusOr<std::string> VaultStore::AddKey() {
  const std::shared_ptr<const VaultKeys> keys = keys_->Get();
  // Never an id that was: what is sealed names it.
  SG_ASSIGN_OR_RETURN(const std::optional<std::string> last, Meta("last_key"));
  int64_t number = 1;
  if (last && !absl::SimpleAtoi(*last, &number)) return MakeProblem(problems::kVaultUnavailable);
  std::string id = StrCat(number + 1);
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<Kek> kek, OpenKek(key_file_, /*may_create=*/false));
  SG_ASSIGN_OR_RETURN(const std::string wrapped, kek->Wrap(RandomSecret(VaultKeys::kKeyBytes),
                                                           DistrictKeyContext(keys->district(), id)));
  SG_RETURN_IF_ERROR(SetMeta("last_key", id));
  SG_ASSIGN_OR_RETURN(SqliteStatement add,
                      db_->Prepare("INSERT INTO keys(id, wrapped, active) VALUES(CAST(? AS TEXT), ?, 0)"));
  SG_RETURN_IF_ERROR(add.Bind(1, id).Bind(2, wrapped).Run());
  return id;
}

absl::Status VaultStore::FindKey(std::string_view id) {
  SG_ASSIGN_OR_RETURN(const int64_t found, Count("SELECT count(*) FROM keys WHERE id=CAST(? AS TEXT)", id));
  return found > 0 ? absl::OkStatus() : MakeProblem(problems::kVaultKeyUnknown, {{"key", id}});
}

absl::Status VaultStore::PromoteKey(std::string_view id) {
  SG_RETURN_IF_ERROR(FindKey(id));
  SG_ASSIGN_OR_RETURN(SqliteStatement promote, db_->Prepare("UPDATE keys SET active=(id=CAST(? AS TEXT))"));
  return promote.Bind(1, id).Run();
}

bool VaultStore::AnybodyToRewrap() const {
  const std::shared_ptr<const VaultKeys> keys = keys_->Get();
  return keys->ring().size() > 1 && rewrapped_for_ != keys->active();
}

absl::StatusOr<bool> VaultStore::RewrapSomePeople(int64_t limit) {
  const std::shared_ptr<const VaultKeys> keys = keys_->Get();
  if (!AnybodyToRewrap()) return false;
  SG_ASSIGN_OR_RETURN(SqliteStatement some,
                      db_->Prepare("SELECT number, tag, key FROM subjects WHERE number>? AND key IS NOT NULL "
                                   "ORDER BY number LIMIT ?"));
  some.Bind(1, int64_t{rewrapped_up_to_} - 1).Bind(2, limit);
  std::vector<PersonRow> people;
  while (true) {
    SG_ASSIGN_OR_RETURN(const bool more, some.Step());
    if (!more) break;
    PersonRow person{.number = static_cast<SubjectNumber>(some.Int(0)),
                     .sealed_keys = std::string(some.Blob(2))};
    some.Blob(1).copy(person.tag.value.data(), person.tag.value.size());
    people.push_back(std::move(person));
  }
  SG_ASSIGN_OR_RETURN(SqliteStatement keep, db_->Prepare("UPDATE subjects SET key=? WHERE number=?"));
  for (const PersonRow& person : people) {
    rewrapped_up_to_ = person.number + 1;
    if (VaultKeys::KeyIdOf(person.sealed_keys) == keys->active()) continue;
    SG_ASSIGN_OR_RETURN(const PersonKeys opened, keys->OpenPersonKeys(person.tag, person.sealed_keys));
    const std::string sealed = keys->SealPersonKeys(person.tag, opened);
    SG_RETURN_IF_ERROR(keep.Bind(1, sealed).Bind(2, int64_t{person.number}).Run());
    rewrapped_any_ = true;
  }
  if (people.size() == static_cast<size_t>(limit)) return true;
  // Once more from the start, as another process may have added people under the key it still held active.
  if (!rewrapped_any_) rewrapped_for_ = keys->active();
  rewrapped_up_to_ = 0;
  rewrapped_any_ = false;
  return rewrapped_for_ != keys->active();
}

absl::Status VaultStore::DisableKey(std::string_view id, bool end_scopes) {
  SG_RETURN_IF_ERROR(FindKey(id));
  SG_ASSIGN_OR_RETURN(const std::vector<DistrictKeyInfo> keys, Keys());
  for (const DistrictKeyInfo& key : keys) {
    if (key.id != id) continue;
    if (key.active) return KeyInUse(id, "it is the active one");
    if (key.people > 0) return KeyInUse(id, StrCat("the keys of ", key.people, " people stand under it"));
    if (key.scopes > 0 && !end_scopes) {
      return KeyInUse(id, StrCat(key.scopes, " sessions and stable scopes stand under it"));
    }
  }
  SG_ASSIGN_OR_RETURN(SqliteStatement end, db_->Prepare("DELETE FROM scopes WHERE key=CAST(? AS TEXT)"));
  SG_RETURN_IF_ERROR(end.Bind(1, id).Run());
  SG_ASSIGN_OR_RETURN(SqliteStatement disable, db_->Prepare("DELETE FROM keys WHERE id=CAST(? AS TEXT)"));
  return disable.Bind(1, id).Run();
}

absl::Status VaultStore::RewrapRing(Kek& kek) {
  const std::shared_ptr<const VaultKeys> keys = keys_->Get();
  SG_ASSIGN_OR_RETURN(const std::string index,
                      kek.Wrap(keys->index_key(), IndexKeyContext(keys->district())));
  std::vector<std::pair<std::string_view, std::string>> ring;
  ring.reserve(keys->ring().size());
  for (const auto& [id, key] : keys->ring()) {
    SG_ASSIGN_OR_RETURN(std::string wrapped, kek.Wrap(key, DistrictKeyContext(keys->district(), id)));
    ring.emplace_back(id, std::move(wrapped));
  }
  SG_RETURN_IF_ERROR(SetMeta("index_key", index));
  SG_ASSIGN_OR_RETURN(SqliteStatement keep,
                      db_->Prepare("UPDATE keys SET wrapped=? WHERE id=CAST(? AS TEXT)"));
  for (const auto& [id, wrapped] : ring) SG_RETURN_IF_ERROR(keep.Bind(1, wrapped).Bind(2, id).Run());
  return absl::OkStatus();
}

absl::Status VaultStore::DestroyPerson(std::string_view person_key) {
  const std::shared_ptr<const VaultKeys> keys = keys_->Get();
  const std::string key(person_key);
  SG_ASSIGN_OR_RETURN(const auto known, People({&key, 1}, /*may_write=*/false));
  if (!known) return MakeProblem(problems::kStudentUnknown);
  const PersonRow& before = known->front();
  SG_ASSIGN_OR_RETURN(const int64_t held,
                      Count("SELECT count(*) FROM holds WHERE tag=?", before.tag.bytes()));
  if (held > 0) return MakeProblem(problems::kStudentOnHold);
  SG_ASSIGN_OR_RETURN(PersonKeys person, keys->OpenPersonKeys(before.tag, before.sealed_keys));
  person.pseudonyms = RandomSecret(VaultKeys::kKeyBytes);

  SG_ASSIGN_OR_RETURN(
      SqliteStatement grants,
      db_->Prepare("DELETE FROM grants WHERE form IN (SELECT tag FROM forms WHERE subject=?)"));
  SG_RETURN_IF_ERROR(grants.Bind(1, int64_t{before.number}).Run());
  SG_ASSIGN_OR_RETURN(SqliteStatement forms, db_->Prepare("DELETE FROM forms WHERE subject=?"));
  SG_RETURN_IF_ERROR(forms.Bind(1, int64_t{before.number}).Run());
  // The number stays taken: a vendor knows codes made of it, and they must not become somebody else's.
  const std::string nobody = RandomBytes(16);
  SG_ASSIGN_OR_RETURN(SqliteStatement end,
                      db_->Prepare("UPDATE subjects SET tag=?, key=NULL WHERE number=?"));
  SG_RETURN_IF_ERROR(end.Bind(1, nobody).Bind(2, int64_t{before.number}).Run());
  return AddSubject(before.tag, std::nullopt, keys->SealPersonKeys(before.tag, person)).status();
}

absl::Status VaultStore::Hold(const LegalHold& hold) {
  const std::shared_ptr<const VaultKeys> keys = keys_->Get();
  // Somebody the vault does not know yet can be held all the same.
  SG_RETURN_IF_ERROR(People({&hold.person_key, 1}, /*may_write=*/true).status());
  const VaultTag tag = keys->PersonTag(hold.person_key);
  const std::string sealed = keys->SealHold(tag, hold);
  SG_ASSIGN_OR_RETURN(SqliteStatement add,
                      db_->Prepare("INSERT OR REPLACE INTO holds(tag, sealed) VALUES(?,?)"));
  return add.Bind(1, tag.bytes()).Bind(2, sealed).Run();
}

absl::Status VaultStore::Release(std::string_view person_key) {
  const VaultTag tag = keys_->Get()->PersonTag(person_key);
  SG_ASSIGN_OR_RETURN(SqliteStatement release, db_->Prepare("DELETE FROM holds WHERE tag=?"));
  SG_RETURN_IF_ERROR(release.Bind(1, tag.bytes()).Run());
  return db_->Changes() > 0 ? absl::OkStatus() : MakeProblem(problems::kStudentNotOnHold);
}

absl::StatusOr<std::vector<LegalHold>> VaultStore::Holds() {
  const std::shared_ptr<const VaultKeys> keys = keys_->Get();
  std::vector<LegalHold> holds;
  SG_ASSIGN_OR_RETURN(SqliteStatement all, db_->Prepare("SELECT tag, sealed FROM holds"));
  while (true) {
    SG_ASSIGN_OR_RETURN(const bool more, all.Step());
    if (!more) return holds;
    VaultTag tag;
    all.Blob(0).copy(tag.value.data(), tag.value.size());
    SG_ASSIGN_OR_RETURN(LegalHold hold, keys->OpenHold(tag, all.Blob(1)));
    holds.push_back(std::move(hold));
  }
}

absl::Status VaultStore::AddNote(std::string_view note) {
  SG_ASSIGN_OR_RETURN(SqliteStatement add, db_->Prepare("INSERT INTO notes(note) VALUES(?)"));
  return add.Bind(1, note).Run();
}

absl::StatusOr<std::vector<VaultNote>> VaultStore::Notes() {
  std::vector<VaultNote> notes;
  SG_ASSIGN_OR_RETURN(SqliteStatement all, db_->Prepare("SELECT id, note FROM notes ORDER BY id LIMIT 100"));
  while (true) {
    SG_ASSIGN_OR_RETURN(const bool more, all.Step());
    if (!more) return notes;
    notes.push_back({.id = all.Int(0), .note = std::string(all.Blob(1))});
  }
}

absl::Status VaultStore::ForgetNote(int64_t id) {
  SG_ASSIGN_OR_RETURN(SqliteStatement forget, db_->Prepare("DELETE FROM notes WHERE id=?"));
  return forget.Bind(1, id).Run();
}

absl::StatusOr<bool> VaultStore::DropJournal() {
  if (!db_) return false;
  SG_ASSIGN_OR_RETURN(SqliteStatement drop, db_->Prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
  SG_RETURN_IF_ERROR(drop.Step().status());
  return drop.Int(0) == 0;
}

}  // namespace schoolgate
