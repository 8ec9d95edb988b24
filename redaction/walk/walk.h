// The one walker: finds every position of people's text in a message by its descriptors' field options, so
// nothing is read that has no option and nothing that has one is missed.
//
//   TEXT        one slot
//   JSON        each key, string and number of the document is a slot; bytes between them stay as they
//               were. What is not valid JSON is one text slot, its escapes seen through.
//   IDENTIFIER  one slot of kind kIdentifier, treated whole
//   MEDIA       no slot; reported by media()
//   PLAIN       not visited
//   CREDENTIAL  not visited; the transformer clears the field
//
// RequestContext never leaves, so it is not walked: dialects do not encode it.
//
// A Walk points into the message it was made from and is used by one exchange, on one thread.
#ifndef SCHOOLGATE_REDACTION_WALK_WALK_H_
#define SCHOOLGATE_REDACTION_WALK_WALK_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "redaction/walk/slot.h"
#include "schoolgate/v1/chat.pb.h"

namespace schoolgate::redaction {

// A slot's new text.
struct SlotEdit {
  int32_t slot = 0;
  std::string text;
};

// A part that is no text.
struct MediaPart {
  v1::MediaKind kind = v1::MEDIA_KIND_UNSPECIFIED;
  std::string path;  // published: "messages[2].content[0].media"
};

class Walk {
 public:
  // Walks `message`, which outlives the walk and does not change under it. INVALID_UTF8 names the place.
  static absl::StatusOr<Walk> Over(const google::protobuf::Message& message);
  Walk(Walk&&) noexcept;
  Walk& operator=(Walk&&) noexcept;
  ~Walk();

  std::span<const Slot> slots() const;
  // The media parts there are.
  const std::vector<MediaPart>& media() const;
  // The published path of a slot, "messages[1].tool_calls[0].arguments_json" for any token of the arguments.
  // Names of fields and positions only, never a caller's own key.
  std::string PathOf(int32_t slot) const;
  // The slot's field holds names restricted to [A-Za-z0-9_-]{1,64}.
  bool NameCharset(int32_t slot) const;

  // Writes the edits (sorted by slot) into `message`, which must be the walked message or an equal copy. JSON
  // strings and keys are escaped; a number that was edited becomes a string unless its new text is a number.
  // The walk's slots are no longer valid afterwards.
  void Apply(std::vector<SlotEdit> edits, google::protobuf::Message& message);

 private:
  struct Impl;
  explicit Walk(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_WALK_WALK_H_
