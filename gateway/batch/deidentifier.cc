#include "gateway/batch/deidentifier.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/util/problem.h"
#include "core/util/problems.h"
#include "core/util/status.h"
#include "core/util/strings.h"
#include "gateway/batch/code_reading.h"
#include "gateway/roster_facts.h"
#include "gateway/walk_facts.h"
#include "redaction/transform/generalize.h"
#include "redaction/transform/redaction_words.h"
#include "redaction/walk/json_tokens.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::gateway {

using redaction::CodeRequest;
using redaction::Slot;

namespace {

int64_t LineOf(const Piece& piece, size_t at) {
  return piece.line + std::count(piece.bytes.begin(), piece.bytes.begin() + static_cast<ptrdiff_t>(at), '\n');
}

absl::Status NotUtf8(const Piece& piece) {
  std::string_view rest = piece.bytes;
  while (!rest.empty()) {
    const redaction::Utf8Char c = redaction::FirstUtf8Char(rest);
    if (!c.valid) break;
    rest.remove_prefix(c.length);
  }
  const size_t at = piece.bytes.size() - rest.size();
  return absl::InvalidArgumentError(
      StrCat("line ", LineOf(piece, at), ", byte ", piece.offset + static_cast<int64_t>(at),
             ": not UTF-8. Convert the file first, for example: iconv -f WINDOWS-1252 -t UTF-8"));
}

// A word as it may stand where the text was.
std::string Written(std::string word, Writing writing, char delimiter) {
  switch (writing) {
    case Writing::kPlain:
      return word;
    case Writing::kCell:
      // Without quotes a cell cannot hold these.
      for (char& c : word) {
        if (c == delimiter || c == '"' || c == '\n' || c == '\r') c = ' ';
      }
      return word;
    case Writing::kQuotedCell: {
      std::string doubled;
      for (const char c : word) doubled.append(c == '"' ? 2 : 1, c);
      return doubled;
    }
    case Writing::kJson:
    case Writing::kJsonNumber: {
      if (writing == Writing::kJsonNumber && redaction::IsJsonNumber(word)) return word;
      std::string escaped;
      redaction::AppendJsonEscaped(word, escaped);
      return writing == Writing::kJson ? escaped : StrCat("\"", escaped, "\"");
    }
  }
  return word;
}

CodeRequest RequestFor(const Finding& finding, std::string_view text) {
  CodeRequest request;
  request.type = redaction::CodeTypeFor(finding.element, finding.subject.kind);
  // What is nobody's in particular is known by its own value.
  request.subject_key = finding.subject.key.empty() ? StrCat("value|", ElementId(finding.element), "|", text)
                                                    : finding.subject.key;
  request.on_roster = finding.subject.kind == SubjectKind::kStudent ||
                      finding.subject.kind == SubjectKind::kGuardian ||
                      finding.subject.kind == SubjectKind::kStaff;
  return request;
}

// Whether restoring will see exactly the codes that were put into `region`, by their ends.
bool SeenAsPlaced(std::string_view region, std::span<const std::pair<size_t, size_t>> placed) {
  redaction::CodeSighting code;
  size_t seen = 0;
  for (size_t pos = 0; FindCode(region, pos, code); pos = code.end, ++seen) {
    if (seen == placed.size() || placed[seen] != std::pair(pos, code.end)) return false;
  }
  return seen == placed.size();
}

}  // namespace

absl::StatusOr<std::vector<v1::Treatment>> Deidentifier::TreatmentsOf(
    std::span<const Slot> slots, std::span<const Finding> findings) const {
  if (plan_ == nullptr) return std::vector<v1::Treatment>(findings.size(), v1::TREATMENT_PSEUDONYMIZE);
  const std::vector<PersonFlags> flags = FlagsOf(detector_.roster(), findings, today_);
  const std::vector<std::string_view> topics =
      plan_->survey ? SurveyTopicsOf(slots) : std::vector<std::string_view>();
  const policy::RequestFacts facts{.flags = flags, .survey_topics = topics};
  policy::Decision decision = policy::Decide(*plan_, findings, facts);
  if (decision.verdict != v1::VERDICT_SEND) return decision.refusal;
  for (size_t i = 0; i < findings.size(); ++i) {
    decision.treatments[i] = NearestSupported(findings[i].element, decision.treatments[i]);
  }
  return std::move(decision.treatments);
}

absl::Status Deidentifier::PlanUnit(const Piece& piece, PieceSlots& text, const Unit& unit,
                                    std::vector<CodeRequest>& requests, std::vector<Stretch>& stretches,
                                    TextCounts& counts) const {
  const std::string_view bytes = piece.bytes;
  const auto slots = std::span(text.slots).subspan(unit.first_slot, unit.end_slot - unit.first_slot);
  redaction::DetectionContext context{.today = today_};
  if (plan_ != nullptr) context.protected_terms = plan_->protected_vocabulary;
  const Findings findings = detector_.Detect(slots, context);
  absl::StatusOr<std::vector<v1::Treatment>> treatments = TreatmentsOf(slots, findings);
  if (!treatments.ok()) {
    return absl::FailedPreconditionError(StrCat("line ", LineOf(piece, unit.begin),
                                                ": policy does not let this text go. ",
                                                ProblemOf(treatments.status()).english));
  }

  // What takes the place of which bytes: findings, and codes that stand there already.
  struct Range {
    size_t begin = 0;
    size_t end = 0;
    int32_t finding = -1;
  };
  std::vector<Range> ranges;
  ranges.reserve(findings.size());
  for (size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    ++counts.elements[{finding.element, (*treatments)[i]}];
    if ((*treatments)[i] == v1::TREATMENT_ALLOW) continue;
    const auto slot = static_cast<size_t>(finding.slot);
    const Place& place = text.places[slot];
    Range range{.begin = text.InPiece(slot, static_cast<size_t>(finding.begin)),
                .end = text.InPiece(slot, static_cast<size_t>(finding.end)),
                .finding = static_cast<int32_t>(i)};
    if (place.writing == Writing::kJsonNumber) {
      range.begin = place.begin;
      range.end = place.end;
    }
    if (range.begin < range.end) ranges.push_back(range);
  }
  const std::string_view region = bytes.substr(unit.begin, unit.end - unit.begin);
  redaction::CodeSighting typed;
  for (size_t pos = 0; FindCode(region, pos, typed, /*any_border=*/true); pos = typed.end) {
    ranges.push_back({.begin = unit.begin + pos, .end = unit.begin + typed.end});
  }
  std::stable_sort(ranges.begin(), ranges.end(),
                   [](const Range& a, const Range& b) { return a.begin < b.begin; });
  size_t kept = 0;
  for (const Range& range : ranges) {
    if (kept > 0 && range.begin < ranges[kept - 1].end) {
      Range& before = ranges[kept - 1];
      before.end = std::max(before.end, range.end);
      if (before.finding < 0) before.finding = range.finding;
    } else {
      ranges[kept++] = range;
    }
  }
  ranges.resize(kept);

  for (const Range& range : ranges) {
    const std::string_view raw = bytes.substr(range.begin, range.end - range.begin);
    Stretch stretch{.begin = range.begin, .end = range.end};
    CodeRequest request;
    v1::Treatment treatment = v1::TREATMENT_PSEUDONYMIZE;
    if (range.finding < 0) {
      request.type = redaction::CodeType::kIdentifier;
      request.subject_key = StrCat("typed|", raw);
    } else {
      const Finding& finding = findings[static_cast<size_t>(range.finding)];
      const auto slot = static_cast<size_t>(finding.slot);
      const std::string_view found = text.slots[slot].text.substr(
          static_cast<size_t>(finding.begin), static_cast<size_t>(finding.end - finding.begin));
      stretch.writing = text.places[slot].writing;
      treatment = (*treatments)[static_cast<size_t>(range.finding)];
      if (treatment == v1::TREATMENT_PSEUDONYMIZE) {
        request = RequestFor(finding, found);
      } else {
        std::string word(redaction::RedactionWord(finding.element));
        if (treatment == v1::TREATMENT_GENERALIZE)
          word = redaction::Generalize(finding.element, found).value_or(word);
        stretch.word =
            Written(std::move(word), stretch.writing, piece.head == nullptr ? '\0' : piece.head->delimiter);
      }
    }
    if (treatment == v1::TREATMENT_PSEUDONYMIZE) {
      const bool number = stretch.writing == Writing::kJsonNumber;
      request.form = StrCat(number ? kFormNumber : kFormBytes, raw);
      stretch.code = static_cast<int32_t>(requests.size());
      requests.push_back(std::move(request));
      ++counts.codes;
    } else {
      ++counts.removed;
    }
    stretches.push_back(std::move(stretch));
  }
  return absl::OkStatus();
}

absl::StatusOr<DoneText> Deidentifier::Do(const Piece& piece, FileFormat format) {
  if (!redaction::IsUtf8(piece.bytes)) return NotUtf8(piece);
  PieceSlots text = FindSlots(piece, format);
  DoneText done;
  done.counts.texts = text.texts;
  std::vector<CodeRequest> requests;
  std::vector<Stretch> stretches;
  std::vector<size_t> ends;  // of each unit's stretches
  ends.reserve(text.units.size());
  for (const Unit& unit : text.units) {
    SG_RETURN_IF_ERROR(PlanUnit(piece, text, unit, requests, stretches, done.counts));
    ends.push_back(stretches.size());
  }
  SG_ASSIGN_OR_RETURN(const std::vector<std::string> codes, issuer_.Issue(std::move(requests)));

  const std::string_view bytes = piece.bytes;
  std::string& out = done.bytes;
  out.reserve(bytes.size() + 16 * stretches.size());
  size_t copied = 0;
  size_t next = 0;
  for (size_t u = 0; u < text.units.size(); ++u) {
    const Unit& unit = text.units[u];
    out.append(bytes.substr(copied, unit.begin - copied));
    copied = unit.begin;
    const size_t unit_out = out.size();
    std::vector<std::pair<size_t, size_t>> placed;
    for (; next < ends[u]; ++next) {
      const Stretch& stretch = stretches[next];
      out.append(bytes.substr(copied, stretch.begin - copied));
      copied = stretch.end;
      if (stretch.code < 0) {
        out.append(stretch.word);
        continue;
      }
      const std::string& code = codes[static_cast<size_t>(stretch.code)];
      const bool number = stretch.writing == Writing::kJsonNumber;
      if (number) out.push_back('"');
      const size_t begin = out.size() - unit_out;
      const size_t limit = next + 1 < ends[u] ? stretches[next + 1].begin : bytes.size();
      const bool alone = limit == stretch.end && (next + 1 < ends[u] || !piece.last);
      AppendCode(code, number ? "\"" : bytes.substr(stretch.end, limit - stretch.end), alone, out);
      placed.emplace_back(begin, out.size() - unit_out);
      if (number) out.push_back('"');
    }
    out.append(bytes.substr(copied, unit.end - copied));
    copied = unit.end;
    if (!SeenAsPlaced(std::string_view(out).substr(unit_out), placed)) {
      return absl::InternalError(StrCat("line ", LineOf(piece, unit.begin),
                                        ": its codes would not be restored exactly, so it was not treated"));
    }
  }
  out.append(bytes.substr(copied));
  return done;
}

}  // namespace schoolgate::gateway
