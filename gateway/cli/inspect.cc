// schoolgate inspect: what would leave, without a gate running. The same walk, detection, decision and
// transformation as an exchange; the vault is a temporary one, so the codes are this run's alone.
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "core/finding/subject_labels.h"
#include "core/roster/oneroster.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/sqlite_vault.h"
#include "gateway/cli/command.h"
#include "gateway/cli/plan_for.h"
#include "gateway/pseudonym_forms.h"
#include "redaction/detect/detector.h"
#include "redaction/transform/transformer.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

class Inspector {
 public:
  Inspector(std::shared_ptr<const redaction::Detector> detector, std::optional<policy::Plan> plan,
            std::unique_ptr<Vault> vault)
      : detector_(std::move(detector)),
        taken_names_(detector_->roster()),
        plan_(std::move(plan)),
        vault_(std::move(vault)) {}

  // One line of the output.
  absl::StatusOr<std::string> Line(const std::string& id, const std::string& text) {
    absl::StatusOr<std::string> line = absl::InternalError("the inspection did not finish");
    asio::co_spawn(
        context_, [&]() -> asio::awaitable<void> { line = co_await Inspected(id, text); },
        [](const std::exception_ptr& thrown) {
          if (thrown) std::rethrow_exception(thrown);
        });
    context_.restart();
    context_.run();
    return line;
  }

 private:
  asio::awaitable<absl::StatusOr<std::string>> Inspected(const std::string& id, const std::string& text) {
    v1::GenerateRequest request;
    v1::Message& message = *request.add_messages();
    message.set_role(v1::ROLE_USER);
    message.add_content()->set_text(text);
    Guarded<CanonicalRequest> guarded{CanonicalRequest(std::move(request))};
    const auto& canonical = std::get<v1::GenerateRequest>(guarded.Reveal(RevealFor::kDetection));
    SG_CO_ASSIGN_OR_RETURN(redaction::Walk walk, redaction::Walk::Over(canonical));
    const redaction::DetectionContext context{.today = absl::ToCivilDay(absl::Now(), absl::LocalTimeZone())};
    const Findings findings = detector_->Detect(walk.slots(), context);

    std::vector<v1::Treatment> treatments;
    if (plan_) {
      policy::Decision decision = policy::Decide(*plan_, findings, policy::RequestFacts());
      treatments = std::move(decision.treatments);
    } else {
      for (const Finding& finding : findings) {
        treatments.push_back(NearestSupported(finding.element, v1::TREATMENT_PSEUDONYMIZE));
      }
    }
    redaction::ScopeName scope_name{
        .vendor = "inspect", .tool = "inspect", .app = "inspect", .session = "this run"};
    SG_CO_ASSIGN_OR_RETURN(std::unique_ptr<redaction::Scope> scope,
                           co_await redaction::Scope::Open(*vault_, std::move(scope_name)));
    redaction::PseudonymForms forms;
    if (plan_) forms = FormsOf(*plan_, detector_->roster(), &taken_names_);
    Destination nowhere{.vendor = "inspect", .model = "inspect", .route = v1::ROUTE_CLOUD};
    SG_CO_ASSIGN_OR_RETURN(Outbound outbound, co_await redaction::Transformer::Transform(
                                                  std::move(guarded), std::move(walk), findings, treatments,
                                                  std::move(nowhere), *scope, forms));
    const auto& treated = std::get<v1::GenerateRequest>(outbound.Preview().Reveal(RevealFor::kReplying));
    co_return Render(id, treated.messages(treated.messages_size() - 1).content(0).text(), findings,
                     treatments);
  }

  std::string Render(const std::string& id, const std::string& text, const Findings& findings,
                     const std::vector<v1::Treatment>& treatments) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    const auto put = [&writer](const char* key, std::string_view value) {
      writer.Key(key);
      writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    };
    writer.StartObject();
    put("id", id);
    put("text", text);
    writer.Key("findings");
    writer.StartArray();
    for (size_t i = 0; i < findings.size(); ++i) {
      const Finding& finding = findings[i];
      writer.StartObject();
      writer.Key("start");
      writer.Int64(finding.begin);
      writer.Key("end");
      writer.Int64(finding.end);
      put("element", ElementId(finding.element));
      put("treatment", TreatmentName(treatments[i]));
      put("recognizer", finding.recognizer);
      writer.Key("confidence");
      writer.Double(static_cast<double>(finding.confidence));
      put("subject", labels_.Of(finding.subject));
      writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
  }

  std::shared_ptr<const redaction::Detector> detector_;
  redaction::TakenNames taken_names_;
  std::optional<policy::Plan> plan_;
  SubjectLabels labels_;
  asio::io_context context_;
  std::unique_ptr<Vault> vault_;  // goes before the context
};

// Reads {"id","text"} lines from stdin and writes one line for each.
int InspectLines(Inspector& inspector) {
  std::string line;
  for (size_t number = 1; std::getline(std::cin, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    rapidjson::Document document;
    document.Parse<rapidjson::kParseValidateEncodingFlag>(line.data(), line.size());
    if (document.HasParseError() || !document.IsObject() || !document.HasMember("id") ||
        !document["id"].IsString() || !document.HasMember("text") || !document["text"].IsString()) {
      std::cerr << "schoolgate: line " << number << R"( is not {"id": "…", "text": "…"} in UTF-8)"
                << "\n";
      return kExitYours;
    }
    const absl::StatusOr<std::string> inspected =
        inspector.Line({document["id"].GetString(), document["id"].GetStringLength()},
                       {document["text"].GetString(), document["text"].GetStringLength()});
    if (!inspected.ok()) return Report(inspected.status());
    std::cout << *inspected << "\n";
  }
  return kExitOk;
}

}  // namespace

int Inspect(const InspectArguments& arguments) {
  ImportReport roster_report;
  absl::StatusOr<ImportResult> imported = ImportOneRoster(arguments.roster, ImportOptions(), &roster_report);
  if (!imported.ok()) {
    std::cerr << RenderReport(roster_report);
    return Report(imported.status());
  }
  std::optional<policy::Plan> plan;
  if (!arguments.policy.empty()) {
    std::vector<policy::Issue> issues;
    absl::StatusOr<policy::Plan> made = PlanFor(arguments.policy, arguments.tool, arguments.role, issues);
    if (!made.ok()) return issues.empty() ? Report(made.status()) : Report(issues);
    plan = *std::move(made);
  }

  std::string directory = (std::filesystem::temp_directory_path() / "schoolgate-inspect-XXXXXX").string();
  if (::mkdtemp(directory.data()) == nullptr)
    return Report(absl::ErrnoToStatus(errno, "cannot make a temporary directory"));
  absl::Cleanup remove = [&directory] {
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
  };
  absl::StatusOr<std::unique_ptr<Vault>> vault =
      OpenSqliteVault(directory + "/vault.db", directory + "/vault.key");
  if (!vault.ok()) return Report(vault.status());

  Inspector inspector(redaction::Detector::Create(imported->roster), std::move(plan), *std::move(vault));
  if (arguments.jsonl) return InspectLines(inspector);
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  const absl::StatusOr<std::string> line = inspector.Line("stdin", text);
  if (!line.ok()) return Report(line.status());
  std::cout << *line << "\n";
  return kExitOk;
}

}  // namespace schoolgate::gateway
