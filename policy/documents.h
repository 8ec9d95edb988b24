// The kinds of policy document, as read from their files. Values only; nothing here refers to the YAML.
//
//   Agreement       what one vendor may receive, and why: grants. The most specific row that covers an
//                   element is the agreement's word on it; an element no row covers is redacted.
//   Tool            an approved use under an agreement. Its element rows are limits.
//   DistrictPolicy  limits for every tool, or for those of one route, and the district's groups of people.
//   Invariant       what must hold of all of these (invariant.h), and
//   PolicyTest      cases of what requests are to get (policy_case.h): claims, which change no request.
//
// Limits only tighten: every one that covers an element applies, and the strictest wins (compile.h).
// Thread: immutable once read.
#ifndef SCHOOLGATE_POLICY_DOCUMENTS_H_
#define SCHOOLGATE_POLICY_DOCUMENTS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "core/roster/roster.h"
#include "core/vocabulary/vocabulary.h"
#include "policy/grades.h"
#include "policy/invariant.h"
#include "policy/policy.h"
#include "policy/policy_case.h"
#include "policy/reader.h"
#include "policy/roles.h"
#include "policy/yaml.h"

namespace schoolgate::policy {

// One row: an element or a prefix such as "student.*", what it gets, for whom, and the clause behind it.
struct ElementRow {
  Place place;
  std::string pattern;
  std::vector<v1::DataElement> elements;  // what the pattern covers
  bool exact = false;                     // the pattern is one element's id
  // What the spans get; unspecified in a row that is about the exchange as a whole.
  v1::Treatment treatment = v1::TREATMENT_UNSPECIFIED;
  // What the exchange gets; the laxest in a row that is about spans.
  v1::Verdict verdict = v1::VERDICT_SEND;
  bool on_premises = false;
  std::string clause;
  // Schedules only: the apps the row is for; none: all.
  std::vector<Located> apps;
  // Limits only.
  RoleSet roles = kAllRoles;
  GradeSet grades = kAllGrades;
  PersonFlags flag = 0;                     // only spans about people with this flag; 0: everybody's
  v1::Route route = v1::ROUTE_UNSPECIFIED;  // a DistrictPolicy's row may be for one route only

  bool is_span() const { return treatment != v1::TREATMENT_UNSPECIFIED; }
};

struct AppEntry {
  Located name;
  std::string description;
};

struct SubprocessorEntry {
  std::string name, service, location;
};

struct StateExhibitEntry {
  std::string state, title;
};

struct AiAddendumEntry {
  absl::CivilDay signed_on;
  bool hallucination_reports = false;
  bool bias_audit_summaries = false;
  // The AI Schedule of Data: where it is given, an element crosses only as both schedules allow.
  bool has_schedule = false;
  std::vector<ElementRow> schedule;
};

struct AgreementDocument {
  Place place;
  // The terms the document states, and where; what is empty or still to be filled in is not stated.
  std::vector<Located> keys;
  std::string name;
  std::string description;
  std::string vendor;
  std::string lea, provider;  // the parties
  v1::LegalBasis legal_basis = v1::LEGAL_BASIS_UNSPECIFIED;
  std::vector<AppEntry> apps;
  std::vector<Located> purposes;
  std::vector<ElementRow> schedule;
  absl::CivilDay signed_on;
  absl::CivilDay expires_on;
  std::optional<absl::CivilDay> general_offer_expires_on;
  std::vector<StateExhibitEntry> state_exhibits;
  std::vector<SubprocessorEntry> subprocessors;
  std::vector<Located> data_locations;
  int breach_notice_hours = 0;
  int disposal_days = 0;
  int retention_days = 0;
  bool no_training = false;
  bool no_advertising = false;
  std::optional<AiAddendumEntry> ai_addendum;
  v1::Route route = v1::ROUTE_UNSPECIFIED;
  bool stable_pseudonyms = false;
  bool birth_months = false;  // a generalised birth date keeps its month
};

// A review that runs out.
struct ReviewEntry {
  std::string reviewer;
  absl::CivilDay reviewed_on;
  absl::CivilDay expires_on;
};

struct RubricEntry {
  ReviewEntry review;
  int standards_alignment = 0, safety = 0, age_appropriateness = 0, data_privacy = 0;
};

struct FactSheetEntry {
  ReviewEntry review;
  std::vector<Located> models;
  std::string model_version;
};

struct PilotEntry {
  std::vector<Located> classes;
  absl::CivilDay starts_on;
  absl::CivilDay ends_on;
  int requests_per_day = 0;
};

// What a vendor that reads district records may list (core vocabulary: v1::RecordKind), and of which classes.
struct RecordsEntry {
  std::vector<v1::RecordKind> kinds;
  std::vector<Located> classes;
  std::vector<Located> schools;
  bool submit_results = false;
};

struct OnPremisesEntry {
  Located agreement;
  std::string model;
};

struct ToolDocument {
  Place place;
  std::string name;
  std::string description;
  Located agreement;
  Located app;
  std::vector<Located> models;
  std::optional<OnPremisesEntry> on_premises;
  v1::Phase phase = v1::PHASE_UNSPECIFIED;
  std::optional<PilotEntry> pilot;
  std::string suspended;
  std::vector<v1::CallerRole> roles;
  GradeSet grades = kAllGrades;
  std::vector<Located> schools;
  std::vector<Located> classes;
  int minimum_age = 0;
  std::vector<Located> purposes;
  Located owner;
  std::optional<RubricEntry> rubric;
  std::optional<ReviewEntry> bias_review;
  std::optional<FactSheetEntry> fact_sheet;
  std::vector<int> preconditions;  // v1::Precondition
  int staff_course = 0;
  std::vector<std::string> protected_vocabulary;
  bool stable_pseudonyms = false;
  bool pseudonym_scope_given = false;
  PseudonymChoice pseudonyms;
  v1::AnswerRule answers = v1::ANSWER_RULE_RECORD;
  bool always_review = false;
  Located reviewers;
  Located deputies;
  MediaRules media;
  std::vector<std::string> external_functions;
  std::vector<ElementRow> limits;
  std::string funding;
  bool survey = false;
  std::vector<std::string> consented_topics;
  int smallest_group = 0;
  std::optional<RecordsEntry> records;
};

// People who own tools or decide on what waits, by username or e-mail address on the roster.
struct GroupEntry {
  Located name;
  std::string title;
  std::vector<Located> members;
};

struct DistrictDocument {
  Place place;
  std::string name;
  std::string description;
  std::vector<ElementRow> limits;
  std::vector<GroupEntry> groups;
  // For tools that name none of their own.
  Located reviewers;
  Located deputies;
  int escalate_hours = 24;
  int expire_hours = 72;
  std::vector<int> preconditions;  // of every tool; v1::Precondition
  // Those whose terms every vendor's agreement must meet, by state_pack.h's StateWords().
  std::vector<int> states;
};

struct Documents {
  std::vector<AgreementDocument> agreements;
  std::vector<ToolDocument> tools;
  std::vector<DistrictDocument> districts;
  std::vector<InvariantDocument> invariants;
  std::vector<PolicyTestDocument> tests;
  // Every file could be read to its end and every document's kind was known: what is not here is missing.
  bool complete = true;
};

// Reads one document into `documents`, by its kind. A document with faults is added as far as it could be
// read, so that what refers to it is not reported too.
void ReadDocument(const YamlNode& node, IssueLog& log, Documents& documents);

// The kinds' specs (read_agreement.cc and so on).
AgreementDocument ReadAgreement(const YamlNode& spec, IssueLog& log);
ToolDocument ReadTool(const YamlNode& spec, IssueLog& log);
DistrictDocument ReadDistrict(const YamlNode& spec, IssueLog& log);
InvariantDocument ReadInvariant(const YamlNode& spec, IssueLog& log);
PolicyTestDocument ReadPolicyTest(const YamlNode& spec, IssueLog& log);

// A list that is there must not be empty: a tool without models, roles or purposes could serve nobody.
void NeedEntries(const MapReader& map, std::string_view key, IssueLog& log);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_DOCUMENTS_H_
