#include "policy/roles.h"

#include <vector>

#include "core/util/strings.h"

namespace schoolgate::policy {
namespace {

struct Names {
  std::string_view one, several;
};

constexpr Names kNames[v1::CallerRole_ARRAYSIZE] = {{"", "callers without a role"},
                                                    {"staff", "staff"},
                                                    {"teacher", "teachers"},
                                                    {"student", "students"},
                                                    {"administrator", "administrators"},
                                                    {"compliance", "compliance"},
                                                    {"service", "services"}};

}  // namespace

std::string_view RoleName(v1::CallerRole role) {
  return v1::CallerRole_IsValid(role) ? kNames[static_cast<size_t>(role)].one : std::string_view();
}

std::string DescribeRoles(RoleSet roles) {
  std::vector<std::string_view> names;
  for (int role = 0; role < v1::CallerRole_ARRAYSIZE; ++role) {
    if ((roles & RoleBit(static_cast<v1::CallerRole>(role))) != 0) {
      names.push_back(kNames[static_cast<size_t>(role)].several);
    }
  }
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    text += StrCat(i == 0 ? "" : i + 1 == names.size() ? " and " : ", ", names[i]);
  }
  return text;
}

}  // namespace schoolgate::policy
