#include "core/vault/sqlite_vault_admin.h"

#include <memory>
#include <utility>

namespace schoolgate {
namespace {

// What the writer does between two requests: some milliseconds.
constexpr int64_t kRewrapAtATime = 1000;

// Has `from` answer into `answer`, which outlives the work.
template <typename T>
AdminWork::Function Into(absl::StatusOr<T>& answer, absl::StatusOr<T> (VaultStore::*from)()) {
  return [&answer, from](VaultStore& store) {
    answer = (store.*from)();
    return answer.status();
  };
}

}  // namespace

absl::Status SqliteVaultAdmin::Read(AdminWork::Function read) {
  return writer_.Do(std::make_unique<AdminWork>(std::move(read)))->status;
}

absl::Status SqliteVaultAdmin::Write(AdminWork::Function write, std::string_view note) {
  return writer_.Do(std::make_unique<AdminWork>(std::move(write), note))->status;
}

absl::StatusOr<std::vector<DistrictKeyInfo>> SqliteVaultAdmin::Keys() {
  absl::StatusOr<std::vector<DistrictKeyInfo>> keys;
  SG_RETURN_IF_ERROR(Read(Into(keys, &VaultStore::Keys)));
  return keys;
}

absl::StatusOr<std::string> SqliteVaultAdmin::AddKey(std::string_view note) {
  absl::StatusOr<std::string> id;
  SG_RETURN_IF_ERROR(Write(Into(id, &VaultStore::AddKey), note));
  return id;
}

absl::Status SqliteVaultAdmin::PromoteKey(std::string_view id, std::string_view note) {
  return Write([&](VaultStore& store) { return store.PromoteKey(id); }, note);
}

absl::StatusOr<bool> SqliteVaultAdmin::RewrapSomePeople() {
  absl::StatusOr<bool> more = false;
  bool anybody = false;
  SG_RETURN_IF_ERROR(Read([&](VaultStore& store) {
    anybody = store.AnybodyToRewrap();
    return absl::OkStatus();
  }));
  // Most of the time there is one key: then nothing is written, nor forgotten from the cache.
  if (!anybody) return false;
  SG_RETURN_IF_ERROR(Write(
      [&](VaultStore& store) {
        more = store.RewrapSomePeople(kRewrapAtATime);
        return more.status();
      },
      /*note=*/""));
  return more;
}

absl::Status SqliteVaultAdmin::DisableKey(std::string_view id, bool end_scopes, std::string_view note) {
  return Write([&](VaultStore& store) { return store.DisableKey(id, end_scopes); }, note);
}

absl::Status SqliteVaultAdmin::RewrapRing(Kek& kek, std::string_view note) {
  return Write([&](VaultStore& store) { return store.RewrapRing(kek); }, note);
}

absl::StatusOr<bool> SqliteVaultAdmin::Knows(std::string_view person_key) {
  const std::string key(person_key);
  bool known = false;
  SG_RETURN_IF_ERROR(Read([&](VaultStore& store) {
    const auto people = store.People({&key, 1}, /*may_write=*/false);
    known = people.ok() && people->has_value();
    return people.status();
  }));
  return known;
}

absl::Status SqliteVaultAdmin::DestroyPerson(std::string_view person_key, std::string_view note) {
  return Write([&](VaultStore& store) { return store.DestroyPerson(person_key); }, note);
}

absl::Status SqliteVaultAdmin::Hold(const LegalHold& hold, std::string_view note) {
  return Write([&](VaultStore& store) { return store.Hold(hold); }, note);
}

absl::Status SqliteVaultAdmin::Release(std::string_view person_key, std::string_view note) {
  return Write([&](VaultStore& store) { return store.Release(person_key); }, note);
}

absl::StatusOr<std::vector<LegalHold>> SqliteVaultAdmin::Holds() {
  absl::StatusOr<std::vector<LegalHold>> holds;
  SG_RETURN_IF_ERROR(Read(Into(holds, &VaultStore::Holds)));
  return holds;
}

absl::StatusOr<std::vector<VaultNote>> SqliteVaultAdmin::Notes() {
  absl::StatusOr<std::vector<VaultNote>> notes;
  SG_RETURN_IF_ERROR(Read(Into(notes, &VaultStore::Notes)));
  return notes;
}

absl::Status SqliteVaultAdmin::ForgetNote(int64_t id) {
  return Write([&](VaultStore& store) { return store.ForgetNote(id); }, /*note=*/"");
}

}  // namespace schoolgate
