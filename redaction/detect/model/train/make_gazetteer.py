#!/usr/bin/env python3
"""Writes what open lists say of single words, for `train gazetteer`: lines "word given family english flags".

usage: make_gazetteer.py SHARED_DATA WORK SCOWL_DIR TREE > words.tsv

WORK holds what train.sh fetched: faker.tsv, and the folder names-0.3.0 (the 1990 census' surnames). Levels run
from 0 to 7 as gazetteer.h says; flags are its bits from foreign() on. The order of the lines is that of the words.
"""
import collections
import csv
import json
import pathlib
import re
import sys
import unicodedata

from other_words import OTHER_WORDS

FOREIGN, PLACE, PROPER, FAMOUS, SUBJECT, PROBLEM, HOME = (1 << n for n in range(7))
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[a-zà-ɏḀ-ỿ]+")

# Literature, history and science: texts that speak of other people than ours.
SUBJECT_WORDS = """
novel novels poem poems poet poetry stanza sonnet author authors character characters protagonist antagonist narrator chapter
chapters act scene soliloquy tragedy comedy theme themes symbolism metaphor simile imagery foreshadowing irony plot setting fable
myth mythology legend literature literary fiction nonfiction memoir autobiography biography biographer play plays playwright verse
empire emperor king queen prince princess pharaoh dynasty kingdom throne crown conquest colony colonies colonial colonists settlers
revolution revolutionary war battle army navy treaty armistice president presidents senator congress parliament amendment
constitution declaration independence abolition abolitionist slavery suffrage suffragist civil rights movement segregation boycott
speech century centuries ancient medieval renaissance enlightenment industrial explorer explorers expedition voyage invention
invented inventor discovered discovery scientist scientists physicist chemist biologist mathematician astronomer philosopher
philosophy theory theorem law laws experiment experiments hypothesis gravity evolution genetics radioactivity vaccine penicillin
composer symphony painter painting paintings sculptor sculpture artist museum nobel prize laureate assassinated elected reign reigned
founded published wrote written essay thesis quote quoted passage excerpt textbook primary source historian historians era age wars
goddess god gods hero heroes titan odyssey iliad troy odysseus novela poema poeta autor autora personaje personajes capitulo tema
imperio emperador rey reina guerra batalla revolucion independencia siglo presidente cientifico inventor descubrio libro obra poesia
cuento leyenda mito movie film album song singer band actor actress athlete championship olympics league nba nfl
""".split()
PROBLEM_WORDS = """
apples oranges marbles cookies pencils stickers candies balloons cupcakes tickets altogether total equation equations solve fraction
fractions ratio percent percentage interest invests invested deposits buys bought sells sold costs cost gallons miles kilometers
meters feet inches liters hours mph speed travels drives walks bikes jogs rectangle triangle perimeter area volume probability
spinner dice coin coins dollars cents nickels dimes quarters remaining left each per equal equally shares average mean median mode
graph slope intercept variable expression simplify evaluate sum difference product quotient dozen cuanto cuantos manzanas total
problema resuelve compra vende cuesta canicas
""".split()
# What is written about the people of a school.
HOME_WORDS = """
absent absence absences tardy pickup dismissal guardian guardians custody parent parents mom dad mother father grandma grandpa sibling
student enrolled enrollment withdraw withdrawn transfer referral incident suspension detention iep accommodations evaluation eligibility
counselor nurse inhaler medication seizure allergy allergies asthma diabetes therapy therapist psychologist caseworker dear sincerely
regards thanks hello hi hola estimada estimado atentamente saludos gracias mama papa hijo hija madre padre abuela tutor apoderado
alumno alumna estudiante ausente ausencia cita recoger salon maestra maestro email phone cell contact emergency attn cc from signed
signature meeting attendees present conference grade grades missing makeup late bus rides lives address roster homeroom period
""".split()


def fold(text):
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text):
    return [word for word in WORD.findall(unicodedata.normalize("NFC", text.lower())) if LATIN.fullmatch(word) and len(word) > 1]


def level(value, steps):
    return sum(value >= step for step in steps)


def main():
    shared, work, scowl, tree = map(pathlib.Path, sys.argv[1:5])
    given, family, english = (collections.Counter() for _ in range(3))
    flags = collections.Counter()

    def raise_to(counter, text, most):
        for word in words(text):
            counter[word] = max(counter[word], most)

    def flag(text, bit):
        for word in words(text):
            flags[word] |= bit

    with open(shared / "lexicons/ssa_names_bias/names_aggregate_1960_2020.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            count = float(row["Count"])
            if count >= 25:
                raise_to(given, row["Name"], level(count, (25, 150, 1500, 8000, 40000, 150000, 400000)))
    with open(work / "names-0.3.0/names/dist.all.last", encoding="utf-8") as file:
        for line in file:
            word, _, _, rank = line.split()
            raise_to(family, word, 7 - level(int(rank), (150, 700, 2500, 9000, 26000, 55000)))
    for name, counter in (("forenames", given), ("surnames", family)):
        with open(shared / f"lexicons/popular_names_by_country/common-{name}-by-country.csv", encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                for key in ("Localized Name", "Romanized Name"):
                    raise_to(counter, row[key], 4)
    with open(shared / "lexicons/nicknames/names.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            raise_to(given, row["name1"], 3)
            raise_to(given, row["name2"], 3)
    with open(work / "faker.tsv", encoding="utf-8") as file:
        for line in file:
            kind, locale, text = line.rstrip("\n").split("\t")
            if kind == "place":
                if len(text.split()) == 1 or locale.startswith(("en", "es")):
                    flag(text, PLACE)
            elif len(text.split()) <= 3:
                raise_to(given if kind == "given" else family, text, 3)
    for size, value in ((10, 7), (20, 6), (35, 5), (40, 4), (50, 3), (55, 3), (60, 2), (70, 1)):
        for prefix in ("english", "american"):
            path = scowl / f"{prefix}-words.{size}"
            if path.exists():
                for word in path.read_text("latin-1").split():
                    if "'" not in word:
                        raise_to(english, word, value)
    for size in (10, 35, 40, 50):
        for prefix in ("english", "american"):
            path = scowl / f"{prefix}-upper.{size}"
            if path.exists():
                for word in path.read_text("latin-1").split():
                    if "'" not in word:
                        flag(word, PROPER)
    for path in ("english-proper-names.50", "american-proper-names.50"):
        for word in (scowl / path).read_text("latin-1").split():
            if "'" not in word:
                flag(word, PROPER)
    for path in sorted((tree / "redaction/detect/words").glob("figures*.inc")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith(("//", "R", ")")):
                # Nobody is famous for being called Charlotte, or Smith.
                flag(" ".join(word for word in words(line) if given[word] < 4 and family[word] < 5), FAMOUS)
    flag((tree / "redaction/detect/words/spanish.inc").read_text("utf-8").split('R"(')[1], FOREIGN)
    for word in OTHER_WORDS:
        if given[word] < 3 and family[word] < 4 and english[word] < 3:
            flag(word, FOREIGN)
    seen = collections.Counter()
    with open(shared / "train/meddocan/train.jsonl", encoding="utf-8") as file:
        for line in file:
            seen.update(re.findall(r"(?<=[\w,] )[a-záéíóúñü]{2,}\b", json.loads(line)["text"]))
    for word, count in seen.items():
        if count >= 3:
            flag(word, FOREIGN)
    for list_, bit in ((SUBJECT_WORDS, SUBJECT), (PROBLEM_WORDS, PROBLEM), (HOME_WORDS, HOME)):
        for word in list_:
            flag(word, bit)
    for word in sorted(set(given) | set(family) | set(english) | set(flags)):
        print(fold(word), given[word], family[word], english[word], flags[word])


main()
