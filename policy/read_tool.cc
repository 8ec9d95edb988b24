#include <algorithm>

#include "core/util/strings.h"
#include "policy/documents.h"
#include "policy/element_rows.h"

namespace schoolgate::policy {
namespace {

constexpr int kBestScore = 4;
constexpr int kCourses = 3;  // of the district's staff certificate
constexpr int kMaxRequests = 10'000'000;
constexpr int kMaxGroup = 1000;

// The eight protected areas of 20 U.S.C. 1232h(b), as redaction/detect/survey names them.
const std::vector<Word>& SurveyTopics() {
  static const std::vector<Word>* const topics = new std::vector<Word>{
      {"politics", 1},         {"mental_health", 2},           {"sex", 3},      {"illegal_behavior", 4},
      {"family_appraisal", 5}, {"privileged_relationship", 6}, {"religion", 7}, {"income", 8}};
  return *topics;
}

ReviewEntry ReadReviewFields(MapReader& map, IssueLog& log) {
  ReviewEntry review;
  review.reviewer = map.Text("reviewer", Need::kRequired, Form::kLine);
  const std::optional<absl::CivilDay> reviewed = map.Date("reviewed", Need::kRequired);
  const std::optional<absl::CivilDay> expires = map.Date("expires", Need::kRequired);
  review.reviewed_on = reviewed.value_or(absl::CivilDay());
  review.expires_on = expires.value_or(absl::CivilDay());
  if (reviewed && expires && *expires < *reviewed) {
    log.Add(*map.Find("expires", Need::kRequired), "'expires' is before 'reviewed'");
  }
  return review;
}

void ReadReviews(MapReader& spec, IssueLog& log, ToolDocument& tool) {
  if (const YamlNode* node = spec.Find("rubric", Need::kOptional)) {
    MapReader map(*node, "'rubric'", log);
    RubricEntry rubric;
    rubric.standards_alignment = map.Number("standardsAlignment", Need::kRequired, 1, kBestScore);
    rubric.safety = map.Number("safety", Need::kRequired, 1, kBestScore);
    rubric.age_appropriateness = map.Number("ageAppropriateness", Need::kRequired, 1, kBestScore);
    rubric.data_privacy = map.Number("dataPrivacy", Need::kRequired, 1, kBestScore);
    rubric.review = ReadReviewFields(map, log);
    map.Finish();
    tool.rubric = rubric;
  }
  if (const YamlNode* node = spec.Find("biasReview", Need::kOptional)) {
    MapReader map(*node, "'biasReview'", log);
    tool.bias_review = ReadReviewFields(map, log);
    map.Finish();
  }
  if (const YamlNode* node = spec.Find("factSheet", Need::kOptional)) {
    MapReader map(*node, "'factSheet'", log);
    FactSheetEntry sheet;
    sheet.review = ReadReviewFields(map, log);
    sheet.models = map.Texts("models", Need::kRequired, Form::kModel);
    sheet.model_version = map.Text("modelVersion", Need::kRequired, Form::kLine);
    map.Finish();
    tool.fact_sheet = std::move(sheet);
  }
}

void ReadPilot(MapReader& spec, IssueLog& log, ToolDocument& tool) {
  const YamlNode* node =
      spec.Find("pilot", tool.phase == v1::PHASE_PILOT ? Need::kRequired : Need::kOptional);
  if (node == nullptr) return;
  if (tool.phase != v1::PHASE_PILOT) {
    log.Add(*node, "'pilot' is for the phase 'pilot'; take it out, or name that phase");
  }
  MapReader map(*node, "'pilot'", log);
  PilotEntry pilot;
  pilot.classes = map.Texts("classes", Need::kRequired, Form::kLine);
  NeedEntries(map, "classes", log);
  const std::optional<absl::CivilDay> starts = map.Date("starts", Need::kRequired);
  const std::optional<absl::CivilDay> ends = map.Date("ends", Need::kRequired);
  pilot.starts_on = starts.value_or(absl::CivilDay());
  pilot.ends_on = ends.value_or(absl::CivilDay());
  if (starts && ends && *ends < *starts) {
    log.Add(*map.Find("ends", Need::kRequired), "'ends' is before 'starts'");
  }
  pilot.requests_per_day = map.Number("requestsPerDay", Need::kOptional, 1, kMaxRequests);
  map.Finish();
  tool.pilot = std::move(pilot);
}

void ReadMedia(MapReader& spec, IssueLog& log, ToolDocument& tool) {
  enum Choice { kAllow = 1, kHold, kBlock, kOnPremises };
  static const std::vector<Word>* const kWords = new std::vector<Word>{
      {"allow", kAllow}, {"hold", kHold}, {"block", kBlock}, {"on_premises", kOnPremises}};
  static const std::vector<Word>* const kKinds = new std::vector<Word>(WordsOf(*v1::MediaKind_descriptor()));
  const YamlNode* node = spec.Find("media", Need::kOptional);
  if (node == nullptr) return;
  MapReader map(*node, "'media'", log);
  for (const Word& kind : *kKinds) {
    MediaRule& rule = tool.media[static_cast<size_t>(kind.number)];
    switch (map.WordIn(kind.name, Need::kOptional, *kWords)) {
      case kAllow:
        rule.verdict = v1::VERDICT_SEND;
        break;
      case kHold:
        rule.verdict = v1::VERDICT_HOLD;
        break;
      case kOnPremises:
        rule = {v1::VERDICT_SEND, true};
        break;
      default:
        break;
    }
  }
  map.Finish();
}

void ReadPseudonyms(MapReader& spec, IssueLog& log, ToolDocument& tool) {
  enum Choice { kCodes = 1, kOther };
  static const std::vector<Word>* const kNames =
      new std::vector<Word>{{"codes", kCodes}, {"surrogates", kOther}};
  static const std::vector<Word>* const kIds =
      new std::vector<Word>{{"codes", kCodes}, {"format_preserving", kOther}};
  static const std::vector<Word>* const kDates = new std::vector<Word>{{"codes", kCodes}, {"shift", kOther}};
  const YamlNode* node = spec.Find("pseudonyms", Need::kOptional);
  if (node == nullptr) return;
  MapReader map(*node, "'pseudonyms'", log);
  tool.pseudonyms.surrogate_names = map.WordIn("names", Need::kOptional, *kNames) == kOther;
  tool.pseudonyms.preserved_ids = map.WordIn("ids", Need::kOptional, *kIds) == kOther;
  tool.pseudonyms.shifted_dates = map.WordIn("dates", Need::kOptional, *kDates) == kOther;
  map.Finish();
}

void ReadAnswers(MapReader& spec, ToolDocument& tool) {
  static const std::vector<Word>* const kRules = new std::vector<Word>(WordsOf(*v1::AnswerRule_descriptor()));
  const int rule = spec.WordIn("answers", Need::kOptional, *kRules);
  if (rule != 0) tool.answers = static_cast<v1::AnswerRule>(rule);
}

void ReadReviewers(MapReader& spec, IssueLog& log, ToolDocument& tool) {
  const YamlNode* node = spec.Find("review", Need::kOptional);
  if (node == nullptr) return;
  MapReader map(*node, "'review'", log);
  tool.always_review = map.Flag("always", Need::kOptional);
  tool.reviewers = map.Reference("reviewers", Need::kOptional);
  tool.deputies = map.Reference("deputies", Need::kOptional);
  map.Finish();
}

void ReadSpecialUses(MapReader& spec, IssueLog& log, ToolDocument& tool) {
  if (const YamlNode* node = spec.Find("survey", Need::kOptional)) {
    MapReader map(*node, "'survey'", log);
    tool.survey = true;
    for (const int topic : map.WordsIn("consentedTopics", SurveyTopics())) {
      tool.consented_topics.push_back(SurveyTopics()[static_cast<size_t>(topic - 1)].name);
    }
    map.Finish();
  }
  if (const YamlNode* node = spec.Find("release", Need::kOptional)) {
    MapReader map(*node, "'release'", log);
    tool.smallest_group = map.Number("smallestGroup", Need::kRequired, 2, kMaxGroup);
    map.Finish();
  }
}

void ReadRecords(MapReader& spec, IssueLog& log, ToolDocument& tool) {
  static const std::vector<Word>* const kKinds = new std::vector<Word>(WordsOf(*v1::RecordKind_descriptor()));
  const YamlNode* node = spec.Find("records", Need::kOptional);
  if (node == nullptr) return;
  MapReader map(*node, "'records'", log);
  RecordsEntry records;
  for (const int kind : map.WordsIn("kinds", *kKinds)) {
    records.kinds.push_back(static_cast<v1::RecordKind>(kind));
  }
  NeedEntries(map, "kinds", log);
  records.classes = map.Texts("classes", Need::kOptional, Form::kLine);
  records.schools = map.Texts("schools", Need::kOptional, Form::kLine);
  records.submit_results = map.Flag("submitResults", Need::kOptional);
  if (records.classes.empty() && records.schools.empty()) {
    log.Add(*node, "'records' needs 'classes' or 'schools': a vendor sees the records of its own classes");
  }
  map.Finish();
  tool.records = std::move(records);
}

void ReadAudience(MapReader& spec, IssueLog& log, ToolDocument& tool) {
  static const std::vector<Word>* const kRoles = new std::vector<Word>(WordsOf(*v1::CallerRole_descriptor()));
  for (const int role : spec.WordsIn("roles", *kRoles))
    tool.roles.push_back(static_cast<v1::CallerRole>(role));
  NeedEntries(spec, "roles", log);
  if (spec.Has("grades")) tool.grades = ReadGrades(spec, log);
  tool.schools = spec.Texts("schools", Need::kOptional, Form::kLine);
  tool.classes = spec.Texts("classes", Need::kOptional, Form::kLine);
  tool.minimum_age = spec.Number("minimumAge", Need::kOptional, 1, 21);
  tool.purposes = spec.Texts("purposes", Need::kRequired, Form::kName);
  NeedEntries(spec, "purposes", log);
}

void CheckPhase(MapReader& spec, const ToolDocument& tool, IssueLog& log) {
  if (tool.phase == v1::PHASE_TEACHER_IN_THE_LOOP &&
      std::find(tool.roles.begin(), tool.roles.end(), v1::CALLER_ROLE_STUDENT) != tool.roles.end()) {
    log.Add(
        *spec.Find("phase", Need::kRequired),
        "'teacher_in_the_loop' is for staff accounts; take 'student' out of 'roles', or name a later phase");
  }
}

}  // namespace

ToolDocument ReadTool(const YamlNode& spec_node, IssueLog& log) {
  static const std::vector<Word>* const kPhases = new std::vector<Word>(WordsOf(*v1::Phase_descriptor()));
  static const std::vector<Word>* const kPreconditions =
      new std::vector<Word>(WordsOf(*v1::Precondition_descriptor()));
  enum Scope { kSession = 1, kSchoolYear };
  static const std::vector<Word>* const kScopes =
      new std::vector<Word>{{"session", kSession}, {"school_year", kSchoolYear}};

  ToolDocument tool;
  MapReader spec(spec_node, "'spec'", log);
  tool.agreement = spec.Reference("agreement", Need::kRequired);
  tool.app = spec.Reference("app", Need::kOptional);
  ReadRecords(spec, log, tool);
  // A vendor may read records and have no models.
  tool.models = spec.Texts("models", tool.records ? Need::kOptional : Need::kRequired, Form::kModel);
  NeedEntries(spec, "models", log);
  if (const YamlNode* node = spec.Find("onPremises", Need::kOptional)) {
    MapReader map(*node, "'onPremises'", log);
    OnPremisesEntry entry;
    entry.agreement = map.Reference("agreement", Need::kRequired);
    entry.model = map.Text("model", Need::kRequired, Form::kModel);
    map.Finish();
    tool.on_premises = std::move(entry);
  }
  tool.phase = static_cast<v1::Phase>(spec.WordIn("phase", Need::kRequired, *kPhases));
  ReadPilot(spec, log, tool);
  tool.suspended = spec.Text("suspended", Need::kOptional, Form::kLine);
  ReadAudience(spec, log, tool);
  tool.owner = spec.LocatedText("owner", Need::kRequired, Form::kLine);
  ReadReviews(spec, log, tool);
  if (spec.Has("requires")) tool.preconditions = spec.WordsIn("requires", *kPreconditions);
  tool.staff_course = spec.Number("staffCourse", Need::kOptional, 1, kCourses);
  for (Located& term : spec.Texts("protectedVocabulary", Need::kOptional, Form::kLine)) {
    tool.protected_vocabulary.push_back(std::move(term.text));
  }
  const int scope = spec.WordIn("pseudonymScope", Need::kOptional, *kScopes);
  tool.pseudonym_scope_given = scope != 0;
  tool.stable_pseudonyms = scope == kSchoolYear;
  ReadPseudonyms(spec, log, tool);
  ReadAnswers(spec, tool);
  ReadReviewers(spec, log, tool);
  ReadMedia(spec, log, tool);
  for (Located& function : spec.Texts("externalFunctions", Need::kOptional, Form::kFunction)) {
    tool.external_functions.push_back(std::move(function.text));
  }
  tool.limits = ReadElementRows(spec, "elements", Need::kOptional, RowKind::kToolLimit, log);
  tool.funding = spec.Text("funding", Need::kOptional, Form::kLine);
  ReadSpecialUses(spec, log, tool);
  CheckPhase(spec, tool, log);
  spec.Finish();
  return tool;
}

}  // namespace schoolgate::policy
