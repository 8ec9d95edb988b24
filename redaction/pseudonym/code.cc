#include "redaction/pseudonym/code.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/crypto/crockford.h"
#include "core/crypto/subject_permutation.h"
#include "core/util/strings.h"

namespace schoolgate::redaction {
namespace {

constexpr std::array<std::string_view, 11> kTypeNames = {
    "STUDENT", "GUARDIAN", "STAFF", "PERSON", "EMAIL", "PHONE", "ADDRESS", "ID", "USER", "DATE", "REF"};
// 26^5 forms of one person in one scope are more than anybody writes; longer letters are not ours.
constexpr size_t kMaxFormLetters = 5;
// What counts as form letters in text that is only code-shaped: "STUDENT_7K3QF9_score" ends before "_score".
constexpr size_t kMaxShapedLetters = 3;

bool IsLetter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool IsWordCharacter(char c) { return IsLetter(c) || (c >= '0' && c <= '9'); }
char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// B, C, … Z, BA, BB, …: the number in base 26 with A for zero; it never begins with A.
std::string FormLetters(uint32_t form) {
  std::string letters;
  for (; form > 0; form /= 26) letters.push_back(static_cast<char>('A' + form % 26));
  std::reverse(letters.begin(), letters.end());
  return letters;
}

std::optional<uint32_t> FormFromLetters(std::string_view letters) {
  if (letters.empty() || letters.size() > kMaxFormLetters || letters.front() == 'A') return std::nullopt;
  uint32_t form = 0;
  for (const char c : letters) {
    if (c < 'A' || c > 'Z') return std::nullopt;
    form = form * 26 + static_cast<uint32_t>(c - 'A');
  }
  return form;
}

// The length of backslashes and one underscore at `at`, 0 if there is none.
size_t SeparatorAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && text[end] == '\\') ++end;
  return end < text.size() && text[end] == '_' ? end + 1 - at : 0;
}

bool EndsWordAt(std::string_view text, size_t at) { return at >= text.size() || !IsWordCharacter(text[at]); }

// The length of "_BA" and the like at `at`, 0 if there is none.
size_t FormSuffixAt(std::string_view text, size_t at) {
  const size_t separator = SeparatorAt(text, at);
  if (separator == 0) return 0;
  size_t end = at + separator;
  while (end < text.size() && IsLetter(text[end])) ++end;
  const size_t letters = end - at - separator;
  if (letters == 0 || letters > kMaxShapedLetters || Upper(text[at + separator]) == 'A') return 0;
  return EndsWordAt(text, end) ? end - at : 0;
}

size_t ShapedPrefixOfType(std::string_view text, std::string_view type) {
  if (text.size() < type.size()) return 0;
  for (size_t i = 0; i < type.size(); ++i) {
    if (Upper(text[i]) != type[i]) return 0;
  }
  const size_t separator = SeparatorAt(text, type.size());
  const size_t begin = type.size() + separator;
  const size_t end = begin + kCodeSymbols + 1;
  if (separator == 0 || end > text.size() || !EndsWordAt(text, end)) return 0;
  const std::string_view symbols = text.substr(begin, kCodeSymbols);
  const char check = CheckSymbol(ToAbsl(type), ToAbsl(symbols));
  if (check == '\0' || CrockfordValue(check) != CrockfordValue(text[end - 1])) return 0;
  return end + FormSuffixAt(text, end);
}

}  // namespace

std::string_view CodeTypeName(CodeType type) { return kTypeNames[static_cast<size_t>(type)]; }

CodeType CodeTypeFor(v1::DataElement element, SubjectKind subject) {
  switch (element) {
    case v1::DATA_ELEMENT_STUDENT_NAME:
    case v1::DATA_ELEMENT_GUARDIAN_NAME:
    case v1::DATA_ELEMENT_STAFF_NAME:
    case v1::DATA_ELEMENT_PERSON_NAME:
      switch (subject) {
        case SubjectKind::kStudent:
          return CodeType::kStudent;
        case SubjectKind::kGuardian:
          return CodeType::kGuardian;
        case SubjectKind::kStaff:
          return CodeType::kStaff;
        case SubjectKind::kNone:
        case SubjectKind::kUnknown:
        case SubjectKind::kAmbiguous:
          return CodeType::kPerson;
      }
      return CodeType::kPerson;
    case v1::DATA_ELEMENT_STUDENT_CONTACT_EMAIL:
    case v1::DATA_ELEMENT_GUARDIAN_CONTACT_EMAIL:
    case v1::DATA_ELEMENT_STAFF_CONTACT_EMAIL:
    case v1::DATA_ELEMENT_PERSON_CONTACT_EMAIL:
      return CodeType::kEmail;
    case v1::DATA_ELEMENT_STUDENT_CONTACT_PHONE:
    case v1::DATA_ELEMENT_GUARDIAN_CONTACT_PHONE:
    case v1::DATA_ELEMENT_STAFF_CONTACT_PHONE:
    case v1::DATA_ELEMENT_PERSON_CONTACT_PHONE:
      return CodeType::kPhone;
    case v1::DATA_ELEMENT_STUDENT_CONTACT_ADDRESS:
    case v1::DATA_ELEMENT_GUARDIAN_CONTACT_ADDRESS:
    case v1::DATA_ELEMENT_STAFF_CONTACT_ADDRESS:
    case v1::DATA_ELEMENT_PERSON_CONTACT_ADDRESS:
    case v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_PLACE:
      return CodeType::kAddress;
    case v1::DATA_ELEMENT_STUDENT_ID_LOCAL:
    case v1::DATA_ELEMENT_STUDENT_ID_STATE:
    case v1::DATA_ELEMENT_STUDENT_ID_SSN:
    case v1::DATA_ELEMENT_GUARDIAN_ID:
    case v1::DATA_ELEMENT_STAFF_ID:
    case v1::DATA_ELEMENT_PERSON_ID:
      return CodeType::kId;
    case v1::DATA_ELEMENT_STUDENT_USERNAME:
      return CodeType::kUsername;
    case v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE:
      return CodeType::kDate;
    default:
      return CodeType::kIdentifier;
  }
}

struct CodeBook::Impl {
  SubjectPermutation permutation;
};

CodeBook::CodeBook(const SecretBytes& key)
    // 32 bytes are a key: value() cannot fail.
    : impl_(new Impl{SubjectPermutation::New(key).value()}) {}

CodeBook::~CodeBook() = default;

std::string CodeBook::Encode(const CodeRef& ref) const {
  const std::string_view type = CodeTypeName(ref.type);
  // Subject numbers have 25 bits: value() cannot fail.
  const uint32_t permuted = impl_->permutation.PermuteSubject(ref.subject, ToAbsl(type)).value();
  const std::string symbols = CrockfordEncode25(permuted);
  const char check = CheckSymbol(ToAbsl(type), symbols);
  if (ref.form == 0) return StrCat(type, '_', symbols, check);
  return StrCat(type, '_', symbols, check, '_', FormLetters(ref.form));
}

std::optional<CodeRef> CodeBook::Decode(std::string_view code) const {
  const size_t type_end = code.find('_');
  const auto type = std::find(kTypeNames.begin(), kTypeNames.end(), code.substr(0, type_end));
  if (type_end == std::string_view::npos || type == kTypeNames.end()) return std::nullopt;
  CodeRef ref{.type = static_cast<CodeType>(type - kTypeNames.begin())};
  const std::string_view rest = code.substr(type_end + 1);
  if (rest.size() < kCodeSymbols + 1) return std::nullopt;
  const std::string_view symbols = rest.substr(0, kCodeSymbols);
  const std::optional<uint32_t> permuted = CrockfordDecode25(ToAbsl(symbols));
  // As issued: no lower case, none of the letters read as digits.
  if (!permuted || CrockfordEncode25(*permuted) != ToAbsl(symbols)) return std::nullopt;
  if (rest[kCodeSymbols] != CheckSymbol(ToAbsl(*type), ToAbsl(symbols))) return std::nullopt;
  if (std::string_view letters = rest.substr(kCodeSymbols + 1); !letters.empty()) {
    if (letters.front() != '_') return std::nullopt;
    const std::optional<uint32_t> form = FormFromLetters(letters.substr(1));
    if (!form) return std::nullopt;
    ref.form = *form;
  }
  ref.subject = impl_->permutation.InvertSubject(*permuted, ToAbsl(*type)).value();
  return ref;
}

size_t CodeShapedPrefix(std::string_view text) {
  for (const std::string_view type : kTypeNames) {
    if (const size_t length = ShapedPrefixOfType(text, type); length > 0) return length;
  }
  return 0;
}

}  // namespace schoolgate::redaction
