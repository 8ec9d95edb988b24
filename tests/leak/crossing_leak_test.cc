// Planted values in every position of a request that is answered: none leaves, none is written down, and each
// that this caller may see comes back as it was written.
#include <gtest/gtest.h>

#include "connectors/dialects/dialect.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "tests/leak/echo.h"
#include "tests/leak/leak_gate.h"
#include "tests/leak/positions.h"

namespace schoolgate::tests {
namespace {

const std::set<v1::Handling> kTreated = {v1::HANDLING_UNSPECIFIED, v1::HANDLING_TEXT, v1::HANDLING_JSON,
                                         v1::HANDLING_IDENTIFIER, v1::HANDLING_CREDENTIAL};
constexpr char kRequestId[] = "schoolgate.v1.RequestContext.request_id";

std::string CharsOfName(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) out.push_back(plain ? c : '_');
  }
  return out;
}

// What the vendor would be sent of the request if nothing were treated.
Said SaidOf(const v1::GenerateRequest& request) {
  const auto encoded = connectors::FindDialect("openai_chat")->EncodeRequest(request, "any");
  EXPECT_TRUE(encoded.ok()) << encoded.status();
  return encoded.ok() ? SaidIn(encoded->body) : Said();
}

void ExpectAsWritten(const v1::GenerateRequest& request, const v1::Message& answer) {
  const v1::Message expected = MessageOf(SaidOf(request));
  EXPECT_EQ(answer.content(0).text(), expected.content(0).text());
  EXPECT_EQ(answer.refusal(), expected.refusal());
  EXPECT_EQ(answer.reasoning(), expected.reasoning());
  ASSERT_EQ(answer.tool_calls_size(), expected.tool_calls_size());
  for (int i = 0; i < expected.tool_calls_size(); ++i) {
    const v1::ToolCall& got = answer.tool_calls(i);
    const v1::ToolCall& written = expected.tool_calls(i);
    EXPECT_EQ(got.id(), written.id());
    // What stands around a value in a name is made to fit a name.
    EXPECT_EQ(CharsOfName(got.name()), CharsOfName(written.name()));
    EXPECT_EQ(Comparable(got.arguments_json()), Comparable(written.arguments_json()));
  }
}

class CrossingLeakTest : public ::testing::TestWithParam<Transport> {
 protected:
  static v1::GenerateRequest NumberedRequest(int number) {
    v1::GenerateRequest request = FullRequest();
    char id[40];
    std::snprintf(id, sizeof(id), "9a1c2b1e-52a3-4c0e-9a39-%012d", number);
    request.mutable_context()->set_request_id(id);
    request.mutable_context()->set_session(StrCat("session ", number % 7));
    return request;
  }

  // Whether it was answered, and as it was written if all of it may come back.
  static bool Cross(LeakGate& leaks, const v1::GenerateRequest& request, bool comes_back) {
    const Reply reply = leaks.Ask(GetParam(), leaks.gate().Teacher(), request);
    const std::vector<connectors::RecordedRequest> received = leaks.TakeReceived();
    for (const connectors::RecordedRequest& sent : received) {
      leaks.ExpectNone(leaks.planted().secret, sent.bytes, "what the vendor received");
    }
    if (!reply.ok) {
      leaks.ExpectNone(leaks.planted().anywhere, reply.error, "the error");
      return false;
    }
    EXPECT_EQ(received.size(), 1u);
    if (comes_back) ExpectAsWritten(request, reply.message);
    return true;
  }

  // Every position gets a third of the values over the four transports, each other ones.
  static void EveryPosition(const TestGateOptions& options) {
    const auto leaks = LeakGate::Start(options);
    ASSERT_NE(leaks, nullptr);
    const auto transport = static_cast<size_t>(GetParam());
    const bool http = GetParam() == Transport::kHttp || GetParam() == Transport::kHttpStream;
    const std::vector<Position> positions = PositionsOfFullRequest();
    const std::vector<Planted>& values = leaks->planted().values;
    std::set<std::string> fields;
    int asked = 0;
    for (size_t p = 0; p < positions.size(); ++p) {
      for (size_t v = 0; v < values.size(); ++v) {
        if ((v + p) % 3 != 0 || (v / 3 + p) % std::size(kTransports) != transport) continue;
        if (!positions[p].fits(values[v])) continue;
        // HTTP has no place for it.
        if (http && positions[p].field == kRequestId) continue;
        SCOPED_TRACE(StrCat(values[v].label, " in ", positions[p].label, " over ", NameOf(GetParam())));
        v1::GenerateRequest request = NumberedRequest(++asked);
        positions[p].plant(request, values[v]);
        EXPECT_TRUE(Cross(*leaks, request, values[v].comes_back) || positions[p].context) << "refused";
        fields.insert(positions[p].field);
      }
    }
    std::set<std::string> expected = FieldsBelow(*v1::GenerateRequest::descriptor(), kTreated);
    if (http) expected.erase(kRequestId);
    EXPECT_EQ(fields, expected) << "a field of the API in which nothing was planted";
    EXPECT_GE(asked, 200);
    leaks->StopAndSearch();
  }
};

TEST_P(CrossingLeakTest, NothingPlantedGetsOutAndAllOfItComesBack) { EveryPosition({}); }

TEST_P(CrossingLeakTest, NeitherDoesItWhereNamesIdsAndDatesHaveOtherFormsThanCodes) {
  TestGateOptions options;
  options.configure = [](gateway::Config& config) {
    const std::string path = config.policy_directory + "/tools/lesson-planner.yaml";
    const auto tool = ReadFile(path);
    ASSERT_TRUE(tool.ok()) << tool.status();
    const size_t at = tool->find("  owner:");
    ASSERT_NE(at, std::string::npos);
    const std::string forms = "  pseudonyms: {names: surrogates, ids: format_preserving, dates: shift}\n";
    ASSERT_TRUE(WriteFileAtomically(path, StrCat(tool->substr(0, at), forms, tool->substr(at))).ok());
  };
  EveryPosition(options);
}

// Something else in every position at once; what does not come back, and what may be refused, left out.
TEST_P(CrossingLeakTest, AllPositionsAtOnce) {
  const auto leaks = LeakGate::Start();
  ASSERT_NE(leaks, nullptr);
  const std::vector<Position> positions = PositionsOfFullRequest();
  std::vector<Planted> values;
  for (const Planted& planted : leaks->planted().values) {
    if (planted.comes_back) values.push_back(planted);
  }
  for (size_t turn = 0; turn < values.size(); turn += 5) {
    SCOPED_TRACE(StrCat("turn ", turn, " over ", NameOf(GetParam())));
    v1::GenerateRequest request = NumberedRequest(static_cast<int>(turn));
    for (size_t p = 0; p < positions.size(); ++p) {
      const Planted& planted = values[(p * 7 + turn) % values.size()];
      if (!positions[p].context && positions[p].fits(planted)) positions[p].plant(request, planted);
    }
    EXPECT_TRUE(Cross(*leaks, request, /*comes_back=*/true)) << "refused";
  }
  leaks->StopAndSearch();
}

std::string TestName(const ::testing::TestParamInfo<Transport>& transport) {
  constexpr const char* kNames[] = {"Http", "HttpStream", "Grpc", "GrpcStream"};
  return kNames[static_cast<size_t>(transport.param)];
}
INSTANTIATE_TEST_SUITE_P(Transports, CrossingLeakTest, ::testing::ValuesIn(kTransports), TestName);

}  // namespace
}  // namespace schoolgate::tests
