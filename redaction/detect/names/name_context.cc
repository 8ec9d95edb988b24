#include "redaction/detect/names/name_context.h"

#include <string_view>

#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

bool IsParent(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
mom moms mother mothers mommy mama mami mum dad dads father fathers daddy papa papi parent parents guardian
guardians grandma grandmother grandpa grandfather granny abuela abuelo abuelita abuelito madre padre padres
mamas stepdad stepmom stepfather stepmother padrastro madrastra aunt auntie uncle tia tio tutora caregiver
grandparent grandparents godmother godfather madrina padrino nana
)");
  return kWords->contains(word);
}

bool IsOtherFamily(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
brother sister brothers sisters bro sis sibling siblings sibs cousin cousins hermano hermana hermanito
hermanita primo prima husband wife esposo esposa boyfriend girlfriend baby
)");
  return kWords->contains(word);
}

bool IsChild(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
son daughter sons daughters child children kid kiddo hijo hija hijos hijas nino nina student students pupil
scholar alumno alumna alumnos alumnas estudiante estudiantes rider athlete freshman sophomore junior senior
player kindergartner learner grandson granddaughter nieto nieta niece nephew stepson stepdaughter classmate
classmates mentee tutee eleve aluno aluna grader graders transfer walker
)");
  return kWords->contains(word);
}

bool IsStaffRole(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
coach principal teacher teachers nurse counselor officer deputy professor instructor staff director
directora maestro maestra profe profesor profesora maestros liaison librarian secretary registrar dean
superintendent advisor adviser slp lssp sro paraprofessional aide psychologist diagnostician specialist
interventionist interpreter translator coordinator custodian sub substitute clerk secretaria consejera
consejero enfermera enfermero subdirectora subdirector bibliotecaria orientadora orientador trainer
conductor accompanist choreographer proctor evaluator examiner facilitator behaviorist bcba cota therapist
manager
)");
  return kWords->contains(word);
}

// A teacher is addressed so in other languages, before the name or after it.
bool IsTeacherWord(std::string_view word) {
  static const Words* const kBefore =
      MakeWords("thay co ustaz ustad ustadha macallin macalin macallimad guro");
  return kBefore->contains(word);
}

bool IsTeachersThing(std::string_view word) {
  static const Words* const kWords = MakeWords(R"(
class classroom room homeroom period office roster section team caseload lab gym rm per advisory hr email
door lounge classes conference planning syllabus gradebook clase salon
)");
  return kWords->contains(word);
}

bool IsGradeWord(std::string_view word) {
  static const Words* const kWords =
      MakeWords("gr grade grado grader graders th grd kinder kindergarten prek pk");
  return kWords->contains(word);
}

bool IsOrdinalGrade(const Text& text, size_t at) {
  static const Words* const kWords = MakeWords(R"(
1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th k tk prek kinder freshman sophomore
)");
  return kWords->contains(text.Word(at));
}

bool IsGradeNumber(const Text& text, size_t at) {
  const std::string_view word = text.Word(at);
  return text[at].shape == Shape::kDigits && word.size() <= 2 && word != "0" && word != "00" &&
         (word.size() == 1 || (word[0] == '1' && word[1] <= '2') || word[0] == '0');
}

// "(11)", ", 8th", "gr 5", "grade 4", "5th grader", right after a name.
bool GradeFollows(const Text& text, size_t last) {
  const size_t next = last + 1;
  if (next >= text.size()) return false;
  const std::string_view gap = text.GapBefore(next);
  if (gap.size() > 4 || gap.find('\n') != gap.npos) return false;
  if (IsOrdinalGrade(text, next)) {
    if (next + 1 < text.size() && (text.Word(next + 1) == "period" || text.Word(next + 1) == "per"))
      return false;
    return gap.find_first_of(",(-/") != gap.npos ||
           (next + 1 < text.size() && IsGradeWord(text.Word(next + 1)));
  }
  if (IsGradeWord(text.Word(next))) {
    return next + 1 < text.size() && (IsGradeNumber(text, next + 1) || IsOrdinalGrade(text, next + 1));
  }
  if (!IsGradeNumber(text, next)) return false;
  return gap.ends_with('(') && text.At(text[next].end) == ')';
}

}  // namespace

RoleSign RoleOf(const Text& text, size_t first, size_t last) {
  const size_t next = last + 1;
  const bool has_next = next < text.size();
  const std::string_view after = text.GapBefore(next);
  const std::string_view before = text.GapBefore(first);
  // "Ana's mom", "Reyes's class".
  if (has_next && after == "'" && text.Word(next) == "s" && next + 1 < text.size() &&
      text.GapBefore(next + 1) == " ") {
    const std::string_view owned = text.Word(next + 1);
    if (IsParent(owned)) return {RoleHint::kStudent, "relative of"};
    if (IsTeachersThing(owned)) return {RoleHint::kStaff, "class of"};
  }
  if (first >= 2 && before == " ") {
    const std::string_view one = text.Word(first - 1);
    const std::string_view two = text.Word(first - 2);
    if ((one == "de" || one == "of" || one == "ni") && IsParent(two))
      return {RoleHint::kStudent, "relative of"};
    if ((one == "is" || one == "es" || one == "named") && IsParent(two))
      return {RoleHint::kGuardian, "parent"};
    if (one == "llama" && first >= 4 && IsParent(text.Word(first - 3)))
      return {RoleHint::kGuardian, "parent"};
  }
  const bool open = before.size() <= 4 && before.find('\n') == before.npos &&
                    before.find_first_not_of(" (,:\"'=-.") == before.npos;
  if (first > 0 && open && !before.empty()) {
    const std::string_view word = text.Word(first - 1);
    const bool sentence = before.starts_with('.') && text[first - 1].size() > 4;
    if (!sentence) {
      if (IsChild(word) && !IsNina(text, first - 1)) return {RoleHint::kStudent, "student"};
      if (IsStaffRole(word) && (before == " " || before == ": " || before == ". " || before == ":" ||
                                before == "- " || before == ", ")) {
        return {RoleHint::kStaff, "staff role"};
      }
      // "para los padres: Early release".
      const bool several = word.ends_with('s') && before.find(':') != before.npos;
      if (IsParent(word) && !several) return {RoleHint::kGuardian, "parent"};
      if (IsOtherFamily(word)) return {RoleHint::kGuardian, "family"};
      if (IsTeacherWord(word) && before == " " && !text.familiar()) return {RoleHint::kStaff, "teacher"};
    }
    // "the principal, Mrs. X", "coach, Mr. X", "Mr. and Mrs. X".
    if (first >= 2 && text[first - 1].Has(word::kTitle)) {
      const std::string_view two = text.Word(first - 2);
      const std::string_view gap = text.GapBefore(first - 1);
      if (gap.size() <= 3 && gap.find_first_of("\n;") == gap.npos) {
        if (IsStaffRole(two)) return {RoleHint::kStaff, "staff role"};
        if (IsParent(two)) return {RoleHint::kGuardian, "parent"};
        if (first >= 3 && (two == "and" || two == "y" || gap.find('&') != gap.npos) &&
            text[first - 3].Has(word::kTitle)) {
          return {RoleHint::kGuardian, "couple"};
        }
      }
    }
  }
  if (GradeFollows(text, last)) return {RoleHint::kStudent, "grade"};
  if (has_next && after.size() <= 3 && after.find('\n') == after.npos) {
    const std::string_view word = text.Word(next);
    const bool apposition = after == ", " || after == " (" || after == " - " || after == "," || after == "- ";
    if (apposition) {
      if (IsStaffRole(word)) return {RoleHint::kStaff, "staff role"};
      if (IsParent(word)) {
        // "Ana Reyes, mom Rosa": the mother is who comes next.
        const bool of_next = next + 1 < text.size() && text[next + 1].IsCapitalised() &&
                             text.GapBefore(next + 1).find_first_of(".);,\n") == std::string_view::npos;
        return of_next ? RoleSign{RoleHint::kStudent, "relative of"}
                       : RoleSign{RoleHint::kGuardian, "parent"};
      }
      if (IsChild(word)) return {RoleHint::kStudent, "student"};
      // ", the nurse", ", our principal", "(my dad)".
      if (next + 1 < text.size() && text[next].Has(word::kFunction) && text.GapBefore(next + 1) == " ") {
        const std::string_view further = text.Word(next + 1);
        if (IsStaffRole(further)) return {RoleHint::kStaff, "staff role"};
        if (IsParent(further)) return {RoleHint::kGuardian, "parent"};
        if (IsChild(further)) return {RoleHint::kStudent, "student"};
      }
    }
    if (after == " " && (word == "homeroom" || word == "advisory" || word == "sir" || word == "maam" ||
                         word.starts_with("선생") || word.starts_with("老师") || word.starts_with("老師") ||
                         word.starts_with("先生") || word.starts_with("교장"))) {
      return {RoleHint::kStaff, "teacher"};
    }
    if (after.empty() && (word.starts_with("老师") || word.starts_with("老師") || word.starts_with("선생"))) {
      return {RoleHint::kStaff, "teacher"};
    }
  }
  return {};
}

bool HasRecordSigns(const Text& text, size_t first, size_t last) {
  static const Words* const kWords = MakeWords(R"(
iep 504 absent absence absences tardy tardies grade gr period parent parents mom dad guardian id dob bus
student scored points missing late attendance detention suspended suspension referral lunch nurse homework
makeup retake quiz gpa email phone call called transcript enrolled withdrew homeroom accommodations behavior
counselor locker madre padre mama papa alumno alumna estudiante grado ausente falto calificacion
maestra tarea pickup dismissal allergy allergic inhaler meds meeting conference
)");
  for (size_t at = first; at > 0 && first - at < 5; --at) {
    if (EndsSentence(text.GapBefore(at), text[at - 1])) break;
    if (kWords->contains(text.Word(at - 1))) return true;
  }
  for (size_t at = last + 1; at < text.size() && at - last <= 6; ++at) {
    if (EndsSentence(text.GapBefore(at), text[at - 1])) break;
    if (kWords->contains(text.Word(at))) return true;
  }
  return RoleOf(text, first, last).role != RoleHint::kNone;
}

}  // namespace schoolgate::redaction
