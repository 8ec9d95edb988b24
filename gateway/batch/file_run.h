// One file from its first byte to its last: read, worked on, written, recorded.
//
// The output grows as OUTPUT.part beside OUTPUT.part.journal, is flushed to disk at each of the journal's
// marks, and takes its name when it is whole and on the record. What was interrupted goes on at the last mark
// with `resume`, and ends up as if it had never stopped. The log gets a record when the file begins, before a
// byte of it is written, and one when it ends; without them there is no output.
//
// Thread: one; it waits. Errors name the file and the place, never its text; an output is never left half
// under its own name.
#ifndef SCHOOLGATE_GATEWAY_BATCH_FILE_RUN_H_
#define SCHOOLGATE_GATEWAY_BATCH_FILE_RUN_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "gateway/audit/audit_log.h"
#include "gateway/batch/progress.h"
#include "gateway/batch/text_work.h"

namespace schoolgate::gateway {

struct FileAsk {
  std::string input;        // empty: standard input
  std::string output;       // empty: `unnamed_output`
  int unnamed_output = -1;  // an open descriptor, which stays the caller's
  bool resume = false;
  bool force = false;  // take the place of an output that is there
  std::function<void(const FileProgress&)> show = [](const FileProgress&) {};
  // What the output depends on beside the input's bytes and the day.
  std::string settings;
  absl::CivilDay today;
  // What both records say; the run adds ids, counts and digests.
  v1::AuditRecord facts;
};

struct FileResult {
  bool was_done = false;  // the output of an earlier run is there
  bool stopped = false;   // `stop` was set; resume goes on
  int64_t input_bytes = 0;
  int64_t resumed_bytes = 0;
  TextCounts counts;
};

// Workers for a file that was begun on this day.
using MakeWorkers = std::function<std::vector<std::unique_ptr<TextWorker>>(absl::CivilDay)>;

// Whether a run of `ask` would begin: the input can be read, and no output stands in its way.
absl::Status CheckFile(const FileAsk& ask);

absl::StatusOr<FileResult> RunFile(const FileAsk& ask, const MakeWorkers& make_workers, AuditLog& audit,
                                   const std::atomic<bool>& stop);

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_BATCH_FILE_RUN_H_
