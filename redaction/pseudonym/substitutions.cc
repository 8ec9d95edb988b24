#include "redaction/pseudonym/substitutions.h"

#include <utility>

#include "core/crypto/secret.h"
#include "core/util/strings.h"

namespace schoolgate::redaction {

Substitutions::~Substitutions() {
  for (auto& [code, entry] : entries_) WipeString(entry.form);
}

void Substitutions::Add(const std::string& code, std::string form) {
  const auto [it, is_new] = entries_.try_emplace(code);
  if (is_new || it->second.fallback) {
    WipeString(it->second.form);
    it->second.form = form;
    it->second.fallback = false;
  }
  WipeString(form);
}

void Substitutions::AddFallback(const std::string& code, std::string form) {
  const auto [it, is_new] = entries_.try_emplace(code);
  if (is_new) {
    it->second.form = form;
    it->second.fallback = true;
  }
  WipeString(form);
}

const std::string* Substitutions::FormOf(std::string_view code) const {
  const auto it = entries_.find(ToAbsl(code));
  return it == entries_.end() ? nullptr : &it->second.form;
}

std::vector<std::string_view> Substitutions::Codes() const {
  std::vector<std::string_view> codes;
  codes.reserve(entries_.size());
  for (const auto& [code, entry] : entries_) codes.push_back(code);
  return codes;
}

}  // namespace schoolgate::redaction
