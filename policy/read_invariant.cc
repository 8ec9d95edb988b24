#include <algorithm>
#include <string>

#include "core/util/strings.h"
#include "policy/documents.h"
#include "policy/element_rows.h"

namespace schoolgate::policy {
namespace {

constexpr int kMaxHours = 24 * 366;
constexpr int kMaxDays = 36500;
constexpr int kOnPremises = 100;  // beside the verdicts

// Which conditions a map may have: a claim is about what is so, and whom a cell is about is no claim.
enum class Part { kWhere, kMust };

const std::vector<Word>& Routes() {
  static const std::vector<Word>* const words = new std::vector<Word>(WordsOf(*v1::Route_descriptor()));
  return *words;
}

std::optional<bool> ReadFlag(MapReader& map, std::string_view key) {
  if (!map.Has(key)) return std::nullopt;
  return map.Flag(key, Need::kOptional);
}

// {atMost: 72}
std::optional<int> ReadAtMost(MapReader& map, std::string_view key, int most, IssueLog& log) {
  const YamlNode* node = map.Find(key, Need::kOptional);
  if (node == nullptr) return std::nullopt;
  MapReader bound(*node, StrCat("'", key, "'"), log);
  const int value = bound.Number("atMost", Need::kRequired, 0, most);
  bound.Finish();
  return value;
}

std::optional<ReviewState> ReadReviewState(MapReader& map, std::string_view key) {
  static const std::vector<Word>* const kStates = new std::vector<Word>{
      {"given", static_cast<int>(ReviewState::kGiven)}, {"current", static_cast<int>(ReviewState::kCurrent)}};
  const int state = map.WordIn(key, Need::kOptional, *kStates);
  if (state == 0) return std::nullopt;
  return static_cast<ReviewState>(state);
}

// `not: {…}`, of the same form as the map it stands in. One level: whoever needs more writes two invariants.
template <typename Condition, typename Read>
void ReadNot(MapReader& map, std::vector<Condition>& negated, Read read, bool inner) {
  if (inner) return;
  const YamlNode* node = map.Find("not", Need::kOptional);
  if (node != nullptr) negated.push_back(read(*node));
}

AgreementCondition ReadAgreementCondition(const YamlNode& node, std::string_view what, IssueLog& log,
                                          bool inner = false) {
  AgreementCondition condition;
  MapReader map(node, what, log);
  condition.names = map.Texts("names", Need::kOptional, Form::kName);
  condition.route = static_cast<v1::Route>(map.WordIn("route", Need::kOptional, Routes()));
  condition.in_force = ReadFlag(map, "inForce");
  condition.no_training = ReadFlag(map, "noTraining");
  condition.no_advertising = ReadFlag(map, "noAdvertising");
  condition.breach_notice_hours = ReadAtMost(map, "breachNoticeHours", kMaxHours, log);
  condition.disposal_days = ReadAtMost(map, "disposalDays", kMaxDays, log);
  condition.retention_days = ReadAtMost(map, "retentionDays", kMaxDays, log);
  condition.data_locations = map.Texts("dataLocations", Need::kOptional, Form::kLine);
  ReadNot(
      map, condition.negated,
      [&](const YamlNode& child) { return ReadAgreementCondition(child, "'not'", log, true); }, inner);
  map.Finish();
  return condition;
}

void ReadMedia(MapReader& map, IssueLog& log, ToolCondition& condition) {
  static const std::vector<Word>* const kWords = new std::vector<Word>{{"allow", v1::VERDICT_SEND},
                                                                       {"hold", v1::VERDICT_HOLD},
                                                                       {"block", v1::VERDICT_BLOCK},
                                                                       {"on_premises", kOnPremises}};
  static const std::vector<Word>* const kKinds = new std::vector<Word>(WordsOf(*v1::MediaKind_descriptor()));
  const YamlNode* node = map.Find("media", Need::kOptional);
  if (node == nullptr) return;
  MapReader media(*node, "'media'", log);
  for (const Word& kind : *kKinds) {
    MediumSet& set = condition.media[static_cast<size_t>(kind.number)];
    const std::vector<int> words =
        media.Has(kind.name) ? media.WordsIn(kind.name, *kWords) : std::vector<int>();
    for (const int word : words)
      set |= word == kOnPremises ? kMediumAtHome : static_cast<MediumSet>(1 << word);
  }
  media.Finish();
}

ToolCondition ReadToolCondition(const YamlNode& node, std::string_view what, IssueLog& log,
                                bool inner = false) {
  static const std::vector<Word>* const kPhases = new std::vector<Word>(WordsOf(*v1::Phase_descriptor()));
  ToolCondition condition;
  MapReader map(node, what, log);
  condition.names = map.Texts("names", Need::kOptional, Form::kName);
  if (map.Has("phases")) condition.phases = map.WordsIn("phases", *kPhases);
  condition.route = static_cast<v1::Route>(map.WordIn("route", Need::kOptional, Routes()));
  if (map.Has("openTo")) condition.open_to = ReadRoles(map, "openTo");
  if (map.Has("reachableBy")) condition.reachable_by = ReadRoles(map, "reachableBy");
  condition.rubric = ReadReviewState(map, "rubric");
  condition.bias_review = ReadReviewState(map, "biasReview");
  condition.fact_sheet = ReadReviewState(map, "factSheet");
  condition.may_hold = ReadFlag(map, "mayHold");
  condition.has_reviewers = ReadFlag(map, "hasReviewers");
  ReadMedia(map, log, condition);
  if (const YamlNode* agreement = map.Find("agreement", Need::kOptional)) {
    condition.agreement = ReadAgreementCondition(*agreement, "'agreement'", log);
  }
  ReadNot(
      map, condition.negated,
      [&](const YamlNode& child) { return ReadToolCondition(child, "'not'", log, true); }, inner);
  map.Finish();
  return condition;
}

void ReadOutcome(MapReader& map, CellCondition& condition) {
  static const std::vector<Word>* const kTreatments =
      new std::vector<Word>(WordsOf(*v1::Treatment_descriptor()));
  static const std::vector<Word>* const kVerdicts = new std::vector<Word>(WordsOf(*v1::Verdict_descriptor()));
  static const std::vector<Word>* const kStudent = new std::vector<Word>{{"student", 1}};
  condition.at_least = static_cast<v1::Treatment>(map.WordIn("atLeast", Need::kOptional, *kTreatments));
  if (map.Has("verdicts")) condition.verdicts = map.WordsIn("verdicts", *kVerdicts);
  condition.as_strict_as_student = map.WordIn("asStrictAs", Need::kOptional, *kStudent) != 0;
}

CellCondition ReadCellCondition(const YamlNode& node, Part part, InvariantDocument& invariant, IssueLog& log,
                                bool inner = false) {
  static const std::vector<Word>* const kAbout =
      new std::vector<Word>{{"student", static_cast<int>(SubjectKind::kStudent)},
                            {"guardian", static_cast<int>(SubjectKind::kGuardian)},
                            {"staff", static_cast<int>(SubjectKind::kStaff)},
                            {"unknown", static_cast<int>(SubjectKind::kUnknown)},
                            {"ambiguous", static_cast<int>(SubjectKind::kAmbiguous)}};
  CellCondition condition;
  MapReader map(node, inner ? "'not'" : part == Part::kWhere ? "'where'" : "'must'", log);
  condition.elements = ReadElements(map, "elements", Need::kOptional, log);
  if (map.Has("roles")) condition.roles = ReadRoles(map, "roles");
  if (map.Has("grades")) condition.grades = ReadGrades(map, log);
  condition.route = static_cast<v1::Route>(map.WordIn("route", Need::kOptional, Routes()));
  ReadOutcome(map, condition);
  if (const YamlNode* tool = map.Find("tool", Need::kOptional)) {
    condition.tool = ReadToolCondition(*tool, "'tool'", log);
  }
  if (part == Part::kWhere && !inner) {
    const std::vector<int> about = map.Has("about") ? map.WordsIn("about", *kAbout) : std::vector<int>();
    for (const int kind : about) invariant.about.push_back(static_cast<SubjectKind>(kind));
    const std::vector<int> flags = map.Has("flags") ? map.WordsIn("flags", FlagWords()) : std::vector<int>();
    for (const int flag : flags) invariant.flags.push_back(static_cast<PersonFlags>(flag));
  }
  ReadNot(
      map, condition.negated,
      [&](const YamlNode& child) { return ReadCellCondition(child, part, invariant, log, true); }, inner);
  map.Finish();
  return condition;
}

void ReadPart(const YamlNode& node, Part part, InvariantDocument& invariant, IssueLog& log) {
  const std::string_view what = part == Part::kWhere ? "'where'" : "'must'";
  switch (invariant.subject) {
    case InvariantDocument::Subject::kCell:
      (part == Part::kWhere ? invariant.where_cell : invariant.must_cell) =
          ReadCellCondition(node, part, invariant, log);
      break;
    case InvariantDocument::Subject::kTool:
      (part == Part::kWhere ? invariant.where_tool : invariant.must_tool) =
          ReadToolCondition(node, what, log);
      break;
    case InvariantDocument::Subject::kAgreement:
      (part == Part::kWhere ? invariant.where_agreement : invariant.must_agreement) =
          ReadAgreementCondition(node, what, log);
      break;
  }
}

}  // namespace

InvariantDocument ReadInvariant(const YamlNode& spec_node, IssueLog& log) {
  using Subject = InvariantDocument::Subject;
  static const std::vector<Word>* const kSubjects =
      new std::vector<Word>{{"cell", static_cast<int>(Subject::kCell)},
                            {"tool", static_cast<int>(Subject::kTool)},
                            {"agreement", static_cast<int>(Subject::kAgreement)}};
  InvariantDocument invariant;
  invariant.canonical = CanonicalText(spec_node);
  MapReader spec(spec_node, "'spec'", log);
  const int subject = spec.WordIn("every", Need::kRequired, *kSubjects);
  const YamlNode* where = spec.Find("where", Need::kOptional);
  const YamlNode* must = spec.Find("must", Need::kRequired);
  invariant.clause = spec.Text("clause", Need::kRequired, Form::kLine);
  spec.Finish();
  if (subject == 0) return invariant;
  invariant.subject = static_cast<Subject>(subject);
  if (where != nullptr) ReadPart(*where, Part::kWhere, invariant, log);
  if (must == nullptr) return invariant;
  ReadPart(*must, Part::kMust, invariant, log);
  if (must->kind == YamlNode::Kind::kMap && must->children.empty()) {
    log.Add(*must, "'must' needs at least one condition: as it stands it holds of everything");
  }
  return invariant;
}

}  // namespace schoolgate::policy
