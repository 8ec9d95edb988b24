#include "gateway/batch/journal.h"

#include <sstream>

#include "core/util/files.h"
#include "core/util/status.h"
#include "core/util/strings.h"

namespace schoolgate::gateway {
namespace {

constexpr char kFormat[] = "schoolgate-batch-1";
constexpr int kPrivate = 0600;

}  // namespace

absl::Status WriteJournal(const std::string& path, const Journal& journal) {
  std::string text =
      StrCat(kFormat, "\nfingerprint ", journal.fingerprint, "\nday ", journal.day, "\nsalt ", journal.salt,
             "\ninput ", journal.input_bytes, " ", journal.input_digest, "\nline ", journal.line, "\noutput ",
             journal.output_bytes, " ", journal.output_digest, "\ncounts ", journal.counts.texts, " ",
             journal.counts.codes, " ", journal.counts.removed, "\n");
  for (const auto& [what, count] : journal.counts.elements) {
    text += StrCat("element ", static_cast<int>(what.first), " ", static_cast<int>(what.second), " ", count,
                   "\n");
  }
  return WriteFileAtomically(path, text + "end\n", kPrivate);
}

absl::StatusOr<Journal> ReadJournal(const std::string& path) {
  SG_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  std::istringstream in(text);
  Journal journal;
  std::string word;
  in >> word;
  bool whole = false;
  if (word == kFormat) {
    while (in >> word) {
      if (word == "fingerprint") {
        in >> journal.fingerprint;
      } else if (word == "day") {
        in >> journal.day;
      } else if (word == "salt") {
        in >> journal.salt;
      } else if (word == "input") {
        in >> journal.input_bytes >> journal.input_digest;
      } else if (word == "line") {
        in >> journal.line;
      } else if (word == "output") {
        in >> journal.output_bytes >> journal.output_digest;
      } else if (word == "counts") {
        in >> journal.counts.texts >> journal.counts.codes >> journal.counts.removed;
      } else if (word == "element") {
        int element = 0;
        int treatment = 0;
        int64_t count = 0;
        in >> element >> treatment >> count;
        journal.counts
            .elements[{static_cast<v1::DataElement>(element), static_cast<v1::Treatment>(treatment)}] = count;
      } else {
        whole = word == "end";
        break;
      }
    }
  }
  if (!whole) {
    return absl::DataLossError(
        StrCat(path, ": not a journal this program can read; run again without --resume"));
  }
  return journal;
}

}  // namespace schoolgate::gateway
