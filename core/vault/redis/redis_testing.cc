#include "core/vault/redis/redis_testing.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "absl/time/clock.h"
#include "core/crypto/tls_keys.h"
#include "core/util/files.h"
#include "core/util/strings.h"

namespace schoolgate::vault_testing {
namespace {

constexpr char kServerBinary[] = "/usr/bin/redis-server";
constexpr char kAdminPassword[] = "made-up-administrator";

[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "the test's Redis: %s\n", why.c_str());
  std::abort();
}

const TlsIdentity& Authority() {
  static const TlsIdentity* const authority =
      new TlsIdentity(*NewCertificateAuthority("Schoolgate test Redis authority", 2));
  return *authority;
}

std::string FreePort() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    Die("no free port");
  }
  ::close(fd);
  return StrCat(ntohs(address.sin_port));
}

void Write(const std::string& path, std::string_view content) {
  if (!WriteFileAtomically(path, content, 0600).ok()) Die(StrCat("cannot write ", path));
}

std::string Quoted(std::string_view word) {
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') Die("a word with a quote");
    quoted.push_back(c);
  }
  return quoted + "'";
}

}  // namespace

const std::string& RedisCaPem() { return Authority().certificate_pem; }

TlsIdentity RedisClientIdentity() {
  LeafCertificate leaf;
  leaf.common_name = "gate";
  leaf.server = false;
  leaf.client = true;
  return *IssueCertificate(Authority(), leaf);
}

std::string DocumentedAcl() {
  constexpr std::string_view kBegin = "\nuser schoolgate on ";
  const auto page = ReadFile(SCHOOLGATE_SOURCE_DIR "/docs/redis.md");
  if (!page.ok()) Die("docs/redis.md cannot be read");
  const size_t begin = page->find(kBegin);
  if (begin == std::string::npos) Die("docs/redis.md shows no ACL line");
  const size_t rules = page->find('~', begin);
  return page->substr(rules, page->find('\n', rules) - rules);
}

RedisServer::RedisServer(RedisServerOptions options) : options_(std::move(options)), port_(FreePort()) {
  if (::access(kServerBinary, X_OK) != 0) {
    Die(StrCat(kServerBinary, " is not installed; run scripts/setup, or: apt-get install redis-server"));
  }
  LeafCertificate leaf;
  leaf.common_name = "redis";
  leaf.client = true;  // towards the server it is a replica of
  if (options_.certificate_for.find_first_not_of("0123456789.") == std::string::npos) {
    leaf.ip_addresses = {options_.certificate_for};
  } else {
    leaf.dns_names = {options_.certificate_for};
  }
  const auto identity = IssueCertificate(Authority(), leaf);
  if (!identity.ok()) Die("no certificate");
  Write(directory_.File("ca.pem"), RedisCaPem());
  Write(directory_.File("server.pem"), identity->certificate_pem);
  Write(directory_.File("server.key"), ToStd(identity->private_key_pem.Reveal()));
  Write(directory_.File("users.acl"),
        StrCat("user default on >", kAdminPassword, " ~* &* +@all\nuser ", kRedisUser, " on >",
               kRedisPassword, " ", options_.acl.empty() ? DocumentedAcl() : options_.acl, "\n"));
  Start();
}

RedisServer::~RedisServer() {
  if (pid_ > 0) Kill();
}

void RedisServer::Start() {
  std::vector<std::string> words = {kServerBinary,
                                    "--port",
                                    "0",
                                    "--tls-port",
                                    port_,
                                    "--bind",
                                    "127.0.0.1",
                                    "--tls-cert-file",
                                    directory_.File("server.pem"),
                                    "--tls-key-file",
                                    directory_.File("server.key"),
                                    "--tls-ca-cert-file",
                                    directory_.File("ca.pem"),
                                    "--tls-auth-clients",
                                    "optional",
                                    "--tls-replication",
                                    "yes",
                                    "--masterauth",
                                    kAdminPassword,
                                    "--dir",
                                    directory_.File(""),
                                    "--aclfile",
                                    directory_.File("users.acl"),
                                    "--unixsocket",
                                    directory_.File("socket"),
                                    "--logfile",
                                    directory_.File("redis.log"),
                                    "--enable-debug-command",
                                    "yes",
                                    "--repl-diskless-sync-delay",
                                    "0",
                                    "--save",
                                    "",
                                    "--appendonly",
                                    "yes",
                                    "--appendfsync",
                                    "always",
                                    "--maxmemory-policy",
                                    "noeviction"};
  words.insert(words.end(), options_.settings.begin(), options_.settings.end());
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  if (pid_ < 0 || !AwaitAdmin({"PING"}, "PONG")) {
    Die(StrCat("redis-server does not start: ", ReadFile(directory_.File("redis.log")).value_or("")));
  }
}

void RedisServer::Kill() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void RedisServer::Pause() { ::kill(pid_, SIGSTOP); }
void RedisServer::Resume() { ::kill(pid_, SIGCONT); }

std::string RedisServer::Admin(const std::vector<std::string>& arguments) const {
  std::string line =
      StrCat("REDISCLI_AUTH=", kAdminPassword, " redis-cli -s ", Quoted(directory_.File("socket")));
  for (const std::string& argument : arguments) line += StrCat(" ", Quoted(argument));
  FILE* pipe = ::popen((line + " 2>&1").c_str(), "r");
  if (pipe == nullptr) Die("redis-cli does not run");
  std::string answer;
  char buffer[4096];
  while (const size_t size = ::fread(buffer, 1, sizeof(buffer), pipe)) answer.append(buffer, size);
  ::pclose(pipe);
  return answer;
}

bool RedisServer::AwaitAdmin(const std::vector<std::string>& arguments,
                             std::string_view part_of_answer) const {
  for (int i = 0; i < 1000; ++i) {
    if (Admin(arguments).find(part_of_answer) != std::string::npos) return true;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return false;
}

std::string RedisServer::StoredBytes() const {
  std::string bytes;
  std::error_code ignored;
  for (const auto& file : std::filesystem::directory_iterator(directory_.File("appendonlydir"), ignored)) {
    bytes += ReadFile(file.path().string()).value_or("");
  }
  return bytes;
}

RedisOptions OptionsFor(const std::vector<const RedisServer*>& servers) {
  RedisOptions options;
  options.addresses.reserve(servers.size());
  for (const RedisServer* server : servers) options.addresses.push_back(server->address());
  options.ca_pem = RedisCaPem();
  options.user = kRedisUser;
  options.password = SecretBytes{kRedisPassword};
  options.reply_timeout = absl::Milliseconds(500);
  options.connect_timeout = absl::Milliseconds(1000);
  options.heartbeat = absl::Milliseconds(100);
  return options;
}

RedisVaultOptions VaultOptionsFor(const std::vector<const RedisServer*>& servers,
                                  const std::string& key_file) {
  RedisVaultOptions options;
  options.redis = OptionsFor(servers);
  options.key_file = key_file;
  return options;
}

}  // namespace schoolgate::vault_testing
