#include "redaction/restore/answer_window.h"

#include <algorithm>
#include <utility>

#include "core/crypto/secret.h"
#include "redaction/restore/code_grammar.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::redaction {
namespace {

// Bytes behind the last whole character: of a stream, its rest comes with the next piece.
size_t Unfinished(std::string_view text) {
  for (size_t back = 1; back <= std::min<size_t>(3, text.size()); ++back) {
    const auto c = static_cast<uint8_t>(text[text.size() - back]);
    if ((c & 0xC0) == 0x80) continue;
    const size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

}  // namespace

size_t CharacterFrom(std::string_view text, size_t pos) {
  while (pos < text.size() && (static_cast<uint8_t>(text[pos]) & 0xC0) == 0x80) ++pos;
  return pos;
}

WindowReading::WindowReading(std::string decoded, std::vector<uint32_t> offsets)
    : decoded_(std::move(decoded)), offsets_(std::move(offsets)), text_(decoded_) {}

WindowReading::~WindowReading() { WipeString(decoded_); }

AnswerWindow::AnswerWindow(TextKind kind, size_t size) : json_(kind == TextKind::kJson) {
  bytes_.reserve(size);
}

AnswerWindow::~AnswerWindow() { WipeString(bytes_); }

void AnswerWindow::Append(std::string_view text) {
  if (!begun_) {
    const auto first = std::find_if(text.begin(), text.end(), [](char c) { return c > ' ' || c < 0; });
    begun_ = first != text.end();
    json_ = json_ || (begun_ && (*first == '{' || *first == '['));
  }
  bytes_.append(text);
}

size_t AnswerWindow::Keep(size_t keep) {
  size_t cut = bytes_.size() - std::min(keep, bytes_.size());
  if (cut == 0) return 0;
  if (json_) {
    size_t pos = 0;
    while (pos < cut) {
      const TextUnit unit = ReadTextUnit(bytes_, pos, in_string_);
      if (unit.c == '"' && !unit.escaped) in_string_ = !in_string_;
      pos += unit.length;
    }
    cut = pos;
  } else {
    cut = CharacterFrom(bytes_, cut);
  }
  cut_ = true;
  // What moves to the front leaves no copy at the end.
  const size_t left = bytes_.size() - cut;
  std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(cut), bytes_.end(), bytes_.begin());
  std::fill(bytes_.begin() + static_cast<std::ptrdiff_t>(left), bytes_.end(), '\0');
  bytes_.resize(left);
  return cut;
}

WindowReading AnswerWindow::Read(bool last) const {
  const std::string_view bytes =
      std::string_view(bytes_).substr(0, bytes_.size() - (last ? 0 : Unfinished(bytes_)));
  if (!json_ || bytes.find('\\') == std::string_view::npos) return WindowReading(bytes);
  std::string decoded;
  std::vector<uint32_t> offsets;
  decoded.reserve(bytes.size());
  offsets.reserve(bytes.size() + 1);
  bool in_string = in_string_;
  size_t pos = 0;
  while (pos < bytes.size()) {
    const TextUnit unit = ReadTextUnit(bytes, pos, in_string);
    if (unit.more && !last) break;
    if (unit.escaped) {
      AppendUtf8(unit.c, decoded);
    } else {
      decoded.append(bytes, pos, unit.length);
      if (unit.c == '"') in_string = !in_string;
    }
    // Every byte of a character begins where the character does.
    offsets.resize(decoded.size(), static_cast<uint32_t>(pos));
    pos += unit.length;
  }
  offsets.push_back(static_cast<uint32_t>(pos));
  return {std::move(decoded), std::move(offsets)};
}

}  // namespace schoolgate::redaction
