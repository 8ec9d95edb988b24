#include "redaction/detect/resolve/native_again.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "redaction/detect/native/native_scan.h"
#include "redaction/detect/text/hashing.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kLongestName = 4;  // characters of a Han name found again

using Known = absl::flat_hash_map<uint64_t, const NativeName*>;

// The learned names in one reading.
class Again {
 public:
  Again(const Known& known, Reading& reading) : known_(known), reading_(reading), text_(reading.text) {}

  void Run() {
    for (NameMention& mention : reading_.mentions) Unite(mention);
    for (size_t at = 0; at < text_.size(); ++at) {
      const std::string_view word = text_.Word(at);
      const Script script = ScriptOf(word);
      if (script == Script::kLatin) continue;
      if (script == Script::kHan || script == Script::kKana) {
        ReadRun(at, word);
      } else if (script == Script::kHangul) {
        ReadHangul(at, word);
      } else if (script != Script::kThai) {
        ReadWord(at, word, script);
      }
    }
  }

 private:
  const NativeName* Find(uint64_t form) const {
    const auto found = known_.find(form);
    return found == known_.end() ? nullptr : found->second;
  }

  // A given name found for itself is the person's whose full name stands elsewhere.
  void Unite(NameMention& mention) const {
    if (mention.end == 0 || mention.form != NameForm::kUnknown || mention.key.empty()) return;
    const NativeName* const name = Find(ListedForm(ScriptOf(mention.key), mention.key));
    if (name == nullptr || name->key == mention.key) return;
    mention.key = name->key;
    if (name->people.empty()) return;
    mention.people = name->people;
    mention.form = NameForm::kFull;
  }

  void ReadWord(size_t at, std::string_view word, Script script) {
    const bool cased = script == Script::kCyrillic || script == Script::kGreek;
    if (cased && !text_[at].IsCapitalised()) return;
    const WordForms forms = FormsOf(script, word);
    for (size_t form = 0; form < forms.count; ++form) {
      if (const NativeName* name = Find(forms.hashes[form])) {
        Add(*name, text_[at].begin, text_[at].end, at);
        return;
      }
    }
  }

  void ReadHangul(size_t at, std::string_view word) {
    for (const size_t particle : KoreanParticles(word)) {
      const std::string_view stem = word.substr(0, word.size() - particle);
      if (const NativeName* name = Find(HashOf(stem))) {
        Add(*name, text_[at].begin, text_[at].begin + static_cast<uint32_t>(stem.size()), at);
        return;
      }
    }
  }

  void ReadRun(size_t at, std::string_view word) {
    for (size_t begin = 0; begin < word.size();) {
      const size_t step = CharacterSize(word, begin);
      size_t end = begin;
      size_t best = 0;
      const NativeName* found = nullptr;
      for (size_t length = 1; length <= kLongestName && end < word.size(); ++length) {
        end += CharacterSize(word, end);
        if (length < 2) continue;
        if (const NativeName* name = Find(HashOf(word.substr(begin, end - begin)))) {
          found = name;
          best = end;
        }
      }
      if (found == nullptr) {
        begin += step;
        continue;
      }
      Add(*found, text_[at].begin + static_cast<uint32_t>(begin),
          text_[at].begin + static_cast<uint32_t>(best), at);
      begin = best;
    }
  }

  void Add(const NativeName& name, uint32_t begin, uint32_t end, size_t token) {
    if (NativeFinds::Overlap(reading_.native.closed, begin, end)) return;
    NameMention mention;
    mention.first = mention.last = static_cast<uint32_t>(token);
    mention.begin = begin;
    mention.end = end;
    mention.form = name.people.empty() ? NameForm::kUnknown : NameForm::kFull;
    mention.people = name.people;
    mention.key = name.key;
    mention.cued = true;
    mention.recognizer = "native.name_again";
    mention.confidence = 0.7F;
    reading_.mentions.push_back(std::move(mention));
  }

  const Known& known_;
  Reading& reading_;
  const Text& text_;
};

}  // namespace

void FindNativeNamesAgain(std::vector<std::unique_ptr<Reading>>& readings) {
  Known known;
  for (const auto& reading : readings) {
    for (const NativeName& name : reading->native.names) {
      const auto [place, added] = known.try_emplace(name.form, &name);
      if (!added && place->second->people.empty() && name.key.size() > place->second->key.size())
        place->second = &name;
    }
  }
  if (known.empty()) return;
  for (const auto& reading : readings) {
    if (reading->native.any) Again(known, *reading).Run();
  }
}

}  // namespace schoolgate::redaction
