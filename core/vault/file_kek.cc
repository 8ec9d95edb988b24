// A key-encryption key in a file. The file is read anew for every use, so that the key is in memory no longer
// than it takes.
#include <utility>

#include "core/crypto/aead.h"
#include "core/crypto/digest.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/kek.h"
#include "core/vault/key_file.h"
#include "core/vault/length_prefixed.h"

namespace schoolgate {
namespace {

constexpr char kSalt[] = "schoolgate vault 2";
constexpr size_t kKeyBytes = 32;

class FileKek : public Kek {
 public:
  explicit FileKek(std::string path) : path_(std::move(path)) {}

  absl::StatusOr<std::string> Wrap(const SecretBytes& key, std::string_view context) override {
    SG_ASSIGN_OR_RETURN(const Aead wrapper, Wrapper());
    return wrapper.Seal(key.Reveal(), ToAbsl(context));
  }

  absl::StatusOr<SecretBytes> Unwrap(std::string_view wrapped, std::string_view context) override {
    SG_ASSIGN_OR_RETURN(const Aead wrapper, Wrapper());
    absl::StatusOr<std::string> opened = wrapper.Open(ToAbsl(wrapped), ToAbsl(context));
    if (!opened.ok()) return MakeProblem(problems::kVaultKeyWrong, {{"file", path_}});
    SecretBytes key{ToAbsl(*opened)};
    WipeString(*opened);
    return key;
  }

 private:
  absl::StatusOr<Aead> Wrapper() const {
    SG_ASSIGN_OR_RETURN(const SecretBytes kek, ReadKeyFile(path_));
    return Aead::New(HkdfSha256(kek.Reveal(), kSalt, LengthPrefixed({"wrap"}), kKeyBytes));
  }

  const std::string path_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Kek>> OpenFileKek(const std::string& path, bool may_create) {
  // What is wrong with the file is said now, not at its first use.
  SG_RETURN_IF_ERROR((may_create ? ReadOrCreateKeyFile(path) : ReadKeyFile(path)).status());
  return std::make_unique<FileKek>(path);
}

}  // namespace schoolgate
