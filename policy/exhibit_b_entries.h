// The entries of the NDPA's Exhibit B and the data elements they stand for. Constants; any thread.
#ifndef SCHOOLGATE_POLICY_EXHIBIT_B_ENTRIES_H_
#define SCHOOLGATE_POLICY_EXHIBIT_B_ENTRIES_H_

#include <span>
#include <string_view>

#include "core/vocabulary/vocabulary.h"

namespace schoolgate::policy {

// The letters and digits of a cell, in lower case: how cells are compared.
struct ExhibitCategory {
  v1::ExhibitBCategory category;
  std::string_view name;       // as the NDPA writes it
  std::string_view key;        // what its cell begins with, in letters alone
  std::string_view other_key;  // another way to write it; may be empty
};

struct ExhibitEntry {
  v1::ExhibitBCategory category;
  std::string_view text;  // as the NDPA writes it
  std::string_view key;   // in its cell, in letters alone; "^" before it: where the cell begins
  v1::DataElement element;
  v1::Treatment treatment;
  std::string_view remark;
};

std::span<const ExhibitCategory> ExhibitCategories();
std::span<const ExhibitEntry> ExhibitEntries();

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_EXHIBIT_B_ENTRIES_H_
