#include "gateway/config/config_parser.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>

#include "core/util/strings.h"
#include "core/vault/pkcs11_uri.h"
#include "policy/suggest.h"

namespace schoolgate::gateway {

using policy::YamlNode;

namespace {

std::optional<int64_t> WholeNumber(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// "8MiB", "64 KiB", "1GiB", "4096".
std::optional<int64_t> ByteCount(std::string_view text) {
  int shift = 0;
  for (const auto& [unit, bits] : {std::pair<std::string_view, int>{"KiB", 10}, {"MiB", 20}, {"GiB", 30}}) {
    if (!text.ends_with(unit)) continue;
    text.remove_suffix(unit.size());
    while (text.ends_with(' ')) text.remove_suffix(1);
    shift = bits;
  }
  const std::optional<int64_t> number = WholeNumber(text);
  if (!number || *number < 0 || *number > (INT64_MAX >> shift)) return std::nullopt;
  return *number << shift;
}

}  // namespace

ConfigParser::ConfigParser(File& file, const YamlNode* map, std::string where, const YamlNode& place)
    : file_(file), map_(map), where_(std::move(where)), place_(place) {}

void ConfigParser::Complain(int line, int column, std::string message, std::string suggestion) {
  file_.issues.push_back({file_.path, line, column, std::move(message), std::move(suggestion)});
}

void ConfigParser::Complain(const YamlNode& node, std::string_view what, std::string suggestion) {
  const std::string_view name = node.key.empty() ? std::string_view(where_) : std::string_view(node.key);
  Complain(node.line, node.column, StrCat("'", name, "' ", what), std::move(suggestion));
}

const YamlNode* ConfigParser::Take(std::string_view key, Need need, YamlNode::Kind kind,
                                   std::string_view expected) {
  known_.push_back(key);
  const YamlNode* found = nullptr;
  if (map_ != nullptr) {
    for (const YamlNode& child : map_->children) {
      if (child.key != key) continue;
      if (found != nullptr) {
        Complain(child.key_line, child.key_column, StrCat("'", key, "' stands twice; keep one"));
      } else {
        found = &child;
      }
    }
  }
  if (found == nullptr || found->kind == YamlNode::Kind::kNull) {
    if (need == Need::kRequired) {
      const YamlNode& at = found == nullptr ? place_ : *found;
      Complain(at.line, at.column,
               StrCat(where_.empty() ? "the configuration" : StrCat("'", where_, "'"), " needs '", key, "'"));
    }
    return nullptr;
  }
  if (found->kind != kind) {
    Complain(*found, StrCat("must be ", expected));
    return nullptr;
  }
  return found;
}

void ConfigParser::Finish() {
  if (map_ == nullptr) return;
  for (const YamlNode& child : map_->children) {
    if (std::find(known_.begin(), known_.end(), child.key) != known_.end()) continue;
    const std::string suggestion = policy::Suggest(child.key, known_);
    // Only a key near a known one is repeated: anything else could be a secret in the wrong place.
    Complain(child.key_line, child.key_column,
             suggestion.empty() ? std::string("unknown key") : StrCat("unknown key '", child.key, "'"),
             suggestion);
  }
}

void ConfigParser::Text(std::string_view key, std::string& out, Need need, std::string_view) {
  const YamlNode* node = Take(key, need, YamlNode::Kind::kScalar, "text");
  if (node != nullptr) out = node->text;
}

void ConfigParser::Texts(std::string_view key, std::vector<std::string>& out, std::string_view) {
  const YamlNode* list = Take(key, Need::kOptional, YamlNode::Kind::kList, "a list of texts");
  if (list == nullptr) return;
  for (const YamlNode& node : list->children) {
    if (node.kind == YamlNode::Kind::kScalar) {
      out.push_back(node.text);
    } else {
      Complain(node.line, node.column, StrCat("an entry of '", key, "' must be text"));
    }
  }
}

void ConfigParser::Path(std::string_view key, std::string& out, Need need, Exists exists, std::string_view) {
  const YamlNode* node = Take(key, need, YamlNode::Kind::kScalar, "a path");
  if (node == nullptr) return;
  out = PathOf(*node);
  std::error_code error;
  if (exists == Exists::kFile && !std::filesystem::is_regular_file(out, error))
    Complain(*node, "names no file");
  if (exists == Exists::kDirectory && !std::filesystem::is_directory(out, error))
    Complain(*node, "names no directory");
}

std::string ConfigParser::PathOf(const YamlNode& node) const {
  std::filesystem::path path(node.text);
  if (path.is_relative()) path = std::filesystem::path(file_.directory) / path;
  return path.lexically_normal().string();
}

void ConfigParser::KeyPlace(std::string_view key, std::string& out, Need need, std::string_view) {
  const YamlNode* node = Take(key, need, YamlNode::Kind::kScalar, "a path or a pkcs11: URI");
  if (node == nullptr) return;
  out = IsPkcs11Uri(node->text) ? node->text : PathOf(*node);
}

void ConfigParser::Address(std::string_view key, std::string& out, Need need, std::string_view) {
  const YamlNode* node = Take(key, need, YamlNode::Kind::kScalar, "an address, host:port");
  if (node == nullptr) return;
  const size_t colon = node->text.rfind(':');
  const std::optional<int64_t> port =
      colon == std::string::npos ? std::nullopt : WholeNumber(std::string_view(node->text).substr(colon + 1));
  if (colon == 0 || !port || *port < 0 || *port > 65535) {
    Complain(*node, "must be an address, host:port, with a port up to 65535");
    return;
  }
  out = node->text;
}

void ConfigParser::TimeZone(std::string_view key, std::string& out, std::string_view preset,
                            std::string_view) {
  const YamlNode* node = Take(key, Need::kOptional, YamlNode::Kind::kScalar, "a time zone");
  out = node == nullptr ? std::string(preset) : node->text;
  absl::TimeZone zone;
  if (node != nullptr && !absl::LoadTimeZone(out, &zone)) {
    Complain(*node, "names no time zone; write it as America/New_York");
  }
}

void ConfigParser::Count(std::string_view key, int64_t& out, int64_t least, int64_t most, int64_t preset,
                         std::string_view) {
  out = preset;
  const YamlNode* node = Take(key, Need::kOptional, YamlNode::Kind::kScalar, "a number");
  if (node == nullptr) return;
  const std::optional<int64_t> number = WholeNumber(node->text);
  if (!number || *number < least || *number > most) {
    Complain(*node, StrCat("must be a whole number from ", least, " to ", most));
    return;
  }
  out = *number;
}

void ConfigParser::Bytes(std::string_view key, int64_t& out, int64_t least, int64_t most, int64_t preset,
                         std::string_view) {
  out = preset;
  const YamlNode* node = Take(key, Need::kOptional, YamlNode::Kind::kScalar, "a size");
  if (node == nullptr) return;
  const std::optional<int64_t> bytes = ByteCount(node->text);
  if (!bytes || *bytes < least || *bytes > most) {
    Complain(*node, StrCat("must be a size from ", BytesText(least), " to ", BytesText(most),
                           ": 4096, 64KiB, 8MiB or 1GiB"));
    return;
  }
  out = *bytes;
}

void ConfigParser::Time(std::string_view key, absl::Duration& out, absl::Duration preset, std::string_view) {
  out = preset;
  const YamlNode* node = Take(key, Need::kOptional, YamlNode::Kind::kScalar, "a duration");
  if (node == nullptr) return;
  absl::Duration duration;
  if (!absl::ParseDuration(node->text, &duration) || duration <= absl::ZeroDuration()) {
    Complain(*node, "must be a duration above zero: 500ms, 5s, 2m or 12h");
    return;
  }
  out = duration;
}

void ConfigParser::Flag(std::string_view key, bool& out, std::string_view) {
  const YamlNode* node = Take(key, Need::kOptional, YamlNode::Kind::kScalar, "true or false");
  if (node == nullptr) return;
  if (node->text != "true" && node->text != "false") {
    Complain(*node, "must be true or false");
    return;
  }
  out = node->text == "true";
}

const ChoiceWord* ConfigParser::Chosen(std::string_view key, std::span<const ChoiceWord> words, Need need) {
  const YamlNode* node = Take(key, need, YamlNode::Kind::kScalar, "a word");
  if (node == nullptr) return nullptr;
  std::string all;
  std::vector<std::string_view> candidates;
  for (const ChoiceWord& choice : words) {
    if (choice.word == node->text) return &choice;
    all += StrCat(all.empty() ? "" : ", ", choice.word);
    candidates.push_back(choice.word);
  }
  Complain(*node, StrCat("must be one of ", all), policy::Suggest(node->text, candidates));
  return nullptr;
}

}  // namespace schoolgate::gateway
