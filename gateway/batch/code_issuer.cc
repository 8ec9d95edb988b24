#include "gateway/batch/code_issuer.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <utility>

#include "core/crypto/secret.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

constexpr size_t kKnownBytes = size_t{16} << 20;
// A scope remembers what it gave: it is opened anew before that grows large.
constexpr size_t kMostInScope = 50'000;

redaction::ScopeName NameOf(std::string_view scope_name) {
  redaction::ScopeName name;
  // No configured vendor has a name with a space, so no exchange comes to share these codes.
  name.vendor = "batch of files";
  name.tool = scope_name;
  name.stable = true;
  return name;
}

// Runs a coroutine to its end on this thread.
template <typename T>
T Wait(asio::io_context& context, asio::awaitable<T> work) {
  std::optional<T> result;
  asio::co_spawn(context, std::move(work), [&result](const std::exception_ptr& thrown, T value) {
    if (thrown) std::rethrow_exception(thrown);
    result.emplace(std::move(value));
  });
  context.restart();
  context.run();
  return *std::move(result);
}

using Opened = absl::StatusOr<std::unique_ptr<redaction::Scope>>;

std::string KeyOf(const redaction::CodeRequest& request) {
  const char kind[] = {static_cast<char>(request.type), request.on_roster ? '1' : '0'};
  return LengthPrefixed({std::string_view(kind, sizeof(kind)), request.subject_key, request.form});
}

}  // namespace

bool IsScopeName(std::string_view name) {
  constexpr size_t kLongest = 64;
  return !name.empty() && name.size() <= kLongest && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

CodeIssuer::CodeIssuer(Vault& vault, asio::io_context& context, std::string scope_name)
    : vault_(vault), context_(context), scope_name_(std::move(scope_name)), known_(kKnownBytes) {}

CodeIssuer::~CodeIssuer() = default;

absl::StatusOr<std::vector<std::string>> CodeIssuer::Issue(std::vector<redaction::CodeRequest> requests) {
  std::vector<std::string> codes(requests.size());
  std::vector<std::string> keys;
  std::vector<size_t> asked;  // for each request, the place in `fresh` it waits for
  absl::flat_hash_map<std::string, size_t> places;
  std::vector<redaction::CodeRequest> fresh;
  constexpr size_t kKnown = ~size_t{0};
  asked.reserve(requests.size());
  for (size_t i = 0; i < requests.size(); ++i) {
    std::string key = KeyOf(requests[i]);
    if (const std::string* code = known_.Find(key); code != nullptr) {
      codes[i] = *code;
      asked.push_back(kKnown);
      continue;
    }
    const auto [place, added] = places.emplace(std::move(key), fresh.size());
    if (added) {
      keys.push_back(place->first);
      fresh.push_back(std::move(requests[i]));
    }
    asked.push_back(place->second);
  }
  if (fresh.empty()) return codes;
  if (scope_ == nullptr || scope_->substitutions()->size() > kMostInScope) {
    redaction::ScopeName name = NameOf(scope_name_);
    SG_ASSIGN_OR_RETURN(scope_, Wait<Opened>(context_, redaction::Scope::Open(vault_, std::move(name))));
  }
  using Issued = absl::StatusOr<std::vector<std::string>>;
  SG_ASSIGN_OR_RETURN(std::vector<std::string> issued,
                      Wait<Issued>(context_, scope_->Issue(std::move(fresh))));
  for (size_t i = 0; i < asked.size(); ++i) {
    if (asked[i] != kKnown) codes[i] = issued[asked[i]];
  }
  for (size_t i = 0; i < keys.size(); ++i) {
    const size_t weight = keys[i].size() + issued[i].size() + 64;
    known_.Put(std::move(keys[i]), std::move(issued[i]), weight);
  }
  return codes;
}

absl::StatusOr<std::shared_ptr<const redaction::Substitutions>> AllOfScope(Vault& vault,
                                                                           asio::io_context& context,
                                                                           std::string_view scope_name) {
  redaction::ScopeName name = NameOf(scope_name);
  name.whole = true;
  SG_ASSIGN_OR_RETURN(const std::unique_ptr<redaction::Scope> scope,
                      Wait<Opened>(context, redaction::Scope::Open(vault, std::move(name))));
  return scope->substitutions();
}

}  // namespace schoolgate::gateway
