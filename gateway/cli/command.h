// What the commands of `schoolgate` share: results go to stdout, messages to stderr, and the exit status says
// whose fault it is.
#ifndef SCHOOLGATE_GATEWAY_CLI_COMMAND_H_
#define SCHOOLGATE_GATEWAY_CLI_COMMAND_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "policy/policy.h"

namespace schoolgate::gateway {

inline constexpr int kExitOk = 0;
inline constexpr int kExitYours = 1;   // what was asked or given is at fault
inline constexpr int kExitRemote = 2;  // something the gate depends on is

enum class OutputFormat { kTable, kJson };

// Prints a failure on stderr and gives the exit status: problems in their own words, other statuses as they
// are (at start-up they come from our own code and name files, not people).
int Report(const absl::Status& status);
int Report(const std::vector<policy::Issue>& issues);

// serve --config FILE
int Serve(const std::string& config_path);

struct InspectArguments {
  std::string roster;
  std::string policy;  // empty: every element is treated
  std::string tool;
  std::string role = "teacher";
  bool jsonl = false;
};
int Inspect(const InspectArguments& arguments);

struct DeidentifyArguments {
  std::string data;    // the directory of the vault and of the record
  std::string roster;  // Deidentify alone
  std::string scope = "batch";
  std::string policy;  // empty: everything found gets a code
  std::string tool;
  std::string role = "teacher";
  std::string out;  // a folder; empty: beside each file
  bool resume = false, force = false, progress = false;
  std::vector<std::string> files;  // none: standard input to standard output
};
int Deidentify(const DeidentifyArguments& arguments);
int Reidentify(const DeidentifyArguments& arguments);

struct PolicyExplainArguments {
  // One of these three; the last two with `data`, the gate's data directory.
  std::string directory;
  std::string at;      // the hash of a set that was in force once
  std::string record;  // an audit record's id, or its exchange's
  std::string data;
  std::string tool;
  std::string role = "teacher";
  std::string grade, purpose, element, date;
  OutputFormat format = OutputFormat::kTable;
};
int PolicyExplain(const PolicyExplainArguments& arguments);

struct PolicyNewArguments {
  std::string from;    // a filled Exhibit B worksheet
  std::string state;   // two letters of a state with a pack; empty: none
  std::string vendor;  // its legal name; empty: to be filled in
  std::string out;     // a policy folder; files in it are never overwritten
};
int PolicyNew(const PolicyNewArguments& arguments);

struct PolicyArguments {
  std::string directory;
  std::string date;  // the day to judge by, YYYY-MM-DD; empty: today
};
int PolicyCheck(const PolicyArguments& arguments);
int PolicyProve(const PolicyArguments& arguments);
int PolicyTest(const PolicyArguments& arguments);

struct PolicyDiffArguments {
  std::string before, after;  // folders
  OutputFormat format = OutputFormat::kTable;
};
int PolicyDiff(const PolicyDiffArguments& arguments);

int RosterCheck(const std::string& directory);
int Doctor(const std::string& config_path);

struct AuditArguments {
  std::string data;
  std::string public_key;  // verify: pinned; empty: the one beside the log's signing key
  std::string tool, vendor, app, phase, exchange, from, to;
  int limit = 50;
  OutputFormat format = OutputFormat::kTable;
};
int AuditVerify(const AuditArguments& arguments);
int AuditQuery(const AuditArguments& arguments);

enum class ReviewAction { kList, kShow, kApprove, kDeny };
struct ReviewArguments {
  ReviewAction action = ReviewAction::kList;
  std::string config;
  std::string as;  // a username, e-mail address or sourcedId on the roster
  std::string id;
  std::string reason;
  std::string until;  // RFC 3339; empty: as long as the district lets an exchange wait
};
int DecideHeld(const ReviewArguments& arguments);

int KeysNew();

enum class KeysAction {
  kInit,
  kList,
  kAdd,
  kPromote,
  kDisable,
  kRotate,
  kRewrap,
  kDestroy,
  kHold,
  kRelease,
  kHolds
};
struct KeysArguments {
  KeysAction action = KeysAction::kList;
  std::string config;
  std::string as;      // who does it, for the record
  std::string reason;  // why, for the record
  std::string key;     // a district key's id
  bool end_scopes = false;
  std::string to;       // the file of the next key-encryption key
  std::string student;  // their sourcedId
  OutputFormat format = OutputFormat::kTable;
};
int AdministerKeys(const KeysArguments& arguments);

// Two custodians' halves of a key file (core/vault/key_shares.h). Files are made, never replaced.
struct KeyCustodyArguments {
  std::string one, other;  // the shares' files
  std::string key;         // split: the key's file; join: where the key goes, a new file or a pkcs11: URI
};
int KeysSplit(const KeyCustodyArguments& arguments);
int KeysJoin(const KeyCustodyArguments& arguments);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_CLI_COMMAND_H_
