#include "policy/element_rows.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "core/util/strings.h"

namespace schoolgate::policy {
namespace {

// The words of 'treatment' beside those of spans.
constexpr int kHold = 101;
constexpr int kBlock = 102;
constexpr int kOnPremises = 103;

struct Vocabulary {
  std::vector<Word> treatments;
  std::vector<Word> limits;  // treatments, and what an exchange may get
  std::vector<Word> roles;
  std::vector<Word> flags;
  std::vector<Word> routes;
  std::vector<std::string> prefixes;         // "student.*"
  std::vector<std::string_view> candidates;  // every id and prefix

  Vocabulary()
      : treatments(WordsOf(*v1::Treatment_descriptor())),
        limits(treatments),
        roles(WordsOf(*v1::CallerRole_descriptor())),
        flags({{"directory_opt_out", kDirectoryOptOut},
               {"ai_consent_withheld", kAiConsentWithheld},
               {"under_13", kUnder13},
               {"custody_restriction", kCustodyRestriction},
               {"special_protection", kSpecialProtection}}),
        routes(WordsOf(*v1::Route_descriptor())) {
    limits.push_back({"hold", kHold});
    limits.push_back({"block", kBlock});
    limits.push_back({"on_premises", kOnPremises});
    std::set<std::string> found;
    for (int n = 1; n < kDataElementCount; ++n) {
      const std::string_view id = ElementId(static_cast<v1::DataElement>(n));
      candidates.push_back(id);
      for (size_t dot = id.find('.'); dot != std::string_view::npos; dot = id.find('.', dot + 1)) {
        found.insert(StrCat(id.substr(0, dot), ".*"));
      }
    }
    prefixes.assign(found.begin(), found.end());
    candidates.insert(candidates.end(), prefixes.begin(), prefixes.end());
  }
};

const Vocabulary& TheVocabulary() {
  static const Vocabulary* const vocabulary = new Vocabulary;
  return *vocabulary;
}

// What a pattern covers; nothing if it is neither an id nor a prefix of one.
std::vector<v1::DataElement> Covered(std::string_view pattern) {
  if (const auto element = ElementFromId(pattern)) return {*element};
  std::vector<v1::DataElement> covered;
  if (!pattern.ends_with(".*")) return covered;
  pattern.remove_suffix(1);
  for (int n = 1; n < kDataElementCount; ++n) {
    const auto element = static_cast<v1::DataElement>(n);
    if (ElementId(element).starts_with(pattern)) covered.push_back(element);
  }
  return covered;
}

std::string SupportedBy(const std::vector<v1::DataElement>& elements) {
  std::string list;
  for (const Word& word : TheVocabulary().treatments) {
    const auto treatment = static_cast<v1::Treatment>(word.number);
    if (std::any_of(elements.begin(), elements.end(),
                    [treatment](v1::DataElement e) { return Supports(e, treatment); })) {
      list += StrCat(list.empty() ? "" : ", ", word.name);
    }
  }
  return list;
}

// What the id or prefix covers; nothing, noting it, if it is neither.
std::vector<v1::DataElement> ReadPattern(const YamlNode& node, std::string_view key, IssueLog& log) {
  std::vector<v1::DataElement> elements = Covered(node.text);
  if (elements.empty()) {
    log.AddNear(node.line, node.column,
                StrCat("'", key, "' must be a data element's id, or a prefix such as 'student.*'"), node.text,
                TheVocabulary().candidates);
  }
  return elements;
}

void ReadElement(MapReader& map, IssueLog& log, ElementRow& row) {
  const YamlNode* element = map.Find("element", Need::kRequired);
  if (element == nullptr) return;
  row.elements = ReadPattern(*element, "element", log);
  if (row.elements.empty()) return;
  row.pattern = element->text;
  row.exact = !row.pattern.ends_with(".*");
  row.place = log.PlaceOf(*element);
}

// What the row gives; false where it gives nothing that could be read.
bool ReadTreatment(MapReader& map, RowKind kind, ElementRow& row) {
  const Vocabulary& vocabulary = TheVocabulary();
  const int word = map.WordIn("treatment", Need::kRequired,
                              kind == RowKind::kSchedule ? vocabulary.treatments : vocabulary.limits);
  if (word == kHold) row.verdict = v1::VERDICT_HOLD;
  if (word == kBlock) row.verdict = v1::VERDICT_BLOCK;
  if (word == kOnPremises) row.on_premises = true;
  if (word != 0 && word < kHold) row.treatment = static_cast<v1::Treatment>(word);
  return word != 0;
}

void ReadConditions(MapReader& map, RowKind kind, IssueLog& log, ElementRow& row) {
  const Vocabulary& vocabulary = TheVocabulary();
  if (kind == RowKind::kSchedule) {
    row.apps = map.Texts("apps", Need::kOptional, Form::kName);
    return;
  }
  if (map.Has("roles")) row.roles = ReadRoles(map, "roles");
  if (map.Has("grades")) row.grades = ReadGrades(map, log);
  if (const YamlNode* flag = map.Find("flag", Need::kOptional)) {
    row.flag = static_cast<PersonFlags>(map.WordIn("flag", Need::kOptional, vocabulary.flags));
    if (row.flag != 0 && !row.is_span()) {
      log.Add(*flag,
              "a row with 'flag' is about that person's own spans and never holds or refuses everybody's "
              "request; give it allow, generalize, pseudonymize or redact");
    }
  }
  if (kind == RowKind::kDistrictLimit) {
    row.route = static_cast<v1::Route>(map.WordIn("route", Need::kOptional, vocabulary.routes));
  }
}

bool ReadRow(const YamlNode& node, RowKind kind, IssueLog& log, ElementRow& row) {
  MapReader map(node, "a row", log);
  row.place = log.PlaceOf(node);
  ReadElement(map, log, row);
  const bool given = ReadTreatment(map, kind, row);
  row.clause = map.Text("clause", Need::kRequired, Form::kLine);
  ReadConditions(map, kind, log, row);
  map.Finish();
  if (row.pattern.empty() || !given) return false;
  if (row.is_span() && std::none_of(row.elements.begin(), row.elements.end(),
                                    [&row](v1::DataElement e) { return Supports(e, row.treatment); })) {
    log.Add(node, StrCat("'", row.pattern, "' cannot be given '", TreatmentName(row.treatment),
                         "'; use one of: ", SupportedBy(row.elements)));
    return false;
  }
  return true;
}

// Rows that say the same of the same.
std::string KeyOf(const ElementRow& row) {
  std::string key = StrCat(row.pattern, "|", static_cast<int>(row.route), "|", static_cast<int>(row.roles),
                           "|", static_cast<int>(row.grades), "|", static_cast<int>(row.flag), "|",
                           row.is_span()     ? "span"
                           : row.on_premises ? "route"
                                             : "exchange");
  std::set<std::string_view> apps;
  for (const Located& app : row.apps) apps.insert(app.text);
  for (const std::string_view app : apps) key += StrCat("|", app);
  return key;
}

}  // namespace

GradeSet ReadGrades(MapReader& map, IssueLog& log) {
  GradeSet grades = 0;
  const std::vector<const YamlNode*> items = map.Items("grades", Need::kRequired);
  for (const YamlNode* item : items) {
    const std::optional<GradeSet> set = GradesFromText(item->text);
    if (!set) {
      log.Add(*item, "'grades' must be grades, PK, K or 1 to 12, or ranges of them such as 6-8");
    } else {
      grades |= *set;
    }
  }
  NeedEntries(map, "grades", log);
  return grades;
}

RoleSet ReadRoles(MapReader& map, std::string_view key) {
  RoleSet roles = 0;
  for (const int role : map.WordsIn(key, TheVocabulary().roles)) roles |= static_cast<RoleSet>(1 << role);
  return roles;
}

const std::vector<Word>& FlagWords() { return TheVocabulary().flags; }

std::vector<v1::DataElement> ReadElements(MapReader& map, std::string_view key, Need need, IssueLog& log) {
  std::vector<v1::DataElement> elements;
  const std::vector<const YamlNode*> items = map.Items(key, need);
  for (const YamlNode* item : items) {
    for (const v1::DataElement element : ReadPattern(*item, key, log)) {
      if (std::find(elements.begin(), elements.end(), element) == elements.end()) elements.push_back(element);
    }
  }
  return elements;
}

std::vector<ElementRow> ReadElementRows(MapReader& map, std::string_view key, Need need, RowKind kind,
                                        IssueLog& log) {
  std::vector<ElementRow> rows;
  std::set<std::string> seen;
  const std::vector<const YamlNode*> items = map.Items(key, need);
  for (const YamlNode* item : items) {
    ElementRow row;
    if (!ReadRow(*item, kind, log, row)) continue;
    if (!seen.insert(KeyOf(row)).second) {
      log.Add(row.place.line, row.place.column, StrCat("'", row.pattern, "' has a row already; keep one"));
      continue;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace schoolgate::policy
