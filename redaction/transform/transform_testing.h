// For tests of the transformer: a vault in a directory of its own, and treating a request as one call.
// All people here are invented.
#ifndef SCHOOLGATE_REDACTION_TRANSFORM_TRANSFORM_TESTING_H_
#define SCHOOLGATE_REDACTION_TRANSFORM_TRANSFORM_TESTING_H_

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/util/event_loop.h"
#include "core/vault/vault_testing.h"
#include "redaction/transform/transformer.h"

namespace schoolgate::redaction {

// A text to find wherever it stands, and what policy decided for it.
struct Planted {
  std::string text;
  v1::DataElement element = v1::DATA_ELEMENT_STUDENT_NAME;
  v1::Treatment treatment = v1::TREATMENT_PSEUDONYMIZE;
  SubjectKind kind = SubjectKind::kStudent;
  std::string key;      // the person; empty: the text itself
  int32_t person = -1;  // on the roster of the bench's forms
};

struct Treated {
  absl::Status status;
  v1::GenerateRequest request;
  std::string bytes;  // of what leaves
  int32_t typed_codes = 0;
  std::shared_ptr<const Substitutions> substitutions;
};

class TransformBench {
 public:
  PseudonymForms forms;  // beside codes
  std::string vendor = "vendor";

  // Treats `request` as `person` in `session`; findings are where the planted texts stand.
  template <typename Request>
  Treated Treat(Request request, std::vector<Planted> planted, const std::string& person = "t.vega",
                const std::string& session = "s1") {
    CanonicalRequest canonical = std::move(request);
    absl::StatusOr<Walk> walk = std::visit([](const auto& r) { return Walk::Over(r); }, canonical);
    if (!walk.ok()) return {.status = walk.status()};
    // Longest first, so that "Ana Lara" is found before "Ana".
    std::stable_sort(planted.begin(), planted.end(),
                     [](const Planted& a, const Planted& b) { return a.text.size() > b.text.size(); });
    Findings findings;
    std::vector<v1::Treatment> treatments;
    for (const Slot& slot : walk->slots()) {
      for (size_t at = 0; at < slot.text.size();) {
        const auto hit = std::find_if(planted.begin(), planted.end(), [&](const Planted& p) {
          return slot.text.substr(at, p.text.size()) == p.text;
        });
        if (hit == planted.end() || slot.kind == SlotKind::kIdentifier) {
          ++at;
          continue;
        }
        Finding finding;
        finding.slot = slot.index;
        finding.begin = static_cast<int64_t>(at);
        finding.end = static_cast<int64_t>(at + hit->text.size());
        finding.element = hit->element;
        finding.subject = {
            .kind = hit->kind, .person = hit->person, .key = hit->key.empty() ? hit->text : hit->key};
        findings.push_back(finding);
        treatments.push_back(hit->treatment);
        at += hit->text.size();
      }
    }
    return Run(std::move(canonical), *std::move(walk), findings, treatments, person, session);
  }

  Treated Run(CanonicalRequest canonical, Walk walk, const Findings& findings,
              const std::vector<v1::Treatment>& treatments, const std::string& person = "t.vega",
              const std::string& session = "s1") {
    Treated result;
    auto work = [&]() -> boost::asio::awaitable<void> {
      ScopeName name;
      name.vendor = vendor;
      name.tool = "tool";
      name.app = "app";
      name.person = person;
      name.session = session;
      auto opening = Scope::Open(*vault_, std::move(name));
      absl::StatusOr<std::unique_ptr<Scope>> scope = co_await std::move(opening);
      if (!scope.ok()) {
        result.status = scope.status();
        co_return;
      }
      Guarded<CanonicalRequest> message(std::move(canonical));
      Destination destination;
      destination.vendor = "vendor";
      auto transforming = Transformer::Transform(std::move(message), std::move(walk), findings, treatments,
                                                 std::move(destination), **scope, forms);
      absl::StatusOr<Outbound> outbound = co_await std::move(transforming);
      result.status = outbound.status();
      result.substitutions = (*scope)->substitutions();
      if (outbound.ok()) result.bytes = outbound->DigestInput();
      if (outbound.ok()) result.typed_codes = outbound->typed_codes();
    };
    boost::asio::co_spawn(loop_.context(), work(), boost::asio::use_future).get();
    result.request.ParseFromString(result.bytes);
    return result;
  }

 private:
  vault_testing::TestDirectory directory_;
  EventLoop loop_;
  std::unique_ptr<Vault> vault_ = vault_testing::OpenVault(directory_);  // goes before the loop
};

inline v1::GenerateRequest Prompt(std::string_view text) {
  v1::GenerateRequest request;
  v1::Message& message = *request.add_messages();
  message.set_role(v1::ROLE_USER);
  message.add_content()->set_text(std::string(text));
  return request;
}

// The text of Prompt's message as it left.
inline std::string TextOf(const Treated& treated) {
  const auto& messages = treated.request.messages();
  return messages.empty() ? "" : messages.rbegin()->content(0).text();
}

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_TRANSFORM_TRANSFORM_TESTING_H_
