#include "gateway/review/exchange_sealer.h"

#include <optional>
#include <utility>

#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"

namespace schoolgate::gateway {

absl::StatusOr<ExchangeSealer> ExchangeSealer::Make(Vault& vault) {
  SG_ASSIGN_OR_RETURN(Aead outer, Aead::New(vault.DeriveKey("review|exchange")));
  return ExchangeSealer(vault, std::move(outer));
}

absl::StatusOr<Aead> ExchangeSealer::Inner(std::vector<std::string> students) const {
  SG_ASSIGN_OR_RETURN(SecretBytes key, vault_->PeopleKeyNow(std::move(students), "review|exchange"));
  return Aead::New(std::move(key));
}

absl::StatusOr<std::string> ExchangeSealer::Seal(const v1::ParkedExchange& exchange,
                                                 const std::vector<std::string>& students,
                                                 std::string_view place) const {
  SG_ASSIGN_OR_RETURN(const Aead inner, Inner(students));
  std::string plain = exchange.SerializeAsString();
  const absl::StatusOr<std::string> sealed = inner.Seal(plain, ToAbsl(place));
  WipeString(plain);
  SG_RETURN_IF_ERROR(sealed.status());
  std::string all = LengthPrefixed({*sealed});
  for (const std::string& student : students) all += LengthPrefixed({student});
  return SealText(all, place);
}

absl::StatusOr<v1::ParkedExchange> ExchangeSealer::Open(std::string_view sealed,
                                                        std::string_view place) const {
  SG_ASSIGN_OR_RETURN(const std::string all, OpenText(sealed, place));
  const std::optional<std::vector<std::string_view>> fields = SplitLengthPrefixed(all);
  if (!fields || fields->empty()) return absl::DataLossError("not a sealed exchange");
  SG_ASSIGN_OR_RETURN(const Aead inner, Inner(std::vector<std::string>(fields->begin() + 1, fields->end())));
  absl::StatusOr<std::string> plain = inner.Open(ToAbsl(fields->front()), ToAbsl(place));
  // The outer seal shows that nothing was altered: it is the key that is not what it was.
  if (!plain.ok()) return MakeProblem(problems::kReviewKeyDestroyed);
  v1::ParkedExchange exchange;
  const bool parsed = exchange.ParseFromString(*plain);
  WipeString(*plain);
  if (!parsed) return absl::DataLossError("not an exchange");
  return exchange;
}

absl::StatusOr<std::string> ExchangeSealer::SealText(std::string_view text, std::string_view place) const {
  return outer_.Seal(ToAbsl(text), ToAbsl(place));
}

absl::StatusOr<std::string> ExchangeSealer::OpenText(std::string_view sealed, std::string_view place) const {
  return outer_.Open(ToAbsl(sealed), ToAbsl(place));
}

}  // namespace schoolgate::gateway
