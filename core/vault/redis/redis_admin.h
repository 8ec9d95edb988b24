// What administrators do to the keys of a vault in Redis (vault_admin.h).
//
// Destroying a person or a district key also asks the server to write its append-only file anew
// (BGREWRITEAOF), so that what was destroyed leaves that file too; replicas and backups have their own.
//
// Owner:  the vault.
// Thread: any; blocking.
#ifndef SCHOOLGATE_CORE_VAULT_REDIS_REDIS_ADMIN_H_
#define SCHOOLGATE_CORE_VAULT_REDIS_REDIS_ADMIN_H_

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/vault/redis/redis_client.h"
#include "core/vault/redis/redis_ring.h"
#include "core/vault/redis/redis_scripts.h"
#include "core/vault/vault_admin.h"

namespace schoolgate {

class RedisAdmin : public VaultAdmin {
 public:
  // Both outlive it.
  RedisAdmin(RedisClient& client, RedisRing& ring);

  absl::StatusOr<std::vector<DistrictKeyInfo>> Keys() override;
  absl::StatusOr<std::string> AddKey(std::string_view note) override;
  absl::Status PromoteKey(std::string_view id, std::string_view note) override;
  absl::StatusOr<bool> RewrapSomePeople() override;
  absl::Status DisableKey(std::string_view id, bool end_scopes, std::string_view note) override;
  absl::Status RewrapRing(Kek& kek, std::string_view note) override;
  absl::Status DestroyPerson(std::string_view person_key, std::string_view note) override;
  absl::StatusOr<bool> Knows(std::string_view person_key) override;
  absl::Status Hold(const LegalHold& hold, std::string_view note) override;
  absl::Status Release(std::string_view person_key, std::string_view note) override;
  absl::StatusOr<std::vector<LegalHold>> Holds() override;
  absl::StatusOr<std::vector<VaultNote>> Notes() override;
  absl::Status ForgetNote(int64_t id) override;

 private:
  // The first word of a script's answer, where `keys` are names without the prefix and the district comes
  // first of the arguments.
  absl::StatusOr<std::string> Run(const RedisScript& script, std::vector<std::string> keys,
                                  std::vector<std::string> arguments);
  absl::StatusOr<RedisReply> RunWhole(const RedisScript& script, std::vector<std::string> keys,
                                      std::vector<std::string> arguments);
  absl::StatusOr<RedisReply> Command(std::initializer_list<std::string_view> words);
  // Some people from `cursor` on, each with `look`(tag, row); gives the next cursor, "0" at the end.
  absl::StatusOr<std::string> ScanPeople(
      std::string_view cursor, const std::function<void(const std::string&, const std::string&)>& look);
  void ForgetHistory();

  RedisClient& client_;
  RedisRing& ring_;
  const std::string taker_;  // this gate, as it takes notes
  std::mutex mutex_;         // guards the three below: how far this round of rewrapping has come
  std::string cursor_ = "0";
  bool rewrapped_any_ = false;
  // The active key, and the changes counter, at which a whole round found nobody left.
  std::string rewrapped_for_;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_REDIS_REDIS_ADMIN_H_
