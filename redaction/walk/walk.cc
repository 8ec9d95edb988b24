#include "redaction/walk/walk.h"

#include <forward_list>
#include <utility>

#include "core/util/problems.h"
#include "core/util/strings.h"
#include "redaction/walk/field_plan.h"
#include "redaction/walk/json_tokens.h"
#include "redaction/walk/utf8.h"
#include "schoolgate/v1/generation_service.pb.h"

namespace schoolgate::redaction {

using google::protobuf::Message;
using google::protobuf::Reflection;

struct Walk::Impl {
  // A message on the way to a field: which field of its parent it stands in. Node 0 is the walked message.
  struct Node {
    int32_t parent = -1;
    const FieldPlan* plan = nullptr;
    int32_t position = -1;
  };
  // A field with text.
  struct Site {
    int32_t node = 0;
    const FieldPlan* plan = nullptr;
    int32_t position = -1;
    bool json = false;  // its slots are the tokens of a document
  };
  // Where a slot stands in its site's text: within the quotes of a JSON string.
  struct Place {
    int32_t site = 0;
    size_t begin = 0;
    size_t end = 0;
  };

  std::vector<Node> nodes;
  std::vector<Site> sites;
  std::vector<Slot> slots;
  std::vector<Place> places;  // parallel to slots
  std::vector<MediaPart> media;
  std::forward_list<std::string> decoded;  // JSON strings without their escapes
  std::vector<JsonToken> tokens;           // of the document being read
  bool wrapped = false;                    // paths start below StreamGenerateRequest.request
  std::string bad_utf8;                    // path of the first text that is not UTF-8

  void VisitMessage(const Message& message, const MessagePlan& plan, int32_t node);
  void VisitText(const std::string& text, int32_t node, const FieldPlan& plan, int32_t position);
  void AddJson(std::string_view text, int32_t site);
  std::string_view WithoutEscapes(std::string_view raw);
  void AddSlot(SlotKind kind, std::string_view text, std::string_view cue, Place place);
  std::string NodePath(int32_t node) const;
  std::string SitePath(int32_t node, const FieldPlan& plan, int32_t position) const;
  Message& NodeIn(Message& root, int32_t node) const;
};

namespace {

// A message of MEDIA fields that does not say what it carries could be anything.
v1::MediaKind KindOf(const Message& message) {
  const auto* media = google::protobuf::DynamicCastToGenerated<v1::Media>(&message);
  return media == nullptr ? v1::MEDIA_KIND_UNSPECIFIED : media->kind();
}

}  // namespace

void Walk::Impl::VisitMessage(const Message& message, const MessagePlan& plan, int32_t node) {
  const Reflection& reflection = *message.GetReflection();
  if (plan.media) media.push_back({KindOf(message), NodePath(node)});
  std::string scratch;
  for (const FieldPlan& field : plan.fields) {
    const int count = field.repeated ? reflection.FieldSize(message, field.field) : 1;
    for (int i = 0; i < count; ++i) {
      const int32_t position = field.repeated ? i : -1;
      if (field.message == nullptr) {
        if (field.handling != v1::HANDLING_TEXT && field.handling != v1::HANDLING_JSON &&
            field.handling != v1::HANDLING_IDENTIFIER) {
          continue;
        }
        VisitText(field.repeated ? reflection.GetRepeatedStringReference(message, field.field, i, &scratch)
                                 : reflection.GetStringReference(message, field.field, &scratch),
                  node, field, position);
        continue;
      }
      if (!field.repeated && !reflection.HasField(message, field.field)) continue;
      nodes.push_back({.parent = node, .plan = &field, .position = position});
      VisitMessage(field.repeated ? reflection.GetRepeatedMessage(message, field.field, i)
                                  : reflection.GetMessage(message, field.field),
                   *field.message, static_cast<int32_t>(nodes.size()) - 1);
    }
  }
}

void Walk::Impl::VisitText(const std::string& text, int32_t node, const FieldPlan& plan, int32_t position) {
  if (text.empty()) return;
  if (!IsUtf8(text)) {
    if (bad_utf8.empty()) bad_utf8 = SitePath(node, plan, position);
    return;
  }
  const int32_t site = static_cast<int32_t>(sites.size());
  sites.push_back({.node = node, .plan = &plan, .position = position});
  if (plan.handling == v1::HANDLING_JSON) {
    AddJson(text, site);
    return;
  }
  AddSlot(plan.handling == v1::HANDLING_IDENTIFIER ? SlotKind::kIdentifier : SlotKind::kText, text, {},
          {.site = site, .end = text.size()});
}

void Walk::Impl::AddJson(std::string_view text, int32_t site) {
  if (!TokenizeJson(text, tokens)) {
    // Escapes could hide a name from detection ("Jos\u00e9"), so they are seen through here too.
    const bool escapes = text.find('\\') != std::string_view::npos;
    AddSlot(SlotKind::kText, escapes ? WithoutEscapes(text) : text, {}, {.site = site, .end = text.size()});
    return;
  }
  sites[static_cast<size_t>(site)].json = true;
  const size_t first = slots.size();
  for (const JsonToken& token : tokens) {
    const std::string_view raw = text.substr(token.begin, token.end - token.begin);
    SlotKind kind = SlotKind::kJsonString;
    if (token.kind == JsonTokenKind::kKey) kind = SlotKind::kJsonKey;
    if (token.kind == JsonTokenKind::kNumber) kind = SlotKind::kJsonNumber;
    const std::string_view cue =
        token.cue < 0 ? std::string_view() : slots[first + static_cast<size_t>(token.cue)].text;
    AddSlot(kind, token.escaped ? WithoutEscapes(raw) : raw, cue,
            {.site = site, .begin = token.begin, .end = token.end});
  }
}

std::string_view Walk::Impl::WithoutEscapes(std::string_view raw) {
  return decoded.emplace_front(DecodeJsonEscapes(raw));
}

void Walk::Impl::AddSlot(SlotKind kind, std::string_view text, std::string_view cue, Place place) {
  slots.push_back({.index = static_cast<int32_t>(slots.size()), .kind = kind, .text = text, .cue = cue});
  places.push_back(place);
}

std::string Walk::Impl::NodePath(int32_t node) const {
  const Node& at = nodes[static_cast<size_t>(node)];
  if (at.parent < 0) return {};
  std::string path = NodePath(at.parent);
  // The published path of a streamed request is that of the request it wraps.
  if (wrapped && at.parent == 0) return path;
  if (!path.empty()) path.push_back('.');
  path.append(at.plan->field->name());
  if (at.position >= 0) path.append(StrCat("[", at.position, "]"));
  return path;
}

std::string Walk::Impl::SitePath(int32_t node, const FieldPlan& plan, int32_t position) const {
  std::string path = NodePath(node);
  if (!path.empty()) path.push_back('.');
  path.append(plan.field->name());
  if (position >= 0) path.append(StrCat("[", position, "]"));
  return path;
}

Message& Walk::Impl::NodeIn(Message& root, int32_t node) const {
  const Node& at = nodes[static_cast<size_t>(node)];
  if (at.parent < 0) return root;
  Message& parent = NodeIn(root, at.parent);
  const Reflection& reflection = *parent.GetReflection();
  return at.position < 0 ? *reflection.MutableMessage(&parent, at.plan->field)
                         : *reflection.MutableRepeatedMessage(&parent, at.plan->field, at.position);
}

Walk::Walk(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Walk::Walk(Walk&&) noexcept = default;
Walk& Walk::operator=(Walk&&) noexcept = default;
Walk::~Walk() = default;

absl::StatusOr<Walk> Walk::Over(const Message& message) {
  const MessagePlan& plan = PlanFor(*message.GetDescriptor());
  // A field nobody said how to treat: a fault of the build, which a test finds first.
  if (plan.untreated != nullptr) return MakeProblem(problems::kInternal);
  auto impl = std::make_unique<Impl>();
  impl->wrapped = message.GetDescriptor() == v1::StreamGenerateRequest::descriptor();
  impl->nodes.reserve(16);
  impl->sites.reserve(16);
  impl->slots.reserve(16);
  impl->places.reserve(16);
  impl->nodes.emplace_back();
  impl->VisitMessage(message, plan, 0);
  if (!impl->bad_utf8.empty()) return MakeProblem(problems::kInvalidUtf8, {{"place", impl->bad_utf8}});
  return Walk(std::move(impl));
}

std::span<const Slot> Walk::slots() const { return impl_->slots; }

const std::vector<MediaPart>& Walk::media() const { return impl_->media; }

std::string Walk::PathOf(int32_t slot) const {
  const Impl::Site& site = impl_->sites[static_cast<size_t>(impl_->places[static_cast<size_t>(slot)].site)];
  return impl_->SitePath(site.node, *site.plan, site.position);
}

bool Walk::NameCharset(int32_t slot) const {
  return impl_->sites[static_cast<size_t>(impl_->places[static_cast<size_t>(slot)].site)].plan->name_charset;
}

void Walk::Apply(std::vector<SlotEdit> edits, Message& message) {
  size_t i = 0;
  while (i < edits.size()) {
    const int32_t site_index = impl_->places[static_cast<size_t>(edits[i].slot)].site;
    const Impl::Site& site = impl_->sites[static_cast<size_t>(site_index)];
    Message& parent = impl_->NodeIn(message, site.node);
    const Reflection& reflection = *parent.GetReflection();
    const auto set = [&](std::string value) {
      if (site.position < 0) {
        reflection.SetString(&parent, site.plan->field, std::move(value));
      } else {
        reflection.SetRepeatedString(&parent, site.plan->field, site.position, std::move(value));
      }
    };
    if (!site.json) {
      set(std::move(edits[i++].text));
      continue;
    }
    std::string scratch;
    const std::string& before =
        site.position < 0
            ? reflection.GetStringReference(parent, site.plan->field, &scratch)
            : reflection.GetRepeatedStringReference(parent, site.plan->field, site.position, &scratch);
    std::string after;
    after.reserve(before.size() + 64);
    size_t copied = 0;
    for (; i < edits.size(); ++i) {
      const size_t slot = static_cast<size_t>(edits[i].slot);
      const Impl::Place& place = impl_->places[slot];
      if (place.site != site_index) break;
      after.append(before, copied, place.begin - copied);
      const bool number = impl_->slots[slot].kind == SlotKind::kJsonNumber;
      if (number && IsJsonNumber(edits[i].text)) {
        after.append(edits[i].text);
      } else {
        if (number) after.push_back('"');
        AppendJsonEscaped(edits[i].text, after);
        if (number) after.push_back('"');
      }
      copied = place.end;
    }
    after.append(before, copied);
    set(std::move(after));
  }
}

}  // namespace schoolgate::redaction
