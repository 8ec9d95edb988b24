// A gate whose refusals are searched for planted values, and how to write requests it refuses.
#ifndef SCHOOLGATE_TESTS_LEAK_REFUSAL_FIXTURE_H_
#define SCHOOLGATE_TESTS_LEAK_REFUSAL_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "connectors/dialects/json_util.h"
#include "core/util/strings.h"
#include "tests/leak/leak_gate.h"

namespace schoolgate::tests {

inline std::string Quoted(std::string_view text) {
  std::string out;
  connectors::json::Writer(out).String(text);
  return out;
}

// "@" is the value as JSON writes it, without quotes; "%" percent-encoded; "^" in base64.
inline std::string Fill(std::string_view form, std::string_view value) {
  const std::string quoted = Quoted(value);
  std::string out;
  for (const char c : form) {
    if (c == '@') {
      out += quoted.substr(1, quoted.size() - 2);
    } else if (c == '%') {
      out += PercentEncoded(value);
    } else if (c == '^') {
      out += absl::Base64Escape(ToAbsl(value));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

inline std::string Asking(std::string_view text) {
  return StrCat(R"({"messages":[{"role":"user","content":)", Quoted(text), "}]}");
}

inline v1::GenerateRequest Saying(std::string_view text) {
  v1::GenerateRequest request;
  v1::Message& message = *request.add_messages();
  message.set_role(v1::ROLE_USER);
  message.add_content()->set_text(std::string(text));
  return request;
}

class RefusalFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    leaks_ = LeakGate::Start({.configure = [](gateway::Config& config) { config.max_body_bytes = 1 << 16; }});
    ASSERT_NE(leaks_, nullptr);
    // One of each kind: what is refused is refused whatever it is.
    for (const Planted& planted : leaks_->planted().values) {
      for (const char* kind : {"Liam: full name", "Vitória: Last, First", "Liam: local id", "guardian: phone",
                               "Maya: e-mail", "stranger: SSN", "stranger: address"}) {
        if (planted.label == kind) values_.push_back(planted);
      }
    }
    ASSERT_EQ(values_.size(), 7u);
  }
  void TearDown() override {
    if (leaks_ != nullptr) leaks_->StopAndSearch();
  }

  TestGate& gate() { return leaks_->gate(); }

  // What a caller is told, and what reached the vendor, holds nothing planted.
  void ExpectSilent(const HttpAnswer& answer, int status) {
    EXPECT_EQ(answer.status, status) << answer.head << answer.body << answer.failure;
    leaks_->ExpectNone(leaks_->planted().anywhere, StrCat(answer.head, "\n", answer.body), "the answer");
    ExpectVendorClean();
  }
  void ExpectVendorClean() {
    for (const connectors::RecordedRequest& sent : leaks_->TakeReceived()) {
      leaks_->ExpectNone(leaks_->planted().secret, sent.bytes, "what the vendor received");
    }
  }
  void ExpectRefused(const GrpcAnswer& answer, std::string_view reason) {
    EXPECT_NE(answer.code, 0);
    EXPECT_NE(answer.details.find(reason), std::string::npos) << answer.message;
    EXPECT_TRUE(leaks_->TakeReceived().empty());
    leaks_->ExpectNone(leaks_->planted().anywhere,
                       StrCat(answer.message, "\n", answer.details, "\n", answer.trailers), "the status");
  }

  std::unique_ptr<LeakGate> leaks_;
  std::vector<Planted> values_;
};

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_LEAK_REFUSAL_FIXTURE_H_
