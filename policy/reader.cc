#include "policy/reader.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>
#include <utility>

#include "core/util/strings.h"
#include "google/protobuf/descriptor.h"
#include "policy/suggest.h"

namespace schoolgate::policy {
namespace {

constexpr size_t kMaxName = 63;
constexpr size_t kMaxModel = 128;
constexpr size_t kMaxLine = 300;
constexpr size_t kMaxProse = 4000;

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlphanumeric(char c) { return IsLower(c) || IsUpper(c) || IsDigit(c); }

bool AllOf(std::string_view text, std::string_view punctuation, bool upper) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return IsLower(c) || IsDigit(c) || (upper && IsUpper(c)) || punctuation.find(c) != std::string_view::npos;
  });
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
  });
}

bool HasForm(std::string_view text, Form form) {
  if (text.empty()) return false;
  switch (form) {
    case Form::kName:
      return text.size() <= kMaxName && AllOf(text, "-_", false) && IsAlphanumeric(text.front()) &&
             IsAlphanumeric(text.back());
    case Form::kModel:
      return text.size() <= kMaxModel && AllOf(text, "._:/@-", true) && IsAlphanumeric(text.front());
    case Form::kFunction:
      return text.size() <= kMaxName + 1 && AllOf(text, "-_", true);
    case Form::kLine:
      return text.size() <= kMaxLine && !HasControl(text) &&
             text.find_first_of("\n\t") == std::string_view::npos;
    case Form::kProse:
      return text.size() <= kMaxProse && !HasControl(text);
  }
  return false;
}

std::string_view FormText(Form form) {
  switch (form) {
    case Form::kName:
      return "a name of at most 63 lower-case letters, digits, '-' and '_', with a letter or digit at both "
             "ends";
    case Form::kModel:
      return "a model's name: at most 128 letters, digits and . _ : / @ -";
    case Form::kFunction:
      return "a function's name: at most 64 letters, digits, '-' and '_'";
    case Form::kLine:
      return "one line of at most 300 bytes";
    case Form::kProse:
      return "text of at most 4000 bytes";
  }
  return "text";
}

// A key as a message may repeat it: policy files hold no personal data, but a file given by mistake may.
std::string Quoted(std::string_view key) {
  const bool plain = !key.empty() && key.size() <= kMaxName && AllOf(key, "_-.", true);
  return plain ? StrCat("'", key, "'") : "of an unusual form";
}

std::optional<int> ParseInt(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// RFC 3339 full-date.
std::optional<absl::CivilDay> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  for (const size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (!IsDigit(text[i])) return std::nullopt;
  }
  const int year = *ParseInt(text.substr(0, 4));
  const int month = *ParseInt(text.substr(5, 2));
  const int day = *ParseInt(text.substr(8, 2));
  const absl::CivilDay date(year, month, day);
  // CivilDay carries an impossible day over into the next month.
  if (date.year() != year || date.month() != month || date.day() != day) return std::nullopt;
  return date;
}

}  // namespace

void IssueLog::Add(int line, int column, std::string message, std::string suggestion) {
  if (noted_ > kMaxPerFile) return;
  if (++noted_ > kMaxPerFile) {
    issues_.push_back(Issue{.file = file_, .message = "there are more faults; mend these first"});
    return;
  }
  issues_.push_back(Issue{file_, line, column, std::move(message), std::move(suggestion)});
}

void IssueLog::AddNear(int line, int column, std::string message, std::string_view written,
                       const std::vector<std::string_view>& candidates, std::string otherwise) {
  // A hostile file may have very many faults; those that will not be shown need no suggestion.
  std::string suggestion = noted_ < kMaxPerFile ? Suggest(written, candidates) : "";
  Add(line, column, std::move(message), suggestion.empty() ? std::move(otherwise) : std::move(suggestion));
}

std::vector<Word> WordsOf(const google::protobuf::EnumDescriptor& type) {
  constexpr std::string_view kZero = "UNSPECIFIED";
  const size_t prefix = type.FindValueByNumber(0)->name().size() - kZero.size();
  std::vector<Word> words;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    std::string name = type.value(i)->name().substr(prefix);
    for (char& c : name) {
      if (IsUpper(c)) c = static_cast<char>(c - 'A' + 'a');
    }
    words.push_back(Word{std::move(name), type.value(i)->number()});
  }
  return words;
}

std::string ListWords(const std::vector<Word>& words) {
  std::string list;
  for (const Word& word : words) list += StrCat(list.empty() ? "" : ", ", word.name);
  return list;
}

MapReader::MapReader(const YamlNode& node, std::string_view what, IssueLog& log)
    : node_(node), what_(what), log_(log) {
  if (node.kind != YamlNode::Kind::kMap) {
    log_.Add(node, StrCat(what_, " must be a map of keys"));
    return;
  }
  std::unordered_set<std::string_view> seen;
  for (const YamlNode& child : node.children) {
    if (seen.insert(child.key).second) continue;
    log_.Add(child.key_line, child.key_column,
             StrCat("the key ", Quoted(child.key), " stands twice; keep one"));
  }
}

const YamlNode* MapReader::Find(std::string_view key, Need need) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
  if (node_.kind != YamlNode::Kind::kMap) return nullptr;
  const YamlNode* found = Child(key);
  if (found == nullptr) {
    if (need == Need::kRequired) log_.Add(node_, StrCat(what_, " needs the key '", key, "'"));
    return nullptr;
  }
  if (found->kind == YamlNode::Kind::kNull) {
    log_.Add(found->key_line, found->key_column, StrCat("'", key, "' has no value"));
    return nullptr;
  }
  return IsFillIn(*found, key) ? nullptr : found;
}

bool MapReader::IsFillIn(const YamlNode& node, std::string_view key) {
  if (node.kind != YamlNode::Kind::kScalar || node.text != kFillIn) return false;
  log_.Add(node, StrCat("'", key, "' is still to be filled in"));
  return true;
}

std::string MapReader::ScalarText(const YamlNode& node, std::string_view key, Form form) {
  std::string text = node.text;
  while (!text.empty() && text.back() == '\n') text.pop_back();  // a folded block ends in one
  if (node.kind == YamlNode::Kind::kScalar && HasForm(text, form)) return text;
  log_.Add(node, StrCat("'", key, "' must be ", FormText(form)));
  return "";
}

int MapReader::ScalarWord(const YamlNode& node, std::string_view key, const std::vector<Word>& words) {
  std::vector<std::string_view> names;
  for (const Word& word : words) {
    if (node.kind == YamlNode::Kind::kScalar && word.name == node.text) return word.number;
    names.push_back(word.name);
  }
  log_.AddNear(node.line, node.column, StrCat("'", key, "' must be one of: ", ListWords(words)), node.text,
               names);
  return 0;
}

std::string MapReader::Text(std::string_view key, Need need, Form form) {
  const YamlNode* node = Find(key, need);
  return node == nullptr ? "" : ScalarText(*node, key, form);
}

const YamlNode* MapReader::Child(std::string_view key) const {
  const auto found = std::find_if(node_.children.begin(), node_.children.end(),
                                  [key](const YamlNode& child) { return child.key == key; });
  return found == node_.children.end() ? nullptr : &*found;
}

bool MapReader::Has(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
  return Child(key) != nullptr;
}

Located MapReader::Reference(std::string_view key, Need need) { return LocatedText(key, need, Form::kName); }

Located MapReader::LocatedText(std::string_view key, Need need, Form form) {
  const YamlNode* node = Find(key, need);
  if (node == nullptr) return Located{};
  return Located{ScalarText(*node, key, form), log_.PlaceOf(*node)};
}

bool MapReader::Flag(std::string_view key, Need need) {
  const YamlNode* node = Find(key, need);
  if (node == nullptr) return false;
  if (node->kind == YamlNode::Kind::kScalar && !node->quoted) {
    if (node->text == "true") return true;
    if (node->text == "false") return false;
  }
  log_.Add(*node, StrCat("'", key, "' must be true or false"));
  return false;
}

int MapReader::Number(std::string_view key, Need need, int least, int most) {
  const YamlNode* node = Find(key, need);
  if (node == nullptr) return 0;
  if (node->kind == YamlNode::Kind::kScalar && !node->quoted) {
    const std::optional<int> value = ParseInt(node->text);
    if (value && *value >= least && *value <= most) return *value;
  }
  log_.Add(*node, StrCat("'", key, "' must be a whole number from ", least, " to ", most));
  return 0;
}

std::optional<absl::CivilDay> MapReader::Date(std::string_view key, Need need) {
  const YamlNode* node = Find(key, need);
  if (node == nullptr) return std::nullopt;
  const std::optional<absl::CivilDay> date = ParseDate(node->text);
  if (!date) log_.Add(*node, StrCat("'", key, "' must be a day that exists, written YYYY-MM-DD"));
  return date;
}

int MapReader::WordIn(std::string_view key, Need need, const std::vector<Word>& words) {
  const YamlNode* node = Find(key, need);
  return node == nullptr ? 0 : ScalarWord(*node, key, words);
}

std::vector<const YamlNode*> MapReader::Items(std::string_view key, Need need) {
  std::vector<const YamlNode*> items;
  const YamlNode* node = Find(key, need);
  if (node == nullptr) return items;
  if (node->kind != YamlNode::Kind::kList) {
    log_.Add(*node, StrCat("'", key, "' must be a list"));
    return items;
  }
  for (const YamlNode& child : node->children) {
    if (!IsFillIn(child, key)) items.push_back(&child);
  }
  return items;
}

std::vector<Located> MapReader::Texts(std::string_view key, Need need, Form form) {
  std::vector<Located> texts;
  std::unordered_set<std::string> seen;
  const std::vector<const YamlNode*> items = Items(key, need);
  for (const YamlNode* item : items) {
    std::string text = ScalarText(*item, key, form);
    if (text.empty()) continue;
    if (!seen.insert(text).second) {
      log_.Add(*item, StrCat("'", key, "' has this entry already"));
      continue;
    }
    texts.push_back(Located{std::move(text), log_.PlaceOf(*item)});
  }
  return texts;
}

std::vector<int> MapReader::WordsIn(std::string_view key, const std::vector<Word>& words) {
  std::vector<int> numbers;
  const std::vector<const YamlNode*> items = Items(key, Need::kRequired);
  for (const YamlNode* item : items) {
    const int number = ScalarWord(*item, key, words);
    if (number == 0) continue;
    if (std::find(numbers.begin(), numbers.end(), number) != numbers.end()) {
      log_.Add(*item, StrCat("'", key, "' has this entry already"));
      continue;
    }
    numbers.push_back(number);
  }
  return numbers;
}

void MapReader::Finish() {
  if (node_.kind != YamlNode::Kind::kMap) return;
  std::vector<std::string_view> absent;
  std::string list;
  for (const std::string_view key : known_) {
    if (Child(key) != nullptr) continue;
    absent.push_back(key);
    list += StrCat(list.empty() ? "known here: " : ", ", key);
  }
  for (const YamlNode& child : node_.children) {
    if (std::find(known_.begin(), known_.end(), child.key) != known_.end()) continue;
    log_.AddNear(child.key_line, child.key_column, StrCat("unknown key ", Quoted(child.key)), child.key,
                 absent, list);
  }
}

}  // namespace schoolgate::policy
