// Makes the name tagger's tables and tells how good it is. Uses the product's own reading of texts, so that
// training and use see the same.
//
//   train gazetteer WORDS_TSV OUT                      the table of gazetteer.h
//   train weights GAZETTEER OUT EPOCHS MARKED_TEXT...  the weights of name_tagger.h
//   train report GAZETTEER WEIGHTS MARKED_TEXT...      precision and recall
//
// Marked texts are as tests/eval/corpus/marked.py reads them. "genre@0.3" gives a document the weight 0.3;
// the label MASK says that nothing is known of what stands there.
// Runs on one thread in one order: the same input gives the same bytes.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "core/roster/roster_builder.h"
#include "redaction/detect/model/name_tagger.h"
#include "redaction/detect/model/second_look.h"
#include "redaction/detect/model/tag_chain.h"
#include "redaction/detect/names/known_names.h"
#include "redaction/detect/patterns/patterns.h"
#include "redaction/detect/resolve/reading.h"

namespace schoolgate::redaction {
namespace {

constexpr double kRate = 0.04;
constexpr double kDropped = 0.3;  // of the features at each step
constexpr double kShrink = 1e-3;  // of a weight at each of its updates

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::cerr << "cannot read " << path << "\n";
    std::exit(1);  // NOLINT(concurrency-mt-unsafe): one thread
  }
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

int MakeGazetteer(const std::string& words, const std::string& out_path) {
  std::istringstream in(ReadFile(words));
  std::map<std::string, std::array<uint32_t, 4>> facts;
  std::string word;
  std::array<uint32_t, 4> line{};
  while (in >> word >> line[0] >> line[1] >> line[2] >> line[3]) {
    std::array<uint32_t, 4>& fact = facts[std::string(NormalizedView(word).folded())];
    for (size_t i = 0; i < 3; ++i) fact[i] = std::max(fact[i], line[i]);
    fact[3] |= line[3];
  }
  const uint64_t buckets = facts.size() * 10 / 7 / Gazetteer::kBucket;
  std::vector<std::array<uint32_t, Gazetteer::kBucket>> table(buckets);
  size_t lost = 0;
  for (const auto& [folded, fact] : facts) {
    const uint64_t hash = HashOf(folded);
    const uint32_t entry =
        Gazetteer::Fingerprint(hash) << 16 | fact[3] << 9 | fact[2] << 6 | fact[1] << 3 | fact[0];
    uint64_t bucket = Gazetteer::Bucket(hash, buckets);
    bool placed = false;
    for (int tries = 0; tries < 2 && !placed; ++tries) {
      for (uint32_t& place : table[bucket]) {
        if (place != 0) continue;
        place = entry;
        placed = true;
        break;
      }
      bucket = bucket + 1 < buckets ? bucket + 1 : 0;
    }
    lost += placed ? 0 : 1;
  }
  std::ofstream out(out_path, std::ios::binary);
  for (const auto& bucket : table) out.write(reinterpret_cast<const char*>(bucket.data()), sizeof(bucket));
  std::cerr << facts.size() << " words, " << lost << " without a place\n";
  return 0;
}

struct Span {
  size_t begin, end;
  enum { kName, kMask } kind;
};

struct Document {
  std::string id, language, text;
  double weight = 1;
  uint8_t part = 0;         // 0 or 1; the variants of one document ("ID~3") are in one
  std::vector<Span> spans;  // only names and masks
};

std::vector<Document> ReadMarked(const std::string& path) {
  std::istringstream in(ReadFile(path));
  std::vector<Document> out;
  std::string line;
  std::vector<std::string> bodies;
  while (std::getline(in, line)) {
    if (line.starts_with("=== ")) {
      std::istringstream head(line.substr(4));
      Document& document = out.emplace_back();
      std::string genre;
      head >> document.id >> genre >> document.language;
      document.part = HashOf(document.id.substr(0, document.id.find('~'))) >> 40 & 1U;
      if (const size_t at = genre.find('@'); at != genre.npos)
        document.weight = std::stod(genre.substr(at + 1));
      bodies.emplace_back();
    } else if (!bodies.empty()) {
      bodies.back() += line + "\n";
    }
  }
  for (size_t i = 0; i < out.size(); ++i) {
    const std::string& body = bodies[i];
    Document& document = out[i];
    for (size_t at = 0; at < body.size();) {
      const size_t label_end = body.compare(at, 2, "[[") == 0
                                   ? body.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", at + 2)
                                   : std::string::npos;
      const size_t close = label_end != std::string::npos && label_end > at + 2 && body[label_end] == ':'
                               ? body.find("]]", label_end)
                               : std::string::npos;
      if (close == std::string::npos) {
        document.text += body[at++];
        continue;
      }
      const std::string label = body.substr(at + 2, label_end - at - 2);
      const size_t begin = document.text.size();
      document.text += body.substr(label_end + 1, close - label_end - 1);
      const bool name = label.ends_with("_NAME");
      if (name || label == "MASK") {
        document.spans.push_back({begin, document.text.size(), name ? Span::kName : Span::kMask});
      }
      at = close + 2;
    }
  }
  return out;
}

const RosterIndex& NobodysIndex() {
  static const auto* const kIndex = new RosterIndex(RosterBuilder().Build("none", absl::UnixEpoch()));
  return *kIndex;
}

// A text as the detector reads it before it looks for names.
constexpr int kYear = 2026;  // in which the texts are set

struct ReadText {
  Text text;
  std::unique_ptr<Cues> cues;
  std::vector<bool> taken;

  explicit ReadText(std::string_view source) {
    text.Assign(source, NobodysIndex().lexicon());
    cues = std::make_unique<Cues>(text, "", NobodysIndex().lexicon());
    taken = TakenBy(text, FindPatterns(text, *cues, NobodysIndex(), false, kYear));
  }
};

// The bit mask of the tags each token may have.
std::vector<uint8_t> TagsOf(const Document& document, const Text& text) {
  std::vector<uint8_t> tags(text.size(), 1 << kOutside);
  for (const Span& span : document.spans) {
    bool first = true;
    for (size_t at = 0; at < text.size(); ++at) {
      const size_t begin = text.view().SourceBegin(text[at].begin);
      const size_t end = text.view().SourceEnd(text[at].end);
      if (begin >= span.end || end <= span.begin) continue;
      tags[at] = span.kind == Span::kMask ? 7 : first ? 1 << kBegins : 1 << kGoesOn;
      first = false;
    }
  }
  return tags;
}

// What is learned from: sequences of tokens, with the features and the tags each may have.
struct Corpus {
  struct Sequence {
    uint32_t first_token = 0;  // in the lists by token
    uint32_t tokens = 0;
    size_t first_feature = 0;
    float weight = 1;
    uint8_t part = 0;  // 0 or 1: the variants of one document are in one
  };
  std::vector<Sequence> sequences;
  std::vector<uint32_t> features;
  std::vector<uint8_t> counts, allowed;   // by token
  std::vector<TagChain::Scores> offsets;  // by token: added to what the features say; may be empty

  // `take` gives the features of a token: size_t(size_t token, const uint32_t** features).
  template <typename Take>
  void Add(const Document& document, const NameFeatures::Region& region, const std::vector<uint8_t>& tags,
           const Take& take) {
    Sequence& sequence = sequences.emplace_back();
    sequence.first_token = static_cast<uint32_t>(counts.size());
    sequence.tokens = region.end - region.begin;
    sequence.first_feature = features.size();
    sequence.weight = static_cast<float>(document.weight);
    sequence.part = document.part;
    bool before = false;  // part of the same name stands before, in this region
    for (size_t at = region.begin; at < region.end; ++at) {
      const uint32_t* hashes = nullptr;
      const size_t count = take(at, &hashes);
      features.insert(features.end(), hashes, hashes + count);
      counts.push_back(static_cast<uint8_t>(count));
      // What precedes in the name is no candidate: here it begins.
      const uint8_t tag = tags[at] == 1 << kGoesOn && !before ? 1 << kBegins : tags[at];
      allowed.push_back(tag);
      before = tag != 1 << kOutside;
    }
  }
};

// Learns the weights of one reading by stochastic gradients (AdaGrad, Duchi, Hazan and Singer 2011).
class Learner {
 public:
  Learner(const Corpus& corpus, uint32_t bits) : corpus_(corpus), size_(size_t{1} << bits) {}

  // From the sequences of one part, or from all.
  void Learn(int epochs, std::optional<uint8_t> part) {
    weights_.assign(2 * size_, 0);
    squares_.assign(2 * size_, 1e-4F);
    std::mt19937_64 random(20240601);
    std::vector<uint32_t> order;
    for (uint32_t i = 0; i < corpus_.sequences.size(); ++i) {
      if (!part || corpus_.sequences[i].part == *part) order.push_back(i);
    }
    std::vector<double> sum(2 * size_, 0);
    double sums = 0;
    for (int epoch = 0; epoch < epochs; ++epoch) {
      for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
      double loss = 0;
      for (const uint32_t sequence : order) loss += Step(corpus_.sequences[sequence]);
      if (epoch >= epochs / 2) {
        for (size_t i = 0; i < sum.size(); ++i) sum[i] += weights_[i];
        ++sums;
      }
      std::cerr << "epoch " << epoch << " loss " << loss / static_cast<double>(corpus_.counts.size()) << "\n";
    }
    for (size_t i = 0; i < sum.size(); ++i) weights_[i] = static_cast<float>(sum[i] / sums);
  }

  // As NameWeights stores them.
  std::string Stored() const {
    NameWeights::Head head{NameWeights::kMagic, 0, {}};
    constexpr float kMost = 4;
    head.scale = kMost / 127;
    for (size_t tag = 0; tag < kNameTags; ++tag) {
      for (size_t next = 0; next < kNameTags; ++next) head.follow[tag][next] = chain_.follow[tag][next];
    }
    std::string out(reinterpret_cast<const char*>(&head), sizeof(head));
    for (const float weight : weights_) {
      const float clipped = std::clamp(weight, -kMost, kMost);
      out += static_cast<char>(static_cast<int8_t>(std::lround(clipped * (1 - kDropped) / head.scale)));
    }
    return out;
  }

 private:
  double Step(const Corpus::Sequence& sequence) {
    const uint8_t* counts = &corpus_.counts[sequence.first_token];
    const uint8_t* allowed = &corpus_.allowed[sequence.first_token];
    const std::vector<uint32_t>& features = corpus_.features;
    chain_.scores.assign(sequence.tokens, {});
    size_t feature = sequence.first_feature;
    const uint64_t drops = drops_;
    for (size_t at = 0; at < sequence.tokens; ++at) {
      float begins = 0;
      float goes_on = 0;
      for (size_t i = 0; i < counts[at]; ++i, ++feature) {
        if (Dropped()) continue;
        begins += weights_[size_t{2} * features[feature]];
        goes_on += weights_[2 * features[feature] + 1];
      }
      chain_.scores[at] = {0, begins, goes_on};
      if (corpus_.offsets.empty()) continue;
      for (size_t tag = 0; tag < kNameTags; ++tag)
        chain_.scores[at][tag] += corpus_.offsets[sequence.first_token + at][tag];
    }
    Pairs expected{};
    Pairs wanted{};
    const double all = chain_.Sum(nullptr, likelihood_, &expected);
    const double right = chain_.Sum(allowed, right_, &wanted);
    feature = sequence.first_feature;
    drops_ = drops;
    for (size_t at = 0; at < sequence.tokens; ++at) {
      const float begins = (likelihood_[at].begins - right_[at].begins) * sequence.weight;
      const float goes_on = (likelihood_[at].goes_on - right_[at].goes_on) * sequence.weight;
      if (std::abs(begins) + std::abs(goes_on) < 1e-4F) {
        for (size_t i = 0; i < counts[at]; ++i, ++feature) Dropped();
        continue;
      }
      for (size_t i = 0; i < counts[at]; ++i, ++feature) {
        if (Dropped()) continue;
        Update(size_t{2} * features[feature], begins);
        Update(2 * features[feature] + 1, goes_on);
      }
    }
    for (size_t tag = 0; tag < kNameTags; ++tag) {
      for (size_t next = 0; next < kNameTags; ++next) {
        if (tag == kOutside && next == kGoesOn) continue;
        const double by = (expected[tag][next] - wanted[tag][next]) * static_cast<double>(sequence.weight);
        follow_squares_[tag][next] += by * by;
        chain_.follow[tag][next] -= static_cast<float>(kRate * by / std::sqrt(follow_squares_[tag][next]));
      }
    }
    return all - right;
  }

  // Some features at random are not there while learning, so that none is relied on alone.
  bool Dropped() {
    drops_ = drops_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>(drops_ >> 40) < kDropped * static_cast<double>(1U << 24);
  }

  void Update(size_t index, float by) {
    float& weight = weights_[index];
    by += static_cast<float>(kShrink) * weight;
    squares_[index] += by * by;
    weight -= static_cast<float>(kRate) * by / std::sqrt(squares_[index]);
  }

  using Pairs = std::array<std::array<double, kNameTags>, kNameTags>;

  const Corpus& corpus_;
  const size_t size_;
  std::vector<float> weights_, squares_;
  Pairs follow_squares_{{{1, 1, 1}, {1, 1, 1}, {1, 1, 1}}};
  uint64_t drops_ = 1;
  TagChain chain_;
  std::vector<NameLikelihood> likelihood_, right_;
};

Corpus FirstReading(const std::vector<Document>& documents, const Gazetteer& gazetteer) {
  Corpus corpus;
  for (const Document& document : documents) {
    const ReadText read(document.text);
    const std::vector<uint8_t> tags = TagsOf(document, read.text);
    const NameFeatures features(read.text, *read.cues, read.taken, gazetteer);
    NameFeatures::Hashes hashes;
    for (const NameFeatures::Region& region : features.regions()) {
      corpus.Add(document, region, tags, [&](size_t at, const uint32_t** out) {
        *out = hashes.data();
        return features.At(at, hashes);
      });
    }
  }
  return corpus;
}

// Each document is read first with weights learned from the other part's: it has to be new to them, as the
// texts are that the weights will read.
Corpus SecondReading(const std::vector<Document>& documents, const Gazetteer& gazetteer,
                     const std::array<NameWeights, 2>& of_other_part) {
  Corpus corpus;
  for (const Document& document : documents) {
    const ReadText read(document.text);
    const std::vector<uint8_t> tags = TagsOf(document, read.text);
    const NameFeatures features(read.text, *read.cues, read.taken, gazetteer);
    const NameTagger::Reading first = NameTagger::First(features, of_other_part[document.part]);
    const SecondLook look(features, read.text, first.likely);
    SecondLook::Hashes hashes;
    for (const NameFeatures::Region& region : features.regions()) {
      corpus.Add(document, region, tags, [&](size_t at, const uint32_t** out) {
        corpus.offsets.push_back(first.scores[at]);
        *out = hashes.data();
        return look.At(at, hashes);
      });
    }
  }
  return corpus;
}

std::string LearnWeights(const std::vector<Document>& documents, const Gazetteer& gazetteer, int epochs) {
  std::string out;
  std::array<std::string, 2> parts;
  {
    const Corpus corpus = FirstReading(documents, gazetteer);
    std::cerr << corpus.counts.size() << " tokens to learn from\n";
    Learner learner(corpus, kFeatureBits);
    learner.Learn(epochs, std::nullopt);
    out = learner.Stored();
    for (uint8_t part = 0; part < 2; ++part) {
      Learner half(corpus, kFeatureBits);
      half.Learn(epochs, part);
      parts[1U - part] = half.Stored();
    }
  }
  const Corpus corpus = SecondReading(documents, gazetteer, {NameWeights(parts[0]), NameWeights(parts[1])});
  Learner learner(corpus, kSecondBits);
  learner.Learn(epochs, std::nullopt);
  return out + learner.Stored();
}

struct Counts {
  size_t right = 0, wrong = 0, missed = 0;
  void Print(const std::string& what) const {
    const auto part = [](size_t of, size_t rest) {
      return of + rest == 0 ? 0.0 : 100.0 * static_cast<double>(of) / static_cast<double>(of + rest);
    };
    std::printf("%-24s words %6zu  precision %5.1f  recall %5.1f\n", what.c_str(), right + missed,
                part(right, wrong), part(right, missed));
  }
};

int Report(const Gazetteer& gazetteer, const std::string& weights, const std::vector<std::string>& paths) {
  const std::string stored = ReadFile(weights);
  const NameTagger tagger(stored, gazetteer);
  std::map<std::string, Counts> counts;
  std::map<std::string, std::vector<std::pair<float, bool>>> ranked;
  Counts reach;
  for (const std::string& path : paths) {
    for (const Document& document : ReadMarked(path)) {
      const ReadText read(document.text);
      const std::vector<uint8_t> tags = TagsOf(document, read.text);
      const std::vector<NameLikelihood> likely = tagger.Tag(read.text, *read.cues, read.taken);
      // What the detector takes for public figures by its lists is none of the tagger's doing.
      std::vector<bool> figures(read.text.size(), false);
      {
        const std::vector<NameLikelihood> none;
        std::vector<NameMention> mentions;
        KnownScan known;
        NameScan scan{read.text, *read.cues, NobodysIndex(), figures, none, mentions};
        TakeKnownNames(scan, known);
      }
      for (size_t at = 0; at < read.text.size(); ++at) {
        if (tags[at] == 7 || figures[at]) continue;
        if (likely[at].any() > 0) {
          ranked["all"].emplace_back(likely[at].any(), tags[at] != 1 << kOutside);
          ranked["language " + document.language].emplace_back(likely[at].any(), tags[at] != 1 << kOutside);
        }
        const bool name = tags[at] != 1 << kOutside;
        const bool found = likely[at].any() >= 0.5F;
        if (!name && !found) continue;
        if (name) (likely[at].any() > 0 ? reach.right : reach.missed)++;
        const Shape shape = read.text[at].shape;
        const std::string casing = shape == Shape::kLower   ? "casing lower"
                                   : shape == Shape::kUpper ? "casing upper"
                                                            : "casing capital";
        for (const std::string& key : {std::string("all"), "language " + document.language, casing}) {
          Counts& count = counts[key];
          (name && found ? count.right : name ? count.missed : count.wrong)++;
        }
      }
    }
  }
  for (const auto& [what, count] : counts) count.Print(what);
  for (auto& [what, tokens] : ranked) {
    if (tokens.size() < 300) continue;
    std::stable_sort(tokens.begin(), tokens.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    double right = 0;
    double sum = 0;
    double most = 0;
    const double names = static_cast<double>(counts[what].right + counts[what].missed);
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (!tokens[i].second) continue;
      sum += ++right / static_cast<double>(i + 1);
      most = std::max(most, 2 * right / (names + static_cast<double>(i + 1)));
    }
    std::printf("%-24s average precision %5.2f  best F1 %5.2f\n", what.c_str(), 100 * sum / names,
                100 * most);
  }
  reach.Print("within reach");
  return 0;
}

int Main(const std::vector<std::string>& arguments) {
  const std::vector<std::string> paths(arguments.begin() + std::min<ptrdiff_t>(4, std::ssize(arguments)),
                                       arguments.end());
  if (arguments.size() >= 3 && arguments[0] == "gazetteer") return MakeGazetteer(arguments[1], arguments[2]);
  if (arguments.size() < 4) return 2;
  const std::string table = ReadFile(arguments[1]);
  const Gazetteer gazetteer(table);
  if (arguments[0] == "report")
    return Report(gazetteer, arguments[2], {arguments.begin() + 3, arguments.end()});
  std::vector<Document> documents;
  for (const std::string& path : paths) {
    for (Document& document : ReadMarked(path)) documents.push_back(std::move(document));
  }
  std::ofstream(arguments[2], std::ios::binary)
      << LearnWeights(documents, gazetteer, std::stoi(arguments[3]));
  return 0;
}

}  // namespace
}  // namespace schoolgate::redaction

int main(int count, char** arguments) {
  return schoolgate::redaction::Main({arguments + 1, arguments + count});
}
