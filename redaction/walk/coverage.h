// What the gate does with every string and bytes field of the API, read from the descriptors:
// docs/coverage.md is this table, generated and never claimed. Stateless; any thread.
#ifndef SCHOOLGATE_REDACTION_WALK_COVERAGE_H_
#define SCHOOLGATE_REDACTION_WALK_COVERAGE_H_

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace schoolgate::redaction {

// Every proto file of schoolgate.v1.
std::vector<const google::protobuf::FileDescriptor*> ApiFiles();

// Full names of the fields of `file` that say nothing of their handling; nested messages and extensions
// included.
std::vector<std::string> FieldsWithoutHandling(const google::protobuf::FileDescriptor& file);

// docs/coverage.md.
std::string CoverageTable();

}  // namespace schoolgate::redaction

#endif  // SCHOOLGATE_REDACTION_WALK_COVERAGE_H_
