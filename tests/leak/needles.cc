#include "tests/leak/needles.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstring>
#include <set>

#include "absl/strings/escaping.h"
#include "core/util/strings.h"

namespace schoolgate::tests {
namespace {

// Shorter ones turn up by chance.
constexpr size_t kLongWord = 7;
constexpr size_t kLeastBase64 = 8;
constexpr size_t kStart = 4;

uint32_t StartOf(const char* bytes) {
  uint32_t start = 0;
  std::memcpy(&start, bytes, kStart);
  return start;
}
uint16_t Mixed(uint32_t start) { return static_cast<uint16_t>((start * 0x9E3779B1U) >> 16); }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

std::string Digits(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), IsDigit);
  return digits;
}

// Only what is written as itself in JSON stays; other characters as JavaScript and Python escape them.
std::string JsonAscii(std::string_view text) {
  const std::string all = JsonEscaped(text);
  std::string out;
  for (size_t i = 0, unit = 0; i < text.size(); ++unit) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      out.push_back(text[i]);
    } else {
      out += all.substr(unit * 6, 6);
    }
    i += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
  }
  return out;
}

bool IsWholeWord(std::string_view bytes, size_t at, size_t length) {
  const bool before = at > 0 && IsAlnum(bytes[at - 1]);
  const bool behind = at + length < bytes.size() && IsAlnum(bytes[at + length]);
  return !before && !behind;
}

}  // namespace

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// Characters of the basic plane, which is all that is planted.
std::string JsonEscaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const auto at = [&](size_t k) { return static_cast<unsigned>(static_cast<unsigned char>(text[i + k])); };
    const size_t length = at(0) < 0x80 ? 1 : at(0) < 0xE0 ? 2 : 3;
    const unsigned c = length == 1   ? at(0)
                       : length == 2 ? (at(0) & 31) << 6 | (at(1) & 63)
                                     : (at(0) & 15) << 12 | (at(1) & 63) << 6 | (at(2) & 63);
    char escape[8];
    std::snprintf(escape, sizeof(escape), "\\u%04x", c);
    out += escape;
    i += length;
  }
  return out;
}

std::string PercentEncoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    char escape[4];
    std::snprintf(escape, sizeof(escape), "%%%02X", static_cast<unsigned char>(c));
    if (IsAlnum(c)) {
      out.push_back(c);
    } else {
      out += escape;
    }
  }
  return out;
}

void Needles::Put(std::string bytes, std::string_view label, std::string_view encoding, Match match) {
  if (match != Match::kExact) bytes = Lower(bytes);
  if (bytes.size() < kStart) return;
  const uint32_t start = StartOf(Lower(bytes).data());
  std::vector<size_t>& same_start = by_start_[start];
  for (const size_t i : same_start) {
    if (needles_[i].bytes == bytes && needles_[i].match == match) return;
  }
  same_start.push_back(needles_.size());
  starts_.set(Mixed(start));
  needles_.push_back({std::move(bytes), StrCat(label, " (", encoding, ")"), match});
}

void Needles::Add(std::string_view secret, std::string_view label) {
  const Match match = secret.size() < kLongWord ? Match::kWord : Match::kAnyCase;
  Put(std::string(secret), label, "as written, any case", match);
  Put(JsonAscii(secret), label, "JSON-escaped", match);
  Put(JsonEscaped(secret), label, "JSON-escaped throughout", Match::kAnyCase);
  const std::string percent = PercentEncoded(secret);
  Put(percent, label, "percent-encoded", match);
  std::string form = percent;
  for (size_t at = 0; (at = form.find("%20", at)) != std::string::npos;) form.replace(at, 3, "+");
  Put(form, label, "form-encoded", match);
  std::string underscored(secret);
  std::replace(underscored.begin(), underscored.end(), ' ', '_');
  Put(underscored, label, "with underscores", match);
  Put(absl::BytesToHexString(ToAbsl(secret)), label, "hex", Match::kAnyCase);
  for (size_t shift = 0; shift < 3; ++shift) {
    // Whole groups of the encoding that hold nothing but the secret.
    const size_t skip = (3 - shift) % 3;
    if (secret.size() <= skip) continue;
    const std::string_view inner = secret.substr(skip, (secret.size() - skip) / 3 * 3);
    const std::string base64 = absl::Base64Escape(ToAbsl(inner));
    if (base64.size() < kLeastBase64) continue;
    Put(base64, label, "base64", Match::kExact);
    Put(absl::WebSafeBase64Escape(ToAbsl(inner)), label, "base64url", Match::kExact);
  }
  const std::string digits = Digits(secret);
  if (digits.size() >= 6 && digits.size() * 10 >= secret.size() * 6) {
    Put(digits, label, "digits", digits.size() < 8 ? Match::kWord : Match::kAnyCase);
  }
}

std::vector<std::string> Needles::In(std::string_view bytes) const {
  const std::string lower = Lower(bytes);
  std::set<size_t> found;
  for (size_t at = 0; at + kStart <= lower.size(); ++at) {
    const uint32_t start = StartOf(lower.data() + at);
    if (!starts_.test(Mixed(start))) continue;
    const auto bucket = by_start_.find(start);
    if (bucket == by_start_.end()) continue;
    for (const size_t i : bucket->second) {
      const Needle& needle = needles_[i];
      const std::string_view hay = needle.match == Match::kExact ? bytes : std::string_view(lower);
      if (hay.substr(at, needle.bytes.size()) != needle.bytes) continue;
      if (needle.match == Match::kWord && !IsWholeWord(hay, at, needle.bytes.size())) continue;
      found.insert(i);
    }
  }
  std::vector<std::string> labels;
  labels.reserve(found.size());
  for (const size_t i : found) labels.push_back(needles_[i].label);
  return labels;
}

}  // namespace schoolgate::tests
