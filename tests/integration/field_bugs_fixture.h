// A gate before a vendor that says back what it was asked, or what a test has it say; and what the vendor
// saw. One suite's; clients of it from any thread.
#ifndef SCHOOLGATE_TESTS_INTEGRATION_FIELD_BUGS_FIXTURE_H_
#define SCHOOLGATE_TESTS_INTEGRATION_FIELD_BUGS_FIXTURE_H_

#include <gtest/gtest.h>

#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/util/files.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "tests/integration/checks.h"
#include "tests/integration/gate_fixture.h"
#include "tests/leak/echo.h"

namespace schoolgate::tests {

inline void Change(const std::string& path, std::string_view from, std::string_view to) {
  const auto text = ReadFile(path);
  ASSERT_TRUE(text.ok()) << text.status();
  const size_t at = text->find(from);
  ASSERT_NE(at, std::string::npos) << path << " has no " << from;
  ASSERT_TRUE(
      WriteFileAtomically(path, StrCat(text->substr(0, at), to, text->substr(at + from.size()))).ok());
}

inline const std::string kMaya(gateway::kDemoFirstStudentName);
inline const std::string kLiam(gateway::kDemoSecondStudentName);

struct Line {
  v1::Role role;
  std::string text;
};

class FieldBugsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    TestGateOptions options;
    options.configure = [](gateway::Config& config) {
      const std::string& policy = config.policy_directory;
      Change(policy + "/tools/letter-writer.yaml",
             "  owner:", "  pseudonyms: {names: surrogates, ids: format_preserving, dates: shift}\n  owner:");
      Change(policy + "/agreements/lumen.yaml",
             "    - {element: demographics.birth_date, treatment: generalize,",
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
    Echo();
  }

  // The vendor says what it was asked, a line for each message.
  static void Echo() {
    gate_->AnswerWith([](const connectors::RecordedRequest& request) {
      std::string said;
      for (const std::string& text : SaidIn(request.body()).texts)
        said += StrCat(said.empty() ? "" : "\n", text);
      return std::optional(AnswerOf(request, Saying(said)));
    });
  }
  static void Answer(const std::string& said) {
    gate_->AnswerWith([said](const connectors::RecordedRequest& request) {
      return std::optional(AnswerOf(request, Saying(said)));
    });
  }
  static v1::Message Saying(const std::string& text) {
    v1::Message message;
    message.add_content()->set_text(text);
    return message;
  }

  static Caller TeacherIn(std::string session) {
    Caller caller = gate_->Teacher();
    caller.session = std::move(session);
    return caller;
  }

  static std::string Ask(const Caller& caller, const std::vector<Line>& lines) {
    v1::GenerateRequest request;
    for (const Line& line : lines) {
      v1::Message& message = *request.add_messages();
      message.set_role(line.role);
      message.add_content()->set_text(line.text);
    }
    const GrpcAnswer answer = gate_->Generate(caller, request);
    EXPECT_EQ(answer.code, 0) << answer.message;
    return TextOf(answer);
  }
  static std::string Ask(const Caller& caller, const std::string& text) {
    return Ask(caller, {{v1::ROLE_USER, text}});
  }

  // What the vendor was sent last, a line for each message; and the codes in it, one for each place.
  static std::string Sent() {
    std::string said;
    for (const std::string& text : SaidIn(gate_->vendor().requests().back().body()).texts) {
      said += StrCat(said.empty() ? "" : "\n", text);
    }
    return said;
  }
  static std::vector<std::string> SentCodes() {
    static const std::regex code("[A-Z]+_[0-9A-Z]{6}(_[B-Z])?");
    const std::string sent = Sent();
    std::vector<std::string> codes;
    for (std::sregex_iterator it(sent.begin(), sent.end(), code), end; it != end; ++it) {
      codes.push_back(it->str());
    }
    return codes;
  }

  inline static TestGate* gate_ = nullptr;
};

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_INTEGRATION_FIELD_BUGS_FIXTURE_H_
