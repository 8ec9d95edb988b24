#include "tests/integration/scenarios/scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "absl/strings/numbers.h"
#include "core/util/files.h"
#include "core/util/strings.h"
#include "policy/yaml.h"

namespace schoolgate::tests {
namespace {

using policy::YamlNode;

constexpr std::string_view kFolder = SCHOOLGATE_SOURCE_DIR "/tests/integration/scenarios/";

// The entries of a file that is one list.
std::vector<YamlNode> Entries(const std::string& path) {
  const absl::StatusOr<std::string> content = ReadFile(path);
  EXPECT_TRUE(content.ok()) << content.status();
  std::vector<policy::Issue> issues;
  std::vector<YamlNode> documents = policy::ParseYaml(path, content.value_or(""), issues);
  for (const policy::Issue& issue : issues) ADD_FAILURE() << ToString(issue);
  EXPECT_EQ(documents.size(), 1u) << path;
  return documents.empty() ? std::vector<YamlNode>() : std::move(documents.front().children);
}

// Reads an entry's keys; one that nobody asks for is a failure.
class Entry {
 public:
  Entry(std::string_view path, const YamlNode& node) : path_(path), node_(node) {}
  ~Entry() {
    for (const YamlNode& child : node_.children) {
      EXPECT_NE(std::find(read_.begin(), read_.end(), child.key), read_.end())
          << path_ << ":" << child.line << ": unknown key '" << child.key << "'";
    }
  }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

  const YamlNode* Find(std::string_view key) {
    read_.emplace_back(key);
    const auto found = std::find_if(node_.children.begin(), node_.children.end(),
                                    [key](const YamlNode& child) { return child.key == key; });
    return found == node_.children.end() ? nullptr : &*found;
  }
  std::string Text(std::string_view key) {
    const YamlNode* node = Find(key);
    return node == nullptr ? std::string() : node->text;
  }
  int Number(std::string_view key, int preset) {
    const YamlNode* node = Find(key);
    int number = preset;
    if (node != nullptr) {
      EXPECT_TRUE(absl::SimpleAtoi(ToAbsl(node->text), &number)) << path_ << ":" << node->line;
    }
    return number;
  }
  std::vector<const YamlNode*> Items(std::string_view key) {
    std::vector<const YamlNode*> items;
    if (const YamlNode* node = Find(key)) {
      for (const YamlNode& item : node->children) items.push_back(&item);
    }
    return items;
  }

 private:
  std::string path_;
  const YamlNode& node_;
  std::vector<std::string> read_;
};

Scenario ReadScenario(const std::string& path, const YamlNode& node) {
  Entry entry(path, node);
  Scenario scenario;
  scenario.name = entry.Text("name");
  scenario.shows = entry.Text("shows");
  scenario.as = entry.Text("as");
  scenario.person = entry.Text("person");
  scenario.tool = entry.Text("tool");
  scenario.purpose = entry.Text("purpose");
  scenario.ask = entry.Text("ask");
  for (const YamlNode* kind : entry.Items("media")) scenario.media.push_back(kind->text);
  scenario.status = entry.Number("status", 200);
  scenario.reason = entry.Text("reason");
  scenario.vendor = entry.Text("vendor");
  scenario.sent = entry.Text("sent");
  scenario.answer = entry.Text("answer");
  scenario.record = entry.Text("record");
  return scenario;
}

}  // namespace

std::vector<Scenario> LoadScenarios() {
  std::vector<std::string> paths;
  for (const auto& file : std::filesystem::directory_iterator(kFolder)) {
    const std::string name = file.path().filename().string();
    if (name.ends_with(".yaml") && name != "requirements.yaml") paths.push_back(file.path().string());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Scenario> scenarios;
  for (const std::string& path : paths) {
    for (const YamlNode& node : Entries(path)) scenarios.push_back(ReadScenario(path, node));
  }
  return scenarios;
}

std::vector<Requirement> LoadRequirements() {
  const std::string path = StrCat(kFolder, "requirements.yaml");
  std::vector<Requirement> requirements;
  for (const YamlNode& node : Entries(path)) {
    Entry entry(path, node);
    Requirement requirement;
    requirement.number = entry.Number("number", 0);
    requirement.asks = entry.Text("asks");
    requirement.elsewhere = entry.Text("elsewhere");
    for (const YamlNode* scenario : entry.Items("scenarios")) {
      requirement.shown.push_back({.scenario = scenario->text});
    }
    for (const YamlNode* item : entry.Items("tests")) {
      Entry test(path, *item);
      ShownBy by;
      by.file = test.Text("file");
      by.test = test.Text("test");
      by.shows = test.Text("shows");
      requirement.shown.push_back(std::move(by));
    }
    requirements.push_back(std::move(requirement));
  }
  return requirements;
}

}  // namespace schoolgate::tests
