// JSON for the dialects: one strict parser and one writer over RapidJSON, so that every dialect has the same
// limits. Strict means: RFC 8259 and nothing more, valid UTF-8, whole numbers exact to 64 bits, at most
// kMaxDepth levels, nothing after the document.
//
// Ownership: a Document owns what its values point at. Thread-compatible. Offsets are bytes. No exceptions.
#ifndef SCHOOLGATE_CONNECTORS_DIALECTS_JSON_UTIL_H_
#define SCHOOLGATE_CONNECTORS_DIALECTS_JSON_UTIL_H_

#include <rapidjson/document.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace schoolgate::connectors::json {

using Value = rapidjson::Value;

// Deep enough for any schema met in practice; low enough that recursion over a document is safe.
inline constexpr int kMaxDepth = 100;

enum class Fault { kNone, kMalformed, kInvalidUtf8, kTooDeep };

struct ParseResult {
  Fault fault = Fault::kNone;
  size_t offset = 0;  // near which byte
  bool ok() const { return fault == Fault::kNone; }
};

class Document {
 public:
  Document() : allocator_(buffer_, sizeof(buffer_)), document_(&allocator_) {}
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  // Once.
  ParseResult Parse(std::string_view text);
  const Value& root() const { return document_; }

 private:
  // Most requests and nearly every stream event fit here without an allocation.
  alignas(16) char buffer_[6144];
  rapidjson::MemoryPoolAllocator<> allocator_;
  rapidjson::Document document_;
};

// REQUIRES: value.IsString().
inline std::string_view Text(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

// The member of an object, or null where there is none, or it is JSON's null, or `object` is no object.
const Value* Find(const Value& object, std::string_view name);
// The member's text, or nothing where it is not text.
std::string_view FindText(const Value& object, std::string_view name);
// The member as a whole number, or 0 where it is none that fits.
int64_t FindInt(const Value& object, std::string_view name);

// Writes one document to the end of a string. A value that JSON cannot hold (text that is not UTF-8, a number
// that is not finite) is remembered, and ok() is false from then on: what was written must not be used.
class Writer {
 public:
  explicit Writer(std::string& out) : sink_{out}, writer_(sink_) {}

  void StartObject() { writer_.StartObject(); }
  void EndObject() { writer_.EndObject(); }
  void StartArray() { writer_.StartArray(); }
  void EndArray() { writer_.EndArray(); }
  // A literal, or a name known to be plain.
  void Key(std::string_view name) { writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
  void String(std::string_view text) {
    Check(writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size())));
  }
  void Int(int64_t value) { writer_.Int64(value); }
  void Double(double value) { Check(writer_.Double(value)); }
  void Bool(bool value) { writer_.Bool(value); }
  void Null() { writer_.Null(); }
  void Copy(const Value& value) { Check(value.Accept(writer_)); }
  // Writes the document in `text` as a value, if it is an object; false, and not ok(), if it is not.
  bool EmbedObject(std::string_view text);

  void Field(std::string_view name, std::string_view text) {
    Key(name);
    String(text);
  }
  void Field(std::string_view name, const char* text) { Field(name, std::string_view(text)); }
  void Field(std::string_view name, const std::string& text) { Field(name, std::string_view(text)); }
  void Field(std::string_view name, int64_t value) {
    Key(name);
    Int(value);
  }
  void Field(std::string_view name, int value) { Field(name, int64_t{value}); }
  void Field(std::string_view name, double value) {
    Key(name);
    Double(value);
  }
  void Field(std::string_view name, bool value) {
    Key(name);
    Bool(value);
  }
  void NullField(std::string_view name) {
    Key(name);
    Null();
  }

  bool ok() const { return ok_; }

 private:
  struct Sink {
    using Ch = char;
    std::string& out;
    void Put(char c) { out.push_back(c); }
    void Flush() {}
  };

  void Check(bool written) { ok_ = ok_ && written; }

  Sink sink_;
  rapidjson::Writer<Sink, rapidjson::UTF8<>, rapidjson::UTF8<>, rapidjson::CrtAllocator,
                    rapidjson::kWriteValidateEncodingFlag>
      writer_;
  bool ok_ = true;
};

}  // namespace schoolgate::connectors::json

#endif  // SCHOOLGATE_CONNECTORS_DIALECTS_JSON_UTIL_H_
