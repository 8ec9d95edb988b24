#ifndef SCHOOLGATE_GATEWAY_DEMO_DISTRICT_NAMES_H_
#define SCHOOLGATE_GATEWAY_DEMO_DISTRICT_NAMES_H_

// Common given and family names of the people of American schools, by the communities that use them, for
// generated people. Some are ordinary words on purpose (Grace, May, Will, Park, Price): telling them apart is
// what the sample is for.

#include <string_view>

#include "absl/types/span.h"

namespace schoolgate::gateway {

using NameList = absl::Span<const std::string_view>;

enum class NameCustom {
  kPlain,
  kTwoSurnames,  // the father's and the mother's
  kFathersName,  // the middle name is the father's given name
};

struct NameCulture {
  int weight;  // share of families, in percent
  NameCustom custom;
  NameList female, male, family;
};

absl::Span<const NameCulture> NameCultures();

// Given names any family may choose.
NameList SharedFemaleNames();
NameList SharedMaleNames();

NameList StreetNames();
NameList StreetTypes();

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_DEMO_DISTRICT_NAMES_H_
