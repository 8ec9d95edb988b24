#include "gateway/audit/checkpoint.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "core/util/files.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

absl::Status KeyUnusable(const std::string& key_file) {
  return MakeProblem(problems::kAuditKeyUnusable, {{"file", key_file}});
}

}  // namespace

std::string FormatCheckpoint(const CheckpointBody& body) {
  return StrCat(body.origin, "\n", body.size, "\n", absl::Base64Escape(DigestBytes(body.root)), "\n");
}

absl::StatusOr<CheckpointBody> ParseCheckpoint(std::string_view text) {
  const absl::Status malformed = absl::DataLossError("it is not of the form of C2SP tlog-checkpoint");
  const std::vector<absl::string_view> lines = absl::StrSplit(ToAbsl(text), '\n');
  if (lines.size() < 4 || lines[0].empty() || !lines.back().empty()) return malformed;
  CheckpointBody body{.origin = std::string(lines[0])};
  const auto [end, error] = std::from_chars(lines[1].data(), lines[1].data() + lines[1].size(), body.size);
  std::string root;
  // Comparing with the canonical form refuses leading zeroes and loose base64.
  if (error != std::errc() || StrCat(body.size) != ToStd(lines[1]) ||
      !absl::Base64Unescape(lines[2], &root) || absl::Base64Escape(root) != lines[2] ||
      root.size() != body.root.size()) {
    return malformed;
  }
  std::copy(root.begin(), root.end(), body.root.begin());
  return body;
}

absl::StatusOr<CheckpointBody> OpenCheckpoint(std::string_view note, const NoteVerifier& verifier) {
  absl::StatusOr<std::string> text = VerifyNote(ToAbsl(note), verifier.name, verifier.key);
  if (!text.ok()) return text.status();
  SG_ASSIGN_OR_RETURN(CheckpointBody body, ParseCheckpoint(*text));
  if (body.origin != verifier.name) return absl::DataLossError("it is the checkpoint of another log");
  return body;
}

absl::StatusOr<NoteSigner> LoadSigner(const std::string& key_file, std::string_view origin, bool may_create) {
  if (::access(key_file.c_str(), F_OK) != 0) {
    if (!may_create) return KeyUnusable(key_file);
    const Ed25519PrivateKey made = Ed25519PrivateKey::Generate();
    const SecretBytes pem = made.ToPem();
    // The public key first: a process that stops in between makes both anew.
    if (!WriteFileAtomically(StrCat(key_file, ".pub"), made.PublicKey().ToPem(), 0644).ok() ||
        !WriteFileAtomically(key_file, ToStd(pem.Reveal()), 0600).ok()) {
      return KeyUnusable(key_file);
    }
  }
  absl::StatusOr<std::string> read = ReadFile(key_file);
  if (!read.ok()) return KeyUnusable(key_file);
  const SecretBytes pem(*read);
  std::fill(read->begin(), read->end(), '\0');
  absl::StatusOr<Ed25519PrivateKey> key = Ed25519PrivateKey::FromPem(pem);
  if (!key.ok()) return KeyUnusable(key_file);
  absl::StatusOr<NoteSigner> signer = NoteSigner::New(ToAbsl(origin), *std::move(key));
  if (!signer.ok()) {
    return MakeProblem(problems::kInvalidValue,
                       {{"place", "audit.origin"}, {"expected", "printable ASCII without space or '+'"}});
  }
  return signer;
}

absl::StatusOr<NoteVerifier> ParsePublicKey(std::string_view text, std::string_view origin) {
  if (text.starts_with("-----")) {
    SG_ASSIGN_OR_RETURN(Ed25519PublicKey key, Ed25519PublicKey::FromPem(ToAbsl(text)));
    return NoteVerifier{std::string(origin), std::move(key)};
  }
  while (text.ends_with('\n')) text.remove_suffix(1);
  return ParseNoteVerifierKey(ToAbsl(text));
}

std::string_view OriginOf(std::string_view note) { return note.substr(0, note.find('\n')); }

}  // namespace schoolgate::gateway
