// The last of one text of an answer, as it is looked at: what has been seen stays for a while as context for
// what comes. In JSON (a function's arguments, and what begins with "{" or "["), the escapes of strings are
// read as the characters they stand for.
//
// One text's own; one thread. It holds the answer's text, and wipes it.
#ifndef SCHOOLGATE_REDACTION_RESTORE_ANSWER_WINDOW_H_
#define SCHOOLGATE_REDACTION_RESTORE_ANSWER_WINDOW_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "redaction/restore/text_restorer.h"

namespace schoolgate::redaction {

// What a window says, and where. Valid until the window changes.
class WindowReading {
 public:
  explicit WindowReading(std::string_view as_it_is) : text_(as_it_is) {}
  // `offsets`: of each byte of `decoded`, and of its end.
  WindowReading(std::string decoded, std::vector<uint32_t> offsets);
  ~WindowReading();
  WindowReading(const WindowReading&) = delete;
  WindowReading& operator=(const WindowReading&) = delete;

  std::string_view text() const { return text_; }
  // Where in the window what is at `offset` of the text stands.
  size_t InWindow(size_t offset) const { return offsets_.empty() ? offset : offsets_[offset]; }

 private:
  std::string decoded_;
  std::vector<uint32_t> offsets_;
  std::string_view text_;
};

class AnswerWindow {
 public:
  // Room for `size` bytes is taken at once, so that the text seldom moves and leaves a copy behind.
  AnswerWindow(TextKind kind, size_t size);
  ~AnswerWindow();
  AnswerWindow(const AnswerWindow&) = delete;
  AnswerWindow& operator=(const AnswerWindow&) = delete;

  void Append(std::string_view text);
  // Forgets, and wipes, all but the last `keep` bytes or a few less; returns how many bytes went.
  size_t Keep(size_t keep);

  // As it came.
  std::string_view bytes() const { return bytes_; }
  // There was text before it.
  bool cut() const { return cut_; }
  bool json() const { return json_; }
  // It begins within a string of a JSON document.
  bool begins_in_string() const { return in_string_; }

  // Without a character or an escape that ends with the next piece, unless this is the `last`.
  WindowReading Read(bool last) const;

 private:
  std::string bytes_;
  bool cut_ = false;
  bool begun_ = false;
  bool json_;
  bool in_string_ = false;
};

// The first character's start at or behind `pos`.
size_t CharacterFrom(std::string_view text, size_t pos);

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_RESTORE_ANSWER_WINDOW_H_
