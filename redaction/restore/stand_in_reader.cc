#include "redaction/restore/stand_in_reader.h"

namespace schoolgate::redaction {
namespace {

// Han, with its extension A and compatibility block.
bool IsHan(char32_t c) {
  return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF);
}

}  // namespace

bool IsWordBorder(char32_t outer, char32_t inner) {
  return !IsAlnumUnit(outer) || IsHan(outer) || !IsAlnumUnit(inner) || IsHan(inner);
}

Reading ReadStandIn(const StandInTable& table, std::string_view text, size_t pos, bool json, bool last,
                    char32_t before, StandInSighting& sighting) {
  sighting = StandInSighting();
  const StandInTable::Node* node = &table.root();
  size_t at = pos;
  char32_t inner = 0;
  while (at < text.size()) {
    const TextUnit unit = ReadTextUnit(text, at, json);
    if (unit.more && !last) return Reading::kMore;
    // A closing quote ends a JSON string.
    const bool closes = json && unit.c == '"' && !unit.escaped;
    if (node->form != nullptr && (closes || IsWordBorder(unit.c, inner))) sighting = {at, node->form};
    if (closes || (at == pos && !IsWordBorder(before, unit.c))) break;
    node = table.Next(*node, unit.c);
    at += unit.length;
    if (node == nullptr || at - pos > kLongestStandIn) {
      return sighting.form != nullptr ? Reading::kCode : Reading::kNone;
    }
    inner = unit.c;
  }
  if (at >= text.size()) {
    if (!last) return Reading::kMore;
    if (node->form != nullptr) sighting = {at, node->form};
  }
  return sighting.form != nullptr ? Reading::kCode : Reading::kNone;
}

}  // namespace schoolgate::redaction
