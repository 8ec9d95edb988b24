// One page of records on its way out: drafted, its prose looked through, decided, and treated into the
// Outbound that the audit log clears. The same detector, policy and transformer as a prompt's.
//
// Coroutines of one event loop; a page's own. Errors: VAULT_UNAVAILABLE where new pseudonyms cannot be made.
#ifndef SCHOOLGATE_GATEWAY_RECORDS_RECORD_PAGE_H_
#define SCHOOLGATE_GATEWAY_RECORDS_RECORD_PAGE_H_

#include <boost/asio/awaitable.hpp>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/gate.h"
#include "gateway/records/record_fields.h"
#include "gateway/records/record_pseudonyms.h"

namespace schoolgate::gateway {

// What a page is made of. All outlive the coroutine.
struct PageOrder {
  const Snapshots& with;
  const policy::Plan& plan;
  const RecordView& view;
  v1::RecordKind kind = v1::RECORD_KIND_UNSPECIFIED;
  std::span<const RecordRef> refs;
  std::string resume_token;  // as the vendor gets it; empty on the last page
  bool records_changed = false;
};

struct TreatedPage {
  Outbound outbound;
  size_t records = 0;
  // For the audit record: everything that was told or kept back, and what policy said of it.
  Findings told;
  policy::Decision decision;
};

boost::asio::awaitable<absl::StatusOr<TreatedPage>> TreatPage(Gate& gate, const PageOrder& order,
                                                              RecordPseudonyms& pseudonyms);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_RECORDS_RECORD_PAGE_H_
