// Looks for planted values in bytes they must not be in: as they were written in any case, and JSON-escaped,
// percent-encoded, in base64 at each alignment, in hex, and numbers as their bare digits.
//
// Filled by one thread, then read by any.
#ifndef SCHOOLGATE_TESTS_LEAK_NEEDLES_H_
#define SCHOOLGATE_TESTS_LEAK_NEEDLES_H_

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace schoolgate::tests {

class Needles {
 public:
  // Every encoding of `secret`. `label` says in a failure what was found. Short ones ("Maya", "200417") count
  // only as whole words: chance makes them in hashes and times.
  void Add(std::string_view secret, std::string_view label);

  // Labels of what `bytes` holds, each with its encoding.
  std::vector<std::string> In(std::string_view bytes) const;

 private:
  enum class Match { kExact, kAnyCase, kWord };
  struct Needle {
    std::string bytes;  // lower case unless kExact
    std::string label;
    Match match;
  };
  void Put(std::string bytes, std::string_view label, std::string_view encoding, Match match);

  std::vector<Needle> needles_;
  // By their first four bytes in lower case, so that bytes are read once for thousands of needles.
  std::unordered_map<uint32_t, std::vector<size_t>> by_start_;
  std::bitset<65536> starts_;
};

std::string JsonEscaped(std::string_view text);     // every character as \uXXXX
std::string PercentEncoded(std::string_view text);  // all but letters and digits
std::string Lower(std::string_view text);           // ASCII

}  // namespace schoolgate::tests

#endif  // SCHOOLGATE_TESTS_LEAK_NEEDLES_H_
