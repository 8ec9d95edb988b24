#include "redaction/restore/answer_scanner.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "redaction/restore/answer_window.h"
#include "redaction/restore/text_guard.h"
#include "redaction/walk/field_visitor.h"

namespace schoolgate::redaction {
namespace {

// A window is looked at when it is full. What stays of it is context for the next one. A finding so near an
// end where the text was cut may be a part of one: the window on the other side has it whole.
constexpr size_t kWindow = 4096;
constexpr size_t kContext = 512;
constexpr size_t kCutEnd = 96;
static_assert(kContext > 2 * kCutEnd, "neighbours share what both see whole");

bool IsText(const FieldSite& site) {
  const auto* parent = site.parent().GetDescriptor();
  if (parent == v1::TokenLogprob::descriptor()) return false;  // the text beside it again
  return site.plan().handling == v1::HANDLING_TEXT || site.plan().handling == v1::HANDLING_JSON;
}

TextKind KindOf(const FieldPlan& plan) {
  if (plan.handling == v1::HANDLING_JSON) return TextKind::kJson;
  return plan.name_charset ? TextKind::kName : TextKind::kProse;
}

bool IsEmpty(const v1::ToolCall& call) {
  return call.id().empty() && call.name().empty() && call.arguments_json().empty();
}

bool IsEmpty(const v1::ContentPart& part) {
  return part.text().empty() && part.refusal().empty() && part.media().data().empty() &&
         part.media().url().empty();
}

template <typename Part>
void DropEmpty(google::protobuf::RepeatedPtrField<Part>& parts) {
  parts.erase(std::remove_if(parts.begin(), parts.end(), [](const Part& part) { return IsEmpty(part); }),
              parts.end());
}

}  // namespace

struct AnswerScanner::Impl {
  struct Text {
    Text(int32_t of_choice, const FieldSite& site)
        : choice(of_choice),
          path(site.path().begin(), site.path().end()),
          seen(KindOf(site.plan()), 2 * kWindow) {}

    int32_t choice;
    std::vector<FieldStep> path;  // from the delta
    AnswerWindow seen;
    std::unique_ptr<TextGuard> guard;  // of a stream that may be altered, until its choice is over
  };

  VolunteerJudge judge;
  const v1::AnswerRule rule;
  std::vector<std::unique_ptr<Text>> texts;
  absl::flat_hash_set<int32_t> ended;     // choices we ended
  absl::flat_hash_set<int32_t> finished;  // they and those the vendor ended

  bool alters() const { return rule == v1::ANSWER_RULE_REDACT || rule == v1::ANSWER_RULE_END; }

  std::unique_ptr<TextGuard> NewGuard(const FieldSite& site, TextGuard::Pace pace) {
    const auto then = rule == v1::ANSWER_RULE_END ? TextGuard::Then::kEnd : TextGuard::Then::kRedact;
    return std::make_unique<TextGuard>(judge, KindOf(site.plan()), then, pace);
  }

  void Look(const AnswerWindow& window, bool last) {
    const WindowReading reading = window.Read(last);
    const auto first_whole = static_cast<int64_t>(window.cut() ? kCutEnd : 0);
    const auto last_whole = static_cast<int64_t>(reading.text().size()) - (last ? 0 : int64_t{kCutEnd});
    for (const Finding& finding : judge.Look(reading.text())) {
      if (finding.begin >= first_whole && finding.end <= last_whole) judge.Note(finding);
    }
  }

  Text& TextAt(int32_t choice, const FieldSite& site) {
    const auto text = std::find_if(texts.begin(), texts.end(), [&](const std::unique_ptr<Text>& of) {
      return of->choice == choice &&
             std::equal(of->path.begin(), of->path.end(), site.path().begin(), site.path().end());
    });
    return text != texts.end() ? **text : *texts.emplace_back(std::make_unique<Text>(choice, site));
  }

  Text& Add(int32_t choice, const FieldSite& site) {
    Text& text = TextAt(choice, site);
    for (std::string_view rest = site.value(); !rest.empty();) {
      const size_t some = std::min(rest.size(), kWindow);
      text.seen.Append(rest.substr(0, some));
      rest.remove_prefix(some);
      if (text.seen.bytes().size() < kWindow) continue;
      Look(text.seen, /*last=*/false);
      text.seen.Keep(kContext);
    }
    return text;
  }

  void End(int32_t choice) {
    ended.insert(choice);
    finished.insert(choice);
    for (const std::unique_ptr<Text>& text : texts) {
      if (text->choice == choice) text->guard.reset();
    }
  }

  void PassPiece(int32_t choice, const FieldSite& site) {
    const bool over = ended.contains(choice);
    if (!IsText(site)) {
      if (over) site.Set("");
      return;
    }
    if (site.value().empty()) return;
    Text& text = Add(choice, site);
    if (!alters()) return;
    if (over) return site.Set("");
    // A name comes whole.
    const bool name = KindOf(site.plan()) == TextKind::kName;
    if (text.guard == nullptr) text.guard = NewGuard(site, TextGuard::kStream);
    site.Set(text.guard->Feed(site.value(), /*last=*/name));
    if (text.guard->ended()) return End(choice);
    if (name) text.guard.reset();
  }

  // Puts what is held back of a choice behind what `delta` has of it.
  void Flush(int32_t choice, v1::ChoiceDelta& delta) {
    for (const std::unique_ptr<Text>& text : texts) {
      if (text->choice != choice || text->guard == nullptr || !text->guard->holds_back()) continue;
      const std::string rest = text->guard->Feed({}, /*last=*/true);
      VisitPath(delta, text->path, [&rest](const FieldSite& site) { site.Set(site.value() + rest); });
      if (text->guard->ended()) return End(choice);
      text->guard.reset();
    }
  }

  void PassDelta(v1::ChoiceDelta& delta) {
    const int32_t choice = delta.index();
    VisitFields(delta, [&](const FieldSite& site) { PassPiece(choice, site); });
    const bool last = delta.finish_reason() != v1::FINISH_REASON_UNSPECIFIED;
    if (last) finished.insert(choice);
    if (!alters()) return;
    if (last && !ended.contains(choice)) Flush(choice, delta);
    delta.clear_logprobs();
    if (!ended.contains(choice)) return;
    DropEmpty(*delta.mutable_tool_calls());
    delta.set_finish_reason(v1::FINISH_REASON_CONTENT_FILTER);
  }

  void PassWhole(int32_t choice, const FieldSite& site, v1::ToolCall*& cut_call) {
    const bool over = ended.contains(choice);
    if (!IsText(site)) {
      if (over && site.parent().GetDescriptor() != v1::TokenLogprob::descriptor()) site.Set("");
      return;
    }
    if (site.value().empty()) return;
    Add(choice, site);
    if (!alters()) return;
    if (over) return site.Set("");
    const std::unique_ptr<TextGuard> guard = NewGuard(site, TextGuard::kWhole);
    site.Set(guard->Feed(site.value(), /*last=*/true));
    if (!guard->ended()) return;
    End(choice);
    if (site.parent().GetDescriptor() == v1::ToolCall::descriptor()) {
      cut_call = static_cast<v1::ToolCall*>(&site.parent());
    }
  }
};

AnswerScanner::AnswerScanner(const Detector& detector, const Findings& request,
                             const DetectionContext& context, const StandInTable& ours, v1::AnswerRule rule)
    : impl_(new Impl{.judge{detector, request, context, ours}, .rule = rule}) {}

AnswerScanner::~AnswerScanner() = default;

size_t AnswerScanner::Work(size_t bytes) const {
  if (!impl_->alters()) return bytes;
  return bytes + bytes / TextGuard::kStream.step * (TextGuard::kContext + TextGuard::kLongestHold);
}

void AnswerScanner::Feed(v1::StreamGenerateResponse& piece) {
  const absl::flat_hash_set<int32_t> ended = impl_->ended;
  for (v1::ChoiceDelta& delta : *piece.mutable_deltas()) impl_->PassDelta(delta);
  if (ended.empty()) return;
  auto& deltas = *piece.mutable_deltas();
  deltas.erase(std::remove_if(deltas.begin(), deltas.end(),
                              [&](const v1::ChoiceDelta& delta) { return ended.contains(delta.index()); }),
               deltas.end());
}

v1::StreamGenerateResponse AnswerScanner::Rest() {
  v1::StreamGenerateResponse piece;
  std::vector<int32_t> choices;
  for (const std::unique_ptr<Impl::Text>& text : impl_->texts) {
    const bool held = text->guard != nullptr && text->guard->holds_back();
    if (held && std::find(choices.begin(), choices.end(), text->choice) == choices.end()) {
      choices.push_back(text->choice);
    }
  }
  for (const int32_t choice : choices) {
    v1::ChoiceDelta& delta = *piece.add_deltas();
    delta.set_index(choice);
    impl_->Flush(choice, delta);
    if (impl_->ended.contains(choice)) delta.set_finish_reason(v1::FINISH_REASON_CONTENT_FILTER);
  }
  return piece;
}

bool AnswerScanner::Over(int choices) const {
  return !impl_->ended.empty() && static_cast<int>(impl_->finished.size()) >= choices;
}

void AnswerScanner::Take(v1::GenerateResponse& whole) {
  for (v1::Choice& choice : *whole.mutable_choices()) {
    const int32_t altered = impl_->judge.altered();
    v1::ToolCall* cut_call = nullptr;
    VisitFields(choice, [&](const FieldSite& site) { impl_->PassWhole(choice.index(), site, cut_call); });
    const bool ended = impl_->ended.contains(choice.index());
    if (ended || impl_->judge.altered() != altered) choice.clear_logprobs();
    if (!ended) continue;
    if (cut_call != nullptr) cut_call->Clear();
    DropEmpty(*choice.mutable_message()->mutable_tool_calls());
    DropEmpty(*choice.mutable_message()->mutable_content());
    choice.set_finish_reason(v1::FINISH_REASON_CONTENT_FILTER);
  }
}

Volunteered AnswerScanner::Finish() {
  for (const std::unique_ptr<Impl::Text>& text : impl_->texts) impl_->Look(text->seen, /*last=*/true);
  return impl_->judge.Told();
}

}  // namespace schoolgate::redaction
