#include "core/vault/redis/redis_ring.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/redis/redis_rows.h"
#include "core/vault/redis/redis_scripts.h"

namespace schoolgate {
namespace {

constexpr char kFormat[] = "1";
constexpr char kFirstKey[] = "1";
constexpr size_t kMetaFields = 5;

}  // namespace

absl::StatusOr<std::unique_ptr<RedisRing>> RedisRing::Open(RedisClient& client, std::string prefix,
                                                           std::string key_file) {
  std::unique_ptr<RedisRing> ring(new RedisRing(client, std::move(prefix), std::move(key_file)));
  SG_ASSIGN_OR_RETURN(const RedisReply reply,
                      RunScriptBlocking(client, MetaScript(), {ring->Key("meta"), ring->Key("keys")}, {}));
  if (reply.elements.empty()) SG_RETURN_IF_ERROR(ring->Create());
  SG_RETURN_IF_ERROR(ring->Follow());
  return ring;
}

std::string RedisRing::Key(std::string_view name) const { return StrCat(prefix_, name); }

absl::StatusOr<std::unique_ptr<Kek>> RedisRing::OpenKek() const {
  return schoolgate::OpenKek(key_file_, /*may_create=*/false);
}

std::shared_ptr<const VaultKeys> RedisRing::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

uint64_t RedisRing::changes() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}

absl::Status RedisRing::Create() {
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<Kek> kek, schoolgate::OpenKek(key_file_, /*may_create=*/true));
  const std::string district = RandomBytes(16);
  SG_ASSIGN_OR_RETURN(const std::string index_key,
                      kek->Wrap(RandomSecret(VaultKeys::kKeyBytes), IndexKeyContext(district)));
  SG_ASSIGN_OR_RETURN(const std::string first,
                      kek->Wrap(RandomSecret(VaultKeys::kKeyBytes), DistrictKeyContext(district, kFirstKey)));
  return RunScriptBlocking(client_, MetaScript(), {Key("meta"), Key("keys")},
                           {kFormat, district, index_key, kFirstKey, first})
      .status();
}

absl::Status RedisRing::Follow() {
  const std::lock_guard one(following_);
  SG_ASSIGN_OR_RETURN(const RedisReply reply,
                      RunScriptBlocking(client_, MetaScript(), {Key("meta"), Key("keys")}, {}));
  const std::vector<RedisReply>& fields = reply.elements;
  if (fields.empty()) return MakeProblem(problems::kVaultUnavailable);
  if (fields[0].text != kFormat) return MakeProblem(problems::kVaultOtherVersion);
  const std::optional<uint64_t> changes = fields.size() > kMetaFields ? CountOf(fields[4]) : std::nullopt;
  if (!changes || fields.size() % 2 != kMetaFields % 2) return BrokenRow();
  const std::string& district = fields[1].text;
  const std::string& active = fields[3].text;

  const std::shared_ptr<const VaultKeys> before = keys();
  if (before != nullptr && before->district() != district) return MakeProblem(problems::kVaultUnavailable);
  bool same = before != nullptr && before->active() == active &&
              before->ring().size() == (fields.size() - kMetaFields) / 2;
  for (size_t i = kMetaFields; same && i < fields.size(); i += 2)
    same = before->ring().contains(fields[i].text);
  std::shared_ptr<const VaultKeys> now = before;
  // Another's key-encryption key is needed for a key that is new only.
  if (!same) {
    SG_ASSIGN_OR_RETURN(const std::unique_ptr<Kek> kek, OpenKek());
    SG_ASSIGN_OR_RETURN(SecretBytes index_key, kek->Unwrap(fields[2].text, IndexKeyContext(district)));
    VaultKeys::Ring ring;
    for (size_t i = kMetaFields; i < fields.size(); i += 2) {
      SG_ASSIGN_OR_RETURN(SecretBytes key,
                          kek->Unwrap(fields[i + 1].text, DistrictKeyContext(district, fields[i].text)));
      ring.emplace(fields[i].text, std::move(key));
    }
    if (!ring.contains(active)) return BrokenRow();
    now = std::make_shared<const VaultKeys>(district, std::move(index_key), std::move(ring), active);
  }
  const std::lock_guard lock(mutex_);
  keys_ = std::move(now);
  changes_ = *changes;
  return absl::OkStatus();
}

}  // namespace schoolgate
