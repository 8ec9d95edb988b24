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

TEST(SurveyItemsTest, ItemsAskedInOtherWords) {
  CheckItems("politics", R"(
What do you think about abortion?
Do your parents belong to a political party?
Which candidate does your family support for president?
Would you describe your views as left or right?
How do your parents feel about the current president?
¿Tus padres son republicanos o demócratas?
¿Qué opinas del presidente?
¿Tu familia apoya a algún partido político?
Do you support the death penalty?
Have you ever worked on a political campaign?
Which news channel matches your family's political opinions?
¿Votan tus padres?
)");
  CheckItems("mental_health", R"(
Have you ever been treated in a mental hospital?
In the past year, did you feel sad or empty for two weeks or more in a row?
I have thought about ending my life.
I feel worthless.
Do you get panicky for no reason?
Is anyone in your family depressed or mentally ill?
Have you been prescribed antidepressants?
Do you hear voices that other people do not hear?
My child seems depressed.
¿Has intentado suicidarte?
¿Sientes que no vales nada?
¿Tu hijo ha recibido tratamiento por depresión?
¿Has tenido pensamientos de hacerte daño?
Have you ever stayed in a hospital because of mental health problems?
How often in the past month did you feel so depressed that nothing could cheer you up?
I often feel anxious and don't know why.
Did a counselor ever say you have ADHD?
Has anyone you live with tried suicide?
Do you ever starve yourself to be thin?
¿Te sientes triste casi todos los días?
¿Alguien de su familia ha sido diagnosticado con depresión?
)");
  CheckItems("sex", R"(
Have you ever had sex?
How many sexual partners have you had?
Do you use condoms?
I am: straight / gay / bisexual / not sure
Are you dating anyone?
Would you wait until marriage to have sex?
Has anyone ever touched you in a sexual way?
¿Has tenido sexo?
¿Cuál es tu orientación sexual?
¿Has estado embarazada?
Do most of your friends have sex?
Are you a virgin?
What do you think about homosexuality?
¿Con cuántas personas has tenido relaciones sexuales?
)");
  CheckItems("illegal_behavior", R"(
Have you ever been drunk?
How many times have you used cocaine?
During the past 12 months, how many times were you in a physical fight?
Have you ever taken something that did not belong to you?
Do you have friends who are in gangs?
Have you ever been stopped by the police?
I have skipped school without my parents knowing.
Do your parents smoke cigarettes?
Has anyone in your family been arrested?
Have you ever cheated on an exam?
Have you spread rumors about someone online?
What is the worst thing you have ever done?
Have you ever carved or written on school property?
¿Has probado la marihuana?
¿Te has peleado a golpes este año?
¿Alguien en tu casa usa drogas?
¿Has tomado algo de una tienda sin pagar?
¿Bebes alcohol los fines de semana?
When was the last time you got drunk?
Do you own a vape pen?
Have you forged a parent's signature?
Have you ever stolen money from your parents?
Has anyone at home been arrested or put in jail?
Have you hurt an animal?
How often do you plagiarize?
Would you try marijuana if a friend offered it?
¿Has llegado borracho a la escuela?
¿Alguna vez mentiste a tus padres?
)");
  CheckItems("family_appraisal", R"(
How do your parents discipline you?
Do your parents get along with each other?
Does your father have a bad temper?
Are you closer to your mother or your father?
My family argues about money.
Do you wish your parents were different?
Who in your family do you trust least?
My parents don't listen to me.
¿Tus papás te castigan mucho?
¿Cómo te tratan en tu casa?
¿Tu papá es muy estricto?
¿Te llevas mal con tu hermano?
My stepdad is mean to me.
How often does your mother criticize you?
I feel loved at home by my parents.
Do your parents hit each other?
If you could change one thing about your parents, what would it be?
Rate how well your mother communicates with you: your relationship with your mother is good.
¿Tu papá te insulta?
¿Hay violencia en tu casa?
)");
  CheckItems("privileged_relationship", R"(
Have you ever discussed your problems with a minister or rabbi?
Has your family ever hired an attorney?
What did you tell your priest?
How often do you see your doctor?
¿Has ido a ver a un abogado?
¿Le cuentas tus secretos a tu sacerdote?
Does your child have a pediatrician?
Have you told your rabbi?
Have you needed a lawyer in the past year?
¿Has necesitado un abogado?
)");
  CheckItems("religion", R"(
How often do you pray?
Are you a Christian?
What does your family believe about God?
Do you go to church on Sundays?
Does your family belong to a mosque?
Is religion important in your home?
Do you believe in heaven and hell?
¿A qué iglesia vas?
¿Tus padres son religiosos?
¿Qué tan importante es la religión en tu vida?
¿Cree usted en Dios?
What faith were you raised in?
Do you wear a hijab for religious reasons?
Do you consider yourself an atheist?
How often do you read religious books?
I talk to God when I am sad about school.
¿Fuiste a misa el domingo?
¿Practicas alguna religión?
)");
  CheckItems("income", R"(
How much money does your family make in a year?
What are your parents' wages?
Is your family on welfare?
Does your family have trouble buying food?
Do your parents earn more than $50,000?
My family is well off.
Do you receive free lunch?
Yearly income of the household
¿Cuánto dinero gana tu familia?
¿Tu familia tiene suficiente dinero para comida?
¿Recibes almuerzo gratis?
¿Cuál es el salario de tus padres?
What is your family's approximate income?
Are your parents able to pay the rent each month?
Does your family use a food pantry?
How much does your dad make per year?
Do you or your family get food stamps?
¿Cuánto ganan sus papás por semana?
¿Pueden pagar la renta cada mes?
)");
}

}  // namespace
}  // namespace schoolgate::redaction
