#include "core/crypto/signed_note.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

namespace schoolgate {
namespace {

// The example of C2SP signed-note.md.
constexpr char kSpecKey[] = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr char kSpecNote[] =
    "This is an example message.\n"
    "\n"
    "— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

// The example of golang.org/x/mod/sumdb/note, which publishes the signing key too.
constexpr char kGoSeed[] = "gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=";
constexpr char kGoKey[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kGoText[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr char kGoSignature[] =
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

constexpr char kCheckpoint[] = "district.example/audit/2026\n7\nAAAA\n";

NoteSigner Signer(absl::string_view name) {
  return NoteSigner::New(name, Ed25519PrivateKey::Generate()).value();
}

absl::StatusOr<std::string> Verify(absl::string_view note, const NoteSigner& signer) {
  return VerifyNote(note, signer.name(), signer.public_key());
}

TEST(SignedNote, VerifiesTheExampleOfTheSpecification) {
  const NoteVerifier verifier = ParseNoteVerifierKey(kSpecKey).value();
  EXPECT_EQ(verifier.name, "example.com/foo");
  EXPECT_EQ(NoteKeyId(verifier.name, verifier.key), 0x530d903au);
  EXPECT_EQ(NoteVerifierKey(verifier.name, verifier.key), kSpecKey);
  EXPECT_EQ(VerifyNote(kSpecNote, verifier.name, verifier.key).value(), "This is an example message.\n");
}

TEST(SignedNote, SignsTheExampleOfGoByteForByte) {
  std::string seed;
  ASSERT_TRUE(absl::Base64Unescape(kGoSeed, &seed));
  const NoteSigner signer =
      NoteSigner::New("PeterNeumann", Ed25519PrivateKey::FromSeed(SecretBytes(seed)).value()).value();
  EXPECT_EQ(NoteVerifierKey(signer.name(), signer.public_key()), kGoKey);
  EXPECT_EQ(signer.Sign(kGoText).value(), absl::StrCat(kGoText, "\n", kGoSignature));
}

TEST(SignedNote, TextMayHoldEmptyLinesAndSignatureLikeLines) {
  const NoteSigner signer = Signer("district.example/audit");
  for (const std::string& text : {std::string(kCheckpoint), std::string("a\n\nb\n"), std::string("\n"),
                                  absl::StrCat("a\n\n", kGoSignature), std::string("ñ — 学校 🎒\n")}) {
    const absl::StatusOr<std::string> note = signer.Sign(text);
    ASSERT_TRUE(note.ok()) << text;
    EXPECT_EQ(Verify(*note, signer).value(), text);
  }
}

TEST(SignedNote, EveryChangedByteAndEveryTruncationIsRefused) {
  const NoteSigner signer = Signer("district.example/audit");
  const std::string note = signer.Sign(kCheckpoint).value();
  ASSERT_TRUE(Verify(note, signer).ok());
  for (size_t bit = 0; bit < note.size() * 8; ++bit) {
    std::string changed = note;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_EQ(Verify(changed, signer).status().code(), absl::StatusCode::kDataLoss) << bit;
  }
  for (size_t size = 0; size < note.size(); ++size) {
    ASSERT_EQ(Verify(note.substr(0, size), signer).status().code(), absl::StatusCode::kDataLoss) << size;
  }
}

TEST(SignedNote, OtherKeysSignaturesAreIgnoredWhereverTheyStand) {
  const NoteSigner signer = Signer("district.example/audit");
  const NoteSigner same_name = Signer("district.example/audit");
  const std::string note = signer.Sign(kCheckpoint).value();
  const std::string other = same_name.Sign(kCheckpoint)->substr(std::string(kCheckpoint).size() + 1);
  EXPECT_EQ(Verify(note + other, signer).value(), kCheckpoint);
  EXPECT_EQ(Verify(note + kGoSignature, signer).value(), kCheckpoint);
  EXPECT_EQ(Verify(absl::StrReplaceAll(note, {{"\n\n", absl::StrCat("\n\n", kGoSignature)}}), signer).value(),
            kCheckpoint);
  EXPECT_EQ(Verify(note + other, same_name).value(), kCheckpoint);
}

TEST(SignedNote, AWrongSignatureOfTheKeyRefusesTheNoteEvenBesideARightOne) {
  const NoteSigner signer = Signer("district.example/audit");
  const std::string other = signer.Sign("other text\n")->substr(std::string("other text\n\n").size());
  EXPECT_FALSE(Verify(signer.Sign(kCheckpoint).value() + other, signer).ok());
}

TEST(SignedNote, ANoteOfOtherKeysOnlyIsRefused) {
  const NoteSigner signer = Signer("district.example/audit");
  const NoteSigner stranger = Signer("district.example/audit");
  const std::string note = signer.Sign(kCheckpoint).value();
  EXPECT_EQ(Verify(note, stranger).status().message(), "the note carries no signature of the expected key");
  EXPECT_FALSE(VerifyNote(note, "district.example/other", signer.public_key()).ok());
}

TEST(SignedNote, AHundredSignaturesAreReadAndNoMore) {
  const NoteSigner signer = Signer("district.example/audit");
  std::string note = signer.Sign(kCheckpoint).value();
  for (int i = 0; i < 99; ++i) note += kGoSignature;
  EXPECT_TRUE(Verify(note, signer).ok());
  EXPECT_FALSE(Verify(note + kGoSignature, signer).ok());
}

TEST(SignedNote, MalformedNotesAreRefused) {
  const NoteSigner signer = Signer("district.example/audit");
  const std::string note = signer.Sign(kCheckpoint).value();
  for (const std::string& bad :
       {std::string(), std::string("\n"), std::string("\n\n"), std::string("text\n\n"), note + "\n",
        note + "x", note + "- name AAAAAAA=\n", note + "— name\n", note + "— name \n", note + "—  AAAAAAA=\n",
        note + "— name AAAA\n", note + "— name AAAAAAA\n", note + "— name AAAA AAA=\n",
        absl::StrReplaceAll(note, {{"\n", "\r\n"}}), std::string(1 << 20, 'x') + note}) {
    EXPECT_EQ(Verify(bad, signer).status().code(), absl::StatusCode::kDataLoss) << bad.substr(0, 300);
  }
}

TEST(NoteSigner, RefusesTextANoteCannotCarry) {
  const NoteSigner signer = Signer("district.example/audit");
  for (const std::string& bad :
       {std::string(), std::string("no newline"), std::string("tab\t\n"), std::string("nul\0\n", 5),
        std::string("\r\n"), std::string("\xff\n"), std::string("\xc0\xaf\n"), std::string("\xe0\x80\xaf\n"),
        std::string("\xed\xa0\x80\n"), std::string("\xf0\x80\x80\x80\n"), std::string("\xf4\x90\x80\x80\n"),
        std::string("\xf5\x80\x80\x80\n"), std::string("\xe2\x80\n"), std::string("\x80\n"),
        std::string(1 << 20, '\n')}) {
    EXPECT_EQ(signer.Sign(bad).status().code(), absl::StatusCode::kInvalidArgument)
        << absl::CHexEscape(bad.substr(0, 9));
  }
}

TEST(NoteSigner, RefusesNamesThatWouldBeReadOtherwise) {
  for (const std::string& bad : {std::string(), std::string("a b"), std::string("a+b"), std::string("a\nb"),
                                 std::string("año"), std::string(256, 'n')}) {
    EXPECT_EQ(NoteSigner::New(bad, Ed25519PrivateKey::Generate()).status().code(),
              absl::StatusCode::kInvalidArgument)
        << bad;
  }
}

TEST(NoteVerifierKey, RefusesWhatIsNotOne) {
  const std::string key = kSpecKey;
  for (const std::string& bad :
       {std::string(), std::string("name"), std::string("name+00000000"), std::string("name+00000000+AAAA"),
        absl::StrReplaceAll(key, {{"530d903a", "530d903b"}}),
        absl::StrReplaceAll(key, {{"example", "exemple"}}),
        absl::StrReplaceAll(key, {{"+AekyeR", "+BOkyeR"}}),
        absl::StrReplaceAll(key, {{"530d903a", "530D903A"}}), key + "AAAA", key + "\n", " " + key}) {
    EXPECT_EQ(ParseNoteVerifierKey(bad).status().code(), absl::StatusCode::kInvalidArgument) << bad;
  }
}

}  // namespace
}  // namespace schoolgate
