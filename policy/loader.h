// Reads a directory of policy files and checks the documents against each other. Blocking; any thread.
#ifndef SCHOOLGATE_POLICY_LOADER_H_
#define SCHOOLGATE_POLICY_LOADER_H_

#include <string>
#include <vector>

#include "policy/documents.h"

namespace schoolgate::policy {

// Every *.yaml below `directory`, in any folder; names that begin with a dot are passed over, as a mounted
// Kubernetes ConfigMap keeps its versions under such. Issues come sorted by file, line and column; the
// documents are usable only if there are none.
Documents LoadDocuments(const std::string& directory, std::vector<Issue>& issues);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_LOADER_H_
