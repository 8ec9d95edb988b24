// Korean: a family name of one syllable (seldom two) and a given name of two (seldom one), with particles and
// honorifics written onto it.
#include <algorithm>
#include <array>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "redaction/detect/native/native_scan.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

constexpr size_t kSyllable = 3;  // bytes

using Set = absl::flat_hash_set<std::string_view>;

Set* SetOf(std::string_view list) {
  auto* out = new Set;
  for (size_t at = 0; at < list.size();) {
    const size_t begin = list.find_first_not_of(" \n", at);
    if (begin == std::string_view::npos) break;
    const size_t end = std::min(list.find_first_of(" \n", begin), list.size());
    out->insert(list.substr(begin, end - begin));
    at = end;
  }
  return out;
}

// Family names with the ways they are written in Latin letters.
constexpr std::string_view kFamilies = R"(
김 kim gim|이 lee yi rhee li|박 park pak bak|최 choi choe|정 jung jeong chung jong|강 kang gang|조 cho jo|윤 yoon yun youn|장 jang chang|임 lim im yim|한 han hahn|오 oh o|서 seo suh su|신 shin sin
권 kwon gwon|황 hwang|안 ahn an|송 song|류 ryu yoo ryoo|유 yoo yu you|홍 hong|전 jeon jun chun|고 ko go koh|문 moon mun|양 yang|손 son sohn|배 bae pae|백 baek paik baik|허 heo hur huh|남 nam|심 shim sim|노 noh roh no
하 ha|곽 kwak gwak|성 sung seong|차 cha|주 joo ju|우 woo u|구 koo ku gu|민 min|진 jin chin|지 ji jee chi|엄 um eom uhm|채 chae|원 won|천 cheon chun chon|방 bang pang|공 kong gong|현 hyun|함 ham hahm|변 byun byeon|염 yeom yum
여 yeo|추 choo chu|도 do|소 so|석 seok suk|선 sun seon|설 seol sul|마 ma|길 gil kil|연 yeon|위 wi wee|표 pyo|명 myung myeong|기 ki gi|반 ban bahn|왕 wang|금 keum geum|옥 ok|육 yook|인 in|맹 maeng|제 je|모 mo|탁 tak|국 kook guk
어 eo uh|은 eun|편 pyun|용 yong|봉 bong|경 kyung|사 sa|부 bu|나 na|라 ra|목 mok|태 tae|피 pi|계 kye|형 hyung|빈 bin|승 seung|복 bok|감 kam|예 ye
남궁 namgung namkoong|황보 hwangbo|제갈 jegal|선우 sunwoo seonu|독고 dokgo|사공 sagong|서문 seomun|동방 dongbang
)";

// The commonest: enough, with a likely given name, for a name without more.
constexpr std::string_view kCommonFamilies =
    "김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 유 홍 전 고 문 양 손 배 백 허 남 심 노 곽 민 "
    "남궁 황보 제갈 선우";

// Syllables given names begin and end with.
constexpr std::string_view kFirst =
    "가 강 건 경 고 관 광 교 국 권 규 근 기 길 나 남 다 단 대 도 동 두 라 래 로 루 리 마 만 명 모 문 미 민 "
    "바 범 병 보 복 봉 분 빈 사 상 새 서 석 선 설 성 세 소 솔 송 수 숙 순 슬 승 시 신 아 애 양 여 연 영 "
    "예 오 옥 온 완 용 우 운 원 유 윤 율 은 의 이 인 일 자 장 재 전 정 제 종 주 준 중 지 진 차 찬 창 채 천 "
    "철 초 춘 충 치 태 택 하 학 한 해 향 헌 현 형 혜 호 홍 화 환 효 훈 휘 희 힘";
constexpr std::string_view kLast =
    "가 강 건 결 겸 경 관 구 권 규 균 근 금 기 길 나 남 다 단 담 대 도 동 라 란 람 래 련 령 로 록 루 린 림 "
    "만 명 모 무 미 민 배 백 범 별 보 복 봉 빈 빛 상 서 석 선 섭 성 세 소 솔 수 숙 순 슬 승 식 신 실 아 안 "
    "애 양 연 열 엽 영 예 오 옥 온 완 용 우 욱 운 웅 원 월 유 윤 율 은 을 음 의 이 인 일 임 자 재 정 제 조 "
    "종 주 준 중 지 진 찬 창 채 천 철 춘 태 택 하 학 한 해 향 헌 혁 현 형 혜 호 홍 화 환 회 효 훈 휘 흠 희";

// Given names many bear: recognised without a family name, beside a cue or a particle only names take.
constexpr std::string_view kGiven =
#include "redaction/detect/words/native_korean_given.inc"
    ;

// Words of everyday that look like a family name and a given name.
constexpr std::string_view kPlain =
#include "redaction/detect/words/native_korean_plain.inc"
    ;

constexpr std::string_view kHonorifics = R"(
씨 님 군 양 선생님 선생 샘 쌤 어머니 어머님 아버지 아버님 엄마 아빠 맘 학생 학부모 학부모님 원장님 원장 코치님 코치 교수님 교수 박사 박사님 의사 의사님 간호사 교장 교장선생님 교감 담임 담임선생님 할머니 할아버지 이모 이모님 삼촌 고모
부장님 대표님 상담사 상담선생님 통역사 목사님 전도사님 사모님 사장님 기사님 누나 언니 오빠 형 동생 어린이 변호사 통역 부모님 가족 네 어머니께 어머니가 엄마가 엄마는 엄마예요 엄마입니다 아빠입니다 아빠예요 부모
)";
constexpr std::string_view kCues = R"(
우리 아들 딸 아이 아들은 딸은 아들이 딸이 동생 형 누나 언니 오빠 친구 학생 조카 사촌 손자 손녀 엄마 아빠 어머니 아버지 할머니 할아버지 이모 삼촌 고모 남편 아내 보호자 담임 선생님 짝꿍 짝 제 저희 저는 이름 이름은 성명 학생명 참석 참석자 통역 기록자 작성자 담당
담당자 발신 수신 반장 회장 부회장 학년 반 옆집 룸메이트 큰아들 작은아들 큰딸 작은딸 막내 쌍둥이 남동생 여동생 학부모 환자 증인
)";
// What a name in a text of history or letters has after it.
constexpr std::string_view kPublicAfter =
    "장군 대왕 왕 시인 작가 대통령 의사의 열사 선수 감독 배우 가수 화백 여왕 황제 작가의 시인의 선수의 "
    "박사의 장군의 의사와 선생의";

constexpr std::string_view kFigures =
#include "redaction/detect/words/native_korean_figures.inc"
    ;

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

bool StartsWithAnyHonorific(std::string_view rest) {
  static constexpr std::array<std::string_view, 18> kWritten = {
      "선생님", "어머니", "어머님", "아버지", "아버님", "엄마", "아빠",   "학생", "씨",
      "님",     "군",     "양",     "맘",     "쌤",     "샘",   "할머니", "원장", "코치"};
  return std::any_of(kWritten.begin(), kWritten.end(),
                     [&](std::string_view one) { return rest.starts_with(one); });
}

class Finder {
 public:
  explicit Finder(NativeScan& scan) : scan_(scan), text_(scan.text) {}

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
  static const Set& Common() {
    static const Set* const kSet = SetOf(kCommonFamilies);
    return *kSet;
  }
  static const Set& First() {
    static const Set* const kSet = SetOf(kFirst);
    return *kSet;
  }
  static const Set& Last() {
    static const Set* const kSet = SetOf(kLast);
    return *kSet;
  }
  static const Set& Given() {
    static const Set* const kSet = SetOf(kGiven);
    return *kSet;
  }
  static const Set& Plain() {
    static const Set* const kSet = SetOf(kPlain);
    return *kSet;
  }
  static const Set& Honorifics() {
    static const Set* const kSet = SetOf(kHonorifics);
    return *kSet;
  }
  static const Set& CueWords() {
    static const Set* const kSet = SetOf(kCues);
    return *kSet;
  }
  static const Set& Figures() {
    static const Set* const kSet = SetOf(kFigures);
    return *kSet;
  }
  static const Set& PublicAfter() {
    static const Set* const kSet = SetOf(kPublicAfter);
    return *kSet;
  }
  // The Latin spellings of a family name; empty: it is none.
  static std::string_view Family(std::string_view syllables) {
    static const auto* const kMap = [] {
      auto* out = new absl::flat_hash_map<std::string_view, std::string_view>;
      for (size_t at = 0; at < kFamilies.size();) {
        const size_t end = std::min(kFamilies.find_first_of("|\n", at), kFamilies.size());
        const std::string_view entry = kFamilies.substr(at, end - at);
        const size_t blank = entry.find(' ');
        if (blank != std::string_view::npos) (*out)[entry.substr(0, blank)] = entry.substr(blank + 1);
        at = end + 1;
      }
      return out;
    }();
    const auto found = kMap->find(syllables);
    return found == kMap->end() ? std::string_view() : found->second;
  }

  bool IsHonorific(std::string_view word) const {
    if (Honorifics().contains(word)) return true;
    for (const size_t particle : KoreanParticles(word)) {
      if (Honorifics().contains(word.substr(0, word.size() - particle))) return true;
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
      if (PublicAfter().contains(word.substr(0, word.size() - particle))) return true;
    }
    return false;
  }
  bool CueBefore(size_t at) const {
    if (at == 0) return false;
    const std::string_view gap = text_.GapBefore(at);
    if (gap.size() > 3 || gap.find('\n') != gap.npos) return false;
    const std::string_view word = text_.Word(at - 1);
    if (CueWords().contains(word)) return true;
    for (const size_t particle : KoreanParticles(word)) {
      if (particle > 0 && CueWords().contains(word.substr(0, word.size() - particle))) return true;
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
  bool FamilyAlone(size_t at, std::string_view word);
  void ReadLatin(size_t at);
  std::vector<uint32_t> PeopleOf(std::string_view families, std::string_view given) const;

  NativeScan& scan_;
  const Text& text_;
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
    if (stem.size() < 2 * kSyllable || !Figures().contains(stem)) continue;
    scan_.Keep(text_[at].begin, text_[at].end);
    return true;
  }
  return false;
}

bool Finder::FullName(size_t at, std::string_view word) {
  if (Plain().contains(word) ||
      (word.size() > 3 * kSyllable && Plain().contains(word.substr(0, 3 * kSyllable))))
    return false;
  for (const size_t family_size : {2 * kSyllable, kSyllable}) {
    if (word.size() <= family_size) continue;
    const std::string_view family = word.substr(0, family_size);
    const std::string_view families = Family(family);
    if (families.empty()) continue;
    for (const size_t given_size : {2 * kSyllable, kSyllable}) {
      if (word.size() < family_size + given_size) continue;
      const std::string_view given = word.substr(family_size, given_size);
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
      score += Common().contains(family) ? 0.25F : 0.05F;
      if (given_size == 2 * kSyllable) {
        const bool shaped = First().contains(given.substr(0, kSyllable)) && Last().contains(last);
        score += Given().contains(given) ? 0.45F : shaped ? 0.15F : -0.3F;
      } else {
        score += family_size == 2 * kSyllable ? 0.1F : -0.35F;
      }
      score += after ? 0.35F : 0.0F;
      score += cue ? 0.3F : 0.0F;
      score += alone ? 0.2F : 0.0F;
      score += alone && StartsLine(at) ? 0.1F : 0.0F;
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
    if (stem.size() != 2 * kSyllable || Plain().contains(word)) continue;
    const std::string_view rest = word.substr(stem.size());
    const bool listed = Given().contains(stem);
    // "하율이가", "채원이한테": the syllable that only names take before a particle.
    const bool onto =
        rest.size() > kSyllable && rest.starts_with("이") && rest != "이에요" && rest != "입니다";
    const bool after = HonorificAfter(at) || StartsWithAnyHonorific(rest);
    const bool shaped =
        First().contains(stem.substr(0, kSyllable)) && Last().contains(stem.substr(kSyllable));
    const bool cue = CueBefore(at);
    const bool vocative = rest == "아" || rest == "야";
    // Of these only nouns that end in this syllable are none: "고양이가".
    static const Set* const kNouns = SetOf(
        "고양 호랑 원숭 어린 송아 지팡 동그 세모 네모 개구 다람 옹알 높낮 되풀 손잡 목걸 귀걸 옷걸 미닫 여닫 "
        "한글 술래잡 "
        "길잡 앞잡 왼손잡 같 많 깊 높 길 놀 풀 먹 구경 걸음걸 젊은 늙은 외톨 절름발 뚱뚱");
    const bool name_only =
        (rest == "이는" || rest == "이가" || rest == "이를" || rest == "이의" || rest == "이와" ||
         rest == "이도" || rest.starts_with("이한테") || rest.starts_with("이에게")) &&
        !kNouns->contains(stem);
    const bool fits =
        (listed && (onto || after || cue || vocative)) || (shaped && onto && (cue || after || name_only));
    if (!fits) continue;
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
  return false;
}

// "김 선생님", "박 교수님".
bool Finder::FamilyAlone(size_t at, std::string_view word) {
  static constexpr std::array<std::string_view, 12> kFormal = {
      "선생님", "선생", "교수", "박사", "원장", "코치", "교장", "교감", "부장", "목사", "사장", "변호사"};
  const auto formal = [&](std::string_view next) {
    return std::any_of(kFormal.begin(), kFormal.end(),
                       [&](std::string_view one) { return next.starts_with(one); });
  };
  if (!Common().contains(word.substr(0, kSyllable))) return false;
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
  const bool title = Honorifics().contains(next) || IsHonorific(next);
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
