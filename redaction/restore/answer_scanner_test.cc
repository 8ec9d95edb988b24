// What a model says of people nobody asked about. People are invented.
#include "redaction/restore/answer_scanner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/crypto/secret.h"
#include "core/util/strings.h"
#include "redaction/detect/test_people.h"
#include "redaction/pseudonym/code.h"

namespace schoolgate::redaction {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::StreamGenerateResponse Piece(std::string_view text, int32_t choice = 0) {
  v1::StreamGenerateResponse piece;
  v1::ChoiceDelta& delta = *piece.add_deltas();
  delta.set_index(choice);
  delta.set_content(std::string(text));
  return piece;
}

Volunteered Whole(std::string_view answer, std::string_view request = "",
                  const StandInTable& ours = StandInTable()) {
  const Findings asked = Detect(request);
  AnswerScanner scanner(TestDetector(), asked, {}, ours, v1::ANSWER_RULE_RECORD);
  v1::GenerateResponse response;
  response.add_choices()->mutable_message()->add_content()->set_text(std::string(answer));
  scanner.Take(response);
  EXPECT_EQ(response.choices(0).message().content(0).text(), answer) << "looking changes nothing";
  return scanner.Finish();
}

Volunteered Streamed(const std::vector<std::string>& pieces) {
  const StandInTable ours;
  AnswerScanner scanner(TestDetector(), {}, {}, ours, v1::ANSWER_RULE_RECORD);
  for (const std::string& text : pieces) {
    v1::StreamGenerateResponse piece = Piece(text);
    scanner.Feed(piece);
  }
  return scanner.Finish();
}

constexpr char kAnswer[] = "As Katherine Dalton did last year, see his notes; call (950) 555-0142.";

TEST(AnswerScannerTest, TellsWhomTheRequestDidNotName) {
  const Volunteered told = Whole(kAnswer);
  EXPECT_EQ(told.elements.at(v1::DATA_ELEMENT_STUDENT_NAME), 1);
  EXPECT_EQ(told.elements.at(v1::DATA_ELEMENT_GUARDIAN_CONTACT_PHONE), 1);
  EXPECT_THAT(told.students, ElementsAre("student|s100006"));
}

TEST(AnswerScannerTest, WhomTheRequestNamedIsNoNews) {
  const Volunteered told =
      Whole("Katherine Dalton and Katherine agree; Dalton, K.", "Help Katherine Dalton.");
  EXPECT_THAT(told.students, IsEmpty());
  EXPECT_EQ(told.elements.count(v1::DATA_ELEMENT_STUDENT_NAME), 0u);
}

TEST(AnswerScannerTest, APartOfANameTheRequestToldIsNoNewsWhoeverElseBearsIt) {
  // There are three people of that family name; the request spoke of one.
  EXPECT_EQ(Whole("Write to Mr. Reyes. Reyes agrees.", "Ask Miguel Reyes.").elements.size(), 0u);
  EXPECT_THAT(Whole("Jaime has homework.", "Help Jaime Sosa.").elements, IsEmpty());
  // A full name of somebody else is one, though a word of it was told.
  EXPECT_EQ(Whole("Rosa Reyes called.", "Ask Miguel Reyes.").elements.at(v1::DATA_ELEMENT_GUARDIAN_NAME), 1);
}

TEST(AnswerScannerTest, ACodeIsNobodyWhateverItLooksLike) {
  // Detection takes one in seven or so of random codes for a username or a name. A window that has somebody
  // in it too is looked at with the codes in mind.
  const CodeBook codes(SecretBytes(std::string(32, 'k')));
  for (uint32_t number = 0; number < 600; ++number) {
    const std::string code = codes.Encode({CodeType::kStudent, number * 55'001 % (1U << 25), 0});
    const Volunteered told =
        Whole(StrCat("For ", code, ": as Katherine Dalton did, let ", code, " read aloud, and rest."));
    EXPECT_EQ(told.elements.size(), 1u) << code;
    EXPECT_THAT(told.students, ElementsAre("student|s100006")) << code;
  }
}

TEST(AnswerScannerTest, OurOwnSurrogatesAreNoNews) {
  StandInTable ours;
  ours.Add("Katherine Dalton", "Ana Reyes Ortega");
  ours.Add("0060577", "604824");
  const Volunteered told = Whole("Katherine Dalton (student ID 0060577); Katherine's notes", "", ours);
  EXPECT_THAT(told.students, IsEmpty());
  EXPECT_THAT(told.elements, IsEmpty());
  EXPECT_THAT(Whole(kAnswer, "", StandInTable()).students, ElementsAre("student|s100006"));
}

TEST(AnswerScannerTest, OrdinaryAnswersTellNobody) {
  const Volunteered told = Whole(
      "STUDENT_7K3QF9 may use photosynthesis (6CO2 + 6H2O) as in https://biology.example/leaf on page 12.");
  EXPECT_THAT(told.elements, IsEmpty());
}

TEST(AnswerScannerTest, APersonCountsOnceHoweverOftenNamed) {
  std::string answer;
  for (int i = 0; i < 2000; ++i) answer += "Katherine Dalton wrote it. ";
  EXPECT_EQ(Whole(answer).elements.at(v1::DATA_ELEMENT_STUDENT_NAME), 1);
}

// The buffered answer is the oracle for every way it can be cut.
TEST(AnswerScannerTest, NoCutHidesAnybody) {
  const std::string answer = kAnswer;
  const Volunteered whole = Whole(answer);
  for (size_t cut = 1; cut < answer.size(); ++cut) {
    const Volunteered told = Streamed({answer.substr(0, cut), answer.substr(cut)});
    EXPECT_EQ(told.elements, whole.elements) << cut;
    EXPECT_EQ(told.students, whole.students) << cut;
  }
}

// The name moves over the borders of the windows of a long answer.
TEST(AnswerScannerTest, NoWindowHidesAnybody) {
  for (size_t before = 3900; before < 4200; before += 7) {
    std::string filler;
    while (filler.size() < before) filler += "the leaf is gréen and ";
    filler.resize(before, ' ');
    const std::string answer = StrCat(filler, ". Katherine Dalton knows. ", filler, filler);
    std::vector<std::string> pieces;
    for (size_t at = 0; at < answer.size(); at += 11) pieces.push_back(answer.substr(at, 11));
    EXPECT_THAT(Streamed(pieces).students, ElementsAre("student|s100006")) << before;
    EXPECT_EQ(Streamed(pieces).elements.at(v1::DATA_ELEMENT_STUDENT_NAME), 1) << before;
  }
}

TEST(AnswerScannerTest, ChoicesAndFieldsAreTextsOfTheirOwn) {
  const StandInTable ours;
  AnswerScanner scanner(TestDetector(), {}, {}, ours, v1::ANSWER_RULE_RECORD);
  for (const auto& [choice, text] :
       {std::pair(0, "Katherine"), std::pair(1, "Will"), std::pair(0, " Dalton"), std::pair(1, " Hunter")}) {
    v1::StreamGenerateResponse piece = Piece(text, choice);
    scanner.Feed(piece);
  }
  v1::StreamGenerateResponse call;
  v1::ChoiceDelta& delta = *call.add_deltas();
  delta.add_tool_calls()->set_arguments_json(R"({"student": "Yareli Ávila"})");
  scanner.Feed(call);
  EXPECT_THAT(scanner.Finish().students,
              ElementsAre("student|s100005", "student|s100006", "student|s100009"));
}

}  // namespace
}  // namespace schoolgate::redaction
