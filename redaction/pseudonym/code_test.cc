#include "redaction/pseudonym/code.h"

#include <set>

#include "core/crypto/crockford.h"
#include "core/crypto/random.h"
#include "core/util/strings.h"
#include "core/vocabulary/vocabulary.h"
#include "gtest/gtest.h"

namespace schoolgate::redaction {
namespace {

constexpr CodeType kAllTypes[] = {CodeType::kStudent, CodeType::kGuardian,  CodeType::kStaff,
                                  CodeType::kPerson,  CodeType::kEmail,     CodeType::kPhone,
                                  CodeType::kAddress, CodeType::kId,        CodeType::kUsername,
                                  CodeType::kDate,    CodeType::kIdentifier};

SecretBytes TestKey(char fill) { return SecretBytes(std::string(32, fill)); }

TEST(CodeBookTest, CodesStayWhatTheyWereInEarlierReleases) {
  const CodeBook codes(TestKey('k'));
  EXPECT_EQ(codes.Encode({CodeType::kStudent, 0, 0}), "STUDENT_4MNZJN");
  EXPECT_EQ(codes.Encode({CodeType::kStudent, 12345, 1}), "STUDENT_FGNC42_B");
  EXPECT_EQ(codes.Encode({CodeType::kGuardian, 12345, 0}), "GUARDIAN_X29FPR");
  EXPECT_EQ(codes.Encode({CodeType::kEmail, 33554431, 26}), "EMAIL_TNAV3F_BA");
}

TEST(CodeBookTest, FormLettersGoOnAfterZ) {
  const CodeBook codes(TestKey('k'));
  const std::string bare = codes.Encode({CodeType::kStaff, 7, 0});
  const auto letters = [&](uint32_t form) {
    const std::string code = codes.Encode({CodeType::kStaff, 7, form});
    EXPECT_EQ(code.substr(0, bare.size()), bare);
    return code.substr(bare.size());
  };
  EXPECT_EQ(letters(0), "");
  EXPECT_EQ(letters(1), "_B");
  EXPECT_EQ(letters(2), "_C");
  EXPECT_EQ(letters(25), "_Z");
  EXPECT_EQ(letters(26), "_BA");
  EXPECT_EQ(letters(27), "_BB");
  EXPECT_EQ(letters(26 * 26 - 1), "_ZZ");
  EXPECT_EQ(letters(26 * 26), "_BAA");
}

TEST(CodeBookTest, DecodingGivesBackWhatWasEncodedAndNoTwoSubjectsShareACode) {
  const CodeBook codes(RandomSecret(32));
  for (const CodeType type : kAllTypes) {
    std::set<std::string> seen;
    for (uint32_t i = 0; i < 3000; ++i) {
      const CodeRef ref{type, (i * 2654435761u) >> 7, i % 1000};
      const std::string code = codes.Encode(ref);
      ASSERT_EQ(codes.Decode(code), ref) << code;
      EXPECT_TRUE(seen.insert(codes.Encode({type, ref.subject, 0})).second) << code;
    }
  }
}

TEST(CodeBookTest, AnyOneSymbolChangedIsNoticed) {
  const CodeBook codes(RandomSecret(32));
  for (const CodeType type : kAllTypes) {
    const std::string code = codes.Encode({type, 4711, 0});
    const size_t symbols = code.size() - kCodeSymbols - 1;
    for (size_t at = symbols; at < code.size(); ++at) {
      for (const char symbol : ToStd(kCrockfordAlphabet)) {
        std::string changed = code;
        changed[at] = symbol;
        EXPECT_EQ(codes.Decode(changed).has_value(), changed == code) << changed;
        EXPECT_EQ(CodeShapedPrefix(changed) > 0, changed == code) << changed;
      }
    }
    for (size_t at = symbols; at + 1 < code.size(); ++at) {
      std::string swapped = code;
      std::swap(swapped[at], swapped[at + 1]);
      EXPECT_EQ(codes.Decode(swapped).has_value(), swapped == code) << swapped;
    }
  }
}

TEST(CodeBookTest, OnlyACodeAsIssuedIsDecoded) {
  const CodeBook codes(TestKey('k'));
  const std::string code = codes.Encode({CodeType::kStudent, 12345, 1});
  ASSERT_TRUE(codes.Decode(code));
  std::string lower = code;
  for (char& c : lower) c = static_cast<char>(tolower(c));
  const std::string bare = code.substr(0, code.size() - 2);
  for (const std::string& wrong :
       {lower, StrCat(code, "x"), StrCat(code, "_"), StrCat(bare, "_A"), StrCat(bare, "_AB"),
        StrCat(bare, "_b"), StrCat(bare, "_1"), StrCat(bare, "B"), StrCat(bare, "_"), StrCat(bare, "_BBBBBB"),
        StrCat(" ", code), code.substr(0, 12), std::string("STUDENT_"), std::string("STUDENT"),
        std::string("_"), std::string(), StrCat("TEACHER", code.substr(7)),
        StrCat("STAFF", code.substr(7))}) {
    EXPECT_FALSE(codes.Decode(wrong)) << wrong;
  }
}

TEST(CodeBookTest, ACodeMeansSomebodyElseUnderAnotherKey) {
  const CodeBook one(RandomSecret(32));
  const CodeBook two(RandomSecret(32));
  int same_code = 0, same_subject = 0;
  for (uint32_t subject = 0; subject < 2000; ++subject) {
    const std::string code = one.Encode({CodeType::kStudent, subject, 0});
    same_code += code == two.Encode({CodeType::kStudent, subject, 0});
    same_subject += two.Decode(code)->subject == subject;
  }
  // Expected once in 16,000 runs of this test.
  EXPECT_EQ(same_code, 0);
  EXPECT_EQ(same_subject, 0);
}

TEST(CodeShapedPrefixTest, FindsCodesAndTheirManglings) {
  const CodeBook codes(TestKey('k'));
  const std::string bare = codes.Encode({CodeType::kStudent, 12345, 0});
  const std::string form = StrCat(bare, "_BA");
  std::string lower = form;
  for (char& c : lower) c = static_cast<char>(tolower(c));
  EXPECT_EQ(CodeShapedPrefix(bare), bare.size());
  EXPECT_EQ(CodeShapedPrefix(form), form.size());
  EXPECT_EQ(CodeShapedPrefix(lower), lower.size());
  EXPECT_EQ(CodeShapedPrefix(StrCat(form, "'s work")), form.size());
  EXPECT_EQ(CodeShapedPrefix(StrCat(bare, ".")), bare.size());
  EXPECT_EQ(CodeShapedPrefix(StrCat(bare, "_score")), bare.size());
  EXPECT_EQ(CodeShapedPrefix(StrCat(bare, "_")), bare.size());
  EXPECT_EQ(CodeShapedPrefix(StrCat("STUDENT\\_", bare.substr(8), "\\\\_B)")), bare.size() + 5);
  EXPECT_EQ(CodeShapedPrefix(StrCat(bare, "é")), bare.size());
}

TEST(CodeShapedPrefixTest, ReadsLookAlikesAsTheDigitsTheyAre) {
  const CodeBook codes(RandomSecret(32));
  for (uint32_t subject = 0;; ++subject) {
    std::string code = codes.Encode({CodeType::kStaff, subject, 0});
    const size_t zero = code.find('0');
    if (zero == std::string::npos) continue;
    code[zero] = 'O';
    EXPECT_EQ(CodeShapedPrefix(code), code.size());
    return;
  }
}

TEST(CodeShapedPrefixTest, LeavesOrdinaryTextAlone) {
  const CodeBook codes(TestKey('k'));
  const std::string bare = codes.Encode({CodeType::kStudent, 12345, 0});
  for (const std::string& text :
       {std::string(), std::string("STUDENT"), std::string("student_"), std::string("student_id"),
        std::string("student_grades"), std::string("student_scores"), std::string("staff_emails"),
        std::string("email_address"), std::string("user_name"), std::string("id_000000"),
        std::string("date_2026-09-01"), std::string("ref_3f2b9c1e5a7d9b0c2e4f6a8b1"), StrCat("a", bare),
        StrCat(bare, "7"), StrCat(bare, "abc"), bare.substr(0, bare.size() - 1)}) {
    EXPECT_EQ(CodeShapedPrefix(text), 0u) << text;
  }
}

TEST(CodeTypeTest, NamesGoByThePersonAndTheRestByTheElement) {
  EXPECT_EQ(CodeTypeFor(v1::DATA_ELEMENT_STUDENT_NAME, SubjectKind::kStudent), CodeType::kStudent);
  EXPECT_EQ(CodeTypeFor(v1::DATA_ELEMENT_GUARDIAN_NAME, SubjectKind::kGuardian), CodeType::kGuardian);
  EXPECT_EQ(CodeTypeFor(v1::DATA_ELEMENT_STAFF_NAME, SubjectKind::kStaff), CodeType::kStaff);
  EXPECT_EQ(CodeTypeFor(v1::DATA_ELEMENT_PERSON_NAME, SubjectKind::kUnknown), CodeType::kPerson);
  EXPECT_EQ(CodeTypeFor(v1::DATA_ELEMENT_STUDENT_NAME, SubjectKind::kAmbiguous), CodeType::kPerson)
      << "a code must not say more than is known";
  EXPECT_EQ(CodeTypeFor(v1::DATA_ELEMENT_GUARDIAN_CONTACT_EMAIL, SubjectKind::kGuardian), CodeType::kEmail);
  EXPECT_EQ(CodeTypeFor(v1::DATA_ELEMENT_STAFF_CONTACT_PHONE, SubjectKind::kStaff), CodeType::kPhone);
  EXPECT_EQ(CodeTypeFor(v1::DATA_ELEMENT_STUDENT_CONTACT_ADDRESS, SubjectKind::kStudent), CodeType::kAddress);
  EXPECT_EQ(CodeTypeFor(v1::DATA_ELEMENT_STUDENT_ID_STATE, SubjectKind::kStudent), CodeType::kId);
  EXPECT_EQ(CodeTypeFor(v1::DATA_ELEMENT_STUDENT_USERNAME, SubjectKind::kStudent), CodeType::kUsername);
  EXPECT_EQ(CodeTypeFor(v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE, SubjectKind::kStudent), CodeType::kDate);
}

TEST(CodeTypeTest, EveryElementThatCanBePseudonymizedHasATypeOfItsOwn) {
  for (int i = 1; i < kDataElementCount; ++i) {
    const auto element = static_cast<v1::DataElement>(i);
    if (!v1::DataElement_IsValid(i) || !Supports(element, v1::TREATMENT_PSEUDONYMIZE)) continue;
    EXPECT_NE(CodeTypeFor(element, SubjectKind::kUnknown), CodeType::kIdentifier) << ElementId(element);
  }
}

}  // namespace
}  // namespace schoolgate::redaction
