// Issuing forms: the vault says where it expects each new form to stand, sealed for that place, and Redis
// takes all of them or shows where they belong; then they are sealed anew. Of a recalled scope it also says
// how it remembers the session, and Redis takes nothing where it is otherwise.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/redis/redis_vault_impl.h"

namespace schoolgate {
namespace {

template <typename T>
using Awaitable = RedisVault::Awaitable<T>;

// So many forms take the server some five milliseconds.
constexpr size_t kFormsAtATime = 1000;
// Every conflict means that somebody else got on; this many in a row for one call means that something is
// wrong.
constexpr int kTries = 64;
constexpr size_t kGenerationBytes = 8;

absl::Status Moved() { return absl::AbortedError("the session is not as it was remembered"); }

absl::Status Unavailable() { return MakeProblem(problems::kVaultUnavailable); }

// How many forms of a subject and type there are thought to be.
using Counts = std::map<std::pair<SubjectNumber, uint8_t>, uint32_t>;

}  // namespace

boost::asio::awaitable<absl::Status> RedisVault::Expect(const VaultScope& scope, std::span<Wanted> wanted) {
  std::vector<std::string> on_roster;
  for (const Wanted& form : wanted) {
    if (form.row.on_roster) on_roster.push_back(form.request->subject_key);
  }
  absl::StatusOr<std::vector<RedisPerson>> people =
      co_await FindPeople(std::move(on_roster), People::kAsKnown);
  if (!people.ok()) co_return people.status();
  // A session's own codes are all known once it was read; of a stable scope it sees a part, and the rest is
  // guessed.
  const std::shared_ptr<const RedisSession> session = cache_.FindSession(scope.session).session;
  Counts counts;
  absl::flat_hash_map<VaultTag, SubjectNumber> values;
  if (session != nullptr) {
    for (const RedisForm& form : session->forms) {
      uint32_t& count = counts[{form.place.subject, form.place.type}];
      count = std::max(count, form.place.form_index + 1);
      if (!form.on_roster) values.emplace(form.owner, form.place.subject);
    }
  }
  const std::shared_ptr<const VaultKeys> keys = ring_->keys();
  size_t person = 0;
  for (Wanted& form : wanted) {
    FormPlace& place = form.row.place;
    form.sealed = false;
    if (form.row.on_roster) {
      const RedisPerson& row = (*people)[person++];
      absl::StatusOr<PersonKeys> opened = keys->OpenPersonKeys(row.tag, row.sealed_keys);
      if (!opened.ok()) co_return BrokenRow();
      form.person = *std::move(opened);
      form.row_of_person = row;
      place.subject = row.number;
    } else {
      place.subject = values.try_emplace(form.row.owner, RandomValueNumber()).first->second;
    }
    if (session != nullptr && session->places.contains(form.row.tag)) {
      place = session->places.at(form.row.tag);
      continue;
    }
    uint32_t& count = counts[{place.subject, place.type}];
    if (scope.stable()) count = std::max(count, cache_.GuessCount(scope.codes, place.subject, place.type));
    place.form_index = count++;
  }
  co_return absl::OkStatus();
}

absl::Status RedisVault::Seal(const VaultScope& scope, std::string_view key_id,
                              std::span<Wanted> wanted) const {
  const absl::StatusOr<ScopeKeys> keys = ring_->keys()->ForScope(scope, key_id);
  if (!keys.ok()) return Unavailable();  // disabled since the scope was opened
  for (Wanted& form : wanted) {
    if (form.sealed) continue;
    form.row.sealed = keys->SealForm(form.person.pseudonyms, form.row.place, form.request->form);
    form.sealed = true;
  }
  return absl::OkStatus();
}

std::string RedisVault::Remembered::Text() const {
  return StrCat(view.times_served, "|", view.changes, "|", entries, "|", generation);
}

std::optional<RedisVault::Remembered> RedisVault::Remembered::Parse(std::string_view text) {
  const std::vector<std::string> fields = absl::StrSplit(ToAbsl(text), absl::MaxSplits('|', 3));
  Remembered remembered;
  if (fields.size() != 4 || !absl::SimpleAtoi(fields[0], &remembered.view.times_served) ||
      !absl::SimpleAtoi(fields[1], &remembered.view.changes) ||
      !absl::SimpleAtoi(fields[2], &remembered.entries)) {
    return std::nullopt;
  }
  remembered.generation = fields[3];
  return remembered;
}

std::optional<RecalledScope> RedisVault::Recall(const VaultScope& scope) {
  if (scope.codes.empty() || scope.session.empty() || !CheckStable(scope).ok()) return std::nullopt;
  Remembered remembered{.view = cache_.Look(client_->times_served())};
  std::shared_ptr<const RedisSession> session = cache_.FindSession(scope.session).session;
  if (session == nullptr) {
    // Most likely nobody was issued anything in it: a session begins.
    auto begins = std::make_shared<RedisSession>();
    begins->key_id = ring_->keys()->active();
    session = std::move(begins);
    remembered.view.changes = ring_->changes();
  }
  remembered.generation = session->generation;
  remembered.entries = session->entries;
  absl::StatusOr<OpenedScope> opened = OpenForms(scope, *session);
  if (!opened.ok()) return std::nullopt;  // opening tells why
  return RecalledScope{.scope = *std::move(opened), .as_of = remembered.Text()};
}

void RedisVault::Remember(const Remembered& before, const VaultScope& scope, std::string_view key_id,
                          std::span<const Wanted> wanted, const Remembered& now) {
  if (scope.session.empty()) return;
  std::shared_ptr<const RedisSession> known = cache_.FindSession(scope.session).session;
  if (known != nullptr && (known->generation != before.generation || known->entries != before.entries))
    return;
  if (known == nullptr && before.entries > 0) return;
  if (before.entries > 0 && before.generation != now.generation) return;
  ScopeNews news{.changes = now.view.changes,
                 .key_id = std::string(key_id),
                 .generation = now.generation,
                 .from = before.entries};
  for (const Wanted& form : wanted) {
    if (before.entries > 0 && known->places.contains(form.row.tag)) continue;
    news.forms.push_back(form.row);
    if (form.row.on_roster) news.people.push_back(form.row_of_person);
  }
  if (before.entries + news.forms.size() != now.entries) return;
  absl::StatusOr<std::shared_ptr<const RedisSession>> session = Renew(std::move(known), std::move(news));
  if (!session.ok()) return;
  cache_.AddSession(now.view, now.view.changes, scope.session,
                    {.session = *std::move(session), .asked = std::chrono::steady_clock::now()});
}

std::vector<std::string> RedisVault::IssueArguments(const Remembered* remembered, const VaultScope& scope,
                                                    std::string_view key_id,
                                                    std::span<const Wanted> wanted) const {
  const bool grants = scope.stable() && !scope.session.empty();
  std::vector<std::string> arguments = {ring_->keys()->district(),
                                        StrCat(ring_->changes()),
                                        grants ? "1" : "0",
                                        ScopeTtl(scope),
                                        SessionTtl(),
                                        RandomBytes(kGenerationBytes),
                                        std::string(key_id),
                                        remembered == nullptr ? "any" : "as",
                                        remembered == nullptr ? "" : remembered->generation,
                                        StrCat(remembered == nullptr ? 0 : remembered->entries)};
  arguments.reserve(arguments.size() + wanted.size());
  for (const Wanted& form : wanted) arguments.push_back(EncodeForm(form.row));
  return arguments;
}

Awaitable<std::vector<FormPlace>> RedisVault::IssueSome(const Remembered* remembered, const VaultScope& scope,
                                                        std::string_view key_id, std::span<Wanted> wanted) {
  constexpr size_t kHead = 3;
  bool expected = false;
  for (int tries = 0; tries < kTries; ++tries) {
    if (!std::exchange(expected, true)) SG_CO_RETURN_IF_ERROR(co_await Expect(scope, wanted));
    SG_CO_RETURN_IF_ERROR(Seal(scope, key_id, wanted));
    const RedisView asked = cache_.Look(client_->times_served());
    const uint64_t keys_changes = ring_->changes();
    if (remembered != nullptr &&
        (asked.times_served != remembered->view.times_served || keys_changes != remembered->view.changes)) {
      co_return Moved();
    }
    std::vector<std::string> names = {ring_->Key("meta"), ScopeName(scope), SessionName(scope),
                                      ring_->Key("keys")};
    absl::StatusOr<RedisReply> reply = co_await RunScript(*client_, IssueScript(), std::move(names),
                                                          IssueArguments(remembered, scope, key_id, wanted));
    if (!reply.ok()) co_return reply.status();
    const std::vector<RedisReply>& answer = reply->elements;
    if (answer.empty()) co_return BrokenRow();
    if (answer[0].text == "moved") co_return Moved();
    if (answer[0].text == "key") {
      if (remembered != nullptr) co_return Moved();
      // A rotation came between opening the scope and this: the caller's next request finds the other key.
      LogWarn("vault_scope_under_another_key");
      co_return Unavailable();
    }
    if (answer[0].text == "changed" && answer.size() == 2) {
      const uint64_t changes = CountOf(answer[1]).value_or(0);
      cache_.Learn(asked, changes);
      SG_CO_RETURN_IF_ERROR(co_await FollowKeys(changes));
      if (remembered != nullptr) co_return Moved();
      expected = false;
      continue;
    }
    if (answer.size() != wanted.size() + kHead) co_return BrokenRow();
    absl::flat_hash_map<VaultTag, SubjectNumber> anew;  // values whose number another one had
    for (size_t i = 0; i < wanted.size(); ++i) {
      std::optional<RedisPlace> right = DecodePlace(answer[kHead + i].text);
      if (!right) co_return BrokenRow();
      RedisForm& row = wanted[i].row;
      if (right->taken) right->place.subject = anew.try_emplace(row.owner, RandomValueNumber()).first->second;
      wanted[i].sealed = wanted[i].sealed && row.place.subject == right->place.subject &&
                         row.place.form_index == right->place.form_index;
      row.place = right->place;
    }
    if (answer[0].text != "issued") continue;
    if (remembered != nullptr) {
      // Another server that came to serve meanwhile may have other forms where the lost ones were.
      if (client_->times_served() != asked.times_served) co_return Moved();
      const std::optional<uint64_t> entries = CountOf(answer[2]);
      if (!entries) co_return BrokenRow();
      SG_CO_RETURN_IF_ERROR(Seal(scope, key_id, wanted));
      Remember(*remembered, scope, key_id, wanted,
               {.view = {.times_served = asked.times_served, .changes = keys_changes},
                .generation = answer[1].text,
                .entries = *entries});
    }
    std::vector<FormPlace> places;
    places.reserve(wanted.size());
    for (const Wanted& form : wanted) {
      const FormPlace& place = form.row.place;
      if (scope.stable()) cache_.NoteCount(scope.codes, place.subject, place.type, place.form_index + 1);
      places.push_back(place);
    }
    co_return std::move(places);
  }
  LogError("vault_forms_contended");
  co_return Unavailable();
}

std::vector<FormPlace> RedisVault::KnownPlaces(const VaultScope& scope, std::string_view key_id,
                                               std::span<const Wanted> wanted) {
  std::vector<FormPlace> places;
  cache_.Look(client_->times_served());
  const KnownSession known = cache_.FindSession(scope.session);
  const RedisSession* session = known.session.get();
  // It cannot have been forgotten and made anew since: reading it gave it its whole time.
  const auto fresh = std::chrono::steady_clock::now() - absl::ToChronoNanoseconds(options_.session_idle / 2);
  if (session == nullptr || session->key_id != key_id || known.asked < fresh) return places;
  places.reserve(wanted.size());
  for (const Wanted& form : wanted) {
    const auto place = session->places.find(form.row.tag);
    if (place == session->places.end()) return {};
    places.push_back(place->second);
  }
  return places;
}

Awaitable<std::vector<IssuedForm>> RedisVault::Issue(VaultScope scope, std::string key_id,
                                                     std::vector<FormRequest> requests) {
  if (requests.empty()) co_return std::vector<IssuedForm>();
  if (scope.codes.empty()) co_return co_await IssueOnce(std::move(requests));
  co_return co_await IssueAs(nullptr, std::move(scope), std::move(key_id), std::move(requests));
}

Awaitable<std::vector<IssuedForm>> RedisVault::IssueRecalled(VaultScope scope, std::string key_id,
                                                             std::string as_of,
                                                             std::vector<FormRequest> requests) {
  const std::optional<Remembered> remembered = Remembered::Parse(as_of);
  if (!remembered) co_return MakeProblem(problems::kInternal);
  co_return co_await IssueAs(&*remembered, std::move(scope), std::move(key_id), std::move(requests));
}

Awaitable<std::vector<IssuedForm>> RedisVault::IssueAs(const Remembered* remembered, VaultScope scope,
                                                       std::string key_id,
                                                       std::vector<FormRequest> requests) {
  const absl::Cleanup wipe = [&requests] {
    for (FormRequest& request : requests) {
      WipeString(request.form);
      WipeString(request.subject_key);
    }
  };
  SG_CO_RETURN_IF_ERROR(CheckStable(scope));
  // Each form once, in the order in which they are first met.
  const std::shared_ptr<const VaultKeys> keys = ring_->keys();
  std::vector<Wanted> wanted;
  std::vector<size_t> which;
  absl::flat_hash_map<VaultTag, size_t> met;
  which.reserve(requests.size());
  for (const FormRequest& request : requests) {
    const VaultTag tag =
        keys->FormTag(scope.codes, request.on_roster, request.subject_key, request.type, request.form);
    const auto [at, first] = met.try_emplace(tag, wanted.size());
    which.push_back(at->second);
    if (!first) continue;
    Wanted& form = wanted.emplace_back();
    form.row.tag = tag;
    form.row.place.type = request.type;
    form.row.on_roster = request.on_roster;
    form.row.owner = request.on_roster ? keys->PersonTag(request.subject_key)
                                       : keys->ValueTag(scope.codes, request.subject_key);
    form.request = &request;
  }

  std::vector<FormPlace> places = KnownPlaces(scope, key_id, wanted);
  const std::span<Wanted> all(wanted);
  if (remembered != nullptr && places.size() == all.size()) {
    // All are there, if the session still is what it was.
    absl::StatusOr<std::vector<FormPlace>> confirmed = co_await IssueSome(remembered, scope, key_id, {});
    if (!confirmed.ok()) co_return confirmed.status();
  }
  while (places.size() < all.size()) {
    const auto some = all.subspan(places.size(), std::min(all.size() - places.size(), kFormsAtATime));
    absl::StatusOr<std::vector<FormPlace>> issued = co_await IssueSome(remembered, scope, key_id, some);
    if (!issued.ok()) co_return issued.status();
    remembered = nullptr;  // what follows comes after what was just issued
    places.insert(places.end(), issued->begin(), issued->end());
  }
  std::vector<IssuedForm> answer(requests.size());
  for (size_t i = 0; i < requests.size(); ++i) {
    const FormPlace& place = places[which[i]];
    answer[i].subject = place.subject;
    answer[i].type = place.type;
    answer[i].form_index = place.form_index;
    answer[i].form = requests[i].form;
  }
  co_return std::move(answer);
}

}  // namespace schoolgate
