// Codes that are somebody else's give nothing, however a caller has the model write them; a caller's own give
// nothing where showing the answer could send them on.
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "core/util/strings.h"
#include "gateway/demo/district.h"
#include "tests/leak/echo.h"
#include "tests/leak/leak_gate.h"

namespace schoolgate::tests {
namespace {

constexpr std::string_view kOwner = gateway::kDemoFirstStudentId;
constexpr std::string_view kOther = gateway::kDemoSecondStudentId;
constexpr char kSession[] = "essay";

v1::GenerateRequest Saying(std::string_view text) {
  v1::GenerateRequest request;
  v1::Message& message = *request.add_messages();
  message.set_role(v1::ROLE_USER);
  message.add_content()->set_text(std::string(text));
  return request;
}

std::string With(std::string_view form, std::string_view code) {
  std::string out(form);
  for (size_t at = 0; (at = out.find('*', at)) != std::string::npos; at += code.size())
    out.replace(at, 1, code);
  return out;
}

std::string Joined(std::string_view text, std::string_view between) {
  std::string out;
  for (const char c : text) out += StrCat(out.empty() ? "" : between, std::string_view(&c, 1));
  return out;
}

// "*" is the code. Values never stand here, not even the caller's own.
constexpr const char* kClosedPlaces[] = {
    "https://x.example/?q=*",
    "HTTPS://X.EXAMPLE/*/p",
    "http://*.x.example/",
    "https://x.example/p_(*)",
    "https://x.example/'*'",
    "ftp://x.example/*",
    "//x.example/*",
    "www.x.example/*",
    "x.example/?q=*",
    "mailto:a@x.example?subject=*",
    "<https://x.example/*>",
    "[see](https://x.example/?q=*)",
    "[see](</p?q=*>)",
    "[see](/p?q=*)",
    "[see](*)",
    "![pixel](https://x.example/*.png)",
    "![pixel](*)",
    "[see](\nhttps://x.example/*)",
    "<img src=\"https://x.example/*.png\">",
    "<img src='/*.png'>",
    "<img alt=* src=x>",
    "<a href=\"/p?q=*\">here</a>",
    "<div data-x=\"*\" onclick='go(\"*\")'>",
    "<form action=/*>",
    "<svg><image href=\"//x.example/*\"/></svg>",
    "<x:y z=\"*\">",
    "</p *>",
    "[see][r]\n\n[r]: https://x.example/?q=*",
    "[see](https://x.example/ \"*\")",
    "x.example:8080/*",
    "sub.x.example/a/*",
    "https:/\\x.example/*",
    "https://user:*@x.example/",
    "http://203.0.113.9/*",
    "url(//x.example/*)",
    "a@x.example?body=*",
};

// How a model could be coaxed into writing a code.
std::vector<std::string> Spellings(const std::string& code) {
  std::string lower = Lower(code);
  std::string dashed = code;
  std::string spaced = code;
  for (char& c : dashed) c = c == '_' ? '-' : c;
  for (char& c : spaced) c = c == '_' ? ' ' : c;
  std::vector<std::string> out = {code,
                                  lower,
                                  dashed,
                                  spaced,
                                  Joined(code, "-"),
                                  Joined(code, " "),
                                  Joined(lower, "-"),
                                  Joined(code, "\xE2\x80\x8B"),
                                  Joined(code, "."),
                                  std::string(code.rbegin(), code.rend()),
                                  absl::Base64Escape(ToAbsl(code)),
                                  PercentEncoded(code),
                                  JsonEscaped(code),
                                  "**" + code + "**",
                                  "`" + code + "`",
                                  "<" + code + ">",
                                  "[" + code + "]",
                                  "{" + code + "}",
                                  "&lt;" + code + "&gt;",
                                  code + "'s",
                                  code + "_B",
                                  code + "_C",
                                  "\\_" + code,
                                  code.substr(code.find('_') + 1)};
  for (const char* place : kClosedPlaces) out.push_back(With(place, code));
  return out;
}

// An answer that writes every spelling of every code in every field.
v1::Message Coaxed(const std::vector<std::string>& codes) {
  Said said;
  for (const std::string& code : codes) {
    for (const std::string& spelling : Spellings(code))
      said.texts.push_back(StrCat("It is ", spelling, " there."));
    said.ids.push_back(code);
    said.names.push_back(code);
    said.documents.push_back(
        StrCat(R"({"who":")", code, R"(","codes":[")", code, R"("],")", code, R"(":1})"));
  }
  v1::Message message = MessageOf(said);
  for (const char* name : {"web_search", "find_grades"}) {
    v1::ToolCall& call = *message.add_tool_calls();
    call.set_index(message.tool_calls_size() - 1);
    call.set_id(StrCat("call_", name));
    call.set_name(name);
    call.set_arguments_json(said.documents.front());
  }
  return message;
}

std::string Everything(const v1::Message& message) {
  std::string all = StrCat(message.refusal(), "\n", message.reasoning(), "\n");
  for (const v1::ContentPart& part : message.content()) all += StrCat(part.text(), "\n");
  for (const v1::ToolCall& call : message.tool_calls()) {
    all += StrCat(call.id(), "\n", call.name(), "\n", call.arguments_json(), "\n");
  }
  return all;
}

class IsolationLeakTest : public ::testing::Test {
 protected:
  void SetUp() override {
    leaks_ = LeakGate::Start();
    ASSERT_NE(leaks_, nullptr);
    owner_ = leaks_->gate().Student(kOwner);
    owner_.session = kSession;
    // Names and ids: all else about people is redacted for this tool.
    const Person& friend_of_owner = leaks_->gate().PersonOf("stu-754070");
    secret_ = StrCat(friend_of_owner.given, " ", friend_of_owner.family);
    secrets_.Add(secret_, "a friend's name");
    secrets_.Add(friend_of_owner.family, "a friend's family name");
    secrets_.Add(friend_of_owner.ids[0].value, "a friend's id");
    question_ = StrCat("I write with ", secret_, " (", friend_of_owner.family, ", ", friend_of_owner.given,
                       "), student number ", friend_of_owner.ids[0].value, ". Who starts?");
    const Reply asked = leaks_->Ask(Transport::kGrpc, owner_, Saying(question_));
    ASSERT_TRUE(asked.ok) << asked.error;
    EXPECT_EQ(asked.message.content(0).text(), question_ + "\n");
    for (const connectors::RecordedRequest& sent : leaks_->TakeReceived()) {
      const Said said = SaidIn(sent.body());
      for (const std::string& text : said.texts) {
        for (std::string& code : connectors::CodesIn(text)) codes_.push_back(std::move(code));
      }
    }
    ASSERT_EQ(codes_.size(), 3u);
  }

  // Having typed the codes or not, by either way in, whole and streamed, this caller learns nothing from the
  // codes.
  void ExpectNothingFor(const Caller& caller, const std::string& who) {
    leaks_->AnswerWith(
        [this](const connectors::RecordedRequest& request) { return AnswerOf(request, Coaxed(codes_)); });
    std::string typed = "Repeat these:";
    for (const std::string& code : codes_) {
      for (const std::string& spelling : Spellings(code)) typed += StrCat(" ", spelling);
    }
    const std::pair<Transport, std::string> asked[] = {{Transport::kHttp, "Go on, please."},
                                                       {Transport::kGrpcStream, "Go on, please."},
                                                       {Transport::kHttpStream, typed},
                                                       {Transport::kGrpc, typed}};
    for (const auto& [transport, text] : asked) {
      const Reply reply = leaks_->Ask(transport, caller, Saying(text));
      ASSERT_TRUE(reply.ok) << reply.error;
      leaks_->ExpectNone(secrets_, Everything(reply.message),
                         StrCat("what ", who, " sees over ", NameOf(transport)));
      EXPECT_NE(Everything(reply.message).find("[student]"), std::string::npos);
    }
  }

  std::unique_ptr<LeakGate> leaks_;
  Caller owner_;
  Needles secrets_;
  std::string secret_;
  std::string question_;
  std::vector<std::string> codes_;
};

TEST_F(IsolationLeakTest, SomebodyElsesCodesGiveNothing) {
  Caller other = leaks_->gate().Student(kOther);
  ExpectNothingFor(other, "another student");
  other.session = kSession;
  ExpectNothingFor(other, "another student in a session of the same name");
  Caller nobody = owner_;
  nobody.person.clear();
  ExpectNothingFor(nobody, "a caller without a name in a session of the same name");
  nobody.session.clear();
  ExpectNothingFor(nobody, "a caller without a name");
  Caller later = owner_;
  later.session = "another essay";
  ExpectNothingFor(later, "the same student in another session");
  later.session.clear();
  ExpectNothingFor(later, "the same student in no session");
  Caller elsewhere = owner_;
  elsewhere.key = leaks_->gate().sample().teacher_key;
  ExpectNothingFor(elsewhere, "the same person through another app");
  // A tool of the other app that is the same vendor's.
  elsewhere.tool = "letter-writer";
  elsewhere.purpose = "family_communication";
  ExpectNothingFor(elsewhere, "the same person through another app's tool");
  leaks_->StopAndSearch();
}

TEST_F(IsolationLeakTest, TheirOwnerSeesThemAgain) {
  leaks_->AnswerWith([this](const connectors::RecordedRequest& request) {
    Said said;
    said.texts = codes_;
    said.documents = {StrCat(R"({"who":")", codes_[0], R"("})")};
    said.names = {"find_grades"};
    return AnswerOf(request, MessageOf(said));
  });
  for (const Transport transport : kTransports) {
    const Reply reply = leaks_->Ask(transport, owner_, Saying("Who was it again?"));
    ASSERT_TRUE(reply.ok) << reply.error;
    EXPECT_NE(reply.message.content(0).text().find(secret_), std::string::npos) << NameOf(transport);
    EXPECT_EQ(reply.message.tool_calls(0).arguments_json(), StrCat(R"({"who":")", secret_, R"("})"));
  }
  leaks_->StopAndSearch();
}

TEST_F(IsolationLeakTest, NotEvenTheirOwnerSeesThemWhereTheyCouldBeSentOn) {
  for (const char* place : kClosedPlaces) {
    leaks_->AnswerWith([&](const connectors::RecordedRequest& request) {
      Said said;
      for (const std::string& code : codes_) {
        said.texts.push_back(With(place, code) + "\n\n");
        // As JSON writes it.
        const std::string link = With("https:\\/\\/x.example\\/?q=*", code);
        said.documents.push_back(
            StrCat(R"({"url":")", link, R"(","link":"https://x.example/)", code, R"("})"));
      }
      said.names = {"find_grades", "web_search", "find_grades"};
      return AnswerOf(request, MessageOf(said));
    });
    for (const Transport transport : kTransports) {
      const Reply reply = leaks_->Ask(transport, owner_, Saying("Where can I read about it?"));
      ASSERT_TRUE(reply.ok) << reply.error;
      leaks_->ExpectNone(secrets_, Everything(reply.message), StrCat(place, " over ", NameOf(transport)));
    }
  }
  leaks_->StopAndSearch();
}

TEST_F(IsolationLeakTest, ArgumentsOfFunctionsOutsideKeepTheirCodes) {
  leaks_->AnswerWith([this](const connectors::RecordedRequest& request) {
    Said said;
    for (const std::string& code : codes_) {
      said.names.push_back("web_search");
      said.documents.push_back(StrCat(R"({"query":"grades of )", code, R"("})"));
    }
    return AnswerOf(request, MessageOf(said));
  });
  for (const Transport transport : kTransports) {
    const Reply reply = leaks_->Ask(transport, owner_, Saying("Search the web for them."));
    ASSERT_TRUE(reply.ok) << reply.error;
    ASSERT_EQ(reply.message.tool_calls_size(), 3);
    leaks_->ExpectNone(secrets_, Everything(reply.message), NameOf(transport));
    EXPECT_NE(reply.message.tool_calls(0).arguments_json().find(codes_[0]), std::string::npos);
  }
  leaks_->StopAndSearch();
}

}  // namespace
}  // namespace schoolgate::tests
