#include "redaction/walk/field_visitor.h"

#include <gtest/gtest.h>

#include "redaction/walk/test_descriptors.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::redaction {
namespace {

TEST(FieldVisitor, AnswersAreVisitedLikeRequests) {
  v1::GenerateResponse response;
  response.set_model("plain");
  v1::Choice& choice = *response.add_choices();
  choice.set_index(2);
  choice.mutable_message()->add_content()->set_text("a");
  v1::ToolCall& call = *choice.mutable_message()->add_tool_calls();
  call.set_id("b");
  call.set_index(5);
  call.set_arguments_json("c");
  choice.add_logprobs()->add_alternatives()->set_token("d");
  std::string seen;
  VisitFields(response, [&](const FieldSite& site) {
    if (site.value().empty()) return;
    seen += site.value();
    if (site.value() == "c") {
      ASSERT_EQ(site.path().size(), 4u);
      EXPECT_EQ(site.path()[0].element, 2);  // known by its index, not its position
      EXPECT_EQ(site.path()[2].element, 5);
      EXPECT_EQ(site.plan().handling, v1::HANDLING_JSON);
    }
    site.Set(site.value() + "!");
  });
  EXPECT_EQ(seen, "abcd");
  EXPECT_EQ(response.choices(0).message().content(0).text(), "a!");
  EXPECT_EQ(response.choices(0).logprobs(0).alternatives(0).token(), "d!");
  EXPECT_EQ(response.model(), "plain");
}

TEST(FieldVisitor, APathIsFoundAgainOrMade) {
  v1::ChoiceDelta piece;
  v1::ToolCall& call = *piece.add_tool_calls();
  call.set_index(3);
  call.set_arguments_json("x");
  std::vector<FieldStep> path;
  VisitFields(piece, [&](const FieldSite& site) {
    if (site.value() == "x") path.assign(site.path().begin(), site.path().end());
  });
  ASSERT_EQ(path.size(), 2u);
  const auto append = [](const FieldSite& site) { site.Set(site.value() + "y"); };
  VisitPath(piece, path, append);
  EXPECT_EQ(piece.tool_calls(0).arguments_json(), "xy");
  v1::ChoiceDelta other;
  other.add_tool_calls()->set_index(1);
  VisitPath(other, path, append);
  ASSERT_EQ(other.tool_calls_size(), 2);
  EXPECT_EQ(other.tool_calls(1).index(), 3);
  EXPECT_EQ(other.tool_calls(1).arguments_json(), "y");
}

TEST(FieldVisitor, CredentialsAndRepeatedStringsAreVisited) {
  const auto& file = TestFile(R"pb(
    name: "visitor_test/credential.proto"
    package: "visitor_test"
    dependency: "schoolgate/v1/options.proto"
    message_type {
      name: "Login"
      field {
        name: "key"
        number: 1
        type: TYPE_STRING
        label: LABEL_OPTIONAL
        options {
          [schoolgate.v1.handling]: HANDLING_CREDENTIAL
        }
      }
      field {
        name: "notes"
        number: 2
        type: TYPE_STRING
        label: LABEL_REPEATED
        options {
          [schoolgate.v1.handling]: HANDLING_TEXT
        }
      }
      field {
        name: "kind"
        number: 3
        type: TYPE_STRING
        label: LABEL_OPTIONAL
        options {
          [schoolgate.v1.handling]: HANDLING_PLAIN
        }
      }
    }
  )pb");
  const auto& type = *file.FindMessageTypeByName("Login");
  const auto message = NewMessage(type);
  const auto& reflection = *message->GetReflection();
  reflection.SetString(message.get(), type.field(0), "k");
  reflection.SetString(message.get(), type.field(2), "p");
  reflection.AddString(message.get(), type.field(1), "n1");
  reflection.AddString(message.get(), type.field(1), "n2");
  std::string seen;
  VisitFields(*message, [&](const FieldSite& site) { seen += site.value(); });
  EXPECT_EQ(seen, "kn1n2");
}

}  // namespace
}  // namespace schoolgate::redaction
