#include "tests/integration/scenarios/district.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "connectors/dialects/json_util.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vocabulary/vocabulary.h"

namespace schoolgate::tests {

namespace json = connectors::json;

namespace {

constexpr const char* kVendors[] = {"lumen", "oldquiz", "compass", "tally", "wexford", "district-local"};

absl::TimeZone Zone() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("America/New_York", &zone));
  return zone;
}

// The text of a message's content, whole or in parts.
std::string ContentText(const json::Value& message) {
  const json::Value* content = json::Find(message, "content");
  if (content == nullptr) return "";
  if (content->IsString()) return std::string(json::Text(*content));
  std::string text;
  if (!content->IsArray()) return text;
  for (const json::Value& part : content->GetArray()) text += json::FindText(part, "text");
  return text;
}

// The text of the last message of a request to a vendor: what stands before it is the gate's instruction.
std::string LastText(std::string_view body) {
  json::Document document;
  EXPECT_TRUE(document.Parse(body).ok()) << body;
  const json::Value* messages = json::Find(document.root(), "messages");
  if (messages == nullptr || !messages->IsArray() || messages->Empty()) return "";
  return ContentText((*messages)[messages->Size() - 1]);
}

std::string ModelOf(std::string_view body) {
  json::Document document;
  EXPECT_TRUE(document.Parse(body).ok()) << body;
  return std::string(json::FindText(document.root(), "model"));
}

std::optional<connectors::VendorScript> Echo(const connectors::RecordedRequest& request) {
  connectors::VendorScript script;
  script.body = R"({"choices":[{"index":0,"message":{"role":"assistant","content":)";
  json::Writer writer(script.body);
  writer.String(LastText(request.body()));
  script.body += R"(},"finish_reason":"stop"}]})";
  return script;
}

// "STUDENT_7K3QF9_B" with "STUDENT_7K3QF9" first of its kind: "STUDENT#1_B".
std::string Numbered(std::string text, std::vector<std::string>& bases) {
  for (const std::string& code : connectors::CodesIn(text)) {
    const size_t kind_end = code.find('_');
    std::string base = code.substr(0, code.find('_', kind_end + 1));
    std::string form = code.substr(base.size());
    auto found = std::find(bases.begin(), bases.end(), base);
    if (found == bases.end()) found = bases.insert(bases.end(), base);
    const std::string kind = base.substr(0, kind_end);
    const auto of_kind = [&kind](const std::string& other) { return other.starts_with(kind + "_"); };
    const std::string name = StrCat(kind, "#", std::count_if(bases.begin(), found + 1, of_kind), form);
    for (size_t at = text.find(code); at != std::string::npos; at = text.find(code, at + name.size())) {
      // The first form's code begins the codes of the others.
      if (form.empty() && at + code.size() + 1 < text.size() && text[at + code.size()] == '_') {
        ++at;
        continue;
      }
      text.replace(at, code.size(), name);
    }
  }
  return text;
}

std::string Word(std::string_view name, std::string_view prefix) {
  return absl::AsciiStrToLower(ToAbsl(name.substr(prefix.size())));
}

void AppendFacts(const v1::AuditRecord& record, std::string& text) {
  if (!record.vendor().empty()) {
    text += StrCat(" to ", record.vendor(), "/", record.model(), " (",
                   Word(v1::Route_Name(record.route()), "ROUTE_"), ")");
  }
  text += StrCat("\n", record.caller().app(), " as ",
                 Word(v1::CallerRole_Name(record.caller().role()), "CALLER_ROLE_"));
  if (!record.purpose().empty()) text += StrCat(", for ", record.purpose());
  text += "\n";
  if (!record.agreement().empty()) {
    text += StrCat(record.agreement(), ", ", Word(v1::LegalBasis_Name(record.legal_basis()), "LEGAL_BASIS_"),
                   "\n");
  }
  if (record.subject_tags_size() > 0) {
    text += StrCat("about ", record.subject_tags_size(),
                   record.subject_tags_size() == 1 ? " student\n" : " students\n");
  }
  if (!record.exchange_clause().empty()) text += StrCat("because: ", record.exchange_clause(), "\n");
  for (const v1::ElementCount& row : record.elements()) {
    text += StrCat(ElementId(row.element()), " ", TreatmentName(row.treatment()), " ", row.count(), ": ",
                   row.clause(), "\n");
  }
}

}  // namespace

std::string RecordText(const std::vector<v1::AuditRecord>& records) {
  std::string text;
  for (const v1::AuditRecord& record : records) {
    text += v1::AuditPhase_Name(record.phase()).substr(std::string_view("AUDIT_PHASE_").size());
    if (record.phase() == v1::AUDIT_PHASE_OUTCOME) {
      text += StrCat(" ", Word(v1::OutcomeStatus_Name(record.outcome()), "OUTCOME_STATUS_"), "\n");
      continue;
    }
    if (!record.reason().empty()) {
      text += StrCat(" ", record.reason(), " ", Word(v1::Verdict_Name(record.verdict()), "VERDICT_"));
    }
    text += StrCat(" ", record.tool());
    AppendFacts(record, text);
  }
  return text;
}

std::unique_ptr<District> District::Start(const DistrictOptions& options) {
  std::unique_ptr<District> district(new District());
  district->GoTo(options.today);
  for (const char* name : kVendors) {
    connectors::SimulatedVendorOptions vendor;
    vendor.script = Echo;
    auto started = connectors::SimulatedVendor::Start(std::move(vendor));
    if (!started.ok()) {
      ADD_FAILURE() << "no vendor: " << started.status();
      return nullptr;
    }
    district->vendors_[name] = *std::move(started);
  }
  TestGateOptions gate;
  gate.clock = &district->clock_;
  gate.prepare = options.prepare;
  gate.configure = [&](gateway::Config& config) {
    for (gateway::VendorConfig& vendor : config.vendors) {
      const auto found = district->vendors_.find(vendor.name);
      ASSERT_NE(found, district->vendors_.end()) << vendor.name << " is no vendor of this test";
      vendor.base_url = found->second->base_url();
    }
    if (options.configure) options.configure(config);
  };
  district->gate_ = TestGate::Start(gate);
  return district->gate_ == nullptr ? nullptr : std::move(district);
}

void District::GoTo(absl::CivilDay day) {
  clock_.Set(absl::FromCivil(absl::CivilHour(day.year(), day.month(), day.day(), 12), Zone()));
}

Turn District::Ask(const Caller& caller, std::string_view tool, std::string_view text,
                   const std::vector<std::string>& parts) {
  std::map<std::string, int64_t> before;
  for (const auto& [name, vendor] : vendors_) before[name] = vendor->request_count();

  std::string body = StrCat(R"({"model":")", tool, R"(","messages":[{"role":"user","content":)");
  json::Writer writer(body);
  if (parts.empty()) {
    writer.String(text);
  } else {
    body += R"([{"type":"text","text":)";
    json::Writer part(body);
    part.String(text);
    body += "}";
    for (const std::string& more : parts) body += StrCat(",", more);
    body += "]";
  }
  body += "}]}";
  const HttpAnswer answer = gate_->Post(caller, body);

  Turn turn;
  turn.status = answer.status;
  turn.body = answer.body;
  if (answer.status == 200) {
    turn.answer = TextOf(answer);
  } else {
    turn.reason = ErrorOf(answer.body).reason;
    EXPECT_EQ(HeaderOf(answer, "x-should-retry"), "false") << "an SDK would ask again";
  }
  for (const auto& [name, vendor] : vendors_) {
    if (vendor->request_count() == before[name]) continue;
    EXPECT_TRUE(turn.vendor.empty()) << "two vendors got one request";
    turn.vendor = name;
    const connectors::RecordedRequest request = vendor->requests().back();
    turn.model = ModelOf(request.body());
    turn.sent = Numbered(LastText(request.body()), turn.codes);
  }
  turn.records = RecordsOf(gate_->directory(), HeaderOf(answer, "x-request-id"));
  turn.record = RecordText(turn.records);
  return turn;
}

}  // namespace schoolgate::tests
