// schoolgate review: decisions on the gate's own machine, beside a running gate. What is decided here goes on
// the audit log by the gate, which alone writes it; an approval counts from then on.
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/time/time.h"
#include "core/roster/oneroster.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vocabulary/vocabulary.h"
#include "gateway/auth/authenticator.h"
#include "gateway/cli/command.h"
#include "gateway/gate.h"
#include "gateway/process/assemble.h"
#include "gateway/process/open_vault.h"
#include "gateway/review/reviewing.h"
#include "redaction/walk/walk.h"

namespace schoolgate::gateway {
namespace {

// What a decision is made with. In the order in which each stands on the one before.
struct Room {
  std::shared_ptr<const policy::PolicySet> policy;
  RosterSnapshot roster;
  std::unique_ptr<Vault> vault;
  std::unique_ptr<ReviewStore> store;
  std::unique_ptr<Reviewing> reviewing;
};

absl::StatusOr<Room> Enter(const ReviewArguments& arguments, std::vector<policy::Issue>& issues) {
  SG_ASSIGN_OR_RETURN(const Config config, LoadConfig(arguments.config, issues));
  if (!std::filesystem::exists(config.data_dir + "/reviews.db")) {
    return absl::NotFoundError(StrCat("no gate has run on ", config.data_dir, " yet: nothing waits there"));
  }
  Room room;
  SG_ASSIGN_OR_RETURN(room.policy, policy::PolicySet::Load(config.policy_directory, issues));
  const ImportOptions options{.max_broken_share =
                                  static_cast<double>(config.roster_max_broken_percent) / 100};
  SG_ASSIGN_OR_RETURN(ImportResult imported, ImportOneRoster(config.roster_directory, options));
  room.roster = std::move(imported.roster);
  SG_ASSIGN_OR_RETURN(room.vault, OpenVault(config, Clock::System()));
  SG_ASSIGN_OR_RETURN(room.store, OpenReviewStore(config, *room.vault));

  const int32_t person = FindPerson(*room.roster, arguments.as);
  v1::AuditCaller caller;
  caller.set_method("cli");
  if (person >= 0) {
    const std::string_view id = room.roster->person(static_cast<PersonIndex>(person)).source_id;
    caller.set_person_tag(Gate::PersonTag(*room.vault, id));
  }
  room.reviewing = std::make_unique<Reviewing>(*room.store, *room.policy, *room.roster, person,
                                               std::move(caller), Clock::System().Now());
  return room;
}

std::string Text(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(time.seconds()), absl::UTCTimeZone());
}

// What people wrote must not steer a terminal.
std::string Printable(std::string_view text) {
  std::string shown(text);
  for (size_t i = 0; i < shown.size(); ++i) {
    const auto c = static_cast<uint8_t>(shown[i]);
    const bool c1 = c == 0xc2 && i + 1 < shown.size() && static_cast<uint8_t>(shown[i + 1]) < 0xa0;
    if (c1) shown[i] = shown[i + 1] = '?';
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) shown[i] = '?';
  }
  return shown;
}

absl::Status List(const Room& room) {
  v1::ListHeldRequest request;
  std::string lines;
  do {
    SG_ASSIGN_OR_RETURN(const v1::ListHeldResponse page, room.reviewing->List(request));
    for (const v1::HeldExchange& held : page.held()) {
      lines += StrCat(held.review_id(), "  held ", Text(held.hold_time()), "  until ",
                      Text(held.expire_time()), "  ", held.tool(), "  from ", held.app(), "  ",
                      held.exchange_clause(), held.escalated() ? "  (escalated)" : "", "\n");
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  std::cout << lines;
  if (lines.empty()) std::cerr << "nothing waits for you\n";
  return absl::OkStatus();
}

absl::Status Show(const Room& room, const std::string& id) {
  SG_ASSIGN_OR_RETURN(const v1::HeldExchange held, room.reviewing->Get(id));
  std::cout << "review:     " << held.review_id() << "\n"
            << "held:       " << Text(held.hold_time()) << ", until " << Text(held.expire_time()) << "\n"
            << "asked by:   the app " << held.app() << ", for the tool " << held.tool() << "\n"
            << "would go:   to " << held.vendor() << " (" << held.model() << "), under " << held.agreement()
            << ", for " << held.purpose()
            << (held.inspection().route() == v1::ROUTE_ON_PREMISES ? ", on the district's own machines" : "")
            << "\n"
            << "waits for:  " << held.exchange_clause()
            << "\n\nwhat was found, and what would become of it:\n";
  std::map<std::tuple<std::string, std::string, std::string>, int> found;
  for (const v1::InspectedFinding& finding : held.inspection().findings()) {
    ++found[{std::string(ElementId(finding.element())), std::string(TreatmentName(finding.treatment())),
             finding.clause()}];
  }
  for (const auto& [what, count] : found) {
    std::cout << "  " << std::get<0>(what) << " ×" << count << "  " << std::get<1>(what) << "  by "
              << std::get<2>(what) << "\n";
  }
  std::cout << "\nwhat would leave:\n";
  const v1::GenerateRequest& outbound = held.inspection().outbound();
  SG_ASSIGN_OR_RETURN(const redaction::Walk walk, redaction::Walk::Over(outbound));
  for (const redaction::Slot& slot : walk.slots()) {
    std::cout << "--- text " << slot.index << "\n" << Printable(slot.text) << "\n";
  }
  for (const redaction::MediaPart& part : walk.media()) {
    std::cout << "--- " << part.path << "\n(an image, sound, video or file, which goes as it is)\n";
  }
  return absl::OkStatus();
}

absl::Status Decide(const Room& room, const ReviewArguments& arguments) {
  std::optional<absl::Time> until;
  if (!arguments.until.empty()) {
    absl::Time time;
    std::string error;
    if (!absl::ParseTime(absl::RFC3339_full, arguments.until, &time, &error)) {
      return absl::InvalidArgumentError("--until takes a time such as 2026-11-20T08:00:00Z");
    }
    until = time;
  }
  const bool approve = arguments.action == ReviewAction::kApprove;
  SG_ASSIGN_OR_RETURN(const ReviewDecision decision,
                      approve ? room.reviewing->Approve(arguments.id, arguments.reason, until)
                              : room.reviewing->Deny(arguments.id, arguments.reason));
  SG_RETURN_IF_ERROR(room.store->Decide(arguments.id, decision, Clock::System().Now()));
  std::cout << (approve ? "approved" : "denied") << ": " << arguments.id << "\n";
  std::cerr
      << (approve ? "Nothing was sent: whoever asked may send the same request again with this id, once. The "
                    "approval counts as soon as the gate has put it on the audit log.\n"
                  : "The gate puts it on the audit log.\n");
  return absl::OkStatus();
}

}  // namespace

int DecideHeld(const ReviewArguments& arguments) {
  std::vector<policy::Issue> issues;
  const absl::StatusOr<Room> room = Enter(arguments, issues);
  if (!issues.empty()) return Report(issues);
  if (!room.ok()) return Report(room.status());
  switch (arguments.action) {
    case ReviewAction::kList:
      return Report(List(*room));
    case ReviewAction::kShow:
      return Report(Show(*room, arguments.id));
    default:
      return Report(Decide(*room, arguments));
  }
}

}  // namespace schoolgate::gateway
