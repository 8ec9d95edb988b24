"""Names to put into training texts, by where they come from, and the words that are names and words."""
import collections
import csv
import pathlib
import re

# Small lists for origins the package has little of; ours.
MORE_GIVEN = {
    "so": "Cabdi Faadumo Axmed Xaliimo Ayaan Hodan Warsame Abdirahman Ifrah Sahra Guled Ubah Liban Ayan Hibaaq Nimco Yasmiin Bile Cawo Zakariye Hamdi Idil Khadra Mahad".split(),
    "hm": "Pao Mai Kou Xeng Yer Chue Bee Tou Pa Nhia Mee Lue Gao Sheng Pang Kaolee Toua Dej Nou Houa Txawj Paj Maiv Kab".split(),
    "pi": "Sione Tevita Mele Lupe Sefa Tavita Malia Leilani Kaleo Kekoa Nalani Ikaika Pua Semisi Losa Viliami Ana Tui Fetu Sina Lani Manaia Ioane Loto".split(),
    "af": "Chidi Ngozi Emeka Adaeze Kofi Ama Kwame Abena Tendai Chipo Thabo Lerato Zanele Sipho Wanjiku Kamau Otieno Achieng Tesfaye Selam Haile Almaz Dawit Hirut Fatou Mamadou Aissatou Ousmane Binta Cheikh Oluwaseun Folasade Temitope Babatunde".split(),
    "ht": "Jean-Baptiste Wideline Fabiola Woodley Guerline Roselaure Mackenson Dieudonne Islande Jocelyn Marckenson Nadège Rodeline Stanley Wislande".split(),
    "na": "Aiyana Takoda Tahoma Winona Chayton Kaya Nizhoni Hok'ee Shandiin Yanaha Haseya Ahiga Delbert Elouise Wynona Leotie Mato Tayen".split(),
    "tl": "Maricel Jhun Analyn Rodel Liezel Jomar Rosalie Benjie Lourdes Rommel Marites Arnel Cherry Jericho Angelo Bong Nene Dodong Crisanto Aileen Juvy".split(),
    "ko": "Min-jun Seo-yeon Ji-ho Ha-eun Joon-ho Eunji Soo-ah Hyun-woo Yuna Dong-hyun Jiwoo Chae-won Sang-min Mi-kyung Eun-ha Tae-hyun Seo-jun Haneul".split(),
    "in": "Aarav Ananya Priya Rohan Ishaan Diya Kavya Vihaan Lakshmi Venkatesh Harpreet Gurpreet Simran Jaspreet Arjun Meera Nikhil Pooja Rajesh Sunita Anjali Siddharth Tanvi Raghav Padma Srinivas".split(),
    "ar": "Yousef Fatima Omar Layla Khalid Noor Hassan Mariam Abdullah Zainab Tariq Amina Mustafa Huda Bilal Rania Samir Dalia Faisal Hanan Jamal Salma Rami Nadia Ziad Lina Karim Iman".split(),
    "uk": "Oleksandr Daryna Andriy Olena Mykola Iryna Bohdan Kateryna Taras Oksana Yevhen Nataliya Dmytro Svitlana Volodymyr Anastasiya Serhiy Lyudmyla Maksym Polina".split(),
    "zh": "Wei Xiuying Haoran Jing Yuxuan Meiling Junjie Lihua Zixuan Xinyi Chen Ying Bo Hui Ling Mingzhe Yifan Jiaqi Siyu Tianyi Zihan Ruoxi".split(),
}
MORE_FAMILY = {
    "so": "Warsame Abdi Farah Hirsi Jama Duale Mohamud Nuur Cismaan Faarax Guuleed Dahir Osman Ismaaciil Barre Roble Samatar Elmi Gedi Warfaa Shire".split(),
    "hm": "Vang Xiong Yang Thao Lor Moua Vue Her Cha Lee Khang Kue Hang Fang Chang Xyooj Yaj Pha Lo Ly".split(),
    "pi": "Tupou Leota Faleafa Kealoha Kahale Taufa Vainuku Fonoti Mahe Palakiko Finau Tuilagi Lolohea Matagi Seumalo Toleafoa Kaleikini Iosefa".split(),
    "af": "Okonkwo Eze Okafor Adeyemi Mensah Owusu Asante Boateng Moyo Ndlovu Dlamini Nkosi Mwangi Odhiambo Kimani Bekele Tadesse Gebremariam Diallo Ndiaye Traore Keita Balogun Ogunleye Nwosu Achebe-Cole".split(),
    "ht": "Baptiste Toussaint Joseph Pierre Desrosiers Etienne Jean-Louis Estime Valcin Dorvil Saint-Fleur Casimir Metellus Orelus".split(),
    "na": "Begay Yazzie Tsosie Benally Nez Whitehorse Bitsui Manygoats Redcloud Two Bulls Chee Goldtooth Cly Etsitty Tohee Black Elk".replace("Two Bulls", "Twobulls").replace("Black Elk", "Blackelk").split(),
    "tl": "Dela Cruz Bautista Lacson Magsaysay Pangilinan Dimaculangan Manalo Villanueva Macaraeg Salonga Catacutan Evangelista Agbayani Quiambao".replace("Dela Cruz", "Delacruz").split(),
    "ko": "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Hong Kwak Moon Bae Baek Nam".split(),
    "in": "Patel Sharma Singh Krishnan Iyer Reddy Nair Gupta Rao Kaur Dhillon Sandhu Banerjee Chatterjee Menon Pillai Deshmukh Kulkarni Raghunathan Venkataraman Bhattacharya Joshi Mehta".split(),
    "ar": "Haddad Al-Masri Khoury Hussein Mansour Nasser Qabbani Al-Khatib Rahman Hamdan Saleh Aziz Bishara Darwish Shaheen Al-Sayed Ibrahim Najjar Habibi Zaman Qureshi".split(),
    "uk": "Shevchenko Kovalenko Tkachenko Bondarenko Kravchenko Lysenko Petrenko Marchenko Savchuk Hrytsenko Melnyk Boyko Polishchuk Romaniuk Smirnova Ivanov Volkov Kuznetsova".split(),
    "zh": "Zhang Wang Li Chen Liu Zhao Huang Zhou Wu Xu Sun Ma Zhu Hu Guo Lin He Gao Luo Zheng Liang Xie Tang Deng Feng Cao Peng Zeng Xiao Tian Pan Yuan".split(),
}
WORD_GIVEN = """Grace May Will Hope Faith Joy Rose Lily Violet Iris Ivy Daisy Hazel Olive Ruby Pearl Amber Jade Crystal Autumn Summer Dawn April June
August Chase Hunter Mason Cooper Carter Parker Tanner Archer Story River Sky Skye Rain Ocean Brook Heaven Destiny Trinity Serenity Harmony Melody
Lyric Justice Major King Prince Duke Earl Dean Bishop Christian Angel Mark Bill Rob Bob Frank Grant Chance Ace Jet Ray Art Drew Gene Jack Jay Lance Miles
Nick Pat Pierce Reed Rich Sage Robin Wren Star Stormy True Blaze Cash Colt Forest Clay Stone Winter Charity Honesty Patience Precious Treasure Unique
Diamond Essence Royal Legend Messiah Princess Genesis Journey Paris London Dallas Austin Phoenix Sydney Brooklyn Savannah Jackson Jordan Kenya Asia India
Virginia Georgia Carolina Florence Lincoln Cesar Kai Sunny Happy Love Early Rowan Basil Ginger Clover Maple Bliss Remedy Poet Wolf Fox Bear""".split()
WORD_FAMILY = """White Black Brown Green Gray Young Long Short Little Small Best Good Bell Wood Woods Field Fields Rivers Lake Hill Stone Rice Bush Rose
Flowers Snow Winter Winters Summers Day Week Noon Church Temple Bishop Pope King Prince Knight Duke Baker Cook Butler Hunter Fisher Shepherd Farmer Gardner
Mason Carpenter Porter Page Price Cash Bank Banks Law Laws Justice Power Love Joy Hope Moon Star Wise Sharp Strong Swift Armstrong Wright Story Read Reed
Waters Bridges Street Park Parks House Hall Rooms Key Keys Case Chance Grant Ball Bird Wolf Fox Lamb Bull Fish Crow Drake Swan Rush Head Hand Foot Cross
Marsh Frost Storm Rain Gale Land England French German Holland West East North Southern Early Late Noble Rich Poor Bright Blue Gold Silver Steel Iron Sands
Beach Shore Mills Miller Forest Glass Lane Major Sergeant Marshall Judge Blessing Christian Monk Abbott""".split()
FAMOUS = """Rosa Parks; Martin Luther King Jr.; Frederick Douglass; Harriet Tubman; Abraham Lincoln; George Washington; Thomas Jefferson; Alexander Hamilton;
Benjamin Franklin; John Adams; James Madison; Andrew Jackson; Sojourner Truth; Susan B. Anthony; Elizabeth Cady Stanton; Ida B. Wells; W. E. B. Du Bois; Booker T.
Washington; Malcolm X; Cesar Chavez; Dolores Huerta; Sitting Bull; Crazy Horse; Chief Joseph; Sacagawea; Lewis; Clark; Meriwether Lewis; William Clark; Christopher Columbus; Hernán
Cortés; Francisco Pizarro; Ferdinand Magellan; Marco Polo; Vasco da Gama; Galileo Galilei; Isaac Newton; Albert Einstein; Marie Curie; Charles Darwin; Gregor Mendel;
Rosalind Franklin; James Watson; Francis Crick; Louis Pasteur; Niels Bohr; Ernest Rutherford; Dmitri Mendeleev; Nikola Tesla; Thomas Edison; Alexander Graham Bell; Jane Goodall;
Rachel Carson; Katherine Johnson; Dorothy Vaughan; Mary Jackson; Mae Jemison; Sally Ride; Neil Armstrong; Stephen Hawking; Alan Turing; Ada Lovelace; Grace Hopper; Blaise Pascal;
René Descartes; Carl Friedrich Gauss; Leonhard Euler; Pythagoras; Euclid; Archimedes; Aristotle; Plato; Socrates; Julius Caesar; Cleopatra; Alexander the Great; Genghis Khan; Napoleon
Bonaparte; Joan of Arc; Queen Elizabeth; King Henry; Henry VIII; Anne Boleyn; Karl Marx; Adam Smith; John Locke; Voltaire; Jean-Jacques Rousseau; Mahatma Gandhi; Nelson Mandela; Winston
Churchill; Franklin D. Roosevelt; Eleanor Roosevelt; Theodore Roosevelt; John F. Kennedy; Barack Obama; Michelle Obama; Ronald Reagan; Adolf Hitler; Joseph Stalin; Anne Frank; Elie Wiesel;
William Shakespeare; Charles Dickens; Jane Austen; Emily Dickinson; Robert Frost; Walt Whitman; Langston Hughes; Maya Angelou; Toni Morrison; Zora Neale Hurston; Harper Lee; Mark
Twain; Ernest Hemingway; F. Scott Fitzgerald; John Steinbeck; George Orwell; Ray Bradbury; Lois Lowry; S. E. Hinton; Gary Soto; Sandra Cisneros; Gabriel García Márquez; Pablo Neruda;
Gabriela Mistral; Miguel de Cervantes; Federico García Lorca; Isabel Allende; Jorge Luis Borges; Octavio Paz; Sor Juana Inés de la Cruz; Frida Kahlo; Diego Rivera; Pablo Picasso; Vincent van
Gogh; Leonardo da Vinci; Michelangelo; Claude Monet; Wolfgang Amadeus Mozart; Ludwig van Beethoven; Johann Sebastian Bach; Louis Armstrong; Duke Ellington; Beyoncé; Taylor Swift; Bad Bunny;
Selena Gomez; LeBron James; Michael Jordan; Serena Williams; Simone Biles; Lionel Messi; Miguel Hidalgo; José María Morelos; Benito Juárez; Emiliano Zapata; Pancho Villa; Simón Bolívar; José
Martí; Moctezuma; Hernán Cortés; Dr. Seuss; Roald Dahl; Eric Carle; Mo Willems; Kate DiCamillo; R. J. Palacio; Jason Reynolds; Jacqueline Woodson; Sharon Draper; Rick Riordan; J. K. Rowling;
Suzanne Collins; Matt de la Peña; Pam Muñoz Ryan; Amy Tan; Chinua Achebe; Chimamanda Ngozi Adichie; Khaled Hosseini; Marjane Satrapi; Arthur Miller; Lorraine Hansberry; August Wilson; Sophocles;
Homer; Edgar Allan Poe; Nathaniel Hawthorne; Herman Melville; Mary Shelley; Bram Stoker; Oscar Wilde; H. G. Wells; Jules Verne; Victor Hugo; Leo Tolstoy; Fyodor Dostoevsky; Franz Kafka; Ruby Bridges;
Claudette Colvin; John Lewis; Thurgood Marshall; Ruth Bader Ginsburg; Sonia Sotomayor; Amelia Earhart; Clara Barton; Florence Nightingale; Helen Keller; Harriet Beecher Stowe; Nat Turner; John Brown; Robert
E. Lee; Ulysses S. Grant; Jefferson Davis; Samuel Adams; Paul Revere; Patrick Henry; Betsy Ross; Thomas Paine; Tecumseh; Hammurabi; Hatshepsut; Tutankhamun; Confucius; Qin Shi Huang; Mansa Musa; Ibn
Battuta; Saladin; Suleiman; Akbar; Shah Jahan; Robert Boyle; Jacques Charles; Amedeo Avogadro; Michael Faraday; James Clerk Maxwell; Johannes Kepler; Tycho Brahe; Nicolaus Copernicus; Edwin Hubble; Alfred Wegener;
Jean Piaget; Lev Vygotsky; Howard Gardner; Benjamin Bloom; Carol Dweck; Lucy Calkins; Robert Marzano; Grant Wiggins; Zaretta Hammond; Jo Boaler; Dylan Wiliam; John Hattie""".replace("\n", " ").split(";")
FICTIONAL = """Romeo; Juliet; Mercutio; Tybalt; Friar Lawrence; Hamlet; Ophelia; Macbeth; Lady Macbeth; Banquo; Othello; Iago; Atticus; Scout; Jem; Boo Radley; Tom Robinson;
Gatsby; Daisy Buchanan; Nick Carraway; Jordan Baker; Tom Buchanan; Lennie; George Milton; Curley; Crooks; Ponyboy; Johnny; Dally; Sodapop; Darry; Jonas; Fiona; Gabriel; Katniss; Peeta; Rue; Harry
Potter; Hermione; Ron Weasley; Dumbledore; Auggie Pullman; Julian; Summer; Jack Will; Esperanza; Esperanza Cordero; Winston Smith; Big Brother; Napoleon; Snowball; Boxer; Ralph; Piggy; Simon;
Roger; Guy Montag; Clarisse; Mildred; Captain Beatty; Hester Prynne; Dimmesdale; Huck Finn; Jim; Tom Sawyer; Holden Caulfield; Phoebe; Odysseus; Penelope; Telemachus; Athena; Zeus; Achilles; Hector; Oedipus;
Creon; Antigone; John Proctor; Abigail Williams; Reverend Hale; Elizabeth Proctor; Willy Loman; Biff; Walter Younger; Beneatha; Celie; Janie; Tea Cake; Elizabeth Bennet; Mr. Darcy; Jane Eyre; Mr. Rochester; Heathcliff;
Victor Frankenstein; Sherlock Holmes; Dr. Watson; Oliver Twist; Fagin; Pip; Miss Havisham; Estella; Ebenezer Scrooge; Tiny Tim; Charlotte; Wilbur; Fern; Matilda; Miss Trunchbull; Miss Honey; Charlie Bucket; Willy
Wonka; Percy Jackson; Annabeth; Grover; Stanley Yelnats; Zero; Brian Robeson; Annemarie; Ellen; Bud; Deza; Kenny; Byron; Opal; Winn-Dixie; Despereaux; Frog and Toad; Junie B. Jones; Elsa; Simba; Moana; Don Quijote; Sancho Panza; Dulcinea;
Pedro Páramo; Úrsula; Aureliano; Elmo; Clifford; Pete the Cat; Junie; Greg Heffley; Rowley""".replace("\n", " ").split(";")
FAMOUS = [" ".join(name.split()) for name in FAMOUS]
FICTIONAL = [" ".join(name.split()) for name in FICTIONAL]

LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’ -]+")


def read(shared, work):
    """Pools: lists of (given names, family names), each an origin; the first two are of the United States."""
    given, family = collections.defaultdict(list), collections.defaultdict(list)
    us_given, us_weights, us_family = [], [], []
    with open(pathlib.Path(shared) / "lexicons/ssa_names_bias/names_aggregate_1960_2020.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            count = float(row["Count"])
            if count >= 40 and len(row["Name"]) > 1:
                us_given.append(row["Name"])
                us_weights.append(count**0.5)
    with open(pathlib.Path(work) / "names-0.3.0/names/dist.all.last", encoding="utf-8") as file:
        for line in file:
            word = line.split()[0]
            name = word.capitalize()
            name = re.sub(r"^(Mc|O')(\w)", lambda m: m.group(1) + m.group(2).upper(), name)
            us_family.append(name)
    with open(pathlib.Path(work) / "faker.tsv", encoding="utf-8") as file:
        for line in file:
            kind, locale, text = line.rstrip("\n").split("\t")
            if kind != "place" and LATIN.fullmatch(text) and len(text) > 1 and len(text.split()) <= 2:
                (given if kind == "given" else family)[locale.split("_")[0]].append(text)
    for origin, names in MORE_GIVEN.items():
        given[origin + "+"] += names
        family[origin + "+"] += MORE_FAMILY[origin]
    pools = [(sorted(set(given[o])), sorted(set(family[o]))) for o in sorted(given) if len(given[o]) >= 10 and len(family.get(o, [])) >= 10]
    spanish = [(sorted(set(given[o])), sorted(set(family[o]))) for o in ("es",)]
    return (us_given, us_weights, us_family), spanish, pools
