#include "gateway/demo/district_names.h"

namespace schoolgate::gateway {
namespace {

using sv = std::string_view;

// clang-format off
constexpr sv kEnglishFemale[] = {
    "Grace", "May", "Rose", "Hope", "Faith", "Joy", "Summer", "Autumn", "Dawn", "Ivy", "Violet", "Ruby", "Pearl", "Daisy",
    "Olivia", "Emma", "Charlotte", "Amelia", "Sophie", "Harper", "Abigail", "Ella", "Madison", "Chloe", "Hannah", "Zoë",
    "Lucy", "Paige", "Brooke", "Sierra", "Skye", "Eleanor", "Nora", "Hazel", "Lillian", "Addison", "Aubrey", "Natalie",
    "Leah", "Audrey", "Claire", "Anna", "Caroline", "Kennedy", "Sadie", "Penelope", "Melody", "Haley", "Kate", "Mary-Kate"};
constexpr sv kEnglishMale[] = {
    "Will", "Hunter", "Chase", "Mark", "Bill", "Drew", "Grant", "Miles", "Rich", "Art", "Cash", "Reed", "Wade", "Rusty",
    "Noah", "Oliver", "James", "Henry", "Jack", "Owen", "Wyatt", "Caleb", "Ryan", "Nathan", "Isaac", "Luke", "Carter",
    "Mason", "Logan", "Ethan", "Jacob", "Benjamin", "Samuel", "Connor", "Dylan", "Evan", "Gavin", "Cole", "Tucker", "Austin",
    "Parker", "Sean", "Patrick", "Brody", "Colton", "Levi", "Eli", "Max", "Theo", "J.T."};
constexpr sv kEnglishFamily[] = {
    "White", "Price", "Brown", "Green", "Black", "King", "Young", "Baker", "Cook", "Hill", "Woods", "Field", "Bell", "Day",
    "Long", "Short", "Banks", "Rivers", "Stone", "Waters", "Fox", "Wolf", "English", "Love", "Rich", "Case", "Page",
    "Smith", "Johnson", "Miller", "Anderson", "Taylor", "Thompson", "Clark", "Lewis", "Walker", "Hall", "Allen", "Wright",
    "Scott", "Adams", "Nelson", "Campbell", "Mitchell", "Roberts", "Turner", "Phillips", "Evans", "Collins", "Murphy",
    "O'Brien", "O'Connor", "McDonald", "MacLeod", "Schmidt", "Kowalski", "Van Dyke", "DiMarco", "Larsen", "Hansen", "Olson",
    "Fischer", "Schultz", "Meyer", "Hoffman", "Romano", "St. Clair", "Sullivan", "Gallagher", "Barnes-Cole"};

constexpr sv kSpanishFemale[] = {
    "Sofía", "Valentina", "Camila", "Ximena", "Guadalupe", "Esperanza", "Mariana", "Daniela", "Alejandra", "Lucía",
    "María José", "Fernanda", "Paola", "Jimena", "Itzel", "Dolores", "Luz", "Mercedes", "Araceli", "Yesenia", "Marisol",
    "Rosa", "Carmen", "Natalia", "Renata", "Paz", "Soledad", "Ana", "Isabel", "Beatriz"};
constexpr sv kSpanishMale[] = {
    "Santiago", "Mateo", "Sebastián", "Diego", "José", "Juan Carlos", "Luis", "Ángel", "Jesús", "Emiliano", "Leonardo",
    "Iker", "Rodrigo", "Andrés", "Javier", "Francisco", "Miguel", "Alejandro", "Eduardo", "Ricardo", "Óscar", "Ramón",
    "César", "Salvador", "Joaquín", "Adán", "Israel", "Tomás", "Raúl", "Víctor"};
constexpr sv kSpanishFamily[] = {
    "García", "Hernández", "López", "Martínez", "González", "Rodríguez", "Pérez", "Sánchez", "Ramírez", "Flores", "Torres",
    "Rivera", "Gómez", "Díaz", "Cruz", "Morales", "Ortiz", "Gutiérrez", "Chávez", "Ramos", "Ruiz", "Mendoza", "Castillo",
    "Jiménez", "Vargas", "Romero", "Herrera", "Medina", "Aguilar", "Peña", "Núñez", "Delgado", "Ríos", "Campos", "Salas",
    "Luna", "Mora", "Paz", "Leal", "de la Cruz", "De León", "del Valle", "de la Torre", "de los Santos", "Montes de Oca"};

constexpr sv kVietnameseFemale[] = {"Linh", "Mai", "Lan", "Thao", "Huong", "Ngoc", "Trang", "Thu", "Kim", "Anh", "Bich",
    "Phuong", "Quynh", "Vy", "My", "Hoa"};
constexpr sv kVietnameseMale[] = {"Minh", "Duc", "Huy", "Tuan", "Khoa", "Bao", "Long", "Nam", "Quang", "Phuc", "Dung",
    "Hai", "Son", "Thanh", "Vinh", "An"};
constexpr sv kVietnameseFamily[] = {"Nguyen", "Tran", "Le", "Pham", "Huynh", "Hoang", "Phan", "Vu", "Vo", "Dang", "Bui",
    "Do", "Ho", "Ngo", "Duong", "Ly"};

constexpr sv kChineseFemale[] = {"Mei", "Xiu", "Yan", "Li Na", "Jing", "Yu", "Xin", "Hui", "Fang", "Ying", "Lian", "Rui",
    "Zhen", "Wei"};
constexpr sv kChineseMale[] = {"Wei", "Jun", "Hao", "Ming", "Lei", "Jian", "Bo", "Chen", "Yi", "Tao", "Qiang", "Feng", "Hong",
    "Kai"};
constexpr sv kChineseFamily[] = {"Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Huang", "Zhao", "Wu", "Zhou", "Xu", "Sun",
    "Ma", "Zhu", "He", "Lin", "Luo", "Chang", "Wong", "Lau"};

constexpr sv kArabicFemale[] = {"Fatima", "Aisha", "Layla", "Noor", "Mariam", "Zainab", "Salma", "Yasmin", "Huda", "Amal",
    "Rania", "Dina", "Sara", "Hanan", "Iman", "Khadija"};
constexpr sv kArabicMale[] = {"Mohammed", "Ahmed", "Omar", "Ali", "Yusuf", "Hassan", "Khalid", "Ibrahim", "Karim", "Tariq",
    "Bilal", "Mustafa", "Abdul-Rahman", "Sami", "Faisal", "Zaid"};
constexpr sv kArabicFamily[] = {"Al-Sayed", "Haddad", "Khoury", "Mansour", "Nasser", "Saleh", "Hamdan", "El-Amin", "Farah",
    "Abdallah", "Rahman", "Aziz", "Qureshi", "Siddiqui", "bin Saleem", "Abu Bakr", "Said", "Issa"};

constexpr sv kSomaliFemale[] = {"Hodan", "Ifrah", "Sahra", "Hibo", "Ayaan", "Nasra", "Fadumo", "Ubah", "Idil", "Sagal", "Asli",
    "Deqa", "Ladan", "Amina"};
constexpr sv kSomaliMale[] = {"Abdi", "Abdirahman", "Liban", "Guled", "Mahad", "Warsame", "Ismail", "Jama", "Yonis", "Nuur",
    "Sharif", "Hamza", "Zakariya", "Ayub"};
constexpr sv kSomaliFamily[] = {"Warsame", "Abdullahi", "Hersi", "Jama", "Farah", "Nur", "Osman", "Mohamud", "Hussein", "Egal",
    "Dirie", "Adan", "Roble", "Gedi", "Sheikh", "Isse"};

constexpr sv kHmongFemale[] = {"Mai", "Pa Houa", "Kia", "Yer", "Bao", "Chue", "Xee", "Nkauj", "Pa Nhia", "Gao", "Mee", "Sheng"};
constexpr sv kHmongMale[] = {"Tou", "Fue", "Kong", "Chong", "Pao", "Xeng", "Neng", "Toua", "Leng", "Cheng", "Tou Lee", "Yia"};
constexpr sv kHmongFamily[] = {"Vang", "Xiong", "Yang", "Thao", "Lor", "Moua", "Her", "Vue", "Lee", "Cha", "Kue", "Hang", "Khang",
    "Lo"};

constexpr sv kPortugueseFemale[] = {"Beatriz", "Larissa", "Gabriela", "Inês", "Letícia", "Rafaela", "Conceição", "Júlia",
    "Manuela", "Vitória", "Thaís", "Catarina"};
constexpr sv kPortugueseMale[] = {"João", "Thiago", "Caio", "Gonçalo", "Vinícius", "Otávio", "Rui", "Tiago", "Duarte", "Paulo",
    "Bruno", "Davi"};
constexpr sv kPortugueseFamily[] = {"Silva", "Santos", "Oliveira", "Souza", "Pereira", "Costa", "Ferreira", "Almeida",
    "da Silva", "dos Santos", "de Araújo", "Gonçalves", "Tavares", "Medeiros", "Furtado", "Lima"};

constexpr sv kKoreanFemale[] = {"Ji-woo", "Seo-yeon", "Min-ji", "Ha-eun", "Soo-ah", "Yuna", "Eun-ji", "Hye-jin", "Bora", "Jia",
    "Mina", "Sora"};
constexpr sv kKoreanMale[] = {"Min-jun", "Seo-jun", "Do-yun", "Ji-ho", "Hyun-woo", "Jae", "Tae-yang", "Sung", "Joon", "Dong-hyun",
    "Kyung", "Young"};
constexpr sv kKoreanFamily[] = {"Kim", "Lee", "Park", "Choi", "Jung", "Kang", "Cho", "Yoon", "Jang", "Lim", "Han", "Oh", "Shin",
    "Song", "Kwon", "Moon"};

constexpr sv kSlavicFemale[] = {"Anastasia", "Ekaterina", "Oksana", "Svetlana", "Daria", "Polina", "Yulia", "Vera", "Nadia",
    "Irina", "Zoya", "Kateryna"};
constexpr sv kSlavicMale[] = {"Dmitri", "Ivan", "Nikolai", "Alexei", "Sergei", "Bogdan", "Oleg", "Andriy", "Maksim", "Pavel",
    "Viktor", "Ruslan"};
constexpr sv kSlavicFamily[] = {"Ivanov", "Petrov", "Volkov", "Kuznetsov", "Shevchenko", "Kovalenko", "Bondarenko", "Morozov",
    "Popov", "Melnyk", "Sokolov", "Tkachenko", "Romanov", "Lysenko"};

constexpr sv kAfricanAmericanFemale[] = {"Aaliyah", "Imani", "Nia", "Destiny", "Precious", "Ebony", "Jada", "Kiara", "Tiana",
    "Shanice", "Keisha", "LaTonya", "Zaria", "Amari", "Journee", "Nevaeh", "Serenity", "Diamond", "Treasure", "Essence"};
constexpr sv kAfricanAmericanMale[] = {"DeShawn", "Malik", "Jamal", "Xavier", "Tyrone", "Darius", "Jalen", "Marquis", "Kareem",
    "D'Andre", "Isaiah", "Elijah", "Terrell", "Tremaine", "Khalil", "Prince", "King", "Messiah", "Da'Quan", "Jaylen"};
constexpr sv kAfricanAmericanFamily[] = {"Washington", "Jefferson", "Jackson", "Robinson", "Booker", "Banks", "Gaines",
    "Mosley", "Freeman", "Coleman", "Dorsey", "Bolden", "Pettway", "Singletary", "Broadnax", "Grant", "Hayes", "Battle",
    "Fields", "Ransom", "Bright", "Sharp"};

constexpr sv kWestAfricanFemale[] = {"Adaeze", "Chioma", "Ngozi", "Ifeoma", "Amara", "Folake", "Abena", "Akosua", "Efua", "Yetunde"};
constexpr sv kWestAfricanMale[] = {"Chidi", "Emeka", "Obinna", "Kwame", "Kofi", "Tunde", "Babajide", "Sekou", "Mamadou", "Ikenna"};
constexpr sv kWestAfricanFamily[] = {"Adeyemi", "Okonkwo", "Eze", "Mensah", "Owusu", "Boateng", "Diallo", "Traoré", "Balogun",
    "Nwosu", "Asante", "Bah"};

constexpr sv kNativeFemale[] = {"Winona", "Shandiin", "Aiyana", "Kaya", "Nizhoni", "Tallulah", "Sequoia", "Shania", "Dakota",
    "Cheyenne", "Autumn", "Talise"};
constexpr sv kNativeMale[] = {"Chayton", "Takoda", "Elan", "Hok'ee", "Tokala", "Ahiga", "Niyol", "Dakota", "Kohana", "Sage",
    "Hawk", "Mato"};
constexpr sv kNativeFamily[] = {"Begay", "Yazzie", "Tsosie", "Benally", "Nez", "Whitehorse", "Two Bulls", "Red Cloud", "Little",
    "Blackhorse", "Bearshield", "Long Soldier", "Manygoats", "Iron Cloud"};

constexpr sv kIndianFemale[] = {"Priya", "Ananya", "Diya", "Kavya", "Simran", "Harpreet", "Lakshmi", "Meera", "Asha", "Nisha",
    "Jasleen", "Riya"};
constexpr sv kIndianMale[] = {"Arjun", "Rohan", "Vikram", "Gurpreet", "Ravi", "Sanjay", "Aarav", "Dev", "Harjit", "Nikhil",
    "Manish", "Ishaan"};
constexpr sv kIndianFamily[] = {"Patel", "Singh", "Kaur", "Sharma", "Gupta", "Reddy", "Rao", "Iyer", "Gill", "Mehta", "Das",
    "Nair", "Shah", "Dhillon"};

constexpr sv kSharedFemale[] = {"Emily", "Mia", "Sarah", "Ashley", "Jessica", "Isabella", "Ava", "Angela", "Christina", "Michelle",
    "Vanessa", "Victoria", "Jasmine", "Crystal", "Amber", "April", "June", "Angel", "Heaven", "Star"};
constexpr sv kSharedMale[] = {"Daniel", "David", "Kevin", "Anthony", "Andrew", "Brian", "Michael", "Alex", "Eric", "Jason",
    "Christian", "Angel", "Justin", "Adam", "Jordan", "Steven", "Frank", "Gene", "Guy", "Jay"};

constexpr sv kStreetNames[] = {"Maple", "Sycamore", "Larkspur", "Quarry", "Millrace", "Orchard", "Juniper", "Heron", "Old Ferry",
    "Foxglove", "Harvest", "Church", "Second", "Third", "Fifth", "Meadow", "Stonebridge", "Willow Bend", "Lantern", "Cooper",
    "Whistler", "Prairie", "Hollow", "Railroad", "Dogwood", "Kettle Creek", "Covered Bridge", "Schoolhouse", "Summit", "Vista",
    "Camino Real", "San Rafael", "Martin Luther King Jr", "Jefferson", "Lincoln"};
constexpr sv kStreetTypes[] = {"St", "Ave", "Street", "Avenue", "Rd", "Dr", "Lane", "Ct", "Blvd", "Way", "Pl", "Ter"};
// clang-format on

constexpr NameCulture kCultures[] = {
    {30, NameCustom::kPlain, kEnglishFemale, kEnglishMale, kEnglishFamily},
    {22, NameCustom::kTwoSurnames, kSpanishFemale, kSpanishMale, kSpanishFamily},
    {11, NameCustom::kPlain, kAfricanAmericanFemale, kAfricanAmericanMale, kAfricanAmericanFamily},
    {5, NameCustom::kPlain, kVietnameseFemale, kVietnameseMale, kVietnameseFamily},
    {4, NameCustom::kPlain, kChineseFemale, kChineseMale, kChineseFamily},
    {5, NameCustom::kFathersName, kArabicFemale, kArabicMale, kArabicFamily},
    {4, NameCustom::kFathersName, kSomaliFemale, kSomaliMale, kSomaliFamily},
    {3, NameCustom::kPlain, kHmongFemale, kHmongMale, kHmongFamily},
    {3, NameCustom::kPlain, kPortugueseFemale, kPortugueseMale, kPortugueseFamily},
    {3, NameCustom::kPlain, kKoreanFemale, kKoreanMale, kKoreanFamily},
    {3, NameCustom::kPlain, kSlavicFemale, kSlavicMale, kSlavicFamily},
    {2, NameCustom::kPlain, kWestAfricanFemale, kWestAfricanMale, kWestAfricanFamily},
    {2, NameCustom::kPlain, kNativeFemale, kNativeMale, kNativeFamily},
    {3, NameCustom::kPlain, kIndianFemale, kIndianMale, kIndianFamily},
};

}  // namespace

absl::Span<const NameCulture> NameCultures() { return kCultures; }
NameList SharedFemaleNames() { return kSharedFemale; }
NameList SharedMaleNames() { return kSharedMale; }
NameList StreetNames() { return kStreetNames; }
NameList StreetTypes() { return kStreetTypes; }

}  // namespace schoolgate::gateway
