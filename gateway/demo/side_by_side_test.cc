#include "gateway/demo/side_by_side.h"

#include "gtest/gtest.h"

namespace schoolgate::gateway {
namespace {

TEST(SideBySideTest, WrapsAtWordsAndKeepsLineBreaks) {
  EXPECT_EQ(WrapText("one two three\n\nfour", 8), (std::vector<std::string>{"one two", "three", "", "four"}));
  EXPECT_EQ(WrapText("abcdefghij", 4), (std::vector<std::string>{"abcd", "efgh", "ij"}));
}

TEST(SideBySideTest, CountsCodePointsAndNeverCutsOne) {
  EXPECT_EQ(WrapText("ñññññ", 2), (std::vector<std::string>{"ññ", "ññ", "ñ"}));
  EXPECT_EQ(SideBySide("L", "ñ", "R", "b", 3), "L   | R\n----+----\nñ   | b\n");
}

}  // namespace
}  // namespace schoolgate::gateway
