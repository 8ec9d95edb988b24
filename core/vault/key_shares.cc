#include "core/vault/key_shares.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "core/crypto/crockford.h"
#include "core/crypto/digest.h"
#include "core/crypto/random.h"
#include "core/util/log.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "core/vault/length_prefixed.h"

namespace schoolgate {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kDigestBytes = 2;
constexpr size_t kPayloadBytes = kKeyBytes + kDigestBytes;
constexpr size_t kKeyNameBytes = 8;
constexpr size_t kGroupBits = 25;
constexpr size_t kGroupSymbols = kCodeSymbols + 1;  // and the check
constexpr size_t kGroups = 11;
constexpr size_t kGroupsInLine = 4;
constexpr size_t kSpareBits = kGroups * kGroupBits - kPayloadBytes * 8;
static_assert(kSpareBits < 8);

struct Share {
  char number = '0';     // '1' or '2'
  std::string key_name;  // 16 hexadecimal digits in upper case
  SecretBytes bytes;
};

std::string KeyName(const SecretBytes& key) {
  const Sha256Digest digest = Sha256(key.Reveal());
  return absl::AsciiStrToUpper(HexEncode(DigestBytes(digest).substr(0, kKeyNameBytes)));
}

// What ties a share's bytes to the two lines above them.
Sha256Digest ShareDigest(char number, std::string_view key_name, const SecretBytes& bytes) {
  std::string message =
      LengthPrefixed({"schoolgate key share", {&number, 1}, key_name, ToStd(bytes.Reveal())});
  const Sha256Digest digest = Sha256(message);
  WipeString(message);
  return digest;
}

// The group's place stands in the code's type, so that a group in another's place does not check.
char GroupCheck(size_t group, absl::string_view symbols) {
  const char place = static_cast<char>('A' + group);
  return CheckSymbol({&place, 1}, symbols);
}

SecretBytes Exclusive(const SecretBytes& one, const SecretBytes& other) {
  return SecretBytes::Make(kKeyBytes, [&](absl::Span<uint8_t> out) {
    for (size_t i = 0; i < out.size(); ++i) {
      out[i] = static_cast<uint8_t>(one.Reveal()[i] ^ other.Reveal()[i]);
    }
  });
}

SecretBytes Payload(const Share& share) {
  const Sha256Digest digest = ShareDigest(share.number, share.key_name, share.bytes);
  return SecretBytes::Make(kPayloadBytes, [&](absl::Span<uint8_t> out) {
    std::copy_n(share.bytes.Reveal().begin(), kKeyBytes, out.begin());
    std::copy_n(digest.begin(), kDigestBytes, out.begin() + kKeyBytes);
  });
}

SecretBytes Print(const Share& share) {
  std::string text;
  text.reserve(256);  // it does not grow, which would leave a copy behind
  text += StrCat("SCHOOLGATE KEY SHARE ", share.number, " OF 2\nKEY");
  for (size_t i = 0; i < share.key_name.size(); i += 4) text += StrCat(" ", share.key_name.substr(i, 4));
  const SecretBytes payload = Payload(share);
  const absl::string_view bytes = payload.Reveal();
  uint64_t bits = 0;
  size_t held = 0;
  size_t next = 0;
  for (size_t group = 0; group < kGroups; ++group) {
    while (held < kGroupBits) {
      const uint8_t byte = next < bytes.size() ? static_cast<uint8_t>(bytes[next]) : 0;
      bits = (bits << 8) | byte;
      held += 8;
      ++next;
    }
    held -= kGroupBits;
    std::string symbols = CrockfordEncode25(static_cast<uint32_t>(bits >> held) & (kCodeSpace - 1));
    text.push_back(group % kGroupsInLine == 0 ? '\n' : ' ');
    text += symbols;
    text.push_back(GroupCheck(group, symbols));
    WipeString(symbols);
  }
  text.push_back('\n');
  SecretBytes secret(text);
  WipeString(text);
  return secret;
}

// The words of the line that starts at `text`, which then starts behind it; blank lines are passed over.
std::vector<absl::string_view> TakeLine(absl::string_view& text) {
  std::vector<absl::string_view> words;
  while (words.empty() && !text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    words = absl::StrSplit(text.substr(0, end), absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

bool ReadsAs(const std::vector<absl::string_view>& words, const std::vector<absl::string_view>& expected) {
  return std::equal(words.begin(), words.end(), expected.begin(), expected.end(),
                    [](absl::string_view a, absl::string_view b) { return absl::EqualsIgnoreCase(a, b); });
}

// The number and the key's name from the first two lines; bytes are left for the groups below.
std::optional<Share> ReadHeader(absl::string_view& text) {
  Share share;
  const std::vector<absl::string_view> title = TakeLine(text);
  for (const char number : {'1', '2'}) {
    if (ReadsAs(title, {"SCHOOLGATE", "KEY", "SHARE", {&number, 1}, "OF", "2"})) share.number = number;
  }
  const std::vector<absl::string_view> name = TakeLine(text);
  if (share.number == '0' || name.empty() || !absl::EqualsIgnoreCase(name.front(), "KEY")) {
    return std::nullopt;
  }
  for (size_t i = 1; i < name.size(); ++i) share.key_name += absl::AsciiStrToUpper(name[i]);
  if (share.key_name.size() != 2 * kKeyNameBytes || !HexDecode(share.key_name).ok()) return std::nullopt;
  return share;
}

// The value of a group of six symbols whose check is right for its place.
std::optional<uint32_t> ReadGroup(size_t group, absl::string_view word) {
  if (word.size() != kGroupSymbols) return std::nullopt;
  const absl::string_view symbols = word.substr(0, kCodeSymbols);
  const std::optional<uint32_t> value = CrockfordDecode25(symbols);
  const std::optional<uint8_t> check = CrockfordValue(word[kCodeSymbols]);
  if (!value.has_value() || !check.has_value()) return std::nullopt;
  if (kCrockfordAlphabet[*check] != GroupCheck(group, symbols)) return std::nullopt;
  return value;
}

absl::StatusOr<Share> ReadShare(std::string_view which, std::string_view typed) {
  const auto mistyped = [&](size_t group) {
    return MakeProblem(problems::kKeyShareMistyped,
                       {{"which", which}, {"group", StrCat(group + 1)}, {"groups", StrCat(kGroups)}});
  };
  absl::string_view text = ToAbsl(typed);
  std::optional<Share> share = ReadHeader(text);
  if (!share.has_value()) return MakeProblem(problems::kKeyShareUnreadable, {{"which", which}});
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty());
  std::optional<size_t> wrong_group;
  uint64_t bits = 0;
  const SecretBytes payload = SecretBytes::Make(kPayloadBytes, [&](absl::Span<uint8_t> out) {
    size_t held = 0;
    size_t next = 0;
    for (size_t group = 0; group < kGroups && !wrong_group.has_value(); ++group) {
      const std::optional<uint32_t> value =
          group < words.size() ? ReadGroup(group, words[group]) : std::nullopt;
      if (!value.has_value()) wrong_group = group;
      bits = (bits << kGroupBits) | value.value_or(0);
      held += kGroupBits;
      for (; held >= 8; ++next) {
        held -= 8;
        out[next] = static_cast<uint8_t>(bits >> held);
      }
      bits &= (uint64_t{1} << held) - 1;
    }
  });
  if (wrong_group.has_value()) return mistyped(*wrong_group);
  if (words.size() != kGroups) return mistyped(kGroups - 1);
  share->bytes = SecretBytes(payload.Reveal().substr(0, kKeyBytes));
  const Sha256Digest digest = ShareDigest(share->number, share->key_name, share->bytes);
  // The spare bits are left in `bits`.
  if (bits != 0 || payload.Reveal().substr(kKeyBytes) != DigestBytes(digest).substr(0, kDigestBytes)) {
    return MakeProblem(problems::kKeyShareUnreadable, {{"which", which}});
  }
  return *std::move(share);
}

}  // namespace

std::pair<SecretBytes, SecretBytes> SplitKey(const SecretBytes& key) {
  if (key.size() != kKeyBytes) {
    LogError("key_of_another_size_split");
    std::abort();
  }
  Share one{.number = '1', .key_name = KeyName(key), .bytes = RandomSecret(kKeyBytes)};
  Share two{.number = '2', .key_name = one.key_name, .bytes = Exclusive(key, one.bytes)};
  return {Print(one), Print(two)};
}

absl::StatusOr<SecretBytes> JoinKey(std::string_view one, std::string_view other) {
  SG_ASSIGN_OR_RETURN(const Share first, ReadShare("1", one));
  SG_ASSIGN_OR_RETURN(const Share second, ReadShare("2", other));
  if (first.number == second.number) {
    return MakeProblem(problems::kKeySharesSame, {{"which", StrCat(first.number)}});
  }
  if (first.key_name != second.key_name) return MakeProblem(problems::kKeySharesUnrelated);
  SecretBytes key = Exclusive(first.bytes, second.bytes);
  // Shares of one key from two occasions have its name and do not make it.
  if (KeyName(key) != first.key_name) return MakeProblem(problems::kKeySharesUnrelated);
  return key;
}

}  // namespace schoolgate
