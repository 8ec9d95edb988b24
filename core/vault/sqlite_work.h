// The pieces of work the SQLite vault hands its writer (group_commit.h): each owns its input and its answer,
// so that a coroutine that goes away leaves nothing dangling, and wipes people's text when it goes.
#ifndef SCHOOLGATE_CORE_VAULT_SQLITE_WORK_H_
#define SCHOOLGATE_CORE_VAULT_SQLITE_WORK_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
  IssueWork(VaultScope in, std::vector<FormRequest> forms, int64_t at)
      : scope(std::move(in)), requests(std::move(forms)), now(at) {}
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
  std::vector<FormRequest> requests;
  int64_t now;
  std::vector<FormRow> rows;

 private:
  absl::StatusOr<bool> Run(VaultStore& store, bool may_write) {
    SG_ASSIGN_OR_RETURN(auto found, store.Issue(scope, requests, now, may_write));
    if (!found) return false;
    rows = *std::move(found);
    return true;
  }
};

class IssuedWork : public VaultWork {
 public:
  IssuedWork(VaultScope in, int64_t at) : scope(std::move(in)), now(at) {}

  absl::StatusOr<bool> Read(VaultStore& store) override {
    SG_ASSIGN_OR_RETURN(std::vector<FormRow> found, store.Issued(scope));
    rows = std::make_shared<const std::vector<FormRow>>(std::move(found));
    return true;
  }
  absl::Status Write(VaultStore&) override { return absl::OkStatus(); }
  void Keep(VaultCache& cache) override {
    cache.AddSession(scope, rows);
    cache.NoteUse(scope, now);
  }

  VaultScope scope;
  int64_t now;
  std::shared_ptr<const std::vector<FormRow>> rows;
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

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_SQLITE_WORK_H_
