// A vault that keeps one exchange's numbers and forms in memory and gives the same ones for the same input,
// so that a failure of a fuzz target happens again. Its key is no secret. One thread.
#ifndef SCHOOLGATE_TESTS_FUZZ_MEMORY_VAULT_H_
#define SCHOOLGATE_TESTS_FUZZ_MEMORY_VAULT_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vault/vault.h"

namespace schoolgate::fuzz {

class MemoryVault final : public Vault {
 public:
  boost::asio::awaitable<absl::StatusOr<std::vector<IssuedForm>>> Issue(
      VaultScope scope, std::string key_id, std::vector<FormRequest> requests) override;
  boost::asio::awaitable<absl::StatusOr<OpenedScope>> Open(VaultScope scope) override;
  boost::asio::awaitable<absl::StatusOr<std::vector<std::string>>> SubjectTags(
      std::vector<std::string> person_keys, std::string record_id) override;
  boost::asio::awaitable<absl::StatusOr<std::vector<SubjectNumber>>> Numbers(
      std::vector<std::string> person_keys) override;
  boost::asio::awaitable<absl::StatusOr<SecretBytes>> PeopleKey(std::vector<std::string> person_keys,
                                                                std::string purpose) override;
  absl::StatusOr<SecretBytes> PeopleKeyNow(std::vector<std::string> person_keys,
                                           std::string_view purpose) override;
  SecretBytes DeriveKey(std::string_view purpose) const override;
  absl::Status Enroll(std::span<const std::string> person_keys) override;
  absl::Status ExpireScopes(absl::Time sessions, absl::Time stable) override;
  bool healthy() const override { return true; }
  // Ends the process: no target administers.
  VaultAdmin& admin() override;

 private:
  std::map<std::string, SubjectNumber> subjects_;
  std::map<std::pair<SubjectNumber, uint8_t>, std::vector<std::string>> forms_;
  std::vector<IssuedForm> issued_;
};

}  // namespace schoolgate::fuzz

#endif  // SCHOOLGATE_TESTS_FUZZ_MEMORY_VAULT_H_
