#include "redaction/detect/text/lexicon_words.h"

namespace schoolgate::redaction {
namespace {

// Its size is taken from the array: counting so many characters is beyond what compilers do in a constant.
constexpr char kEnglishText[] =
#include "redaction/detect/words/english.inc"
    ;
constexpr std::string_view kEnglishWords(kEnglishText, sizeof(kEnglishText) - 1);
constexpr std::string_view kSpanishWords =
#include "redaction/detect/words/spanish.inc"
    ;
constexpr std::string_view kGivenNames =
#include "redaction/detect/words/given_names.inc"
    ;

// Words schools write that a general dictionary of that size lacks.
constexpr std::string_view kSchoolWords = R"(
algebra calculus trigonometry biology chemistry physics geometry kindergarten homework classwork email emails website
online internet app apps laptop chromebook login logins username usernames signup wifi okay ok pls plz thx lol omg btw
fyi asap idk gonna wanna gotta cuz bc ur u im dont doesnt didnt wont cant isnt arent wasnt ive ill id hes shes theyre
thats whats lets rubric rubrics syllabus portfolio iep ieps bip fba mtss rti ell esl sped daep staar teks sat act psat
ap ib gpa gt ot pt slp ptsd adhd odd ocd dyslexia autism asthma anemia prom homecoming varsity yearbook lunchroom
restroom hallway cafeteria gradebook makeup midterm midterms phonics decodable gov govt mon tue tues wed thu thur thurs
fri sat sun am pm hs ms isd usd grader graders preschool dear hi hello hey thanks sincerely regards cc bcc re fwd subject
sent from to attn ref p pg ch vs etc rm gr hr min max avg approx dept bldg misc tbd tba todo faq pdf html json csv xml
sql google docs zoom canvas microsoft iphone ipad youtube tiktok instagram facebook twitter snapchat amazon netflix android
windows excel powerpoint kahoot quizlet desmos edgenuity parentsquare seesaw clever schoology blackboard moodle
python java javascript var const def true false null none undefined
)";

constexpr std::string_view kFunctionWords = R"(
im ive dont doesnt didnt wont cant isnt arent wasnt hes shes theyre thats whats lets youre
the a an and or but nor so yet if then than that this these those there here he she it we they you i me him her us them
my your his its our their mine yours hers ours theirs who whom whose which what when where why how not no yes of in on at
by for with about against between into through during before after above below to from up down out off over under again
further once all any both each few more most other some such only own same too very can will just should now is are was
were be been being have has had having do does did doing would could might must shall am as because until while
el la los las un una unos unas y o u e ni que de del al a en por para con sin sobre entre hasta desde es son era fue ser
estar esta este esto ese esa eso su sus mi mis tu tus nos le les lo se me te si no ya muy mas pero como cuando donde quien
)";

constexpr std::string_view kTitles = R"(
mr mrs ms miss mx dr prof professor doc doctor rev fr sr sra srta senor senora senorita dra profe profesor profesora
maestro maestra don dona coach officer principal nurse deputy detective sgt lt capt hon mister missus missis maam
instructor counselor teacher thay tita tito nanay lola bac monsieur madame madan mme mlle mwalimu professora doutor
)";

constexpr std::string_view kRelations = R"(
mom moms mother mothers mommy mama mami mum dad dads father fathers daddy papa papi parent parents guardian guardians
son sons daughter daughters brother brothers sister sisters sibling siblings sibs grandma grandmother grandpa
grandfather granny abuela abuelo abuelita abuelito aunt auntie uncle cousin cousins niece nephew stepdad stepmom stepfather
stepmother stepbrother stepsister madre padre hijo hija hijos hermano hermana hermanito hermanita tio tia primo prima
esposo esposa tutor husband wife boyfriend girlfriend bf gf bro sis classmate partner friend bestie nana halmoni halmeoni
kuya ate
)";

constexpr std::string_view kCalendarWords = R"(
january february march april may june july august september october november december jan feb mar apr jun jul aug sep
sept oct nov dec monday tuesday wednesday thursday friday saturday sunday enero febrero marzo abril mayo junio julio agosto
septiembre setiembre octubre noviembre diciembre lunes martes miercoles jueves viernes sabado domingo
)";

constexpr std::string_view kStreetTypes = R"(
street st avenue ave av boulevard blvd road rd lane ln drive dr court ct circle cir place pl terrace ter trail trl
parkway pkwy highway hwy freeway fwy way square sq loop alley aly plaza plz crossing xing cove cv ridge rdg run path bend
bnd point pt heights hts turnpike tpke expressway expy row pass pike view vw
)";

constexpr std::string_view kStreetLeads =
    "calle avenida avda calzada calz carretera carr callejon cjon privada priv boulevard blvd bulevar paseo "
    "camino cerrada "
    "cda circuito diagonal prolongacion prol retorno andador autopista manzana mz mza apartado apdo pob box";
constexpr std::string_view kUnits =
    "apt apartment unit suite ste bldg lot rm trlr spc fl floor depto departamento int num no";

constexpr std::string_view kStates = R"(
al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd
tn tx ut vt va wa wv wi wy dc pr alabama alaska arizona arkansas california colorado connecticut delaware florida georgia
hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi
missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington
wisconsin wyoming
)";

constexpr std::string_view kPlaces = R"(
school elementary middle high academy university college institute district isd county city state library museum museo
hospital clinic church park river lake mountain mount stadium auditorium gym theater theatre hall center centre building
campus bridge island bay beach creek valley street avenue station airport company corp inc llc foundation association
society club team league press publishing escuela primaria secundaria preparatoria universidad colegio instituto hospital
iglesia parque rio lago ciudad condado wildcats eagles cowboys army navy war battle act amendment treaty constitution
declaration proclamation massacre revolution compromise doctrine purchase expedition theorem law laws award prize
memorial monument elem jr sr junior prep hs ms liceo lycee ecole escola lekol
)";

constexpr std::string_view kParticles =
    "de del de la las los da das do dos di du le van von der den ten ter el al bin binti ibn ben abu y e san "
    "santa st mac mc";

// Verbs that a person is the subject of; after a capitalised word they say it is a name.
constexpr std::string_view kNameVerbs = R"(
is was has had will can cant said says told asked asks did does doesnt didnt got gets needs wants went goes came comes
took takes made makes missed misses wrote writes read reads scored scores earned earns struggled struggles showed shows
seems seemed feels felt lives lived likes liked loves loved plays played works worked refused left arrived started keeps
kept called calls thinks thought knows knew turned turns participates participated completed completes demonstrates
continues reported disclosed stated denied gave gives received receives signed sent sends helped helps tried tries
may might should would could isnt wasnt wont hasnt hit pushed uses used es esta estuvo fue tiene tenia va viene dijo dice
necesita quiere puede hizo hace llego falto saco le se nacio vive estudia juega habla lee escribe
)";

constexpr std::string_view kSuffixes = "jr sr ii iii iv junior";

constexpr std::string_view kPublicTitles = R"(
president presidente king queen emperor empress saint pope general senator governor justice czar tsar prince princess
duke sir lord lady captain colonel chief poet author artist composer explorer philosopher inventor physicist chemist
mathematician scientist novelist playwright pharaoh conqueror chancellor reina rey emperador papa santo
)";

}  // namespace

std::span<const WordList> WordLists() {
  using namespace word;  // NOLINT(google-build-using-namespace): a table of its constants
  static constexpr WordList kLists[] = {
      {kEnglish, kEnglishWords},
      {kEnglish, kSchoolWords},
      {kSpanish, kSpanishWords},
      {kFunction, kFunctionWords},
      {kGiven, kGivenNames},
      {kTitle, kTitles},
      {kRelation, kRelations},
      {kCalendar, kCalendarWords},
      {kStreetType, kStreetTypes},
      {kStreetLead, kStreetLeads},
      {kUnit, kUnits},
      {kState, kStates},
      {kPlace, kPlaces},
      {kParticle, kParticles},
      {kNameVerb, kNameVerbs},
      {kSuffix, kSuffixes},
      {kPublicTitle, kPublicTitles},
      {kScheme, "http https www ftp"},
      {kCueBirth,
       "dob born birth birthdate birthday bday birthdate dateofbirth nacimiento nacio nacido nacida nac fdn "
       "fechanacimiento "
       "sinh dhashay naissance nascimento nascido nascida ipinanganak cumpleanos birthdays dobs"},
      {kCuePhone,
       "phone phones tel telephone cell cellphone mobile call text fax ph telefono celular cel tlf whatsapp "
       "llamar llame "
       "llamen marque sms emergency numero number movil phonenumber telefon telephonenumber"},
      {kCueId,
       "id ids ssid sasid eid uid stuid studentid localid stateid matricula identificacion nysiis nyssis "
       "fleid tsds uic "
       "lasid peims student_id lunch expediente roll lambarka pupil sid studentnumber student_number "
       "identifier sourcedid "
       "local_id"},
      {kCueSsn, "ssn ss social seguro itin ssns last4 socialsecurity tin"},
      {kCueSecret,
       "pswd pswrd passwrd password passwords passwd pwd passcode pin pins contrasena clave secret token "
       "apikey pass sis_pass "
       "passphrase "
       "bearer secretkey accesstoken api_key api pw nip combo combination combinacion senha matkhau passw "
       "psswd pword "
       "code codes codigo contrasenas combos key psk"},
      {kCueName,
       "name names student students nombre alumno alumna estudiante rider teacher witness patient named "
       "llamado llamada "
       "llama athlete member fullname studentname nino nina apellido apellidos tagged author hocsinh"},
      {kCueUser,
       "username user login snap snapchat insta instagram tiktok handle discord usuario acct account "
       "usernames ig tik roblox gamertag psn xbox twitch twitter reddit wechat telegram kik minecraft "
       "fortnite finsta "
       "venmo cashapp kakao zalo logins userid usr usuaria screenname uname owner operator oper gh github "
       "bereal facebook fb"},
      {kCueCard, "card visa mastercard amex discover credit debit tarjeta cc"},
      {kCueGovernment,
       "passport license licence dl driver drivers medicaid curp alien visa i94 pasaporte licencia rfc "
       "permit learner "
       "medicare docket"},
      {kCueAddress,
       "address addresses lives live lived moved residence home direccion domicilio vive vivo reside "
       "residing addr"},
      {kCueBirth,
       "出生日期 出生 生日 出生年月日 生年月日 誕生日 생년월일 생일 출생 ميلاد الميلاد تولد پیدائش जन्मतिथि "
       "जन्म ਜਨਮ народження рождения народився "
       "народилась народилася родился родилась дн ngaysinh geboren ddn kuzaliwa አዳዊ ልደት"},
      {kCuePhone,
       "电话 電話 手机 手機 电话号码 電話番号 連絡先 联系电话 전화 전화번호 전화는 연락처 번호는 휴대폰 "
       "핸드폰 هاتف الهاتف جوال رقمه رقمها ورقمه ورقمها تلفن شماره "
       "موبایل فون फ़ोन फोन मोबाइल नंबर ਫ਼ੋਨ ਫੋਨ ਨੰਬਰ телефон тел моб номер ስልክ simu nimewo telefòn telefone "
       "telephone dienthoai sdt taleefanka "
       "lambarka xovtooj"},
      {kCueId,
       "学号 學號 学籍号 学生证号 학번 학생번호 رقم الرقم کد शालाक्रमांक रोल अनुक्रमांक maso mahocsinh matrikil"},
      {kCueAddress,
       "地址 住址 家庭住址 住所 주소 주소는 عنوان العنوان نشانی آدرس پتہ पता ਪਤਾ адреса адрес አድራሻ diachi "
       "cinwaanka cinwaan adres endereco adresse anwani"},
      {kCueUser,
       "微信号 微信號 微信 用户名 用戶名 账号 帳號 아이디 아이디는 카톡 카카오톡 ユーザー名 логин логін "
       "kakaotalk kakao wechat weixin zalo"},
      {kCueSecret, "密码 密碼 パスワード 비밀번호 비번 пароль पासवर्ड matkhau senha motdepasse"},
      {kCueGiven, "first given firstname givenname preferred nickname forename primer"},
      {kCueFamily, "last family lastname familyname surname apellido apellidos"},
  };
  return kLists;
}

std::string_view MostlyNames() {
  return R"(
bob jack jim jimmy joe tom tim ted ned nick dick harry larry jerry jenny barry terry tony tommy bobby billy willy
mike dave pete jake luke josh matt seth carol martin louis benny sally nelly molly polly lucy nancy peggy betty kitty
jake chad clint craig dexter dwight earl gary glen greg hank hector keith kelvin kirk lance leo luther marcus mick
murray nelson oscar percy phil ralph rex roger ross sherry stew sydney victor vincent walt warren
)";
}

}  // namespace schoolgate::redaction
