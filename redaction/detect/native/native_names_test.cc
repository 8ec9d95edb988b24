// Names in scripts other than Latin, found through the whole detector.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/roster/roster_builder.h"
#include "core/vocabulary/vocabulary.h"
#include "redaction/detect/detector.h"
#include "redaction/detect/script/native_script.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Detector& WorldDetector() {
  static const auto* const kDetector = [] {
    RosterBuilder builder;
    const auto add = [&](PersonKind kind, std::string_view id, std::string_view given,
                         std::string_view family) {
      builder.AddPerson({.kind = kind, .source_id = id, .given = given, .family = family});
    };
    add(PersonKind::kStudent, "s1", "Ji-woo", "Choi");
    add(PersonKind::kStudent, "s2", "Yousef", "Khalil");
    add(PersonKind::kStudent, "s3", "Daryna", "Melnychenko");
    add(PersonKind::kStudent, "s4", "Mei Ling", "Zhao");
    add(PersonKind::kStudent, "s5", "Rohan", "Mehta");
    add(PersonKind::kStudent, "s6", "Yuto", "Tanaka");
    add(PersonKind::kStudent, "s7", "Dawit", "Tadesse");
    add(PersonKind::kStaff, "t1", "Paula", "Winters");
    return new std::shared_ptr<const Detector>(
        Detector::Create(std::move(builder).Build("test", absl::UnixEpoch())));
  }();
  return **kDetector;
}

Findings FindIn(const std::vector<std::string_view>& texts) {
  std::vector<Slot> slots;
  for (size_t at = 0; at < texts.size(); ++at)
    slots.push_back({.index = static_cast<int32_t>(at), .kind = SlotKind::kText, .text = texts[at]});
  return WorldDetector().Detect(slots, DetectionContext());
}

std::vector<std::string> Names(std::string_view text) {
  std::vector<std::string> out;
  for (const Finding& finding : FindIn({text})) {
    const std::string_view element = ElementId(finding.element);
    if (!element.ends_with(".name")) continue;
    out.emplace_back(
        text.substr(static_cast<size_t>(finding.begin), static_cast<size_t>(finding.end - finding.begin)));
  }
  return out;
}

// Whom the first finding means.
std::string Whose(std::string_view text) {
  const Findings found = FindIn({text});
  return found.empty() ? "nobody" : found[0].subject.key;
}

TEST(NativeNamesTest, TheRosterIsKnownInEachScriptByItsSound) {
  EXPECT_EQ(Whose("최지우는 결석했습니다."), "student|s1");
  EXPECT_EQ(Whose("تأخر يوسف خليل اليوم."), "student|s2");
  EXPECT_EQ(Whose("Мама Дарини Мельниченко прийде завтра."), "student|s3");
  EXPECT_EQ(Whose("赵美玲今天没来。"), "student|s4");
  EXPECT_EQ(Whose("रोहन मेहता आज नहीं आया।"), "student|s5");
  EXPECT_EQ(Whose("田中悠斗は欠席です。よろしくおねがいします。"), "student|s6");
  EXPECT_EQ(Whose("ዳዊት ታደሰ አልመጣም"), "student|s7");
}

TEST(NativeNamesTest, Chinese) {
  EXPECT_THAT(Names("我儿子郑宇航发烧了，请让宇航休息。"), ElementsAre("郑宇航", "宇航"));
  EXPECT_THAT(Names("請轉告許老師，欣怡的媽媽明天到。"), ElementsAre("許", "欣怡"));
  EXPECT_THAT(Names("姓名：上官雨桐"), ElementsAre("上官雨桐"));
  EXPECT_THAT(Names("高中的方法很简单，周五马上开始。"), IsEmpty());
  EXPECT_THAT(Names("李白和杜甫是唐朝诗人，孙悟空是西游记的人物。"), IsEmpty());
}

TEST(NativeNamesTest, ChineseWritesNamesOfOtherLanguagesBySound) {
  EXPECT_THAT(Names("带头的是一个叫以利亚的男孩，艾米丽的妈妈也知道。"), ElementsAre("以利亚", "艾米丽"));
  EXPECT_THAT(Names("霍布森老师和格林女士都来了。"), ElementsAre("霍布森", "格林"));
  EXPECT_THAT(Names("班里来了叫迭戈·托雷斯的新生。"), ElementsAre("迭戈·托雷斯"));
  EXPECT_THAT(Names("地点：玛丽索·维加小学。安妮·弗兰克的日记和英文老师。"), IsEmpty());
}

TEST(NativeNamesTest, ChineseFamilyToldAndGivenNameAlone) {
  EXPECT_THAT(Names("新来的同学姓崔，医生姓欧阳。百姓写姓名。"), ElementsAre("崔", "欧阳"));
  EXPECT_THAT(Names("1. 淑芬数学很好。\n2. 小吴说他明天来。"), ElementsAre("淑芬", "小吴"));
  EXPECT_THAT(Names("我们家张伟脚扭了。"), ElementsAre("张伟"));
  EXPECT_THAT(Names("全班都喜欢。他非常喜欢上学。谢谢老师！于是我们常常去图书馆，方便的话平时练习。"),
              IsEmpty());
}

TEST(NativeNamesTest, Japanese) {
  EXPECT_THAT(Names("渡辺さんと健太くんは友達です。"), ElementsAre("渡辺", "健太"));
  EXPECT_THAT(Names("息子のタケルがお世話になっております。"), ElementsAre("タケル"));
  EXPECT_THAT(Names("お母さんと校長先生とみなさんへ、夏目漱石を読みます。"), IsEmpty());
}

TEST(NativeNamesTest, Korean) {
  EXPECT_THAT(Names("장하윤 어머니입니다. 하윤이가 아파요."), ElementsAre("장하윤", "하윤"));
  EXPECT_THAT(Names("친구 민서랑 남궁준 선생님께 갔어요."), ElementsAre("민서", "남궁준"));
  EXPECT_THAT(Names("선생님 안녕하세요. 고양이가 이번에 신청서를 정말로 세종대왕 문제는"), IsEmpty());
}

TEST(NativeNamesTest, KoreanGivenNamesWithParticlesAndOfOtherLanguages) {
  EXPECT_THAT(Names("준서는 에밀리랑 놀았고 마이클 어머니께 전화했다."),
              ElementsAre("준서", "에밀리", "마이클"));
  EXPECT_THAT(Names("올리비아 존슨이 왔다."), ElementsAre("올리비아 존슨"));
  EXPECT_THAT(Names("황보라와 다툰 뒤 보라의 아버지께 말했다."), ElementsAre("황보라", "보라"));
  EXPECT_THAT(Names("수영은 재미있고 정수는 수이다. 마리솔 베가 초등학교에서 민주의 뜻을 배운다."),
              IsEmpty());
}

TEST(NativeNamesTest, ArabicLettersThatFoldingMakesOneTellNamesFromWords) {
  EXPECT_THAT(Names("شكراً جزيلاً\nهناء"), ElementsAre("هناء"));
  EXPECT_THAT(Names("اليوم هنا. سلّمي لي على الجميع. هل لدينا درس؟ أي طبيب تختارونه."), IsEmpty());
  EXPECT_THAT(Names("مع سلمى ومنى"), ElementsAre("سلمى", "ومنى"));
  EXPECT_THAT(Names("من علی رضا هستم."), ElementsAre("علی رضا"));
  EXPECT_THAT(Names("دبستان ماریسول وگا"), IsEmpty());
}

TEST(NativeNamesTest, IndicWordsAreReadWithTheirVowels) {
  EXPECT_THAT(Names("मेज पर नजर रखो, सोने दो।"), IsEmpty());
  EXPECT_THAT(Names("मंजू और एमिली आई थीं।"), ElementsAre("मंजू", "एमिली"));
  EXPECT_THAT(Names("मारिसोल वेगा एलिमेंट्री स्कूल"), IsEmpty());
}

TEST(NativeNamesTest, CyrillicNamesOfNeighboursAndOrdinaryWordsAtTheStart) {
  EXPECT_THAT(Names("Пише Вам Кармен, мама Емілі."), ElementsAre("Кармен", "Емілі"));
  EXPECT_THAT(Names("Люди пишуть. Даних немає. Тим часом весна. Свет горит. Надо идти. Коло друзів."),
              IsEmpty());
}

TEST(NativeNamesTest, ArabicPersianUrdu) {
  EXPECT_THAT(Names("أنا والدة الطالبة رنا السقا، ورنا مريضة."), ElementsAre("رنا السقا", "ورنا"));
  EXPECT_THAT(Names("الدكتور غيث مارديني كتب تقريرا"), ElementsAre("غيث مارديني"));
  EXPECT_THAT(Names("پسرم کیوان و دخترم نگار در مدرسه‌اند."),
              ElementsAre("کیوان", "نگار"));
  EXPECT_THAT(Names("میری بیٹی عائشہ کو بخار ہے۔"), ElementsAre("عائشہ"));
  EXPECT_THAT(Names("قرأنا قصيدة نزار قباني عن الأمل، ونظرية فيثاغورس."), IsEmpty());
}

TEST(NativeNamesTest, CyrillicInEachCase) {
  EXPECT_THAT(Names("Дзвонила мама Соломії, а Соломію забрав тато."), ElementsAre("Соломії", "Соломію"));
  EXPECT_THAT(Names("Учительница Тамара Ильинична хвалит Егора Зуева."),
              ElementsAre("Тамара Ильинична", "Егора Зуева"));
  EXPECT_THAT(Names("Ми читали Тараса Шевченка і «Гаррі Поттера»."), IsEmpty());
  EXPECT_THAT(Names("В среду будет контрольная. Пушкин родился в Москве."), IsEmpty());
}

TEST(NativeNamesTest, IndicEthiopicGreekHebrewThai) {
  EXPECT_THAT(Names("मेरी बेटी काव्या और शुक्ला मैडम मिलीं।"), ElementsAre("काव्या", "शुक्ला"));
  EXPECT_THAT(Names("प्रेमचंद की कहानी और महात्मा गांधी पर निबंध"), IsEmpty());
  EXPECT_THAT(Names("ਮੇਰੀ ਧੀ ਹਰਲੀਨ ਕੌਰ ਬੀਮਾਰ ਹੈ।"), ElementsAre("ਹਰਲੀਨ ਕੌਰ"));
  EXPECT_THAT(Names("ልጄ ናትናኤል ታሟል"), ElementsAre("ናትናኤል"));
  EXPECT_THAT(Names("Η Ελένη και ο Γιώργος λείπουν."), ElementsAre("Ελένη", "Γιώργος"));
  EXPECT_THAT(Names("הבן שלי איתמר חולה"), ElementsAre("איתמר"));
  EXPECT_THAT(Names("เด็กชาย สมชาย ใจดี ป่วย"), ElementsAre("สมชาย ใจดี"));
}

TEST(NativeNamesTest, CuesOfOtherLanguagesInLatinLetters) {
  EXPECT_THAT(Names("Hindi po pumasok si Marikit kasi may lagnat, sabi ng kuya niya."),
              ElementsAre("Marikit"));
  EXPECT_THAT(Names("Bonjour, mon fils Souleymane est malade, je vous appelle pour les devoirs avec lui."),
              ElementsAre("Souleymane"));
  EXPECT_THAT(Names("Si vas con Dios, be Kind."), IsEmpty());
}

TEST(NativeNamesTest, OrdinaryWordsOfOtherLanguagesInLatinLettersAreNoNames) {
  EXPECT_THAT(Names("Ông cho biết em bị ốm từ thứ Hai. Em không được học lớp này rồi, nhờ cô nhắc của bạn."),
              IsEmpty());
  EXPECT_THAT(Names("Li malad, tanpri rele nou nan Lekòl Primè Lincoln. Mwen te pale ak yo epi yo pa vini."),
              IsEmpty());
}

TEST(NativeNamesTest, NamesOfOtherLanguagesInLatinLettersWithoutCues) {
  EXPECT_THAT(Names("Bà ngoại Phan Thị Lượm đón cháu, nhờ chú Tâm. Em không được học lớp này rồi của cô."),
              ElementsAre("Phan Thị Lượm", "Tâm"));
  EXPECT_THAT(Names("Yuusuf wuxuu qabaa hargab, waxaana la joogta Hibaaq oo waa fasalka ayuu."),
              ElementsAre("Yuusuf", "Hibaaq"));
  EXPECT_THAT(Names("Thov hu rau Kao Nou txhais lus, kuv tus ntxhais mob thiab peb tsis tuaj los."),
              ElementsAre("Kao Nou"));
}

TEST(NativeNamesTest, ANameInOtherLettersThanItsText) {
  EXPECT_THAT(Names("Mrs. 王 asked whether her daughter may retake the quiz."), ElementsAre("王"));
  EXPECT_THAT(Names("Could you make the feedback for 佐藤陽翔 a little kinder?"), ElementsAre("佐藤陽翔"));
  EXPECT_THAT(Names("The word 谢谢 means thank you, and مرحبا means hello."), IsEmpty());
}

TEST(NativeNamesTest, OnePersonIsOneSubjectAcrossTexts) {
  const Findings found = FindIn({"학생 곽하늘 상담", "하늘이는 잘 지냅니다."});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].subject.key, "name|곽하늘");
  EXPECT_EQ(found[1].subject.key, found[0].subject.key);
}

TEST(NativeScriptTest, NamesThatSoundAlikeCompareEqual) {
  const auto voiced = [](std::string_view word) { return SoundsOf(FoldText(word)); };
  EXPECT_EQ(voiced("지호"), voiced("Jiho"));
  EXPECT_EQ(voiced("은우"), voiced("Eunwoo"));
  EXPECT_EQ(voiced("Дарина"), voiced("Daryna"));
  EXPECT_EQ(SkeletonOf(voiced("محمد")), SkeletonOf(voiced("Mohammed")));
  EXPECT_EQ(SkeletonOf(voiced("ተስፋዬ")), SkeletonOf(voiced("Tesfaye")));
  EXPECT_NE(voiced("지호"), voiced("Minho"));
}

}  // namespace
}  // namespace schoolgate::redaction
