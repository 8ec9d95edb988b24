#include <algorithm>
#include <string_view>
#include <vector>

#include "redaction/detect/text/lexicon.h"

namespace schoolgate::redaction {
namespace {

// One formal name or several spelled alike, then the short forms people use for them.
constexpr std::string_view kTable = R"(
abigail:abby abbie gail
abdirahman:abdi
adriana:adri
alejandra:ale alex aleja sandra
alejandro:ale alex jandro
alexander alexandra alexis alexandria:alex lex xander lexi sandy sasha
alfredo alfred:fred alf freddy fredo
alberto albert:al bert beto albie
allison alison:ali allie
amanda:mandy amy
andrew andres:andy drew andi
angela angelina angelica angel:angie angelita gelo
anthony antonio antonia:tony tonio tono toni ant
arthur arturo:art artie
barbara:barb barbie babs
beatriz beatrice:bea betty bety trixie
benjamin:ben benny benji benjie
brandon:bran
bradley:brad
brooklyn:brook brooke
cameron camila camille:cam cami
carolina caroline carolyn:caro carol carrie
catherine katherine kathryn katharine kathleen katrina katelyn caitlin:kate katie kathy cathy kat kit kitty katy kay cat
cecilia:ceci cece
charles charlotte:charlie chuck chas char lottie carly
christina christine cristina kristina kristin kristen christian:chris tina kris chrissy christy kristy cris
christopher cristopher cristian:chris topher kit kris cris
clifford:cliff
concepcion:concha conchita
cynthia:cindy
daniel daniela danielle:dan danny dani
david:dave davey
deborah debra:deb debbie
dolores:lola
dominic dominique:dom nick
donald:don donnie donny
dorothy:dot dottie dolly
douglas:doug
eduardo edward edwin edgar:ed eddie ted lalo ned eddy
eleanor elena:ellie nora nell
elizabeth elisabeth:liz lizzie beth betty eliza betsy libby lisa ellie elsie bess liza lizbeth
emanuel emmanuel manuel manuela:manny manu manolo
emiliano emilio emilia emily:emi emil em milo emmy
enrique:kike quique henry
ernesto ernest:ernie neto
esperanza:espe pera
estefania stephanie:stef steph stephie fani
eugene:gene
ezekiel ezequiel:zeke
fernanda:fer fernie nanda mafer
fernando:fer nando
florence:flo
frances francis francisca francisco frank franklin:fran frank frankie paco pancho cisco chico francie
frederick:fred freddie rick
gabriel gabriela gabriella gabrielle:gabe gabby gaby gabi
gerald gerardo geraldine gerard:gerry jerry
gilbert gilberto:gil bert beto
gregory gregorio:greg goyo
guadalupe:lupe lupita
guillermo:memo guille
gustavo:gus tavo
harold harry harrison:hal harry
henry:hank harry hal
hector:tito
humberto:beto
ignacio:nacho
isabel isabella isabelle:izzy bella isa belle chabela
jacob jake:jake jay
jacqueline:jackie jacky
james jaime:jim jimmy jamie jem
jeffrey jeffery:jeff
jennifer jenny:jen jenny jenn jenna
jeremiah jeremy:jerry jem
jessica jessie:jess jessie jessy
jesus:chuy chucho
joaquin:quino
john jonathan johnathan:johnny jon jack jonny nathan
jordan:jordy jory
jorge:coque
jose:pepe che joe
josefina josephine:jo josie pepa fina
joseph:joe joey jo
joshua:josh
juan:juanito juancho
judith:judy
julia juliana julie julieta juliet:jules juli julie
julian:jules juli
kenneth:ken kenny
kimberly:kim kimmy
kyle:ky
laura lauren laurel lorena:laur laurie lori lolly
lawrence laurence:larry laurie
leonard leonardo leonel leonel:leo lenny len
leticia:lety leti
lillian liliana lilian:lily lil lilly
lorraine:lorrie lori
luis:lucho luisito
lucille lucia lucinda lucy:lucy lu lucia
madeleine madeline madelyn madison:maddie maddy
magdalena:maggie lena magda
margaret margarita margarite:maggie meg peggy marge margie margo rita greta daisy peg
marcus marcos marco:marc mark
maria:mari mary mia maru ma
ma:maria
fco:francisco
marjorie:marj marge margie
martha:marty mattie
martin martina:marty
matilda:tilly tillie mattie
matthew mateo mathew:matt matty teo
mauricio maurice:mau mo
maximilian maximiliano maxine maxwell maximo:max
melissa:mel missy lissa
michael micheal miguel michaela michelle:mike mikey mick mickey micky shelly mikie
mildred:millie
miguel:mike migue
mohamed mohammed muhammad mohammad:mo moe
maria:marie mariyka
nancy:nan
natalie natalia nathalie:nat nattie talia
nathaniel nathan:nate nat
nicholas nicolas nicole nicolette:nick nicky nico nikki nic
octavio:tavo
olivia oliver:liv livvy ollie livi
pamela:pam
patricia patrick:pat patty trish tricia paddy pati rick
pedro peter:pete
penelope:penny
philip phillip felipe:phil pip
priscilla:prissy cilla
rachel rachael:rach rae
rafael raphael:rafa raf
ramon:monchi ray
raymond:ray
rebecca rebekah:becky becca beca
reginald:reggie reg
ricardo richard:rick ricky dick rich richie rico
robert roberto roberta:rob bob bobby robbie bert beto berto bobbie
rodrigo:rodri rod
roger rogelio:rog
ronald:ron ronnie
rosa rosario rosemary roseanne:rosie rosy charo rose
russell:russ rusty
samantha samuel:sam sammy sammie
sandra:sandy
santiago:santi chago tiago
sebastian:seb sebas bash
sergio:checo
shawn:shawnie
sofia sophia sophie:sofi soph sophie sophy
solomon:sol
stanley:stan
stephen steven esteban:steve stevie steph
susan susana suzanne susanna:sue susie suzie suzy
sylvester:sly vester
sylvia silvia:syl
teresa theresa:terry tere tess tessa teri
theodore theodora:ted teddy theo
thomas tomas:tom tommy thom
timothy:tim timmy
tyler:ty
valentina valeria valerie:val vale
vanessa:nessa van
veronica:vero ronnie roni
victor victoria:vic vicky tori vicki
vincent vicente vincenzo:vince vinny chente
virginia:ginny ginger
vivian viviana vivien:viv vivi
walter:walt wally
wilfredo:willie will
wilhelmina:mina billie
william willard wilbert:will bill billy willie liam willy
ximena jimena:xime jime mena
yareli:yari
yolanda:yoli
zachary zachariah:zach zack zac
maria:ma
francisco:fco
alexandra alexandria:alexa ale lexie sasha
alma almudena:almi
amelia emelia:amy millie mel
anastasia:ana stacy nastya tasia
antonella:anto nella
araceli:ara celi
armando:mando
arnold arnoldo arnulfo:arnie
augusto agustin august:gus
aurelio aurelia:lelo
bartholomew bartolome:bart bartolo
bernardo bernard bernardino:bernie berna nardo
bonifacio:boni facho
brenda:bren
bryan brian:bry
carlos:carlitos charly charlie calo
carmen:carmelita carmela menchu
celestino celestina:tino celes
clara clarissa clarisa:clarita
claudia:clau
consuelo:chelo consu
delfina delfino:fina fino
diego:dieguito
domingo:mingo txomin
edgardo edgar:edgarito gayo
elias:eli
elisa elisabet:eli lisi
elvira:elvi viri
emmanuel immanuel:emma manolo
epifanio:epi
estela estella:este telita
eva evangelina:evita vangie
evelyn:evy eve
fabian fabiola:fabi
facundo:facu
faustino:tino
federico:fede fico lico
feliciano felicia:feli chano
fermin:mincho
florencia florentino:flor tino
gilda hermenegilda:gil
giovanni jovani:gio vanni
graciela:chela grace
gonzalo:gonza chalo
griselda:chela
hortensia:tencha
ines agnes:nes
irene:rene
isidro:chilo chidro
ismael:isma mayo
israel:isra
itzel:itzi
ivan:ivancito vanya
javier xavier:javi xavi
jazmin jasmine yasmin:jaz jazzy yas
joaquina:quina
joselito:lito
judith:judi
karen karina:kari
kevin:kev
leandro:lea andro
lorenzo:lencho enzo
lourdes:lulu
lucas lucia luciano:luca luke lucho
luz:lucecita
marcela marcelo:marce chelo
marisol:mari
mariana marianne:mari mariano nana
maribel:mari
mercedes:meche merche
micaela mikaela:mica mika
moises moses:moi moshe
monica:moni
natividad:nati
nicanor:nico cano
norma:normita
olga:olguita
omar:omarcito
oscar:oscarin osc
pablo:pablito
paloma:palo
paola:pao
pascual:pascualito
paula paulina:pau pauli
perla:perlita
porfirio:pilo
ramiro:rami miro
raquel:raquelita kela
raul:raulito rulo
regina:gina
remedios:reme
renata:rena nata
reynaldo rinaldo:rey naldo
rigoberto:rigo beto
rocio:chio
romina:romi
rosalinda rosalind:rosa linda roz
rosaura:rosi
rosendo:chendo
ruben:rube ben
salvador:chava salva
santos:santitos
saul:saulito
silvestre:silves
socorro:soco
soledad:chole
tadeo thaddeus:tad thad
tatiana:tati tania
tiburcio:bucho
tomasa:tomasita
trinidad:trini
ulises ulysses:uli
ursula:ula
valentino:tino vale
vladimir:vlad vova
wenceslao:wences
wendy:wen
xochitl:xochi
yesenia:yesi jessi
zoe zoey:zo
abdulrahman abdurrahman:abdul abdi
abdullahi abdullah:abdi
muhammadamin:amin
oluwaseun:seun
oluwatobi oluwatobiloba:tobi
chukwuemeka:emeka
chinonso:nonso
ifeoluwa:ife
nicolaas:nick
aleksander aleksandra:alek ola
mikhail mykhailo:misha mykhas
dmitri dmytro:dima
natalia nataliya natalya:natasha natka
katarzyna:kasia
malgorzata:gosia
)";

std::vector<std::string_view> Split(std::string_view list) {
  std::vector<std::string_view> out;
  for (size_t begin = 0; begin < list.size();) {
    const size_t space = std::min(list.find(' ', begin), list.size());
    out.push_back(list.substr(begin, space - begin));
    begin = space + 1;
  }
  return out;
}

}  // namespace

void ForEachNickname(absl::FunctionRef<void(std::string_view, std::string_view)> each) {
  for (size_t at = 1; at < kTable.size();) {
    const size_t end = kTable.find('\n', at);
    const std::string_view line = kTable.substr(at, end - at);
    const size_t colon = line.find(':');
    for (const std::string_view nickname : Split(line.substr(colon + 1))) {
      for (const std::string_view formal : Split(line.substr(0, colon))) each(nickname, formal);
    }
    at = end + 1;
  }
}

}  // namespace schoolgate::redaction
