// Fields joined so that no two lists of fields give the same bytes: each behind its length, four bytes, most
// significant first. What is hashed, keyed or authenticated together goes through this.
#ifndef SCHOOLGATE_CORE_VAULT_LENGTH_PREFIXED_H_
#define SCHOOLGATE_CORE_VAULT_LENGTH_PREFIXED_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schoolgate {

inline std::string LengthPrefixed(std::initializer_list<std::string_view> fields) {
  size_t size = 0;
  for (std::string_view field : fields) size += 4 + field.size();
  std::string joined;
  joined.reserve(size);
  for (std::string_view field : fields) {
    const auto length = static_cast<uint32_t>(field.size());
    for (int shift = 24; shift >= 0; shift -= 8) joined.push_back(static_cast<char>(length >> shift));
    joined.append(field);
  }
  return joined;
}

// The fields of what was joined; nothing if it was not. The views are into `joined`.
inline std::optional<std::vector<std::string_view>> SplitLengthPrefixed(std::string_view joined) {
  std::vector<std::string_view> fields;
  while (!joined.empty()) {
    if (joined.size() < 4) return std::nullopt;
    uint32_t length = 0;
    for (size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<uint8_t>(joined[i]);
    joined.remove_prefix(4);
    if (length > joined.size()) return std::nullopt;
    fields.push_back(joined.substr(0, length));
    joined.remove_prefix(length);
  }
  return fields;
}

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_LENGTH_PREFIXED_H_
