// Early returns for absl::Status, in plain functions and in coroutines.
//
//   SG_RETURN_IF_ERROR(Check(x));
//   SG_ASSIGN_OR_RETURN(Roster roster, Import(dir));
//   SG_CO_ASSIGN_OR_RETURN(...)   the same inside a coroutine; the expression may not contain co_await with
//   an
//                                 aggregate temporary (gcc 12 destroys it twice): name it first.
#ifndef SCHOOLGATE_CORE_UTIL_STATUS_H_
#define SCHOOLGATE_CORE_UTIL_STATUS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define SG_STATUS_CONCAT_INNER_(a, b) a##b
#define SG_STATUS_CONCAT_(a, b) SG_STATUS_CONCAT_INNER_(a, b)

// `ret`, `var` and `lhs` are keywords and names, which take no parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define SG_RETURN_IF_ERROR_IMPL_(ret, expr)                              \
  do {                                                                   \
    if (absl::Status sg_status = (expr); !sg_status.ok()) ret sg_status; \
  } while (false)

#define SG_ASSIGN_OR_RETURN_IMPL_(ret, var, lhs, expr) \
  auto var = (expr);                                   \
  if (!var.ok()) ret std::move(var).status();          \
  lhs = *std::move(var)

// NOLINTEND(bugprone-macro-parentheses)

#define SG_RETURN_IF_ERROR(expr) SG_RETURN_IF_ERROR_IMPL_(return, expr)
#define SG_CO_RETURN_IF_ERROR(expr) SG_RETURN_IF_ERROR_IMPL_(co_return, expr)
#define SG_ASSIGN_OR_RETURN(lhs, expr) \
  SG_ASSIGN_OR_RETURN_IMPL_(return, SG_STATUS_CONCAT_(sg_or_, __LINE__), lhs, expr)
#define SG_CO_ASSIGN_OR_RETURN(lhs, expr) \
  SG_ASSIGN_OR_RETURN_IMPL_(co_return, SG_STATUS_CONCAT_(sg_or_, __LINE__), lhs, expr)

#endif  // SCHOOLGATE_CORE_UTIL_STATUS_H_
