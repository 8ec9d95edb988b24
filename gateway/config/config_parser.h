// The table's parser: reads one map of the YAML tree. Used by config.cc alone; one thread.
#ifndef SCHOOLGATE_GATEWAY_CONFIG_CONFIG_PARSER_H_
#define SCHOOLGATE_GATEWAY_CONFIG_CONFIG_PARSER_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/config/config_table.h"
#include "policy/yaml.h"

namespace schoolgate::gateway {

class ConfigParser {
 public:
  // What every parser of one file shares.
  struct File {
    std::string path;
    std::string directory;  // relative paths start here
    std::vector<policy::Issue>& issues;
  };

  // Reads `map`; null reads as a map without keys, so that defaults are set. `where` names it in messages.
  ConfigParser(File& file, const policy::YamlNode* map, std::string where, const policy::YamlNode& place);

  void Text(std::string_view key, std::string& out, Need need, std::string_view doc);
  void Texts(std::string_view key, std::vector<std::string>& out, std::string_view doc);
  void Path(std::string_view key, std::string& out, Need need, Exists exists, std::string_view doc);
  // The path of a key's file, or the pkcs11: URI of a key in a token, which stays as it is written.
  void KeyPlace(std::string_view key, std::string& out, Need need, std::string_view doc);
  void Address(std::string_view key, std::string& out, Need need, std::string_view doc);
  void TimeZone(std::string_view key, std::string& out, std::string_view preset, std::string_view doc);
  void Count(std::string_view key, int64_t& out, int64_t least, int64_t most, int64_t preset,
             std::string_view doc);
  void Bytes(std::string_view key, int64_t& out, int64_t least, int64_t most, int64_t preset,
             std::string_view doc);
  void Time(std::string_view key, absl::Duration& out, absl::Duration preset, std::string_view doc);
  void Flag(std::string_view key, bool& out, std::string_view doc);
  // An enum, an integer, or the word itself.
  template <typename T>
  void Choice(std::string_view key, T& out, std::span<const ChoiceWord> words, T preset, std::string_view) {
    const ChoiceWord* chosen = Chosen(key, words, preset == T{} ? Need::kRequired : Need::kOptional);
    out = chosen == nullptr ? preset : static_cast<T>(chosen->value);
  }
  void Choice(std::string_view key, std::string& out, std::span<const ChoiceWord> words,
              std::string_view preset, std::string_view) {
    const ChoiceWord* chosen = Chosen(key, words, Need::kOptional);
    out = chosen == nullptr ? preset : chosen->word;
  }

  template <typename Rows>
  void Section(std::string_view key, Need need, std::string_view, const Rows& rows) {
    const policy::YamlNode* node = Take(key, need, policy::YamlNode::Kind::kMap, "a map");
    // A required section that is missing is one fault, not one for each of its keys.
    if (node == nullptr && need == Need::kRequired) return;
    ConfigParser inner(file_, node, std::string(key), node == nullptr ? place_ : *node);
    rows(inner);
    inner.Finish();
  }

  template <typename T, typename Rows>
  void List(std::string_view key, std::vector<T>& out, Need need, std::string_view, const Rows& rows) {
    const policy::YamlNode* list = Take(key, need, policy::YamlNode::Kind::kList, "a list");
    if (list == nullptr) return;
    if (list->children.empty() && need == Need::kRequired) Complain(*list, "needs at least one entry");
    for (const policy::YamlNode& node : list->children) {
      if (node.kind != policy::YamlNode::Kind::kMap) {
        Complain(node, "must be a map");
        continue;
      }
      ConfigParser inner(file_, &node, std::string(key), node);
      rows(inner, out.emplace_back());
      inner.Finish();
    }
  }

  // Complains about every key that no row asked for.
  void Finish();

 private:
  std::string PathOf(const policy::YamlNode& node) const;
  const policy::YamlNode* Take(std::string_view key, Need need, policy::YamlNode::Kind kind,
                               std::string_view expected);
  const ChoiceWord* Chosen(std::string_view key, std::span<const ChoiceWord> words, Need need);
  void Complain(const policy::YamlNode& node, std::string_view what, std::string suggestion = "");
  void Complain(int line, int column, std::string message, std::string suggestion = "");

  File& file_;
  const policy::YamlNode* map_;
  std::string where_;
  const policy::YamlNode& place_;
  std::vector<std::string_view> known_;
};

}  // namespace schoolgate::gateway

#endif  // SCHOOLGATE_GATEWAY_CONFIG_CONFIG_PARSER_H_
