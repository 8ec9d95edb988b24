// The lists of Korean names and cues (words/native_korean_*.inc).
#include "redaction/detect/native/native_korean_lists.h"

#include <algorithm>

namespace schoolgate::redaction {
namespace {

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
조카 조카가 외할머니 외할아버지 친할머니 큰아버지 작은아버지 큰엄마 작은엄마 이모부 고모부 숙모 외삼촌 보호자 보호자님 아버님께 어머님께 담임선생 영양사 사서 조교 학원장 코치님께 여사 여사님 부인 통역관 선배 후배 짝 반장 아기 아가 부장님 대표님 상담사 상담선생님 통역사 목사님 전도사님 사모님 사장님 기사님 누나 언니 오빠 형 동생 어린이 변호사 통역 부모님 가족 네 어머니께 어머니가 엄마가 엄마는 엄마예요 엄마입니다 아빠입니다 아빠예요 부모
)";
constexpr std::string_view kCues = R"(
우리 아들 딸 아이 아들은 딸은 아들이 딸이 동생 형 누나 언니 오빠 친구 학생 조카 사촌 손자 손녀 엄마 아빠 어머니 아버지 할머니 할아버지 이모 삼촌 고모 남편 아내 보호자 담임 선생님 짝꿍 짝 제 저희 저는 이름 이름은 성명 학생명 참석 참석자 통역 기록자 작성자 담당
담당자 발신 수신 반장 회장 부회장 학년 반 옆집 룸메이트 큰아들 작은아들 큰딸 작은딸 막내 쌍둥이 남동생 여동생 학부모 환자 증인 신입생 전학생 이웃 옆자리 단짝 절친 베프 아이가 아이는 첫째 둘째 셋째 큰애 작은애 외손자 외손녀 시어머니 장모 며느리 사위 의사 간호사 변호사 상담사 코치 조교 선생
)";
// What a name in a text of history or letters has after it.
constexpr std::string_view kPublicAfter =
    "장군 대왕 왕 시인 작가 대통령 의사의 열사 선수 감독 배우 가수 화백 여왕 황제 작가의 시인의 선수의 "
    "박사의 장군의 의사와 선생의";

constexpr std::string_view kFigures =
#include "redaction/detect/words/native_korean_figures.inc"
    ;

constexpr std::string_view kForeign =
#include "redaction/detect/words/native_korean_foreign.inc"
    ;
// Given names that are words, too: a particle alone does not make them names.
constexpr std::string_view kWeakGiven =
    "지우 지수 유리 보라 하나 나라 이슬 사랑 하늘 슬기 아라 송이 수지 시아 영주 영수 수영 유진 진주 미라 "
    "소리 수정 "
    "정수 민주 동화 미래 정의 아름 아람 보람 한결 여름 가람 이안 이준 인수 정화 경수 상우 우주 태양 시온 "
    "원석 환희 "
    "현수 대호 수호 지원 승리 지혜 지은 지나 지선 미정 영아 은혜 경미 연주 인성 정원 유주 나은 이서 정상 "
    "세대 기현 "
    "재이 다리 상현 은호 동하 준수 성우 선우 명수 동민 성민 성진 태호 정국 한솔 수희 진호 로아 이든 미소 "
    "정인 수연 "
    "유나 세나 다정 서진 아진 정우 건우 정민 원준 우진 이현 주인 정은 현지 지현 영자 영선 정자 미선 미진 "
    "미연 은지 "
    "경민 대현 기훈 영호 승연 승아 지안 지연 소희 수아 주아 수하 도하 한나 온유 서우 지영 지인 지오 유정 "
    "유경 보미 "
    "은비 유미 자연 희망 소망 믿음 혜지 다희 주하 정연 정현 시은 다은 지한 이솔 다온 다인 나윤 예나 세은 "
    "라온 아인";
constexpr std::string_view kNouns =
    "고양 호랑 원숭 어린 송아 지팡 동그 세모 네모 개구 다람 옹알 높낮 되풀 손잡 목걸 귀걸 옷걸 미닫 여닫 "
    "한글 술래잡 "
    "길잡 앞잡 왼손잡 같 많 깊 높 길 놀 풀 먹 구경 걸음걸 젊은 늙은 외톨 절름발 뚱뚱";

KoreanLists::Set SetOf(std::string_view list) {
  KoreanLists::Set out;
  for (size_t at = 0; at < list.size();) {
    const size_t begin = list.find_first_not_of(" \n", at);
    if (begin == std::string_view::npos) break;
    at = std::min(list.find_first_of(" \n", begin), list.size());
    out.insert(list.substr(begin, at - begin));
  }
  return out;
}

}  // namespace

KoreanLists::KoreanLists()
    : common(SetOf(kCommonFamilies)),
      first(SetOf(kFirst)),
      last(SetOf(kLast)),
      given(SetOf(kGiven)),
      weak_given(SetOf(kWeakGiven)),
      foreign(SetOf(kForeign)),
      plain(SetOf(kPlain)),
      honorifics(SetOf(kHonorifics)),
      cues(SetOf(kCues)),
      public_after(SetOf(kPublicAfter)),
      figures(SetOf(kFigures)),
      nouns(SetOf(kNouns)) {
  for (size_t at = 0; at < kFamilies.size();) {
    const size_t end = std::min(kFamilies.find_first_of("|\n", at), kFamilies.size());
    const std::string_view entry = kFamilies.substr(at, end - at);
    const size_t blank = entry.find(' ');
    if (blank != std::string_view::npos) families_[entry.substr(0, blank)] = entry.substr(blank + 1);
    at = end + 1;
  }
}

std::string_view KoreanLists::Family(std::string_view syllables) const {
  const auto found = families_.find(syllables);
  return found == families_.end() ? std::string_view() : found->second;
}

const KoreanLists& KoreanWords() {
  static const auto* const kWords = new KoreanLists;
  return *kWords;
}

}  // namespace schoolgate::redaction
