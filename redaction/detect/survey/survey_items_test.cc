// Items in the manner of published surveys.
#include "redaction/detect/survey/test_surveys.h"

namespace schoolgate::redaction {
namespace {

TEST(SurveyItemsTest, ItemsInTheMannerOfPublishedSurveys) {
  CheckItems("politics", R"(
How interested are you in politics and which party is closest to your views?
Who did your parents want to win the presidential election?
I consider myself: very liberal / liberal / moderate / conservative / very conservative
Do you approve of the way the president is doing his job?
What are your parents' political beliefs?
Party affiliation of parents
¿Cuáles son las creencias políticas de tu familia?
¿Apruebas el trabajo del presidente?
Where would you place yourself on this scale? 1 = very liberal, 7 = very conservative
Does your family support the Republican or the Democratic party?
Did you take part in a demonstration against the government?
How do you feel about same-sex marriage laws?
¿Tus papás votaron en las últimas elecciones?
¿Te consideras de izquierda o de derecha?
)");
  CheckItems("mental_health", R"(
I worry a lot and can't make it stop.
How often have you thought that you would be better off dead?
In the past 12 months, did you make a plan about how you would attempt suicide?
Have you ever been hospitalized for a psychiatric condition?
I feel like nobody would miss me if I were gone.
Feeling nervous, anxious or on edge
Did you feel so sad that you could not do your normal activities?
Do you or anyone in your family suffer from depression?
Have you made yourself throw up to lose weight?
My child has been treated for anxiety.
¿Has tenido un ataque de ansiedad?
¿Alguna vez te has cortado a propósito?
¿Tomas medicina para la depresión?
¿Te sientes solo o desesperado?
Have you ever tried to kill yourself?
Do you feel depressed most days?
Has a doctor ever told you that you have bipolar disorder?
Have you received counseling for a trauma?
Lately I can't sleep because of my anxiety.
Do you have an eating disorder?
I think about hurting myself.
¿Sufres de depresión o ansiedad?
¿Has querido quitarte la vida?
¿Hay antecedentes de enfermedad mental en tu familia?
)");
  CheckItems("sex", R"(
During your life, with how many people have you had sexual intercourse?
Did you or your partner use birth control?
Are you attracted to boys, girls, or both?
Have you ever sent a sexually explicit picture of yourself?
Is it okay for teenagers to have sex before marriage?
Have you watched pornography?
Have you ever been forced to have sex?
Have you ever kissed someone?
¿A qué edad tuviste relaciones sexuales por primera vez?
¿Has visto pornografía?
¿Te atraen las personas del mismo sexo?
Are you sexually active?
Have you ever had oral sex?
How old were you the first time you had intercourse?
Have you ever been tested for HIV or other STDs?
Do you think being gay is wrong?
Have you sent or received sexts?
¿Usas anticonceptivos?
¿Tienes vida sexual activa?
)");
  CheckItems("illegal_behavior", R"(
On how many days did you carry a weapon on school property?
Have you ever taken a prescription drug without a doctor's prescription?
In the last year, how often did you damage property that did not belong to you?
Have you ever driven a car after drinking?
Have you lied to your parents about where you were?
Have you ever been suspended from school?
Did you ever run away from home?
Has anyone in your household gone to prison?
Have you bought a vape from another student?
How easy would it be for you to get alcohol?
Have you used ChatGPT to cheat on an assignment?
I have been in trouble with the police.
Do you have a fake ID?
Have you ever hit someone on purpose?
¿Cuántas veces te has emborrachado?
¿Alguna vez te ha detenido la policía?
¿Has vendido drogas?
¿Has faltado a clases sin permiso?
¿Has golpeado a un compañero?
¿Usas vapeador?
Have you ever smoked a cigarette, even one or two puffs?
How many of your close friends drink alcohol?
Did you bring a knife to school this year?
Have you ever shoplifted?
Do you vape in the restrooms?
I sometimes copy other people's homework.
Has your father ever been in jail?
Have you used someone else's Adderall?
Are you a gang member?
Have you set a fire on purpose?
Have you ever sold drugs at school?
Have you driven drunk?
How often do you lie to your teachers?
¿Alguna vez has llevado un cuchillo a la escuela?
¿Fumas?
¿Has consumido alcohol en los últimos 30 días?
¿Perteneces a una pandilla?
¿Has copiado en un examen?
¿Has acosado a otro estudiante?
)");
  CheckItems("family_appraisal", R"(
Do your parents fight a lot?
Which of your parents do you prefer?
My mother does not understand me.
How well do you get along with your brothers and sisters?
Do your parents punish you unfairly?
What is the worst thing about your father?
Did a parent or other adult in your home often swear at you, insult you, or put you down?
Do you feel loved by your family?
What do you not like about your mother?
My parents are good role models.
I feel that my parents don't care about me.
¿Te llevas bien con tus hermanos?
¿Tus padres te gritan?
¿Qué cambiarías de tu mamá?
¿Confías en tus padres?
Are you happy with how your parents treat you?
My mom and dad fight in front of me.
Do you ever feel ashamed of your family?
How strict is your father?
Are your parents proud of you?
I hate my brother.
Does anyone at home hit you?
Describe the problems in your family.
¿Tus papás discuten enfrente de ti?
¿Te sientes seguro en tu casa?
¿Tus padres te entienden?
)");
  CheckItems("privileged_relationship", R"(
Did you talk to a lawyer about your case?
How often do you visit your doctor?
Have you shared a problem with your minister, priest or rabbi?
Do you have a regular doctor?
What did your attorney advise?
¿Tienes un médico de cabecera?
¿Has consultado a un abogado?
¿Hablas con tu pastor de tus problemas?
Have you spoken with a minister about a personal problem?
What did your doctor say about your health?
Have you told a priest a secret?
Do you have an attorney?
¿Qué te dijo el doctor?
¿Tienes abogado?
)");
  CheckItems("religion", R"(
Are you a member of a church, synagogue, mosque or temple?
How often do you attend religious services?
Do you consider yourself a religious person?
Does your family say grace before dinner or pray together?
Do you think there is life after death?
What is your religious preference? (Protestant, Catholic, Jewish, none)
My faith helps me at school
What church do you belong to?
My faith helps me in hard times.
Do your parents make you go to Sunday school?
Do you fast during Ramadan?
Have you been baptized?
¿Asistes a la iglesia?
¿Qué religión practicas?
¿Lees la Biblia?
Religión:
¿Tu familia celebra fiestas religiosas?
Do you pray every day?
Which church does your family attend?
Are you Muslim?
How religious is your family?
Do you believe that God created the world?
Does your family keep kosher?
Do you go to Bible study or youth group?
Religion (check one): Christian, Jewish, Muslim, Hindu, none
My family goes to mass every Sunday.
¿Tu familia es católica?
¿Vas a la mezquita?
¿Rezas antes de comer?
¿Estás bautizado?
)");
  CheckItems("income", R"(
What is your parents' yearly salary?
How much does your father earn?
Family income: less than $20,000 / $20,000-$39,999 / $40,000 or more
Do you worry that your family will not have enough money for food?
Does your family own or rent your home?
Compared with other families, is your family richer or poorer?
Is anyone in your home unemployed?
Do you receive Medicaid?
Has your family ever been evicted or homeless?
¿Cuánto gana tu papá?
¿Cuál es el ingreso de su hogar?
¿Alguna vez faltó comida en casa por falta de dinero?
¿Recibe su familia asistencia del gobierno?
What is your total household income before taxes?
How much rent does your family pay?
Does your family get free lunch?
Do your parents have enough money to pay the bills?
Would you say your family is poor, middle class or wealthy?
How much does your mother get paid?
Is money tight at home?
¿A cuánto asciende el ingreso anual de tu familia?
¿Tu familia batalla para pagar las cuentas?
¿Tu papá está desempleado?
)");
}

}  // namespace
}  // namespace schoolgate::redaction
