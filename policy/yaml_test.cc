#include "policy/yaml.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace schoolgate::policy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Faults(const std::string& content) {
  std::vector<Issue> issues;
  ParseYaml("f.yaml", content, issues);
  std::vector<std::string> lines;
  lines.reserve(issues.size());
  for (const Issue& issue : issues) lines.push_back(ToString(issue));
  return lines;
}

std::string Repeated(const std::string& piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(YamlTest, NodesKnowWhereTheyStand) {
  std::vector<Issue> issues;
  const auto documents =
      ParseYaml("f.yaml", "# c\na:\n  - x\n  - \"é\" # é\nb: {c: 1}\n---\n---\nd\n", issues);
  EXPECT_THAT(issues, IsEmpty());
  ASSERT_EQ(documents.size(), 2u);
  const YamlNode& map = documents[0];
  ASSERT_EQ(map.children.size(), 2u);
  EXPECT_EQ(map.children[0].key, "a");
  EXPECT_EQ(map.children[0].key_line, 2);
  EXPECT_EQ(map.children[0].key_column, 1);
  ASSERT_EQ(map.children[0].children.size(), 2u);
  EXPECT_EQ(map.children[0].children[1].text, "é");
  EXPECT_TRUE(map.children[0].children[1].quoted);
  EXPECT_EQ(map.children[0].children[1].line, 4);
  EXPECT_EQ(map.children[0].children[1].column, 5);
  EXPECT_EQ(map.children[1].children[0].column, 8);
  EXPECT_EQ(documents[1].text, "d");
}

TEST(YamlTest, AnchorsAliasesAndTagsAreRefused) {
  const char* kAnchors = "anchors and aliases are not used in policy files; write the value out";
  EXPECT_THAT(Faults("a: &x 1\nb: *x\n"), ElementsAre(std::string("f.yaml:1:4: ") + kAnchors));
  EXPECT_THAT(Faults("a: &x {<<: 1}\n"), ElementsAre(std::string("f.yaml:1:4: ") + kAnchors));
  EXPECT_THAT(Faults("&k a: 1\n"), ElementsAre(std::string("f.yaml:1:1: ") + kAnchors));
  EXPECT_EQ(Faults("a: 1\nb: *x\n").size(), 1u);  // an alias of nothing is yaml-cpp's own error
  EXPECT_THAT(Faults("a: !!str 1\n"),
              ElementsAre("f.yaml:1:4: tags such as '!!str' are not used in policy files; remove it"));
}

// "Billion laughs": nine levels of nine aliases each.
TEST(YamlTest, AFileCannotUnfold) {
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c <= 'i'; ++c) {
    const std::string before = std::string("*") + static_cast<char>(c - 1);
    bomb += std::string(1, c) + ": &" + c + " [" + before + Repeated(", " + before, 8) + "]\n";
  }
  EXPECT_EQ(Faults(bomb).size(), 1u);
}

TEST(YamlTest, NestingIsBounded) {
  EXPECT_THAT(Faults(Repeated("[", 32) + Repeated("]", 32)), IsEmpty());
  EXPECT_THAT(Faults(Repeated("[", 33) + Repeated("]", 33)),
              ElementsAre("f.yaml:1:33: values are nested more than 32 deep"));
  EXPECT_EQ(Faults(Repeated("[", 200'000)).size(), 1u);
  EXPECT_EQ(Faults(Repeated("{a: ", 200'000)).size(), 1u);
  EXPECT_EQ(Faults(Repeated("- ", 200'000)).size(), 1u);
  EXPECT_EQ(Faults(Repeated("? ", 200'000)).size(), 1u);
}

TEST(YamlTest, SizesAreBounded) {
  EXPECT_THAT(Faults("a: " + std::string(4096, 'x') + "\n"), IsEmpty());
  EXPECT_THAT(Faults("a: " + std::string(4097, 'x') + "\n"),
              ElementsAre("f.yaml:1:4: a value has more than 4096 bytes; shorten it"));
  EXPECT_THAT(Faults(Repeated("xxxxxxx\n", 100'000)),
              ElementsAre("f.yaml:1:1: a value has more than 4096 bytes; shorten it"));
  EXPECT_THAT(Faults("\n#" + std::string(16'382, 'x') + "y\n"), IsEmpty());
  EXPECT_THAT(Faults("\n#" + std::string(16'383, 'x') + "y\n"),
              ElementsAre("f.yaml:2:16385: a line has more than 16384 bytes; break it"));
  EXPECT_THAT(Faults(std::string((1 << 20) + 1, '\n')),
              ElementsAre("f.yaml: the file has more than 1048576 bytes; split it"));
  const auto many = Faults("[" + Repeated("x,\n ", 60'000) + "x]");
  ASSERT_EQ(many.size(), 1u);
  EXPECT_NE(many[0].find("the file has more than 50000 values; split it"), std::string::npos) << many[0];
}

TEST(YamlTest, OnlyTextIsRead) {
  const char* kNotText = "this is not text in UTF-8; save the file as UTF-8";
  EXPECT_THAT(Faults("a: 1\nbc\xff: 1\n"), ElementsAre(std::string("f.yaml:2:3: ") + kNotText));
  EXPECT_THAT(Faults(std::string("a: \0b\n", 6)), ElementsAre(std::string("f.yaml:1:4: ") + kNotText));
  EXPECT_THAT(Faults("\x7f\x45LF\x02\x01"), ElementsAre(std::string("f.yaml:1:1: ") + kNotText));
  for (const char* bytes :
       {"\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xc3", "\xe2\x82", "\x80", "\xff\xfe\x61"}) {
    EXPECT_THAT(Faults(bytes), ElementsAre(std::string("f.yaml:1:1: ") + kNotText));
  }
  EXPECT_THAT(Faults("a: \xf0\x9f\x8e\x92 \xe2\x82\xac \xed\x9f\xbf\n"), IsEmpty());
}

TEST(YamlTest, BrokenYamlIsAFaultAndEarlierDocumentsStay) {
  std::vector<Issue> issues;
  const auto documents = ParseYaml("f.yaml", "a: 1\n---\nb: [\n", issues);
  EXPECT_EQ(documents.size(), 1u);
  EXPECT_EQ(issues.size(), 1u);
  // The end of the file after a backslash, and the first byte of a letter.
  for (const char* text : {"a: \"\\", "a: \"\\\xc3\xa9\"\n"}) {
    EXPECT_THAT(Faults(text),
                ElementsAre(::testing::EndsWith("not valid YAML: unknown escape character: ?")));
  }
  EXPECT_THAT(Faults("[a]: 1\n"), ElementsAre("f.yaml:1:1: a key must be a plain word"));
  EXPECT_THAT(Faults(": 1\n"), ElementsAre("f.yaml:1:1: a key must be a plain word"));
  EXPECT_THAT(Faults("~: 1\n"), ElementsAre("f.yaml:1:1: a key must be a plain word"));
  EXPECT_EQ(Faults("a: \"\\q\"\n").size(), 1u);
  EXPECT_EQ(Faults("a: b: c\n").size(), 1u);
  EXPECT_EQ(Faults("a:\n\t- b\n").size(), 1u);
  EXPECT_EQ(Faults("%YAML 9.9\n---\na\n").size(), 1u);
  EXPECT_THAT(Faults(""), IsEmpty());
}

// Whatever the bytes, there is an answer and no exception.
TEST(YamlTest, AnyCutAndAnyFlippedBitIsSurvived) {
  const std::string whole = "a:\n  - {b: \"c\", d: 'e'}\n  - |\n    f\n---\n? g\n: [h, i]\n";
  for (size_t cut = 0; cut <= whole.size(); ++cut) Faults(whole.substr(0, cut));
  for (size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = whole;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      Faults(flipped);
    }
  }
}

}  // namespace
}  // namespace schoolgate::policy
