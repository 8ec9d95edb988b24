// Planted values in what a vendor answers when it fails, and in what it adds of its own accord: no error says
// them, and nothing is written down.
#include "tests/leak/echo.h"
#include "tests/leak/refusal_fixture.h"

namespace schoolgate::tests {
namespace {

using VendorLeakTest = RefusalFixture;

TEST_F(VendorLeakTest, VendorsThatFail) {
  const auto respond = [](int status, std::string body) {
    connectors::VendorScript script;
    script.status = status;
    script.body = std::move(body);
    return script;
  };
  using Answer =
      std::function<connectors::VendorScript(const connectors::RecordedRequest&, const std::string&)>;
  const Answer answers[] = {
      // An error that repeats what was sent, and what was not.
      [&](const auto& request, const std::string& value) {
        return respond(400, StrCat(R"({"error":{"message":)", Quoted(StrCat(value, request.body())),
                                   R"(,"code":)", Quoted(value), "}}"));
      },
      [&](const auto& request, const std::string& value) {
        return respond(500, StrCat(value, request.bytes));
      },
      [&](const auto&, const std::string& value) { return respond(429, value); },
      [&](const auto&, const std::string& value) {
        return respond(200, StrCat(R"({"error":{"message":)", Quoted(value), "}}"));
      },
      [&](const auto&, const std::string& value) { return respond(200, value); },
      [&](const auto&, const std::string& value) {
        return respond(200, StrCat(R"({"choices":)", Quoted(value), "}"));
      },
      [&](const auto&, const std::string& value) {
        connectors::VendorScript script = respond(200, StrCat("HTTP/1.1 ", value, "\r\n\r\n"));
        script.raw = true;
        return script;
      },
      [&](const auto&, const std::string&) {
        connectors::VendorScript script = respond(200, "");
        script.close_early = true;
        return script;
      },
  };
  int number = 0;
  for (const Answer& answer : answers) {
    ++number;
    for (const Planted& planted : values_) {
      SCOPED_TRACE(StrCat(planted.label, ", failure ", number));
      leaks_->AnswerWith(
          [&](const connectors::RecordedRequest& request) { return answer(request, planted.value); });
      for (const Transport transport : kTransports) {
        const Reply reply = leaks_->Ask(transport, gate().Teacher(), Saying(planted.text));
        EXPECT_FALSE(reply.ok) << NameOf(transport);
        leaks_->ExpectNone(leaks_->planted().anywhere, reply.error,
                           StrCat("the error over ", NameOf(transport)));
        ExpectVendorClean();
      }
    }
  }
}

// Within a stream, and with answers that are taken: what the vendor says of its own accord is written
// nowhere.
TEST_F(VendorLeakTest, VendorsThatVolunteer) {
  for (const Planted& planted : values_) {
    SCOPED_TRACE(planted.label);
    const std::string value = Quoted(planted.value);
    leaks_->AnswerWith([&](const connectors::RecordedRequest&) {
      connectors::VendorScript script;
      script.content_type = "text/event-stream";
      script.chunks = {{absl::ZeroDuration(),
                        StrCat("event: ", planted.value, "\nid: ", planted.value, "\n",
                               R"(data: {"choices":[{"index":0,"delta":{"role":"assistant","content":)",
                               value, "},", value, ":", value, "}],", value, ":", value, "}\n\n")},
                       {absl::ZeroDuration(), StrCat(R"(data: {"error":{"message":)", value, "}}\n\n")}};
      return script;
    });
    for (const Transport transport : {Transport::kHttpStream, Transport::kGrpcStream}) {
      EXPECT_FALSE(leaks_->Ask(transport, gate().Teacher(), Saying("Hello.")).ok);
    }
    leaks_->AnswerWith([&](const connectors::RecordedRequest&) {
      connectors::VendorScript script;
      script.body = StrCat(R"({"id":)", value, R"(,"model":)", value, R"(,"system_fingerprint":)", value, ",",
                           value, ":", value, R"(,"choices":[{"message":{"content":"Hello.",)", value, ":",
                           value, R"(},"finish_reason":)", value, "}]}");
      return script;
    });
    for (const Transport transport : {Transport::kHttp, Transport::kGrpc}) {
      const Reply reply = leaks_->Ask(transport, gate().Teacher(), Saying("Hello."));
      EXPECT_TRUE(reply.ok) << reply.error;
      leaks_->ExpectNone(leaks_->planted().anywhere, reply.error, "the answer's surroundings");
    }
  }
}

}  // namespace
}  // namespace schoolgate::tests
