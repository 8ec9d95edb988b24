// Results a vendor wrote back, handed to the district as OneRoster 1.1 CSV bundles in a folder: one directory
// a submission, with manifest.csv (a delta of results) and results.csv, as student information systems import
// them (1EdTech, "OneRoster CSV tables", 2017).
//
// All or nothing: a submission is staged where no importer looks (".staging-…"), flushed, and renamed into
// place at once. Directories are 0700 and files 0600, as they hold grades by sourcedId. Stagings that a
// stopped process left are removed after an hour.
//
// Where they are pushed on (results_push.h), what was delivered is moved to "sent" and what the district's
// system refuses for good to "refused", in the same folder.
//
// Blocking: for worker threads. Immutable; any thread. Errors name paths, and never a value.
#ifndef SCHOOLGATE_CONNECTORS_DISTRICT_RESULTS_FOLDER_H_
#define SCHOOLGATE_CONNECTORS_DISTRICT_RESULTS_FOLDER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace schoolgate::connectors {

// One row of results.csv, under the district's own sourcedIds.
struct DistrictResult {
  std::string id;
  std::string line_item;
  std::string student;
  double score = 0;
  std::string comment;
};

// A row as it stands in a submission.
struct WrittenResult {
  std::string id, modified, line_item, student, score, scored, comment;
};

// A submission on its way. What is not placed goes with this object.
class StagedResults {
 public:
  StagedResults(std::string staging, std::string place)
      : staging_(std::move(staging)), place_(std::move(place)) {}
  StagedResults(StagedResults&& other) noexcept;
  StagedResults& operator=(StagedResults&& other) noexcept;
  ~StagedResults();

  // Makes it the district's, durably.
  absl::Status Place();

 private:
  std::string staging_;  // empty: nothing to remove
  std::string place_;
};

class ResultsFolder {
 public:
  // Empty: there is none.
  explicit ResultsFolder(std::string directory) : directory_(std::move(directory)) {}

  bool configured() const { return !directory_.empty(); }

  // The name of a submission that ends in `key`, delivered or not, where there is one. `key` is letters,
  // digits and '-'.
  std::optional<std::string> Find(std::string_view key) const;

  // Submissions that wait to be delivered, oldest first; and one's rows.
  std::vector<std::string> Waiting() const;
  absl::StatusOr<std::vector<WrittenResult>> Read(const std::string& name) const;
  // Puts a submission out of the way, once it was delivered or refused for good.
  enum class End { kSent, kRefused };
  absl::Status Close(const std::string& name, End end) const;

  // Writes a submission under `name`, durably, where no importer looks yet. `day` is the district's.
  absl::StatusOr<StagedResults> Stage(const std::string& name, const std::vector<DistrictResult>& results,
                                      absl::Time now, absl::CivilDay day) const;

 private:
  const std::string directory_;
};

// The rows as RFC 4180 has them.
std::string ResultsCsv(const std::vector<DistrictResult>& results, absl::Time now, absl::CivilDay day);

}  // namespace schoolgate::connectors

#endif  // SCHOOLGATE_CONNECTORS_DISTRICT_RESULTS_FOLDER_H_
