#include "redaction/walk/walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/util/problem.h"
#include "redaction/walk/test_descriptors.h"
#include "schoolgate/v1/generation_service.pb.h"

// All names here are invented.
namespace schoolgate::redaction {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::GenerateRequest Conversation() {
  v1::GenerateRequest request;
  request.mutable_context()->set_session("my session");
  request.mutable_context()->set_person("someone");
  request.set_model("model");
  v1::Message& user = *request.add_messages();
  user.set_role(v1::ROLE_USER);
  user.set_name("Ana_Lara");
  user.add_content()->set_text("How is Ana?");
  user.add_content()->mutable_media()->set_filename("ana.png");
  v1::Message& assistant = *request.add_messages();
  assistant.set_refusal("No.");
  assistant.set_reasoning("Hm.");
  v1::ToolCall& call = *assistant.add_tool_calls();
  call.set_id("call_1");
  call.set_name("find");
  call.set_arguments_json(R"({"name": "Jos\u00e9 \"Pepe\"", "ids": [ 41007 ,null]})");
  request.mutable_parameters()->add_stop_sequences("STOP");
  request.set_end_user("ana");
  v1::MetadataEntry& entry = *request.add_metadata();
  entry.set_key("k");
  entry.set_value("v");
  return request;
}

std::vector<std::string> Texts(const Walk& walk) {
  std::vector<std::string> texts;
  for (const Slot& slot : walk.slots()) texts.emplace_back(slot.text);
  return texts;
}

TEST(Walk, VisitsEveryTextInOrderAndNothingElse) {
  const v1::GenerateRequest request = Conversation();
  const auto walk = Walk::Over(request);
  ASSERT_TRUE(walk.ok());
  EXPECT_THAT(Texts(*walk), ElementsAre("Ana_Lara", "How is Ana?", "call_1", "find", "name", "José \"Pepe\"",
                                        "ids", "41007", "No.", "Hm.", "STOP", "ana", "k", "v"));
  EXPECT_EQ(walk->slots()[2].kind, SlotKind::kIdentifier);
  EXPECT_EQ(walk->slots()[4].kind, SlotKind::kJsonKey);
  EXPECT_EQ(walk->slots()[5].kind, SlotKind::kJsonString);
  EXPECT_EQ(walk->slots()[5].cue, "name");
  EXPECT_EQ(walk->slots()[7].kind, SlotKind::kJsonNumber);
  EXPECT_EQ(walk->slots()[7].cue, "ids");
  EXPECT_EQ(walk->slots()[7].index, 7);
}

TEST(Walk, PathsNameFieldsAndPositionsOnly) {
  const v1::GenerateRequest request = Conversation();
  const auto walk = Walk::Over(request);
  ASSERT_TRUE(walk.ok());
  EXPECT_EQ(walk->PathOf(0), "messages[0].name");
  EXPECT_EQ(walk->PathOf(1), "messages[0].content[0].text");
  EXPECT_EQ(walk->PathOf(5), "messages[1].tool_calls[0].arguments_json");
  EXPECT_EQ(walk->PathOf(10), "parameters.stop_sequences[0]");
  EXPECT_EQ(walk->PathOf(11), "end_user");
  EXPECT_EQ(walk->PathOf(12), "metadata[0].key");
  ASSERT_EQ(walk->media().size(), 1u);
  EXPECT_EQ(walk->media()[0].path, "messages[0].content[1].media");
  EXPECT_TRUE(walk->NameCharset(0));
  EXPECT_FALSE(walk->NameCharset(1));
}

TEST(Walk, AStreamedRequestReadsLikeTheRequestItWraps) {
  v1::StreamGenerateRequest request;
  *request.mutable_request() = Conversation();
  auto walk = Walk::Over(request);
  ASSERT_TRUE(walk.ok());
  EXPECT_EQ(walk->slots().size(), 14u);
  EXPECT_EQ(walk->PathOf(0), "messages[0].name");
  ASSERT_EQ(walk->media().size(), 1u);
  EXPECT_EQ(walk->media()[0].path, "messages[0].content[1].media");
  walk->Apply({{.slot = 11, .text = "x"}}, request);
  EXPECT_EQ(request.request().end_user(), "x");
}

TEST(Walk, EditsOneTokenAndLeavesTheBytesBetween) {
  v1::GenerateRequest request = Conversation();
  auto walk = Walk::Over(request);
  ASSERT_TRUE(walk.ok());
  walk->Apply({{.slot = 1, .text = "How is STUDENT?"},
               {.slot = 4, .text = "na\"me"},
               {.slot = 5, .text = "a\\b\n"},
               {.slot = 7, .text = "ID_X"},
               {.slot = 10, .text = "HALT"},
               {.slot = 13, .text = "w"}},
              request);
  EXPECT_EQ(request.messages(0).content(0).text(), "How is STUDENT?");
  EXPECT_EQ(request.messages(1).tool_calls(0).arguments_json(),
            R"({"na\"me": "a\\b\n", "ids": [ "ID_X" ,null]})");
  EXPECT_EQ(request.parameters().stop_sequences(0), "HALT");
  EXPECT_EQ(request.metadata(0).value(), "w");
  EXPECT_EQ(request.metadata(0).key(), "k");
}

TEST(Walk, ANumberStaysOneIfItsNewTextIs) {
  v1::GenerateRequest request;
  request.add_tools()->set_parameters_json("[20110405, 2]");
  auto walk = Walk::Over(request);
  ASSERT_TRUE(walk.ok());
  walk->Apply({{.slot = 0, .text = "2011"}, {.slot = 1, .text = "02"}}, request);
  EXPECT_EQ(request.tools(0).parameters_json(), R"([2011, "02"])");
}

TEST(Walk, AnEqualCopyCanBeEdited) {
  const v1::GenerateRequest request = Conversation();
  v1::GenerateRequest copy = request;
  auto walk = Walk::Over(request);
  ASSERT_TRUE(walk.ok());
  walk->Apply({{.slot = 5, .text = "Z"}}, copy);
  EXPECT_EQ(copy.messages(1).tool_calls(0).arguments_json(), R"({"name": "Z", "ids": [ 41007 ,null]})");
  EXPECT_EQ(request.end_user(), "ana");
}

TEST(Walk, ABrokenDocumentIsOneTextWithItsEscapesSeenThrough) {
  v1::GenerateRequest request;
  v1::Message& message = *request.add_messages();
  message.add_tool_calls()->set_arguments_json(R"({"name": "Jos\u00e9 Gar)");
  message.add_tool_calls()->set_arguments_json("not json");
  const std::string deep = std::string(65, '[') + "\"Ana\"" + std::string(65, ']');
  message.add_tool_calls()->set_arguments_json(deep);
  auto walk = Walk::Over(request);
  ASSERT_TRUE(walk.ok());
  EXPECT_THAT(Texts(*walk), ElementsAre(R"({"name": "José Gar)", "not json", deep));
  EXPECT_EQ(walk->slots()[0].kind, SlotKind::kText);
  walk->Apply({{.slot = 0, .text = "X"}}, request);
  EXPECT_EQ(request.messages(0).tool_calls(0).arguments_json(), "X");
  EXPECT_EQ(request.messages(0).tool_calls(1).arguments_json(), "not json");
}

TEST(Walk, TextThatIsNotUtf8IsRefusedByItsPath) {
  v1::GenerateRequest request;
  request.add_messages()->add_content()->set_text("ok");
  request.add_messages()->add_content()->set_text("bad \xC3");
  const auto walk = Walk::Over(request);
  ASSERT_FALSE(walk.ok());
  const Problem problem = ProblemOf(walk.status());
  EXPECT_EQ(problem.reason, "INVALID_UTF8");
  EXPECT_EQ(problem.parameters.at("place"), "messages[1].content[0].text");
}

TEST(Walk, AnEmptyRequestHasNoSlots) {
  const auto walk = Walk::Over(v1::EmbedRequest());
  ASSERT_TRUE(walk.ok());
  EXPECT_THAT(walk->slots(), IsEmpty());
  EXPECT_THAT(walk->media(), IsEmpty());
}

TEST(Walk, EmbeddingsToo) {
  v1::EmbedRequest request;
  request.add_inputs("one");
  request.add_inputs("two");
  request.set_end_user("me");
  auto walk = Walk::Over(request);
  ASSERT_TRUE(walk.ok());
  EXPECT_THAT(Texts(*walk), ElementsAre("one", "two", "me"));
  EXPECT_EQ(walk->PathOf(1), "inputs[1]");
  walk->Apply({{.slot = 1, .text = "2"}}, request);
  EXPECT_EQ(request.inputs(1), "2");
}

TEST(Walk, NothingCrossesInAMessageWithAFieldNobodySaidHowToTreat) {
  const auto& file = TestFile(R"pb(
    name: "walk_test/untreated.proto"
    package: "walk_test"
    dependency: "schoolgate/v1/options.proto"
    message_type {
      name: "Outer"
      field { name: "inner" number: 1 type: TYPE_MESSAGE type_name: ".walk_test.Inner" label: LABEL_OPTIONAL }
    }
    message_type {
      name: "Inner"
      field { name: "text" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
    }
  )pb");
  const auto walk = Walk::Over(*NewMessage(*file.FindMessageTypeByName("Outer")));
  ASSERT_FALSE(walk.ok());
  EXPECT_EQ(ProblemOf(walk.status()).reason, "INTERNAL");
}

}  // namespace
}  // namespace schoolgate::redaction
