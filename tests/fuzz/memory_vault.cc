#include "tests/fuzz/memory_vault.h"

#include <algorithm>
#include <cstdlib>

namespace schoolgate::fuzz {

boost::asio::awaitable<absl::StatusOr<std::vector<IssuedForm>>> MemoryVault::Issue(
    VaultScope /*scope*/, std::string /*key_id*/, std::vector<FormRequest> requests) {
  std::vector<IssuedForm> answer;
  for (FormRequest& request : requests) {
    const auto next = static_cast<SubjectNumber>(subjects_.size());
    const SubjectNumber subject = subjects_.try_emplace(request.subject_key, next).first->second;
    std::vector<std::string>& forms = forms_[{subject, request.type}];
    const auto known = std::find(forms.begin(), forms.end(), request.form);
    const auto index = static_cast<uint32_t>(known - forms.begin());
    answer.push_back({.subject = subject, .type = request.type, .form_index = index, .form = request.form});
    if (known == forms.end()) {
      forms.push_back(request.form);
      issued_.push_back(answer.back());
    }
  }
  co_return answer;
}

boost::asio::awaitable<absl::StatusOr<OpenedScope>> MemoryVault::Open(VaultScope scope) {
  OpenedScope opened;
  opened.code_key = DeriveKey(scope.codes);
  if (!scope.session.empty()) opened.issued = issued_;
  co_return std::move(opened);
}

VaultAdmin& MemoryVault::admin() { std::abort(); }

boost::asio::awaitable<absl::StatusOr<std::vector<std::string>>> MemoryVault::SubjectTags(
    std::vector<std::string> person_keys, std::string /*record_id*/) {
  co_return std::vector<std::string>(person_keys.size(), std::string(16, 't'));
}

boost::asio::awaitable<absl::StatusOr<std::vector<SubjectNumber>>> MemoryVault::Numbers(
    std::vector<std::string> person_keys) {
  std::vector<SubjectNumber> numbers;
  for (const std::string& key : person_keys) {
    const auto next = static_cast<SubjectNumber>(subjects_.size());
    numbers.push_back(subjects_.try_emplace(key, next).first->second);
  }
  co_return numbers;
}

boost::asio::awaitable<absl::StatusOr<SecretBytes>> MemoryVault::PeopleKey(
    std::vector<std::string> person_keys, std::string purpose) {
  co_return PeopleKeyNow(std::move(person_keys), purpose);
}

absl::StatusOr<SecretBytes> MemoryVault::PeopleKeyNow(std::vector<std::string> person_keys,
                                                      std::string_view purpose) {
  std::sort(person_keys.begin(), person_keys.end());
  std::string all(purpose);
  for (const std::string& key : person_keys) all += key;
  return DeriveKey(all);
}

SecretBytes MemoryVault::DeriveKey(std::string_view purpose) const {
  std::string key(32, 'k');
  for (size_t i = 0; i < purpose.size(); ++i) {
    char& byte = key[i % key.size()];
    byte = static_cast<char>(byte * 31 + purpose[i]);
  }
  return SecretBytes(key);
}

absl::Status MemoryVault::Enroll(std::span<const std::string> /*person_keys*/) { return absl::OkStatus(); }

absl::Status MemoryVault::ExpireScopes(absl::Time /*sessions*/, absl::Time /*stable*/) {
  return absl::OkStatus();
}

}  // namespace schoolgate::fuzz
