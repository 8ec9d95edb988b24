// Sets of callers' roles, and how reports name them. Constants and pure functions; any thread.
#ifndef SCHOOLGATE_POLICY_ROLES_H_
#define SCHOOLGATE_POLICY_ROLES_H_

#include <cstdint>
#include <string>

#include "schoolgate/v1/policy.pb.h"

namespace schoolgate::policy {

// Bit n: v1::CallerRole n.
using RoleSet = uint8_t;
inline constexpr RoleSet kAllRoles = 0xff;

constexpr RoleSet RoleBit(v1::CallerRole role) {
  return static_cast<RoleSet>(1u << static_cast<unsigned>(role));
}

// The word policy files use: "teacher"; empty for other values.
std::string_view RoleName(v1::CallerRole role);
// "students", "staff and teachers", "staff, teachers and services".
std::string DescribeRoles(RoleSet roles);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_ROLES_H_
