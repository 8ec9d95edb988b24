#include "core/crypto/digest.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "core/crypto/openssl_internal.h"

namespace schoolgate {
namespace {

using crypto_internal::AsUnsigned;
using crypto_internal::DieOnCryptoFailure;

constexpr size_t kDigestBytes = 32;

const EVP_MD* Sha256Algorithm() {
  static const EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (kAlgorithm == nullptr) DieOnCryptoFailure("fetch of SHA-256");
  return kAlgorithm;
}

using MacCtxPtr = std::unique_ptr<EVP_MAC_CTX, crypto_internal::Deleter<EVP_MAC_CTX_free>>;

// A context that knows its digest: later calls only change the key, which avoids a fetch each.
MacCtxPtr NewHmacContext() {
  static EVP_MAC* const kHmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  MacCtxPtr ctx(kHmac == nullptr ? nullptr : EVP_MAC_CTX_new(kHmac));
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                               OSSL_PARAM_construct_end()};
  if (ctx == nullptr || EVP_MAC_CTX_set_params(ctx.get(), params) != 1) DieOnCryptoFailure("HMAC set-up");
  return ctx;
}

constexpr unsigned char kZeroKey[kDigestBytes] = {};

}  // namespace

Sha256Digest Sha256(absl::string_view data) {
  thread_local const crypto_internal::MdCtxPtr ctx(EVP_MD_CTX_new());
  Sha256Digest digest;
  if (ctx == nullptr || EVP_DigestInit_ex(ctx.get(), Sha256Algorithm(), nullptr) != 1 ||
      EVP_DigestUpdate(ctx.get(), data.data(), data.size()) != 1 ||
      EVP_DigestFinal_ex(ctx.get(), digest.data(), nullptr) != 1) {
    DieOnCryptoFailure("SHA-256");
  }
  return digest;
}

absl::string_view DigestBytes(const Sha256Digest& digest) {
  return absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size());
}

void Sha256Hasher::FreeContext::operator()(evp_md_ctx_st* ctx) const { EVP_MD_CTX_free(ctx); }

Sha256Hasher::Sha256Hasher() : ctx_(EVP_MD_CTX_new()) {
  if (ctx_ == nullptr || EVP_DigestInit_ex(ctx_.get(), Sha256Algorithm(), nullptr) != 1) {
    DieOnCryptoFailure("SHA-256 set-up");
  }
}

Sha256Hasher::Sha256Hasher(Sha256Hasher&&) noexcept = default;
Sha256Hasher& Sha256Hasher::operator=(Sha256Hasher&&) noexcept = default;
Sha256Hasher::~Sha256Hasher() = default;

void Sha256Hasher::Update(absl::string_view data) {
  if (EVP_DigestUpdate(ctx_.get(), data.data(), data.size()) != 1) DieOnCryptoFailure("SHA-256 update");
}

Sha256Digest Sha256Hasher::Finish() {
  Sha256Digest digest;
  if (EVP_DigestFinal_ex(ctx_.get(), digest.data(), nullptr) != 1 ||
      EVP_DigestInit_ex(ctx_.get(), Sha256Algorithm(), nullptr) != 1) {
    DieOnCryptoFailure("SHA-256 finish");
  }
  return digest;
}

Sha256Digest Sha256Hasher::Peek() const {
  thread_local const crypto_internal::MdCtxPtr copy(EVP_MD_CTX_new());
  Sha256Digest digest;
  if (copy == nullptr || EVP_MD_CTX_copy_ex(copy.get(), ctx_.get()) != 1 ||
      EVP_DigestFinal_ex(copy.get(), digest.data(), nullptr) != 1) {
    DieOnCryptoFailure("SHA-256 copy");
  }
  return digest;
}

Sha256Digest HmacSha256(absl::string_view key, absl::string_view data) {
  thread_local const MacCtxPtr ctx = NewHmacContext();
  // A null key would mean "the one before".
  const unsigned char* key_bytes = key.empty() ? kZeroKey : AsUnsigned(key);
  Sha256Digest digest;
  size_t written = 0;
  if (EVP_MAC_init(ctx.get(), key_bytes, key.size(), nullptr) != 1 ||
      EVP_MAC_update(ctx.get(), AsUnsigned(data), data.size()) != 1 ||
      EVP_MAC_final(ctx.get(), digest.data(), &written, digest.size()) != 1 || written != digest.size() ||
      EVP_MAC_init(ctx.get(), kZeroKey, sizeof(kZeroKey), nullptr) != 1) {  // overwrites what the key left
    DieOnCryptoFailure("HMAC");
  }
  return digest;
}

SecretBytes HkdfSha256(absl::string_view secret, absl::string_view salt, absl::string_view info,
                       size_t length) {
  if (length > 255 * kDigestBytes) DieOnCryptoFailure("HKDF asked for more than 255 blocks");
  Sha256Digest extracted =
      HmacSha256(salt, secret);  // an empty HMAC key is padded to zeros: RFC 5869's default
  Sha256Digest block = {};
  SecretBytes derived = SecretBytes::Make(length, [&](absl::Span<uint8_t> out) {
    std::string input;
    input.reserve(kDigestBytes + info.size() + 1);
    for (uint8_t counter = 1; !out.empty(); ++counter) {
      input.append(info.data(), info.size());
      input.push_back(static_cast<char>(counter));
      block = HmacSha256(DigestBytes(extracted), input);
      const size_t piece = std::min(out.size(), block.size());
      std::memcpy(out.data(), block.data(), piece);
      out.remove_prefix(piece);
      input.assign(DigestBytes(block).data(), block.size());
    }
    OPENSSL_cleanse(input.data(), input.size());
  });
  OPENSSL_cleanse(extracted.data(), extracted.size());
  OPENSSL_cleanse(block.data(), block.size());
  return derived;
}

std::string HexEncode(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

absl::StatusOr<std::string> HexDecode(absl::string_view hex) {
  const bool digits = std::all_of(hex.begin(), hex.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
  if (!digits || hex.size() % 2 != 0) {
    return absl::InvalidArgumentError("not pairs of hexadecimal digits");
  }
  return absl::HexStringToBytes(hex);
}

}  // namespace schoolgate
