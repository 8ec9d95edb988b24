// What each protected topic is asked with, in English and Spanish, and what makes the same words ask nothing.
#include "redaction/detect/survey/test_surveys.h"

namespace schoolgate::redaction {
namespace {

// Texts run over several lines.
// NOLINTBEGIN(bugprone-suspicious-missing-comma)
TEST(SurveyTopicsTest, Politics) {
  CheckAsks("politics", {
                            "Which political party do your parents support?",
                            "Do you consider yourself a Republican, a Democrat, or something else?",
                            "Who would you vote for in the next election for governor?",
                            "Did your parents vote in the last presidential election?",
                            "Have you ever attended a political rally or protest?",
                            "How much do you agree: abortion should be legal. I feel abortion is wrong.",
                            "I think gun control laws should be stricter.",
                            "Political affiliation",
                            "Are you liberal or conservative?",
                            "My political views are different from my teacher's.",
                            "¿A qué partido político pertenecen tus padres?",
                            "¿Por quién votarías para presidente de México?",
                            "¿Estás a favor o en contra del aborto?",
                            "Ideología política:",
                            "¿Tu familia es republicana o demócrata?",
                        });
}

TEST(SurveyTopicsTest, MentalHealth) {
  CheckAsks("mental_health",
            {
                "During the past 12 months, did you ever seriously consider attempting suicide?",
                "Have you ever felt so sad or hopeless that you stopped doing usual activities?",
                "Over the last 2 weeks: little interest or pleasure in doing things",
                "Feeling down, depressed, or hopeless",
                "Have you ever been diagnosed with depression or anxiety?",
                "I have panic attacks.",
                "Have you ever cut yourself on purpose?",
                "Does anyone in your family have a mental illness?",
                "How would you rate your mental health?",
                "Do you take medication for ADHD?",
                "Some days I hate myself.",
                "How often do you feel lonely?",
                "mental_health_diagnosis",
                "¿Alguna vez has pensado en el suicidio?",
                "¿Con qué frecuencia te sientes deprimido?",
                "¿Has ido a terapia este año?",
                "¿Alguien de tu familia tiene problemas de salud mental?",
                "¿Te has hecho daño a propósito?",
                "Me siento triste y sin esperanza.",
            });
}

TEST(SurveyTopicsTest, Sex) {
  CheckAsks("sex", {
                       "Have you ever had sexual intercourse?",
                       "How old were you when you had sex for the first time?",
                       "The last time, did you or your partner use a condom?",
                       "Sexual orientation: ( ) straight ( ) gay ( ) not sure",
                       "Do you identify as gay, lesbian or bisexual?",
                       "Have you ever been pregnant?",
                       "Has anyone asked you for nude photos?",
                       "Do you have a boyfriend or girlfriend?",
                       "Which are you?\n- Heterosexual\n- Gay\n- Bisexual\n",
                       "What is your attitude toward sex before marriage?",
                       "¿Has tenido relaciones sexuales?",
                       "¿Usaste condón la última vez?",
                       "Orientación sexual",
                       "¿Tienes novia?",
                       "¿Te identificas como gay o bisexual?",
                   });
}

TEST(SurveyTopicsTest, IllegalOrSelfIncriminating) {
  CheckAsks("illegal_behavior", {
                                    "During the past 30 days, on how many days did you vape?",
                                    "Have you ever used marijuana?",
                                    "Do any of your friends use drugs?",
                                    "How old were you when you had your first drink of alcohol?",
                                    "In the past year, have you:\n- been in a physical fight\n- carried a "
                                    "weapon such as a knife\n- sold "
                                    "drugs\n",
                                    "Have you ever stolen anything from a store?",
                                    "I have cheated on a test.",
                                    "Have you ever been arrested?",
                                    "How many times did you skip class this semester?",
                                    "Have you bullied someone online?",
                                    "Do you belong to a gang?",
                                    "Are you or your parents undocumented?",
                                    "Have you ever copied homework answers from a friend?",
                                    "Is there a gun in your home?",
                                    "Current cigarette use",
                                    "¿Has fumado marihuana?",
                                    "¿Tomas alcohol en las fiestas?",
                                    "¿Alguna vez has robado algo?",
                                    "¿Has hecho trampa en un examen?",
                                    "¿Llevaste un arma a la escuela?",
                                    "¿Te han arrestado o has sido arrestado?",
                                    "Consumo de drogas",
                                });
}

TEST(SurveyTopicsTest, FamilyAppraisals) {
  CheckAsks("family_appraisal",
            {
                "How often do your parents argue?",
                "My dad yells at me when he is tired.",
                "How close are you to your mother?",
                "How would you describe your relationship with your stepfather?",
                "Are your parents too strict?",
                "Do you trust your parents?",
                "Are you ever afraid of someone in your family? I am afraid of my brother.",
                "Do you feel safe at home?",
                "What would you change about your family?",
                "Are your parents divorced?",
                "Has a parent ever hit or insulted you? My mother hits me.",
                "¿Tus padres se pelean mucho?",
                "¿Qué tan estrictos son tus papás?",
                "¿Cómo es tu relación con tu madre?",
                "¿Te pegan tus papás?",
                "¿Le tienes miedo a alguien de tu familia?",
                "Violencia familiar",
            });
}

TEST(SurveyTopicsTest, PrivilegedRelationships) {
  CheckAsks("privileged_relationship", {
                                           "What have you told your doctor that your parents do not know?",
                                           "Does your family have a lawyer?",
                                           "When did you last see a doctor?",
                                           "Have you ever confided in a priest or rabbi?",
                                           "Have you talked with an attorney about this?",
                                           "Name of your family doctor",
                                           "Who is your pediatrician?",
                                           "¿Tu familia tiene abogado?",
                                           "¿Qué le contaste al médico?",
                                           "¿Has hablado con un sacerdote sobre esto?",
                                           "¿Quién es tu pediatra?",
                                       });
}

TEST(SurveyTopicsTest, Religion) {
  CheckAsks("religion", {
                            "What is your religion?",
                            "How often does your family go to church?",
                            "Do you believe in God?",
                            "I pray before meals.",
                            "How important is faith in your life? My religious beliefs guide me.",
                            "Do you read the Bible at home?",
                            "Were you raised Catholic?",
                            "What religious holidays does your family celebrate?",
                            "Check one:\n[ ] Protestant\n[ ] Jewish\n[ ] Muslim\n[ ] Other\n",
                            "id,grade,religious_affiliation,comments\n1,7,,\n",
                            "{\"question\": \"Do you attend a mosque?\", \"type\": \"likert\"}",
                            "¿De qué religión es tu familia?",
                            "¿Van ustedes a misa los domingos?",
                            "¿Crees en Dios?",
                            "¿Eres católico?",
                            "¿Con qué frecuencia rezas?",
                            "Creencias religiosas",
                        });
}

TEST(SurveyTopicsTest, Income) {
  CheckAsks("income",
            {
                "What is your family's annual household income?",
                "How much money do your parents make?",
                "Does your family receive food stamps or SNAP benefits?",
                "Do you get free or reduced-price lunch?",
                "Which best describes your home?\n- Under $25,000\n- $25,000 to $49,999\n- $50,000 or more\n",
                "Can your family afford school supplies?",
                "In the last year, did your family run out of food?",
                "household_income",
                "parentIncome",
                "Is your family rich or poor? My family is poor.",
                "Our family has trouble paying rent.",
                "¿Cuánto ganan tus padres al mes?",
                "Ingreso familiar anual",
                "¿Tu familia recibe estampillas de comida?",
                "¿Su familia tiene dificultades para pagar la renta?",
                "¿Cuál es el nivel socioeconómico de su hogar?",
            });
}

TEST(SurveyTopicsTest, SeveralTopics) {
  // Who treats somebody is a privileged relationship and says what ails them.
  EXPECT_EQ(TopicsOf("Do you see a therapist?"), "mental_health,privileged_relationship");
  EXPECT_EQ(
      TopicsOf(
          "Wellness check (grade 8)\n1. I feel hopeless about the future.\n2. I have used alcohol to feel "
          "better.\n3. My parents and I yell at each other.\n"),
      "mental_health,illegal_behavior,family_appraisal");
  EXPECT_EQ(
      TopicsOf("Home language:\nReligion practiced at home:\nApproximate family income:\nBest phone:\n"),
      "religion,income");
  EXPECT_EQ(
      TopicsOf("q_id,question\n1,\"Do you go to church?\"\n2,\"Do you drink alcohol?\"\n3,\"How safe is the "
               "bus?\"\n"),
      "illegal_behavior,religion");
  SurveyTopics both = FindSurveyTopics("What is your religion?");
  both |= FindSurveyTopics("What is your family's income?");
  EXPECT_TRUE(both.Has(SurveyTopic::kReligion));
  EXPECT_TRUE(both.Has(SurveyTopic::kIncome));
  EXPECT_FALSE(both.Has(SurveyTopic::kPolitics));
  EXPECT_TRUE(FindSurveyTopics("").empty());
}

TEST(SurveyTopicsTest, IncomeForEligibilityIsFree) {
  CheckAsks(
      "",
      {
          "Application for free and reduced-price meals\nHousehold income per month: ____\nHousehold size:",
          "We ask your family's annual income to determine eligibility for the program.",
          "Solicitud de comidas gratis\nIngreso familiar mensual:",
      });
}

TEST(SurveyTopicsTest, LongAndHostileTextsTakeLinearTime) {
  std::string text;
  for (int at = 0; at < 40000; ++at) text += "you your parents ";
  EXPECT_EQ(TopicsOf(text), "");
  text.clear();
  for (int at = 0; at < 40000; ++at) text += "do you go to a school that is nice, ";
  text += ". What is your religion?";
  EXPECT_EQ(TopicsOf(text), "religion");
  EXPECT_EQ(TopicsOf("\xFF\xC2\xBF\xC2"), "");
}
// NOLINTEND(bugprone-suspicious-missing-comma)

}  // namespace
}  // namespace schoolgate::redaction
