// schoolgate keys: the vault's keys, beside a running gate or without one. What is done is durable here and
// now; the gate follows, and puts it on the audit log, which it alone writes.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <iostream>
#include <utility>

#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/event_loop.h"
#include "core/util/files.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/cli/command.h"
#include "gateway/gate.h"
#include "gateway/process/assemble.h"
#include "gateway/process/open_vault.h"

namespace schoolgate::gateway {
namespace {

namespace asio = boost::asio;

constexpr size_t kSaltBytes = 16;

// The vault, and the loop its coroutines are waited for on, which it goes before.
struct Room {
  EventLoop loop;
  std::unique_ptr<Vault> vault;

  VaultAdmin& admin() const { return vault->admin(); }
};

std::string PersonKeyOf(std::string_view student) { return StrCat("student|", student); }

// What goes on the log: who, why (as a digest), what; of a student, their tag and nothing else.
absl::StatusOr<std::string> NoteOf(Room& room, const KeysArguments& arguments, std::string_view how,
                                   std::string_view key,
                                   v1::AuditPhase phase = v1::AUDIT_PHASE_KEYS_CHANGED) {
  v1::AuditRecord record;
  record.set_record_id(RandomUuid());
  record.set_phase(phase);
  record.mutable_caller()->set_method("cli");
  record.mutable_caller()->set_person_tag(Gate::PersonTag(*room.vault, arguments.as));
  if (!arguments.reason.empty()) {
    record.set_digest_salt(RandomBytes(kSaltBytes));
    const Sha256Digest digest = Sha256(StrCat(record.digest_salt(), arguments.reason));
    record.set_reason_digest(ToStd(DigestBytes(digest)).data(), digest.size());
  }
  record.mutable_key_change()->set_how(std::string(how));
  record.mutable_key_change()->set_key(std::string(key));
  record.mutable_key_change()->set_ended_scopes(arguments.end_scopes);
  if (!arguments.student.empty()) {
    std::vector<std::string> students = {PersonKeyOf(arguments.student)};
    SG_ASSIGN_OR_RETURN(
        const std::vector<std::string> tags,
        asio::co_spawn(room.loop.context(), room.vault->SubjectTags(std::move(students), record.record_id()),
                       asio::use_future)
            .get());
    record.add_subject_tags(tags.front());
  }
  return record.SerializeAsString();
}

absl::Status List(VaultAdmin& admin, OutputFormat format) {
  SG_ASSIGN_OR_RETURN(const std::vector<DistrictKeyInfo> keys, admin.Keys());
  if (format == OutputFormat::kTable) std::cout << "KEY  STATE   PEOPLE   SCOPES\n";
  for (const DistrictKeyInfo& key : keys) {
    if (format == OutputFormat::kJson) {
      std::cout << R"({"key":")" << key.id << R"(","active":)" << (key.active ? "true" : "false")
                << R"(,"people":)" << key.people << R"(,"scopes":)" << key.scopes << "}\n";
    } else {
      const auto padded = [](const std::string& text, size_t width) {
        return text + std::string(text.size() < width ? width - text.size() : 0, ' ');
      };
      std::cout << padded(key.id, 5) << padded(key.active ? "active" : "old", 8)
                << padded(StrCat(key.people), 9) << key.scopes << "\n";
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Add(Room& room, const KeysArguments& arguments) {
  SG_ASSIGN_OR_RETURN(const std::string note, NoteOf(room, arguments, "add", ""));
  SG_ASSIGN_OR_RETURN(std::string id, room.admin().AddKey(note));
  std::cout << "added: " << id << "\n";
  return id;
}

absl::Status Promote(Room& room, const KeysArguments& arguments, const std::string& id) {
  SG_ASSIGN_OR_RETURN(const std::string note, NoteOf(room, arguments, "promote", id));
  SG_RETURN_IF_ERROR(room.admin().PromoteKey(id, note));
  std::cout << "active: " << id << "\n";
  std::cerr
      << "New sessions use it. A running gate puts people's keys under it little by little; 'schoolgate "
         "keys list' says how many are left. Then 'keys rotate --disable' ends the old one.\n";
  return absl::OkStatus();
}

absl::Status Disable(Room& room, const KeysArguments& arguments) {
  // With no gate running there is nobody else to do it.
  while (true) {
    SG_ASSIGN_OR_RETURN(const bool more, room.admin().RewrapSomePeople());
    if (!more) break;
  }
  SG_ASSIGN_OR_RETURN(const std::string note, NoteOf(room, arguments, "disable", arguments.key));
  SG_RETURN_IF_ERROR(room.admin().DisableKey(arguments.key, arguments.end_scopes, note));
  std::cout << "disabled: " << arguments.key << "\n";
  return absl::OkStatus();
}

absl::Status Rewrap(Room& room, const KeysArguments& arguments) {
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<Kek> next, OpenKek(arguments.to, /*may_create=*/true));
  SG_ASSIGN_OR_RETURN(const std::string note, NoteOf(room, arguments, "rewrap", ""));
  SG_RETURN_IF_ERROR(room.admin().RewrapRing(*next, note));
  std::cout << "rewrapped under: " << arguments.to << "\n";
  std::cerr << "Set vault.key_file to it and restart the gate: the old key opens this vault no more.\n";
  return absl::OkStatus();
}

absl::Status NeedStudent(Room& room, const std::string& student) {
  SG_ASSIGN_OR_RETURN(const bool known, room.admin().Knows(PersonKeyOf(student)));
  return known ? absl::OkStatus() : MakeProblem(problems::kStudentUnknown);
}

absl::Status Destroy(Room& room, const KeysArguments& arguments) {
  SG_RETURN_IF_ERROR(NeedStudent(room, arguments.student));
  SG_ASSIGN_OR_RETURN(const std::string note,
                      NoteOf(room, arguments, "destroy", "", v1::AUDIT_PHASE_KEY_DESTROYED));
  SG_RETURN_IF_ERROR(room.admin().DestroyPerson(PersonKeyOf(arguments.student), note));
  std::cout << "destroyed\n";
  std::cerr
      << "What stood for this student, and what waited for a review with them in it, cannot be read any "
         "more. Which vendors were told what about them stays on record. Backups of vault.db made "
         "before still hold the key: destroy those too.\n";
  return absl::OkStatus();
}

absl::Status Hold(Room& room, const KeysArguments& arguments) {
  SG_RETURN_IF_ERROR(NeedStudent(room, arguments.student));
  SG_ASSIGN_OR_RETURN(const std::string note, NoteOf(room, arguments, "hold", ""));
  SG_RETURN_IF_ERROR(
      room.admin().Hold({.person_key = PersonKeyOf(arguments.student), .reason = arguments.reason}, note));
  std::cout << "held\n";
  return absl::OkStatus();
}

absl::Status Release(Room& room, const KeysArguments& arguments) {
  SG_RETURN_IF_ERROR(NeedStudent(room, arguments.student));
  SG_ASSIGN_OR_RETURN(const std::string note, NoteOf(room, arguments, "release", ""));
  SG_RETURN_IF_ERROR(room.admin().Release(PersonKeyOf(arguments.student), note));
  std::cout << "released\n";
  return absl::OkStatus();
}

absl::Status ListHolds(VaultAdmin& admin) {
  SG_ASSIGN_OR_RETURN(const std::vector<LegalHold> holds, admin.Holds());
  for (const LegalHold& hold : holds) {
    std::string_view student = hold.person_key;
    student.remove_prefix(std::min(student.size(), student.find('|') + 1));
    std::cout << student << "  " << hold.reason << "\n";
  }
  if (holds.empty()) std::cerr << "no student is on hold\n";
  return absl::OkStatus();
}

absl::Status Run(const KeysArguments& arguments, const Config& config) {
  SG_ASSIGN_OR_RETURN(const bool exists, VaultExists(config));
  if (arguments.action == KeysAction::kInit) {
    SG_RETURN_IF_ERROR(MakeDirectories(config.data_dir));
  } else if (!exists) {
    return absl::NotFoundError(StrCat("there is no vault in ", VaultPlace(config),
                                      " yet: 'schoolgate keys init' or a first start makes it"));
  }
  Room room;
  SG_ASSIGN_OR_RETURN(room.vault, OpenVault(config, Clock::System()));
  switch (arguments.action) {
    case KeysAction::kInit:
      std::cout << "vault: " << VaultPlace(config) << "\nkey:   " << config.vault_key_file << "\n";
      std::cerr << "Keep a copy of the key apart from the data: without it the vault cannot be read.\n";
      return absl::OkStatus();
    case KeysAction::kList:
      return List(room.admin(), arguments.format);
    case KeysAction::kAdd:
      return Add(room, arguments).status();
    case KeysAction::kPromote:
      return Promote(room, arguments, arguments.key);
    case KeysAction::kRotate: {
      SG_ASSIGN_OR_RETURN(const std::string id, Add(room, arguments));
      return Promote(room, arguments, id);
    }
    case KeysAction::kDisable:
      return Disable(room, arguments);
    case KeysAction::kRewrap:
      return Rewrap(room, arguments);
    case KeysAction::kDestroy:
      return Destroy(room, arguments);
    case KeysAction::kHold:
      return Hold(room, arguments);
    case KeysAction::kRelease:
      return Release(room, arguments);
    case KeysAction::kHolds:
      return ListHolds(room.admin());
  }
  return MakeProblem(problems::kInternal);
}

}  // namespace

int AdministerKeys(const KeysArguments& arguments) {
  std::vector<policy::Issue> issues;
  const absl::StatusOr<Config> config = LoadConfig(arguments.config, issues);
  if (!config.ok()) return Report(issues);
  return Report(Run(arguments, *config));
}

}  // namespace schoolgate::gateway
