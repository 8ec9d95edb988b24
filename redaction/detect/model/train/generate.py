#!/usr/bin/env python3
"""Writes training texts for the name tagger, in the format of tests/eval/corpus/marked.py.

usage: generate.py SHARED_DATA WORK documents COUNT MARKED_TEXT... > out.txt     the marked texts with other names and casings
       generate.py SHARED_DATA WORK texts COUNT > out.txt                        texts made from sentences.py
       generate.py SHARED_DATA WORK others > out.txt                             the open sets, see README.md

The same arguments give the same texts.
"""
import itertools
import json
import pathlib
import random
import re
import sys

import name_pools
import sentences

SHARED, WORK, WHAT = sys.argv[1:4]
(US_GIVEN, US_WEIGHTS, US_FAMILY), SPANISH_POOL, POOLS = name_pools.read(SHARED, WORK)
US_SUMS = list(itertools.accumulate(US_WEIGHTS))
rng = random.Random(f"schoolgate {WHAT}")

PLACES = """Grand Bend; Fresno; San Antonio; Houston; El Paso; Laredo; Ohio; Portland; Saint Paul; Cedar Rapids; Santa Rosa; San Marcos; Guatemala; Honduras;
Oaxaca; Michoacán; Puebla; Mogadishu; Manila; Hanoi; Seoul; Lagos; Addis Ababa; Kyiv; Damascus; Port-au-Prince; Chicago; Florida; Georgia; Jackson; Madison; Lincoln; Austin; Charlotte;
Victoria; Jamaica Plain; Mexico; Cuba; Puerto Rico; San Juan; Santiago; Salem; Springfield; Riverside; Oakland; Denver; Phoenix; Virginia; Arlington; Elgin; Aurora; Brownsville""".replace("\n", " ").split("; ")
SCHOOLS = """Lincoln High School; Washington Middle School; Roosevelt Elementary; Cesar Chavez Academy; Martin Luther King Jr. Elementary; Jefferson High; Oak Grove Elementary;
St. Mary's; Holy Family Catholic School; Kennedy Middle; Riverbend ISD; Maple Ridge Elementary; Franklin High; Edison Middle School; Sacagawea Elementary; North Star Charter; Rosa Parks Elementary;
John Muir Middle; Adams Elementary; Hamilton High; Bishop Kelly; Mary Todd Elementary; Crestview HS; Henry Clay High School; James Madison High""".replace("\n", " ").split("; ")
BRANDS = """Walmart; Target; McDonald's; Wendy's; Home Depot; Amazon; Starbucks; Dollar General; Macy's; Trader Joe's; Chick-fil-A; Papa John's; Kohl's; Denny's; Ford; Tyson; Jimmy John's; Dairy Queen; Barnes & Noble;
Levi's; Hershey; Campbell's; Johnson & Johnson; John Deere; Wells Fargo; Chase Bank; Ben & Jerry's; Carl's Jr.; Albertsons; Whole Foods; Uber; Kroger""".replace("\n", " ").split("; ")
SUBJECTS = "math; reading; science; Algebra 1; Biology; AP Lit; social studies; PE; art; chemistry; US History; English; band; orchestra; Spanish 2; geometry; computer science".split("; ")
MONTHS = "January February March April May June July August September October November December".split()
NOT_PART = set("de la las los del der den van von bin ibn al el y e da do dos das di du le jr sr ii iii iv mr mrs ms dr sra san ma".split())


def us_given():
    return rng.choices(US_GIVEN, cum_weights=US_SUMS)[0]


def common():
    """The commonest names there are, whose words are famous people's too: nobody is a figure for being called Charlotte Smith."""
    return rng.choices(US_GIVEN[:600], cum_weights=US_SUMS[:600])[0], US_FAMILY[int(400 * rng.random() ** 2)]


def given_family():
    """A given and a family name that go together."""
    if rng.random() < 0.06:
        return common()
    kind = rng.random()
    if kind < 0.30:
        return us_given(), US_FAMILY[int(len(US_FAMILY) * rng.random() ** 3)]
    if kind < 0.40:
        return rng.choice(US_GIVEN), rng.choice(US_FAMILY)
    if kind < 0.55:
        given, family = SPANISH_POOL[0]
        name = rng.choice(given)
        if rng.random() < 0.15:
            name += " " + rng.choice(given)
        last = rng.choice(family)
        if rng.random() < 0.35:
            last += rng.choice([" ", " ", "-", " de la "]) + rng.choice(family)
        return name, last
    if kind < 0.68:
        given = rng.choice(name_pools.WORD_GIVEN) if rng.random() < 0.7 else us_given()
        family = rng.choice(name_pools.WORD_FAMILY) if rng.random() < 0.6 else US_FAMILY[int(len(US_FAMILY) * rng.random() ** 3)]
        return given, family
    given, family = rng.choice(POOLS)
    first, last = rng.choice(given), rng.choice(family)
    if rng.random() < 0.06:
        last += "-" + US_FAMILY[int(len(US_FAMILY) * rng.random() ** 3)]
    if rng.random() < 0.04:
        first = rng.choice(["D'", "Ja'", "Ta'", "De'", "Ke'"]) + first
    return first, last


class Person:
    def __init__(self):
        self.given, self.family = given_family()
        if rng.random() < 0.06:  # a middle initial or name
            self.middle = rng.choice("ABCDEGHJKLMNPRSTW") + "." if rng.random() < 0.6 else us_given()
        else:
            self.middle = ""

    def form(self, how):
        g, l = self.given, self.family
        text = {
            "f": " ".join(p for p in (g, self.middle, l) if p),
            "g": g,
            "l": l,
            "i": f"{g} {l[0]}" + rng.choice([".", ".", "."]),
            "j": f"{g[0]}. {l}",
            "c": f"{l}, {g}" + (f" {self.middle}" if self.middle else ""),
            "k": f"{l}, {g[0]}.",
        }[how]
        return text


def mark(text, label="OTHER_NAME"):
    return f"[[{label}:{text}]]"


def number():
    return str(rng.choice([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 18, 24, 30, 45, 60]))


def fill(sentence, people):
    exercise = rng.sample(name_pools.WORD_GIVEN[:60], 1) + [us_given() for _ in range(3)]
    rng.shuffle(exercise)

    def value(match):
        key = match.group(1)
        if "." in key:
            return mark(people["abcde".index(key[0])].form(key[2]))
        return {
            "N": lambda: rng.choice(name_pools.FAMOUS),
            "n": lambda: rng.choice(name_pools.FAMOUS).split()[-1].rstrip("."),
            "F": lambda: rng.choice(name_pools.FICTIONAL),
            "w": lambda: exercise[0],
            "w1": lambda: rng.choice("ABCDEFGHJKLMPRST") + ".",
            "w2": lambda: exercise[1],
            "w3": lambda: exercise[2],
            "place": lambda: rng.choice(PLACES),
            "school": lambda: rng.choice(SCHOOLS),
            "brand": lambda: rng.choice(BRANDS),
            "subject": lambda: rng.choice(SUBJECTS),
            "num": number,
            "year": lambda: str(rng.randrange(1480, 1999)),
            "room": lambda: "Room " + str(rng.randrange(100, 320)),
            "id": lambda: str(rng.randrange(100000, 999999)),
            "time": lambda: f"{rng.randrange(7, 16)}:{rng.choice(['00', '15', '30', '45'])}",
            "phone": lambda: f"950-555-01{rng.randrange(10, 99)}",
            "email": lambda: rng.choice(["parent", "office", "kmail", "contact"]) + str(rng.randrange(10, 99)) + "@mail.example",
            "date": lambda: rng.choice([f"{rng.choice(MONTHS)} {rng.randrange(1, 29)}", f"{rng.randrange(1, 13)}/{rng.randrange(1, 29)}",
                                        rng.choice(["Monday", "Tuesday", "Friday", "last week"])]),
        }[key]()

    return re.sub(r"\{([a-zA-Z0-9.]+)\}", value, sentence)


def recase(marked, how):
    """`lower` or `upper`, leaving the marks."""
    return re.sub(r"(\[\[[A-Z_]+:)|([^\[]+|\[)", lambda m: m.group(1) or getattr(m.group(2), how)(), marked)


def strip_accents_sometimes(text):
    if rng.random() < 0.2:
        return text.translate(str.maketrans("áéíóúñÁÉÍÓÚÑüç", "aeiounAEIOUNuc"))
    return text


def roster_lines(count):
    people = [Person() for _ in range(count)]
    style = rng.choice(["c", "f", "f", "cid", "csv", "tsv", "json", "upper", "given", "num", "seats", "i", "scores", "md", "colon"])
    lines = []
    for n, p in enumerate(people):
        if style == "c":
            lines.append(mark(p.form("c")))
        elif style == "f":
            lines.append(mark(p.form("f")))
        elif style == "cid":
            lines.append(f"{rng.randrange(100000, 999999)}  {mark(p.form('c'))}  {number()}")
        elif style == "csv":
            lines.append(f"{mark(p.family)},{mark(p.given)},{number()},{rng.choice(['A', 'B', 'C', ''])}")
        elif style == "tsv":
            lines.append(f"{mark(p.form('f'))}\t{number()}\t{rng.choice(['present', 'absent', 'tardy', 'excused'])}")
        elif style == "json":
            lines.append(f'{{"firstName": "{mark(p.given)}", "lastName": "{mark(p.family)}", "grade": {number()}}},')
        elif style == "upper":
            lines.append(f"{mark(p.form('c').upper())}    {number()}    {rng.choice(['M', 'F'])}")
        elif style == "given":
            lines.append(mark(p.given))
        elif style == "num":
            lines.append(f"{n + 1}. {mark(p.form(rng.choice('fgi')))}")
        elif style == "seats":
            lines.append(" | ".join(mark(Person().given) for _ in range(4)))
        elif style == "i":
            lines.append(f"{mark(p.form('i'))} {rng.choice(['absent', 'late', 'ok', 'no homework', 'nurse 10:15', '- see me'])}")
        elif style == "scores":
            lines.append(f"{mark(p.form(rng.choice('gfi')))}: {number()}/60")
        elif style == "md":
            lines.append(f"| {mark(p.form('f'))} | {number()} | {rng.choice(['yes', 'no'])} |")
        else:
            lines.append(f"{mark(p.given)}: {rng.choice(['works well in groups', 'needs reminders', 'missing two labs', 'great progress', 'talks a lot'])}")
    head = {"csv": "last,first,grade,score", "tsv": "Student\tScore\tStatus", "md": "| Student | Score | Late |\n|---|---|---|"}.get(style)
    if head and rng.random() < 0.7:
        lines.insert(0, head)
    elif rng.random() < 0.5:
        lines.insert(0, rng.choice(["Period 3 roster", "Bus 12 riders:", "Absent today:", "Reading groups", "Class list", "Missing work", "Cast list", "Team A"]))
    return lines


def letter(people):
    body = [fill(rng.choice(sentences.PRIVATE if rng.random() < 0.6 else sentences.NEUTRAL), people) for _ in range(rng.randrange(2, 7))]
    opening = fill(rng.choice(["Dear {a.g},", "Dear Ms. {b.l},", "Dear Mr. {b.l}:", "Dear Families,", "Hi {b.g},", "Good morning,", "Dear Mr. {a.l} and Ms. {b.l},", "Hello Ms. {c.l}!"]), people)
    close = rng.choice(["Sincerely,", "Thank you,", "Thanks,", "Best,", "Regards,", "Respectfully,", "Warmly,", "Take care,", "Yours truly,"])
    sign = fill(rng.choice(["{e.f}", "{e.g}", "Ms. {e.l}", "{e.f}\n5th Grade Teacher", "{e.j}", "{e.f}, Principal", "Mr. {e.l}"]), people)
    head = ""
    if rng.random() < 0.4:
        head = fill(rng.choice(["From: {e.f} <{email}>\nTo: {b.f} <{email}>\nSubject: {a.g}\n\n", "To: {b.f}\nFrom: {e.f}\nRe: {a.f}\n\n", "From: {e.f}\nSent: {date}\nTo: {b.l}, {b.g}\nCc: {c.l}, {c.g}\nSubject: RE: Meeting\n\n",
                                "{school}\nOffice of the Principal\n\n{date}\n\n{b.f}\n98 Oak Street\n\n"]), people)
    return head + opening + "\n\n" + " ".join(body) + "\n\n" + close + "\n" + sign


def text_of(kind):
    people = [Person() for _ in range(5)]
    pick = lambda bank, low, high: [fill(rng.choice(bank), people) for _ in range(rng.randrange(low, high))]
    if kind == "letter":
        return letter(people)
    if kind == "list":
        lines = roster_lines(rng.randrange(3, 12))
        if rng.random() < 0.5:
            lines = pick(sentences.NEUTRAL, 1, 3) + lines + pick(sentences.PRIVATE, 0, 3)
        return "\n".join(lines)
    if kind == "chat":
        lines = pick(sentences.CHAT, 1, 7) + (pick(sentences.NEUTRAL, 0, 2) if rng.random() < 0.3 else [])
        rng.shuffle(lines)
        text = (" " if rng.random() < 0.4 else "\n").join(lines)
        return recase(text, "lower") if rng.random() < 0.85 else text
    if kind == "notes":
        bank = sentences.PRIVATE
        return rng.choice(["\n", " ", "\n- "]).join(pick(bank, 2, 9) + pick(sentences.NEUTRAL, 0, 3))
    if kind == "neutral":
        return rng.choice(["\n", " ", "\n\n"]).join(pick(sentences.NEUTRAL, 2, 9))
    if kind == "figures":
        lines = pick(sentences.FIGURES, 2, 8) + pick(sentences.NEUTRAL, 0, 3)
        rng.shuffle(lines)
        return rng.choice(["\n", " "]).join(lines)
    if kind == "problems":
        lines = pick(sentences.PROBLEMS, 1, 5)
        if rng.random() < 0.4:
            lines = [f"{n + 1}. {line}" for n, line in enumerate(lines)]
        return "\n".join(pick(sentences.NEUTRAL, 0, 2) + lines)
    if kind == "mixed":  # people of the school beside people of books
        lines = pick(sentences.PRIVATE, 2, 5) + pick(sentences.FIGURES, 1, 4) + (pick(sentences.PROBLEMS, 0, 2))
        rng.shuffle(lines)
        return rng.choice(["\n", " "]).join(lines)
    if kind == "spanish":
        lines = pick(sentences.SPANISH, 2, 6) + pick(sentences.SPANISH_NEUTRAL, 0, 4)
        rng.shuffle(lines)
        return strip_accents_sometimes(rng.choice(["\n", " "]).join(lines))
    if kind == "spanish neutral":
        return rng.choice(["\n", " "]).join(pick(sentences.SPANISH_NEUTRAL, 2, 6))
    return "\n".join(pick(sentences.OTHERS, 1, 3))


KINDS = {"letter": 14, "list": 16, "chat": 14, "notes": 18, "neutral": 12, "figures": 12, "problems": 6, "mixed": 10, "spanish": 12, "spanish neutral": 3, "others": 4}


def write(name, genre, language, text):
    print(f"=== {name} {genre} {language}")
    print(text)


def texts(count):
    kinds, weights = list(KINDS), list(KINDS.values())
    for n in range(count):
        kind = rng.choices(kinds, weights)[0]
        text = text_of(kind)
        casing = rng.random()
        if casing < 0.10:
            text = recase(text, "lower")
        elif casing < 0.17:
            text = recase(text, "upper")
        language = "es" if kind.startswith("spanish") else "xx" if kind == "others" else "en"
        write(f"g{n}", kind.replace(" ", "_") + "@0.5", language, text)


SPAN = re.compile(r"\[\[([A-Z_]+):((?:[^\]]|\](?!\]))*)\]\]", re.S)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def known_given():
    return set(name.lower() for name in US_GIVEN[:8000])


def rename(marked, given):
    """The same text about other people: each word of a name becomes another word, the same everywhere."""
    instead = {}
    names = common if rng.random() < 0.12 else given_family

    def other(word, last):
        low = word.lower()
        if len(low) == 1 or low in NOT_PART:
            return word
        if low not in instead:
            first, family = names()
            instead[low] = (first if (low in given or not last) else family).split()[0]
        new = instead[low]
        if word.isupper() and len(word) > 1:
            return new.upper()
        return new.lower() if word.islower() else new

    def span(match):
        label, text = match.groups()
        if not label.endswith("_NAME") or label == "USERNAME" or not re.search(r"[A-Za-z]", text):
            return match.group(0)
        words = list(WORD.finditer(text))
        comma = text.find(",")
        out, at = [], 0
        for number_, word in enumerate(words):
            out.append(text[at : word.start()])
            last = word.start() < comma if comma >= 0 else len(words) > 1 and number_ == len(words) - 1
            out.append(other(word.group(0), last))
            at = word.end()
        out.append(text[at:])
        initials = re.fullmatch(r"(.+ )([A-Z])(\.?)", "".join(out))
        new = "".join(out) if not initials else initials[1] + rng.choice("ABCDEFGHJKLMNOPRSTVWYZ") + initials[3]
        return f"[[{label}:{new}]]"

    return SPAN.sub(span, marked)


def documents(count, paths):
    head = re.compile(r"^=== (\S+) (\S+) (\S+)\n", re.M)
    given = known_given()
    for path in paths:
        content = pathlib.Path(path).read_text("utf-8")
        heads = list(head.finditer(content))
        for match, following in zip(heads, heads[1:] + [None]):
            name, genre, language = match.groups()
            body = content[match.end() : following.start() if following else len(content)].removesuffix("\n")
            write(name, genre + "@2", language, body)
            for copy in range(count):
                text = rename(body, given) if copy % 8 else body
                casing = rng.random()
                if casing < 0.12:
                    text = recase(text, "lower")
                elif casing < 0.20:
                    text = recase(text, "upper")
                write(f"{name}~{copy}", genre + "@0.4", language, text)


def spaced(words):
    """Words of a tokenised sentence, as they were written."""
    out = ""
    for word in words:
        glue = not out or word in {".", ",", "!", "?", ":", ";", ")", "]", "%", "'s", "n't", "'m", "'re", "'ll", "'ve", "'d", "''"} or out[-1] in "([$#@`"
        out += word if glue else " " + word
    return out.replace("``", '"').replace("''", '"')


def conll(path, name, separator, per, weight, mask):
    with open(path, encoding="utf-8") as file:
        blocks = file.read().replace("\r", "").split("\n\n")
    group = 12 if name == "wikigold" else 1
    lines = []
    for block in blocks:
        words, inside = [], False
        for line in block.split("\n"):
            parts = line.split(separator)
            if len(parts) < 2 or parts[0].startswith("-DOCSTART"):
                continue
            word, tag = parts[0].replace("[[", "("), parts[-1]
            if tag.lower().endswith(per) and mask:
                word = f"[[MASK:{word}]]"
            words.append(word)
        if words:
            lines.append(spaced(words))
    for n in range(0, len(lines), group):
        write(f"{name}{n}", f"open@{weight}", "en", " ".join(lines[n : n + group]))


def others():
    train = pathlib.Path(SHARED) / "train"
    conll(train / "wnut17/wnut17train.conll", "wnut", "\t", "person", 0.4, True)
    for part in "abegh":
        conll(train / f"btc/{part}.conll", "btc" + part, "\t", "per", 0.4, True)
    conll(train / "wikigold/wikigold.conll.txt", "wikigold", " ", "per", 0.4, False)
    with open(train / "meddocan/train.jsonl", encoding="utf-8") as file:
        for n, line in enumerate(file):
            if n >= 350:
                break
            row = json.loads(line)
            text, at = "", 0
            for span in sorted(row["spans"], key=lambda span: span["start"]):
                if span["label"] in ("NOMBRE_SUJETO_ASISTENCIA", "NOMBRE_PERSONAL_SANITARIO") and span["start"] >= at:
                    text += row["text"][at : span["start"]] + mark(row["text"][span["start"] : span["end"]])
                    at = span["end"]
            write(f"meddocan{n}", "open@0.2", "es", text + row["text"][at:])
    with open(train / "presidio-research/templates.txt", encoding="utf-8", errors="replace") as file:
        for n, line in enumerate(file):
            for copy in range(4):
                person = Person()

                def value(match):
                    key = match.group(1).strip().lower()
                    if key == "person":
                        return mark(person.form("f"))
                    if key in ("first_name", "first_name_male", "first_name_female", "first_name_nonbinary"):
                        return mark(person.given)
                    if key == "last_name":
                        return mark(person.family)
                    if key in ("prefix", "prefix_male", "prefix_female"):
                        return rng.choice(["Mr.", "Ms.", "Dr."])
                    return {"phone_number": "950-555-0134", "email": "someone@mail.example", "date": "May 4", "city": rng.choice(PLACES),
                            "country": rng.choice(PLACES), "nation": rng.choice(PLACES), "organization": rng.choice(BRANDS), "company": rng.choice(BRANDS)}.get(key, str(rng.randrange(1000, 99999)))

                text = re.sub(r"\{\{(\w+)\}\}", value, line.strip().replace("\\n", "\n").replace("[[", "("))
                write(f"presidio{n}-{copy}", "open@0.4", "en", text)


if WHAT == "texts":
    texts(int(sys.argv[4]))
elif WHAT == "documents":
    documents(int(sys.argv[4]), sys.argv[5:])
else:
    others()
