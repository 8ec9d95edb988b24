#include "policy/yaml.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include "core/util/strings.h"
#include "yaml-cpp/eventhandler.h"
#include "yaml-cpp/exceptions.h"
#include "yaml-cpp/mark.h"
#include "yaml-cpp/parser.h"

namespace schoolgate::policy {
namespace {

// Thrown by the handler through yaml-cpp, whose only way to stop is an exception; caught in this file.
struct Refused {
  YAML::Mark mark;
  std::string message;
};

class TreeBuilder : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Check(mark, "?", anchor);
    if (AtKey()) throw Refused{mark, "a key must be a plain word"};
    Add(NodeAt(YamlNode::Kind::kNull, mark));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{mark, "anchors and aliases are not used in policy files; write the value out"};
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Check(mark, tag, anchor);
    if (value.size() > kMaxYamlScalar) {
      throw Refused{mark, StrCat("a value has more than ", kMaxYamlScalar, " bytes; shorten it")};
    }
    if (AtKey()) {
      Frame& map = stack_.back();
      map.key = value;
      map.key_mark = mark;
      map.has_key = true;
      return;
    }
    YamlNode node = NodeAt(YamlNode::Kind::kScalar, mark);
    node.text = value;
    node.quoted = tag == "!";
    Add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kList, mark, tag, anchor);
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(YamlNode::Kind::kMap, mark, tag, anchor);
  }
  void OnMapEnd() override { Close(); }

  // The document just handled; nothing for an empty one.
  std::optional<YamlNode> TakeDocument() {
    std::optional<YamlNode> document = std::exchange(document_, std::nullopt);
    if (document && document->kind == YamlNode::Kind::kNull) return std::nullopt;
    return document;
  }

 private:
  struct Frame {
    YamlNode node;
    std::string key;
    YAML::Mark key_mark;
    bool has_key = false;
  };

  static YamlNode NodeAt(YamlNode::Kind kind, const YAML::Mark& mark) {
    YamlNode node;
    node.kind = kind;
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    return node;
  }

  bool AtKey() const {
    return !stack_.empty() && stack_.back().node.kind == YamlNode::Kind::kMap && !stack_.back().has_key;
  }

  // "?" and "!" are what yaml-cpp gives to plain and to quoted nodes without a tag.
  void Check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) {
      throw Refused{mark, "anchors and aliases are not used in policy files; write the value out"};
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Refused{mark, "tags such as '!!str' are not used in policy files; remove it"};
    }
    if (++nodes_ > kMaxYamlNodes) {
      throw Refused{mark, StrCat("the file has more than ", kMaxYamlNodes, " values; split it")};
    }
  }

  void Open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    Check(mark, tag, anchor);
    if (AtKey()) throw Refused{mark, "a key must be a plain word"};
    if (stack_.size() >= kMaxYamlDepth) {
      throw Refused{mark, StrCat("values are nested more than ", kMaxYamlDepth, " deep")};
    }
    Frame frame;
    frame.node = NodeAt(kind, mark);
    stack_.push_back(std::move(frame));
  }

  void Close() {
    YamlNode node = std::move(stack_.back().node);
    stack_.pop_back();
    Add(std::move(node));
  }

  void Add(YamlNode node) {
    if (stack_.empty()) {
      document_ = std::move(node);
      return;
    }
    Frame& parent = stack_.back();
    if (parent.node.kind == YamlNode::Kind::kMap) {
      node.key = std::move(parent.key);
      node.key_line = parent.key_mark.line + 1;
      node.key_column = parent.key_mark.column + 1;
      parent.has_key = false;
    }
    parent.node.children.push_back(std::move(node));
  }

  std::vector<Frame> stack_;
  std::optional<YamlNode> document_;
  size_t nodes_ = 0;
};

// The length of the UTF-8 character `text` starts with; 0 where there is none, or one that has no place in a
// text file.
size_t CharacterLength(std::string_view text) {
  const auto byte = [text](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    return (first >= 0x20 && first != 0x7f) || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  }
  const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  // Overlong forms, surrogates, and what lies beyond U+10FFFF (RFC 3629 section 4).
  const unsigned char second = byte(1);
  if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
      (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) {
    return 0;
  }
  return length;
}

// Where `content` stops being text in lines, if it does. yaml-cpp would replace bytes that are no text, or
// guess another encoding.
std::optional<Refused> FirstUnreadable(std::string_view content) {
  YAML::Mark mark;
  size_t line_bytes = 0;
  while (!content.empty()) {
    const size_t length = CharacterLength(content);
    if (length == 0) return Refused{mark, "this is not text in UTF-8; save the file as UTF-8"};
    line_bytes += length;
    if (content.front() == '\n') {
      ++mark.line;
      mark.column = 0;
      line_bytes = 0;
    } else if (line_bytes > kMaxYamlLine) {
      return Refused{mark, StrCat("a line has more than ", kMaxYamlLine, " bytes; break it")};
    } else {
      ++mark.column;
    }
    content.remove_prefix(length);
  }
  return std::nullopt;
}

// yaml-cpp repeats the byte behind a backslash as it stands.
std::string Printable(std::string text) {
  for (char& c : text) {
    if (c < 0x20 || c > 0x7e) c = '?';
  }
  return text;
}

Issue IssueAt(std::string_view file, const YAML::Mark& mark, std::string message) {
  Issue issue;
  issue.file = file;
  if (!mark.is_null()) {
    issue.line = mark.line + 1;
    issue.column = mark.column + 1;
  }
  issue.message = std::move(message);
  return issue;
}

}  // namespace

std::string CanonicalText(const YamlNode& node) {
  if (node.kind == YamlNode::Kind::kScalar) return StrCat(node.text.size(), ":", node.text);
  std::vector<std::string> children;
  children.reserve(node.children.size());
  // No deeper than kMaxYamlDepth.
  for (const YamlNode& child : node.children) {
    children.push_back(StrCat(child.key.size(), ":", child.key, "=", CanonicalText(child)));
  }
  std::sort(children.begin(), children.end());
  std::string text = node.kind == YamlNode::Kind::kMap ? "{" : "[";
  for (const std::string& child : children) text += child + ",";
  return text + (node.kind == YamlNode::Kind::kMap ? "}" : "]");
}

std::vector<YamlNode> ParseYaml(std::string_view file, const std::string& content,
                                std::vector<Issue>& issues) {
  std::vector<YamlNode> documents;
  if (content.size() > kMaxYamlBytes) {
    issues.push_back(Issue{.file = std::string(file),
                           .message = StrCat("the file has more than ", kMaxYamlBytes, " bytes; split it")});
    return documents;
  }
  if (const std::optional<Refused> refused = FirstUnreadable(content)) {
    issues.push_back(IssueAt(file, refused->mark, refused->message));
    return documents;
  }
  std::istringstream stream(content);
  try {
    YAML::Parser parser(stream);
    TreeBuilder builder;
    while (parser.HandleNextDocument(builder)) {
      std::optional<YamlNode> document = builder.TakeDocument();
      if (!document) continue;
      if (documents.size() == kMaxYamlDocuments) {
        issues.push_back(Issue{std::string(file), document->line, document->column,
                               StrCat("the file has more than ", kMaxYamlDocuments, " documents; split it")});
        break;
      }
      documents.push_back(*std::move(document));
    }
  } catch (const Refused& refused) {
    issues.push_back(IssueAt(file, refused.mark, refused.message));
  } catch (const YAML::Exception& error) {
    issues.push_back(IssueAt(file, error.mark, StrCat("not valid YAML: ", Printable(error.msg))));
  }
  return documents;
}

}  // namespace schoolgate::policy
