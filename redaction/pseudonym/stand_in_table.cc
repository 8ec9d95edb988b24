#include "redaction/pseudonym/stand_in_table.h"

#include <algorithm>

#include "core/crypto/secret.h"
#include "redaction/walk/utf8.h"

namespace schoolgate::redaction {

StandInTable::~StandInTable() {
  for (auto& [text, entry] : entries_) WipeString(entry.form);
}

const StandInTable::Node* StandInTable::Next(const Node& node, char32_t c) const {
  const auto found =
      std::find_if(node.next.begin(), node.next.end(), [c](const auto& step) { return step.first == c; });
  return found == node.next.end() ? nullptr : &nodes_[found->second];
}

StandInTable::Node& StandInTable::NodeOf(std::string_view text) {
  size_t at = 0;
  while (!text.empty()) {
    const Utf8Char c = FirstUtf8Char(text);
    text.remove_prefix(c.length);
    const Node* next = Next(nodes_[at], c.code_point);
    if (next == nullptr) {
      nodes_[at].next.emplace_back(c.code_point, static_cast<uint32_t>(nodes_.size()));
      at = nodes_.size();
      nodes_.emplace_back();
    } else {
      at = static_cast<size_t>(next - nodes_.data());
    }
  }
  return nodes_[at];
}

void StandInTable::Add(const std::string& text, std::string form) {
  const auto [it, is_new] = entries_.try_emplace(text);
  Entry& entry = it->second;
  if (is_new) {
    entry.form = form;
    NodeOf(text).form = &entry.form;
  } else if (entry.form != form) {
    entry.ambiguous = true;
    NodeOf(text).form = nullptr;
  }
  WipeString(form);
}

void StandInTable::Drop(const std::string& text) {
  const auto it = entries_.find(text);
  if (it == entries_.end()) return;
  NodeOf(text).form = nullptr;
  WipeString(it->second.form);
  entries_.erase(it);
}

const std::string* StandInTable::FormOf(const std::string& text) const {
  const auto it = entries_.find(text);
  return it == entries_.end() || it->second.ambiguous ? nullptr : &it->second.form;
}

std::vector<std::string> StandInTable::Texts() const {
  std::vector<std::string> texts;
  texts.reserve(entries_.size());
  for (const auto& [text, entry] : entries_) texts.push_back(text);
  return texts;
}

}  // namespace schoolgate::redaction
