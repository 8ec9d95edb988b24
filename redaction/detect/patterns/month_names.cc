#include "redaction/detect/patterns/month_names.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "redaction/detect/text/hashing.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

// By month. Where a language has a genitive, dates are in it. Left out are names that are common words of
// another language ("me" and "out" of Haitian Creole).
constexpr std::array<std::string_view, 12> kMonths = {
    "ene enero gennaio ianuali ianuarie jan janeiro jannaayo januar januari january janvier "
    "janvye ocak styczen stycznia січень січня янв январь января հունվար հունվարի جانفي جنوری "
    "يناير ژانویه जनवरी जन॰ জানুয়ারি জানুয়ারী ਜਨਵਰੀ જાન્યુઆરી ஜனவரி జనవరి มกราคม ມັງກອນ "
    "ဇန်နဝါရီ ጃኑዋሪ ጃንዋሪ ጥሪ មករា",
    "feb febbraio febr febraayo febrero februar februari februarie february fevereiro fevrier "
    "fevriye lutego luty pebrero pepeluali subat лютий лютого фев февр февраль февраля "
    "փետրվար փետրվարի شباط فبراير فبروری فروری فوریه فيفري फरवरी फ़रवरी फेब्रुअरी ফেব্রুয়ারি "
    "ফেব্রুয়ারী ਫਰਵਰੀ ਫ਼ਰਵਰੀ ફેબ્રુઆરી பிப்ரவரி ఫిబ్రవరి กุมภาพันธ์ ກຸມພາ ဖေဖော်ဝါရီ ለካቲት "
    "ፌብሩዋሪ កុម្ភៈ",
    "maarso machi malaki mar marca march marco mars marso mart martie marz marzec marzo mzo "
    "березень березня мар март марта մարտ մարտի آذار مارس مارچ मार्च মার্চ ਮਾਰਚ માર્ચ மார்ச் "
    "మార్చి มีนาคม ມີນາ မတ် መጋቢት ማርች មីនា",
    "abr abriil abril apelila apr april aprile aprili aprilie avril kwiecien kwietnia nisan "
    "апр апрель апреля квітень квітня ապրիլ ապրիլի آوریل أبريل أفريل إبريل ابريل اپریل اپرېل "
    "نيسان अप्रिल अप्रैल এপ্রিল ਅਪ੍ਰੈਲ એપ્રિલ ஏப்ரல் ఏప్రిల్ เมษายน ເມສາ ဧပြီ ሚያዝያ ኤፕሪል មេសា",
    "maajo maggio mai maio maj maja may mayis mayo mei май мая травень травня մայիս մայիսի "
    "أيار مئی مايو مه می मई मे মে ਮਈ મે மே మే พฤษภาคม ພຶດສະພາ မေ ሜይ ግንቦት ឧសភា",
    "czerwca czerwiec giugno haziran hunyo iune iunie juin jun june junho juni junio juun июн "
    "июнь июня червень червня հունիս հունիսի جوان جون حزيران يونيه يونيو ژوئن जुन जून জুন ਜੂਨ "
    "જૂન ஜூன் జూన్ มิถุนายน ມິຖຸນາ ဇွန် ሰነ ጁን មិថុនា",
    "hulyo iulai iulie jiye juillet jul julai julho juli julio july lipca lipiec luglio "
    "luulyo temmuz июл июль июля липень липня հուլիս հուլիսի تموز جولائی جولای جويلية يوليه "
    "يوليو ژوئیه जुलाई জুলাই ਜੁਲਾਈ જુલાઈ ஜூலை జులై กรกฎาคม ກໍລະກົດ ဇူလိုင် ሓምለ ጁላይ កក្កដា",
    "ago agoosto agosti agosto agustos aout aug august aukuso sierpien sierpnia авг август "
    "августа серпень серпня օգոստոս օգոստոսի آب آگست أغسطس أوت اغسطس اوت اګست اگست غشت अगस्ट "
    "अगस्त আগস্ট ਅਗਸਤ ઑગસ્ટ ஆகஸ்ட் ఆగస్టు สิงหาคม ສິງຫາ ဩဂုတ် ነሓሰ ኦገስት សីហា",
    "eylul sebtembar sep sept septanm septemba september septembre septembrie septiembre "
    "setema setembro setiembre settembre setyembre wrzesien wrzesnia вересень вересня сен "
    "сент сентябрь сентября սեպտեմբեր սեպտեմբերի أيلول سبتمبر ستمبر سپتامبر سپتمبر सितंबर "
    "सितम्बर सेप्टेम्बर সেপ্টেম্বর ਸਤੰਬਰ સપ્ટેમ્બર செப்டம்பர் సెప్టెంబర్ กันยายน ກັນຍາ "
    "စက်တင်ဘာ መስከረም ሴፕቴምበር កញ្ញា",
    "ekim oct october octobre octombrie octubre oketopa oktob oktoba oktober oktoobar oktubre "
    "ottobre outubro pazdziernik pazdziernika жовтень жовтня окт октябрь октября հոկտեմբեր "
    "հոկտեմբերի أكتوبر تشرين اكتوبر اکتبر اکتوبر अक्टूबर अक्टोबर अक्तूबर অক্টোবর ਅਕਤੂਬਰ ઑક્ટોબર "
    "அக்டோபர் అక్టోబర్ ตุลาคม ຕຸລາ အောက်တိုဘာ ኦክቶበር ጥቅምቲ តុលា",
    "kasim listopad listopada nobyembre nofembar noiembrie nov novanm novema novemba november "
    "novembre novembro noviembre листопад листопада ноя нояб ноябрь ноября նոյեմբեր նոյեմբերի "
    "نوامبر نوفمبر نومبر नवंबर नवम्बर नोभेम्बर নভেম্বর ਨਵੰਬਰ નવેમ્બર நவம்பர் నవంబర్ พฤศจิกายน "
    "ພະຈິກ နိုဝင်ဘာ ሕዳር ኖቬምበር វិច្ឆិកា",
    "aralik dec december decembre decembrie desanm desemba dezember dezembro dic dicembre "
    "diciembre diseembar disyembre grudnia grudzien tesema грудень грудня дек декабрь декабря "
    "դեկտեմբեր դեկտեմբերի دسامبر دسمبر ديسمبر كانون ډسمبر डिसेम्बर दिसंबर दिसम्बर ডিসেম্বর ਦਸੰਬਰ "
    "ડિસેમ્બર டிசம்பர் డిసెంబర్ ธันวาคม ທັນວາ ဒီဇင်ဘာ ታሕሳስ ዲሴምበር ធ្នូ",
};

// Iran's names and Afghanistan's.
constexpr std::array<std::string_view, 12> kSolarMonths = {
    "فروردین حمل", "اردیبهشت ثور", "خرداد جوزا", "تیر سرطان", "مرداد اسد", "شهریور سنبله",
    "مهر میزان",   "آبان عقرب",    "آذر قوس",    "دی جدی",    "بهمن دلو",  "اسفند حوت"};

using Months = absl::flat_hash_map<uint64_t, uint8_t>;  // by the hash of the folded name

const Months* MonthsOf(const std::array<std::string_view, 12>& names) {
  auto* const months = new Months;
  uint8_t number = 0;
  for (const std::string_view list : names) {
    ++number;
    for (size_t at = 0; at < list.size();) {
      const size_t end = std::min(list.find(' ', at), list.size());
      months->try_emplace(HashOf(FoldText(list.substr(at, end - at))), number);
      at = end + 1;
    }
  }
  return months;
}

int Find(const Months& months, std::string_view word) {
  const auto found = months.find(HashOf(word));
  return found == months.end() ? 0 : found->second;
}

}  // namespace

int MonthOfWord(std::string_view folded) {
  static const Months* const kFound = MonthsOf(kMonths);
  return Find(*kFound, folded);
}

int ArabicOrdinal(std::string_view folded) {
  static const auto* const kFirst = new std::string(FoldText("الأول"));
  static const auto* const kSecond = new std::string(FoldText("الثاني"));
  return folded == *kFirst ? 1 : folded == *kSecond ? 2 : 0;
}

int SolarMonthOfWord(std::string_view folded) {
  static const Months* const kFound = MonthsOf(kSolarMonths);
  return Find(*kFound, folded);
}

}  // namespace schoolgate::redaction
