// For tests: tokens in software (SoftHSM 2), in a directory of their own.
//
// SoftHSM reads its configuration and finds its tokens once a process, so there is one object a process, made
// before the first module is loaded. A process that a test starts with this one's environment has the same
// tokens. Without SoftHSM the test process ends and says which package is missing.
#ifndef SCHOOLGATE_CORE_VAULT_SOFT_TOKEN_TESTING_H_
#define SCHOOLGATE_CORE_VAULT_SOFT_TOKEN_TESTING_H_

#include <string>
#include <string_view>

namespace schoolgate::vault_testing {

class SoftTokens {
 public:
  // Tokens "schoolgate" and "spare", and two that are both named "twin". Each has the PIN of pin_file().
  static const SoftTokens& Get();

  const std::string& module_path() const { return module_path_; }
  std::string pin_file() const { return File("pin"); }
  std::string File(std::string_view name) const;

  // The URI of the key `object` in a token, with the PIN file above.
  std::string Uri(std::string_view object, std::string_view token = "schoolgate") const;

 private:
  SoftTokens();
  ~SoftTokens();

  std::string module_path_;
  std::string directory_;
  int made_by_ = 0;  // the process that removes the directory, 0 if that is another's business
};

}  // namespace schoolgate::vault_testing

#endif  // SCHOOLGATE_CORE_VAULT_SOFT_TOKEN_TESTING_H_
