// A tool whose pseudonyms are no codes: what leaves, what comes back, and what the record says. The people
// are the sample district's, and made up.
#include <gtest/gtest.h>

#include <regex>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "tests/integration/checks.h"
#include "tests/integration/gate_fixture.h"

namespace schoolgate::tests {
namespace {

void Change(const std::string& path, std::string_view from, std::string_view to) {
  const auto text = ReadFile(path);
  ASSERT_TRUE(text.ok()) << text.status();
  const size_t at = text->find(from);
  ASSERT_NE(at, std::string::npos) << path << " has no " << from;
  const std::string changed = StrCat(text->substr(0, at), to, text->substr(at + from.size()));
  ASSERT_TRUE(WriteFileAtomically(path, changed).ok());
}

// What a chat body's last message says, in JSON.
std::string Said(const connectors::RecordedRequest& request) {
  const std::string body(request.body());
  const size_t user = body.rfind(R"("role":"user")");
  const size_t begin = body.find(R"("content":")", user) + 11;
  size_t end = begin;
  while (end < body.size() && body[end] != '"') end += body[end] == '\\' ? 2 : 1;
  return body.substr(begin, end - begin);
}

class PseudonymFormsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    TestGateOptions options;
    options.configure = [](gateway::Config& config) {
      const std::string& policy = config.policy_directory;
      Change(policy + "/tools/letter-writer.yaml",
             "  owner:", "  pseudonyms: {names: surrogates, ids: format_preserving, dates: shift}\n  owner:");
      Change(policy + "/tools/lesson-planner.yaml", "  owner:", "  pseudonyms: {names: codes}\n  owner:");
      Change(policy + "/agreements/lumen.yaml",
             "    - {element: demographics.birth_date, treatment: generalize,",
             "    - {element: demographics.gender, treatment: allow, clause: \"Exhibit B, Gender\"}\n"
             "    - {element: demographics.birth_date, treatment: pseudonymize,");
    };
    gate_ = TestGate::Start(options).release();
  }
  static void TearDownTestSuite() {
    delete gate_;
    gate_ = nullptr;
  }
  void SetUp() override {
    ASSERT_NE(gate_, nullptr);
    gate_->AnswerWith([](const connectors::RecordedRequest& request) {
      connectors::VendorScript script;
      script.body = StrCat(R"({"choices":[{"index":0,"message":{"role":"assistant","content":")",
                           Said(request), R"("},"finish_reason":"stop"}]})");
      return std::optional(script);
    });
  }
  static Caller Letters() {
    Caller caller = gate_->Teacher();
    caller.tool = "letter-writer";
    caller.purpose = "family_communication";
    caller.session = "letters";
    return caller;
  }
  static std::string Born() {
    const BirthDate born = gate_->PersonOf(gateway::kDemoFirstStudentId).birth_date.value();
    return StrCat(static_cast<unsigned>(born.month()), "/", static_cast<unsigned>(born.day()), "/",
                  static_cast<int>(born.year()));
  }
  static std::string Letter() {
    return StrCat("Write to the family of ", gateway::kDemoFirstStudentName, ". Maya was born on ", Born(),
                  " and sits beside ", gateway::kDemoSecondStudentName, "; her student ID is 48213377.");
  }
  static std::string LastBody() { return std::string(gate_->vendor().requests().back().body()); }

  static TestGate* gate_;
};

TestGate* PseudonymFormsTest::gate_ = nullptr;

TEST_F(PseudonymFormsTest, NamesIdsAndDatesLeaveAsOthersAndComeBack) {
  const HttpAnswer answer = gate_->Post(Letters(), ChatBody(Letter()));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(TextOf(answer), Letter());
  const std::string body = LastBody();
  for (const std::string_view real : {"Maya", "Okafor", "Liam", "Nguyen", "48213377"}) {
    EXPECT_EQ(body.find(real), std::string::npos) << real;
  }
  EXPECT_EQ(body.find(Born()), std::string::npos);
  EXPECT_EQ(body.find('_'), std::string::npos) << body;  // no code, and no word of what codes are
  EXPECT_TRUE(
      std::regex_search(body, std::regex("family of [A-Z][a-z]+ [A-Z][A-Za-z]+\\. [A-Z][a-z]+ was born")))
      << body;
  EXPECT_TRUE(std::regex_search(body, std::regex("born on [0-9]{1,2}/[0-9]{1,2}/[0-9]{4} and"))) << body;
  EXPECT_TRUE(std::regex_search(body, std::regex("student ID is [0-9]{8}\\."))) << body;
}

TEST_F(PseudonymFormsTest, AStreamComesBackWhereverItIsCut) {
  gate_->AnswerWith([](const connectors::RecordedRequest& request) {
    connectors::VendorScript script;
    script.content_type = "text/event-stream";
    const std::string said = Said(request);
    for (size_t at = 0; at < said.size(); at += 3) {
      script.chunks.push_back({.bytes = StrCat(R"(data: {"choices":[{"index":0,"delta":{"content":")",
                                               said.substr(at, 3), "\"}}]}\n\n")});
    }
    script.chunks.push_back(
        {.bytes = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: "
                  "[DONE]\n\n"});
    return std::optional(script);
  });
  const HttpAnswer answer = gate_->Post(Letters(), ChatBody(Letter(), R"(,"stream":true)"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(TextOf(answer), Letter());
}

TEST_F(PseudonymFormsTest, ALaterTurnHasTheSameNamesAndAnotherSessionNone) {
  ASSERT_EQ(gate_->Post(Letters(), ChatBody(Letter())).status, 200);
  const std::string body = LastBody();
  std::smatch match;
  ASSERT_TRUE(std::regex_search(body, match, std::regex("family of ([A-Z][a-z]+ [A-Z][A-Za-z]+)\\.")));
  const std::string surrogate = match[1].str();
  ASSERT_EQ(gate_->Post(Letters(), ChatBody(Letter())).status, 200);
  EXPECT_NE(LastBody().find(surrogate), std::string::npos);
  gate_->AnswerWith([&](const connectors::RecordedRequest&) {
    connectors::VendorScript script;
    script.body = StrCat(R"({"choices":[{"index":0,"message":{"role":"assistant","content":"Dear )",
                         surrogate, R"(,"},"finish_reason":"stop"}]})");
    return std::optional(script);
  });
  EXPECT_EQ(TextOf(gate_->Post(Letters(), ChatBody("Shorter."))), "Dear Maya Okafor-Reyes,");
  Caller other = Letters();
  other.session = "another";
  EXPECT_EQ(TextOf(gate_->Post(other, ChatBody("Shorter."))), StrCat("Dear ", surrogate, ","));
}

TEST_F(PseudonymFormsTest, TheRecordSaysWhoseGenderWasTold) {
  const HttpAnswer answer = gate_->Post(Letters(), ChatBody(Letter()));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto records = RecordsOf(gate_->directory(), "");
  int told = 0;
  for (const v1::AuditRecord& record : records) {
    if (record.phase() != v1::AUDIT_PHASE_INTENT || record.tool() != "letter-writer") continue;
    for (const v1::ElementCount& row : record.elements()) {
      if (row.element() != v1::DATA_ELEMENT_DEMOGRAPHICS_GENDER) continue;
      EXPECT_EQ(row.clause(), "Exhibit B, Gender");
      told = row.count();
    }
  }
  EXPECT_EQ(told, 2);
}

// The schedule lets the agreement's other tool know it too: there the model is told beside the codes.
TEST_F(PseudonymFormsTest, TheModelIsToldGenderBesideCodes) {
  const HttpAnswer answer = gate_->Post(gate_->Teacher(), ChatBody(Letter()));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(TextOf(answer), Letter());
  EXPECT_TRUE(
      std::regex_search(LastBody(), std::regex("For grammatical agreement only: STUDENT_[0-9A-Z]{6} is "
                                               "(fe|ma)[a-z]+; STUDENT_[0-9A-Z]{6} is (fe|ma)[a-z]+\\.")))
      << LastBody();
}

}  // namespace
}  // namespace schoolgate::tests
