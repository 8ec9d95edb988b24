// Korean: a family name of one syllable (seldom two) and a given name of two (seldom one), with particles and
// honorifics written onto it.
#include <algorithm>
#include <array>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "redaction/detect/native_scan.h"
#include "redaction/detect/unicode_fold.h"

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
constexpr std::string_view kGiven = R"(
민준 서준 도윤 예준 시우 하준 지호 주원 지후 준우 준서 도현 건우 현우 우진 선우 지훈 서진 유준 은우 민재 연우 정우 시윤 승우 승현 준혁 이준 윤우 민성 지환 유찬 지우 시후 수호 수현 승민 동현 진우 태윤 은찬
민우 지원 재윤 시온 태현 한결 윤호 지안 서우 예성 준영 하람 재원 민규 현준 지한 승준 로운 준호 태민 민찬 이안 도하 하진 우주 재민 성민 성현 규민 태양 동하 은호 성준 유현 시현 현서 진서 지율 태오 원준 하율 지성
승호 현수 재현 동욱 상우 상현 성호 영호 영수 영진 재호 재훈 정민 정훈 종현 진호 진영 창민 태호 형준 호준 기현 기훈 경민 경수 대현 대호 동민 동훈 명수 민수 민호 민석 병훈 상민 석진 석현 성훈 성우 세훈 승환 영민 영훈
용준 원석 윤성 인호 인수 일우 재석 재영 정호 종민 주영 주혁 준석 준수 지석 진수 진혁 찬호 찬우 찬영 철수 태훈 한솔 해준 현민 현석 형석 환희 희준 은혁 은성 은석 남준 정국 호석 윤기
서연 서윤 지우 서현 민서 하은 하윤 윤서 지유 지민 채원 지윤 은서 수아 다은 예은 지아 수빈 소율 예린 예원 지원 소윤 지안 하린 시은 유진 채은 윤아 유나 서영 가은 민지 예나 예서 서아 수민 수연 연우 연서 아린 다인 수현
시연 서은 아인 주아 다연 지은 채윤 시아 은지 서율 나은 서하 나연 예진 소은 다현 혜원 소연 민주 현서 채아 사랑 유주 세은 소민 하율 규리 윤지 지현 다온 소이 이서 하나 리아 이솔 설아 은채 나윤 라온 아윤 지수 지혜 지영
미영 미경 미숙 미정 미진 미선 미연 미라 민경 민정 민아 보람 보영 보미 선영 선미 선희 선아 성희 세영 소영 소희 송이 수경 수미 수영 수정 수지 수진 수희 숙희 순자 순희 승희 승연 승아 시영 아람 아름 아영 애란 연주 연희
영미 영선 영숙 영아 영애 영은 영자 영주 영희 예지 옥자 유경 유리 유미 윤경 윤미 윤정 윤주 윤희 은경 은미 은비 은선 은아 은영 은정 은주 은혜 은희 이슬 인영 인혜 재은 재희 정아 정은 정숙 정옥 정연 정원 정인 정윤 정임
정자 정현 정혜 정화 정희 주연 주은 주현 주희 지나 지선 지숙 지연 지예 지인 진아 진주 진희 찬미 채린 채연 초희 태희 하늘 하연 한나 해린 해인 해원 향숙 현경 현미 현숙 현아 현영 현정 현주 현지 현진 혜경 혜란 혜리 혜린
혜림 혜미 혜민 혜선 혜수 혜숙 혜연 혜영 혜윤 혜은 혜인 혜정 혜주 혜지 혜진 화영 효정 효주 효진 희경 희선 희수 희연 희영 희원 희정 희주 희진 다영 다혜 다희 라희 로아 루아 리나 세아 세라 슬기 아라 아진 예람 예빈 예솔
은솔 은율 이든 이현 재이 제나 제이 주하 지온 지원 태린 태리 하온 하영 하정 해나 해솔
)";

// Words of everyday that look like a family name and a given name.
constexpr std::string_view kPlain = R"(
선생님 이야기 이번주 이번에 이제는 이제 이것은 이것을 이것이 이유는 이유로 이유를 이상이 이후로 이후에 이전에 이전의 이름은 이름이 이메일 이용해 이용한 이동을 이해가 이해를 오늘은 오늘도 오전에 오후에 오랜만 우리가 우리는 우리도 우리반 정말로 정도로 정도는 정리해
정보를 정보는 정신이 정상이 정확히 조금만 조금씩 조용히 조심해 조사를 조건이 주말에 주말은 주세요 주소는 주소를 주제는 주제로 주로서 주셔서 주시면 주신다 주십시 지금은 지금도 지금까 지난주 지난달 지난해 지난번 지원서 지원금 지원을 지원이 지역의 지각을 지도를 전화로 전화를 전화번 전체가
전학을 전학온 전문의 전문가 고등학 고맙습 고민이 고생이 고민을 고학년 고양이 문제는 문제가 문제를 문의는 문의를 문자로 문자를 문화의 문화를 방학이 방학에 방학은 방과후 방법은 방법을 방법이 방문을 신청서 신청을 신청은 신경을 신체검 신입생 안녕하 안내문 안전한 안전을 안정이 안경을
한국어 한국의 한국에 한글날 한글의 한번만 한번도 한학기 한마디 한편은 한참을 하지만 하루에 하루종 하루가 하는데 하려고 하면서 하세요 하셨다 하신다 하나의 하나가 하나도 하교시 하늘이 공부를 공부가 공부도 공지를 공책을 공원에 과제를 과학을 국어를 국어와 국제적 기록을 기억이 기억을
기분이 기간은 기간에 기말고 길에서 나중에 나머지 남학생 남동생 남은것 노력을 노력이 노래를 노트북 도서관 도움을 도움이 도와줘 도와주 도와준 동생이 동생은 동생을 동생도 동아리 동의서 두번째 마지막 마음이 마음을 마음에 만약에 만나서 말씀을 말씀이 매일매 매우좋 명단에 명단을 명절에
모두가 모두의 모든것 모임에 모임은 모습을 모습이 목요일 목표를 목표는 무엇을 무엇이 문학을 미국에 미국의 민주주 민족의 반에서 반장이 반대로 반드시 반성을 배우고 배우는 배탈이 백일장 변화가 변화를 병원에 병원을 보고서 보내기 복도에 부모님 부분을 부분이 부탁을 부족한 사실을 사실은
사람이 사람은 사람들 사회의 사회를 사진을 사이가 사용을 상담을 상담은 상황이 상황을 생각이 생각을 생일이 생활을 서로의 서류를 서류는 석식을 선물을 선택적 선택을 설날에 설명을 설명이 성적이 성적을 성적표 성격이 성함은 세계의 세번째 소개를 소견서 소식을 소식이 소리가 소설을 소설은
소년이 소녀가 소풍을 손가락 손수건 수업을 수업에 수업이 수업은 수학을 수학은 수요일 수첩에 숙제를 숙제는 숙제가 시간에 시간이 시간을 시작을 시험을 시험이 시험은 시인의 아이가 아이를 아이는 아침에 양해를 양말을 어머니 어려움 어린이 여러분 여자애 여학생 여름에 역사를 연락을 연락이
연락처 연습을 연필을 영어로 영어를 영어가 영상을 오빠가 오빠는 온라인 옥상에 용돈을 용기를 우산을 우유를 우선은 우울증 원하는 원하시 원어민 원장님 위해서 위치가 위험이 유치원 유학생 유의사 육아를 은행에 음악을 의사가 의견을 이모가 인사를 인터넷 일기를 일요일 일정이 자리를 자신의
자신감 작년에 장소는 장소를 장래희 장학금 장애가 장애를 재미있 저녁에 저학년 점심을 점수가 점수를 제출을 제목은 제목을 조퇴를 조부모 종이를 주간에 준비를 준비물 중간고 중학교 중국어 증상이 지도교 직접적 진단을 진도를 진로를 진짜로 질문을 질문이 차례를 차이가 참석을 책상에 책임을 천천히
체육을 체육복 초대를 초등학 최근에 최대한 최선을 추석에 추천을 축구를 출석을 출발은 친구가 친구를 친구는 친구와 칭찬을 태도가 토론을 토요일 통역을 특별히 편지를 평가를 평소에 표정이 표현을 피곤해 필요한 필요가 학교에 학교는 학교가 학년이 학생이 학생은 학생을 함께해 함구증 행동을 허락을
현장학 현재는 형제가 혼자서 화요일 확인을 환경을 활동을 황당한 회의를 회의는 효과가 훈련을 휴대폰 흥미를 희망을 자료를 금요일 월요일 우주의 지구의 유리창 하나님 예수님 남자애 여행을 여행이 소아과 내과의 안과의 전학생 재학생 신학기 주인공 우등생 모범생 반친구 노인과 인형을 인물의 인생의
고전을 소망을 민요를 전래동 전시회 문법을 문장을 단어를 이순신 한식날 오징어 원숭이 강아지 송아지 호랑이 도깨비 나무꾼 도시락 성탄절 추수감 하이파 서울시 부산에 인천에 경기도 강원도 전라도 제주도 마산에
정수기 주유소 안내장 조회를 종례를 조별로 홍보를 구체적 소극적 적극적 이론을 오해를 유행을 진행을 진학을 전공을 정답을 오답을 하교를 등교를 등하교 기관지 기침을 감기가 감기로 감사합 감사드 감사의 안부를 유의해 임시로 임원을 회장이 반면에 현실을 심리상 심하게 심한데
하실수 제가요 모르는 우리들 선배가 선배님 후배가 부회장 심부름 방송부 연극부 합창단 축구부 소모임
)";

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

constexpr std::string_view kFigures = R"(
세종대왕 세종 이순신 유관순 안중근 윤봉길 김구 김유신 김춘추 광개토대왕 장수왕 단군 단군왕검 주몽 온조 박혁거세 왕건 이성계 정도전 정몽주 강감찬 을지문덕 연개소문 계백 장보고 최무선 문익점 장영실 허준 신사임당 이이 율곡 이황 퇴계 정약용 정조 영조
사도세자 선덕여왕 진흥왕 의자왕 태조 태종 고종 명성황후 흥선대원군 전봉준 안창호 서재필 이승만 박정희 전두환 김대중 노무현 이명박 박근혜 문재인 윤석열 이재명 김일성 김정일 김정은 홍범도 김좌진 신채호 손기정 황영조 방정환 김홍도 신윤복 정선 안견 김정희 이중섭
박수근 백남준 윤동주 김소월 한용운 이육사 백석 정지용 이상 김유정 이효석 황순원 현진건 염상섭 이광수 최남선 나도향 채만식 김동인 김동리 박목월 박두진 조지훈 서정주 유치환 신경림 김수영 박경리 박완서 조정래 이청준 황석영 한강 공지영 신경숙 김영하 김훈 정호승 나태주
도종환 기형도 안도현 권정생 이오덕 허균 홍길동 홍길동전 춘향 춘향이 성춘향 이몽룡 심청 심청이 심청전 흥부 놀부 흥부와 콩쥐 팥쥐 장화 홍련 전우치 임꺽정 장길산 박문수 김삿갓 정철 윤선도 황진이 박지원 김시습 일연 김부식 최치원 원효 의상 이차돈 사명대사 논개 김만덕
손흥민 박지성 김연아 이강인 류현진 박찬호 추신수 박세리 이상화 안세영 차범근 이세돌 유재석 강호동 송중기 전지현 이민호 송혜교 아이유 수지 싸이 지드래곤 봉준호 박찬욱 이정재 윤여정 조수미 정명훈 조성진 임윤찬 반기문 뽀로로 둘리 까치
헤밍웨이 셰익스피어 괴테 톨스토이 도스토옙스키 카프카 안데르센 생텍쥐페리 어린왕자 해리포터 해리 론 헤르미온느 덤블도어 볼드모트 셜록 홈즈 왓슨 로미오 줄리엣 햄릿 맥베스 돈키호테 빨간머리 앤 신데렐라 백설공주 인어공주 피터팬 피노키오 아인슈타인 뉴턴 갈릴레이 다윈 에디슨
퀴리 마리퀴리 테슬라 링컨 워싱턴 간디 만델라 나폴레옹 콜럼버스 소크라테스 플라톤 아리스토텔레스 피타고라스 아르키메데스 공자 맹자 노자 유비 관우 장비 조조 제갈량 삼국지 손오공 모차르트 베토벤 바흐 쇼팽 피카소 고흐 레오나르도 미켈란젤로
)";

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
