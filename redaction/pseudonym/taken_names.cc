#include "redaction/pseudonym/taken_names.h"

#include <array>
#include <string>

#include "core/util/strings.h"
#include "redaction/detect/text/hashing.h"
#include "redaction/detect/text/known_lists.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr std::string_view kNativeFigures[] = {
#include "redaction/detect/words/native_arabic_figures.inc"
    ,
#include "redaction/detect/words/native_han_figures.inc"
};

using Hashes = absl::flat_hash_set<uint64_t>;

std::string_view FirstWord(std::string_view name) { return name.substr(0, name.find(' ')); }

const Hashes& Figures() {
  static const auto& figures = *new Hashes([] {
    Hashes hashes;
    const auto add = [&hashes](std::string_view name) { hashes.insert(HashOf(name)); };
    ForEachListedFigure(add);
    ForEachListedWork([](uint16_t, std::string_view) {},
                      [&add](uint16_t, std::string_view name, bool) { add(name); });
    for (std::string_view list : kNativeFigures) {
      // Arabic has one a line, Chinese several.
      const std::string_view apart = list == kNativeFigures[0] ? "\n" : " \n";
      while (!list.empty()) {
        const size_t end = std::min(list.find_first_of(apart), list.size());
        if (end > 0) hashes.insert(HashOf(FoldText(list.substr(0, end))));
        list.remove_prefix(end == list.size() ? end : end + 1);
      }
    }
    return hashes;
  }());
  return figures;
}

}  // namespace

void TakenNames::Build() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (built()) return;
  people_.reserve(roster_.people().size() * 2);
  for (const Person& person : roster_.people()) {
    const std::array<std::string, 2> families = {FoldText(person.family), FoldText(person.preferred_family)};
    for (const std::string_view given_name : {person.given, person.preferred_given}) {
      if (given_name.empty()) continue;
      const std::string given = FoldText(given_name);
      for (const std::string& family : families) {
        if (family.empty()) continue;
        // Of two given or two family names, people are called by the first as well.
        for (const std::string_view g : {std::string_view(given), FirstWord(given)}) {
          for (const std::string_view f : {std::string_view(family), FirstWord(family)}) {
            people_.insert(HashOf(StrCat(g, " ", f)));
          }
        }
      }
    }
  }
  built_.store(true, std::memory_order_release);
}

bool TakenNames::IsTaken(const NameParts& name) const {
  if (!built()) Build();
  const std::string given = FoldText(name.given);
  const std::string family = FoldText(name.family);
  for (const std::string_view g : {std::string_view(given), FirstWord(given)}) {
    for (const std::string_view f : {std::string_view(family), FirstWord(family)}) {
      for (const std::string& full : {StrCat(g, " ", f), StrCat(f, " ", g), StrCat(f, g)}) {
        const uint64_t hash = HashOf(full);
        if (people_.contains(hash) || Figures().contains(hash)) return true;
      }
    }
  }
  return false;
}

}  // namespace schoolgate::redaction
