#include "gateway/records/record_pseudonyms.h"

#include <utility>

#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"

namespace schoolgate::gateway {

namespace asio = boost::asio;

namespace {

constexpr std::string_view kAnchor = "the names of records";

}  // namespace

asio::awaitable<absl::StatusOr<std::unique_ptr<RecordPseudonyms>>> RecordPseudonyms::Open(
    Vault& vault, redaction::ScopeName name, std::string district) {
  redaction::SealedIds::Place place;
  place.district = std::move(district);
  place.vendor = name.vendor;
  place.scope = std::string(
      ToStd(LengthPrefixed({name.tool, name.stable ? name.school_year : std::string_view("session")})));
  SG_CO_ASSIGN_OR_RETURN(std::unique_ptr<redaction::Scope> scope,
                         co_await redaction::Scope::Open(vault, std::move(name)));
  // A scope keeps its key from its first form on, whatever keys the district has later: these names have to
  // stay too, and none of them is a form.
  std::vector<redaction::CodeRequest> anchor;
  anchor.push_back({.subject_key = std::string(kAnchor),
                    .type = redaction::CodeType::kIdentifier,
                    .form = std::string(kAnchor),
                    .on_roster = false});
  auto anchored = scope->Issue(std::move(anchor));
  SG_CO_RETURN_IF_ERROR((co_await std::move(anchored)).status());
  redaction::SealedIds ids(scope->sealing_key(), std::move(place));
  co_return std::unique_ptr<RecordPseudonyms>(new RecordPseudonyms(vault, std::move(scope), std::move(ids)));
}

asio::awaitable<absl::Status> RecordPseudonyms::NamePeople(std::vector<std::string> person_keys) {
  if (person_keys.empty()) co_return absl::OkStatus();
  std::vector<std::string> keys = person_keys;
  SG_CO_ASSIGN_OR_RETURN(const std::vector<SubjectNumber> numbers, co_await vault_.Numbers(std::move(keys)));
  if (numbers.size() != person_keys.size()) co_return MakeProblem(problems::kInternal);
  for (size_t i = 0; i < numbers.size(); ++i) {
    scope_->NameIdentifier(std::move(person_keys[i]), NameOf(numbers[i]));
  }
  co_return absl::OkStatus();
}

}  // namespace schoolgate::gateway
