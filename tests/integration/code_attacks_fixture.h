// A gate that a student has asked about a friend, whose codes an attacker knows; and attempts to make
// something of them, with what each left on the record and in the metrics. One suite's; its test's thread.
#ifndef SCHOOLGATE_TESTS_INTEGRATION_CODE_ATTACKS_FIXTURE_H_
#define SCHOOLGATE_TESTS_INTEGRATION_CODE_ATTACKS_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "tests/integration/checks.h"
#include "tests/leak/echo.h"
#include "tests/leak/leak_gate.h"

namespace schoolgate::tests {

inline constexpr std::string_view kVictim = gateway::kDemoFirstStudentId;
inline constexpr std::string_view kAttacker = gateway::kDemoSecondStudentId;
inline constexpr std::string_view kFriend = "stu-754070";
inline constexpr char kSession[] = "essay";
inline constexpr int kAsTyped = -1;

inline v1::GenerateRequest Saying(std::string_view text) {
  v1::GenerateRequest request;
  v1::Message& message = *request.add_messages();
  message.set_role(v1::ROLE_USER);
  message.add_content()->set_text(std::string(text));
  return request;
}

inline v1::Message Answering(std::string_view text) {
  v1::Message message;
  message.add_content()->set_text(std::string(text));
  return message;
}

inline std::string Everything(const v1::Message& message) {
  std::string all;
  for (const v1::ContentPart& part : message.content()) all += StrCat(part.text(), "\n");
  for (const v1::ToolCall& call : message.tool_calls()) {
    all += StrCat(call.name(), "\n", call.arguments_json(), "\n");
  }
  return all;
}

// How often each thing was counted: on the record, and between two looks at the metrics.
struct Counted {
  int typed = 0;
  int restored = 0;
  int unrestored = 0;
  int withheld = 0;

  friend bool operator==(const Counted&, const Counted&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Counted& counted) {
    return out << "typed " << counted.typed << ", restored " << counted.restored << ", unrestored "
               << counted.unrestored << ", withheld " << counted.withheld;
  }
};

inline int MetricIn(std::string_view page, std::string_view series) {
  const size_t at = page.find(StrCat("\n", series, " "));
  EXPECT_NE(at, std::string_view::npos) << series;
  if (at == std::string_view::npos) return -1;
  return std::atoi(std::string(page.substr(at + series.size() + 2, 20)).c_str());
}

inline Counted InMetrics(const TestGate& gate) {
  const std::string page = gate.Metrics();
  return {.typed = MetricIn(page, "schoolgate_typed_codes_total"),
          .restored = MetricIn(page, R"(schoolgate_codes_total{result="restored"})"),
          .unrestored = MetricIn(page, R"(schoolgate_codes_total{result="neutralized"})"),
          .withheld = MetricIn(page, R"(schoolgate_codes_total{result="withheld"})")};
}

class CodeAttacksTest : public ::testing::Test {
 public:
  static void SetUpTestSuite() { Open({}, ""); }
  static void TearDownTestSuite() {
    delete leaks_;
    leaks_ = nullptr;
  }

 protected:
  void SetUp() override {
    ASSERT_NE(leaks_, nullptr);
    ASSERT_FALSE(codes_.empty());
  }

  // Behind "ID_", all digits are a number as far as anybody can tell, and nobody's code: one in a thousand
  // is, and then another vault is asked.
  static void Open(const TestGateOptions& options, std::string_view tool) {
    const auto digits = [](const std::string& code) {
      return code.find_first_not_of("0123456789", code.find('_') + 1) == std::string::npos;
    };
    do {
      delete std::exchange(leaks_, nullptr);
      codes_.clear();
      Begin(options, tool);
    } while (std::any_of(codes_.begin(), codes_.end(), digits));
  }

  static void Begin(const TestGateOptions& options, std::string_view tool) {
    leaks_ = LeakGate::Start(options).release();
    secrets_ = Needles();
    if (leaks_ == nullptr) return;
    const Person& whom = leaks_->gate().PersonOf(kFriend);
    name_ = StrCat(whom.given, " ", whom.family);
    secrets_.Add(name_, "a friend's name");
    secrets_.Add(whom.family, "a friend's family name");
    secrets_.Add(whom.ids[0].value, "a friend's id");
    Caller victim = Victim();
    victim.tool = tool;
    const Reply asked = leaks_->Ask(
        Transport::kGrpc, victim,
        Saying(StrCat("I write with ", name_, ", student number ", whom.ids[0].value, ". Who starts?")));
    ASSERT_TRUE(asked.ok) << asked.error;
    codes_ = SentCodes();
    ASSERT_FALSE(codes_.empty());
  }

  // The codes in what the vendor was sent since the last look, each once.
  static std::vector<std::string> SentCodes() {
    std::vector<std::string> codes;
    for (const connectors::RecordedRequest& sent : leaks_->TakeReceived()) {
      for (const std::string& text : SaidIn(sent.body()).texts) {
        for (std::string& code : connectors::CodesIn(text)) codes.push_back(std::move(code));
      }
    }
    return codes;
  }

  static Caller Victim() {
    Caller caller = leaks_->gate().Student(kVictim);
    caller.session = kSession;
    return caller;
  }
  static Caller Attacker() {
    Caller caller = leaks_->gate().Student(kAttacker);
    caller.session = "an attacker's";
    return caller;
  }

  // How often the text has one of the codes.
  static int CodesIn(std::string_view text) {
    int count = 0;
    for (const std::string& code : codes_) {
      for (size_t at = 0; (at = text.find(code, at)) != std::string_view::npos; ++at) ++count;
    }
    return count;
  }

  static std::string AllCodes(std::string_view between = " ") {
    std::string all;
    for (const std::string& code : codes_) all += StrCat(all.empty() ? "" : between, code);
    return all;
  }

  // Asks in one way in, with the vendor's answer given or, where there is none, what it was asked. Nobody's
  // values come back, and what is counted is `expected`.
  static v1::Message Try(Transport transport, const Caller& caller, std::string_view asked,
                         const std::optional<v1::Message>& answer, Counted expected) {
    leaks_->AnswerWith([answer](const connectors::RecordedRequest& request) {
      if (answer) return AnswerOf(request, *answer);
      std::string said;
      for (const std::string& text : SaidIn(request.body()).texts) said += text;
      return AnswerOf(request, Answering(said));
    });
    const Counted before = InMetrics(leaks_->gate());
    const Reply reply = leaks_->Ask(transport, caller, Saying(asked));
    // What was typed comes back as typed, or as a word of redaction where it looked like an account or an id.
    if (expected.restored == kAsTyped) expected.restored = CodesIn(Everything(reply.message));
    EXPECT_TRUE(reply.ok) << reply.error;
    const Counted after = InMetrics(leaks_->gate());
    leaks_->ExpectNone(secrets_, Everything(reply.message), NameOf(transport));
    const std::vector<v1::AuditRecord> records = RecordsOf(leaks_->gate().directory(), "");
    EXPECT_GE(records.size(), 2u);
    if (records.size() < 2) return reply.message;
    const v1::AuditRecord& intent = records[records.size() - 2];
    const v1::AuditRecord& outcome = records[records.size() - 1];
    EXPECT_EQ(intent.phase(), v1::AUDIT_PHASE_INTENT);
    EXPECT_EQ(outcome.phase(), v1::AUDIT_PHASE_OUTCOME);
    EXPECT_EQ(outcome.exchange_id(), intent.exchange_id());
    const Counted recorded{.typed = intent.typed_count(),
                           .restored = outcome.restored_count(),
                           .unrestored = outcome.unrestored_count(),
                           .withheld = outcome.withheld_count()};
    EXPECT_EQ(recorded, expected) << "on the record, by " << NameOf(transport) << ": "
                                  << Everything(reply.message);
    const Counted counted{.typed = after.typed - before.typed,
                          .restored = after.restored - before.restored,
                          .unrestored = after.unrestored - before.unrestored,
                          .withheld = after.withheld - before.withheld};
    EXPECT_EQ(counted, expected) << "in the metrics, by " << NameOf(transport);
    return reply.message;
  }

  // The student's code, typed or said by the vendor, is a word of somebody else's: it comes back to nobody.
  static void ExpectNothingFor(const Caller& caller) {
    const std::string said = StrCat("It was ", codes_[0], ", **", codes_[0], "**.");
    for (const Transport transport : kTransports) {
      const v1::Message coaxed =
          Try(transport, caller, "Whom did we talk about?", Answering(said), {.unrestored = 2});
      EXPECT_EQ(Everything(coaxed), "It was [student], **[student]**.\n") << NameOf(transport);
    }
    // Typed, it is no news to the caller.
    leaks_->TakeReceived();
    Try(Transport::kHttpStream, caller, said, std::nullopt, {.typed = 2, .restored = kAsTyped});
    EXPECT_TRUE(NoneSent()) << "what was typed reached the vendor as somebody's code";
  }

  // Whether none of the codes was in what the vendor got last.
  static bool NoneSent() {
    for (const connectors::RecordedRequest& sent : leaks_->TakeReceived()) {
      for (const std::string& code : codes_) {
        if (sent.body().find(code) != std::string_view::npos) return false;
      }
    }
    return true;
  }

  // The caller's own code at "*" stays a code; `places` of them.
  static void ExpectWithheld(std::string_view text, int places) {
    std::string said(text);
    for (size_t at; (at = said.find('*')) != std::string::npos;) said.replace(at, 1, codes_[0]);
    for (const Transport transport : kTransports) {
      const v1::Message got =
          Try(transport, Victim(), "Where can I read more?", Answering(said), {.withheld = places});
      EXPECT_EQ(Everything(got), said + "\n") << NameOf(transport);
    }
  }

  inline static LeakGate* leaks_ = nullptr;
  inline static Needles secrets_;
  inline static std::string name_;
  inline static std::vector<std::string> codes_;
};

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_INTEGRATION_CODE_ATTACKS_FIXTURE_H_
