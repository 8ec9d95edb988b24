#include "core/vault/vault_testing.h"

#include <stdlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "core/util/problem.h"
#include "core/util/strings.h"

namespace schoolgate::vault_testing {

namespace asio = boost::asio;

TestDirectory::TestDirectory()
    : path_((std::filesystem::temp_directory_path() / "schoolgate-vault-XXXXXX").string()) {
  if (mkdtemp(path_.data()) == nullptr) abort();
}

TestDirectory::~TestDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TestDirectory::File(std::string_view name) const { return StrCat(path_, "/", name); }

std::unique_ptr<Vault> OpenVault(const TestDirectory& directory, const Clock& clock) {
  auto vault = OpenSqliteVault(directory.vault_file(), directory.key_file(), clock);
  if (!vault.ok()) {
    std::fprintf(stderr, "the test's vault does not open: %s\n", vault.status().ToString().c_str());
    abort();
  }
  return *std::move(vault);
}

FormRequest OnRoster(std::string_view person_key, uint8_t type, std::string_view form) {
  return FormRequest{std::string(person_key), type, std::string(form), true};
}

FormRequest OffRoster(std::string_view value, uint8_t type, std::string_view form) {
  return FormRequest{std::string(value), type, std::string(form), false};
}

VaultScope SessionScope(std::string_view session) {
  return VaultScope{
      .vendor = "vendor", .epoch = "2026-27", .codes = std::string(session), .session = std::string(session)};
}

VaultScope StableScope(std::string_view codes, std::string_view session) {
  return VaultScope{
      .vendor = "vendor", .epoch = "2026-27", .codes = std::string(codes), .session = std::string(session)};
}

std::future<absl::StatusOr<Forms>> StartIssue(EventLoop& loop, Vault& vault, VaultScope scope,
                                              std::vector<FormRequest> requests) {
  const auto issue = [](Vault& in, VaultScope where,
                        std::vector<FormRequest> forms) -> asio::awaitable<absl::StatusOr<Forms>> {
    absl::StatusOr<OpenedScope> opened = co_await in.Open(where);
    if (!opened.ok()) co_return opened.status();
    co_return co_await in.Issue(std::move(where), opened->key_id, std::move(forms));
  };
  return asio::co_spawn(loop.context(), issue(vault, std::move(scope), std::move(requests)),
                        asio::use_future);
}

absl::StatusOr<Forms> Issue(EventLoop& loop, Vault& vault, VaultScope scope,
                            std::vector<FormRequest> requests) {
  return StartIssue(loop, vault, std::move(scope), std::move(requests)).get();
}

absl::StatusOr<OpenedScope> Open(EventLoop& loop, Vault& vault, VaultScope scope) {
  return asio::co_spawn(loop.context(), vault.Open(std::move(scope)), asio::use_future).get();
}

absl::StatusOr<Forms> Issued(EventLoop& loop, Vault& vault, VaultScope scope) {
  absl::StatusOr<OpenedScope> opened = Open(loop, vault, std::move(scope));
  if (!opened.ok()) return opened.status();
  return std::move(opened->issued);
}

absl::StatusOr<std::vector<std::string>> SubjectTags(EventLoop& loop, Vault& vault,
                                                     std::vector<std::string> person_keys,
                                                     std::string record_id) {
  return asio::co_spawn(loop.context(), vault.SubjectTags(std::move(person_keys), std::move(record_id)),
                        asio::use_future)
      .get();
}

absl::StatusOr<std::vector<SubjectNumber>> Numbers(EventLoop& loop, Vault& vault,
                                                   std::vector<std::string> person_keys) {
  return asio::co_spawn(loop.context(), vault.Numbers(std::move(person_keys)), asio::use_future).get();
}

absl::StatusOr<SecretBytes> PeopleKey(EventLoop& loop, Vault& vault, std::vector<std::string> person_keys,
                                      std::string purpose) {
  return asio::co_spawn(loop.context(), vault.PeopleKey(std::move(person_keys), std::move(purpose)),
                        asio::use_future)
      .get();
}

std::vector<std::string> Describe(const Forms& forms) {
  std::vector<std::string> lines;
  for (const IssuedForm& form : forms) {
    lines.push_back(StrCat(form.subject, "/", int{form.type}, "/", form.form_index, ":", form.form));
  }
  return lines;
}

std::string ReasonOf(const absl::Status& status) { return status.ok() ? "" : ProblemOf(status).reason; }

}  // namespace schoolgate::vault_testing
