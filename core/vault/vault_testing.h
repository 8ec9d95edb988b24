// For tests: a vault in a directory of its own, and its coroutines as plain calls.
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_TESTING_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_TESTING_H_

#include <future>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "core/util/event_loop.h"
#include "core/vault/sqlite_vault.h"

namespace schoolgate::vault_testing {

using Forms = std::vector<IssuedForm>;

// A fresh directory that goes with the object.
class TestDirectory {
 public:
  TestDirectory();
  ~TestDirectory();
  std::string File(std::string_view name) const;
  std::string vault_file() const { return File("vault.db"); }
  std::string key_file() const { return File("vault.key"); }

 private:
  std::string path_;
};

// Ends the test process if it does not open.
std::unique_ptr<Vault> OpenVault(const TestDirectory& directory, const Clock& clock = Clock::System());

FormRequest OnRoster(std::string_view person_key, uint8_t type, std::string_view form);
FormRequest OffRoster(std::string_view value, uint8_t type, std::string_view form);

// A scope whose codes are the session's own, and a session in a stable scope.
VaultScope SessionScope(std::string_view session);
VaultScope StableScope(std::string_view codes, std::string_view session);

// Opens the scope and issues, on the loop's thread.
std::future<absl::StatusOr<Forms>> StartIssue(EventLoop& loop, Vault& vault, VaultScope scope,
                                              std::vector<FormRequest> requests);

absl::StatusOr<Forms> Issue(EventLoop& loop, Vault& vault, VaultScope scope,
                            std::vector<FormRequest> requests);
absl::StatusOr<OpenedScope> Open(EventLoop& loop, Vault& vault, VaultScope scope);
// What Open gives of it.
absl::StatusOr<Forms> Issued(EventLoop& loop, Vault& vault, VaultScope scope);
absl::StatusOr<std::vector<std::string>> SubjectTags(EventLoop& loop, Vault& vault,
                                                     std::vector<std::string> person_keys,
                                                     std::string record_id);

absl::StatusOr<std::vector<SubjectNumber>> Numbers(EventLoop& loop, Vault& vault,
                                                   std::vector<std::string> person_keys);
absl::StatusOr<SecretBytes> PeopleKey(EventLoop& loop, Vault& vault, std::vector<std::string> person_keys,
                                      std::string purpose);

// "subject/type/form_index:form" of each, for comparison in one line.
std::vector<std::string> Describe(const Forms& forms);

// The reason of a problem, "" if there is none.
std::string ReasonOf(const absl::Status& status);

}  // namespace schoolgate::vault_testing

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_TESTING_H_
