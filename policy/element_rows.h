// Rows of elements and treatments, as schedules and limits have them. Stateless; any thread.
#ifndef SCHOOLGATE_POLICY_ELEMENT_ROWS_H_
#define SCHOOLGATE_POLICY_ELEMENT_ROWS_H_

#include <string_view>
#include <vector>

#include "policy/documents.h"
#include "policy/reader.h"

namespace schoolgate::policy {

// Which list a row stands in, and so what it may say: a schedule's rows grant (element, treatment, clause,
// apps); limits may also hold, block or keep an exchange on premises, and be for some roles, grades or flags
// only; a district's limits may be for one route only.
enum class RowKind { kSchedule, kToolLimit, kDistrictLimit };

// The grades under 'grades'.
GradeSet ReadGrades(MapReader& map, IssueLog& log);

// The roles under `key`.
RoleSet ReadRoles(MapReader& map, std::string_view key);

// The words of the flags of people; their numbers are the flags' bits.
const std::vector<Word>& FlagWords();

// The elements that the ids and prefixes under `key` cover.
std::vector<v1::DataElement> ReadElements(MapReader& map, std::string_view key, Need need, IssueLog& log);

// The rows under `key` of `map`. Faulty rows are noted and left out.
std::vector<ElementRow> ReadElementRows(MapReader& map, std::string_view key, Need need, RowKind kind,
                                        IssueLog& log);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_ELEMENT_ROWS_H_
