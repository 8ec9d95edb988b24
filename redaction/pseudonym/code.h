// A code stands for (person or value, the form that was written): STUDENT_7K3QF9, STUDENT_7K3QF9_B.
//
//   TYPE "_" five Crockford base32 symbols, one check symbol [ "_" form letters ]
//
// The five symbols are a keyed permutation (FF1, radix 32, NIST SP 800-38G) of the subject number under the
// scope's key, with the type as tweak: no two subjects share a code within a scope, and a code means nothing
// in another scope. The first form met has the bare code; further forms add B, C, … Z, BA, BB …. Immutable
// after construction; thread safe.
#ifndef SCHOOLGATE_REDACTION_PSEUDONYM_CODE_H_
#define SCHOOLGATE_REDACTION_PSEUDONYM_CODE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/crypto/secret.h"
#include "core/finding/finding.h"
#include "schoolgate/v1/vocabulary.pb.h"

namespace schoolgate::redaction {

enum class CodeType : uint8_t {
  kStudent,
  kGuardian,
  kStaff,
  kPerson,
  kEmail,
  kPhone,
  kAddress,
  kId,
  kUsername,
  kDate,
  kIdentifier
};

// "STUDENT", "GUARDIAN", "STAFF", "PERSON", "EMAIL", "PHONE", "ADDRESS", "ID", "USER", "DATE", "REF".
std::string_view CodeTypeName(CodeType type);

// The type of code a finding gets.
CodeType CodeTypeFor(v1::DataElement element, SubjectKind subject);

struct CodeRef {
  CodeType type = CodeType::kStudent;
  uint32_t subject = 0;  // below 2^25
  uint32_t form = 0;     // 0 is the bare code
  friend bool operator==(const CodeRef&, const CodeRef&) = default;
};

class CodeBook {
 public:
  // `key` is the scope's, 32 bytes.
  explicit CodeBook(const SecretBytes& key);
  ~CodeBook();

  std::string Encode(const CodeRef& ref) const;
  // The reference behind exactly one code, upper case as issued; nothing if the shape or the check symbol is
  // wrong. Well-formed does not mean issued.
  std::optional<CodeRef> Decode(std::string_view code) const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

// Whether `text` starts with something of a code's shape; its length in bytes, 0 if not. Any case, O, I and L
// for the digits they look like, backslashes before underscores; the check symbol must be right, and no
// letter or digit may follow, so that a word such as "student_grades" is no code (but for one in 32). Needs
// no key: used to escape code-shaped input and to notice codes nobody was issued.
size_t CodeShapedPrefix(std::string_view text);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_PSEUDONYM_CODE_H_
