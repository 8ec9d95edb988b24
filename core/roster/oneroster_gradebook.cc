// Terms, and what is graded in classes: the files of an export that recognise nobody and that vendors ask
// for.

#include <cmath>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/roster/oneroster_internal.h"
#include "core/roster/oneroster_values.h"

namespace schoolgate {
namespace {

// Nothing, and reported, where something is written that is no number.
std::optional<double> NumberIn(BundleTable& table, const BundleColumn& column) {
  const std::string_view written = table.Get(column);
  double number = 0;
  if (written.empty()) return std::nullopt;
  if (absl::SimpleAtod(absl::string_view(written.data(), written.size()), &number) && std::isfinite(number)) {
    return number;
  }
  table.Report(ImportReason::kUnreadValue, column);
  return std::nullopt;
}

FileDay DayIn(BundleTable& table, const BundleColumn& column) {
  const auto day = ParseDate(table.Get(column));
  if (!day && !table.Get(column).empty()) table.Report(ImportReason::kUnreadValue, column);
  return day.value_or(FileDay{});
}

ScoreStatus ParseScoreStatus(std::string_view status) {
  std::string letters;
  for (const char c : status) {
    if (absl::ascii_isalpha(static_cast<unsigned char>(c))) {
      letters.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    }
  }
  if (letters == "exempt") return ScoreStatus::kExempt;
  if (letters == "fullygraded") return ScoreStatus::kFullyGraded;
  if (letters == "notsubmitted") return ScoreStatus::kNotSubmitted;
  if (letters == "partiallygraded") return ScoreStatus::kPartiallyGraded;
  if (letters == "submitted") return ScoreStatus::kSubmitted;
  return ScoreStatus::kUnspecified;
}

}  // namespace

void ReadAcademicSessions(BundleTable& table, RosterImport& import) {
  const BundleColumn source_id = table.Column({"sourcedId"});
  const BundleColumn title = table.Column({"title"});
  const BundleColumn starts = table.Column({"startDate"});
  const BundleColumn ends = table.Column({"endDate"});
  while (table.Next()) {
    const std::string_view id = table.Get(source_id);
    if (id.empty()) {
      table.Report(ImportReason::kMissingSourcedId, source_id);
      continue;
    }
    std::string text(table.Get(title));
    if (ParseDate(table.Get(starts)) && ParseDate(table.Get(ends))) {
      absl::StrAppend(&text, text.empty() ? "" : " ", "(", std::string(table.Get(starts).substr(0, 10)),
                      " to ", std::string(table.Get(ends).substr(0, 10)), ")");
    }
    import.terms.emplace(id, std::move(text));
  }
}

std::string TermsOf(std::string_view session_ids, const RosterImport& import) {
  std::string text;
  for (const std::string_view id : SplitList(session_ids)) {
    const auto term = import.terms.find(std::string(id));
    if (term != import.terms.end()) absl::StrAppend(&text, text.empty() ? "" : ", ", term->second);
  }
  return text;
}

void ReadCategories(BundleTable& table, RosterImport& import) {
  const BundleColumn source_id = table.Column({"sourcedId"});
  const BundleColumn title = table.Column({"title"});
  while (table.Next()) import.categories.emplace(table.Get(source_id), table.Get(title));
}

void ReadLineItems(BundleTable& table, RosterImport& import) {
  const BundleColumn source_id = table.Column({"sourcedId"});
  const BundleColumn status = table.Column({"status"});
  const BundleColumn title = table.Column({"title"});
  const BundleColumn due = table.Column({"dueDate"});
  const BundleColumn class_id = table.Column({"classSourcedId"});
  const BundleColumn category = table.Column({"categorySourcedId"});
  const BundleColumn least = table.Column({"resultValueMin"});
  const BundleColumn most = table.Column({"resultValueMax"});
  while (table.Next()) {
    LineItem item;
    item.id = table.Get(source_id);
    if (item.id.empty()) table.Report(ImportReason::kMissingSourcedId, source_id);
    const auto in = import.builder.FindClass(table.Get(class_id));
    if (table.Get(class_id).empty()) {
      table.Report(ImportReason::kMissingReference, class_id);
    } else if (!in) {
      table.Report(ImportReason::kUnknownClass, class_id);
    }
    if (table.row_broken() || !in || IsDeleted(table.Get(status))) continue;
    item.title = table.Get(title);
    if (const auto named = import.categories.find(std::string(table.Get(category)));
        named != import.categories.end()) {
      item.category = named->second;
    }
    item.class_index = *in;
    item.due_on = DayIn(table, due);
    const std::optional<double> from = NumberIn(table, least);
    const std::optional<double> to = NumberIn(table, most);
    if (to && from.value_or(0) < *to) {
      item.least = from.value_or(0);
      item.most = *to;
    }
    import.builder.AddLineItem(item);
  }
}

void ReadResults(BundleTable& table, RosterImport& import) {
  const BundleColumn source_id = table.Column({"sourcedId"});
  const BundleColumn status = table.Column({"status"});
  const BundleColumn line_item = table.Column({"lineItemSourcedId"});
  const BundleColumn student = table.Column({"studentSourcedId", "userSourcedId"});
  const BundleColumn score_status = table.Column({"scoreStatus"});
  const BundleColumn score = table.Column({"score"});
  const BundleColumn scored = table.Column({"scoreDate"});
  const BundleColumn comment = table.Column({"comment"});
  while (table.Next()) {
    Result result;
    result.id = table.Get(source_id);
    if (result.id.empty()) table.Report(ImportReason::kMissingSourcedId, source_id);
    for (const BundleColumn& column : {line_item, student}) {
      if (table.Get(column).empty()) table.Report(ImportReason::kMissingReference, column);
    }
    if (table.row_broken() || IsDeleted(table.Get(status))) continue;
    const auto person = import.builder.FindPerson(table.Get(student));
    if (!person) {
      table.Report(ImportReason::kUnknownPerson, student);
      continue;
    }
    result.student = *person;
    result.status = ParseScoreStatus(table.Get(score_status));
    result.score = NumberIn(table, score).value_or(std::numeric_limits<double>::quiet_NaN());
    result.scored_on = DayIn(table, scored);
    result.comment = table.Get(comment);
    if (!import.builder.AddResult(table.Get(line_item), result)) {
      table.Report(ImportReason::kUnknownLineItem, line_item);
    }
  }
}

}  // namespace schoolgate
