#include "redaction/detect/model/second_look.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/detect/model/name_tagger.h"

namespace schoolgate::redaction {
namespace {

// A text whose words in `names` a first reading has found.
class Read {
 public:
  Read(std::string_view source, const std::set<std::string>& names) {
    text_.Assign(source, lexicon_);
    const std::vector<bool> taken(text_.size(), false);
    const Cues cues(text_, "", lexicon_);
    const NameFeatures features(text_, cues, taken, OwnGazetteer());
    std::vector<NameLikelihood> first(text_.size());
    for (size_t at = 0; at < text_.size(); ++at) {
      if (names.contains(std::string(text_.Word(at)))) first[at] = {0.95F, 0.02F};
    }
    const SecondLook look(features, text_, first);
    for (size_t at = 0; at < text_.size(); ++at) {
      SecondLook::Hashes hashes;
      const size_t count = look.At(at, hashes);
      seen_.emplace_back(hashes.begin(), hashes.begin() + static_cast<ptrdiff_t>(count));
    }
  }

  // What is seen of the last token: the same features say the same.
  const std::vector<uint32_t>& last() const { return seen_.back(); }
  const std::vector<std::vector<uint32_t>>& all() const { return seen_; }

 private:
  Lexicon lexicon_;
  Text text_;
  std::vector<std::vector<uint32_t>> seen_;
};

TEST(SecondLookTest, SeesTheOtherItemsOfAList) {
  EXPECT_NE(Read("Absent: Ana, Beto, Zquil", {"ana", "beto"}).last(),
            Read("Absent: Ana, Beto, Zquil", {}).last());
  EXPECT_NE(Read("Ana and Zquil", {"ana"}).last(), Read("Ana and Zquil", {}).last());
}

TEST(SecondLookTest, SeesTheSamePlaceOfTheLinesBeside) {
  EXPECT_NE(Read("Ana 4 A\nZquil", {"ana"}).last(), Read("Ana 4 A\nZquil", {}).last());
  EXPECT_EQ(Read("One Ana\n\nx\nx\nx\nZquil", {}).last(), Read("Two Ana\n\nx\nx\nx\nZquil", {}).last());
}

TEST(SecondLookTest, SeesTheWordElsewhere) {
  const auto again = [](const std::set<std::string>& names) {
    return Read("My friend Zquil came. We read a long book and then we ate lunch there. Then zquil", names)
        .last();
  };
  EXPECT_NE(again({"zquil"}), again({}));
}

TEST(SecondLookTest, GivesFewFeaturesAndWeightsThatExist) {
  const Read read("Ana, Beto and Cruz\n- Dot\n- Eve\n\nx | y | z", {"ana", "dot"});
  for (const auto& features : read.all()) {
    EXPECT_LE(features.size(), SecondLook::kMost);
    for (const uint32_t feature : features) EXPECT_LT(feature, 1U << kSecondBits);
  }
}

TEST(SecondLookTest, ARareNameAmongOthersIsFound) {
  const auto names = [](std::string_view source) {
    const Lexicon lexicon;
    Text text;
    text.Assign(source, lexicon);
    const Cues cues(text, "", lexicon);
    std::set<std::string> out;
    const auto likely = OwnNameTagger().Tag(text, cues, std::vector<bool>(text.size(), false));
    for (size_t at = 0; at < text.size(); ++at) {
      if (likely[at].any() >= 0.5F) out.emplace(text.Word(at));
    }
    return out;
  };
  EXPECT_TRUE(names("Reading groups\nBlue: Mateo, Anjali, Tyrell, Xolani\nRed: Brooke, Nhan, Sage, Imani")
                  .contains("sage"));
}

}  // namespace
}  // namespace schoolgate::redaction
