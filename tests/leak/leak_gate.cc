#include "tests/leak/leak_gate.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <filesystem>

#include "connectors/dialects/dialect.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "tests/leak/echo.h"

namespace schoolgate::tests {

namespace fs = std::filesystem;

namespace {

constexpr int kMostReported = 40;

rapidjson::Value StringValue(const std::string& text, rapidjson::Document& document) {
  return rapidjson::Value(text.data(), static_cast<rapidjson::SizeType>(text.size()),
                          document.GetAllocator());
}

// The request as an SDK would send it: what the dialect sends a vendor, and what only callers send.
std::string HttpBody(const v1::GenerateRequest& request, bool stream) {
  const connectors::Dialect& dialect = *connectors::FindDialect("openai_chat");
  v1::StreamGenerateRequest streamed;
  *streamed.mutable_request() = request;
  const CanonicalRequest canonical = stream ? CanonicalRequest(streamed) : CanonicalRequest(request);
  const auto encoded = dialect.EncodeRequest(canonical, request.model());
  EXPECT_TRUE(encoded.ok()) << encoded.status();
  if (!encoded.ok()) return "";
  rapidjson::Document document;
  document.Parse(encoded->body.data(), encoded->body.size());
  auto& allocator = document.GetAllocator();
  if (request.model().empty()) document.RemoveMember("model");
  if (request.metadata_size() > 0) {
    rapidjson::Value metadata(rapidjson::kObjectType);
    for (const v1::MetadataEntry& entry : request.metadata()) {
      metadata.AddMember(StringValue(entry.key(), document), StringValue(entry.value(), document), allocator);
    }
    document.AddMember("metadata", metadata, allocator);
  }
  for (int i = 0; i < request.messages_size(); ++i) {
    const std::string& reasoning = request.messages(i).reasoning();
    if (reasoning.empty()) continue;
    document["messages"][static_cast<rapidjson::SizeType>(i)].AddMember(
        rapidjson::StringRef(i % 2 == 0 ? "reasoning" : "reasoning_content"),
        StringValue(reasoning, document), allocator);
  }
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  document.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

Reply ReadHttp(const HttpAnswer& answer, bool stream) {
  const connectors::Dialect& dialect = *connectors::FindDialect("openai_chat");
  Reply reply;
  reply.error = StrCat(answer.head, answer.body, answer.failure);
  if (answer.status != 200) return reply;
  if (stream) {
    const auto decoder = dialect.NewStreamDecoder();
    std::vector<v1::StreamGenerateResponse> pieces;
    reply.ok = decoder->Feed(answer.body, pieces).ok() && decoder->Finish().ok();
    reply.message = Gathered(pieces);
  } else {
    int64_t unknown = 0;
    const auto response = dialect.DecodeResponse(answer.body, unknown);
    reply.ok = response.ok() && response->choices_size() == 1;
    if (reply.ok) reply.message = response->choices(0).message();
  }
  return reply;
}

Reply ReadGrpc(const GrpcAnswer& answer, bool stream) {
  Reply reply;
  reply.error = StrCat(answer.message, "\n", answer.details, "\n", answer.trailers);
  reply.ok = answer.code == 0 && (stream || answer.whole.choices_size() == 1);
  if (stream) {
    reply.message = Gathered(answer.pieces);
  } else if (reply.ok) {
    reply.message = answer.whole.choices(0).message();
  }
  return reply;
}

// The files below `directory`, but for the roster's and the certificates'.
std::vector<fs::path> WrittenBelow(const std::string& directory) {
  // A folder that goes while it is listed ends the list: then once more.
  for (int tries = 0; tries < 10; ++tries) {
    std::vector<fs::path> files;
    std::error_code error;
    fs::recursive_directory_iterator it(directory, error);
    for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      const std::string name = it->path().filename();
      std::error_code gone;
      if (name == "roster" || name == "tls") {
        it.disable_recursion_pending();
      } else if (it->is_regular_file(gone)) {
        files.push_back(it->path());
      }
    }
    if (!error) return files;
  }
  ADD_FAILURE() << "cannot list " << directory;
  return {};
}

}  // namespace

const char* NameOf(Transport transport) {
  switch (transport) {
    case Transport::kHttp:
      return "HTTP";
    case Transport::kHttpStream:
      return "HTTP, streamed";
    case Transport::kGrpc:
      return "gRPC";
    default:
      return "gRPC, streamed";
  }
}

std::unique_ptr<LeakGate> LeakGate::Start(const TestGateOptions& options) {
  auto leak_gate = std::make_unique<LeakGate>();
  leak_gate->gate_ = TestGate::Start(options);
  if (leak_gate->gate_ == nullptr) return nullptr;
  leak_gate->planted_ = PlantedFor(leak_gate->gate_->roster());
  leak_gate->AnswerWith(Echo);
  return leak_gate;
}

Reply LeakGate::Ask(Transport transport, const Caller& caller, const v1::GenerateRequest& request) {
  const bool stream = transport == Transport::kHttpStream || transport == Transport::kGrpcStream;
  if (transport == Transport::kGrpc) return ReadGrpc(gate_->Generate(caller, request), stream);
  if (transport == Transport::kGrpcStream) return ReadGrpc(gate_->StreamGenerate(caller, request), stream);
  Caller asking = caller;
  const v1::RequestContext& context = request.context();
  if (!context.person().empty()) asking.person = context.person();
  if (!context.session().empty()) asking.session = context.session();
  if (!context.tool().empty()) asking.tool = context.tool();
  if (!context.purpose().empty()) asking.purpose = context.purpose();
  if (!context.review_id().empty()) asking.review = context.review_id();
  return ReadHttp(gate_->Post(asking, HttpBody(request, stream)), stream);
}

void LeakGate::AnswerWith(
    std::function<connectors::VendorScript(const connectors::RecordedRequest&)> answer) {
  gate_->AnswerWith([this, answer = std::move(answer)](const connectors::RecordedRequest& request) {
    {
      const std::scoped_lock lock(mutex_);
      received_.push_back(request);
    }
    return std::optional(answer(request));
  });
}

std::vector<connectors::RecordedRequest> LeakGate::TakeReceived() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(received_, {});
}

void LeakGate::ExpectNone(const Needles& needles, std::string_view bytes, const std::string& where) {
  for (const std::string& found : needles.In(bytes)) {
    if (++reported_ <= kMostReported) ADD_FAILURE() << found << " is in " << where;
  }
}

void LeakGate::StopAndSearch() {
  const std::string metrics = gate_->Metrics();
  EXPECT_NE(metrics.find("schoolgate_"), std::string::npos);
  ExpectNone(planted_.anywhere, metrics, "the metrics");

  const auto search_files = [this](const std::string& when) {
    int files = 0;
    bool audited = false;
    for (const fs::path& path : WrittenBelow(gate_->directory())) {
      const auto bytes = ReadFile(path);
      // Tiles that are not full yet, and the database's shared memory, come and go.
      if (!bytes.ok()) continue;
      ++files;
      audited = audited || (path.extension() == ".wal" && !bytes->empty());
      ExpectNone(planted_.anywhere, *bytes, StrCat(when, ", ", path.string()));
    }
    EXPECT_GE(files, 8) << "the audit log, the vault, keys and policy files";
    EXPECT_TRUE(audited) << "no audit log was read";
  };
  search_files("while it runs");
  std::string received;
  for (const connectors::RecordedRequest& request : gate_->vendor().requests())
    received += request.bytes + "\n";
  ExpectNone(planted_.secret, received, "all the vendor received");
  gate_->Stop();
  search_files("after its end");
  const std::string log = gate_->Log();
  EXPECT_NE(log.find("\"event\":"), std::string::npos);
  ExpectNone(planted_.anywhere, log, "the log");
  EXPECT_LE(reported_, kMostReported) << "and more";
}

}  // namespace schoolgate::tests
