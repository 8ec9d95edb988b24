// users.csv: people, with their names, ids and ways to reach them.

#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/crypto/digest.h"
#include "core/roster/oneroster_internal.h"
#include "core/roster/oneroster_values.h"
#include "core/util/problem.h"
#include "core/util/problems.h"

namespace schoolgate {
namespace {

struct UserColumns {
  explicit UserColumns(const BundleTable& table)
      : source_id(table.Column({"sourcedId"})),
        status(table.Column({"status"})),
        role(table.Column({"role"})),
        username(table.Column({"username"})),
        user_ids(table.Column({"userIds", "userId"})),
        given(table.Column({"givenName"})),
        family(table.Column({"familyName"})),
        middle(table.Column({"middleName"})),
        preferred_given(table.Column({"preferredGivenName", "preferredFirstName"})),
        preferred_middle(table.Column({"preferredMiddleName"})),
        preferred_family(table.Column({"preferredFamilyName", "preferredLastName"})),
        identifier(table.Column({"identifier"})),
        email(table.Column({"email"})),
        directory_email(table.Column({"activeDirectoryMatchId"})),
        sms(table.Column({"sms"})),
        phone(table.Column({"phone"})),
        orgs(table.Column({"orgSourcedIds"})),
        primary_org(table.Column({"primaryOrgSourcedId"})),
        agents(table.Column({"agentSourcedIds", "agents"})),
        grade(table.Column({"grades", "grade"})) {}

  BundleColumn source_id, status, role, username, user_ids, given, family, middle, preferred_given,
      preferred_middle, preferred_family, identifier, email, directory_email, sms, phone, orgs, primary_org,
      agents, grade;
};

// Agents are resolved when all of users.csv is read: a guardian may stand after the student.
struct PendingAgents {
  PersonIndex person;
  size_t line;
  std::string agents;
};

bool LooksLikeName(std::string_view text) {
  bool letter = false;
  for (char c : text) {
    if (absl::ascii_isdigit(c) || c == '@' || c == '{' || c == '}' || c == '/' || c == '_') return false;
    letter |= absl::ascii_isalpha(c) || (c & 0x80) != 0;
  }
  return letter;
}

class UserReader {
 public:
  UserReader(BundleTable& table, RosterImport& import) : table_(table), import_(import), columns_(table) {}

  absl::Status Read() {
    const bool roles = columns_.role.present() || import_.has_roles;
    if (!columns_.source_id.present() || !columns_.given.present() || !columns_.family.present() || !roles) {
      return MakeProblem(problems::kRosterHeaderUnusable,
                         {{"file", "users.csv"}, {"columns", "sourcedId, role, givenName, familyName"}});
    }
    while (table_.Next()) ReadRow();
    if (import_.report.FindFile("users.csv")->rows == 0)
      return MakeProblem(problems::kRosterFileMissing, {{"file", "users.csv"}});
    for (const PendingAgents& pending : agents_) RelateAgents(pending);
    return absl::OkStatus();
  }

 private:
  std::string_view Get(const BundleColumn& column) const { return table_.Get(column); }

  const RoleFacts* Facts() const {
    if (import_.roles.empty()) return nullptr;
    auto at = import_.roles.find(std::string(Get(columns_.source_id)));
    return at == import_.roles.end() ? nullptr : &at->second;
  }

  std::optional<PersonKind> Kind() const {
    if (auto kind = ParseRole(Get(columns_.role))) return kind;
    const RoleFacts* facts = Facts();
    if (facts == nullptr) return std::nullopt;
    if (facts->student)
      return PersonKind::kStudent;  // a student who also helps in class stays protected as a student
    if (facts->staff) return PersonKind::kStaff;
    if (facts->guardian) return PersonKind::kGuardian;
    return std::nullopt;
  }

  // An unquoted comma moves what stands behind it; the role shows whether it stood before or behind.
  void Realign() {
    const ptrdiff_t excess = table_.excess_with_empty();
    if (excess <= 0 || !columns_.role.present() || ParseRole(Get(columns_.role))) return;
    const size_t moved = columns_.role.at + static_cast<size_t>(excess);
    if (moved < table_.cells().size() && ParseRole(table_.cells()[moved])) table_.ShiftFrom(columns_.role);
  }

  void TakeNames(RosterBuilder::Row& row) const {
    row.given = Get(columns_.given);
    row.middle = Get(columns_.middle);
    row.family = Get(columns_.family);
    row.preferred_given = Get(columns_.preferred_given);
    row.preferred_middle = Get(columns_.preferred_middle);
    row.preferred_family = Get(columns_.preferred_family);
    if (table_.excess() == 0) return;
    for (std::string_view* name : {&row.given, &row.middle, &row.family, &row.preferred_given,
                                   &row.preferred_middle, &row.preferred_family}) {
      if (!LooksLikeName(*name)) *name = {};  // a cell out of place, not a name to look for in every text
    }
  }

  // What makes two rows of one sourcedId the same person, exported twice.
  uint64_t Fingerprint(const RosterBuilder::Row& row) const {
    return absl::HashOf(row.kind, row.given, row.middle, row.family, row.username, Get(columns_.email),
                        Get(columns_.identifier), Get(columns_.user_ids), Get(columns_.sms),
                        Get(columns_.phone));
  }

  // A durable stand-in for a sourcedId that is missing or taken.
  std::string StandIn(const RosterBuilder::Row& row) const {
    Sha256Hasher hasher;
    for (std::string_view part : {row.source_id, row.given, row.middle, row.family, row.username,
                                  Get(columns_.identifier), Get(columns_.email)}) {
      hasher.Update({part.data(), part.size()});
      hasher.Update(absl::string_view("\x1f", 1));
    }
    const Sha256Digest digest = hasher.Finish();
    return absl::StrCat("quarantined-", HexEncode(DigestBytes(digest)).substr(0, 24));
  }

  void ReadRow() {
    Realign();
    RosterBuilder::Row row;
    row.source_id = Get(columns_.source_id);
    row.username = Get(columns_.username);
    TakeNames(row);
    std::string status(Get(columns_.status));
    absl::AsciiStrToLower(&status);
    row.active = status != "tobedeleted";

    if (const auto kind = Kind()) {
      row.kind = *kind;
    } else {
      table_.Report(ImportReason::kUnknownRole, columns_.role);
    }
    if (row.given.empty() && row.family.empty() && row.preferred_given.empty() &&
        row.preferred_family.empty())
      table_.Report(ImportReason::kMissingName, columns_.given);
    const uint64_t fingerprint = Fingerprint(row);
    std::string stand_in;
    if (row.source_id.empty()) {
      table_.Report(ImportReason::kMissingSourcedId, columns_.source_id);
      stand_in = StandIn(row);
    } else if (const auto known = import_.builder.FindPerson(row.source_id)) {
      table_.Report(ImportReason::kDuplicateSourcedId, columns_.source_id);
      if (fingerprints_[*known] == fingerprint) {  // nothing new but, often, another school
        AddSchools(*known);
        return;
      }
      stand_in = StandIn(row);
    }

    const RoleFacts* facts = Facts();
    const std::string grade =
        ParseGrade(Get(columns_.grade).empty() && facts != nullptr ? facts->grade : Get(columns_.grade));
    row.grade = grade;
    row.quarantined = table_.row_broken();
    if (!stand_in.empty()) {
      if (import_.builder.FindPerson(stand_in)) return;  // the same broken row once more
      row.source_id = stand_in;
    }
    const PersonIndex person = import_.builder.AddPerson(row);
    fingerprints_.push_back(fingerprint);
    AddIds(person, !stand_in.empty());
    AddSchools(person);
    if (const std::string_view agents = Get(columns_.agents); !agents.empty() && !row.quarantined)
      agents_.push_back({person, table_.line(), std::string(agents)});
  }

  void AddIds(PersonIndex person, bool stand_in) {
    RosterBuilder& builder = import_.builder;
    builder.AddId(person, IdKind::kLocal, Get(columns_.identifier));
    for (const PersonId& id : ParseUserIds(Get(columns_.user_ids))) builder.AddId(person, id.kind, id.value);
    if (stand_in) builder.AddId(person, IdKind::kOther, Get(columns_.source_id));
    if (table_.excess() == 0) {
      builder.AddEmail(person, Get(columns_.email));
      if (Get(columns_.directory_email).find('@') != std::string_view::npos)
        builder.AddEmail(person, Get(columns_.directory_email));
      builder.AddPhone(person, Get(columns_.phone));
      builder.AddPhone(person, Get(columns_.sms));
      return;
    }
    // Cells may be out of place: take what shows by itself what it is, wherever it stands.
    for (const std::string& cell : table_.cells()) {
      const std::string_view text = TrimBlanks(cell);
      if (text.find('@') != std::string_view::npos) builder.AddEmail(person, text);
      if (!text.empty() && text.front() == '{') {
        for (const PersonId& id : ParseUserIds(text)) builder.AddId(person, id.kind, id.value);
      }
      size_t digits = 0, others = 0;
      for (char c : text) {
        digits += absl::ascii_isdigit(c);
        others +=
            !absl::ascii_isdigit(c) && c != ' ' && c != '(' && c != ')' && c != '-' && c != '.' && c != '+';
      }
      if (others == 0 && digits >= 10) builder.AddPhone(person, text);
    }
  }

  void AddSchools(PersonIndex person) {
    const auto add = [&](std::string_view org, const BundleColumn& column) {
      if (const auto school = SchoolOf(org, table_, column, import_))
        import_.builder.AddToSchool(person, *school);
    };
    if (table_.excess() != 0) return;
    for (std::string_view org : SplitList(Get(columns_.orgs))) add(org, columns_.orgs);
    if (!Get(columns_.primary_org).empty()) add(Get(columns_.primary_org), columns_.primary_org);
    if (const RoleFacts* facts = Facts()) {
      for (const std::string& org : facts->orgs) add(org, columns_.orgs);
    }
  }

  void RelateAgents(const PendingAgents& pending) {
    for (std::string_view agent : SplitList(pending.agents)) {
      if (const auto other = import_.builder.FindPerson(agent)) {
        import_.builder.Relate(pending.person, *other);
      } else {
        table_.ReportAt(pending.line, ImportReason::kUnknownPerson, columns_.agents);
      }
    }
  }

  BundleTable& table_;
  RosterImport& import_;
  const UserColumns columns_;
  std::vector<uint64_t> fingerprints_;  // by PersonIndex
  std::vector<PendingAgents> agents_;
};

}  // namespace

absl::Status ReadUsers(BundleTable& table, RosterImport& import) { return UserReader(table, import).Read(); }

}  // namespace schoolgate
