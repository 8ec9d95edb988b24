// Makes the name tagger's tables and tells how good it is. Uses the product's own reading of texts, so that
// training and use see the same.
//
//   train gazetteer WORDS_TSV OUT                      the table of gazetteer.h
//   train weights GAZETTEER OUT EPOCHS MARKED_TEXT...  the weights of name_tagger.h
//   train report GAZETTEER WEIGHTS MARKED_TEXT...      precision and recall
//   train signs GAZETTEER WEIGHTS ROSTER MARKED_TEXT...  what name_signs.h says of each name weighed, and
//                                                      whether it is one; fit_decision.py reads it
//
// Marked texts are as tests/eval/corpus/marked.py reads them. "genre@0.3" gives a document the weight 0.3;
// the label MASK says that nothing is known of what stands there.
// Runs on one thread in one order: the same input gives the same bytes.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "core/roster/oneroster.h"
#include "core/roster/roster_builder.h"
#include "redaction/detect/model/name_tagger.h"
#include "redaction/detect/model/second_look.h"
#include "redaction/detect/model/train/learner.h"
#include "redaction/detect/names/known_names.h"
#include "redaction/detect/patterns/patterns.h"
#include "redaction/detect/resolve/reading.h"
#include "redaction/detect/resolve/resolver.h"

namespace schoolgate::redaction {
namespace {

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
  enum { kName, kMask, kOther } kind;
};

struct Document {
  std::string id, language, text;
  double weight = 1;
  uint8_t part = 0;         // 0 or 1; the variants of one document ("ID~3") are in one
  std::vector<Span> spans;  // not what is to be kept
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
      if (label == "KEEP") {
        at = close + 2;
        continue;
      }
      document.spans.push_back({begin, document.text.size(),
                                name              ? Span::kName
                                : label == "MASK" ? Span::kMask
                                                  : Span::kOther});
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
    if (span.kind == Span::kOther) continue;
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

Corpus FirstReading(const std::vector<Document>& documents, const Gazetteer& gazetteer) {
  Corpus corpus;
  for (const Document& document : documents) {
    const ReadText read(document.text);
    const std::vector<uint8_t> tags = TagsOf(document, read.text);
    const NameFeatures features(read.text, *read.cues, read.taken, gazetteer);
    NameFeatures::Hashes hashes;
    for (const NameFeatures::Region& region : features.regions()) {
      corpus.Add(document.weight, document.part, region, tags, [&](size_t at) {
        return std::span<const uint32_t>(hashes.data(), features.At(at, hashes));
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
      corpus.Add(document.weight, document.part, region, tags, [&](size_t at) {
        corpus.offsets.push_back(first.scores[at]);
        return std::span<const uint32_t>(hashes.data(), look.At(at, hashes));
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

// One line a name weighed: its document, 1 or 0, the recogniser, the signs, the words.
int PrintSigns(const Gazetteer& gazetteer, const std::string& weights, const std::string& roster,
               std::span<const std::string> paths) {
  const std::string stored = ReadFile(weights);
  const NameTagger tagger(stored, gazetteer);
  const absl::StatusOr<ImportResult> imported = ImportOneRoster(roster, ImportOptions{});
  if (!imported.ok()) {
    std::cerr << imported.status() << "\n";
    return 1;
  }
  const RosterIndex index(imported->roster);
  const DetectionContext context{.today = absl::CivilDay(kYear, 10, 1)};
  for (const std::string& path : paths) {
    for (const Document& document : ReadMarked(path)) {
      Slot slot;
      slot.text = document.text;
      std::vector<std::unique_ptr<Reading>> readings;
      if (auto reading = Read(slot, index, kYear, tagger)) readings.push_back(std::move(reading));
      if (readings.empty()) continue;
      std::vector<WeighedName> weighed;
      Resolver(index, context, &weighed).Resolve(readings);
      const Text& text = readings[0]->text;
      for (const WeighedName& name : weighed) {
        const size_t begin = text.view().SourceBegin(text[name.first].begin);
        const size_t end = text.view().SourceEnd(text[name.last].end);
        const auto on = [&](auto kind) {
          return std::any_of(document.spans.begin(), document.spans.end(), [&](const Span& span) {
            return span.begin < end && begin < span.end && kind(span.kind);
          });
        };
        // Where something else is to be replaced, nothing is lost or won.
        const bool is_name = on([](auto kind) { return kind == Span::kName; });
        if (!is_name && on([](auto) { return true; })) continue;
        std::printf("%s\t%d\t%.*s", document.id.c_str(), is_name ? 1 : 0,
                    static_cast<int>(name.recognizer.size()), name.recognizer.data());
        for (const float sign : name.signs) std::printf("\t%.4g", static_cast<double>(sign));
        std::string words = document.text.substr(begin, end - begin);
        std::replace(words.begin(), words.end(), '\n', ' ');
        std::replace(words.begin(), words.end(), '\t', ' ');
        std::printf("\t%zu %s\n", begin, words.c_str());
      }
    }
  }
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
  if (arguments[0] == "signs")
    return PrintSigns(gazetteer, arguments[2], arguments[3], std::span(arguments).subspan(4));
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
