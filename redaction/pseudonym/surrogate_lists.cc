#include "redaction/pseudonym/surrogate_lists.h"

#include <array>

namespace schoolgate::redaction {
namespace {

using Names = std::vector<std::string_view>;

struct Lists {
  Names neutral, feminine, masculine, family;
};

// Names apart by a comma or a line end, with blanks around them.
Names Split(std::string_view text) {
  Names names;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of(",\n"), text.size());
    std::string_view name = text.substr(0, end);
    text.remove_prefix(end == text.size() ? end : end + 1);
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    if (!name.empty()) names.push_back(name);
  }
  return names;
}

const std::array<Lists, 5>& AllLists() {
  static const auto& lists = *new std::array<Lists, 5>{
      // NameLanguage::kEnglish
      Lists{
          Split("Alexis,Avery,Bailey,Casey,Dakota,Devon,Emerson,Hadley,Harley,Hayden,Jamie,Jessie,Jordan,"
                "Kendall,Lennon,Marley,Peyton,Quinn,Reese,Riley,Rowan,Shiloh,Skyler,Sydney,Tatum,Tracy"),
          Split(
              "Abigail,Adelaide,Agnes,Alyssa,Amelia,Annabelle,Arianna,Audrey,Beatrice,Bethany,Brianna,"
              "Bridget,Caitlin,Camille,Cassandra,Cecilia,Charlotte,Claire,Clara,Colleen,Courtney,Cynthia,"
              "Daphne,Deborah,Delilah,Eleanor,Elise,Eloise,Erin,Esther,Eveline,Fiona,Gabrielle,Genevieve,"
              "Gillian,Gwendolyn,Hannah,Harriet,Heidi,Helena,Henrietta,Imogen,Ingrid,Isabelle,Jacqueline,"
              "Janelle,Jenna,Jillian,Joanna,Josephine,Julianne,Kaitlyn,Katherine,Kelsey,Kendra,Kirsten,"
              "Lauren,Leah,Leona,Lillian,Lorraine,Louisa,Lydia,Mabel,Mackenzie,Madeline,Maisie,Margaret,"
              "Marianne,Marissa,Matilda,Maureen,Melanie,Meredith,Mildred,Miriam,Monica,Nadine,Naomi,Natalie,"
              "Nicole,Noelle,Odette,Olivia,Ophelia,Patricia,Paula,Penelope,Philippa,Priscilla,Rachel,Rebecca,"
              "Rosalind,Roxanne,Sabrina,Samantha,Selena,Shannon,Sheila,Sophia,Stephanie,Susannah,Sylvia,"
              "Tabitha,Tamara,Teresa,Theodora,Tiffany,Vanessa,Veronica,Vivian,Whitney,Winifred,Yvonne,Zoe"),
          Split(
              "Aaron,Adrian,Alistair,Andrew,Anthony,Barnaby,Benjamin,Bernard,Bradley,Brendan,Bryce,Byron,"
              "Caleb,Callum,Calvin,Cedric,Christopher,Clifford,Colin,Connor,Conrad,Curtis,Cyrus,Damian,"
              "Daniel,Darius,Declan,Dennis,Derek,Desmond,Dominic,Donovan,Douglas,Duncan,Dustin,Dylan,Edgar,"
              "Edmund,Edwin,Elijah,Elliot,Emmett,Eric,Ethan,Eugene,Everett,Ezra,Felix,Fergus,Finley,"
              "Francis,Franklin,Frederick,Gareth,Gavin,Geoffrey,Gerald,Gideon,Gilbert,Gordon,Graham,Gregory,"
              "Harold,Harrison,Harvey,Herbert,Howard,Hugh,Ian,Isaac,Jacob,Jasper,Jeffrey,Jeremy,Joel,"
              "Jonah,Jonathan,Joshua,Julian,Justin,Keith,Kenneth,Kevin,Kieran,Kurt,Lawrence,Leonard,Leopold,"
              "Lionel,Lloyd,Logan,Lucas,Luther,Magnus,Malcolm,Marcus,Matthew,Maurice,Maxwell,Mitchell,Nathan,"
              "Neil,Nicholas,Nigel,Noah,Oliver,Oscar,Owen,Patrick,Percival,Philip,Preston,Quentin,"
              "Raymond,Reginald,Reuben,Rodney,Roland,Ronald,Rory,Rupert,Russell,Samuel,Sebastian,Seth,Simon,"
              "Spencer,Stanley,Stefan,Stuart,Terrence,Theodore,Timothy,Tobias,Travis,Tristan,Tyler,Victor,"
              "Vincent,Wallace,Walter,Wesley,Wilfred,William,Xavier,Zachary"),
          Split(
              "Abernathy,Aldridge,Ashworth,Atwood,Bancroft,Bannister,Barlow,Beaumont,Beckett,Blackwell,"
              "Bradshaw,Braithwaite,Briggs,Brockman,Burkhart,Calloway,Carmichael,Chadwick,Colburn,"
              "Collingwood,Compton,Cranston,Crawford,Dalton,Danforth,Davenport,Dawkins,Delaney,Denholm,"
              "Dillard,Donnelly,Drummond,Dunlap,Eastman,Ellsworth,Fairbanks,Fairchild,Fenwick,Gallagher,"
              "Gibbons,Goddard,Goodwin,Greenwood,Griffith,Haggerty,Halvorsen,Hammond,Hargrove,"
              "Hartley,Hathaway,Henderson,Holbrook,Holloway,Ingram,Jennings,Kavanagh,"
              "Keating,Kendrick,Kimball,Kirkland,Langley,Lathrop,Leighton,Lockwood,Maddox,"
              "Mayfield,McAllister,McBride,McGowan,McKenna,Merriweather,Middleton,Montgomery,Moorehead,"
              "Mulligan,Norwood,Oakley,Oldham,Osgood,Pemberton,Pendleton,Penrose,Pickering,Prescott,Quigley,"
              "Radcliffe,Ramsey,Rawlings,Redmond,Ridgeway,Rutherford,Sanderson,Satterfield,Sedgwick,Shelby,"
              "Sinclair,Stafford,Standish,Stratton,Sutherland,Swanson,Talbot,Templeton,"
              "Thornton,Thurston,Tillman,Underwood,Vandermeer,Wainwright,Wakefield,Weatherby,Webster,"
              "Wentworth,Westbrook,Wetherell,Whitaker,Whitfield,Wickham,Winslow,Winthrop,Woodard,Wyndham,"
              "Yarborough")},
      // kSpanish
      Lists{
          Split("Guadalupe,Trinidad,Yael,Ariel,Alexis,Andy,Dominique,Isa,Noam,Rene,Cameron,Darian"),
          Split("Adriana,Alejandra,Alicia,Amalia,Araceli,Beatriz,Camila,Carmela,Carolina,Catalina,Cecilia,"
                "Daniela,Elena,Elisa,Emilia,Estela,Eugenia,Fabiola,Fernanda,Florencia,Gabriela,Graciela,"
                "Griselda,Imelda,Isabela,Jimena,Josefina,Juliana,Karina,Laura,Leticia,Liliana,Lorena,Lourdes,"
                "Lucinda,Luisa,Magdalena,Marcela,Mariana,Marisol,Matilde,Miranda,Nadia,Natalia,"
                "Olga,Patricia,Paulina,Ramona,Renata,Rosalia,Roxana,Sandra,Selene,Silvia,Sofia,Susana,Teresa,"
                "Valentina,Valeria,Veronica,Viviana,Ximena,Yolanda,Zulema"),
          Split("Abelardo,Adolfo,Agustin,Alberto,Alejandro,Alfonso,Alfredo,Alonso,Alvaro,Andres,Anselmo,"
                "Antonio,"
                "Armando,Arturo,Bernardo,Carlos,Claudio,Cristobal,Damian,Diego,Eduardo,Efrain,Emiliano,"
                "Emilio,Enrique,Ernesto,Esteban,Eugenio,Ezequiel,Fabian,Federico,Felipe,Fermin,Fernando,"
                "Francisco,Gabriel,Genaro,Gerardo,Gilberto,Gonzalo,Gregorio,Guillermo,Gustavo,Hernan,Horacio,"
                "Humberto,Ignacio,Isidro,Ismael,Jaime,Javier,Joaquin,Jorge,Leandro,Leonardo,Leonel,Lorenzo,"
                "Luciano,Manuel,Marcelo,Mariano,Mateo,Mauricio,Maximiliano,Nestor,Nicolas,Octavio,Orlando,"
                "Osvaldo,Pablo,Patricio,Rafael,Ramiro,Raul,Reynaldo,Ricardo,Roberto,Rodolfo,Rodrigo,Rogelio,"
                "Rolando,Ruben,Santiago,Saul,Sergio,Tomas,Ulises,Vicente,Wilfredo"),
          Split("Acevedo,Acosta,Aguilar,Aguirre,Alarcon,Alvarado,Amaya,Anaya,Araujo,Arellano,Armenta,"
                "Arriaga,Avalos,Avila,Ayala,Balderas,Barragan,Barrientos,Beltran,Benavides,Bermudez,"
                "Bustamante,Cabrera,Calderon,Camacho,Cantu,Cardenas,Carranza,Carrillo,Castaneda,"
                "Castellanos,Cavazos,Ceballos,Chavarria,Cisneros,Colunga,Contreras,Cordova,Cortez,"
                "Covarrubias,Duarte,Echeverria,Elizondo,Enriquez,Escalante,Escobar,Escobedo,"
                "Esparza,Espinoza,Fajardo,Figueroa,Galindo,Galvan,Gamboa,Garza,Gastelum,"
                "Guajardo,Guevara,Gurrola,Hinojosa,Ibarra,Jaramillo,Juarez,Ledezma,"
                "Leyva,Lizarraga,Longoria,Lozano,Luevano,Macias,Madrigal,Maldonado,"
                "Mancilla,Marroquin,Mascarenas,Medrano,Mejia,Melendez,Mendoza,Meza,Mireles,"
                "Monroy,Montalvo,Montoya,Murillo,Najera,Navarrete,Nevarez,Ochoa,"
                "Olvera,Ontiveros,Orozco,Ortega,Pacheco,Pedraza,Peralta,Pineda,"
                "Preciado,Quezada,Quintanilla,Quintero,Rangel,Renteria,Resendez,Reynoso,Rocha,Romero,"
                "Saavedra,Salazar,Salcedo,Saldana,Samaniego,Sandoval,Santillan,Sepulveda,"
                "Solis,Soria,Sotelo,Suarez,Tafoya,Tamayo,Tellez,Terrazas,Tijerina,Tovar,Trujillo,"
                "Ugalde,Urbina,Uribe,Valadez,Valdez,Valenzuela,Vallejo,Varela,Vargas,Vasquez,Velasco,Velez,"
                "Villalobos,Villanueva,Villarreal,Yanez,Zamora,Zapata,Zaragoza,Zavala,Zepeda,Zuniga")},
      // kVietnamese
      Lists{
          Split("Minh Anh,Thanh An,Khanh An,Ngoc Minh,Hai Minh,Minh Thanh,Bao Anh,Ngoc Khanh,Thien Minh,"
                "Khanh Minh,Nhat Anh,Hoang Anh"),
          Split(
              "Anh Thu,Bich Ngoc,Cam Tu,Diem My,Diep Anh,Gia Han,Ha My,Hai Yen,Hong Nhung,Hong Van,"
              "Huong Giang,Khanh Linh,Kim Ngan,Lan Anh,Linh Chi,Mai Phuong,Minh Chau,Minh Thu,My Duyen,"
              "My Linh,Ngoc Anh,Ngoc Bich,Ngoc Diep,Nhu Quynh,Phuong Linh,Phuong Thao,Quynh Anh,Quynh Nhu,"
              "Thanh Hang,Thanh Truc,Thanh Van,Thao Nguyen,Thu Hien,Thu Trang,Thuy Duong,Thuy Linh,Tuong Vi,"
              "Tuyet Mai,Van Khanh,Xuan Mai,Yen Nhi"),
          Split("Anh Tuan,Bao Long,Cong Vinh,Dinh Phuc,Duc Huy,Duc Thang,Gia Bao,Gia Huy,Hai Dang,Hoang Long,"
                "Hoang Nam,Huu Phuoc,Huy Hoang,Khac Viet,Manh Cuong,Manh Hung,Minh Duc,Minh Hieu,Minh Khoi,"
                "Minh Quan,Minh Tri,Ngoc Lam,Nhat Minh,Phuc Thinh,Quang Dung,Quang Huy,Quoc Bao,Quoc Khanh,"
                "Quoc Viet,Tan Phat,Thanh Dat,Thanh Tung,Thien An,Tien Dat,Trung Kien,Tuan Kiet,Van Hau,"
                "Viet Hoang,Xuan Truong"),
          Split("Tran,Pham,Huynh,Hoang,Phan,Dang,Duong,Dinh,Truong,Doan,Trinh,Luong,Quach,Thach,Vuong,"
                "Trieu,Khuong")},
      // kChinese
      Lists{Split("子安,文安,家安,思安,明安,佳安,宇安,以安,予安,沐安"),
            Split("思怡,欣怡,雨涵,佳怡,雅文,嘉欣,可欣,心怡,佳玲,雅婷,依婷,思雅,安琪,佩珊,佩玲,淑芬,淑娟,淑惠,"
                  "美惠,"
                  "美君,美珍,怡君,怡如,怡文,怡安,雅君,雅如,雅芬,思妤,雨桐,雨欣"),
            Split("志明,志豪,家豪,家明,俊宏,俊豪,建宏,建志,建明,文豪,文彬,明哲,宗翰,冠宇,冠廷,柏宇,柏翰,承翰,"
                  "宇翔,"
                  "子豪,浩然,浩宇,立群,立文,育成,信宏,信安,哲宇,哲安,世昌,世豪,志安,志文,志勇"),
            Split("王,李,周,徐,胡,朱,林,何,郭,梁,宋,唐,董,于,程,曹,袁,潘,杜,蔡,余,魏,薛,丁,沈,姜,范,江,傅,石,"
                  "姚,侯,"
                  "孟,邵,史,毛,尹,施,洪")},
      // kArabic
      Lists{Split("عصمت,نهاد"),
            Split("مريم,زينب,خديجة,عائشة,سلمى,سعاد,رانيا,دينا,سميرة,نادية,رقية,حليمة,سارة,هاجر,رحاب,لمياء,"
                  "نجلاء,شيماء,ميساء,غادة,رنا,لبنى,هند,سهام,منال,نسرين,بثينة,سوسن,صفية,عفاف"),
            Split("أحمد,محمود,مصطفى,يوسف,إبراهيم,إسماعيل,خليل,حسين,حسن,عمر,عثمان,طارق,زياد,سامي,رامي,وليد,"
                  "نبيل,عادل,سليم,هشام,بلال,أيمن,أنس,حمزة,ياسر,رشيد,فيصل,مروان"),
            Split("المصري,الحلبي,البغدادي,الدمشقي,النجار,الحداد,الخطيب,العطار,الصباغ,الشامي,الموصلي,التميمي,"
                  "الهاشمي,الأنصاري,العبيدي,الجبوري,الدليمي,الزبيدي,الحسيني,الموسوي,الراوي,العاني,السامرائي,"
                  "النعيمي,الشمري,العتيبي,القحطاني,الغامدي,الزهراني,الحربي,الدوسري,المطيري")},
  };
  return lists;
}

}  // namespace

const Names& SurrogateGivenNames(NameLanguage language, NameGender gender) {
  const Lists& lists = AllLists()[static_cast<size_t>(language)];
  switch (gender) {
    case NameGender::kFeminine:
      return lists.feminine;
    case NameGender::kMasculine:
      return lists.masculine;
    case NameGender::kUnknown:
      return lists.neutral;
  }
  return lists.neutral;
}

const Names& SurrogateFamilyNames(NameLanguage language) {
  return AllLists()[static_cast<size_t>(language)].family;
}

}  // namespace schoolgate::redaction
