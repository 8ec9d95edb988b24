// The vault in Redis, as its own files see it: redis_vault.cc (people, scopes, keys) and redis_issue.cc (new
// forms).
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_VAULT_IMPL_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_VAULT_IMPL_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/util/worker_pool.h"
#include "core/vault/redis/redis_admin.h"
#include "core/vault/redis/redis_cache.h"
#include "core/vault/redis/redis_ring.h"
#include "core/vault/redis/redis_scripts.h"
#include "core/vault/redis/redis_vault.h"

namespace schoolgate {

class RedisVault : public Vault {
 public:
  template <typename T>
  using Awaitable = boost::asio::awaitable<absl::StatusOr<T>>;

  // Made by OpenRedisVault.
  RedisVault(RedisVaultOptions options, std::unique_ptr<RedisClient> client, std::unique_ptr<RedisRing> ring);

  Awaitable<OpenedScope> Open(VaultScope scope) override;
  Awaitable<std::vector<IssuedForm>> Issue(VaultScope scope, std::string key_id,
                                           std::vector<FormRequest> requests) override;
  std::optional<RecalledScope> Recall(const VaultScope& scope) override;
  Awaitable<std::vector<IssuedForm>> IssueRecalled(VaultScope scope, std::string key_id, std::string as_of,
                                                   std::vector<FormRequest> requests) override;
  Awaitable<std::vector<std::string>> SubjectTags(std::vector<std::string> person_keys,
                                                  std::string record_id) override;
  Awaitable<std::vector<SubjectNumber>> Numbers(std::vector<std::string> person_keys) override;
  Awaitable<SecretBytes> PeopleKey(std::vector<std::string> person_keys, std::string purpose) override;
  absl::StatusOr<SecretBytes> PeopleKeyNow(std::vector<std::string> person_keys,
                                           std::string_view purpose) override;
  SecretBytes DeriveKey(std::string_view purpose) const override { return ring_->keys()->Derive(purpose); }
  absl::Status Enroll(std::span<const std::string> person_keys) override;
  absl::Status ExpireScopes(absl::Time, absl::Time) override { return absl::OkStatus(); }
  bool healthy() const override { return client_->healthy(); }
  VaultAdmin& admin() override { return admin_; }

 private:
  // A form to issue.
  struct Wanted {
    RedisForm row;
    const FormRequest* request = nullptr;
    RedisPerson row_of_person;  // of somebody on the roster, and what is in it
    PersonKeys person;
    bool sealed = false;  // for the place it has
  };
  // Whether what is cached may answer, or Redis is asked in any case.
  enum class People { kAsKnown, kAsStored };

  Awaitable<std::vector<RedisPerson>> FindPeople(std::vector<std::string> person_keys, People how);
  std::vector<std::string> PeopleKeyNames() const;
  // In the order of the tags; nothing for those who are not there, or could not be made this time.
  struct FoundPeople {
    uint64_t changes = 0;
    std::vector<std::optional<RedisPerson>> people;
  };
  Awaitable<FoundPeople> AskForPeople(std::span<const VaultTag> tags, bool may_make);
  std::vector<std::string> PeopleArguments(std::span<const VaultTag> tags, bool may_make) const;
  Awaitable<std::vector<PersonKeys>> OpenPeople(std::vector<std::string> person_keys, People how);
  // Reads the keys anew, on a thread that may block, if they are older than `changes`.
  boost::asio::awaitable<absl::Status> FollowKeys(uint64_t changes);

  // The keys and arguments of OpenScript; `known` may be null.
  std::vector<std::string> OpenNames(const VaultScope& scope) const;
  std::vector<std::string> OpenArguments(const VaultScope& scope, const RedisView& asked,
                                         const RedisSession* known) const;
  absl::StatusOr<OpenedScope> OpenForms(const VaultScope& scope, const RedisSession& session) const;
  // The places of all of them, if the session was read of late and has each; else nothing.
  std::vector<FormPlace> KnownPlaces(const VaultScope& scope, std::string_view key_id,
                                     std::span<const Wanted> wanted);
  Awaitable<std::vector<IssuedForm>> IssueOnce(std::vector<FormRequest> requests);
  // What a caller takes a session to be: who served, what the keys' changes were, and how far it had come.
  struct Remembered {
    RedisView view;
    std::string generation;  // empty: there was nothing
    uint64_t entries = 0;

    std::string Text() const;
    static std::optional<Remembered> Parse(std::string_view text);
  };
  Awaitable<std::vector<IssuedForm>> IssueAs(const Remembered* remembered, VaultScope scope,
                                             std::string key_id, std::vector<FormRequest> requests);
  // ABORTED where `remembered`, if it is not null, is not how the session stands.
  Awaitable<std::vector<FormPlace>> IssueSome(const Remembered* remembered, const VaultScope& scope,
                                              std::string_view key_id, std::span<Wanted> wanted);
  // Takes what was just issued into what is known of the session, if nothing else came between.
  void Remember(const Remembered& before, const VaultScope& scope, std::string_view key_id,
                std::span<const Wanted> wanted, const Remembered& now);
  // The people's numbers and keys, and where each form is expected to stand.
  boost::asio::awaitable<absl::Status> Expect(const VaultScope& scope, std::span<Wanted> wanted);
  absl::Status Seal(const VaultScope& scope, std::string_view key_id, std::span<Wanted> wanted) const;
  std::vector<std::string> IssueArguments(const Remembered* remembered, const VaultScope& scope,
                                          std::string_view key_id, std::span<const Wanted> wanted) const;
  // The names of scope.codes and scope.session in Redis.
  std::string ScopeName(const VaultScope& scope) const;
  std::string SessionName(const VaultScope& scope) const;
  // Times to live in milliseconds: of scope.codes, and of a session in a stable scope.
  std::string ScopeTtl(const VaultScope& scope) const;
  std::string SessionTtl() const;
  absl::Status CheckStable(const VaultScope& scope) const;

  const RedisVaultOptions options_;
  RedisCache cache_;
  const std::unique_ptr<RedisClient> client_;
  const std::unique_ptr<RedisRing> ring_;
  RedisAdmin admin_;
  WorkerPool reader_;  // of keys; goes first, as it uses all the others
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_VAULT_IMPL_H_
