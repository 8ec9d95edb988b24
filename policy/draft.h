// Drafts policy files from a filled Exhibit B worksheet, for people to complete.
//
// What:   an Agreement, and a Tool for it or for each of its apps. What only a person can say reads FILL_IN,
// and every
//         such place is a fault of `policy check` until it is filled in; nothing else in a draft is.
// Owner:  values only; writing them is the caller's.
// Thread: any.
// Units:  a file's name is relative to the policy folder.
#ifndef SCHOOLGATE_POLICY_DRAFT_H_
#define SCHOOLGATE_POLICY_DRAFT_H_

#include <string>
#include <string_view>
#include <vector>

#include "policy/exhibit_b.h"
#include "policy/state_pack.h"

namespace schoolgate::policy {

struct DraftFile {
  std::string name;  // "agreements/acme-learning.yaml"
  std::string content;
};

// `vendor` is its legal name, or empty; `pack` the terms of the district's state, or null.
std::vector<DraftFile> DraftPolicy(const Worksheet& worksheet, std::string_view vendor,
                                   const StatePack* pack);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_DRAFT_H_
