"""Common words of languages a school hears beside English and Spanish, written in Latin script, so that they are not taken for
names: French, Haitian Creole, Portuguese, Italian, German, Dutch, Polish, Tagalog, Vietnamese, Somali, Swahili, Hmong, Hindi and
Urdu as texted, Indonesian, Samoan, Turkish, Arabic as texted."""

OTHER_WORDS = """
le la les un une des du de et est en que qui dans pour pas sur avec ce cette il elle nous vous ils elles je tu mon ma mes ton ta son sa ses
leur leurs notre votre mais ou donc car si ne plus tres bien aussi etre avoir fait faire dit dire aller va vais ecole eleve eleves maitre
maitresse professeur fils fille mere pere maman papa madame monsieur bonjour bonsoir merci salut demain aujourd hier lundi mardi mercredi jeudi
vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre livre roman histoire guerre devoirs
classe malade absent absente travail maison famille enfant enfants frere soeur tante oncle cousin ami amie chez depuis apres avant pendant parce
comme tout tous toute toutes autre meme peut veux voudrais suis sommes sont etait etaient cordialement sincerement cher chere
mwen ou li nou yo se pa pou ak nan ki sa te ap ka gen fe lekol pitit manman papa fre se tant tonton mesi bonjou bonswa jodi demen ye lendi madi
mekredi jedi vandredi samdi dimanch maladi malad timoun elev pwofese tanpri konnen vini ale rele manje kay gwo ti anpil paske lontan kounye tou men
liv bis fanmi moun
o os a as um uma uns umas e ou que de do da dos das no na nos nas em por para com sem sobre ao aos mais mas nao sim eu voce ele ela nos eles elas meu
minha meus minhas seu sua seus suas este esta isso isto aquele aquela muito muita bem mal tambem ja ainda foi era ser estar tem ter vai vou fazer
disse dia bom boa tarde noite obrigado obrigada senhor senhora dona professora professor escola aluno aluna mae pai filho filha irmao irma avo tia tio
primo prima casa livro leitura hoje amanha ontem segunda terca quarta quinta sexta sabado domingo feira janeiro fevereiro marco abril maio junho julho
agosto setembro outubro novembro dezembro gostei porque quando onde como quem qual falta doente remedio trabalho vizinho vizinha resenha historia
il lo gli una di che non per con sono mio mia figlio figlia oggi domani grazie scuola maestra buongiorno
der die das ein eine einen und ist nicht ich du er sie wir ihr mein meine sohn tochter mutter vater schule lehrer lehrerin heute morgen gestern danke bitte
guten tag herr frau liebe grusse viele mit fur von zu auf aus bei nach krank kind kinder buch klasse
een het van en is niet ik je wij mijn zoon dochter moeder vader school juf meester vandaag morgen dank
i w z na do nie jest sie to ze po jak ale moj moja syn corka mama tata szkola pani pan dzien dobry dziekuje prosze dzisiaj jutro wczoraj lekcje klasa
ang ng mga sa na at ay si ni kay kina nina ko mo niya namin natin ninyo nila ako ikaw siya kami tayo kayo sila ito iyan iyon dito diyan doon po opo
hindi oo wala may mayroon pa ba nga naman lang din rin daw raw kasi pero kung dahil para upang habang bago pagkatapos tapos saka kaya muna ulit sana
salamat maraming magandang umaga hapon gabi anak nanay tatay kuya ate lola lolo tita tito pamangkin kapatid pinsan guro paaralan eskwela klase bata
aral libro takdang aralin bukas kahapon ngayon mamaya lunes martes miyerkules huwebes biyernes sabado linggo pasok absent sakit lagnat gamot hika
pwede puwede gusto ayaw kailangan alam sabi sinabi kumain pumunta susundo sundo pasensya pasensiya ano sino saan kailan bakit paano lahat marami konti
nyo nya sya yung yun iyong nung noong galing tungkol
va la cua co khong duoc nay mot cac nhung cho voi trong ngoai tren duoi o tai tu den di ve lam hoc sinh truong lop thay giao vien ong ba anh chi em con
chau me cha bo bac chu cau di mo noi ngoai gia dinh nha hom nay mai qua tuan thang nam ngay thu hai ba tu nam sau bay chu nhat sang trua chieu toi gio
bai tap sach doc viet doan van ke chuyen truyen tho noi nghe hieu biet muon can phai xin kinh gui cam on chao vang da roi chua cung nhu nhung ma thi neu
vi nen benh om sot nghi thuoc bac si xe buyt so dien thoai dia chi hop ghi nguoi nguoi bien ban phu huynh dich thuyet trinh hoi
waa iyo oo ku ka u la si in uu ay aan aad waxaa waxay waxuu wuxuu waxaan waxaad ma maya haa maxaa yaa kee tee ardayga ardayda arday macallin macallinka
macallimad dugsiga dugsi fasalka hooyo hooyada aabbe aabbaha wiil wiilkayga gabar gabadhayda walaal walaashay adeer eeddo ayeeyo awoowe maanta berri
shalay isniin talaado arbaco khamiis jimce sabti axad mahadsanid fadlan subax wanaagsan buka buug caruur ilmo gurigayga guriga baska telefoon lambarka
wuu way kale badan yar weyn cusub qoraal kulan kulanka
na ya wa ni kwa katika za la cha vya mwa huyu hii hiyo yangu yako yake wetu wenu wao mimi wewe yeye sisi ninyi wao mtoto watoto mwalimu walimu shule
darasa mama baba kaka dada bibi babu shangazi mjomba rafiki jirani leo kesho jana jumatatu jumanne jumatano alhamisi ijumaa jumamosi jumapili asante
tafadhali habari ndiyo hapana mgonjwa daktari dawa kitabu vitabu soma andika simu nyumba nyumbani ana wana nina tuna hana hakuna sana pia lakini kama
kuv koj nws peb nej lawv yog tsis muaj nyob rau los mus thiab tab sis vim tias hais qhia ntawv kawm tsev xib fwb tub ntxhais niam txiv pog yawg tij laug
muam nus phooj ywg hnub no tag kis nag hmo ua tsaug thov mob noj haus
main mein hum aap tum woh wo yeh ye hai hain ho hoon tha thi the raha rahi rahe kar karo karna karta karti kiya ki ka ke ko se par pe aur ya nahi nahin
haan ji kya kyun kab kahan kaise kal aaj parso beta beti bachcha bachche mummy papa mata pita bhai behen didi chacha chachi mama mami dadi nani nana sir
madam namaste dhanyavad shukriya school kaksha kitab homework bukhar bimaar dawai doctor ghar gaadi bus number mera meri mere hamara hamari uska uski
uske unka apna apni bahut thoda accha theek please wala wali wale hoga hogi jayega aayega bol bolo sun
yang dan di ke dari ini itu tidak ada saya kamu dia kami kita mereka anak ibu bapak guru sekolah sakit hari besok terima kasih selamat pagi
o le lou loa ma i ai e fa le aoga faiaoga tama teine tina tama faafetai talofa
ve bir bu da de icin ile benim okul ogretmen anne baba cocuk hasta bugun yarin tesekkur
ana anta huwa hiya fi min ila wa la na'am shukran salam alaykum ustad ustadha madrasa
insha inshallah inshaallah alhamdulillah mashallah wallahi bismillah
""".split()
