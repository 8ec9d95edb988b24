#include <algorithm>

#include "policy/documents.h"
#include "policy/element_rows.h"
#include "policy/state_pack.h"

namespace schoolgate::policy {
namespace {

constexpr int kMaxHours = 24 * 90;

void ReadGroups(MapReader& spec, IssueLog& log, DistrictDocument& district) {
  const std::vector<const YamlNode*> items = spec.Items("groups", Need::kOptional);
  for (const YamlNode* item : items) {
    MapReader map(*item, "a group", log);
    GroupEntry group;
    group.name = map.Reference("name", Need::kRequired);
    group.title = map.Text("title", Need::kRequired, Form::kLine);
    group.members = map.Texts("members", Need::kRequired, Form::kLine);
    NeedEntries(map, "members", log);
    map.Finish();
    const auto same = [&group](const GroupEntry& other) {
      return other.name.text == group.name.text || other.title == group.title;
    };
    if (std::any_of(district.groups.begin(), district.groups.end(), same)) {
      log.Add(*item, "'groups' has a group of this name or title already");
      continue;
    }
    if (!group.name.text.empty()) district.groups.push_back(std::move(group));
  }
}

}  // namespace

DistrictDocument ReadDistrict(const YamlNode& spec_node, IssueLog& log) {
  static const std::vector<Word>* const kPreconditions =
      new std::vector<Word>(WordsOf(*v1::Precondition_descriptor()));
  DistrictDocument district;
  MapReader spec(spec_node, "'spec'", log);
  district.limits = ReadElementRows(spec, "elements", Need::kRequired, RowKind::kDistrictLimit, log);
  ReadGroups(spec, log, district);
  if (spec.Has("requires")) district.preconditions = spec.WordsIn("requires", *kPreconditions);
  if (spec.Has("states")) district.states = spec.WordsIn("states", StateWords());
  if (const YamlNode* node = spec.Find("review", Need::kOptional)) {
    MapReader map(*node, "'review'", log);
    district.reviewers = map.Reference("reviewers", Need::kRequired);
    district.deputies = map.Reference("deputies", Need::kOptional);
    if (map.Has("escalateHours"))
      district.escalate_hours = map.Number("escalateHours", Need::kOptional, 1, kMaxHours);
    if (map.Has("expireHours"))
      district.expire_hours = map.Number("expireHours", Need::kOptional, 1, kMaxHours);
    map.Finish();
  }
  spec.Finish();
  return district;
}

}  // namespace schoolgate::policy
