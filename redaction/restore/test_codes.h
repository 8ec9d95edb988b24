// Codes of an invented exchange, for tests. Names are invented.
#ifndef SCHOOLGATE_REDACTION_RESTORE_TEST_CODES_H_
#define SCHOOLGATE_REDACTION_RESTORE_TEST_CODES_H_

#include <memory>
#include <string>
#include <string_view>

#include "core/crypto/crockford.h"
#include "core/util/strings.h"
#include "redaction/pseudonym/substitutions.h"
#include "redaction/restore/text_restorer.h"

namespace schoolgate::redaction {

// The code of five symbols, with the check symbol they have.
inline std::string TestCode(std::string_view type, std::string_view symbols) {
  return StrCat(type, '_', symbols, CheckSymbol(ToAbsl(type), ToAbsl(symbols)));
}

// Every "@NAME" becomes a code: @ANA, @LUIS (a student without the bare form), @ROSA (guardian), @MAIL, @NUM;
// @ELSE is somebody else's student, @OTHER somebody else's address.
inline std::string WithCodes(std::string text) {
  const std::pair<std::string_view, std::string> kCodes[] = {
      {"@ANA", TestCode("STUDENT", "7K3QF")},   {"@LUIS", TestCode("STUDENT", "0ZB4M")},
      {"@ROSA", TestCode("GUARDIAN", "R0SA1")}, {"@MAIL", TestCode("EMAIL", "5G5G5")},
      {"@NUM", TestCode("ID", "90210")},        {"@REF", "ref_7k3qf97k3qf97k3qf97k3qf97"},
      {"@ELSE", TestCode("STUDENT", "XY1Z2")},  {"@OTHER", TestCode("ADDRESS", "ABC12")}};
  for (const auto& [mark, code] : kCodes) {
    for (size_t at; (at = text.find(mark)) != std::string::npos;) text.replace(at, mark.size(), code);
  }
  return text;
}

inline std::shared_ptr<const Substitutions> TestSubstitutions() {
  auto known = std::make_shared<Substitutions>();
  known->Add(WithCodes("@ANA"), "Ana Núñez");
  known->Add(WithCodes("@ANA_B"), "NÚÑEZ, ANA");
  known->Add(WithCodes("@ANA_BA"), "Anita");
  known->Add(WithCodes("@LUIS_C"), "Luis \"Lucho\" Prado");
  known->AddFallback(WithCodes("@LUIS"), "Luis \"Lucho\" Prado");
  known->Add(WithCodes("@ROSA"), "Sra. Rosa Díaz");
  known->Add(WithCodes("@MAIL"), "ana@school.example");
  known->Add(WithCodes("@NUM"), "41007");
  known->Add(WithCodes("@REF"), "call_abc");
  return known;
}

// One text, restored whole.
struct Restored {
  std::string text;
  RestoreCounts counts;
};

inline Restored RestoreText(std::string_view text, TextKind kind = TextKind::kProse) {
  const auto known = TestSubstitutions();
  Restored result;
  result.text = TextRestorer(*known, kind).Feed(text, true, result.counts);
  return result;
}

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_RESTORE_TEST_CODES_H_
