// Crockford base32 for the five symbols of a person's code, and their check symbol.
//
// What:   25-bit number <-> five symbols, and a sixth that tells a mistyped or mangled code from a real one.
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

// The check symbol of a code such as STUDENT_7K3QF + check: type "STUDENT", symbols "7K3QF".
//
// The code is a word over GF(32): with the symbols s1..s5, the check c and the letters of the type t1..tn
// (their low five bits, so either case), each times its own power of a generator, the sum is zero. As the
// powers differ, this detects
//   - every error in one symbol, in the check itself, or in one letter of the type;
//   - every exchange of two different characters among s1..s5 and c, adjacent or not (and in the type
//   likewise);
//   - every pair of equal symbols replaced by another equal pair;
//   - all but 1 in 32 of anything else, so two types may agree by chance: the test holds apart those in use.
// It says nothing about forgery: anyone can compute it. An empty type or one of more than 25 letters is
// allowed, but the powers repeat after 31 characters. Returns '\0', which no code contains, unless `symbols`
// are five valid symbols.
char CheckSymbol(absl::string_view type, absl::string_view symbols);

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_CROCKFORD_H_
