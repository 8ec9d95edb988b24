// Planted values in requests that are refused or that carry what is not read: no error says them, nothing is
// written down, and nothing of a refused request reaches the vendor.
#include "gateway/demo/district.h"
#include "tests/leak/positions.h"
#include "tests/leak/refusal_fixture.h"

namespace schoolgate::tests {
namespace {

using RefusalLeakTest = RefusalFixture;

TEST_F(RefusalLeakTest, BodiesThatAreNotTaken) {
  // Each with one valid message, or without any where that is what is wrong.
  constexpr const char* kBodies[] = {
      R"({"messages":[{"role":"user","content":"@)",
      R"(@)",
      R"("@")",
      R"({"@":1)",
      R"({"messages":[{"role":"user","content":"@"}]} "@")",
      R"({"messages":[{"role":"user","content":"\ud800 @"}]})",
      R"({"messages":[],"user":"@"})",
      R"({"model":"lumen-large","user":"@"})",
      R"({"messages":"@"})",
      R"({"messages":["@"]})",
      R"({"messages":{"@":"@"}})",
      R"({"messages":[{"role":"@","content":"@"}]})",
      R"({"messages":[{"content":"@"}]})",
      R"({"messages":[{"role":"user","content":{"@":"@"}}]})",
      R"({"messages":[{"role":"user","content":[{"type":"@","text":"@"}]}]})",
      R"({"messages":[{"role":"user","content":[{"type":"text","@":"@"}]}]})",
      R"({"messages":[{"role":"user","content":[{"type":"text","text":"@","image_url":"@"}]}]})",
      R"({"messages":[{"role":"user","content":"a","@":"@"}]})",
      R"({"messages":[{"role":"user","content":"@","content":"@"}]})",
      R"({"messages":[{"role":"function","name":"@","content":"@"}]})",
      R"({"messages":[{"role":"tool","content":"@"}]})",
      R"({"messages":[{"role":"user","content":"@","tool_calls":[{"id":"@","type":"function","function":{"name":"@","arguments":"@"}}]}]})",
      R"({"messages":[{"role":"assistant","tool_calls":[{"id":"@","type":"@","function":{"name":"@","arguments":"@"}}]}]})",
      R"({"messages":[{"role":"assistant","tool_calls":[{"id":"@","type":"function","function":{"name":"a","arguments":{"@":1}}}]}]})",
      R"({"messages":[{"role":"assistant","function_call":{"name":"@","arguments":"@"}}]})",
      R"({"messages":[{"role":"user","content":"@"}],"@":"text"})",
      R"({"messages":[{"role":"user","content":"a"}],"notes":{"deep":["@"]}})",
      R"({"messages":[{"role":"user","content":"a"}],"web_search_options":{"user_location":"@"}})",
      R"({"messages":[{"role":"user","content":"a"}],"temperature":"@"})",
      R"({"messages":[{"role":"user","content":"a"}],"stream":"@"})",
      R"({"messages":[{"role":"user","content":"a"}],"n":"@"})",
      R"({"messages":[{"role":"user","content":"a"}],"stop":{"@":"@"}})",
      R"({"messages":[{"role":"user","content":"a"}],"stop":[1,"@"]})",
      R"({"messages":[{"role":"user","content":"a"}],"user":["@"]})",
      R"({"messages":[{"role":"user","content":"a"}],"reasoning_effort":"@"})",
      R"({"messages":[{"role":"user","content":"a"}],"modalities":["@"]})",
      R"({"messages":[{"role":"user","content":"a"}],"metadata":"@"})",
      R"({"messages":[{"role":"user","content":"a"}],"metadata":{"@":{"@":"@"}}})",
      R"({"messages":[{"role":"user","content":"a"}],"metadata":{"@":"1","@":"2"}})",
      R"({"messages":[{"role":"user","content":"a"}],"functions":[{"name":"@"}]})",
      R"({"messages":[{"role":"user","content":"a"}],"tools":"@"})",
      R"({"messages":[{"role":"user","content":"a"}],"tools":[{"type":"@"}]})",
      R"({"messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":{"description":"@"}}]})",
      R"({"messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":{"name":"@","@":"@"}}]})",
      R"({"messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":{"name":"@","parameters":"@"}}]})",
      R"({"messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":{"name":"a","parameters":{"@":1,"@":2}}}]})",
      R"({"messages":[{"role":"user","content":"a"}],"tool_choice":"@"})",
      R"({"messages":[{"role":"user","content":"a"}],"tool_choice":{"type":"@","function":{"name":"@"}}})",
      R"({"messages":[{"role":"user","content":"a"}],"tool_choice":{"type":"function","function":{"@":"@"}}})",
      R"({"messages":[{"role":"user","content":"a"}],"response_format":{"type":"@"}})",
      R"({"messages":[{"role":"user","content":"a"}],"response_format":{"type":"json_schema","json_schema":{"schema":"@"}}})",
      R"({"messages":[{"role":"user","content":"a"}],"response_format":{"type":"json_schema","json_schema":{"@":"@"}}})",
      R"({"messages":[{"role":"user","content":"a"}],"stream_options":{"@":"@"}})",
      R"({"messages":[{"role":"user","content":"a"}],"stream_options":"@"})",
  };
  for (const char* body : kBodies) {
    for (const Planted& planted : values_) {
      SCOPED_TRACE(StrCat(planted.label, " in ", body));
      ExpectSilent(gate().Post(gate().Teacher(), Fill(body, planted.value)), 400);
    }
  }
  for (const Planted& planted : values_) {
    SCOPED_TRACE(planted.label);
    std::string not_utf8 = Asking(planted.text + "#");
    not_utf8[not_utf8.rfind('#')] = '\xff';
    ExpectSilent(gate().Post(gate().Teacher(), not_utf8), 400);
    std::string oversized = planted.value;
    while (oversized.size() < (1 << 16)) oversized += ", " + planted.value;
    ExpectSilent(gate().Post(gate().Teacher(), Asking(oversized)), 413);
  }
}

TEST_F(RefusalLeakTest, CallersAndNamesThatAreNotTaken) {
  for (const Planted& planted : values_) {
    SCOPED_TRACE(planted.label);
    const std::string body = Asking(planted.text);
    const Caller teacher = gate().Teacher();
    ExpectSilent(gate().Post(Caller(), body), 401);
    ExpectSilent(gate().Post({.key = planted.value}, body), 401);
    Caller caller = gate().Student(gateway::kDemoFirstStudentId);
    caller.tool = "lesson-planner";
    ExpectSilent(gate().Post(caller, body), 403);
    caller = teacher;
    caller.tool = "old-quiz";
    caller.purpose = "quizzes";
    ExpectSilent(gate().Post(caller, body), 403);
    // An SDK's own headers, a query and cookies are neither refused nor forwarded.
    HttpRequest request;
    request.body = Asking("Hello.");
    for (const char* name : {"user-agent", "cookie", "x-request-id", "traceparent", "openai-organization",
                             "x-stainless-lang", "accept-language", "referer", "x-forwarded-for"}) {
      request.headers.push_back(StrCat(name, ": ", planted.value));
    }
    request.path = StrCat("/v1/chat/completions?who=", PercentEncoded(planted.value));
    ExpectSilent(gate().Http(teacher, request), 200);
    for (const char* method : {"GET", "PUT", "DELETE"}) {
      request.method = method;
      ExpectSilent(gate().Http(teacher, request), 405);
    }
    request.body = body;
    request.headers.clear();
    for (const char* path : {"/v1/responses", "/v1/completions", "/v1/embeddings", "/v1/files", "/v1/%", "/%",
                             "/v1/chat/completions/%"}) {
      for (const char* method : {"GET", "POST"}) {
        request.method = method;
        request.path = Fill(path, planted.value);
        ExpectSilent(gate().Http(teacher, request), 404);
      }
    }
    request.headers = {StrCat("x-too-long: ", std::string(40 << 10, 'a'), planted.value)};
    ExpectSilent(gate().Http(teacher, request), 413);
    caller = teacher;
    caller.person = planted.value;
    caller.session = planted.value;
    request = {.method = "GET", .path = "/v1/models"};
    ExpectSilent(gate().Http(caller, request), 200);
  }
}

TEST_F(RefusalLeakTest, FieldsThatAreDroppedAreNamedByTheirPublishedNames) {
  for (const Planted& planted : values_) {
    SCOPED_TRACE(planted.label);
    const std::string body = Fill(
        R"({"messages":[{"role":"user","content":"Hello.","@":null}],"service_tier":"@","prompt_cache_key":"@",)"
        R"("safety_identifier":"@","prediction":{"type":"content","content":"@"},"logit_bias":{"@":1},"@":7,)"
        R"("verbosity":"@","audio":{"voice":"@"},"store":true})",
        planted.value);
    const HttpAnswer answer = gate().Post(gate().Teacher(), body);
    EXPECT_NE(answer.head.find("x-schoolgate-dropped: "), std::string::npos);
    ExpectSilent(answer, 200);
  }
}

// Every PLAIN field a caller may set takes registered names only.
TEST_F(RefusalLeakTest, PlainFieldsTakeNothingElse) {
  struct Case {
    std::string_view field;
    std::string_view reason;
    void (*set)(v1::GenerateRequest&, const std::string&);
  };
  const Case cases[] = {
      {"schoolgate.v1.GenerateRequest.model", "UNKNOWN_MODEL",
       [](v1::GenerateRequest& request, const std::string& value) { request.set_model(value); }},
      {"schoolgate.v1.RequestContext.tool", "UNKNOWN_MODEL",
       [](v1::GenerateRequest& request, const std::string& value) {
         request.mutable_context()->set_tool(value);
       }},
      {"schoolgate.v1.RequestContext.purpose", "UNKNOWN_PURPOSE",
       [](v1::GenerateRequest& request, const std::string& value) {
         request.mutable_context()->set_purpose(value);
       }},
  };
  std::set<std::string> covered;
  for (const Case& one : cases) {
    covered.emplace(one.field);
    for (const Planted& planted : values_) {
      for (const std::string& value :
           {planted.value, "lesson-planner/" + planted.value, planted.value + "/lumen-large"}) {
        SCOPED_TRACE(StrCat(planted.label, " in ", one.field));
        v1::GenerateRequest request = Saying("Hello.");
        one.set(request, value);
        for (const Transport transport : kTransports) {
          const Reply reply = leaks_->Ask(transport, gate().Teacher(), request);
          EXPECT_FALSE(reply.ok) << NameOf(transport);
          EXPECT_NE(reply.error.find(one.reason), std::string::npos) << reply.error;
          leaks_->ExpectNone(leaks_->planted().anywhere, reply.error, "the error");
          EXPECT_TRUE(leaks_->TakeReceived().empty());
        }
      }
    }
  }
  EXPECT_EQ(covered, FieldsBelow(*v1::GenerateRequest::descriptor(), {v1::HANDLING_PLAIN}))
      << "a PLAIN field of the request that nothing was planted in";
}

TEST_F(RefusalLeakTest, MediaDoNotLeave) {
  std::set<std::string> covered;
  const google::protobuf::Descriptor& media = *v1::Media::descriptor();
  for (int kind = v1::MEDIA_KIND_UNSPECIFIED; kind <= v1::MEDIA_KIND_FILE; ++kind) {
    for (const Planted& planted : values_) {
      SCOPED_TRACE(StrCat(planted.label, ", kind ", kind));
      v1::GenerateRequest request = Saying("What is in it?");
      v1::Media& part = *request.mutable_messages(0)->add_content()->mutable_media();
      part.set_kind(static_cast<v1::MediaKind>(kind));
      for (int i = 0; i < media.field_count(); ++i) {
        if (media.field(i)->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) continue;
        v1::Media::GetReflection()->SetString(&part, media.field(i), planted.value);
        covered.insert(media.field(i)->full_name());
      }
      ExpectRefused(gate().Generate(gate().Teacher(), request), "MEDIA_NOT_ALLOWED");
      ExpectRefused(gate().StreamGenerate(gate().Teacher(), request), "MEDIA_NOT_ALLOWED");
    }
  }
  EXPECT_EQ(covered, FieldsBelow(*v1::GenerateRequest::descriptor(), {v1::HANDLING_MEDIA}))
      << "a MEDIA field of the request that nothing was planted in";

  constexpr const char* kParts[] = {
      R"({"type":"image_url","image_url":{"url":"data:image/png;base64,^","detail":"@"}})",
      R"({"type":"image_url","image_url":{"url":"https://pictures.example/%.png"}})",
      R"({"type":"image_url","image_url":{"url":"@"}})",
      R"({"type":"input_audio","input_audio":{"data":"^","format":"@"}})",
      R"({"type":"file","file":{"filename":"@.pdf","file_data":"data:application/pdf;base64,^"}})",
  };
  for (const char* part : kParts) {
    for (const Planted& planted : values_) {
      SCOPED_TRACE(StrCat(planted.label, " in ", part));
      for (const char* stream : {"true", "false"}) {
        const HttpAnswer answer =
            gate().Post(gate().Teacher(), StrCat(R"({"messages":[{"role":"user","content":[)",
                                                 Fill(part, planted.value), R"(]}],"stream":)", stream, "}"));
        EXPECT_NE(answer.body.find("MEDIA_NOT_ALLOWED"), std::string::npos) << answer.body;
        ExpectSilent(answer, 403);
      }
    }
  }
}

TEST_F(RefusalLeakTest, InspectShowsWhatWouldLeave) {
  for (const Position& position : PositionsOfFullRequest()) {
    for (const Planted& planted : values_) {
      if (!position.fits(planted) || position.context) continue;
      SCOPED_TRACE(StrCat(planted.label, " in ", position.label));
      v1::GenerateRequest request = FullRequest();
      position.plant(request, planted);
      v1::InspectResponse response;
      const GrpcAnswer answer = gate().Inspect(gate().Teacher(), request, response);
      EXPECT_EQ(answer.code, 0) << answer.message;
      leaks_->ExpectNone(leaks_->planted().secret, response.SerializeAsString(), "the inspection");
      EXPECT_TRUE(leaks_->TakeReceived().empty());
    }
  }
}

}  // namespace
}  // namespace schoolgate::tests
