// Rows of elements and treatments, as schedules and limits have them. Stateless; any thread.
#ifndef SCHOOLGATE_POLICY_ELEMENT_ROWS_H_
#define SCHOOLGATE_POLICY_ELEMENT_ROWS_H_

#include <string_view>
#include <vector>

#include "policy/documents.h"
#include "policy/reader.h"

namespace schoolgate::policy {

// What a list's rows may say beside element, treatment and clause.
enum class RowKind { kForTool, kForDistrict };

// The rows under `key` of `map`. Faulty rows are noted and left out.
std::vector<ElementRow> ReadElementRows(MapReader& map, std::string_view key, Need need, RowKind kind,
                                        IssueLog& log);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_ELEMENT_ROWS_H_
