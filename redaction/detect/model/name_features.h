// What the name tagger looks at: which tokens of a text may be names at all, and what speaks for and against
// each. Training and use share it, so they cannot differ.
//
// Features know nothing of any roster: the same text gives the same features everywhere.
#ifndef SCHOOLGATE_REDACTION_DETECT_MODEL_NAME_FEATURES_H_
#define SCHOOLGATE_REDACTION_DETECT_MODEL_NAME_FEATURES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "redaction/detect/model/gazetteer.h"
#include "redaction/detect/patterns/cues.h"
#include "redaction/detect/text/tokens.h"

namespace schoolgate::redaction {

inline constexpr uint32_t kFeatureBits = 20;

class NameFeatures {
 public:
  // Tokens [begin, end), all of them candidates; what stands outside is no name.
  struct Region {
    uint32_t begin, end;
  };
  static constexpr size_t kMost = 80;
  using Hashes = std::array<uint32_t, kMost>;  // each below 2^kFeatureBits

  // `taken`, by token: parts of e-mail addresses, numbers and the like. All arguments outlive this.
  NameFeatures(const Text& text, const Cues& cues, const std::vector<bool>& taken,
               const Gazetteer& gazetteer);

  const std::vector<Region>& regions() const { return regions_; }
  // Fills in the features of a candidate and returns how many there are.
  size_t At(size_t token, Hashes& out) const;

  // What the second look (second_look.h) needs to know of a token.
  struct Look {
    uint32_t hash = 0;   // of the word; 0 if it is none
    uint32_t line = 0;   // lines count from 0
    uint32_t kind = 0;   // what sort of word, and how it is written
    uint32_t rough = 0;  // how much of a name the word itself is
    uint8_t gap = 0;     // GapCode of what stands before it
    bool candidate = false;
  };
  Look LookAt(size_t token) const;
  size_t size() const { return infos_.size(); }

 private:
  struct Info {
    uint32_t hash = 0;
    uint32_t line = 0;
    WordFacts facts;
    uint8_t kind = 0;  // Kind
    uint8_t shape = 0;
    uint8_t gap = 0;  // what stands before it
    bool candidate = false;
    uint8_t seen = 0;  // how the word stands elsewhere in the text
  };
  struct Line {
    uint32_t begin = 0, end = 0;  // tokens
    uint32_t capital = 0, lower = 0, upper = 0;
    bool subject = false, problem = false, home = false;
    uint8_t look = 0;
  };

  void ReadTokens(const std::vector<bool>& taken);
  void ReadDocument();
  void FindCandidates();
  bool IsCandidate(size_t at) const;
  bool JoinsCandidate(size_t at) const;
  const Info& At(ptrdiff_t token) const;

  const Text& text_;
  const Cues& cues_;
  const Gazetteer& gazetteer_;
  std::vector<Info> infos_;
  std::vector<Line> lines_;
  std::vector<Region> regions_;
  uint32_t document_ = 0;  // what kind of text this is
  uint32_t casing_ = 0;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_MODEL_NAME_FEATURES_H_
