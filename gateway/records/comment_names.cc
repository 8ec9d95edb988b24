#include "gateway/records/comment_names.h"

#include "redaction/restore/code_grammar.h"

namespace schoolgate::gateway {

using redaction::CodeSighting;
using redaction::CodeType;
using redaction::SealedIds;

namespace {

std::string FullName(const Person& person) {
  std::string name(person.given);
  if (!name.empty() && !person.family.empty()) name += ' ';
  return name += person.family;
}

}  // namespace

std::string CommentNames::NameOf(SubjectNumber number, CodeType type) const {
  const auto found = people_.find(number);
  if (found == people_.end() || !view_.HasPerson(found->second)) return "";
  const Person& person = view_.roster().person(found->second);
  const bool student = person.kind == PersonKind::kStudent;
  if (type != (student ? CodeType::kStudent : CodeType::kStaff)) return "";
  return FullName(person);
}

void CommentNames::LearnCodes(std::string_view text) {
  redaction::Scope& scope = pseudonyms_.scope();
  char32_t before = 0;
  for (size_t at = 0; at < text.size();) {
    CodeSighting sighting;
    if (redaction::MayBeginCode(text, at) &&
        redaction::ReadCode(text, at, /*json=*/false, /*last=*/true, before, sighting) ==
            redaction::Reading::kCode &&
        !sighting.identifier) {
      const auto ref = scope.codes().Decode(sighting.full());
      // What this session was issued is known by the form it was issued for.
      if (ref && scope.substitutions()->FormOf(sighting.full()) == nullptr) {
        std::string name = NameOf(ref->subject, ref->type);
        if (!name.empty()) scope.AddIdentifier(std::string(sighting.full()), std::move(name));
      }
    }
    const redaction::TextUnit unit = redaction::ReadTextUnit(text, at, false);
    before = unit.c;
    at += unit.length;
  }
}

std::string CommentNames::WithoutPseudonyms(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t found = text.find(SealedIds::kPrefix, at);
    if (found == std::string_view::npos) {
      out += text.substr(at);
      break;
    }
    out += text.substr(at, found - at);
    const std::string_view pseudonym = text.substr(found, SealedIds::kLength);
    const std::optional<SubjectNumber> number = pseudonyms_.NumberOf(pseudonym);
    std::string name = number ? NameOf(*number, CodeType::kStudent) : "";
    if (number && name.empty()) name = NameOf(*number, CodeType::kStaff);
    if (name.empty()) {
      out += SealedIds::kPrefix;
      at = found + SealedIds::kPrefix.size();
    } else {
      out += name;
      at = found + pseudonym.size();
      ++counts_.restored;
    }
  }
  return out;
}

std::string CommentNames::Restore(std::string_view comment) {
  LearnCodes(comment);
  redaction::TextRestorer restorer(*pseudonyms_.scope().substitutions(), redaction::TextKind::kProse);
  std::string restored = restorer.Feed(comment, /*last=*/true, counts_);
  std::string named = WithoutPseudonyms(restored);
  WipeString(restored);
  return named;
}

}  // namespace schoolgate::gateway
