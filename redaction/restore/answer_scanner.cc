#include "redaction/restore/answer_scanner.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "core/crypto/secret.h"
#include "redaction/walk/field_visitor.h"

namespace schoolgate::redaction {
namespace {

// A window is looked at when it is full. What stays of it is context for the next one. A finding so near an
// end where the text was cut may be a part of one: the window on the other side has it whole.
constexpr size_t kWindow = 4096;
constexpr size_t kContext = 512;
constexpr size_t kCutEnd = 96;
static_assert(kContext > 2 * kCutEnd, "neighbours share what both see whole");

// The last `keep` bytes of `text` or a few less, from the start of a character.
size_t CutBefore(std::string_view text, size_t keep) {
  size_t cut = text.size() - std::min(keep, text.size());
  while (cut < text.size() && (static_cast<uint8_t>(text[cut]) & 0xC0) == 0x80) ++cut;
  return cut;
}

// Bytes behind the last whole character: of a stream, its rest comes with the next piece.
size_t Unfinished(std::string_view text) {
  for (size_t back = 1; back <= std::min<size_t>(3, text.size()); ++back) {
    const auto c = static_cast<uint8_t>(text[text.size() - back]);
    if ((c & 0xC0) == 0x80) continue;
    const size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

}  // namespace

struct AnswerScanner::Impl {
  struct Text {
    int32_t choice;
    std::vector<FieldStep> path;  // from the delta
    std::string window;
    bool cut = false;  // there was text before it
  };

  const Detector& detector;
  const DetectionContext context;
  absl::flat_hash_set<std::string_view> known;  // subjects of the request
  std::vector<std::string> ours;                // stand-ins of the request
  std::vector<Text> texts;
  std::set<std::pair<v1::DataElement, std::string>> seen;
  std::set<std::string> students;

  // A part of a surrogate is ours too: detection may see less of it than stands there.
  bool IsOurs(std::string_view found) const {
    return std::any_of(ours.begin(), ours.end(), [found](const std::string& stand_in) {
      return stand_in.find(found) != std::string::npos;
    });
  }

  void Look(const Text& of, bool last) {
    const std::string_view text =
        std::string_view(of.window).substr(0, of.window.size() - (last ? 0 : Unfinished(of.window)));
    const auto first_whole = static_cast<int64_t>(of.cut ? kCutEnd : 0);
    const auto last_whole = static_cast<int64_t>(text.size() - (last ? 0 : kCutEnd));
    const Slot slot{.text = text};
    for (const Finding& finding : detector.Detect({&slot, 1}, context)) {
      const Subject& subject = finding.subject;
      if (subject.kind == SubjectKind::kNone || known.contains(subject.key)) continue;
      if (finding.begin < first_whole || finding.end > last_whole) continue;
      const std::string_view found =
          text.substr(static_cast<size_t>(finding.begin), static_cast<size_t>(finding.end - finding.begin));
      if (IsOurs(found)) continue;
      if (!seen.emplace(finding.element, subject.key).second) continue;
      if (subject.kind == SubjectKind::kStudent) students.insert(subject.key);
    }
  }

  void Add(int32_t choice, const FieldSite& site) {
    if (site.value().empty() || !IsText(site)) return;
    auto text = std::find_if(texts.begin(), texts.end(), [&](const Text& of) {
      return of.choice == choice &&
             std::equal(of.path.begin(), of.path.end(), site.path().begin(), site.path().end());
    });
    if (text == texts.end()) {
      texts.push_back({.choice = choice, .path = {site.path().begin(), site.path().end()}});
      texts.back().window.reserve(2 * kWindow);  // so that it seldom moves and leaves a copy behind
      text = texts.end() - 1;
    }
    std::string& window = text->window;
    for (std::string_view rest = site.value(); !rest.empty();) {
      const size_t some = std::min(rest.size(), kWindow);
      window.append(rest.substr(0, some));
      rest.remove_prefix(some);
      if (window.size() < kWindow) continue;
      Look(*text, /*last=*/false);
      text->cut = true;
      const size_t cut = CutBefore(window, kContext);
      std::fill(window.begin(), window.begin() + static_cast<std::ptrdiff_t>(cut), '\0');
      window.erase(0, cut);
    }
  }

  static bool IsText(const FieldSite& site) {
    const auto* parent = site.parent().GetDescriptor();
    if (parent == v1::TokenLogprob::descriptor()) return false;  // the text beside it again
    return site.plan().handling == v1::HANDLING_TEXT || site.plan().handling == v1::HANDLING_JSON;
  }
};

AnswerScanner::AnswerScanner(const Detector& detector, const Findings& request,
                             const DetectionContext& context, const StandInTable& ours)
    : impl_(new Impl{.detector = detector, .context = context, .ours = ours.Texts()}) {
  for (const Finding& finding : request) impl_->known.insert(finding.subject.key);
}

AnswerScanner::~AnswerScanner() {
  for (Impl::Text& text : impl_->texts) WipeString(text.window);
}

void AnswerScanner::Feed(v1::StreamGenerateResponse& piece) {
  for (v1::ChoiceDelta& delta : *piece.mutable_deltas()) {
    VisitFields(delta, [&](const FieldSite& site) { impl_->Add(delta.index(), site); });
  }
}

void AnswerScanner::Take(v1::GenerateResponse& whole) {
  for (v1::Choice& choice : *whole.mutable_choices()) {
    VisitFields(choice, [&](const FieldSite& site) { impl_->Add(choice.index(), site); });
  }
}

Volunteered AnswerScanner::Finish() {
  for (const Impl::Text& text : impl_->texts) impl_->Look(text, /*last=*/true);
  Volunteered volunteered;
  for (const auto& [element, subject] : impl_->seen) ++volunteered.elements[element];
  volunteered.students.assign(impl_->students.begin(), impl_->students.end());
  return volunteered;
}

}  // namespace schoolgate::redaction
