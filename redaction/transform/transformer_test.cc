#include "redaction/transform/transformer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "core/util/problem.h"
#include "redaction/restore/code_grammar.h"
#include "redaction/restore/test_codes.h"
#include "redaction/restore/text_restorer.h"
#include "redaction/transform/transform_testing.h"

namespace schoolgate::redaction {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

const Planted kAna{.text = "Ana Lara", .key = "person:ana"};
const Planted kReyes{.text = "Mr. Reyes",
                     .element = v1::DATA_ELEMENT_STAFF_NAME,
                     .kind = SubjectKind::kStaff,
                     .key = "person:reyes"};

std::string Restore(const Treated& treated, std::string_view text, TextKind kind = TextKind::kProse) {
  RestoreCounts counts;
  return TextRestorer(*treated.substitutions, kind).Feed(text, true, counts);
}

class TransformerTest : public ::testing::Test {
 protected:
  TransformBench bench_;
};

TEST_F(TransformerTest, EachTreatmentDoesWhatItSays) {
  const Treated treated = bench_.Treat(
      Prompt("Ana Lara, born 2011-04-05, SSN 219-09-0001, taught by Mr. Reyes."),
      {kAna,
       {.text = "2011-04-05",
        .element = v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE,
        .treatment = v1::TREATMENT_GENERALIZE},
       {.text = "219-09-0001", .element = v1::DATA_ELEMENT_STUDENT_ID_SSN, .treatment = v1::TREATMENT_REDACT},
       {.text = "Mr. Reyes", .element = v1::DATA_ELEMENT_STAFF_NAME, .treatment = v1::TREATMENT_ALLOW}});
  ASSERT_TRUE(treated.status.ok());
  EXPECT_THAT(TextOf(treated),
              MatchesRegex("STUDENT_[0-9A-Z]{6}, born 2011, SSN SSN_REDACTED, taught by Mr. Reyes."));
}

TEST_F(TransformerTest, WhatCannotBeGeneralizedOrWasNotDecidedIsRedacted) {
  const Treated treated = bench_.Treat(Prompt("born in spring, Ana Lara"),
                                       {{.text = "in spring",
                                         .element = v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE,
                                         .treatment = v1::TREATMENT_GENERALIZE},
                                        {.text = "Ana Lara", .treatment = v1::TREATMENT_UNSPECIFIED}});
  EXPECT_EQ(TextOf(treated), "born BIRTH_DATE_REDACTED, NAME_REDACTED");
}

TEST_F(TransformerTest, ATreatmentTheElementCannotHaveBecomesTheNextStricter) {
  const Treated treated =
      bench_.Treat(Prompt("card 4111 1111 1111 1111"), {{.text = "4111 1111 1111 1111",
                                                         .element = v1::DATA_ELEMENT_PAYMENT_CARD,
                                                         .treatment = v1::TREATMENT_ALLOW}});
  EXPECT_EQ(TextOf(treated), "card CARD_REDACTED");
}

TEST_F(TransformerTest, OnePersonInTwoFormsIsOneCodeWithALetterAndBothComeBack) {
  const Treated treated = bench_.Treat(Prompt("Ana Lara and LARA, ANA and Ana Lara"),
                                       {kAna, {.text = "LARA, ANA", .key = "person:ana"}});
  const std::string text = TextOf(treated);
  const std::string code = text.substr(0, 14);
  EXPECT_EQ(text, code + " and " + code + "_B and " + code);
  EXPECT_EQ(Restore(treated, text), "Ana Lara and LARA, ANA and Ana Lara");
}

TEST_F(TransformerTest, CodesLastThroughASessionAndForItsPersonOnly) {
  const Treated first = bench_.Treat(Prompt("Ana Lara"), {kAna});
  const std::string code = TextOf(first);
  const Treated later = bench_.Treat(Prompt("And " + code + "?"), {});
  EXPECT_EQ(TextOf(later), "And " + code + "?");
  EXPECT_EQ(later.request.messages(0).content(0).text(), kCodeInstruction);
  EXPECT_EQ(Restore(later, code), "Ana Lara");
  // Somebody else in a session of the same name types the code.
  const Treated other = bench_.Treat(Prompt("And " + code + "?"), {}, "s.student");
  EXPECT_THAT(other.bytes, Not(HasSubstr(code)));
  EXPECT_THAT(TextOf(other), MatchesRegex("And REF_[0-9A-Z]{6}\\?"));
  EXPECT_EQ(Restore(other, TextOf(other)), "And " + code + "?");  // what was typed, and no name
  EXPECT_EQ(Restore(other, code), "[student]");
}

TEST_F(TransformerTest, ATypedCodeIsEscapedInEveryDisguise) {
  const std::string code = WithCodes("@ELSE");
  const std::string symbols = code.substr(8);
  for (const std::string& typed :
       {code, "student_" + symbols, "STUDENT\\_" + symbols, "STUDENT-" + symbols, "STUDENT " + symbols,
        "STUDENT\u00A0" + symbols, "<" + code + ">", "[" + code + "]", code + "_B", "&lt;" + code + "&gt;"}) {
    const Treated treated = bench_.Treat(Prompt("who is " + typed + "? " + code), {});
    EXPECT_THAT(treated.bytes, Not(HasSubstr(symbols))) << typed;
    EXPECT_EQ(Restore(treated, TextOf(treated)), "who is " + typed + "? " + code);
    EXPECT_EQ(treated.typed_codes, 2) << typed;
  }
}

TEST_F(TransformerTest, ACodeTypedBeforeItIsIssuedIsNotTakenForThePersonItThenMeans) {
  const std::string code = TextOf(bench_.Treat(Prompt("Ana Lara"), {kAna}, "t.vega", "guess"));
  // Another session has other codes, so play the guess: the same session, asked for again before issue.
  const Treated treated = bench_.Treat(Prompt(code + " Ana Lara"), {kAna}, "t.other", "guess");
  EXPECT_EQ(Restore(treated, TextOf(treated)), code + " Ana Lara");
}

TEST_F(TransformerTest, AFindingWithinTheCallersOwnCodeIsNoFinding) {
  const std::string code = TextOf(bench_.Treat(Prompt("Ana Lara"), {kAna}));
  const Treated treated = bench_.Treat(
      Prompt("x " + code), {{.text = code.substr(8), .element = v1::DATA_ELEMENT_STUDENT_ID_LOCAL}});
  EXPECT_EQ(TextOf(treated), "x " + code);
  EXPECT_EQ(treated.typed_codes, 0);
}

TEST_F(TransformerTest, OrdinaryTextIsLeftAsItIs) {
  const std::string text =
      "The student parent user_agent id 204518, ID_, STUDENT_, reference ref_implementation, REF-12.";
  const Treated treated = bench_.Treat(Prompt(text), {});
  EXPECT_EQ(TextOf(treated), text);
  EXPECT_EQ(treated.request.messages_size(), 1);  // no codes, no instruction
  EXPECT_EQ(treated.typed_codes, 0);
}

// A finding over it, an id, a key of JSON: wherever it stands it is counted.
TEST_F(TransformerTest, TypedCodesAreCountedWhereverTheyStand) {
  const std::string code = WithCodes("@ELSE");
  v1::GenerateRequest request = Prompt("Ana " + code);
  v1::Message& answer = *request.add_messages();
  answer.set_role(v1::ROLE_TOOL);
  answer.set_tool_call_id(code);
  v1::ToolCall& call = *answer.add_tool_calls();
  call.set_arguments_json("{\"" + code + "\":\"" + code + "\"}");
  const Treated treated = bench_.Treat(request, {{.text = "Ana " + code}});
  ASSERT_TRUE(treated.status.ok()) << treated.status;
  EXPECT_EQ(treated.typed_codes, 4);
}

TEST_F(TransformerTest, TheInstructionComesFirstAndOnlyWithCodes) {
  v1::GenerateRequest request = Prompt("Ana Lara");
  request.add_messages()->set_role(v1::ROLE_SYSTEM);
  request.mutable_messages()->SwapElements(0, 1);
  const Treated treated = bench_.Treat(request, {kAna});
  ASSERT_EQ(treated.request.messages_size(), 3);
  EXPECT_EQ(treated.request.messages(0).role(), v1::ROLE_SYSTEM);
  EXPECT_EQ(treated.request.messages(0).content(0).text(), kCodeInstruction);
  EXPECT_EQ(treated.request.messages(1).role(), v1::ROLE_SYSTEM);
  EXPECT_EQ(treated.request.messages(2).role(), v1::ROLE_USER);
  const Treated redacted =
      bench_.Treat(Prompt("Ana Lara"), {{.text = "Ana Lara", .treatment = v1::TREATMENT_REDACT}});
  EXPECT_EQ(redacted.request.messages_size(), 1);
}

TEST_F(TransformerTest, TheInstructionsExamplesAreNobodysCodes) {
  CodeSighting code;
  char32_t before = 0;
  for (size_t pos = 0; pos < kCodeInstruction.size(); ++pos) {
    EXPECT_EQ(ReadCode(kCodeInstruction, pos, false, true, before, code), Reading::kNone)
        << kCodeInstruction.substr(pos, 16);
    before = static_cast<unsigned char>(kCodeInstruction[pos]);
  }
}

TEST_F(TransformerTest, IdentifiersAreReplacedWholeAlikeAndComeBack) {
  v1::GenerateRequest request = Prompt("hi");
  v1::ToolCall& call = *request.add_messages()->add_tool_calls();
  call.set_id("call_for_ana");
  call.set_name("f");
  request.add_messages()->set_tool_call_id("call_for_ana");
  const Treated treated = bench_.Treat(request, {});
  const std::string id = treated.request.messages(1).tool_calls(0).id();
  EXPECT_THAT(treated.bytes, Not(HasSubstr("call_for_ana")));
  EXPECT_EQ(treated.request.messages(2).tool_call_id(), id);
  EXPECT_EQ(*treated.substitutions->FormOf(id), "call_for_ana");
  EXPECT_EQ(treated.request.messages_size(), 3);  // an id is no code to speak of
}

TEST_F(TransformerTest, NamesKeepTheirCharsetAndTheirCodesWhole) {
  const std::string long_tail(80, 'z');
  v1::GenerateRequest request = Prompt("hi");
  for (const std::string& name :
       {std::string("notas de Ana Lara (ñ)"), "find_Ana Lara_" + long_tail, long_tail + "Ana Lara"}) {
    request.add_tools()->set_name(name);
  }
  request.add_tools()->set_name("untouched name");
  const Treated treated = bench_.Treat(request, {kAna});
  const std::string code = treated.request.tools(1).name().substr(5, 14);
  EXPECT_EQ(treated.request.tools(0).name(), "notas_de_" + code + "____");
  EXPECT_EQ(treated.request.tools(1).name().size(), 64u);
  EXPECT_EQ(treated.request.tools(2).name(), std::string(50, 'z') + code);
  EXPECT_EQ(treated.request.tools(3).name(), "untouched name");
  for (int i = 0; i < 3; ++i) EXPECT_THAT(treated.request.tools(i).name(), MatchesRegex("[A-Za-z0-9_-]+"));
}

TEST_F(TransformerTest, JsonIsTreatedTokenByToken) {
  v1::GenerateRequest request = Prompt("hi");
  request.add_tools()->set_parameters_json(
      R"({ "Ana Lara": ["\u0041na Lara", 41007, true], "dob": 20110405 })");
  const Treated treated = bench_.Treat(
      request, {kAna,
                {.text = "41007", .element = v1::DATA_ELEMENT_STUDENT_ID_LOCAL, .key = "person:ana"},
                {.text = "20110405",
                 .element = v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE,
                 .treatment = v1::TREATMENT_GENERALIZE}});
  const std::string json = treated.request.tools(0).parameters_json();
  EXPECT_THAT(json, MatchesRegex("\\{ \"STUDENT_[0-9A-Z]{6}\": \\[\"STUDENT_[0-9A-Z]{6}\", "
                                 "\"ID_[0-9A-Z]{6}\", true\\], \"dob\": 2011 \\}"));
  EXPECT_EQ(Restore(treated, json, TextKind::kJson),
            R"({ "Ana Lara": ["Ana Lara", "41007", true], "dob": 2011 })");
}

TEST_F(TransformerTest, TheContextAndUnknownFieldsStayBehindAndMediaPasses) {
  v1::StreamGenerateRequest request;
  *request.mutable_request() = Prompt("hi");
  request.mutable_request()->mutable_context()->set_person("t.vega@school.example");
  v1::Media& media = *request.mutable_request()->mutable_messages(0)->add_content()->mutable_media();
  media.set_data("PNG");
  request.mutable_request()
      ->mutable_messages(0)
      ->GetReflection()
      ->MutableUnknownFields(request.mutable_request()->mutable_messages(0))
      ->AddLengthDelimited(999, "Ana Lara");
  const Treated treated = bench_.Treat(request, {});
  EXPECT_THAT(treated.bytes, Not(HasSubstr("t.vega")));
  EXPECT_THAT(treated.bytes, Not(HasSubstr("Ana Lara")));
  EXPECT_THAT(treated.bytes, HasSubstr("PNG"));
}

TEST_F(TransformerTest, EmbeddingsAreTreatedToo) {
  v1::EmbedRequest request;
  request.mutable_context()->set_session("private");
  request.add_inputs("Ana Lara writes");
  const Treated treated = bench_.Treat(request, {kAna});
  ASSERT_TRUE(treated.status.ok());
  v1::EmbedRequest out;
  ASSERT_TRUE(out.ParseFromString(treated.bytes));
  EXPECT_THAT(out.inputs(0), MatchesRegex("STUDENT_[0-9A-Z]{6} writes"));
  EXPECT_FALSE(out.has_context());
}

TEST_F(TransformerTest, FindingsThatDoNotFitAreRefused) {
  const Finding in_slot{.slot = 0, .begin = 0, .end = 2, .element = v1::DATA_ELEMENT_STUDENT_NAME};
  Finding past_end = in_slot;
  past_end.end = 99;
  Finding empty = in_slot;
  empty.end = 0;
  Finding overlapping = in_slot;
  overlapping.begin = 1;
  overlapping.end = 3;
  Finding no_slot = in_slot;
  no_slot.slot = 7;
  const std::vector<v1::Treatment> one = {v1::TREATMENT_REDACT};
  const std::vector<v1::Treatment> two = {v1::TREATMENT_REDACT, v1::TREATMENT_REDACT};
  const std::vector<std::pair<Findings, std::vector<v1::Treatment>>> bad = {
      {{past_end}, one}, {{empty}, one},   {{in_slot, overlapping}, two},
      {{no_slot}, one},  {{in_slot}, two}, {{no_slot, in_slot}, two}};
  for (const auto& [findings, treatments] : bad) {
    const v1::GenerateRequest request = Prompt("Ana");
    CanonicalRequest canonical = request;
    absl::StatusOr<Walk> walk = Walk::Over(std::get<v1::GenerateRequest>(canonical));
    ASSERT_TRUE(walk.ok());
    const Treated treated = bench_.Run(std::move(canonical), *std::move(walk), findings, treatments);
    EXPECT_EQ(ProblemOf(treated.status).reason, "INTERNAL");
  }
}

// ---- every position

// Fills every string that is not PLAIN with a planted text, as deep as the API goes.
void Plant(google::protobuf::Message& message, int depth, int& planted) {
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const auto* field = message.GetDescriptor()->field(i);
    if (field->message_type() == v1::RequestContext::descriptor()) continue;
    if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      if (depth == 0) continue;
      Plant(field->is_repeated() ? *reflection.AddMessage(&message, field)
                                 : *reflection.MutableMessage(&message, field),
            depth - 1, planted);
      continue;
    }
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) continue;
    const v1::Handling handling = field->options().GetExtension(v1::handling);
    if (handling == v1::HANDLING_PLAIN || handling == v1::HANDLING_MEDIA) continue;
    if (field->containing_oneof() != nullptr && field->index_in_oneof() != 0) continue;
    const std::string value =
        handling == v1::HANDLING_JSON ? R"({"Ana Lara":["x Ana Lara","\u0041na Lara"]})" : "Ana Lara";
    if (field->is_repeated()) {
      reflection.AddString(&message, field, value);
    } else {
      reflection.SetString(&message, field, value);
    }
    ++planted;
  }
}

TEST_F(TransformerTest, NoPositionOfARequestKeepsAPlantedName) {
  v1::GenerateRequest request;
  int planted = 0;
  Plant(request, 8, planted);
  // The parts a oneof holds one at a time.
  request.mutable_messages(0)->clear_content();
  request.mutable_messages(0)->add_content()->set_text("Ana Lara");
  request.mutable_messages(0)->add_content()->set_refusal("Ana Lara");
  EXPECT_GE(planted, 19);
  v1::GenerateRequest before = request;
  const Treated treated = bench_.Treat(std::move(request), {kAna});
  ASSERT_TRUE(treated.status.ok());
  EXPECT_THAT(treated.bytes, Not(HasSubstr("Lara")));
  // And every one comes back: an echo, restored, is what was written (JSON without its needless escape).
  const auto walk = Walk::Over(treated.request);
  const auto original = Walk::Over(before);
  ASSERT_TRUE(walk.ok() && original.ok());
  ASSERT_EQ(walk->slots().size(), original->slots().size() + 1);  // the instruction
  for (size_t i = 0; i < original->slots().size(); ++i) {
    EXPECT_EQ(Restore(treated, walk->slots()[i + 1].text), original->slots()[i].text)
        << walk->PathOf(static_cast<int32_t>(i + 1));
  }
}

// ---- restore(echo(transform(x))) == x

TEST_F(TransformerTest, AnEchoRestoredIsWhatWasWritten) {
  const std::vector<Planted> people = {
      kAna,
      kReyes,
      {.text = "ANA LARA", .key = "person:ana"},
      {.text = "José \"Pepe\" Núñez", .key = "person:jose"},
      {.text = "ana@school.example", .element = v1::DATA_ELEMENT_STUDENT_CONTACT_EMAIL, .key = "person:ana"},
      {.text = "41007", .element = v1::DATA_ELEMENT_STUDENT_ID_LOCAL, .key = "person:ana"}};
  std::vector<std::string> bits = {" ",
                                   "",
                                   ", ",
                                   "_",
                                   "_B",
                                   "_b ",
                                   "-C",
                                   "\\_D",
                                   "[",
                                   "]",
                                   "<",
                                   ">",
                                   "{",
                                   "}",
                                   "&lt;",
                                   "&gt;",
                                   "'s",
                                   "’s",
                                   "**",
                                   "\"",
                                   "`",
                                   "(",
                                   ")",
                                   "\n",
                                   "\u00A0",
                                   "é",
                                   "student ",
                                   "STUDENT_",
                                   "ID ",
                                   "REF_",
                                   "a",
                                   "7K3QF9",
                                   "😀",
                                   "\\",
                                   WithCodes("@ELSE"),
                                   WithCodes("@OTHER_B"),
                                   WithCodes("<@ELSE>")};
  for (const Planted& person : people) {
    bits.push_back(person.text);
    bits.push_back(person.text);
    bits.push_back(person.text);
  }
  std::mt19937 random(41);
  int restored_texts = 0;
  for (int round = 0; round < 400; ++round) {
    std::string text = "Text: ";
    const size_t length = 1 + random() % 14;
    for (size_t i = 0; i < length; ++i) text += bits[random() % bits.size()];
    const Treated treated = bench_.Treat(Prompt(text), people);
    ASSERT_TRUE(treated.status.ok());
    const std::string out = TextOf(treated);
    for (const Planted& person : people) {
      ASSERT_THAT(out, Not(HasSubstr(person.text))) << text;
    }
    // Where a value must not stand, codes stay: links and tags are not undone.
    const std::string back = Restore(treated, out);
    if (text.find("](") != std::string::npos || text.find('<') != std::string::npos) continue;
    ++restored_texts;
    ASSERT_EQ(back, text) << out;
  }
  EXPECT_GT(restored_texts, 150);
}

}  // namespace
}  // namespace schoolgate::redaction
