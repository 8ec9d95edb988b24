#include "policy/documents.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/util/strings.h"

namespace schoolgate::policy {
namespace {

constexpr std::string_view kApiVersion = "schoolgate/v1";

void ReadMetadata(MapReader& document, IssueLog& log, std::string& name, std::string& description) {
  const YamlNode* node = document.Find("metadata", Need::kRequired);
  if (node == nullptr) return;
  MapReader metadata(*node, "'metadata'", log);
  name = metadata.Text("name", Need::kRequired, Form::kName);
  description = metadata.Text("description", Need::kOptional, Form::kProse);
  metadata.Finish();
}

}  // namespace

void NeedEntries(const MapReader& map, std::string_view key, IssueLog& log) {
  for (const YamlNode& child : map.node().children) {
    if (child.key == key && child.kind == YamlNode::Kind::kList && child.children.empty()) {
      log.Add(child, StrCat("'", key, "' needs at least one entry"));
    }
  }
}

void ReadDocument(const YamlNode& node, IssueLog& log, Documents& documents) {
  enum Kind { kAgreement = 1, kTool, kDistrictPolicy, kInvariant, kPolicyTest };
  static const std::vector<Word>* const kKinds = new std::vector<Word>{{"Agreement", kAgreement},
                                                                       {"Tool", kTool},
                                                                       {"DistrictPolicy", kDistrictPolicy},
                                                                       {"Invariant", kInvariant},
                                                                       {"PolicyTest", kPolicyTest}};

  MapReader document(node, "a policy document", log);
  if (node.kind != YamlNode::Kind::kMap) {
    documents.complete = false;
    return;
  }
  if (const YamlNode* version = document.Find("apiVersion", Need::kRequired);
      version != nullptr && version->text != kApiVersion) {
    log.Add(*version, StrCat("'apiVersion' must be ", kApiVersion));
  }
  const int kind = document.WordIn("kind", Need::kRequired, *kKinds);
  std::string name;
  std::string description;
  ReadMetadata(document, log, name, description);
  const YamlNode* spec = document.Find("spec", Need::kRequired);
  document.Finish();

  const auto finish = [&](auto read, auto& list) {
    auto value = spec != nullptr ? read(*spec, log) : decltype(read(*spec, log)){};
    value.place = log.PlaceOf(node);
    value.name = std::move(name);
    value.description = std::move(description);
    list.push_back(std::move(value));
  };
  if (kind == 0) documents.complete = false;
  if (kind == kAgreement) finish(ReadAgreement, documents.agreements);
  if (kind == kTool) finish(ReadTool, documents.tools);
  if (kind == kDistrictPolicy) finish(ReadDistrict, documents.districts);
  if (kind == kInvariant) finish(ReadInvariant, documents.invariants);
  if (kind == kPolicyTest) finish(ReadPolicyTest, documents.tests);
}

}  // namespace schoolgate::policy
