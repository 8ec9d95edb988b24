#include "redaction/detect/resolve/sensitive_subjects.h"

#include <algorithm>
#include <utility>

#include "core/util/strings.h"
#include "redaction/detect/sensitive/sensitive.h"
#include "redaction/detect/sensitive/sensitive_extent.h"

namespace schoolgate::redaction {
namespace {

// What it weighs that a person is named in the same ... as a mention, and what both together need.
constexpr float kBeside = 2.25F;
constexpr float kSameSentence = 2.0F;
constexpr float kSameParagraph = 1.5F;
constexpr float kNextParagraph = 1.0F;
constexpr float kSameRecord = 0.5F;
constexpr float kSameRequest = 0.25F;
constexpr float kNobody = -10;
constexpr float kStands = 2.25F;
constexpr size_t kBesideWords = 6;
constexpr size_t kSentenceWords = 25;
constexpr size_t kParagraphWords = 40;
constexpr size_t kRecordWords = 150;
constexpr size_t kFigureWords = 12;
constexpr size_t kListWords = 6;
constexpr size_t kListLength = 6;
constexpr size_t kWordsAround = 16;  // of a mention that may belong to it

// Somebody whose affairs these may be: not the staff of a school, whose names stand on lesson plans too.
bool IsPerson(const Finding& finding) {
  switch (finding.element) {
    case v1::DATA_ELEMENT_STUDENT_NAME:
    case v1::DATA_ELEMENT_STUDENT_ID_LOCAL:
    case v1::DATA_ELEMENT_STUDENT_ID_STATE:
    case v1::DATA_ELEMENT_STUDENT_ID_SSN:
    case v1::DATA_ELEMENT_STUDENT_CONTACT_EMAIL:
    case v1::DATA_ELEMENT_STUDENT_USERNAME:
    case v1::DATA_ELEMENT_GUARDIAN_NAME:
    case v1::DATA_ELEMENT_GUARDIAN_CONTACT_EMAIL:
    case v1::DATA_ELEMENT_GUARDIAN_CONTACT_PHONE:
    case v1::DATA_ELEMENT_PERSON_NAME:
    case v1::DATA_ELEMENT_PERSON_ID:
    case v1::DATA_ELEMENT_DEMOGRAPHICS_BIRTH_DATE:
    case v1::DATA_ELEMENT_GOVERNMENT_ID:
      return true;
    default:
      return false;
  }
}

// The findings of one slot that name a person, as tokens of its text.
struct Named {
  size_t first = 0, last = 0;
  const Finding* finding = nullptr;
};

class SlotSense {
 public:
  SlotSense(const Reading& reading, std::span<const Finding> found, bool people_elsewhere)
      : reading_(reading), text_(reading.text), found_(found), people_elsewhere_(people_elsewhere) {
    size_t token = 0;
    for (const Finding& finding : found_) {
      if (!IsPerson(finding)) continue;
      const size_t first = token = TokenAtSource(token, finding.begin);
      token = TokenAtSource(token, finding.end);
      named_.push_back({first, token - 1, &finding});
    }
  }

  void Add(Findings& out) const {
    std::vector<SensitiveMention> mentions;
    FindSensitive(text_, reading_.key, mentions);
    std::vector<Standing> standing;
    for (size_t at = 0; at < mentions.size(); ++at) {
      const SensitiveMention& mention = mentions[at];
      Standing one{.mention = &mention};
      one.nearness = Nearness(mention, one.nearest);
      one.weight = mention.weight + one.nearness;
      if (one.weight >= kStands && IsOfFigure(mention, one.nearest)) one.weight -= 2;
      if (one.weight < kStands || IsOfStaff(mention)) continue;
      // A list of them beside somebody unknown is a lesson: "Down syndrome, Parkinson's, Crohn's, ..."
      if (one.nearest != nullptr && one.nearest->finding->subject.kind == SubjectKind::kUnknown &&
          InList(mentions, at))
        continue;
      Finding place = PlaceOf(mention.begin, mention.end);
      if (Overlaps(place) && !HoldsUnknown(place)) continue;
      // A phrase in a script without spaces may begin inside its token.
      one.extent = {std::min<size_t>(text_.TokenAt(mention.begin), mention.first), mention.last};
      while (one.extent.last + 1 < text_.size() && text_[one.extent.last + 1].begin < mention.end)
        ++one.extent.last;
      one.core = one.extent;
      standing.push_back(one);
    }
    Widen(standing);
    for (const Standing& one : standing) {
      const SensitiveMention& mention = *one.mention;
      const bool left = one.extent.first < one.core.first;
      const bool right = one.extent.last > one.core.last;
      Finding finding = PlaceOf(left ? text_[one.extent.first].begin : mention.begin,
                                right ? text_[one.extent.last].end : mention.end);
      finding.slot = reading_.slot;
      finding.element = mention.element;
      if (one.nearest != nullptr) {
        finding.subject = one.nearest->finding->subject;
      } else {  // somebody named in another text of the request
        finding.subject.key =
            StrCat("special|", text_.view().folded().substr(mention.begin, mention.end - mention.begin));
      }
      finding.recognizer = mention.recognizer;
      finding.cue = CueOf(one.nearness);
      finding.confidence = std::min(0.99F, 0.5F + (one.weight - kStands) / 4);
      out.push_back(std::move(finding));
    }
  }

 private:
  // A mention that is somebody's, and how far the words that state it reach.
  struct Standing {
    const SensitiveMention* mention = nullptr;
    const Named* nearest = nullptr;
    float nearness = 0, weight = 0;
    SensitiveExtent core, extent;  // the mention, and with the words around it
  };

  // Takes along the words that belong to each, up to the names and the other mentions around it.
  void Widen(std::vector<Standing>& standing) const {
    for (size_t at = 0; at < standing.size(); ++at) {
      Standing& one = standing[at];
      size_t floor = one.extent.first;
      const size_t lowest = at == 0 ? 0 : standing[at - 1].extent.last + 1;
      while (floor > lowest && one.extent.first - floor < kWordsAround && !IsTaken(floor - 1)) --floor;
      size_t ceiling = one.extent.last + 1;
      const size_t highest = at + 1 < standing.size() ? standing[at + 1].extent.first : text_.size();
      while (ceiling < highest && ceiling - one.extent.last <= kWordsAround && !IsTaken(ceiling)) ++ceiling;
      one.extent = WidenMention(text_, *one.mention, one.extent, floor, ceiling);
      if (at == 0) continue;
      SensitiveExtent& before = standing[at - 1].extent;
      before.last = std::max(before.last, JoiningWords(text_, before.last + 1, one.extent.first));
    }
  }

  // Token `at` is of a finding.
  bool IsTaken(size_t at) const { return Overlaps(PlaceOf(text_[at].begin, text_[at].end)); }

  Finding PlaceOf(size_t begin, size_t end) const {
    Finding place;
    place.begin = static_cast<int64_t>(text_.view().SourceBegin(begin));
    place.end = static_cast<int64_t>(text_.view().SourceEnd(end));
    return place;
  }

  // "F. Escamilla (504)", "(PT, Dr. Poe)": what somebody of the staff is there for.
  bool IsOfStaff(const SensitiveMention& mention) const {
    if (mention.certainty != Certainty::kAbbreviation) return false;
    const Finding place = PlaceOf(mention.begin, mention.end);
    const auto next = std::partition_point(found_.begin(), found_.end(),
                                           [&](const Finding& each) { return each.end <= place.begin; });
    const auto is_staff = [](const Finding& each) { return each.element == v1::DATA_ELEMENT_STAFF_NAME; };
    const bool after = next != found_.end() && is_staff(*next) && next->begin - place.end <= 2;
    const bool before = next != found_.begin() && is_staff(*(next - 1)) && place.begin - (next - 1)->end <= 2;
    return after || before;
  }

  // Whether many stand one after the other on its line.
  bool InList(const std::vector<SensitiveMention>& mentions, size_t at) const {
    const auto follows = [&](size_t next) {
      const SensitiveMention& one = mentions[next - 1];
      const SensitiveMention& other = mentions[next];
      if (other.first - one.last > kListWords) return false;
      const std::string_view between = text_.view().folded().substr(one.end, other.begin - one.end);
      return between.find('\n') == between.npos;
    };
    size_t first = at;
    size_t last = at;
    while (first > 0 && at - first < kListLength && follows(first)) --first;
    while (last + 1 < mentions.size() && last - at < kListLength && follows(last + 1)) ++last;
    return last - first + 1 >= kListLength;
  }

  static std::string_view CueOf(float nearness) {
    if (nearness >= kSameSentence) return "a person in the sentence";
    if (nearness >= kSameParagraph) return "a person in the paragraph";
    return nearness >= kSameRecord ? "a person around" : "a person in the request";
  }

  // The first token from `token` on that begins at or after a source offset.
  size_t TokenAtSource(size_t token, int64_t offset) const {
    const auto before = [&](size_t at) {
      return at < text_.size() && static_cast<int64_t>(text_.view().SourceBegin(text_[at].begin)) < offset;
    };
    // Findings stand close together: in strides that double, then between the last two.
    size_t stride = 1;
    while (before(token + stride - 1)) {
      token += stride;
      stride *= 2;
    }
    while (stride > 1) {
      stride /= 2;
      if (before(token + stride - 1)) token += stride;
    }
    return token;
  }

  // What it weighs that somebody is named near it.
  float Nearness(const SensitiveMention& mention, const Named*& nearest) const {
    if (named_.empty()) return people_elsewhere_ ? kSameRequest : kNobody;
    const auto after = std::partition_point(named_.begin(), named_.end(),
                                            [&](const Named& named) { return named.first < mention.first; });
    float best = 0;
    const auto consider = [&](const Named& named) {
      const float weight = NearnessOf(mention, named);
      if (nearest != nullptr && weight <= best) return;
      best = weight;
      nearest = &named;
    };
    // Who was named before it first: of two equally near it is mostly his.
    if (after != named_.begin()) consider(*(after - 1));
    if (after != named_.end()) consider(*after);
    return best;
  }

  float NearnessOf(const SensitiveMention& mention, const Named& named) const {
    const bool before = named.last < mention.first;
    const size_t from = before ? named.last : std::max<size_t>(mention.last, 0);
    const size_t to = before ? mention.first : named.first;
    const size_t words = to > from ? to - from : 0;
    if (words > kRecordWords) return kSameRequest;
    if (words > kParagraphWords) return kSameRecord;
    bool sentence = words <= kSentenceWords;
    for (size_t at = from + 1; at <= to; ++at) {
      const std::string_view gap = text_.GapBefore(at);
      if (gap.find("\n\n") != gap.npos) return kNextParagraph;
      if (sentence && EndsSentence(gap)) sentence = false;
    }
    if (!sentence) return kSameParagraph;
    return words <= kBesideWords ? kBeside : kSameSentence;
  }

  static bool EndsSentence(std::string_view gap) {
    return gap.find('\n') != gap.npos || gap.find(". ") != gap.npos || gap.find("! ") != gap.npos ||
           gap.find("? ") != gap.npos;
  }

  // Somebody everybody knows, or of a story, stands nearer before it than anybody here.
  bool IsOfFigure(const SensitiveMention& mention, const Named* nearest) const {
    const size_t first = text_.TokenAt(mention.begin);
    for (size_t at = first; at > 0 && first - at < kFigureWords; --at) {
      if (nearest != nullptr && nearest->last + 1 >= at && nearest->first < at) return false;
      const size_t token = at - 1;
      if (text_.GapBefore(at).find('\n') != std::string_view::npos) return false;
      const std::vector<uint32_t>& figures = reading_.known.people;
      if (!std::binary_search(figures.begin(), figures.end(), static_cast<uint32_t>(token))) continue;
      return !IsTaken(token);
    }
    return false;
  }

  bool Overlaps(const Finding& finding) const {
    const auto next = std::partition_point(found_.begin(), found_.end(),
                                           [&](const Finding& each) { return each.end <= finding.begin; });
    return next != found_.end() && next->begin < finding.end;
  }

  // All it overlaps are names nobody knows, inside it: "Lennox-Gastaut syndrome".
  bool HoldsUnknown(const Finding& finding) const {
    auto next = std::partition_point(found_.begin(), found_.end(),
                                     [&](const Finding& each) { return each.end <= finding.begin; });
    for (; next != found_.end() && next->begin < finding.end; ++next) {
      const bool inside = next->begin >= finding.begin && next->end <= finding.end;
      if (!inside || next->subject.kind != SubjectKind::kUnknown ||
          next->element != v1::DATA_ELEMENT_PERSON_NAME)
        return false;
    }
    return true;
  }

  const Reading& reading_;
  const Text& text_;
  std::span<const Finding> found_;
  bool people_elsewhere_;
  std::vector<Named> named_;
};

}  // namespace

void AddSensitive(const std::vector<std::unique_ptr<Reading>>& readings, Findings& findings) {
  // Nearly all requests name nobody, and are not looked through.
  const bool people = std::any_of(findings.begin(), findings.end(), IsPerson);
  if (!people) return;
  Findings sensitive;
  for (const auto& reading : readings) {
    if (reading->taken.empty()) continue;  // a number
    const auto [begin, end] =
        std::equal_range(findings.begin(), findings.end(), Finding{.slot = reading->slot},
                         [](const Finding& a, const Finding& b) { return a.slot < b.slot; });
    SlotSense(*reading, {begin, end}, people).Add(sensitive);
  }
  const auto in_order = [](const Finding& a, const Finding& b) {
    return a.slot != b.slot ? a.slot < b.slot : a.begin < b.begin;
  };
  // Names inside a mention give way to it.
  std::erase_if(findings, [&](const Finding& name) {
    const auto next = std::partition_point(sensitive.begin(), sensitive.end(), [&](const Finding& each) {
      return each.slot != name.slot ? each.slot < name.slot : each.end <= name.begin;
    });
    return next != sensitive.end() && next->slot == name.slot && next->begin < name.end;
  });
  const size_t before = findings.size();
  findings.insert(findings.end(), std::make_move_iterator(sensitive.begin()),
                  std::make_move_iterator(sensitive.end()));
  std::inplace_merge(findings.begin(), findings.begin() + static_cast<ptrdiff_t>(before), findings.end(),
                     in_order);
}

}  // namespace schoolgate::redaction
