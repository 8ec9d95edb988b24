// Whose a value is, and which data element it is of whom.
#include <algorithm>
#include <utility>

#include "core/util/strings.h"
#include "redaction/detect/resolve/resolver.h"
#include "redaction/detect/text/word_set.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kFigureReach = 16;  // words between a figure's name and their birth

struct OwnedElement {
  v1::DataElement student, guardian, staff, other;
};

OwnedElement ElementsOf(const Match& match) {
  using namespace v1;  // NOLINT(google-build-using-namespace): a table of its constants
  switch (match.kind) {
    case MatchKind::kId: {
      const bool state =
          !match.owners.empty() && match.owners[0].tag == static_cast<uint32_t>(ValueKind::kStateId);
      return {state ? DATA_ELEMENT_STUDENT_ID_STATE : DATA_ELEMENT_STUDENT_ID_LOCAL, DATA_ELEMENT_GUARDIAN_ID,
              DATA_ELEMENT_STAFF_ID, DATA_ELEMENT_PERSON_ID};
    }
    case MatchKind::kUsername:
      return {DATA_ELEMENT_STUDENT_USERNAME, DATA_ELEMENT_GUARDIAN_ID, DATA_ELEMENT_STAFF_ID,
              DATA_ELEMENT_STUDENT_USERNAME};
    case MatchKind::kPhone:
      return {DATA_ELEMENT_STUDENT_CONTACT_PHONE, DATA_ELEMENT_GUARDIAN_CONTACT_PHONE,
              DATA_ELEMENT_STAFF_CONTACT_PHONE, DATA_ELEMENT_PERSON_CONTACT_PHONE};
    case MatchKind::kEmail:
      return {DATA_ELEMENT_STUDENT_CONTACT_EMAIL, DATA_ELEMENT_GUARDIAN_CONTACT_EMAIL,
              DATA_ELEMENT_STAFF_CONTACT_EMAIL, DATA_ELEMENT_PERSON_CONTACT_EMAIL};
    case MatchKind::kAddress:
      return {DATA_ELEMENT_STUDENT_CONTACT_ADDRESS, DATA_ELEMENT_GUARDIAN_CONTACT_ADDRESS,
              DATA_ELEMENT_STAFF_CONTACT_ADDRESS, DATA_ELEMENT_PERSON_CONTACT_ADDRESS};
    default:
      break;
  }
  DataElement one = DATA_ELEMENT_OTHER;
  switch (match.kind) {
    case MatchKind::kSsn:
      one = DATA_ELEMENT_STUDENT_ID_SSN;
      break;
    case MatchKind::kBirthDate:
    case MatchKind::kDate:
      one = DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE;
      break;
    case MatchKind::kUrl:
      one = DATA_ELEMENT_TECHNOLOGY_URL;
      break;
    case MatchKind::kIp:
      one = DATA_ELEMENT_TECHNOLOGY_IP_ADDRESS;
      break;
    case MatchKind::kDeviceId:
      one = DATA_ELEMENT_TECHNOLOGY_DEVICE_ID;
      break;
    case MatchKind::kTracker:
      one = DATA_ELEMENT_TECHNOLOGY_COOKIE;
      break;
    case MatchKind::kCard:
      one = DATA_ELEMENT_PAYMENT_CARD;
      break;
    case MatchKind::kSecret:
      one = DATA_ELEMENT_CREDENTIAL;
      break;
    case MatchKind::kGovernmentId:
      one = DATA_ELEMENT_GOVERNMENT_ID;
      break;
    default:
      break;
  }
  return {one, one, one, one};
}

// What two equal values have in common, before the value.
std::string_view Prefix(MatchKind kind) {
  switch (kind) {
    case MatchKind::kId:
      return "id|";
    case MatchKind::kSsn:
      return "ssn|";
    case MatchKind::kPhone:
      return "phone|";
    case MatchKind::kEmail:
      return "email|";
    case MatchKind::kUsername:
      return "username|";
    case MatchKind::kAddress:
      return "address|";
    case MatchKind::kBirthDate:
    case MatchKind::kDate:
      return "birth_date|";
    case MatchKind::kUrl:
    case MatchKind::kPlainUrl:
      return "url|";
    case MatchKind::kIp:
      return "ip|";
    case MatchKind::kDeviceId:
      return "device|";
    case MatchKind::kTracker:
      return "tracker|";
    case MatchKind::kCard:
      return "card|";
    case MatchKind::kSecret:
      return "credential|";
    case MatchKind::kGovernmentId:
      return "government_id|";
  }
  return "value|";
}

std::string DateText(std::chrono::year_month_day date) {
  return StrCat(static_cast<int>(date.year()), "-", static_cast<unsigned>(date.month()), "-",
                static_cast<unsigned>(date.day()));
}

}  // namespace

void Resolver::ResolveMatches(const Reading& reading) {
  // A public figure was born then: their name stands shortly before, on the same line.
  const auto figure_before = [&](const Match& match) {
    if (figures_.empty()) return false;
    const Text& text = reading.text;
    const size_t first = text.TokenAt(match.begin);
    for (size_t at = first; at > 0 && first - at < kFigureReach; --at) {
      if (text.GapBefore(at).find('\n') != std::string_view::npos) return false;
      if (text[at - 1].IsCapitalised() && figures_.contains(HashOf(text.Word(at - 1)))) return true;
    }
    return false;
  };
  // "Field Museum, 1400 S Lake Shore Dr": where nobody lives. A school may stand in a pupil's letterhead.
  const auto public_place_before = [&](const Match& match) {
    static const Words* const kPlaces = MakeWords(R"(
museum museo institute library biblioteca zoo aquarium gallery theater theatre stadium station airport office offices
annex memorial monument bank courthouse department bureau agency planetarium observatory arena
)");
    const Text& text = reading.text;
    const size_t first = text.TokenAt(match.begin);
    if (first < 2 || match.cue == "home") return false;
    const std::string_view gap = text.GapBefore(first);
    return gap.size() <= 4 && gap.find('\n') == gap.npos && text[first - 1].IsCapitalised() &&
           kPlaces->contains(text.Word(first - 1)) && text[first - 2].IsCapitalised() &&
           text.GapBefore(first - 1) == " ";
  };
  for (const Match& match : reading.matches) {
    if (match.kind == MatchKind::kPlainUrl) continue;
    if (match.kind == MatchKind::kAddress && match.owners.empty() && public_place_before(match)) continue;
    std::vector<uint32_t> people;
    for (const ValueIndex::Entry& owner : match.owners) people.push_back(owner.person);
    std::string_view why;
    if (people.size() > 1) people = Narrow(people, why);

    bool recognised = match.kind != MatchKind::kDate;
    if (match.date) {
      // Of those spoken of, the one born that day.
      for (const auto& date : {match.date, match.other_date}) {
        if (!date) continue;
        const std::chrono::sys_days day(*date);
        for (auto born = std::lower_bound(born_.begin(), born_.end(), std::pair(day, uint32_t{0}));
             born != born_.end() && born->first == day; ++born) {
          people.push_back(born->second);
          recognised = true;
        }
      }
    }
    if (!recognised) continue;
    // A form that asks for a birth is a pupil's, whatever they are called.
    const bool of_figure = match.kind == MatchKind::kBirthDate && people.empty() && match.cue != "label";
    if (of_figure && figure_before(match)) continue;

    Subject subject;
    const OwnedElement elements = ElementsOf(match);
    v1::DataElement element = elements.other;
    if (!people.empty()) {
      // A household shares its phone and address: the value is the first one's, always the same.
      const uint32_t owner = *std::min_element(people.begin(), people.end());
      if (people.size() <= 8) {
        subject = SubjectOf(owner);
      } else {
        subject.kind = SubjectKind::kAmbiguous;
      }
      switch (index_.Kind(owner)) {
        case PersonKind::kStudent:
          element = elements.student;
          break;
        case PersonKind::kGuardian:
          element = elements.guardian;
          break;
        case PersonKind::kStaff:
          element = elements.staff;
          break;
      }
    } else {
      const bool nobodys = match.kind == MatchKind::kUrl || match.kind == MatchKind::kIp ||
                           match.kind == MatchKind::kDeviceId || match.kind == MatchKind::kTracker ||
                           match.kind == MatchKind::kSecret;
      subject.kind = nobodys ? SubjectKind::kNone : SubjectKind::kUnknown;
    }
    if (subject.key.empty()) {
      subject.key = subject.kind == SubjectKind::kAmbiguous ? "ambiguous|" : "";
      subject.key += Prefix(match.kind);
      subject.key += match.date ? DateText(*match.date) : match.value;
    }
    const NormalizedView& view = reading.text.view();
    Finding finding;
    finding.slot = reading.slot;
    finding.begin = static_cast<int64_t>(view.SourceBegin(match.begin));
    finding.end = static_cast<int64_t>(view.SourceEnd(match.end));
    finding.element = element;
    finding.subject = std::move(subject);
    finding.recognizer = match.recognizer;
    finding.cue = match.cue;
    finding.confidence = match.confidence;
    found_.push_back(std::move(finding));
  }
}

}  // namespace schoolgate::redaction
