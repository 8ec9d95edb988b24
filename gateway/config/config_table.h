// The table of configuration keys. A Visitor is either the parser (config_parser.h) or the documenter
// (config_reference.cc); each row names a key, where its value goes, what it may be, its default and its
// meaning.
#ifndef SCHOOLGATE_GATEWAY_CONFIG_CONFIG_TABLE_H_
#define SCHOOLGATE_GATEWAY_CONFIG_CONFIG_TABLE_H_

#include "core/util/log.h"
#include "gateway/config/config.h"

namespace schoolgate::gateway {

enum class Need { kRequired, kOptional };
enum class Exists { kAny, kFile, kDirectory };

inline constexpr int64_t kKiB = int64_t{1} << 10;
inline constexpr int64_t kMiB = int64_t{1} << 20;
inline constexpr int64_t kGiB = int64_t{1} << 30;
// "8MiB": in the largest unit that leaves a whole number.
std::string BytesText(int64_t bytes);

// A word and the value it stands for.
struct ChoiceWord {
  std::string_view word;
  int64_t value;
};

inline constexpr ChoiceWord kLogLevels[] = {{"debug", static_cast<int64_t>(LogLevel::kDebug)},
                                            {"info", static_cast<int64_t>(LogLevel::kInfo)},
                                            {"warn", static_cast<int64_t>(LogLevel::kWarn)},
                                            {"error", static_cast<int64_t>(LogLevel::kError)}};
inline constexpr ChoiceWord kRoutes[] = {{"cloud", v1::ROUTE_CLOUD}, {"on_premises", v1::ROUTE_ON_PREMISES}};
inline constexpr ChoiceWord kRoles[] = {
    {"staff", v1::CALLER_ROLE_STAFF},           {"teacher", v1::CALLER_ROLE_TEACHER},
    {"student", v1::CALLER_ROLE_STUDENT},       {"administrator", v1::CALLER_ROLE_ADMINISTRATOR},
    {"compliance", v1::CALLER_ROLE_COMPLIANCE}, {"service", v1::CALLER_ROLE_SERVICE}};
inline constexpr ChoiceWord kVaultBackends[] = {{"sqlite", static_cast<int64_t>(VaultBackend::kSqlite)},
                                                {"redis", static_cast<int64_t>(VaultBackend::kRedis)}};
inline constexpr ChoiceWord kDialects[] = {{"openai_chat", 0}};

template <typename Visitor>
void ListenRows(Visitor& v, ListenConfig& listen, bool client_certificates) {
  v.Address("address", listen.address, Need::kRequired,
            "Where to listen, `host:port`; port 0 takes a free one.");
  v.Path("certificate", listen.certificate, Need::kRequired, Exists::kFile,
         "PEM file of the server's certificate and its chain.");
  v.Path("private_key", listen.private_key, Need::kRequired, Exists::kFile,
         "PEM file of the certificate's key.");
  if (client_certificates) {
    v.Path("client_ca", listen.client_ca, Need::kOptional, Exists::kFile,
           "PEM file of the authorities whose client certificates are taken (mTLS). Without it, apps use API "
           "keys.");
  }
}

template <typename Visitor>
void VendorRows(Visitor& v, VendorConfig& vendor) {
  v.Text("name", vendor.name, Need::kRequired, "The vendor's name, as agreements give it.");
  v.Text("base_url", vendor.base_url, Need::kRequired,
         "Where its API is, for example `https://api.vendor.example/v1`. Plain `http` only to this machine "
         "or on "
         "premises.");
  v.Choice("dialect", vendor.dialect, kDialects, "openai_chat", "The wire format it speaks.");
  v.Choice("route", vendor.route, kRoutes, v1::ROUTE_CLOUD,
           "Whether it is a cloud or on the district's machines.");
  v.Path("api_key_file", vendor.api_key_file, Need::kOptional, Exists::kFile,
         "File with the district's key for this vendor. Keys are files, never values in this file.");
  v.Path("extra_ca", vendor.extra_ca, Need::kOptional, Exists::kFile,
         "PEM file of certificate authorities trusted for this vendor beside the system's.");
  v.List("models", vendor.models, Need::kRequired, "The models tools may name.", [](auto& item, auto& model) {
    item.Text("name", model.name, Need::kRequired, "The model's name, as tools give it.");
    item.Text("vendor_name", model.vendor_name, Need::kOptional,
              "What the vendor calls it, if not the same.");
  });
  v.Time("connect_timeout", vendor.connect_timeout, absl::Seconds(5), "How long connecting may take.");
  v.Time("first_byte_timeout", vendor.first_byte_timeout, absl::Seconds(120),
         "How long the first byte of an answer may take.");
  v.Time("idle_timeout", vendor.idle_timeout, absl::Seconds(60), "How long an answer may pause.");
  v.Bytes("max_response_bytes", vendor.max_response_bytes, kMiB, kGiB, 64 * kMiB,
          "A longer answer is cut off.");
}

template <typename Visitor>
void AppRows(Visitor& v, AppRegistration& app) {
  v.Text("name", app.name, Need::kRequired, "The app's name, as the audit log shows it.");
  v.Texts("api_key_digests", app.api_key_digests,
          "Digests of the app's API keys, `sha256:…` (`schoolgate keys new` prints both). Two while a key is "
          "rotated.");
  v.Texts("certificate_fingerprints", app.certificate_fingerprints,
          "SHA-256 fingerprints (hex) of client certificates that mean this app.");
  v.Choice("role", app.role, kRoles, v1::CALLER_ROLE_UNSPECIFIED,
           "What the app's callers are to the district.");
  v.Text("default_tool", app.default_tool, Need::kRequired, "The tool a request gets that names none.");
  v.Text("default_purpose", app.default_purpose, Need::kRequired,
         "The purpose a request has that names none.");
  v.Texts("tools", app.tools, "Further tools the app may name.");
  v.Flag("may_name_person", app.may_name_person,
         "Whether the app may say on whose behalf it asks (`x-schoolgate-person`). Recorded as asserted.");
  v.Flag(
      "may_review", app.may_review,
      "Whether people it names may decide, through it, on what waits for review. Needs `may_name_person`.");
  v.Flag("drop_unknown_fields", app.drop_unknown_fields,
         "Drop text fields this gate does not know, and name them in `x-schoolgate-dropped`, instead of "
         "refusing.");
}

template <typename Visitor>
void RedisRows(Visitor& v, RedisConfig& redis) {
  v.Texts(
      "addresses", redis.addresses,
      "Its servers, `host:port` each, always over TLS. The first that is a primary serves; list the replicas "
      "that may be promoted too. The servers' certificates must be for these hosts.");
  v.Path("ca", redis.ca, Need::kOptional, Exists::kFile,
         "PEM file of the authorities its certificates may come from. Default: the system's.");
  v.Path("certificate", redis.certificate, Need::kOptional, Exists::kFile,
         "PEM file of this gate's own certificate, where the servers ask for one.");
  v.Path("private_key", redis.private_key, Need::kOptional, Exists::kFile,
         "PEM file of that certificate's key.");
  v.Text("user", redis.user, Need::kOptional,
         "The gate's user in the servers' ACL (`docs/redis.md` has its rules). Default: `schoolgate`.");
  v.Path("password_file", redis.password_file, Need::kOptional, Exists::kFile,
         "File with that user's password. Passwords are files, never values in this file.");
  v.Text("prefix", redis.prefix, Need::kOptional,
         "What the vault's keys begin with; one for each district. Default: `schoolgate:`.");
  v.Flag(
      "session_data_only", redis.session_data_only,
      "Take servers that may lose what they hold. Agreements that ask for the same pseudonyms all year are "
      "refused then, and what was lost of disclosures can no longer be found by student.");
}

template <typename Visitor>
void PushRows(Visitor& v, ResultsPushConfig& push) {
  v.Text("base_url", push.base_url, Need::kOptional,
         "Where it is, for example `https://sis.district.example/ims/oneroster/v1p1`; results are put under "
         "`/results/`.");
  v.Path("extra_ca", push.extra_ca, Need::kOptional, Exists::kFile,
         "PEM file of certificate authorities trusted beside the system's.");
  v.Path("token_file", push.token_file, Need::kOptional, Exists::kFile,
         "File with a bearer token. This, or the three below.");
  v.Text("token_url", push.token_url, Need::kOptional,
         "Where a token is had (OAuth 2.0 client credentials).");
  v.Text("client_id", push.client_id, Need::kOptional, "Who the gate is there.");
  v.Path("client_secret_file", push.client_secret_file, Need::kOptional, Exists::kFile,
         "File with the secret.");
}

template <typename Visitor>
void ConfigRows(Visitor& v, Config& c) {
  v.Text("district", c.district, Need::kRequired, "The district's name, as reports show it.");
  v.Text("origin", c.origin, Need::kRequired,
         "The audit log's name, a host name of the district's and a path: `district.example/schoolgate`. "
         "Never change it.");
  v.TimeZone("time_zone", c.time_zone, "UTC", "Where the district's days begin: `America/New_York`.");
  v.Path("data_dir", c.data_dir, Need::kRequired, Exists::kAny,
         "Directory of the vault and the audit log; created if missing. Back it up; keep it off network file "
         "systems.");
  v.Choice("log_level", c.log_level, kLogLevels, static_cast<int64_t>(LogLevel::kInfo),
           "The least level that is logged.");
  v.Count("event_loops", c.event_loops, 0, 64, 0, "Threads that serve requests; 0 is one a core.");
  v.Count("worker_threads", c.worker_threads, 1, 64, 1, "Threads for long texts.");
  v.Section("listen", Need::kRequired, "The listeners.", [&c](auto& s) {
    s.Section("http", Need::kRequired, "OpenAI-style HTTP, over TLS.",
              [&c](auto& l) { ListenRows(l, c.http, false); });
    s.Section("grpc", Need::kRequired, "The gRPC API, over TLS.",
              [&c](auto& l) { ListenRows(l, c.grpc, true); });
    s.Address("health", c.health_address, Need::kRequired,
              "Plain HTTP for `/metrics`, `/healthz` and `/readyz`; keep it off the district's network.");
    s.Address("grpc_health", c.grpc_health_address, Need::kOptional,
              "Plain gRPC that serves `grpc.health.v1` alone, for Kubernetes probes.");
    s.Bytes("max_body_bytes", c.max_body_bytes, kKiB, kGiB, 8 * kMiB, "A larger request is refused.");
    s.Count("max_open_calls", c.max_open_calls, 1, 1'000'000, 20'000,
            "Calls served at once; more are refused.");
    s.Time("grace", c.grace, absl::ZeroDuration(),
           "How long a gate that is stopped says so before it takes no more calls: load balancers need a "
           "moment.");
    s.Time("drain", c.drain, absl::Seconds(20), "How long open calls may finish when the gate is stopped.");
  });
  v.Section("roster", Need::kRequired, "Who the district's people are.", [&c](auto& s) {
    s.Path("directory", c.roster_directory, Need::kRequired, Exists::kDirectory,
           "OneRoster 1.1 CSV bundle, with `addresses.csv` and `flags.csv` where the district has them.");
    s.Count("max_broken_percent", c.roster_max_broken_percent, 0, 100, 5,
            "With more broken rows than this the import fails as a whole.");
  });
  v.Section("policy", Need::kRequired, "What the district agreed to.", [&c](auto& s) {
    s.Path("directory", c.policy_directory, Need::kRequired, Exists::kDirectory,
           "Agreements and tools, YAML files.");
  });
  v.Section("vault", Need::kOptional, "The pseudonym vault.", [&c](auto& s) {
    s.Choice("backend", c.vault_backend, kVaultBackends, VaultBackend::kSqlite,
             "What keeps it: a file in `data_dir` for one gate, Redis for several that serve one district.");
    s.KeyPlace(
        "key_file", c.vault_key_file, Need::kOptional,
        "The key-encryption key, in a file or in a token (docs/keys.md); made on first use. Default: "
        "`vault.key` in `data_dir`. Keep a copy elsewhere. Gates that share a vault need the same one.");
    s.Section("redis", Need::kOptional, "The Redis 7 servers of `backend: redis`.",
              [&c](auto& r) { RedisRows(r, c.redis); });
    s.Time("session_idle", c.session_idle, absl::Hours(12), "A session unused for this long is forgotten.");
  });
  v.Section("audit", Need::kOptional, "The audit log.", [&c](auto& s) {
    s.Path("key_file", c.audit_key_file, Need::kOptional, Exists::kAny,
           "The signing key; made on first use. Default: `audit.key` in `data_dir`.");
    s.Time("checkpoint_interval", c.checkpoint_interval, absl::Seconds(1),
           "At most this long between checkpoints.");
    s.Bytes("low_water_bytes", c.audit_low_water_bytes, kMiB, 1024 * kGiB, 64 * kMiB,
            "With less free disk than this, new requests are refused; open ones still end on the record.");
  });
  v.Section("review", Need::kOptional, "Requests that wait for a person, in `reviews.db` of `data_dir`.",
            [&c](auto& s) {
              s.Count("max_waiting", c.review_max_waiting, 1, 1'000'000, 1000,
                      "At most this many wait, or are approved and not sent yet; more are refused.");
              s.Bytes("max_bytes", c.review_max_bytes, kMiB, 1024 * kGiB, 256 * kMiB,
                      "At most this much is kept of them; more is refused.");
            });
  v.Section("records", Need::kOptional, "District records for vendors (RecordService).", [&c](auto& s) {
    s.Path("results_directory", c.results_directory, Need::kOptional, Exists::kAny,
           "Where results go that vendors send back: a OneRoster bundle a submission, for the student "
           "information system to import; made if missing. Without it none are taken.");
    s.Section("push", Need::kOptional,
              "The student information system's OneRoster REST API, where it takes results itself: each "
              "submission is put there, and moved to `sent` once it is.",
              [&c](auto& p) { PushRows(p, c.results_push); });
  });
  v.List("vendors", c.vendors, Need::kRequired, "Where requests may go.",
         [](auto& item, auto& vendor) { VendorRows(item, vendor); });
  v.List("apps", c.apps, Need::kRequired, "Who may call.", [](auto& item, auto& app) { AppRows(item, app); });
}

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_CONFIG_CONFIG_TABLE_H_
