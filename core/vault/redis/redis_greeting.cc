#include "core/vault/redis/redis_greeting.h"

#include <optional>
#include <vector>

#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/strings.h"

namespace schoolgate {
namespace {

using Why = RedisRefusal::Why;

struct Setting {
  std::string_view name, found, wanted;
};

// The first setting (name and value in turn) that is not as it has to be. Where sessions alone are kept, no
// more is asked than that the vault's own keys are not evicted.
std::optional<Setting> FirstUnfit(const std::vector<RedisReply>& settings, RedisKeeps keeps) {
  constexpr Setting kWanted[] = {
      {"appendonly", "", "yes"}, {"appendfsync", "", "always"}, {"maxmemory-policy", "", "noeviction"}};
  for (const Setting& wanted : kWanted) {
    std::string_view found = "unknown";
    for (size_t i = 0; i + 1 < settings.size(); i += 2) {
      if (settings[i].text == wanted.name) found = settings[i + 1].text;
    }
    const bool fits =
        keeps == RedisKeeps::kEverything ? found == wanted.wanted : !found.starts_with("allkeys");
    if (!fits) return Setting{wanted.name, found, wanted.wanted};
  }
  return std::nullopt;
}

}  // namespace

absl::Status ProblemOfRefusal(const RedisRefusal& refusal, const RedisOptions& options) {
  switch (refusal.why) {
    case Why::kUntrusted:
      return MakeProblem(problems::kVaultRedisUntrusted, {{"address", refusal.address}});
    case Why::kLogin:
      return MakeProblem(problems::kVaultRedisLogin, {{"address", refusal.address}});
    case Why::kPermission:
      return MakeProblem(problems::kVaultRedisPermission, {{"permission", refusal.permission}});
    case Why::kNotDurable:
      return MakeProblem(
          problems::kVaultRedisNotDurable,
          {{"setting", refusal.setting}, {"found", refusal.found}, {"wanted", refusal.wanted}});
    default:
      break;
  }
  std::string all;
  for (const RedisAddress& each : options.addresses) all += StrCat(all.empty() ? "" : ", ", each.Text());
  return MakeProblem(
      refusal.why == Why::kNoPrimary ? problems::kVaultRedisNoPrimary : problems::kVaultRedisUnreachable,
      {{"addresses", all}});
}

bool SaysPrimary(const RedisReply& role) {
  return !role.elements.empty() && role.elements[0].text == "master";
}

bool SaysElsewhere(const RedisReply& reply) {
  const std::string_view code = reply.error_code();
  return code == "READONLY" || code == "MASTERDOWN" || code == "LOADING";
}

bool SaysUnwell(const RedisReply& reply) {
  const std::string_view code = reply.error_code();
  return code == "MISCONF" || code == "OOM" || code == "NOREPLICAS" || code == "NOPERM" || code == "NOAUTH" ||
         code == "BUSY" || code == "UNKILLABLE";
}

std::string RedisGreeting::Commands(const RedisOptions& options) const {
  const std::string_view login[] = {"AUTH", options.user, ToStd(options.password.Reveal())};
  const std::string_view role[] = {"ROLE"};
  const std::string_view settings[] = {"CONFIG", "GET", "appendonly", "appendfsync", "maxmemory-policy"};
  std::string commands;
  commands.reserve(1024 + options.password.size());  // no copy of the password stays behind
  std::string formatted = FormatRedisCommand(login);
  commands += formatted;
  WipeString(formatted);
  commands += FormatRedisCommand(role);
  commands += FormatRedisCommand(settings);
  commands += watch_;
  return commands;
}

RedisGreeting::Step RedisGreeting::Refuse(Why why) {
  refusal_.why = why;
  return Step::kRefused;
}

RedisGreeting::Step RedisGreeting::Lacks(std::string_view permission) {
  refusal_.permission = permission;
  return Refuse(Why::kPermission);
}

RedisGreeting::Step RedisGreeting::Take(const RedisReply& reply) {
  if (SaysElsewhere(reply)) return Refuse(Why::kNoPrimary);
  switch (taken_++) {
    case 0:
      return reply.is_error() ? Refuse(Why::kLogin) : Step::kMore;
    case 1:
      if (reply.is_error()) return Lacks("+role");
      return SaysPrimary(reply) ? Step::kMore : Refuse(Why::kNoPrimary);
    case 2:
      // Servers that others run seldom tell their settings; one that keeps sessions only need not.
      if (reply.is_error()) return keeps_ == RedisKeeps::kEverything ? Lacks("+config|get") : Step::kMore;
      if (const auto unfit = FirstUnfit(reply.elements, keeps_)) {
        refusal_.setting = unfit->name;
        refusal_.found = unfit->found;
        refusal_.wanted = unfit->wanted;
        LogError("redis_is_not_durable");
        return Refuse(Why::kNotDurable);
      }
      return Step::kMore;
    default:
      if (reply.is_error()) return Lacks(expected_ == "PONG" ? "+ping" : "+hget");
      if (reply.text == expected_) return Step::kServes;
      LogError("redis_holds_another_vault");
      return Refuse(Why::kNoPrimary);
  }
}

}  // namespace schoolgate
