// Crockford base32 for the five symbols of a person's code, and their check symbol; and for bytes.
//
// What:   25-bit number <-> five symbols, and a sixth that tells a mistyped or mangled code from a real one;
//         bytes <-> a run of lower-case symbols, which is no code.
// Owner:  none; pure functions.
// Thread: any.
// Units:  one symbol carries five bits, most significant first.
// Errors: decoding gives nullopt for a wrong length or a symbol outside the alphabet.
// Source: Crockford, "Base 32" (alphabet; O read as 0, I and L as 1; U unused). The check is our own: his
// needs
//         five extra symbols (* ~ $ = U) that Markdown, JSON and URLs mangle.
#ifndef SCHOOLGATE_CORE_CRYPTO_CROCKFORD_H_
#define SCHOOLGATE_CORE_CRYPTO_CROCKFORD_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace schoolgate {

inline constexpr absl::string_view kCrockfordAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
inline constexpr size_t kCodeSymbols = 5;
inline constexpr uint32_t kCodeSpace = uint32_t{1} << 25;

// The value of one symbol, in either case, with O, I and L read as the digits they look like.
std::optional<uint8_t> CrockfordValue(char symbol);

// REQUIRES: value < kCodeSpace; higher bits end the process, since dropping them would give two people one
// code.
std::string CrockfordEncode25(uint32_t value);

std::optional<uint32_t> CrockfordDecode25(absl::string_view symbols);

// Lower case, without padding: 8 symbols for every 5 bytes, the last one filled up with zero bits.
std::string CrockfordEncodeBytes(absl::string_view bytes);

// The bytes behind exactly what CrockfordEncodeBytes gives: no upper case, no letters for digits, no bits
// left over, so that no two texts stand for the same bytes.
std::optional<std::string> CrockfordDecodeBytes(absl::string_view symbols);

// The check symbol of a code such as STUDENT_7K3QF + check: type "STUDENT", symbols "7K3QF".
//
// The code is a word over GF(32). The check makes zero the sum of a constant, the letters of the type (their
// low five bits, so either case), the five symbols and the check itself, each times its own power of a
// generator. As the powers differ, this detects
//   - every error in one symbol, in the check, or in one letter of the type;
//   - every exchange of two different symbols, adjacent or not, the check included; likewise two letters;
//   - every pair of equal symbols replaced by another equal pair;
//   - one type put for another, among STUDENT GUARDIAN STAFF PERSON EMAIL PHONE ADDRESS ID USER DATE REF;
//   - all but 1 in 32 of anything else. (Try a new type in the test: it may agree with an old one.)
// It says nothing about forgery: anyone can compute it. A type has at most 25 letters, as the powers repeat
// after 31 characters. Returns '\0', which no code contains, unless `symbols` are five valid symbols.
char CheckSymbol(absl::string_view type, absl::string_view symbols);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_CROCKFORD_H_
