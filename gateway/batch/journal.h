// How far a file has come, beside its unfinished output, so that a run can go on after an interruption: what
// the output depends on, and where both files stood when the output was last flushed to disk.
//
// Text, one fact a line; no text of the files is in it. Replaced atomically. Thread: one at a time. Errors:
// DATA_LOSS for a journal that cannot be read, the disk's own otherwise.
#ifndef SCHOOLGATE_GATEWAY_BATCH_JOURNAL_H_
#define SCHOOLGATE_GATEWAY_BATCH_JOURNAL_H_

#include <string>

#include "absl/status/statusor.h"
#include "gateway/batch/text_work.h"

namespace schoolgate::gateway {

struct Journal {
  // Of what is asked: another scope, policy, roster or format makes another output.
  std::string fingerprint;
  std::string day;   // YYYY-MM-DD: the day the file was begun, by which ages and agreements are judged
  std::string salt;  // of the digests, hex
  int64_t input_bytes = 0;
  int64_t line = 1;
  int64_t output_bytes = 0;
  // SHA-256(salt || the bytes so far), hex.
  std::string input_digest;
  std::string output_digest;
  TextCounts counts;
};

absl::StatusOr<Journal> ReadJournal(const std::string& path);
absl::Status WriteJournal(const std::string& path, const Journal& journal);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_JOURNAL_H_
