// A policy file's YAML as a plain tree that knows where each part stands, read within fixed limits.
//
// What:   ParseYaml, the one place that touches yaml-cpp; its exceptions end here.
// Owner:  the caller owns the trees.
// Thread: any.
// Units:  lines and columns count from 1; columns in characters.
// Errors: faults become Issues. Text that is no YAML, or goes over a limit, ends that file, since nothing
// after
//         it can be placed; documents before it are still returned.
// Source: YAML 1.2, without anchors, aliases and tags: a policy says what it means where it says it, and a
// file
//         of a few lines cannot unfold into millions of values.
#ifndef SCHOOLGATE_POLICY_YAML_H_
#define SCHOOLGATE_POLICY_YAML_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace schoolgate::policy {

inline constexpr size_t kMaxYamlBytes = 1 << 20;
// yaml-cpp keeps what it has read of a line for as long as that may be a key: 250 bytes for each "[".
inline constexpr size_t kMaxYamlLine = 16'384;
inline constexpr size_t kMaxYamlDepth = 32;
inline constexpr size_t kMaxYamlScalar = 4096;
inline constexpr size_t kMaxYamlNodes = 50'000;
// A document of one word still costs kilobytes once it is read as a tool.
inline constexpr size_t kMaxYamlDocuments = 1000;

struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMap };

  Kind kind = Kind::kNull;
  std::string text;     // of a scalar
  bool quoted = false;  // a quoted "true" is text, not a truth value
  int line = 0;
  int column = 0;
  // Where this node is a map's value: its key. The same key may stand twice; readers report it.
  std::string key;
  int key_line = 0;
  int key_column = 0;
  std::vector<YamlNode> children;  // of a list or a map, in the file's order
};

// What a node says, without where it stands: the same for any order of keys and of lists, for documents whose
// lists are sets.
std::string CanonicalText(const YamlNode& node);

// The documents of one file that are not empty.
std::vector<YamlNode> ParseYaml(std::string_view file, const std::string& content,
                                std::vector<Issue>& issues);

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_YAML_H_
