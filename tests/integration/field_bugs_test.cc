// What went wrong elsewhere in restoring, one test for each bug, named by how a gate behaves that does not
// have it; the thread it was reported in stands above it. What another file shows already is in kElsewhere.
// Through a whole gate, on the sample district; the people are made up.
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <regex>
#include <thread>

#include "absl/time/clock.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "core/vault/sqlite.h"
#include "tests/integration/field_bugs_fixture.h"

namespace schoolgate::tests {
namespace {

// BerriAI/litellm#31959: numbers begin anew in each message, and models drop what follows them.
TEST_F(FieldBugsTest, PeopleOfTwoMessagesNeverShareAPseudonym) {
  const std::vector<Line> lines = {{v1::ROLE_USER, kMaya + " reads."},
                                   {v1::ROLE_ASSISTANT, "What does Maya read?"},
                                   {v1::ROLE_USER, kLiam + " writes, and Okafor-Reyes, Maya sings."}};
  EXPECT_EQ(Ask(TeacherIn("7"), lines), StrCat(lines[0].text, "\n", lines[1].text, "\n", lines[2].text));
  const std::vector<std::string> codes = SentCodes();
  ASSERT_EQ(codes.size(), 4u) << Sent();
  EXPECT_NE(codes[0], codes[2]);
  EXPECT_EQ(codes[1].substr(0, 14), codes[0]);
  EXPECT_EQ(codes[3].substr(0, 14), codes[0]);
  // Without its letter a code is still the same person's.
  Answer(StrCat(codes[0], ", ", codes[2].substr(0, 14), ", ", codes[3].substr(0, 14)));
  EXPECT_EQ(Ask(TeacherIn("7"), "Who was it?"), StrCat(kMaya, ", ", kLiam, ", ", kMaya));
}

// BerriAI/litellm#19950: the map of tokens is shared by all requests.
TEST_F(FieldBugsTest, RequestsAtOnceNeverSeeEachOthersPeople) {
  std::vector<std::string> names;
  for (const Person& person : gate_->roster().people()) {
    std::string name = StrCat(person.given, " ", person.family);
    if (person.kind != PersonKind::kStudent || std::count(names.begin(), names.end(), name) > 0) continue;
    names.push_back(std::move(name));
    if (names.size() == 48) break;
  }
  ASSERT_EQ(names.size(), 48u);
  // The vendor says its own codes, and all that others were sent.
  std::mutex mutex;
  std::string all;  // guarded by mutex
  gate_->AnswerWith([&](const connectors::RecordedRequest& request) {
    std::string own;
    for (const std::string& text : SaidIn(request.body()).texts) own += text;
    const std::scoped_lock lock(mutex);
    std::string said = StrCat(own, " Others:", all);
    for (const std::string& code : connectors::CodesIn(own)) all += StrCat(" ", code);
    return std::optional(AnswerOf(request, Saying(said)));
  });
  std::vector<std::string> got(names.size());
  std::vector<std::thread> callers;
  callers.reserve(8);
  for (size_t first = 0; first < 8; ++first) {
    callers.emplace_back([&, first] {
      for (size_t i = first; i < names.size(); i += 8) {
        const Caller caller = TeacherIn(StrCat("at once ", i));
        if (i % 2 == 0) {
          got[i] = TextOf(gate_->Post(caller, ChatBody(names[i] + " reads.")));
        } else {
          got[i] = TextOf(gate_->Post(caller, ChatBody(names[i] + " reads.", R"(,"stream":true)")));
        }
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (size_t i = 0; i < names.size(); ++i) {
    EXPECT_TRUE(got[i].starts_with(names[i] + " reads.")) << got[i];
    for (size_t other = 0; other < names.size(); ++other) {
      if (other == i) continue;
      EXPECT_EQ(got[i].find(names[other]), std::string::npos) << got[i];
    }
  }
}

// BerriAI/litellm PR #42138: a token quoted from an earlier turn is never restored.
TEST_F(FieldBugsTest, APseudonymQuotedFromAnEarlierTurnComesBack) {
  Ask(TeacherIn("11"), kMaya + " reads.");
  const std::vector<std::string> codes = SentCodes();
  ASSERT_EQ(codes.size(), 1u);
  Answer(StrCat("As said, ", codes[0], " reads."));
  EXPECT_EQ(Ask(TeacherIn("11"), "What was it?"), StrCat("As said, ", kMaya, " reads."));
  EXPECT_EQ(TextOf(gate_->Post(TeacherIn("11"), ChatBody("What was it?", R"(,"stream":true)"))),
            StrCat("As said, ", kMaya, " reads."));
}

// microsoft/presidio#1157, #1106: one value has another token each time; all of a kind have the same.
TEST_F(FieldBugsTest, OnePersonHasOnePseudonymAndTwoHaveTwo) {
  const std::string text = StrCat(kMaya, " and ", kLiam, "; ", kMaya, " first.");
  EXPECT_EQ(Ask(TeacherIn("1157"), text), text);
  const std::vector<std::string> codes = SentCodes();
  ASSERT_EQ(codes.size(), 3u);
  EXPECT_EQ(codes[0], codes[2]);
  EXPECT_NE(codes[0], codes[1]);
  Ask(TeacherIn("1157"), text);
  EXPECT_EQ(SentCodes(), codes);
}

// LLM Guard, CASE_INSENSITIVE: "[REDACTED_PERSON_1]" is taken for a class of characters, and every letter of
// it in the answer becomes the student's name.
TEST_F(FieldBugsTest, LettersOfAPseudonymAreLetters) {
  Ask(TeacherIn("class"), kMaya + " reads.");
  const std::vector<std::string> codes = SentCodes();
  ASSERT_EQ(codes.size(), 1u);
  std::string letters;
  for (char c = ' '; c < 127; ++c) letters += StrCat(std::string(1, c), c == '<' ? " " : "");
  Answer(StrCat("S T U D E N T _ STUDENT student [", codes[0], "] ", letters));
  EXPECT_EQ(Ask(TeacherIn("class"), "Who was it?"),
            StrCat("S T U D E N T _ STUDENT student ", kMaya, " ", letters));
}

// LLM Guard, FUZZY: a distance of three is allowed where the tokens of two students differ by one, and their
// grades are exchanged.
TEST_F(FieldBugsTest, APseudonymThatIsOneSymbolOffIsNobodys) {
  Ask(TeacherIn("fuzzy"), StrCat(kMaya, " has an A, ", kLiam, " has a C."));
  const std::vector<std::string> codes = SentCodes();
  ASSERT_EQ(codes.size(), 2u);
  const std::string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string said;
  for (const std::string& code : codes) {
    for (size_t at = 8; at < code.size(); ++at) {
      for (const char c : alphabet) {
        if (c == code[at]) continue;
        std::string off = code;
        off[at] = c;
        said += StrCat(off, " has an A. ");
      }
      std::string exchanged = code;
      if (at + 1 < code.size() && code[at] != code[at + 1]) {
        std::swap(exchanged[at], exchanged[at + 1]);
        said += StrCat(exchanged, " has a C. ");
      }
      said += StrCat(code.substr(0, at), " has a B. ");
    }
  }
  Answer(said);
  const std::string got = Ask(TeacherIn("fuzzy"), "Who has which grade?");
  EXPECT_EQ(got, said);
  Answer(StrCat(codes[1], " has a C, ", codes[0], " has an A."));
  EXPECT_EQ(Ask(TeacherIn("fuzzy"), "And now?"), StrCat(kLiam, " has a C, ", kMaya, " has an A."));
}

// protectai/llm-guard PR #82: the second prompt gets the first one's values.
TEST_F(FieldBugsTest, EachPromptsValuesStayItsOwn) {
  Ask(TeacherIn("82"), kMaya + " reads.");
  const std::string maya = SentCodes().at(0);
  Ask(TeacherIn("82"), kLiam + " reads.");
  const std::string liam = SentCodes().at(0);
  EXPECT_NE(maya, liam);
  Answer(StrCat(liam, " after ", maya));
  EXPECT_EQ(Ask(TeacherIn("82"), "In which order?"), StrCat(kLiam, " after ", kMaya));
}

// BerriAI/litellm#41600: numbers are counted anew in each turn, and what an earlier turn left is nobody's.
TEST_F(FieldBugsTest, PseudonymsStayWhenALaterTurnNamesPeopleInAnotherOrder) {
  Ask(TeacherIn("41600"), StrCat(kMaya, " and ", kLiam));
  const std::vector<std::string> first = SentCodes();
  ASSERT_EQ(first.size(), 2u);
  Ask(TeacherIn("41600"), kLiam);
  EXPECT_EQ(SentCodes(), std::vector<std::string>{first[1]});
  const std::vector<Line> lines = {{v1::ROLE_USER, StrCat(kMaya, " and ", kLiam)},
                                   {v1::ROLE_ASSISTANT, StrCat("First ", kLiam, "?")},
                                   {v1::ROLE_USER, StrCat("No, ", kMaya, ".")}};
  Ask(TeacherIn("41600"), lines);
  EXPECT_EQ(SentCodes(), (std::vector<std::string>{first[0], first[1], first[1], first[0]}));
}

// BerriAI/litellm#30728: what is needed to treat a request is away, and it is sent as it is.
TEST_F(FieldBugsTest, WithoutAVaultToMakePseudonymsNothingLeaves) {
  auto other = SqliteDb::Open(gate_->directory() + "/vault.db", 1000);
  ASSERT_TRUE(other.ok()) << other.status();
  ASSERT_TRUE(other->Exec("BEGIN IMMEDIATE").ok());
  const int64_t before = gate_->vendor().request_count();
  const HttpAnswer refused = gate_->Post(TeacherIn("30728"), ChatBody(kMaya + " reads."));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(ErrorOf(refused.body).reason, "VAULT_UNAVAILABLE");
  EXPECT_EQ(gate_->vendor().request_count(), before);
  EXPECT_EQ(RecordsOf(gate_->directory(), "").back().phase(), v1::AUDIT_PHASE_DENIED);
  ASSERT_TRUE(other->Exec("ROLLBACK").ok());
  for (int i = 0; i < 100; ++i) {
    if (gate_->Post(TeacherIn("30728"), ChatBody(kMaya + " reads.")).status == 200) break;
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_EQ(Ask(TeacherIn("30728"), kMaya + " reads."), kMaya + " reads.");
}

// BerriAI/litellm#6247: "Mike. Wh" is found in "Mike. What".
TEST_F(FieldBugsTest, ANameEndsWhereItEnds) {
  const std::string text =
      StrCat("I met ", kMaya, ". What next? (", kLiam, ") He's here: ", kLiam, "\nNext line");
  EXPECT_EQ(Ask(TeacherIn("6247"), text), text);
  EXPECT_TRUE(
      std::regex_match(Sent(), std::regex("I met STUDENT_.{6}\\. What next\\? \\(STUDENT_.{6}\\) He's "
                                          "here: STUDENT_.{6}\nNext line")))
      << Sent();
}

// BerriAI/litellm#14516: `output_parse_pii` has no effect.
TEST_F(FieldBugsTest, RestoringNeedsNoSettingInAnyWayIn) {
  const std::string text = kMaya + " reads.";
  EXPECT_EQ(TextOf(gate_->Post(TeacherIn("14516"), ChatBody(text))), text);
  EXPECT_EQ(TextOf(gate_->Post(TeacherIn("14516"), ChatBody(text, R"(,"stream":true)"))), text);
  EXPECT_EQ(TextOf(gate_->Generate(TeacherIn("14516"), ChatRequest(text))), text);
  EXPECT_EQ(TextOf(gate_->StreamGenerate(TeacherIn("14516"), ChatRequest(text))), text);
}

// BerriAI/litellm#30447: what is only meant to be logged changes the answer.
TEST_F(FieldBugsTest, LookingAtAnAnswerChangesNothingOfIt) {
  const std::string said =
      StrCat("  ", kLiam, " (liam@maplehollow.example, 555-0142)\t{\"a\": [1, 2.50]}\r\n",
             "ñ \u00A0\u200B 😀 <b>*x*</b> https://x.example/?a=b \\_ \\u0041 ", kMaya, "\n\n");
  Answer(said);
  EXPECT_EQ(TextOf(gate_->Post(TeacherIn("30447"), ChatBody("Hello."))), said);
  EXPECT_EQ(TextOf(gate_->Post(TeacherIn("30447"), ChatBody("Hello.", R"(,"stream":true)"))), said);
  EXPECT_GT(RecordsOf(gate_->directory(), "").back().volunteered_size(), 0) << "it was looked at";
}

// BerriAI/litellm#20240: prompts and bearer tokens are in the log.
TEST_F(FieldBugsTest, NeitherPromptsNorKeysAreInTheLog) {
  const Caller caller = TeacherIn("the-session-of-20240");
  const std::string prompt = "Marmalade for Maya Okafor-Reyes.";
  EXPECT_EQ(gate_->Post(caller, ChatBody(prompt)).status, 200);
  EXPECT_EQ(gate_->Post(caller, StrCat(R"({"messages":[{"role":"user","content":")", prompt)).status, 400);
  Caller stranger = caller;
  stranger.key += "x";
  EXPECT_EQ(gate_->Post(stranger, ChatBody(prompt)).status, 401);
  gate_->AnswerWith([](const connectors::RecordedRequest&) {
    connectors::VendorScript script;
    script.status = 500;
    script.body = R"({"error":{"message":"Marmalade failed"}})";
    return std::optional(script);
  });
  EXPECT_GE(gate_->Post(caller, ChatBody(prompt)).status, 500);
  const std::string log = gate_->Log();
  EXPECT_FALSE(log.empty());
  std::vector<std::string> secrets = {caller.key, "Marmalade", "Okafor", "the-session-of-20240"};
  for (const gateway::VendorConfig& vendor : gate_->sample().config.vendors) {
    if (vendor.api_key_file.empty()) continue;
    const auto key = ReadFile(vendor.api_key_file);
    ASSERT_TRUE(key.ok()) << key.status();
    secrets.push_back(key->substr(0, key->find_last_not_of(" \n") + 1));
  }
  for (const std::string& secret : secrets) {
    ASSERT_GE(secret.size(), 6u);
    EXPECT_EQ(log.find(secret), std::string::npos) << secret;
  }
}

// rehydra #71, ueni #137: a placeholder that a stream cuts in two is not restored.
TEST_F(FieldBugsTest, APseudonymCutAnywhereByAStreamComesBack) {
  Ask(TeacherIn("71"), kMaya + " reads.");
  const std::string code = SentCodes().at(0);
  const std::string said = StrCat("So ", code, "’s turn.");
  for (size_t cut = 1; cut < said.size(); ++cut) {
    if ((static_cast<unsigned char>(said[cut]) & 0xC0U) == 0x80) continue;
    gate_->AnswerWith([&](const connectors::RecordedRequest&) {
      connectors::VendorScript script;
      script.content_type = "text/event-stream";
      for (const std::string& piece : {said.substr(0, cut), said.substr(cut)}) {
        script.chunks.push_back(
            {.bytes = StrCat(R"(data: {"choices":[{"index":0,"delta":{"content":")", piece, "\"}}]}\n\n")});
      }
      script.chunks.push_back(
          {.bytes = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                    "data: [DONE]\n\n"});
      return std::optional(script);
    });
    ASSERT_EQ(TextOf(gate_->Post(TeacherIn("71"), ChatBody("Who?", R"(,"stream":true)"))),
              StrCat("So ", kMaya, "’s turn."))
        << cut;
  }
}

// Sevten/pi-data-masking#1: a placeholder in the format of what it stands for matches its own rule, is
// replaced again, and never comes back.
TEST_F(FieldBugsTest, WhatKeepsAFormatIsNotReplacedTwice) {
  Caller caller = TeacherIn("format");
  caller.tool = "letter-writer";
  caller.purpose = "family_communication";
  const BirthDate born = gate_->PersonOf(gateway::kDemoFirstStudentId).birth_date.value();
  const std::string letter =
      StrCat(kMaya, ", born ", static_cast<unsigned>(born.month()), "/", static_cast<unsigned>(born.day()),
             "/", static_cast<int>(born.year()), ", has student ID 48213377.");
  EXPECT_EQ(Ask(caller, letter), letter);
  const std::string sent = Sent();
  ASSERT_TRUE(std::regex_match(
      sent, std::regex("[A-Z][A-Za-z]+ [A-Z][A-Za-z]+, born [0-9/]{8,10}, has student ID [0-9]{8}\\.")))
      << sent;
  EXPECT_EQ(sent.find("48213377"), std::string::npos);
  // With the conversation before it, what left is the same, and all of it comes back.
  const std::vector<Line> lines = {
      {v1::ROLE_USER, letter}, {v1::ROLE_ASSISTANT, letter}, {v1::ROLE_USER, "Shorter, please."}};
  EXPECT_EQ(Ask(caller, lines), StrCat(letter, "\n", letter, "\nShorter, please."));
  EXPECT_EQ(Sent(), StrCat(sent, "\n", sent, "\nShorter, please."));
  // Somebody who types what the vendor saw gets back what was typed.
  EXPECT_EQ(Ask(caller, StrCat("Is it ", sent)), StrCat("Is it ", sent));
}

}  // namespace
}  // namespace schoolgate::tests
