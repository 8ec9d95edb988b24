// The whole engine, as `schoolgate inspect` runs it: walk, detection, and everything that was found replaced.
// The input is one message; its parts between blank lines are messages of one request, too; and where it is
// JSON, it is the arguments of a tool call as well.
//
//   sound     findings are what ExpectSound says.
//   replaced  Take the codes and the words of redaction out of what leaves: the pieces that are left are, in
//             order, pieces of what stood outside the findings. So nothing of a finding is left in its place,
//             not two letters of it nor one, and nothing else was touched. (A piece that also occurs
//             further on outside the findings passes; codes hold letters by chance and are not looked into.)
//   JSON      what was JSON is JSON, in a field of its own and as the text of a message.
//   twice     Treating what left, in the same session: every code and word stands as it did, in its order.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/util/status.h"
#include "core/vocabulary/vocabulary.h"
#include "redaction/transform/redaction_words.h"
#include "redaction/transform/transformer.h"
#include "redaction/walk/json_tokens.h"
#include "redaction/walk/utf8.h"
#include "redaction/walk/walk.h"
#include "tests/fuzz/memory_vault.h"
#include "tests/fuzz/properties.h"
#include "tests/fuzz/small_roster.h"

namespace schoolgate::fuzz {
namespace {

namespace asio = boost::asio;

// One request treated: the texts of its slots before, what was found in them, and the same slots after.
struct Treated {
  std::vector<std::string> before, after;
  Findings findings;
  v1::GenerateRequest request;
  std::shared_ptr<const redaction::Substitutions> codes;
};

// The slots' texts; of a request that left, without the instruction it begins with.
std::vector<std::string> TextsOf(const v1::GenerateRequest& request) {
  absl::StatusOr<redaction::Walk> walk = redaction::Walk::Over(request);
  FUZZ_EXPECT(walk.ok(), "");
  std::vector<std::string> texts;
  for (const redaction::Slot& slot : walk->slots()) texts.emplace_back(slot.text);
  return texts;
}

asio::awaitable<absl::Status> Treat(v1::GenerateRequest request, size_t caller, Vault& vault,
                                    Treated& treated) {
  treated.before = TextsOf(request);
  Guarded<CanonicalRequest> guarded{CanonicalRequest(std::move(request))};
  const auto& canonical = std::get<v1::GenerateRequest>(guarded.Reveal(RevealFor::kTesting));
  SG_CO_ASSIGN_OR_RETURN(redaction::Walk walk, redaction::Walk::Over(canonical));
  treated.findings = SmallDetector().Detect(walk.slots(), AskedBy(caller));
  ExpectSound(walk.slots(), treated.findings);
  std::vector<v1::Treatment> treatments;
  for (const Finding& finding : treated.findings) {
    treatments.push_back(NearestSupported(finding.element, v1::TREATMENT_PSEUDONYMIZE));
  }
  redaction::ScopeName name{
      .vendor = "v", .tool = "t", .app = "a", .person = "", .session = "s", .school_year = ""};
  SG_CO_ASSIGN_OR_RETURN(std::unique_ptr<redaction::Scope> scope,
                         co_await redaction::Scope::Open(vault, std::move(name)));
  Destination nowhere{.vendor = "v", .model = "m", .route = v1::ROUTE_CLOUD};
  SG_CO_ASSIGN_OR_RETURN(Outbound outbound, co_await redaction::Transformer::Transform(
                                                std::move(guarded), std::move(walk), treated.findings,
                                                treatments, std::move(nowhere), *scope));
  treated.request = std::get<v1::GenerateRequest>(outbound.Preview().Reveal(RevealFor::kTesting));
  treated.codes = scope->substitutions();
  auto& messages = *treated.request.mutable_messages();
  if (messages.size() > 0 && messages.Get(0).role() == v1::ROLE_SYSTEM) messages.DeleteSubrange(0, 1);
  treated.after = TextsOf(treated.request);
  co_return absl::OkStatus();
}

Treated TreatNow(const v1::GenerateRequest& request, size_t caller, Vault& vault) {
  Treated treated;
  absl::Status status = absl::InternalError("did not finish");
  asio::io_context context;
  asio::co_spawn(
      context, [&]() -> asio::awaitable<void> { status = co_await Treat(request, caller, vault, treated); },
      [](const std::exception_ptr& thrown) {
        if (thrown) std::rethrow_exception(thrown);
      });
  context.run();
  FUZZ_EXPECT(status.ok(), std::string(status.message()));
  return treated;
}

// ---- what stands for people's data in a text

// The words of redaction, longest first.
const std::vector<std::string_view>& RedactionWords() {
  static const auto& words = *new std::vector<std::string_view>([] {
    std::vector<std::string_view> all;
    all.reserve(kDataElementCount);
    for (int element = 0; element < kDataElementCount; ++element) {
      all.push_back(redaction::RedactionWord(static_cast<v1::DataElement>(element)));
    }
    std::sort(all.begin(), all.end(), [](std::string_view a, std::string_view b) {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }());
  return words;
}

struct Replacements {
  std::vector<std::string> found;         // codes and words, in order
  std::vector<std::string_view> between;  // what stands between them
};

Replacements ReplacementsIn(std::string_view text, const redaction::Substitutions& codes) {
  std::vector<std::string_view> known = codes.Codes();
  known.insert(known.end(), RedactionWords().begin(), RedactionWords().end());
  std::sort(known.begin(), known.end(),
            [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
  Replacements result;
  size_t done = 0;
  for (size_t at = 0; at < text.size();) {
    const auto hit = std::find_if(known.begin(), known.end(), [&](std::string_view word) {
      return text.substr(at, word.size()) == word;
    });
    if (hit == known.end()) {
      ++at;
      continue;
    }
    size_t begin = at;
    size_t end = at + hit->size();
    // Braces end a code that letters follow; quotes make a string of what was a number.
    const char opened = begin > done ? text[begin - 1] : '\0';
    const char closed = end < text.size() ? text[end] : '\0';
    if ((opened == '{' && closed == '}') || (opened == '"' && closed == '"')) {
      --begin;
      ++end;
    }
    result.found.emplace_back(*hit);
    result.between.push_back(text.substr(done, begin - done));
    done = at = end;
  }
  result.between.push_back(text.substr(done));
  return result;
}

// ---- properties

void ExpectReplaced(const Treated& treated) {
  FUZZ_EXPECT(treated.after.size() == treated.before.size(), "");
  size_t next = 0;
  for (size_t slot = 0; slot < treated.before.size(); ++slot) {
    const std::string_view before = treated.before[slot];
    std::vector<std::string_view> outside;
    size_t done = 0;
    size_t findings = 0;
    for (; next < treated.findings.size() && treated.findings[next].slot == static_cast<int32_t>(slot);
         ++next) {
      outside.push_back(before.substr(done, static_cast<size_t>(treated.findings[next].begin) - done));
      done = static_cast<size_t>(treated.findings[next].end);
      ++findings;
      // A replacement that stood in it stays, with the space around it.
      const auto begin = static_cast<size_t>(treated.findings[next].begin);
      const Replacements stood = ReplacementsIn(before.substr(begin, done - begin), *treated.codes);
      if (stood.found.empty()) continue;
      for (const std::string_view piece : stood.between) {
        outside.push_back(piece.substr(0, std::min(piece.find_first_not_of(' '), piece.size())));
        outside.push_back(piece.substr(piece.find_last_not_of(' ') + 1));
      }
    }
    outside.push_back(before.substr(done));
    const Replacements after = ReplacementsIn(treated.after[slot], *treated.codes);
    FUZZ_EXPECT(after.found.size() >= findings, treated.after[slot]);
    size_t gap = 0;
    for (const std::string_view piece : after.between) {
      size_t at = std::string_view::npos;
      while (gap < outside.size() && (at = outside[gap].find(piece)) == std::string_view::npos) ++gap;
      FUZZ_EXPECT(gap < outside.size(), treated.after[slot]);
      outside[gap].remove_prefix(at + piece.size());
    }
  }
}

// An object or a list: a number alone is as much prose as JSON.
bool IsJson(std::string_view text) {
  const size_t start = text.find_first_not_of(" \n\t\r");
  if (start == std::string_view::npos || (text[start] != '{' && text[start] != '[')) return false;
  std::vector<redaction::JsonToken> tokens;
  return redaction::TokenizeJson(text, tokens);
}

void ExpectSameTwice(const Treated& once, const Treated& twice) {
  FUZZ_EXPECT(twice.after.size() == once.after.size(), "");
  for (size_t slot = 0; slot < once.after.size(); ++slot) {
    const std::vector<std::string> stood = ReplacementsIn(once.after[slot], *once.codes).found;
    const std::vector<std::string> stands = ReplacementsIn(twice.after[slot], *twice.codes).found;
    size_t at = 0;
    for (const std::string& replacement : stands) at += at < stood.size() && stood[at] == replacement ? 1 : 0;
    FUZZ_EXPECT(at == stood.size(), once.after[slot] + " -> " + twice.after[slot]);
  }
}

void Check(const v1::GenerateRequest& request, size_t caller) {
  MemoryVault vault;
  const Treated once = TreatNow(request, caller, vault);
  ExpectReplaced(once);
  ExpectSameTwice(once, TreatNow(once.request, caller, vault));
  for (int i = 0; i < request.messages_size(); ++i) {
    const v1::Message& before = request.messages(i);
    const v1::Message& after = once.request.messages(i);
    if (before.content_size() > 0 && IsJson(before.content(0).text())) {
      FUZZ_EXPECT(IsJson(after.content(0).text()), after.content(0).text());
    }
    if (before.tool_calls_size() > 0) {
      const std::string& arguments = after.tool_calls(0).arguments_json();
      FUZZ_EXPECT(IsJson(arguments), arguments);
    }
  }
}

void AddMessage(v1::GenerateRequest& request, std::string_view text) {
  v1::Message& message = *request.add_messages();
  message.set_role(request.messages_size() % 2 == 1 ? v1::ROLE_USER : v1::ROLE_TOOL);
  message.add_content()->set_text(std::string(text));
}

}  // namespace
}  // namespace schoolgate::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace fuzz = schoolgate::fuzz;
  const std::string_view input = fuzz::Begin(data, size);
  if (!schoolgate::redaction::IsUtf8(input)) {
    // A walk refuses it. The detector must do without that.
    const schoolgate::redaction::Slot slot{.text = input};
    fuzz::ExpectSound({&slot, 1}, fuzz::SmallDetector().Detect({&slot, 1}, fuzz::AskedBy(size)));
    return 0;
  }
  schoolgate::v1::GenerateRequest whole;
  fuzz::AddMessage(whole, input);
  fuzz::Check(whole, size);
  if (input.find("\n\n") != std::string_view::npos) {
    schoolgate::v1::GenerateRequest parts;
    for (size_t at = 0; at < input.size();) {
      const size_t end = std::min(input.find("\n\n", at), input.size());
      fuzz::AddMessage(parts, input.substr(at, end - at));
      at = end + 2;
    }
    fuzz::Check(parts, size);
  }
  if (fuzz::IsJson(input)) {
    schoolgate::v1::GenerateRequest call;
    call.add_messages()->add_tool_calls()->set_arguments_json(std::string(input));
    fuzz::Check(call, size);
  }
  return 0;
}
