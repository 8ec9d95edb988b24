// For tests: one way to keep a vault, as the contract's tests see it (vault_contract_testing.h).
#ifndef SCHOOLGATE_CORE_VAULT_VAULT_BACKEND_TESTING_H_
#define SCHOOLGATE_CORE_VAULT_VAULT_BACKEND_TESTING_H_

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/vault/vault.h"

namespace schoolgate::vault_testing {

// A fresh vault, which goes with the object.
class VaultBackend {
 public:
  static constexpr absl::Duration kSessionIdle = absl::Hours(1);
  static constexpr absl::Duration kStableIdle = absl::Hours(24 * 400);

  virtual ~VaultBackend() = default;

  // A handle on it, as another process would have.
  virtual absl::StatusOr<std::unique_ptr<Vault>> TryOpen() = 0;
  // Ends the test process if it does not open.
  std::unique_ptr<Vault> Open() {
    auto vault = TryOpen();
    if (!vault.ok()) {
      std::fprintf(stderr, "the test's vault does not open: %s\n", vault.status().ToString().c_str());
      std::abort();
    }
    return *std::move(vault);
  }
  // As much time goes by, and what has been idle for too long is forgotten.
  virtual void LetPass(Vault& vault, absl::Duration time) = 0;
  // Where its key-encryption key is.
  virtual std::string key_file() const = 0;
};

// A suite's parameter; tests are named by it.
struct MakeVaultBackend {
  const char* name;
  std::unique_ptr<VaultBackend> (*make)();

  friend void PrintTo(const MakeVaultBackend& backend, std::ostream* out) { *out << backend.name; }
};

}  // namespace schoolgate::vault_testing

#endif  // SCHOOLGATE_CORE_VAULT_VAULT_BACKEND_TESTING_H_
