#include "policy/element_rows.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "core/util/strings.h"

namespace schoolgate::policy {
namespace {

struct Vocabulary {
  std::vector<Word> treatments;
  std::vector<Word> routes;
  std::vector<std::string> prefixes;         // "student.*"
  std::vector<std::string_view> candidates;  // every id and prefix

  Vocabulary() : treatments(WordsOf(*v1::Treatment_descriptor())), routes(WordsOf(*v1::Route_descriptor())) {
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

bool ReadRow(const YamlNode& node, RowKind kind, IssueLog& log, ElementRow& row) {
  const Vocabulary& vocabulary = TheVocabulary();
  MapReader map(node, "a row", log);
  row.place = log.PlaceOf(node);
  const YamlNode* element = map.Find("element", Need::kRequired);
  if (element != nullptr) {
    row.elements = Covered(element->text);
    if (row.elements.empty()) {
      log.AddNear(element->line, element->column,
                  "'element' must be a data element's id, or a prefix such as 'student.*'", element->text,
                  vocabulary.candidates);
    } else {
      row.pattern = element->text;
      row.exact = !row.pattern.ends_with(".*");
      row.place = log.PlaceOf(*element);
    }
  }
  row.treatment = static_cast<v1::Treatment>(map.WordIn("treatment", Need::kRequired, vocabulary.treatments));
  row.clause = map.Text("clause", Need::kRequired, Form::kLine);
  if (kind == RowKind::kForDistrict) {
    row.route = static_cast<v1::Route>(map.WordIn("route", Need::kOptional, vocabulary.routes));
  }
  map.Finish();
  if (row.pattern.empty() || row.treatment == v1::TREATMENT_UNSPECIFIED) return false;
  if (std::none_of(row.elements.begin(), row.elements.end(),
                   [&row](v1::DataElement e) { return Supports(e, row.treatment); })) {
    log.Add(node, StrCat("'", row.pattern, "' cannot be given '", TreatmentName(row.treatment),
                         "'; use one of: ", SupportedBy(row.elements)));
    return false;
  }
  return true;
}

}  // namespace

std::vector<ElementRow> ReadElementRows(MapReader& map, std::string_view key, Need need, RowKind kind,
                                        IssueLog& log) {
  std::vector<ElementRow> rows;
  std::set<std::pair<std::string, int>> seen;
  const std::vector<const YamlNode*> items = map.Items(key, need);
  for (const YamlNode* item : items) {
    ElementRow row;
    if (!ReadRow(*item, kind, log, row)) continue;
    if (!seen.emplace(row.pattern, static_cast<int>(row.route)).second) {
      log.Add(row.place.line, row.place.column, StrCat("'", row.pattern, "' has a row already; keep one"));
      continue;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace schoolgate::policy
