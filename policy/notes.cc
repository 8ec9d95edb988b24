#include "policy/notes.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "core/util/strings.h"
#include "policy/compile.h"
#include "policy/documents.h"
#include "policy/expiries.h"

namespace schoolgate::policy {
namespace {

Issue NoteAt(const Place& place, std::string message) {
  Issue note;
  note.file = place.file;
  note.line = place.line;
  note.column = place.column;
  note.message = std::move(message);
  return note;
}

bool StaysHome(const ToolTable& table, v1::DataElement element) {
  const auto i = static_cast<size_t>(element);
  const std::vector<v1::CallerRole>& roles = table.tool().roles;
  return std::any_of(roles.begin(), roles.end(), [&table, i](v1::CallerRole role) {
    for (int grade = 0; grade <= kGradeCount; ++grade) {
      const Rule& rule = table.rules(role, grade)[i];
      if (rule.on_premises && rule.verdict != v1::VERDICT_BLOCK) return true;
    }
    return false;
  });
}

// What of a tool's requests has nowhere to go.
void NoteHomeless(const ToolTable& table, std::vector<Issue>& notes) {
  static constexpr std::string_view kMedia[v1::MediaKind_ARRAYSIZE] = {"", "images", "audio", "video",
                                                                       "files"};
  if (table.agreement().route != v1::ROUTE_CLOUD || table.local() != nullptr) return;
  std::string what;
  const auto add = [&what](std::string_view one) { what += StrCat(what.empty() ? "" : ", ", one); };
  for (int n = 1; n < kDataElementCount; ++n) {
    if (StaysHome(table, static_cast<v1::DataElement>(n))) add(ElementId(static_cast<v1::DataElement>(n)));
  }
  for (size_t kind = 1; kind < table.tool().media.size(); ++kind) {
    if (table.tool().media[kind].on_premises) add(kMedia[kind]);
  }
  if (what.empty()) return;
  notes.push_back(NoteAt(table.tool().place,
                         StrCat("the tool '", table.tool().name, "' refuses requests with ", what,
                                ": they may go to a model on the district's own machines only, and the tool "
                                "has none; add 'onPremises: {agreement, model}' to serve them")));
}

void NoteGroups(const Documents& documents, std::vector<Issue>& notes) {
  for (const DistrictDocument& district : documents.districts) {
    for (const GroupEntry& group : district.groups) {
      const std::string& name = group.name.text;
      const auto by_tool = [&](const ToolDocument& tool) {
        return tool.reviewers.text == name || tool.deputies.text == name || tool.owner.text == group.title;
      };
      if (district.reviewers.text == name || district.deputies.text == name ||
          std::any_of(documents.tools.begin(), documents.tools.end(), by_tool)) {
        continue;
      }
      notes.push_back(NoteAt(group.name.place, StrCat("nothing refers to the group '", name, "'")));
    }
  }
}

}  // namespace

std::vector<Issue> NotesOf(const PolicySet& set, absl::CivilDay today) {
  std::vector<Issue> notes;
  const Documents& documents = set.documents();
  for (const ToolDocument& tool : documents.tools) NoteHomeless(*set.Table(tool.name), notes);
  const std::vector<Expiry> expiries = ExpiriesOf(documents, today);
  for (const Expiry& expiry : expiries) {
    if (WarningDue(expiry.days_left)) notes.push_back(NoteAt(expiry.place, Describe(expiry)));
  }
  NoteGroups(documents, notes);
  std::stable_sort(notes.begin(), notes.end(), [](const Issue& a, const Issue& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  return notes;
}

}  // namespace schoolgate::policy
