#include "redaction/detect/patterns/cue_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "redaction/detect/text/hashing.h"
#include "redaction/detect/text/unicode_fold.h"

namespace schoolgate::redaction {
namespace {

struct CueList {
  CueBits bits;
  std::string_view words;  // folded, separated by spaces or line ends
};

constexpr CueList kLists[] = {
    {cue::kBirth,
     "dob dobs born birth birthdate birthdates birthday birthdays bday bdays dateofbirth birthdt nacimiento "
     "nacio "
     "nacido nacida naci nac fdn fechanac fecnac fechanacimiento cumpleanos naissance nee nascimento nascido "
     "nascida "
     "kuzaliwa nesans kapanganakan ledayik yug dogum nascita nasterii fanau "
     "ልደት የትውልድ ትውልድ ծննդյան ծնվել پیدائش پیدایش تولد متولد الميلاد ميلاد مواليد ولد ولدت زيږېدو जन्म जन्मतिथि "
     "जन्मदिन ਜਨਮ জন্ম জন্মতারিখ જન્મ பிறந்த పుట్టిన เกิด កំណើត народження народився народилася рождения "
     "родился родилась "
     "nasceu sinh ngaysinh dhashay dhalashada ipinanganak kaarawan geboren geburtsdatum urodzony fet bdate "
     "birthyear"},
    {cue::kTurns, "turns turned turning cumplir cumpliendo cumple cumplio cumplira cumplen"},
    {cue::kDay,
     "due enrolled enrollment enroll enrolment start started starts starting begin begins began since until "
     "til till "
     "through thru hearing meeting met exam deadline occurred happened absent absence absences suspended "
     "suspension "
     "expelled expires expiration expiry expired effective signed dated review reviewed admitted entry exit "
     "withdrew "
     "withdrawn withdrawal entered posted sent received created updated modified published founded died "
     "death "
     "deceased vaccine vaccinated dose shot administered visit appointment appt conference arrived "
     "immigrated "
     "graduated graduates graduation transferred evaluated evaluation assessed tested screening screened "
     "served "
     "scheduled party celebration celebrate celebrated celebrating observed holiday break trip dance game "
     "concert "
     "registered revised reported submitted printed arrested referred discharged detention observation filed "
     "timestamp "
     "entrega vence vencimiento desde hasta reunion cita audiencia inscripcion inscrito inscrita inicio "
     "termina fiesta "
     "ingreso egreso fallecio murio suspendido suspendida examen vacuna graduacion junta firmado expedido"},
    {cue::kPhone,
     "电话 電話 手机 手機 联系电话 電話は の電話は 番号 전화 전화번호 فون هاتف جوال تلفن موبایل рақами "
     "телефон тел номер फोन नंबर ফোন"},
    {cue::kPhone,
     "phone phones tel telephone telephones telefono telefonos cell cellphone cells mobile fax ph phn "
     "celular celulares "
     "cel movil tlf tfno fono whatsapp sms phonenumber telefon telefone telephonenumber homephone workphone "
     "cellnumber "
     "fon telepono numerodetelefono landline pager sdt dienthoai simu tilifoon taleefan taleefanka "
     "lambarkiisa"},
    {cue::kReach,
     "call calls called calling text texts texted texting txt reach reached contact contacts dial ring "
     "callback "
     "emergency number llamar llame llamen llamarme llamarle llamada llama marque marcar comunicarse "
     "contacto emergencia "
     "numero emerg msg message dispatch voicemail leave mensaje mensajes tawagan tumawag goi lien wac"},
    {cue::kId | cue::kPupil,
     "gtid calpads marss wiseid msis teds ssid sasid stuid studentid localid stateid matricula nysiis nyssis "
     "fleid tsds uic lasid peims permid "
     "student_id studentnumber student_number local_id sisid osis edid naep sourcedid pupilid usi leaid "
     "stunum roll"},
    {cue::kId,
     "id ids eid uid identificacion lambarka sid identifier identificador idnumber userid clavealumno"},
    {cue::kPupil,
     "aeries powerschool skyward synergy sis student students stu stud pupil pupils lunch cafeteria meal "
     "breakfast badge employee emp alumno lonche "
     "alumna "
     "alumnos "
     "estudiante estudiantes learner scholar child kid nino nina almuerzo comedor empleado gafete credencial "
     "library "
     "teacher staff perm permanent local athlete rider camper testing tester "
     "elev eleve aluno aluna alunos hocsinh ardayga ardayda ardayad ученик ученика ученицы учень учня "
     "учениці "
     "학생 学生 學生 생도 طالب الطالب طالبة estudyante mwanafunzi uczen uczennica"},
    {cue::kNumber,
     "number no num nbr nos numbers numero nro code codigo numeros номер номера 번호 नंबर رقم namba numer"},
    {cue::kNumber | cue::kReach, "nimewo"},
    {cue::kSocial, "social seguro"},
    {cue::kSsn, "ssn ssns ss itin socialsecurity socialsecuritynumber tin nss soc socsec ssnum"},
    {cue::kLast | cue::kFour, "last4 lastfour"},
    {cue::kLast, "last ultimos ultimas ending ends end termina terminan terminacion final"},
    {cue::kFour, "four 4 digits cuatro digitos"},
    {cue::kSecret,
     "pswd pswrd passwrd password passwords passwd pwd pw passphrase pass passcode contrasena contrasenas "
     "clave secret token "
     "apikey api_key "
     "sis_pass bearer secretkey accesstoken matkhau senha passw psswd pword"},
    {cue::kPin, "pin pins nip"},
    {cue::kCombination, "combo combos combination combinacion"},
    {cue::kLock,
     "door gate alarm access entry security lock padlock keypad wifi locker garage unlock puerta porton "
     "alarma candado "
     "casillero acceso lockbox safe router network"},
    {cue::kUser, "微信号 微信 账号 帳號 아이디 카톡 아이디는 logging"},
    {cue::kUser,
     "username usernames user login logins userid usr usuario usuaria nick nickname acct account cuenta "
     "screenname "
     "logon samaccountname uname owner committer oper operator loginid katok kakaotalk"},
    {cue::kPlatform,
     "snap snapchat insta instagram ig tiktok tik discord roblox gamertag psn xbox twitch handle twitter "
     "tumblr "
     "reddit wechat telegram youtube venmo cashapp zelle facebook fb messenger minecraft fortnite kik "
     "bereal vsco pinterest weibo kakao zalo gh github viber bluesky"},
    {cue::kCard, "card visa mastercard amex discover credit debit tarjeta cc creditcard cvv cvc"},
    {cue::kBank, "routing checking savings bank iban clabe aba banco deposit acctno bankaccount ach"},
    {cue::kCourt,
     "matter dkt cws casefile restraining protective court orden_judicial case cause docket expediente causa "
     "juzgado custody probate "
     "guardianship decree petition cps dfps dcfs "
     "dcf acs "
     "juvenile probation caso"},
    {cue::kReport,
     "cdcr folio police policia pd warrant citation officer deputy offense blotter sheriff denuncia carpeta "
     "investigacion arrest booking inmate cad"},
    {cue::kIncident, "report incident complaint reporte incidente referral intake"},
    {cue::kLicence,
     "dpi cdl coe cdib cib enr tribal tribe consular "
     "passport passports license licence licenses dl curp permit lic sbn dea comm commission notary learners "
     "pasaporte licencia "
     "ine "
     "ife elector certificate acta certificado registro cert dni cedula nie dui credential certification ein "
     "folios "
     "cartilla cui tsn npi teacherid hmis"},
    {cue::kHealth,
     "encounter uci kaiser cin bic rin mbi hicn ahcccs masshealth tenncare soonercare peachcare badgercare "
     "denticaid mainecare minnesotacare familycare kancare healthnet mississippican dynasaur alohacare "
     "amerigroup molina centene healthfirst caresource wellcare "
     "acct account accounts calfresh calworks ref reference npl medicaid medicare medi chip mrn mrns "
     "insurance insured insurer "
     "member subscriber policy policies claim "
     "patient "
     "chart aetna cigna bcbs humana tricare medical group plan poliza afiliacion "
     "afiliado imss issste derechohabiente asegurado wic ebt tanf"},
    {cue::kImmigration,
     "orr alien uscis anumber visa i94 sevis i20 i551 asylum immigration eoir greencard ead receipt daca "
     "ds2019 "
     "migratorio migratoria"},
    {cue::kPlate, "plate plates placa placas vin licenseplate"},
    {cue::kDevice,
     "serial imei meid udid mac chromebook laptop ipad tablet device hostname asset iphone computer macbook "
     "dispositivo serie hotspot"},
    {cue::kTracker,
     "idfa idfv gaid aaid adid gpsadid ifa rdid advertising advertiser advertisers advertisingid "
     "advertisingidentifier publicidad publicitario udid androidid "
     "gclid gbraid wbraid dclid fbclid msclkid ttclid twclid yclid igshid utma utmb utmz fbp fbc"},
    {cue::kAddress,
     "line1 line2 address1 address2 addr1 addr2 street1 street2 addressline1 addressline2 address addresses "
     "residence domicilio direccion addr street streetaddress homeaddress mailing "
     "residencia diachi "
     "endereco adresse cinwaanka tirahan home pickup dropoff service house apartment casa located"},
    {cue::kLives,
     "lives live lived living staying doubled sheltering moved moving resides reside residing stays staying "
     "vive vivo viven vivimos "
     "vivia resido "
     "nakatira degan dropped drop mora moro habita"},
    {cue::kNot | cue::kGoods,
     "part item items sku catalog order orders invoice po isbn issn doi patent model barcode upc tracking "
     "shipment lot batch "
     "stock article ticket tickets meeting zoom webinar pedido factura modelo pieza articulo lote"},
    {cue::kNot,
     "rfc room rm rooms page pages pg chapter ch chap unit units lesson lessons grade grades gr period per "
     "pd level "
     "lvl route rt bus table tbl figure fig section sec standard standards teks ccss ngss version ver model "
     "part item "
     "items sku catalog order orders invoice po isbn issn doi patent act bill volume vol issue question "
     "questions q "
     "problem problems exercise score scores scored points pts percent percentile year years quantity qty "
     "amount total "
     "count cost costs price budget line row column col step slide station building bldg floor track lane "
     "size weight "
     "height flight train channel ticket tickets form forms rx lot batch upc barcode article "
     "course courses "
     "crn section sections class classes activity version build release error port line lines psalm verse "
     "stanza "
     "hymn  semester quarter term bib heat event round game jersey team seat seats row shelf box "
     "copy copies "
     "edition revision draft task tasks bug pr commit tax vendor supplier product purchase tracking shipment "
     "fedex ups usps warranty extension ext salon aula pagina paginas capitulo leccion unidad grado ruta "
     "autobus camion "
     "figura tabla seccion version modelo pieza articulo pedido factura orden ley volumen pregunta problema "
     "ejercicio "
     "puntos puntaje calificacion porcentaje ano cantidad total costo precio linea fila columna paso "
     "edificio piso talla "
     "peso vuelo canal boleto formulario lote qolka phong kabinet sala inventory "
     "ceeb fips ncaa naics iso ansi astm meters miles feet minutes min hours temp temperature lexile dra "
     "campus population votes words characters bytes ms kb mb gb frame pixel px rgb hex meeting zoom webinar "
     "checkpoint epoch seed iteration revision stock parte prize lottery raffle sample trial specimen scene"},
    {cue::kNot | cue::kZip, "zip zipcode postal postalcode"},
    {cue::kRelative,
     "gma gpa gram gramps grams mimi mamaw papaw mum mams mom moms mother mommy mama mami mum dad dads "
     "father daddy papa papi parent parents guardian guardians "
     "grandma "
     "grandmother grandpa grandfather granny abuela abuelo abuelita abuelito aunt auntie uncle cousin "
     "stepdad stepmom "
     "stepfather stepmother madre padre tia tio tutor tutora hermano hermana brother sister wife husband "
     "esposo esposa "
     "nana halmoni lola lolo nanay tatay caseworker foster babysitter sitter neighbor godmother godfather "
     "madrina "
     "padrino vecina vecino hija hijo son daughter"},
};

class CueTable {
 public:
  CueTable() : slots_(kSlots) {
    for (const CueList& list : kLists) {
      for (size_t at = 0; at < list.words.size();) {
        const size_t end = std::min(list.words.find_first_of(" \n", at), list.words.size());
        if (end > at) Enter(FoldText(list.words.substr(at, end - at))) |= list.bits;
        at = end + 1;
      }
    }
  }

  CueBits Find(std::string_view folded) const {
    const uint64_t hash = HashOf(folded) | 1;
    for (size_t at = hash >> 20 & (kSlots - 1); slots_[at].hash != 0; at = (at + 1) & (kSlots - 1)) {
      if (slots_[at].hash == hash) return slots_[at].bits;
    }
    return 0;
  }

 private:
  static constexpr size_t kSlots = 4096;  // a power of two, about four times the words
  struct Slot {
    uint64_t hash = 0;  // 0: free
    CueBits bits = 0;
  };

  CueBits& Enter(std::string_view folded) {
    const uint64_t hash = HashOf(folded) | 1;
    size_t at = hash >> 20 & (kSlots - 1);
    while (slots_[at].hash != 0 && slots_[at].hash != hash) at = (at + 1) & (kSlots - 1);
    slots_[at].hash = hash;
    return slots_[at].bits;
  }

  std::vector<Slot> slots_;
};

const CueTable& Table() {
  static const auto* const kTable = new CueTable();
  return *kTable;
}

// "studentid", "homephone": two words of the table written as one.
CueBits BitsOfCompound(std::string_view folded) {
  static constexpr std::array<std::string_view, 22> kTails = {
      "id",   "no",      "num",  "number", "phone", "cell", "email", "ssn", "dob",      "date",   "birth",
      "name", "address", "addr", "pin",    "code",  "key",  "pwd",   "tel", "password", "street", "user"};
  if (folded.size() < 5 || folded.size() > 32) return 0;
  for (const std::string_view tail : kTails) {
    if (!folded.ends_with(tail)) continue;
    const CueBits head = Table().Find(folded.substr(0, folded.size() - tail.size()));
    if (head != 0) return head | Table().Find(tail);
  }
  return 0;
}

}  // namespace

CueBits CueBitsOfWord(std::string_view folded) {
  return folded.empty() || folded.size() > 32 ? 0 : Table().Find(folded);
}

CueBits CueBitsOfKey(std::string_view cased) {
  constexpr size_t kLongestKey = 128;
  if (cased.empty() || cased.size() > kLongestKey) return 0;
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<signed char>(c) < 0;
  };
  const auto bits_of = [](std::string_view word) {
    const CueBits one = CueBitsOfWord(word);
    return one != 0 ? one : BitsOfCompound(word);
  };
  const bool ascii =
      std::all_of(cased.begin(), cased.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
  char lower[kLongestKey];
  std::string other;
  std::string_view folded;
  if (ascii) {  // without allocating: every line with a comma comes here
    for (size_t at = 0; at < cased.size(); ++at) {
      const bool upper = cased[at] >= 'A' && cased[at] <= 'Z';
      lower[at] = static_cast<char>(upper ? cased[at] + 32 : cased[at]);
    }
    folded = {lower, cased.size()};
  } else {
    other = FoldText(cased);
    folded = other;
  }
  if (const CueBits whole = CueBitsOfWord(folded); whole != 0) return whole;
  CueBits bits = 0;
  bool pass = false;
  bool body = false;  // of a school, a course: its number is nobody's
  for (size_t begin = 0; begin < folded.size();) {
    if (!is_word(folded[begin])) {
      ++begin;
      continue;
    }
    size_t end = begin + 1;
    const auto inner_capital = [&] {
      return ascii && cased[end] >= 'A' && cased[end] <= 'Z' && cased[end - 1] >= 'a' &&
             cased[end - 1] <= 'z';
    };
    while (end < folded.size() && is_word(folded[end]) && !inner_capital()) ++end;
    const std::string_view word = folded.substr(begin, end - begin);
    if (word == "pass") {  // a hall's, or a result, unless an account's
      pass = true;
    } else {
      bits |= bits_of(word);
    }
    body |=
        word == "school" || word == "district" || word == "org" || word == "assignment" || word == "session";
    begin = end;
  }
  if (pass && (bits & (cue::kUser | cue::kLock | cue::kPlatform)) != 0) bits |= cue::kSecret;
  return body ? bits | cue::kNot : bits;
}

}  // namespace schoolgate::redaction
