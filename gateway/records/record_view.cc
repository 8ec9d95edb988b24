#include "gateway/records/record_view.h"

#include <algorithm>

namespace schoolgate::gateway {
namespace {

bool Listed(const Person& person) {
  return person.active && !person.quarantined && person.kind != PersonKind::kGuardian;
}

bool IsIn(const Person& person, ClassIndex index, ClassRole role) {
  return std::any_of(person.classes.begin(), person.classes.end(), [&](const ClassMembership& membership) {
    return membership.class_index == index && membership.role == role;
  });
}

}  // namespace

RecordView::RecordView(const Roster& roster, const v1::RecordAccess& access)
    : roster_(roster), has_class_(roster.classes().size()), has_person_(roster.people().size()) {
  for (const std::string& id : access.classes()) {
    // A class the agreement names and the roster does not have any more has no records.
    if (const auto index = roster.FindClass(id)) has_class_[*index] = 1;
  }
  std::vector<char> has_school(roster.schools().size());
  for (const std::string& id : access.schools()) {
    if (const auto index = roster.FindSchool(id)) has_school[*index] = 1;
  }
  for (ClassIndex i = 0; i < has_class_.size(); ++i) {
    const ClassInfo& info = roster.class_info(i);
    if (info.school && has_school[*info.school] != 0) has_class_[i] = 1;
    if (has_class_[i] == 0) continue;
    classes_.push_back(i);
    for (const ClassMember& member : info.members) {
      if (Listed(roster.person(member.person))) has_person_[member.person] = 1;
    }
  }
  std::sort(classes_.begin(), classes_.end(), [&roster](ClassIndex a, ClassIndex b) {
    return roster.class_info(a).id < roster.class_info(b).id;
  });
  for (PersonIndex i = 0; i < has_person_.size(); ++i) {
    if (has_person_[i] != 0) people_.push_back(i);
  }
  std::sort(people_.begin(), people_.end(), [&roster](PersonIndex a, PersonIndex b) {
    return roster.person(a).source_id < roster.person(b).source_id;
  });
}

bool RecordView::HasStudent(PersonIndex index, ClassIndex in) const {
  const Person& person = roster_.person(index);
  return HasClass(in) && Listed(person) && person.kind == PersonKind::kStudent &&
         IsIn(person, in, ClassRole::kStudent);
}

void RecordView::AddEnrollments(ClassIndex index, std::string_view behind, size_t most,
                                std::vector<RecordRef>& refs) const {
  std::vector<PersonIndex> members;
  for (const ClassMember& member : roster_.class_info(index).members) {
    const Person& person = roster_.person(member.person);
    if (Listed(person) && person.source_id > behind) members.push_back(member.person);
  }
  std::sort(members.begin(), members.end(), [this](PersonIndex a, PersonIndex b) {
    return roster_.person(a).source_id < roster_.person(b).source_id;
  });
  // One person may be in a class twice, as student and as teacher: one record says so.
  members.erase(std::unique(members.begin(), members.end()), members.end());
  for (const PersonIndex person : members) {
    if (refs.size() == most) return;
    refs.push_back({.index = index, .within = person});
  }
}

std::vector<RecordRef> RecordView::Next(v1::RecordKind kind, size_t most, RecordPosition& position,
                                        bool& more) const {
  std::vector<RecordRef> refs = Behind(kind, position, most + 1);
  more = refs.size() > most;
  if (more) refs.pop_back();
  if (!refs.empty()) position = PositionOf(kind, refs.back());
  return refs;
}

RecordPosition RecordView::PositionOf(v1::RecordKind kind, const RecordRef& ref) const {
  const auto text = [](std::string_view id) { return std::string(id); };
  switch (kind) {
    case v1::RECORD_KIND_CLASS:
      return {text(roster_.class_info(ref.index).id), ""};
    case v1::RECORD_KIND_ENROLLMENT:
      return {text(roster_.class_info(ref.index).id), text(roster_.person(ref.within).source_id)};
    case v1::RECORD_KIND_LINE_ITEM:
      return {text(roster_.line_items()[ref.index].id), ""};
    case v1::RECORD_KIND_RESULT:
      return {text(roster_.line_items()[ref.index].id),
              text(roster_.line_items()[ref.index].results[ref.within].id)};
    default:
      return {text(roster_.person(ref.index).source_id), ""};
  }
}

std::vector<RecordRef> RecordView::Behind(v1::RecordKind kind, const RecordPosition& position,
                                          size_t most) const {
  std::vector<RecordRef> refs;
  refs.reserve(most);
  const auto class_from = [this](std::string_view id) {
    return std::lower_bound(classes_.begin(), classes_.end(), id, [this](ClassIndex at, std::string_view to) {
      return roster_.class_info(at).id < to;
    });
  };
  const absl::Span<const LineItem> items = roster_.line_items();
  const auto item_from = [&items](std::string_view id) {
    const auto at = std::lower_bound(items.begin(), items.end(), id,
                                     [](const LineItem& item, std::string_view to) { return item.id < to; });
    return static_cast<uint32_t>(at - items.begin());
  };
  switch (kind) {
    case v1::RECORD_KIND_PERSON: {
      auto at = std::upper_bound(people_.begin(), people_.end(), std::string_view(position.first),
                                 [this](std::string_view from, PersonIndex person) {
                                   return from < roster_.person(person).source_id;
                                 });
      for (; at != people_.end() && refs.size() < most; ++at) refs.push_back({.index = *at});
      break;
    }
    case v1::RECORD_KIND_CLASS:
      for (auto at = class_from(position.first); at != classes_.end() && refs.size() < most; ++at) {
        if (roster_.class_info(*at).id != position.first) refs.push_back({.index = *at});
      }
      break;
    case v1::RECORD_KIND_ENROLLMENT:
      for (auto at = class_from(position.first); at != classes_.end() && refs.size() < most; ++at) {
        const bool same = roster_.class_info(*at).id == position.first;
        AddEnrollments(*at, same ? std::string_view(position.second) : std::string_view(), most, refs);
      }
      break;
    case v1::RECORD_KIND_LINE_ITEM:
      for (uint32_t i = item_from(position.first); i < items.size() && refs.size() < most; ++i) {
        if (HasClass(items[i].class_index) && items[i].id != position.first) refs.push_back({.index = i});
      }
      break;
    case v1::RECORD_KIND_RESULT:
      for (uint32_t i = item_from(position.first); i < items.size() && refs.size() < most; ++i) {
        if (HasClass(items[i].class_index)) AddResults(i, position, most, refs);
      }
      break;
    default:
      break;
  }
  return refs;
}

void RecordView::AddResults(LineItemIndex index, const RecordPosition& position, size_t most,
                            std::vector<RecordRef>& refs) const {
  const LineItem& item = roster_.line_items()[index];
  for (uint32_t i = 0; i < item.results.size() && refs.size() < most; ++i) {
    const Result& result = item.results[i];
    if (item.id == position.first && result.id <= position.second) continue;
    // What a student who left the class got there is no longer the class's to tell.
    if (HasStudent(result.student, item.class_index)) refs.push_back({.index = index, .within = i});
  }
}

}  // namespace schoolgate::gateway
