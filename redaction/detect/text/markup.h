// Markup that stands inside or around a word without being part of it: HTML tags of style, Markdown emphasis.
// Pure; any thread; a bounded number of bytes is read from each place. Sources: CommonMark 0.31 6.2, WHATWG
// HTML 4.5.
#ifndef SCHOOLGATE_REDACTION_DETECT_TEXT_MARKUP_H_
#define SCHOOLGATE_REDACTION_DETECT_TEXT_MARKUP_H_

#include <cstddef>
#include <string_view>

namespace schoolgate::redaction {

// The style tags that stand side by side at `at`. REQUIRES: text[at] == '<'.
struct StyleTags {
  size_t length = 0;                              // bytes of all of them; 0: none
  bool closes_first = false, opens_last = false;  // "</b><i>": two words may meet here
};
StyleTags StyleTagsAt(std::string_view text, size_t at);

// The emphasis mark ('*' or '~', one to three of them) that begins at `at`, in bytes: where it stands inside
// a word or closes or opens one. 0 for a list's bullet, a product, an operator.
size_t EmphasisAt(std::string_view text, size_t at);

// Widens [begin, end) of `text` over the tags and emphasis marks right beside it whose other half lies
// within, so that cutting it out leaves none unbalanced. Goes no further left than `floor`.
void BalanceMarkup(std::string_view text, size_t floor, size_t& begin, size_t& end);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_TEXT_MARKUP_H_
