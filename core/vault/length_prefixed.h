// Fields joined so that no two lists of fields give the same bytes: each behind its length, four bytes, most
// significant first. What is hashed, keyed or authenticated together goes through this.
#ifndef SCHOOLGATE_CORE_VAULT_LENGTH_PREFIXED_H_
#define SCHOOLGATE_CORE_VAULT_LENGTH_PREFIXED_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

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

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_VAULT_LENGTH_PREFIXED_H_
