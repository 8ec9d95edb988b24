#include "core/crypto/ed25519.h"

#include <string>

#include "absl/strings/match.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/crypto/tls_keys.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

std::string Bytes(absl::string_view hex) { return HexDecode(hex).value(); }

// RFC 8032 section 7.1, tests 1 to 3.
TEST(Ed25519, Rfc8032) {
  struct Vector {
    const char* seed;
    const char* public_key;
    const char* message;
    const char* signature;
  };
  for (const Vector& v :
       {Vector{
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"},
        Vector{
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"},
        Vector{
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"}}) {
    const Ed25519PrivateKey key = Ed25519PrivateKey::FromSeed(SecretBytes(Bytes(v.seed))).value();
    EXPECT_EQ(HexEncode(key.PublicKey().raw()), v.public_key);
    EXPECT_EQ(HexEncode(key.Sign(Bytes(v.message))), v.signature);
    const Ed25519PublicKey public_key = Ed25519PublicKey::FromRaw(Bytes(v.public_key)).value();
    EXPECT_TRUE(public_key.Verify(Bytes(v.message), Bytes(v.signature)));
  }
}

TEST(Ed25519, AnyChangeBreaksTheSignature) {
  const Ed25519PrivateKey key = Ed25519PrivateKey::Generate();
  const Ed25519PublicKey public_key = key.PublicKey();
  const std::string signature = key.Sign("message");
  ASSERT_TRUE(public_key.Verify("message", signature));
  for (size_t bit = 0; bit < signature.size() * 8; ++bit) {
    std::string changed = signature;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_FALSE(public_key.Verify("message", changed)) << bit;
  }
  for (size_t size = 0; size < signature.size(); ++size)
    EXPECT_FALSE(public_key.Verify("message", signature.substr(0, size)));
  EXPECT_FALSE(public_key.Verify("message", signature + "x"));
  EXPECT_FALSE(public_key.Verify("massage", signature));
  EXPECT_FALSE(Ed25519PrivateKey::Generate().PublicKey().Verify("message", signature));
}

TEST(Ed25519, GeneratedKeysDiffer) {
  EXPECT_FALSE(Ed25519PrivateKey::Generate().Seed().Equal(Ed25519PrivateKey::Generate().Seed()));
}

TEST(Ed25519, SeedAndPemRoundTrip) {
  const Ed25519PrivateKey key = Ed25519PrivateKey::Generate();
  const SecretBytes pem = key.ToPem();
  EXPECT_TRUE(absl::StartsWith(pem.Reveal(), "-----BEGIN PRIVATE KEY-----\n"));
  EXPECT_EQ(Ed25519PrivateKey::FromPem(pem)->Sign("m"), key.Sign("m"));
  EXPECT_EQ(Ed25519PrivateKey::FromSeed(key.Seed())->Sign("m"), key.Sign("m"));
  const std::string public_pem = key.PublicKey().ToPem();
  EXPECT_TRUE(absl::StartsWith(public_pem, "-----BEGIN PUBLIC KEY-----\n"));
  EXPECT_EQ(Ed25519PublicKey::FromPem(public_pem)->raw(), key.PublicKey().raw());
}

// The example keys of RFC 8410 section 10: what other tools write is read.
TEST(Ed25519, Rfc8410) {
  const Ed25519PrivateKey key =
      Ed25519PrivateKey::FromPem(SecretBytes("-----BEGIN PRIVATE KEY-----\n"
                                             "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/"
                                             "nwoy/HU++CXqI9EdVhC\n"
                                             "-----END PRIVATE KEY-----\n"))
          .value();
  const Ed25519PublicKey public_key = Ed25519PublicKey::FromPem(
                                          "-----BEGIN PUBLIC KEY-----\n"
                                          "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
                                          "-----END PUBLIC KEY-----\n")
                                          .value();
  EXPECT_EQ(key.PublicKey().raw(), public_key.raw());
}

TEST(Ed25519, RefusesWhatIsNoKey) {
  const absl::StatusCode invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(Ed25519PrivateKey::FromSeed(RandomSecret(31)).status().code(), invalid);
  EXPECT_EQ(Ed25519PrivateKey::FromSeed(RandomSecret(64)).status().code(), invalid);
  EXPECT_EQ(Ed25519PrivateKey::FromSeed(SecretBytes()).status().code(), invalid);
  EXPECT_EQ(Ed25519PublicKey::FromRaw(std::string(33, 'x')).status().code(), invalid);
  EXPECT_EQ(Ed25519PublicKey::FromRaw("").status().code(), invalid);
  for (const absl::string_view pem :
       {"", "nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}) {
    EXPECT_EQ(Ed25519PrivateKey::FromPem(SecretBytes(pem)).status().code(), invalid);
    EXPECT_EQ(Ed25519PublicKey::FromPem(pem).status().code(), invalid);
  }
}

TEST(Ed25519, RefusesAKeyOfAnotherKindAndAPublicKeyForAPrivate) {
  const TlsIdentity ecdsa = NewCertificateAuthority("Test Authority", 1).value();
  EXPECT_EQ(Ed25519PrivateKey::FromPem(ecdsa.private_key_pem).status().message(),
            "the PEM private key is not an Ed25519 key");
  const Ed25519PrivateKey key = Ed25519PrivateKey::Generate();
  EXPECT_FALSE(Ed25519PrivateKey::FromPem(SecretBytes(key.PublicKey().ToPem())).ok());
  EXPECT_FALSE(Ed25519PublicKey::FromPem(key.ToPem().Reveal()).ok());
}

TEST(Ed25519, AnEncryptedKeyIsRefusedInsteadOfAskedFor) {
  EXPECT_EQ(Ed25519PrivateKey::FromPem(
                SecretBytes("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                            "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAisy16nu96t1QICCAAw\n"
                            "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEJ9jznKF3VgshSf3BZ+0QO4EQAvf\n"
                            "rMtF4fhj93sTLtolKT54VPqjuwYVhRY9MLMOD23xb7bVRj3QoswGfyjeVvrz5QF8\n"
                            "Igg22CrBBQYwqpP/Co0=\n"
                            "-----END ENCRYPTED PRIVATE KEY-----\n"))
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace schoolgate
