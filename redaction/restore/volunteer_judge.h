// Says which people and values of a vendor's answer its request did not hold, and keeps who they were.
//
// What is nobody's in particular (a link, an address of a machine), what the request named, a part of a name
// of somebody it named ("Mr. Reyes" of the Miguel Reyes it told of, whoever else is a Reyes), and this
// exchange's own stand-ins (a surrogate name, a moved date) are not volunteered. Codes are no findings.
//
// One answer's own; what it refers to outlives it. Errors: none.
#ifndef SCHOOLGATE_REDACTION_RESTORE_VOLUNTEER_JUDGE_H_
#define SCHOOLGATE_REDACTION_RESTORE_VOLUNTEER_JUDGE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "core/finding/finding.h"
#include "redaction/detect/detector.h"
#include "redaction/pseudonym/stand_in_table.h"

namespace schoolgate::redaction {

// What an answer held that its request did not.
struct Volunteered {
  std::map<v1::DataElement, int32_t> elements;  // how many people or values
  std::vector<std::string> students;            // Subject::key, sorted, each once
  int32_t altered = 0;                          // places where the answer is not as it came
};

class VolunteerJudge {
 public:
  // `ours` is what stands for things in this exchange.
  VolunteerJudge(const Detector& detector, const Findings& request, const DetectionContext& context,
                 const StandInTable& ours);
  VolunteerJudge(const VolunteerJudge&) = delete;
  VolunteerJudge& operator=(const VolunteerJudge&) = delete;

  // What `text` volunteers, in its order and never overlapping.
  Findings Look(std::string_view text) const;

  // It is volunteered, wherever it stands.
  void Note(const Finding& finding);
  void NoteAltered() { ++altered_; }
  int32_t altered() const { return altered_; }
  Volunteered Told() const;

  const StandInTable& ours() const { return ours_; }

 private:
  bool IsOurs(std::string_view found) const;
  bool IsOfKnownNames(const Finding& finding, std::string_view found) const;

  const Detector& detector_;
  const DetectionContext context_;
  const StandInTable& ours_;
  const std::vector<std::string> our_texts_;
  absl::flat_hash_set<std::string_view> known_;   // subjects of the request
  absl::flat_hash_set<std::string> known_words_;  // of the names it told, folded
  std::set<std::pair<v1::DataElement, std::string>> seen_;
  std::set<std::string> students_;
  int32_t altered_ = 0;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_RESTORE_VOLUNTEER_JUDGE_H_
