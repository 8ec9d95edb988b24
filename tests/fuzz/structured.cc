// What is read of a text's form. JSON: only what another parser takes as well, and whatever is put in place
// of its keys, strings and numbers, the document stays one with that in it. Tables: a column's cue reaches
// the cells below its head, whatever the cells hold.
#include <rapidjson/reader.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/detect/patterns/cues.h"
#include "redaction/walk/json_tokens.h"
#include "redaction/walk/utf8.h"
#include "redaction/walk/walk.h"
#include "schoolgate/v1/generation_service.pb.h"
#include "tests/fuzz/properties.h"

namespace schoolgate::fuzz {
namespace {

using redaction::JsonToken;
using redaction::JsonTokenKind;

// What RapidJSON, which knows nothing of ours, says of a document.
enum class Verdict : uint8_t { kJson, kNotJson, kCannotSay };

Verdict Judge(std::string_view document) {
  // It takes a NUL for the end of the text, and passes over a byte of a byte order mark that stands alone.
  if (document.find('\0') != std::string_view::npos || !redaction::IsUtf8(document))
    return Verdict::kCannotSay;
  // Not recursive, and not concerned with how large a number is.
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  rapidjson::MemoryStream memory(document.data(), document.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(memory);
  rapidjson::BaseReaderHandler<> nothing;
  rapidjson::Reader reader;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, nothing);
  if (!result.IsError()) return Verdict::kJson;
  // RFC 8259 (8.2) lets lone surrogates stand.
  if (result.Code() == rapidjson::kParseErrorStringUnicodeSurrogateInvalid) return Verdict::kCannotSay;
  return Verdict::kNotJson;
}

size_t DepthOf(std::string_view document) {
  size_t depth = 0;
  size_t deepest = 0;
  bool quoted = false;
  for (size_t at = 0; at < document.size(); ++at) {
    const char c = document[at];
    if (quoted && c == '\\') {
      ++at;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == '[' || c == '{')) {
      deepest = std::max(deepest, ++depth);
    } else if (!quoted && (c == ']' || c == '}')) {
      depth -= depth > 0 ? 1 : 0;
    }
  }
  return deepest;
}

void ExpectSoundToken(std::string_view document, const std::vector<JsonToken>& tokens, size_t index) {
  const JsonToken& token = tokens[index];
  FUZZ_EXPECT(token.begin <= token.end && token.end <= document.size(), document);
  FUZZ_EXPECT(index == 0 || token.begin > tokens[index - 1].end ||
                  (token.begin == tokens[index - 1].end && token.kind == JsonTokenKind::kNumber),
              document);
  const std::string_view raw = document.substr(token.begin, token.end - token.begin);
  if (token.kind == JsonTokenKind::kNumber) {
    FUZZ_EXPECT(redaction::IsJsonNumber(raw), raw);
  } else {
    FUZZ_EXPECT(token.begin > 0 && document[token.begin - 1] == '"', raw);
    FUZZ_EXPECT(token.end < document.size() && document[token.end] == '"', raw);
    FUZZ_EXPECT(token.escaped == (raw.find('\\') != std::string_view::npos), raw);
  }
  if (token.cue >= 0) {
    FUZZ_EXPECT(token.kind != JsonTokenKind::kKey, raw);
    FUZZ_EXPECT(static_cast<size_t>(token.cue) < index, raw);
    FUZZ_EXPECT(tokens[static_cast<size_t>(token.cue)].kind == JsonTokenKind::kKey, raw);
  }
}

void ExpectEscapesUndone(std::string_view raw) {
  const std::string decoded = redaction::DecodeJsonEscapes(raw);
  if (redaction::IsUtf8(raw)) FUZZ_EXPECT(redaction::IsUtf8(decoded), decoded);
  std::string quoted = "\"";
  redaction::AppendJsonEscaped(decoded, quoted);
  quoted += '"';
  std::vector<JsonToken> tokens;
  FUZZ_EXPECT(redaction::TokenizeJson(quoted, tokens) && tokens.size() == 1, quoted);
  FUZZ_EXPECT(redaction::DecodeJsonEscapes(std::string_view(quoted).substr(1, quoted.size() - 2)) == decoded,
              quoted);
}

// Walks a request with the document in it, puts something else in place of every `step`th slot, and reads the
// request again.
void ExpectEditsStand(const std::string& document, size_t step) {
  static constexpr std::array<std::string_view, 8> kEdits = {
      "STUDENT_7K3QF9", "a \"b\" \\ c", "", "-1.5e3", "\x01\n\t", "é 😀", "007", "</script>\\u0041"};
  v1::GenerateRequest request;
  request.add_messages()->add_tool_calls()->set_arguments_json(document);
  absl::StatusOr<redaction::Walk> walk = redaction::Walk::Over(request);
  FUZZ_EXPECT(walk.ok(), document);
  std::vector<std::string> wanted;
  std::vector<redaction::SlotEdit> edits;
  for (const redaction::Slot& slot : walk->slots()) {
    wanted.emplace_back(slot.text);
    const size_t number = wanted.size() - 1;
    if (number % step != 0) continue;
    wanted.back() = kEdits[(number + document.size()) % kEdits.size()];
    edits.push_back({.slot = slot.index, .text = wanted.back()});
  }
  v1::GenerateRequest edited = request;
  walk->Apply(std::move(edits), edited);
  const std::string& after = edited.messages(0).tool_calls(0).arguments_json();
  FUZZ_EXPECT(Judge(after) != Verdict::kNotJson, after);
  absl::StatusOr<redaction::Walk> again = redaction::Walk::Over(edited);
  FUZZ_EXPECT(again.ok() && again->slots().size() == wanted.size(), after);
  for (size_t i = 0; i < wanted.size(); ++i) {
    FUZZ_EXPECT(again->slots()[i].text == wanted[i], after);
    const bool was_key = walk->slots()[i].kind == redaction::SlotKind::kJsonKey;
    FUZZ_EXPECT((again->slots()[i].kind == redaction::SlotKind::kJsonKey) == was_key, after);
  }
}

void ReadJson(std::string_view input) {
  std::vector<JsonToken> tokens;
  const bool json = redaction::TokenizeJson(input, tokens);
  const Verdict verdict = Judge(input);
  if (json) FUZZ_EXPECT(verdict != Verdict::kNotJson, input);
  if (verdict == Verdict::kJson && DepthOf(input) <= redaction::kMaxJsonDepth) FUZZ_EXPECT(json, input);
  ExpectEscapesUndone(input);
  if (!json) return;
  for (size_t i = 0; i < tokens.size(); ++i) {
    ExpectSoundToken(input, tokens, i);
    ExpectEscapesUndone(input.substr(tokens[i].begin, tokens[i].end - tokens[i].begin));
  }
  if (!redaction::IsUtf8(input)) return;
  for (const size_t step : {1, 2, 3}) ExpectEditsStand(std::string(input), step);
}

void ReadTable(std::string_view input) {
  static const auto& lexicon = *new redaction::Lexicon;
  redaction::Text text;
  text.Assign(input, lexicon);
  // The first line, up to what ends a key at the latest, as the key of the whole.
  const std::string_view key = input.substr(0, std::min(input.find('\n'), size_t{200}));
  const redaction::WordBits key_bits = redaction::KeyBits(key, lexicon);
  const redaction::Cues cues(text, key, lexicon);
  FUZZ_EXPECT(cues.Key() == key_bits, key);
  const std::string_view folded = text.view().folded();
  const size_t first_line = std::min(folded.find('\n'), folded.size());
  for (size_t i = 0; i < text.size(); ++i) {
    // Nothing stands above the first line.
    if (text[i].begin < first_line) FUZZ_EXPECT(cues.Column(i) == 0, folded);
    FUZZ_EXPECT(cues.CellEnd(i) >= text[i].begin && cues.CellEnd(i) <= folded.size(), folded);
    // Looking further sees no less, and what stands over the word is seen from everywhere.
    const redaction::CueBits head = cues.HeadOf(i);
    FUZZ_EXPECT((head & ~cues.Before(i, 1)) == 0, folded);
    FUZZ_EXPECT((cues.Before(i, 1) & ~cues.Before(i, 4)) == 0, folded);
    FUZZ_EXPECT((cues.After(i, 1) & ~cues.After(i, 3)) == 0, folded);
    FUZZ_EXPECT((cues.Nearest(i, 4, ~redaction::CueBits{0}) & ~cues.Before(i, 4)) == 0, folded);
    (void)cues.LabelOf(i);
  }
}

}  // namespace
}  // namespace schoolgate::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = schoolgate::fuzz::Begin(data, size);
  schoolgate::fuzz::ReadJson(input);
  schoolgate::fuzz::ReadTable(input);
  return 0;
}
