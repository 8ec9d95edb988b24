#include "core/vocabulary/vocabulary.h"

#include <array>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "core/util/strings.h"

namespace schoolgate {
namespace {

struct Row {
  std::string id = "unspecified";
  v1::ExhibitBCategory category = v1::EXHIBIT_B_CATEGORY_UNSPECIFIED;
  v1::FerpaClass ferpa_class = v1::FERPA_CLASS_UNSPECIFIED;
  std::array<bool, v1::Treatment_MAX + 1> supports{};
};

struct Table {
  std::array<Row, kDataElementCount> rows;
  absl::flat_hash_map<std::string, v1::DataElement> by_id;

  Table() {
    const google::protobuf::EnumDescriptor* elements = v1::DataElement_descriptor();
    for (int i = 0; i < elements->value_count(); ++i) {
      const google::protobuf::EnumValueDescriptor* value = elements->value(i);
      if (!value->options().HasExtension(v1::element)) continue;
      const v1::DataElementInfo& info = value->options().GetExtension(v1::element);
      Row& row = rows[static_cast<size_t>(value->number())];
      row.id = info.id();
      row.category = info.category();
      row.ferpa_class = info.ferpa_class();
      for (const int treatment : info.supports()) row.supports[static_cast<size_t>(treatment)] = true;
      by_id.emplace(info.id(), static_cast<v1::DataElement>(value->number()));
    }
  }
};

const Table& TheTable() {
  static const Table* const table = new Table;
  return *table;
}

const Row& RowOf(v1::DataElement element) {
  const int number = static_cast<int>(element);
  return TheTable().rows[static_cast<size_t>(number < 0 || number >= kDataElementCount ? 0 : number)];
}

constexpr std::string_view kTreatmentNames[] = {"unspecified", "allow", "generalize", "pseudonymize",
                                                "redact"};

}  // namespace

std::string_view ElementId(v1::DataElement element) { return RowOf(element).id; }

std::optional<v1::DataElement> ElementFromId(std::string_view id) {
  const auto it = TheTable().by_id.find(ToAbsl(id));
  if (it == TheTable().by_id.end()) return std::nullopt;
  return it->second;
}

v1::ExhibitBCategory CategoryOf(v1::DataElement element) { return RowOf(element).category; }
v1::FerpaClass FerpaClassOf(v1::DataElement element) { return RowOf(element).ferpa_class; }

bool Supports(v1::DataElement element, v1::Treatment treatment) {
  return v1::Treatment_IsValid(treatment) && RowOf(element).supports[static_cast<size_t>(treatment)];
}

v1::Treatment NearestSupported(v1::DataElement element, v1::Treatment treatment) {
  for (int t = static_cast<int>(treatment); t < static_cast<int>(v1::TREATMENT_REDACT); ++t) {
    if (Supports(element, static_cast<v1::Treatment>(t))) return static_cast<v1::Treatment>(t);
  }
  return v1::TREATMENT_REDACT;
}

std::string_view TreatmentName(v1::Treatment treatment) {
  return v1::Treatment_IsValid(treatment) ? kTreatmentNames[static_cast<size_t>(treatment)]
                                          : kTreatmentNames[0];
}

std::optional<v1::Treatment> TreatmentFromName(std::string_view name) {
  for (int t = v1::TREATMENT_ALLOW; t <= v1::TREATMENT_REDACT; ++t) {
    if (kTreatmentNames[t] == name) return static_cast<v1::Treatment>(t);
  }
  return std::nullopt;
}

}  // namespace schoolgate
