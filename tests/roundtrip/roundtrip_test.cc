// What leaves comes back: for random texts about the people of random rosters, treated, echoed by a vendor
// that writes each code in one of the accepted manglings and sends it in random pieces, the restored answer
// is the text, byte for byte. And whatever a stranger does with codes gives nobody's data. People are
// invented.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <random>
#include <utility>

#include "core/crypto/crockford.h"
#include "core/roster/roster_builder.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vocabulary/vocabulary.h"
#include "redaction/detect/detector.h"
#include "redaction/restore/restorer.h"
#include "redaction/transform/transformer.h"
#include "redaction/walk/walk.h"
#include "tests/fuzz/memory_vault.h"

namespace schoolgate::redaction {
namespace {

namespace asio = boost::asio;

using Random = std::mt19937_64;

size_t Below(Random& random, size_t bound) {
  return std::uniform_int_distribution<size_t>(0, bound - 1)(random);
}

template <typename Strings>
std::string_view OneOf(Random& random, const Strings& from) {
  return from[Below(random, std::size(from))];
}

constexpr std::string_view kGiven[] = {
    "Ana",   "Mia",  "José",  "Liam", "Zoë",     "Kai",   "Noor", "Sofía", "Trinh", "Owen",  "Priya", "Elif",
    "Mateo", "Hana", "Grace", "Will", "Abigail", "Darío", "Ngoc", "Ivo",   "Chloe", "Tomás", "Yara",  "Bo"};
constexpr std::string_view kFamily[] = {
    "Reyes",   "Nguyễn",       "O'Leary", "Park",      "de la Cruz", "Okafor", "Sánchez",  "Müller", "Smith",
    "Al-Amin", "García López", "Tran",    "Whitfield", "Hunter",     "Ávila",  "Kowalski", "Young",  "Bell"};
constexpr std::string_view kWords[] = {
    "the",  "reads", "below",   "grade",      "level",   "but",     "explains", "fractions", "well",  "and",
    "el",   "niño",  "escribe", "una",        "carta",   "a",       "su",       "abuela",    "sobre", "la",
    "Unit", "3:",    "(draft)", "\"quoted\"", "50%",     "student", "parent",   "—",         "1/2",   "x_y",
    "[see", "note]", "{id}",    "<b>",        "**now**", "a\\_b",   "😀",        "\n",        "\t",    "…"};

// A district of a few dozen people.
RosterSnapshot SomeRoster(Random& random) {
  RosterBuilder builder;
  const SchoolIndex school = builder.AddSchool("o1", "Alder Middle School");
  const ClassIndex algebra = builder.AddClass("c1", "Algebra", school);
  for (int i = 0; i < 40; ++i) {
    const PersonKind kind = i % 4 == 3   ? PersonKind::kStaff
                            : i % 4 == 2 ? PersonKind::kGuardian
                                         : PersonKind::kStudent;
    const std::string id = StrCat("p", i);
    const std::string username = StrCat("user", i, "x");
    const PersonIndex person = builder.AddPerson({.kind = kind,
                                                  .source_id = id,
                                                  .given = OneOf(random, kGiven),
                                                  .family = OneOf(random, kFamily),
                                                  .username = username});
    builder.AddEmail(person, StrCat(username, "@alder.example"));
    builder.AddPhone(person, StrCat("(950) 555-01", 10 + i));
    if (kind == PersonKind::kStudent) builder.AddId(person, IdKind::kLocal, StrCat(604800 + i));
    if (kind != PersonKind::kGuardian) {
      builder.Enroll(algebra, person, kind == PersonKind::kStaff ? ClassRole::kTeacher : ClassRole::kStudent);
    }
  }
  return std::move(builder).Build("random", absl::UnixEpoch());
}

std::string Mention(Random& random, const Person& person) {
  std::string given(person.given);
  const std::string family(person.family);
  switch (Below(random, 9)) {
    case 0:
      return StrCat(given, " ", family);
    case 1:
      return StrCat(family, ", ", given);
    case 2:
      return StrCat(given, " ", family, "'s");
    case 3:
      return StrCat("[", given, " ", family, "]");
    case 4:
      return StrCat("{", given, " ", family, "}");
    case 5:
      return StrCat(person.username, "@alder.example");
    case 6:
      return StrCat("Ms. ", family);
    case 7:
      return StrCat(given, "_", family);
    default:
      return given;
  }
}

std::string SomeText(Random& random, const Roster& roster) {
  std::string text;
  const size_t words = 4 + Below(random, 24);
  for (size_t i = 0; i < words; ++i) {
    if (!text.empty() && Below(random, 12) != 0) text += ' ';
    const size_t what = Below(random, 10);
    if (what < 3) {
      text += Mention(random, roster.people()[Below(random, roster.people().size())]);
    } else if (what == 3 && Below(random, 4) == 0) {
      text += StrCat("STUDENT_", Below(random, 2) == 0 ? "7K3QF" : "ABCDE", OneOf(random, kWords));
    } else {
      text += OneOf(random, kWords);
    }
  }
  return text;
}

struct Left {
  std::string text;
  std::shared_ptr<const Substitutions> codes;
};

// With neither person nor session the exchange stands alone; the vault's forms go on counting up.
Left Treat(const Detector& detector, Vault& vault, const std::string& text) {
  Left left;
  absl::Status status = absl::InternalError("did not finish");
  const auto work = [&]() -> asio::awaitable<absl::Status> {
    v1::GenerateRequest request;
    v1::Message& message = *request.add_messages();
    message.set_role(v1::ROLE_USER);
    message.add_content()->set_text(text);
    Guarded<CanonicalRequest> guarded{CanonicalRequest(std::move(request))};
    const auto& canonical = std::get<v1::GenerateRequest>(guarded.Reveal(RevealFor::kTesting));
    SG_CO_ASSIGN_OR_RETURN(Walk walk, Walk::Over(canonical));
    const DetectionContext context;
    const Findings findings = detector.Detect(walk.slots(), context);
    std::vector<v1::Treatment> treatments;
    treatments.reserve(findings.size());
    for (const Finding& finding : findings) {
      // What can only be redacted does not come back, and is not what this is about.
      treatments.push_back(Supports(finding.element, v1::TREATMENT_PSEUDONYMIZE) ? v1::TREATMENT_PSEUDONYMIZE
                                                                                 : v1::TREATMENT_ALLOW);
    }
    ScopeName name{.vendor = "v", .tool = "t", .app = "a"};
    SG_CO_ASSIGN_OR_RETURN(const std::unique_ptr<Scope> scope, co_await Scope::Open(vault, std::move(name)));
    Destination destination{.vendor = "v", .model = "m", .route = v1::ROUTE_CLOUD};
    SG_CO_ASSIGN_OR_RETURN(const Outbound outbound,
                           co_await Transformer::Transform(std::move(guarded), std::move(walk), findings,
                                                           treatments, std::move(destination), *scope));
    const auto& sent = std::get<v1::GenerateRequest>(outbound.Preview().Reveal(RevealFor::kTesting));
    left.text = sent.messages().rbegin()->content(0).text();
    left.codes = scope->substitutions();
    co_return absl::OkStatus();
  };
  asio::io_context loop;
  asio::co_spawn(
      loop, [&]() -> asio::awaitable<void> { status = co_await work(); },
      [](const std::exception_ptr& thrown) {
        if (thrown) std::rethrow_exception(thrown);
      });
  loop.run();
  EXPECT_TRUE(status.ok()) << status;
  return left;
}

// One code as a model may write it (redaction/restore/code_grammar.h).
std::string Mangled(Random& random, std::string code, char before, char after) {
  const size_t underscore = code.find('_');
  const bool letters = code.find('_', underscore + 1) != std::string::npos;
  switch (Below(random, 8)) {
    case 0:
      for (char& c : code) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      return code;
    case 1:
      for (size_t at = 0; (at = code.find('_', at)) != std::string::npos; at += 2) code.insert(at, "\\");
      return code;
    case 2:
      code[underscore] = '-';
      return code;
    case 3:
      if (letters) return code;
      code.replace(underscore, 1, Below(random, 2) == 0 ? " " : "\u00A0");
      return code;
    case 4: {
      constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kWrappers = {
          {{"<", ">"}, {"[", "]"}, {"{", "}"}, {"&lt;", "&gt;"}}};
      const auto& [open, close] = kWrappers[Below(random, kWrappers.size())];
      // A code in brackets keeps them; more around those is no mangling, and "[...](" is a link.
      const bool fits = std::string_view("<[{;(").find(after) == std::string_view::npos &&
                        std::string_view(">]}&").find(after) == std::string_view::npos &&
                        std::string_view("<[{;").find(before) == std::string_view::npos;
      return fits ? StrCat(open, code, close) : code;
    }
    default:
      return code;
  }
}

// The vendor's echo of what left.
std::string Echo(Random& random, const Left& left) {
  std::vector<std::string> codes;
  for (const std::string_view code : left.codes->Codes()) codes.emplace_back(code);
  std::sort(codes.begin(), codes.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  std::string echo;
  for (size_t at = 0; at < left.text.size();) {
    const std::string_view rest = std::string_view(left.text).substr(at);
    const auto code =
        std::find_if(codes.begin(), codes.end(), [&](const auto& c) { return rest.starts_with(c); });
    if (code == codes.end()) {
      echo += left.text[at++];
      continue;
    }
    const char before = at > 0 ? left.text[at - 1] : ' ';
    at += code->size();
    echo += Mangled(random, *code, before, at < left.text.size() ? left.text[at] : ' ');
  }
  return echo;
}

std::string Restored(Random& random, const Left& left, std::string_view answer,
                     RestoreCounts* counts = nullptr) {
  Restorer restorer(left.codes, {});
  std::string restored;
  for (size_t at = 0; at < answer.size();) {
    size_t end = at + 1 + Below(random, 20);
    end = std::min(end, answer.size());
    while (end < answer.size() && (static_cast<uint8_t>(answer[end]) & 0xC0) == 0x80) ++end;
    v1::StreamGenerateResponse piece;
    piece.add_deltas()->set_content(std::string(answer.substr(at, end - at)));
    restorer.Feed(piece);
    restored += piece.deltas(0).content();
    at = end;
  }
  const v1::StreamGenerateResponse last = restorer.Finish();
  for (const v1::ChoiceDelta& delta : last.deltas()) restored += delta.content();
  if (counts != nullptr) *counts = restorer.counts();
  return restored;
}

TEST(RoundtripTest, WhatLeavesComesBackByteForByte) {
  Random random(20261123);
  int codes = 0;
  for (int roster = 0; roster < SCHOOLGATE_ROSTERS; ++roster) {
    const std::shared_ptr<const Detector> detector = Detector::Create(SomeRoster(random));
    fuzz::MemoryVault vault;
    for (int i = 0; i < 1000; ++i) {
      const std::string text = SomeText(random, detector->roster());
      const Left left = Treat(*detector, vault, text);
      codes += static_cast<int>(left.codes->size());
      const std::string echo = Echo(random, left);
      ASSERT_EQ(Restored(random, left, echo), text) << "left: " << left.text << "\nechoed: " << echo;
    }
  }
  EXPECT_GT(codes, SCHOOLGATE_ROSTERS * 1000) << "the texts hold nobody, so this shows nothing";
}

// Every code there can be of one type, 2^25 of them, said by a vendor: what comes back is what this exchange
// was issued and nothing else, and every other one is counted.
TEST(RoundtripTest, GuessingEveryCodeGivesNobodyElse) {
  Random random(7);
  const std::shared_ptr<const Detector> detector = Detector::Create(SomeRoster(random));
  fuzz::MemoryVault vault;
  const Person& own = detector->roster().people()[0];
  const Left left = Treat(*detector, vault, StrCat(own.given, " ", own.family, " reads."));
  const std::vector<std::string_view> codes = left.codes->Codes();
  ASSERT_EQ(codes.size(), 1u);
  const std::string type(codes[0].substr(0, codes[0].find('_')));
  const std::string known(*left.codes->FormOf(codes[0]));
  Restorer restorer(left.codes, {});
  int64_t restored = 0, neutral = 0;
  constexpr uint32_t kCodes = uint32_t{1} << 25;
  constexpr uint32_t kAtATime = uint32_t{1} << 14;
  v1::GenerateResponse response;
  std::string& text = *response.add_choices()->mutable_message()->add_content()->mutable_text();
  std::string said;
  for (uint32_t first = 0; first < kCodes; first += kAtATime * SCHOOLGATE_GUESS_STEP) {
    said.clear();
    for (uint32_t code = first; code < first + kAtATime; ++code) {
      std::string symbols;
      for (int shift = 20; shift >= 0; shift -= 5) symbols += kCrockfordAlphabet[code >> shift & 31];
      said += StrCat(type, "_", symbols, std::string(1, CheckSymbol(ToAbsl(type), ToAbsl(symbols))), "\n");
    }
    text = said;
    restorer.Restore(response);
    // Line by line: what was said, a neutral word for it, or, once, what is ours.
    const size_t line = said.find('\n') + 1;
    size_t at = 0;
    for (size_t from = 0; from < said.size(); from += line) {
      const size_t end = text.find('\n', at);
      ASSERT_NE(end, std::string::npos);
      const std::string_view got = std::string_view(text).substr(at, end - at);
      at = end + 1;
      if (got == known) {
        ++restored;
      } else {
        ASSERT_TRUE(got == NeutralWord(CodeType::kPerson) || got == NeutralWord(CodeType::kStudent)) << got;
        ++neutral;
      }
    }
  }
  EXPECT_LE(restored, 1);
  EXPECT_TRUE(restored == 1 || SCHOOLGATE_GUESS_STEP > 1);
  EXPECT_EQ(restorer.counts().restored, restored);
  EXPECT_EQ(restorer.counts().neutralized, neutral) << "each is counted";
  EXPECT_EQ(restored + neutral, int64_t{kCodes} / SCHOOLGATE_GUESS_STEP);
}

}  // namespace
}  // namespace schoolgate::redaction
