// Seals an exchange that waits for a person so that it is about its students: it opens with the key of every
// one of them, and with none it is gone (vault_admin.h, DestroyPerson).
//
// What:   AES-256-GCM under a key of the vault that takes all the students' keys, and that again, beside the
//         students' keys on the roster, under the reviews' own, so that the file names nobody.
// Owner:  the review store. `vault` outlives it.
// Thread: any; blocking.
// Errors: REVIEW_KEY_DESTROYED where a student's key was; DATA_LOSS where the seal does not open at all; the
//         vault's.
#ifndef SCHOOLGATE_GATEWAY_REVIEW_EXCHANGE_SEALER_H_
#define SCHOOLGATE_GATEWAY_REVIEW_EXCHANGE_SEALER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "core/crypto/aead.h"
#include "core/vault/vault.h"
#include "schoolgate/v1/review_service.pb.h"

namespace schoolgate::gateway {

class ExchangeSealer {
 public:
  static absl::StatusOr<ExchangeSealer> Make(Vault& vault);

  // `place` says which row it is: it opens nowhere else.
  absl::StatusOr<std::string> Seal(const v1::ParkedExchange& exchange,
                                   const std::vector<std::string>& students, std::string_view place) const;
  absl::StatusOr<v1::ParkedExchange> Open(std::string_view sealed, std::string_view place) const;

  // Of what names no student: a reviewer's reason.
  absl::StatusOr<std::string> SealText(std::string_view text, std::string_view place) const;
  absl::StatusOr<std::string> OpenText(std::string_view sealed, std::string_view place) const;

 private:
  ExchangeSealer(Vault& vault, Aead outer) : vault_(&vault), outer_(std::move(outer)) {}
  absl::StatusOr<Aead> Inner(std::vector<std::string> students) const;

  Vault* vault_;
  Aead outer_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_REVIEW_EXCHANGE_SEALER_H_
