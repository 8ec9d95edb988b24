#include "gateway/ingress/grpc/grpc_decode.h"

#include <google/protobuf/unknown_field_set.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/util/problem.h"

namespace schoolgate::gateway {
namespace {

v1::GenerateRequest Conversation() {
  v1::GenerateRequest request;
  v1::Message& message = *request.add_messages();
  message.set_role(v1::ROLE_USER);
  message.add_content()->set_text("hello");
  return request;
}

google::protobuf::UnknownFieldSet& UnknownOf(google::protobuf::Message& message) {
  return *message.GetReflection()->MutableUnknownFields(&message);
}

struct Checked {
  std::string reason;  // empty: accepted
  std::string place;
  std::vector<std::string> dropped;
};

Checked Check(google::protobuf::Message& message, bool drop_unknown_text = false) {
  Checked checked;
  const connectors::DecodeOptions options{.drop_unknown_text = drop_unknown_text};
  const absl::Status status = CheckFields(message, options, checked.dropped);
  if (!status.ok()) {
    Problem problem = ProblemOf(status);
    checked.reason = problem.reason;
    checked.place = problem.parameters["place"];
  }
  return checked;
}

TEST(CheckFields, AcceptsWhatItKnows) {
  v1::GenerateRequest request = Conversation();
  request.mutable_parameters()->set_temperature(0.5);
  request.mutable_parameters()->set_reasoning_effort(v1::REASONING_EFFORT_LOW);
  const Checked checked = Check(request);
  EXPECT_EQ(checked.reason, "");
  EXPECT_TRUE(checked.dropped.empty());
}

TEST(CheckFields, RefusesUnknownTextByItsPlace) {
  v1::GenerateRequest request = Conversation();
  UnknownOf(*request.mutable_messages(0)).AddLengthDelimited(77, "a name");
  const Checked checked = Check(request);
  EXPECT_EQ(checked.reason, "UNKNOWN_FIELD");
  EXPECT_EQ(checked.place, "field #77 of messages[0]");
}

TEST(CheckFields, RefusesAnUnknownGroup) {
  v1::GenerateRequest request = Conversation();
  UnknownOf(request).AddGroup(78)->AddLengthDelimited(1, "a name");
  EXPECT_EQ(Check(request).place, "field #78");
}

TEST(CheckFields, DropsUnknownNumbersAndEmptiesAndNamesThem) {
  v1::StreamGenerateRequest request;
  *request.mutable_request() = Conversation();
  google::protobuf::Message& part = *request.mutable_request()->mutable_messages(0)->mutable_content(0);
  UnknownOf(part).AddVarint(80, 1);
  UnknownOf(part).AddVarint(80, 2);
  UnknownOf(part).AddLengthDelimited(81, "");
  UnknownOf(request).AddFixed64(82, 3);
  const Checked checked = Check(request);
  EXPECT_EQ(checked.reason, "");
  EXPECT_EQ(checked.dropped,
            (std::vector<std::string>{"field #82", "field #80 of request.messages[0].content[0]",
                                      "field #81 of request.messages[0].content[0]"}));
  v1::StreamGenerateRequest clean;
  *clean.mutable_request() = Conversation();
  EXPECT_EQ(request.SerializeAsString(), clean.SerializeAsString());
}

TEST(CheckFields, DropsUnknownTextWhereTheAppChoseSo) {
  v1::GenerateRequest request = Conversation();
  UnknownOf(*request.mutable_messages(0)).AddLengthDelimited(77, "a name");
  const Checked checked = Check(request, /*drop_unknown_text=*/true);
  EXPECT_EQ(checked.reason, "");
  EXPECT_EQ(checked.dropped, std::vector<std::string>{"field #77 of messages[0]"});
  EXPECT_EQ(request.SerializeAsString(), Conversation().SerializeAsString());
}

TEST(CheckFields, NamesAFewOfManyDroppedFields) {
  v1::GenerateRequest request = Conversation();
  for (int i = 100; i < 1000; ++i) UnknownOf(request).AddVarint(i, 1);
  EXPECT_EQ(Check(request).dropped.size(), 16u);
  EXPECT_EQ(request.SerializeAsString(), Conversation().SerializeAsString());
}

TEST(CheckFields, RefusesEnumNumbersWithoutAName) {
  v1::GenerateRequest request = Conversation();
  request.mutable_messages(0)->set_role(static_cast<v1::Role>(99));
  const Checked checked = Check(request);
  EXPECT_EQ(checked.reason, "INVALID_VALUE");
  EXPECT_EQ(checked.place, "messages[0].role");
}

TEST(CheckFields, RefusesNumbersJsonCannotWrite) {
  for (const double number :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    v1::GenerateRequest request = Conversation();
    request.mutable_parameters()->set_top_p(number);
    const Checked checked = Check(request);
    EXPECT_EQ(checked.reason, "INVALID_VALUE");
    EXPECT_EQ(checked.place, "parameters.top_p");
  }
}

TEST(CheckConversation, NeedsMessages) {
  v1::GenerateRequest request;
  const Problem problem = ProblemOf(CheckConversation(request, "request."));
  EXPECT_EQ(problem.reason, "MISSING_FIELD");
  EXPECT_EQ(problem.parameters.at("place"), "request.messages");
}

TEST(CheckConversation, NeedsEachRole) {
  v1::GenerateRequest request = Conversation();
  request.add_messages()->add_content()->set_text("who says this?");
  const Problem problem = ProblemOf(CheckConversation(request, ""));
  EXPECT_EQ(problem.reason, "MISSING_FIELD");
  EXPECT_EQ(problem.parameters.at("place"), "messages[1].role");
}

TEST(CheckConversation, TakesOutPartsThatHoldNothing) {
  v1::GenerateRequest request = Conversation();
  request.mutable_messages(0)->add_content();
  request.mutable_messages(0)->add_content()->set_text("there");
  ASSERT_TRUE(CheckConversation(request, "").ok());
  ASSERT_EQ(request.messages(0).content_size(), 2);
  EXPECT_EQ(request.messages(0).content(0).text(), "hello");
  EXPECT_EQ(request.messages(0).content(1).text(), "there");
}

}  // namespace
}  // namespace schoolgate::gateway
