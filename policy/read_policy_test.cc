#include <algorithm>
#include <string>

#include "core/util/strings.h"
#include "policy/documents.h"
#include "policy/element_rows.h"

namespace schoolgate::policy {
namespace {

constexpr int kMaxAge = 120;
constexpr int kCourses = 3;

// Whom a finding is about; "nobody" is an address of the web, an amount, a date of nobody in particular.
const std::vector<Word>& SubjectWords() {
  constexpr int kNobody = 100;  // 0 is no word's number
  static const std::vector<Word>* const words =
      new std::vector<Word>{{"nobody", kNobody},
                            {"student", static_cast<int>(SubjectKind::kStudent)},
                            {"guardian", static_cast<int>(SubjectKind::kGuardian)},
                            {"staff", static_cast<int>(SubjectKind::kStaff)},
                            {"unknown", static_cast<int>(SubjectKind::kUnknown)},
                            {"ambiguous", static_cast<int>(SubjectKind::kAmbiguous)}};
  return *words;
}

std::optional<SubjectKind> ReadAbout(MapReader& map) {
  const int word = map.WordIn("about", Need::kOptional, SubjectWords());
  if (word == 0) return std::nullopt;
  return word > static_cast<int>(SubjectKind::kAmbiguous) ? SubjectKind::kNone
                                                          : static_cast<SubjectKind>(word);
}

PersonFlags ReadFlags(MapReader& map) {
  PersonFlags flags = 0;
  const std::vector<int> words = map.Has("flags") ? map.WordsIn("flags", FlagWords()) : std::vector<int>();
  for (const int flag : words) flags |= static_cast<PersonFlags>(flag);
  return flags;
}

v1::DataElement ReadOneElement(MapReader& map, IssueLog& log) {
  const YamlNode* node = map.Find("element", Need::kRequired);
  if (node == nullptr) return v1::DATA_ELEMENT_UNSPECIFIED;
  const std::optional<v1::DataElement> element = ElementFromId(node->text);
  if (element) return *element;
  std::vector<std::string_view> ids;
  for (int n = 1; n < kDataElementCount; ++n) ids.push_back(ElementId(static_cast<v1::DataElement>(n)));
  log.AddNear(node->line, node->column, "'element' must be a data element's id", node->text, ids);
  return v1::DATA_ELEMENT_UNSPECIFIED;
}

void ReadFound(MapReader& given, IssueLog& log, PolicyCase& one) {
  const std::vector<const YamlNode*> items = given.Items("found", Need::kOptional);
  for (const YamlNode* item : items) {
    MapReader map(*item, "an entry of 'found'", log);
    FoundEntry entry;
    entry.element = ReadOneElement(map, log);
    entry.about = ReadAbout(map).value_or(SubjectKind::kNone);
    entry.flags = ReadFlags(map);
    entry.small_group = map.Flag("smallGroup", Need::kOptional);
    map.Finish();
    one.found.push_back(entry);
  }
}

// Who asks.
void ReadCaller(MapReader& given, IssueLog& log, PolicyCase& one) {
  static const std::vector<Word>* const kRoles = new std::vector<Word>(WordsOf(*v1::CallerRole_descriptor()));
  one.role = static_cast<v1::CallerRole>(given.WordIn("role", Need::kRequired, *kRoles));
  if (given.Has("known")) one.known = given.Flag("known", Need::kOptional);
  if (const YamlNode* grade = given.Find("grade", Need::kOptional)) {
    one.grade = GradeFromName(grade->text);
    if (!one.grade) log.Add(*grade, "'grade' must be PK, K or 1 to 12");
  }
  if (given.Has("grades")) one.grades = ReadGrades(given, log);
  if (one.grade) one.grades |= static_cast<GradeSet>(1u << *one.grade);
  if (given.Has("age")) one.age = given.Number("age", Need::kOptional, 0, kMaxAge);
  one.schools = given.Texts("schools", Need::kOptional, Form::kLine);
  one.classes = given.Texts("classes", Need::kOptional, Form::kLine);
  one.staff_course = given.Number("staffCourse", Need::kOptional, 1, kCourses);
  one.flags = ReadFlags(given);
}

void ReadGiven(const YamlNode& node, IssueLog& log, PolicyCase& one) {
  static const std::vector<Word>* const kMedia = new std::vector<Word>(WordsOf(*v1::MediaKind_descriptor()));
  MapReader given(node, "'given'", log);
  one.tool = given.Reference("tool", Need::kRequired);
  one.model = given.Text("model", Need::kOptional, Form::kModel);
  one.purpose = given.Text("purpose", Need::kOptional, Form::kName);
  ReadCaller(given, log, one);
  one.date = given.Date("date", Need::kOptional);
  ReadFound(given, log, one);
  const std::vector<int> media = given.Has("media") ? given.WordsIn("media", *kMedia) : std::vector<int>();
  for (const int kind : media) one.media.push_back(static_cast<v1::MediaKind>(kind));
  for (Located& topic : given.Texts("surveyTopics", Need::kOptional, Form::kName)) {
    one.survey_topics.push_back(std::move(topic.text));
  }
  one.approved = given.Flag("approved", Need::kOptional);
  given.Finish();
}

void ReadElementExpectations(MapReader& expect, IssueLog& log, PolicyCase& one) {
  static const std::vector<Word>* const kTreatments =
      new std::vector<Word>(WordsOf(*v1::Treatment_descriptor()));
  const std::vector<const YamlNode*> items = expect.Items("elements", Need::kOptional);
  for (const YamlNode* item : items) {
    MapReader map(*item, "an entry of 'elements'", log);
    ElementExpectation entry;
    entry.place = log.PlaceOf(*item);
    entry.element = ReadOneElement(map, log);
    entry.about = ReadAbout(map);
    entry.treatment = static_cast<v1::Treatment>(map.WordIn("treatment", Need::kRequired, *kTreatments));
    entry.clause = map.Text("clause", Need::kOptional, Form::kLine);
    map.Finish();
    const bool found = std::any_of(one.found.begin(), one.found.end(), [&entry](const FoundEntry& given) {
      return given.element == entry.element && (!entry.about || given.about == *entry.about);
    });
    if (!found && entry.element != v1::DATA_ELEMENT_UNSPECIFIED) {
      log.Add(*item, "nothing under 'found' is this; a case may only expect what it gives");
    }
    one.elements.push_back(std::move(entry));
  }
}

void ReadExpect(const YamlNode& node, IssueLog& log, PolicyCase& one) {
  static const std::vector<Word>* const kVerdicts = new std::vector<Word>(WordsOf(*v1::Verdict_descriptor()));
  static const std::vector<Word>* const kRoutes = new std::vector<Word>(WordsOf(*v1::Route_descriptor()));
  MapReader expect(node, "'expect'", log);
  one.verdict = static_cast<v1::Verdict>(expect.WordIn("verdict", Need::kRequired, *kVerdicts));
  one.route = static_cast<v1::Route>(expect.WordIn("route", Need::kOptional, *kRoutes));
  one.reason = expect.Text("reason", Need::kOptional, Form::kLine);
  one.clause = expect.Text("clause", Need::kOptional, Form::kLine);
  ReadElementExpectations(expect, log, one);
  expect.Finish();
}

}  // namespace

PolicyTestDocument ReadPolicyTest(const YamlNode& spec_node, IssueLog& log) {
  PolicyTestDocument test;
  test.canonical = CanonicalText(spec_node);
  MapReader spec(spec_node, "'spec'", log);
  const std::vector<const YamlNode*> items = spec.Items("cases", Need::kRequired);
  NeedEntries(spec, "cases", log);
  for (const YamlNode* item : items) {
    MapReader map(*item, "a case", log);
    PolicyCase one;
    one.place = log.PlaceOf(*item);
    one.name = map.Text("name", Need::kRequired, Form::kLine);
    if (const YamlNode* given = map.Find("given", Need::kRequired)) ReadGiven(*given, log, one);
    if (const YamlNode* expect = map.Find("expect", Need::kRequired)) ReadExpect(*expect, log, one);
    map.Finish();
    test.cases.push_back(std::move(one));
  }
  spec.Finish();
  return test;
}

}  // namespace schoolgate::policy
