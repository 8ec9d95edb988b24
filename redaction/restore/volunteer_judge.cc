#include "redaction/restore/volunteer_judge.h"

#include <algorithm>

#include "core/util/strings.h"
#include "redaction/detect/text/unicode_fold.h"
#include "redaction/restore/code_grammar.h"

namespace schoolgate::redaction {
namespace {

// The words of a name, folded; what stands between them is ASCII or nothing.
std::vector<std::string> WordsOf(std::string_view name) {
  const std::string folded = FoldText(name);
  std::vector<std::string> words;
  size_t begin = 0;
  for (size_t at = 0; at <= folded.size(); ++at) {
    const auto c =
        at < folded.size() ? static_cast<unsigned char>(folded[at]) : static_cast<unsigned char>(' ');
    if (c >= 0x80 || (c >= 'a' && c <= 'z')) continue;
    if (at > begin) words.push_back(folded.substr(begin, at - begin));
    begin = at + 1;
  }
  return words;
}

bool IsName(v1::DataElement element) {
  return element == v1::DATA_ELEMENT_STUDENT_NAME || element == v1::DATA_ELEMENT_GUARDIAN_NAME ||
         element == v1::DATA_ELEMENT_STAFF_NAME || element == v1::DATA_ELEMENT_PERSON_NAME;
}

struct Range {
  int64_t begin;
  int64_t end;
};

// Where codes stand: detection may take one for a username, or for somebody's name.
std::vector<Range> CodesIn(std::string_view text) {
  std::vector<Range> codes;
  char32_t previous = 0;
  for (size_t pos = 0; pos < text.size();) {
    const TextUnit unit = ReadTextUnit(text, pos, /*json=*/false);
    size_t end = pos + unit.length;
    CodeSighting code;
    if (MayBeginCode(text, pos) &&
        ReadCode(text, pos, /*json=*/false, /*last=*/true, previous, code) == Reading::kCode &&
        (code.identifier || code.looks_issued)) {
      end = code.wrapped ? code.end : code.code_end;
      codes.push_back({static_cast<int64_t>(pos), static_cast<int64_t>(end)});
    }
    previous = end > pos + unit.length ? U'x' : unit.c;
    pos = end;
  }
  return codes;
}

}  // namespace

VolunteerJudge::VolunteerJudge(const Detector& detector, const Findings& request,
                               const DetectionContext& context, const StandInTable& ours)
    : detector_(detector), context_(context), ours_(ours), our_texts_(ours.Texts()) {
  for (const Finding& finding : request) {
    known_.insert(finding.subject.key);
    if (!IsName(finding.element)) continue;
    if (finding.subject.person < 0) {
      // The name as it was told, behind a prefix.
      const std::string_view key = finding.subject.key;
      for (std::string& word : WordsOf(key.substr(key.find('|') + 1))) known_words_.insert(std::move(word));
      continue;
    }
    const Person& person = detector.roster().person(static_cast<PersonIndex>(finding.subject.person));
    for (const std::string_view name : {person.given, person.middle, person.family, person.preferred_given,
                                        person.preferred_middle, person.preferred_family}) {
      for (std::string& word : WordsOf(name)) known_words_.insert(std::move(word));
    }
  }
}

bool VolunteerJudge::IsOfKnownNames(const Finding& finding, std::string_view found) const {
  if (known_words_.empty() || !IsName(finding.element)) return false;
  const std::vector<std::string> words = WordsOf(found);
  return !words.empty() && std::all_of(words.begin(), words.end(), [this](const std::string& word) {
    return known_words_.contains(word);
  });
}

// A part of a surrogate is ours too: detection may see less of it than stands there.
bool VolunteerJudge::IsOurs(std::string_view found) const {
  return std::any_of(our_texts_.begin(), our_texts_.end(), [found](const std::string& stand_in) {
    return stand_in.find(found) != std::string::npos;
  });
}

Findings VolunteerJudge::Look(std::string_view text) const {
  const Slot slot{.text = text};
  Findings findings = detector_.Detect({&slot, 1}, context_);
  std::erase_if(findings, [&](const Finding& finding) {
    const Subject& subject = finding.subject;
    const std::string_view found =
        text.substr(static_cast<size_t>(finding.begin), static_cast<size_t>(finding.end - finding.begin));
    return subject.kind == SubjectKind::kNone || known_.contains(subject.key) || IsOurs(found) ||
           IsOfKnownNames(finding, found);
  });
  if (findings.empty()) return findings;
  const std::vector<Range> codes = CodesIn(text);
  std::erase_if(findings, [&codes](const Finding& finding) {
    return std::any_of(codes.begin(), codes.end(), [&finding](const Range& code) {
      return code.begin <= finding.begin && finding.end <= code.end;
    });
  });
  return findings;
}

void VolunteerJudge::Note(const Finding& finding) {
  if (!seen_.emplace(finding.element, finding.subject.key).second) return;
  if (finding.subject.kind == SubjectKind::kStudent) students_.insert(finding.subject.key);
}

Volunteered VolunteerJudge::Told() const {
  Volunteered told;
  for (const auto& [element, subject] : seen_) ++told.elements[element];
  told.students.assign(students_.begin(), students_.end());
  told.altered = altered_;
  return told;
}

}  // namespace schoolgate::redaction
