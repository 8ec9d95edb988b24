#include "core/crypto/api_key.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"

namespace schoolgate {
namespace {

constexpr absl::string_view kBase62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr size_t kRandomCharacters = 43;
// The largest multiple of 62 in a byte: values above it are drawn again, so that every character is as
// likely.
constexpr uint8_t kUnbiased = 62 * 4;

}  // namespace

SecretBytes NewApiKey(absl::string_view prefix) {
  return SecretBytes::Make(prefix.size() + kRandomCharacters, [&](absl::Span<uint8_t> out) {
    if (!prefix.empty()) std::memcpy(out.data(), prefix.data(), prefix.size());
    size_t at = prefix.size();
    while (at < out.size()) {
      const SecretBytes random = RandomSecret(64);
      for (const char c : random.Reveal()) {
        const auto byte = static_cast<uint8_t>(c);
        if (byte < kUnbiased && at < out.size())
          out[at++] = static_cast<uint8_t>(kBase62[byte % kBase62.size()]);
      }
    }
  });
}

std::string ApiKeyDigest(absl::string_view key) {
  const Sha256Digest digest = Sha256(key);
  return absl::StrCat("sha256:", HexEncode(DigestBytes(digest)));
}

}  // namespace schoolgate
