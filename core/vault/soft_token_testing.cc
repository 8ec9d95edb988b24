#include "core/vault/soft_token_testing.h"

#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "core/util/files.h"
#include "core/util/strings.h"

namespace schoolgate::vault_testing {

// The environment is read and set before a test has threads.
// NOLINTBEGIN(concurrency-mt-unsafe)
namespace {

constexpr char kDirectoryVariable[] = "SCHOOLGATE_TEST_TOKENS";
constexpr char kPin[] = "73501946";

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::abort();
}

// REQUIRES: no word holds a quote or a space; paths of temporary files do not.
void Run(const std::string& command) {
  if (std::system(StrCat(command, " >/dev/null").c_str()) != 0) Die(StrCat("this failed: ", command));
}

std::string FindModule() {
  for (const char* path :
       {"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"}) {
    if (::access(path, R_OK) == 0) return path;
  }
  Die("libsofthsm2.so is missing: install the package softhsm2 (scripts/setup does)");
}

}  // namespace

const SoftTokens& SoftTokens::Get() {
  static const SoftTokens tokens;
  return tokens;
}

SoftTokens::SoftTokens() : module_path_(FindModule()) {
  ::setenv("SCHOOLGATE_TEST_SOFTHSM", module_path_.c_str(), 1);
  if (const char* directory = std::getenv(kDirectoryVariable); directory != nullptr) {
    directory_ = directory;
    return;
  }
  directory_ = (std::filesystem::temp_directory_path() / "schoolgate-token-XXXXXX").string();
  if (::mkdtemp(directory_.data()) == nullptr) Die("no temporary directory");
  made_by_ = ::getpid();
  const bool written =
      MakeDirectories(File("tokens")).ok() &&
      WriteFileAtomically(pin_file(), StrCat(kPin, "\n"), 0600).ok() &&
      WriteFileAtomically(File("softhsm2.conf"), StrCat("directories.tokendir = ", File("tokens"),
                                                        "\nobjectstore.backend = file\nlog.level = ERROR\n"))
          .ok();
  if (!written) Die(StrCat("cannot write in ", directory_));
  ::setenv(kDirectoryVariable, directory_.c_str(), 1);
  ::setenv("SOFTHSM2_CONF", File("softhsm2.conf").c_str(), 1);
  for (const char* label : {"schoolgate", "spare", "twin", "twin"}) {
    Run(StrCat("softhsm2-util --init-token --free --label ", label, " --so-pin 52208861 --pin ", kPin));
  }
}

// NOLINTEND(concurrency-mt-unsafe)

SoftTokens::~SoftTokens() {
  if (made_by_ != ::getpid()) return;  // also in a forked child
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string SoftTokens::File(std::string_view name) const { return StrCat(directory_, "/", name); }

std::string SoftTokens::Uri(std::string_view object, std::string_view token) const {
  return StrCat("pkcs11:token=", token, ";object=", object, "?module-path=", module_path_,
                "&pin-source=file:", pin_file());
}

}  // namespace schoolgate::vault_testing
