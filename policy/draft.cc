#include "policy/draft.h"

#include <algorithm>
#include <set>

#include "core/util/strings.h"

namespace schoolgate::policy {
namespace {

constexpr size_t kMaxName = 40;
constexpr size_t kMaxClause = 290;
constexpr size_t kMaxTitle = 200;

// A name of the form policy files ask for; empty if nothing of the text can stand in one.
std::string NameFrom(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      name.push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
    } else if (!name.empty() && name.back() != '-') {
      name.push_back('-');
    }
    if (name.size() == kMaxName) break;
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  return name;
}

// A YAML string in double quotes, shortened at a character to what a line may hold.
std::string Quoted(std::string_view text, size_t most) {
  std::string_view cut = text.substr(0, most);
  while (cut.size() < text.size() && !cut.empty() &&
         (static_cast<unsigned char>(text[cut.size()]) & 0xc0) == 0x80) {
    cut.remove_suffix(1);
  }
  std::string quoted = "\"";
  for (const char c : cut) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) quoted.push_back(c);
  }
  return quoted + "\"";
}

// The apps' names: from their titles, each once.
std::vector<std::string> AppNames(const Worksheet& worksheet) {
  std::vector<std::string> names;
  for (const std::string& title : worksheet.apps) {
    std::string name = NameFrom(title);
    if (name.empty()) name = "app";
    const std::string base = name;
    for (int n = 2; std::find(names.begin(), names.end(), name) != names.end(); ++n)
      name = StrCat(base, "-", n);
    names.push_back(std::move(name));
  }
  return names;
}

std::string Row(const GrantedElement& granted, const std::vector<std::string>& apps) {
  std::string clause = StrCat("Exhibit B, ", granted.category, ": ");
  bool first = true;
  for (const std::string_view entry : granted.entries) {
    clause += StrCat(first ? "" : ", ", entry);
    first = false;
  }
  std::string row = granted.remark.empty() ? "" : StrCat("    # ", granted.remark, "\n");
  row += StrCat("    - {element: ", ElementId(granted.element),
                ", treatment: ", TreatmentName(granted.treatment), ", clause: ", Quoted(clause, kMaxClause));
  if (!granted.apps.empty()) {
    row += ", apps: [";
    for (size_t i = 0; i < granted.apps.size(); ++i) row += StrCat(i == 0 ? "" : ", ", apps[granted.apps[i]]);
    row += "]";
  }
  return row + "}\n";
}

// A term as the state asks for it, or left to a person.
class Terms {
 public:
  explicit Terms(const StatePack* pack) : pack_(pack) {}

  std::string Number(std::string_view key, StateTerm::Kind kind, std::string_view national) const {
    const StateTerm* term = Find(kind);
    return term != nullptr ? StrCat("  ", key, ": ", term->most, "  # ", term->source, "\n")
                           : StrCat("  ", key, ": ", kFillIn, "  # ", national, "\n");
  }

  std::string Promise(std::string_view key, StateTerm::Kind kind, std::string_view national) const {
    const StateTerm* term = Find(kind);
    return term != nullptr ? StrCat("  ", key, ": true  # ", term->source, "\n")
                           : StrCat("  ", key, ": ", kFillIn, "  # ", national, "\n");
  }

  const StateTerm* Find(StateTerm::Kind kind) const {
    return pack_ == nullptr ? nullptr : pack_->Confirmed(kind);
  }

 private:
  const StatePack* pack_;
};

// What the state asks for beyond the terms every agreement has.
std::string StateTerms(const StatePack& pack) {
  std::string text = StrCat("  stateExhibits:\n    - {state: ", pack.state,
                            ", title: ", Quoted(pack.exhibit_title, kMaxTitle), "}\n");
  if (const StateTerm* addendum = pack.Confirmed(StateTerm::Kind::kAiAddendum)) {
    text += StrCat("  # ", addendum->source, "\n  aiAddendum:\n    signed: ", kFillIn,
                   "\n    hallucinationReports: ", kFillIn, "\n    biasAuditSummaries: ", kFillIn, "\n");
  }
  return text;
}

std::string Duties(const StatePack& pack) {
  std::string text = StrCat("#\n# ", pack.state, " also asks for, outside this file:\n");
  for (const StateDuty& duty : pack.duties) {
    text += StrCat("#   - ", duty.text, " (", duty.source, duty.confirmed ? "" : "; not confirmed", ")\n");
  }
  for (const StateTerm& term : pack.terms) {
    if (!term.confirmed) text += StrCat("#   - Not confirmed, and not checked: ", term.source, "\n");
  }
  return text;
}

std::string DraftAgreement(const Worksheet& worksheet, const std::vector<std::string>& apps,
                           std::string_view name, std::string_view vendor, const StatePack* pack) {
  const Terms terms(pack);
  std::string text =
      "# Drafted from a filled Exhibit B worksheet. Where it says FILL_IN only a person can say what the "
      "signed\n"
      "# agreement has; `schoolgate policy check` names each such place. Terms that are filled in are what "
      "the\n"
      "# state asks for: hold them against the agreement. The treatments are on the safe side: loosen a row "
      "only\n"
      "# where the tool cannot work without it. What no row names is redacted.\n";
  if (pack != nullptr) text += Duties(*pack);
  text += StrCat("apiVersion: schoolgate/v1\nkind: Agreement\nmetadata:\n  name: ", name, "\nspec:\n");
  const std::string key = NameFrom(vendor);
  text += StrCat("  vendor: ", key.empty() ? std::string(kFillIn) : key,
                 "  # the name of a vendor in config.yaml\n");
  text += "  route: cloud\n  legalBasis: school_official  # 34 CFR 99.31(a)(1)(i)(B)\n";
  text += StrCat("  parties:\n    lea: ", kFillIn,
                 "\n    provider: ", key.empty() ? std::string(kFillIn) : Quoted(vendor, kMaxTitle), "\n");
  if (!apps.empty()) text += "  apps:\n";
  for (size_t i = 0; i < apps.size(); ++i) {
    text += StrCat("    - {name: ", apps[i], ", description: ", Quoted(worksheet.apps[i], kMaxTitle), "}\n");
  }
  text += StrCat("  purposes: [", kFillIn, "]  # the services of Exhibit A, as lesson_planning\n");
  text += StrCat("  signed: ", kFillIn, "  # YYYY-MM-DD\n  expires: ", kFillIn);
  if (const StateTerm* years = terms.Find(StateTerm::Kind::kYears)) {
    text += StrCat("  # at most ", years->most, " years after: ", years->source);
  }
  text += StrCat("\n  retentionDays: ", kFillIn, "  # 0: it keeps nothing\n");
  text += terms.Number("disposalDays", StateTerm::Kind::kDisposalDays, "NDPA Article IV, section 6: 60");
  text +=
      terms.Number("breachNoticeHours", StateTerm::Kind::kBreachNoticeHours, "NDPA Article V, section 4: 72");
  text +=
      terms.Promise("noTraining", StateTerm::Kind::kNoTraining, "what the agreement says of training models");
  text += terms.Promise("noAdvertising", StateTerm::Kind::kNoAdvertising, "NDPA Article IV, section 7");
  const StateTerm* locations = terms.Find(StateTerm::Kind::kDataLocations);
  text += locations != nullptr ? StrCat("  dataLocations: [US]  # ", locations->source, "\n")
                               : StrCat("  dataLocations: [", kFillIn, "]  # US, US-OH\n");
  if (pack != nullptr) text += StateTerms(*pack);
  if (worksheet.granted.empty()) return text + "  schedule: []\n";
  text += "  schedule:\n";
  for (const GrantedElement& granted : worksheet.granted) text += Row(granted, apps);
  return text;
}

std::string DraftTool(std::string_view name, std::string_view agreement, std::string_view app) {
  std::string text =
      "# Drafted with its agreement. It begins in phase 1: staff accounts only, and a teacher reads every "
      "answer.\n"
      "apiVersion: schoolgate/v1\nkind: Tool\nmetadata:\n";
  text += StrCat("  name: ", name, "\nspec:\n  agreement: ", agreement, "\n");
  if (!app.empty()) text += StrCat("  app: ", app, "\n");
  text += StrCat("  models: [", kFillIn, "]  # as config.yaml names them; the first is the default\n");
  text += "  phase: teacher_in_the_loop\n  roles: [teacher, staff]\n";
  text += StrCat("  purposes: [", kFillIn, "]  # of the agreement's\n");
  text += StrCat("  owner: ", kFillIn, "  # the office that answers for it\n");
  return text;
}

}  // namespace

std::vector<DraftFile> DraftPolicy(const Worksheet& worksheet, std::string_view vendor,
                                   const StatePack* pack) {
  const std::vector<std::string> apps = AppNames(worksheet);
  std::string base = NameFrom(vendor);
  if (base.empty()) base = "drafted";
  const std::string agreement = StrCat(base, "-ndpa");
  std::vector<DraftFile> files;
  files.push_back(DraftFile{StrCat("agreements/", agreement, ".yaml"),
                            DraftAgreement(worksheet, apps, agreement, vendor, pack)});
  if (apps.empty()) {
    files.push_back(DraftFile{StrCat("tools/", base, ".yaml"), DraftTool(base, agreement, "")});
  }
  for (const std::string& app : apps) {
    const std::string tool = StrCat(base.substr(0, 20), "-", app);
    files.push_back(DraftFile{StrCat("tools/", tool, ".yaml"), DraftTool(tool, agreement, app)});
  }
  return files;
}

}  // namespace schoolgate::policy
