#include "redaction/restore/restorer.h"

#include <algorithm>
#include <span>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "redaction/walk/field_visitor.h"

namespace schoolgate::redaction {
namespace {

bool Touched(const RestoreCounts& before, const RestoreCounts& after) {
  return before.restored != after.restored || before.neutralized != after.neutralized;
}

// Pieces of the answer beside it, which cannot be restored (see the header).
bool IsLogprob(const FieldSite& site) {
  return site.parent().GetDescriptor() == v1::TokenLogprob::descriptor();
}

const v1::ToolCall* CallOf(const FieldSite& site) {
  return site.parent().GetDescriptor() == v1::ToolCall::descriptor()
             ? static_cast<const v1::ToolCall*>(&site.parent())
             : nullptr;
}

TextKind KindOf(const FieldPlan& plan) {
  if (plan.handling == v1::HANDLING_JSON) return TextKind::kJson;
  return plan.name_charset ? TextKind::kName : TextKind::kProse;
}

}  // namespace

struct Restorer::Impl {
  // One text of a stream.
  struct Text {
    int32_t choice;
    std::vector<FieldStep> path;  // from the delta
    TextRestorer restorer;
  };
  struct CallName {
    int32_t choice;
    int32_t call;
    std::string name;  // restored
  };

  std::shared_ptr<const Substitutions> substitutions;
  RestoreOptions options;
  RestoreCounts counts;
  // Of the stream: a handful, so a list is searched faster than a map.
  std::vector<Text> texts;
  std::vector<CallName> names;
  absl::flat_hash_set<int32_t> without_logprobs;
  std::string response_id;
  std::string model;

  bool External(std::string_view name) const {
    if (options.external_functions.empty()) return false;
    return name.empty() || std::find(options.external_functions.begin(), options.external_functions.end(),
                                     name) != options.external_functions.end();
  }

  void RestoreIdentifier(const FieldSite& site) {
    const std::string* const identifier = substitutions->FormOf(site.value());
    if (identifier == nullptr) return;
    ++counts.restored;
    site.Set(*identifier);
  }

  void RestoreWhole(const FieldSite& site) {
    if (site.value().empty() || IsLogprob(site)) return;
    switch (site.plan().handling) {
      case v1::HANDLING_IDENTIFIER:
        return RestoreIdentifier(site);
      case v1::HANDLING_JSON:
      case v1::HANDLING_TEXT: {
        // The name stands before the arguments, so it is restored by now.
        const auto* call = site.plan().handling == v1::HANDLING_JSON ? CallOf(site) : nullptr;
        const bool external = call != nullptr && External(call->name());
        TextRestorer restorer(*substitutions, KindOf(site.plan()), external);
        return site.Set(restorer.Feed(site.value(), /*last=*/true, counts));
      }
      default:
        return;
    }
  }

  Text& TextAt(int32_t choice, const FieldSite& site) {
    for (Text& text : texts) {
      if (text.choice == choice &&
          std::equal(text.path.begin(), text.path.end(), site.path().begin(), site.path().end())) {
        return text;
      }
    }
    bool external = false;
    if (const auto* call = CallOf(site); call != nullptr) external = External(NameOf(choice, *call));
    return texts.emplace_back(Text{choice,
                                   {site.path().begin(), site.path().end()},
                                   TextRestorer(*substitutions, KindOf(site.plan()), external)});
  }

  std::string_view NameOf(int32_t choice, const v1::ToolCall& call) {
    for (const CallName& known : names) {
      if (known.choice == choice && known.call == call.index()) return known.name;
    }
    if (call.name().empty()) return {};
    return names.emplace_back(CallName{choice, call.index(), call.name()}).name;
  }

  void RestorePiece(int32_t choice, const FieldSite& site) {
    if (site.value().empty() || IsLogprob(site)) return;
    switch (site.plan().handling) {
      case v1::HANDLING_IDENTIFIER:
        return RestoreIdentifier(site);
      case v1::HANDLING_TEXT:
      case v1::HANDLING_JSON:
        break;
      default:
        return;
    }
    if (KindOf(site.plan()) == TextKind::kName) {
      RestoreWhole(site);
      if (const auto* call = CallOf(site)) NameOf(choice, *call);
      return;
    }
    Text& text = TextAt(choice, site);
    site.Set(text.restorer.Feed(site.value(), /*last=*/false, counts));
  }

  // Puts what is held back of a choice behind what `delta` has of it.
  void Flush(int32_t choice, v1::ChoiceDelta& delta) {
    for (Text& text : texts) {
      if (text.choice != choice || !text.restorer.holds_back()) continue;
      std::string rest = text.restorer.Feed({}, /*last=*/true, counts);
      VisitPath(delta, text.path, [&rest](const FieldSite& site) { site.Set(site.value() + rest); });
    }
    const auto of_choice = [choice](const auto& of) { return of.choice == choice; };
    texts.erase(std::remove_if(texts.begin(), texts.end(), of_choice), texts.end());
    names.erase(std::remove_if(names.begin(), names.end(), of_choice), names.end());
  }
};

Restorer::Restorer(std::shared_ptr<const Substitutions> substitutions, RestoreOptions options)
    : impl_(std::make_unique<Impl>()) {
  impl_->substitutions = std::move(substitutions);
  impl_->options = std::move(options);
}

Restorer::~Restorer() = default;

void Restorer::Restore(v1::GenerateResponse& response) {
  for (v1::Choice& choice : *response.mutable_choices()) {
    const RestoreCounts before = impl_->counts;
    VisitFields(choice, [this](const FieldSite& site) { impl_->RestoreWhole(site); });
    if (Touched(before, impl_->counts)) choice.clear_logprobs();
  }
}

void Restorer::Feed(v1::StreamGenerateResponse& piece) {
  if (impl_->response_id.empty()) impl_->response_id = piece.response_id();
  if (impl_->model.empty()) impl_->model = piece.model();
  for (v1::ChoiceDelta& delta : *piece.mutable_deltas()) {
    const int32_t choice = delta.index();
    const RestoreCounts before = impl_->counts;
    VisitFields(delta, [this, choice](const FieldSite& site) { impl_->RestorePiece(choice, site); });
    if (delta.finish_reason() != v1::FINISH_REASON_UNSPECIFIED) impl_->Flush(choice, delta);
    if (Touched(before, impl_->counts)) impl_->without_logprobs.insert(choice);
    if (impl_->without_logprobs.contains(choice)) delta.clear_logprobs();
  }
}

v1::StreamGenerateResponse Restorer::Finish() {
  v1::StreamGenerateResponse last;
  while (!impl_->texts.empty()) {
    const int32_t choice = impl_->texts.front().choice;
    v1::ChoiceDelta rest;
    rest.set_index(choice);
    const size_t empty = rest.ByteSizeLong();
    impl_->Flush(choice, rest);
    if (rest.ByteSizeLong() > empty) last.add_deltas()->Swap(&rest);
  }
  last.set_response_id(impl_->response_id);
  last.set_model(impl_->model);
  return last;
}

const RestoreCounts& Restorer::counts() const { return impl_->counts; }

}  // namespace schoolgate::redaction
