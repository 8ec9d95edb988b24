#include "redaction/restore/text_restorer.h"

#include <utility>

#include "redaction/restore/stand_in_reader.h"
#include "redaction/walk/json_tokens.h"

namespace schoolgate::redaction {

std::string_view NeutralWord(CodeType type) {
  switch (type) {
    case CodeType::kStudent:
      return "[student]";
    case CodeType::kGuardian:
      return "[guardian]";
    case CodeType::kStaff:
      return "[staff member]";
    case CodeType::kPerson:
      return "[person]";
    case CodeType::kEmail:
      return "[email]";
    case CodeType::kPhone:
      return "[phone]";
    case CodeType::kAddress:
      return "[address]";
    case CodeType::kId:
      return "[id]";
    case CodeType::kUsername:
      return "[user]";
    case CodeType::kDate:
      return "[date]";
    case CodeType::kIdentifier:
      return "[reference]";
  }
  return "[reference]";
}

std::string TextRestorer::Feed(std::string_view piece, bool last, RestoreCounts& counts) {
  std::string out;
  out.reserve(held_.size() + piece.size() + 32);
  if (held_.empty()) {
    held_ = piece.substr(Run(piece, last, counts, out));
    return out;
  }
  held_.append(piece);
  const std::string text = std::exchange(held_, {});
  held_ = text.substr(Run(text, last, counts, out));
  return out;
}

// Returns how far it got: what follows is held back.
size_t TextRestorer::Run(std::string_view text, bool last, RestoreCounts& counts, std::string& out) {
  size_t pos = 0;
  while (pos < text.size()) {
    const bool escapes = json_ && in_string_;
    const TextUnit unit = ReadTextUnit(text, pos, escapes);
    if (unit.more && !last) return pos;
    if (!begun_ && unit.c > ' ') {
      begun_ = true;
      json_ = json_ || (kind_ == TextKind::kProse && (unit.c == '{' || unit.c == '['));
    }
    if (MayBeginCode(text, pos) && OpenHere()) {
      CodeSighting code;
      const Reading reading = ReadCode(text, pos, escapes, last, context_.previous(), code);
      if (reading == Reading::kMore) return pos;
      if (reading == Reading::kCode) {
        if (const size_t end = Resolve(code, counts, out); end > 0) {
          pos = end;
          context_.Advance('x');  // a word stands here
          continue;
        }
      }
    }
    if (!substitutions_->stand_ins().empty() && OpenHere()) {
      StandInSighting stand_in;
      const Reading reading =
          ReadStandIn(substitutions_->stand_ins(), text, pos, escapes, last, context_.previous(), stand_in);
      if (reading == Reading::kMore) return pos;
      if (reading == Reading::kCode) {
        ++counts.restored;
        AppendForm(*stand_in.form, out);
        pos = stand_in.end;
        context_.Advance('x');
        continue;
      }
    }
    out.append(text, pos, unit.length);
    pos += unit.length;
    Advance(unit);
  }
  return pos;
}

bool TextRestorer::OpenHere() const { return context_.open() && (kind_ != TextKind::kJson || in_string_); }

// Appends what stands for `code` and returns where it ended in the text; 0 to leave the code as it is.
size_t TextRestorer::Resolve(const CodeSighting& code, RestoreCounts& counts, std::string& out) const {
  if (const std::string* form = substitutions_->FormOf(code.full()); form != nullptr) {
    ++counts.restored;
    AppendForm(*form, out);
    return code.end;
  }
  if (code.identifier) return 0;
  if (code.has_letters() && !code.surely_letter) {
    // "-a" or "_ID" behind the code: words of the model's own, unless they are letters of a known form.
    if (code.wrapped) return 0;
    if (const std::string* form = substitutions_->FormOf(code.bare()); form != nullptr) {
      ++counts.restored;
      AppendForm(*form, out);
      return code.bare_end;
    }
  }
  if (!code.looks_issued || kind_ == TextKind::kName) return 0;
  ++counts.neutralized;
  out.append(NeutralWord(code.type));
  if (code.wrapped) return code.end;
  return code.has_letters() && code.surely_letter ? code.code_end : code.bare_end;
}

void TextRestorer::AppendForm(const std::string& form, std::string& out) const {
  if (json_ && in_string_) {
    AppendJsonEscaped(form, out);
  } else {
    out.append(form);
  }
}

void TextRestorer::Advance(const TextUnit& unit) {
  if (json_ && unit.c == '"' && !unit.escaped) {
    in_string_ = !in_string_;
    // Each string of a document is a text of its own. What only looks like a document is one text.
    if (kind_ == TextKind::kJson) {
      context_ = TextContext();
      return;
    }
  }
  if (kind_ != TextKind::kJson || in_string_) context_.Advance(unit.c);
}

}  // namespace schoolgate::redaction
