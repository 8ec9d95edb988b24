// schoolgate: the command line. Each command is a function of command.h; this file names them and their
// options.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <map>

#include "core/util/problem_reference.h"
#include "gateway/cli/command.h"
#include "gateway/config/config.h"
#include "gateway/demo/demo.h"
#include "gateway/process/process_limits.h"

namespace schoolgate::gateway {
namespace {

void AddInspect(CLI::App& app, int& exit) {
  auto arguments = std::make_shared<InspectArguments>();
  CLI::App* command =
      app.add_subcommand("inspect", "Show what would leave: text on stdin, JSON lines on stdout");
  command->add_option("--roster", arguments->roster, "OneRoster folder of the district's people")->required();
  command->add_option("--policy", arguments->policy, "Policy folder; without it every element is treated");
  command->add_option("--tool", arguments->tool, "With --policy: the tool (default: the first)");
  command->add_option("--role", arguments->role, "With --policy: the caller's role")->capture_default_str();
  command->add_flag("--jsonl", arguments->jsonl, R"(Read {"id","text"} lines)");
  command->callback([arguments, &exit] { exit = Inspect(*arguments); });
}

void AddFiles(CLI::App& command, DeidentifyArguments& arguments) {
  command
      .add_option("--data", arguments.data, "Where the vault with the codes is; the gate's data directory")
      ->required();
  command.add_option("--scope", arguments.scope, "What codes are stable in; another scope's are unrelated")
      ->capture_default_str();
  command.add_option("--out", arguments.out, "A folder for the results (default: beside each file)");
  command.add_flag("--resume", arguments.resume,
                   "Go on where an interrupted run of the same command stopped");
  command.add_flag("--force", arguments.force, "Replace results that are there");
  command.add_flag("--progress", arguments.progress, "Show progress where stderr is no terminal, too");
  command.add_option("files", arguments.files,
                     "Text, .csv, .tsv, .jsonl, .ndjson (default: stdin to stdout)");
}

void AddDeidentify(CLI::App& app, int& exit) {
  auto arguments = std::make_shared<DeidentifyArguments>();
  CLI::App* command = app.add_subcommand(
      "deidentify", "Put codes in the place of people's data in files, to take back later");
  AddFiles(*command, *arguments);
  command->add_option("--roster", arguments->roster, "OneRoster folder of the district's people")->required();
  command->add_option("--policy", arguments->policy,
                      "Policy folder; without it everything found gets a code");
  command->add_option("--tool", arguments->tool, "With --policy: the tool (default: the first)");
  command->add_option("--role", arguments->role, "With --policy: the caller's role")->capture_default_str();
  command->callback([arguments, &exit] { exit = Deidentify(*arguments); });

  auto back = std::make_shared<DeidentifyArguments>();
  CLI::App* reidentify =
      app.add_subcommand("reidentify", "Turn what deidentify wrote back into the original bytes");
  AddFiles(*reidentify, *back);
  reidentify->callback([back, &exit] { exit = Reidentify(*back); });
}

void AddOutput(CLI::App& command, OutputFormat& format) {
  command.add_option("-o,--output", format, "table or json")
      ->transform(CLI::CheckedTransformer(std::map<std::string, OutputFormat>{
          {"table", OutputFormat::kTable}, {"json", OutputFormat::kJson}}));
}

void AddAudit(CLI::App& app, int& exit) {
  auto arguments = std::make_shared<AuditArguments>();
  CLI::App* audit = app.add_subcommand("audit", "Ask and verify the audit log")->require_subcommand(1);

  CLI::App* verify =
      audit->add_subcommand("verify", "Check every record, the tree and the signed checkpoint");
  verify->add_option("--data", arguments->data, "The gate's data directory")->required();
  verify->add_option("--public-key", arguments->public_key, "File with the log's public key, kept elsewhere");
  verify->callback([arguments, &exit] { exit = AuditVerify(*arguments); });

  CLI::App* query = audit->add_subcommand("query", "List records");
  query->add_option("--data", arguments->data, "The gate's data directory")->required();
  query->add_option("--from", arguments->from, "From this day or time on");
  query->add_option("--to", arguments->to, "Before this day or time");
  query->add_option("--tool", arguments->tool, "Of this tool");
  query->add_option("--vendor", arguments->vendor, "To this vendor");
  query->add_option("--app", arguments->app, "Asked by this app");
  query->add_option("--phase", arguments->phase,
                    "intent, outcome, denied, held, override, policy_changed, roster_imported, started");
  query->add_option("--exchange", arguments->exchange, "Of this exchange (x-request-id)");
  query->add_option("--limit", arguments->limit, "At most this many, the newest")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  AddOutput(*query, arguments->format);
  query->callback([arguments, &exit] { exit = AuditQuery(*arguments); });
}

void AddPolicyExplain(CLI::App& policy, int& exit) {
  auto arguments = std::make_shared<PolicyExplainArguments>();
  CLI::App* command = policy.add_subcommand(
      "explain", "What a set gives a caller, clause by clause; or what an audit record was decided under");
  command->add_option("directory", arguments->directory, "A policy folder");
  command->add_option("--at", arguments->at, "Instead: the hash of a set that was in force once");
  command->add_option("--record", arguments->record,
                      "Instead: an audit record's id, or its exchange's, beside the set then in force");
  command->add_option("--data", arguments->data, "With --at or --record: the gate's data directory");
  command->add_option("--tool", arguments->tool, "The tool");
  command->add_option("--role", arguments->role, "The caller's role")->capture_default_str();
  command->add_option("--grade", arguments->grade, "A student's grade: PK, K, 1 to 12");
  command->add_option("--purpose", arguments->purpose, "The purpose (default: the tool's first)");
  command->add_option("--element", arguments->element, "This data element alone");
  command->add_option("--date", arguments->date, "On this day (default: today)");
  command->add_option("-o,--output", arguments->format, "table or json")
      ->transform(CLI::CheckedTransformer(std::map<std::string, OutputFormat>{
          {"table", OutputFormat::kTable}, {"json", OutputFormat::kJson}}));
  command->callback([arguments, &exit] { exit = PolicyExplain(*arguments); });
}

void AddPolicyNew(CLI::App& policy, int& exit) {
  auto arguments = std::make_shared<PolicyNewArguments>();
  CLI::App* command =
      policy.add_subcommand("new", "Draft an agreement and a tool from a filled Exhibit B worksheet");
  command->add_option("--from", arguments->from, "The worksheet, as CSV")->required();
  command->add_option("--state", arguments->state, "The state whose terms to fill in: CA, CO, IL, NY");
  command->add_option("--vendor", arguments->vendor, "The vendor's legal name");
  command->add_option("--out", arguments->out, "The policy folder to write to")->required();
  command->callback([arguments, &exit] { exit = PolicyNew(*arguments); });
}

void AddPolicy(CLI::App& app, int& exit) {
  auto arguments = std::make_shared<PolicyArguments>();
  CLI::App* policy = app.add_subcommand("policy", "Agreements and tools")->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, int (*run)(const PolicyArguments&)) {
    CLI::App* command = policy->add_subcommand(name, what);
    command->add_option("directory", arguments->directory, "The folder")->required();
    command->add_option("--date", arguments->date, "The day to judge by, YYYY-MM-DD (default: today)");
    command->callback([arguments, run, &exit] { exit = run(*arguments); });
  };
  add("check", "Report every fault of a policy folder, and what will soon be one", PolicyCheck);
  add("prove", "Hold the folder's invariants against every cell of its table", PolicyProve);
  add("test", "Run the folder's cases: given, expect", PolicyTest);

  auto folders = std::make_shared<PolicyDiffArguments>();
  CLI::App* diff = policy->add_subcommand("diff", "Say what changes when one folder takes another's place");
  diff->add_option("before", folders->before, "The folder in force")->required();
  diff->add_option("after", folders->after, "The folder to come")->required();
  AddOutput(*diff, folders->format);
  diff->callback([folders, &exit] { exit = PolicyDiff(*folders); });
  AddPolicyExplain(*policy, exit);
  AddPolicyNew(*policy, exit);
}

void AddReview(CLI::App& app, int& exit) {
  CLI::App* review = app.add_subcommand("review", "Decide on what is held, on the gate's own machine")
                         ->require_subcommand(1);
  const auto add = [review, &exit](const char* name, const char* help, ReviewAction action) {
    auto arguments = std::make_shared<ReviewArguments>();
    arguments->action = action;
    CLI::App* command = review->add_subcommand(name, help);
    if (action != ReviewAction::kList) command->add_option("id", arguments->id, "The review id")->required();
    command->add_option("--config", arguments->config, "The gate's configuration")->required();
    command->add_option("--as", arguments->as, "Who decides: a person of the tool's reviewers")->required();
    if (action == ReviewAction::kApprove || action == ReviewAction::kDeny) {
      command->add_option("--reason", arguments->reason, "Why; kept sealed")->required();
    }
    if (action == ReviewAction::kApprove) {
      command->add_option("--until", arguments->until,
                          "When the approval ends (default: as long as an exchange may wait)");
    }
    command->callback([arguments, &exit] { exit = DecideHeld(*arguments); });
  };
  add("list", "List what waits for you", ReviewAction::kList);
  add("show", "Show what would leave, and why", ReviewAction::kShow);
  add("approve", "Let it go, once, when the same caller sends it again", ReviewAction::kApprove);
  add("deny", "Refuse it", ReviewAction::kDeny);
}

// Adds one command of `keys`; what changes something says who does it.
CLI::App* AddKeysCommand(CLI::App& keys, const char* name, const char* help,
                         const std::shared_ptr<KeysArguments>& arguments, bool changes, int& exit) {
  CLI::App* command = keys.add_subcommand(name, help);
  command->add_option("--config", arguments->config, "The gate's configuration")->required();
  if (changes) command->add_option("--as", arguments->as, "Who does it, for the audit log")->required();
  command->callback([arguments, &exit] { exit = AdministerKeys(*arguments); });
  return command;
}

void AddRotate(CLI::App& keys, int& exit) {
  auto arguments = std::make_shared<KeysArguments>();
  arguments->action = KeysAction::kRotate;
  CLI::App* rotate = AddKeysCommand(
      keys, "rotate", "Add a district key and make it the active one; or one step of that alone", arguments,
      true, exit);
  auto add = std::make_shared<bool>(false);
  CLI::Option* step_add = rotate->add_flag("--add", *add, "Only add one, for every gate to learn");
  CLI::Option* step_promote = rotate->add_option("--promote", "Only make this one active");
  CLI::Option* step_disable =
      rotate->add_option("--disable", "Destroy this one, once nothing stands under it");
  step_promote->excludes(step_add)->excludes(step_disable);
  step_disable->excludes(step_add);
  rotate
      ->add_flag(
          "--end-scopes", arguments->end_scopes,
          "With --disable: end the sessions and stable scopes under it; their codes come back to nobody")
      ->needs(step_disable);
  rotate->callback([=, &exit] {
    if (*add) arguments->action = KeysAction::kAdd;
    if (step_promote->count() > 0) {
      arguments->action = KeysAction::kPromote;
      arguments->key = step_promote->as<std::string>();
    }
    if (step_disable->count() > 0) {
      arguments->action = KeysAction::kDisable;
      arguments->key = step_disable->as<std::string>();
    }
    exit = AdministerKeys(*arguments);
  });
}

void AddCustody(CLI::App& keys, int& exit) {
  const auto add = [&keys, &exit](const char* name, const char* help, const char* key,
                                  int (*run)(const KeyCustodyArguments&)) {
    auto arguments = std::make_shared<KeyCustodyArguments>();
    CLI::App* command = keys.add_subcommand(name, help);
    command->add_option("--key", arguments->key, key)->required();
    command->add_option("--share-1", arguments->one, "The file of the first custodian's share")->required();
    command->add_option("--share-2", arguments->other, "The file of the second custodian's share")
        ->required();
    command->callback([arguments, run, &exit] { exit = run(*arguments); });
  };
  add("split", "Write a key file as two shares for two custodians; one alone says nothing",
      "The key-encryption key's file", KeysSplit);
  add("join", "Make the key again from both shares", "Where it goes: a new file, or a pkcs11: URI", KeysJoin);
}

void AddKeys(CLI::App& app, int& exit) {
  CLI::App* keys = app.add_subcommand("keys", "Keys of apps and of the vault")->require_subcommand(1);
  keys->add_subcommand("new", "Make an app's API key and its digest")->callback([&exit] {
    exit = KeysNew();
  });
  const auto add = [keys, &exit](const char* name, const char* help, KeysAction action, bool changes) {
    auto arguments = std::make_shared<KeysArguments>();
    arguments->action = action;
    return std::pair(AddKeysCommand(*keys, name, help, arguments, changes, exit), arguments);
  };
  add("init", "Make the vault and its key before the first start", KeysAction::kInit, false);
  const auto [list, listed] =
      add("list", "The district keys, and what stands under each", KeysAction::kList, false);
  AddOutput(*list, listed->format);
  AddRotate(*keys, exit);
  AddCustody(*keys, exit);
  const auto [rewrap, next] =
      add("rewrap", "Put the vault under another key-encryption key", KeysAction::kRewrap, true);
  rewrap->add_option("--to", next->to, "Its file, or its pkcs11: URI in a token; made if it is not there")
      ->required();
  add("holds", "The students under a legal hold, and why", KeysAction::kHolds, false);
  const auto student = [&add](const char* name, const char* help, KeysAction action) {
    const auto [command, arguments] = add(name, help, action, true);
    command->add_option("--student", arguments->student, "Their sourcedId on the roster")->required();
    command->add_option("--reason", arguments->reason, "Why, for the audit log")->required();
  };
  student("hold", "Place a legal hold: this student's key cannot be destroyed", KeysAction::kHold);
  student("release", "End a legal hold", KeysAction::kRelease);
  student("destroy", "Destroy a student's key: nothing that stood for them can be read again",
          KeysAction::kDestroy);
}

void AddDemo(CLI::App& app, int& exit) {
  auto arguments = std::make_shared<DemoArguments>();
  CLI::App* command =
      app.add_subcommand("demo", "A gate, a sample district, a simulated vendor, one conversation");
  command->add_option("--data", arguments->data,
                      "Where the demo keeps its state (default: a temporary folder)");
  command->add_option("--sample", arguments->sample, "The folder deploy/sample")->required();
  command->add_flag("--once", arguments->once, "Exit after the conversation");
  command->callback([arguments, &exit] { exit = Demo(*arguments); });

  auto vendor = std::make_shared<SimulatedVendorArguments>();
  CLI::App* simulated =
      app.add_subcommand("simulated-vendor", "The vendor of the demo, in a process of its own");
  simulated->group("");  // not for people: the demo starts it
  simulated->add_option("--record", vendor->record)->required();
  simulated->add_option("--port-file", vendor->port_file)->required();
  simulated->add_option("--certificate", vendor->certificate)->required();
  simulated->add_option("--private-key", vendor->private_key)->required();
  simulated->callback([vendor, &exit] { exit = RunSimulatedVendor(*vendor); });
}

int Main(int argc, char** argv) {
  int exit = kExitOk;
  CLI::App app{
      "Schoolgate: the gate between a school district and its AI vendors.\n\n"
      "  schoolgate serve --config /etc/schoolgate/config.yaml\n"
      "  schoolgate inspect --roster roster < letter.txt\n"
      "  schoolgate audit verify --data /var/lib/schoolgate\n"};
  app.name("schoolgate");
  app.require_subcommand(1);

  std::string path;
  CLI::App* serve = app.add_subcommand("serve", "Run the gate");
  serve->add_option("--config", path, "The configuration (docs/config.md)")->required();
  serve->callback([&] { exit = Serve(path); });
  CLI::App* doctor = app.add_subcommand("doctor", "Say in plain words what is wrong, and the cure");
  doctor->add_option("--config", path, "The configuration")->required();
  doctor->callback([&] { exit = Doctor(path); });

  AddDemo(app, exit);
  AddInspect(app, exit);
  AddDeidentify(app, exit);
  AddAudit(app, exit);
  AddReview(app, exit);

  AddPolicy(app, exit);
  CLI::App* roster = app.add_subcommand("roster", "The district's people")->require_subcommand(1);
  CLI::App* roster_check = roster->add_subcommand("check", "Report what an import would make of a folder");
  roster_check->add_option("directory", path, "The folder")->required();
  roster_check->callback([&] { exit = RosterCheck(path); });
  AddKeys(app, exit);
  app.add_subcommand("config-reference", "Print docs/config.md")->group("")->callback([] {
    std::cout << ConfigReference();
  });

  app.add_subcommand("error-reference", "Print docs/errors.md")->group("")->callback([] {
    std::cout << ProblemReference();
  });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? kExitOk : kExitYours;
  }
  return exit;
}

}  // namespace
}  // namespace schoolgate::gateway

int main(int argc, char** argv) {
  try {
    schoolgate::gateway::KeepMemoryPrivate();
    return schoolgate::gateway::Main(argc, argv);
  } catch (...) {
    // Its text may hold anything: only the fact is told.
    std::fputs("schoolgate: stopped by an internal fault\n", stderr);
    return schoolgate::gateway::kExitYours;
  }
}
