#include "core/vault/sqlite_vault.h"

#include <algorithm>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/strings.h"
#include "core/vault/single_exchange.h"
#include "core/vault/sqlite_vault_admin.h"
#include "core/vault/sqlite_work.h"

namespace schoolgate {
namespace {

namespace asio = boost::asio;
template <typename T>
using Awaitable = asio::awaitable<T>;

// Fewer transactions make loading a roster faster, as each one writes most pages of the table again; more of
// them let requests that need a write in between. This many people take a second or two, once.
constexpr size_t kEnrollAtATime = 100'000;
constexpr size_t kTagBytes = 16;

void Wipe(std::vector<FormRequest>& requests) {
  for (FormRequest& request : requests) WipeString(request.form);
}

void SortAndThin(std::vector<std::string>& person_keys) {
  std::sort(person_keys.begin(), person_keys.end());
  person_keys.erase(std::unique(person_keys.begin(), person_keys.end()), person_keys.end());
}

// Something altered a row, or the disk did: nothing of what was asked for is to be trusted.
absl::Status DoesNotOpen() {
  LogError("vault_row_does_not_open");
  return MakeProblem(problems::kVaultUnavailable);
}

class SqliteVault : public Vault {
 public:
  SqliteVault(std::unique_ptr<VaultStore> store, std::unique_ptr<ChangeCounter> changes, const Clock& clock)
      : keys_(store->current_keys()),
        clock_(clock),
        cache_(std::move(changes)),
        writer_(std::move(store), cache_),
        admin_(writer_) {}

  Awaitable<absl::StatusOr<OpenedScope>> Open(VaultScope scope) override;
  Awaitable<absl::StatusOr<std::vector<IssuedForm>>> Issue(VaultScope scope, std::string key_id,
                                                           std::vector<FormRequest> requests) override;
  Awaitable<absl::StatusOr<std::vector<std::string>>> SubjectTags(std::vector<std::string> person_keys,
                                                                  std::string record_id) override;
  Awaitable<absl::StatusOr<std::vector<SubjectNumber>>> Numbers(
      std::vector<std::string> person_keys) override;
  Awaitable<absl::StatusOr<SecretBytes>> PeopleKey(std::vector<std::string> person_keys,
                                                   std::string purpose) override;
  absl::StatusOr<SecretBytes> PeopleKeyNow(std::vector<std::string> person_keys,
                                           std::string_view purpose) override;
  SecretBytes DeriveKey(std::string_view purpose) const override { return keys_->Get()->Derive(purpose); }
  absl::Status Enroll(std::span<const std::string> person_keys) override;
  absl::Status ExpireScopes(absl::Time sessions, absl::Time stable) override;
  bool healthy() const override { return writer_.healthy(); }
  VaultAdmin& admin() override { return admin_; }

 private:
  int64_t Now() const { return absl::ToUnixSeconds(clock_.Now()); }

  // Has the writer do it; resumes on the caller's executor, whatever thread finished it.
  Awaitable<std::unique_ptr<VaultWork>> Perform(std::unique_ptr<VaultWork> work);
  Awaitable<absl::StatusOr<std::vector<PersonRow>>> People(std::vector<std::string> person_keys);
  Awaitable<absl::StatusOr<std::vector<IssuedForm>>> IssueOnce(std::vector<FormRequest> requests);
  absl::StatusOr<std::vector<PersonKeys>> OpenKeys(const std::vector<PersonRow>& people) const;
  absl::StatusOr<SecretBytes> KeyOfAll(const std::vector<PersonRow>& people, std::string_view purpose) const;
  absl::StatusOr<OpenedScope> OpenRows(const VaultScope& scope, const ScopeRows& rows) const;

  const std::shared_ptr<const CurrentKeys> keys_;
  const Clock& clock_;
  VaultCache cache_;
  GroupCommit writer_;
  SqliteVaultAdmin admin_;
};

Awaitable<std::unique_ptr<VaultWork>> SqliteVault::Perform(std::unique_ptr<VaultWork> work) {
  auto initiate = [this](auto handler, std::unique_ptr<VaultWork> queued) {
    auto guard = asio::make_work_guard(asio::get_associated_executor(handler));
    VaultWork& reference = *queued;
    reference.finish = [handler = std::move(handler),
                        guard = std::move(guard)](std::unique_ptr<VaultWork> done) mutable {
      asio::post(guard.get_executor(), [handler = std::move(handler), done = std::move(done)]() mutable {
        std::move(handler)(std::move(done));
      });
    };
    writer_.Submit(std::move(queued));
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::unique_ptr<VaultWork>)>(
      std::move(initiate), asio::use_awaitable, std::move(work));
}

Awaitable<absl::StatusOr<std::vector<PersonRow>>> SqliteVault::People(std::vector<std::string> person_keys) {
  std::optional<std::vector<PersonRow>> known = cache_.FindPeople(person_keys);
  if (known) co_return *std::move(known);
  std::unique_ptr<VaultWork> work = std::make_unique<PeopleWork>(std::move(person_keys));
  work = co_await Perform(std::move(work));
  if (!work->status.ok()) co_return work->status;
  co_return std::move(static_cast<PeopleWork&>(*work).people);
}

Awaitable<absl::StatusOr<std::vector<IssuedForm>>> SqliteVault::IssueOnce(std::vector<FormRequest> requests) {
  std::vector<std::string> on_roster;
  for (const FormRequest& request : requests) {
    if (request.on_roster) on_roster.push_back(request.subject_key);
  }
  absl::StatusOr<std::vector<PersonRow>> people = co_await People(on_roster);
  if (!people.ok()) {
    Wipe(requests);
    co_return people.status();
  }
  absl::flat_hash_map<std::string, SubjectNumber> numbers;
  for (size_t i = 0; i < on_roster.size(); ++i) numbers.emplace(on_roster[i], (*people)[i].number);
  co_return IssueForOneExchange(std::move(requests), numbers);
}

Awaitable<absl::StatusOr<std::vector<IssuedForm>>> SqliteVault::Issue(VaultScope scope, std::string key_id,
                                                                      std::vector<FormRequest> requests) {
  if (requests.empty()) co_return std::vector<IssuedForm>();
  if (scope.codes.empty()) co_return co_await IssueOnce(std::move(requests));
  std::vector<VaultTag> tags;
  std::vector<IssuedForm> issued;
  const std::shared_ptr<const VaultKeys> keys = keys_->Get();
  for (const FormRequest& request : requests) {
    tags.push_back(
        keys->FormTag(scope.codes, request.on_roster, request.subject_key, request.type, request.form));
    IssuedForm form;
    form.type = request.type;
    form.form = request.form;
    issued.push_back(std::move(form));
  }
  std::optional<std::vector<FormPlace>> places = cache_.FindForms(scope, tags, Now());
  if (places) {
    Wipe(requests);
  } else {
    std::unique_ptr<VaultWork> work =
        std::make_unique<IssueWork>(std::move(scope), std::move(key_id), std::move(requests), Now());
    work = co_await Perform(std::move(work));
    if (!work->status.ok()) {
      for (IssuedForm& form : issued) WipeString(form.form);
      co_return work->status;
    }
    places.emplace();
    for (const FormRow& row : static_cast<IssueWork&>(*work).rows) places->push_back(row.place);
  }
  for (size_t i = 0; i < issued.size(); ++i) {
    issued[i].subject = (*places)[i].subject;
    issued[i].form_index = (*places)[i].form_index;
  }
  co_return std::move(issued);
}

absl::StatusOr<OpenedScope> SqliteVault::OpenRows(const VaultScope& scope, const ScopeRows& rows) const {
  const std::shared_ptr<const VaultKeys> keys = keys_->Get();
  absl::StatusOr<ScopeKeys> scope_keys = keys->ForScope(scope, rows.key_id);
  if (!scope_keys.ok()) return DoesNotOpen();
  OpenedScope opened{.key_id = rows.key_id};
  opened.code_key = SecretBytes(scope_keys->code_key().Reveal());
  opened.issued.reserve(rows.forms.size());
  const PersonRow* open = nullptr;  // whose keys are at hand: forms come person by person
  PersonKeys person;
  for (const FormRow& row : rows.forms) {
    if (row.person == nullptr) {
      person = PersonKeys();
    } else if (row.person.get() != open) {
      absl::StatusOr<PersonKeys> opened_keys = keys->OpenPersonKeys(row.person->tag, row.person->sealed_keys);
      if (!opened_keys.ok()) return DoesNotOpen();
      person = *std::move(opened_keys);
    }
    open = row.person.get();
    absl::StatusOr<std::string> form = scope_keys->OpenForm(person.pseudonyms, row.place, row.sealed);
    if (!form.ok()) return DoesNotOpen();
    opened.issued.push_back(IssuedForm{.subject = row.place.subject,
                                       .type = row.place.type,
                                       .form_index = row.place.form_index,
                                       .form = std::move(*form)});
    WipeString(*form);
  }
  return opened;
}

Awaitable<absl::StatusOr<OpenedScope>> SqliteVault::Open(VaultScope scope) {
  if (scope.codes.empty()) {
    OpenedScope alone;
    alone.code_key = RandomSecret(VaultKeys::kKeyBytes);
    co_return std::move(alone);
  }
  const std::shared_ptr<const ScopeRows> known = cache_.FindSession(scope, Now());
  if (known != nullptr) co_return OpenRows(scope, *known);
  std::unique_ptr<VaultWork> work = std::make_unique<OpenWork>(scope, Now());
  work = co_await Perform(std::move(work));
  if (!work->status.ok()) co_return work->status;
  co_return OpenRows(scope, *static_cast<OpenWork&>(*work).rows);
}

absl::StatusOr<std::vector<PersonKeys>> SqliteVault::OpenKeys(const std::vector<PersonRow>& people) const {
  std::vector<PersonKeys> keys;
  keys.reserve(people.size());
  const std::shared_ptr<const VaultKeys> own = keys_->Get();
  for (const PersonRow& person : people) {
    absl::StatusOr<PersonKeys> opened = own->OpenPersonKeys(person.tag, person.sealed_keys);
    if (!opened.ok()) return DoesNotOpen();
    keys.push_back(*std::move(opened));
  }
  return keys;
}

absl::StatusOr<SecretBytes> SqliteVault::KeyOfAll(const std::vector<PersonRow>& people,
                                                  std::string_view purpose) const {
  SG_ASSIGN_OR_RETURN(std::vector<PersonKeys> opened, OpenKeys(people));
  std::vector<SecretBytes> keys;
  keys.reserve(opened.size());
  for (PersonKeys& person : opened) keys.push_back(std::move(person.pseudonyms));
  return keys_->Get()->DeriveWithPeople(keys, purpose);
}

Awaitable<absl::StatusOr<std::vector<std::string>>> SqliteVault::SubjectTags(
    std::vector<std::string> person_keys, std::string record_id) {
  absl::StatusOr<std::vector<PersonRow>> people = co_await People(std::move(person_keys));
  if (!people.ok()) co_return people.status();
  absl::StatusOr<std::vector<PersonKeys>> keys = OpenKeys(*people);
  if (!keys.ok()) co_return keys.status();
  std::vector<std::string> tags;
  tags.reserve(keys->size());
  for (const PersonKeys& person : *keys) {
    const Sha256Digest digest = HmacSha256(person.disclosures.Reveal(), record_id);
    tags.emplace_back(DigestBytes(digest).substr(0, kTagBytes));
  }
  co_return std::move(tags);
}

Awaitable<absl::StatusOr<std::vector<SubjectNumber>>> SqliteVault::Numbers(
    std::vector<std::string> person_keys) {
  absl::StatusOr<std::vector<PersonRow>> people = co_await People(std::move(person_keys));
  if (!people.ok()) co_return people.status();
  std::vector<SubjectNumber> numbers;
  numbers.reserve(people->size());
  for (const PersonRow& person : *people) numbers.push_back(person.number);
  co_return std::move(numbers);
}

Awaitable<absl::StatusOr<SecretBytes>> SqliteVault::PeopleKey(std::vector<std::string> person_keys,
                                                              std::string purpose) {
  SortAndThin(person_keys);
  absl::StatusOr<std::vector<PersonRow>> people = co_await People(std::move(person_keys));
  if (!people.ok()) co_return people.status();
  co_return KeyOfAll(*people, purpose);
}

absl::StatusOr<SecretBytes> SqliteVault::PeopleKeyNow(std::vector<std::string> person_keys,
                                                      std::string_view purpose) {
  SortAndThin(person_keys);
  const std::optional<std::vector<PersonRow>> known = cache_.FindPeople(person_keys);
  if (known) return KeyOfAll(*known, purpose);
  const std::unique_ptr<VaultWork> done = writer_.Do(std::make_unique<PeopleWork>(std::move(person_keys)));
  if (!done->status.ok()) return done->status;
  return KeyOfAll(static_cast<const PeopleWork&>(*done).people, purpose);
}

absl::Status SqliteVault::Enroll(std::span<const std::string> person_keys) {
  while (!person_keys.empty()) {
    const auto some = person_keys.subspan(0, std::min(person_keys.size(), kEnrollAtATime));
    person_keys = person_keys.subspan(some.size());
    auto work = std::make_unique<PeopleWork>(std::vector<std::string>(some.begin(), some.end()));
    const std::unique_ptr<VaultWork> done = writer_.Do(std::move(work));
    if (!done->status.ok()) return done->status;
  }
  return absl::OkStatus();
}

absl::Status SqliteVault::ExpireScopes(absl::Time sessions, absl::Time stable) {
  while (true) {
    auto work = std::make_unique<ExpireWork>(absl::ToUnixSeconds(sessions), absl::ToUnixSeconds(stable));
    const std::unique_ptr<VaultWork> done = writer_.Do(std::move(work));
    if (!done->status.ok()) return done->status;
    if (static_cast<const ExpireWork&>(*done).expired == 0) return absl::OkStatus();
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Vault>> OpenSqliteVault(const std::string& path, const std::string& key_file,
                                                       const Clock& clock) {
  SG_ASSIGN_OR_RETURN(std::unique_ptr<VaultStore> store, VaultStore::Open(path, key_file));
  SG_ASSIGN_OR_RETURN(std::unique_ptr<ChangeCounter> changes, ChangeCounter::Open(StrCat(path, "-changes")));
  return std::make_unique<SqliteVault>(std::move(store), std::move(changes), clock);
}

}  // namespace schoolgate
