#include "policy/expiries.h"

#include <algorithm>
#include <tuple>

#include "core/util/strings.h"

namespace schoolgate::policy {
namespace {

constexpr std::string_view kAgreementKind = "agreement";

// What stands in a sentence for a kind.
std::string_view Words(std::string_view what) {
  if (what == "bias_review") return "bias review";
  if (what == "fact_sheet") return "vendor fact sheet";
  return what;
}

}  // namespace

std::vector<Expiry> ExpiriesOf(const Documents& documents, absl::CivilDay today) {
  std::vector<Expiry> expiries;
  const auto add = [&](std::string_view what, const auto& document, absl::CivilDay last_day) {
    expiries.push_back(Expiry{what, document.name, last_day, last_day - today, document.place});
  };
  for (const AgreementDocument& agreement : documents.agreements) {
    add(kAgreementKind, agreement, agreement.expires_on);
  }
  for (const ToolDocument& tool : documents.tools) {
    if (tool.rubric) add("rubric", tool, tool.rubric->review.expires_on);
    if (tool.bias_review) add("bias_review", tool, tool.bias_review->expires_on);
    if (tool.fact_sheet) add("fact_sheet", tool, tool.fact_sheet->review.expires_on);
    if (tool.pilot) add("pilot", tool, tool.pilot->ends_on);
  }
  std::sort(expiries.begin(), expiries.end(), [](const Expiry& a, const Expiry& b) {
    return std::tie(a.last_day, a.what, a.name) < std::tie(b.last_day, b.what, b.name);
  });
  return expiries;
}

std::optional<int> WarningDue(int64_t days_left) {
  if (days_left < 0) return 0;
  for (const int days : {7, 30, 60}) {
    if (days_left <= days) return days;
  }
  return std::nullopt;
}

std::string Describe(const Expiry& expiry) {
  const std::string subject = expiry.what == kAgreementKind
                                  ? StrCat("the agreement '", expiry.name, "'")
                                  : StrCat("the tool '", expiry.name, "': its ", Words(expiry.what));
  const std::string day = absl::FormatCivilTime(expiry.last_day);
  if (expiry.days_left < 0) return StrCat(subject, " ran out on ", day);
  if (expiry.days_left == 0) return StrCat(subject, " runs out today, ", day);
  return StrCat(subject, " runs out in ", expiry.days_left,
                expiry.days_left == 1 ? " day, on " : " days, on ", day);
}

}  // namespace schoolgate::policy
