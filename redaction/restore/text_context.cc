#include "redaction/restore/text_context.h"

#include <string_view>

#include "redaction/restore/code_grammar.h"

namespace schoolgate::redaction {
namespace {

bool IsSpace(char32_t c) { return c <= ' '; }
bool IsAsciiLetter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsSlash(char32_t c) { return c == '/' || c == '\\'; }

// Whether the shift register `recent` ends with `word` (at most eight characters).
bool EndsWith(uint64_t recent, std::string_view word) {
  uint64_t wanted = 0;
  for (const char c : word) wanted = wanted << 8 | static_cast<unsigned char>(c);
  const uint64_t mask = word.size() == 8 ? ~uint64_t{0} : (uint64_t{1} << (8 * word.size())) - 1;
  return (recent & mask) == wanted;
}

}  // namespace

void TextContext::Advance(char32_t c) {
  const bool in_tag = tag_ != Tag::kNone;
  AdvanceTag(c);
  AdvanceLink(c);
  AdvanceUrl(c, in_tag && tag_ == Tag::kNone);
  before_previous_ = previous_;
  previous_ = c;
}

void TextContext::AdvanceUrl(char32_t c, bool tag_closed) {
  const bool quote = c == '"' || c == '`';
  if (IsSpace(c) || c == '<' || tag_closed || (quote && (!url_ || c == opened_by_))) {
    url_ = false;
    host_ = Host::kNone;
    recent_ = 0;
    opened_by_ = quote ? c : 0;
    return;
  }
  if (url_) return;
  const char32_t lower = c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
  recent_ = recent_ << 8 | (lower < 0x80 ? lower : 0x80);
  url_ = EndsWith(recent_, "://") || EndsWith(recent_, "www.") || EndsWith(recent_, "mailto:");
  if (IsSlash(c) && IsSlash(previous_)) {
    // "//host", and what browsers read as that ("\\host", "/\host") where an address is likely.
    const bool address = before_previous_ == '"' || before_previous_ == '\'' || before_previous_ == '=' ||
                         before_previous_ == '(';
    url_ = url_ || address || (c == '/' && previous_ == '/' && !IsAlnumUnit(before_previous_));
  }
  switch (c) {
    case '.':
      host_ = IsAlnumUnit(previous_) ? Host::kDot : Host::kNone;
      break;
    case '-':
      break;
    case '/':
    case '?':
    case '#':
      url_ = url_ || host_ == Host::kDotted || host_ == Host::kPort;
      host_ = Host::kNone;
      break;
    case ':':
      host_ = host_ == Host::kDotted ? Host::kPort : Host::kNone;
      break;
    default:
      if (host_ == Host::kDot) {
        host_ = IsAsciiLetter(c) ? Host::kDotted : Host::kName;
      } else if (!IsAlnumUnit(c) || (host_ == Host::kPort && (c < '0' || c > '9'))) {
        host_ = Host::kNone;
      }
  }
}

void TextContext::AdvanceLink(char32_t c) {
  switch (link_) {
    case Link::kNone:
      if (c == '(' && previous_ == ']') {
        link_ = Link::kBegin;
        depth_ = 0;
        skip_ = false;
      }
      return;
    case Link::kBegin:
      if (c == ' ' || c == '\t') return;
      if (c == '<') {
        link_ = Link::kAngle;
        return;
      }
      link_ = Link::kPlain;
      break;
    case Link::kAngle:
      // What follows the ">" is a title and the ")".
      if (c == '>') link_ = Link::kPlain;
      if (c == '\n') link_ = Link::kNone;
      return;
    case Link::kPlain:
      break;
  }
  if (skip_) {
    skip_ = false;
    if (c != '\n') return;
  }
  switch (c) {
    case '\\':
      skip_ = true;
      break;
    case '(':
      ++depth_;
      break;
    case ')':
      if (depth_-- == 0) link_ = Link::kNone;
      break;
    case '\n':
      link_ = Link::kNone;
      break;
    default:
      break;
  }
}

void TextContext::AdvanceTag(char32_t c) {
  switch (tag_) {
    case Tag::kNone:
      if (c == '<') tag_ = Tag::kOpened;
      return;
    case Tag::kOpened:
      if (IsAsciiLetter(c)) {
        tag_ = Tag::kName;
        attribute_ = false;
      } else if (!(c == '/' && previous_ == '<')) {
        tag_ = c == '<' ? Tag::kOpened : Tag::kNone;
      }
      return;
    case Tag::kName:
      if (IsSpace(c) || c == '/') {
        tag_ = Tag::kInside;
        line_empty_ = c == '\n';
      } else if (c == '<') {
        tag_ = Tag::kOpened;
      } else if (!IsAlnumUnit(c) && c != '-' && c != ':' && c != '_') {
        tag_ = Tag::kNone;  // ">" ends the tag; anything else, as in "i<n;", makes it none
      }
      return;
    case Tag::kInside:
      if (c == '>') {
        tag_ = Tag::kNone;
      } else if (c == '=') {
        tag_ = Tag::kEquals;
        attribute_ = true;
      } else if (c == '\n') {
        if (line_empty_ && !attribute_) tag_ = Tag::kNone;
        line_empty_ = true;
      } else if (!IsSpace(c)) {
        line_empty_ = false;
      }
      return;
    case Tag::kEquals:
      if (IsSpace(c)) return;
      line_empty_ = false;
      tag_ = c == '"' ? Tag::kDouble : c == '\'' ? Tag::kSingle : c == '>' ? Tag::kNone : Tag::kUnquoted;
      return;
    case Tag::kUnquoted:
      if (IsSpace(c)) tag_ = Tag::kInside;
      if (c == '>') tag_ = Tag::kNone;
      return;
    case Tag::kSingle:
      if (c == '\'') tag_ = Tag::kInside;
      return;
    case Tag::kDouble:
      if (c == '"') tag_ = Tag::kInside;
      return;
  }
}

}  // namespace schoolgate::redaction
