#include "connectors/dialects/json_util.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace schoolgate::connectors::json {
namespace {

constexpr unsigned kFlags = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag;

// RapidJSON refuses a lone high surrogate's escape, but writes a lone low one (\udc00) out as three bytes
// that no UTF-8 has.
bool HoldsSurrogate(std::string_view text) {
  for (size_t at = text.find('\xED'); at != std::string_view::npos && at + 1 < text.size();
       at = text.find('\xED', at + 1)) {
    if (static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
  }
  return false;
}

// Passes a document on to `inner`, and stops where it is too deep or no Unicode. RapidJSON's reader recurses
// once a level, so this also bounds its stack.
template <typename Inner>
class Checked {
 public:
  explicit Checked(Inner& inner) : inner_(inner) {}

  bool Null() { return inner_.Null(); }
  bool Bool(bool value) { return inner_.Bool(value); }
  bool Int(int value) { return inner_.Int(value); }
  bool Uint(unsigned value) { return inner_.Uint(value); }
  bool Int64(int64_t value) { return inner_.Int64(value); }
  bool Uint64(uint64_t value) { return inner_.Uint64(value); }
  bool Double(double value) { return inner_.Double(value); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool copy) {
    return inner_.RawNumber(text, size, copy);
  }
  bool String(const char* text, rapidjson::SizeType size, bool copy) {
    return IsUnicode(text, size) && inner_.String(text, size, copy);
  }
  bool Key(const char* text, rapidjson::SizeType size, bool copy) {
    return IsUnicode(text, size) && inner_.Key(text, size, copy);
  }
  bool StartObject() { return Deeper() && inner_.StartObject(); }
  bool StartArray() { return Deeper() && inner_.StartArray(); }
  bool EndObject(rapidjson::SizeType count) {
    --depth_;
    return inner_.EndObject(count);
  }
  bool EndArray(rapidjson::SizeType count) {
    --depth_;
    return inner_.EndArray(count);
  }

  // Why it stopped a document, if it did.
  Fault fault() const { return holds_surrogate_ ? Fault::kInvalidUtf8 : Fault::kTooDeep; }

 private:
  bool Deeper() { return ++depth_ <= kMaxDepth; }
  bool IsUnicode(const char* text, size_t size) {
    holds_surrogate_ = HoldsSurrogate({text, size});
    return !holds_surrogate_;
  }

  Inner& inner_;
  int depth_ = 0;
  bool holds_surrogate_ = false;
};

Fault FaultOf(rapidjson::ParseErrorCode code, std::string_view text, size_t offset) {
  switch (code) {
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
      return Fault::kInvalidUtf8;
    case rapidjson::kParseErrorStringInvalidEncoding:
      // RapidJSON gives bare control characters the same code; those are valid UTF-8, but not JSON.
      return offset < text.size() && static_cast<unsigned char>(text[offset]) >= 0x80 ? Fault::kInvalidUtf8
                                                                                      : Fault::kMalformed;
    default:
      return Fault::kMalformed;
  }
}

template <typename Handler>
ParseResult ParseInto(Handler& handler, std::string_view text) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  Checked<Handler> checked(handler);
  rapidjson::Reader reader;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, checked);
  if (result.Code() == rapidjson::kParseErrorTermination) return {checked.fault(), result.Offset()};
  if (result.IsError()) return {FaultOf(result.Code(), text, result.Offset()), result.Offset()};
  // The stream answers a NUL byte as its end.
  if (stream.Tell() != text.size()) return {Fault::kMalformed, stream.Tell()};
  return {};
}

}  // namespace

ParseResult Document::Parse(std::string_view text) {
  ParseResult result;
  const auto generate = [&](rapidjson::Document& document) {
    result = ParseInto(document, text);
    return result.ok();
  };
  document_.Populate(generate);
  return result;
}

bool Writer::EmbedObject(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  const bool written = first != std::string_view::npos && text[first] == '{' && ParseInto(writer_, text).ok();
  Check(written);
  return written;
}

const Value* Find(const Value& object, std::string_view name) {
  if (!object.IsObject()) return nullptr;
  const auto member = object.FindMember(
      Value(rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size()))));
  return member == object.MemberEnd() || member->value.IsNull() ? nullptr : &member->value;
}

std::string_view FindText(const Value& object, std::string_view name) {
  const Value* value = Find(object, name);
  return value != nullptr && value->IsString() ? Text(*value) : std::string_view();
}

int64_t FindInt(const Value& object, std::string_view name) {
  const Value* value = Find(object, name);
  return value != nullptr && value->IsInt64() ? value->GetInt64() : 0;
}

}  // namespace schoolgate::connectors::json
