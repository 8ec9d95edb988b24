// Looks at all that was found in a request together: who each name means, whose each value is, which word is
// a name at all, and which of overlapping finds stands. Used once, by one thread.
#ifndef SCHOOLGATE_REDACTION_DETECT_RESOLVE_RESOLVER_H_
#define SCHOOLGATE_REDACTION_DETECT_RESOLVE_RESOLVER_H_

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "core/finding/finding.h"
#include "redaction/detect/names/name_context.h"
#include "redaction/detect/resolve/company.h"
#include "redaction/detect/resolve/detection_context.h"
#include "redaction/detect/resolve/name_signs.h"
#include "redaction/detect/resolve/people_near.h"
#include "redaction/detect/resolve/reading.h"

namespace schoolgate::redaction {

class Resolver {
 public:
  // Appends the names it weighs to `weighed`, for those who learn how to.
  Resolver(const RosterIndex& index, const DetectionContext& context,
           std::vector<WeighedName>* weighed = nullptr)
      : index_(index), context_(context), weighed_(weighed) {}

  // Findings sorted by slot and place, none overlapping.
  Findings Resolve(const std::vector<std::unique_ptr<Reading>>& readings);

 private:
  // From this probability on the tagger, which learned what figures look like, is believed over the lists of
  // them.
  static constexpr float kPrivate = 0.9F;

  // How near to the request a person is. The first two are gathered from the request itself.
  enum Nearness : uint8_t { kSpokenOf, kRelated, kGathered, kAround = kGathered, kNearnesses };

  // What is too weak to be a name by itself: it is one if the word is elsewhere in the request, or beside
  // another name ("Francisco and Kofi").
  struct Doubtful {
    const Reading* reading;
    const NameMention* mention;
    Subject subject;
    v1::DataElement element;
  };

  // Somebody the roster does not know, found by the surroundings.
  struct Unknown {
    Subject subject;
    v1::DataElement element;
  };

  // Who a single word of a name means.
  struct Choice {
    std::vector<uint32_t> people;  // none: somebody the roster does not know
    Nearness nearness = kNearnesses;
    std::string_view why;  // a constant
  };

  void Gather(const std::vector<std::unique_ptr<Reading>>& readings);
  void GatherFigures(const std::vector<std::unique_ptr<Reading>>& readings);
  void GatherCodeNames(const std::vector<std::unique_ptr<Reading>>& readings);
  void SpeakOf(uint32_t person);
  // Those near in the one or the other way. Families are gathered when first asked for.
  const PeopleNear& Near(Nearness nearness) const;
  // The people of the caller's classes and families, sorted. Looked up only where a name needs it: a teacher
  // has hundreds of them.
  const std::vector<uint32_t>& CallersPeople() const;

  // Of `people`, those the context points to; all of them if it does not. Says what pointed to them.
  std::vector<uint32_t> Narrow(const std::vector<uint32_t>& people, std::string_view& why) const;
  std::vector<uint32_t> NarrowBySchool(const std::vector<uint32_t>& people, std::string_view& why) const;
  void ResolveFullNames(const Reading& reading);
  void ResolveSingleWords(const Reading& reading);
  void ResolveUnknownNames(const Reading& reading);
  void ResolveMatches(const Reading& reading);
  void FindAgain(const Reading& reading);
  bool IsNameAgain(const Reading& reading, NameMention& mention);
  void FindInitials(const Reading& reading);
  void AddSingle(const Reading& reading, const NameMention& mention);
  std::vector<uint32_t> PeopleFor(const NameMention& mention, Nearness& nearness) const;
  Choice Choose(const NameMention& mention, RoleHint role) const;
  void ChooseGrownUp(const NameMention& mention, Choice& choice) const;
  // The people of a full name whom its surroundings fit; none if they say it is somebody else of that name.
  std::vector<uint32_t> Fitting(const NameMention& mention, const RoleSign& sign) const;
  // A figure's name that somebody of the roster has, and nothing here says a pupil is meant.
  bool IsFigure(const Reading& reading, const NameMention& mention) const;
  // How much of a name [first, last] the figures of the request are called: 0 to 1.
  float FigureShare(const Reading& reading, size_t first, size_t last) const;
  // Of a word that figures and people of the school are called: the figure was named last.
  bool NamedLastIsFigure(const Reading& reading, size_t token) const;
  // Figures stand beside it in a list: "Keats, Hughes, Clifton".
  bool InFigureList(const Reading& reading, size_t first, size_t last) const;
  // Somebody of a work, where others of works or figures stand around.
  bool IsOfWork(const Reading& reading, size_t token) const;
  void FindProblemNames(const Reading& reading);
  bool InProblem(const Reading& reading, size_t token) const;
  bool IsProblemName(const Text& text, size_t token) const;
  // Somebody of the staff has the name.
  bool IsStaff(uint32_t name) const;
  // The relation before the name is a figure's: "his brother James" after Benjamin Franklin.
  bool IsFiguresRelative(const Reading& reading, const NameMention& mention) const;
  // At least 0.5: a name.
  float Score(const Reading& reading, const NameMention& mention, Nearness nearness, bool unique,
              RoleHint role) const;

  // How likely a name of nobody of the roster is one: 0 to 1. `figure` is its FigureShare.
  float Weigh(const Reading& reading, const NameMention& mention, const RoleSign& role, float figure);

  Subject SubjectOf(uint32_t person) const;
  Subject SubjectOf(const std::vector<uint32_t>& people, std::string_view written) const;
  Unknown UnknownPerson(const Text& text, size_t first, size_t last, RoleHint role) const;
  void Remember(const Text& text, size_t first, size_t last, const Unknown& unknown);
  void ResolveDoubtful();
  void AddName(const Reading& reading, const NameMention& mention, Subject subject, v1::DataElement element,
               float confidence, std::string_view why = {});
  v1::DataElement NameElement(const Subject& subject, const std::vector<uint32_t>& people, bool titled) const;
  Findings Stand(Findings found) const;

  const RosterIndex& index_;
  const DetectionContext& context_;
  std::vector<WeighedName>* weighed_;
  bool people_here_ = false;    // the request speaks of people of the school at all
  bool students_here_ = false;  // and of a student
  PeopleNear spoken_of_{index_};
  mutable PeopleNear related_{index_};
  // Who is yet to be added to the related: with whom, the person or the whole family.
  struct Household {
    uint32_t person;
    bool family;
  };
  mutable std::vector<Household> households_;
  std::vector<std::pair<std::chrono::sys_days, uint32_t>> born_;  // those spoken of, by the day; sorted
  mutable std::optional<std::vector<uint32_t>> callers_people_;
  absl::flat_hash_map<std::string, Unknown> unknown_;           // word of an unknown name: whose
  absl::flat_hash_map<std::string, Unknown> initials_;          // "xf": whose
  absl::flat_hash_map<uint64_t, KnownScan::Strength> figures_;  // by the hash of a word
  absl::flat_hash_set<uint64_t>
      of_works_;  // words by which people of works are called that are surely spoken of
  absl::flat_hash_set<uint64_t> borne_;  // words of names of people, as hashes
  bool own_ = false;                     // "my student", "our kids"
  bool lesson_ = false;
  bool task_ = false;  // nobody of the school is spoken of, and something is to be made or explained
  std::vector<std::vector<std::pair<uint32_t, uint32_t>>> problems_;  // by reading: tokens of word problems
  absl::flat_hash_map<const Reading*, size_t> numbers_;               // of the readings
  absl::flat_hash_set<uint64_t> problem_words_;                       // hashes
  absl::flat_hash_set<uint32_t> proven_;  // capitalised words that were names somewhere
  std::vector<Doubtful> doubtful_;
  std::optional<Company> company_;
  Findings found_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_DETECT_RESOLVE_RESOLVER_H_
