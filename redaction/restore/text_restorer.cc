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
    const bool open = OpenHere();
    // Where nothing is restored a wrapper is no part of a code.
    if (MayBeginCode(text, pos) && (open || IsAlnumUnit(unit.c))) {
      CodeSighting code;
      const Reading reading = ReadCode(text, pos, escapes, last, context_.previous(), code);
      if (reading == Reading::kMore) return pos;
      if (reading == Reading::kCode) {
        const Meaning meaning = MeaningOf(code);
        if (meaning.end > 0) {
          pos = Settle(text, pos, meaning, open, counts, out);
          continue;
        }
      }
    }
    if (!substitutions_->stand_ins().empty()) {
      StandInSighting stand_in;
      const Reading reading =
          ReadStandIn(substitutions_->stand_ins(), text, pos, escapes, last, context_.previous(), stand_in);
      if (reading == Reading::kMore) return pos;
      if (reading == Reading::kCode) {
        pos = Settle(text, pos, {.end = stand_in.end, .form = stand_in.form}, open, counts, out);
        continue;
      }
    }
    out.append(text, pos, unit.length);
    pos += unit.length;
    Advance(unit);
  }
  return pos;
}

bool TextRestorer::OpenHere() const {
  return !withhold_ && context_.open() && (kind_ != TextKind::kJson || in_string_);
}

TextRestorer::Meaning TextRestorer::MeaningOf(const CodeSighting& code) const {
  if (const std::string* form = substitutions_->FormOf(code.full()); form != nullptr) {
    return {.end = code.end, .form = form};
  }
  if (code.identifier) return {};
  if (code.has_letters() && !code.surely_letter) {
    // "-a" or "_ID" behind the code: words of the model's own, unless they are letters of a known form.
    if (code.wrapped) return {};
    if (const std::string* form = substitutions_->FormOf(code.bare()); form != nullptr) {
      return {.end = code.bare_end, .form = form};
    }
  }
  if (!code.looks_issued) return {};
  const size_t end = code.has_letters() && code.surely_letter ? code.code_end : code.bare_end;
  return {.end = code.wrapped ? code.end : end, .type = code.type};
}

// Counts what stands at `pos`, puts what it means in its place, or keeps it, and returns where it ended.
size_t TextRestorer::Settle(std::string_view text, size_t pos, const Meaning& meaning, bool open,
                            RestoreCounts& counts, std::string& out) {
  const bool ours = meaning.form != nullptr;
  ++(!ours ? counts.neutralized : open ? counts.restored : counts.withheld);
  if (open && (ours || kind_ != TextKind::kName)) {
    if (ours) {
      AppendForm(*meaning.form, out);
    } else {
      out.append(NeutralWord(meaning.type));
    }
    context_.Advance('x');  // a word stands here
    return meaning.end;
  }
  out.append(text, pos, meaning.end - pos);
  while (pos < meaning.end) {
    const TextUnit unit = ReadTextUnit(text, pos, json_ && in_string_);
    pos += unit.length;
    Advance(unit);
  }
  return pos;
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
