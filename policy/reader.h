// Strict reading of a policy document: every key is known, every value has its type, and every fault is noted
// rather than the first.
//
// Owner:  readers are short-lived and refer to the tree and the log they were given.
// Thread: one.
// Errors: a faulty value is an Issue in the log and reads as empty, zero or absent.
#ifndef SCHOOLGATE_POLICY_READER_H_
#define SCHOOLGATE_POLICY_READER_H_

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "policy/policy.h"
#include "policy/yaml.h"

namespace google::protobuf {
class EnumDescriptor;
}

namespace schoolgate::policy {

// Where something stands in the policy files.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

class IssueLog {
 public:
  IssueLog(std::string file, std::vector<Issue>& issues) : file_(std::move(file)), issues_(issues) {}

  // Of one file this many faults are noted; a line then says that there are more.
  static constexpr int kMaxPerFile = 200;

  void Add(int line, int column, std::string message, std::string suggestion = "");
  void Add(const YamlNode& node, std::string message, std::string suggestion = "") {
    Add(node.line, node.column, std::move(message), std::move(suggestion));
  }
  // Suggests the candidate nearest to what was written, or says `otherwise` where none is near.
  void AddNear(int line, int column, std::string message, std::string_view written,
               const std::vector<std::string_view>& candidates, std::string otherwise = "");
  Place PlaceOf(const YamlNode& node) const { return Place{file_, node.line, node.column}; }
  const std::string& file() const { return file_; }

 private:
  std::string file_;
  std::vector<Issue>& issues_;
  int noted_ = 0;
};

// A word that refers to something, and where it stands.
struct Located {
  std::string text;
  Place place;
};

// The words policy files use for an enum: CALLER_ROLE_TEACHER is "teacher". Value 0 has none.
struct Word {
  std::string name;
  int number = 0;
};
std::vector<Word> WordsOf(const google::protobuf::EnumDescriptor& type);

// 'a', 'b', 'c' for a message.
std::string ListWords(const std::vector<Word>& words);

// What stands in a draft where only a person can say what belongs there. It is a fault wherever it stands.
inline constexpr std::string_view kFillIn = "FILL_IN";

enum class Need { kRequired, kOptional };

// What a text may look like.
enum class Form {
  kName,      // of an agreement, a tool, a vendor, a purpose: lower-case letters, digits, '-', '_'
  kModel,     // as vendors name models: letters, digits and . _ : / @ -
  kFunction,  // as SDKs name functions: letters, digits, '-', '_'
  kLine,      // one line of prose
  kProse,     // several lines of prose
};

class MapReader {
 public:
  // `what` names the map in messages: "'spec'", "a schedule row".
  MapReader(const YamlNode& node, std::string_view what, IssueLog& log);

  // The value of a key, whatever its type; null where it is absent or empty. The pointer lives as long as the
  // tree.
  const YamlNode* Find(std::string_view key, Need need);

  // Whether the map has the key, with a value or without. Asking makes it a known one.
  bool Has(std::string_view key);

  std::string Text(std::string_view key, Need need, Form form);
  // A reference to something named elsewhere; its text is empty where it is absent or faulty.
  Located Reference(std::string_view key, Need need);
  // Text that other documents are held against.
  Located LocatedText(std::string_view key, Need need, Form form);
  bool Flag(std::string_view key, Need need);
  int Number(std::string_view key, Need need, int least, int most);
  std::optional<absl::CivilDay> Date(std::string_view key, Need need);
  // The enum value, or 0.
  int WordIn(std::string_view key, Need need, const std::vector<Word>& words);
  std::vector<Located> Texts(std::string_view key, Need need, Form form);
  std::vector<int> WordsIn(std::string_view key, const std::vector<Word>& words);
  // The items of a list.
  std::vector<const YamlNode*> Items(std::string_view key, Need need);

  // Notes every key that was not asked for, and says which are known. Call once, last.
  void Finish();

  const YamlNode& node() const { return node_; }

 private:
  const YamlNode* Child(std::string_view key) const;
  // Notes a value that is still to be filled in.
  bool IsFillIn(const YamlNode& node, std::string_view key);
  std::string ScalarText(const YamlNode& node, std::string_view key, Form form);
  int ScalarWord(const YamlNode& node, std::string_view key, const std::vector<Word>& words);

  const YamlNode& node_;
  std::string what_;
  IssueLog& log_;
  std::vector<std::string_view> known_;
};

}  // namespace schoolgate::policy

#endif  // SCHOOLGATE_POLICY_READER_H_
