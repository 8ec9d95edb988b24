#include "core/crypto/signed_note.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "core/crypto/digest.h"

namespace schoolgate {
namespace {

constexpr absl::string_view kSignaturePrefix = "\xE2\x80\x94 ";  // em dash, space
constexpr char kTypeEd25519 = 1;
constexpr size_t kMaxNote = size_t{1} << 20;
constexpr size_t kMaxSignatures = 100;
constexpr size_t kKeyIdBytes = 4;

bool IsKeyName(absl::string_view name) {
  return !name.empty() && name.size() <= 255 &&
         std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7F && c != '+'; });
}

// The length of the well-formed UTF-8 sequence `text` begins with (Unicode table 3-7), or 0.
size_t SequenceLength(absl::string_view text) {
  const auto at = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : uint8_t{0}; };
  const auto follows = [&](size_t i, uint8_t low = 0x80, uint8_t high = 0xBF) {
    return at(i) >= low && at(i) <= high;
  };
  const uint8_t lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const uint8_t low = lead == 0xE0 ? 0xA0 : 0x80;   // no overlong forms
    const uint8_t high = lead == 0xED ? 0x9F : 0xBF;  // no surrogates
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const uint8_t low = lead == 0xF0 ? 0x90 : 0x80;
    const uint8_t high = lead == 0xF4 ? 0x8F : 0xBF;  // nothing above U+10FFFF
    return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

// UTF-8, and no control character but newline.
bool IsNoteText(absl::string_view text) {
  while (!text.empty()) {
    if (static_cast<uint8_t>(text[0]) < 0x20 && text[0] != '\n') return false;
    const size_t length = SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string KeyIdBytes(uint32_t id) {
  return {static_cast<char>(id >> 24), static_cast<char>(id >> 16), static_cast<char>(id >> 8),
          static_cast<char>(id)};
}

// absl::Base64Unescape also takes white space and missing padding, which would give one signature many
// spellings.
bool StrictBase64Decode(absl::string_view encoded, std::string& decoded) {
  return absl::Base64Unescape(encoded, &decoded) && absl::Base64Escape(decoded) == encoded;
}

absl::Status Malformed() {
  return absl::DataLossError("not a signed note: its form is not that of C2SP signed-note");
}

}  // namespace

uint32_t NoteKeyId(absl::string_view name, const Ed25519PublicKey& key) {
  const Sha256Digest digest = Sha256(absl::StrCat(name, "\n", std::string(1, kTypeEd25519), key.raw()));
  return (uint32_t{digest[0]} << 24) | (uint32_t{digest[1]} << 16) | (uint32_t{digest[2]} << 8) | digest[3];
}

std::string NoteVerifierKey(absl::string_view name, const Ed25519PublicKey& key) {
  return absl::StrFormat("%s+%08x+%s", name, NoteKeyId(name, key),
                         absl::Base64Escape(absl::StrCat(std::string(1, kTypeEd25519), key.raw())));
}

absl::StatusOr<NoteVerifier> ParseNoteVerifierKey(absl::string_view verifier_key) {
  const absl::Status malformed =
      absl::InvalidArgumentError("not an Ed25519 verifier key of the form name+keyid+base64");
  // Base64 may hold a '+' itself, so only the first two separate.
  const std::vector<absl::string_view> parts = absl::StrSplit(verifier_key, absl::MaxSplits('+', 2));
  std::string typed_key;
  if (parts.size() != 3 || !IsKeyName(parts[0]) || !StrictBase64Decode(parts[2], typed_key) ||
      typed_key.empty() || typed_key[0] != kTypeEd25519) {
    return malformed;
  }
  absl::StatusOr<Ed25519PublicKey> key = Ed25519PublicKey::FromRaw(absl::string_view(typed_key).substr(1));
  if (!key.ok() || absl::StrFormat("%08x", NoteKeyId(parts[0], *key)) != parts[1]) return malformed;
  return NoteVerifier{std::string(parts[0]), *std::move(key)};
}

NoteSigner::NoteSigner(std::string name, Ed25519PrivateKey key)
    : name_(std::move(name)),
      key_(std::move(key)),
      public_key_(key_.PublicKey()),
      key_id_(NoteKeyId(name_, public_key_)) {}

absl::StatusOr<NoteSigner> NoteSigner::New(absl::string_view name, Ed25519PrivateKey key) {
  if (!IsKeyName(name)) {
    return absl::InvalidArgumentError(
        "a note's key name is 1 to 255 printable ASCII characters without space or '+'");
  }
  return NoteSigner(std::string(name), std::move(key));
}

absl::StatusOr<std::string> NoteSigner::Sign(absl::string_view text) const {
  if (!absl::EndsWith(text, "\n") || text.size() > kMaxNote / 2 || !IsNoteText(text)) {
    return absl::InvalidArgumentError(
        "a note's text is UTF-8 of at most 512 KiB without control characters, and ends in a newline");
  }
  return absl::StrCat(text, "\n", kSignaturePrefix, name_, " ",
                      absl::Base64Escape(absl::StrCat(KeyIdBytes(key_id_), key_.Sign(text))), "\n");
}

absl::StatusOr<std::string> VerifyNote(absl::string_view note, absl::string_view name,
                                       const Ed25519PublicKey& key) {
  if (note.size() > kMaxNote || !IsNoteText(note) || !absl::EndsWith(note, "\n")) return Malformed();
  const size_t blank = note.rfind("\n\n");
  if (blank == absl::string_view::npos) return Malformed();
  const absl::string_view text = note.substr(0, blank + 1);
  absl::string_view lines = note.substr(blank + 2);
  if (lines.empty()) return Malformed();
  lines.remove_suffix(1);

  const std::string key_id = KeyIdBytes(NoteKeyId(name, key));
  bool verified = false;
  size_t count = 0;
  for (absl::string_view line : absl::StrSplit(lines, '\n')) {
    if (++count > kMaxSignatures || !absl::ConsumePrefix(&line, kSignaturePrefix)) return Malformed();
    const size_t space = line.find(' ');
    std::string signature;
    if (space == 0 || space == absl::string_view::npos ||
        !StrictBase64Decode(line.substr(space + 1), signature) || signature.size() <= kKeyIdBytes) {
      return Malformed();
    }
    if (line.substr(0, space) != name || !absl::StartsWith(signature, key_id)) continue;
    if (!key.Verify(text, absl::string_view(signature).substr(kKeyIdBytes))) {
      return absl::DataLossError(
          "the note's signature is not right: its text was changed, or signed by another key");
    }
    verified = true;
  }
  if (!verified) return absl::DataLossError("the note carries no signature of the expected key");
  return std::string(text);
}

}  // namespace schoolgate
