"""Scores what `schoolgate inspect --jsonl` made of marked documents. What counts is the text that goes out.

A span is LEAKED when two or more of its letters and digits (or the only one it has) lie in no treated finding, or when
its text, of five characters or more, still stands in the outgoing text as words of their own. A treated finding is a
finding whose treatment is not "allow". It is a WRONG replacement when it meets no marked span; spans marked KEEP do not
count as marked there, and one that a treated finding meets is TOUCHED.
"""
import collections
import csv
import dataclasses
import math
import pathlib
import re
import unicodedata

DIRECT = frozenset("STUDENT_NAME GUARDIAN_NAME OTHER_NAME STUDENT_ID SSN GOV_ID EMAIL PHONE ADDRESS DOB USERNAME PASSWORD URL IP".split())
NAMES = frozenset("STUDENT_NAME GUARDIAN_NAME STAFF_NAME OTHER_NAME".split())
ROLES = {"STUDENT_NAME": "student", "GUARDIAN_NAME": "guardian", "STAFF_NAME": "staff"}
LEAST_WORD = 5  # a shorter text may stand in the outgoing text by chance
# Elements that say who somebody is or how to reach them; every other one says something about a person.
IDENTIFYING = re.compile(r"\.name$|\.id\b|\.contact\.|\.username$|\.password$|^demographics\.birth_date$")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
SPOKEN = re.compile(r"\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|dot|at)\b", re.I)


class Fault(Exception):
    """The output is not what `inspect` promises."""


@dataclasses.dataclass
class Tally:
    found: int = 0
    total: int = 0

    def add(self, found):
        self.found += bool(found)
        self.total += 1

    @property
    def percent(self):
        return 100 * self.found / self.total if self.total else None


def wilson(hits, total):
    """The 95 % interval of a share, in percent, by Wilson's score."""
    if not total:
        return 0.0, 100.0
    z, share = 1.96, hits / total
    middle = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 100 / (1 + z * z / total)
    return max(0.0, (middle - half) * scale), min(100.0, (middle + half) * scale)


def folded(text):
    """Lower case without accents, one kind of letter for each of those Unicode does not decompose."""
    text = unicodedata.normalize("NFKD", INVISIBLE.sub("", text).casefold().translate(str.maketrans("łøđıæ", "lodia")))
    return "".join(c for c in text if not unicodedata.combining(c))


def compact(text):
    return "".join(c for c in folded(text) if c.isalnum())


class Roster:
    """Whom the district knows: words of names, and values of theirs."""

    def __init__(self, directory=None):
        self.words, self.values = set(), set()
        if directory is None:
            return
        folder = pathlib.Path(directory)
        for row in self._rows(folder / "users.csv"):
            for key in ("givenName", "familyName", "middleName"):
                self.words.update(re.findall(r"\w+", folded(row.get(key) or "")))
            for key in ("identifier", "email", "phone", "username"):
                self._value(row.get(key))
        for row in self._rows(folder / "addresses.csv"):
            self._value(row.get("street"))

    @staticmethod
    def _rows(path):
        if not path.exists():
            return []
        with open(path, encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def _value(self, value):
        if value and len(compact(value)) > 3:
            self.values.add(compact(value))

    def knows(self, label, text):
        if label in NAMES:
            words = [word for word in re.findall(r"\w+", folded(text)) if len(word) > 1]
            return bool(words) and all(word in self.words for word in words)
        value = compact(text)
        return value in self.values or any(len(known) > 5 and known in value for known in self.values)


def casing(text):
    """Of a name in Latin letters: Title, lower or UPPER; None of others."""
    letters = [c for c in text if c.isalpha()]
    if not letters or script(text) != "Latin":
        return None
    if all(not c.isupper() for c in letters):
        return "lower"
    return "UPPER" if len(letters) > 1 and all(c.isupper() for c in letters) else "Title"


def script(text):
    """The script most of its letters are of, by their Unicode names; "digits" where there are none."""
    kinds = collections.Counter(unicodedata.name(c, "?").split()[0].capitalize() for c in text if c.isalpha())
    return kinds.most_common(1)[0][0] if kinds else "digits"


def disguised(label, text):
    """Whether it is written so that a search for it would miss it: invisible or look-alike characters, spaced letters,
    markup or a line break inside, digits for letters, words for digits."""
    if INVISIBLE.search(text) or re.search("-\n" if label == "ADDRESS" else "\n", text) or re.search(r"&#?\w+;|%[0-9A-Fa-f]{2}|[*_~]{2}|</?\w+>", text):
        return True
    if any(unicodedata.decomposition(c).startswith(("<wide>", "<font>", "<circle>", "<super>", "<noBreak>")) for c in text):
        return True
    if any({"LATIN"} < {unicodedata.name(c, "?").split()[0] for c in word if c.isalpha()} for word in text.split()):
        return True
    if re.search(r"(?:(?<![^\W_])[^\W_][ ._*-]{1,2}){3,}[^\W_](?![^\W_])", text) and label in NAMES | {"PHONE", "STUDENT_ID", "SSN"}:
        return True
    if label in NAMES:
        return bool(re.search(r"\d|\w[*@$]\w", text))
    if label == "EMAIL":
        return "@" not in text
    if label in ("PHONE", "STUDENT_ID", "SSN", "DOB"):
        return bool(SPOKEN.search(text) or re.search(r"\d[OolI]|[OolI]\d", text))
    return label == "ADDRESS" and bool(SPOKEN.search(text))


def in_characters(document, output):
    """The findings with their offsets in characters, in order. Raises Fault if one breaks a promise of the format."""
    place, at = {}, 0
    for index, c in enumerate(document["text"]):
        place[at] = index
        at += len(c.encode())
    place[at] = len(document["text"])
    findings = []
    for finding in output["findings"]:
        begin, end = place.get(finding["start"]), place.get(finding["end"])
        if begin is None or end is None or begin >= end:
            raise Fault(f"{document['id']}: a finding of {finding.get('element')} does not begin and end at characters")
        for key in ("element", "treatment", "recognizer"):
            if not isinstance(finding.get(key), str) or not finding[key]:
                raise Fault(f"{document['id']}: a finding of {finding.get('element')} does not say its {key}")
        confidence = finding.get("confidence")
        if not isinstance(confidence, (int, float)) or not 0 < confidence <= 1.0001:
            raise Fault(f"{document['id']}: a finding of {finding['element']} has the confidence {confidence}")
        value = document["text"][begin:end]
        if len(value) >= LEAST_WORD and any(c.isdigit() or c.isupper() for c in value) and any(
                value in said for key, said in finding.items() if key != "element" and isinstance(said, str)):
            raise Fault(f"{document['id']}: the explanation of a finding of {finding['element']} repeats its text")
        findings.append((begin, end, finding))
    return sorted(findings, key=lambda found: found[:2])


def explains(text, treated, outgoing):
    """Whether the outgoing text is the text with nothing changed but the treated findings and the words they touch: a
    replacement takes the rest of a cut word and the brackets around a mail address with it."""
    at = position = 0
    for begin, end, _ in treated + [(len(text), len(text), None)]:
        kept = text[at:begin]
        kept = (re.sub(r"^\S+", "", kept) if at else kept)
        kept = (re.sub(r"\S+$", "", kept) if begin < len(text) else kept).strip()
        position = outgoing.find(kept, position)
        if position < 0:
            return False
        position += len(kept)
        at = max(at, end)
    return True


@dataclasses.dataclass
class Score:
    """What came of one set. Every dict is of name -> Tally; leaks and wrongs list (document, kind, text, note)."""
    documents: int = 0
    words: int = 0
    with_identifier: int = 0
    leaked: int = 0
    with_roster: int = 0
    roster_leaked: int = 0
    wrong: int = 0
    recall: dict = dataclasses.field(default_factory=lambda: collections.defaultdict(Tally))
    keep: Tally = dataclasses.field(default_factory=Tally)  # found: touched
    role: Tally = dataclasses.field(default_factory=Tally)
    special: Tally = dataclasses.field(default_factory=Tally)
    name_precision: Tally = dataclasses.field(default_factory=Tally)
    leaks: list = dataclasses.field(default_factory=list)
    wrongs: list = dataclasses.field(default_factory=list)
    faults: list = dataclasses.field(default_factory=list)


def leaked(document, span, covered, outgoing, kept):
    text = document["text"]
    alnum = [i for i in range(span["start"], span["end"]) if text[i].isalnum()]
    bare = sum(not covered[i] for i in alnum)
    if bare and bare >= min(2, len(alnum)):
        return True
    value = span["text"]
    return (span["label"] in DIRECT and len(value) >= LEAST_WORD and not any(value in other for other in kept)
            and re.search(r"(?<!\w)" + re.escape(value) + r"(?!\w)", outgoing) is not None)


def score(documents, outputs, roster):
    """documents: {"id","genre","lang","text","spans"}; outputs: {id: line of inspect}."""
    result = Score()
    for document in documents:
        output = outputs.get(document["id"])
        if output is None:
            result.faults.append(f"{document['id']}: nothing came out")
            output = {"findings": [], "text": document["text"]}
        try:
            findings = in_characters(document, output)
        except Fault as fault:
            result.faults.append(str(fault))
            continue
        _score_one(result, document, findings, output["text"], roster)
    return result


def _score_one(result, document, findings, outgoing, roster):
    text, spans = document["text"], document["spans"]
    treated = [found for found in findings if found[2]["treatment"].lower() != "allow"]
    if not explains(text, treated, outgoing):
        result.faults.append(f"{document['id']}: the outgoing text changed where nothing was found")
    covered = bytearray(len(text))
    for begin, end, _ in treated:
        covered[begin:end] = b"\1" * (end - begin)

    def meeting(span, among):
        return [found for found in among if found[0] < span["end"] and found[1] > span["start"]]

    kept = [span["text"] for span in spans if span["label"] == "KEEP"]
    result.documents += 1
    result.words += len(text.split())
    any_direct = any_leak = any_roster = any_roster_leak = False
    for span in spans:
        label = span["label"]
        if label == "KEEP":
            touched = bool(meeting(span, treated))
            result.keep.add(touched)
            if touched:
                result.wrongs.append((document["id"], "KEEP", span["text"], ""))
            continue
        leak = leaked(document, span, covered, outgoing, kept)
        known = roster.knows(label, span["text"])
        result.recall["element " + label].add(not leak)
        if label == "SPECIAL":
            result.special.add(any(not IDENTIFYING.search(found[2]["element"]) for found in meeting(span, findings)))
            continue
        for key in _kinds(document, label, span["text"], known):
            result.recall[key].add(not leak)
        if label in ROLES and known and not leak:
            result.role.add(any(found[2]["element"].startswith(ROLES[label]) for found in meeting(span, treated)))
        if label not in DIRECT:
            continue
        any_direct, any_roster = True, any_roster or known
        if leak:
            any_leak, any_roster_leak = True, any_roster_leak or known
            result.leaks.append((document["id"], label, span["text"], "roster" if known else ""))
    result.with_identifier += any_direct
    result.leaked += any_leak
    result.with_roster += any_roster
    result.roster_leaked += any_roster_leak

    marked = [span for span in spans if span["label"] != "KEEP"]
    for begin, end, finding in treated:
        met = [span for span in marked if begin < span["end"] and end > span["start"]]
        if finding["element"].endswith(".name"):
            result.name_precision.add(any(span["label"] in NAMES for span in met))
        if not met:
            result.wrong += 1
            result.wrongs.append((document["id"], finding["element"], text[begin:end], finding["recognizer"]))


def _kinds(document, label, text, known):
    """The groups a direct identifier, or a name of staff, is counted in."""
    if label in NAMES:
        if casing(text):
            yield "casing " + casing(text)
        yield "script " + script(text)
    if label in DIRECT:
        yield "language " + document["lang"]
        yield ("roster " if known else "off the roster ") + ("names" if label in NAMES else "values")
        yield "written " + ("disguised" if disguised(label, text) else "plainly")
