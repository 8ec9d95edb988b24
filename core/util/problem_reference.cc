#include "core/util/problem_reference.h"

#include "core/util/problems.h"
#include "core/util/strings.h"

namespace schoolgate {

std::string ProblemReference() {
  std::string out =
      "# Errors\n\n"
      "Every error of the gate carries its reason: in gRPC as `google.rpc.ErrorInfo.reason` with a "
      "`LocalizedMessage` in "
      "English and\n"
      "Spanish, over HTTP as `error.code` (in lower case) with the Spanish text under `error.schoolgate`. "
      "\"Retry\" is what the "
      "gate tells\n"
      "SDKs with `x-should-retry`. Places in braces are filled with names of fields and registered names, "
      "never with what a "
      "caller wrote.\n\n"
      "This page is generated from the catalogue (`core/util/problems.h`); `schoolgate error-reference` "
      "prints it.\n\n"
      "| reason | HTTP | retry | what it says |\n|---|---|---|---|\n";
  for (const ProblemKind* kind : problems::kAll) {
    out += StrCat("| `", kind->reason, "` | ", kind->http_status, " | ",
                  kind->retry == Retry::kYes ? "yes" : "no", " | ", kind->english, " |\n");
  }
  return out;
}

}  // namespace schoolgate
