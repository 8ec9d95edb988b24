#!/usr/bin/env python3
"""Writes the roster of the marked documents: a made-up district of 150 families in OneRoster 1.1 CSV.

usage: make_roster.py DIR

Everybody in it is invented. Many are hard on purpose: names that are words (Grace, Will, White), names several
people share, double surnames, particles, nicknames, and families whose members have different surnames. The same
seed gives the same people for ever, as the marked documents speak of them.
"""
import csv
import pathlib
import random
import sys
import unicodedata

DISTRICT = "Cedar Hollow USD"
SCHOOLS = ["Cedar Hollow High School", "Ridgeway Middle School", "Linwood Elementary", "Marisol Vega Elementary"]
STUDENTS = """
Grace | Park; Will | May; May | Lin; Hope | Sterling; Rose | Banks; Autumn | White; Summer | Rain; Chase | Hunter; Mason | Cook; Jordan |
Rivers; Angel | De la Cruz; Angel | De la Cruz; Maria | Garcia; Maria | Garcia; María José | Hernández López; Jesús | Santos; Fatima |
Al-Masri; Layla | Haddad; Yusuf | Abdi; Hodan | Warsame; Abdirahman | Farah; Minh Anh | Nguyễn Thị; Bảo | Trần; Xiu Ying | Chen; Wei |
Zhang; Haoran | Li; Seo-yeon | Kim; Ji-ho | Park; Haruto | Sato; Aarav | Patel; Ananya | Krishnan; Priya | Singh; Oleksandr | Shevchenko;
Daryna | Kovalenko; Anastasia | Volkova; Joao | da Silva; Beatriz | Oliveira Souza; Siobhan | O'Brien; Seamus | O'Neill; D'Angelo | Brooks;
Ta'Niyah | Washington; Ja'Marcus | Lee; Jean-Luc | Baptiste; Marie-Claire | Toussaint; Sofie | van der Berg; Lars | Von Holt; Kai | Kealoha;
Leilani | Māhoe; Aiyana | Begay; Takoda | Yazzie; Tavita | Leota; Sione | Tupou; Elijah | Brown; Elijah | Brown; Jackson | Jackson; James |
Henry; Henry | James; Ruby | Stone; Dallas | Young; Paris | Long; Story | Little; Sky | Blue; Destiny | Price; Faith | Knight; Christian |
Bishop; Dean | Baker; Earl | King; Melody | Bell; Violet | Wood; Iris | Field; Sage | Green; Justice | Rodriguez; Xochitl | Mendoza; Itzel |
Cruz Ramírez; Guadalupe | Ortiz; Concepción | de la Rosa; Ignacio | Peña; Chuy | Salinas; Francisco | Núñez; Zoë | Müller; Łukasz | Wójcik;
Chloé | Dubois; Renée | Lefèvre; Björn | Åkesson; Amina | Diallo; Kofi | Mensah; Chidi | Okonkwo; Ngozi | Eze; Tesfaye | Bekele; Selam |
Haile; Mohammed | Rahman; Nur | Islam; Zainab | Qureshi; Ali | Reza; Ava | Hosseini; Noah | Levi; Shira | Cohen; Andres | Reyes; Andrea |
Reyes; Nathaniel | Whitfield; Katherine | Sullivan; Robert | Castellano; Elizabeth | Montgomery; William | Fairbanks; Alexander | Petrov;
Alexandra | Popescu; Jonathan | Ashworth; Samantha | Delacroix; Benjamin | Thornton; Isabella | Marchetti; Theodore | Vance; Margaret |
Holloway; Christopher | Quintero; Gabriela | Fuentes; Daniel | Ocampo; Daniela | Ocampo; Tyrone | Mitchell; Keisha | Robinson; Deshawn |
Carter; Imani | Freeman; Malik | Jefferson; Ebony | Coleman; Brayden | Miller; Kaylee | Anderson; Colton | Harris; Madison | Taylor"""
STAFF = """
Ana | Reyes | teacher; Peter | Okafor | teacher; Dana | Brubaker | teacher; Linh | Pham | teacher; Walter | Grimm | teacher; Rosa |
Villalobos | teacher; Penelope | Frost | teacher; Hyun | Choi | teacher; Terrence | Mills | teacher; Joy | Abernathy | teacher; Marcus |
Bell | teacher; Grace | Whitaker | administrator; Samuel | Ortiz | administrator; Ingrid | Halvorsen | aide; Bob | Lawrence | aide; Carmen |
Duarte | teacher; Nadia | Aziz | teacher; Owen | Price | teacher; Lucille | Summers | administrator; Dean | Rowe | teacher"""
GIVEN_F = "Laura Carmen Denise Monique Yolanda Patricia Aisha Mei Soo-jin Olena Fatou Rosa Theresa Kimberly Ingrid Lupe Wanda Halima Sunita Bich Marisela Heather Joy Charity Dawn April".split()
GIVEN_M = "Hector Darnell Wayne Omar Jun Sergei Kwame Luis Patrick Bill Art Drew Ray Tomas Rajesh Duc Ibrahim Craig Miguel Frank Grant Guy Lance Rob Ernesto Malcolm".split()
STREETS = ["Alder Ct", "N Basin St", "Calle Las Palmas", "County Road 417", "Deer Run Ln", "E 3rd Ave", "Fern Hollow Rd", "Old Quarry Rd", "S Church St",
           "W Martin Luther King Jr Blvd", "Willow Bend Dr", "Avenida del Sol"]


def entries(text):
    return [tuple(field.strip() for field in entry.split("|")) for entry in " ".join(text.split()).split(";")]


def ascii_only(text):
    table = str.maketrans("łøđŁ", "lodL")
    plain = unicodedata.normalize("NFKD", text.translate(table)).encode("ascii", "ignore").decode()
    return "".join(c for c in plain.lower() if c.isalnum())


def main(directory):
    rng = random.Random(20260901)
    out = pathlib.Path(directory)
    out.mkdir(parents=True, exist_ok=True)
    users, demographics, addresses = [], [], []
    stamp = "2026-08-15T00:00:00.000Z"

    def user(sid, role, given, family, username, identifier, email, phone, agents, grade, org, middle=""):
        users.append([sid, "active", stamp, "true", org, role, username, "{Local:%s}" % identifier if identifier else "", given, family,
                      middle, identifier, email, "", phone, agents, grade, ""])

    for number, (given, family) in enumerate(entries(STUDENTS)):
        sid = 310100 + number * 7
        grade = rng.randint(0, 12)
        org = "org-%d" % (1 if grade > 8 else 2 if grade > 5 else rng.choice([3, 4]))
        street = "%d %s" % (rng.randint(12, 9800), rng.choice(STREETS))
        zip_code = rng.choice(["93999", "93998"])
        agents = []
        for which in range(rng.choice([1, 2, 2])):
            gid = "g%d%d" % (sid, which)
            name = rng.choice(GIVEN_F if which == 0 else GIVEN_M)
            surname = family if rng.random() < 0.7 else rng.choice(["Brooks", "Navarro", "Fisher", "Kaur", "Dominguez", "Tran", "Bright", "Early"])
            local = ascii_only(name) + ascii_only(surname.split()[-1]) + str(rng.randint(10, 99))
            phone = "(559) 555-01%02d" % rng.randint(0, 99)
            user(gid, "guardian", name, surname, local, "", local + "@mailbox.example", phone, "s%d" % sid, "", org)
            addresses.append([gid, street, "Cedar Hollow", "CA", zip_code])
            agents.append(gid)
        username = ascii_only(given)[:1] + ascii_only(family) + str(sid)[-3:]
        user("s%d" % sid, "student", given, family, username, str(sid), username + "@students.cedarhollow.example", "", ",".join(agents), "%02d" % grade, org,
             rng.choice(["", "", "", "Lee", "Marie", "Alberto", "J"]))
        born = "%d-%02d-%02d" % (2021 - grade, rng.randint(1, 12), rng.randint(1, 28))
        demographics.append(["s%d" % sid, "active", stamp, born, "", "false", "false", "false", "false", "false", "false", "false", "", "", "", ""])
        addresses.append(["s%d" % sid, street, "Cedar Hollow", "CA", zip_code])
    for number, (given, family, role) in enumerate(entries(STAFF)):
        username = ascii_only(given)[0] + ascii_only(family)
        user("t%d" % (8801 + number), role, given, family, username, "E%d" % (8801 + number), username + "@cedarhollow.example", "(559) 555-01%02d" % number, "", "",
             "org-%d" % (number % 4 + 1))

    def write(name, header, rows):
        with open(out / name, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header.split(","))
            writer.writerows(rows)

    write("users.csv", "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,"
          "agentSourcedIds,grades,password", users)
    write("demographics.csv", "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,"
          "nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,"
          "publicSchoolResidenceStatus", demographics)
    write("addresses.csv", "userSourcedId,street,city,state,postalCode", addresses)
    orgs = [["org-0", "active", stamp, DISTRICT, "district", "0652010", ""]]
    orgs += [["org-%d" % (n + 1), "active", stamp, name, "school", "065201%d" % (n + 1), "org-0"] for n, name in enumerate(SCHOOLS)]
    write("orgs.csv", "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId", orgs)
    kinds = {"users": "bulk", "demographics": "bulk", "orgs": "bulk"}
    files = "academicSessions categories classes classResources courses courseResources demographics enrollments lineItems orgs resources results users".split()
    write("manifest.csv", "propertyName,value", [["manifest.version", "1.0"], ["oneroster.version", "1.1"]] +
          [["file." + name, kinds.get(name, "absent")] for name in files])


if __name__ == "__main__":
    main(sys.argv[1])
