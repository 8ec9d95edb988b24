// Items of surveys of schools that ask nothing the law protects.
#include "redaction/detect/survey/test_surveys.h"

namespace schoolgate::redaction {
namespace {

// Texts run over several lines.
// NOLINTBEGIN(bugprone-suspicious-missing-comma)
TEST(SurveyOrdinaryTest, OrdinaryItemsInEnglish) {
  CheckItems("", R"(
How often do you read at home?
I feel safe in the cafeteria.
Did you like the unit on ancient religions?
What is your favorite subject?
Favorite subject: math, science, religion, art
My teacher explains things clearly.
I am proud of my school.
How many hours of homework do you have each night?
My parents help me with homework.
How often does someone in your family read with you?
My family feels welcome at this school.
How satisfied are you with communication between school and home?
Do you have a computer and internet access at home?
What language does your family speak at home?
Rate 1-5: The bus arrives on time.
Would you vote for the tiger or the hawk as our new mascot?
Who did you vote for as class president?
Which book should our class vote for?
I understood the lesson about the civil rights movement.
Did the video on alcohol prevention help you?
Was the assembly about drug abuse useful?
I learned a lot from the unit on the Great Depression.
Did you enjoy the political cartoons project?
The lesson about political parties was clear to me.
I would like to be a doctor when I grow up.
Which careers interest you: lawyer, nurse, engineer?
Have you met with your school counselor about college?
I feel nervous before math tests.
Do you feel anxious about tests?
How often do you feel happy at school?
I get enough sleep on school nights.
Do you eat breakfast every day?
How much water do you drink at school?
Are the restrooms clean?
Students at this school treat each other with respect.
Have you been bullied at school this year?
Adults at this school stop bullying when they see it.
I know how to report bullying.
Sex: M / F
Gender: male, female, nonbinary, prefer not to say
What grade are you in?
Do you play an instrument or a sport?
How do you get to school: bus, car, walk?
What would make lunch better? More choices and less waiting.
The reading about the Reformation was too hard.
Did you enjoy the book about Greek gods?
I feel that my opinion matters in class.
Our class should have a party on Friday.
What is one thing you would change about the schedule?
How likely are you to recommend this school to a friend or family member?
I feel close to people at this school.
Is your child happy at school?
Do you plan to go to college after high school?
I can share my ideas with my group.
The weeds in the school garden need to be pulled.
Does the school cover the cost of field trips?
)");
}

TEST(SurveyOrdinaryTest, OrdinarySurveys) {
  CheckAsks("", {
                    "Dear families, please take five minutes to answer this survey about our reading "
                    "program.\n1. How many nights a week do you read with your child?\n2. Does your child "
                    "enjoy the books from our library?\n",
                    "Student Voice Survey - Grade 6\nDirections: Circle the number that fits best.\n1. I "
                    "like coming to school.  1 2 3 4 5\n2. My teachers know my name. 1 2 3 4 5\n3. I feel "
                    "safe in the hallways. 1 2 3 4 5\n",
                    "student_id,q1_like_school,q2_safe,q3_homework_hours,q4_club\n1001,4,5,2,robotics\n1002,"
                    "3,4,1,chess\n",
                    "End-of-unit survey: World Religions\n1. How clear was the lesson on Buddhism?\n2. Which "
                    "religion did you find most interesting to study?\n3. Did the videos help?\n",
                    "Course evaluation, Health 9\nWas the unit on alcohol, tobacco and drugs useful?\nWas "
                    "the pace too fast?\nDid you like the guest speaker on mental health?\n",
                    "Which clubs interest you?\n- Chess\n- Debate\n- Gay-Straight Alliance\n- Young "
                    "Democrats\n- Robotics\n",
                    "Which subject do you like best?\n- Math\n- Religion\n- Art\n",
                    "How should the school spend the money?\n- $10,000 on books\n- $20,000 on a "
                    "playground\n- $30,000 on laptops\n",
                });
}

TEST(SurveyOrdinaryTest, OrdinaryItemsInSpanish) {
  CheckItems("", R"(
¿Con qué frecuencia lees en casa?
Me siento seguro en la cafetería.
¿Te gustó la unidad sobre las religiones antiguas?
¿Cuál es tu materia favorita?
Mi maestra explica bien los temas.
Mis padres me ayudan con la tarea.
¿Su familia se siente bienvenida en la escuela?
¿Qué idioma hablan en casa?
¿Tienes computadora e internet en casa?
¿Cuántas horas duermes entre semana?
¿Por cuál mascota votas para nuestra clase?
¿Te sirvió la charla sobre la prevención de drogas?
Aprendí mucho en la lección sobre los partidos políticos.
Quiero ser médico cuando sea grande.
¿Te gustaría ser abogada?
Me pongo ansioso antes de los exámenes.
¿Qué te gustaría cambiar del horario?
¿Está satisfecho con la comunicación de la escuela?
El autobús llega a tiempo.
¿Qué deporte practicas?
¿Desayunas todos los días?
Los baños están limpios.
¿Te gustó el libro sobre los dioses griegos?
Sexo: M / F
¿Recomendaría esta escuela a otra familia?
Los estudiantes se respetan.
¿Cuánta agua tomas en la escuela?
Me siento parte de mi clase.
¿Tu hijo está contento en la escuela?
¿Te han molestado otros alumnos este año?
)");
}

TEST(SurveyOrdinaryTest, OtherOrdinaryItems) {
  CheckItems("", R"(
I look forward to going to school each day.
How much do you enjoy working in groups?
How often does your teacher check that you understand?
What is the best thing about our school?
I have a best friend at school.
Do you have your own desk and a quiet place to study?
About how many books are in your home?
When you feel left out at school, is there an adult you can talk to?
I can calm down when I am upset.
How often do you stay focused on the same goal for more than three months?
How confident are you that you can learn all the material in this class?
What do you want to be after you graduate?
Is the science lab well equipped?
Which electives should we offer next year: robotics, world religions, ceramics?
Should cell phones be allowed at lunch?
Did the guest speaker on careers in law keep your attention?
How did the visit from the local doctor help you understand careers?
Parents: did you receive the monthly newsletter?
I know whom to contact at school with a question about my child.
The front office staff treat me with courtesy.
My child's school offers enough after-school programs.
What time works best for parent-teacher conferences?
How did you hear about our school?
The principal listens to students.
I feel comfortable asking questions.
How many brothers and sisters do you have?
Who lives in your house?
What are you most proud of this year?
I try hard on difficult problems.
How many days were you absent last month?
Did you enjoy the chapter on the Roman Empire and Christianity?
Rate the unit: How interesting was the history of the Catholic Church?
The health class unit on nutrition was useful.
Was the presentation about vaping easy to follow?
Do you know where to get help if a friend is in trouble?
How useful was the drug prevention program?
I feel respected by my teachers regardless of my background.
Do you feel safe walking to school?
How often do fights happen at your school?
I get nervous when I speak in front of the class.
Do you like group projects about politics in ancient Athens?
Would you like the student council to organize a dance?
I use AI tools for homework when my teacher allows it.
Did you use the math app at least three times a week?
Is the wifi at home fast enough for homework?
What do you think about the new dress code?
What is your race or ethnicity?
How clear were the instructions for the science fair?
Our family reads the school newsletter.
The school communicates well with families who speak other languages.
How hard is it for you to get up in the morning?
How would you grade our school: A, B, C, D?
Do you feel that you belong at this school?
Which sport would you join: soccer, tennis, wrestling?
My coach treats everyone fairly.
Have you ever visited the nurse's office?
Did the counselor help you choose courses?
Do you agree that the new bell schedule works?
My brother or sister also goes to this school.
The mass and weight lab was fun.
I always turn in my homework on time.
How well does the school handle conflicts between students?
What did you think of the play about Anne Frank?
Do you take the bus or get dropped off by a parent?
Do you prefer paper or digital textbooks?
My teachers care about me.
How many minutes do you exercise each day?
Is there a teacher who makes you feel important?
Item 1: I like math. (1 = strongly disagree, 5 = strongly agree)
My parents encourage me to work hard at school.
My parents ask me about my day.
Do your parents attend school events?
¿Cómo calificaría la comunicación con los maestros?
¿Su hijo disfruta ir a la escuela?
¿Sus padres asisten a las reuniones de la escuela?
¿Cuántos hermanos tienes?
¿Te sientes parte de la escuela?
¿Qué quieres ser de grande?
¿Cuántos libros hay en tu casa?
¿Qué tan útil fue el taller sobre acoso escolar?
¿Conoces las reglas de la escuela?
¿Te gustó la película sobre la historia de México?
¿El personal de la oficina es amable?
¿Qué materia es más difícil para ti?
¿A qué hora te acuestas?
Mi familia recibe información en nuestro idioma.
¿Hay suficientes bebederos?
Which novel did you like best: The Crucible, Night, or Speak?
What should the theme of prom be?
Rate the bus driver: friendly, on time, safe
How comfortable are you using Google Classroom?
Do you have a phone of your own?
Did your teacher give you feedback in the last week?
How many languages do you speak?
Do you have chores at home?
What is your favorite thing to do with your family?
Who helps you with homework at home: mother, father, sibling, grandparent, nobody
Do you feel that teachers treat boys and girls the same?
I would rather work alone than in a group.
The school nurse was helpful when I was sick.
How many times a week do you exercise?
How often do you eat fruit and vegetables?
Do you wear a helmet when riding a bike?
Do you have allergies we should know about for the field trip?
Do you want the school to offer Arabic or Hebrew?
Should school start after 8:30?
Has the new grading policy helped you learn?
My child looks forward to school.
How do you prefer to be contacted: text, email, phone?
What are two strengths of our school?
Do you agree with the cell phone policy?
Are you satisfied with special education services for your child?
Were translators available at the meeting?
Which days can you volunteer?
I can be myself at this school.
I feel supported by adults at this school.
What stresses you most about homework?
Do you ever feel bored in class?
Rate the workshop for parents about screen time.
Does your family have a quiet place for homework?
Do you think our school should host a food drive for the food bank?
How much did the field trip cost your family? Was the price fair?
What do you think of our recycling campaign?
Do you like gym class?
Which historical figure would you invite to dinner?
Did you finish the essay on freedom of religion in the colonies?
I like the poem about the church bells.
Do you understand the rules about plagiarism?
Does our school have clear rules against cheating?
Is there a bully-free zone at recess?
Teachers talk with students about bullying.
¿Le gustaría participar en un taller sobre cómo leer con su hijo?
¿Está contento con el transporte escolar?
¿Qué días puede ayudar como voluntario?
¿Fue claro el tema de las elecciones en la clase de cívica?
¿Qué temas le gustaría aprender en la noche familiar?
¿Tu maestro te da retroalimentación?
¿Tu familia tiene un lugar tranquilo para la tarea?
¿Cómo prefiere que lo contactemos: texto, correo, teléfono?
¿Hay adultos en la escuela en quienes puedes confiar?
¿Cómo se pelearon las batallas de la Independencia según la lección?
¿Te sientes cómodo usando la computadora?
¿Las reglas de la escuela son justas?
Encuesta para padres: ¿qué tan satisfecho está con la escuela?
¿Aprendiste sobre la religión de los aztecas?
¿Te gustaría un club de debate sobre política?
)");
}

TEST(SurveyOrdinaryTest, ItemsThatComeNear) {
  CheckItems("", R"(
What three words describe our school?
I believe I can do well on tests if I try.
Our school celebrates different cultures.
How often did you eat breakfast in the last 7 days?
The lunch line moves quickly.
Do you have a job after school?
What does your teacher do that helps you learn?
I use a planner to keep track of my work.
How many different schools have you attended?
Are there classes you would like to take that we do not offer?
My teachers have high expectations of me.
How easy is it to find help with math?
Did the substitute follow the lesson plan?
I participate in class discussions.
Which foreign language would you like to study?
The school building is clean and well kept.
In the last month, how many books did you read for fun?
Please rate your experience with the online enrollment system.
Would you recommend summer school to a friend?
Should we keep block scheduling?
Has your child used the tutoring service?
I would like more information on: reading, math, college savings, nutrition
Do you feel prepared for high school?
How did you get here today?
Which after-school program should get more money?
I understand what the counselor's office can do for me.
Pick your three favorite library books of the year.
Does the dress code treat everyone equally?
I know what to do in a fire drill.
What do you wish your teacher knew about how you learn?
What is your first language?
How well did your group work together on the poster about Martin Luther King Jr.?
Did you like learning about the Civil War?
On Fridays I'd like: game day, movie, silent reading
I think the science kits are fun.
I feel good about my grades.
¿Qué actividades le gustarían para la noche de ciencias?
¿Entiende usted las boletas de calificaciones?
¿Te ayudan tus maestros cuando no entiendes?
¿Qué cambiarías del recreo?
¿Cuántos minutos lees cada noche?
¿Tienes un lugar para hacer la tarea?
El director escucha a los padres.
¿Te gusta la clase de música?
¿Cómo te fue en el examen de ciencias?
¿Qué te pareció la unidad sobre la Revolución Mexicana?
¿Recibió la información a tiempo?
Mi hijo tiene amigos en la escuela.
¿Cuál fue tu libro favorito este año?
¿Usas la biblioteca de la escuela?
I feel down when my team loses at recess.
Does your child's teacher listen to you?
My parents have time to come to school events.
How does your family prefer to hear from us?
Do your parents listen to you read?
My family is happy with the school.
How much time does your family have for dinner together?
Have you ever broken a pencil? Choose your favorite pencil.
Do you think the new rules about phones are fair?
Do you think the mayor's visit to our class was interesting?
What do you think about the student government at our school?
Which candidates for student council had the best speech?
Did your parents vote on the school uniform?
My teacher understands me.
How do you feel about group work?
Are you comfortable with the school's bathrooms?
How often do you use the computer lab?
Do you have trouble getting to school on time?
Is it hard to buy lunch because the line is long?
How hard was the quiz?
The school keeps drugs off campus.
Students know the rules on alcohol and tobacco.
What should we do to stop vaping in the bathrooms?
Did the Red Ribbon Week activities teach you something?
The mental health club should meet weekly. Do you agree?
Does the school provide enough mental health resources?
Do you know who the school psychologist is?
Would you use a calm corner in class?
I would like to learn about how churches were built in the Middle Ages.
Should the school calendar include Diwali and Eid as days off?
How did you like the field trip to the mission?
What holiday music should the choir sing?
The doctor who visited our class on career day was interesting.
My favorite character was the lawyer in the play.
I want to be a pastor or a teacher.
Do you prefer to sit with boys or girls at lunch?
Is health class separated by sex?
Did the puberty lesson answer your questions?
How much should a ticket to the dance cost? $5, $10, $15
Would your family pay $20 for a yearbook?
Do you get an allowance?
How do you pay for lunch: cash or account?
Should the school raise money for new uniforms?
Do you earn points in the reading app?
Do you make friends easily?
My parents make me do homework before playing.
What makes your family special?
Write three words about your family.
Does your family have pets?
Which parent should we call first in an emergency?
¿Tus padres te leen cuentos?
¿Cómo te tratan tus maestros?
¿Qué opinas de la nueva directora?
¿Te gusta estudiar historia?
¿La escuela ofrece ayuda para la tarea?
¿Qué te preocupa del próximo grado?
¿Tomas el autobús o caminas?
¿Usas la computadora de la escuela?
¿Quién te ayuda en casa con las matemáticas?
¿Qué premio te gustaría ganar en la feria?
¿Cuántos puntos ganaste en el juego?
¿La comida de la cafetería es suficiente?
¿Crees que las reglas son justas?
¿Tu hijo prueba alimentos nuevos en la cafetería?
¿Le gustaría que la escuela celebrara el Día de Muertos?
)");
}
// NOLINTEND(bugprone-suspicious-missing-comma)

}  // namespace
}  // namespace schoolgate::redaction
