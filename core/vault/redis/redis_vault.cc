#include "core/vault/redis/redis_vault.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/redis/redis_vault_impl.h"
#include "core/vault/single_exchange.h"

namespace schoolgate {
namespace {

template <typename T>
using Awaitable = RedisVault::Awaitable<T>;

constexpr size_t kSubjectTagBytes = 16;
// A script holds up everybody else's while it runs: this many people take it two milliseconds.
constexpr size_t kPeopleAtATime = 500;
constexpr size_t kEnrollAtATime = 20'000;
constexpr int kTries = 16;
constexpr size_t kReaderQueue = 10'000;

absl::Status Unavailable() { return MakeProblem(problems::kVaultUnavailable); }

}  // namespace

RedisVault::RedisVault(RedisVaultOptions options, std::unique_ptr<RedisClient> client,
                       std::unique_ptr<RedisRing> ring)
    : options_(std::move(options)),
      client_(std::move(client)),
      ring_(std::move(ring)),
      admin_(*client_, *ring_),
      reader_(1, kReaderQueue) {}

std::vector<std::string> RedisVault::PeopleKeyNames() const {
  return {ring_->Key("meta"), ring_->Key("people"), ring_->Key("numbers")};
}

std::vector<std::string> RedisVault::PeopleArguments(std::span<const VaultTag> tags, bool may_make) const {
  const uint64_t changes = ring_->changes();
  const std::shared_ptr<const VaultKeys> keys = ring_->keys();
  std::vector<std::string> arguments = {keys->district(), StrCat(changes)};
  arguments.reserve(2 + tags.size() * 3);
  for (const VaultTag& tag : tags) {
    arguments.emplace_back(tag.bytes());
    arguments.push_back(may_make ? FreshPersonKeys(*keys, tag) : "");
    arguments.push_back(may_make ? NumbersToChooseFrom() : "");
  }
  return arguments;
}

Awaitable<RedisVault::FoundPeople> RedisVault::AskForPeople(std::span<const VaultTag> tags, bool may_make) {
  absl::StatusOr<RedisReply> reply =
      co_await RunScript(*client_, PeopleScript(), PeopleKeyNames(), PeopleArguments(tags, may_make));
  if (!reply.ok()) co_return reply.status();
  const std::vector<RedisReply>& rows = reply->elements;
  const std::optional<uint64_t> changes = rows.empty() ? std::nullopt : CountOf(rows[0]);
  if (!changes) co_return BrokenRow();
  FoundPeople found{.changes = *changes};
  found.people.resize(tags.size());
  if (rows.size() != tags.size() + 1) {
    // The keys were changed, so that nobody is made under those this gate knows: it follows, and asks again.
    SG_CO_RETURN_IF_ERROR(co_await FollowKeys(*changes));
    co_return std::move(found);
  }
  for (size_t i = 0; i < tags.size(); ++i) {
    if (rows[i + 1].text.empty()) continue;
    found.people[i] = DecodePerson(tags[i], rows[i + 1].text);
    if (!found.people[i]) co_return BrokenRow();
  }
  co_return std::move(found);
}

Awaitable<std::vector<RedisPerson>> RedisVault::FindPeople(std::vector<std::string> person_keys, People how) {
  std::vector<RedisPerson> people;
  if (person_keys.empty()) co_return people;
  const RedisView asked = cache_.Look(client_->times_served());
  if (how == People::kAsKnown) {
    std::optional<std::vector<RedisPerson>> known = cache_.FindPeople(person_keys);
    if (known) co_return *std::move(known);
  }
  people.reserve(person_keys.size());
  const std::span<const std::string> all(person_keys);
  while (people.size() < all.size()) {
    const auto some = all.subspan(people.size(), std::min(all.size() - people.size(), kPeopleAtATime));
    std::vector<VaultTag> tags;
    tags.reserve(some.size());
    for (const std::string& person_key : some) tags.push_back(ring_->keys()->PersonTag(person_key));
    absl::StatusOr<FoundPeople> found = co_await AskForPeople(tags, /*may_make=*/false);
    // Nearly always everybody is there; keys are made for those who are not.
    for (int tries = 0; found.ok(); ++tries) {
      std::vector<VaultTag> missing;
      std::vector<size_t> where;
      for (size_t i = 0; i < tags.size(); ++i) {
        if (found->people[i]) continue;
        missing.push_back(tags[i]);
        where.push_back(i);
      }
      if (missing.empty()) break;
      if (tries == kTries) {
        LogError("vault_subject_numbers_exhausted");
        co_return Unavailable();
      }
      absl::StatusOr<FoundPeople> made = co_await AskForPeople(missing, /*may_make=*/true);
      if (!made.ok()) co_return made.status();
      found->changes = made->changes;
      for (size_t i = 0; i < where.size(); ++i) found->people[where[i]] = std::move(made->people[i]);
    }
    if (!found.ok()) co_return found.status();
    const size_t first = people.size();
    for (std::optional<RedisPerson>& person : found->people) people.push_back(*std::move(person));
    cache_.AddPeople(asked, found->changes, some, std::span(people).subspan(first));
  }
  co_return std::move(people);
}

absl::Status RedisVault::Enroll(std::span<const std::string> person_keys) {
  while (!person_keys.empty()) {
    const auto some = person_keys.subspan(0, std::min(person_keys.size(), kEnrollAtATime));
    person_keys = person_keys.subspan(some.size());
    // The caller's thread may block, so it is the loop.
    boost::asio::io_context own(1);
    std::future<absl::StatusOr<std::vector<RedisPerson>>> enrolled = boost::asio::co_spawn(
        own, FindPeople(std::vector<std::string>(some.begin(), some.end()), People::kAsStored),
        boost::asio::use_future);
    own.run();
    SG_RETURN_IF_ERROR(enrolled.get().status());
  }
  return absl::OkStatus();
}

boost::asio::awaitable<absl::Status> RedisVault::FollowKeys(uint64_t changes) {
  if (ring_->changes() == changes) co_return absl::OkStatus();
  // The reader may outlive this call.
  const auto followed = std::make_shared<absl::Status>();
  // Named, as gcc 12 ends a temporary in a co_await twice.
  absl::AnyInvocable<void()> follow = [this, followed, changes] {
    // Many calls may see the same change at once.
    if (ring_->changes() != changes) *followed = ring_->Follow();
  };
  const absl::Status ran = co_await reader_.Run(std::move(follow));
  co_return ran.ok() ? *followed : ran;
}

absl::Status RedisVault::CheckStable(const VaultScope& scope) const {
  return scope.stable() && options_.redis.keeps == RedisKeeps::kSessionsOnly
             ? MakeProblem(problems::kVaultSessionDataOnly)
             : absl::OkStatus();
}

std::string RedisVault::ScopeName(const VaultScope& scope) const {
  return ring_->Key(StrCat("scope:", HexTag(ring_->keys()->ScopeTag(scope.codes))));
}

std::string RedisVault::SessionName(const VaultScope& scope) const {
  return ring_->Key(StrCat("session:", HexTag(ring_->keys()->ScopeTag(scope.session))));
}

std::string RedisVault::ScopeTtl(const VaultScope& scope) const {
  return StrCat(absl::ToInt64Milliseconds(scope.stable() ? options_.stable_idle : options_.session_idle));
}

std::string RedisVault::SessionTtl() const {
  return StrCat(absl::ToInt64Milliseconds(options_.session_idle));
}

absl::StatusOr<OpenedScope> RedisVault::OpenForms(const VaultScope& scope,
                                                  const RedisSession& session) const {
  const std::shared_ptr<const VaultKeys> keys = ring_->keys();
  absl::StatusOr<ScopeKeys> scope_keys = keys->ForScope(scope, session.key_id);
  if (!scope_keys.ok()) return BrokenRow();
  absl::flat_hash_map<VaultTag, PersonKeys> people;
  for (const auto& [tag, person] : session.people) {
    absl::StatusOr<PersonKeys> opened = keys->OpenPersonKeys(tag, person.sealed_keys);
    if (!opened.ok()) return BrokenRow();
    people.emplace(tag, *std::move(opened));
  }
  const PersonKeys nobody;
  OpenedScope opened{.key_id = session.key_id};
  opened.code_key = SecretBytes(scope_keys->code_key().Reveal());
  opened.issued.reserve(session.forms.size());
  for (const RedisForm& row : session.forms) {
    const PersonKeys& person = row.on_roster ? people.at(row.owner) : nobody;
    absl::StatusOr<std::string> form = scope_keys->OpenForm(person.pseudonyms, row.place, row.sealed);
    if (!form.ok()) return BrokenRow();
    opened.issued.push_back(IssuedForm{.subject = row.place.subject,
                                       .type = row.place.type,
                                       .form_index = row.place.form_index,
                                       .form = std::move(*form)});
    WipeString(*form);
  }
  std::sort(opened.issued.begin(), opened.issued.end(), [](const IssuedForm& a, const IssuedForm& b) {
    return std::tie(a.subject, a.type, a.form_index) < std::tie(b.subject, b.type, b.form_index);
  });
  return opened;
}

std::vector<std::string> RedisVault::OpenNames(const VaultScope& scope) const {
  return {ring_->Key("meta"), ring_->Key("people"), ScopeName(scope), SessionName(scope), ring_->Key("keys")};
}

std::vector<std::string> RedisVault::OpenArguments(const VaultScope& scope, const RedisView& asked,
                                                   const RedisSession* known) const {
  const char* const who = !scope.stable() ? "own" : scope.session.empty() ? "nobody" : "stable";
  return {ring_->keys()->district(),
          who,
          ScopeTtl(scope),
          SessionTtl(),
          StrCat(asked.changes),
          known == nullptr ? "" : known->generation,
          StrCat(known == nullptr ? 0 : known->entries)};
}

Awaitable<OpenedScope> RedisVault::Open(VaultScope scope) {
  if (scope.codes.empty()) {
    OpenedScope alone;
    alone.code_key = RandomSecret(VaultKeys::kKeyBytes);
    co_return std::move(alone);
  }
  SG_CO_RETURN_IF_ERROR(CheckStable(scope));
  for (int tries = 0; tries < kTries; ++tries) {
    const RedisView asked = cache_.Look(client_->times_served());
    std::shared_ptr<const RedisSession> known;
    if (!scope.session.empty()) known = cache_.FindSession(scope.session).session;
    const auto now = std::chrono::steady_clock::now();
    absl::StatusOr<RedisReply> reply = co_await RunScript(*client_, OpenScript(), OpenNames(scope),
                                                          OpenArguments(scope, asked, known.get()));
    if (!reply.ok()) co_return reply.status();
    absl::StatusOr<ScopeNews> news = ReadNews(*reply);
    if (!news.ok()) co_return news.status();
    // Another server that came to serve meanwhile may have written other forms where the lost ones were.
    if (news->from > 0 && client_->times_served() != asked.times_served) continue;
    const uint64_t changes = news->changes;
    SG_CO_RETURN_IF_ERROR(co_await FollowKeys(changes));
    absl::StatusOr<std::shared_ptr<const RedisSession>> session = Renew(std::move(known), *std::move(news));
    if (!session.ok()) co_return session.status();
    if (!scope.session.empty()) {
      KnownSession now_known{.session = *session, .asked = now};
      cache_.AddSession(asked, changes, scope.session, std::move(now_known));
    }
    co_return OpenForms(scope, **session);
  }
  co_return Unavailable();
}

Awaitable<std::vector<PersonKeys>> RedisVault::OpenPeople(std::vector<std::string> person_keys, People how) {
  absl::StatusOr<std::vector<RedisPerson>> people = co_await FindPeople(std::move(person_keys), how);
  if (!people.ok()) co_return people.status();
  const std::shared_ptr<const VaultKeys> own = ring_->keys();
  std::vector<PersonKeys> keys;
  keys.reserve(people->size());
  for (const RedisPerson& person : *people) {
    absl::StatusOr<PersonKeys> opened = own->OpenPersonKeys(person.tag, person.sealed_keys);
    if (!opened.ok()) co_return BrokenRow();
    keys.push_back(*std::move(opened));
  }
  co_return std::move(keys);
}

Awaitable<std::vector<std::string>> RedisVault::SubjectTags(std::vector<std::string> person_keys,
                                                            std::string record_id) {
  absl::StatusOr<std::vector<PersonKeys>> people =
      co_await OpenPeople(std::move(person_keys), People::kAsKnown);
  if (!people.ok()) co_return people.status();
  std::vector<std::string> tags;
  tags.reserve(people->size());
  for (const PersonKeys& person : *people) {
    const Sha256Digest digest = HmacSha256(person.disclosures.Reveal(), record_id);
    tags.emplace_back(DigestBytes(digest).substr(0, kSubjectTagBytes));
  }
  co_return std::move(tags);
}

Awaitable<std::vector<SubjectNumber>> RedisVault::Numbers(std::vector<std::string> person_keys) {
  absl::StatusOr<std::vector<RedisPerson>> people =
      co_await FindPeople(std::move(person_keys), People::kAsStored);
  if (!people.ok()) co_return people.status();
  std::vector<SubjectNumber> numbers;
  numbers.reserve(people->size());
  for (const RedisPerson& person : *people) numbers.push_back(person.number);
  co_return std::move(numbers);
}

Awaitable<SecretBytes> RedisVault::PeopleKey(std::vector<std::string> person_keys, std::string purpose) {
  std::sort(person_keys.begin(), person_keys.end());
  person_keys.erase(std::unique(person_keys.begin(), person_keys.end()), person_keys.end());
  absl::StatusOr<std::vector<PersonKeys>> people =
      co_await OpenPeople(std::move(person_keys), People::kAsStored);
  if (!people.ok()) co_return people.status();
  std::vector<SecretBytes> keys;
  keys.reserve(people->size());
  for (PersonKeys& person : *people) keys.push_back(std::move(person.pseudonyms));
  co_return ring_->keys()->DeriveWithPeople(keys, purpose);
}

absl::StatusOr<SecretBytes> RedisVault::PeopleKeyNow(std::vector<std::string> person_keys,
                                                     std::string_view purpose) {
  boost::asio::io_context own(1);
  std::future<absl::StatusOr<SecretBytes>> key = boost::asio::co_spawn(
      own, PeopleKey(std::move(person_keys), std::string(purpose)), boost::asio::use_future);
  own.run();
  return key.get();
}

Awaitable<std::vector<IssuedForm>> RedisVault::IssueOnce(std::vector<FormRequest> requests) {
  std::vector<std::string> on_roster;
  for (const FormRequest& request : requests) {
    if (request.on_roster) on_roster.push_back(request.subject_key);
  }
  absl::StatusOr<std::vector<RedisPerson>> people = co_await FindPeople(on_roster, People::kAsKnown);
  if (!people.ok()) {
    for (FormRequest& request : requests) WipeString(request.form);
    co_return people.status();
  }
  absl::flat_hash_map<std::string, SubjectNumber> numbers;
  for (size_t i = 0; i < on_roster.size(); ++i) numbers.emplace(on_roster[i], (*people)[i].number);
  co_return IssueForOneExchange(std::move(requests), numbers);
}

absl::StatusOr<bool> RedisVaultExists(RedisClient& client, std::string_view prefix) {
  SG_ASSIGN_OR_RETURN(
      const RedisReply meta,
      RunScriptBlocking(client, MetaScript(), {StrCat(prefix, "meta"), StrCat(prefix, "keys")}, {}));
  return !meta.elements.empty();
}

absl::StatusOr<std::unique_ptr<Vault>> OpenRedisVault(RedisVaultOptions options) {
  RedisOptions redis = std::move(options.redis);
  options.redis = RedisOptions{.keeps = redis.keeps};
  SG_ASSIGN_OR_RETURN(std::unique_ptr<RedisClient> client, RedisClient::Start(std::move(redis)));
  SG_ASSIGN_OR_RETURN(std::unique_ptr<RedisRing> ring,
                      RedisRing::Open(*client, options.prefix, options.key_file));
  const std::string meta = ring->Key("meta");
  const std::string probe = ring->Key("probe");
  const std::string_view watch[] = {"HGET", meta, "district"};
  const std::string_view write[] = {"SET", probe, "", "PX", "60000"};
  client->Watch(FormatRedisCommand(watch), ring->keys()->district(), FormatRedisCommand(write));
  return std::make_unique<RedisVault>(std::move(options), std::move(client), std::move(ring));
}

}  // namespace schoolgate
