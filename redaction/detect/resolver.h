// Looks at all that was found in a request together: who each name means, whose each value is, which word is
// a name at all, and which of overlapping finds stands. Used once, by one thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_RESOLVER_H_
#define SCHOOLGATE_REDACTION_DETECT_RESOLVER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "core/finding/finding.h"
#include "redaction/detect/detector.h"
#include "redaction/detect/reading.h"

namespace schoolgate::redaction {

class Resolver {
 public:
  Resolver(const RosterIndex& index, const DetectionContext& context) : index_(index), context_(context) {}

  // Findings sorted by slot and place, none overlapping.
  Findings Resolve(const std::vector<std::unique_ptr<Reading>>& readings);

 private:
  // How near to the request a person is. The first two are gathered from the request itself.
  enum Nearness : uint8_t { kSpokenOf, kRelated, kGathered, kAround = kGathered, kNearnesses };

  // A word too weak to be a name by itself.
  struct Doubtful {
    const Reading* reading;
    const NameMention* mention;
    std::vector<uint32_t> people;
  };

  void Gather(const std::vector<std::unique_ptr<Reading>>& readings);
  void SpeakOf(uint32_t person);
  void AddNear(uint32_t person, Nearness nearness);
  // The people of the caller's classes and families, sorted. Looked up only where a name needs it: a teacher
  // has hundreds of them.
  const std::vector<uint32_t>& CallersPeople() const;

  // Of `people`, those the context points to; all of them if it does not.
  std::vector<uint32_t> Narrow(const std::vector<uint32_t>& people) const;
  void ResolveNames(const Reading& reading);
  void ResolveUnknownNames(const Reading& reading);
  void ResolveMatches(const Reading& reading);
  void FindAgain(const Reading& reading);
  void KeepFitting(const Reading& reading, const NameMention& mention, std::vector<uint32_t>& people) const;
  void AddSingle(const Reading& reading, const NameMention& mention);
  std::vector<uint32_t> PeopleFor(const NameMention& mention, Nearness& nearness) const;
  void FindProblemNames(const Reading& reading);
  // At least 0.5: a name.
  float Score(const Reading& reading, const NameMention& mention, Nearness nearness, bool unique) const;

  Subject SubjectOf(std::vector<uint32_t> people, std::string_view written) const;
  void AddName(const Reading& reading, const NameMention& mention, Subject subject, v1::DataElement element,
               float confidence);
  v1::DataElement NameElement(const Subject& subject, const std::vector<uint32_t>& people, bool titled) const;
  Findings Stand(Findings found) const;

  const RosterIndex& index_;
  const DetectionContext& context_;
  bool people_here_ = false;  // the request speaks of people of the school at all
  absl::flat_hash_set<uint32_t> near_[kGathered];
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> named_[kGathered];  // word of a name: people
  mutable std::optional<std::vector<uint32_t>> callers_people_;
  absl::flat_hash_map<std::string, Subject> unknown_;  // word of an unknown name: whose
  absl::flat_hash_set<uint32_t> problem_names_, figures_;
  absl::flat_hash_set<uint32_t> proven_;  // capitalised words that were names somewhere
  std::vector<Doubtful> doubtful_;
  Findings found_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_RESOLVER_H_
