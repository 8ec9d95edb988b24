// Audit records as people and programs read them. Thread: any; stateless.
//
// Units: times in RFC 3339, UTC, microseconds; digests and tags in lower-case hexadecimal.
#ifndef SCHOOLGATE_GATEWAY_AUDIT_RENDER_H_
#define SCHOOLGATE_GATEWAY_AUDIT_RENDER_H_

#include <string>
#include <vector>

#include "gateway/audit/query.h"

namespace schoolgate::gateway {

// A header line and one line a record, in columns; every line ends in a newline.
std::string RenderTable(const std::vector<AuditRow>& rows);

// One JSON object on one line, without a newline; fields that say nothing are left out.
std::string RenderJson(const AuditRow& row);

// "student.name×2 pseudonymized, guardian.contact.phone×1 redacted".
std::string RenderElements(const v1::AuditRecord& record);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_AUDIT_RENDER_H_
