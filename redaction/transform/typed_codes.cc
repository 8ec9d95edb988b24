#include "redaction/transform/typed_codes.h"

#include <algorithm>
#include <cstdint>

#include "core/vocabulary/vocabulary.h"
#include "redaction/restore/code_grammar.h"
#include "redaction/transform/redaction_words.h"

namespace schoolgate::redaction {
namespace {

constexpr std::string_view kWordEnd = "_REDACTED";

// Whether the restorer would put a value in place of this sighting: it asks the same questions.
bool Restorable(const CodeSighting& code, const Substitutions& known) {
  if (known.FormOf(code.full()) != nullptr) return true;
  return !code.identifier && !code.wrapped && code.has_letters() && !code.surely_letter &&
         known.FormOf(code.bare()) != nullptr;
}

// The length of the word of redaction that ends `text`, the longest if there are several; 0 if there is none.
size_t RedactionWordAtEnd(std::string_view text) {
  static const auto& words = *new std::vector<std::string_view>([] {
    std::vector<std::string_view> all;
    all.reserve(kDataElementCount);
    for (int element = 0; element < kDataElementCount; ++element) {
      all.push_back(RedactionWord(static_cast<v1::DataElement>(element)));
    }
    return all;
  }());
  size_t length = 0;
  for (const std::string_view word : words) {
    if (text.ends_with(word)) length = std::max(length, word.size());
  }
  return length;
}

// ASCII that is neither letter nor digit.
bool IsMark(char c) { return static_cast<signed char>(c) >= 0 && !IsAlnumUnit(static_cast<uint8_t>(c)); }

}  // namespace

std::vector<TypedCode> FindTypedCodes(std::string_view text, const Substitutions& known) {
  std::vector<TypedCode> typed;
  char32_t before = 0;
  for (size_t pos = 0; pos < text.size();) {
    if (MayBeginCode(text, pos)) {
      CodeSighting code;
      if (ReadCode(text, pos, /*json=*/false, /*last=*/true, before, code) == Reading::kCode) {
        const bool restorable = Restorable(code, known);
        if (restorable || code.may_be_issued) {
          typed.push_back({.begin = pos, .end = code.end, .restorable = restorable});
        }
      } else if (!IsAlnumUnit(before)) {
        // Shapes the restorer does not read (O for 0): a vendor could mend them.
        if (const size_t length = CodeShapedPrefix(text.substr(pos)); length > 0) {
          typed.push_back({.begin = pos, .end = pos + length});
        }
      }
      if (!typed.empty() && typed.back().end > pos) {
        pos = typed.back().end;
        before = 'x';
        continue;
      }
    }
    const TextUnit unit = ReadTextUnit(text, pos, /*json=*/false);
    before = unit.c;
    pos += unit.length;
  }
  return typed;
}

int32_t CountOthersCodes(const std::vector<TypedCode>& typed) {
  return static_cast<int32_t>(
      std::count_if(typed.begin(), typed.end(), [](const TypedCode& code) { return !code.restorable; }));
}

int32_t CountOthersCodes(std::span<const Slot> slots, const Substitutions& known) {
  int32_t count = 0;
  for (const Slot& slot : slots) {
    if (slot.kind != SlotKind::kJsonNumber) count += CountOthersCodes(FindTypedCodes(slot.text, known));
  }
  return count;
}

std::vector<ByteRange> OwnWords(std::string_view text, const std::vector<TypedCode>& typed) {
  std::vector<ByteRange> own;
  for (const TypedCode& code : typed) {
    if (code.restorable) own.push_back({code.begin, code.end});
  }
  const size_t codes = own.size();
  for (size_t at = text.find(kWordEnd); at != std::string_view::npos; at = text.find(kWordEnd, at + 1)) {
    const size_t end = at + kWordEnd.size();
    if (const size_t length = RedactionWordAtEnd(text.substr(0, end)); length > 0) {
      own.push_back({end - length, end});
    }
  }
  const auto before = [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; };
  std::inplace_merge(own.begin(), own.begin() + static_cast<ptrdiff_t>(codes), own.end(), before);
  // A word within a code's wrapper is the code's.
  const auto overlaps = [](const ByteRange& a, const ByteRange& b) { return b.begin < a.end; };
  own.erase(std::unique(own.begin(), own.end(), overlaps), own.end());
  return own;
}

std::vector<ByteRange> PartsOutside(std::string_view text, const std::vector<ByteRange>& own,
                                    ByteRange range) {
  auto next = std::upper_bound(own.begin(), own.end(), range.begin,
                               [](size_t at, const ByteRange& word) { return at < word.end; });
  if (next == own.end() || next->begin >= range.end) return {range};
  std::vector<ByteRange> parts;
  const auto add = [&](size_t begin, size_t end) {
    while (begin < end && IsMark(text[begin])) ++begin;
    while (begin < end && IsMark(text[end - 1])) --end;
    if (begin < end) parts.push_back({begin, end});
  };
  for (; next != own.end() && next->begin < range.end; ++next) {
    if (range.begin < next->begin) add(range.begin, next->begin);
    range.begin = next->end;
  }
  if (range.begin < range.end) add(range.begin, range.end);
  return parts;
}

}  // namespace schoolgate::redaction
