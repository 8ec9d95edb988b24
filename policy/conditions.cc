#include "policy/conditions.h"

#include <algorithm>

#include "core/util/strings.h"
#include "policy/admission.h"
#include "policy/elements.h"

namespace schoolgate::policy {
namespace {

bool IsAmong(const std::vector<Located>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [name](const Located& one) { return one.text == name; });
}

bool IsAmong(const std::vector<int>& numbers, int number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

std::string_view Named(bool value) { return value ? "true" : "false"; }
std::string_view Named(v1::Route route) { return route == v1::ROUTE_CLOUD ? "cloud" : "on_premises"; }

std::string_view Named(v1::Phase phase) {
  switch (phase) {
    case v1::PHASE_TEACHER_IN_THE_LOOP:
      return "teacher_in_the_loop";
    case v1::PHASE_PILOT:
      return "pilot";
    default:
      return "scaled";
  }
}

std::string Joined(const std::vector<Located>& texts) {
  std::string list;
  for (const Located& text : texts) list += StrCat(list.empty() ? "" : ", ", text.text);
  return list.empty() ? "not given" : list;
}

// Each part of a condition that asks something: whether it is met, and what the subject is, in words.
template <typename Part>
void Visit(const AgreementCondition& condition, const AgreementSubject& subject, Part part) {
  const AgreementDocument& agreement = *subject.agreement;
  const auto flag = [&part](std::string_view key, const std::optional<bool>& wanted, bool is) {
    if (wanted) part(is == *wanted, [&] { return StrCat(key, " is ", Named(is)); });
  };
  const auto at_most = [&part](std::string_view key, const std::optional<int>& most, int is) {
    if (most) part(is <= *most, [&] { return StrCat(key, " is ", is); });
  };
  if (!condition.names.empty()) {
    part(IsAmong(condition.names, agreement.name), [&] { return StrCat("it is '", agreement.name, "'"); });
  }
  if (condition.route != v1::ROUTE_UNSPECIFIED) {
    part(agreement.route == condition.route, [&] { return StrCat("route is ", Named(agreement.route)); });
  }
  if (condition.in_force) {
    const bool in_force = InForce(agreement, subject.today);
    part(in_force == *condition.in_force, [&] {
      return StrCat("it ", in_force ? "is" : "is not", " in force on ", absl::FormatCivilTime(subject.today));
    });
  }
  flag("noTraining", condition.no_training, agreement.no_training);
  flag("noAdvertising", condition.no_advertising, agreement.no_advertising);
  at_most("breachNoticeHours", condition.breach_notice_hours, agreement.breach_notice_hours);
  at_most("disposalDays", condition.disposal_days, agreement.disposal_days);
  at_most("retentionDays", condition.retention_days, agreement.retention_days);
  if (!condition.data_locations.empty()) {
    const auto covered = [&condition](const Located& location) {
      return std::any_of(condition.data_locations.begin(), condition.data_locations.end(),
                         [&location](const Located& one) {
                           return location.text == one.text || location.text.starts_with(one.text + "-");
                         });
    };
    const std::vector<Located>& locations = agreement.data_locations;
    part(!locations.empty() && std::all_of(locations.begin(), locations.end(), covered),
         [&] { return StrCat("dataLocations are ", Joined(locations)); });
  }
}

std::string ReviewFact(std::string_view key, const ReviewEntry* review, absl::CivilDay today) {
  if (review == nullptr) return StrCat(key, " is not given");
  if (today < review->reviewed_on) {
    return StrCat(key, " is of ", absl::FormatCivilTime(review->reviewed_on));
  }
  return StrCat(key, today <= review->expires_on ? " is current until " : " ran out on ",
                absl::FormatCivilTime(review->expires_on));
}

template <typename Part>
void VisitReviews(const ToolCondition& condition, const ToolSubject& subject, Part part) {
  const ToolDocument& tool = subject.table->tool();
  const auto review = [&](std::string_view key, const std::optional<ReviewState>& wanted,
                          const ReviewEntry* entry) {
    if (!wanted) return;
    const bool met = entry != nullptr && (*wanted == ReviewState::kGiven || IsCurrent(*entry, subject.today));
    part(met, [&] { return ReviewFact(key, entry, subject.today); });
  };
  review("rubric", condition.rubric, tool.rubric ? &tool.rubric->review : nullptr);
  review("biasReview", condition.bias_review, tool.bias_review ? &*tool.bias_review : nullptr);
  review("factSheet", condition.fact_sheet, tool.fact_sheet ? &tool.fact_sheet->review : nullptr);
}

template <typename Part>
void VisitMedia(const ToolCondition& condition, const ToolDocument& tool, Part part) {
  static constexpr std::string_view kNames[v1::MediaKind_ARRAYSIZE] = {"", "image", "audio", "video", "file"};
  static constexpr std::string_view kVerdicts[] = {"", "allow", "hold", "block"};
  for (size_t kind = 1; kind < condition.media.size(); ++kind) {
    const MediumSet wanted = condition.media[kind];
    if (wanted == 0) continue;
    const MediaRule& rule = tool.media[kind];
    const auto is = rule.on_premises ? kMediumAtHome : static_cast<MediumSet>(1u << rule.verdict);
    part((wanted & is) != 0, [&] {
      return StrCat(kNames[kind], " gets ", rule.on_premises ? "on_premises" : kVerdicts[rule.verdict]);
    });
  }
}

template <typename Part>
void Visit(const ToolCondition& condition, const ToolSubject& subject, Part part) {
  const ToolDocument& tool = subject.table->tool();
  const v1::Route route = subject.table->agreement().route;
  RoleSet roles = 0;
  for (const v1::CallerRole role : tool.roles) roles |= RoleBit(role);
  if (!condition.names.empty()) {
    part(IsAmong(condition.names, tool.name), [&] { return StrCat("it is '", tool.name, "'"); });
  }
  if (!condition.phases.empty()) {
    part(IsAmong(condition.phases, tool.phase), [&] { return StrCat("phase is ", Named(tool.phase)); });
  }
  if (condition.route != v1::ROUTE_UNSPECIFIED) {
    part(route == condition.route, [&] { return StrCat("route is ", Named(route)); });
  }
  if (condition.open_to != 0) {
    part((roles & condition.open_to) != 0, [&] { return StrCat("it is open to ", DescribeRoles(roles)); });
  }
  if (condition.reachable_by != 0) {
    const bool available = Available(*subject.table, subject.district, subject.today).ok();
    part(available && (roles & condition.reachable_by) != 0, [&] {
      return available ? StrCat("it may be used by ", DescribeRoles(roles)) : "it may not be used today";
    });
  }
  VisitReviews(condition, subject, part);
  if (condition.may_hold) {
    part(subject.may_hold == *condition.may_hold,
         [&] { return StrCat("requests ", subject.may_hold ? "may" : "never", " wait for a reviewer"); });
  }
  if (condition.has_reviewers) {
    const bool has = !tool.reviewers.text.empty() ||
                     (subject.district != nullptr && !subject.district->reviewers.text.empty());
    part(has == *condition.has_reviewers,
         [&] { return std::string(has ? "it names reviewers" : "it names no reviewers"); });
  }
  VisitMedia(condition, tool, part);
  if (condition.agreement) {
    const AgreementSubject agreement{&subject.table->agreement(), subject.today};
    part(Meets(*condition.agreement, agreement), [&] {
      const std::string why = WhyNot(*condition.agreement, agreement);
      return StrCat("its agreement is '", agreement.agreement->name, "'", why.empty() ? "" : ", where ", why);
    });
  }
}

template <typename Condition, typename Subject>
bool MeetsAll(const Condition& condition, const Subject& subject) {
  bool meets = true;
  Visit(condition, subject, [&meets](bool met, const auto&) { meets = meets && met; });
  return meets && (condition.negated.empty() || !Meets(condition.negated.front(), subject));
}

template <typename Condition, typename Subject>
std::string FactsAgainst(const Condition& condition, const Subject& subject) {
  std::string facts;
  const auto add = [&facts](const std::string& fact) { facts += StrCat(facts.empty() ? "" : " and ", fact); };
  Visit(condition, subject, [&add](bool met, const auto& fact) {
    if (!met) add(fact());
  });
  if (!condition.negated.empty() && Meets(condition.negated.front(), subject)) {
    Visit(condition.negated.front(), subject, [&add](bool, const auto& fact) { add(fact()); });
  }
  return facts;
}

// The strictest of what the same datum of a student gets.
v1::Treatment OfStudent(const CellSubject& subject) {
  const auto of = [&subject](v1::DataElement element) {
    return RuleFor(subject.rules, subject.flag_rules, element, SubjectKind::kStudent, subject.flags)
        .treatment;
  };
  v1::Treatment strictest = of(subject.element);
  for (const v1::DataElement counterpart : StudentCounterparts(subject.element)) {
    strictest = std::max(strictest, of(counterpart));
  }
  return NearestSupported(subject.element, strictest);
}

}  // namespace

bool Meets(const AgreementCondition& condition, const AgreementSubject& subject) {
  return MeetsAll(condition, subject);
}

bool Meets(const ToolCondition& condition, const ToolSubject& subject) {
  return MeetsAll(condition, subject);
}

bool Meets(const CellCondition& condition, const CellSubject& subject) {
  const std::vector<v1::DataElement>& elements = condition.elements;
  if (!elements.empty() && std::find(elements.begin(), elements.end(), subject.element) == elements.end()) {
    return false;
  }
  if ((condition.roles & RoleBit(subject.role)) == 0) return false;
  if (subject.grade != kNoGrade && (condition.grades >> subject.grade & 1) == 0) return false;
  if (condition.route != v1::ROUTE_UNSPECIFIED && condition.route != subject.route) return false;
  const Rule& rule = subject.rule;
  // An exchange that is refused, or goes another way, takes nothing along.
  const bool stays =
      rule.verdict == v1::VERDICT_BLOCK || (rule.on_premises && subject.route == v1::ROUTE_CLOUD);
  if (!stays && rule.treatment < condition.at_least) return false;
  if (!condition.verdicts.empty() && !IsAmong(condition.verdicts, rule.verdict)) return false;
  if (condition.as_strict_as_student && rule.treatment < OfStudent(subject)) return false;
  if (condition.tool && !Meets(*condition.tool, *subject.tool)) return false;
  return condition.negated.empty() || !Meets(condition.negated.front(), subject);
}

std::string WhyNot(const AgreementCondition& condition, const AgreementSubject& subject) {
  return FactsAgainst(condition, subject);
}

std::string WhyNot(const ToolCondition& condition, const ToolSubject& subject) {
  return FactsAgainst(condition, subject);
}

bool MayHold(const ToolTable& table) {
  const ToolDocument& tool = table.tool();
  const auto holds = [](const auto& rule) { return rule.verdict == v1::VERDICT_HOLD; };
  if (tool.always_review || std::any_of(tool.media.begin(), tool.media.end(), holds)) return true;
  for (const v1::CallerRole role : tool.roles) {
    for (int grade = 0; grade <= kGradeCount; ++grade) {
      const Rules& rules = table.rules(role, grade);
      const Rules* local = table.local_rules(role, grade);
      if (std::any_of(rules.begin(), rules.end(), holds)) return true;
      if (local != nullptr && std::any_of(local->begin(), local->end(), holds)) return true;
    }
  }
  return false;
}

std::string Describe(const Rule& rule) {
  if (rule.verdict == v1::VERDICT_BLOCK) return "block";
  std::string text(TreatmentName(rule.treatment));
  if (rule.on_premises) text += " + on_premises";
  if (rule.verdict == v1::VERDICT_HOLD) text += " + hold";
  return text;
}

}  // namespace schoolgate::policy
