// Reads a filled Exhibit B worksheet: the NDPA's Schedule of Data, as a table of categories, elements and
// marks.
//
// What:   ReadExhibitB, which turns the marked rows into rows of an agreement's schedule.
// Owner:  values only.
// Thread: any.
// Errors: a table without the worksheet's columns is INVALID_ARGUMENT; a marked row nothing stands for is in
// `unmapped`,
//         and is not in the schedule, so what it names is redacted.
// Source: SDPC National Data Privacy Agreement, Exhibit B, 24 categories; the California NDPA v1.5 has a
// column per app.
#ifndef SCHOOLGATE_POLICY_EXHIBIT_B_H_
#define SCHOOLGATE_POLICY_EXHIBIT_B_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "core/vocabulary/vocabulary.h"

namespace schoolgate::policy {

// A row of the schedule that the worksheet grants, with a treatment on the safe side.
struct GrantedElement {
  v1::DataElement element = v1::DATA_ELEMENT_UNSPECIFIED;
  v1::Treatment treatment = v1::TREATMENT_REDACT;
  std::string_view category;              // as the NDPA writes it
  std::vector<std::string_view> entries;  // what the NDPA calls it: "Date of Birth"
  std::string_view remark;                // why it is stricter than the worksheet; may be empty
  std::vector<size_t> apps;               // into Worksheet::apps, ascending; none: all
};

// A marked row that grants nothing, and what to do about it. No text of the worksheet is repeated.
struct UnmappedRow {
  size_t line = 0;  // 1-based
  std::string reason;
};

struct Worksheet {
  std::vector<std::string> apps;  // the titles of the columns, where there is one for each app
  std::vector<GrantedElement> granted;
  std::vector<UnmappedRow> unmapped;
};

// `content` is the file: commas, semicolons or tabs; UTF-8 or Windows-1252.
absl::StatusOr<Worksheet> ReadExhibitB(std::string content);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_EXHIBIT_B_H_
