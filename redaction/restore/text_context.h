// Whether a place in a vendor's answer is one where a real value must never stand, because showing or
// rendering the answer could send it somewhere: a URL, the target of a Markdown link or image, an HTML tag.
//
//   URL          from "scheme://", "//host", "www.", "host.tld/", "host.tld:80/", "host.tld?" or "mailto:" to
//                white space or "<", or to the quote it began behind, or the ">" of the tag it stands in. Not
//                to
//                ")", "'" or any quote: what makes links of bare URLs takes those for part of them.
//   link target  from "](" to its ")" or the end of the line
//   HTML tag     from "<name" to ">", quoted values seen through. An empty line ends what has no attribute
//                yet: "a <b and c" is prose.
//
// Fed one character at a time, in order; looks back only, so a stream may be cut anywhere. One text's own.
#ifndef SCHOOLGATE_REDACTION_RESTORE_TEXT_CONTEXT_H_
#define SCHOOLGATE_REDACTION_RESTORE_TEXT_CONTEXT_H_

#include <cstdint>

namespace schoolgate::redaction {

class TextContext {
 public:
  void Advance(char32_t c);

  // Real values may stand here.
  bool open() const { return !url_ && link_ == Link::kNone && tag_ == Tag::kNone; }
  // The character before this place; 0 at the start.
  char32_t previous() const { return previous_; }

 private:
  enum class Link : uint8_t { kNone, kBegin, kPlain, kAngle };
  enum class Tag : uint8_t { kNone, kOpened, kName, kInside, kEquals, kUnquoted, kSingle, kDouble };
  enum class Host : uint8_t { kNone, kName, kDot, kDotted, kPort };

  void AdvanceUrl(char32_t c, bool tag_closed);
  void AdvanceLink(char32_t c);
  void AdvanceTag(char32_t c);

  char32_t previous_ = 0;
  char32_t before_previous_ = 0;
  char32_t opened_by_ = 0;  // the quote before this word, 0 if none
  uint64_t recent_ = 0;     // the last eight characters of the word, lower case
  int32_t depth_ = 0;       // of parentheses in a link target
  bool url_ = false;
  bool skip_ = false;       // the next character of a link target is escaped
  bool attribute_ = false;  // the tag has one
  bool line_empty_ = false;
  Host host_ = Host::kNone;
  Link link_ = Link::kNone;
  Tag tag_ = Tag::kNone;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_RESTORE_TEXT_CONTEXT_H_
