// Key material in memory that is wiped when it is no longer needed.
//
// What:   SecretBytes, a fixed-size heap buffer for keys, seeds and credentials.
// Owner:  whoever holds the object; move-only, so a key has one holder unless it is copied on purpose.
// Thread: thread-compatible; concurrent reads are safe.
// Units:  bytes.
// Errors: none.
// Source: the token-guarded secret of tink-cc, in idea; OPENSSL_cleanse(3), CRYPTO_memcmp(3).
#ifndef SCHOOLGATE_CORE_CRYPTO_SECRET_H_
#define SCHOOLGATE_CORE_CRYPTO_SECRET_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace schoolgate {

// True where both hold the same bytes. The time taken depends on the lengths only.
bool ConstantTimeEqual(absl::string_view a, absl::string_view b);

// Overwrites all the memory `text` holds, short strings' own included, and leaves it empty. For people's text
// on its way out; keys live in SecretBytes.
void WipeString(std::string& text);

// There is no operator<<, no comparison operator and no conversion: reading goes through Reveal(), which can
// be found by grep. A moved-from object is empty.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(absl::string_view bytes);
  // A buffer of `size` zero bytes that `fill` overwrites in place, so that the secret exists nowhere else.
  static SecretBytes Make(size_t size, absl::FunctionRef<void(absl::Span<uint8_t>)> fill);

  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  // Valid while this object lives and is not moved from.
  absl::string_view Reveal() const;

  // Constant-time for equal sizes.
  bool Equal(const SecretBytes& other) const;

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  explicit SecretBytes(size_t size);
  void Wipe();

  std::unique_ptr<uint8_t[]> bytes_;
  size_t size_ = 0;
};

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_SECRET_H_
