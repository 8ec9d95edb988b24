// A JSON document as the byte ranges of its keys, strings and numbers, so that any of them can be replaced
// and every byte between stays as it was written. RFC 8259, strictly: what another parser would refuse is
// refused here, so that the gate and the vendor never read a document differently.
// Stateless; any thread.
#ifndef SCHOOLGATE_REDACTION_WALK_JSON_TOKENS_H_
#define SCHOOLGATE_REDACTION_WALK_JSON_TOKENS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace schoolgate::redaction {

// Documents nested deeper are not read as JSON.
inline constexpr int kMaxJsonDepth = 64;

enum class JsonTokenKind : uint8_t { kKey, kString, kNumber };

struct JsonToken {
  JsonTokenKind kind = JsonTokenKind::kString;
  bool escaped = false;  // holds a backslash
  // Byte range in the document: within the quotes of a key or string, the whole of a number.
  size_t begin = 0;
  size_t end = 0;
  // The key a value stands under, as an index into the tokens; an array's elements have its key. -1 for none,
  // and for keys.
  int32_t cue = -1;
};

// Fills `tokens` in the document's order; false if `document` is not one JSON value.
bool TokenizeJson(std::string_view document, std::vector<JsonToken>& tokens);

// The text behind the escapes of a string. A lone surrogate becomes U+FFFD; a backslash that begins no escape
// stays, so any text can be given.
std::string DecodeJsonEscapes(std::string_view raw);

// Appends `text` as it stands between the quotes of a JSON string.
void AppendJsonEscaped(std::string_view text, std::string& out);

bool IsJsonNumber(std::string_view text);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_WALK_JSON_TOKENS_H_
