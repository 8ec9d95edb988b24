// Policy files as large as the loader takes, and one byte larger: everything the target in policy.cc says
// holds, the bound on memory included.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "policy/yaml.h"
#include "tests/fuzz/expect.h"

namespace schoolgate::fuzz {
namespace {

std::string Filled(std::string_view start, std::string_view piece, size_t size = policy::kMaxYamlBytes) {
  std::string content(start);
  while (content.size() + piece.size() <= size) content += piece;
  content.resize(size, '\n');
  return content;
}

void RunOn(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

TEST(PolicyLargeTest, FilesAtTheLimitHold) {
  for (const std::string_view piece :
       {"[",   "{a: ", "- ", "? ", "a: &a\n",  "- *a\n",      "---\n",  "...\n",
        "#",   "'",    "\"", "|",  "\t",       "%TAG ! a\n",  "- {}\n", "- []\n",
        "-\n", "!",    "&",  "\\", "\xc3\xa9", "\xef\xbb\xbf"}) {
    RunOn(Filled("", piece));
    RunOn(Filled("a: ", piece));
  }
  RunOn(Filled("a: \"", "x"));
  RunOn(Filled("a: |\n ", "x"));
  RunOn(Filled("", "x"));
  RunOn(Filled("", "x", policy::kMaxYamlBytes + 1));
}

// As many documents, rows and faults as fit.
TEST(PolicyLargeTest, LongDocumentsHold) {
  const std::string head =
      "apiVersion: schoolgate/v1\nkind: DistrictPolicy\nmetadata: {name: d}\nspec:\n  elements:\n";
  RunOn(Filled(head, "    - {element: student.name, treatment: redact, clause: c}\n"));
  RunOn(Filled(head, "    - {element: student.nam, treatment: hold, clause: c, flag: x}\n", 300'000));
  RunOn(Filled(head, "    - x\n", 300'000));
  RunOn(Filled("", "---\nkind: Tool\n", 300'000));
  RunOn(Filled("", "a: b\n", 200'000));
}

}  // namespace
}  // namespace schoolgate::fuzz
