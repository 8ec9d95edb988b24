// The three kinds of policy document, as read from their files. Values only; nothing here refers to the YAML.
//
//   Agreement       what one vendor may receive, and why: grants. The most specific row that covers an
//   element is
//                   the agreement's word on it; an element no row covers is redacted.
//   Tool            an approved use under an agreement. Its element rows are limits.
//   DistrictPolicy  limits for every tool, or for those of one route.
//
// Limits only tighten: every one that covers an element applies, and the strictest wins (compile.h).
// Thread: immutable once read.
#ifndef SCHOOLGATE_POLICY_DOCUMENTS_H_
#define SCHOOLGATE_POLICY_DOCUMENTS_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "core/vocabulary/vocabulary.h"
#include "policy/reader.h"
#include "policy/yaml.h"

namespace schoolgate::policy {

// One row: an element or a prefix such as "student.*", what it gets, and the clause behind it.
struct ElementRow {
  Place place;
  std::string pattern;
  std::vector<v1::DataElement> elements;  // what the pattern covers
  bool exact = false;                     // the pattern is one element's id
  v1::Treatment treatment = v1::TREATMENT_UNSPECIFIED;
  std::string clause;
  // A DistrictPolicy's row may be for one route only.
  v1::Route route = v1::ROUTE_UNSPECIFIED;
};

struct AgreementDocument {
  Place place;
  std::string name;
  std::string description;
  std::string vendor;
  v1::LegalBasis legal_basis = v1::LEGAL_BASIS_UNSPECIFIED;
  std::vector<Located> purposes;
  std::vector<ElementRow> schedule;
  absl::CivilDay signed_on;
  absl::CivilDay expires_on;
  std::vector<Located> subprocessors;
  int retention_days = 0;
  bool no_training = false;
  v1::Route route = v1::ROUTE_UNSPECIFIED;
  bool stable_pseudonyms = false;
};

struct ToolDocument {
  Place place;
  std::string name;
  std::string description;
  Located agreement;
  std::vector<Located> models;
  v1::Phase phase = v1::PHASE_UNSPECIFIED;
  std::vector<v1::CallerRole> roles;
  std::vector<Located> purposes;
  std::string owner;
  bool media_allowed = false;
  std::vector<std::string> external_functions;
  std::vector<ElementRow> limits;
};

struct DistrictDocument {
  Place place;
  std::string name;
  std::string description;
  std::vector<ElementRow> limits;
};

struct Documents {
  std::vector<AgreementDocument> agreements;
  std::vector<ToolDocument> tools;
  std::vector<DistrictDocument> districts;
  // Every file could be read to its end and every document's kind was known: what is not here is missing.
  bool complete = true;
};

// Reads one document into `documents`, by its kind. A document with faults is added as far as it could be
// read, so that what refers to it is not reported too.
void ReadDocument(const YamlNode& node, IssueLog& log, Documents& documents);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_DOCUMENTS_H_
