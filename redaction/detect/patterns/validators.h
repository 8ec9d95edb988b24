// Checks that a run of digits can be what its form says. Pure functions; each follows the issuer's rules.
#ifndef SCHOOLGATE_REDACTION_DETECT_PATTERNS_VALIDATORS_H_
#define SCHOOLGATE_REDACTION_DETECT_PATTERNS_VALIDATORS_H_

#include <chrono>
#include <optional>
#include <string_view>

namespace schoolgate::redaction {

// Nine digits: no area 000, 666 or 9xx, no group 00, no serial 0000 (SSA, randomised since 2011).
bool IsSsn(std::string_view digits);
// Nine digits, 9xx with a fourth and fifth digit the IRS assigns.
bool IsItin(std::string_view digits);
// 13 to 19 digits with a Luhn check digit, not all the same (ISO/IEC 7812-1).
bool IsPaymentCard(std::string_view digits);
// Ten digits as the North American Numbering Plan assigns them: area and exchange begin with 2 to 9.
bool IsNorthAmericanPhone(std::string_view digits);
// The digits after a '+': a country's calling code and as many digits as its plan has (ITU-T E.164).
bool IsInternationalPhone(std::string_view digits);
// A routing number of a bank of the United States: nine digits with the ABA's check digit.
bool IsRoutingNumber(std::string_view digits);
// Mexico's CLABE: 18 digits with a check digit.
bool IsClabe(std::string_view digits);
// Mexico's RFC of a person: four letters, a date, three characters; folded.
bool IsRfc(std::string_view folded);
// The key of Mexico's voter card: six letters, a date, the state, H or M, three digits; folded.
bool IsElectorKey(std::string_view folded);
// A vehicle's identification: 17 characters with the check digit North America asks for (49 CFR 565); folded.
bool IsVin(std::string_view folded);
// Mexico's CURP: 18 characters, folded; the date in it exists.
bool IsCurp(std::string_view folded);
// A dotted quad that names a machine: not 0.0.0.0, loopback or a mask.
bool IsHostAddress(std::string_view dotted);
// The address every home's or lab's router has, or a public name server: no one machine's.
bool IsCommonAddress(std::string_view dotted);
// A host reserved for examples and tests (RFC 2606, RFC 6761): nobody's. Hosts under ".example" count as
// real: they stand for somebody's in what schools write.
bool IsExampleDomain(std::string_view host);

// A day that exists and on which somebody now living was born.
std::optional<std::chrono::year_month_day> BirthDay(int year, int month, int day);
// Two-digit years: 40 to 99 are of the last century.
int FullYear(int two_digits);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_PATTERNS_VALIDATORS_H_
