// What was said and a machine wrote down in words.
#include "redaction/detect/test_values.h"

namespace schoolgate::redaction {
namespace {

TEST(SpokenPatternsTest, NumbersInWords) {
  CheckValues({
      {"his phone is five five nine five five five oh one two three",
       {"five five nine five five five oh one two three"}},
      {"call five five nine, five five five, zero one two three",
       {"five five nine, five five five, zero one two three"}},
      {"my number is eight hundred thirty five five five oh one nine two",
       {"eight hundred thirty five five five oh one nine two"}},
      {"su teléfono es cinco cinco nueve cinco cinco cinco cero uno dos tres",
       {"cinco cinco nueve cinco cinco cinco cero uno dos tres"}},
      {"student id three one oh one oh seven", {"three one oh one oh seven"}},
      {"we live at four eleven hidalgo street", {"four eleven hidalgo street"}},
      {"twelve oh five west main street", {"twelve oh five west main street"}},
      {"born june the second nineteen forty eight", {"june the second nineteen forty eight"}},
      {"born on the third of may two thousand eleven", {"third of may two thousand eleven"}},
      {"her birthday is june twenty first", {"june twenty first"}},
      {"nací el dos de junio de mil novecientos cuarenta y ocho",
       {"dos de junio de mil novecientos cuarenta y ocho"}},
      {"last four of her social is four four seven one", {"four four seven one"}},
  });
  CheckNothing({
      "one two three four five six seven eight nine ten",
      "twenty one kids on a two lane road",
      "in nineteen sixty three kennedy died",
      "it was the second of may when we met",
      "I have two or three questions",
      "one way street",
      "five six seven eight and turn",
      "the first of may",
  });
}

}  // namespace
}  // namespace schoolgate::redaction
