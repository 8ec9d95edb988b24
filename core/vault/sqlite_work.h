// The pieces of work the SQLite vault hands its writer (group_commit.h): each owns its input and its answer,
// so that a coroutine that goes away leaves nothing dangling, and wipes people's text when it goes.
#ifndef SCHOOLGATE_CORE_VAULT_SQLITE_WORK_H_
#define SCHOOLGATE_CORE_VAULT_SQLITE_WORK_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/vault/group_commit.h"

namespace schoolgate {

class PeopleWork : public VaultWork {
 public:
  explicit PeopleWork(std::vector<std::string> keys) : person_keys(std::move(keys)) {}

  absl::StatusOr<bool> Read(VaultStore& store) override { return Run(store, false); }
  absl::Status Write(VaultStore& store) override { return Run(store, true).status(); }
  void Keep(VaultCache& cache) override { cache.AddPeople(person_keys, people); }

  std::vector<std::string> person_keys;
  std::vector<PersonRow> people;

 private:
  absl::StatusOr<bool> Run(VaultStore& store, bool may_write) {
    SG_ASSIGN_OR_RETURN(auto found, store.People(person_keys, may_write));
    if (!found) return false;
    people = *std::move(found);
    return true;
  }
};

class IssueWork : public VaultWork {
 public:
  IssueWork(VaultScope in, std::string key, std::vector<FormRequest> forms, int64_t at)
      : scope(std::move(in)), key_id(std::move(key)), requests(std::move(forms)), now(at) {}
  ~IssueWork() override {
    for (FormRequest& request : requests) {
      WipeString(request.form);
      WipeString(request.subject_key);
    }
  }

  absl::StatusOr<bool> Read(VaultStore& store) override { return Run(store, false); }
  absl::Status Write(VaultStore& store) override { return Run(store, true).status(); }
  void Keep(VaultCache& cache) override {
    cache.AddForms(scope, rows);
    cache.NoteUse(scope, now);
  }

  VaultScope scope;
  std::string key_id;
  std::vector<FormRequest> requests;
  int64_t now;
  std::vector<FormRow> rows;

 private:
  absl::StatusOr<bool> Run(VaultStore& store, bool may_write) {
    auto found = store.Issue(scope, key_id, requests, now, may_write);
    if (absl::IsAborted(found.status())) {
      // A rotation came between opening the scope and this: the caller's next request finds the other key.
      LogWarn("vault_scope_under_another_key");
      status = MakeProblem(problems::kVaultUnavailable);
      return true;
    }
    SG_RETURN_IF_ERROR(found.status());
    if (!*found) return false;
    rows = **std::move(found);
    return true;
  }
};

class OpenWork : public VaultWork {
 public:
  OpenWork(VaultScope in, int64_t at) : scope(std::move(in)), now(at) {}

  absl::StatusOr<bool> Read(VaultStore& store) override {
    SG_ASSIGN_OR_RETURN(ScopeRows found, store.OpenScope(scope));
    rows = std::make_shared<const ScopeRows>(std::move(found));
    return true;
  }
  absl::Status Write(VaultStore&) override { return absl::OkStatus(); }
  void Keep(VaultCache& cache) override {
    cache.AddSession(scope, rows);
    cache.NoteUse(scope, now);
  }

  VaultScope scope;
  int64_t now;
  std::shared_ptr<const ScopeRows> rows;
};

class ExpireWork : public VaultWork {
 public:
  ExpireWork(int64_t sessions, int64_t stable) : sessions_before_(sessions), stable_before_(stable) {}

  absl::StatusOr<bool> Read(VaultStore&) override { return false; }
  absl::Status Write(VaultStore& store) override {
    SG_ASSIGN_OR_RETURN(expired, store.ExpireScopes(sessions_before_, stable_before_));
    return absl::OkStatus();
  }
  void Keep(VaultCache&) override {}
  bool deletes() const override { return true; }
  bool deleted() const override { return expired > 0; }

  int64_t expired = 0;

 private:
  const int64_t sessions_before_;
  const int64_t stable_before_;
};

// What an administrator asks for. Everything is forgotten from the cache afterwards.
class AdminWork : public VaultWork {
 public:
  using Function = absl::AnyInvocable<absl::Status(VaultStore&)>;

  // Reads alone.
  explicit AdminWork(Function read) : run_(std::move(read)), writes_(false) {}
  // `note` is kept with the change; empty: none.
  AdminWork(Function write, std::string_view note) : run_(std::move(write)), note_(note) {}

  absl::StatusOr<bool> Read(VaultStore& store) override {
    if (writes_) return false;
    SG_RETURN_IF_ERROR(Run(store));
    return true;
  }
  absl::Status Write(VaultStore& store) override {
    SG_RETURN_IF_ERROR(Run(store));
    return status.ok() && !note_.empty() ? store.AddNote(note_) : absl::OkStatus();
  }
  void Keep(VaultCache&) override {}
  bool deletes() const override { return writes_; }
  bool deleted() const override { return writes_ && status.ok(); }
  bool administers() const override { return writes_ && status.ok(); }

 private:
  // Other problems than the store's own were found before anything was written, and are the caller's alone.
  absl::Status Run(VaultStore& store) {
    absl::Status done = run_(store);
    if (done.ok() || ProblemOf(done).reason == problems::kVaultUnavailable.reason) return done;
    status = std::move(done);
    return absl::OkStatus();
  }

  Function run_;
  std::string note_;
  const bool writes_ = true;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_SQLITE_WORK_H_
