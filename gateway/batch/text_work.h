// What is done to a file's pieces, by several workers at once, and what was done, in numbers.
#ifndef SCHOOLGATE_GATEWAY_BATCH_TEXT_WORK_H_
#define SCHOOLGATE_GATEWAY_BATCH_TEXT_WORK_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "gateway/batch/piece_reader.h"
#include "schoolgate/v1/vocabulary.pb.h"

namespace schoolgate::gateway {

struct TextCounts {
  int64_t texts = 0;    // pieces of text, rows of a table, lines of JSON
  int64_t codes = 0;    // put in, or given back for what they stand for
  int64_t removed = 0;  // redacted or generalized, and codes of nobody here: none of it comes back
  std::map<std::pair<v1::DataElement, v1::Treatment>, int64_t> elements;

  void Add(const TextCounts& more) {
    texts += more.texts;
    codes += more.codes;
    removed += more.removed;
    for (const auto& [what, count] : more.elements) elements[what] += count;
  }
};

struct DoneText {
  std::string bytes;
  TextCounts counts;
};

// One worker's own; used by one thread at a time. Errors name the place in the file, never its text.
class TextWorker {
 public:
  virtual ~TextWorker() = default;
  virtual absl::StatusOr<DoneText> Do(const Piece& piece, FileFormat format) = 0;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_TEXT_WORK_H_
