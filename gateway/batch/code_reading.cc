#include "gateway/batch/code_reading.h"

#include "redaction/walk/utf8.h"

namespace schoolgate::gateway {

using redaction::CodeSighting;

namespace {

// The character that ends `text`; 0 for none.
char32_t LastChar(std::string_view text) {
  size_t begin = text.size();
  while (begin > 0 && text.size() - begin < 4) {
    --begin;
    if ((static_cast<unsigned char>(text[begin]) & 0xC0) != 0x80) break;
  }
  return begin == text.size() ? 0 : redaction::FirstUtf8Char(text.substr(begin)).code_point;
}

bool BeginsAlnum(std::string_view text) {
  return !text.empty() && redaction::IsAlnumUnit(redaction::FirstUtf8Char(text).code_point);
}

// Upper case and underscores.
bool AsIssued(std::string_view text, size_t pos, const CodeSighting& code) {
  return text.substr(code.wrapped ? pos + 1 : pos, code.full().size()) == code.full();
}

// "\\n" and the like before a code in a JSON string: a letter, but of no word. Only codes that are seen
// within a word can do without braces there.
bool EndsInEscape(std::string_view out, std::string_view code) {
  constexpr std::string_view kDigits = "0123456789";
  constexpr size_t kSymbols = 6;
  if (out.size() < 2 || out[out.size() - 2] != '\\' || (out.size() > 2 && out[out.size() - 3] == '\\'))
    return false;
  if (out.back() != 'n' && out.back() != 't' && out.back() != 'r') return false;
  const std::string_view symbols = code.substr(code.find('_') + 1, kSymbols);
  return symbols.find_first_of(kDigits) != std::string_view::npos &&
         symbols.find_first_not_of(kDigits) != std::string_view::npos;
}

}  // namespace

bool FindCode(std::string_view text, size_t& pos, CodeSighting& sighting, bool any_border) {
  for (; pos < text.size(); ++pos) {
    if (!redaction::MayBeginCode(text, pos)) continue;
    const char32_t before = LastChar(text.substr(0, pos));
    if (redaction::ReadCode(text, pos, /*json=*/false, /*last=*/true, before, sighting) !=
            redaction::Reading::kCode ||
        sighting.identifier) {
      continue;
    }
    const bool a_word = sighting.wrapped || any_border ||
                        (!redaction::IsAlnumUnit(before) && !BeginsAlnum(text.substr(sighting.end)));
    if (sighting.may_be_issued || (a_word && AsIssued(text, pos, sighting))) return true;
  }
  return false;
}

void AppendCode(std::string_view code, std::string_view next, bool alone, std::string& out) {
  constexpr std::string_view kBefore = "<[{;_-\\";
  const bool crowded =
      alone || next.starts_with('_') || next.starts_with('-') || next.starts_with("\\_") ||
      BeginsAlnum(next) ||
      (!out.empty() && (kBefore.find(out.back()) != std::string_view::npos ||
                        (redaction::IsAlnumUnit(LastChar(out)) && !EndsInEscape(out, code))));
  if (crowded) out.push_back('{');
  out.append(code);
  if (crowded) out.push_back('}');
}

}  // namespace schoolgate::gateway
