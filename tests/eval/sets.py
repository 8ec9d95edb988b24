"""Reads the sets detection is measured on, each as documents {"id","genre","lang","text","spans"}, offsets in characters.

The project's own documents and requests stand in the tree. The public sets and the sample of the judge's documents are
other people's data and stand outside it, in a folder of this layout:

    k12-sample/docs.jsonl, k12-sample/roster/     marked school documents, the roster of their people
    train/meddocan/dev.jsonl                      Spanish clinical notes (CC BY 4.0)
    train/wnut17/emerging.dev.conll               English web texts (CC BY 4.0)
    train/presidio-research/generated_large.json  generated English sentences (MIT)
    lexicons/popular_names_by_country/            names by country (CC0)
"""
import csv
import json
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "corpus"))
import marked  # noqa: E402

OWN_ROSTER = HERE / "corpus" / "roster"

MEDDOCAN = {"NOMBRE_SUJETO_ASISTENCIA": "OTHER_NAME", "NOMBRE_PERSONAL_SANITARIO": "OTHER_NAME", "CALLE": "ADDRESS",
            "NUMERO_TELEFONO": "PHONE", "NUMERO_FAX": "PHONE", "CORREO_ELECTRONICO": "EMAIL",
            "ID_SUJETO_ASISTENCIA": "GOV_ID", "ID_ASEGURAMIENTO": "GOV_ID", "ID_CONTACTO_ASISTENCIAL": "GOV_ID",
            "ID_TITULACION_PERSONAL_SANITARIO": "GOV_ID"}
PRESIDIO = {"PERSON": "OTHER_NAME", "ADDRESS": "ADDRESS", "PHONE_NUMBER": "PHONE", "EMAIL_ADDRESS": "EMAIL", "US_SSN": "SSN",
            "US_DRIVER_LICENSE": "GOV_ID", "CREDIT_CARD": "GOV_ID", "IBAN_CODE": "GOV_ID", "IP_ADDRESS": "IP"}


def own(folder=HERE / "corpus" / "dev"):
    return [document for path in sorted(folder.glob("*.txt")) for document in marked.documents(path)]


def unseen():
    """Documents that nobody who works on detection reads, so that they say how well it does on new ones."""
    return own(HERE / "corpus" / "unseen")


def sample(data):
    return [json.loads(line) for line in _lines(data / "k12-sample" / "docs.jsonl")]


def meddocan(data):
    for line in _lines(data / "train" / "meddocan" / "dev.jsonl"):
        note = json.loads(line)
        spans = [_span(note["text"], MEDDOCAN[span["label"]], span["start"], span["end"])
                 for span in note["spans"] if span["label"] in MEDDOCAN]
        yield {"id": note["id"], "genre": "clinical", "lang": "es", "text": note["text"], "spans": spans}


def presidio(data):
    content = json.loads((data / "train" / "presidio-research" / "generated_large.json").read_text(encoding="utf-8"))
    for number, sentence in enumerate(content):
        spans = [_span(sentence["full_text"], PRESIDIO[span["entity_type"]], span["start_position"], span["end_position"])
                 for span in sentence["spans"] if span["entity_type"] in PRESIDIO]
        yield {"id": str(number), "genre": "generated", "lang": "en", "text": sentence["full_text"], "spans": spans}


def wnut(data):
    """Only persons are marked there that matter here. Tokens are joined by spaces."""
    words, spans, number = [], [], 0
    for line in [*_lines(data / "train" / "wnut17" / "emerging.dev.conll", blank=True), ""]:
        if line.strip():
            word, tag = line.split("\t")
            start = sum(len(earlier) + 1 for earlier in words)
            if tag == "B-person":
                spans.append([start, start + len(word)])
            elif tag == "I-person" and spans:
                spans[-1][1] = start + len(word)
            words.append(word)
        elif words:
            text = " ".join(words)
            yield {"id": str(number), "genre": "web", "lang": "en", "text": text,
                   "spans": [_span(text, "OTHER_NAME", *span) for span in spans]}
            words, spans, number = [], [], number + 1


def requests(folder=HERE / "requests"):
    """Ordinary requests, one a line, with the marks of the documents."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                text, spans = marked.spans_of(line)
                yield {"id": f"{path.stem}:{number}", "genre": path.stem, "lang": "en", "text": text, "spans": spans}


# Sentences of schools with room for one name. The name's place, what stands beside it and its form differ.
SENTENCES = [
    "{full} has missed four days this month, so please draft a short note home.",
    "Could you make the feedback for {full} a little kinder?",
    "I spoke with {full} on the phone yesterday about the field trip.",
    "Parent: {full}; prefers to be called after five.",
    "The essay by {full} argues that uniforms are unfair.",
    "please write a rec letter for {full} who wants to study nursing",
    "Seating: row 2, {full}, near the door.",
    "After lunch {given} told me that the bus had been late again.",
    "Mrs. {family} asked whether her daughter may retake the quiz.",
    "{given}'s mother will bring the costumes on Friday.",
    "Student: {reversed} | Grade 7 | Homeroom 12",
    "Thank you for meeting with us, Mr. {family}.",
]
PAIRS = 15  # of given and family name, for each country
TARGETS = re.compile(r"\{(full|given|family|reversed)\}")
# Written family name first and without a space in their own script.
JOINED = {"CN", "JP", "KR", "TW"}


def origins(data):
    """(country, in its own script, document) of generated sentences. The names of a country are its popular ones."""
    folder = data / "lexicons" / "popular_names_by_country"
    given = _names(folder / "common-forenames-by-country.csv")
    family = _names(folder / "common-surnames-by-country.csv")
    for country in sorted(set(given) & set(family)):
        for own_script in (False, True):
            givens, families = given[country][own_script], family[country][own_script]
            if len(givens) < 5 or len(families) < 5:
                continue
            for pair in range(PAIRS):
                # Steps prime to most lengths, so that different names meet.
                first, last = givens[pair * 7 % len(givens)], families[pair * 11 % len(families)]
                for number, sentence in enumerate(SENTENCES):
                    yield country, own_script, _sentence(f"{country}{int(own_script)}-{pair}-{number}", sentence, first, last,
                                                         own_script and country in JOINED)


def _sentence(identifier, sentence, first, last, joined):
    before, kind, after = TARGETS.split(sentence)
    name = {"full": last + first if joined else f"{first} {last}", "given": first, "family": last,
            "reversed": last + first if joined else f"{last}, {first}"}[kind]
    return {"id": identifier, "genre": "sentence", "lang": "en", "text": before + name + after,
            "spans": [{"label": "OTHER_NAME", "start": len(before), "end": len(before) + len(name), "text": name}]}


def _names(path):
    """{country: ([romanized], [in its own script, where that is not Latin])}"""
    result = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            romanized, local = result.setdefault(row["Country"], ([], []))
            for name, into in ((row["Romanized Name"] or row["Localized Name"], romanized), (row["Localized Name"], local)):
                name = unicodedata.normalize("NFC", name.strip())
                latin = all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha())
                if re.fullmatch(r"[^\W\d_][\w'’ʼ. -]*", name) and latin == (into is romanized) and name not in into:
                    into.append(name)
    return result


def _lines(path, blank=False):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if blank or line.strip()]


def _span(text, label, start, end):
    return {"label": label, "start": start, "end": end, "text": text[start:end]}
