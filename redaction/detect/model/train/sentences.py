"""Sentences to make training texts of. {a} to {e} are people of the school world: {a.f} full name, {a.g} given name,
{a.l} family name, {a.i} "Ana R.", {a.j} "A. Reyes", {a.c} "Reyes, Ana", {a.k} "Reyes, A.". People of books, history and exercises
are no one here: {N} a public figure, {n} the last word of one, {F} a character, {w} a name in an exercise. The rest: {place}, {school},
{date}, {time}, {phone}, {email}, {id}, {room}, {brand}, {num}, {subject}.
\\n is the end of a line.
"""

PRIVATE = r"""
{a.g} has been absent {num} times since {date}.
I spoke with {a.g}'s mother, {b.f}, on {date}.
Please call {a.f} at {phone} about the bus.
{a.g} and {b.g} were arguing in the hallway after lunch.
My daughter {a.g} is in your {subject} class this year.
My son {a.g} will be picked up by his aunt {b.g} on {date}.
Mrs. {a.l} said that {b.g} did not finish the reading log.
Mr. {a.l} will cover {room} on {date}.
Ms. {a.l} and Mr. {b.l} are the chaperones.
Dr. {a.f} saw her on {date} and changed the dose.
Coach {a.l} asked me to check on {b.g}.
{a.g} told me that {b.g} pushed {c.g} first.
Can you write a recommendation letter for {a.f}?
{a.g} is a kind student who always helps others.
{a.f} is reading two levels below grade and needs support.
I am worried about {a.g}. She has not eaten lunch this week.
{a.g}'s guardian is her grandmother, {b.f}.
Emergency contact: {a.f}, {phone}
Parent/guardian: {a.f}
Student: {a.f}   ID: {id}
Student name: {a.f}
Name: {a.f}
Teacher: {a.l}
Case manager: {a.f}
Counselor: {a.j}
Present: {a.f}, {b.f}, {c.f}, and {d.g}
Attendees: {a.j}, {b.j}, {c.l}
In attendance: {a.f} (parent), {b.f} (teacher), {c.f} (psychologist)
I have three students, {a.g}, {b.g} and {c.g}, who still owe me the essay.
Group 1: {a.g}, {b.g}, {c.g}, {d.g}
Please put {a.i} next to {b.i} but far from {c.i}
{a.i} and {b.i} both need a makeup test.
The interpreter, {a.f}, joined by phone.
Her older brother {a.g} goes to {school}.
He lives with his stepfather, {a.f}, at the moment.
{a.g}, who moved here from {place}, is learning English fast.
Today {a.g} hit another student and had to be sent to the office.
Per the nurse, {a.g} needs her inhaler before PE.
The psychologist, Dr. {a.l}, recommends a full evaluation for {b.g}.
Thank you for meeting with us about {a.g}.
This is {a.f}, {b.g}'s mom.
Hi, this is {a.g} from {school}.
I'm {a.g}, {b.g}'s dad, and I work nights.
We met {a.f} and his wife {b.g} at open house.
Yesterday {a.g} cried during the test and asked for Ms. {b.l}.
The judge gave custody to the father, {a.f}.
Her boyfriend {a.g} was waiting by the gate.
{a.g} got a 62 on the {subject} test; {b.g} got a 91.
Draft an email to the parents of {a.f} about the field trip.
Write a behavior plan for {a.g}, a 4th grader with ADHD.
Rewrite this comment for {a.g}: "{a.g} talks too much."
Summarize the meeting notes for {a.f}'s IEP.
According to {a.g}, the phone belongs to {b.f}.
Witness statement from {a.f}, grade 8.
{a.f} reported that {b.f} took a photo in the locker room.
Bus driver {a.f} wrote up {b.g} for standing.
Our neighbor {a.f} can pick up the kids.
Please excuse {a.f} from school on {date}.
My name is {a.f} and I am in {num}th grade.
My best friend is {a.g} and we like to play soccer.
Last summer I went to {place} with my cousins {a.g} and {b.g}.
My grandma {a.g} makes the best tamales.
When I was little my uncle {a.g} taught me to fish.
Signed, {a.f}
Sincerely, {a.f}
Seen by {a.j}, RN
Entered by {a.l} at {time}
Referred by: {a.l}
Contact {a.f} ({email}) for the key.
{a.f} ({phone}) is authorized to pick up.
Do not release to {a.f}.
Reassign {a.c} to section {num}.
{a.c} was moved out of {subject} on {date}.
The sub, {a.l}, said {b.g} was great.
cc: {a.j}, {b.j}
Notes by {a.g}
Caller was {a.f}, who said she is the aunt of {b.g}.
{a.g} (she/her) is our new student from {place}.
Social worker {a.f} visited the home on {date}.
Officer {a.l} took the report at {time}.
Ask {a.g} to bring his glasses.
Did {a.g} turn in the permission slip?
Does {a.g} qualify for reduced lunch?
Is {a.f} still enrolled at {school}?
Why was {a.g} marked absent when he was in my room?
{a.g}: I can't come to practice today.
{a.g}: ok, tell coach
{a.l}: we need to settle the agenda first
{a.f}: I disagree with the schedule change.
{a.g} - absent
{a.g} - needs retake
{a.i} - glasses broken
1. {a.f}
2. {a.g}
- {a.g}: see nurse
- {a.f}, grade {num}
* {a.g} and {b.g} share a Chromebook
{a.g}/{b.g}: partners for the lab
Seat {a.g} up front, {b.g} by the window.
Twins {a.g} and {b.g} {b.l} start on {date}.
The {a.l} family lost their home in the fire.
The {a.l} twins are out sick.
The {a.l}s will bring snacks.
Both {a.g} and her sister {b.g} have head lice.
{a.f} v. {school}
Re: {a.f}
RE: {a.f} / grade {num}
Subject: {a.g}'s missing work
FYI {a.g}'s mom called twice.
Custody alert for {a.f}: only {b.f} may sign out.
DOB on file for {a.f} is {date}.
Please translate for Mr. and Mrs. {a.l}.
We all miss Ms. {a.l}, who retired in June.
The late {a.f} taught here for thirty years.
{a.f}, Principal
{a.f}, M.Ed., School Counselor
{a.f}
Assistant principal {a.l} walked {b.g} to the bus.
Principal {a.l} approved it.
Superintendent {a.f} spoke to the board.
Board member {a.f} asked about the budget.
Motion by {a.l}, second by {b.l}. Carried.
Hello {a.g}, thanks for writing.
Hi {a.g},
Dear {a.g},
Dear Ms. {a.l},
Dear Mr. and Mrs. {a.l},
Dear Dr. {a.l}:
Good morning {a.g},
Thanks, {a.g}
Love, {a.g}
Best regards,
— {a.g}
{a.l}, {a.g} {id}
Her dad's name is {a.g} and he speaks {place} Spanish only.
mom: {a.f} {phone}
father - {a.f}, works at {brand}
Sib: {a.g} (gr {num})
{a.g} {a.l}'s locker is next to {b.g}'s.
If {a.g} asks, tell her to see {b.f}.
With {a.g} gone, {b.g} has no one to sit with.
Only {a.g} and I know the code.
I trust {a.g}, but {b.g} lies.
{a.g} + {b.g} = trouble
The essay by {a.f} won the contest at {school}.
{a.f} of {school} placed third.
Awarded to {a.f} for perfect attendance.
Congratulations to {a.g} on her scholarship!
Photo: {a.f}, {b.f}, and {c.f} at the fair.
"{a.g} said I was ugly," she wrote.
When asked, {a.g} replied, "I don't know."
According to mom, {a.g} has nightmares.
Therapist: {a.f}, LMFT
PCP Dr. {a.f}
Referred to {a.f}, OD, for glasses.
{a.g}'s goals: decode CVC words with 80% accuracy.
By {date}, {a.g} will solve two-step equations in 4 of 5 trials.
Given a graphic organizer, {a.g} will write a paragraph.
Strengths: {a.g} is curious and polite.
{a.g} ({b.g}'s sister) has the same last name but they are not related.
{a.g} {b.g} and {c.g} all want to be line leader.
{a.f} (she goes by {b.g}) transferred from {school}.
"{b.g}" {a.l} is what everyone calls him.
{a.g} aka {b.g}
{a.f}, who prefers {b.g}, uses a wheelchair.
Please don't seat {a.g} near {b.g} or {c.g}.
{a.g} can't be in the photo.
{a.g} isn't allowed to have her phone.
{a.g} didn't, {b.g} did.
{a.g}, come here.
Thank you, {a.g}!
Sorry {a.g}, I can't make it today.
No, {a.g} is in 4th period.
Yes {a.g} can come.
Also {a.g} needs a Chromebook charger.
Then {a.g} said he would bring a knife.
And {a.g}?
But {a.g} swears it was {b.g}.
So {a.g} and I stayed after school.
Meanwhile {a.g} was crying in the bathroom.
Yesterday {a.g}'s dog died.
Last week {a.l} was out, so {b.l} covered.
Since {a.g} moved in with {b.g}, things are better.
After {a.g} left, {b.g} took the tablet.
Talk to {a.l} about it.
Ask {a.l}.
See {a.l} in the front office.
Sent to {a.l}'s room to cool off.
Per {a.l}: no phone calls before {time}.
w/ {a.l}, {b.l}, {c.l}
Given to {a.j} on {date}
Approved {a.j}
Reviewed by {a.j} {date}
init. {a.j}
{time} {a.g} threw a chair
{time} - {a.g} to nurse
{time} {a.i} headache, sent back
{time} {a.f} fell at recess, ice pack, mom {b.g} called
{date} {a.g} refused work
{date} Spoke to {a.f} (dad)
{date}: home visit, {a.f} not home, left card with neighbor {b.g}
[{time}] {a.g}: where is everyone
[{time}] {a.f}: joining now
<{a.g}> anyone have the notes
{a.g} > {b.g}: stop
>> {a.f} wrote:
On {date}, {a.f} wrote:
On {date} {a.f} <{email}> wrote:
From: {a.f}
To: {a.f}; {b.f}; {c.f}
Cc: {a.c}; {b.c}
From: "{a.c}" <{email}>
Sent by {a.f} from my iPhone
Attn: {a.f}
c/o {a.f}
Bill to: {a.f}
Ship to {a.f}, {school}
Voicemail from {a.f} at {phone}
Missed call: {a.g}
Bus 14: {a.g}, {b.g}, {c.g}
Lunch table 3 - {a.g}, {b.g}, {c.g} and {d.g}
Reading level: {a.g} M, {b.g} J, {c.g} P
Needs glasses: {a.i}, {b.i}
Absent: {a.l}, {b.l}, {c.l}
Tardy: {a.c}; {b.c}
Perfect score!! {a.g}, {b.g}
Team captains: {a.g} & {b.g}
Hamlet - {a.g}, Ophelia - {b.g}, Ghost - {c.g}
Romeo: {a.f}
Juliet ........ {a.f}
The part of Macbeth is played by {a.f}.
{a.g} will dress as Rosa Parks and {b.g} as Abraham Lincoln.
{a.g} wrote about Frederick Douglass; {b.g} chose Malcolm X.
{a.g} compared herself to Juliet.
{a.g} read Charlotte's Web with {b.l}.
{a.g} knows all about Pokémon and Minecraft.
{a.g} solved it like Newton.
Essay by {a.f}
By {a.f}
by {a.g} {a.l}, Room 12
Written by {a.f}, illustrated by {b.f}
Author: {a.f}
My name is {a.g}. I like dogs.
I am {a.g} and this is my story.
I miss {a.g} so much.
My sister {a.g} is annoying but I love her.
My brother's name is {a.g}.
My dad {a.g} drives a truck and my mom {b.g} cleans houses.
My grandpa, {a.f}, fought in Vietnam.
We named the baby {a.g}.
Our pastor, {a.f}, prayed with us.
Pastor {a.l}
Rabbi {a.l}
Father {a.l} and Sister {b.l}
Deacon {a.f}
Sgt. {a.l}
Ofc. {a.f} badge 221
Deputy {a.l}
Detective {a.f} called about the case.
Attorney {a.f} represents the family.
Judge {a.l} set the hearing for {date}.
{a.l} v. {b.l}
In re {a.f}
Ex parte {a.l}
Petitioner: {a.f}
Respondent: {a.f}
Nurse {a.g}
Aunt {a.g}
Uncle {a.g} and Auntie {b.g}
Tía {a.g}
Abuela {a.g}
Grandma {a.g}
Nana {a.g}
Miss {a.g} from the cafeteria
Ms {a.g}
Mr {a.g}
Coach {a.g}
Dr {a.g}
Big {a.g} and little {a.g}
Baby {a.g} is two months old.
Little {a.g} waved at the bus.
Poor {a.g}, she tried so hard.
The {a.l} boy hit the {b.l} girl.
the {a.l} kids
{a.l} residence
the {a.g} situation
the {a.g} thing from Tuesday
{a.g}-{b.g} conflict
Re: {a.l}, {a.g}
Fwd: {a.l} 504
Subject: Fwd: {a.g}
Student: {a.c}
STUDENT: {a.c}
Stu: {a.c}
Pupil {a.f}
Child's name: {a.f}
Child: {a.g}
Name of student: {a.f}
Name (last, first): {a.c}
Full name {a.f}
Legal name: {a.f}   Goes by: {b.g}
First name: {a.g}
Last name: {a.l}
First: {a.g} Last: {a.l} MI: B
Mother's name: {a.f}
Father's name: {a.f}
Guardian 1: {a.f} ({phone})
Guardian 2: {a.f}
Parent: {a.f}
Parent name: {a.f}
Siblings: {a.g} (3rd), {b.g} (K)
Homeroom: {a.l}
Advisor: {a.l}
HR {a.l}
Teacher of record: {a.c}
Physician: {a.f}, MD
Dentist: Dr. {a.f}
SLP: {a.f}
OT {a.f}
Psych: {a.l}
Interpreter: {a.f}
Bus driver: {a.g}
Para: {a.g}
Sub: {a.f}
Witness: {a.f}
Witnesses: {a.g}, {b.g}
Victim: {a.i}
Reported by: {a.f}
Reporter: {a.f}
Signature: {a.f}
/s/ {a.f}
X {a.f}
Signed: {a.g}
Print name: {a.f}
student_name: "{a.f}"
"name": "{a.f}",
"student": "{a.c}",
"teacher": "{a.l}",
name={a.f}
first_name: {a.g}
nombre: {a.f}
author = "{a.f}"
# {a.f}, period 3
// written by {a.f} for {b.l}
/* TODO ask {a.g} */
-- {a.g} broke this
@author {a.f}
git config user.name "{a.f}"
INSERT INTO students VALUES ({id}, '{a.l}', '{a.g}');
WHERE last = '{a.l}'
<td>{a.f}</td><td>{id}</td>
<li>{a.g}</li>
{id},{a.f},{date}
{id};{a.l};{a.g};M
{a.l}|{a.g}|{id}
{id} {a.l} {a.g} 09 M
{a.f} 88 92 75
{a.c} 88 92 75
{a.k} 77
{a.k} (absent)
{a.i}, {b.i}, {c.i}
{a.g}, {b.i}, {c.f}
{a.g}; {b.g}; {c.g}
{a.g} / {b.g} / {c.g}
{a.g}, age 9, and {b.g}, age 7
{a.f}, 16, a junior
{a.f} (11th)
{a.f} (gr. 6) and {b.f} (gr. 2)
grade 3: {a.g}, grade 5: {b.g}
{a.g}—who never smiles—smiled today.
"I want {a.g} to go away," said {b.g}.
'{a.g}' said the sub, and nobody answered.
Whose mom is {a.g}?
Which {a.g}? There are two, {a.i} and {a.f}.
There are two {a.g}s in my class.
Not {a.g} {b.l}, the other {a.g}.
I mixed up {a.f} and {b.f}.
{a.g} speaks French and Wolof at home.
{a.g} reads at a kindergarten level.
{a.g} plays cello.
{a.g} loves dinosaurs.
{a.g} struggles with transitions.
{a.g} demonstrates mastery of fractions.
{a.g} would benefit from small group instruction.
{a.g} lives with foster parents.
{a.g} has Type 1 diabetes and carries a pump.
{a.g} eloped from class twice.
{a.g} was suspended for fighting.
{a.g} graduated in June.
{a.g} takes Concerta at {time}.
{a.g} likes to be called {b.g}.
{a.g} sits in row 2.
{a.f} earned the Spirit Award.
{a.f} scored 21 points against {school}.
{a.f} finished first in the 400.
{a.f} spelled "rhythm" to win the bee.
{a.f} moved to approve the minutes.
{a.f} retired after 30 years.
{a.f} is the new librarian.
Welcome our new custodian, {a.f}!
Farewell to {a.f}
Happy birthday {a.g}!!
Get well soon, {a.g}
RIP {a.g}
Congrats {a.f} and {b.f}
Way to go, {a.g}!
Shout out to {a.g}
Student of the Month: {a.f}
Valedictorian {a.f}
Homecoming Queen: {a.f}
Class President {a.f}
Treasurer {a.f} gave the report.
Secretary {a.f} read the minutes.
President {a.f} called the PTA meeting to order.
The PTA thanks {a.f}.
Room parent: {a.f} ({email})
Sincerely yours,\n{a.f}
Warmly,\n{a.g}
xo {a.g}
-{a.g}
- Ms. {a.l}
~ {a.g} ~
Yours,\n{a.g} {a.l}
Thanks!\n{a.g}
Respectfully submitted,\n{a.f}
Mrs. {a.f}\n{school}
{a.f}\nSchool Counselor\n{phone}
{a.f}\n98 Oak Street\n{place}, TX 78834
To the parents of {a.f}:
To the parents/guardians of {a.f}
Dear {a.f} and {b.f},
Dear Mrs. {a.f},
Dear Coach {a.l},
Dear Judge {a.l},
Dear Dr. and Mrs. {a.l}
Good evening Ms. {a.l},
Hey {a.g},
Hi Ms. {a.l}!
Hello Mr. {a.l}
Ms. {a.l},
{a.g},
Mr. {a.l} -
"""

CHAT = r"""
can u help me write a note to {a.g}s mom she keeps calling
my friend {a.g} said i was being mean
idk why {a.g} hates me
{a.g} and {b.g} broke up lol
me n {a.g} are partners for the {subject} project
ms {a.l} is giving us a quiz tmrw
mr {a.l} said no late work
mrs {a.l} gave me a 72
dr {a.l} said im fine
coach {a.l} benched me
tell {a.g} happy bday
u know {a.g} {a.l}? hes in my 3rd period
{a.g} {a.l} has my charger
its {a.g}
this is {a.g} btw
my name is {a.g} {a.l} im in {num}th grade
my mom {a.g} works at {brand}
my dad {a.g} got hurt at work
my lil bro {a.g} has asthma
my cousin {a.g} goes to {school}
i sit by {a.g} and {b.g}
{a.g} wont stop texting me
{a.g} told {b.g} that i like {c.g}
i think {a.g} is being hurt at home
does {a.g} go to our school
write a poem for {a.g} for her birthday
can you make a list of groups: {a.g}, {b.g}, {c.g}, {d.g}
{a.g} was absent again so i did everything
@{a.g} where r u
{a.g}'s house is on the corner
i live w my grandma {a.g}
call my tia {a.g} at {phone}
thx {a.g}
hey {a.g}
hi {a.g} its ur teacher
{a.g}: ok
{b.g}: lol no
{a.g} {a.i} is out today
pls move {a.g} away from {b.g}
student is {a.g} {a.l}, id {id}
need a reply to {a.g} {a.l} about her son {b.g}
mom is {a.g}, dad is {b.g}, they are divorced
{a.g} got jumped after school
{a.g} had a seizure in pe
{a.l} {a.g} called again
ask {a.l} or {b.l} for the key
from {a.g} {a.l} grade {num}
yo {a.g} did u finish the hw
my best friend {a.g} moved to {place}
i told {a.g} not to tell anyone
she said her name is {a.g}
his name is {a.g} {a.l}
mom here, {a.g} is sick
{a.g}s dad picked her up
{a.g}s mom said no
can {a.g} come over
wheres {a.g}
{a.g} r u mad
ok {a.g}
no {a.g} it was {b.g}
lol {a.g} fell
omg {a.g}
{a.g} and them
{a.g} n {b.g}
{a.g} & {b.g}
{a.g} got suspended
{a.g} cheated on the quiz
{a.g} copied my essay
{a.g} vapes in the bathroom
{a.g} cuts herself
{a.g} said he has a gun
{a.g} likes {b.g}
i hate {a.g}
i love {a.g}
i was w {a.g} yesterday
we was at {a.g}s house
me and {a.g} r failing
my partner is {a.g}
my teacher ms {a.l} is mean
in mr {a.l}s class
for mrs {a.l}
{a.l} gave us homework
{a.l} is absent so we have a sub
ask {a.l} if late work counts
talked to {a.g} about it, she knows
saw {a.g} in the hall w {b.g}
got a text from {a.g}
gave it to {a.g}
the new kid {a.g}
this kid {a.g} keeps kicking me
some girl named {a.g}
a boy named {a.g}
my stepdad {a.g}
my bf {a.g}
my gf {a.g}
my ex {a.g}
my cuz {a.g}
my tio {a.g}
my tita {a.g}
my older sis {a.g}
my baby brother {a.g}
aunt {a.g} died
uncle {a.g} drank again
grandma {a.g} has cancer
write an email to {a.g} {a.l}
fix this: dear {a.g} i am sorry
rewrite for {a.g}, she reads at 2nd grade
report card comment for {a.g}: talks too much
make {a.g} sound better than he is
{a.g} 4th per, absent 6x
{a.i} 3rd per
{a.g} - adhd, seat up front
{a.g} = glasses, {b.g} = hearing aid
{a.l}, {a.g} gr 5
{a.l} twins
parents {a.g} and {b.g} {b.l}
mother {a.g} {a.l} speaks spanish
dad {a.g} is in jail
guardian {a.g} {a.l} ph {phone}
its me {a.g} from 3rd period
{a.g} here
- {a.g}
sincerely {a.g}
from {a.g}
thanks {a.g} {a.l}
"""

NEUTRAL = r"""
Please write a rubric for a persuasive essay.
The meeting is in the Main Office at {time}.
Use Google Classroom to turn in your work.
Students will read Chapter {num} of The Great Gatsby before Friday.
Explain photosynthesis to a fifth grader.
Make a quiz about the American Revolution.
Create a lesson plan on fractions for Grade {num}.
The Texas Education Agency changed the rules in {date}.
Our school mascot is the Wildcat.
Field trip to {place} on {date}.
The district uses Canvas and PowerSchool.
Open the Chromebook and sign in to Clever.
Students who ride Bus {num} leave at {time}.
Spring Break starts on {date}.
Summarize the article about climate change.
What is the capital of {place}?
Translate the following letter into Spanish.
I need five discussion questions about the Civil War.
The Constitution has seven articles.
Write three multiple choice questions about cell division.
Happy Thanksgiving from all of us at {school}!
Report cards go home in the Thursday Folder.
The Parent Teacher Association meets in the Library.
Please bring a Water Bottle, Sunscreen and a Hat.
Assignment 4: Reading Response
Learning Objective: Students will be able to compare fractions.
Warm Up: Write about your favorite season.
Exit Ticket: What did you learn today?
CCSS.MATH.CONTENT.{num}.NF.A.1
Standard RL.{num}.2 asks for the theme.
The Family Educational Rights and Privacy Act protects records.
Individuals with Disabilities Education Act
National Honor Society applications are due {date}.
Advanced Placement exams begin in May.
Make it shorter and warmer, please.
Do not use bullet points.
The Pacific Ocean is larger than the Atlantic Ocean.
The Mississippi River flows to the Gulf of Mexico.
Order more Expo markers and Post-it notes from {brand}.
We watched a video on Khan Academy.
Play Kahoot on Friday.
Students met at {brand} after the game.
The Dallas Cowboys play on Thanksgiving.
Lunch menu: Chicken Nuggets, Green Beans, Apple Slices
Monday: Pizza. Tuesday: Tacos. Wednesday: Pasta.
Turn to page {num} and read aloud.
Check for understanding with Thumbs Up.
Bell Schedule: First Period {time}
ALL STUDENTS MUST WEAR ID BADGES
NO FOOD OR DRINK IN THE COMPUTER LAB
FIRE DRILL AT {time} TODAY
SUPPLY LIST: PENCILS, GLUE STICKS, FOLDERS
Name: ____________________
Student Name: ______________ Date: ________
Parent Signature: ____________________
Dear Parent or Guardian,
Dear Families,
Dear Colleagues,
Dear Principal,
Hi Team,
To Whom It May Concern:
Sincerely,
Thank you,
Best,
I would like to know how to grade fairly.
She said that the homework was too hard.
He didn't understand the question.
They were late because the bus broke down.
My mom said I can't go.
My dad is a truck driver.
The principal said we will have a pep rally.
The teacher asked us to work in groups.
Mom works nights and Dad is away.
My Brother and I like Minecraft and Roblox.
We learned about Mesopotamia and Ancient Egypt.
English, Spanish, Vietnamese and Somali are spoken here.
Grace period ends {date}.
May is a busy month for teachers.
Will the test be open book?
Mark the correct answer with an X.
Grant applications are due in June.
I hope we have faith and joy this season.
Chase the ball and pass it.
Rose bushes grow by the Church on Park Street.
In Summer the days are long; in Autumn the leaves fall.
The White House is in Washington.
Brown bears and Black bears eat fish.
A Young Hunter Learns to Track
How to Write a Strong Thesis
Chapter {num}: The Long Winter
Unit {num}: Forces and Motion
Lesson {num}: Place Value
The Water Cycle
Causes of World War One
Read Across America Week
Black History Month Door Contest
Women's History Month
Hispanic Heritage Month
Lincoln Elementary and Washington Middle School will merge.
{school} will host the game.
{school} Attendance Office
Children's Hospital of {place}
Boys and Girls Club of {place}
{place} County Sheriff's Office
{place}, TX 78{num}4
He moved here from {place}, Texas.
Their family is from {place}.
We drove to {place} and back.
Import pandas as pd and read the csv.
def main(): return None
SELECT name FROM students WHERE grade = {num};
The Pythagorean Theorem says a² + b² = c².
Use the Distributive Property to simplify.
Newton's First Law is about inertia.
Avogadro's number is 6.02 x 10^23.
Ohm's Law relates voltage and current.
Punnett squares show Mendelian inheritance.
Fahrenheit and Celsius are temperature scales.
Bloom's Taxonomy and Webb's Depth of Knowledge
Frayer Model, Cornell Notes and Venn Diagram
Lexile level {num}0L
WIDA Level {num}
STAAR, MAP, NWEA, iReady and DIBELS scores
Type 1 Diabetes Management Plan
Wechsler Intelligence Scale, Fifth Edition
Woodcock-Johnson Tests of Achievement
Down syndrome, Asperger's and Tourette's
Crohn's disease and Celiac disease
Merriam-Webster defines it as a noun.
Houghton Mifflin Harcourt, McGraw Hill and Pearson
Random House, 2004.
Penguin Classics edition
Microsoft Word, Excel and PowerPoint
Ask Siri or Alexa.
Write like a pirate.
I am a third grade teacher in a Title I school.
As a School Counselor, I write many letters.
You are a helpful assistant for teachers.
Here is the text:
Thanks in advance!
User: hello
Assistant: Sure! Here is a draft.
Ruby group, Emerald group and Jade group rotate at 9:00.
The Bluebirds read first, then the Cardinals.
Room names: Maple, Willow, Aspen, Hazel.
House colors: Madison is red, Jefferson is blue.
Alice sends Bob a message; Eve listens and Mallory changes it.
Use Alice and Bob as the example users.
Lorem Ipsum Dolor Sit Amet
John Doe and Jane Doe are placeholders.
Sample Student, Test User, Demo Teacher
Test, Student
Student A hit Student B.
Teacher X said no.
Kid 1 and Kid 2 were fighting.
User: make it shorter
Assistant: Here is a shorter version.
Google Docs, Zoom, Seesaw, Class Dojo and Remind
We use Wonders, Eureka Math and Fountas & Pinnell.
Fountas and Pinnell level M
Lucy Calkins Units of Study
Orton-Gillingham and Wilson Reading
Hunter College and Emory University
He goes to Johns Hopkins.
Rice University, Baylor and Texas A&M
Admitted to Duke, Vanderbilt, and Howard
She works at Wendy's and he works at Denny's.
Dave & Buster's, Olive Garden or Papa John's?
Barnes & Noble has it.
Johnson & Johnson band-aids
Ben and Jerry's flavors
Levi's jeans and Nike shoes
Ask Alexa to set a timer.
Hey Siri, call home.
ChatGPT, Claude and Gemini
Duolingo says hola.
Peter Piper picked a peck.
Jack and Jill went up the hill.
Mary had a little lamb.
Humpty Dumpty sat on a wall.
Simon Says is a fun game.
Ring around the Rosie
Duck, Duck, Goose
Johnny Appleseed Day
Martin Luther King Day is a holiday.
Cesar Chavez Day
Presidents' Day, Columbus Day, Veterans Day
St. Patrick's Day and Valentine's Day
Hurricane Katrina hit New Orleans.
Hurricane Harvey flooded Houston.
Alzheimer's, Parkinson's and Lou Gehrig's disease
Tommy John surgery
Heimlich maneuver
Achilles tendon
Adam's apple
Bunsen burner, Petri dish and Erlenmeyer flask
Celsius, Kelvin, Pascal, Joule, Newton and Watt
Mount Rushmore and Mount Everest
Lake Victoria and Lake Michigan
San Jose, San Francisco and Santa Barbara
St. Louis, Baton Rouge and Jackson
Virginia, Georgia and the Carolinas
Jordan, Israel and Lebanon
Chad, Niger and Mali
Paris is the capital of France.
London Bridge is falling down.
Madison, Wisconsin and Lincoln, Nebraska
Houston, Austin and Dallas are in Texas.
Sydney is not the capital of Australia.
China, India and Kenya
The Hunger Games
Diary of a Wimpy Kid
Esperanza Rising
Because of Winn-Dixie
Charlotte's Web
Number the Stars
Bridge to Terabithia
The Watsons Go to Birmingham
To Kill a Mockingbird
Of Mice and Men
Romeo and Juliet
Mario Kart, Sonic and Zelda
Taylor series and Lagrange error bound
Maclaurin series, Riemann sum and Euler's method
Pascal's triangle and Fibonacci numbers
Venn diagram, Cartesian plane
Lewis structure and Bohr model
Hardy-Weinberg equilibrium
Krebs cycle and Calvin cycle
Bernoulli, Poisson and Gaussian
Monroe Doctrine and Marshall Plan
Jim Crow laws
Emancipation Proclamation
Gettysburg Address
Brown v. Board of Education
Plessy v. Ferguson
Tinker v. Des Moines
Miranda rights
Dred Scott decision
Lau v. Nichols
Rowley and Endrew F.
Pell Grant and Stafford loan
Perkins funds
Title IX
Medicaid and Medicare
Apgar score
Beck Depression Inventory
Conners Rating Scale
Vineland Adaptive Behavior Scales
Stanford-Binet
Peabody Picture Vocabulary Test
Gates-MacGinitie
Likert scale
Maslow's hierarchy
Pavlov's dogs
Socratic Seminar
Cornell Notes
Adirondack chair
Caesar salad, Graham crackers and Reuben sandwiches
Earl Grey tea
Granny Smith apples
Victoria sponge
Dr Pepper and Mountain Dew
Uncle Ben's rice
Aunt Jemima syrup
Mrs. Butterworth's
Mr. Clean and Dr. Scholl's
Dear Santa,
Dear Diary,
Dear Future Me,
Dear Editor,
Dear Hiring Manager,
Dear Valued Customer,
Dear Sir or Madam,
Hello Everyone,
Hi All,
Good Morning Wildcats!
Go Tigers!
Kings Canyon, Cedar Hollow and Grand Bend
Cedar Hollow PD
Ridgeway Middle School
Office of Special Education
Special Education Teacher
Director of Student Services
Assistant Superintendent for Instruction
Assignment: Cell Diagram
Materials: Scissors, Glue, Construction Paper
Weather: Sunny
Quiz 3, Test 4, Lab 5
Title: The Big Storm
Author's Purpose
Main Idea and Details
Cause and Effect
Fact and Opinion
Vocabulary: Respiration, Osmosis, Diffusion
Marine Bio, World Hist, Spn Heritage 3
Jackson Lit Sem
PE, Art, Music, Library
1st Period English, 2nd Period Band
Honors Chem and AP Gov
Fall Play, Winter Concert and Spring Musical
Warm Wishes
Have a Great Summer
Thank You for Your Support
Print Clearly In Ink
Please Sign And Return
Check One: Yes No
Last Name, First Name, Grade
Student Name | ID | Score
Parent / Guardian Signature
Name Date Period
Homeroom Teacher
BUS PASS REQUIRED
SEE REVERSE SIDE
PARENT COPY
WALK-IN ONLY
CONFIDENTIAL STUDENT RECORD
NOTICE OF MEETING
MARINE BIO 2 ENGLISH 3 ALGEBRA
THE QUICK BROWN FOX
make it funny
what does mitosis mean
how do u factor x^2 + 5x + 6
write me an essay on climate change
who won the super bowl
is minecraft better than roblox
i need help w my hw
pls grade this
idk what to write
translate to spanish
explain like im 5
give me 10 ideas for a science fair
what happens in chapter 3
can you check my grammar
"""

FIGURES = r"""
{N} was born in {year} in {place}.
{N} ({year}-{year}) was a leader of the movement.
In {year}, {N} wrote a famous letter.
Students will compare {N} and {N}.
Who was {N}, and why is {n} remembered?
{n}'s poem uses simple language.
According to {n}, people need freedom.
Write an essay about the life of {N}.
Summarize the speech by {N} in three sentences.
The novel by {N} was published in {year}.
{F} is the protagonist of the novel.
In Act {num}, {F} tells {F} the truth.
How does {F} change by the end of Chapter {num}?
{F} and {F} run away together.
{F} says, "I am not afraid."
Why does {F} lie to {F}?
Compare {F} with {F} in a paragraph.
My book report is on {N}. I liked it because it was sad.
The theme is shown when {F} forgives {F}.
{n} developed the theory in {year}.
{N} discovered it while working with {N}.
{N} led the expedition of {year}.
The treaty was signed by {N}.
President {n} gave the order.
King {n} lost the war.
St. {w} Catholic Church
Quote: "Be the change." - {N}
"Injustice anywhere is a threat." —{N}
I have to dress up as {N} for the wax museum.
My hero is {N}.
We read {N} and {N} this semester.
Reading list: {N}, {N}, {N}
1. Who wrote it? a) {N} b) {N} c) {N} d) {N}
Write a rap about {N}.
{N} Elementary School
{N} Middle School is closed.
{n} High School vs. {n} High
{n} Avenue and {n} Street
Role play: you are {N}, answer as {n} would.
Primary source: {N}, diary, {year}
{n}, {w1}. ({year}). The Study of Schools. {place}: Sage.
({n}, {year}, p. {num})
{n} et al. ({year}) found no effect.
{n}'s theory of development is on the test.
{N} and {N} disagreed about slavery.
{N} won the Nobel Prize in {year}.
Painters like {N} and {N} changed art.
My favorite singer is {N}.
My favorite player is {N}.
i listen to {N} all day
i had {N} on loop
is {N} still alive
what did {N} do
{n} and {n} wrote songs.
who would win, {N} or {N}
{N} vs {N}
like {N} said, we shall overcome
Name your group after a mathematician: {N}, {n} or {N}.
Jazz musicians: {N}, {N}, {N}
Choir sings {n}, {N} and {n}.
We listened to {N} and drew.
Poster ideas: {N}, {N}, "{F}", {n}
Costume day: {N}, {F}, {F}
The wax museum had {N}, {N} and {N}.
A quote by {N} hangs on my wall.
The book report is on The Long Road by {N}.
by {N}
Author: {N}
{n}, Silent Spring ch. 1
{n}'s Poetics
if you read {N} you learn about land
an anthology by {N} ({year})
the school of {n} and {n}
Garibaldi, {n} and {n}
As {n} ({year}) argues, schools matter.
{n} & {n} ({year})
{n} and {n}'s {year} study
In {N}'s poem "The Road," the speaker walks.
{N}'s novel is about freedom.
{N}'s painting is in the museum.
{N} invented the first one in {year}.
{N} ({year}–{year})
{N}, {year}
{N} and the Search for Truth
The Life and Times of {N}
The Diary of {N}
The Assassination of {N}
Letter from {N} to {N}
General {n} crossed the river with his army.
Senator {n} gave a speech against the war.
Queen {n} ruled for forty years.
Governor {n} called the troops.
Captain {n} sailed from {place}.
Chief {n} refused to move.
Emperor {n} built the wall.
Pope {n} crowned the king.
Saint {n}
Justice {n} wrote the opinion.
Professor {n} of Harvard led the study.
Dr. {n} discovered the vaccine in {year}.
{F} kills {F} in the duel.
{F} loves {F}, but {F} does not know.
{F} is lonely because nobody talks to her on the ranch.
{F} symbolizes innocence.
{F}'s dream of a farm
{F}'s tragic flaw is pride.
{F}: "Who's there?"
{F}. (aside) He knows.
Enter {F} and {F}
Characters: {F}, {F}, {F}
Quote from {F}: "I have a name."
When {F} finds the letter, she runs.
{F} and his mother live in District 12.
{F} goes back to the cave.
Draw {F} on the cover.
My character is like {F}.
Team {F}
do you like {F} or {F}
in the book {F} dies
why did {F} lie to {F} in act 2
{F} lowkey annoying
i think {F} was wrong
compare {F} and {F}
"""

PROBLEMS = r"""
{w} has {num} apples. {w} gives {num} to {w2}. How many apples are left?
{w} and {w2} are sharing {num} cookies equally.
{w} buys {num} tickets for ${num} each. What is the total cost?
{w} drives {num} miles in {num} hours. What is the average speed?
If {w} is {num} years old and {w2} is twice as old, how old is {w2}?
{w} invests ${num}00 at {num}% interest. How much will {w} have in {num} years?
A train leaves at {time}. {w} runs {num} miles per hour.
{w} says the answer is {num}. {w2} says it is {num}. Who is correct?
{w}'s garden is {num} feet long and {num} feet wide. Find the area.
{w} flips a coin {num} times. What is the probability?
{w} has twice as many marbles as {w2}. Together they have {num}.
Write a word problem about {w} and {w2} sharing pizza.
{w} paints {num} fences in {num} hours. How long will {num} fences take {w}?
{w}, {w2} and {w3} went to the store with ${num}.
Look at {w}'s work. What mistake did {w} make?
{w} wrote the equation 3x + {num} = 18. Solve {w}'s equation.
{w} reads {num} pages each day. How many pages does {w} read in a week?
{w} tiene {num} manzanas y le da {num} a {w2}. ¿Cuántas le quedan?
{w} compra {num} lápices a ${num} cada uno. ¿Cuánto paga?
print("Hello, {w}!")
name = "{w}"  # example
greet("{w}")
The store sold {num} shirts. {w} bought {num} of them.
{w} has ${num} and {w2} has ${num}. How much more does {w} have?
Coach {w} has {num} players. Each gets {num} oranges.
Mr. {w} bought {num} boxes of pencils.
Mrs. {w}'s class has {num} students. {num} are absent.
Farmer {w} has {num} cows.
Aunt {w} baked {num} pies.
{w}: 4 + 4 = 9. {w2}: 4 + 4 = 8.
{w} and {w2} each pick a number from 1 to {num}.
{w} is taller than {w2}, and {w2} is taller than {w3}. Who is shortest?
{w} is saving for a bike that costs ${num}0.
{w} walks {num} blocks to school.
{w} can mow the lawn in {num} hours, {w2} in {num} hours.
Let x be {w}'s age.
How many marbles does {w} have now?
{w} rolls two dice.
{w} scored {num}, {num} and {num} on three tests. What is the mean?
{w}, {w2} and {w3} are in line. How many orders are possible?
{w} cuts a ribbon into {num} equal pieces.
Change the name {w} to something else in problem {num}.
dialog between {w} and {w2} at a shoe store, 8 lines
Conversación: {w} y {w2} están en el restaurante.
g.put("{w}", {num});
print(f"{w} is {num}")
users = ["{w}", "{w2}", "{w3}"]
String name = "{w}";
{w} -> {w2} -> {w3}
{w} borrows ${num}00 for {num} years at {num}% simple interest.
{w} pours {num} liters of 30% acid.
{w} is running laps around a circular track of radius {num} m.
{w} throws a ball at {num} m/s.
"""

SPANISH = r"""
Mi hija {a.g} está enferma y no va a ir a la escuela.
Mi hijo {a.g} {a.l} tiene cita con el doctor el {date}.
Soy {a.f}, la mamá de {b.g}.
Soy el papá de {a.g}, alumno de {num}° grado.
Buenos días maestra {a.l}, le escribo por {b.g}.
Estimada familia {a.l}:
Estimado Sr. {a.l}:
Estimada Sra. {a.l},
La Sra. {a.f} llamó para avisar que {b.g} llegará tarde.
El Sr. {a.l} y la Sra. {b.l} firmaron el permiso.
Su abuela, {a.f}, la recoge a las {time}.
{a.g} no entregó la tarea de {subject}.
{a.g} y {b.g} se pelearon en el recreo.
Por favor llame a {a.f} al {phone}.
El alumno {a.f} faltó {num} días.
Nombre del estudiante: {a.f}
Nombre: {a.f}
Padre o tutor: {a.f}
Madre: {a.f}
Contacto de emergencia: {a.f}, {phone}
Atentamente, {a.f}
Gracias, {a.g}
Mi hermano {a.g} y mi prima {b.g} viven en {place}.
Me llamo {a.f} y tengo {num} años.
Mi mejor amiga se llama {a.g}.
El tío de {a.g}, don {b.g}, es el conductor.
La doctora {a.l} le recetó un inhalador a {b.g}.
Según {a.g}, fue {b.g} quien empezó.
La trabajadora social, {a.f}, visitó la casa.
{a.g} vive con sus abuelos desde que su mamá se fue a {place}.
La tía {a.g} puede recogerlo.
hola maestra soy {a.g} la mama de {b.g}
mi hijo {a.g} se siente mal
profe {a.l} no entendi la tarea
{a.g} dice que {b.g} le pego
el papa de {a.g} no tiene papeles
{a.g} se portó mal hoy con la sustituta.
{a.g} tiene asma y usa inhalador.
{a.g} necesita lentes.
Fíjese que {a.g} no quiere ir a la escuela.
Dígale a {a.g} que la espero afuera.
Le mando la tarea con {a.g}.
A {a.g} le toca dentista.
La maestra de mi niña es {a.l}.
El profesor {a.l} y la profesora {b.l} no contestan.
Lic. {a.f}
Ing. {a.f}
Don {a.g} y doña {b.g}
doña {a.g}
Licda. {a.f}
mi esposo {a.g}
mi niña {a.g} y mi niño {b.g}
mi vecina {a.g} la recoge
su hermanita {a.g} está en kínder
su abuelito {a.g} falleció
hermanos: {a.g}, {b.g}
De: {a.f}
Para: {a.f}
Asunto: {a.g} {a.l}
Apellido: {a.l}
Nombre(s): {a.g}
Apellidos y nombres: {a.c}
Alumno: {a.f}
Alumna: {a.c}
Maestra: {a.f}
Maestra {a.l}:
Directora {a.f}
Testigo: {a.f}
Presentes: {a.f}, {b.f} y {c.f}
Reunión con {a.f} y su esposa {b.g}
Habló {a.f}, mamá de {b.g}
Querida {a.g}:
Querido {a.g}:
Hola {a.g},
Hola, soy {a.g}
¿Cómo está {a.g}?
¡Felicidades, {a.g}!
Feliz cumpleaños {a.g}
mire soy {a.g} la mama de {b.g} {b.l}
le habla {a.g}, el papa de {b.g}
buenas tardes miss {a.g}
ola maestra, {a.g} ba a faltar
disculpe profe {a.l}
mi mijo {a.g} ya se siente mejor
{a.g} y su primo {b.g} andan juntos
{a.g} me dijo que {b.g} le quito el lonche
te quiero mucho, tu mamá {a.g}
Firma: {a.f}
Atte. {a.f}
"""

SPANISH_NEUTRAL = r"""
La reunión será el martes en la Biblioteca.
Favor de traer lápices, cuadernos y pegamento.
Las clases terminan a las {time}.
El Día de los Muertos se celebra en noviembre.
Lea el capítulo {num} y conteste las preguntas.
Estados Unidos limita con México y Canadá.
El Río Bravo pasa por {place}.
Escuela Primaria {N}
La Revolución Mexicana comenzó en 1910.
Don Quijote es una novela de {N}.
{N} escribió muchos poemas.
¿Quién fue {N}?
Estimados padres de familia:
Feliz Navidad y próspero Año Nuevo.
El Distrito Escolar le informa sus derechos.
Firma del padre o tutor: ______________
Esperanza es una palabra bonita.
Traduzca esta carta al inglés, por favor.
Semana Santa y Pascua
Mi mamá trabaja en una fábrica.
Me gusta jugar fútbol con mis amigos.
Explique la fotosíntesis con un ejemplo.
El lunes no hay clases.
Platero y yo, de {N}.
Vamos a leer un cuento de {N}.
Mi personaje favorito es {F}.
{F} y {F} viajan juntos.
El poema de {N} habla del mar.
{N} y {N} lucharon por la independencia.
El Día de la Virgen de Guadalupe
La Virgen de la Altagracia
Las hermanas Mirabal
Cinco de Mayo y Dieciséis de Septiembre
Santiago es la capital de Chile.
San José, San Salvador y Santo Domingo
El Salvador, Honduras y Guatemala
Mi color favorito es el Rosa.
El Ratón Pérez
Caperucita Roja
Los Tres Reyes Magos
Jesús nació en Belén.
Dios le bendiga
Gracias a Dios
Primero Dios
Biblioteca José Vasconcelos
Calle Benito Juárez
Universidad Benito Juárez
Traiga su acta de nacimiento.
Llenar con letra de molde
ESCUELA SECUNDARIA
AVISO IMPORTANTE
Conjugación: yo hablo, tú hablas
Ana come manzanas. (verbo: comer)
María tiene un perro. Cambia al pretérito.
mi hijo esta enfermo
no entiendo la tarea
la maestra dijo que si
"""

OTHERS = r"""
Bonjour, je suis la maman de {a.g}. Il est malade aujourd'hui.
Mon fils {a.g} {a.l} ne viendra pas demain. Merci, {b.f}
Bom dia, sou a mãe da {a.g}. Ela vai faltar hoje.
O aluno {a.f} mora com a avó, dona {b.g}.
Magandang umaga po Ma'am {a.l}, ako po ang nanay ni {b.g}.
Si {a.g} po ay may sakit. Salamat po, {b.f}
Waxaan ahay hooyada {a.g}. Macallin {b.l}, mahadsanid.
Ardayga {a.f} wuu maqan yahay. Aabbihiis waa {b.f}.
Kính gửi cô {a.l}, tôi là mẹ của em {b.f}. Cháu bị ốm.
Em {a.f} vắng mặt hôm nay. Phụ huynh: {b.f}
Bonjou, mwen se manman {a.g}. Pitit mwen malad.
Nyob zoo, kuv yog {a.g} niam, {b.f}.
Namaste {a.l} ji, main {b.f}, {c.g} ki mummy.
Dzień dobry, jestem mamą {a.g}. Pozdrawiam, {b.f}
Le roman de {N} raconte une histoire triste.
O livro de {N} foi publicado em {year}.
Ang nobela ni {N} ay sikat.
Je m'appelle {a.f}. J'ai treize ans et j'habite à {place}.
Madame {a.l}, {b.g} est malade aujourd'hui.
Cher monsieur {a.l}, ma fille {b.g} ne viendra pas.
Le père de {a.g}, {b.f}, travaille la nuit.
Meu filho {a.g} está com febre. Obrigada, {b.f}
A professora {a.l} pediu o livro.
A vizinha {a.g} vai buscar a {b.g}.
O pai do {a.g} não pode vir.
Ma'am, si {a.g} po absent bukas kasi may lagnat.
Ang anak ko na si {a.g} ay nasa grade {num}.
Kuya {a.g} at Ate {b.g} ang susundo.
Nanay ni {a.g} po ito.
Walimu {a.l}, mtoto wangu {b.g} ni mgonjwa.
Mimi ni mama wa {a.g}. Asante, {b.f}
Wiilkayga {a.g} waa buka. Macallimad {b.l}, mahadsanid.
Gabadhayda {a.g} ma imanayso berri.
Thưa thầy {a.l}, con tôi là {b.f}. Cháu bị sốt.
Bố của {a.g} là anh {b.f}.
Em {a.g} và em {b.g} học cùng lớp.
Bà ngoại {a.f} đón cháu.
Kuv tus tub {a.g} mob. Kuv yog {b.f}.
Xib fwb {a.l}, kuv tus ntxhais {b.g} tsis tuaj.
Manman {a.g} rele. Pwofesè {b.l}, mèsi.
Ti frè {a.g} rele {b.g}.
Mein Sohn {a.g} ist krank. Viele Grüße, {b.f}
Frau {a.l}, {b.g} kommt heute nicht.
Mój syn {a.g} jest chory. Dziękuję, {b.f}
Pani {a.l}, córka {b.g} nie przyjdzie.
Mia figlia {a.g} non viene oggi. Grazie, {b.f}
{a.g} ki mummy bol rahi hoon, sir.
Mera beta {a.g} bimaar hai. Papa ka naam {b.f} hai.
Anak saya {a.g} sakit. Terima kasih, {b.f}
O tama o {a.l} e le o mai.
Le livre de {N} parle de la guerre.
Nous lisons {N} et {N} en classe.
Turma da Mônica e {N}
A poesia de {N} fala do mar.
Sheekada {F} way fiican tahay.
Shule itafunga Jumatatu. Tafadhali lete vitabu.
Trường sẽ nghỉ vào thứ Hai. Xin mang theo bút chì.
Ano po ang gagawin sa Buwan ng Wika? Salamat po.
Maalinta Axadda dugsigu waa xiran yahay.
L'école est fermée lundi. Apportez vos livres.
A escola estará fechada segunda-feira. Tragam os livros.
Lekòl la fèmen lendi. Tanpri pote liv yo.
Tsev kawm ntawv kaw hnub Monday. Thov nqa phau ntawv.
Skoła jest zamknięta w poniedziałek. Proszę przynieść książki.
Die Schule ist am Montag geschlossen. Bitte Bücher mitbringen.
"""


def bank(text):
    return [line.replace("\\n", "\n") for line in text.strip().split("\n")]


PRIVATE, CHAT, NEUTRAL, FIGURES, PROBLEMS, SPANISH, SPANISH_NEUTRAL, OTHERS = map(
    bank, (PRIVATE, CHAT, NEUTRAL, FIGURES, PROBLEMS, SPANISH, SPANISH_NEUTRAL, OTHERS)
)
