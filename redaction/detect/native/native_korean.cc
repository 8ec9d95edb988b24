// Korean: a family name of one syllable (seldom two) and a given name of two (seldom one), with particles and
// honorifics written onto it.
#include <algorithm>
#include <array>

#include "redaction/detect/native/native_korean_lists.h"
#include "redaction/detect/native/native_scan.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kSyllable = 3;  // bytes

constexpr std::string_view kParticleList[] = {
    "이한테도", "이한테서", "이에게도", "이에게는", "이하고", "이처럼", "이보다", "이께서", "한테서",
    "이까지",   "이에게서", "한테서는", "이한테는", "이라고", "이라는", "이랑은", "이에게", "이한테",
    "입니다",   "이에요",   "이예요",   "에게서",   "에게는", "에게도", "한테는", "한테도", "께서는",
    "이네가",   "네집",     "이는",     "이가",     "이를",   "이의",   "이와",   "이도",   "이만",
    "이랑",     "이네",     "이야",     "이고",     "이며",   "예요",   "에요",   "라고",   "라는",
    "에게",     "한테",     "께서",     "부터",     "까지",   "처럼",   "보다",   "으로",   "하고",
    "이요",     "맘은",     "은",       "는",       "이",     "가",     "을",     "를",     "의",
    "와",       "과",       "도",       "랑",       "만",     "야",     "아",     "네",     "로",
    "께",       "씨",       "맘",       "요"};

// What marks a word's part in the sentence, and no more.
bool IsCase(std::string_view particle) {
  static constexpr std::array<std::string_view, 16> kCases = {"는", "가",   "를",   "와",   "도", "랑",
                                                              "의", "한테", "에게", "께서", "은", "을",
                                                              "과", "하고", "처럼", "보다"};
  return std::find(kCases.begin(), kCases.end(), particle) != kCases.end();
}

bool StartsWithAnyHonorific(std::string_view rest) {
  static constexpr std::array<std::string_view, 18> kWritten = {
      "선생님", "어머니", "어머님", "아버지", "아버님", "엄마", "아빠",   "학생", "씨",
      "님",     "군",     "양",     "맘",     "쌤",     "샘",   "할머니", "원장", "코치"};
  return std::any_of(kWritten.begin(), kWritten.end(),
                     [&](std::string_view one) { return rest.starts_with(one); });
}

class Finder {
 public:
  explicit Finder(NativeScan& scan) : scan_(scan), text_(scan.text), words_(KoreanWords()) {}

  void Run() {
    for (size_t at = 0; at < text_.size(); ++at) {
      if (ScriptOf(text_.Word(at)) == Script::kHangul) {
        if (!scan_.Taken(at)) ReadWord(at);
      } else {
        ReadLatin(at);
      }
    }
  }

 private:
  bool IsHonorific(std::string_view word) const {
    if (words_.honorifics.contains(word)) return true;
    for (const size_t particle : KoreanParticles(word)) {
      if (words_.honorifics.contains(word.substr(0, word.size() - particle))) return true;
    }
    return false;
  }
  bool HonorificAfter(size_t at) const {
    return at + 1 < text_.size() && (text_.GapBefore(at + 1) == " " || text_.GapBefore(at + 1).empty()) &&
           IsHonorific(text_.Word(at + 1));
  }
  bool PublicNext(size_t at) const {
    if (at + 1 >= text_.size() || text_.GapBefore(at + 1) != " ") return false;
    const std::string_view word = text_.Word(at + 1);
    for (const size_t particle : KoreanParticles(word)) {
      if (words_.public_after.contains(word.substr(0, word.size() - particle))) return true;
    }
    return false;
  }
  // "마리솔 베가 초등학교".
  bool PlaceNext(size_t at) const {
    for (size_t next = at + 1; next < text_.size() && next <= at + 2 && text_.GapBefore(next) == " ";
         ++next) {
      const std::string_view word = text_.Word(next);
      if (word.starts_with("초등") || word.starts_with("중학") || word.starts_with("고등") ||
          word.starts_with("학교") || word.starts_with("대학"))
        return true;
    }
    return false;
  }
  bool CueBefore(size_t at) const {
    if (at == 0) return false;
    const std::string_view gap = text_.GapBefore(at);
    if (gap.size() > 3 || gap.find('\n') != gap.npos) return false;
    const std::string_view word = text_.Word(at - 1);
    if (words_.cues.contains(word)) return true;
    for (const size_t particle : KoreanParticles(word)) {
      if (particle > 0 && words_.cues.contains(word.substr(0, word.size() - particle))) return true;
    }
    return word.ends_with("학년") || word.ends_with("반");
  }
  bool StartsLine(size_t at) const {
    return at == 0 || text_.GapBefore(at).find('\n') != std::string_view::npos;
  }
  bool Alone(size_t at) const {
    const std::string_view after = text_.GapBefore(at + 1);
    const bool ends = at + 1 >= text_.size() || after.find('\n') != after.npos || after.starts_with(':') ||
                      after.starts_with(" (") || after.starts_with('(') || after.starts_with(',');
    return ends;
  }

  void ReadWord(size_t at);
  bool Figure(size_t at, std::string_view word);
  bool FullName(size_t at, std::string_view word);
  bool GivenAlone(size_t at, std::string_view word);
  bool EmitGiven(size_t at, std::string_view stem);
  bool ForeignFull(size_t at, std::string_view given);
  bool FamilyAlone(size_t at, std::string_view word);
  void ReadLatin(size_t at);
  std::vector<uint32_t> PeopleOf(std::string_view families, std::string_view given) const;

  NativeScan& scan_;
  const Text& text_;
  const KoreanLists& words_;
};

std::vector<uint32_t> Finder::PeopleOf(std::string_view families, std::string_view given) const {
  std::vector<uint32_t> people;
  const std::vector<uint32_t> first = scan_.NamesSounding(given, kGivenBit | kNicknameBit);
  if (first.empty()) return people;
  for (size_t at = 0; at < families.size();) {
    const size_t end = std::min(families.find(' ', at), families.size());
    const uint32_t family = scan_.NameOf(families.substr(at, end - at));
    for (const uint32_t name : first) {
      if (family != 0) scan_.index.FindPair(name, family, people);
    }
    at = end + 1;
  }
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

bool Finder::Figure(size_t at, std::string_view word) {
  if (HonorificAfter(at) && !PublicNext(at)) return false;
  for (const size_t particle : KoreanParticles(word)) {
    const std::string_view stem = word.substr(0, word.size() - particle);
    if (stem.size() < 2 * kSyllable || !words_.figures.contains(stem)) continue;
    scan_.Keep(text_[at].begin, text_[at].end);
    return true;
  }
  return false;
}

bool Finder::FullName(size_t at, std::string_view word) {
  if (words_.plain.contains(word) ||
      (word.size() > 3 * kSyllable && words_.plain.contains(word.substr(0, 3 * kSyllable))))
    return false;
  for (const size_t family_size : {2 * kSyllable, kSyllable}) {
    if (word.size() <= family_size) continue;
    const std::string_view family = word.substr(0, family_size);
    const std::string_view families = words_.Family(family);
    if (families.empty()) continue;
    for (const size_t given_size : {2 * kSyllable, kSyllable}) {
      if (word.size() < family_size + given_size) continue;
      const std::string_view given = word.substr(family_size, given_size);
      // "황보라" is a 황 unless nobody is called 보라.
      const std::string_view shorter = word.substr(kSyllable, 2 * kSyllable);
      if (family_size > kSyllable && given_size == kSyllable && words_.given.contains(shorter)) continue;
      const std::string_view rest = word.substr(family_size + given_size);
      const ParticleSizes particles = KoreanParticles(word);
      const bool honorific = StartsWithAnyHonorific(rest);
      const bool particle = std::find(particles.begin(), particles.end(), rest.size()) != particles.end();
      if (!honorific && !particle) continue;
      const bool after = honorific || HonorificAfter(at);
      if (PublicNext(at) && !honorific) continue;
      const bool cue = CueBefore(at);
      const bool alone = rest.empty() && Alone(at);
      const std::vector<uint32_t> people = PeopleOf(families, given);
      const std::string_view last = given.substr(given.size() - kSyllable);
      float score = people.empty() ? 0.0F : 0.4F;
      score += words_.common.contains(family) ? 0.25F : 0.05F;
      if (given_size == 2 * kSyllable) {
        const bool shaped = words_.first.contains(given.substr(0, kSyllable)) && words_.last.contains(last);
        score += words_.given.contains(given) ? 0.45F : shaped ? 0.15F : -0.3F;
      } else {
        score += family_size == 2 * kSyllable ? 0.1F : -0.35F;
      }
      score += after ? 0.35F : 0.0F;
      score += cue ? 0.3F : 0.0F;
      score += alone ? 0.2F : 0.0F;
      score += alone && StartsLine(at) ? 0.1F : 0.0F;
      // "배운다.": a verb at the end of a sentence.
      if (last == "다" && rest.empty() && !after && !cue && !words_.given.contains(given)) continue;
      if (score < 0.6F) continue;
      const uint32_t begin = text_[at].begin;
      const auto end = static_cast<uint32_t>(begin + family_size + given_size);
      const std::string key(word.substr(0, family_size + given_size));
      if (given_size == 2 * kSyllable) scan_.Learn(Script::kHangul, given, key, people);
      scan_.Learn(Script::kHangul, key, key, people);
      scan_.Add({begin, end, "native.full_name", after ? "title" : cue ? "relation" : "", 0.8F, people, key});
      return true;
    }
  }
  return false;
}

bool Finder::GivenAlone(size_t at, std::string_view word) {
  for (const size_t particle : KoreanParticles(word)) {
    const std::string_view stem = word.substr(0, word.size() - particle);
    if (words_.plain.contains(word)) continue;
    if (words_.foreign.contains(stem) && !PublicNext(at) && !PlaceNext(at)) {
      const bool cued = HonorificAfter(at) || CueBefore(at);
      if (!cued && stem.size() < 3 * kSyllable) continue;
      return particle == 0 && ForeignFull(at, stem) ? true : EmitGiven(at, stem);
    }
    if (stem.size() != 2 * kSyllable) continue;
    const std::string_view rest = word.substr(stem.size());
    const bool listed = words_.given.contains(stem);
    // "하율이가", "채원이한테": the syllable that only names take before a particle.
    const bool onto =
        rest.size() > kSyllable && rest.starts_with("이") && rest != "이에요" && rest != "입니다";
    const bool after = HonorificAfter(at) || StartsWithAnyHonorific(rest);
    const bool shaped =
        words_.first.contains(stem.substr(0, kSyllable)) && words_.last.contains(stem.substr(kSyllable));
    const bool cue = CueBefore(at);
    const bool vocative = rest == "아" || rest == "야";
    // Of these only nouns that end in this syllable are none: "고양이가".
    const bool name_only =
        (rest == "이는" || rest == "이가" || rest == "이를" || rest == "이의" || rest == "이와" ||
         rest == "이도" || rest.starts_with("이한테") || rest.starts_with("이에게")) &&
        !words_.nouns.contains(stem);
    const bool alone = listed && !rest.empty() && !words_.weak_given.contains(stem) && IsCase(rest);
    const bool fits = (listed && (onto || after || cue || vocative)) || alone ||
                      (shaped && onto && (cue || after || name_only));
    if (!fits) continue;
    return EmitGiven(at, stem);
  }
  return false;
}

// "올리비아 존슨".
bool Finder::ForeignFull(size_t at, std::string_view given) {
  if (at + 1 >= text_.size() || text_.GapBefore(at + 1) != " ") return false;
  const std::string_view next = text_.Word(at + 1);
  for (const size_t ending : KoreanParticles(next)) {
    const std::string_view family = next.substr(0, next.size() - ending);
    if (family.size() < 2 * kSyllable || !words_.foreign.contains(family)) continue;
    const auto end = static_cast<uint32_t>(text_[at + 1].begin + family.size());
    const std::string full(scan_.Written(text_[at].begin, end));
    scan_.Learn(Script::kHangul, given, full, {});
    scan_.Learn(Script::kHangul, family, full, {});
    scan_.Add({text_[at].begin, end, "native.full_name", "", 0.75F, {}, full});
    return true;
  }
  return false;
}

bool Finder::EmitGiven(size_t at, std::string_view stem) {
  const uint32_t begin = text_[at].begin;
  const auto end = static_cast<uint32_t>(begin + stem.size());
  if (const NativeName* known = scan_.Learned(Script::kHangul, stem)) {
    scan_.Add({begin, end, "native.given_name", "relation", 0.75F, known->people, known->key});
    return true;
  }
  for (const uint32_t name : scan_.NamesSounding(stem, kGivenBit | kNicknameBit))
    scan_.AddSounding(begin, end, name, "relation");
  scan_.Learn(Script::kHangul, stem, std::string(stem), {});
  scan_.Add({begin, end, "native.given_name", "relation", 0.7F, {}, std::string(stem)});
  return true;
}

// "김 선생님", "박 교수님".
bool Finder::FamilyAlone(size_t at, std::string_view word) {
  static constexpr std::array<std::string_view, 12> kFormal = {
      "선생님", "선생", "교수", "박사", "원장", "코치", "교장", "교감", "부장", "목사", "사장", "변호사"};
  const auto formal = [&](std::string_view next) {
    return std::any_of(kFormal.begin(), kFormal.end(),
                       [&](std::string_view one) { return next.starts_with(one); });
  };
  if (!words_.common.contains(word.substr(0, kSyllable))) return false;
  const bool spaced = word.size() == kSyllable && at + 1 < text_.size() && text_.GapBefore(at + 1) == " " &&
                      formal(text_.Word(at + 1));
  const bool joined =
      word.size() > kSyllable && formal(word.substr(kSyllable)) && word != "한선생" && word != "전교수";
  if (!spaced && !joined) return false;
  if (!spaced && (word.starts_with("전") || word.starts_with("이") || word.starts_with("한"))) return false;
  const uint32_t begin = text_[at].begin;
  scan_.Add({begin, begin + static_cast<uint32_t>(kSyllable), "native.title", "title", 0.75F, {}, {}});
  return true;
}

// "Hartman 선생님", "Ju-won 홍".
void Finder::ReadLatin(size_t at) {
  if (!text_[at].IsCapitalised() || text_[at].size() < 2 || scan_.Taken(at) || at + 1 >= text_.size()) return;
  const std::string_view next = text_.Word(at + 1);
  const std::string_view gap = text_.GapBefore(at + 1);
  if (ScriptOf(next) != Script::kHangul || (gap != " " && !gap.empty())) return;
  if (text_[at].Has(word::kFunction | word::kCalendar | word::kPlace)) return;
  const bool title = words_.honorifics.contains(next) || IsHonorific(next);
  if (!title) return;
  size_t first = at;
  while (first > 0 && at - first < 2 && text_.GapBefore(first) == " " && text_[first - 1].IsCapitalised() &&
         !scan_.Taken(first - 1) && text_[first - 1].size() >= 2) {
    --first;
  }
  scan_.Add({text_[first].begin, text_[at].end, "native.title", "title", 0.51F, {}, {}});
}

void Finder::ReadWord(size_t at) {
  const std::string_view word = text_.Word(at);
  if (word.size() > 16 * kSyllable) return;
  if (Figure(at, word)) return;
  if (FullName(at, word)) return;
  if (GivenAlone(at, word)) return;
  FamilyAlone(at, word);
}

}  // namespace

ParticleSizes KoreanParticles(std::string_view word) {
  ParticleSizes out;
  for (const std::string_view particle : kParticleList) {
    if (out.count + 1 < out.sizes.size() && word.size() > particle.size() && word.ends_with(particle))
      out.sizes[out.count++] = particle.size();
  }
  out.sizes[out.count++] = 0;
  return out;
}

void FindKoreanNames(NativeScan& scan) { Finder(scan).Run(); }

}  // namespace schoolgate::redaction
