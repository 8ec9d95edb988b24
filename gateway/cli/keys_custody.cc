// schoolgate keys split and join: the key-encryption key in two halves for two custodians, and back.
#include <iostream>

#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/key_file.h"
#include "core/vault/key_shares.h"
#include "core/vault/pkcs11_kek.h"
#include "core/vault/pkcs11_uri.h"
#include "gateway/cli/command.h"

namespace schoolgate::gateway {
namespace {

// A share as printed has a few hundred bytes.
constexpr size_t kMostOfAShare = 4096;

absl::Status WriteNew(const std::string& path, const SecretBytes& content) {
  SG_ASSIGN_OR_RETURN(const bool made, CreatePrivateFileWith(path, content));
  if (made) return absl::OkStatus();
  return absl::AlreadyExistsError(StrCat(path, " is there already and stays as it is; name another file"));
}

absl::Status Split(const KeyCustodyArguments& arguments) {
  SG_ASSIGN_OR_RETURN(const SecretBytes key, ReadKeyFile(arguments.key));
  const auto [one, other] = SplitKey(key);
  SG_RETURN_IF_ERROR(WriteNew(arguments.one, one));
  SG_RETURN_IF_ERROR(WriteNew(arguments.other, other));
  std::cout << "share 1: " << arguments.one << "\nshare 2: " << arguments.other << "\n";
  std::cerr
      << "Print each, give them to two people who keep them apart, and delete the files. Both are needed "
         "to make the key again, with 'schoolgate keys join'.\n";
  return absl::OkStatus();
}

absl::StatusOr<SecretBytes> ReadShare(const std::string& path) {
  absl::StatusOr<SecretBytes> share = ReadPrivateFile(path, kMostOfAShare);
  if (absl::IsNotFound(share.status())) return absl::NotFoundError(StrCat("there is no file ", path));
  return share;
}

absl::Status Join(const KeyCustodyArguments& arguments) {
  SG_ASSIGN_OR_RETURN(const SecretBytes one, ReadShare(arguments.one));
  SG_ASSIGN_OR_RETURN(const SecretBytes other, ReadShare(arguments.other));
  SG_ASSIGN_OR_RETURN(const SecretBytes key, JoinKey(ToStd(one.Reveal()), ToStd(other.Reveal())));
  if (IsPkcs11Uri(arguments.key)) {
    SG_RETURN_IF_ERROR(ImportPkcs11Key(arguments.key, key));
  } else {
    SG_RETURN_IF_ERROR(WriteNew(arguments.key, key));
  }
  std::cout << "key: " << arguments.key << "\n";
  return absl::OkStatus();
}

}  // namespace

int KeysSplit(const KeyCustodyArguments& arguments) { return Report(Split(arguments)); }
int KeysJoin(const KeyCustodyArguments& arguments) { return Report(Join(arguments)); }

}  // namespace schoolgate::gateway
