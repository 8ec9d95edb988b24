#include "redaction/walk/json_tokens.h"

#include <array>
#include <optional>

#include "redaction/walk/utf8.h"

namespace schoolgate::redaction {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::optional<uint32_t> Hex4(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  uint32_t value = 0;
  for (const char c : text.substr(0, 4)) {
    value <<= 4;
    if (IsDigit(c)) {
      value |= static_cast<uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      value |= static_cast<uint32_t>(c - 'a' + 10);
    } else if (c >= 'A' && c <= 'F') {
      value |= static_cast<uint32_t>(c - 'A' + 10);
    } else {
      return std::nullopt;
    }
  }
  return value;
}

// The length of the number `text` begins with, 0 if it begins with none.
size_t NumberPrefix(std::string_view text) {
  size_t i = 0;
  const auto digits = [&] {
    const size_t start = i;
    while (i < text.size() && IsDigit(text[i])) ++i;
    return i > start;
  };
  if (i < text.size() && text[i] == '-') ++i;
  if (i < text.size() && text[i] == '0') {
    ++i;
  } else if (!digits()) {
    return 0;
  }
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (!digits()) return 0;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (!digits()) return 0;
  }
  return i;
}

class Tokenizer {
 public:
  Tokenizer(std::string_view document, std::vector<JsonToken>& tokens) : text_(document), tokens_(tokens) {}

  bool Run() {
    // One turn of the loop reads one value; containers are left on the stack.
    while (true) {
      if (!Value()) return false;
      if (opened_) continue;
      while (true) {
        SkipSpace();
        if (depth_ == 0) return pos_ == text_.size();
        Level& level = stack_[static_cast<size_t>(depth_ - 1)];
        if (Take(',')) {
          SkipSpace();
          if (level.object && !Key(level)) return false;
          break;
        }
        if (!Take(level.object ? '}' : ']')) return false;
        --depth_;
      }
    }
  }

 private:
  struct Level {
    bool object = false;
    int32_t cue = -1;
  };

  void SkipSpace() {
    while (pos_ < text_.size() &&
           (text_[pos_] == ' ' || text_[pos_] == '\n' || text_[pos_] == '\t' || text_[pos_] == '\r')) {
      ++pos_;
    }
  }

  bool Take(char c) {
    if (pos_ >= text_.size() || text_[pos_] != c) return false;
    ++pos_;
    return true;
  }

  int32_t Cue() const { return depth_ == 0 ? -1 : stack_[static_cast<size_t>(depth_ - 1)].cue; }

  bool Value() {
    opened_ = false;
    SkipSpace();
    if (pos_ >= text_.size()) return false;
    switch (text_[pos_]) {
      case '{':
      case '[':
        return Open();
      case '"':
        return String(JsonTokenKind::kString, Cue());
      case 't':
        return Word("true");
      case 'f':
        return Word("false");
      case 'n':
        return Word("null");
      default: {
        const size_t length = NumberPrefix(text_.substr(pos_));
        if (length == 0) return false;
        tokens_.push_back(
            {.kind = JsonTokenKind::kNumber, .begin = pos_, .end = pos_ + length, .cue = Cue()});
        pos_ += length;
        return true;
      }
    }
  }

  bool Open() {
    if (depth_ == kMaxJsonDepth) return false;
    const bool object = text_[pos_++] == '{';
    const int32_t cue = Cue();
    Level& level = stack_[static_cast<size_t>(depth_++)];
    level = {.object = object, .cue = cue};
    SkipSpace();
    if (Take(object ? '}' : ']')) {
      --depth_;
      return true;
    }
    opened_ = true;
    return !object || Key(level);
  }

  bool Key(Level& level) {
    level.cue = static_cast<int32_t>(tokens_.size());
    if (!String(JsonTokenKind::kKey, -1)) return false;
    SkipSpace();
    return Take(':');
  }

  bool Word(std::string_view word) {
    if (text_.substr(pos_, word.size()) != word) return false;
    pos_ += word.size();
    return true;
  }

  bool String(JsonTokenKind kind, int32_t cue) {
    if (!Take('"')) return false;
    JsonToken token{.kind = kind, .begin = pos_, .cue = cue};
    while (pos_ < text_.size()) {
      const char c = text_[pos_];
      if (c == '"') {
        token.end = pos_++;
        tokens_.push_back(token);
        return true;
      }
      if (static_cast<uint8_t>(c) < 0x20) return false;
      ++pos_;
      if (c != '\\') continue;
      token.escaped = true;
      if (pos_ >= text_.size()) return false;
      const char kind_of_escape = text_[pos_++];
      if (kind_of_escape == 'u') {
        if (!Hex4(text_.substr(pos_))) return false;
        pos_ += 4;
      } else if (std::string_view(R"("\/bfnrt)").find(kind_of_escape) == std::string_view::npos) {
        return false;
      }
    }
    return false;
  }

  std::string_view text_;
  std::vector<JsonToken>& tokens_;
  size_t pos_ = 0;
  int depth_ = 0;
  bool opened_ = false;  // the value just read opened a container that holds something
  std::array<Level, kMaxJsonDepth> stack_;
};

}  // namespace

bool TokenizeJson(std::string_view document, std::vector<JsonToken>& tokens) {
  tokens.clear();
  return Tokenizer(document, tokens).Run();
}

std::string DecodeJsonEscapes(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  size_t i = 0;
  while (i < raw.size()) {
    const char c = raw[i++];
    if (c != '\\' || i == raw.size()) {
      out.push_back(c);
      continue;
    }
    const char escape = raw[i++];
    switch (escape) {
      case '"':
      case '\\':
      case '/':
        out.push_back(escape);
        break;
      case 'b':
        out.push_back('\b');
        break;
      case 'f':
        out.push_back('\f');
        break;
      case 'n':
        out.push_back('\n');
        break;
      case 'r':
        out.push_back('\r');
        break;
      case 't':
        out.push_back('\t');
        break;
      case 'u': {
        const std::optional<uint32_t> unit = Hex4(raw.substr(i));
        if (!unit) {
          out.append("\\u");
          break;
        }
        i += 4;
        char32_t code_point = *unit;
        if (*unit >= 0xD800 && *unit <= 0xDFFF) {
          std::optional<uint32_t> low;
          if (*unit <= 0xDBFF && raw.substr(i, 2) == "\\u") low = Hex4(raw.substr(i + 2));
          if (low && *low >= 0xDC00 && *low <= 0xDFFF) {
            code_point = 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00);
            i += 6;
          } else {
            code_point = 0xFFFD;
          }
        }
        AppendUtf8(code_point, out);
        break;
      }
      default:
        out.push_back('\\');
        out.push_back(escape);
    }
  }
  return out;
}

void AppendJsonEscaped(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (const char c : text) {
    switch (c) {
      case '"':
        out.append("\\\"");
        break;
      case '\\':
        out.append("\\\\");
        break;
      case '\n':
        out.append("\\n");
        break;
      case '\r':
        out.append("\\r");
        break;
      case '\t':
        out.append("\\t");
        break;
      default:
        if (static_cast<uint8_t>(c) < 0x20) {
          out.append("\\u00");
          out.push_back(kHex[static_cast<uint8_t>(c) >> 4]);
          out.push_back(kHex[static_cast<uint8_t>(c) & 0xF]);
        } else {
          out.push_back(c);
        }
    }
  }
}

bool IsJsonNumber(std::string_view text) { return !text.empty() && NumberPrefix(text) == text.size(); }

}  // namespace schoolgate::redaction
