#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/time/civil_time.h"
#include "core/crypto/digest.h"
#include "core/util/strings.h"
#include "policy/compile.h"

namespace schoolgate::policy {
namespace {

// Every field with its name and length, so that no two sets of documents share a form.
class Canonical {
 public:
  void Add(std::string_view field, std::string_view value) {
    text_ += StrCat(field, " ", value.size(), ":", value, "\n");
  }
  void Add(std::string_view field, int64_t value) { Add(field, std::string_view(StrCat(value))); }
  void Add(std::string_view field, absl::CivilDay day) { Add(field, int64_t{day - absl::CivilDay()}); }
  void AddSet(std::string_view field, std::vector<std::string> values) {
    std::sort(values.begin(), values.end());
    Add(field, static_cast<int64_t>(values.size()));
    for (const std::string& value : values) Add(field, std::string_view(value));
  }

  void AddSet(std::string_view field, const std::vector<Located>& values) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const Located& value : values) texts.push_back(value.text);
    AddSet(field, std::move(texts));
  }

  void AddRows(std::string_view field, const std::vector<ElementRow>& rows) {
    std::vector<const ElementRow*> sorted;
    sorted.reserve(rows.size());
    for (const ElementRow& row : rows) sorted.push_back(&row);
    std::sort(sorted.begin(), sorted.end(), [](const ElementRow* a, const ElementRow* b) {
      return std::tie(a->pattern, a->route) < std::tie(b->pattern, b->route);
    });
    Add(field, static_cast<int64_t>(sorted.size()));
    for (const ElementRow* row : sorted) {
      Add("element", std::string_view(row->pattern));
      Add("treatment", row->treatment);
      Add("clause", std::string_view(row->clause));
      Add("route", row->route);
    }
  }

  std::string Hash() const { return HexEncode(DigestBytes(Sha256(ToAbsl(text_)))); }

 private:
  std::string text_;
};

template <typename Document>
std::vector<const Document*> ByName(const std::vector<Document>& documents) {
  std::vector<const Document*> sorted;
  sorted.reserve(documents.size());
  for (const Document& document : documents) sorted.push_back(&document);
  std::sort(sorted.begin(), sorted.end(),
            [](const Document* a, const Document* b) { return a->name < b->name; });
  return sorted;
}

}  // namespace

std::string HashOf(const Documents& documents) {
  Canonical form;
  form.Add("form", std::string_view("schoolgate policy 1"));
  for (const AgreementDocument* agreement : ByName(documents.agreements)) {
    form.Add("Agreement", std::string_view(agreement->name));
    form.Add("description", std::string_view(agreement->description));
    form.Add("vendor", std::string_view(agreement->vendor));
    form.Add("legalBasis", agreement->legal_basis);
    form.Add("route", agreement->route);
    form.AddSet("purposes", agreement->purposes);
    form.Add("signed", agreement->signed_on);
    form.Add("expires", agreement->expires_on);
    form.AddSet("subprocessors", agreement->subprocessors);
    form.Add("retentionDays", agreement->retention_days);
    form.Add("noTraining", agreement->no_training);
    form.Add("stablePseudonyms", agreement->stable_pseudonyms);
    form.AddRows("schedule", agreement->schedule);
  }
  for (const ToolDocument* tool : ByName(documents.tools)) {
    form.Add("Tool", std::string_view(tool->name));
    form.Add("description", std::string_view(tool->description));
    form.Add("agreement", std::string_view(tool->agreement.text));
    form.Add("models", static_cast<int64_t>(tool->models.size()));
    for (const Located& model : tool->models) form.Add("model", std::string_view(model.text));
    form.Add("phase", tool->phase);
    std::vector<std::string> roles;
    roles.reserve(tool->roles.size());
    for (const v1::CallerRole role : tool->roles) roles.push_back(v1::CallerRole_Name(role));
    form.AddSet("roles", std::move(roles));
    form.AddSet("purposes", tool->purposes);
    form.Add("owner", std::string_view(tool->owner));
    form.Add("media", tool->media_allowed);
    form.AddSet("externalFunctions", tool->external_functions);
    form.AddRows("elements", tool->limits);
  }
  for (const DistrictDocument* district : ByName(documents.districts)) {
    form.Add("DistrictPolicy", std::string_view(district->name));
    form.Add("description", std::string_view(district->description));
    form.AddRows("elements", district->limits);
  }
  return form.Hash();
}

}  // namespace schoolgate::policy
