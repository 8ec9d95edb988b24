// Chat Completions streams: the vendor's, read, and the caller's, written.
#include <set>

#include "connectors/dialects/openai_chat.h"
#include "connectors/dialects/openai_chat_internal.h"
#include "connectors/dialects/sse.h"
#include "core/util/problems.h"
#include "core/util/strings.h"

namespace schoolgate::connectors {
namespace {

constexpr std::string_view kDone = "[DONE]";

class Decoder final : public StreamDecoder {
 public:
  absl::Status Feed(std::string_view bytes, std::vector<v1::StreamGenerateResponse>& out) override {
    if (done_) return absl::OkStatus();
    return parser_.Feed(bytes,
                        [&](std::string_view type, std::string_view data) { return Event(type, data, out); });
  }

  absl::Status Finish() override {
    if (done_ || parser_.PendingData() == kDone) return absl::OkStatus();
    // A page of HTML, say, instead of a stream.
    if (!any_event_ && parser_.unknown_lines() > 0) return MakeProblem(problems::kVendorGarbage);
    return MakeProblem(problems::kVendorStopped);
  }

  bool done() const override { return done_; }
  int64_t unknown_count() const override { return unknown_count_ + parser_.unknown_lines(); }

 private:
  absl::Status Event(std::string_view type, std::string_view data,
                     std::vector<v1::StreamGenerateResponse>& out) {
    if (done_) return absl::OkStatus();
    any_event_ = true;
    if (type == "error") return MakeProblem(problems::kVendorError, {{"status", "200"}});
    if (data == kDone) {
      done_ = true;
      return absl::OkStatus();
    }
    if (!type.empty() && type != "message") {
      ++unknown_count_;
      return absl::OkStatus();
    }
    json::Document document;
    if (!document.Parse(data).ok()) return MakeProblem(problems::kVendorGarbage);
    v1::StreamGenerateResponse piece;
    SG_RETURN_IF_ERROR(openai_chat::ReadChunk(document.root(), piece, unknown_count_));
    if (piece.deltas_size() > 0 || piece.has_usage()) out.push_back(std::move(piece));
    return absl::OkStatus();
  }

  SseParser parser_;
  bool done_ = false;
  bool any_event_ = false;
  int64_t unknown_count_ = 0;
};

// What of a delta goes into one chunk. OpenAI sends the role first and the finish reason last, each by
// itself, and SDKs rely on both.
enum class ChunkKind { kRole, kContent, kFinish };

class Encoder final : public StreamEncoder {
 public:
  explicit Encoder(const StreamEncodeOptions& options) : options_(options) {}

  std::string Encode(const v1::StreamGenerateResponse& piece) override {
    id_ = piece.response_id();
    model_ = piece.model();
    created_ = piece.create_time_seconds();
    if (piece.has_usage()) {
      usage_ = piece.usage();
      has_usage_ = true;
    }
    std::string out;
    for (const v1::ChoiceDelta& delta : piece.deltas()) {
      if (begun_.insert(delta.index()).second) Chunk(delta, ChunkKind::kRole, out);
      if (!delta.content().empty() || !delta.refusal().empty() || !delta.reasoning().empty() ||
          delta.tool_calls_size() > 0 || delta.logprobs_size() > 0) {
        Chunk(delta, ChunkKind::kContent, out);
      }
      if (delta.finish_reason() != v1::FINISH_REASON_UNSPECIFIED) Chunk(delta, ChunkKind::kFinish, out);
    }
    return out;
  }

  std::string Finish() override {
    std::string out;
    if (options_.include_usage && has_usage_) {
      out += "data: ";
      json::Writer writer(out);
      Open(writer);
      writer.EndArray();
      openai_chat::WriteUsage(writer, usage_);
      writer.EndObject();
      out += "\n\n";
    }
    out += "data: [DONE]\n\n";
    return out;
  }

  std::string Fail(const Problem& problem, std::string_view request_id) override {
    std::string out = "data: ";
    json::Writer writer(out);
    openai_chat::WriteError(writer, problem, request_id);
    out += "\n\n";
    return out;
  }

 private:
  // {"id": ..., "choices": [
  void Open(json::Writer& writer) const {
    writer.StartObject();
    writer.Field("id", StrCat("chatcmpl-", id_));
    writer.Field("object", "chat.completion.chunk");
    writer.Field("created", created_);
    writer.Field("model", model_);
    writer.Key("choices");
    writer.StartArray();
  }

  void Chunk(const v1::ChoiceDelta& delta, ChunkKind kind, std::string& out) const {
    out += "data: ";
    json::Writer writer(out);
    Open(writer);
    writer.StartObject();
    writer.Field("index", delta.index());
    writer.Key("delta");
    writer.StartObject();
    if (kind == ChunkKind::kRole) {
      writer.Field("role", "assistant");
      writer.Field("content", "");
      writer.NullField("refusal");
    } else if (kind == ChunkKind::kContent) {
      if (!delta.content().empty()) writer.Field("content", delta.content());
      if (!delta.refusal().empty()) writer.Field("refusal", delta.refusal());
      if (!delta.reasoning().empty()) writer.Field("reasoning_content", delta.reasoning());
      if (delta.tool_calls_size() > 0) WriteToolCalls(writer, delta);
    }
    writer.EndObject();
    if (kind == ChunkKind::kContent) {
      openai_chat::WriteLogprobs(writer, delta.logprobs());
    } else {
      writer.NullField("logprobs");
    }
    if (kind == ChunkKind::kFinish) {
      writer.Field("finish_reason", openai_chat::FinishReasonName(delta.finish_reason()));
    } else {
      writer.NullField("finish_reason");
    }
    writer.EndObject();
    writer.EndArray();
    if (options_.include_usage) writer.NullField("usage");
    writer.EndObject();
    out += "\n\n";
  }

  static void WriteToolCalls(json::Writer& writer, const v1::ChoiceDelta& delta) {
    writer.Key("tool_calls");
    writer.StartArray();
    for (const v1::ToolCall& call : delta.tool_calls()) {
      writer.StartObject();
      writer.Field("index", call.index());
      if (!call.id().empty()) {
        writer.Field("id", call.id());
        writer.Field("type", "function");
      }
      writer.Key("function");
      writer.StartObject();
      if (!call.name().empty()) writer.Field("name", call.name());
      writer.Field("arguments", call.arguments_json());
      writer.EndObject();
      writer.EndObject();
    }
    writer.EndArray();
  }

  const StreamEncodeOptions options_;
  std::set<int32_t> begun_;  // choices whose role was sent
  std::string id_;
  std::string model_;
  int64_t created_ = 0;
  v1::Usage usage_;
  bool has_usage_ = false;
};

}  // namespace

std::unique_ptr<StreamEncoder> OpenAiChat::NewStreamEncoder(const StreamEncodeOptions& options) const {
  return std::make_unique<Encoder>(options);
}

std::unique_ptr<StreamDecoder> OpenAiChat::NewStreamDecoder() const { return std::make_unique<Decoder>(); }

}  // namespace schoolgate::connectors
