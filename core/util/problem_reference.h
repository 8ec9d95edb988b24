// docs/errors.md: the catalogue of problems, written out. Stateless.
#ifndef SCHOOLGATE_CORE_UTIL_PROBLEM_REFERENCE_H_
#define SCHOOLGATE_CORE_UTIL_PROBLEM_REFERENCE_H_

#include <string>

namespace schoolgate {

std::string ProblemReference();

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_UTIL_PROBLEM_REFERENCE_H_
