#include "gateway/audit/render.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "core/crypto/digest.h"
#include "core/util/strings.h"
#include "core/vocabulary/vocabulary.h"

namespace schoolgate::gateway {
namespace {

using Json = rapidjson::Writer<rapidjson::StringBuffer>;

std::string TimeOf(const v1::AuditRecord& record) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::FromUnixMicros(record.time_micros()),
                          absl::UTCTimeZone());
}

// "AUDIT_PHASE_INTENT" is "intent".
std::string EnumWord(std::string_view name, std::string_view prefix) {
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  return absl::AsciiStrToLower(ToAbsl(name));
}
std::string PhaseWord(const v1::AuditRecord& record) {
  return EnumWord(v1::AuditPhase_Name(record.phase()), "AUDIT_PHASE_");
}
std::string OutcomeWord(const v1::AuditRecord& record) {
  return record.outcome() == v1::OUTCOME_STATUS_UNSPECIFIED
             ? std::string()
             : EnumWord(v1::OutcomeStatus_Name(record.outcome()), "OUTCOME_STATUS_");
}

std::string_view Done(v1::Treatment treatment) {
  switch (treatment) {
    case v1::TREATMENT_ALLOW:
      return "allowed";
    case v1::TREATMENT_GENERALIZE:
      return "generalized";
    case v1::TREATMENT_PSEUDONYMIZE:
      return "pseudonymized";
    case v1::TREATMENT_REDACT:
      return "redacted";
    default:
      return "untreated";
  }
}

std::string ElementText(const v1::ElementCount& element) {
  return StrCat(ElementId(element.element()), "×", element.count(), " ", Done(element.treatment()));
}

// What a table shows of how it ended: the outcome, or why it was denied.
std::string Ending(const v1::AuditRecord& record) {
  const std::string outcome = OutcomeWord(record);
  if (outcome.empty() || record.reason().empty()) return StrCat(outcome, record.reason());
  return StrCat(outcome, " (", record.reason(), ")");
}

// Characters, not bytes: "×" takes one column.
size_t Width(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(),
                                           [](char c) { return (static_cast<uint8_t>(c) & 0xC0) != 0x80; }));
}

void Text(Json& json, const char* key, std::string_view value) {
  if (value.empty()) return;
  json.Key(key);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}
void Number(Json& json, const char* key, int64_t value) {
  if (value == 0) return;
  json.Key(key);
  json.Int64(value);
}
void Hex(Json& json, const char* key, const std::string& value) { Text(json, key, HexEncode(value)); }
template <typename Enum>
void Word(Json& json, const char* key, Enum value, const std::string& name, std::string_view prefix) {
  if (static_cast<int>(value) != 0) Text(json, key, EnumWord(name, prefix));
}

template <typename Elements>
void ElementList(Json& json, const char* key, const Elements& elements) {
  if (elements.empty()) return;
  json.Key(key);
  json.StartArray();
  for (const v1::ElementCount& element : elements) {
    json.StartObject();
    Text(json, "element", ElementId(element.element()));
    Text(json, "treatment", TreatmentName(element.treatment()));
    Number(json, "count", element.count());
    Text(json, "clause", element.clause());
    Text(json, "text", ElementText(element));
    json.EndObject();
  }
  json.EndArray();
}

void Caller(Json& json, const v1::AuditCaller& caller) {
  json.Key("caller");
  json.StartObject();
  Text(json, "app", caller.app());
  Word(json, "role", caller.role(), v1::CallerRole_Name(caller.role()), "CALLER_ROLE_");
  Hex(json, "person_tag", caller.person_tag());
  if (!caller.person_tag().empty()) {
    json.Key("person_verified");
    json.Bool(caller.person_verified());
  }
  Text(json, "method", caller.method());
  json.EndObject();
}

void PolicyChange(Json& json, const v1::PolicyChange& change) {
  json.Key("policy_change");
  json.StartObject();
  Text(json, "old_hash", change.old_hash());
  Text(json, "how", change.how());
  Number(json, "faults", change.faults());
  Hex(json, "reason_salt", change.reason_salt());
  Hex(json, "reason_digest", change.reason_digest());
  Number(json, "reason_length", change.reason_length());
  json.EndObject();
}

void KeyChange(Json& json, const v1::KeyChange& change) {
  json.Key("key_change");
  json.StartObject();
  Text(json, "how", change.how());
  Text(json, "key", change.key());
  if (change.ended_scopes()) {
    json.Key("ended_scopes");
    json.Bool(true);
  }
  json.EndObject();
}

void TextBatch(Json& json, const v1::TextBatch& batch) {
  json.Key("text_batch");
  json.StartObject();
  Text(json, "scope", batch.scope());
  Number(json, "texts", batch.texts());
  Number(json, "input_bytes", batch.input_bytes());
  Hex(json, "input_digest", batch.input_digest());
  Number(json, "resumed_bytes", batch.resumed_bytes());
  json.EndObject();
}

}  // namespace

std::string RenderElements(const v1::AuditRecord& record) {
  std::string text;
  for (const v1::ElementCount& element : record.elements()) {
    text += StrCat(text.empty() ? "" : ", ", ElementText(element));
  }
  return text;
}

std::string RenderTable(const std::vector<AuditRow>& rows) {
  using Line = std::array<std::string, 9>;
  std::vector<Line> lines = {
      {"INDEX", "TIME", "PHASE", "APP", "TOOL", "VENDOR", "OUTCOME", "EXCHANGE", "ELEMENTS"}};
  for (const AuditRow& row : rows) {
    const v1::AuditRecord& r = row.record;
    lines.push_back({StrCat(row.index), TimeOf(r), PhaseWord(r), r.caller().app(), r.tool(), r.vendor(),
                     Ending(r), r.exchange_id(), RenderElements(r)});
  }
  std::array<size_t, 9> widths{};
  for (const Line& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], Width(line[i]));
  }
  std::string table;
  for (const Line& line : lines) {
    std::string text;
    for (size_t i = 0; i < line.size(); ++i) {
      text += line[i];
      text.append(widths[i] - Width(line[i]) + 2, ' ');
    }
    table += StrCat(text.substr(0, text.find_last_not_of(' ') + 1), "\n");
  }
  return table;
}

std::string RenderJson(const AuditRow& row) {
  const v1::AuditRecord& r = row.record;
  rapidjson::StringBuffer out;
  Json json(out);
  json.StartObject();
  json.Key("index");
  json.Uint64(row.index);
  Text(json, "time", TimeOf(r));
  Text(json, "phase", PhaseWord(r));
  Text(json, "record_id", r.record_id());
  Text(json, "exchange_id", r.exchange_id());
  Text(json, "boot_id", r.boot_id());
  Text(json, "district", r.district());
  if (r.has_caller()) Caller(json, r.caller());
  Text(json, "tool", r.tool());
  Text(json, "vendor", r.vendor());
  Text(json, "model", r.model());
  Text(json, "purpose", r.purpose());
  Word(json, "legal_basis", r.legal_basis(), v1::LegalBasis_Name(r.legal_basis()), "LEGAL_BASIS_");
  Text(json, "agreement", r.agreement());
  Text(json, "policy_hash", r.policy_hash());
  Text(json, "roster_version", r.roster_version());
  Word(json, "route", r.route(), v1::Route_Name(r.route()), "ROUTE_");
  Word(json, "verdict", r.verdict(), v1::Verdict_Name(r.verdict()), "VERDICT_");
  Text(json, "operation", r.operation());
  Text(json, "exchange_clause", r.exchange_clause());
  Text(json, "review_id", r.review_id());
  ElementList(json, "elements", r.elements());
  if (!r.subject_tags().empty()) {
    json.Key("subject_tags");
    json.StartArray();
    for (const std::string& tag : r.subject_tags()) json.String(HexEncode(tag).c_str());
    json.EndArray();
  }
  Number(json, "ambiguous_subjects", r.ambiguous_subjects());
  Hex(json, "digest_salt", r.digest_salt());
  Hex(json, "outbound_digest", r.outbound_digest());
  Hex(json, "inbound_digest", r.inbound_digest());
  Number(json, "outbound_bytes", r.outbound_bytes());
  Number(json, "inbound_bytes", r.inbound_bytes());
  Hex(json, "reason_digest", r.reason_digest());
  Number(json, "override_expire_micros", r.override_expire_micros());
  Text(json, "outcome", OutcomeWord(r));
  Text(json, "reason", r.reason());
  Number(json, "input_tokens", r.input_tokens());
  Number(json, "output_tokens", r.output_tokens());
  Number(json, "vendor_micros", r.vendor_micros());
  Number(json, "restored_count", r.restored_count());
  Number(json, "unrestored_count", r.unrestored_count());
  Number(json, "withheld_count", r.withheld_count());
  Number(json, "typed_count", r.typed_count());
  Number(json, "altered_count", r.altered_count());
  Number(json, "rating", r.rating());
  Number(json, "denied_count", r.denied_count());
  Hex(json, "source_tag", r.source_tag());
  ElementList(json, "volunteered", r.volunteered());
  Number(json, "altered_count", r.altered_count());
  if (r.has_policy_change()) PolicyChange(json, r.policy_change());
  if (r.has_key_change()) KeyChange(json, r.key_change());
  if (r.has_text_batch()) TextBatch(json, r.text_batch());
  Number(json, "roster_people", r.roster_people());
  Number(json, "roster_quarantined", r.roster_quarantined());
  json.EndObject();
  return {out.GetString(), out.GetSize()};
}

}  // namespace schoolgate::gateway
