#include "core/vault/redis/redis_admin.h"

#include <algorithm>
#include <future>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/redis/redis_admin_scripts.h"
#include "core/vault/redis/redis_rows.h"

namespace schoolgate {
namespace {

constexpr int kTries = 16;
// What Redis looks through between two requests: about a millisecond.
constexpr char kScanCount[] = "1000";

absl::Status Unavailable() { return MakeProblem(problems::kVaultUnavailable); }

absl::Status KeyUnknown(std::string_view id) {
  return MakeProblem(problems::kVaultKeyUnknown, {{"key", id}});
}

absl::Status KeyInUse(std::string_view id, std::string_view use) {
  return MakeProblem(problems::kVaultKeyInUse, {{"key", id}, {"use", use}});
}

// Of a SCAN's answer: the next cursor and what was found.
bool IsScan(const RedisReply& reply) {
  return reply.elements.size() == 2 && reply.elements[1].type == RedisReply::Type::kArray;
}

}  // namespace

RedisAdmin::RedisAdmin(RedisClient& client, RedisRing& ring)
    : client_(client), ring_(ring), taker_(RandomBytes(16)) {}

absl::StatusOr<RedisReply> RedisAdmin::RunWhole(const RedisScript& script, std::vector<std::string> keys,
                                                std::vector<std::string> arguments) {
  for (std::string& key : keys) key = ring_.Key(key);
  arguments.insert(arguments.begin(), ring_.keys()->district());
  return RunScriptBlocking(client_, script, keys, arguments);
}

absl::StatusOr<std::string> RedisAdmin::Run(const RedisScript& script, std::vector<std::string> keys,
                                            std::vector<std::string> arguments) {
  SG_ASSIGN_OR_RETURN(const RedisReply reply, RunWhole(script, std::move(keys), std::move(arguments)));
  return reply.elements.empty() ? std::string() : reply.elements[0].text;
}

absl::StatusOr<RedisReply> RedisAdmin::Command(std::initializer_list<std::string_view> words) {
  SG_ASSIGN_OR_RETURN(RedisReply reply,
                      client_.Wait(FormatRedisCommand(std::span(words.begin(), words.size()))));
  if (reply.is_error()) return Unavailable();
  return reply;
}

absl::StatusOr<std::string> RedisAdmin::ScanPeople(
    std::string_view cursor, const std::function<void(const std::string&, const std::string&)>& look) {
  SG_ASSIGN_OR_RETURN(const RedisReply reply,
                      Command({"HSCAN", ring_.Key("people"), cursor, "COUNT", kScanCount}));
  if (!IsScan(reply)) return BrokenRow();
  const std::vector<RedisReply>& found = reply.elements[1].elements;
  for (size_t i = 0; i + 1 < found.size(); i += 2) {
    if (found[i].text.size() != kTagBytes) return BrokenRow();
    look(found[i].text, found[i + 1].text);
  }
  return reply.elements[0].text;
}

absl::StatusOr<std::vector<DistrictKeyInfo>> RedisAdmin::Keys() {
  SG_RETURN_IF_ERROR(ring_.Follow());
  const std::shared_ptr<const VaultKeys> keys = ring_.keys();
  std::map<std::string, DistrictKeyInfo, std::less<>> by_id;
  for (const auto& [id, key] : keys->ring()) by_id[id] = {.id = id, .active = id == keys->active()};
  const auto count = [&by_id](std::string_view id, int64_t DistrictKeyInfo::*what) {
    if (const auto info = by_id.find(id); info != by_id.end()) ++(info->second.*what);
  };
  std::string cursor = "0";
  do {
    SG_ASSIGN_OR_RETURN(cursor, ScanPeople(cursor, [&](const std::string& tag, const std::string& row) {
                          if (const auto person = DecodePerson(DecodeTag(tag), row)) {
                            count(VaultKeys::KeyIdOf(person->sealed_keys), &DistrictKeyInfo::people);
                          }
                        }));
  } while (cursor != "0");
  const std::string scopes = ring_.Key("scope:*");
  do {
    SG_ASSIGN_OR_RETURN(const RedisReply reply,
                        Command({"SCAN", cursor, "MATCH", scopes, "COUNT", kScanCount}));
    if (!IsScan(reply)) return BrokenRow();
    for (const RedisReply& scope : reply.elements[1].elements) {
      SG_ASSIGN_OR_RETURN(const RedisReply id, Command({"HGET", scope.text, "k"}));
      count(id.text, &DistrictKeyInfo::scopes);
    }
    cursor = reply.elements[0].text;
  } while (cursor != "0");
  std::vector<DistrictKeyInfo> infos;
  infos.reserve(by_id.size());
  for (auto& [id, info] : by_id) infos.push_back(std::move(info));
  // Ids count up as keys are added.
  std::sort(infos.begin(), infos.end(), [](const DistrictKeyInfo& a, const DistrictKeyInfo& b) {
    return a.id.size() != b.id.size() ? a.id.size() < b.id.size() : a.id < b.id;
  });
  return infos;
}

absl::StatusOr<std::string> RedisAdmin::AddKey(std::string_view note) {
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<Kek> kek, ring_.OpenKek());
  for (int tries = 0; tries < kTries; ++tries) {
    SG_ASSIGN_OR_RETURN(const RedisReply last, Command({"HGET", ring_.Key("meta"), "last_key"}));
    int64_t number = 0;
    if (!absl::SimpleAtoi(last.text, &number)) return Unavailable();
    // Never an id that was: what is sealed names it.
    const std::string id = StrCat(number + 1);
    SG_ASSIGN_OR_RETURN(std::string wrapped, kek->Wrap(RandomSecret(VaultKeys::kKeyBytes),
                                                       DistrictKeyContext(ring_.keys()->district(), id)));
    SG_ASSIGN_OR_RETURN(const std::string answer,
                        Run(AddKeyScript(), {"meta", "notes", "keys"},
                            {last.text, id, std::move(wrapped), std::string(note)}));
    if (answer == "behind") continue;
    SG_RETURN_IF_ERROR(ring_.Follow());
    return id;
  }
  return Unavailable();
}

absl::Status RedisAdmin::PromoteKey(std::string_view id, std::string_view note) {
  SG_ASSIGN_OR_RETURN(const std::string answer, Run(PromoteKeyScript(), {"meta", "notes", "keys"},
                                                    {std::string(id), std::string(note)}));
  if (answer == "unknown") return KeyUnknown(id);
  return ring_.Follow();
}

absl::StatusOr<bool> RedisAdmin::RewrapSomePeople() {
  const std::lock_guard lock(mutex_);
  SG_ASSIGN_OR_RETURN(const RedisReply changes, Command({"HGET", ring_.Key("meta"), "changes"}));
  if (CountOf(changes) != ring_.changes()) SG_RETURN_IF_ERROR(ring_.Follow());
  const std::shared_ptr<const VaultKeys> keys = ring_.keys();
  const std::string round = StrCat(keys->active(), "|", keys->ring().size());
  if (keys->ring().size() < 2 || rewrapped_for_ == round) return false;
  std::vector<std::string> moved;
  bool broken = false;
  SG_ASSIGN_OR_RETURN(
      cursor_, ScanPeople(cursor_, [&](const std::string& bytes, const std::string& row) {
        const VaultTag tag = DecodeTag(bytes);
        const auto person = DecodePerson(tag, row);
        if (!person) {
          broken = true;
          return;
        }
        if (VaultKeys::KeyIdOf(person->sealed_keys) == keys->active()) return;
        const auto opened = keys->OpenPersonKeys(tag, person->sealed_keys);
        if (!opened.ok()) {
          broken = true;
          return;
        }
        moved.push_back(bytes);
        moved.push_back(row);
        moved.push_back(StrCat(EncodeNumber(person->number), keys->SealPersonKeys(tag, *opened)));
      }));
  if (broken) return BrokenRow();
  if (!moved.empty()) {
    rewrapped_any_ = true;
    SG_RETURN_IF_ERROR(Run(RewrapPeopleScript(), {"meta", "people"}, std::move(moved)).status());
  }
  if (cursor_ != "0") return true;
  // Once more from the start, as what changed meanwhile stayed.
  if (!std::exchange(rewrapped_any_, false)) rewrapped_for_ = round;
  return rewrapped_for_ != round;
}

absl::Status RedisAdmin::DisableKey(std::string_view id, bool end_scopes, std::string_view note) {
  SG_ASSIGN_OR_RETURN(const std::vector<DistrictKeyInfo> keys, Keys());
  const auto key =
      std::find_if(keys.begin(), keys.end(), [&](const DistrictKeyInfo& each) { return each.id == id; });
  if (key == keys.end()) return KeyUnknown(id);
  if (key->active) return KeyInUse(id, "it is the active one");
  if (key->people > 0) return KeyInUse(id, StrCat("the keys of ", key->people, " people stand under it"));
  if (key->scopes > 0 && !end_scopes) {
    return KeyInUse(id, StrCat(key->scopes, " sessions and stable scopes stand under it"));
  }
  // Scopes under a key that is gone are none: whoever opens one begins it anew.
  SG_ASSIGN_OR_RETURN(const std::string answer, Run(DisableKeyScript(), {"meta", "notes", "keys"},
                                                    {std::string(id), std::string(note)}));
  if (answer == "unknown") return KeyUnknown(id);
  if (answer == "active") return KeyInUse(id, "it is the active one");
  ForgetHistory();
  return ring_.Follow();
}

absl::Status RedisAdmin::RewrapRing(Kek& kek, std::string_view note) {
  for (int tries = 0; tries < kTries; ++tries) {
    SG_RETURN_IF_ERROR(ring_.Follow());
    const std::shared_ptr<const VaultKeys> keys = ring_.keys();
    std::vector<std::string> arguments = {std::string(note)};
    SG_ASSIGN_OR_RETURN(std::string index, kek.Wrap(keys->index_key(), IndexKeyContext(keys->district())));
    arguments.push_back(std::move(index));
    for (const auto& [id, key] : keys->ring()) {
      SG_ASSIGN_OR_RETURN(std::string wrapped, kek.Wrap(key, DistrictKeyContext(keys->district(), id)));
      arguments.push_back(id);
      arguments.push_back(std::move(wrapped));
    }
    SG_ASSIGN_OR_RETURN(const std::string answer,
                        Run(RewrapRingScript(), {"meta", "notes", "keys"}, std::move(arguments)));
    if (answer == "done") {
      ForgetHistory();
      return absl::OkStatus();
    }
  }
  return Unavailable();
}

absl::Status RedisAdmin::DestroyPerson(std::string_view person_key, std::string_view note) {
  for (int tries = 0; tries < kTries; ++tries) {
    SG_RETURN_IF_ERROR(ring_.Follow());
    const std::shared_ptr<const VaultKeys> keys = ring_.keys();
    const VaultTag tag = keys->PersonTag(person_key);
    SG_ASSIGN_OR_RETURN(const RedisReply row, Command({"HGET", ring_.Key("people"), tag.bytes()}));
    if (row.type == RedisReply::Type::kNil) return MakeProblem(problems::kStudentUnknown);
    const auto before = DecodePerson(tag, row.text);
    if (!before) return BrokenRow();
    absl::StatusOr<PersonKeys> person = keys->OpenPersonKeys(tag, before->sealed_keys);
    if (!person.ok()) return BrokenRow();
    person->pseudonyms = RandomSecret(VaultKeys::kKeyBytes);
    SG_ASSIGN_OR_RETURN(const std::string answer,
                        Run(DestroyPersonScript(), {"meta", "notes", "people", "numbers", "holds"},
                            {std::string(tag.bytes()), row.text, keys->SealPersonKeys(tag, *person),
                             NumbersToChooseFrom(), std::string(note)}));
    if (answer == "held") return MakeProblem(problems::kStudentOnHold);
    if (answer == "done") {
      ForgetHistory();
      return absl::OkStatus();
    }
  }
  return Unavailable();
}

void RedisAdmin::ForgetHistory() {
  // It answers before it has begun; where one is under way already it says so, and another follows.
  if (!Command({"BGREWRITEAOF"}).ok()) LogWarn("redis_history_not_rewritten");
}

absl::StatusOr<bool> RedisAdmin::Knows(std::string_view person_key) {
  const VaultTag tag = ring_.keys()->PersonTag(person_key);
  SG_ASSIGN_OR_RETURN(const RedisReply known, Command({"HEXISTS", ring_.Key("people"), tag.bytes()}));
  return known.integer == 1;
}

absl::Status RedisAdmin::Hold(const LegalHold& hold, std::string_view note) {
  SG_RETURN_IF_ERROR(ring_.Follow());
  const std::shared_ptr<const VaultKeys> keys = ring_.keys();
  const VaultTag tag = keys->PersonTag(hold.person_key);
  return Run(HoldScript(), {"meta", "notes", "holds"},
             {std::string(tag.bytes()), keys->SealHold(tag, hold), std::string(note)})
      .status();
}

absl::Status RedisAdmin::Release(std::string_view person_key, std::string_view note) {
  const VaultTag tag = ring_.keys()->PersonTag(person_key);
  SG_ASSIGN_OR_RETURN(const std::string answer, Run(ReleaseScript(), {"meta", "notes", "holds"},
                                                    {std::string(tag.bytes()), std::string(note)}));
  return answer == "done" ? absl::OkStatus() : MakeProblem(problems::kStudentNotOnHold);
}

absl::StatusOr<std::vector<LegalHold>> RedisAdmin::Holds() {
  SG_ASSIGN_OR_RETURN(const RedisReply reply, RunWhole(HoldsScript(), {"meta", "holds"}, {}));
  const std::shared_ptr<const VaultKeys> keys = ring_.keys();
  std::vector<LegalHold> holds;
  for (size_t i = 0; i + 1 < reply.elements.size(); i += 2) {
    if (reply.elements[i].text.size() != kTagBytes) return BrokenRow();
    absl::StatusOr<LegalHold> hold =
        keys->OpenHold(DecodeTag(reply.elements[i].text), reply.elements[i + 1].text);
    if (!hold.ok()) return BrokenRow();
    holds.push_back(*std::move(hold));
  }
  return holds;
}

absl::StatusOr<std::vector<VaultNote>> RedisAdmin::Notes() {
  SG_ASSIGN_OR_RETURN(const RedisReply reply,
                      RunWhole(NotesScript(), {"meta", "notes", "notes-taker"}, {taker_}));
  std::vector<VaultNote> notes;
  for (size_t i = 0; i + 1 < reply.elements.size(); i += 2) {
    const std::optional<uint64_t> id = CountOf(reply.elements[i]);
    if (!id) return BrokenRow();
    notes.push_back({.id = static_cast<int64_t>(*id), .note = reply.elements[i + 1].text});
  }
  return notes;
}

absl::Status RedisAdmin::ForgetNote(int64_t id) {
  return Run(ForgetNoteScript(), {"meta", "notes"}, {StrCat(id)}).status();
}

}  // namespace schoolgate
