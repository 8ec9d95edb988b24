// What a file's texts become, and that they come back, byte for byte.
#include <gmock/gmock.h>

#include <random>
#include <regex>

#include "core/util/strings.h"
#include "gateway/batch/batch_testing.h"
#include "redaction/restore/test_codes.h"
#include "redaction/walk/json_tokens.h"

namespace schoolgate::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kTyped = redaction::TestCode("STUDENT", "7K3QF");
constexpr FileFormat kFormats[] = {FileFormat::kText, FileFormat::kTable, FileFormat::kJsonLines};

std::string WithoutCodes(const std::string& text) {
  return std::regex_replace(text, std::regex("[A-Z]+_[0-9A-Z]{6}(_[B-Z][A-Z]?)?"), "*");
}

class TreatTest : public testing::Test {
 protected:
  std::string Treat(std::string_view bytes, FileFormat format) {
    absl::StatusOr<std::string> treated = bench_.Treat(bytes, format);
    EXPECT_TRUE(treated.ok()) << treated.status() << ": " << bytes;
    if (!treated.ok()) return "";
    EXPECT_EQ(bench_.Restore(*treated, format), bytes);
    return treated.value_or("");
  }
  BatchBench bench_;
};

TEST_F(TreatTest, ReplacesEverybodyInAText) {
  const std::string treated =
      Treat("Katherine Dalton sat by Grace Park. Dalton's SSN: 219-09-9999.", FileFormat::kText);
  EXPECT_THAT(treated, Not(HasSubstr("Dalton")));
  EXPECT_THAT(treated, Not(HasSubstr("219-09")));
  EXPECT_EQ(WithoutCodes(treated).substr(0, 13), "* sat by *. *");
}

TEST_F(TreatTest, GivesOnePersonOneCodeInEveryFileOfAScope) {
  const std::string first = Treat("Katherine Dalton", FileFormat::kText);
  EXPECT_EQ(Treat("{\"id\":1,\"text\":\"Katherine Dalton\"}\n", FileFormat::kJsonLines),
            StrCat("{\"id\":1,\"text\":\"", first, "\"}\n"));
  EXPECT_EQ(Treat("name,mark\nKatherine Dalton,5\n", FileFormat::kTable),
            StrCat("name,mark\n", first, ",5\n"));
  const std::string elsewhere = *bench_.Treat("Katherine Dalton", FileFormat::kText, "other");
  EXPECT_NE(elsewhere, first);
  EXPECT_EQ(bench_.Restore(elsewhere, FileFormat::kText, "study"), elsewhere);
}

TEST_F(TreatTest, LeavesTheRestOfALineOfIdAndTextAlone) {
  const std::string line =
      "{ \"text\" : \"Grace Park\\nleft\",\"id\":\"Katherine Dalton " + kTyped + "\" }\r\n";
  const std::string treated = Treat(line, FileFormat::kJsonLines);
  EXPECT_EQ(WithoutCodes(treated).substr(0, 12), "{ \"text\" : \"");
  EXPECT_THAT(treated, HasSubstr("\",\"id\":\"Katherine Dalton " + kTyped + "\" }\r\n"));
  EXPECT_THAT(treated, Not(HasSubstr("Park")));
}

TEST_F(TreatTest, KeepsJsonJsonAndItsNumbersComeBackAsNumbers) {
  const std::string line =
      R"({"student_id": 604824, "name": "Mar\u00eda Jos\u00e9 de la Cruz Flores", "Grace Park": [1, true, null]})";
  const std::string treated = Treat(line + "\nnot json by Grace Park\n", FileFormat::kJsonLines);
  std::vector<redaction::JsonToken> tokens;
  EXPECT_TRUE(redaction::TokenizeJson(treated.substr(0, treated.find('\n')), tokens)) << treated;
  EXPECT_THAT(treated, Not(HasSubstr("604824")));
  EXPECT_THAT(treated, Not(HasSubstr("Cruz")));
  EXPECT_THAT(treated, Not(HasSubstr("Park")));
}

TEST_F(TreatTest, KeepsATableATableAndReadsItsHead) {
  const std::string treated = Treat(
      "\xEF\xBB\xBF"
      "Student ID;Name;Note\r\n604824;\"Dalton, Katherine\";\"a \"\"b\"\" Grace Park\r\nx\"\r\n;;\r\n",
      FileFormat::kTable);
  EXPECT_EQ(WithoutCodes(treated),
            "\xEF\xBB\xBF"
            "Student ID;Name;Note\r\n*;\"*\";\"a \"\"b\"\" *\r\nx\"\r\n;;\r\n");
}

TEST_F(TreatTest, LooksAtAFirstRowThatIsNobodysHead) {
  EXPECT_THAT(Treat("Katherine Dalton,604824\nGrace Park,1\n", FileFormat::kTable), Not(HasSubstr("Dalton")));
}

TEST_F(TreatTest, WhatWasTypedAsACodeIsNobodys) {
  const std::string code = Treat("Katherine Dalton", FileFormat::kText);
  // As an issued code of this very scope, in every shape restoring accepts.
  for (const std::string& typed :
       {code, "[" + code + "]", "{" + code + "}_B", code + "_B", "x" + code + "y"}) {
    const std::string treated = Treat("say " + typed + " now", FileFormat::kText);
    EXPECT_EQ(treated.find(code), std::string::npos) << typed;
  }
}

TEST_F(TreatTest, RefusesWhatIsNotUtf8ByItsPlace) {
  const absl::Status status = bench_.Treat("fine\nGrace Park \xE9t\xE9", FileFormat::kText).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("line 2, byte 16:"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("Park")));
}

TEST_F(TreatTest, PolicyDecidesWhereThereIsAPlan) {
  policy::Rules rules;
  rules[v1::DATA_ELEMENT_STUDENT_NAME].treatment = v1::TREATMENT_PSEUDONYMIZE;
  rules[v1::DATA_ELEMENT_STUDENT_CONTACT_EMAIL].treatment = v1::TREATMENT_ALLOW;
  rules[v1::DATA_ELEMENT_STUDENT_CONTACT_EMAIL].clause = "a clause";
  const policy::Plan plan{.tool = "tool", .rules = &rules};
  const absl::StatusOr<std::string> treated =
      bench_.Treat("Katherine Dalton, areyes001@students.alder.example, SSN 219-09-9999", FileFormat::kText,
                   "study", &plan);
  ASSERT_TRUE(treated.ok()) << treated.status();
  EXPECT_THAT(*treated, HasSubstr(", areyes001@students.alder.example, SSN SSN_REDACTED"));
  EXPECT_THAT(*treated, Not(HasSubstr("Dalton")));
}

TEST_F(TreatTest, PolicyMayRefuseAndNamesThePlace) {
  policy::Rules rules;
  rules[v1::DATA_ELEMENT_STUDENT_NAME].verdict = v1::VERDICT_BLOCK;
  const policy::Plan plan{.tool = "tool", .owner = "IT", .rules = &rules};
  const absl::Status status =
      bench_.Treat("{\"a\":1}\n{\"a\":\"Katherine Dalton\"}\n", FileFormat::kJsonLines, "study", &plan)
          .status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("line 2: policy does not let this text go."));
}

// Bits of files as they are and as they should not be.
std::string Something(std::mt19937& random, const std::vector<std::string>& codes) {
  static const std::vector<std::string> kBits = {"Katherine Dalton",
                                                 "Ana Reyes Ortega",
                                                 "REYES, ANA",
                                                 "Grace Park",
                                                 "Will",
                                                 "O'Leary",
                                                 "María José de la Cruz Flores",
                                                 "areyes001@students.alder.example",
                                                 "(950) 555-0142",
                                                 "604824",
                                                 "4817702936",
                                                 "219-09-9999",
                                                 "June 21, 2012",
                                                 "98 Green First Parkway",
                                                 "Ms. Rocha",
                                                 "Dr. Ingrid Solberg",
                                                 "https://a.example/Katherine Dalton?q=areyes001",
                                                 "[Grace Park](http://x.example)",
                                                 "<Grace Park>",
                                                 "{Grace Park}",
                                                 "&lt;Grace Park&gt;",
                                                 "Grace Park_B",
                                                 "preGrace Park",
                                                 "STUDENT_",
                                                 "7K3QF9",
                                                 "STUDENT_7K3QF9",
                                                 "student 7k3qf9",
                                                 "ref_7k3qf97k3qf97k3qf97k3qf97",
                                                 "_B",
                                                 "-b",
                                                 "\\_",
                                                 "_",
                                                 "{",
                                                 "}",
                                                 "[",
                                                 "]",
                                                 "(",
                                                 ")",
                                                 "<",
                                                 ">",
                                                 "\"",
                                                 "\"\"",
                                                 ",",
                                                 ";",
                                                 "\t",
                                                 "\n",
                                                 "\r\n",
                                                 "\n\n",
                                                 "\r",
                                                 " ",
                                                 " ",
                                                 " ",
                                                 ". ",
                                                 "\\",
                                                 "\\n",
                                                 "\\u00e9",
                                                 "\\ud83d\\ude00",
                                                 "\\ud83d",
                                                 "é",
                                                 "😀",
                                                 "\xC2\xA0",
                                                 "\xEF\xBB\xBF",
                                                 "ADDRESS",
                                                 "ID ",
                                                 "DATE_",
                                                 "'s",
                                                 "0",
                                                 "-12.5e3",
                                                 "{\"id\":\"a\",\"text\":\"",
                                                 "\"}",
                                                 "{\"name\":",
                                                 "}",
                                                 "[1,2]",
                                                 ":",
                                                 "SSN_REDACTED",
                                                 std::string(1, '\0'),
                                                 "word",
                                                 "lorem ipsum"};
  if (!codes.empty() && random() % 12 == 0) return codes[random() % codes.size()];
  return kBits[random() % kBits.size()];
}

TEST_F(TreatTest, WhateverIsTreatedComesBack) {
  std::mt19937 random(7);
  std::vector<std::string> codes;
  const std::regex code("[A-Z]+_[0-9A-Z]{6}(_[B-Z])?");
  struct Round {
    FileFormat format;
    std::string bytes, treated;
  };
  std::vector<Round> rounds;
  for (size_t n = 0; n < 3000; ++n) {
    Round round{.format = kFormats[n % 3]};
    for (size_t bits = random() % 40; bits > 0; --bits) round.bytes += Something(random, codes);
    absl::StatusOr<std::string> treated = bench_.Treat(round.bytes, round.format);
    ASSERT_TRUE(treated.ok()) << treated.status() << " " << FormatName(round.format) << ": " << round.bytes;
    round.treated = *std::move(treated);
    std::smatch found;
    if (codes.size() < 500 && std::regex_search(round.treated, found, code)) codes.push_back(found.str());
    rounds.push_back(std::move(round));
  }
  EXPECT_GT(codes.size(), 100u);
  const std::shared_ptr<const redaction::Substitutions> known = bench_.Known("study");
  for (const Round& round : rounds) {
    ASSERT_EQ(bench_.Restore(round.treated, round.format, known), round.bytes) << FormatName(round.format);
  }
}

// Longer than a piece, with and without places to cut at.
TEST_F(TreatTest, WhateverIsTreatedComesBackAcrossPieces) {
  std::mt19937 random(11);
  for (const std::string_view join : {"\n", " ", "_", "", "\n\n", ","}) {
    std::string bytes;
    while (bytes.size() < 200'000) bytes += StrCat(Something(random, {}), join);
    for (const FileFormat format : kFormats) Treat(bytes, format);
    if (HasFailure()) FAIL() << "joined by '" << join << "'";
  }
}

TEST_F(TreatTest, AScopeIsKeptThoughNothingWasEverAskedOfItFirst) {
  // Looking into an empty scope, and sessions expiring, do not make its codes short-lived.
  EXPECT_EQ(bench_.Restore("STUDENT_7K3QF9", FileFormat::kText), "STUDENT_7K3QF9");
  const std::string treated = Treat("Katherine Dalton", FileFormat::kText);
  ASSERT_TRUE(bench_.vault().ExpireScopes(absl::Now() + absl::Hours(1), absl::Now() - absl::Hours(1)).ok());
  EXPECT_EQ(bench_.Restore(treated, FileFormat::kText), "Katherine Dalton");
}

}  // namespace
}  // namespace schoolgate::gateway
