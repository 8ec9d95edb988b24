#include "redaction/detect/patterns/login_passwords.h"

#include <algorithm>
#include <cstring>

namespace schoolgate::redaction {
namespace {

// A password nobody would take for a word: letters, digits and marks.
bool IsStrong(std::string_view value) {
  return value.size() >= 7 && value.size() <= 64 && value[0] >= 'a' && value[0] <= 'z' &&
         value.find_first_of("0123456789") != value.npos && value.find_first_of("!@#$%^&*") != value.npos;
}

}  // namespace

size_t PasswordBehind(std::string_view folded, size_t end) {
  const size_t begin = folded.substr(end, 3) == " / " ? end + 3 : folded.substr(end, 1) == ":" ? end + 1 : 0;
  if (begin == 0) return 0;
  const size_t close = std::min(folded.find_first_of(" \n,;)", begin), folded.size());
  return close > begin && IsStrong(folded.substr(begin, close - begin)) ? begin : 0;
}

bool HasPassword(std::string_view folded, size_t end) {
  if (folded.substr(end, 3) != " / ") return false;
  const size_t close = std::min(folded.find_first_of(" \n,;)", end + 3), folded.size());
  const std::string_view value = folded.substr(end + 3, close - end - 3);
  return value.size() >= 6 && value.find_first_of("0123456789!@#$%^&*_") != value.npos;
}

void AddPasswordBehind(Scan& scan, size_t end) {
  const std::string_view folded = scan.text.view().folded();
  size_t at = end;
  size_t quotes = 0;
  bool colon = false;
  while (at < folded.size() && at - end < 6 && std::strchr("\"': =/", folded[at]) != nullptr) {
    quotes += folded[at] == '"' || folded[at] == '\'' ? 1 : 0;
    colon |= folded[at] == ':' || folded[at] == '=';
    ++at;
  }
  // "tmills / Volcano!77", "tmills7:Volcano!77"
  const bool slash = folded.substr(end, 3) == " / " || PasswordBehind(folded, end) != 0;
  if (((quotes != 2 || !colon) && !slash) || at == end) return;
  const size_t close =
      slash ? std::min(folded.find_first_of(" \n,;)", at), folded.size()) : folded.find(folded[at - 1], at);
  if (close == std::string_view::npos || close - at < 6 || close - at > 64) return;
  const std::string_view value = folded.substr(at, close - at);
  if (value.find_first_of(" \n") != value.npos || value.find_first_of("0123456789!@#$%^&*_") == value.npos)
    return;
  AddSecret(scan, at, close, "username", 0.8F);
}

}  // namespace schoolgate::redaction
